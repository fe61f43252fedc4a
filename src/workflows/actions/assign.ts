import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ActionError, recordOf } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.object({
  to: z.string().regex(/^(rules|(team:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, "Is the id of a member, team:<id>, or rules."),
  strategy: z.string().nullish(),
});

/** Gives the record to a member, to somebody of a team by a strategy, or, a lead, to whom the rules say. */
export async function assign(request: ActionRequest): Promise<ActionResult> {
  const { client, input, key } = request;
  const { objectType, objectId } = recordOf(request);
  const { to, strategy } = readInput(Input, input);
  const assignee = await ask<string | null>(client, "select app_hidden.assign_record($1, $2, $3, $4, $5)",
    [key, objectType, objectId, to, strategy ?? null]);
  if (assignee === null) throw new ActionError("No assignment rule gave this lead to anybody.");
  return { output: { assignee_id: assignee }, changesRecord: true };
}
