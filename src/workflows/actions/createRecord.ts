import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.object({ object_type: z.string(), values: z.record(z.string(), z.unknown()) });

/** Makes a record of given values, each as its field takes it. */
export async function createRecord(request: ActionRequest): Promise<ActionResult> {
  const { client, input, key } = request;
  const { object_type, values } = readInput(Input, input);
  const id = await ask<string>(client, "select app_hidden.create_once($1, $2, $3)", [key, object_type, JSON.stringify(values)]);
  return { output: { id, object_type }, changesRecord: true };
}
