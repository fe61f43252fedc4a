import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { withActor } from "../support/database.ts";
import { attempt, randomId } from "../support/tenants.ts";
import type { Outcome } from "../support/tenants.ts";
import { grantedColumns } from "./catalog.ts";
import {
  Attempts,
  comparable,
  copyOurRow,
  key,
  makeTwoTenants,
} from "./twoTenants.ts";
import type { TwoTenants } from "./twoTenants.ts";

const attempts = new Attempts();
let crossingsBefore = 0;
let world: TwoTenants;
let actors: TwoTenants["actors"];
let tables: TwoTenants["tables"];
let theirs: TwoTenants["theirs"];
let ourRow: TwoTenants["ourRow"];
let theirRow: TwoTenants["theirRow"];

beforeAll(async () => {
  world = await makeTwoTenants();
  ({ actors, tables, theirs, ourRow, theirRow } = world);
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

describe.each(["owner", "admin", "member", "viewer", "importer"])("a reference by %s", (name) => {
  it("to a record of the other organization is refused as one to no record", async () => {
    const differences: string[] = [];
    let references = 0;
    await as(actors[name]!, async (client) => {
      const role = actors[name]!.role ?? "rowhouse_user";
      for (const table of tables.filter(({ isTenant }) => isTenant)) {
        const updatable = await grantedColumns(client, role, table.name, "UPDATE");
        const insertable = await grantedColumns(client, role, table.name, "INSERT");
        for (const column of table.columns) {
          if (!column.refersTo || !column.refersInTenant || column.name === "organization_id")
            continue;
          const target = column.refersTo.table.replace("app_public.", "");
          const theirId = target === "memberships" ? theirs.users.member : theirRow[target]!;
          const outcomes: Record<string, Outcome[]> = { inserted: [], updated: [] };
          for (const id of [theirId, randomId()]) {
            if (insertable.includes(column.name)) {
              outcomes["inserted"]!.push(
                await copyOurRow(world, client, table, { [column.name]: id }),
              );
            }
            if (updatable.includes(column.name)) {
              outcomes["updated"]!.push(
                await attempt(
                  client,
                  `update app_public.${table.name} set ${column.name} = $2 where ${key(table)} = $1`,
                  [ourRow[table.name], id],
                ),
              );
            }
          }
          for (const [how, [toTheirs, toNothing]] of Object.entries(outcomes)) {
            if (!toTheirs || !toNothing) continue;
            references += 1;
            attempts.judge(toTheirs.rowCount > 0, name, table.name, column.name, how);
            if (comparable(toTheirs) !== comparable(toNothing)) {
              differences.push(
                `${table.name}.${column.name} ${how}: ${comparable(toTheirs)} / ${comparable(toNothing)}`,
              );
            }
          }
        }
      }
    });
    expect(differences).toEqual([]);
    expect(attempts.crossings.slice(crossingsBefore)).toEqual([]);
    expect(references).toBeGreaterThan(20);
  });
});

describe.each(["owner", "member", "importer", "signed in without organization"])(
  "a function called by %s",
  (name) => {
    it("with an id of the other organization answers as with an id of nothing", async () => {
      const differences: string[] = [];
      let calls = 0;
      await as(actors[name]!, async (client) => {
        const { rows: functions } = await client.query<{ name: string; types: string[] }>(`
          select p.oid::regproc::text as name,
              array(select format_type(t, null) from unnest(p.proargtypes) with ordinality u (t, n)
                order by n) as types
            from pg_proc p
            where p.pronamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace)
              and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
              and 'uuid'::regtype = any (p.proargtypes)
              and has_function_privilege(p.oid, 'EXECUTE')`);
        const ids = Object.entries({ ...theirRow, memberships_user: theirs.users.member });
        for (const { name: procedure, types } of functions) {
          const call = (id: string) => {
            const values = types.map((type) =>
              type === "uuid" ? `'${id}'::uuid` : `null::${type}`,
            );
            return attempt(client, `select * from ${procedure}(${values.join(", ")}) as result`);
          };
          const toNothing = await call(randomId());
          for (const [table, id] of ids) {
            if (!/^[0-9a-f-]{36}$/.test(id)) continue;
            const toTheirs = await call(id);
            calls += 1;
            const differs = comparable(toTheirs) !== comparable(toNothing);
            attempts.judge(differs, name, procedure, table);
            if (differs)
              differences.push(
                `${procedure}(${table}): ${comparable(toTheirs)} / ${comparable(toNothing)}`,
              );
          }
        }
      });
      expect(differences).toEqual([]);
      expect(calls).toBeGreaterThan(100);
    });
  },
);

describe("moving one of our deals to a stage of theirs", () => {
  it("is refused as to a stage that does not exist", async () => {
    await as(actors["owner"]!, async (client) => {
      const move = (stage: string) =>
        attempt(client, "select * from app_public.move_deal($1, $2)", [ourRow["deals"], stage]);
      const toTheirs = await move(theirs.stages["Proposal"]!);
      attempts.judge(toTheirs.rowCount > 0, "owner", "move_deal", "stage");
      expect(comparable(toTheirs)).toBe(comparable(await move(randomId())));
      expect(toTheirs.code).toBe("RH400");
    });
  });
});
