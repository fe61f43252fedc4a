import "./environment.ts";
import { demoLogins, demoPassword } from "../demo/load.ts";
import { StartError, startApplication } from "./application.ts";
import type { Application } from "./application.ts";
import { ConfigurationError, loadConfig } from "./config.ts";
import { EmbeddedServerBusyError } from "./database/embedded.ts";
import { PreparationError } from "./database/prepare.ts";
import { StorageError } from "./files/storage.ts";
import { ListenError } from "./http/server.ts";
import { createLogger } from "./telemetry/logger.ts";

/** A second Ctrl-C within this time is the first one, forwarded by npm. */
const SAME_SIGNAL_MS = 1_000;

const EXPECTED = [
  ConfigurationError, StartError, PreparationError, ListenError, EmbeddedServerBusyError, StorageError,
];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(error: unknown): never {
  const expected = EXPECTED.some((kind) => error instanceof kind);
  const text = expected ? (error as Error).message : ((error as Error).stack ?? String(error));
  process.stderr.write(`Rowhouse cannot start: ${text}\n`);
  process.exit(1);
}

async function main(): Promise<void> {
  const config = loadConfig(process.env);
  const logger = createLogger(config.logLevel);
  const interrupted = new AbortController();
  let application: Application | undefined;
  let firstSignalAt = 0;

  const end = async () => {
    if (!application) return;
    say("Stopping …");
    await application.stop();
    process.exit(0);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      if (firstSignalAt && Date.now() - firstSignalAt > SAME_SIGNAL_MS) process.exit(130);
      if (firstSignalAt) return;
      firstSignalAt = Date.now();
      interrupted.abort();
      void end();
    });
  }
  process.on("unhandledRejection", (reason) => {
    logger.error({ err: reason }, "unhandled rejection");
  });
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "uncaught exception");
    process.exit(1);
  });

  try {
    application = await startApplication(config, logger, say, interrupted.signal);
  } catch (error) {
    if (interrupted.signal.aborted) process.exit(0);
    throw error;
  }
  if (interrupted.signal.aborted) return end();
  const { url, demo } = application;
  say(url ? `Rowhouse is ready: ${url}/graphql` : "The Rowhouse worker is ready");
  if (demo) {
    const emails = demoLogins.map(({ email }) => email).join(", ");
    say(`Demo logins (password ${demoPassword}): ${emails}`);
  }
  if (url && !config.production) say(`GraphiQL: ${url}/`);
}

await main().catch(fail);
