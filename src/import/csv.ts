import { parse, type Info, type Options } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";
import { findEncoding, ImportRefusal, openText } from "./source.ts";
import type { CsvSource } from "./source.ts";

/** What a CSV file turned out to be. */
export interface CsvShape {
  encoding: string;
  delimiter: string;
  /** Header cells as written, trimmed. */
  header: string[];
  /** Data rows, blank ones not counted. */
  rows: number;
  warnings: string[];
}

/** A data row; `problem` is set when its cells cannot be told apart. */
export interface CsvRecord {
  /** Line of the file on which the row begins, the header being line 1. */
  line: number;
  cells: string[];
  problem: string | null;
}

const delimiters = [",", ";", "\t", "|"];
const maxCellBytes = 16 * 1024 * 1024;

/**
 * Reads a source to its end and tells its shape, so that a file that cannot be read whole is
 * refused before anything of it is written.
 *
 * @param source - the file
 * @param onRecord - called with each data row, to look at the values of whole columns
 * @throws ImportRefusal when the file is no CSV with a header, or ends within a quoted cell
 */
export async function inspectCsv(
  source: CsvSource,
  onHeader?: (header: string[]) => void,
  onRecord?: (record: CsvRecord) => void,
): Promise<CsvShape> {
  const { encoding, warning } = await findEncoding(source);
  const { delimiter, header } = await readHeader(source, encoding);
  const shape: CsvShape = { encoding, delimiter, header, rows: 0, warnings: [] };
  if (warning !== null) shape.warnings.push(warning);
  checkHeader(shape);
  onHeader?.(header);
  let last: CsvRecord | undefined;
  for await (const record of readRecords(source, shape)) {
    shape.rows += 1;
    last = record;
    onRecord?.(record);
  }
  if (last?.problem?.includes("ends within") === true) {
    shape.warnings.push(
      `The file ends within the row of line ${last.line}: it may not have been written to its end.`,
    );
  }
  return shape;
}

/**
 * The data rows of a source, one after another.
 *
 * @throws ImportRefusal when the file ends within a quoted cell
 */
export async function* readRecords(
  source: CsvSource,
  shape: Pick<CsvShape, "encoding" | "delimiter" | "header">,
): AsyncGenerator<CsvRecord> {
  // Lines are counted here: csv-parse counts a CRLF within quotes twice.
  let breaks = 0;
  let records = 0;
  const lineAfter = (info: Info) => 1 + records + info.empty_lines + breaks;
  const parser = parse({
    ...parserOptions(shape.delimiter),
    on_record: (record, info) => {
      const cells = record as unknown as string[];
      const line = lineAfter(info);
      records += 1;
      for (const cell of cells) breaks += countBreaks(cell);
      return { line, cells } as unknown as string[];
    },
  });
  const text = openText(source, shape.encoding);
  let endsWithBreak = false;
  text.on("data", (chunk: Buffer) => {
    const byte = chunk[chunk.length - 1];
    endsWithBreak = byte === 0x0a || byte === 0x0d;
  });
  text.on("error", (error) => parser.destroy(error));
  text.pipe(parser);
  let isHeader = true;
  let held: CsvRecord | undefined;
  try {
    for await (const { line, cells } of parser as AsyncIterable<{
      line: number;
      cells: string[];
    }>) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      if (cells.every((cell) => cell.trim() === "")) continue;
      if (held) yield held;
      held = { line, cells, problem: columnProblem(cells.length, shape.header.length) };
    }
  } catch (error) {
    throw asRefusal(error, lineAfter(parser.info));
  } finally {
    text.destroy();
  }
  if (!held) return;
  if (held.problem !== null && held.cells.length < shape.header.length && !endsWithBreak) {
    held.problem = `The file ends within this row: ${held.problem}`;
  }
  yield held;
}

function parserOptions(delimiter: string): Options {
  return {
    delimiter,
    bom: true,
    columns: false,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: maxCellBytes,
  };
}

async function readHeader(
  source: CsvSource,
  encoding: string,
): Promise<{ delimiter: string; header: string[] }> {
  let sample = "";
  const text = openText(source, encoding);
  for await (const chunk of text as AsyncIterable<Buffer>) {
    sample += chunk.toString("utf8");
    if (sample.length > 64 * 1024) break;
  }
  text.destroy();
  sample = sample.replace(/^\ufeff/, "").trimStart();
  const candidates = delimiters.map((delimiter) => readSample(sample, delimiter));
  candidates.sort((a, b) => b.score - a.score);
  const best = candidates[0];
  if (!best) throw new ImportRefusal("The file is not CSV: no delimiter was found.");
  return { delimiter: best.delimiter, header: best.header };
}

function readSample(sample: string, delimiter: string) {
  let rows: string[][] = [];
  try {
    rows = parseSync(sample, { ...parserOptions(delimiter), to: 20 }) as unknown as string[][];
  } catch {
    // A quote left open in the sample: the header line alone decides.
    try {
      const line = sample.split(/\r\n|\n|\r/, 1)[0] ?? "";
      rows = parseSync(line, parserOptions(delimiter)) as unknown as string[][];
    } catch {
      rows = [];
    }
  }
  const header = (rows[0] ?? []).map((cell) => cell.trim());
  const body = rows.slice(1);
  const even = body.filter((row) => row.length === header.length).length;
  const evenness = body.length > 0 ? even / body.length : 1;
  const score = header.length > 1 ? header.length * (0.2 + evenness) : 0;
  return { delimiter, header, score };
}

function checkHeader(shape: CsvShape): void {
  const { header, warnings } = shape;
  const named = header.filter((cell) => cell !== "");
  if (named.length === 0) throw new ImportRefusal("The file has no header line.");
  const numeric = named.filter((cell) => /^[-+]?[\d.,\s]+$/.test(cell)).length;
  if (numeric * 2 > named.length || named.some((cell) => cell.length > 200)) {
    throw new ImportRefusal("The file has no header line: its first line looks like data.");
  }
  const seen = new Set<string>();
  for (const cell of header) {
    if (cell === "") continue;
    const key = cell.toLowerCase();
    if (seen.has(key)) {
      throw new ImportRefusal(`The header names the column "${cell}" twice.`);
    }
    seen.add(key);
  }
  if (named.length < header.length) {
    warnings.push("Columns without a name in the header were left out.");
  }
}

function columnProblem(found: number, expected: number): string | null {
  if (found === expected) return null;
  return `The row has ${found} columns, the header has ${expected}.`;
}

function countBreaks(cell: string): number {
  if (!cell.includes("\n") && !cell.includes("\r")) return 0;
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function asRefusal(error: unknown, line: number): unknown {
  const code = (error as { code?: unknown }).code;
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return new ImportRefusal(
      `The file ends within a quoted cell of the row that begins on line ${line}: ` +
        "it was not written to its end, or a quote is missing. Nothing was imported.",
    );
  }
  if (code === "CSV_MAX_RECORD_SIZE") {
    return new ImportRefusal(`The row that begins on line ${line} is larger than 16 MB.`);
  }
  if (typeof code === "string" && code.startsWith("CSV_")) {
    return new ImportRefusal(`The file is not CSV: ${(error as Error).message}`);
  }
  return error;
}
