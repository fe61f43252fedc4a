import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Logger as WorkerLogger, run } from "graphile-worker";
import { createPool } from "../../src/database/connections.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { asSuperuser } from "../support/database.ts";
import { eventually, startProgram } from "../support/process.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { openPostOffice } from "./postOffice.ts";
import type { PostOffice } from "./postOffice.ts";

let office: PostOffice;
let globex: Tenant;

beforeAll(async () => {
  office = await openPostOffice();
  globex = await asSuperuser(office.database, (client) => makeTenant(client, "Globex"));
});

afterEach(async () => {
  expect(await office.clear()).toEqual([]);
});

afterAll(() => office?.close());

describe("a delivery", () => {
  it("is sent once for each key, says what was queued, and is then over", async () => {
    const receiver = await office.receive();
    const id = await office.endpoint(receiver.url);
    const first = await office.queue(id, "a", { id: "x", record: { name: "Ada" } });
    expect(await office.queue(id, "a", { other: true })).toBe(first);
    await office.pump.run();
    await office.pump.run();
    expect(receiver.received).toHaveLength(1);
    const { headers, body } = receiver.received[0]!;
    expect(headers["webhook-id"]).toBe(first);
    expect(JSON.parse(body)).toEqual({
      type: "lead.created",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      data: { id: "x", record: { name: "Ada" } },
    });
    expect(await office.deliveriesOf(id)).toEqual([
      { id: first, status: "delivered", attempts: 1, response_status: 204, error: null, is_waiting: false },
    ]);
  });

  it("has its job with the commit that queues it, and none with one that is rolled back", async () => {
    const id = await office.endpoint("http://127.0.0.1:1/");
    const jobs = () => office.past("select from graphile_worker.jobs where task_identifier = 'deliver_webhooks' and key is distinct from 'webhooks:next'");
    await office.past("delete from graphile_worker._private_jobs");
    await asSuperuser(office.database, async (client) => {
      await client.query("begin");
      for (const key of ["a", "b", "c"]) {
        await client.query("select app_private.queue_webhook($1, $2, $3, 'x', '{}')", [office.tenant.organizationId, id, key]);
      }
      await client.query("rollback");
      expect(await jobs()).toHaveLength(0);
      await client.query("begin");
      for (const key of ["a", "b", "c"]) {
        await client.query("select app_private.queue_webhook($1, $2, $3, 'x', '{}')", [office.tenant.organizationId, id, key]);
      }
      expect(await jobs()).toHaveLength(0);
      await client.query("commit");
    });
    expect(await jobs()).toHaveLength(1);
    // One that has not begun will do for all.
    await office.queue(id, "d");
    expect(await jobs()).toHaveLength(1);
  });

  it("is tried again with pauses that grow from 5 seconds to 4 hours, over a day, and then given up", async () => {
    const id = await office.endpoint("http://127.0.0.1:1/");
    await office.queue(id, "a");
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 14; attempt += 1) {
      await office.pump.run();
      const [{ pause } = { pause: 0 }] = await office.past("select extract(epoch from due_at - now())::float8 as pause from app_private.webhook_queue");
      pauses.push(pause as number);
      await office.letTimePass();
    }
    const least = [5, 15, 45, 135, 405, 1215, 3645, 10935, 14400, 14400, 14400, 14400, 14400];
    pauses.forEach((pause, place) => {
      // What went by since is no part of it.
      expect(pause).toBeGreaterThan(least[place]! - 3);
      expect(pause).toBeLessThanOrEqual(least[place]! * 1.2);
    });
    expect(least.reduce((sum, pause) => sum + pause)).toBeGreaterThan(24 * 3600);
    await office.pump.run();
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "failed", attempts: 14, error: "The connection was refused.", is_waiting: false }]);
    expect(await office.past("select from app_private.webhook_queue")).toEqual([]);
    expect(await office.past("select from app_public.webhook_attempts")).toHaveLength(14);
  });

  it.each([["7200", 7200], ["999999", 4 * 3600]])("waits as long as a receiver asks for, within bounds (%s)", async (header, seconds) => {
    const receiver = await office.receive((response) => response.writeHead(429, { "retry-after": header }).end());
    await office.queue(await office.endpoint(receiver.url), "a");
    await office.pump.run();
    const [row] = await office.past("select extract(epoch from due_at - now())::float8 as pause from app_private.webhook_queue");
    expect(row?.["pause"]).toBeGreaterThan(seconds - 5);
    expect(row?.["pause"]).toBeLessThanOrEqual(seconds);
  });

  it("goes out again when the process that sent it was killed, and only when its claim is over", async () => {
    const receiver = await office.receive();
    const id = await office.endpoint(receiver.url);
    await office.queue(id, "a");
    // Claimed, and never heard of again.
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toHaveLength(1);
    await office.past("insert into app_private.webhook_pump values (true, gen_random_uuid(), now() + interval '30 seconds')");
    await office.pump.run();
    expect(receiver.received).toHaveLength(0);
    const [job] = await office.past("select run_at > now() + interval '20 seconds' as is_later from graphile_worker.jobs where key = 'webhooks:next'");
    expect(job?.["is_later"]).toBe(true);
    await office.past("update app_private.webhook_queue set due_at = now() - interval '1 second'");
    await office.past("update app_private.webhook_pump set lease_until = now() - interval '1 second'");
    await office.pump.run();
    expect(receiver.received).toHaveLength(1);
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "delivered", attempts: 1 }]);
  });

  it("is not written down by who has lost the claim to it", async () => {
    let release: () => void = () => undefined;
    const receiver = await office.receive((response, _message, place) => {
      if (place > 0) response.writeHead(204).end();
      else release = () => response.writeHead(500).end();
    });
    const id = await office.endpoint(receiver.url);
    await office.queue(id, "a");
    const first = office.pump.run();
    await eventually(() => receiver.received.length === 1);
    await office.letTimePass();
    await eventually(async () => (await office.deliveriesOf(id))[0]?.["status"] === "delivered");
    release();
    await first;
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "delivered", attempts: 1, response_status: 204 }]);
  });

  it("is given back by a worker that stops, to be sent by the next", async () => {
    const stop = new AbortController();
    const receiver = await office.receive((response, _message, place) => void (place === 0 ? stop.abort() : response.writeHead(204).end()));
    const id = await office.endpoint(receiver.url);
    await office.queue(id, "a");
    await office.pump.run({}, stop.signal);
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "queued", attempts: 0 }]);
    expect(await office.past("select from graphile_worker.jobs where key = 'webhooks:next' and run_at <= now()")).toHaveLength(1);
    await office.pump.run();
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "delivered", attempts: 1 }]);
  });

  it("that becomes due while others are being sent does not wait for them", async () => {
    let end: () => void = () => undefined;
    const slow = await office.receive((response) => (end = () => void response.writeHead(500).end()));
    const quick = await office.receive();
    const slowEndpoint = await office.endpoint(slow.url);
    const quickEndpoint = await office.endpoint(quick.url);
    await office.queue(slowEndpoint, "a");
    const sending = office.pump.run({ totalMs: 60_000 });
    await eventually(() => slow.received.length === 1);
    await office.queue(quickEndpoint, "a");
    await eventually(async () => (await office.deliveriesOf(quickEndpoint))[0]?.["status"] === "delivered");
    expect(await office.deliveriesOf(slowEndpoint)).toMatchObject([{ status: "queued", attempts: 0 }]);
    end();
    await sending;
    expect(await office.deliveriesOf(slowEndpoint)).toMatchObject([{ status: "queued", attempts: 1 }]);
  });
});

