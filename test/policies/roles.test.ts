import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, commitAs, makeRole, one, openTrial, randomId } from "../support/tenants.ts";
import type { Outcome, Tenant, Trial } from "../support/tenants.ts";
import { insertAs as insert_, makeStaff } from "./people.ts";
import type { Staff } from "./people.ts";

/** A record of each kind that belongs to people, and the object that permissions call it. */
const RECORDS = [
  { table: "accounts", object: "account", insert: "(name) values ('x')", column: "name" },
  { table: "contacts", object: "contact", insert: "(last_name) values ('x')", column: "last_name" },
  { table: "leads", object: "lead", insert: "(company) values ('x')", column: "company" },
  { table: "deals", object: "deal", insert: "(title) values ('x')", column: "title" },
  { table: "activities", object: "activity", insert: "(subject) values ('x')", column: "subject" },
  { table: "tasks", object: "task", insert: "(title) values ('x')", column: "title" },
  { table: "projects", object: "project", insert: "(name) values ('x')", column: "name" },
] as const;

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let stranger: string;
/** Ids by table and person. */
const records: Record<string, Record<string, string>> = {};
let people: Staff["people"];

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  ({ tenant, stranger, people } = await makeStaff(database));
  for (const { table, insert } of RECORDS) {
    records[table] = {};
    for (const person of ["manager", "member", "stranger"]) {
      records[table][person] = await insertAs(people[person]!, table, insert);
    }
  }
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

