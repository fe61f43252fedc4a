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
  releaseOnce(pool);
  metrics.watchPool("worker", pool);
  metrics.watchJobs(pool);
  const stopped = new AbortController();
  // What the jobs of this process are locked by. A runner whose connections were cut cannot unlock
  // its own, and its jobs have come to an end by the time that it has.
  const locks = new Set<string>();
  const begin = async () => {
    if (locks.size > 0) await unlockJobs(pool, [...locks]);
    locks.clear();
    return runOn(pool, options.preset ?? workerPreset, logger, locks);
  };
  let runner: Runner | undefined;
  try {
    if (options.alone) await unlockJobs(pool, await readLocks(pool));
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
  locks: Set<string>,
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter();
  events.on("pool:create", ({ workerPool }) => locks.add(workerPool.id));
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

type Connected = Parameters<Parameters<pg.Pool["connect"]>[0]>;

/**
 * Has a connection that is given back twice be given back once. The job runner does so with the one
 * it listens on, when that is cut at the wrong moment, and the pool's error would end the process.
 */
function releaseOnce(pool: pg.Pool): void {
  const once = (release: Connected[2]): Connected[2] => {
    let isReleased = false;
    return (error) => {
      if (isReleased) return;
      isReleased = true;
      release(error);
    };
  };
  const connect = pool.connect.bind(pool) as (callback: (...connected: Connected) => void) => void;
  const connectOnce = (callback: (...connected: Connected) => void): void =>
    connect((error, client, release) => {
      const releaseClient = once(release);
      if (client) client.release = releaseClient;
      callback(error, client, releaseClient);
    });
  pool.connect = ((callback?: (...connected: Connected) => void) => {
    if (callback) return connectOnce(callback);
    return new Promise<pg.PoolClient>((resolve, reject) =>
      connectOnce((error, client) => (client ? resolve(client) : reject(error ?? new Error("No connection")))),
    );
  }) as pg.Pool["connect"];
}

/** Frees the jobs of a worker that is no more; they would stay locked for four hours. */
async function unlockJobs(pool: pg.Pool, locks: string[]): Promise<void> {
  await pool.query("select graphile_worker.force_unlock_workers($1)", [locks]);
}

async function readLocks(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ lock: string }>(
    `select locked_by as lock from graphile_worker._private_jobs where locked_by is not null
      union select locked_by from graphile_worker._private_job_queues where locked_by is not null`,
  );
  return rows.map(({ lock }) => lock);
}

function loggerFor(logger: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    const pinoLevel = level === "warning" ? "warn" : level;
    const error = (meta as { error?: unknown } | undefined)?.error;
    logger[pinoLevel]({ ...scope, ...(error ? { err: error } : {}) }, message);
  });
}
