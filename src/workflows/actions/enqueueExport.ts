import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.object({
  object_type: z.string(),
  format: z.string(),
  filter: z.record(z.string(), z.unknown()).default({}),
  notify: z.boolean().default(true),
});

/** Starts an export for the workflow's owner. */
export async function enqueueExport(request: ActionRequest): Promise<ActionResult> {
  const { client, input, key } = request;
  const { object_type, format, filter, notify } = readInput(Input, input);
  const id = await ask<string>(client, "select app_hidden.export_once($1, $2, $3, $4, $5)",
    [key, object_type, format, JSON.stringify(filter), notify]);
  return { output: { id } };
}
