/**
 * Rows that look like records that exist, though neither their id nor their natural key says so, and
 * rows of records that were merged into others.
 */
import type { ClientBase } from "pg";
import { describeRowError } from "./databaseError.ts";
import type { ObjectMapping } from "./objects/types.ts";
import type { BadRow } from "./result.ts";
import type { WritableRow } from "./writer.ts";

/** What becomes of rows that look like records that exist (app_enum.duplicate_handlings). */
export type DuplicateHandling = "ignore" | "warn" | "skip";

/** New rows that are compared when it is only to warn; the nightly run compares all. */
const LARGEST_WARNED = 10_000;
/** Lines that a warning names. */
const NAMED = 10;

/** What records of a table are called by the rules (app_hidden.duplicate_criteria). */
const OBJECTS: Readonly<Record<string, string>> = {
  accounts: "account",
  contacts: "contact",
  leads: "lead",
};

/** Looks for rows that resemble records, and counts them. */
export class DuplicateFinder {
  readonly #object: string | undefined;
  readonly #handling: DuplicateHandling;
  readonly #lines: number[] = [];
  #looked = 0;
  #count = 0;

  constructor(mapping: ObjectMapping, handling: DuplicateHandling) {
    this.#object = OBJECTS[mapping.table];
    this.#handling = handling;
  }

  /**
   * Compares rows that are about to be made with what is there.
   *
   * @returns those that are to be left out, by line
   */
  async look(client: ClientBase, rows: readonly WritableRow[]): Promise<Map<number, BadRow>> {
    const leftOut = new Map<number, BadRow>();
    const isDone = this.#handling === "warn" && this.#looked >= LARGEST_WARNED;
    if (this.#object === undefined || this.#handling === "ignore" || isDone || rows.length === 0) return leftOut;
    this.#looked += rows.length;
    for (const { line, id } of await this.#find(client, this.#object, rows)) {
      this.#count += 1;
      if (this.#lines.length < NAMED) this.#lines.push(line);
      if (this.#handling === "skip") {
        leftOut.set(line, { line, message: `Looks like a record that exists (${id}) and was left out.` });
      }
    }
    return leftOut;
  }

  async #find(client: ClientBase, object: string, rows: readonly WritableRow[]): Promise<{ line: number; id: string }[]> {
    await client.query("savepoint looking");
    try {
      const { rows: found } = await client.query<{ line: number; id: string }>(
        "select line::int, record_id as id from app_hidden.find_duplicate_rows($1, $2)",
        [object, JSON.stringify(rows.map(({ line, columns }) => ({ ...columns, line })))],
      );
      await client.query("release savepoint looking");
      return found;
    } catch (error) {
      // A value that its column cannot hold: the writer finds the row and says so.
      if (describeRowError(error) === null) throw error;
      await client.query("rollback to savepoint looking");
      const half = Math.ceil(rows.length / 2);
      if (rows.length === 1) return [];
      const first = await this.#find(client, object, rows.slice(0, half));
      return [...first, ...(await this.#find(client, object, rows.slice(half)))];
    }
  }

  /** What there is to be said at the end of the file. */
  warnings(): string[] {
    if (this.#count === 0) return [];
    const more = this.#count > this.#lines.length ? ", …" : "";
    const lines = `${this.#count === 1 ? "line" : "lines"} ${this.#lines.join(", ")}${more}`;
    const [who, became] = this.#count === 1
      ? ["One row looks like a record that exists", "it was"]
      : [`${this.#count} rows look like records that exist`, "they were"];
    const what = this.#handling === "skip" ? "left out" : "made all the same";
    const limit = this.#handling === "warn" && this.#looked >= LARGEST_WARNED
      ? ` Only the first ${this.#looked} new rows were compared.` : "";
    return [`${who} (${lines}); ${became} ${what}.${limit}`];
  }
}

/** Line → id of the record into which the one that the row stands for was merged. */
export async function findMerged(
  client: ClientBase,
  { table }: ObjectMapping,
  rows: readonly WritableRow[],
): Promise<Map<number, string>> {
  const object = OBJECTS[table];
  if (object === undefined || rows.length === 0) return new Map();
  const keys = rows.map(({ line, externalSystem, externalId }) =>
    ({ line, external_system: externalSystem, external_id: externalId }));
  const { rows: found } = await client.query<{ line: number; id: string }>(
    `select distinct on (r.line) r.line, t.id
       from jsonb_to_recordset($1::jsonb) as r (line int, external_system text, external_id text)
       join app_public.former_external_ids f using (external_system, external_id)
       join app_public.${table} t on t.id = f.${object}_id
       order by r.line, t.id`,
    [JSON.stringify(keys)],
  );
  return new Map(found.map(({ line, id }) => [line, id]));
}
