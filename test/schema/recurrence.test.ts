/** Completing activities and tasks, and what comes again. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeTenant, openTrialTenant, runAs } from "../support/tenants.ts";
import type { TrialTenant } from "../support/tenants.ts";

let house: TrialTenant;

beforeAll(async () => {
  house = await openTrialTenant();
});

afterAll(async () => {
  await house?.trial.end();
  await house?.database.drop();
});

const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(house.database, house.owner, table, columns);
const run = (text: string, values: unknown[] = []) => runAs(house.database, house.owner, text, values);
const all = (text: string, values: unknown[] = []) =>
  asSuperuser(house.database, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);

/** The dates of a series that starts on a day, each as it follows when the one before is completed in time. */
async function series(frequency: string, step: number, start: string, count: number): Promise<string[]> {
  const rows = await all(
    `with recursive s as (
       select $3::date as due_date, 1 as number
       union all
       select n.due_date, n.number from s cross join lateral app_hidden.next_occurrence($1, $2, $3, s.due_date, s.due_date) n
         where s.number < $4)
     select due_date::text as day, number from s`,
    [frequency, step, start, count],
  );
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  return rows.map(({ day }) => day as string);
}

describe("the dates of a series", () => {
  it.each([
    ["daily", 3, "2026-02-26", ["2026-02-26", "2026-03-01", "2026-03-04"]],
    ["weekly", 2, "2026-12-28", ["2026-12-28", "2027-01-11", "2027-01-25"]],
    ["monthly", 1, "2026-01-31", ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]],
    ["monthly", 5, "2026-08-31", ["2026-08-31", "2027-01-31", "2027-06-30", "2027-11-30"]],
    ["yearly", 1, "2024-02-29", ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]],
  ])("are, %s every %i from %s, %j", async (frequency, step, start, expected) => {
    expect(await series(frequency, step, start, expected.length)).toEqual(expected);
  });

  it("leave out what has passed, which counts all the same", async () => {
    const rows = await all(
      `select f, n.due_date::text as day, n.number from unnest('{daily,weekly,monthly,yearly}'::text[]) f
         cross join lateral app_hidden.next_occurrence(f, 1, '2020-01-31', '2020-01-31', '2026-03-01') n`,
    );
    expect(rows).toEqual([
      { f: "daily", day: "2026-03-01", number: 2222 },
      { f: "weekly", day: "2026-03-06", number: 319 },
      { f: "monthly", day: "2026-03-31", number: 75 },
      { f: "yearly", day: "2027-01-31", number: 8 },
    ]);
  });
});

const TODAY = "(now() at time zone 'UTC')::date";

/** An activity that comes each week, due in some days. */
async function weekly(columns: Record<string, unknown> = {}, inDays = 1): Promise<string> {
  const [row] = await all(`select (${TODAY} + $1::integer)::text as day`, [inDays]);
  return insert("activities", {
    subject: "Ring", type: "call", due_date: row?.["day"], recurrence_frequency: "weekly", ...columns,
  });
}

const next = (id: string) =>
  all(`select n.*, n.due_date - o.due_date as days, n.reminder_at - o.reminder_at as later
    from app_public.activities n join app_public.activities o on o.id = n.previous_id where o.id = $1`, [id]);

