import { Command } from "commander";
import { withConnection } from "../database/connections.ts";
import { findMissingFiles, findUnknownFiles } from "../files/removal.ts";
import { openStorage } from "../files/storage.ts";
import { withSession } from "./session.ts";

type Options = { remove?: boolean };

/** The command `files`: compares the storage with what the database knows of it. */
export function filesCommand(): Command {
  return new Command("files")
    .description("list attachments whose bytes are missing, and bytes older than a day that nothing refers to")
    .option("--remove", "remove those that nothing refers to")
    .action(compareFiles);
}

async function compareFiles({ remove = false }: Options): Promise<void> {
  await withSession(({ config, authenticatorUrl }) =>
    withConnection(authenticatorUrl, async (client) => {
      const storage = openStorage(config.storage);
      const missing = await findMissingFiles(storage, client);
      const unknown = await findUnknownFiles(storage, client);
      for (const key of missing) process.stdout.write(`missing  ${key}\n`);
      for (const key of unknown) process.stdout.write(`unknown  ${key}\n`);
      if (remove) await storage.remove(unknown);
      const fate = remove && unknown.length > 0 ? ", now removed" : "";
      process.stdout.write(`${missing.length} missing, ${unknown.length} that nothing refers to${fate}\n`);
      if (missing.length > 0) process.exitCode = 1;
    }),
  );
}