describe("receivers that are slow", () => {
  it("have two tries at a time, and an organization ten, holding up nobody else and no connection", async () => {
    const held: ServerResponse[] = [];
    let isHolding = true;
    const answer = (response: ServerResponse) => void response.writeHead(204).end();
    const slow = await office.receive((response) => (isHolding ? void held.push(response) : answer(response)));
    const quick = await office.receive();
    for (let place = 0; place < 8; place += 1) {
      const id = await office.endpoint(`${slow.url}/${place}`);
      for (let key = 0; key < 4; key += 1) await office.queue(id, String(key));
    }
    const theirs = await office.endpoint(quick.url, globex.actor("owner"));
    for (let key = 0; key < 30; key += 1) await office.queue(theirs, String(key), {}, globex.organizationId);
    const sending = office.pump.run({ totalMs: 60_000 });
    await eventually(() => quick.received.length === 30 && office.pump.busy() === 0);
    expect(held).toHaveLength(10);
    const perEndpoint = new Map<string, number>();
    for (const { url } of slow.received) perEndpoint.set(url, (perEndpoint.get(url) ?? 0) + 1);
    expect(Math.max(...perEndpoint.values())).toBeLessThanOrEqual(2);
    isHolding = false;
    held.forEach(answer);
    await sending;
    expect(slow.received).toHaveLength(32);
  });

  it("have one try at a time once they fail", async () => {
    const failing = await office.receive(() => undefined);
    const id = await office.endpoint(failing.url);
    for (const key of ["a", "b", "c"]) await office.queue(id, key);
    await office.past("insert into app_private.webhook_health (organization_id, endpoint_id, failing_since, failed_at, failures) values ($1, $2, now(), now(), 1)",
      [office.tenant.organizationId, id]);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toHaveLength(1);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toHaveLength(0);
  });
});

