import * as fs from "node:fs/promises";
import * as path from "node:path";
import { calculateHash } from "graphile-migrate/dist/hash.js";
import { parseMigrationText, serializeMigration } from "graphile-migrate/dist/migration.js";

/** A committed migration as its headers describe it. */
export type CommittedMigration = { file: string; hash: string };

const FILE_NAME = /^\d{6}(-[\w.-]+)?\.sql$/;

async function committedFiles(directory: string): Promise<string[]> {
  const folder = path.join(directory, "committed");
  const names = await fs.readdir(folder);
  return names.filter((name) => FILE_NAME.test(name)).sort().map((name) => path.join(folder, name));
}

/** Reads the hashes of the committed migrations in their order. */
export async function readMigrations(directory: string): Promise<CommittedMigration[]> {
  const files = await committedFiles(directory);
  return Promise.all(
    files.map(async (file) => {
      const { headers } = parseMigrationText(file, await fs.readFile(file, "utf8"), false);
      return { file, hash: headers["Hash"] ?? "" };
    }),
  );
}

/**
 * Writes the headers of the committed migrations anew, each with its hash and that of the one
 * before, so that a rewritten file is accepted.
 *
 * @param write - False only looks.
 * @returns The files whose headers did not hold.
 */
export async function sealMigrations(directory: string, write: boolean): Promise<string[]> {
  const changed: string[] = [];
  let previous: string | null = null;
  for (const file of await committedFiles(directory)) {
    const text = await fs.readFile(file, "utf8");
    const { headers, body } = parseMigrationText(file, text, false);
    const { Previous: _previous, Hash: _hash, ...kept } = headers;
    const hash = calculateHash(body, previous);
    const sealed = serializeMigration(body, { Previous: previous ?? "-", Hash: hash, ...kept });
    if (sealed !== text) {
      changed.push(file);
      if (write) await fs.writeFile(file, sealed);
    }
    previous = hash;
  }
  return changed;
}
