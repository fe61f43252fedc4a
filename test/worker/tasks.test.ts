import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs";
import * as path from "node:path";
import { Logger, parseCrontab, runOnce } from "graphile-worker";
import { PROJECT_DIRECTORY } from "../../src/config.ts";
import { workerPreset } from "../../worker/preset.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(async () => {
  await database?.drop();
});

const past = (text: string) => asSuperuser(database, (client) => client.query(text));

describe("what the worker does by the clock", () => {
  const crontab = fs.readFileSync(path.join(PROJECT_DIRECTORY, "worker/crontab"), "utf8");

  it("is tasks that there are", () => {
    const tasks = parseCrontab(crontab).map(({ task }) => task);
    expect(tasks).toContain("clean_up");
    expect(tasks).toContain("add_partitions");
    for (const task of tasks) {
      expect(fs.existsSync(path.join(PROJECT_DIRECTORY, "worker/tasks", `${task}.ts`))).toBe(true);
    }
  });

  it("makes the audit log's partitions of the coming months, as the login of the worker", async () => {
    const count = async () =>
      (await past("select from pg_inherits where inhparent = 'app_public.audit_log'::regclass")).rowCount;
    const before = await count();
    await past(
      `do $$ begin execute format('drop table app_private.audit_log_%s',
         to_char((now() at time zone 'UTC') + interval '3 months', 'YYYY_MM')); end $$`,
    );
    expect(await count()).toBe((before ?? 0) - 1);
    await past("select graphile_worker.add_job('add_partitions')");
    const logger = new Logger(() => () => undefined);
    await runOnce({
      connectionString: database.authenticatorUrl,
      preset: { extends: [workerPreset], worker: { logger } },
    });
    expect(await count()).toBe(before);
    expect((await past("select from graphile_worker._private_jobs")).rowCount).toBe(0);
  });
});
