/** How records are written as CSV (RFC 4180, UTF-8 with a mark that spreadsheets know it by). */
import { stringify } from "csv-stringify/sync";

/** A column of a file. */
export type ExportColumn = {
  name: string;
  /** Holds words of somebody's, in which a spreadsheet may find a formula. */
  isText: boolean;
};

const BYTE_ORDER_MARK = "\uFEFF";
/** What spreadsheets take for a formula, full-width signs of some of them included. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;
// What readers take otherwise than it was written, beside the signs of CSV itself.
const FORMAT = { record_delimiter: "\r\n", quoted_match: /[\r\n]|^\s|\s$/ };

/** The text as something that no spreadsheet runs: what would be a formula gets an apostrophe in front. */
export function neutralise(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The first line: names of columns. */
export function csvHeader(columns: readonly ExportColumn[]): string {
  return BYTE_ORDER_MARK + stringify([columns.map(({ name }) => neutralise(name))], FORMAT);
}

/** A line for each record. Null is an empty cell. */
export function csvLines(columns: readonly ExportColumn[], records: readonly (readonly (string | null)[])[]): string {
  return stringify(
    records.map((cells) => columns.map(({ isText }, place) => {
      const cell = cells[place] ?? "";
      return isText ? neutralise(cell) : cell;
    })),
    FORMAT,
  );
}
