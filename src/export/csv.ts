/** How records are written as CSV (RFC 4180, UTF-8 with a mark that spreadsheets know it by). */

/** A column of a file. */
export type ExportColumn = {
  name: string;
  /** Holds words of somebody's, in which a spreadsheet may find a formula. */
  isText: boolean;
};

const BYTE_ORDER_MARK = "\uFEFF";
/** What spreadsheets take for a formula, full-width signs of some of them included. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** The text as something that no spreadsheet runs: what would be a formula gets an apostrophe in front. */
export function neutralise(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line: names of columns. */
export function csvHeader(columns: readonly ExportColumn[]): string {
  return `${BYTE_ORDER_MARK}${columns.map(({ name }) => quote(neutralise(name))).join(",")}\r\n`;
}

/** A line of a record. Null is an empty cell. */
export function csvLine(columns: readonly ExportColumn[], cells: readonly (string | null)[]): string {
  const written = columns.map(({ isText }, place) => {
    const cell = cells[place] ?? "";
    return quote(isText ? neutralise(cell) : cell);
  });
  return `${written.join(",")}\r\n`;
}
