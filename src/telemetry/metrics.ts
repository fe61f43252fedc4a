import type pg from "pg";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { createLiveMetrics } from "./liveMetrics.ts";
import type { LiveMetrics } from "./liveMetrics.ts";
import { watchWebhooks } from "./webhookMetrics.ts";
import { watchWorkflows } from "./workflowMetrics.ts";

/** The process's metrics in the Prometheus format. */
export type Metrics = {
  registry: Registry;
  /** Milliseconds from the first byte of a request to the last of its answer. */
  httpDuration: Histogram<"method" | "route" | "status">;
  workerRestarts: Counter;
  live: LiveMetrics;
  /** Reports the connections of a pool under a name. */
  watchPool(name: string, pool: pg.Pool): void;
  /** Reports how many jobs wait, over a pool that may read the worker's tables. */
  watchJobs(pool: pg.Pool): void;
  /** Reports how runs of workflows end, over a pool of the worker's login. */
  watchWorkflows(pool: pg.Pool): void;
  /** Stops the collection of process figures. */
  stop(): void;
};

const DURATION_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Makes the metrics of one process; each call has a registry of its own. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const httpDuration = new Histogram({
    name: "http_request_duration_ms",
    help: "Duration of HTTP requests in milliseconds",
    labelNames: ["method", "route", "status"] as const,
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  const workerRestarts = new Counter({
    name: "worker_restarts_total",
    help: "How often the job runner was started again after it ended by an error",
    registers: [registry],
  });
  const ignoreWebhooks = watchWebhooks(registry);
  const pools = new Map<string, pg.Pool>();
  new Gauge({
    name: "database_pool_connections",
    help: "Connections of a pool by state; waiting are callers without a connection",
    labelNames: ["pool", "state"] as const,
    registers: [registry],
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of pools) {
        this.set({ pool, state: "busy" }, totalCount - idleCount);
        this.set({ pool, state: "idle" }, idleCount);
        this.set({ pool, state: "waiting" }, waitingCount);
      }
    },
  });
  return {
    registry,
    httpDuration,
    workerRestarts,
    live: createLiveMetrics(registry),
    watchPool: (name, pool) => void pools.set(name, pool),
    watchJobs: (pool) => watchJobs(registry, pool),
    watchWorkflows: (pool) => watchWorkflows(registry, pool),
    stop: () => {
      ignoreWebhooks();
      registry.clear();
    },
  };
}

function watchJobs(registry: Registry, pool: pg.Pool): void {
  new Gauge({
    name: "job_queue_depth",
    help: "Jobs: ready to run, locked by a worker, waiting for their time, failed for good",
    labelNames: ["state"] as const,
    registers: [registry],
    async collect() {
      try {
        const { rows } = await pool.query<{ state: string; jobs: number }>(
          `select case when locked_at is not null then 'locked'
                       when attempts >= max_attempts then 'failed'
                       when run_at > now() then 'waiting'
                       else 'ready' end as state,
                  count(*)::int as jobs
             from graphile_worker._private_jobs group by 1`,
        );
        const found = new Map(rows.map(({ state, jobs }) => [state, jobs]));
        for (const state of ["ready", "locked", "waiting", "failed"]) {
          this.set({ state }, found.get(state) ?? 0);
        }
      } catch {
        // Without the database there is no figure; the scrape itself must not fail.
        this.reset();
      }
    },
  });
}
