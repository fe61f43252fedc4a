import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ask, ownerOfRecord, readInput } from "./input.ts";

const Input = z.object({
  to: z.union([z.string(), z.array(z.string())]).transform((given) => (typeof given === "string" ? [given] : given)),
  message: z.string(),
});

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ROLE = "role:";

/** Tells members of the record. Those who do not see it are not shown what they are told. */
export async function sendNotification(request: ActionRequest): Promise<ActionResult> {
  const { client, context, input, key, run } = request;
  const { to, message } = readInput(Input, input);
  const roles = to.filter((named) => named.startsWith(ROLE)).map((named) => named.slice(ROLE.length));
  const members = to.flatMap((named) => {
    // Of no record it is whose workflow it is; of a record that is nobody's, nobody.
    if (named === "owner") return (context.objectId === null ? run.ownerId : ownerOfRecord(context)) ?? [];
    return ID.test(named) ? named : [];
  });
  const count = await ask<number>(client, "select app_hidden.notify_members($1, $2, $3, $4, $5, $6)",
    [key, members, roles, context.objectType, context.objectId, message]);
  return { output: { recipient_count: count } };
}
