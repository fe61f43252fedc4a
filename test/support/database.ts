import { randomBytes } from "node:crypto";
import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import { becomeActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import {
  databaseOf, errorCode, withConnection, withDatabase,
} from "../../src/database/connections.ts";
import { authenticatorUrlOf, testServer } from "./testServer.ts";

/** A database of one test file, migrated and empty. */
export type TestDatabase = {
  name: string;
  /** Superuser login. */
  ownerUrl: string;
  /** The login of API and worker. */
  authenticatorUrl: string;
  /** Removes it, cutting off whoever is connected. */
  drop(): Promise<void>;
};

/**
 * Copies the migrated template into a database of its own, or another database that nobody is
 * connected to.
 */
export async function createTestDatabase(original?: TestDatabase): Promise<TestDatabase> {
  const { templateUrl, authenticatorPassword } = testServer();
  const template = databaseOf(templateUrl);
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  const adminUrl = withDatabase(templateUrl, "postgres");
  if (original) await closeKept(original);
  await withConnection(adminUrl, (client) =>
    copyDatabase(client, original?.name ?? template, name),
  );
  const ownerUrl = withDatabase(templateUrl, name);
  const urls = { ownerUrl, authenticatorUrl: authenticatorUrlOf(ownerUrl, authenticatorPassword) };
  return {
    name,
    ...urls,
    drop: async () => {
      await closeKept(urls);
      await withConnection(adminUrl, async (client) => {
        await letGo(client, name);
        await client.query(`drop database if exists ${name} with (force)`);
      });
    },
  };
}

/** Waits a little for connections that are just closing: cut off, they are errors that nobody listens for. */
async function letGo(client: pg.Client, name: string): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const { rowCount } = await client.query("select from pg_stat_activity where datname = $1", [name]);
    if (rowCount === 0) return;
    await sleep(50);
  }
}

async function copyDatabase(client: pg.Client, template: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`create database ${name} template ${template} strategy file_copy`);
      break;
    } catch (error) {
      // Another test's connection to the template is just closing.
      if (errorCode(error) !== "55006" || attempt === 20) throw error;
      await sleep(100);
    }
  }
  // Grants on a database are not copied with it.
  await client.query(`grant connect, create on database ${name} to rowhouse_owner`);
  await client.query(`grant connect on database ${name} to rowhouse_authenticator`);
  await client.query(`revoke temporary on database ${name} from public`);
}

/** Connections between two uses, by login: to make one costs ten times what most statements do. */
const kept = new Map<string, pg.Client[]>();
const MOST_KEPT = 4;

/** What a session must not hand on to its next user. Plans stay, as they do in the API's pool. */
const RESET = `rollback; set session authorization default; reset all; deallocate all; close all;
  unlisten *; select pg_advisory_unlock_all(); discard sequences; discard temp`;

/**
 * Runs a callback on a connection that nobody else uses meanwhile.
 *
 * @throws What the callback or the connection throws.
 */
export async function withKeptConnection<T>(
  connectionString: string,
  callback: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const idle = kept.get(connectionString) ?? [];
  kept.set(connectionString, idle);
  const client = await take(connectionString, idle);
  try {
    return await callback(client);
  } finally {
    await keep(idle, client);
  }
}

async function take(connectionString: string, idle: pg.Client[]): Promise<pg.Client> {
  for (let client = idle.pop(); client; client = idle.pop()) {
    // Tests cut connections off.
    if (await client.query("select").then(() => true, () => false)) return client;
    await client.end().catch(() => undefined);
  }
  const client = new pg.Client({ connectionString, application_name: "rowhouse" });
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

async function keep(idle: pg.Client[], client: pg.Client): Promise<void> {
  try {
    client.removeAllListeners("notification").removeAllListeners("notice");
    await client.query(RESET);
    if (idle.length < MOST_KEPT) return void idle.push(client);
  } catch {
    // Cut off, or ended by who had it.
  }
  await client.end().catch(() => undefined);
}

async function closeKept({ ownerUrl, authenticatorUrl }: Pick<TestDatabase, "ownerUrl" | "authenticatorUrl">): Promise<void> {
  for (const url of [ownerUrl, authenticatorUrl]) {
    const idle = kept.get(url)?.splice(0) ?? [];
    await Promise.all(idle.map((client) => client.end().catch(() => undefined)));
  }
}

/** Runs SQL as the owner of everything, past the policies when that is a superuser; kept. */
export async function asSuperuser<T>(
  database: TestDatabase,
  callback: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withKeptConnection(database.ownerUrl, callback);
}

/**
 * Runs SQL for an actor, through the login that the API uses, in a transaction that is always
 * rolled back.
 */
export async function withActor<T>(
  database: TestDatabase,
  actor: Actor,
  callback: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withKeptConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    try {
      await becomeActor(client, actor);
      return await callback(client);
    } finally {
      await client.query("rollback");
    }
  });
}
