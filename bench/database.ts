import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import { SUPERUSER, initialiseCluster, startCluster } from "../src/database/cluster.ts";
import { DATABASE_NAME } from "../src/database/embedded.ts";
import { migrateDatabase } from "../src/database/migrate.ts";
import { ROLES, prepareDatabase } from "../src/database/prepare.ts";
import {
  DEFAULT_MAJOR, canEnter, canRun, chooseServerAccount, copyServerPrograms, findServerPrograms,
} from "../src/database/serverFiles.ts";
import type { ServerAccount } from "../src/database/serverFiles.ts";
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

function makeDirectory(account: ServerAccount): string {
  const places = [os.tmpdir(), "/tmp", "/var/tmp"];
  const root = places.find((one) => fs.existsSync(one) && canEnter(one, account)) ?? os.tmpdir();
  // The name by which an abandoned one is recognised and removed by the next temporary server.
  const directory = fs.mkdtempSync(path.join(root, `rowhouse-test-${process.pid}-`));
  fs.chmodSync(directory, 0o755);
  return directory;
}

/**
 * Starts a Postgres for the bench, durable as a real one is, and migrates a database on it.
 *
 * @param notice - Called with a line before something slow.
 * @throws Error when the server does not come up or a migration fails.
 */
export async function startBenchDatabase(
  notice: (line: string) => void,
): Promise<BenchDatabase> {
  const state = path.join(PROJECT_DIRECTORY, ".rowhouse");
  const native = findServerPrograms(PROJECT_DIRECTORY, state, DEFAULT_MAJOR, notice);
  const account = chooseServerAccount("");
  const directory = makeDirectory(account);
  const remove = () =>
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  const password = randomBytes(18).toString("hex");
  const authenticatorPassword = randomBytes(18).toString("hex");
  const options = {
    native: canRun(native, account)
      ? native
      : copyServerPrograms(native, path.join(directory, "server")),
    dataDirectory: path.join(directory, "data"),
    logFile: path.join(directory, "postgres.log"),
    account,
    password,
    durable: true,
  };
  try {
    await initialiseCluster(options);
    const lines = Object.entries(SETTINGS).map(([name, value]) => `${name} = '${value}'\n`);
    fs.appendFileSync(path.join(options.dataDirectory, "postgresql.conf"), lines.join(""));
    const cluster = await startCluster(options);
    const stop = async () => {
      await cluster.stop();
      remove();
    };
    const ownerUrl = cluster.url(SUPERUSER, password, DATABASE_NAME);
    const authenticatorUrl = cluster.url(
      ROLES.authenticator, authenticatorPassword, DATABASE_NAME,
    );
    try {
      await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
      await migrateDatabase({ ownerUrl, logger: createLogger("silent") });
    } catch (error) {
      await stop();
      throw error;
    }
    return { ownerUrl, authenticatorUrl, pid: cluster.pid, stop };
  } catch (error) {
    remove();
    throw error;
  }
}
