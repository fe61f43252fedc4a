/** What a workflow would do with a record, without doing it. */
import { evaluate, explain } from "./conditions.ts";
import type { Explanation } from "./conditions.ts";
import type { WorkflowContext } from "./context.ts";
import type { BranchConfiguration, CompiledAction, CompiledWorkflow, Condition } from "./definition.ts";
import { renderConfiguration, TemplateError } from "./templates.ts";

/** A trigger that was tried. */
export type TriedTrigger = {
  readonly position: number;
  readonly event: string;
  readonly holds: boolean;
  /** Each condition with what the record has and whether it holds; null when there are none. */
  readonly conditions: Explanation | null;
};

/** An action that would be done. */
export type PlannedAction = {
  readonly path: string;
  readonly key: string;
  readonly type: string;
  /** Its configuration with templates filled; of a branch, its condition and the side that it takes. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Why its templates cannot be filled. */
  readonly error: string | null;
};

/** What would come of it. */
export type Preview = { readonly triggers: readonly TriedTrigger[]; readonly actions: readonly PlannedAction[] };

/**
 * Tries the triggers and plans the actions: those that follow from the first trigger that holds.
 * @param workflow - as the database keeps it
 * @param contextOf - the record as it would be seen at an event, with what it refers to loaded
 * @param event - only triggers of this one; all unless given
 */
export function previewWorkflow(
  workflow: CompiledWorkflow,
  contextOf: (event: string) => WorkflowContext,
  event?: string | null,
): Preview {
  const triggers = workflow.triggers.flatMap((trigger, position): TriedTrigger[] => {
    if (event && trigger.event !== event) return [];
    const context = contextOf(trigger.event);
    return [{
      position,
      event: trigger.event,
      holds: evaluate(trigger.conditions, context),
      conditions: trigger.conditions && explain(trigger.conditions, context),
    }];
  });
  const first = triggers.find(({ holds }) => holds);
  return { triggers, actions: first ? plan(workflow.actions, "actions", contextOf(first.event)) : [] };
}

function plan(actions: readonly CompiledAction[], at: string, context: WorkflowContext): PlannedAction[] {
  return actions.flatMap((action, position) => {
    const path = `${at}[${position}]`;
    const { key, type } = action;
    // What it would make has no id yet; its place is held by where it would be found.
    const planned = { path, key, type, ...inputOf(action, context) };
    context.outputs.set(key, { id: `actions.${key}.id` });
    if (type !== "branch") return [planned];
    const { if: condition, then, else: otherwise = [] } = action.configuration as unknown as BranchConfiguration;
    const [side, chosen] = evaluate(condition, context) ? ["then", then] as const : ["else", otherwise] as const;
    return [planned, ...plan(chosen, `${path}.${side}`, context)];
  });
}

function inputOf({ type, configuration }: CompiledAction, context: WorkflowContext): Pick<PlannedAction, "input" | "error"> {
  if (type === "branch") {
    const condition = configuration["if"] as Condition;
    return { input: { if: explain(condition, context), takes: evaluate(condition, context) ? "then" : "else" }, error: null };
  }
  try {
    return { input: renderConfiguration(configuration, context), error: null };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { input: {}, error: error.message };
  }
}
