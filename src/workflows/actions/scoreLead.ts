import type { ActionRequest, ActionResult } from "./index.ts";
import { ActionError, recordOf } from "./index.ts";
import { ask } from "./input.ts";

/** Scores the lead at once. */
export async function scoreLead(request: ActionRequest): Promise<ActionResult> {
  const { client } = request;
  const { objectType, objectId } = recordOf(request);
  if (objectType !== "lead") throw new ActionError("Only leads are scored.");
  const id = await ask<string>(client, "select (app_public.score_lead($1)).lead_id", [objectId]);
  return { output: { id }, changesRecord: true };
}
