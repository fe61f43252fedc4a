import type { Task } from "graphile-worker";
import { loadConfig } from "../../src/config.ts";
import { removeFiles } from "../../src/files/removal.ts";
import { openStorage } from "../../src/files/storage.ts";

const storage = openStorage(loadConfig(process.env).storage);

/**
 * Removes the bytes of attachments that are gone for good and of exports whose time is over, and what
 * uploads have left that broke off; takes up files whose job was lost.
 */
const removeFilesTask: Task = async (_payload, { withPgClient, abortSignal }) => {
  await withPgClient(async (client) => {
    await client.query("select app_private.expire_uploads()");
    await client.query("select app_private.expire_exports()");
    await client.query("select app_private.resume_files()");
    await removeFiles(storage, client, abortSignal);
  });
};

export default removeFilesTask;
