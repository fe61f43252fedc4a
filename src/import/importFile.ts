import type { ClientBase } from "pg";
import type { ColumnStyle } from "./convert.ts";
import { readRecords } from "./csv.ts";
import type { CsvRecord, CsvShape } from "./csv.ts";
import { describeRowError } from "./databaseError.ts";
import { DuplicateFinder } from "./duplicates.ts";
import type { DuplicateHandling } from "./duplicates.ts";
import type { ColumnMapping } from "./mapping.ts";
import type { ObjectMapping, PrepareContext } from "./objects/types.ts";
import type { References } from "./references.ts";
import { resolveReferences } from "./resolve.ts";
import type { ResolveOptions } from "./resolve.ts";
import { keptBadRows, warnOnce } from "./result.ts";
import type { BadRow, FileResult } from "./result.ts";
import { isBadRow, RowReader } from "./rows.ts";
import type { KeyedRow } from "./rows.ts";
import type { ImportSession } from "./session.ts";
import type { CsvSource } from "./source.ts";
import type { StageBook } from "./stages.ts";
import { TableWriter } from "./writer.ts";

/** A file that was looked at and is ready to be written. */
export interface FilePlan {
  source: CsvSource;
  shape: CsvShape;
  mapping: ObjectMapping;
  columns: ColumnMapping[];
  styles: Map<number, ColumnStyle>;
  result: FileResult;
}

/** What the files of one import have in common. */
export interface ImportRun {
  session: ImportSession;
  references: References;
  stages: StageBook | null;
  currency: string;
  now: string;
  shiftDays: number;
  duplicates: DuplicateHandling;
  batchSize: number;
  /** Data rows that an earlier run of the same file has written. */
  startAfter: number;
  onBadRow?(file: string, row: BadRow): void;
  /** Runs in the transaction of each batch, before its commit. */
  onBatch?(client: ClientBase, result: FileResult, processedRows: number): Promise<void>;
}

/** Fewer new rows than this are no reason to refresh a table's statistics. */
const fewRows = 1000;

/**
 * Writes one file, batch by batch.
 *
 * @throws what is no fault of a row; the batches before it stay written
 */
export async function importFile(run: ImportRun, plan: FilePlan): Promise<void> {
  const importer = new FileImporter(run, plan);
  await importer.run();
}

class FileImporter {
  readonly #run: ImportRun;
  readonly #plan: FilePlan;
  readonly #reader: RowReader;
  readonly #unknownRecords = new Map<string, number>();
  /** Deferred column → our row's foreign id → the cell that it refers to. */
  readonly #deferred = new Map<string, Map<string, string>>();
  readonly #duplicates: DuplicateFinder;
  #writer: TableWriter | null = null;
  #processed = 0;
  #deleted = 0;
  /** Rows made when statistics were last refreshed. */
  #counted = 0;

  constructor(run: ImportRun, plan: FilePlan) {
    this.#run = run;
    this.#plan = plan;
    const { mapping, columns, styles, result } = plan;
    this.#duplicates = new DuplicateFinder(mapping, run.duplicates);
    const context: PrepareContext = {
      warn: (warning) => warnOnce(result, warning),
      currency: run.currency,
      now: run.now,
      stageKind: (name) => run.stages?.find(String(name ?? ""))?.kind ?? "open",
    };
    const { externalSystem } = run.references;
    const { shiftDays } = run;
    this.#reader = new RowReader({ mapping, columns, styles, externalSystem, context, shiftDays });
  }

  async run(): Promise<void> {
    const { source, shape, result } = this.#plan;
    let batch: KeyedRow[] = [];
    let keys = new Set<string>();
    let bad: BadRow[] = [];
    const flush = async () => {
      if (batch.length > 0 || bad.length > 0) await this.#writeBatch(batch, bad);
      batch = [];
      bad = [];
      keys = new Set();
    };
    let position = 0;
    for await (const record of readRecords(source, shape)) {
      position += 1;
      const row = this.#read(record);
      if (row && !isBadRow(row)) this.#defer(row);
      if (position <= this.#run.startAfter) {
        this.#processed = position;
        continue;
      }
      if (row && isBadRow(row)) {
        bad.push(row);
      } else if (row) {
        const rowKeys = this.#keysOf(row);
        // Within one statement a record cannot be both made and found again.
        if (rowKeys.some((key) => keys.has(key))) await flush();
        for (const key of rowKeys) keys.add(key);
        batch.push(row);
      } else {
        this.#deleted += 1;
        result.unchanged += 1;
      }
      this.#processed = position;
      if (batch.length >= this.#run.batchSize || bad.length >= this.#run.batchSize) await flush();
    }
    await flush();
    await this.#fillDeferred();
    this.#addWarnings();
  }

  #read(record: CsvRecord): KeyedRow | BadRow | null {
    return this.#reader.read(record);
  }

