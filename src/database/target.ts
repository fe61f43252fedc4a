import type { Config } from "../config.ts";
import { openEmbeddedDatabase, startEmbeddedDatabase } from "./embedded.ts";
import type { Holder } from "./instance.ts";

/** The database that this process works with. */
export type DatabaseTarget = {
  /** Login that may migrate; unset when this process has none. */
  ownerUrl: string | undefined;
  authenticatorUrl: string;
  jwtSecret: string;
  /** Stops the embedded server if this process started it. */
  stop(): Promise<void>;
};

/**
 * Finds the database that the configuration names, starting the embedded one where it names none.
 *
 * @param holder - `server` refuses to share the embedded server with another process, `command`
 *   joins the one that runs.
 * @param notice - Called with a line for the user.
 * @throws EmbeddedServerBusyError when a server runs already.
 */
export async function openDatabase(
  config: Config,
  holder: Holder,
  notice: (line: string) => void,
): Promise<DatabaseTarget> {
  if (config.embedded) {
    const database = holder === "server"
      ? await startEmbeddedDatabase(config.stateDirectory, holder, notice)
      : await openEmbeddedDatabase(config.stateDirectory, notice);
    return { ...database, jwtSecret: config.jwtSecret ?? database.jwtSecret };
  }
  return {
    ownerUrl: config.databaseUrl,
    authenticatorUrl: config.authenticatorDatabaseUrl as string,
    jwtSecret: config.jwtSecret as string,
    stop: async () => undefined,
  };
}
