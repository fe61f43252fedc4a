/**
 * Carries out the runs of a lane, several in a transaction. What an action did and the record of it
 * are kept or lost together, so whatever ends a worker has nothing done twice and nothing forgotten.
 */
import type { ClientBase } from "pg";
import { inTransaction } from "../database/connections.ts";
import { RecordReader, makeContext } from "./context.ts";
import type { Values, WorkflowContext } from "./context.ts";
import type { CompiledWorkflow, Relations } from "./definition.ts";
import type { Lane, Report } from "./dispatch.ts";
import { describeFailure, isLostConnection, isTransient, pauseAfter } from "./failures.ts";
import { OwnedConnection, seeEvents } from "./owners.ts";
import type { SeenValues } from "./owners.ts";
import { executeRun, failedRun } from "./run.ts";
import type { DueRun, RunOutcome } from "./run.ts";
import { compiledVersions } from "./versions.ts";

/** Runs of one transaction; others see what they did, and may change the same, only when it is over. */
const RUNS_AT_ONCE = 25;
const LONGEST_BATCH_MS = 100;
/**
 * Most an action waits for a row that somebody else holds: less than what Postgres waits before it looks
 * for a deadlock, so that of a workflow and a person the workflow gives way.
 */
const LOCK_TIMEOUT = "800ms";

/** What became of some runs. */
export type Executed = {
  /** How many went on. */
  readonly runs: number;
  /** Whether fewer were there than were asked for. */
  readonly isDrained: boolean;
};

/**
 * Carries out the next runs of a lane that are due, in one transaction; when that cannot be
 * committed, one by one, and the one that is at fault fails.
 *
 * @param most - how many runs at most
 */
export async function executeRuns(client: ClientBase, lane: Lane, most: number, report: Report): Promise<Executed> {
  const wanted = Math.min(most, RUNS_AT_ONCE);
  try {
    return await executeBatch(client, lane, wanted, report, []);
  } catch (error) {
    if (isLostConnection(error)) throw error;
  }
  return executeOne(client, lane, report);
}

/** The next run by itself: what fails only with the commit is its own fault, or nobody's. */
async function executeOne(client: ClientBase, lane: Lane, report: Report): Promise<Executed> {
  const taken: DueRun[] = [];
  try {
    return await executeBatch(client, lane, 1, report, taken);
  } catch (error) {
    const [run] = taken;
    if (isLostConnection(error) || !run) throw error;
    report(error, run.id);
    const failed = failedRun(run, describeFailure(error));
    const outcome: RunOutcome = isTransient(error)
      ? { ...failed, status: "waiting", resume_at: new Date(Date.now() + pauseAfter(run.attempt) * 1000).toISOString(), attempt: run.attempt + 1 }
      : failed;
    await finishRuns(client, lane, [outcome]);
    return { runs: 1, isDrained: false };
  }
}

async function executeBatch(
  client: ClientBase, lane: Lane, wanted: number, report: Report, taken: DueRun[],
): Promise<Executed> {
  return inTransaction(client, async () => {
    const { rows: runs } = await client.query<DueRun>({
      name: "workflow-take-runs",
      text: "select * from app_private.take_runs($1, $2, $3)",
      values: [lane.organizationId, lane.lane, wanted],
    });
    taken.push(...runs);
    const [first] = runs;
    if (!first) return { runs: 0, isDrained: true };
    const batch = new Batch(client, lane, report);
    await batch.prepare(runs);
    const outcomes = await batch.execute(runs);
    await batch.connection.actAsEngine();
    await finishRuns(client, lane, outcomes);
    return { runs: outcomes.length, isDrained: runs.length < wanted && outcomes.length === runs.length };
  });
}

async function finishRuns(client: ClientBase, { organizationId, lane }: Lane, outcomes: readonly RunOutcome[]): Promise<void> {
  await client.query({
    name: "workflow-finish-runs",
    text: "select app_private.finish_runs($1, $2, $3)",
    values: [organizationId, lane, JSON.stringify(outcomes)],
  });
}

type Prepared = { readonly run: DueRun; readonly workflow: CompiledWorkflow; readonly context: WorkflowContext };

/** Runs of one transaction with what they need. */
class Batch {
  readonly connection: OwnedConnection;
  readonly #client: ClientBase;
  readonly #organizationId: string;
  readonly #report: Report;
  readonly #savepoint = { stands: false };
  readonly #prepared = new Map<string, Prepared | string>();

  constructor(client: ClientBase, { organizationId }: Lane, report: Report) {
    this.connection = new OwnedConnection(client, organizationId);
    this.#client = client;
    this.#organizationId = organizationId;
    this.#report = report;
  }

