import type { ClientBase } from "pg";
import type { Field, ObjectMapping, ObjectName, Value } from "./objects/types.ts";
import type { References } from "./references.ts";
import type { BadRow } from "./result.ts";
import type { KeyedRow } from "./rows.ts";
import type { StageBook } from "./stages.ts";
import type { WritableRow } from "./writer.ts";

/** What resolving a batch came to. */
export interface Resolved {
  rows: WritableRow[];
  badRows: BadRow[];
}

/** What resolving needs to know and whom it tells. */
export interface ResolveOptions {
  mapping: ObjectMapping;
  references: References;
  stages: StageBook | null;
  /** Header of a field's column, for messages. */
  headerOf(field: string): string;
  /** Told of an owner who is no member. */
  onUnknownOwner(cell: string): void;
  /** Told of a cell that refers to a record that is not there. */
  onUnknownRecord(field: string): void;
}

const accountIdPattern = /^001[A-Za-z0-9]{12,15}$/;

/** Replaces what cells refer to by the ids of our records, for a whole batch at once. */
export async function resolveReferences(
  client: ClientBase,
  batch: KeyedRow[],
  options: ResolveOptions,
): Promise<Resolved> {
  const { mapping } = options;
  const rows = batch.map((row) => ({ ...row, columns: plainColumns(row, mapping) }));
  const badRows = new Map<number, BadRow>();
  for (const [name, field] of Object.entries(mapping.fields)) {
    if (!field.references || field.isDeferred === true) continue;
    await resolveField(client, rows, name, field, options, badRows);
  }
  if (mapping.object === "Lead") await nameCompanies(client, rows, options.references);
  for (const row of rows) {
    if (mapping.table === "activities" && row.columns["status"] === "completed") {
      row.columns["completed_by"] ??= row.columns["assigned_to_id"] ?? null;
    }
  }
  return {
    rows: rows.filter((row) => !badRows.has(row.line)),
    badRows: [...badRows.values()],
  };
}

async function resolveField(
  client: ClientBase,
  rows: (KeyedRow & WritableRow)[],
  name: string,
  field: Field,
  options: ResolveOptions,
  badRows: Map<number, BadRow>,
): Promise<void> {
  const cells = new Set<string>();
  for (const row of rows) {
    const cell = row.values[name];
    if (typeof cell === "string") cells.add(cell);
  }
  if (cells.size === 0 && field.isNeeded !== true) return;
  const found = await findTargets(client, field, cells, options);
  for (const row of rows) {
    const cell = row.values[name];
    const columns = typeof cell === "string" ? found.get(cell) : undefined;
    if (columns) {
      for (const [column, value] of Object.entries(columns)) {
        const target = column === "" ? name : column;
        if (column === "" || row.columns[target] == null) row.columns[target] = value;
      }
    } else if (field.isNeeded === true) {
      badRows.set(row.line, {
        line: row.line,
        column: options.headerOf(name),
        ...(typeof cell === "string" ? { value: cell } : {}),
        message:
          typeof cell === "string" ? "Nothing of that name or id is there." : "It is needed.",
      });
    } else if (typeof cell === "string") {
      if (!field.references?.includes("Member")) options.onUnknownRecord(name);
      else if (field.isInitial !== true) options.onUnknownOwner(cell);
    }
  }
}

/** Cell → what it fills: column → id; the column `""` is the field itself. */
async function findTargets(
  client: ClientBase,
  field: Field,
  cells: Set<string>,
  { references, stages }: ResolveOptions,
): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  for (const target of field.references ?? []) {
    const open = [...cells].filter((cell) => !found.has(cell));
    const column = field.columns?.[target] ?? "";
    if (target === "Member") {
      for (const cell of open) {
        const id = await references.findMember(client, cell);
        if (id !== null) found.set(cell, { [column]: id });
      }
    } else if (target === "Stage") {
      for (const cell of open) {
        const stage = stages?.find(cell);
        if (stage) found.set(cell, { "": stage.id, pipeline_id: stage.pipelineId });
      }
    } else {
      const ids = await references.findRecords(client, target satisfies ObjectName, open);
      for (const [cell, id] of ids) found.set(cell, { [column]: id });
    }
  }
  return found;
}

/** Some exports hold the account's id where the lead's company should be. */
async function nameCompanies(
  client: ClientBase,
  rows: WritableRow[],
  references: References,
): Promise<void> {
  const ids = new Set<string>();
  for (const { columns } of rows) {
    const company = columns["company"];
    if (typeof company === "string" && accountIdPattern.test(company)) ids.add(company);
  }
  if (ids.size === 0) return;
  const names = await references.findAccountNames(client, [...ids]);
  for (const { columns } of rows) {
    columns["company"] = names.get(String(columns["company"])) ?? columns["company"] ?? null;
  }
}

function plainColumns(row: KeyedRow, mapping: ObjectMapping): Record<string, Value> {
  const columns: Record<string, Value> = {};
  for (const [name, field] of Object.entries(mapping.fields)) {
    if (field.isVirtual === true || field.references) continue;
    columns[name] = row.values[name] ?? null;
  }
  return columns;
}
