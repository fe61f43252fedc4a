/**
 * Measures the scoring of leads: all of an organization with 100,000, one of them, how long a change
 * takes to show through a real worker, and what the marks add to the making of a lead. Times are
 * those of the machine as busy as it is; processor time is beside them.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { asActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { createLogger } from "../src/telemetry/logger.ts";
import { createMetrics } from "../src/telemetry/metrics.ts";
import { startWorker } from "../worker/runner.ts";
import { fillDatabase } from "./data.ts";
import type { Data } from "./data.ts";
import { startBenchDatabase } from "./database.ts";
import { median } from "./measure.ts";
import { say } from "./output.ts";
import { backendProcessorTime } from "./servers.ts";

/** 200,000 leads at 1. */
const SCALE = Number(process.argv[2] ?? 0.5);
const MOST_BULK_SECONDS = 10;
const MOST_SINGLE_MS = 5;
const MOST_LATENCY_MS = 1000;
const SINGLES = 200;
const CHANGES = 20;
const ROUNDS = 5;
const CREATED = 100;

function require(isMet: boolean, failure: string): void {
  if (isMet) return;
  say(failure);
  process.exitCode = 1;
}

/** Time and processor time of Postgres that something takes, in milliseconds. */
async function cost(client: pg.Client, work: () => Promise<unknown>): Promise<{ time: number; processor: number }> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const pid = rows[0]?.pid ?? 0;
  const before = backendProcessorTime(pid) ?? NaN;
  const started = performance.now();
  await work();
  return { time: performance.now() - started, processor: (backendProcessorTime(pid) ?? NaN) - before };
}

async function drain(client: pg.Client, organizationId: string): Promise<void> {
  let outcome = "more";
  while (outcome === "more") {
    const { rows } = await client.query<{ outcome: string }>(
      "select app_private.continue_scoring($1) as outcome", [organizationId],
    );
    outcome = rows[0]?.outcome ?? "done";
  }
}

async function measureBulk(admin: pg.Client, client: pg.Client, { organizationId, counts }: Data): Promise<void> {
  const rules: [what: string, change: string, isRequired: boolean][] = [
    ["for the first time", "hot_from = 81", true],
    ["by other rules", "age_half_life_days = 300, activity_target = 3, status_new_percent = 70", true],
    ["where no score changes", "warm_from = warm_from + 1", false],
  ];
  for (const [what, change, isRequired] of rules) {
    await admin.query("vacuum analyze app_public.leads, app_public.lead_scores");
    await admin.query(`update app_public.lead_scoring_configs set ${change} where organization_id = $1`, [organizationId]);
    const { time, processor } = await cost(client, () => drain(client, organizationId));
    say(`${counts.leads} leads ${what}: ${(time / 1000).toFixed(1)} s, of processor time ${(processor / 1000).toFixed(1)} s, ` +
      `${Math.round(counts.leads / (time / 1000))} leads/s`);
    if (isRequired) require(time / 1000 < MOST_BULK_SECONDS, `above ${MOST_BULK_SECONDS} s`);
  }
}

async function someLeads(admin: pg.Client, { organizationId }: Data, count: number): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `select id from app_public.leads where organization_id = $1 and status = 'new' order by md5(id::text) limit $2`,
    [organizationId, count],
  );
  return rows.map(({ id }) => id);
}

async function measureSingle(admin: pg.Client, client: pg.Client, data: Data): Promise<void> {
  const taken: number[] = [];
  for (const id of await someLeads(admin, data, SINGLES)) {
    await admin.query("update app_public.leads set company = null, last_name = coalesce(last_name, 'x') where id = $1", [id]);
    await asActor(client, data.owner, async () => {
      const started = performance.now();
      await client.query("select total from app_public.score_lead($1)", [id]);
      taken.push(performance.now() - started);
    });
  }
  const p50 = median(taken);
  say(`one lead: ${p50.toFixed(2)} ms, slowest ${Math.max(...taken).toFixed(1)} ms`);
  require(p50 < MOST_SINGLE_MS, `above ${MOST_SINGLE_MS} ms`);
}

async function measureLatency(admin: pg.Client, authenticatorUrl: string, data: Data): Promise<void> {
  const metrics = createMetrics();
  const worker = await startWorker({ authenticatorUrl, logger: createLogger("silent"), metrics });
  const taken: number[] = [];
  try {
    // What the measures before have left to do.
    const isBusy = () => admin.query("select from graphile_worker.jobs");
    while ((await isBusy()).rowCount) await sleep(50);
    for (const id of await someLeads(admin, data, CHANGES)) {
      const started = performance.now();
      await admin.query("update app_public.leads set status = 'qualified' where id = $1", [id]);
      const committed = performance.now();
      for (;;) {
        const { rowCount } = await admin.query("select from app_public.lead_scores where lead_id = $1 and status = 'qualified'", [id]);
        if (rowCount) break;
        if (performance.now() - started > 30_000) throw new Error("The worker does not score.");
        await sleep(2);
      }
      taken.push(performance.now() - committed);
      await sleep(100);
    }
  } finally {
    await worker.stop();
    metrics.stop();
  }
  const slowest = Math.max(...taken);
  say(`from a change to its score, through a worker: ${median(taken).toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms`);
  require(slowest < MOST_LATENCY_MS, `above ${MOST_LATENCY_MS} ms`);
}

async function measureCreating(admin: pg.Client, client: pg.Client, data: Data): Promise<void> {
  const create = (company: string) =>
    asActor(client, data.owner, () =>
      client.query("insert into app_public.leads (first_name, last_name, company) values ('Bench', 'Lead', $1)", [company]),
    );
  const run = async (isMarked: boolean) => {
    await admin.query(`alter table app_public.leads ${isMarked ? "enable" : "disable"} trigger mark_added`);
    await create("first");
    const { time, processor } = await cost(client, async () => {
      for (let n = 0; n < CREATED; n += 1) await create(`Company ${n}`);
    });
    return { time: time / CREATED, processor: processor / CREATED };
  };
  await run(true);
  const pairs: { plain: Awaited<ReturnType<typeof run>>; marked: Awaited<ReturnType<typeof run>> }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) pairs.push({ plain: await run(false), marked: await run(true) });
  const ratio = median(pairs.map(({ plain, marked }) => marked.time / plain.time));
  const processorRatio = pairs.reduce((sum, { marked }) => sum + marked.processor, 0) / pairs.reduce((sum, { plain }) => sum + plain.processor, 0);
  say(`making a lead, as a transaction: ${median(pairs.map(({ plain }) => plain.time)).toFixed(2)} ms, ` +
    `with a mark and its job ${median(pairs.map(({ marked }) => marked.time)).toFixed(2)} ms, ` +
    `ratio ${ratio.toFixed(2)}, of processor time ${processorRatio.toFixed(2)}`);
}

const database = await startBenchDatabase(say);
try {
  const data = await fillDatabase(database.ownerUrl, SCALE);
  await withConnection(database.ownerUrl, (admin) =>
    withConnection(database.authenticatorUrl, async (client) => {
      await measureBulk(admin, client, data);
      await measureSingle(admin, client, data);
      await measureCreating(admin, client, data);
      await measureLatency(admin, database.authenticatorUrl, data);
    }),
  );
} finally {
  await database.stop();
}
