/** Files in a folder of this machine, or of a disk that several share. */
import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import type { Dirent } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errorCode } from "../database/connections.ts";
import { originalKey, StorageError } from "./storage.ts";
import type { ByteRange, FileStorage, StoredFile } from "./storage.ts";

/** Where files are while they come in; a rename makes them what they are. */
const INCOMING = "incoming";
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

async function missing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function listFolder(directory: string): Promise<Dirent[]> {
  return (await missing(fs.readdir(directory, { withFileTypes: true }))) ?? [];
}

/** Makes a file's name last: what was renamed is in the folder, and that has to reach the disk too. */
async function syncFolder(directory: string): Promise<void> {
  const handle = await fs.open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the storage in a folder, which is made when it is first needed. */
export function makeFolderStorage(directory: string): FileStorage {
  const incoming = path.join(directory, INCOMING);

  function pathOf(key: string): string {
    if (originalKey(key) === undefined) throw new Error(`No key of a file: ${JSON.stringify(key)}`);
    return path.join(directory, key);
  }

  async function makeFolder(name: string): Promise<void> {
    await fs.mkdir(name, { recursive: true, mode: OWNER_ONLY_FOLDER });
  }

  /** Opens a file for reading; neither it nor its folder may be a link to somewhere else. */
  async function open(key: string): Promise<fs.FileHandle> {
    const name = pathOf(key);
    const folder = path.dirname(name);
    const expected = path.join(await fs.realpath(directory), path.basename(folder));
    if ((await fs.realpath(folder)) !== expected) throw new Error(`A link in place of the folder ${folder}`);
    const handle = await fs.open(name, constants.O_RDONLY | constants.O_NOFOLLOW);
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new Error(`No file: ${name}`);
  }

  async function write(key: string, content: Readable): Promise<void> {
    const name = pathOf(key);
    const folder = path.dirname(name);
    const temporary = path.join(incoming, randomUUID());
    try {
      await makeFolder(incoming);
      const handle = await fs.open(temporary, "wx", OWNER_ONLY_FILE);
      await pipeline(content, handle.createWriteStream({ flush: true }));
      await makeFolder(folder);
      await fs.rename(temporary, name);
      await syncFolder(folder);
    } catch (error) {
      content.destroy();
      await fs.rm(temporary, { force: true });
      throw error;
    }
  }

  async function* list(): AsyncIterable<StoredFile> {
    for (const folder of await listFolder(directory)) {
      if (!folder.isDirectory()) continue;
      for (const file of await listFolder(path.join(directory, folder.name))) {
        const key = `${folder.name}/${file.name}`;
        if (!file.isFile() || originalKey(key) === undefined) continue;
        const found = await missing(fs.stat(path.join(directory, key)));
        if (found) yield { key, modifiedAt: found.mtime };
      }
    }
  }

  return {
    write,
    list,
    async check() {
      const probe = path.join(incoming, randomUUID());
      try {
        await makeFolder(incoming);
        await fs.writeFile(probe, "", { flag: "wx", mode: OWNER_ONLY_FILE });
        await fs.rm(probe);
      } catch (error) {
        throw new StorageError(`files cannot be kept in ${directory}: ${(error as Error).message}; set STORAGE_URL`);
      }
    },
    async size(key) {
      const found = await missing(fs.lstat(pathOf(key)));
      return found?.isFile() ? found.size : undefined;
    },
    async read(key: string, range?: ByteRange) {
      const handle = await open(key);
      return handle.createReadStream(range ?? {});
    },
    async remove(keys) {
      for (const key of keys) await fs.rm(pathOf(key), { force: true });
    },
    async removeUnfinished(before) {
      let count = 0;
      for (const { name } of await listFolder(incoming)) {
        const file = path.join(incoming, name);
        const found = await missing(fs.lstat(file));
        if (!found || found.mtime >= before) continue;
        await fs.rm(file, { force: true });
        count += 1;
      }
      return count;
    },
  };
}
