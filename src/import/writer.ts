import type { ClientBase } from "pg";
import { describeRowError } from "./databaseError.ts";
import { findMerged } from "./duplicates.ts";
import type { DuplicateFinder } from "./duplicates.ts";
import type { ConstraintMeaning, RowError } from "./databaseError.ts";
import type { ObjectMapping, Value } from "./objects/types.ts";
import type { BadRow } from "./result.ts";

/** A row whose references are resolved: column → value. */
export interface WritableRow {
  line: number;
  externalSystem: string;
  externalId: string;
  hasOwnId: boolean;
  columns: Record<string, Value>;
  custom: Record<string, Value>;
}

/** What became of a batch. */
export interface WriteCounts {
  created: number;
  updated: number;
  unchanged: number;
  badRows: BadRow[];
}

interface Column {
  name: string;
  type: string;
  fallback: string | null;
}

/**
 * Writes rows of one object, set by set: what is there already is recognised and updated where it
 * differs, the rest is inserted. A row that the database refuses does not take the others along.
 */
export class TableWriter {
  readonly #mapping: ObjectMapping;
  readonly #columns: Column[];
  readonly #constraints: Map<string, ConstraintMeaning>;
  readonly #duplicates: DuplicateFinder;

  private constructor(
    mapping: ObjectMapping,
    columns: Column[],
    constraints: Map<string, ConstraintMeaning>,
    duplicates: DuplicateFinder,
  ) {
    this.#mapping = mapping;
    this.#columns = columns;
    this.#constraints = constraints;
    this.#duplicates = duplicates;
  }

