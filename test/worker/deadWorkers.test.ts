import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import * as path from "node:path";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { startWorker } from "../../worker/runner.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { eventually, startProgram } from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";
import { makeGates, tryOut } from "./gates.ts";
import type { Gates } from "./gates.ts";

// They start processes, which takes its time where others work too.
jest.setTimeout(120_000);

let database: TestDatabase;
let gates: Gates;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  gates = makeGates();
});
afterEach(async () => {
  gates?.remove();
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await past("delete from graphile_worker._private_jobs");
  await past("delete from graphile_worker._private_job_queues");
});
afterAll(() => database?.drop());

const past = (text: string, values: unknown[] = []) =>
  asSuperuser(database, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);

const add = (name: string, { gated = false, queue = null }: { gated?: boolean; queue?: string | null } = {}) =>
  past("select graphile_worker.add_job('pass', $1, $2)", [{ name, gated }, queue]);

/** Starts a worker in this process; answers how often it began again. */
async function startHere(): Promise<() => Promise<number>> {
  const metrics = createMetrics();
  const worker = await startWorker({
    authenticatorUrl: database.authenticatorUrl, logger: createLogger("silent"), metrics, preset: tryOut(gates.directory),
  });
  stops.push(async () => {
    await worker.stop();
    metrics.stop();
  });
  return async () => (await metrics.workerRestarts.get()).values[0]?.value ?? 0;
}

async function startElsewhere(): Promise<TestProcess> {
  const program = startProgram(path.join(import.meta.dirname, "program.ts"), {}, [gates.directory, database.authenticatorUrl]);
  stops.push(async () => {
    program.child.kill("SIGKILL");
    await program.exitCode;
  });
  await program.until(/ready/);
  return program;
}

const begun = (name: string, attempt = 1) => eventually(() => gates.has(name, attempt, "begun"));
const done = (name: string, attempt = 1) => eventually(() => gates.has(name, attempt, "done"));

/** Waits until the workers have looked for dead ones once more: what one left is freed and done. */
async function lookedAgain(): Promise<void> {
  await asSuperuser(database, async (client) => {
    await client.query("begin");
    await client.query("select graphile_worker.add_job('pass', '{\"name\": \"left\"}')");
    await client.query(
      "update graphile_worker._private_jobs set locked_by = 'nobody', locked_at = now(), attempts = 1 where payload->>'name' = 'left'",
    );
    await client.query("commit");
  });
  await done("left", 2);
}

const cutLock = () =>
  past("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'rowhouse worker lock'");

describe("a worker", () => {
  it("takes over the job and the queue of one that was killed", async () => {
    const doomed = await startElsewhere();
    await add("long", { gated: true, queue: "line" });
    await add("next", { queue: "line" });
    await begun("long");
    await startHere();
    await lookedAgain();
    expect(gates.has("long", 2, "begun")).toBe(false);
    doomed.child.kill("SIGKILL");
    await begun("long", 2);
    gates.open("long", 2);
    await done("next");
    await eventually(async () => (await past("select from graphile_worker._private_jobs")).length === 0);
    expect(gates.has("long", 1, "done")).toBe(false);
  });

  it("leaves the job of one that lives alone, however long it takes", async () => {
    await startElsewhere();
    await add("long", { gated: true });
    await begun("long");
    const restarts = await startHere();
    await lookedAgain();
    expect(await past("select attempts from graphile_worker._private_jobs where payload->>'name' = 'long'")).toEqual([{ attempts: 1 }]);
    gates.open("long", 1);
    await done("long");
    await eventually(async () => (await past("select from graphile_worker._private_jobs")).length === 0);
    expect(await restarts()).toBe(0);
  });

  it("begins anew when it lost the connection of its lock, and goes on with its queues", async () => {
    const restarts = await startHere();
    await add("long", { gated: true, queue: "line" });
    await begun("long");
    await cutLock();
    // From here on the job is anyone's: another takes it, while the first still has it in hand.
    await startElsewhere();
    await begun("long", 2);
    await add("next", { queue: "line" });
    // It ends where it was, which leaves the queue locked by who took it over.
    gates.open("long", 1);
    await done("long", 1);
    await eventually(async () => (await restarts()) === 1);
    gates.open("long", 2);
    await done("next");
  });

  it("that is stopped while it begins anew stops", async () => {
    const restarts = await startHere();
    await asSuperuser(database, async (client) => {
      await client.query("begin");
      await client.query("lock table graphile_worker.migrations");
      await cutLock();
      await eventually(async () => (await restarts()) === 1);
      await eventually(async () => (await past(
        "select from pg_locks where relation = 'graphile_worker.migrations'::regclass and not granted")).length > 0);
      const stopping = Promise.all(stops.splice(0).map((stop) => stop()));
      await client.query("rollback");
      await stopping;
    });
  });

  it("that has stopped leaves nothing locked", async () => {
    await startHere();
    await add("short");
    await done("short");
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await eventually(async () =>
      (await past("select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())")).length === 0);
    expect(await past("select from graphile_worker._private_jobs where locked_by is not null")).toEqual([]);
  });
});
