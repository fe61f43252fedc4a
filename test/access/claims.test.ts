import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import { getNullableType, isObjectType } from "graphql";
import { makeSchema } from "postgraphile";
import { makePreset } from "../../graphile.config.ts";
import { makeAttempts } from "../../src/auth/attempts.ts";
import { createAccessTokenKey } from "../../src/auth/tokens.ts";
import { createPool, withConnection } from "../../src/database/connections.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, insertAs, makeTenant, one, runAs } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";

let database: TestDatabase;
let acme: Tenant;
const versions = new Map<SystemRole, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  await insertAs(database, acme.actor("owner"), "contacts", {
    last_name: "Bo", email: "bo@corp.test", owner_id: acme.users.manager,
  });
  await hideEmailFrom("manager");
  await asSuperuser(database, async (client) => {
    for (const role of ["owner", "manager", "member", "viewer"] as const) {
      versions.set(role, await versionOf(client, role));
    }
  });
});

afterAll(() => database.drop());

async function hideEmailFrom(role: SystemRole): Promise<void> {
  await runAs(
    database, acme.actor("owner"),
    `insert into app_public.role_field_permissions (role_id, object, field, mode)
       select id, 'contact', 'email', 'hidden' from app_public.roles where slug = $1
       on conflict (organization_id, role_id, object, field) do update set mode = excluded.mode`,
    [role],
  );
}

async function versionOf(client: pg.ClientBase, role: SystemRole): Promise<string> {
  const { version } = await one<{ version: string }>(
    client,
    `select v.version from app_hidden.role_versions v join app_public.roles r
       on r.organization_id = v.organization_id and r.id = v.role_id where r.slug = $1 and r.organization_id = $2`,
    [role, acme.organizationId],
  );
  return version;
}

/** What SQL written by hand gets that claims a version, or none. */
async function claim(
  role: SystemRole,
  version: string | undefined,
  text = "select email from app_public.contacts",
  databaseRole = "rowhouse_user",
) {
  return withConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    await client.query(
      `select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true),
         set_config('rowhouse.access_version', $3, true), set_config('role', $4, true)`,
      [acme.users[role], acme.organizationId, version ?? "", databaseRole],
    );
    return attempt(client, text);
  });
}

describe("who sees not every field and writes SQL by hand", () => {
  it.each(["select email from app_public.contacts", "select count(*) from app_public.contacts where email like 'b%'",
    "update app_public.contacts set email = email", "delete from app_public.contacts",
    "select app_public.decrypt_masked_value('contact', 'enc:')", "select * from app_public.deleted_records()",
    "insert into app_public.contacts (last_name) values ('x')"])("is refused: %s", async (text) => {
    expect(await claim("manager", undefined, text)).toMatchObject({ code: "RH403", rows: [] });
    expect((await claim("manager", undefined, text)).message).not.toContain("bo@");
  });

  it("is refused as importer", async () => {
    expect((await claim("manager", undefined, undefined, "rowhouse_importer")).code).toBe("RH403");
  });

  it.each<[string, () => string | undefined]>([
    ["made up", () => "full:00000000-0000-0000-0000-000000000000"],
    ["of somebody who sees all", () => versions.get("owner")],
    ["of another role that is restricted", () => versions.get("viewer")],
    ["its own, a bit longer", () => `${versions.get("manager")} `],
    ["its own, called full", () => versions.get("manager")?.replace("masked:", "full:")],
  ])("is refused with a version %s", async (_, version) => {
    expect(await claim("manager", version())).toMatchObject({ code: "RH412", rows: [] });
  });

  it("is taken at its word with its own version, which is for those who mind it", async () => {
    expect((await claim("manager", versions.get("manager"))).rows).toHaveLength(1);
  });

  it("is refused with its version of before a change", async () => {
    const before = versions.get("manager");
    await hideEmailFrom("manager");
    expect(await claim("manager", before)).toMatchObject({ code: "RH412", rows: [] });
  });

  it("cannot ask for its version, nor read how roles stand", async () => {
    const version = await asSuperuser(database, (client) => versionOf(client, "manager"));
    for (const text of ["select app_private.access_version()", "select app_private.access_profile()",
      "select * from app_hidden.role_versions", "select * from app_private.masking_secrets",
      "select app_hidden.column_rules(null, null)", "select app_hidden.decrypt_text('enc:', '')"]) {
      expect([text, (await claim("manager", version, text)).code]).toEqual([text, "42501"]);
    }
  });

  it("needs no version where nothing is restricted", async () => {
    expect((await claim("owner", undefined)).rows).toEqual([{ email: "bo@corp.test" }]);
  });
});

