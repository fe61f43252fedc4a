import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { withActor } from "../support/database.ts";
import { attempt, randomId } from "../support/tenants.ts";
import { grantedColumns } from "./catalog.ts";
import { Attempts, copyOurRow, key, makeTwoTenants } from "./twoTenants.ts";
import type { TwoTenants } from "./twoTenants.ts";

const attempts = new Attempts();
let crossingsBefore = 0;
let world: TwoTenants;
let actors: TwoTenants["actors"];
let tables: TwoTenants["tables"];
let ours: TwoTenants["ours"];
let theirs: TwoTenants["theirs"];
let ourRow: TwoTenants["ourRow"];
let theirRow: TwoTenants["theirRow"];

beforeAll(async () => {
  world = await makeTwoTenants();
  ({ actors, tables, ours, theirs, ourRow, theirRow } = world);
}, 60_000);

beforeEach(() => {
  crossingsBefore = attempts.crossings.length;
});

afterAll(async () => {
  attempts.report();
  await world?.database.drop();
});

const as = <T>(actor: Actor, callback: (client: pg.Client) => Promise<T>) =>
  withActor(world.database, actor, callback);

const ACTORS = [
  "owner",
  "admin",
  "manager",
  "member",
  "viewer",
  "custom role without permissions",
  "importer",
  "not signed in",
  "not signed in, naming their organization",
  "signed in without organization",
  "outsider naming their organization",
  "former member naming their organization",
  "former member in another organization",
  "user of no organization",
];

describe.each(ACTORS)("%s", (name) => {
  it("reads, counts and guesses nothing of the other organization", async () => {
    await as(actors[name]!, async (client) => {
      for (const table of tables.filter(({ isTenant }) => isTenant)) {
        const from = `from app_public.${table.name}`;
        const theirId = theirRow[table.name];
        const where = `${key(table)} = $1`;
        const reads: [string, string, unknown[]][] = [
          ["by id", `select ${where} as found ${from} where ${where}`, [theirId]],
          [
            "by organization",
            `select true as found ${from} where organization_id = $1`,
            [theirs.organizationId],
          ],
          [
            "listed",
            `select true as found from (select ${key(table)} as key ${from}) t where key = $1`,
            [theirId],
          ],
          [
            "counted",
            `select true as found ${from} where organization_id = $1 having count(*) > 0`,
            [theirs.organizationId],
          ],
          [
            "greatest",
            `select true as found from (select max(organization_id::text), min(organization_id::text) ${from}) t (a, b) where $1 in (a, b)`,
            [theirs.organizationId],
          ],
          [
            "gathered",
            `select true as found from (select array_agg(organization_id) as ids ${from}) t where $1 = any (ids)`,
            [theirs.organizationId],
          ],
          ["locked", `select true as found ${from} where ${where} for key share`, [theirId]],
        ];
        for (const [how, text, values] of reads) {
          const { rowCount } = await attempt(client, text, values);
          attempts.judge(rowCount > 0, name, table.name, how);
        }
        // Were the filter asked before the policy, it would divide by zero.
        const oracle = await attempt(
          client,
          `select ${from} where 1 / (case when organization_id = $1 then 0 else 1 end) = 1`,
          [theirs.organizationId],
        );
        attempts.judge(oracle.code === "22012", name, table.name, "guessed by error");
      }
    });
    expect(attempts.crossings.slice(crossingsBefore)).toEqual([]);
  });

  it("changes nothing of the other organization", async () => {
    await as(actors[name]!, async (client) => {
      for (const table of tables.filter(({ isTenant }) => isTenant)) {
        const where = `${key(table)} = $1`;
        const theirId = theirRow[table.name];
        const role = actors[name]!.role ?? "rowhouse_user";
        const [column] = await grantedColumns(client, role, table.name, "UPDATE");
        const target = `app_public.${table.name}`;
        const writes: [string, string, unknown[]][] = [
          ["deleted", `delete from ${target} where ${where}`, [theirId]],
          [
            "deleted by organization",
            `delete from ${target} where organization_id = $1`,
            [theirs.organizationId],
          ],
          [
            "taken over",
            `update ${target} set organization_id = $2 where ${where}`,
            [theirId, ours.organizationId],
          ],
          [
            "given away",
            `update ${target} set organization_id = $2 where ${where}`,
            [ourRow[table.name], theirs.organizationId],
          ],
          [
            "inserted",
            `insert into ${target} (organization_id) values ($1)`,
            [theirs.organizationId],
          ],
          ["truncated", `truncate ${target} cascade`, []],
        ];
        if (column) {
          writes.push([
            "updated",
            `update ${target} set ${column} = ${column} where ${where}`,
            [theirId],
          ]);
        }
        for (const [how, text, values] of writes) {
          const { rowCount, code } = await attempt(client, text, values);
          attempts.judge(
            how === "truncated" ? code === undefined : rowCount > 0,
            name,
            table.name,
            how,
          );
        }
      }
    });
    expect(attempts.crossings.slice(crossingsBefore)).toEqual([]);
  });

  it("finds nobody and nothing of the other organization in the tables of identity", async () => {
    await as(actors[name]!, async (client) => {
      for (const user of Object.values(theirs.users)) {
        const found = await attempt(client, "select from app_public.users where id = $1", [user]);
        attempts.judge(found.rowCount > 0, name, "users", "read");
        const renamed = await attempt(
          client,
          "update app_public.users set name = 'x' where id = $1",
          [user],
        );
        attempts.judge(renamed.rowCount > 0, name, "users", "updated");
      }
      for (const [how, text] of [
        ["read", "select from app_public.organizations where id = $1"],
        ["updated", "update app_public.organizations set name = 'x' where id = $1"],
        ["deleted", "delete from app_public.organizations where id = $1"],
      ] as const) {
        const { rowCount } = await attempt(client, text, [theirs.organizationId]);
        attempts.judge(rowCount > 0, name, "organizations", how);
      }
    });
    expect(attempts.crossings.slice(crossingsBefore)).toEqual([]);
  });
});

