import "../src/environment.ts";
import { recreateDatabase, migrateDatabase } from "../src/database/migrate.ts";
import { prepareDatabase } from "../src/database/prepare.ts";
import { withDatabase, withoutPassword } from "../src/database/connections.ts";
import { CommandError, ownerUrlOf, withSession } from "../src/cli/session.ts";
import { fail } from "./failure.ts";

const LOCAL = new Set(["localhost", "127.0.0.1", "[::1]", ""]);

async function reset(): Promise<void> {
  await withSession(
    async (session) => {
      const ownerUrl = ownerUrlOf(session);
      const local = LOCAL.has(new URL(ownerUrl).hostname);
      if ((session.config.production || !local) && !process.argv.includes("--force")) {
        throw new CommandError(
          `This would delete everything in ${withoutPassword(ownerUrl)}; add -- --force to do it`,
        );
      }
      const { authenticatorUrl, logger } = session;
      await recreateDatabase(withDatabase(ownerUrl, "postgres"), ownerUrl);
      await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: false });
      await migrateDatabase({ ownerUrl, logger });
      console.log("The database is new and empty");
    },
    { current: false },
  );
}

await reset().catch(fail);