describe("app_hidden.field_columns", () => {
  it("is what describe_fields() makes of the catalog", async () => {
    await asSuperuser(database, async (client) => {
      const read = async () =>
        (await client.query("select * from app_hidden.field_columns order by 1, 2, 3, 4")).rows as unknown[];
      const before = await read();
      await client.query("begin; call app_hidden.describe_fields()");
      expect(await read()).toEqual(before);
      expect(before.length).toBeGreaterThan(300);
      await client.query("rollback");
    });
  });

  it("has no column that the API says is never null", async () => {
    const pool = createPool({ connectionString: database.authenticatorUrl, applicationName: "test", logger: createLogger("silent") });
    const auth = { accessTokenKey: createAccessTokenKey("signs nothing"), attempts: makeAttempts(pool) };
    const files = { linkKey: auth.accessTokenKey, sizeLimit: 0, quota: 0 };
    const preset = makePreset({ database: { pool }, auth, files, production: false, logger: createLogger("silent") });
    const { schema } = await makeSchema(preset);
    const { rows } = await asSuperuser(database, (client) =>
      client.query<{ table_name: string; column_name: string }>(
        "select distinct table_name, column_name from app_hidden.field_columns",
      ),
    );
    for (const service of preset.pgServices ?? []) await service.release?.();
    await pool.end();
    const found = new Set<string>();
    const wrong: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type)) continue;
      for (const [name, field] of Object.entries(type.getFields())) {
        const { column } = field.extensions as { column?: { table: string; name: string } };
        if (!rows.some((row) => row.table_name === column?.table && row.column_name === column.name)) continue;
        found.add(`${column?.table}.${column?.name}`);
        if (getNullableType(field.type) !== field.type) wrong.push(`${type.name}.${name}`);
      }
    }
    expect(wrong).toEqual([]);
    const unseen = rows.map((row) => `${row.table_name}.${row.column_name}`).filter((name) => !found.has(name));
    expect(unseen.sort()).toEqual(["attachments.storage_key", "lead_scores.log_odds"]);
  });

  it("is minded by every SQL function that answers a row of its tables", async () => {
    await hideEmailFrom("manager");
    await asSuperuser(database, async (client) => {
      await client.query("begin");
      await client.query("delete from app_public.role_field_permissions");
      await client.query(
        `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
           select r.organization_id, r.id, o.object, '*', 'hidden' from app_public.roles r,
             (select distinct object from app_hidden.field_columns) o where r.slug = 'manager'`,
      );
      await client.query(
        "select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true)",
        [acme.users.manager, acme.organizationId],
      );
      await client.query("set local session authorization rowhouse_authenticator");
      const { profile } = await one<{ profile: { tables: Record<string, { functions: string[]; columns: string | null }> } }>(
        client, "select app_private.access_profile() as profile",
      );
      await client.query("reset session authorization");
      const { rows } = await client.query<{ name: string; table_name: string }>(
        `select distinct p.proname as name, c.relname as table_name from pg_proc p
           join pg_class c on c.reltype = p.prorettype or c.reltype = any (p.proallargtypes)
             or p.prorettype = (select typarray from pg_type t where t.oid = c.reltype)
           where p.pronamespace = 'app_public'::regnamespace and c.relnamespace = 'app_public'::regnamespace
             and c.relkind = 'r' and c.relname in (select f.table_name from app_hidden.field_columns f) order by 1`,
      );
      await client.query("rollback");
      expect(rows.length).toBeGreaterThan(20);
      for (const { name, table_name } of rows) {
        expect(profile.tables[table_name]?.columns).toEqual(expect.any(String));
        expect(profile.tables[table_name]?.functions).toContain(name);
      }
    });
  });
});
