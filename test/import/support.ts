import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe } from "@jest/globals";
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { createPool } from "../../src/database/connections.ts";
import { importFiles } from "../../src/import/importFiles.ts";
import type { ImportOptions } from "../../src/import/importFiles.ts";
import type { FileResult } from "../../src/import/result.ts";
import { poolConnections } from "../../src/import/session.ts";
import { bufferSource, fileSource } from "../../src/import/source.ts";
import type { CsvSource } from "../../src/import/source.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember as addMemberTo, makeUser } from "../support/tenants.ts";

/** Where the real files are that are no part of the project. */
export const dataFolder =
  process.env["ROWHOUSE_TEST_DATA"] ?? join(import.meta.dirname, "../../../shared/data");

/** `describe`, or its `skip` with one line where the real files are absent. */
export function describeWithData(folder: string): typeof describe | typeof describe.skip {
  if (existsSync(join(dataFolder, folder))) return describe;
  process.stderr.write(`skipped: there are no files in ${join(dataFolder, folder)}\n`);
  return describe.skip;
}

/** The CSV files of a folder. */
export function filesIn(folder: string): CsvSource[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  return names.sort().map((name) => fileSource(join(folder, name)));
}

/** A file that consists of lines. */
export function csv(name: string, ...lines: string[]): CsvSource {
  return bufferSource(name, Buffer.from(`${lines.join("\n")}\n`));
}

/** The rows of a CSV file as a parser of its own reads them, to compare with. */
export function readRows(path: string): Record<string, string>[] {
  return parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[];
}

/** An organization with its owner. */
export type Tenant = { organizationId: string; userId: string; slug: string };

/** Makes an organization with an owner; nobody signs in, so that the hash need not be one. */
export async function makeTenant(database: TestDatabase, name: string): Promise<Tenant> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ user_id: string; organization_id: string }>(
      "select * from app_private.register($1, $2, $3, $4)",
      [`owner@${name.toLowerCase()}.test`, `$2b$12$${"a".repeat(53)}`, `${name} Owner`, name],
    );
    const { rows: organizations } = await client.query<{ slug: string }>(
      "select slug from app_public.organizations where id = $1",
      [rows[0]?.organization_id],
    );
    return {
      organizationId: rows[0]?.organization_id ?? "",
      userId: rows[0]?.user_id ?? "",
      slug: organizations[0]?.slug ?? "",
    };
  });
}

/** Adds a member with a role; answers the user's id. */
export async function addMember(
  database: TestDatabase,
  { organizationId }: Tenant,
  email: string,
  role: string,
): Promise<string> {
  return asSuperuser(database, async (client) =>
    addMemberTo(client, organizationId, role, await makeUser(client, email.split("@")[0], email)),
  );
}

/** An importer on a pool of its own. */
export class Importer {
  readonly pool: pg.Pool;

  constructor(database: TestDatabase) {
    this.pool = createPool({
      connectionString: database.authenticatorUrl,
      applicationName: "rowhouse test",
      logger: createLogger("silent"),
      max: 3,
    });
  }

  /** Imports for a tenant's owner, or for whom `userId` says. */
  async run(
    { organizationId, userId }: Pick<Tenant, "organizationId" | "userId">,
    sources: CsvSource[],
    options: Partial<ImportOptions> = {},
  ): Promise<Record<string, FileResult>> {
    const { files } = await importFiles({
      connections: poolConnections(this.pool),
      identity: { organizationId, userId },
      sources,
      ...options,
    });
    return Object.fromEntries(files.map((file) => [file.file.replace(/\.csv$/, ""), file]));
  }

  async end(): Promise<void> {
    await this.pool.end();
  }
}

/** Rows of a query past all policies. */
export async function select<Row extends pg.QueryResultRow>(
  database: TestDatabase,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return asSuperuser(database, async (client) => (await client.query<Row>(sql, parameters)).rows);
}

/** How many rows each table has for an organization. */
export async function countRecords(
  database: TestDatabase,
  organizationId: string,
): Promise<Record<string, number>> {
  const tables =
    "accounts contacts leads deals deal_products deal_stage_history products activities".split(" ");
  const counts = tables.map(
    (table) =>
      `(select count(*)::int from app_public.${table} where organization_id = $1) as ${table}`,
  );
  const rows = await select<Record<string, number>>(database, `select ${counts.join(", ")}`, [
    organizationId,
  ]);
  return rows[0] ?? {};
}
