/** One run of a workflow, from where it is to its end or until it has to wait. */
import type { ClientBase } from "pg";
import { performAction } from "./actions/index.ts";
import { evaluate } from "./conditions.ts";
import type { Values, WorkflowContext } from "./context.ts";
import type { BranchConfiguration, CompiledWorkflow } from "./definition.ts";
import { readDelay } from "./delay.ts";
import { MOST_ATTEMPTS, describeFailure, isLostConnection, isTransient, pauseAfter } from "./failures.ts";
import type { RecordedEvent } from "./owners.ts";
import { renderConfiguration } from "./templates.ts";
import { placeAfter, placeAt, placeWithin } from "./walk.ts";
import type { Place } from "./walk.ts";

/** A run that is due, as `app_private.take_runs` answers it. */
export type DueRun = RecordedEvent & {
  readonly id: string;
  readonly workflow_id: string | null;
  readonly version_id: string;
  readonly workflow_name: string;
  readonly owner_id: string;
  readonly has_active_owner: boolean;
  readonly owner_sees_everything: boolean;
  readonly event: string;
  readonly status: string;
  readonly attempt: number;
  readonly next_path: string | null;
  readonly duration_ms: number | null;
  readonly started_at: Date | null;
  readonly taken_at: Date;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly occurred_at: Date;
  readonly outputs: Readonly<Record<string, Values>>;
};

/** What became of an action. */
export type ActionOutcome = {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  readonly status: "waiting" | "succeeded" | "failed";
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: string;
  readonly attempt: number;
  readonly started_at: string;
  readonly duration_ms: number;
};

/** What became of a run, as `app_private.finish_runs` takes it. */
export type RunOutcome = {
  readonly id: string;
  readonly status: "waiting" | "succeeded" | "failed";
  readonly error: string | null;
  readonly next_path: string | null;
  readonly resume_at: string | null;
  readonly attempt: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly outputs: Readonly<Record<string, Values>>;
  readonly actions: readonly ActionOutcome[];
};

/** The surroundings of a run. */
export type RunWorld = {
  /** In a transaction, as the workflow's owner. */
  readonly client: ClientBase;
  readonly organizationId: string;
  readonly workflow: CompiledWorkflow;
  /** Whether a savepoint of an earlier action stands. */
  readonly savepoint: { stands: boolean };
  /** Reads the record of a run, and what it refers to, again. */
  reload(context: WorkflowContext): Promise<void>;
  /** Is told of what nobody expected. */
  report(error: unknown): void;
};

/** A run whose owner cannot act, or cannot see the record. */
export function failedRun(run: DueRun, error: string): RunOutcome {
  return outcomeOf(run, { status: "failed", error, next: run.next_path, attempt: run.attempt }, [], 0);
}

type End = {
  status: RunOutcome["status"];
  error?: string;
  next?: string | null;
  resumeAt?: Date;
  attempt?: number;
};

function outcomeOf(run: DueRun, end: End, actions: ActionOutcome[], durationMs: number, outputs?: Map<string, Values>): RunOutcome {
  return {
    id: run.id,
    status: end.status,
    error: end.error ?? null,
    next_path: end.next ?? null,
    resume_at: end.resumeAt?.toISOString() ?? null,
    attempt: end.attempt ?? 1,
    started_at: (run.started_at ?? run.taken_at).toISOString(),
    duration_ms: (run.duration_ms ?? 0) + Math.round(durationMs),
    outputs: outputs ? Object.fromEntries(outputs) : run.outputs,
    actions,
  };
}

/** Goes through the actions of a run until it is over or has to wait. */
export async function executeRun(run: DueRun, context: WorkflowContext, world: RunWorld): Promise<RunOutcome> {
  const { actions } = world.workflow;
  const begun = performance.now();
  const done: ActionOutcome[] = [];
  const end = (how: End) => outcomeOf(run, how, done, performance.now() - begun, context.outputs);
  let place = placeAt(actions, run.next_path);
  let attempt = run.attempt;
  while (place) {
    const at: Place = place;
    const step = await takeStep({ run, context, world, place: at, attempt });
    done.push(step.outcome);
    if (step.retryAt) {
      return end({
        status: "waiting", error: step.outcome.error ?? "", next: at.path, resumeAt: step.retryAt, attempt: attempt + 1,
      });
    }
    if (step.outcome.status === "failed" && !at.action.allow_failure) {
      return end({ status: "failed", error: `${at.action.key}: ${step.outcome.error}`, next: at.path, attempt });
    }
    place = step.side ? placeWithin(actions, at, step.side) : placeAfter(actions, at);
    attempt = 1;
    if (place && step.resumeAt) return end({ status: "waiting", next: place.path, resumeAt: step.resumeAt });
  }
  return end({ status: "succeeded" });
}

type StepRequest = { run: DueRun; context: WorkflowContext; world: RunWorld; place: Place; attempt: number };
type Step = { outcome: ActionOutcome; side?: "then" | "else"; resumeAt?: Date; retryAt?: Date };

async function takeStep({ run, context, world, place: { path, action }, attempt }: StepRequest): Promise<Step> {
  const begun = performance.now();
  const startedAt = new Date().toISOString();
  let input: Record<string, unknown> | undefined;
  const outcome = (status: ActionOutcome["status"], more: { output?: unknown; error?: string }): ActionOutcome => ({
    path, key: action.key, type: action.type, status, ...(input ? { input } : {}), ...more,
    attempt, started_at: startedAt, duration_ms: Math.round((performance.now() - begun) * 10) / 10,
  });
  if (action.type === "branch") {
    const { if: condition } = action.configuration as unknown as BranchConfiguration;
    const side = evaluate(condition, context) ? "then" : "else";
    return { outcome: outcome("succeeded", { output: { branch: side } }), side };
  }
  await beginAction(world, run.id);
  try {
    input = renderConfiguration(action.configuration, context);
    if (action.type === "delay") {
      const until = await readDelay(world.client, input, run.taken_at);
      return { outcome: outcome("succeeded", { output: { until: until.toISOString() } }), ...(until > new Date() ? { resumeAt: until } : {}) };
    }
    const { organizationId } = world;
    const { output, changesRecord } = await performAction({
      client: world.client,
      run: { id: run.id, organizationId, workflowId: run.workflow_id, ownerId: run.owner_id },
      action, input, context, key: `${run.id}:${path}`,
    });
    context.outputs.set(action.key, output);
    if (changesRecord) await world.reload(context);
    return { outcome: outcome("succeeded", { output }) };
  } catch (error) {
    if (isLostConnection(error)) throw error;
    await world.client.query("rollback to savepoint action");
    const message = describeFailure(error);
    if (isTransient(error) && attempt < MOST_ATTEMPTS) {
      return { outcome: outcome("waiting", { error: message }), retryAt: new Date(Date.now() + pauseAfter(attempt) * 1000) };
    }
    if (message.includes("internal reason")) world.report(error);
    return { outcome: outcome("failed", { error: message }) };
  }
}

/** What is done from here on is this run's doing, and can be taken back by itself. */
async function beginAction(world: RunWorld, runId: string): Promise<void> {
  await world.client.query(
    `${world.savepoint.stands ? "release savepoint action; " : ""}savepoint action;
     select set_config('rowhouse.workflow_run_id', '${runId}', true), set_config('rowhouse.request_id', 'workflow-run-${runId}', true)`);
  world.savepoint.stands = true;
}