function tryAs(actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> {
  return trial.tryAs(actor, text, values);
}

const insertAs = (actor: Actor, table: string, columns: string) =>
  insert_(database, actor, table, columns);

describe.each(RECORDS)("$table", ({ table, object, insert, column }) => {
  it.each([
    ["owner", ["manager", "member", "stranger"]],
    ["admin", ["manager", "member", "stranger"]],
    ["viewer", ["manager", "member", "stranger"]],
    ["manager", ["manager", "member"]],
    ["member", ["member"]],
    ["stranger", ["stranger"]],
  ])("are seen by %s when they belong to %j", async (person, whose) => {
    const { rows } = await tryAs(people[person]!, `select id from app_public.${table}`);
    const expected = whose.map((owner) => records[table]![owner]).sort();
    expect(rows.map(({ id }) => id as string).sort()).toEqual(expected);
  });

  it.each([
    ["owner", ["manager", "member", "stranger"]],
    ["admin", ["manager", "member", "stranger"]],
    ["viewer", []],
    ["manager", ["manager", "member"]],
    ["member", ["member"]],
  ])("are changed and deleted by %s when they belong to %j", async (person, whose) => {
    const changed: string[] = [];
    const deleted: string[] = [];
    for (const owner of ["manager", "member", "stranger"]) {
      const id = records[table]![owner];
      const update = `update app_public.${table} set ${column} = 'y' where id = $1`;
      if ((await tryAs(people[person]!, update, [id])).rowCount > 0) changed.push(owner);
      const remove = `select deleted_at from app_public.delete_${object}($1)`;
      if ((await tryAs(people[person]!, remove, [id])).rowCount > 0) deleted.push(owner);
    }
    expect({ changed, deleted }).toEqual({ changed: whose, deleted: whose });
  });

  it("are made by a member and not by a viewer", async () => {
    const text = `insert into app_public.${table} ${insert}`;
    expect((await tryAs(people["member"]!, text)).rowCount).toBe(1);
    // Refused by the policy, or before it for a field that viewers may not change.
    expect((await tryAs(people["viewer"]!, text)).code).toMatch(/^(42501|RH403)$/);
  });

  it("are to who may not see them as if they were not there", async () => {
    const remove = (id: string) =>
      tryAs(people["member"]!, `select app_public.delete_${object}($1)`, [id]);
    const hidden = await remove(records[table]!["stranger"]!);
    expect(hidden).toEqual(await remove(randomId()));
    expect(hidden.code).toBe("RH404");
    const seen = await tryAs(people["viewer"]!, `select app_public.delete_${object}($1)`, [
      records[table]!["member"],
    ]);
    expect(seen.code).toBe("RH403");
  });

  it("go to the recycle bin, and come back by who may delete them only", async () => {
    const id = await insertAs(people["member"]!, table, insert);
    await commitAs(database, people["member"]!, `select app_public.delete_${object}($1)`, [id]);
    const seen = await tryAs(people["owner"]!, `select from app_public.${table} where id = $1`, [
      id,
    ]);
    expect(seen.rowCount).toBe(0);
    const listed = async (person: string) => {
      const { rows } = await tryAs(
        people[person]!,
        "select id from app_public.deleted_records($1)",
        [object],
      );
      return rows.some((row) => row["id"] === id);
    };
    expect(await listed("member")).toBe(true);
    expect(await listed("stranger")).toBe(false);
    expect(await listed("viewer")).toBe(false);
    const restore = `select id from app_public.restore_${object}($1)`;
    for (const person of ["stranger", "viewer"]) {
      const refused = await tryAs(people[person]!, restore, [id]);
      expect(refused).toEqual(await tryAs(people[person]!, restore, [randomId()]));
      expect(refused.code).toBe("RH404");
    }
    expect((await commitAs(database, people["member"]!, restore, [id])).rowCount).toBe(1);
    await commitAs(database, people["member"]!, `select app_public.delete_${object}($1)`, [id]);
  });
});

describe("a member", () => {
  it("cannot make a record somebody else's", async () => {
    for (const [table, column] of [
      ["leads", "owner_id"],
      ["deals", "owner_id"],
      ["accounts", "owner_id"],
    ]) {
      const given = await tryAs(
        people["member"]!,
        `update app_public.${table} set ${column} = $2 where id = $1`,
        [records[table!]!["member"], stranger],
      );
      expect([table, given.code]).toEqual([table, "RH403"]);
    }
  });

  it("learns no more from a reference to a hidden record than from one to none", async () => {
    const link = (id: string) =>
      tryAs(people["member"]!, "update app_public.deals set account_id = $2 where id = $1", [
        records["deals"]!["member"],
        id,
      ]);
    const hidden = await link(records["accounts"]!["stranger"]!);
    expect(hidden).toEqual(await link(randomId()));
    expect(hidden.code).toBe("RH400");
  });
});

describe("require_record_permission", () => {
  const ask = (person: string, object: string, action: string, id: unknown) =>
    tryAs(people[person]!, "select app_hidden.require_record_permission($1, $2, $3)", [
      object,
      action,
      id,
    ]);

  it("tells what may not be done from what is not there, and passes over what may", async () => {
    const mine = records["leads"]!["member"]!;
    expect((await ask("member", "lead", "convert", mine)).rowCount).toBe(1);
    expect(await ask("member", "lead", "merge", mine)).toMatchObject({
      code: "RH403",
      message: "You may not merge this lead.",
    });
    expect((await ask("viewer", "lead", "convert", mine)).code).toBe("RH403");
    const hidden = await ask("member", "lead", "convert", records["leads"]!["stranger"]);
    expect(hidden).toMatchObject({ code: "RH404", message: "No such lead." });
    for (const id of [randomId(), records["deals"]!["member"], null]) {
      expect(await ask("member", "lead", "convert", id)).toEqual(hidden);
    }
    expect((await ask("owner", "deal", "convert", mine)).code).toBe("RH400");
    expect((await ask("owner", "leads", "view", mine)).code).toBe("RH400");
  });

  it("finds nothing in the recycle bin, without organization, or for nobody", async () => {
    const owner = people["owner"]!;
    const id = await insertAs(owner, "leads", "(company) values ('x')");
    const text = "select app_hidden.require_record_permission('lead', 'view', $1)";
    expect((await tryAs(owner, text, [id])).rowCount).toBe(1);
    expect((await tryAs({ userId: owner.userId }, text, [id])).code).toBe("RH404");
    expect((await tryAs({ role: "rowhouse_anonymous" }, text, [id])).code).toBe("42501");
    await commitAs(database, owner, "select app_public.delete_lead($1)", [id]);
    expect((await tryAs(owner, text, [id])).code).toBe("RH404");
  });
});

describe("the scope territory", () => {
  it("reaches the records of those in the same territory, and no others", async () => {
    const actor = await asSuperuser(database, async (client) => {
      const role = await makeRole(client, tenant.organizationId, [["lead", "view", "territory"]]);
      const userId = await addMember(client, tenant.organizationId, role.slug);
      const territory = await one<{ id: string }>(
        client,
        "insert into app_public.territories (organization_id, name) values ($1, 'West') returning id",
        [tenant.organizationId],
      );
      for (const user of [userId, stranger]) {
        await client.query(
          `insert into app_public.territory_members (organization_id, territory_id, user_id)
             values ($1, $2, $3)`,
          [tenant.organizationId, territory.id, user],
        );
      }
      return { userId, organizationId: tenant.organizationId };
    });
    const { rows } = await tryAs(actor, "select id from app_public.leads");
    expect(rows).toEqual([{ id: records["leads"]!["stranger"] }]);
    expect((await tryAs(actor, "select from app_public.deals")).rowCount).toBe(0);
  });
});

describe("settings", () => {
  const settings: [table: string, insert: string][] = [
    ["pipelines", "(name) values ('x')"],
    ["tags", "(name, category) values ('x', 'y')"],
    ["products", "(name) values ('x')"],
    ["teams", "(name) values ('x')"],
    ["territories", "(name) values ('x')"],
    ["roles", "(slug, name) values ('x', 'x')"],
    ["feature_flags", "(name, is_enabled) values ('demo_data_loaded', true)"],
  ];

  it.each(settings)("%s are made by owner and admin", async (table, insert) => {
    for (const person of ["owner", "admin"]) {
      expect(
        await tryAs(people[person]!, `insert into app_public.${table} ${insert}`),
      ).toMatchObject({ rowCount: 1 });
    }
  });

  it.each(settings.filter(([table]) => table !== "tags"))(
    "%s are not made by others",
    async (table, insert) => {
      for (const person of ["manager", "member", "viewer"]) {
        expect(
          (await tryAs(people[person]!, `insert into app_public.${table} ${insert}`)).code,
        ).toBe("42501");
      }
    },
  );

  it.each([
    "pipelines",
    "pipeline_stages",
    "roles",
    "role_permissions",
    "feature_flags",
    "memberships",
  ])("%s are not changed by managers, members and viewers", async (table) => {
    const column = { role_permissions: "scope", memberships: "is_active" }[table] ?? "name";
    for (const person of ["manager", "member", "viewer"]) {
      const changed = await tryAs(
        people[person]!,
        `update app_public.${table} set ${column} = ${column}`,
      );
      expect([person, changed.rowCount]).toEqual([person, 0]);
      const removed = await tryAs(people[person]!, `delete from app_public.${table}`);
      expect([person, removed.rowCount]).toEqual([person, 0]);
    }
  });

  it("audit log is read by owner and admin only, and written by nobody", async () => {
    await asSuperuser(database, (client) =>
      client.query("select app_private.record_auth_event($1, 'login')", [tenant.users.owner]),
    );
    for (const person of ["owner", "admin"]) {
      expect(
        (await tryAs(people[person]!, "select from app_public.audit_log")).rowCount,
      ).toBeGreaterThan(0);
    }
    for (const person of ["manager", "member", "viewer"]) {
      expect((await tryAs(people[person]!, "select from app_public.audit_log")).rowCount).toBe(0);
    }
    for (const text of [
      "update app_public.audit_log set action = 'x'",
      "delete from app_public.audit_log",
      "insert into app_public.audit_log (action) values ('x')",
      "truncate app_public.audit_log",
    ]) {
      expect((await tryAs(people["owner"]!, text)).code).toBe("42501");
      expect((await tryAs({ ...people["owner"]!, role: "rowhouse_importer" }, text)).code).toBe(
        "42501",
      );
    }
  });
});