describe.each(["signed in without organization", "user of no organization"])("%s", (name) => {
  it("finds every tenant table empty and writes to none", async () => {
    await as(actors[name]!, async (client) => {
      for (const table of tables.filter(({ isTenant }) => isTenant)) {
        const { rows, code } = await attempt(
          client,
          `select count(*) as n from app_public.${table.name}`,
        );
        expect([table.name, code, rows[0]?.["n"]]).toEqual([table.name, undefined, "0"]);
        const written = await copyOurRow(world, client, table, {});
        attempts.judge(written.rowCount > 0, name, table.name, "wrote without organization");
      }
    });
    expect(attempts.crossings.slice(crossingsBefore)).toEqual([]);
  });
});

describe("an organization of which the caller is no member", () => {
  it("answers as one that does not exist", async () => {
    const text = "select count(*) from app_public.leads";
    const seen = [];
    for (const organizationId of [theirs.organizationId, randomId()]) {
      const outcome = await as({ userId: ours.users.owner, organizationId }, (client) =>
        attempt(client, text),
      );
      attempts.judge(false);
      seen.push({ code: outcome.code, message: outcome.message });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]!.code).toBe("RH403");
  });
});

describe("the wall", () => {
  it("does not keep our own people out", async () => {
    await as(actors["owner"]!, async (client) => {
      const invisible: string[] = [];
      for (const table of tables.filter(({ isTenant }) => isTenant)) {
        const { rowCount } = await attempt(
          client,
          `select from app_public.${table.name} where ${key(table)} = $1`,
          [ourRow[table.name]],
        );
        if (rowCount !== 1) invisible.push(table.name);
      }
      expect(invisible).toEqual([]);
    });
  });
});
