import type { Task } from "graphile-worker";
import type { ClientBase } from "pg";
import { asActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { errorCode } from "../../src/database/connections.ts";
import { importFiles } from "../../src/import/importFiles.ts";
import type { ImportOptions } from "../../src/import/importFiles.ts";
import type { MappingChoice } from "../../src/import/mapping.ts";
import type { ObjectName } from "../../src/import/objects/types.ts";
import type { DuplicateHandling } from "../../src/import/duplicates.ts";
import type { BadRow, FileResult } from "../../src/import/result.ts";
import { clientConnection } from "../../src/import/session.ts";
import { bufferSource } from "../../src/import/source.ts";

type Payload = { organization_id: string; user_id: string; import_id: string };

type ImportRecord = {
  object_type: string;
  file_name: string;
  status: string;
  is_dry_run: boolean;
  mapping: MappingChoice | null;
  duplicate_handling: DuplicateHandling;
  processed_count: number;
  created_count: number;
  updated_count: number;
  unchanged_count: number;
  failed_count: number;
  bad_rows: BadRow[];
};

/** What the files of each type of object may hold. */
const objectsByType: Record<string, readonly ObjectName[]> = {
  account: ["Account"],
  contact: ["Contact"],
  lead: ["Lead"],
  deal: ["Opportunity", "OpportunityLineItem", "OpportunityHistory"],
  activity: ["Task", "Event"],
  product: ["Product2"],
};

class ImportCancelled extends Error {}

/**
 * Loads the file of an import under the policies of whoever started it. Each batch is kept with
 * the number of rows done, so that a job that was cut off goes on where it was.
 */
const task = (async (payload, helpers) => {
  const { organization_id, user_id, import_id } = payload as Payload;
  const actor: Actor = {
    role: "rowhouse_importer",
    userId: user_id,
    organizationId: organization_id,
    requestId: `job-${helpers.job.id}`,
  };
  await helpers.withPgClient(async (client) => {
    const started = await asActor(client, actor, () => begin(client, import_id));
    if (!started) return;
    try {
      const result = await load(client, actor, import_id, started, helpers.abortSignal);
      const error = result.refused ?? result.skipped;
      await asActor(client, actor, () => finish(client, import_id, result, error));
    } catch (error) {
      if (error instanceof ImportCancelled) {
        await asActor(client, actor, () => forget(client, import_id));
        return;
      }
      if (helpers.job.attempts >= helpers.job.max_attempts) {
        await asActor(client, actor, () => giveUp(client, import_id));
      }
      throw error;
    }
  }).catch((error: unknown) => {
    if (errorCode(error) !== "RH403") throw error;
    // No further attempt would be allowed either, so the import ends instead of the job failing.
    const { message } = error as Error;
    return helpers.withPgClient((client) =>
      client.query("select app_private.fail_import($1, $2, $3)", [organization_id, import_id, message]),
    );
  });
}) satisfies Task;

export default task;

async function begin(client: ClientBase, importId: string) {
  const { rows } = await client.query<ImportRecord>(
    `update app_public.imports
       set status = 'running', started_at = coalesce(started_at, now())
       where id = $1 and status in ('queued', 'running')
       returning object_type, file_name, status, is_dry_run, mapping, duplicate_handling, processed_count,
         created_count, updated_count, unchanged_count, failed_count, bad_rows`,
    [importId],
  );
  const record = rows[0];
  if (!record) return null;
  const { rows: files } = await client.query<{ content: Buffer | null }>(
    "select app_hidden.import_content($1) as content",
    [importId],
  );
  const content = files[0]?.content;
  return content ? { record, content } : null;
}

async function load(
  client: ClientBase,
  actor: Actor,
  importId: string,
  { record, content }: { record: ImportRecord; content: Buffer },
  signal: AbortSignal | undefined,
): Promise<FileResult> {
  const { userId = "", organizationId = "", requestId = "" } = actor;
  const options: ImportOptions = {
    connections: clientConnection(client),
    identity: { userId, organizationId, requestId },
    sources: [bufferSource(record.file_name, content)],
    isDryRun: record.is_dry_run,
    objects: objectsByType[record.object_type] ?? [],
    mapping: record.mapping ?? {},
    duplicates: record.duplicate_handling,
    onBatch: async (batchClient, result, processed) => {
      signal?.throwIfAborted();
      await saveProgress(batchClient, importId, result, processed);
    },
  };
  // A dry run keeps nothing, so that one cut off begins anew.
  if (!record.is_dry_run && record.processed_count > 0) {
    options.startAfter = record.processed_count;
    options.startFrom = {
      created: record.created_count,
      updated: record.updated_count,
      unchanged: record.unchanged_count,
      failed: record.failed_count,
      badRows: record.bad_rows,
    };
  }
  const { files } = await importFiles(options);
  const result = files[0];
  if (!result) throw new Error("The import had no file.");
  return result;
}

async function saveProgress(
  client: ClientBase,
  importId: string,
  result: FileResult,
  processed: number,
): Promise<void> {
  const { rowCount } = await client.query(
    `update app_public.imports
       set row_count = $2, processed_count = $3, created_count = $4, updated_count = $5,
         unchanged_count = $6, failed_count = $7, warnings = $8, bad_rows = $9
       where id = $1 and status = 'running'`,
    [
      importId,
      result.rows,
      processed,
      result.created,
      result.updated,
      result.unchanged,
      result.failed,
      result.warnings,
      JSON.stringify(result.badRows),
    ],
  );
  if (rowCount === 0) throw new ImportCancelled("The import was cancelled.");
}

async function finish(
  client: ClientBase,
  importId: string,
  result: FileResult,
  error: string | null,
): Promise<void> {
  if (error === null) await saveProgress(client, importId, result, result.rows);
  await client.query(
    `update app_public.imports set status = $2, error = $3, warnings = $4, finished_at = now()
       where id = $1 and status = 'running'`,
    [importId, error === null ? "succeeded" : "failed", error, result.warnings],
  );
  await forget(client, importId);
}

async function giveUp(client: ClientBase, importId: string): Promise<void> {
  await client.query(
    `update app_public.imports set status = 'failed', finished_at = now(),
         error = 'The import could not be finished. What it shows as done stays.'
       where id = $1 and status = 'running'`,
    [importId],
  );
  await forget(client, importId);
}

async function forget(client: ClientBase, importId: string): Promise<void> {
  await client.query("select app_hidden.forget_import_content($1)", [importId]);
}
