import type pg from "pg";
import { Counter, Gauge } from "prom-client";
import type { Registry } from "prom-client";

/** Reports how runs of workflows ended since the beginning, and what waits, over a pool of the worker's login. */
export function watchWorkflows(registry: Registry, pool: pg.Pool): void {
  new Counter({
    name: "workflow_runs_total",
    help: "Runs of workflows that ended, since the beginning and of all processes, by workflow and how",
    labelNames: ["workflow", "status"] as const,
    registers: [registry],
    async collect() {
      const found = await read<{ workflow_id: string; status: string; runs: string }>(
        pool, "select workflow_id, status, runs from app_private.workflow_run_totals()");
      this.reset();
      for (const { workflow_id: workflow, status, runs } of found) this.inc({ workflow, status }, Number(runs));
    },
  });
  new Gauge({
    name: "workflow_events_waiting",
    help: "Events that are not dispatched yet",
    registers: [registry],
    async collect() {
      const [found] = await read<{ events: string }>(pool, "select app_private.waiting_event_count() as events");
      if (found) this.set(Number(found.events));
      else this.reset();
    },
  });
}

/** Without the database there are no figures; the scrape itself must not fail. */
async function read<Row extends pg.QueryResultRow>(pool: pg.Pool, text: string): Promise<Row[]> {
  return pool.query<Row>(text).then(({ rows }) => rows, () => []);
}
