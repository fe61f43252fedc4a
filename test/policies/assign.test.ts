import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, openTrial } from "../support/tenants.ts";
import type { Outcome, Tenant, Trial } from "../support/tenants.ts";
import { makeHolder, makeStaff } from "./people.ts";
import type { Permission, Staff } from "./people.ts";

/** Who may have what: table, object and the columns that name an owner who can change. */
const OWNED = [
  {
    table: "accounts",
    object: "account",
    needs: { name: "x" },
    columns: ["owner_id", "account_manager_id"],
  },
  { table: "contacts", object: "contact", needs: { last_name: "x" }, columns: ["owner_id"] },
  { table: "leads", object: "lead", needs: { company: "x" }, columns: ["owner_id"] },
  { table: "deals", object: "deal", needs: { title: "x" }, columns: ["owner_id"] },
  { table: "activities", object: "activity", needs: { subject: "x" }, columns: ["assigned_to_id"] },
  { table: "tasks", object: "task", needs: { title: "x" }, columns: ["assignee_id"] },
  { table: "projects", object: "project", needs: { name: "x" }, columns: ["owner_id"] },
];

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let stranger: string;
let people: Staff["people"];

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  ({ tenant, stranger, people } = await makeStaff(database));
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const give = (actor: Actor, table: string, column: string, id: string, to: string | null) =>
  trial.tryAs(actor, `update app_public.${table} set ${column} = $2 where id = $1`, [id, to]);

const holderOf = (permissions: Permission[]) =>
  makeHolder(database, tenant.organizationId, permissions);

function expectRefusal(outcome: Outcome, column: string, text: string): void {
  expect(outcome.code).toBe("RH403");
  expect(JSON.parse(outcome.detail!)).toEqual({ fields: { [column]: text } });
}

const NEEDS = "Needs the permission to assign.";

