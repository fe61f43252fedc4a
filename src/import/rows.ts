import { createHash } from "node:crypto";
import { ConversionError, converters, currencyOfAmount } from "./convert.ts";
import type { ColumnStyle } from "./convert.ts";
import type { CsvRecord } from "./csv.ts";
import {
  dateOrderOf,
  decimalMarkOf,
  noEvidence,
  observeDate,
  observeNumber,
  sumEvidence,
} from "./evidence.ts";
import type { ColumnEvidence, DateOrder } from "./evidence.ts";
import type { ColumnMapping } from "./mapping.ts";
import type { ImportRow, ObjectMapping, PrepareContext, Value } from "./objects/types.ts";
import type { BadRow } from "./result.ts";

const dateConverters = new Set(["date", "timestamp"]);
const numberConverters = new Set(["amount", "integer", "percent", "secondsToMinutes"]);
const dayLength = 86_400_000;

/** A converted row with what it is called in the other system. */
export interface KeyedRow extends ImportRow {
  externalSystem: string;
  externalId: string;
  /** Whether the id came with the file, not from the row's content. */
  hasOwnId: boolean;
}

/** Looks at all values of a file, to tell how its dates and numbers are written. */
export class StyleObserver {
  readonly #columns: ColumnMapping[];
  readonly #evidence = new Map<number, ColumnEvidence>();

  constructor(columns: ColumnMapping[]) {
    this.#columns = columns.filter(
      ({ convert }) => dateConverters.has(convert) || numberConverters.has(convert),
    );
    for (const { index } of this.#columns) this.#evidence.set(index, noEvidence());
  }

  /** Takes one row into account. */
  observe(record: CsvRecord): void {
    for (const { index, convert } of this.#columns) {
      const cell = record.cells[index];
      const evidence = this.#evidence.get(index);
      if (!cell || !evidence) continue;
      if (dateConverters.has(convert)) observeDate(evidence, cell);
      else observeNumber(evidence, cell);
    }
  }

  /**
   * The style of each column, by its position.
   *
   * @param dateOrder - the order that the caller says dates have, which wins
   * @param warn - told of columns whose dates fit both orders
   */
  styles(dateOrder: DateOrder | undefined, warn: (warning: string) => void) {
    const file = sumEvidence(this.#evidence.values());
    const styles = new Map<number, ColumnStyle>();
    for (const { index, header, convert } of this.#columns) {
      const evidence = this.#evidence.get(index) ?? noEvidence();
      const { order, assumed } = dateOrderOf(evidence, file);
      if (assumed && dateOrder === undefined && dateConverters.has(convert)) {
        warn(
          `The dates of "${header}" can be read month first or day first; ` +
            "they were read month first.",
        );
      }
      styles.set(index, {
        dateOrder: dateOrder ?? order,
        decimalMark: decimalMarkOf(evidence, file),
      });
    }
    return styles;
  }
}

/** How the rows of one file are converted. */
export interface RowReaderOptions {
  mapping: ObjectMapping;
  columns: ColumnMapping[];
  styles: Map<number, ColumnStyle>;
  externalSystem: string;
  context: PrepareContext;
  /** Whole days by which dates are moved. */
  shiftDays: number;
}

const anyStyle: ColumnStyle = { dateOrder: "month-first", decimalMark: "." };

/** Converts the records of one file into rows. */
export class RowReader {
  readonly #options: RowReaderOptions;
  readonly #seen = new Map<string, number>();

  constructor(options: RowReaderOptions) {
    this.#options = options;
  }

  /** The row of a record; or what is wrong with it; or null for a row marked as deleted. */
  read(record: CsvRecord): KeyedRow | BadRow | null {
    const { mapping, columns, styles, context } = this.#options;
    const { line, cells, problem } = record;
    const key = this.#keyOf(record);
    if (problem !== null) return { line, message: problem };
    // The keys of custom come from the header, where `__proto__` is a name like any other.
    const custom = Object.create(null) as KeyedRow["custom"];
    const row: KeyedRow = { line, values: {}, custom, ...key };
    for (const column of columns) {
      const cell = cells[column.index] ?? "";
      if (cell.trim() === "") continue;
      if (cell.includes("\u0000")) {
        return { line, column: column.header, message: "The cell holds a NUL character." };
      }
      try {
        this.#place(
          row,
          column,
          converters[column.convert](cell, styles.get(column.index) ?? anyStyle),
        );
      } catch (error) {
        if (!(error instanceof ConversionError)) throw error;
        const message = `"${clip(cell)}" ${error.message}.`;
        return { line, column: column.header, value: clip(cell), message };
      }
      if (column.convert === "amount" && column.field in mapping.fields && "currency" in mapping.fields) {
        row.values["currency"] ??= currencyOfAmount(cell);
      }
    }
    if (row.values["$is_deleted"] === true) return null;
    try {
      mapping.prepare?.(row, context);
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      return { line, message: error.message };
    }
    return row;
  }

  #place(row: KeyedRow, column: ColumnMapping, value: Value): void {
    const { mapping, shiftDays } = this.#options;
    if (column.field.startsWith("custom_data.")) {
      row.custom[column.field.slice("custom_data.".length)] = value;
      return;
    }
    const moves =
      shiftDays !== 0 &&
      dateConverters.has(column.convert) &&
      mapping.fields[column.field]?.isFixedDate !== true;
    row.values[column.field] =
      moves && typeof value === "string" ? moveDays(value, shiftDays) : value;
  }

  /** Rows without an id are called after their content, so that a second run finds them again. */
  #keyOf(record: CsvRecord): Pick<KeyedRow, "externalSystem" | "externalId" | "hasOwnId"> {
    const { columns, externalSystem, mapping } = this.#options;
    const idColumn = columns.find((column) => column.field === "$id");
    const id = idColumn ? (record.cells[idColumn.index] ?? "").trim() : "";
    if (id !== "") return { externalSystem, externalId: id, hasOwnId: true };
    const hash = createHash("sha256")
      .update(JSON.stringify([mapping.object, record.cells]))
      .digest("hex")
      .slice(0, 32);
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    const externalId = count === 1 ? hash : `${hash}-${count}`;
    return { externalSystem: "file", externalId, hasOwnId: false };
  }
}

/** True for a bad row as opposed to one that can be written. */
export function isBadRow(row: KeyedRow | BadRow): row is BadRow {
  return "message" in row;
}

function moveDays(value: string, days: number): string {
  const date = new Date(Date.parse(value.slice(0, 10)) + days * dayLength);
  return date.toISOString().slice(0, 10) + value.slice(10);
}

function clip(cell: string): string {
  return cell.length > 200 ? `${cell.slice(0, 200)}…` : cell;
}
