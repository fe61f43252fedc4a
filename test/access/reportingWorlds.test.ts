import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { attempt } from "../support/tenants.ts";
import type { Outcome } from "../support/tenants.ts";
import { makeWorlds } from "./worlds.ts";
import type { Rule, Worlds } from "./worlds.ts";

let worlds: Worlds;
let analysts: [pg.Client, pg.Client];
let count = 0;

beforeAll(async () => {
  worlds = await makeWorlds();
  analysts = (await Promise.all(
    [worlds.first, worlds.second].map(async ({ database }) => {
      const client = new pg.Client({ connectionString: database.ownerUrl });
      await client.connect();
      return client;
    }),
  )) as [pg.Client, pg.Client];
}, 600_000);

afterAll(async () => {
  console.log(`reporting: ${count} statements in each of two worlds`);
  await Promise.all(analysts.map((client) => client.end()));
  await worlds.stop();
});

/** Runs SQL as an analyst for somebody, of a connection that is believed who that is. */
async function analyse(client: pg.Client, userId: string, text: string): Promise<Outcome> {
  await client.query("begin");
  try {
    await client.query(
      "select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true), set_config('role', 'rowhouse_analyst', true)",
      [userId, worlds.tenant.organizationId],
    );
    return await attempt(client, text);
  } finally {
    await client.query("rollback");
  }
}

async function inBoth(text: string, userId = worlds.restrictedUserId): Promise<[Outcome, Outcome]> {
  count += 1;
  const [first, second] = analysts;
  return Promise.all([analyse(first, userId, text), analyse(second, userId, text)]);
}

const literal = (value: unknown) =>
  pg.escapeLiteral(typeof value === "object" ? JSON.stringify(value) : String(value));

/** Ways by which SQL could tell what a column holds. */
function statementsAbout(table: string, column: string, type: string, value: unknown): string[] {
  const view = `reporting.${table}`;
  const isArray = type.endsWith("[]");
  const secret = isArray ? pg.escapeLiteral(`{${String((value as unknown[])[0])}}`) : literal(value);
  const equal = `${column}::text = ${secret}::${type}::text`;
  return [
    `select id, ${column} as value from ${view} order by id`,
    `select count(*) from ${view} where ${equal}`,
    `select count(${column}), count(distinct ${column}), min(${column}::text), max(${column}::text) from ${view}`,
    `select id from ${view} order by ${column}, id`,
    `select ${column}::text as value, count(*) from ${view} group by 1 having count(*) > 0 order by 1`,
    `select array_agg(id order by ${column} desc, id) from ${view}`,
    `select id, rank() over (order by ${column}::text) as place from ${view} order by id`,
    // Errors tell values where a statement meets them.
    `select 1 / (case when ${equal} then 0 else 1 end) from ${view}`,
    `select count(*) from ${view} where 1 / (case when ${equal} then 0 else 1 end) = 1`,
    `select ${column}::text::integer from ${view}`,
    `select ${column}::text::uuid from ${view} where ${column} is not null`,
    `select a.id from ${view} a join ${view} b on a.${column}::text = b.${column}::text and a.id < b.id order by 1`,
    `select exists (select from ${view} where ${equal}) as found`,
    `select id from ${view} where ${column}::text ~ '^s[0-9]' order by id`,
    `select (to_jsonb(v) -> '${column}') as value from ${view} v order by id`,
    `explain (costs off) select from ${view} where ${equal}`,
  ];
}

async function differences(userId = worlds.restrictedUserId, only?: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name, columns, rows } of worlds.tables) {
    for (const column of columns) {
      if (column.name === "storage_key" || (only !== undefined && column.name !== only)) continue;
      const value = rows[0]?.first[column.name] ?? rows[0]?.second[column.name] ?? 1;
      for (const text of statementsAbout(name, column.name, column.type, value)) {
        const [first, second] = await inBoth(text, userId);
        if (JSON.stringify(first) !== JSON.stringify(second)) found.push(text);
      }
    }
  }
  return found;
}

