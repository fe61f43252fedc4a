import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withConnection } from "../../src/database/connections.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import type { Metrics } from "../../src/telemetry/metrics.ts";
import { workerPreset } from "../../worker/preset.ts";
import { startWorker } from "../../worker/runner.ts";
import type { Worker } from "../../worker/runner.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { eventually } from "../support/process.ts";

const TASK = `
  export default async (payload, { withPgClient }) => {
    await new Promise((resolve) => setTimeout(resolve, payload.ms));
    await withPgClient((client) =>
      client.query("select pg_notify('done', $1::text || ' ' || current_user)", [payload.name]));
  };`;

let database: TestDatabase;
let tasks: string;
let worker: Worker | undefined;
let metrics: Metrics;

beforeAll(async () => {
  database = await createTestDatabase();
  tasks = fs.mkdtempSync(path.join(os.tmpdir(), "rowhouse-tasks-"));
  fs.writeFileSync(path.join(tasks, "say.mjs"), TASK);
});

afterEach(async () => {
  await worker?.stop();
  worker = undefined;
  metrics?.stop();
});

afterAll(async () => {
  await database?.drop();
  fs.rmSync(tasks, { recursive: true, force: true });
});

async function begin(): Promise<void> {
  metrics = createMetrics();
  worker = await startWorker({
    authenticatorUrl: database.authenticatorUrl,
    logger: createLogger("silent"),
    metrics,
    preset: {
      extends: [workerPreset],
      worker: {
        taskDirectory: tasks, crontabFile: path.join(tasks, "crontab"), fileExtensions: [".mjs"],
        concurrentJobs: 2, pollInterval: 100,
      },
    },
  });
}

function addJob(name: string, ms = 0): Promise<unknown> {
  return asSuperuser(database, (client) =>
    client.query(
      `select graphile_worker.add_job('say', json_build_object('name', $1::text, 'ms', $2::int))`,
      [name, ms],
    ),
  );
}

/** Ends all connections of the worker, as the end of the database would. */
function cutConnections(): Promise<unknown> {
  return asSuperuser(database, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name in ('rowhouse worker', 'rowhouse worker lock')`,
    ),
  );
}

/** Lets no one but superusers connect, or everyone again. */
function refuseConnections(refused: boolean): Promise<unknown> {
  return asSuperuser(database, (client) =>
    client.query(`alter database ${database.name} connection limit ${refused ? 0 : -1}`),
  );
}

async function restarts(): Promise<number> {
  return (await metrics.workerRestarts.get()).values[0]?.value ?? 0;
}

async function lockedJobs(): Promise<number> {
  const { rows } = await asSuperuser(database, (client) =>
    client.query("select from graphile_worker._private_jobs where locked_by is not null"),
  );
  return rows.length;
}

/** Runs a step and waits until the named jobs have told that they are done. */
async function said(names: string[], step: () => Promise<unknown>): Promise<string[]> {
  return withConnection(database.ownerUrl, async (client) => {
    const heard: string[] = [];
    client.on("notification", ({ payload }) => heard.push(payload ?? ""));
    await client.query("listen done");
    await step();
    await eventually(() => names.every((name) => heard.some((text) => text.startsWith(name))));
    return heard;
  });
}

describe("the worker", () => {
  it("runs jobs as the login that is behind the policies", async () => {
    await begin();
    expect(await said(["first"], () => addJob("first"))).toEqual(["first rowhouse_authenticator"]);
  });

  it("finishes the job in hand before it stops", async () => {
    await begin();
    const heard = await said(["slow"], async () => {
      await addJob("slow", 300);
      await eventually(async () => (await lockedJobs()) === 1);
      await worker?.stop();
    });
    expect(heard).toHaveLength(1);
    const { rows } = await asSuperuser(database, (client) =>
      client.query("select from graphile_worker._private_jobs"),
    );
    expect(rows).toHaveLength(0);
  });

  it("goes on after the database cut all its connections", async () => {
    // The job runner prints what it also logs.
    const printed = jest.spyOn(console, "trace").mockImplementation(() => undefined);
    await begin();
    await cutConnections();
    await said(["again"], () => addJob("again"));
    printed.mockRestore();
  });

  it("runs the job anew whose end it could not write", async () => {
    const printed = jest.spyOn(console, "trace").mockImplementation(() => undefined);
    await begin();
    await said(["cut off"], async () => {
      await addJob("cut off", 300);
      await eventually(async () => (await lockedJobs()) === 1);
      await refuseConnections(true);
      await cutConnections();
      // Long enough for the runner to give up.
      await eventually(async () => (await restarts()) > 0);
      expect(await lockedJobs()).toBe(1);
      await refuseConnections(false);
    });
    printed.mockRestore();
  });

  it("takes up the job of a worker that was killed", async () => {
    await addJob("orphaned");
    await asSuperuser(database, (client) =>
      client.query(
        `update graphile_worker._private_jobs
            set locked_by = 'a dead worker', locked_at = now(), attempts = 1`,
      ),
    );
    await said(["orphaned"], begin);
  });

  it("tells how many jobs there are", async () => {
    await begin();
    await asSuperuser(database, (client) =>
      client.query(
        "select graphile_worker.add_job('say', '{}', run_at => now() + interval '1 day')",
      ),
    );
    const text = await metrics.registry.metrics();
    expect(text).toContain('job_queue_depth{state="waiting"} 1');
    expect(text).toContain('job_queue_depth{state="failed"} 0');
  });
});
