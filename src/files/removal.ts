/** How bytes that nobody refers to any more are removed, and how it is found out whether that was done. */
import type { ClientBase } from "pg";
import { keysOf, originalKey } from "./storage.ts";
import type { FileStorage } from "./storage.ts";

const BATCH = 100;
/** What was begun before that is nobody's any more: no upload takes so long. */
const UNFINISHED_MS = 2 * 3600_000;
/** A file that is younger may be about to get its attachment or previews. */
const YOUNG_MS = 24 * 3600_000;

async function listKeys(client: ClientBase, text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await client.query<[string]>({ text, values, rowMode: "array" });
  return rows.map(([key]) => key);
}

/**
 * Removes the bytes that app_private.removed_files lists, and what broken uploads left. A key is
 * forgotten after its bytes are gone, so it may be cut off anywhere.
 *
 * @throws AggregateError in the end when some could not be removed; they stay listed.
 */
export async function removeFiles(storage: FileStorage, client: ClientBase, signal?: AbortSignal): Promise<void> {
  await storage.removeUnfinished(new Date(Date.now() - UNFINISHED_MS));
  const problems: unknown[] = [];
  let after: string | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const keys = await listKeys(client, "select app_private.list_removed_files($1, $2)", [after ?? null, BATCH]);
    const removed: string[] = [];
    for (const key of keys) {
      try {
        // What was never a key of ours has no bytes.
        if (originalKey(key) !== undefined) await storage.remove(keysOf(key));
        removed.push(key);
      } catch (error) {
        problems.push(error);
      }
    }
    await client.query("select app_private.forget_removed_files($1)", [removed]);
    after = keys.at(-1);
    if (keys.length < BATCH) break;
  }
  if (problems.length > 0) throw new AggregateError(problems, `${problems.length} files could not be removed`);
}

/** Calls back with each batch of what a stream gives. */
async function inBatches<Item>(items: AsyncIterable<Item>, work: (batch: Item[]) => Promise<void>): Promise<void> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    await work(batch);
    batch = [];
  }
  if (batch.length > 0) await work(batch);
}

/** Files in the storage that no attachment, upload or removal knows of, and are older than a day. */
export async function findUnknownFiles(storage: FileStorage, client: ClientBase): Promise<string[]> {
  const unknown: string[] = [];
  const before = Date.now() - YOUNG_MS;
  await inBatches(storage.list(), async (files) => {
    const old = files.filter(({ modifiedAt }) => modifiedAt.getTime() < before).map(({ key }) => key);
    const originals = [...new Set(old.map((key) => originalKey(key) ?? ""))];
    const strangers = new Set(await listKeys(client, "select app_private.unknown_files($1)", [originals]));
    unknown.push(...old.filter((key) => strangers.has(originalKey(key) ?? "")));
  });
  return unknown;
}

/** Keys of attachments whose bytes are not in the storage. */
export async function findMissingFiles(storage: FileStorage, client: ClientBase): Promise<string[]> {
  const missing: string[] = [];
  let after: string | undefined;
  for (;;) {
    const keys = await listKeys(client, "select app_private.list_files($1, $2)", [after ?? null, BATCH]);
    for (const key of keys) {
      if (originalKey(key) === undefined || (await storage.size(key)) === undefined) missing.push(key);
    }
    after = keys.at(-1);
    if (keys.length < BATCH) return missing;
  }
}
