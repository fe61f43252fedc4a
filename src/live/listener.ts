import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";

const CHANNEL = "rowhouse_changes";
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const CONNECT_MS = 5_000;

/** A connection that waits for changes. */
export type Listener = { stop(): Promise<void> };

/**
 * Waits for changes on a connection of its own, which it makes again when it is lost. Nothing
 * depends on it but how soon: whoever is woken looks by themselves from time to time.
 *
 * @param onChange - Called when something may have changed, also after each connecting.
 */
export function listenForChanges(connectionString: string, logger: Logger, onChange: () => void): Listener {
  const stopping = new AbortController();
  let client: pg.Client | undefined;
  let pause = FIRST_PAUSE_MS;

  async function listen(): Promise<void> {
    const lost = Promise.withResolvers<undefined>();
    client = new pg.Client({
      connectionString, connectionTimeoutMillis: CONNECT_MS, keepAlive: true, application_name: "rowhouse live",
    });
    client.on("error", (error) => {
      if (!stopping.signal.aborted) logger.warn({ err: error }, "lost the connection that waits for changes");
      lost.resolve(undefined);
    });
    client.on("end", () => lost.resolve(undefined));
    client.on("notification", onChange);
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
      pause = FIRST_PAUSE_MS;
      onChange();
      await lost.promise;
    } catch (error) {
      if (!stopping.signal.aborted) logger.warn({ err: error }, "cannot wait for changes; looking each second");
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  const done = (async () => {
    while (!stopping.signal.aborted) {
      await listen();
      await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await done;
    },
  };
}
