import type { ActionRequest, ActionResult } from "./index.ts";
import { recordOf } from "./index.ts";

/** update_field: one field of the record, or several. Those that hold the value already stay untouched. */
export async function updateField(request: ActionRequest): Promise<ActionResult> {
  const { objectType, objectId } = recordOf(request);
  const { field, value, values } = request.input;
  const changes = typeof field === "string" ? { [field]: value ?? null } : values;
  const { rows } = await request.client.query<{ changed: boolean }>({
    name: "workflow-update-field",
    text: "select app_hidden.update_record($1, $2, $3) as changed",
    values: [objectType, objectId, JSON.stringify(changes)],
  });
  const changed = rows[0]?.changed ?? false;
  return { output: { id: objectId, changed }, changesRecord: changed };
}
