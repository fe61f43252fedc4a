import { join } from "node:path";
import { Logger, runOnce } from "graphile-worker";
import type pg from "pg";
import { createPool } from "../../src/database/connections.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

/** A database with two organizations, and the worker's own tasks to run. */
export type House = {
  database: TestDatabase;
  ours: Tenant;
  theirs: Tenant;
  /** Connections through the login of the worker. */
  pool: pg.Pool;
  /** Runs the jobs that wait, as the worker does; fails with what one of them failed with. */
  work(): Promise<void>;
  end(): Promise<void>;
};

/** Makes the database. */
export async function openHouse(): Promise<House> {
  const database = await createTestDatabase();
  const ours = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  const theirs = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
  const pool = createPool({
    connectionString: database.authenticatorUrl,
    applicationName: "rowhouse test",
    logger: createLogger("silent"),
    max: 4,
  });
  return {
    database,
    ours,
    theirs,
    pool,
    work: () => runJobs(pool),
    end: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

async function runJobs(pgPool: pg.Pool): Promise<void> {
  await runOnce({
    pgPool,
    noHandleSignals: true,
    preset: {
      worker: {
        taskDirectory: join(import.meta.dirname, "../../worker/tasks"),
        fileExtensions: [".ts"],
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        logger: new Logger(() => () => undefined),
      },
    },
  });
  const { rows } = await pgPool.query<{ task: string; error: string }>(
    `select task_identifier as task, last_error as error from graphile_worker.jobs
       where last_error is not null`,
  );
  if (rows[0]) throw new Error(`The job ${rows[0].task} failed: ${rows[0].error}`);
}

/** Rows of a statement past all policies. */
export async function select<Row extends pg.QueryResultRow = Record<string, unknown>>(
  { database }: House,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return asSuperuser(database, async (client) => (await client.query<Row>(text, values)).rows);
}

/** Runs the nightly job of retention by itself. */
export async function applyRetention(house: House): Promise<void> {
  await select(house, "select graphile_worker.add_job('apply_retention')");
  await house.work();
}

/** Asks, as the owner of our organization, for somebody to be erased; answers the request. */
export function erase(house: House, objectType: string, id: string, reason = "They asked.") {
  return runAs(
    house.database,
    house.ours.actor("owner"),
    "select * from app_public.erase_data_subject($1, $2, $3)",
    [objectType, id, reason],
  );
}

/** A request as its owner sees it. */
export async function readRequest(house: House, id: unknown): Promise<Record<string, unknown>> {
  return runAs(
    house.database,
    house.ours.actor("owner"),
    "select * from app_public.privacy_requests where id = $1",
    [id],
  );
}

/** Makes a record as old as it says, in days. */
export async function age(
  house: House,
  table: string,
  id: string,
  days: number,
  column = "created_at",
): Promise<string> {
  await select(
    house,
    `update app_public.${table} set ${column} = now() - make_interval(days => $2) where id = $1`,
    [id, days],
  );
  return id;
}

/** Whether a record is there and not in the recycle bin; undefined when it is gone. */
export async function isLive(
  house: House,
  table: string,
  id: string,
): Promise<boolean | undefined> {
  const [row] = await select(house, `select deleted_at from app_public.${table} where id = $1`, [id]);
  return row && row["deleted_at"] === null;
}

/** The runs of a policy of ours, or those that emptied the recycle bin. */
export const runsOf = (house: House, policyId: string | null) =>
  select(
    house,
    `select object, done_count, refused_count, refusals, finished_at is not null as finished
       from app_public.retention_runs
       where organization_id = $1 and policy_id is not distinct from $2::uuid order by started_at, id`,
    [house.ours.organizationId, policyId],
  );
