import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, attempt, makeRole, makeTenant, makeUser } from "../support/tenants.ts";
import type { Outcome, Tenant } from "../support/tenants.ts";
import { grantedColumns, readTables } from "./catalog.ts";
import type { TableFacts } from "./catalog.ts";
import { fillTenant } from "./fill.ts";

/** Two organizations with a row in every table, and those who try to get from one to the other. */
export type TwoTenants = {
  database: TestDatabase;
  tables: TableFacts[];
  ours: Tenant;
  theirs: Tenant;
  /** The key of one row of each table in each organization. */
  ourRow: Record<string, string>;
  theirRow: Record<string, string>;
  /** Our own rows, as JSON, to insert copies of. */
  ourRecord: Record<string, string>;
  actors: Record<string, Actor>;
};

/** SQL that tells the rows of a table apart. */
export function key(table: TableFacts): string {
  const names = table.columns.map(({ name }) => name);
  if (names.includes("id")) return "id::text";
  if (table.name === "lead_scores") return "lead_id::text";
  return names.includes("action") ? "role_id || object || action" : "role_id || object || field";
}

async function firstKey(client: pg.ClientBase, table: TableFacts, organizationId: string) {
  const { rows } = await client.query<{ key: string }>(
    `select ${key(table)} as key from app_public.${table.name}
       where organization_id = $1 order by 1 limit 1`,
    [organizationId],
  );
  if (!rows[0]) throw new Error(`${table.name} has no row to look for`);
  return rows[0].key;
}

/** Makes a database with two organizations, both filled. */
export async function makeTwoTenants(): Promise<TwoTenants> {
  const database = await createTestDatabase();
  const ourRow: Record<string, string> = {};
  const theirRow: Record<string, string> = {};
  const ourRecord: Record<string, string> = {};
  const actors: Record<string, Actor> = {};
  return asSuperuser(database, async (client) => {
    const tables = await readTables(client);
    const ours = await makeTenant(client, "Acme");
    const theirs = await makeTenant(client, "Globex");
    for (const tenant of [theirs, ours]) {
      await client.query("begin");
      await fillTenant(client, tables, tenant.organizationId, tenant.users.owner);
      await client.query("commit");
    }
    for (const table of tables.filter(({ isTenant }) => isTenant)) {
      ourRow[table.name] = await firstKey(client, table, ours.organizationId);
      theirRow[table.name] = await firstKey(client, table, theirs.organizationId);
      const { rows } = await client.query<{ record: string }>(
        `select to_jsonb(r)::text as record from app_public.${table.name} r
           where organization_id = $1 and ${key(table)} = $2`,
        [ours.organizationId, ourRow[table.name]],
      );
      ourRecord[table.name] = rows[0]!.record;
    }
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      actors[role] = ours.actor(role);
    }
    const powerless = await makeRole(client, ours.organizationId, []);
    const userId = await addMember(client, ours.organizationId, powerless.slug);
    actors["custom role without permissions"] = { userId, organizationId: ours.organizationId };
    actors["importer"] = { ...ours.actor("owner"), role: "rowhouse_importer" };
    actors["not signed in"] = { role: "rowhouse_anonymous" };
    actors["not signed in, naming their organization"] = {
      role: "rowhouse_anonymous",
      organizationId: theirs.organizationId,
    };
    actors["signed in without organization"] = { userId: ours.users.owner };
    actors["outsider naming their organization"] = {
      userId: ours.users.owner,
      organizationId: theirs.organizationId,
    };
    const former = await addMember(client, theirs.organizationId, "admin");
    await addMember(client, ours.organizationId, "admin", former);
    await client.query(
      "update app_public.memberships set is_active = false where organization_id = $1 and user_id = $2",
      [theirs.organizationId, former],
    );
    actors["former member naming their organization"] = {
      userId: former,
      organizationId: theirs.organizationId,
    };
    actors["former member in another organization"] = {
      userId: former,
      organizationId: ours.organizationId,
    };
    actors["user of no organization"] = { userId: await makeUser(client) };

    return { database, tables, ours, theirs, ourRow, theirRow, ourRecord, actors };
  });
}

/** Counts attempts to cross the wall and remembers those that got anywhere. */
export class Attempts {
  count = 0;
  readonly crossings: string[] = [];

  /** Counts an attempt, and notes it when it got anywhere. */
  judge(crossed: boolean, ...what: string[]): void {
    this.count += 1;
    if (crossed) this.crossings.push(what.join(" · "));
  }

  /** Prints what was counted. */
  report(): void {
    console.log(`${this.count} attempts to cross the wall, ${this.crossings.length} succeeded`);
  }
}

/** Inserts a copy of our own row with some columns changed, through granted columns. */
export async function copyOurRow(
  { ourRecord }: TwoTenants,
  client: pg.ClientBase,
  table: TableFacts,
  changes: Record<string, string>,
): Promise<Outcome> {
  const { rows } = await client.query<{ role: string }>("select current_user as role");
  const columns = await grantedColumns(client, rows[0]!.role, table.name, "INSERT");
  if (columns.length === 0) return { code: "42501", rowCount: 0, rows: [] };
  return attempt(
    client,
    `insert into app_public.${table.name} (${columns.join(", ")})
       select ${columns.join(", ")} from jsonb_populate_record(null::app_public.${table.name}, $1)`,
    [{ ...(JSON.parse(ourRecord[table.name]!) as object), ...changes }],
  );
}

/** What may not differ between an id of theirs and an id of nobody. */
export function comparable({ code, message, detail, constraint, rowCount, rows }: Outcome): string {
  const text = JSON.stringify({ code, message, detail, constraint, rowCount, rows });
  return text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "<id>");
}
