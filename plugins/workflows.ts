/**
 * Trying a workflow on a record, and the JSON schema of definitions. Saving, activating and running are
 * SQL functions of app_public.
 */
import { constant } from "grafast";
import { gql, extendSchema } from "postgraphile/utils";
import { makeContext, RecordReader } from "../src/workflows/context.ts";
import type { Values, WorkflowContext } from "../src/workflows/context.ts";
import { workflowSchema } from "../src/workflows/definition.ts";
import type { CompiledWorkflow } from "../src/workflows/definition.ts";
import { previewWorkflow } from "../src/workflows/preview.ts";
import type { PlannedAction, TriedTrigger } from "../src/workflows/preview.ts";
import { ApiError } from "./errors.ts";
import { makeMutationPlugin } from "./mutation.ts";

type TestWorkflowInput = {
  workflowId?: string | null;
  definition?: unknown;
  objectId?: string | null;
  event?: string | null;
  old?: unknown;
};

type TestWorkflowResult = {
  wouldRun: boolean;
  triggers: readonly TriedTrigger[];
  actions: readonly PlannedAction[];
};

/** Runs a statement in the transaction of the test, as the caller. */
type Ask = <Row extends object>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

const SchemaPlugin = extendSchema(
  () => ({
    typeDefs: gql`
      """
      A trigger that was tried on a record.
      """
      type WorkflowTestTrigger {
        "In the definition, from 0."
        position: Int!
        event: String!
        "Whether its conditions hold."
        holds: Boolean!
        "Each condition with the value that the record has and whether it holds; null when there are none."
        conditions: JSON
      }

      """
      An action that would be done.
      """
      type WorkflowTestAction {
        "Where it stands in the definition, such as actions[2].then[0]."
        path: String!
        key: String!
        type: String!
        "Its configuration with templates filled; of a branch, its condition and the side that it takes."
        input: JSON!
        "Why its templates cannot be filled."
        error: String
      }

      extend type Query {
        """
        The JSON schema of definitions of workflows, for editors. That fields, events and records are
        there only saving checks.
        """
        workflowSchema: JSON!
      }
    `,
    objects: { Query: { plans: { workflowSchema: () => constant(workflowSchema()) } } },
  }),
  "WorkflowSchemaPlugin",
);

const TestWorkflowPlugin = makeMutationPlugin<TestWorkflowInput, TestWorkflowResult>({
  name: "testWorkflow",
  description:
    "Tells what a workflow would do with a record, as the caller sees it, and does nothing: which conditions " +
    "hold, which branches are taken, what each action would be given.",
  input: `
    "One that is saved: its current version."
    workflowId: UUID
    "One that is not; checked as saving does."
    definition: JSON
    "The record; needed when the workflow is about an object."
    objectId: UUID
    "Only triggers of this event; all unless given."
    event: String
    """
    What columns of the record would have held before, by their names in SQL, to try changes with. Nothing
    has changed unless given.
    """
    old: JSON`,
  payload: `
    "Whether the conditions of one of the triggers hold."
    wouldRun: Boolean!
    triggers: [WorkflowTestTrigger!]!
    "In their order; none unless it would run."
    actions: [WorkflowTestAction!]!`,
  async run(input, { withPgClient, pgSettings }) {
    if ((input.workflowId == null) === (input.definition == null)) {
      throw new ApiError("BAD_INPUT", "Give either a workflow or a definition.");
    }
    return withPgClient(pgSettings, (client) =>
      client.withTransaction(async (transaction) => {
        const ask: Ask = async (text, values) => (await transaction.query({ text, values: values as never })).rows as never;
        await ask("set transaction read only", []);
        return testWorkflow(input, ask);
      }),
    );
  },
});

/** What the API needs for workflows. */
export const workflowPlugins: readonly GraphileConfig.Plugin[] = [SchemaPlugin, TestWorkflowPlugin];

async function testWorkflow(input: TestWorkflowInput, ask: Ask): Promise<TestWorkflowResult> {
  const workflow = await readWorkflow(input, ask);
  const { object_type: objectType, relations } = workflow.compiled;
  const record = await readRecord(objectType, input.objectId ?? null, ask);
  const old = await readFormer(objectType, input.old, ask);
  const names = await readNames(ask);
  const reader = new RecordReader(async (text, values) => ({ rows: [...await ask<{ id: string; recorded: Values }>(text, values)] }));
  const now = new Date().toISOString();
  const contexts = new Map<string, WorkflowContext>();
  for (const { event } of workflow.compiled.triggers) {
    const context = makeContext(
      { event, occurredAt: now, objectType, objectId: record && (input.objectId ?? null), oldValues: old, newValues: record },
      { ...names, workflow: { id: workflow.id, name: workflow.name } },
    );
    contexts.set(event, context);
  }
  await reader.load([...contexts.values()], relations);
  const contextOf = (event: string) => contexts.get(event) as WorkflowContext;
  const { triggers, actions } = previewWorkflow(workflow.compiled, contextOf, input.event);
  return { wouldRun: triggers.some(({ holds }) => holds), triggers, actions };
}

type TestedWorkflow = { readonly id: string; readonly name: string; readonly compiled: CompiledWorkflow };

async function readWorkflow({ workflowId, definition }: TestWorkflowInput, ask: Ask): Promise<TestedWorkflow> {
  await ask("select app_hidden.require_permission('workflow', 'view')", []);
  if (workflowId != null) {
    const [saved] = await ask<TestedWorkflow>(
      `select w.id, w.name, v.compiled from app_public.workflows w
         join app_public.workflow_versions v on v.workflow_id = w.id and v.version = w.version
         where w.id = $1`, [workflowId]);
    if (!saved) throw new ApiError("NOT_FOUND", "No such workflow.");
    return saved;
  }
  const [checked] = await ask<{ compiled: CompiledWorkflow }>(
    "select app_hidden.check_workflow($1) as compiled", [JSON.stringify(definition)]);
  if (!checked) throw new Error("A check answered nothing");
  return { id: "", name: "", ...checked };
}

async function readRecord(objectType: string | null, objectId: string | null, ask: Ask): Promise<Values | null> {
  if (objectType === null) return null;
  if (objectId === null) {
    throw new ApiError("BAD_INPUT", `The workflow is about a record: name a ${objectType}.`, { objectId: "Is missing." });
  }
  const [found] = await ask<{ recorded: Values }>(
    "select recorded from app_hidden.read_records($1, $2)", [objectType, [objectId]]);
  if (!found) throw new ApiError("NOT_FOUND", `No such ${objectType}.`);
  return found.recorded;
}

async function readFormer(objectType: string | null, old: unknown, ask: Ask): Promise<Values> {
  if (old === undefined || old === null || objectType === null) return {};
  if (typeof old !== "object" || Array.isArray(old)) {
    throw new ApiError("BAD_INPUT", "Former values are an object.", { old: "Is an object of columns and values." });
  }
  const [seen] = await ask<{ values: Values | null }>(
    "select app_hidden.seen_values($1, $2) as values", [objectType, JSON.stringify(old)]);
  return seen?.values ?? {};
}

async function readNames(ask: Ask): Promise<Pick<WorkflowContext, "organization" | "actor">> {
  const [names] = await ask<Pick<WorkflowContext, "organization" | "actor">>(
    `select jsonb_build_object('id', o.id, 'name', o.name) as organization, jsonb_build_object('id', u.id, 'name', u.name) as actor
       from app_public.current_organization() o, app_public.current_user_account() u`, []);
  if (!names) throw new ApiError("FORBIDDEN", "Choose an organization first.");
  return names;
}