  /** Reads what the runs are about: for each owner in one go. */
  async prepare(runs: readonly DueRun[]): Promise<void> {
    const versions = await compiledVersions(this.#client, this.#organizationId, new Set(runs.map((run) => run.version_id)));
    const { rows } = await this.#client.query<{ name: string }>({
      name: "workflow-organization-name",
      text: "select app_private.organization_name($1) as name, set_config('lock_timeout', $2, true)",
      values: [this.#organizationId, LOCK_TIMEOUT],
    });
    const organization = { id: this.#organizationId, name: rows[0]?.name ?? "" };
    for (const owned of Map.groupBy(runs, (run) => run.owner_id).values()) {
      const [{ has_active_owner }] = owned as [DueRun];
      if (!has_active_owner) {
        const error = "The workflow's owner is no active member any more. Whoever saves it again owns it.";
        for (const run of owned) this.#prepared.set(run.id, error);
      } else {
        await this.#prepareOwned(owned as [DueRun, ...DueRun[]], versions, organization);
      }
    }
  }

  async #prepareOwned(
    runs: readonly [DueRun, ...DueRun[]], versions: ReadonlyMap<string, CompiledWorkflow>, organization: WorkflowContext["organization"],
  ): Promise<void> {
    const seen = await seeEvents(this.connection, runs[0], runs);
    const prepared = runs.flatMap((run, place): Prepared[] => {
      const values = seen[place];
      const workflow = versions.get(run.version_id);
      if (!values || !workflow) {
        this.#prepared.set(run.id, "The workflow's owner does not see the record.");
        return [];
      }
      return [{ run, workflow, context: contextOf(run, values, organization) }];
    });
    await this.#refresh(prepared.filter(({ run }) => run.next_path !== null && run.object_id !== null && !run.event.endsWith(".deleted")));
    const reader = this.#reader();
    for (const sameVersion of Map.groupBy(prepared, ({ run }) => run.version_id).values()) {
      const [{ run, workflow }] = sameVersion as [Prepared];
      await this.#load(reader, run, sameVersion.map(({ context }) => context), workflow.relations);
    }
    for (const one of prepared) if (!this.#prepared.has(one.run.id)) this.#prepared.set(one.run.id, one);
  }

  /** Runs that have waited go on with the record as it is now. */
  async #refresh(prepared: readonly Prepared[]): Promise<void> {
    for (const [objectType, same] of Map.groupBy(prepared, ({ context }) => context.objectType)) {
      const [{ run }] = same as [Prepared];
      const found = await this.#read(run, objectType ?? "", same.map(({ context }) => context.objectId ?? ""));
      for (const { run: { id }, context } of same) {
        const record = found.get(context.objectId ?? "");
        if (record) Object.assign(context, { record });
        else this.#prepared.set(id, "The record is gone, or the workflow's owner does not see it any more.");
      }
    }
  }

  async #read(run: DueRun, objectType: string, ids: readonly string[]): Promise<Map<string, Values>> {
    await this.connection.actAs(run.owner_id);
    const { rows } = await this.#client.query<{ id: string; recorded: Values }>(
      "select id, recorded from app_hidden.read_records($1, $2)", [objectType, [...new Set(ids)]]);
    return new Map(rows.map(({ id, recorded }) => [id, recorded]));
  }

  #reader(): RecordReader {
    return new RecordReader((text, values) => this.#client.query(text, values));
  }

  async #load(reader: RecordReader, run: DueRun, contexts: readonly WorkflowContext[], relations: Relations): Promise<void> {
    if (Object.keys(relations).length === 0) return;
    await this.connection.actAs(run.owner_id);
    await reader.load(contexts, relations);
  }

  /** One after the other; those for which there is no time left are for the next transaction. */
  async execute(runs: readonly DueRun[]): Promise<RunOutcome[]> {
    const end = performance.now() + LONGEST_BATCH_MS;
    const outcomes: RunOutcome[] = [];
    for (const run of runs) {
      const prepared = this.#prepared.get(run.id);
      outcomes.push(typeof prepared === "object" ? await this.#executeOne(prepared) : failedRun(run, prepared ?? "It was not prepared."));
      if (performance.now() > end) break;
    }
    return outcomes;
  }

  async #executeOne({ run, context, workflow }: Prepared): Promise<RunOutcome> {
    await this.connection.actAs(run.owner_id);
    const outcome = await executeRun(run, context, {
      client: this.#client,
      organizationId: this.#organizationId,
      workflow,
      savepoint: this.#savepoint,
      reload: async (changed) => {
        const record = changed.objectId && changed.objectType
          ? (await this.#read(run, changed.objectType, [changed.objectId])).get(changed.objectId) : undefined;
        if (record) Object.assign(changed, { record });
        await this.#load(this.#reader(), run, [changed], workflow.relations);
      },
      report: (error) => this.#report(error, run.id),
    });
    // What the owner may do may have changed; it is looked at again.
    if (outcome.status === "waiting" && outcome.error !== null) this.connection.forgetActor();
    return outcome;
  }
}

function contextOf(run: DueRun, { oldValues, newValues }: SeenValues, organization: WorkflowContext["organization"]): WorkflowContext {
  const context = makeContext(
    {
      event: run.event, occurredAt: run.occurred_at.toISOString(), objectType: run.object_type, objectId: run.object_id,
      oldValues, newValues,
    },
    {
      organization,
      actor: run.actor_id === null ? null : { id: run.actor_id, name: run.actor_name ?? "" },
      workflow: { id: run.workflow_id ?? "", name: run.workflow_name },
    },
  );
  for (const [key, output] of Object.entries(run.outputs)) context.outputs.set(key, output);
  return context;
}
