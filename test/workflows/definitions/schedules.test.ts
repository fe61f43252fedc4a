import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { nextOccurrence, raiseSchedules } from "../../../src/workflows/schedules.ts";
import { makeWorkflowWorld } from "../world.ts";
import type { WorkflowWorld } from "../world.ts";
import { Generator } from "./generate.ts";

let world: WorkflowWorld;
let workers: pg.Client[];

const TELL = { key: "tell", type: "send_notification", configuration: { to: ["owner"], message: "It is time" } };
const daily = (schedule: string, rest: object = {}) =>
  ({ ...rest, triggers: [{ event: "schedule.cron", schedule }], actions: [TELL] });

beforeAll(async () => {
  world = await makeWorkflowWorld();
  workers = await Promise.all([0, 1].map(async () => {
    const client = new pg.Client({ connectionString: world.database.authenticatorUrl });
    await client.connect();
    return client;
  }));
});

afterAll(async () => {
  await Promise.all((workers ?? []).map((client) => client.end()));
  await world?.stop();
});

beforeEach(async () => {
  await world.query("delete from app_public.workflows");
  await world.query("delete from app_private.workflow_events");
});

const raise = () => raiseSchedules(workers[0]!);
const raised = async () => (await world.events()).map(({ event }) => event);
/** As if the schedules of all workflows had waited since then. */
const waitSince = (span: string) =>
  world.query("update app_public.workflow_triggers set scheduled_since = now() - $1::interval, next_run_at = null where schedule is not null", [span]);
const next = async () => (await world.query<{ next: string }>("select next_run_at::text as next from app_public.workflow_triggers"))[0]!.next;

