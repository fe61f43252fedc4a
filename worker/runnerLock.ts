import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Logger } from "../src/telemetry/logger.ts";

const LOOK_EVERY_MS = 3_000;
const CONNECT_MS = 5_000;
// A server that answers nothing for so long counts as gone. Longer than anything that keeps this
// process busy, for an answer that nobody took up in time looks the same.
const ANSWER_MS = 60_000;

/**
 * The sign of life of a runner, whose jobs and queues are locked by its id: the advisory lock of
 * the id, on a connection of its own. Postgres lets go of it when the process ends, however it ends,
 * so an id whose lock nobody holds has no runner, and what it locked is for anyone to free.
 */
export type RunnerLock = {
  /** Takes the lock of a runner; to be awaited before it asks for jobs. */
  hold(runnerId: string): Promise<void>;
  /** Settles, with the reason, when the connection was lost: others may take the jobs by then. */
  readonly lost: Promise<Error>;
  /** Lets go, once the last job has come to its end. */
  release(): Promise<void>;
};

/**
 * Connects, frees what runners that are no more have locked, and does so again every few seconds.
 *
 * @param pool - Where jobs are freed, so that waiting for a row never looks like a lost connection.
 * @throws Error when the database cannot be reached.
 */
export async function openRunnerLock(connectionString: string, pool: pg.Pool, logger: Logger): Promise<RunnerLock> {
  const client = new pg.Client({
    connectionString,
    application_name: "rowhouse worker lock",
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
  });
  const closing = new AbortController();
  const lost = Promise.withResolvers<Error>();
  const lose = (error: Error) => {
    if (!closing.signal.aborted) lost.resolve(error);
  };
  client.on("error", lose);
  client.on("end", () => lose(new Error("The connection of the worker's lock ended")));

  const free = async () => {
    const { rows } = await client.query<{ id: string }>(WITHOUT_RUNNER);
    try {
      if (rows.length > 0) {
        const ids = rows.map(({ id }) => id);
        logger.warn({ runners: ids }, "jobs of workers that are no more are freed");
        await pool.query("select graphile_worker.force_unlock_workers($1)", [ids]);
      }
      await pool.query(FREE_EMPTY_QUEUES);
    } catch (error) {
      logger.warn({ err: error }, "cannot free what dead workers have locked");
    }
  };
  const keepLooking = async () => {
    while (!closing.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
      if (!closing.signal.aborted) await free();
    }
  };

  let looking: Promise<void> = Promise.resolve();
  const release = async () => {
    closing.abort();
    await client.end().catch(() => undefined);
    await looking;
  };
  try {
    await client.connect();
    // The server, too, is to notice soon that the machine at the other end is gone.
    await client.query("set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3");
    await free();
  } catch (error) {
    await release();
    throw error;
  }
  looking = keepLooking().catch(lose);
  return {
    hold: async (runnerId) => {
      await client.query(`select pg_advisory_lock(${lockOf("$1")})`, [runnerId]);
    },
    lost: lost.promise,
    release,
  };
}

function lockOf(runnerId: string): string {
  return `hashtextextended('rowhouse.runner ' || ${runnerId}, 0)`;
}

/**
 * The ids that something is locked by and that no runner holds. A runner takes its lock before its
 * first job, and lets go after its last, so an id that a statement sees had its lock before the
 * statement began; pg_locks is read as it is at that later moment.
 */
const WITHOUT_RUNNER = `
  select id from (
    select locked_by from graphile_worker._private_jobs where locked_by is not null
    union select locked_by from graphile_worker._private_job_queues where locked_by is not null
  ) as locked (id)
  where ${lockOf("id")} not in (
    select l.classid::bigint << 32 | l.objid::bigint from pg_locks l
      where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
        and l.database = (select oid from pg_database where datname = current_database()))`;

/**
 * A job and its queue are locked by one statement and let go by one. Only a runner that ends a job
 * which another took over leaves that other's queue locked, with no job of it in hand.
 */
const FREE_EMPTY_QUEUES = `
  with abandoned as materialized (
    select q.id, q.locked_by, q.locked_at from graphile_worker._private_job_queues q
      where q.locked_by is not null
        and not exists (select from graphile_worker._private_jobs j
                          where j.job_queue_id = q.id and j.locked_by = q.locked_by)
  )
  update graphile_worker._private_job_queues q set locked_by = null, locked_at = null
    from abandoned a where q.id = a.id and q.locked_by = a.locked_by and q.locked_at = a.locked_at`;
