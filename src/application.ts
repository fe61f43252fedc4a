import { loadDemo, readDemoProgress } from "../demo/load.ts";
import type { Config } from "./config.ts";
import { withConnection } from "./database/connections.ts";
import { migrateDatabase, migrationProblem } from "./database/migrate.ts";
import { prepareDatabase } from "./database/prepare.ts";
import { openDatabase } from "./database/target.ts";
import { openStorage } from "./files/storage.ts";
import type { DatabaseTarget } from "./database/target.ts";
import { checkPort, startApi } from "./http/server.ts";
import type { Api } from "./http/server.ts";
import { createMetrics } from "./telemetry/metrics.ts";
import type { Logger } from "./telemetry/logger.ts";
import { startWorker } from "../worker/runner.ts";
import type { Worker } from "../worker/runner.ts";

/** A running Rowhouse: API, worker or both. */
export type Application = {
  /** Where the API answers; unset in a process that is only a worker. */
  url: string | undefined;
  /** Whether the demo organizations are in the database. */
  demo: boolean;
  /** Lets requests and jobs in hand finish, then closes everything. */
  stop(): Promise<void>;
};

/** A start that cannot go on; the message is one line for people. */
export class StartError extends Error {
  override name = "StartError";
}

/**
 * Starts what the configuration asks for: database, migrations, API, worker.
 *
 * @param notice - Called with short lines about the progress.
 * @param signal - Ends the start between two of its steps.
 * @throws StartError, StorageError, ListenError, PreparationError, EmbeddedServerBusyError: each with one line.
 */
export async function startApplication(
  config: Config,
  logger: Logger,
  notice: (line: string) => void,
  signal: AbortSignal,
): Promise<Application> {
  // Looked at first, since all that follows would be for nothing.
  if (config.mode !== "worker") await checkPort(config.host, config.port);
  const storage = openStorage(config.storage);
  if (config.storage.kind === "folder") await storage.check();
  const target = await openDatabase(config, "server", notice);
  const metrics = createMetrics();
  const parts: { stop(): Promise<void> }[] = [target];
  const stop = async () => {
    // The API first, so that nothing new comes in; the database last.
    for (const part of parts.reverse()) await part.stop();
    metrics.stop();
  };
  try {
    signal.throwIfAborted();
    await bringUpToDate(target, logger, notice);
    signal.throwIfAborted();
    const demo = await provideDemo(config, target, logger, notice);
    signal.throwIfAborted();
    let worker: Worker | undefined;
    let api: Api | undefined;
    if (config.mode !== "api") {
      worker = await startWorker({
        authenticatorUrl: target.authenticatorUrl,
        logger,
        metrics,
      });
      parts.push(worker);
    }
    if (config.mode !== "worker") {
      api = await startApi({
        host: config.host,
        port: config.port,
        authenticatorUrl: target.authenticatorUrl,
        jwtSecret: target.jwtSecret,
        corsOrigins: config.corsOrigins,
        trustedProxies: config.trustedProxies,
        files: {
          storage,
          sizeLimit: config.fileSizeLimit,
          quota: config.fileQuota,
          isScanned: config.fileScanCommand !== undefined,
          publicUrl: config.publicUrl,
        },
        production: config.production,
        logger,
        metrics,
      });
      parts.push(api);
    }
    return { url: api?.url, demo, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function bringUpToDate(
  target: DatabaseTarget,
  logger: Logger,
  notice: (line: string) => void,
): Promise<void> {
  const { ownerUrl, authenticatorUrl } = target;
  if (ownerUrl) {
    await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
    notice("Migrating the database …");
    await migrateDatabase({ ownerUrl, logger });
  }
  const problem = await withConnection(authenticatorUrl, (client) => migrationProblem(client));
  if (problem) throw new StartError(problem);
}

/**
 * Loads the demo organizations into a database that has no others, and completes a load that was
 * cut off.
 *
 * @returns Whether they are there.
 */
async function provideDemo(
  config: Config,
  { ownerUrl, authenticatorUrl }: DatabaseTarget,
  logger: Logger,
  notice: (line: string) => void,
): Promise<boolean> {
  if (!ownerUrl) return false;
  const before = await readDemoProgress(ownerUrl);
  if (!config.demo || !(before.isEmpty || before.isCutOff)) return before.isThere;
  notice("Loading the demo organizations …");
  await loadDemo({ ownerUrl, authenticatorUrl, logger });
  return (await readDemoProgress(ownerUrl)).isThere;
}
