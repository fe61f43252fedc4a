/** A slice of the work of a lane. Organizations take turns, so that none holds up the others for long. */
import type { ClientBase } from "pg";
import { dispatchEvents } from "./dispatch.ts";
import type { Lane, Report } from "./dispatch.ts";
import { executeRuns } from "./execute.ts";

const SLICE_MS = 200;
/** Runs for which the budget is asked at once. */
const BUDGET_SHARE = 100;

/** What is left of a lane. */
export type SliceOutcome =
  | { readonly kind: "done" }
  /** There is more to do now. */
  | { readonly kind: "more" }
  /** The budget of the organization is used up. */
  | { readonly kind: "later"; readonly at: Date };

/**
 * Dispatches and executes by turns until there is nothing left to do, or the time is up.
 *
 * @param client - a connection of the worker's login, outside of a transaction
 * @param signal - ends it after the transaction in hand
 */
export async function workLane(
  client: ClientBase, lane: Lane, report: Report, signal?: AbortSignal,
): Promise<SliceOutcome> {
  const end = performance.now() + SLICE_MS;
  const budget = new Budget(client, lane.organizationId);
  try {
    while (performance.now() < end && !signal?.aborted) {
      const dispatched = await dispatchEvents(client, lane, report);
      if (!(await budget.has())) return { kind: "later", at: budget.readyAt };
      const executed = await executeRuns(client, lane, budget.left, report);
      budget.use(executed.runs);
      // What comes in from now on adds a job with its commit.
      if (dispatched.isDrained && executed.isDrained) return { kind: "done" };
    }
    return { kind: "more" };
  } finally {
    await budget.giveBack();
  }
}

/** What is left of what was taken from the organization's budget. */
class Budget {
  left = 0;
  readyAt = new Date();
  readonly #client: ClientBase;
  readonly #organizationId: string;

  constructor(client: ClientBase, organizationId: string) {
    this.#client = client;
    this.#organizationId = organizationId;
  }

  async has(): Promise<boolean> {
    if (this.left <= 0) await this.#take(BUDGET_SHARE);
    return this.left > 0;
  }

  use(runs: number): void {
    this.left -= runs;
  }

  async giveBack(): Promise<void> {
    // Of a connection that was lost nothing can be given back, and what is lost comes again within the minute.
    if (this.left > 0) await this.#take(-this.left).catch(() => undefined);
  }

  async #take(wanted: number): Promise<void> {
    const { rows } = await this.#client.query<{ granted: number; ready_at: Date }>({
      name: "workflow-take-budget",
      text: "select granted, ready_at from app_private.take_workflow_budget($1, $2)",
      values: [this.#organizationId, wanted],
    });
    const [row] = rows;
    if (!row) return;
    this.left += row.granted;
    this.readyAt = row.ready_at;
  }
}