  #keysOf(row: KeyedRow): string[] {
    const { naturalKey } = this.#plan.mapping;
    const keys = [`id ${row.externalSystem} ${row.externalId}`];
    const natural = naturalKey ? row.values[naturalKey.field] : null;
    if (typeof natural === "string") keys.push(`key ${natural.trim().toLowerCase()}`);
    return keys;
  }

  async #writeBatch(batch: KeyedRow[], bad: BadRow[]): Promise<void> {
    const { result, mapping } = this.#plan;
    const { session, onBatch } = this.#run;
    const written = await session.batch(async (client) => {
      await client.query("select app_hidden.require_permission($1, 'import')", [
        mapping.permission,
      ]);
      const resolved = await resolveReferences(client, batch, this.#resolveOptions());
      this.#writer ??= await TableWriter.open(client, mapping, this.#duplicates);
      const counts = await this.#writer.write(client, resolved.rows);
      const badRows = [...bad, ...resolved.badRows, ...counts.badRows];
      badRows.sort((a, b) => a.line - b.line);
      const after: FileResult = {
        ...result,
        created: result.created + counts.created,
        updated: result.updated + counts.updated,
        unchanged: result.unchanged + counts.unchanged,
        failed: result.failed + badRows.length,
        badRows: [...result.badRows, ...badRows].slice(0, keptBadRows),
      };
      await onBatch?.(client, after, this.#processed);
      return { after, badRows };
    });
    // Only now is the batch kept: a failed commit must not leave its counts behind.
    Object.assign(result, written.after);
    for (const row of written.badRows) this.#run.onBadRow?.(result.file, row);
    await this.#refreshStatistics();
  }

  /**
   * Lets Postgres count anew each time that the table has doubled: with what it knew of a small
   * table, the checks of each row would take the wrong index of a large one.
   */
  async #refreshStatistics(): Promise<void> {
    const { mapping, result } = this.#plan;
    if (result.created - this.#counted < Math.max(fewRows, this.#counted)) return;
    this.#counted = result.created;
    await this.#run.session.batch(async (client) => {
      await client.query("select app_hidden.refresh_statistics($1)", [mapping.table]);
    });
  }

  #resolveOptions(): ResolveOptions {
    const { mapping, columns, result } = this.#plan;
    const { references, stages } = this.#run;
    return {
      mapping,
      references,
      stages,
      headerOf: (field) => columns.find((column) => column.field === field)?.header ?? field,
      onUnknownOwner: (cell) =>
        warnOnce(
          result,
          `${references.userLabel(cell)} is no member of the organization: ` +
            "new records of this owner were given to the importing user.",
        ),
      onUnknownRecord: (field) =>
        this.#unknownRecords.set(field, (this.#unknownRecords.get(field) ?? 0) + 1),
    };
  }

  #defer(row: KeyedRow): void {
    for (const [name, field] of Object.entries(this.#plan.mapping.fields)) {
      const cell = row.values[name];
      if (field.isDeferred !== true || typeof cell !== "string" || !row.hasOwnId) continue;
      const cells = this.#deferred.get(name) ?? new Map<string, string>();
      cells.set(row.externalId, cell);
      this.#deferred.set(name, cells);
    }
  }

  async #fillDeferred(): Promise<void> {
    const { mapping } = this.#plan;
    const { session, references, batchSize } = this.#run;
    for (const [name, cells] of this.#deferred) {
      const target = mapping.fields[name]?.references?.[0];
      if (target === undefined || target === "Member" || target === "Stage") continue;
      const pairs = [...cells];
      for (let start = 0; start < pairs.length; start += batchSize) {
        const part = pairs.slice(start, start + batchSize);
        await session.batch(async (client) => {
          const own = await references.findRecords(
            client,
            mapping.object,
            part.map(([id]) => id),
          );
          const other = await references.findRecords(
            client,
            target,
            part.map(([, cell]) => cell),
          );
          const values = new Map<string, string>();
          for (const [id, cell] of part) {
            const [record, referred] = [own.get(id), other.get(cell)];
            if (record === undefined) continue;
            if (referred === undefined || referred === record) this.#countUnknown(name);
            else values.set(record, referred);
          }
          await this.#fillIn(client, name, values);
        });
      }
    }
  }

  async #fillIn(client: ClientBase, column: string, values: Map<string, string>): Promise<void> {
    if (values.size === 0) return;
    this.#writer ??= await TableWriter.open(client, this.#plan.mapping, this.#duplicates);
    await client.query("savepoint filling");
    try {
      await this.#writer.fillIn(client, column, values);
    } catch (error) {
      if (describeRowError(error) === null) throw error;
      await client.query("rollback to savepoint filling");
      const pairs = [...values];
      if (pairs.length === 1) {
        this.#countUnknown(column);
      } else {
        const half = Math.ceil(pairs.length / 2);
        await this.#fillIn(client, column, new Map(pairs.slice(0, half)));
        await this.#fillIn(client, column, new Map(pairs.slice(half)));
      }
    }
    await client.query("release savepoint filling");
  }

  #countUnknown(field: string): void {
    this.#unknownRecords.set(field, (this.#unknownRecords.get(field) ?? 0) + 1);
  }

  #addWarnings(): void {
    const { columns, result } = this.#plan;
    for (const [field, count] of this.#unknownRecords) {
      const header = columns.find((column) => column.field === field)?.header ?? field;
      warnOnce(
        result,
        `"${header}" refers in ${count} ${count === 1 ? "row" : "rows"} to records that are not ` +
          "there (or cannot be used); it was left empty.",
      );
    }
    for (const warning of this.#duplicates.warnings()) warnOnce(result, warning);
    if (this.#deleted > 0) {
      warnOnce(result, `${this.#deleted} rows are marked as deleted and were left out.`);
    }
  }
}
