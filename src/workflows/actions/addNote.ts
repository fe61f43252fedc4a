import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { recordOf } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Input = z.object({ title: z.string().optional(), content: z.string(), pinned: z.boolean().default(false) });

/** add_note: a note on the record. */
export async function addNote(request: ActionRequest): Promise<ActionResult> {
  const { objectType, objectId } = recordOf(request);
  const { title, content, pinned } = readInput(Input, request.input);
  const values = { content, is_pinned: pinned, ...(title === undefined ? {} : { title }), [`${objectType}_id`]: objectId };
  const id = await ask<string>(request.client, "select app_hidden.create_once($1, 'note', $2)", [request.key, JSON.stringify(values)]);
  return { output: { id } };
}
