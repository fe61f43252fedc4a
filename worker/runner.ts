import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger as WorkerLogger, run } from "graphile-worker";
import type { Runner, WorkerEvents } from "graphile-worker";
import type pg from "pg";
import { createPool } from "../src/database/connections.ts";
import type { Metrics } from "../src/telemetry/metrics.ts";
import type { Logger } from "../src/telemetry/logger.ts";
import { openRunnerLock } from "./runnerLock.ts";
import type { RunnerLock } from "./runnerLock.ts";
import { CONCURRENT_JOBS, workerPreset } from "./preset.ts";

const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const HEALTHY_MS = 60_000;

/** What a worker process needs. */
export type WorkerOptions = {
  authenticatorUrl: string;
  logger: Logger;
  metrics: Metrics;
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
  metrics.watchWorkflows(pool);
  const stopped = new AbortController();
  const begin = () => runOn(options.authenticatorUrl, pool, options.preset ?? workerPreset, logger);
  let running: Running | undefined;
  try {
    running = await begin();
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
        running ??= await begin();
        // Who stopped it while it began found nothing to stop.
        if (stopped.signal.aborted) await running.stop("shutting down");
        await running.ended;
      } catch (error) {
        reason = error;
      }
      running = undefined;
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
    await running?.stop("shutting down");
    await supervised;
    await pool.end();
  };
  let stopping: Promise<void> | undefined;
  return { stop: () => (stopping ??= end()) };
}

/** One runner, with its lock. */
type Running = {
  /** Settles when it runs no more and its lock is let go; fails with the reason, if there is one. */
  ended: Promise<void>;
  stop(reason: string): Promise<void>;
};

async function runOn(
  connectionString: string,
  pool: pg.Pool,
  preset: GraphileConfig.Preset,
  logger: Logger,
): Promise<Running> {
  const lock = await openRunnerLock(connectionString, pool, logger);
  try {
    const runner = await startRunner(pool, preset, logger, lock);
    // Ends by itself as well, so there may be nothing left to stop.
    const stop = (reason: string) => runner.stop(reason).catch(() => undefined);
    let problem: Error | undefined;
    void lock.lost.then((error) => {
      problem = error;
      return stop("its lock is lost");
    });
    const run = async () => {
      try {
        await runner.promise;
      } finally {
        await lock.release();
      }
      if (problem) throw problem;
    };
    const ended = run();
    ended.catch(() => undefined);
    return { ended, stop };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function startRunner(
  pool: pg.Pool,
  preset: GraphileConfig.Preset,
  logger: Logger,
  lock: RunnerLock,
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
    preset: {
      extends: [preset],
      plugins: [holdBeforeJobs(lock)],
      worker: { logger: loggerFor(logger) },
    },
  });
  return started;
}

/** Has a runner take its lock before it asks for its first job. */
function holdBeforeJobs(lock: RunnerLock): GraphileConfig.Plugin {
  let held: Promise<void> | undefined;
  return {
    name: "RunnerLockPlugin",
    version: "0.1.0",
    worker: {
      hooks: {
        // Called for each of those that run jobs side by side; all have the id of their pool.
        startWorker: (_ctx, { worker }) => (held ??= lock.hold(worker.workerPool.id)),
      },
    },
  };
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

function loggerFor(logger: Logger): WorkerLogger {
  return new WorkerLogger((scope) => (level, message, meta) => {
    const pinoLevel = level === "warning" ? "warn" : level;
    const error = (meta as { error?: unknown } | undefined)?.error;
    logger[pinoLevel]({ ...scope, ...(error ? { err: error } : {}) }, message);
  });
}