  /** Reads from the catalog what columns the table has. */
  static async open(
    client: ClientBase,
    mapping: ObjectMapping,
    duplicates: DuplicateFinder,
  ): Promise<TableWriter> {
    const { rows } = await client.query<Column>(
      `select a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
           pg_get_expr(d.adbin, d.adrelid) as fallback
         from pg_attribute a
         left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
         where a.attrelid = format('app_public.%I', $1::text)::regclass
           and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
      [mapping.table],
    );
    const fields = Object.entries(mapping.fields);
    const wanted = fields.filter(([, field]) => field.isVirtual !== true).map(([name]) => name);
    const columns = wanted.map((name) => {
      const column = rows.find((row) => row.name === name);
      if (!column) throw new Error(`app_public.${mapping.table} has no column ${name}.`);
      return column;
    });
    return new TableWriter(mapping, columns, await loadConstraints(client, mapping.table), duplicates);
  }

  /** Writes the rows within the client's transaction. */
  async write(client: ClientBase, rows: WritableRow[]): Promise<WriteCounts> {
    const counts: WriteCounts = { created: 0, updated: 0, unchanged: 0, badRows: [] };
    const { ids, merged } = await this.#match(client, rows);
    const fresh = rows.filter((row) => !ids.has(row.line));
    const leftOut = await this.#duplicates.look(client, fresh);
    counts.badRows.push(...leftOut.values());
    const own = rows.filter((row) => !leftOut.has(row.line) && !merged.has(row.line));
    await this.#writeSome(client, own, ids, counts);
    for (const round of eachOnce(rows.filter((row) => merged.has(row.line)), ids)) {
      await this.#writeSome(client, round, ids, counts, true);
    }
    return counts;
  }

  /** Sets a column of records that refer to later rows of the same file. */
  async fillIn(client: ClientBase, column: string, values: Map<string, string>): Promise<number> {
    const { rowCount } = await client.query(
      `update app_public.${this.#mapping.table} t set ${column} = v.value::uuid
         from jsonb_each_text($1::jsonb) as v (key, value)
         where t.id = v.key::uuid and t.${column} is distinct from v.value::uuid`,
      [JSON.stringify(Object.fromEntries(values))],
    );
    return rowCount ?? 0;
  }

  /** Line → id of the record that the row stands for, and the lines of which it was merged into that. */
  async #match(
    client: ClientBase,
    rows: WritableRow[],
  ): Promise<{ ids: Map<number, string>; merged: Set<number> }> {
    const { table, naturalKey } = this.#mapping;
    const ids = new Map<number, string>();
    const merged = new Set<number>();
    const known = await client.query<{ line: number; id: string }>(
      `select r.line, t.id from jsonb_to_recordset($1::jsonb)
           as r (line int, external_system text, external_id text)
         join app_public.${table} t using (external_system, external_id)`,
      [JSON.stringify(rows.map(keyOf))],
    );
    for (const { line, id } of known.rows) ids.set(line, id);
    for (const [line, id] of await findMerged(client, this.#mapping, rows)) {
      if (ids.has(line)) continue;
      ids.set(line, id);
      merged.add(line);
    }
    if (!naturalKey) return { ids, merged };
    const named = rows.filter((row) => !ids.has(row.line) && row.columns[naturalKey.field] != null);
    if (named.length === 0) return { ids, merged };
    const expression = (name: string) => naturalKey.expression.replace("$1", name);
    const byName = await client.query<{ line: number; id: string }>(
      `select r.line, min(t.id::text) as id
         from jsonb_to_recordset($1::jsonb) as r (line int, value text, has_own_id boolean)
         join app_public.${table} t
           on ${expression(`t.${naturalKey.field}`)} = ${expression("r.value")}
         where t.external_id is null or t.external_system = 'file' or not r.has_own_id
         group by r.line having count(*) = 1`,
      [
        JSON.stringify(
          named.map((row) => ({
            line: row.line,
            value: row.columns[naturalKey.field],
            has_own_id: row.hasOwnId,
          })),
        ),
      ],
    );
    for (const { line, id } of byName.rows) ids.set(line, id);
    return { ids, merged };
  }

  /** Writes all rows at once; when the database refuses, by halves, down to the row at fault. */
  async #writeSome(
    client: ClientBase,
    rows: WritableRow[],
    ids: Map<number, string>,
    counts: WriteCounts,
    isMerged = false,
  ): Promise<void> {
    if (rows.length === 0) return;
    await client.query("savepoint rows");
    try {
      const done = await this.#writeAll(client, rows, ids, isMerged);
      await client.query("release savepoint rows");
      counts.created += done.created;
      counts.updated += done.updated;
      counts.unchanged += done.unchanged;
      counts.badRows.push(...done.badRows);
    } catch (error) {
      const rowError = describeRowError(error, this.#constraints);
      if (rowError === null) throw error;
      await client.query("rollback to savepoint rows");
      await client.query("release savepoint rows");
      const only = rows.length === 1 ? rows[0] : undefined;
      if (only) {
        counts.badRows.push(badRow(only, rowError));
        return;
      }
      const half = Math.ceil(rows.length / 2);
      await this.#writeSome(client, rows.slice(0, half), ids, counts, isMerged);
      await this.#writeSome(client, rows.slice(half), ids, counts, isMerged);
    }
  }

  async #writeAll(
    client: ClientBase,
    rows: WritableRow[],
    ids: Map<number, string>,
    isMerged: boolean,
  ): Promise<WriteCounts> {
    const known = rows.filter((row) => ids.has(row.line));
    const fresh = rows.filter((row) => !ids.has(row.line));
    const counts: WriteCounts = { created: 0, updated: 0, unchanged: 0, badRows: [] };
    if (known.length > 0) {
      const input = JSON.stringify(known.map((row) => recordOf(row, ids.get(row.line))));
      const changed = await client.query<{ line: number }>(this.#changedSql(isMerged), [input]);
      if (changed.rows.length > 0) {
        const updated = await client.query<{ line: number }>(this.#updateSql(isMerged), [input]);
        const lines = new Set(updated.rows.map((row) => row.line));
        counts.updated = lines.size;
        for (const { line } of changed.rows) {
          if (!lines.has(line)) {
            counts.badRows.push({ line, message: "You may not change this record." });
          }
        }
      }
      counts.unchanged = known.length - counts.updated - counts.badRows.length;
    }
    if (fresh.length > 0) {
      const input = JSON.stringify(fresh.map((row) => recordOf(row, undefined)));
      const inserted = await client.query(this.#insertSql(), [input]);
      counts.created = inserted.rowCount ?? 0;
    }
    return counts;
  }

  #recordset(): string {
    const columns = this.#columns.map(({ name, type }) => `${name} ${type}`).join(", ");
    return `jsonb_to_recordset($1::jsonb) as source (line int, id uuid, external_system text,
      external_id text, custom_data jsonb, ${columns})`;
  }

  #insertSql(): string {
    const names = ["external_system", "external_id", ...this.#columns.map(({ name }) => name)];
    const values = [
      "source.external_system",
      "source.external_id",
      ...this.#columns.map(({ name, fallback }) =>
        fallback === null ? `source.${name}` : `coalesce(source.${name}, ${fallback})`,
      ),
    ];
    if (this.#mapping.hasCustomData) {
      names.push("custom_data");
      values.push("source.custom_data");
    }
    return `insert into app_public.${this.#mapping.table} (${names.join(", ")})
      select ${values.join(", ")} from ${this.#recordset()} order by source.line`;
  }

  /**
   * Column → SQL of its value after an update. A blank cell leaves what is there, and a row of a
   * record that was merged whatever the one that stayed has: that is not what it is any more.
   */
  #assignments(isMerged: boolean): [string, string][] {
    const assignments: [string, string][] = [];
    for (const { name } of this.#columns) {
      const field = this.#mapping.fields[name];
      if (field?.isInitial === true || field?.isDeferred === true) continue;
      const given = field?.update ?? `source.${name}`;
      const unit = this.#columns.filter((other) => unitOf(other.name) === unitOf(name));
      assignments.push([name, isMerged
        ? `case when num_nonnulls(${unit.map((other) => `target.${other.name}`).join(", ")}) = 0 then ${given} else target.${name} end`
        : `coalesce(${given}, target.${name})`]);
    }
    if (this.#mapping.hasCustomData) {
      // As it will be kept, so that what stays the same counts as unchanged.
      const given = `app_hidden.normalise_custom_data('${this.#mapping.permission}', source.custom_data)`;
      assignments.push(["custom_data", isMerged ? `${given} || target.custom_data` : `target.custom_data || ${given}`]);
    }
    assignments.push([
      "external_system",
      "coalesce(target.external_system, source.external_system)",
    ]);
    assignments.push(["external_id", "coalesce(target.external_id, source.external_id)"]);
    return assignments;
  }

  #difference(isMerged: boolean): string {
    const assignments = this.#assignments(isMerged);
    const after = assignments.map(([, value]) => value).join(", ");
    const before = assignments.map(([name]) => `target.${name}`).join(", ");
    return `target.id = source.id and (${after}) is distinct from (${before})`;
  }

  #changedSql(isMerged: boolean): string {
    return `select source.line from app_public.${this.#mapping.table} target, ${this.#recordset()}
      where ${this.#difference(isMerged)}`;
  }

  #updateSql(isMerged: boolean): string {
    const set = this.#assignments(isMerged).map(([name, value]) => `${name} = ${value}`);
    return `update app_public.${this.#mapping.table} target set ${set.join(", ")}
      from ${this.#recordset()} where ${this.#difference(isMerged)} returning source.line`;
  }
}

