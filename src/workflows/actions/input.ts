/** What actions have in common: reading their input, asking the database, whose the record is. */
import type { ClientBase } from "pg";
import type { z } from "zod";
import type { WorkflowContext } from "../context.ts";
import { ActionError } from "./index.ts";

/**
 * Reads an action's input. What a definition may hold the database has checked when it was saved; what
 * came out of its templates is looked at here.
 *
 * @throws ActionError naming the setting that is wrong
 */
export function readInput<Shape extends z.ZodType>(shape: Shape, input: unknown): z.output<Shape> {
  const read = shape.safeParse(input);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ActionError(`${issue?.path.join(".") ?? "input"}: ${issue?.message ?? "Is wrong."}`);
}

/** The one value that a statement answers. */
export async function ask<Value>(client: ClientBase, text: string, values: unknown[]): Promise<Value> {
  const { rows } = await client.query<[Value]>({ text, values, rowMode: "array" });
  if (!rows[0]) throw new Error(`No row: ${text}`);
  return rows[0][0];
}

const OWNER_COLUMNS: Readonly<Record<string, string>> = {
  activity: "assigned_to_id",
  task: "assignee_id",
  communication: "created_by",
  note: "created_by",
};

/** Whose the record of the run is, as far as the workflow's owner sees it; null for nobody's. */
export function ownerOfRecord({ objectType, record }: WorkflowContext): string | null {
  const owner = record?.[OWNER_COLUMNS[objectType ?? ""] ?? "owner_id"];
  return typeof owner === "string" ? owner : null;
}
