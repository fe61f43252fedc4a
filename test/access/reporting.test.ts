import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { makeApiKey } from "../../src/auth/secretTokens.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { Outcome, SystemRole, Tenant } from "../support/tenants.ts";

const login = `analyst_${randomBytes(6).toString("hex")}`;
const password = randomBytes(12).toString("hex");

let database: TestDatabase;
let acme: Tenant;
let globex: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  await asSuperuser(database, async (client) => {
    acme = await makeTenant(client, "Acme");
    globex = await makeTenant(client, "Globex");
    await client.query(`create role ${login} login password '${password}' in role rowhouse_analyst`);
    await client.query(`grant connect on database ${database.name} to ${login}`);
  });
  for (const tenant of [acme, globex]) {
    await insertAs(database, tenant.actor("owner"), "contacts", {
      first_name: "Ann", last_name: "Bo", email: "ann@corp.test",
    });
  }
});

afterAll(async () => {
  await asSuperuser(database, async (client) => {
    await client.query(`drop owned by ${login}`);
    await client.query(`drop role ${login}`);
  });
  await database?.drop();
});

async function keyOf(role: SystemRole): Promise<string> {
  const { key, hash, prefix } = makeApiKey();
  await runAs(
    database,
    acme.actor("owner"),
    "select id from app_hidden.create_api_key($1, $2, null, $3, $4)",
    [`Tableau ${prefix}`, role, prefix, hash],
  );
  return key;
}

/** Runs statements one after another on a connection of the analyst's own. */
async function asAnalyst(...statements: [text: string, values?: unknown[]][]): Promise<Outcome> {
  const url = new URL(database.ownerUrl);
  url.username = login;
  url.password = password;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    let last: Outcome = { rowCount: 0, rows: [] };
    for (const [text, values] of statements) {
      await client.query("begin");
      last = await attempt(client, text, values);
      await client.query("commit");
    }
    return last;
  } finally {
    await client.end();
  }
}

const SIGN_IN = "select reporting.sign_in($1) as who";
const CONTACTS = "select first_name, email from reporting.contacts";

describe("an analyst", () => {
  it("reads nothing before signing in", async () => {
    expect((await asAnalyst([CONTACTS])).rows).toEqual([]);
  });

  it("reads what the key's role may see, of its organization", async () => {
    const admin = await keyOf("admin");
    expect((await asAnalyst([SIGN_IN, [admin]])).rows).toEqual([{ who: "Acme as Admin" }]);
    expect((await asAnalyst([SIGN_IN, [admin]], [CONTACTS])).rows).toEqual([
      { first_name: "Ann", email: "ann@corp.test" },
    ]);
    const viewer = await keyOf("viewer");
    expect((await asAnalyst([SIGN_IN, [viewer]], [CONTACTS])).rows).toEqual([
      { first_name: "Ann", email: null },
    ]);
    const guess = "select count(*)::int from reporting.contacts where email = 'ann@corp.test'";
    expect((await asAnalyst([SIGN_IN, [viewer]], [guess])).rows).toEqual([{ count: 0 }]);
    expect((await asAnalyst([SIGN_IN, [admin]], [guess])).rows).toEqual([{ count: 1 }]);
  });

  it("is not believed who they say they are", async () => {
    const settings = `select set_config('rowhouse.user_id', $1, false),
      set_config('rowhouse.organization_id', $2, false)`;
    const claimed = await asAnalyst(
      [settings, [globex.users.owner, globex.organizationId]],
      [CONTACTS],
    );
    expect(claimed).toMatchObject({ code: "RH403", rows: [] });
    const key = await keyOf("admin");
    const moved = await asAnalyst(
      [SIGN_IN, [key]],
      [settings, [globex.users.owner, globex.organizationId]],
      [CONTACTS],
    );
    expect(moved).toMatchObject({ code: "RH401", rows: [] });
    const elsewhere = "select set_config('rowhouse.organization_id', $1, false)";
    expect(
      await asAnalyst([SIGN_IN, [key]], [elsewhere, [globex.organizationId]], [CONTACTS]),
    ).toMatchObject({ code: "RH403", rows: [] });
  });

  it("reads nothing more once the key is revoked", async () => {
    const key = await keyOf("admin");
    const prefix = key.slice(0, 9);
    await runAs(
      database,
      acme.actor("owner"),
      "select app_public.revoke_api_key(id) from app_public.api_keys where prefix = $1",
      [prefix],
    );
    expect(await asAnalyst([SIGN_IN, [key]])).toMatchObject({ code: "RH401" });
    expect(await asAnalyst([SIGN_IN, ["rh_nothing"]])).toMatchObject({ code: "RH401" });
  });

  it.each([
    "select * from app_public.contacts",
    "select * from app_private.masking_secrets",
    "select app_hidden.masking_secret()",
    "select app_hidden.decrypt_text('enc:', '')",
    "select app_private.access_profile()",
    "select app_private.find_api_key('')",
    "insert into reporting.teams (name) values ('x')",
    "update reporting.teams set name = 'x'",
    "delete from reporting.contacts",
    "set role rowhouse_reporter",
    "set role rowhouse_user",
    "create table reporting.mine (id int)",
    "create temporary table mine (id int)",
    "create function public.peek(text) returns boolean language sql as 'select true'",
  ])("may not: %s", async (statement) => {
    const key = await keyOf("admin");
    const { code } = await asAnalyst([SIGN_IN, [key]], [statement]);
    expect(code).toBe("42501");
  });

  it("has no guess masked, to compare with what they see", async () => {
    const key = await keyOf("viewer");
    const values = `'{"email": "ann@corp.test"}'`;
    const { rows } = await asAnalyst(
      [SIGN_IN, [key]],
      [`select app_hidden.mask_changes('contacts', ${values}, null) as masked`],
    );
    expect(rows).toEqual([{ masked: {} }]);
    const old = await asAnalyst([SIGN_IN, [key]], [`select app_hidden.mask_changes('contacts', ${values})`]);
    expect(old.code).toBe("42883");
  });

  it("has a view of every table that the API shows", async () => {
    const missing = await asSuperuser(database, async (client) => {
      const { rows } = await client.query<{ relname: string }>(
        `select c.relname from pg_class c
           where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
             and has_any_column_privilege('rowhouse_user', c.oid, 'select')
             and to_regclass('reporting.' || quote_ident(c.relname)) is null`,
      );
      return rows.map(({ relname }) => relname);
    });
    expect(missing).toEqual([]);
  });
});
