import type { ClientBase, Pool } from "pg";
import { becomeActor } from "../database/actor.ts";

/** A connection for the time of one transaction. */
export interface Connection {
  client: ClientBase;
  /** Gives the connection back; with an error, as one that is not to be used again. */
  release(error?: Error): void;
}

/** Gives out connections that log in as rowhouse_authenticator. */
export type Connections = () => Promise<Connection>;

/** Connections of a pool. */
export function poolConnections(pool: Pool): Connections {
  return async () => {
    const client = await pool.connect();
    return { client, release: (error) => client.release(error) };
  };
}

/** One connection that somebody else gives back, such as that of a job. */
export function clientConnection(client: ClientBase): Connections {
  return async () => ({ client, release: () => undefined });
}

/** On whose behalf an import runs. */
export interface ImportIdentity {
  userId: string;
  organizationId: string;
  /** Request that asked for the import, for the logs of the database. */
  requestId?: string;
}

/**
 * The transactions of an import. Each batch is one of them, so that what is written stays written
 * if the process ends; in a dry run all batches share one that is rolled back in the end.
 *
 * Everything runs as `rowhouse_importer` with the caller's settings: under the caller's policies.
 */
export class ImportSession {
  readonly isDryRun: boolean;
  readonly identity: ImportIdentity;
  readonly #connections: Connections;
  /** The connection of a dry run, open from its first batch to its end. */
  #open: Connection | null = null;

  /**
   * @param connections - where transactions run
   * @param identity - the user and organization whose policies apply
   * @param isDryRun - whether everything is rolled back in the end
   */
  constructor(connections: Connections, identity: ImportIdentity, isDryRun: boolean) {
    this.#connections = connections;
    this.identity = identity;
    this.isDryRun = isDryRun;
  }

  /**
   * Runs one batch in a transaction and commits it (or keeps it for the roll-back, in a dry run).
   *
   * @throws what `work` throws, after nothing of the batch has been kept
   */
  async batch<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    return this.isDryRun ? this.#tryBatch(work) : this.#commitBatch(work);
  }

  /** Ends the session: rolls a dry run back. Safe to call more than once. */
  async end(): Promise<void> {
    const connection = this.#open;
    this.#open = null;
    if (connection) await giveBack(connection);
  }

  async #commitBatch<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const connection = await this.#begin();
    try {
      const result = await work(connection.client);
      await connection.client.query("commit");
      connection.release();
      return result;
    } catch (error) {
      await giveBack(connection);
      throw error;
    }
  }

  async #tryBatch<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    this.#open ??= await this.#begin();
    const { client } = this.#open;
    await client.query("savepoint batch");
    try {
      const result = await work(client);
      await client.query("release savepoint batch");
      return result;
    } catch (error) {
      // A lost connection says so here too; the first error is the one that tells.
      await client.query("rollback to savepoint batch").catch(() => undefined);
      throw error;
    }
  }

  async #begin(): Promise<Connection> {
    const connection = await this.#connections();
    const { client } = connection;
    try {
      await client.query("begin");
      await becomeActor(client, { role: "rowhouse_importer", ...this.identity });
      await client.query("set local timezone to 'UTC'");
      // Two imports into one organization take turns: neither inserts what the other is inserting.
      await client.query(
        `select pg_advisory_xact_lock(
           hashtextextended('rowhouse.import', 0) # hashtextextended($1, 0))`,
        [this.identity.organizationId],
      );
      return connection;
    } catch (error) {
      await giveBack(connection);
      throw error;
    }
  }
}

async function giveBack({ client, release }: Connection): Promise<void> {
  try {
    await client.query("rollback");
    release();
  } catch (error) {
    release(error instanceof Error ? error : new Error(String(error)));
  }
}
