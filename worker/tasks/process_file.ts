import type { JobHelpers, Task } from "graphile-worker";
import { Readable } from "node:stream";
import { z } from "zod";
import { loadConfig } from "../../src/config.ts";
import { makePreviews, UnreadablePictureError } from "../../src/files/previews.ts";
import { isInfected } from "../../src/files/scanning.ts";
import { keysOf, openStorage, previewKey } from "../../src/files/storage.ts";

const Payload = z.object({ organization_id: z.uuid(), attachment_id: z.uuid() });

type File = { storage_key: string | null; scan_status: string | null; preview_status: string | null };

const { storage: location, fileScanCommand } = loadConfig(process.env);
const storage = openStorage(location);

/**
 * Does what is to be done with a new file: has it scanned, then makes its previews. Each is noted
 * when it is done, so it may run again after anything.
 */
const processFile: Task = async (payload, helpers) => {
  const { organization_id, attachment_id } = Payload.parse(payload);
  const ids = [organization_id, attachment_id] as const;
  const file = await find(helpers, ids);
  if (file.storage_key === null) return;
  if (file.scan_status === "pending") {
    const infected = await scan(file.storage_key);
    await helpers.withPgClient((client) =>
      client.query("select app_private.finish_scan($1, $2, $3)", [...ids, infected]));
    if (infected) {
      helpers.logger.warn(`the scanner found something in the file of attachment ${attachment_id}; its bytes are removed`);
      await storage.remove(keysOf(file.storage_key));
      return;
    }
  }
  if (file.preview_status === "pending") await preview(helpers, ids, file.storage_key);
};

export default processFile;

type Ids = readonly [organizationId: string, attachmentId: string];

async function find({ withPgClient }: JobHelpers, ids: Ids): Promise<File> {
  const { rows } = await withPgClient((client) =>
    client.query<File>("select * from app_private.file_to_process($1, $2)", [...ids]));
  return rows[0] ?? { storage_key: null, scan_status: null, preview_status: null };
}

async function scan(key: string): Promise<boolean> {
  if (fileScanCommand === undefined) throw new Error("A file waits to be scanned, and this worker has no FILE_SCAN_COMMAND.");
  return isInfected(fileScanCommand, await storage.read(key));
}

async function preview(helpers: JobHelpers, ids: Ids, key: string): Promise<void> {
  const { job, logger, withPgClient } = helpers;
  let isReady = true;
  try {
    for (const [size, picture] of await makePreviews(await storage.read(key))) {
      await storage.write(previewKey(key, size), Readable.from([picture]), "image/webp");
    }
  } catch (error) {
    const isLast = job.attempts >= job.max_attempts;
    if (!(error instanceof UnreadablePictureError) && !isLast) throw error;
    logger.info(`no preview of attachment ${ids[1]}: ${(error as Error).message}`);
    isReady = false;
  }
  await withPgClient((client) => client.query("select app_private.finish_preview($1, $2, $3)", [...ids, isReady]));
  // Removed for good meanwhile, and its bytes perhaps before the previews were there.
  if ((await find(helpers, ids)).storage_key === null) await storage.remove(keysOf(key));
}
