import { startTestRun } from "./testServer.ts";

declare global {
  var rowhouseTestRun: { startedAt: number; stop: () => Promise<void> } | undefined;
}

/** Starts the Postgres of the whole run before the first test file. */
export default async function setup(): Promise<void> {
  const startedAt = performance.now();
  const stop = await startTestRun();
  globalThis.rowhouseTestRun = { startedAt, stop };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
}
