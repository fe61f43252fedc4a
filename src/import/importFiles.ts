import type { ClientBase } from "pg";
import { convertBoolean, convertPercent } from "./convert.ts";
import { inspectCsv, readRecords } from "./csv.ts";
import type { CsvRecord } from "./csv.ts";
import { describeRowError } from "./databaseError.ts";
import { readCustomFields } from "./customFields.ts";
import type { CustomFields } from "./customFields.ts";
import type { DuplicateHandling } from "./duplicates.ts";
import type { DateOrder } from "./evidence.ts";
import { finishDeals, finishLeads } from "./finish.ts";
import { importFile } from "./importFile.ts";
import type { FilePlan, ImportRun } from "./importFile.ts";
import { mapColumns, recognizeObject } from "./mapping.ts";
import type { ColumnMapping, MappingChoice } from "./mapping.ts";
import { objectMappings } from "./objects/index.ts";
import { objectOrder } from "./objects/types.ts";
import type { ObjectName } from "./objects/types.ts";
import { leaveOutReadOnlyFields } from "./readOnlyFields.ts";
import { References } from "./references.ts";
import { emptyResult, warnOnce } from "./result.ts";
import type { BadRow, FileResult, ImportResult } from "./result.ts";
import { StyleObserver } from "./rows.ts";
import { ImportSession } from "./session.ts";
import type { Connections, ImportIdentity } from "./session.ts";
import { ImportRefusal } from "./source.ts";
import type { CsvSource } from "./source.ts";
import { preparePipeline, StageCollector } from "./stages.ts";

/** What is imported, for whom, and how. */
export interface ImportOptions {
  connections: Connections;
  identity: ImportIdentity;
  sources: CsvSource[];
  /** The objects that the files may hold: what is recognised of these, else the first. */
  objects?: readonly ObjectName[];
  /** Header → field, where it differs from what is proposed. */
  mapping?: MappingChoice;
  /** Writes everything and rolls it back. */
  isDryRun?: boolean;
  /** The order that dates with slashes have; found out by the values when left out. */
  dateOrder?: DateOrder;
  /** Whole days by which all dates are moved; 0 unless given. */
  shiftDays?: number;
  /** Whose ids the files hold; `salesforce` unless given. */
  externalSystem?: string;
  /** Name of the pipeline made for stages that the default one lacks. */
  pipelineName?: string;
  /** What becomes of rows that look like records that exist; "warn" unless given. */
  duplicates?: DuplicateHandling;
  /** Rows in one transaction; 500 unless given. */
  batchSize?: number;
  /** Data rows of the (single) file that an earlier run has written. */
  startAfter?: number;
  /** Counts of that earlier run, to go on from. */
  startFrom?: Pick<FileResult, "created" | "updated" | "unchanged" | "failed" | "badRows">;
  onBadRow?: ImportRun["onBadRow"];
  onBatch?: ImportRun["onBatch"];
}

/**
 * Imports CSV files under the caller's policies, each object after those it refers to. A file that
 * cannot be read is refused with the reason and the others go on.
 *
 * @returns what became of each file
 * @throws when the database goes away; what was written stays, and running it again goes on
 */
export async function importFiles(options: ImportOptions): Promise<ImportResult> {
  const isDryRun = options.isDryRun ?? false;
  const session = new ImportSession(options.connections, options.identity, isDryRun);
  const references = new References(options.externalSystem ?? "salesforce");
  const collector = new StageCollector();
  const results: FileResult[] = [];
  const plans: FilePlan[] = [];
  try {
    const customFields = await readCustomFields(session);
    for (const source of options.sources) {
      const { plan, result } = await planFile(source, options, collector, customFields);
      results.push(result);
      if (plan) plans.push(plan);
    }
    plans.sort((a, b) => orderOf(a) - orderOf(b));
    const run: ImportRun = {
      session,
      references,
      stages: null,
      ...(await session.batch((client) => readOrganization(client))),
      shiftDays: options.shiftDays ?? 0,
      duplicates: options.duplicates ?? "warn",
      batchSize: options.batchSize ?? 500,
      startAfter: options.startAfter ?? 0,
      ...(options.onBadRow ? { onBadRow: options.onBadRow } : {}),
      ...(options.onBatch ? { onBatch: options.onBatch } : {}),
    };
    for (const plan of plans) await leaveOutReadOnlyFields(session, plan);
    await openStages(run, plans, collector, options.pipelineName ?? "Salesforce");
    for (const plan of plans) {
      if (plan.result.refused === null) await writePlan(run, plan, options.startFrom);
    }
    await finish(run, plans);
  } finally {
    await session.end();
  }
  return { dryRun: isDryRun, files: results };
}

/** Reads a file to its end, so that what cannot be read whole is refused before it is written. */
async function planFile(
  source: CsvSource,
  options: ImportOptions,
  collector: StageCollector,
  customFields: ReadonlyMap<string, CustomFields>,
): Promise<{ plan: FilePlan | null; result: FileResult }> {
  const result = emptyResult(source.name, null);
  let object: ObjectName | null = null;
  let columns: ColumnMapping[] = [];
  let observer: StyleObserver | null = null;
  try {
    const shape = await inspectCsv(
      source,
      (header) => {
        object = chooseObject(options.objects, recognizeObject(source.name, header));
        if (object === null) return;
        const mapping = objectMappings[object];
        const fields = customFields.get(mapping.permission);
        columns = mapColumns(mapping, header, options.mapping, fields);
        observer = new StyleObserver(columns);
      },
      (record) => {
        observer?.observe(record);
        if (object === "Opportunity" || object === "OpportunityHistory") {
          if (record.problem === null) collectStage(collector, columns, record);
        }
      },
    );
    result.rows = shape.rows;
    result.warnings.push(...shape.warnings);
    result.object = object;
    if (object === null) {
      result.skipped = "No object is known whose file this could be.";
      return { plan: null, result };
    }
    const found: StyleObserver | null = observer;
    const styles = (found as StyleObserver | null)?.styles(options.dateOrder, (warning) =>
      warnOnce(result, warning),
    );
    const mapping = objectMappings[object as ObjectName];
    const plan = { source, shape, mapping, columns, styles: styles ?? new Map(), result };
    return { plan, result };
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error;
    result.object = object;
    result.refused = error.message;
    return { plan: null, result };
  }
}