describe("an endpoint", () => {
  const failFor = (interval: string) =>
    office.past("update app_private.webhook_health set failing_since = now() - $1::interval, failures = 4", [interval]);
  const state = async (id: string) =>
    (await office.past("select is_enabled, disabled_reason from app_public.webhook_endpoints where id = $1", [id]))[0];

  it("is disabled by 410, holds what waits, tells its owner and the editors, and goes on when enabled", async () => {
    let isGone = true;
    const receiver = await office.receive((response) => void response.writeHead(isGone ? 410 : 204).end());
    const id = await office.endpoint(receiver.url, office.tenant.actor("admin"));
    await office.queue(id, "a");
    await office.pump.run();
    expect(await state(id)).toEqual({ is_enabled: false, disabled_reason: "The receiver answered that it is gone (410)." });
    expect(await office.queue(id, "b")).toBeNull();
    for (const role of ["owner", "admin"] as const) {
      expect(await office.told(office.tenant.actor(role))).toMatchObject([
        { kind: "webhook_disabled", object_type: "webhook_endpoint", object_id: id, text: expect.stringMatching(/^The webhook endpoint "Endpoint \d+" was disabled/) },
      ]);
    }
    expect(await office.told(office.manager)).toEqual([]);
    await office.past("delete from app_public.notifications");
    isGone = false;
    await office.run("select app_public.enable_webhook_endpoint($1)", [id]);
    const [delivery] = await office.deliveriesOf(id);
    expect(delivery).toMatchObject({ status: "failed", response_status: 410 });
    await office.run("select app_public.replay_webhook_delivery($1)", [delivery?.["id"]]);
    await office.pump.run();
    expect(await office.deliveriesOf(id)).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("is disabled after 24 hours of nothing but failing, and not before", async () => {
    const id = await office.endpoint("http://127.0.0.1:1/");
    for (const key of ["a", "b"]) await office.queue(id, key);
    await office.past("update app_public.webhook_endpoints set enabled_at = now() - interval '3 days'");
    await office.pump.run();
    await failFor("23 hours");
    await office.letTimePass();
    await office.past("delete from app_private.webhook_queue where delivery_id <> (select min(id::text)::uuid from app_public.webhook_deliveries)");
    await office.pump.run();
    expect(await state(id)).toMatchObject({ is_enabled: true });
    await failFor("24 hours");
    await office.letTimePass();
    await office.pump.run();
    expect(await state(id)).toEqual({ is_enabled: false, disabled_reason: "Nothing could be delivered for 24 hours." });
    expect(await office.past("select due_at::text from app_private.webhook_queue")).toEqual([{ due_at: "infinity" }]);
    await office.past("delete from app_public.notifications");
  });

  it("begins anew when it delivers once, when it is enabled, and when its failures are far apart", async () => {
    let status = 500;
    const receiver = await office.receive((response) => void response.writeHead(status).end());
    const id = await office.endpoint(receiver.url);
    await office.past("update app_public.webhook_endpoints set enabled_at = now() - interval '3 days'");
    await office.queue(id, "a");
    await office.pump.run();
    await failFor("48 hours");
    await office.past("update app_private.webhook_health set failed_at = now() - interval '25 hours'");
    await office.letTimePass();
    await office.pump.run();
    expect(await state(id)).toMatchObject({ is_enabled: true });
    await failFor("48 hours");
    status = 200;
    await office.letTimePass();
    await office.pump.run();
    status = 500;
    await office.queue(id, "b");
    await office.pump.run();
    expect(await state(id)).toMatchObject({ is_enabled: true });
    await failFor("48 hours");
    await office.past("update app_public.webhook_endpoints set enabled_at = now() - interval '1 hour'");
    await office.letTimePass();
    await office.pump.run();
    expect(await state(id)).toMatchObject({ is_enabled: true });
  });

  it("that is disabled by hand holds what waits, until it is enabled", async () => {
    const receiver = await office.receive();
    const id = await office.endpoint(receiver.url);
    await office.queue(id, "a");
    await office.run("update app_public.webhook_endpoints set is_enabled = false where id = $1", [id]);
    await office.pump.run();
    await sleep(50);
    expect(receiver.received).toHaveLength(0);
    expect(await state(id)).toEqual({ is_enabled: false, disabled_reason: "Disabled by hand." });
    await office.run("select app_public.enable_webhook_endpoint($1)", [id]);
    await office.pump.run();
    expect(receiver.received).toHaveLength(1);
  });
});

describe("the worker", () => {
  it("leaves none behind that is queued just when it has come to an end", async () => {
    const receiver = await office.receive();
    const ids = [await office.endpoint(receiver.url), await office.endpoint(receiver.url)];
    const pgPool = createPool({
      connectionString: office.database.authenticatorUrl, applicationName: "rowhouse test", logger: createLogger("silent"), max: 4,
    });
    const logger = new WorkerLogger(() => () => undefined);
    // Without the look each minute.
    const runner = await run({
      pgPool, noHandleSignals: true, taskList: { deliver_webhooks: () => office.pump.run() },
      preset: { worker: { schema: "graphile_worker", concurrentJobs: 3, pollInterval: 50, completeJobBatchDelay: 0, failJobBatchDelay: 0, logger } },
    });
    await Promise.all(ids.flatMap((id) => ["a", "b"].map(async (writer) => {
      for (let key = 0; key < 25; key += 1) await office.queue(id, `${writer}${key}`);
    })));
    await eventually(() => receiver.received.length >= 100);
    await runner.stop();
    await pgPool.end();
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(100);
    expect(await office.past("select from app_public.webhook_deliveries where status <> 'delivered'")).toEqual([]);
  });

  it("counts tries by what came of them, and how long they took", async () => {
    const metrics = createMetrics();
    const receiver = await office.receive();
    await office.queue(await office.endpoint(receiver.url), "a");
    await office.queue(await office.endpoint("http://127.0.0.1:1/"), "a");
    await office.pump.run();
    const text = await metrics.registry.metrics();
    expect(text).toContain('webhook_deliveries_total{status="delivered"} 1');
    expect(text).toContain('webhook_deliveries_total{status="retrying"} 1');
    expect(text).toContain("webhook_delivery_duration_ms_count 2");
    metrics.stop();
  });

  it("that is killed while it sends leaves the delivery to the next, which sends it again", async () => {
    const receiver = await office.receive((response, _message, place) => void (place > 0 && response.writeHead(204).end()));
    const id = await office.endpoint(receiver.url);
    const start = () => startProgram("src/main.ts", {
      AUTHENTICATOR_DATABASE_URL: office.database.authenticatorUrl, JWT_SECRET: "x".repeat(32),
      ROWHOUSE_MODE: "worker", ROWHOUSE_DEMO: "0", WEBHOOK_ALLOWED_NETWORKS: "127.0.0.0/8",
    });
    const first = start();
    const delivery = await office.queue(id, "a");
    await eventually(() => receiver.received.length === 1);
    first.child.kill("SIGKILL");
    await first.exitCode;
    expect(await office.deliveriesOf(id)).toMatchObject([{ id: delivery, status: "queued", attempts: 0 }]);
    // Half a minute goes by, and the next look at what is due.
    await office.letTimePass();
    await office.past("update app_private.webhook_pump set lease_until = now()");
    await office.past("select graphile_worker.add_job('deliver_webhooks', '{}'::json, job_key => 'webhooks:sweep')");
    const second = start();
    await eventually(async () => (await office.deliveriesOf(id))[0]?.["status"] === "delivered");
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([delivery, delivery]);
    expect(await office.deliveriesOf(id)).toMatchObject([{ attempts: 1 }]);
    second.child.kill("SIGTERM");
    expect(await second.exitCode).toBe(0);
  }, 60_000);
});
