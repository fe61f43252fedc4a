import pg from "pg";
import type { Logger } from "../telemetry/logger.ts";

const CONNECT_MS = 5_000;

/** How a pool of connections is made. */
export type PoolOptions = {
  connectionString: string;
  /** Told in pg_stat_activity. */
  applicationName: string;
  logger: Logger;
  /** Most connections at once. */
  max?: number;
  /** Statements that take longer are stopped by the server; no limit when left out. */
  statementTimeoutMs?: number;
};

/**
 * Makes a pool whose lost connections are logged instead of ending the process.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    application_name: options.applicationName,
    max: options.max ?? 10,
    connectionTimeoutMillis: CONNECT_MS,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    ...(options.statementTimeoutMs ? { statement_timeout: options.statementTimeoutMs } : {}),
  });
  const log = (error: Error) => {
    // Once the pool is ending, the server may go before the last of its connections has.
    if (!pool.ending) options.logger.warn({ err: error }, "lost a database connection");
  };
  pool.on("error", log);
  pool.on("connect", (client) => client.on("error", log));
  return pool;
}

/**
 * Runs a callback on one connection of its own.
 *
 * @param connectionString - Whom to connect as, and to which database.
 * @param role - Role to switch to after login, when given.
 * @throws What the callback or the connection throws.
 */
export async function withConnection<T>(
  connectionString: string,
  callback: (client: pg.Client) => Promise<T>,
  role?: string,
): Promise<T> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: "rowhouse",
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    if (role) await client.query(`set role ${pg.escapeIdentifier(role)}`);
    return await callback(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Runs a callback in one transaction: committed when it returns, rolled back when it throws. */
export async function inTransaction<T>(
  client: pg.ClientBase,
  callback: () => Promise<T>,
): Promise<T> {
  await client.query("begin");
  try {
    const result = await callback();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined);
    throw error;
  }
}

/** The same server and login, another database. */
export function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** The name of the database that a connection string leads to. */
export function databaseOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).pathname.slice(1));
}

/** The password in a connection string, decoded; empty when there is none. */
export function passwordOf(connectionString: string): string {
  return decodeURIComponent(new URL(connectionString).password);
}

/** A connection string for messages and logs, without its password. */
export function withoutPassword(connectionString: string): string {
  const url = new URL(connectionString);
  url.password = "";
  return url.href;
}

/** The five-letter SQLSTATE or the system's error code of an error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}

/** One line for people about an error while connecting; never with a password in it. */
export function connectionProblem(error: unknown, connectionString: string): string {
  const where = withoutPassword(connectionString);
  const code = errorCode(error);
  if (code === "28P01") return `${where} refuses the password`;
  if (code === "3D000") return `${where}: there is no such database`;
  if (error instanceof AggregateError && error.errors.length > 0) {
    return `${where} cannot be reached: ${(error.errors[0] as Error).message}`;
  }
  return `${where} cannot be reached: ${(error as Error).message}`;
}