describe("an activity that comes again", () => {
  it("makes the next one when it is completed, with what stays the same", async () => {
    const account = await insert("accounts", { name: "Acme" });
    const id = await weekly({
      description: "Ask", priority: "high", due_time: "10:00", account_id: account, reminder_at: "2035-01-01T09:00:00Z",
      recurrence_interval: 2,
    });
    const completed = await run("select * from app_public.complete_activity($1, 'They agreed', 12)", [id]);
    expect(completed).toMatchObject({
      status: "completed", outcome: "They agreed", duration_minutes: 12, has_next: true, completed_by: house.owner.userId,
    });
    const made = await next(id);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      subject: "Ring", type: "call", description: "Ask", priority: "high", due_time: "10:00:00", account_id: account,
      status: "planned", outcome: null, duration_minutes: null, has_next: false, days: 14, later: { days: 14 },
      assigned_to_id: house.owner.userId, created_by: house.owner.userId, recurrence_interval: 2,
    });
    expect(made[0]?.["occurs_on"]).toEqual(made[0]?.["due_date"]);
  });

  it("has one next, however often it is opened and completed again, also by plain updates", async () => {
    const id = await weekly();
    for (const status of ["completed", "planned", "completed", "in_progress", "completed"]) {
      await run("update app_public.activities set status = $2 where id = $1", [id, status]);
    }
    expect(await next(id)).toHaveLength(1);
    await asSuperuser(house.database, async (client) => {
      await client.query("delete from app_public.activities where previous_id = $1", [id]);
      await client.query("delete from app_public.activities where previous_id = $1", [id]);
    });
    await run("update app_public.activities set status = 'planned' where id = $1", [id]);
    await run("select app_public.complete_activity($1)", [id]);
    expect(await next(id)).toEqual([]);
  });

  it("has one next when ten people complete it at once", async () => {
    const id = await weekly();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () =>
      commitAs(house.database, house.owner, "select app_public.complete_activity($1)", [id])));
    expect(outcomes.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => undefined));
    expect(await next(id)).toHaveLength(1);
  });

  it("keeps its days when one is moved, and counts anew from the due date when the rule changes", async () => {
    const moved = await weekly({}, 3);
    await run("update app_public.activities set due_date = due_date + 1 where id = $1", [moved]);
    await run("select app_public.complete_activity($1)", [moved]);
    expect((await next(moved))[0]).toMatchObject({ days: 6 });
    const changed = await weekly({}, 3);
    await run("update app_public.activities set due_date = due_date + 1 where id = $1", [changed]);
    await run("update app_public.activities set recurrence_frequency = 'daily' where id = $1", [changed]);
    await run("select app_public.complete_activity($1)", [changed]);
    expect((await next(changed))[0]).toMatchObject({ days: 1 });
  });

  it("leaves out the days that were missed", async () => {
    const id = await weekly({}, -20);
    await run("select app_public.complete_activity($1)", [id]);
    expect((await next(id))[0]).toMatchObject({ days: 21 });
  });

  it("ends after its last day or number, and when the rule is taken away", async () => {
    const [day] = await all(`select (${TODAY} + 7)::text as until`);
    const until = await weekly({ recurrence_until: day?.["until"] });
    const counted = await weekly({ recurrence_count: 2 });
    for (const id of [until, counted]) await run("select app_public.complete_activity($1)", [id]);
    expect([await next(until), (await next(counted)).length]).toEqual([[], 1]);
    const last = (await next(counted))[0]?.["id"] as string;
    await run("select app_public.complete_activity($1)", [last]);
    expect(await next(last)).toEqual([]);
    const stopped = await weekly();
    await run("update app_public.activities set recurrence_frequency = null where id = $1", [stopped]);
    const row = await run("select * from app_public.complete_activity($1)", [stopped]);
    expect([row["recurrence_starts_on"], row["occurs_on"], await next(stopped)]).toEqual([null, null, []]);
  });

  it("goes to nobody when its assignee has left, and belongs to who made the series", async () => {
    const leaver = await asSuperuser(house.database, (client) => addMember(client, house.tenant.organizationId, "member"));
    const id = await weekly({ assigned_to_id: leaver });
    await all("update app_public.memberships set is_active = false where user_id = $1", [leaver]);
    await runAs(house.database, house.tenant.actor("admin"), "select app_public.complete_activity($1)", [id]);
    expect((await next(id))[0]).toMatchObject({ assigned_to_id: null, created_by: house.owner.userId });
  });

  it.each([
    ["no due date", { recurrence_frequency: "daily" }, "RH400"],
    ["a frequency that there is not", { recurrence_frequency: "hourly", due_date: "2035-01-01" }, "23503"],
    ["an interval of nothing", { recurrence_frequency: "daily", due_date: "2035-01-01", recurrence_interval: 0 }, "23514"],
    ["a beginning of its own", { recurrence_starts_on: "2035-01-01" }, "42501"],
    ["a next one already", { has_next: true }, "42501"],
  ])("is refused with %s", async (_, columns, code) => {
    const names = Object.keys(columns);
    const outcome = await house.trial.tryAs(house.owner,
      `insert into app_public.activities (subject, ${names.join(", ")}) values ('x', ${names.map((__, index) => `$${index + 1}`).join(", ")})`,
      Object.values(columns));
    expect(outcome.code).toBe(code);
  });

  it("has no next beyond the last year that there is", async () => {
    const id = await weekly({ recurrence_frequency: "yearly", recurrence_interval: 1000 });
    await all("update app_public.activities set due_date = '9500-01-01', recurrence_starts_on = '9500-01-01', occurs_on = '9500-01-01' where id = $1", [id]);
    await run("select app_public.complete_activity($1)", [id]);
    expect(await next(id)).toEqual([]);
  });
});

describe("a task", () => {
  it("is completed with its hours, and comes again", async () => {
    const project = await insert("projects", { name: "P" });
    const [day] = await all(`select ${TODAY}::text as today`);
    const id = await insert("tasks", {
      title: "Report", project_id: project, due_date: day?.["today"], estimated_hours: 2, recurrence_frequency: "monthly",
    });
    expect(await run("select * from app_public.complete_task($1, 2.5)", [id])).toMatchObject({ is_done: true, actual_hours: "2.5" });
    const [made] = await all("select * from app_public.tasks where previous_id = $1", [id]);
    expect(made).toMatchObject({ title: "Report", project_id: project, status: "todo", estimated_hours: "2", actual_hours: null });
  });
});

describe("completing", () => {
  it("needs sight of it and the permission to edit it, in another organization too", async () => {
    const id = await weekly();
    const task = await insert("tasks", { title: "x" });
    const theirs = (await asSuperuser(house.database, (client) => makeTenant(client, "Other"))).actor("owner");
    const viewer = house.tenant.actor("viewer");
    const member = house.tenant.actor("member");
    for (const [text, record] of [["complete_activity", id], ["complete_task", task]] as const) {
      const codes = [];
      for (const actor of [theirs, member, viewer]) {
        codes.push((await house.trial.tryAs(actor, `select app_public.${text}($1)`, [record])).code);
      }
      expect([text, ...codes]).toEqual([text, "RH404", "RH404", "RH403"]);
    }
  });
});
