/** Reads the records of an export, a page at a time, and writes them into the file's bytes. */
import type { ClientBase } from "pg";
import { asActor } from "../database/actor.ts";
import type { Actor } from "../database/actor.ts";
import { csvHeader, csvLines } from "./csv.ts";
import type { ExportColumn } from "./csv.ts";

/** Records that are read in one transaction. */
const PAGE = 1000;

/** What is to be written. */
export type RecordsToExport = {
  objectType: string;
  format: "csv" | "ndjson";
  /** Field → value. */
  filter: Readonly<Record<string, unknown>>;
};

/** Told after each page: how many records there are by now, and the permissions they were read with. */
export type OnPage = (rowCount: number, accessVersion: string) => Promise<void>;

type Page = { id: string; content: string }[];

/**
 * The bytes of an export as an actor may see its records. Each page is a transaction of its own: the
 * actor's permissions are asked again, and no snapshot is held for long.
 */
export async function* exportRecords(
  client: ClientBase,
  actor: Actor,
  { objectType, format, filter }: RecordsToExport,
  onPage: OnPage,
): AsyncGenerator<string> {
  const columns = format === "csv" ? await asActor(client, actor, () => readColumns(client, objectType)) : [];
  if (format === "csv") yield csvHeader(columns);
  let after: string | undefined;
  let rowCount = 0;
  for (;;) {
    const { page, version } = await asActor(client, actor, async () => {
      const { rows } = await client.query<Page[number]>(
        "select id, content from app_hidden.export_page($1, $2, $3, $4, $5)",
        [objectType, format, JSON.stringify(filter), after ?? null, PAGE],
      );
      const { rows: claims } = await client.query<{ version: string }>(
        "select current_setting('rowhouse.access_version') as version",
      );
      return { page: rows, version: claims[0]?.version ?? "" };
    });
    rowCount += page.length;
    await onPage(rowCount, version);
    yield linesOf(format, columns, page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

function linesOf(format: string, columns: readonly ExportColumn[], page: Page): string {
  return format === "csv"
    ? csvLines(columns, page.map(({ content }) => JSON.parse(content) as (string | null)[]))
    : page.map(({ content }) => `${content}\n`).join("");
}

async function readColumns(client: ClientBase, objectType: string): Promise<ExportColumn[]> {
  const { rows } = await client.query<ExportColumn>(
    `select name, is_text as "isText" from app_hidden.export_columns($1)`,
    [objectType],
  );
  return rows;
}
