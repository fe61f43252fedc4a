import { createWriteStream, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { Command, InvalidArgumentError, Option } from "commander";
import type pg from "pg";
import { createPool, withConnection } from "../database/connections.ts";
import { ROLES } from "../database/prepare.ts";
import type { DuplicateHandling } from "../import/duplicates.ts";
import { importFiles } from "../import/importFiles.ts";
import type { ImportOptions } from "../import/importFiles.ts";
import type { MappingChoice } from "../import/mapping.ts";
import { objectOrder } from "../import/objects/types.ts";
import type { ObjectName } from "../import/objects/types.ts";
import { badRowWriter } from "../import/result.ts";
import type { BadRow, FileResult, ImportResult } from "../import/result.ts";
import { poolConnections } from "../import/session.ts";
import { fileSource } from "../import/source.ts";
import { CommandError, note, ownerUrlOf, printTable, withSession } from "./session.ts";

type Options = {
  organization: string;
  as?: string;
  dryRun?: boolean;
  badRows?: string;
  object?: ObjectName;
  map?: MappingChoice;
  dateOrder?: "month-first" | "day-first";
  duplicates?: DuplicateHandling;
};

/** The command `import <file or folder>`. */
export function importCommand(): Command {
  return new Command("import")
    .description("import CSV files as Salesforce and others export them")
    .argument("<path>", "a CSV file, or a folder of them")
    .requiredOption("--organization <slug>", "organization to import into")
    .option("--as <email>", "member on whose behalf; an owner unless given")
    .option("--dry-run", "do it all and roll it back")
    .option("--bad-rows <file>", "write the rows that were left out, and why, as CSV")
    .addOption(
      new Option("--object <name>", "what the file holds, if it is not recognised").choices(
        objectOrder,
      ),
    )
    .option(
      "--map <header=field>",
      "where a column goes; nothing after = leaves it out",
      addMapping,
    )
    .addOption(
      new Option("--date-order <order>", "order of dates such as 02/03/24").choices([
        "month-first",
        "day-first",
      ]),
    )
    .addOption(
      new Option("--duplicates <handling>", "what to do with rows that look like records that exist")
        .choices(["ignore", "warn", "skip"])
        .default("warn"),
    )
    .action(runImport);
}

async function runImport(path: string, options: Options): Promise<void> {
  const sources = findFiles(path).map(fileSource);
  await withSession(async (session) => {
    const identity = await withConnection(
      ownerUrlOf(session),
      (client) => findIdentity(client, options),
      ROLES.owner,
    );
    const pool = createPool({
      connectionString: session.authenticatorUrl,
      applicationName: "rowhouse import",
      logger: session.logger,
      max: 2,
    });
    const report = options.badRows === undefined ? null : openReport(options.badRows);
    try {
      const result = await importFiles({
        connections: poolConnections(pool),
        identity,
        sources,
        isDryRun: options.dryRun === true,
        ...(options.object ? { objects: [options.object] } : {}),
        ...(options.map ? { mapping: options.map } : {}),
        ...(options.dateOrder ? { dateOrder: options.dateOrder } : {}),
        ...(options.duplicates ? { duplicates: options.duplicates } : {}),
        ...(report ? { onBadRow: report.add } : {}),
      });
      printResult(result, report !== null);
    } finally {
      await report?.close();
      await pool.end();
    }
  });
}

function findFiles(path: string): string[] {
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new CommandError(`There is no file or folder ${path}`);
  if (!kind.isDirectory()) return [path];
  const names = readdirSync(path).filter((name) => name.toLowerCase().endsWith(".csv"));
  if (names.length === 0) throw new CommandError(`There is no CSV file in ${path}`);
  return names.sort().map((name) => join(path, name));
}

async function findIdentity(
  client: pg.Client,
  { organization, as }: Options,
): Promise<ImportOptions["identity"]> {
  const { rows } = await client.query<{ organizationId: string; userId: string | null }>(
    `select o.id as "organizationId", (
         select m.user_id
           from app_public.memberships m
           join app_public.users u on u.id = m.user_id
           join app_public.roles r on r.organization_id = m.organization_id and r.id = m.role_id
           where m.organization_id = o.id and m.is_active
             and case when $2::text is null then r.slug = 'owner'
               else u.email = lower(btrim($2)) end
           order by m.created_at limit 1) as "userId"
       from app_public.organizations o where o.slug = $1`,
    [organization, as ?? null],
  );
  const found = rows[0];
  if (!found) throw new CommandError(`There is no organization ${organization}`);
  const { organizationId, userId } = found;
  if (userId === null) {
    throw new CommandError(`${as ?? "An owner"} is no active member of ${organization}`);
  }
  return { organizationId, userId };
}

function openReport(path: string) {
  const writer = badRowWriter();
  const file = writer.pipe(createWriteStream(path));
  return {
    add: (name: string, row: BadRow) => void writer.write({ file: name, ...row }),
    close: async () => {
      writer.end();
      await finished(file);
    },
  };
}

function printResult({ files, dryRun }: ImportResult, hasReport: boolean): void {
  const header = ["FILE", "OBJECT", "ROWS", "CREATED", "UPDATED", "UNCHANGED", "FAILED", ""];
  printTable(header, files.map(tableRow));
  for (const { file, warnings, badRows } of files) {
    for (const warning of warnings) note(`${file}: ${warning}`);
    for (const { line, column, message } of hasReport ? [] : badRows.slice(0, 10)) {
      note(`${file}, line ${line}${column === undefined ? "" : `, ${column}`}: ${message}`);
    }
    if (!hasReport && badRows.length > 10) note(`${file}: for all bad rows give --bad-rows <file>`);
  }
  for (const { file, refused } of files) {
    if (refused !== null) note(`${file} was refused: ${refused}`);
  }
  if (dryRun) note("This was a dry run: nothing was kept.");
  const isNothing = files.every(
    ({ created, updated, unchanged }) => !(created + updated + unchanged),
  );
  if (isNothing || files.some(({ refused }) => refused !== null)) process.exitCode = 1;
}

function tableRow(result: FileResult): string[] {
  const { file, object, rows, created, updated, unchanged, failed, refused, skipped } = result;
  const state = refused !== null ? "refused" : skipped !== null ? "skipped" : "";
  const counts = [rows, created, updated, unchanged, failed].map(String);
  return [file, object ?? "", ...counts, state];
}

function addMapping(text: string, previous: MappingChoice = {}): MappingChoice {
  const split = text.lastIndexOf("=");
  if (split < 1) throw new InvalidArgumentError("Write it as header=field.");
  return { ...previous, [text.slice(0, split)]: text.slice(split + 1) || null };
}
