import { randomBytes } from "node:crypto";
import type pg from "pg";
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
  await withConnection(adminUrl, (client) =>
    copyDatabase(client, original?.name ?? template, name),
  );
  const ownerUrl = withDatabase(templateUrl, name);
  return {
    name,
    ownerUrl,
    authenticatorUrl: authenticatorUrlOf(ownerUrl, authenticatorPassword),
    drop: async () => {
      await withConnection(adminUrl, (client) =>
        client.query(`drop database if exists ${name} with (force)`),
      );
    },
  };
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

/** Runs SQL as the owner of everything, past the policies when that is a superuser; kept. */
export async function asSuperuser<T>(
  database: TestDatabase,
  callback: (client: pg.Client) => Promise<T>,
): Promise<T> {
  return withConnection(database.ownerUrl, callback);
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
  return withConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    try {
      await becomeActor(client, actor);
      return await callback(client);
    } finally {
      await client.query("rollback");
    }
  });
}
