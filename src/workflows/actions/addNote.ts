import type { ActionRequest, ActionResult } from "./index.ts";
import { recordOf } from "./index.ts";

/** add_note: a note on the record. */
export async function addNote(request: ActionRequest): Promise<ActionResult> {
  const { objectType, objectId } = recordOf(request);
  const { title, content, pinned } = request.input;
  const { rows } = await request.client.query<{ id: string }>({
    name: "workflow-add-note",
    text: "select app_hidden.add_note_on($1, $2, $3, $4, $5) as id",
    values: [objectType, objectId, title ?? null, content, pinned ?? false],
  });
  return { output: { id: rows[0]?.id } };
}
