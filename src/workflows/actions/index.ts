/**
 * What each type of action does. An action runs in the transaction of its run, as the workflow's
 * owner, so that policies, guards and the permissions of fields hold; what goes out of the house is
 * written into an outbox, in the same transaction.
 */
import type { ClientBase } from "pg";
import type { Values, WorkflowContext } from "../context.ts";
import type { CompiledAction } from "../definition.ts";
import { addNote } from "./addNote.ts";
import { assign } from "./assign.ts";
import { callWebhook } from "./callWebhook.ts";
import { createRecord } from "./createRecord.ts";
import { createTask } from "./createTask.ts";
import { enqueueExport } from "./enqueueExport.ts";
import { scoreLead } from "./scoreLead.ts";
import { sendEmail } from "./sendEmail.ts";
import { sendNotification } from "./sendNotification.ts";
import { updateField } from "./updateField.ts";

/** What an action is given. */
export type ActionRequest = {
  /** In the run's transaction, as the workflow's owner. */
  readonly client: ClientBase;
  readonly run: {
    readonly id: string;
    readonly organizationId: string;
    readonly workflowId: string | null;
    readonly ownerId: string;
  };
  readonly action: CompiledAction;
  /** The configuration with its templates filled. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly context: WorkflowContext;
  /** Names this action of this run: what is done once for it is not done again. */
  readonly key: string;
};

/** What came of an action. */
export type ActionResult = {
  /** Later actions refer to it by `actions.<key>`. */
  readonly output: Values;
  /** Whether the record of the run may have become another. */
  readonly changesRecord?: boolean;
};

/** Does what an action of one type is for. Throws when it cannot; the message is for people. */
export type PerformAction = (request: ActionRequest) => Promise<ActionResult>;

/** An action that cannot be done as it is configured; trying again is of no use. */
export class ActionError extends Error {
  override name = "ActionError";
}

const PERFORMERS: Readonly<Partial<Record<CompiledAction["type"], PerformAction>>> = {
  add_note: addNote,
  assign,
  call_webhook: callWebhook,
  create_record: createRecord,
  create_task: createTask,
  enqueue_export: enqueueExport,
  score_lead: scoreLead,
  send_email: sendEmail,
  send_notification: sendNotification,
  update_field: updateField,
};

/**
 * Does an action.
 * @throws ActionError, TemplateError or the database's error
 */
export async function performAction(request: ActionRequest): Promise<ActionResult> {
  const perform = PERFORMERS[request.action.type];
  if (!perform) throw new ActionError(`There is no action of the type ${request.action.type}.`);
  return perform(request);
}

/** The record that an action is about. */
export function recordOf({ context, action }: ActionRequest): { objectType: string; objectId: string } {
  const { objectType, objectId } = context;
  if (objectType === null || objectId === null) {
    throw new ActionError(`The action ${action.key} is about a record, and this run is about none.`);
  }
  return { objectType, objectId };
}
