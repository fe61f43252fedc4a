import { z } from "zod";
import type { WorkflowContext } from "../context.ts";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.object({ endpoint_id: z.guid(), data: z.unknown().optional() });

/** Queues a message to a webhook endpoint: what is configured, else the record as the workflow's owner sees it. */
export async function callWebhook(request: ActionRequest): Promise<ActionResult> {
  const { client, context, input, key } = request;
  const { endpoint_id, data } = readInput(Input, input);
  const id = await ask<string>(client, "select app_hidden.send_webhook($1, $2, 'workflow', $3, $4)",
    [endpoint_id, key, JSON.stringify(data ?? describe(context)), context.objectId]);
  return { output: { id } };
}

function describe({ objectType, objectId, record, event, workflow }: WorkflowContext): Record<string, unknown> {
  return {
    event: event.name,
    occurred_at: event.occurredAt,
    workflow: { id: workflow.id, name: workflow.name },
    ...(objectType === null ? {} : { object_type: objectType, object_id: objectId, record }),
  };
}