describe("the times of a schedule", () => {
  const times = (schedule: string, timezone: string, from: string, count: number) => {
    const found: string[] = [];
    let since = new Date(from);
    while (found.length < count) {
      const { next: at } = nextOccurrence({ schedule, timezone, since, next_run_at: null }, since);
      since = at!;
      found.push(at!.toISOString());
    }
    return found;
  };

  it("come once on the day that the clock skips them, and once on the day that it repeats them", () => {
    expect(times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual(["2026-03-29T01:00:00.000Z", "2026-03-30T00:30:00.000Z"]);
    expect(times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toEqual(["2026-10-25T00:30:00.000Z", "2026-10-26T01:30:00.000Z"]);
    expect(times("0 9 * * 1-5", "America/New_York", "2026-03-06T12:00:00Z", 3))
      .toEqual(["2026-03-06T14:00:00.000Z", "2026-03-09T13:00:00.000Z", "2026-03-10T13:00:00.000Z"]);
  });

  it("that nobody was there for are one, and the next is after now", () => {
    const since = new Date("2026-01-01T00:00:00Z");
    const now = new Date("2026-01-05T09:30:00Z");
    const hourly = { schedule: "0 * * * *", timezone: "UTC", since, next_run_at: null };
    expect(nextOccurrence(hourly, now)).toEqual({ isDue: true, next: new Date("2026-01-05T10:00:00Z") });
    const waiting = { ...hourly, next_run_at: new Date("2026-01-05T10:00:00Z") };
    expect(nextOccurrence(waiting, now)).toEqual({ isDue: false, next: waiting.next_run_at });
  });

  it("are read by croner wherever the database lets a schedule through, and have a next one", async () => {
    const parts = ["*", "0", "5", "1-5", "*/7", "1,3,5", "0-6/2", "7", "12", "31", "60", "-1", "5-1", "*/0", "1-", "a", "", "1/2", "99", "2,*"];
    let accepted = 0;
    const chance = new Generator({}, 7);
    const schedules = Array.from({ length: 3000 }, () => Array.from({ length: 5 }, () => chance.pick(parts)).join(" "));
    const problems = await world.query<{ schedule: string; problem: string | null }>(
      "select s as schedule, app_hidden.schedule_problem(s) as problem from unnest($1::text[]) s", [schedules]);
    for (const { schedule, problem } of problems) {
      if (problem !== null) continue;
      accepted += 1;
      const now = new Date("2026-01-01T00:00:00Z");
      expect(nextOccurrence({ schedule, timezone: "UTC", since: now, next_run_at: null }, now).next).not.toBeNull();
    }
    expect(accepted).toBeGreaterThan(50);
  });
});

describe("a schedule", () => {
  it("raises nothing before its time, and its event once when it comes, whoever looks", async () => {
    await world.activate("Daily", daily("0 9 * * *"));
    await raise();
    expect(await raised()).toEqual([]);
    expect(new Date(await next()).getTime()).toBeGreaterThan(Date.now());
    await waitSince("3 days");
    await Promise.all(workers.map((client) => raiseSchedules(client)));
    await raise();
    expect(await raised()).toEqual(["schedule.cron"]);
  });

  it("keeps the occurrence when the worker dies before it commits", async () => {
    await world.activate("Daily", daily("0 9 * * *"));
    await waitSince("3 days");
    const dying = new pg.Client({ connectionString: world.database.authenticatorUrl });
    dying.on("error", () => undefined);
    await dying.connect();
    await dying.query("begin");
    const { rows } = await dying.query("select * from app_private.due_schedules()");
    await dying.query("select app_private.move_schedule($1, $2, true, now() + interval '1 day')", [rows[0].organization_id, rows[0].trigger_id]);
    await raise();
    expect(await raised()).toEqual([]);
    await dying.end();
    await raise();
    expect(await raised()).toEqual(["schedule.cron"]);
  });

  it("of a workflow about an object is an event for each of its records", async () => {
    for (const company of ["One", "Two", "Three"]) await world.insert("leads", { company });
    const gone = await world.insert("leads", { company: "Gone" });
    await world.run("delete from app_public.leads where id = $1", [gone]);
    await world.query("delete from app_private.workflow_events");
    await world.activate("Leads", daily("0 9 * * *", { object_type: "lead" }));
    await waitSince("3 days");
    await raise();
    const events = await world.events();
    expect(events.map(({ new_values }) => new_values?.["company"]).sort()).toEqual(["One", "Three", "Two"]);
  });

  it("rests while its workflow is held, and does not make up for it", async () => {
    const id = await world.activate("Daily", daily("0 9 * * *"));
    await waitSince("3 days");
    await world.run("select app_public.pause_workflow($1)", [id]);
    await raise();
    await world.run("select app_public.activate_workflow($1)", [id]);
    await raise();
    expect(await raised()).toEqual([]);
  });

  it("passes while workflows are switched off", async () => {
    await world.activate("Daily", daily("0 9 * * *"));
    await waitSince("3 days");
    await world.run("select app_public.set_feature_flag('workflow_engine_enabled', false)");
    await raise();
    await world.run("select app_public.set_feature_flag('workflow_engine_enabled', true)");
    await raise();
    expect(await raised()).toEqual([]);
  });

  it("goes by the organization's clock, also when that is changed", async () => {
    await world.activate("Daily", daily("0 9 * * *"));
    await raise();
    expect(new Date(await next()).toISOString()).toMatch(/T09:00:00/);
    await world.run("update app_public.organizations set timezone = 'Asia/Tokyo'");
    await raise();
    expect(new Date(await next()).toISOString()).toMatch(/T00:00:00/);
    await world.run("update app_public.organizations set timezone = 'UTC'");
  });

  it("waits on where it was when the workflow is saved with the same one, and anew with another", async () => {
    const id = await world.activate("Daily", daily("0 9 * * *"));
    await waitSince("3 days");
    const save = (schedule: string, message: string) => world.run("select app_public.save_workflow(id => $1, definition => $2)",
      [id, { ...daily(schedule), actions: [{ ...TELL, configuration: { to: ["owner"], message } }] }]);
    await save("0 9 * * *", "Another text");
    await raise();
    expect(await raised()).toEqual(["schedule.cron"]);
    await waitSince("3 days");
    await save("0 10 * * *", "Another time");
    await raise();
    expect(await raised()).toEqual([]);
  });

  it("that cannot be raised holds up no other and is tried again", async () => {
    await world.activate("Broken", daily("0 9 * * *"));
    await world.activate("Sound", daily("0 9 * * *"));
    await waitSince("3 days");
    await world.query(`update app_public.workflow_triggers t set schedule = 'never' from app_public.workflows w
      where w.id = t.workflow_id and w.name = 'Broken'`);
    const { problems } = await raise();
    expect(problems).toHaveLength(1);
    expect(await raised()).toEqual(["schedule.cron"]);
    const waiting = await world.query("select from app_public.workflow_triggers where schedule = 'never' and next_run_at > now() + interval '4 minutes'");
    expect(waiting).toHaveLength(1);
  });
});