it("guards every column that says whose a record is, in every table", async () => {
  const guarded = await asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname || '.' || a.attname as name
         from pg_trigger t
         join pg_class c on c.oid = t.tgrelid
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any (t.tgattr)
         where t.tgname = 'guard_owners' and t.tgenabled = 'O'`,
    );
    return rows.map(({ name }) => name).sort();
  });
  const columns = OWNED.flatMap(({ table, columns }) =>
    columns.map((column) => `${table}.${column}`),
  );
  expect(guarded).toEqual(columns.sort());
});

describe.each(OWNED)("$table", ({ table, object, needs, columns }) => {
  it.each(columns)("change %s by who may assign the record as it is", async (column) => {
    const member = people["member"]!;
    const id = await insertAs(database, member, table, { ...needs, [column]: member.userId });
    const editor = await holderOf([
      [object, "view", "all"],
      [object, "edit", "all"],
      [object, "assign", "own"],
    ]);
    expectRefusal(await give(editor, table, column, id, stranger), column, NEEDS);
    expectRefusal(await give(editor, table, column, id, editor.userId), column, NEEDS);
    expectRefusal(await give(editor, table, column, id, null), column, NEEDS);
    expectRefusal(
      await give({ ...editor, role: "rowhouse_importer" }, table, column, id, stranger),
      column,
      NEEDS,
    );
    // The manager is in one team with the member.
    for (const person of ["owner", "admin", "manager"]) {
      const given = await give(people[person]!, table, column, id, tenant.users.manager);
      expect([person, given.code, given.rowCount]).toEqual([person, undefined, 1]);
    }
    // Saying what is so changes nothing.
    expect((await give(editor, table, column, id, member.userId!)).rowCount).toBe(1);
  });

  it("are given only to those whose records one may edit", async () => {
    const column = columns[0]!;
    const member = people["member"]!;
    const id = await insertAs(database, member, table, { ...needs, [column]: member.userId });
    if (object === "account") await give(people["owner"]!, table, "account_manager_id", id, null);
    const outcome = await give(people["manager"]!, table, column, id, stranger);
    // Who made an activity or task keeps it in reach of the team.
    if (["activity", "task"].includes(object)) expect(outcome.rowCount).toBe(1);
    else expectRefusal(outcome, column, "Out of your reach.");
  });

  it("that are nobody's are taken by who may edit them, and given by who may assign all", async () => {
    const nobody = Object.fromEntries(columns.map((column) => [column, null]));
    const id = await insertAs(database, people["owner"]!, table, { ...needs, ...nobody });
    const column = columns.at(-1)!;
    const editor = await holderOf([
      [object, "view", "all"],
      [object, "edit", "all"],
    ]);
    expect((await give(editor, table, column, id, editor.userId)).rowCount).toBe(1);
    expectRefusal(await give(editor, table, column, id, stranger), column, NEEDS);
    const assigner = await holderOf([
      [object, "view", "all"],
      [object, "edit", "all"],
      [object, "assign", "all"],
    ]);
    expect((await give(assigner, table, column, id, stranger)).rowCount).toBe(1);
  });

  it("change hands where nobody is asking, as when migrations run", async () => {
    const id = await insertAs(database, people["member"]!, table, needs);
    await asSuperuser(database, async (client) => {
      await client.query("begin; set local role rowhouse_owner");
      const { rowCount } = await client.query(
        `update app_public.${table} set ${columns[0]} = $2 where id = $1`,
        [id, stranger],
      );
      expect(rowCount).toBe(1);
      await client.query("rollback");
    });
  });
});

describe("a member", () => {
  it("hands on the tasks and activities that they made, and no customers", async () => {
    const member = people["member"]!;
    for (const { table, object, needs, columns } of OWNED) {
      const id = await insertAs(database, member, table, needs);
      const { code } = await give(member, table, columns[0]!, id, stranger);
      const mayHandOn = ["activity", "task"].includes(object);
      expect([table, code]).toEqual([table, mayHandOn ? undefined : "RH403"]);
    }
  });

  it("does not hand a task of another's making to somebody out of reach", async () => {
    const member = people["member"]!;
    const columns = { title: "x", assignee_id: member.userId };
    const id = await insertAs(database, people["owner"]!, "tasks", columns);
    expectRefusal(
      await give(member, "tasks", "assignee_id", id, stranger),
      "assignee_id",
      "Out of your reach.",
    );
  });

  it("makes a record for somebody else only as far as they may create", async () => {
    const columns = "(company, owner_id) values ('x', $1)";
    const made = (actor: Actor) =>
      trial.tryAs(actor, `insert into app_public.leads ${columns}`, [stranger]);
    expect((await made(people["member"]!)).code).toBe("42501");
    expect((await made(people["admin"]!)).rowCount).toBe(1);
  });

  it("does not get a record by taking one part of it", async () => {
    const editor = await holderOf([
      ["account", "view", "all"],
      ["account", "edit", "all"],
    ]);
    const columns = { name: "x", owner_id: stranger, account_manager_id: null };
    const id = await insertAs(database, people["owner"]!, "accounts", columns);
    expectRefusal(
      await give(editor, "accounts", "account_manager_id", id, editor.userId),
      "account_manager_id",
      NEEDS,
    );
  });

  it("of two who take what is nobody's at once gets it, and the other does not", async () => {
    const takers = await Promise.all(
      [1, 2].map(() =>
        holderOf([
          ["lead", "view", "all"],
          ["lead", "edit", "all"],
        ]),
      ),
    );
    const id = await insertAs(database, people["owner"]!, "leads", {
      company: "x",
      owner_id: null,
    });
    const outcomes = await Promise.all(
      takers.map((taker) =>
        commitAs(database, taker, "update app_public.leads set owner_id = $2 where id = $1", [
          id,
          taker.userId,
        ]),
      ),
    );
    expect(outcomes.map(({ code }) => code ?? "taken").sort()).toEqual(["RH403", "taken"]);
  });
});

describe("the scope of managing deals", () => {
  it("says whose deals are moved back", async () => {
    const actor = await holderOf([
      ["pipeline", "view", "all"],
      ["deal", "view", "all"],
      ["deal", "create", "all"],
      ["deal", "edit", "all"],
      ["deal", "manage", "own"],
    ]);
    const stage = tenant.stages["Proposal"];
    const mine = await insertAs(database, actor, "deals", { title: "x", stage_id: stage });
    const other = await insertAs(database, people["member"]!, "deals", {
      title: "x",
      stage_id: stage,
    });
    const back = (id: string) =>
      trial.tryAs(actor, "select app_public.move_deal($1, $2)", [id, tenant.stages["Prospecting"]]);
    expect((await back(mine)).rowCount).toBe(1);
    expect(await back(other)).toMatchObject({
      code: "RH403",
      message: "Your role may not move a deal back.",
    });
  });
});
