import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { Task } from "graphile-worker";
import type { ClientBase } from "pg";
import { z } from "zod";
import { loadConfig } from "../../src/config.ts";
import { errorCode } from "../../src/database/connections.ts";
import { exportRecords } from "../../src/export/records.ts";
import type { RecordsToExport } from "../../src/export/records.ts";
import { openStorage } from "../../src/files/storage.ts";

const Payload = z.object({ organization_id: z.uuid(), export_id: z.uuid() });

const MIME_TYPES = { csv: "text/csv", ndjson: "application/x-ndjson" } as const;

const storage = openStorage(loadConfig(process.env).storage);

type Begun = {
  user_id: string | null;
  object_type: string;
  format: RecordsToExport["format"];
  filter: RecordsToExport["filter"];
  storage_key: string;
};

/** The export was cancelled, is being written by another attempt, or the permissions have changed. */
class ExportOverError extends Error {}

/**
 * Writes the records of an export into a file, as whoever asked for it may see and export them. One
 * that was cut off begins anew, with a file of its own.
 */
const exportRecordsTask: Task = async (payload, { withPgClient, job, abortSignal }) => {
  const { organization_id, export_id } = Payload.parse(payload);
  const ids = [organization_id, export_id];
  await withPgClient(async (client) => {
    const { rows } = await client.query<Begun>("select * from app_private.begin_record_export($1, $2)", ids);
    const begun = rows[0];
    if (!begun?.user_id) return;
    try {
      await write(client, organization_id, `job-${job.id}`, begun, abortSignal);
    } catch (error) {
      if (error instanceof ExportOverError && !(await isRunning(client, ids))) return;
      // Who may not any more will not be allowed at another attempt either.
      const refused = ["RH400", "RH403"].includes(errorCode(error) ?? "");
      const message = refused ? (error as Error).message : "The export could not be made.";
      if (refused || job.attempts >= job.max_attempts) {
        await client.query("select app_private.fail_record_export($1, $2, $3)", [...ids, message]);
      }
      if (!refused) throw error;
    }
  });
};

export default exportRecordsTask;

async function write(
  client: ClientBase,
  organizationId: string,
  requestId: string,
  { user_id, object_type, format, filter, storage_key: key }: Begun,
  signal: AbortSignal | undefined,
): Promise<void> {
  const actor = { userId: user_id ?? "", organizationId, requestId };
  const checksum = createHash("sha256");
  let rowCount = 0;
  let byteSize = 0;

  async function onPage(count: number, accessVersion: string): Promise<void> {
    signal?.throwIfAborted();
    rowCount = count;
    const goesOn = await ask(client, "select app_private.note_exported($1, $2, $3, $4)", [
      organizationId, key, accessVersion, count,
    ]);
    if (!goesOn) throw new ExportOverError("The export was given up, or permissions have changed since it began.");
  }

  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const text of exportRecords(client, actor, { objectType: object_type, format, filter }, onPage)) {
      const chunk = Buffer.from(text);
      checksum.update(chunk);
      byteSize += chunk.length;
      yield chunk;
    }
  }

  await storage.write(key, Readable.from(bytes(), { objectMode: false }), MIME_TYPES[format]);
  const isKept = await ask(client, "select app_private.finish_record_export($1, $2, $3, $4, $5)", [
    organizationId, key, rowCount, byteSize, checksum.digest("hex"),
  ]);
  if (!isKept) await storage.remove([key]);
}

async function isRunning(client: ClientBase, ids: string[]): Promise<boolean> {
  return ask(client, "select app_private.is_export_running($1, $2)", ids);
}

async function ask(client: ClientBase, text: string, values: unknown[]): Promise<boolean> {
  const { rows } = await client.query<[boolean]>({ text, values, rowMode: "array" });
  return rows[0]?.[0] ?? false;
}
