import { randomBytes } from "node:crypto";
import type pg from "pg";
import { withDatabase } from "../src/database/connections.ts";
import { DATABASE_NAME, startTemporaryServer } from "../src/database/embedded.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { ROLES, prepareDatabase } from "../src/database/prepare.ts";
import { DEFAULT_MAJOR } from "../src/database/serverFiles.ts";
import { createLogger } from "../src/telemetry/logger.ts";

/** What a server of some memory would be given; the rest stays as Postgres ships it. */
const SETTINGS: Record<string, string> = {
  shared_buffers: "2GB",
  effective_cache_size: "4GB",
  work_mem: "16MB",
  maintenance_work_mem: "512MB",
  max_wal_size: "8GB",
  checkpoint_timeout: "30min",
  random_page_cost: "1.1",
  // A vacuum in the middle of a round would be charged to whoever is being measured.
  autovacuum: "off",
};

/** A migrated, empty database on a Postgres of its own. */
export type BenchDatabase = {
  /** Superuser login. */
  ownerUrl: string;
  /** The login of the API. */
  authenticatorUrl: string;
  /** Process id of the postmaster. */
  pid: number;
  /** Ends the server and removes its files. */
  stop(): Promise<void>;
};

/**
 * Starts a Postgres for the bench, durable as a real one is, and migrates a database on it.
 *
 * @param notice - Called with a line before something slow.
 * @throws Error when the server does not come up or a migration fails.
 */
export async function startBenchDatabase(
  notice: (line: string) => void,
): Promise<BenchDatabase> {
  const server = await startTemporaryServer(DEFAULT_MAJOR, notice, {
    durable: true,
    settings: SETTINGS,
  });
  const ownerUrl = withDatabase(server.superuserUrl, DATABASE_NAME);
  const login = new URL(ownerUrl);
  login.username = ROLES.authenticator;
  login.password = randomBytes(18).toString("hex");
  const authenticatorUrl = login.href;
  try {
    await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
    await migrateDatabase({ ownerUrl, logger: createLogger("silent") });
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ownerUrl, authenticatorUrl, pid: server.pid, stop: server.stop };
}

/** The one value that a statement answers. */
export async function value<T>(client: pg.ClientBase, text: string, values: unknown[] = []): Promise<T> {
  const { rows } = await client.query<Record<string, T>>(text, values);
  return Object.values(rows[0] ?? {})[0] as T;
}
