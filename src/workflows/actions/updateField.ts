import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { recordOf } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.union([
  z.object({ values: z.record(z.string(), z.unknown()) }),
  z.object({ field: z.string(), value: z.unknown().optional() }).transform(({ field, value }) => ({ values: { [field]: value ?? null } })),
]);

/** update_field: one field of the record, or several. Those that hold the value already stay untouched. */
export async function updateField(request: ActionRequest): Promise<ActionResult> {
  const { objectType, objectId } = recordOf(request);
  const { values } = readInput(Input, request.input);
  const changed = await ask<boolean>(request.client, "select is_changed from app_hidden.write_record($1, $2, $3)",
    [objectType, objectId, JSON.stringify(values)]);
  return { output: { id: objectId, changed }, changesRecord: changed };
}
