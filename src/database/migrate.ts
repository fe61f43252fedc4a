import * as path from "node:path";
import gm from "graphile-migrate";
import { clearAllPools } from "graphile-migrate/dist/pgReal.js";
import { Logger as WorkerLogger, runMigrations } from "graphile-worker";
import type pg from "pg";
import { createPool, databaseOf, withConnection, withDatabase } from "./connections.ts";
import { PROJECT_DIRECTORY } from "../config.ts";
import { ROLES } from "./prepare.ts";
import { readMigrations } from "./sealing.ts";
import type { Logger } from "../telemetry/logger.ts";

/** Where the committed migrations are. */
export const MIGRATIONS_DIRECTORY = path.join(PROJECT_DIRECTORY, "migrations");

const MIGRATE_LOCK = 7_240_951_002;

/** Which database to migrate, and from where. */
export type MigrateOptions = {
  /** A login that may switch to rowhouse_owner. */
  ownerUrl: string;
  logger: Logger;
  /** Holds `committed/`; the project's own unless a test gives another. */
  directory?: string;
};

/** The same login, switched to rowhouse_owner from the start. */
export function asOwner(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.searchParams.set("options", `-c role=${ROLES.owner}`);
  return url.href;
}

/**
 * Brings the database to the newest schema: the worker's tables, then the committed migrations,
 * then what API and worker may do with them. All as rowhouse_owner, one process at a time.
 *
 * @throws What Postgres says about a migration that fails; it is rolled back.
 */
export async function migrateDatabase(options: MigrateOptions): Promise<void> {
  const ownerUrl = asOwner(options.ownerUrl);
  await withConnection(ownerUrl, async (client) => {
    await client.query("select pg_advisory_lock($1)", [MIGRATE_LOCK]);
    await migrateWorker(ownerUrl, options.logger);
    await migrateApplication(ownerUrl, options);
    await grantToAuthenticator(client);
  });
}

async function migrateWorker(connectionString: string, logger: Logger): Promise<void> {
  const pool = createPool({
    connectionString, applicationName: "rowhouse migrate", logger, max: 2,
  });
  try {
    const quiet = new WorkerLogger(() => (level, message) => {
      if (level === "error" || level === "warning") logger.warn(message);
    });
    await runMigrations({ pgPool: pool, preset: { worker: { logger: quiet } } });
  } finally {
    await pool.end();
  }
}

async function migrateApplication(connectionString: string, options: MigrateOptions) {
  const { logger } = options;
  const quiet = new gm.Logger(() => (level, message) => {
    if (level === "error" || level === "warning") logger.error(message);
    else logger.debug(message);
  });
  try {
    await gm.migrate({
      connectionString,
      rootConnectionString: withDatabase(connectionString, "postgres"),
      databaseOwner: ROLES.owner,
      migrationsFolder: options.directory ?? MIGRATIONS_DIRECTORY,
      logger: quiet,
    });
  } finally {
    // Its idle pool ends the process when the server stops soon after.
    clearAllPools();
  }
}

/**
 * The worker's tables have row-level security without policies: closed to all but their owner.
 * The login of API and worker works with all of them; the roles that it switches to for a
 * request have no entry to the schema.
 */
async function grantToAuthenticator(client: pg.Client): Promise<void> {
  const role = ROLES.authenticator;
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class
      where relnamespace = 'graphile_worker'::regnamespace and relkind in ('r', 'p')
        and relrowsecurity
        and not exists (select from pg_policy where polrelid = pg_class.oid)`,
  );
  const policies = rows.map(
    ({ name }) => `create policy work on graphile_worker.${name} to ${role}
                     using (true) with check (true);`,
  );
  await client.query(`begin;
    grant usage on schema graphile_worker, graphile_migrate to ${role};
    grant select on graphile_migrate.migrations to ${role};
    grant select, insert, update, delete on all tables in schema graphile_worker to ${role};
    revoke insert, update, delete on graphile_worker.migrations from ${role};
    grant usage, select on all sequences in schema graphile_worker to ${role};
    grant execute on all functions in schema graphile_worker to ${role};
    ${policies.join("\n")}
    commit`);
}

/**
 * Says whether a database has every committed migration, and none that this program lacks.
 *
 * @param client - A login of rowhouse_authenticator or above.
 * @returns Unset when it is current, else one line saying what is amiss.
 */
export async function migrationProblem(
  client: pg.ClientBase | pg.Pool,
  directory = MIGRATIONS_DIRECTORY,
): Promise<string | undefined> {
  const wanted = (await readMigrations(directory)).map((migration) => migration.hash);
  const { rows: tables } = await client.query<{ there: boolean }>(
    "select to_regclass('graphile_migrate.migrations') is not null as there",
  );
  if (!tables[0]?.there) return "the database has not been migrated; run npm run db:migrate";
  const { rows } = await client.query<{ hash: string }>(
    "select hash from graphile_migrate.migrations order by filename",
  );
  const applied = rows.map((row) => row.hash);
  if (applied.some((hash, index) => wanted[index] !== hash)) {
    return applied.length > wanted.length && wanted.every((hash, i) => applied[i] === hash)
      ? "the database is newer than this program"
      : "the migrations were rewritten since this database was made; run npm run db:reset";
  }
  const count = wanted.length - applied.length;
  return count > 0 ? `${count} migrations are not applied; run npm run db:migrate` : undefined;
}

/** Drops and creates a database; everyone connected to it is cut off. */
export async function recreateDatabase(adminUrl: string, ownerUrl: string): Promise<void> {
  const name = `"${databaseOf(ownerUrl).replaceAll('"', '""')}"`;
  await withConnection(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  });
}
