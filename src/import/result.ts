import { stringify } from "csv-stringify";
import type { Stringifier } from "csv-stringify";

/** A row that was not imported, or a cell that was left out of it. */
export interface BadRow {
  /** Line of the file on which the row begins. */
  line: number;
  column?: string;
  value?: string;
  message: string;
}

/** What became of one file. */
export interface FileResult {
  file: string;
  /** The object that the file holds, null when it was not recognised. */
  object: string | null;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  warnings: string[];
  /** The first bad rows, `keptBadRows` at most; `failed` counts all of them. */
  badRows: BadRow[];
  /** Why the file was not imported at all; null when it was. */
  refused: string | null;
  /** Why the file was passed over without being an error; null when it was not. */
  skipped: string | null;
}

/** What became of all the files of an import. */
export interface ImportResult {
  dryRun: boolean;
  files: FileResult[];
}

/** How many bad rows a result holds; all of them go to `onBadRow`. */
export const keptBadRows = 1000;

/** A result of nothing yet. */
export function emptyResult(file: string, object: string | null): FileResult {
  return {
    file,
    object,
    rows: 0,
    created: 0,
    updated: 0,
    unchanged: 0,
    failed: 0,
    warnings: [],
    badRows: [],
    refused: null,
    skipped: null,
  };
}

/** Adds a warning once, however many rows give rise to it. */
export function warnOnce(result: FileResult, warning: string): void {
  if (!result.warnings.includes(warning)) result.warnings.push(warning);
}

/**
 * A stream that writes bad rows as CSV. Cells that a spreadsheet would run as a formula are
 * written with an apostrophe before them.
 */
export function badRowWriter(): Stringifier {
  return stringify({
    header: true,
    columns: ["file", "line", "column", "value", "message"],
    bom: true,
    escape_formulas: true,
  });
}