function rules(mode: string, method?: string): Rule[] {
  return worlds.tables
    .filter(({ isOwn }) => isOwn)
    .flatMap(({ object, columns }): Rule[] =>
      mode === "hidden"
        ? [[object, "*", "hidden"]]
        : columns
            .filter(({ kind, isGenerated }) => kind === "text" && !isGenerated)
            .map(({ name }) => (method ? [object, name, mode, method] : [object, name, mode])),
    );
}

describe("SQL by hand, of an analyst,", () => {
  it("does not tell two worlds apart that differ in what is hidden", async () => {
    await worlds.differIn(() => true);
    await worlds.restrict(rules("hidden"));
    expect(await differences()).toEqual([]);
  }, 600_000);

  it("does not tell them apart by what is masked", async () => {
    await worlds.differIn(
      ({ columns, isOwn }, column) =>
        isOwn && columns.some((one) => one.name === column && one.kind === "text"),
      { sameNulls: true },
    );
    await worlds.restrict(rules("mask", "partial"));
    for (const column of ["email", "title", "name", "subject", "description"]) {
      expect(await differences(worlds.restrictedUserId, column)).toEqual([]);
    }
  }, 600_000);

  it("does not tell them apart by the audit log or the recycle bin", async () => {
    await worlds.differIn(() => true);
    await worlds.restrict(rules("hidden"));
    // In one order in both: a record has several entries, and equal keys come in any order.
    for (const text of ["select old_values, new_values from reporting.audit_log order by record_id, old_values::text, new_values::text",
      "select count(*) from reporting.audit_log where new_values::text like '%s0%'"]) {
      const [first, second] = await inBoth(text);
      expect(first.code).toBeUndefined();
      expect(first).toEqual(second);
    }
  });

  it("tells them apart for the owner, so that there is something to be found", async () => {
    await worlds.differIn(() => true);
    const found = await differences(worlds.tenant.users.owner, "created_at");
    expect(found.length).toBeGreaterThan(5 * worlds.tables.length);
  }, 600_000);

  it.each([
    "select * from app_public.contacts",
    "select email from app_public.contacts",
    "select * from app_private.masking_secrets",
    "select * from app_hidden.role_versions",
    "select * from app_hidden.field_columns",
    "select app_hidden.masking_secret()",
    "select app_hidden.decrypt_text('enc:', '')",
    "select * from app_hidden.column_rules(null, null)",
    "select * from app_hidden.custom_field_rules(null, null, 'contact')",
    "select * from app_public.deleted_records()",
    "select app_public.decrypt_masked_value('contact', 'email', 'enc:')",
    "select app_private.access_profile()",
    "create function reporting.peek(text) returns boolean language sql cost 0.0001 as 'select true'",
    "create function public.peek(text) returns boolean language sql cost 0.0001 as 'select true'",
    "create temporary table peek (a text)",
    "create view reporting.peek as select 1",
    "alter view reporting.contacts reset (security_barrier)",
    "insert into reporting.contacts (last_name) values ('x')",
    "update reporting.contacts set last_name = 'x'",
    "delete from reporting.contacts",
    "set role rowhouse_reporter",
    "set role rowhouse_owner",
    "select * from pg_authid",
    "lock table app_public.contacts",
    "copy app_public.contacts to stdout",
    "copy (select 1) to program 'true'",
    "select pg_read_file('postgresql.conf')",
  ])("cannot: %s", async (text) => {
    const [first] = await inBoth(text);
    // This connection may become anybody; a login of an analyst's own may not.
    if (/^set role/.test(text)) {
      const { rows } = await analysts[0].query<{ member: boolean }>(
        "select pg_has_role('rowhouse_analyst', $1, 'member') as member", [text.replace("set role ", "")],
      );
      expect(rows).toEqual([{ member: false }]);
    } else expect(first.code).toMatch(/^(42501|55000|0A000|42P01|42883|57014|42809)$/);
  });

  it("shows nothing in the planner's statistics", async () => {
    const [{ rows }] = await inBoth("select * from pg_stats where schemaname like 'app_%'");
    expect(rows).toEqual([]);
  });
});
