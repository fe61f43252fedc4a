/** Processes and a Postgres of their own that are killed at random while clients make changes. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { createAccessTokenKey, signAccessToken } from "../../src/auth/tokens.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection, withDatabase } from "../../src/database/connections.ts";
import { startTemporaryServer } from "../../src/database/embedded.ts";
import type { TemporaryServer } from "../../src/database/embedded.ts";
import { migrateDatabase } from "../../src/database/migrate.ts";
import { prepareDatabase } from "../../src/database/prepare.ts";
import { DEFAULT_MAJOR } from "../../src/database/serverFiles.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { freePort } from "../../src/database/cluster.ts";
import { startProgram } from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";
import { authenticatorUrlOf } from "../support/testServer.ts";
import { makeTenant, one } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

/** A process that is started again whenever it ends. */
export type Watched = {
  readonly url: string;
  kill(): void;
  stop(): Promise<void>;
};

export type FaultWorld = {
  server: TemporaryServer;
  tenant: Tenant;
  token: string;
  apis: Watched[];
  workers: Watched[];
  /** Runs statements past the policies, on a connection of their own. */
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Starts a transaction as the owner of the organization that is never committed. */
  rollBack(text: string): Promise<void>;
  stop(): Promise<void>;
};

/** Makes one: a Postgres that is durable, two API processes and two workers. */
export async function makeFaultWorld(definitions: Record<string, object>): Promise<FaultWorld> {
  const server = await startTemporaryServer(DEFAULT_MAJOR, () => undefined, { durable: true });
  const ownerUrl = withDatabase(server.superuserUrl, "faults");
  const authenticatorUrl = authenticatorUrlOf(ownerUrl, randomBytes(12).toString("hex"));
  await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
  await migrateDatabase({ ownerUrl, logger: createLogger("silent") });
  const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    withConnection(ownerUrl, async (client) => (await client.query<Row>(text, values)).rows);
  const tenant = await withConnection(ownerUrl, (client) => makeTenant(client, "Faults"));
  const owner = tenant.actor("owner");
  for (const [name, definition] of Object.entries(definitions)) {
    await withConnection(authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, owner);
      const { id } = await one<{ id: string }>(client, "select (app_public.save_workflow(name => $1, definition => $2)).id", [name, definition]);
      await client.query("select app_public.activate_workflow($1)", [id]);
      await client.query("commit");
    });
  }
  const jwtSecret = randomBytes(32).toString("hex");
  const { userId = "", organizationId } = owner;
  const [session] = await query<{ id: string }>("select app_private.begin_session($1, $2, $3) as id", [userId, organizationId, randomBytes(32)]);
  const token = signAccessToken(createAccessTokenKey(jwtSecret), { userId, sessionId: session?.id ?? "", organizationId });
  const settings = { NODE_ENV: "production", LOG_LEVEL: "fatal", AUTHENTICATOR_DATABASE_URL: authenticatorUrl, JWT_SECRET: jwtSecret };
  const apis = await Promise.all([0, 1].map(async () => {
    const port = await freePort();
    return watch({ ...settings, ROWHOUSE_MODE: "api", PORT: String(port) }, `http://127.0.0.1:${port}/graphql`);
  }));
  const workers = await Promise.all([0, 1].map(() => watch({ ...settings, ROWHOUSE_MODE: "worker" }, "")));
  return {
    server, tenant, token, apis, workers, query,
    rollBack: (text) => withConnection(authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, owner);
      await client.query(text);
      await client.query("rollback");
    }),
    async stop() {
      await Promise.all([...apis, ...workers].map((one) => one.stop()));
      await server.stop();
    },
  };
}

async function watch(settings: Record<string, string>, url: string): Promise<Watched> {
  let program: TestProcess;
  let isOver = false;
  const begin = () => {
    program = startProgram("src/main.ts", settings);
    void program.exitCode.then(() => {
      if (!isOver) begin();
    });
  };
  begin();
  const ready = () => program.until(/ready/);
  // Of those that are killed while they start, the next is waited for.
  await ready().catch(ready);
  return {
    url,
    kill: () => void program.child.kill("SIGKILL"),
    async stop() {
      isOver = true;
      program.child.kill("SIGKILL");
      await program.exitCode;
    },
  };
}
