import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger as WorkerLogger, run } from "graphile-worker";
import type { Runner, WorkerEvents } from "graphile-worker";
import type pg from "pg";
import { createPool } from "../src/database/connections.ts";
import type { Metrics } from "../src/telemetry/metrics.ts";
import type { Logger } from "../src/telemetry/logger.ts";
import { CONCURRENT_JOBS, workerPreset } from "./preset.ts";

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const HEALTHY_MS = 60_000;

/** What a worker process needs. */
export type WorkerOptions = {
  authenticatorUrl: string;
  logger: Logger;
  metrics: Metrics;
  /** Whether no other worker can be running, so that every locked job is a dead one's. */
  alone: boolean;
  /** Used in place of the project's own, by tests. */
  preset?: GraphileConfig.Preset;
};

/** A job runner that is started again whenever it ends by an error. */
export type Worker = {
  /** Takes no more jobs, lets those in hand finish, closes the connections. */
  stop(): Promise<void>;
};

/**
 * Starts the job runner and keeps it going: it ends when the database goes away, so it is started
 * again, after a pause that doubles up to half a minute.
 *
 * @throws Error when it cannot be started for the first time.
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { logger, metrics } = options;
  const pool = createPool({
    connectionString: options.authenticatorUrl,
    applicationName: "rowhouse worker",
    logger,
    max: CONCURRENT_JOBS + 2,
  });
  metrics.watchPool("worker", pool);
  metrics.watchJobs(pool);
  const stopped = new AbortController();
  const begin = () => runOn(pool, options.preset ?? workerPreset, logger);
  let runner: Runner | undefined;
  try {
    if (options.alone) await unlockJobs(pool);
    runner = await begin();
  } catch (error) {
    await pool.end();
    throw error;
  }

  const supervise = async () => {
    let pause = SHORTEST_PAUSE_MS;
    while (!stopped.signal.aborted) {
      const startedAt = Date.now();
      let reason: unknown;
      try {
        runner ??= await begin();
        await runner.promise;
      } catch (error) {
        reason = error;
      }
      runner = undefined;
      if (stopped.signal.aborted) return;
      pause = Date.now() - startedAt > HEALTHY_MS
        ? SHORTEST_PAUSE_MS
        : Math.min(pause * 2, LONGEST_PAUSE_MS);
      metrics.workerRestarts.inc();
      logger.warn({ err: reason, pauseMs: pause }, "the worker ended; it is started again");
      await sleep(pause, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const supervised = supervise();

  const end = async () => {
    stopped.abort();
    await runner?.stop("shutting down").catch(() => undefined);
    await supervised;
    await pool.end();
  };
  let stopping: Promise<void> | undefined;
  return { stop: () => (stopping ??= end()) };
}

function runOn(
  pool: pg.Pool,
  preset: GraphileConfig.Preset,
  logger: Logger,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  let settled = false;
  const succeed = () => (settled = true);
  events.on("worker:getJob:empty", succeed).on("job:start", succeed);
  // A runner whose first query fails keeps that failure for good, so it is given up at once.
  events.on("worker:getJob:error", () => {
    if (settled) return;
    settled = true;
    started.then((runner) => runner.stop("the first query failed")).catch(() => undefined);
  });
  const started = run({
    pgPool: pool,
    noHandleSignals: true,
    events,
    preset: { extends: [preset], worker: { logger: loggerFor(logger) } },
  });
  return started;
}

/** Frees the jobs of a worker that was killed; they would stay locked for four hours. */
async function unlockJobs(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(workers)
       from (select array_agg(distinct locked_by) as workers
               from graphile_worker._private_jobs where locked_by is not null) as dead
      where workers is not null`,
  );
}

function loggerFor(logger: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    const pinoLevel = level === "warning" ? "warn" : level;
    const error = (meta as { error?: unknown } | undefined)?.error;
    logger[pinoLevel]({ ...scope, ...(error ? { err: error } : {}) }, message);
  });
}