/** Columns that are filled in together or not at all, as merging does. */
function unitOf(column: string): string {
  if (/^(street|city|state|postal_code|country)$/.test(column)) return "address";
  if (column === "annual_revenue" || column === "currency") return "revenue";
  return /^(mailing|billing|shipping)_/.exec(column)?.[1] ?? column;
}

/** The rows in rounds: within one statement a record changes only once. */
function eachOnce(rows: WritableRow[], ids: Map<number, string>): WritableRow[][] {
  const rounds: WritableRow[][] = [];
  const times = new Map<string, number>();
  for (const row of rows) {
    const id = ids.get(row.line) ?? "";
    const round = times.get(id) ?? 0;
    times.set(id, round + 1);
    (rounds[round] ??= []).push(row);
  }
  return rounds;
}

/** Checks, references and unique indexes of a table, by their names. */
async function loadConstraints(
  client: ClientBase,
  table: string,
): Promise<Map<string, ConstraintMeaning>> {
  const { rows } = await client.query<ConstraintMeaning & { name: string }>(
    `select r.name, r.comment, array(
         select a.attname::text from pg_attribute a
           where a.attrelid = r.relation and a.attnum = any (r.numbers)
             and a.attname <> 'organization_id' order by a.attnum) as columns
       from (
         select conname::text as name, conrelid as relation, conkey as numbers,
             obj_description(oid, 'pg_constraint') as comment
           from pg_constraint
         union all
         select c.relname, i.indrelid, i.indkey::int2[], obj_description(c.oid, 'pg_class')
           from pg_index i join pg_class c on c.oid = i.indexrelid
           where i.indisunique and not exists (
             select from pg_constraint k where k.conindid = c.oid and k.conrelid = i.indrelid)) r
       where r.relation = format('app_public.%I', $1::text)::regclass`,
    [table],
  );
  return new Map(rows.map(({ name, ...meaning }) => [name, meaning]));
}

function keyOf(row: WritableRow) {
  return { line: row.line, external_system: row.externalSystem, external_id: row.externalId };
}

function recordOf(row: WritableRow, id: string | undefined) {
  return { ...row.columns, ...keyOf(row), id, custom_data: row.custom };
}

/** `custom_data.tier` → `tier`. */
function keyIn(column: string): string {
  return column.replace(/^custom_data\./, "");
}

function badRow(row: WritableRow, { column, message }: RowError): BadRow {
  const value = column === undefined ? undefined : (row.columns[column] ?? row.custom[keyIn(column)]);
  return {
    line: row.line,
    ...(column === undefined ? {} : { column }),
    ...(value == null ? {} : { value: String(value).slice(0, 200) }),
    message,
  };
}
