import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ActionError } from "./index.ts";
import { ask, ownerOfRecord, readInput } from "./input.ts";

const Input = z.object({
  title: z.string(),
  description: z.string().optional(),
  due_in_days: z.int().optional(),
  assignee: z.string().optional(),
  priority: z.string().optional(),
});

/** Records of which work is an activity of the type task; deals and projects have tasks. */
const WITH_ACTIVITIES: ReadonlySet<string> = new Set(["account", "contact", "lead"]);
const WITH_TASKS: ReadonlySet<string> = new Set(["deal", "project"]);

/**
 * Makes a task: of a deal or project, or as an activity of an account, contact or lead; of what has
 * none, a task by itself.
 */
export async function createTask(request: ActionRequest): Promise<ActionResult> {
  const { title, description, due_in_days, assignee, priority } = readInput(Input, request.input);
  const { client, context, key } = request;
  const type = context.objectType ?? "";
  const isActivity = WITH_ACTIVITIES.has(type);
  const values = {
    ...(isActivity ? { type: "task", subject: title } : { title }),
    ...(description === undefined ? {} : { description }),
    ...(due_in_days === undefined ? {} : { due_date: { days: due_in_days } }),
    ...(priority === undefined ? {} : { priority }),
    [isActivity ? "assigned_to_id" : "assignee_id"]: whoIs(assignee, request),
    ...(isActivity || WITH_TASKS.has(type) ? { [`${type}_id`]: context.objectId } : {}),
  };
  const object = isActivity ? "activity" : "task";
  const id = await ask<string>(client, "select app_hidden.create_once($1, $2, $3)", [key, object, JSON.stringify(values)]);
  return { output: { id, object_type: object }, changesRecord: isActivity };
}

/** The assignee: the workflow's owner unless one is named; "owner" is the record's. */
function whoIs(assignee: string | undefined, { context, run }: ActionRequest): string {
  if (assignee === undefined) return run.ownerId;
  if (assignee !== "owner") return assignee;
  const owner = ownerOfRecord(context);
  if (owner === null) throw new ActionError("assignee: The record is nobody's.");
  return owner;
}