function chooseObject(
  allowed: readonly ObjectName[] | undefined,
  recognized: ObjectName | null,
): ObjectName | null {
  if (allowed === undefined) return recognized;
  const fits = recognized !== null && allowed.includes(recognized);
  return fits ? recognized : (allowed[0] ?? null);
}

function collectStage(collector: StageCollector, columns: ColumnMapping[], record: CsvRecord) {
  const cellOf = (...fields: string[]) => {
    const column = columns.find(({ field }) => fields.includes(field));
    return column ? (record.cells[column.index] ?? "") : "";
  };
  const flag = (cell: string) => {
    try {
      return convertBoolean(cell) as boolean | null;
    } catch {
      return null;
    }
  };
  let probability: number | null = null;
  try {
    const style = { dateOrder: "month-first", decimalMark: "." } as const;
    const percent = convertPercent(cellOf("probability"), style);
    probability = typeof percent === "string" ? Number(percent) : null;
  } catch {
    // A bad probability makes a bad row later on; here it tells nothing.
  }
  const stage = cellOf("stage_id", "to_stage_id");
  collector.add(stage, flag(cellOf("$is_closed")), flag(cellOf("$is_won")), probability);
}

/** Finds or makes the pipeline, where there are deals to put into one. */
async function openStages(
  run: ImportRun,
  plans: FilePlan[],
  collector: StageCollector,
  pipelineName: string,
): Promise<void> {
  const found = collector.stages();
  if (found.length === 0) return;
  try {
    run.stages = await run.session.batch((client) => preparePipeline(client, pipelineName, found));
  } catch (error) {
    const problem = describeRowError(error);
    if (problem === null) throw error;
    for (const { mapping, result } of plans) {
      if (mapping.object === "Opportunity" || mapping.object === "OpportunityHistory") {
        result.refused =
          `The pipeline "${pipelineName}" for the stages of the file could not be made: ` +
          problem.message;
      }
    }
  }
}

async function writePlan(
  run: ImportRun,
  plan: FilePlan,
  startFrom: ImportOptions["startFrom"],
): Promise<void> {
  const { mapping, result } = plan;
  if (mapping.object === "User") {
    await readUsers(run, plan);
    return;
  }
  if (startFrom) Object.assign(result, startFrom);
  try {
    await importFile(run, plan);
  } catch (error) {
    const problem = describeRowError(error);
    if (problem === null) throw error;
    result.refused = problem.message;
  }
}

/** What takes several files: the history of the deals, and the leads that they came from. */
async function finish({ session, references }: ImportRun, plans: FilePlan[]): Promise<void> {
  const system = references.externalSystem;
  const written = plans.filter(({ result }) => result.refused === null);
  const has = (...objects: ObjectName[]) =>
    written.some(({ mapping }) => objects.includes(mapping.object));
  try {
    if (has("Opportunity", "OpportunityHistory")) {
      await session.batch((client) => finishDeals(client, system));
    }
    if (has("Opportunity", "Lead")) await session.batch((client) => finishLeads(client, system));
  } catch (error) {
    const problem = describeRowError(error);
    if (problem === null) throw error;
    for (const { result } of written) {
      warnOnce(result, `The history of the deals could not be completed: ${problem.message}`);
    }
  }
}

/** Users are matched with members and never made: who may sign in is not for a file to say. */
async function readUsers(run: ImportRun, plan: FilePlan): Promise<void> {
  const { references, session } = run;
  const ids: string[] = [];
  const cellOf = (record: CsvRecord, field: string) => {
    const column = plan.columns.find((item) => item.field === field);
    return (column ? record.cells[column.index] : undefined)?.trim() || null;
  };
  for await (const record of readRecords(plan.source, plan.shape)) {
    const id = cellOf(record, "$id");
    if (record.problem !== null || id === null) {
      const row: BadRow = { line: record.line, message: record.problem ?? "It has no id." };
      plan.result.failed += 1;
      plan.result.badRows.push(row);
      run.onBadRow?.(plan.result.file, row);
      continue;
    }
    references.addUser(id, cellOf(record, "email"), cellOf(record, "name"));
    ids.push(id);
    plan.result.unchanged += 1;
  }
  await session.batch(async (client) => {
    for (const id of ids) {
      if ((await references.findMember(client, id)) !== null) continue;
      warnOnce(plan.result, `${references.userLabel(id)} is no member of the organization.`);
    }
  });
}

async function readOrganization(client: ClientBase): Promise<{ currency: string; now: string }> {
  const { rows } = await client.query<{ currency: string; now: Date }>(
    `select default_currency as currency, now() as now from app_public.organizations
       where id = app_hidden.current_organization_id()`,
  );
  const row = rows[0];
  if (!row) throw new ImportRefusal("There is no such organization.");
  return { currency: row.currency, now: row.now.toISOString() };
}

function orderOf(plan: FilePlan): number {
  return objectOrder.indexOf(plan.mapping.object);
}
