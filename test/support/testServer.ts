import { randomBytes } from "node:crypto";
import { startTemporaryServer } from "../../src/database/embedded.ts";
import { withConnection, withDatabase } from "../../src/database/connections.ts";
import { DEFAULT_MAJOR } from "../../src/database/serverFiles.ts";
import { migrateDatabase } from "../../src/database/migrate.ts";
import { prepareDatabase } from "../../src/database/prepare.ts";
import { createLogger } from "../../src/telemetry/logger.ts";

/** The server that a whole test run works on, told to its processes through the environment. */
export type TestServer = {
  /** Superuser login to a migrated database that others are copied from. */
  templateUrl: string;
  authenticatorPassword: string;
};

const VARIABLE = "ROWHOUSE_TEST_SERVER";

/** Reads the server of this test run. */
export function testServer(): TestServer {
  return JSON.parse(process.env[VARIABLE] ?? "{}") as TestServer;
}

/**
 * Starts the server of a test run, or takes the one of TEST_DATABASE_URL or DATABASE_URL, and
 * migrates the database that the tests' own are copied from.
 *
 * @returns Ends it, leaving nothing behind.
 */
export async function startTestRun(): Promise<() => Promise<void>> {
  const given = process.env["TEST_DATABASE_URL"] || process.env["DATABASE_URL"];
  const major = process.env["ROWHOUSE_TEST_POSTGRES"] || DEFAULT_MAJOR;
  const server = given
    ? { superuserUrl: given, stop: async () => undefined }
    : await startTemporaryServer(major, console.log);
  const template = `rowhouse_test_${randomBytes(4).toString("hex")}`;
  const stop = async () => {
    if (given) await dropAll(given, template);
    await server.stop();
  };
  try {
    const templateUrl = withDatabase(server.superuserUrl, template);
    const authenticator = process.env["AUTHENTICATOR_DATABASE_URL"];
    const authenticatorPassword =
      (given && authenticator && decodeURIComponent(new URL(authenticator).password)) ||
      randomBytes(12).toString("hex");
    process.env[VARIABLE] = JSON.stringify({ templateUrl, authenticatorPassword });
    const logger = createLogger("error");
    await prepareDatabase({
      ownerUrl: templateUrl,
      authenticatorUrl: authenticatorUrlOf(templateUrl, authenticatorPassword),
      createDatabase: true,
    });
    await migrateDatabase({ ownerUrl: templateUrl, logger });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The login of API and worker to the database of a URL. */
export function authenticatorUrlOf(databaseUrl: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = "rowhouse_authenticator";
  url.password = encodeURIComponent(password);
  return url.href;
}

async function dropAll(serverUrl: string, template: string): Promise<void> {
  await withConnection(serverUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select quote_ident(datname) as name from pg_database where starts_with(datname, $1)",
      [template],
    );
    for (const { name } of rows) await client.query(`drop database ${name} with (force)`);
  });
}
