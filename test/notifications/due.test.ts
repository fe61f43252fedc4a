/** Reminders, due dates that pass, deals that rot, and the day of a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { eventually, startProgram } from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";
import { makeTenant } from "../support/tenants.ts";
import { openOffice } from "./office.ts";
import type { Office } from "./office.ts";

let office: Office;
let reader: Actor;

const SEEN = [["activity", "view", "all"], ["task", "view", "all"], ["deal", "view", "all"]] as const;
const TODAY = "(now() at time zone 'UTC')::date";

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office?.close();
});

beforeEach(async () => {
  reader = await office.person(SEEN);
});

const idOf = (actor: Actor) => actor.userId ?? "";
const texts = async () => (await office.told(reader)).filter(({ kind }) => kind !== "assignment").map(({ text }) => text);
const work = (table: "activities" | "tasks", columns: Record<string, unknown>) =>
  office.insert(table, table === "tasks"
    ? { title: "Report", assignee_id: idOf(reader), ...columns }
    : { subject: "Ring", assigned_to_id: idOf(reader), ...columns });
const dayIn = async (days: number) => (await office.past(`select (${TODAY} + $1::integer)::text as day`, [days]))[0]?.["day"] as string;

describe("a reminder", () => {
  const send = () => office.past("select app_private.send_reminders()");
  const pass = (id: string) =>
    office.past("update app_private.reminders set remind_at = now() where object_id = $1", [id]);
  const SOON = "2035-01-01T10:00:00Z";

  it("comes once, when its time has come, to who is to do it", async () => {
    const ids = [await work("activities", { reminder_at: SOON }), await work("tasks", { reminder_at: SOON })];
    await send();
    expect(await texts()).toEqual([]);
    for (const [index, table] of ["activities", "tasks"].entries()) {
      await office.run(`update app_public.${table} set reminder_at = now() - interval '1 minute' where id = $1`, [ids[index]]);
    }
    await send();
    await send();
    expect((await texts()).sort()).toEqual(['Reminder of the activity "Ring".', 'Reminder of the task "Report".']);
    await office.run("update app_public.activities set subject = 'x', reminder_at = reminder_at where id = $1", [ids[0]]);
    await send();
    expect(await texts()).toHaveLength(2);
    // At another time it is another reminder.
    await office.run("update app_public.activities set reminder_at = now() where id = $1", [ids[0]]);
    await send();
    expect(await texts()).toHaveLength(3);
  });

  it.each([
    ["done", "update app_public.activities set status = 'completed' where id = $1"],
    ["cancelled", "update app_public.activities set status = 'cancelled' where id = $1"],
    ["deleted", "select app_public.delete_activity($1)"],
    ["without one by now", "update app_public.activities set reminder_at = null where id = $1"],
    ["put off", "update app_public.activities set reminder_at = '2036-01-01' where id = $1"],
  ])("does not come of what is %s", async (_, text) => {
    const id = await work("activities", { reminder_at: SOON });
    await office.run(text, [id]);
    await pass(id);
    await send();
    expect(await texts()).toEqual([]);
  });

  it("that had passed when it was imported does not come", async () => {
    await office.run("insert into app_public.activities (subject, assigned_to_id, reminder_at) values ('Old', $1, '2020-01-01'), ('New', $1, '2035-01-01')",
      [idOf(reader)], { ...office.owner, role: "rowhouse_importer" });
    expect(await office.past("select remind_at::date::text as day from app_private.reminders where object_id in (select id from app_public.activities where assigned_to_id = $1)",
      [idOf(reader)])).toEqual([{ day: "2035-01-01" }]);
  });
});

describe("a due date that passes", () => {
  const tell = async () => {
    while ((await office.past("select app_private.tell_overdue() as more"))[0]?.["more"]);
  };
  const yesterdayAgain = () =>
    office.past(`update app_private.overdue_days set told_until = ${TODAY} - 2`);

  it("is told once, of what is still to be done, and again of another date", async () => {
    await tell();
    const yesterday = await dayIn(-1);
    const call = await work("activities", { due_date: yesterday });
    await work("activities", { subject: "Done", due_date: yesterday, status: "completed" });
    await work("activities", { subject: "Later", due_date: await dayIn(0) });
    const task = await work("tasks", {});
    await office.past("set session_replication_role = replica; update app_public.tasks set due_date = " + TODAY + ` - 1 where id = '${task}'`);
    await tell();
    expect(await texts()).toEqual([]);
    for (let night = 0; night < 2; night++) {
      await yesterdayAgain();
      await tell();
      expect((await texts()).sort()).toEqual(['Overdue: the activity "Ring".', 'Overdue: the task "Report".']);
    }
    await office.past(`update app_private.overdue_days set told_until = ${TODAY} - 3`);
    await office.run("update app_public.activities set due_date = due_date - 1 where id = $1", [call]);
    await tell();
    expect(await texts()).toHaveLength(3);
  });

  it("passes where the organization is", async () => {
    await tell();
    const today = await dayIn(0);
    await work("activities", { due_date: today });
    // Where it is tomorrow already, or not yet.
    // Somewhere it is another day than here, at any hour.
    for (const zone of ["Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati"]) {
      await office.run("update app_public.organizations set timezone = $1", [zone]);
      const [there] = await office.past("select ($2::date < (now() at time zone $1)::date)::integer as count", [zone, today]);
      await yesterdayAgain();
      await tell();
      expect([zone, (await texts()).length]).toEqual([zone, there?.["count"]]);
    }
    await office.run("update app_public.organizations set timezone = 'UTC'");
  });

  it("is told of each organization, and of what was before it nobody is told", async () => {
    const other = await asSuperuser(office.database, (client) => makeTenant(client, "Other"));
    await tell();
    expect(await office.past("select told_until = (now() at time zone 'UTC')::date - 1 as is_new from app_private.overdue_days where organization_id = $1",
      [other.organizationId])).toEqual([{ is_new: true }]);
  });
});

describe("a deal that rots", () => {
  const tell = () => office.past("select app_private.tell_rotting_deals()");
  const stay = (id: string, days: number) =>
    office.past("update app_public.deals set stage_entered_at = now() - make_interval(days => $2) where id = $1", [id, days]);

  it("is told to its owner once for each stay, however long", async () => {
    const id = await office.insert("deals", { title: "Slow", owner_id: idOf(reader) });
    await stay(id, 30 - 1);
    await tell();
    expect(await texts()).toEqual([]);
    await stay(id, 31);
    for (let night = 0; night < 3; night++) await tell();
    expect(await texts()).toEqual(['Too long in one stage: the deal "Slow".']);
    await office.past("delete from app_public.notifications where kind = 'stage_rot'");
    await tell();
    expect(await texts()).toEqual([]);
    await office.run("update app_public.deals set stage_id = $2 where id = $1", [id, office.tenant.stages["Qualification"]]);
    await tell();
    expect(await texts()).toEqual([]);
    await stay(id, 22);
    await tell();
    expect(await texts()).toHaveLength(1);
  });

  it("is not one that is closed, deleted, or in a stage where it may stay", async () => {
    const titles = ["Won", "Deleted", "Patient"];
    const ids = [];
    for (const title of titles) ids.push(await office.insert("deals", { title, amount: 1, owner_id: idOf(reader) }));
    await office.run("update app_public.deals set stage_id = $2 where id = $1", [ids[0], office.tenant.stages["Closed Won"]]);
    await office.run("select app_public.delete_deal($1)", [ids[1]]);
    await office.run("update app_public.deals set stage_id = $2 where id = $1", [ids[2], office.tenant.stages["Negotiation"]]);
    await office.run("update app_public.pipeline_stages set days_in_stage = null where id = $1", [office.tenant.stages["Negotiation"]]);
    for (const id of ids) await stay(id, 1000);
    await tell();
    expect(await texts()).toEqual([]);
  });
});

describe("the day of a person", () => {
  const day = async (actor: Actor, user: string | null = null, days = 7) => {
    const { rows, code } = await office.trial.tryAs(actor, "select due, object_type, record_id from app_public.my_day($1, $2)", [user, days]);
    return code ?? rows.map(({ due, record_id }) => `${String(due)} ${names.get(record_id as string)}`);
  };
  const names = new Map<string, string>();
  const add = async (name: string, table: "activities" | "tasks", columns: Record<string, unknown>) =>
    names.set(await work(table, columns), name);

  it("is what is overdue, due today and coming, by date and time, as far as the asker sees it", async () => {
    await add("late", "activities", { due_date: await dayIn(-40) });
    await add("no time", "activities", { due_date: await dayIn(0) });
    await add("noon", "activities", { due_date: await dayIn(0), due_time: "12:00" });
    await add("morning", "activities", { due_date: await dayIn(0), due_time: "08:00" });
    await add("task", "tasks", { due_date: await dayIn(7) });
    await add("far", "tasks", { due_date: await dayIn(8) });
    await add("done", "tasks", { due_date: await dayIn(1), status: "done" });
    await add("undated", "tasks", {});
    const expected = ["overdue late", "today morning", "today noon", "today no time", "upcoming task"];
    expect(await day(reader)).toEqual(expected);
    expect(await day(reader, null, 0)).toEqual(expected.slice(0, 4));
    expect(await day(office.owner, idOf(reader))).toEqual(expected);
    // A member sees their own; made by the owner and assigned to the reader, these are not.
    expect(await day(office.member, idOf(reader))).toEqual([]);
    const other = await asSuperuser(office.database, (client) => makeTenant(client, "Elsewhere"));
    expect(await day(other.actor("owner"), idOf(reader))).toEqual([]);
    expect([await day(reader, null, -1), await day(reader, null, 32)]).toEqual(["RH400", "RH400"]);
    for (const [field, seen] of [["activity.due_date", expected.slice(4)], ["activity.status", expected.slice(4)],
      ["activity.assigned_to_id", expected.slice(4)], ["task.due_date", expected.slice(0, 4)]] as const) {
      const blind = await office.person(SEEN, { [field]: "hidden" });
      expect([field, await day(blind, idOf(reader))]).toEqual([field, seen]);
    }
    const blind = await office.person(SEEN, { "activity.due_time": "hidden" });
    const unordered = (await day(blind, idOf(reader))) as string[];
    expect([...unordered].sort()).toEqual([...expected].sort());
    expect(unordered.slice(1, 4)).toEqual(["today no time", "today noon", "today morning"]);
  });

  it("has two hundred of each at most", async () => {
    await office.past(`insert into app_public.activities (organization_id, subject, assigned_to_id, due_date)
      select $1, 'x', $2, ${TODAY} + (n % 2) from generate_series(1, 500) n`, [office.tenant.organizationId, idOf(reader)]);
    expect(await day(reader)).toHaveLength(400);
  });
});

it("two workers, one of which is killed in the middle, remind everybody of everything once", async () => {
  await office.past(`
    create table app_private.attempts (key text);
    create function app_private.dawdle() returns trigger language plpgsql security definer as
      'begin insert into app_private.attempts values (new.key); perform pg_sleep(0.004); return new; end';
    create trigger dawdle before insert on app_public.notifications for each row execute function app_private.dawdle();
    grant all on app_private.attempts to rowhouse_owner`);
  // A hundred people, twelve reminders each: three batches.
  await office.past(`with people as (
      insert into app_public.users (email, name) select 'p' || n || '@crowd.test', 'P' from generate_series(1, 100) n returning id),
    members as (
      insert into app_public.memberships (organization_id, user_id, role_id)
        select r.organization_id, p.id, r.id from people p, app_public.roles r where r.organization_id = $1 and r.slug = 'member' returning user_id)
    select count(*) from members`, [office.tenant.organizationId]);
  await office.past(`insert into app_public.tasks (organization_id, title, assignee_id, reminder_at)
    select $1, 'Crowd ' || n, m.user_id, '2035-01-01' from app_public.memberships m
      join app_public.users u on u.id = m.user_id and u.email like '%@crowd.test', generate_series(1, 12) n`, [office.tenant.organizationId]);
  await office.past("update app_public.tasks set reminder_at = now() where title like 'Crowd%'");
  const counts = async () => (await office.past(`select
      (select count(*)::integer from app_private.reminders r join app_public.tasks t on t.id = r.object_id where t.title like 'Crowd%') as waiting,
      (select count(*)::integer from app_public.notifications where kind = 'reminder' and object_id in (select id from app_public.tasks where title like 'Crowd%')) as told,
      (select count(*)::integer from app_private.attempts where key like 'reminder:%') as attempts,
      (select min(application_name) from pg_stat_activity where application_name like 'reminding %' and state = 'active'
        and query like '%send_reminders%') as busy`))[0];
  const start = async (name: string): Promise<TestProcess> => {
    const database = new URL(office.database.authenticatorUrl);
    database.searchParams.set("application_name", name);
    const program = startProgram("src/main.ts", {
      NODE_ENV: "production", ROWHOUSE_MODE: "worker", LOG_LEVEL: "fatal",
      AUTHENTICATOR_DATABASE_URL: database.href, JWT_SECRET: randomBytes(32).toString("hex"),
    });
    await program.until(/worker is ready/);
    return program;
  };
  const names = ["reminding 0", "reminding 1"];
  const workers = await Promise.all(names.map(start));
  try {
    await office.past("select graphile_worker.add_job('tell_due_work'), graphile_worker.add_job('tell_due_work')");
    await eventually(async () => (await counts())?.["busy"] !== null);
    const inHand = await counts();
    const victim = workers[names.indexOf(String(inHand?.["busy"]))];
    victim?.child.kill("SIGKILL");
    await victim?.exitCode;
    await office.past("select graphile_worker.add_job('tell_due_work')");
    await eventually(async () => (await counts())?.["waiting"] === 0 && (await counts())?.["busy"] === null);
    expect(inHand?.["waiting"]).toBeGreaterThan(0);
    expect(await counts()).toEqual({ waiting: 0, told: 1200, attempts: 1200, busy: null });
  } finally {
    for (const { child } of workers) child.kill("SIGKILL");
    await Promise.all(workers.map(({ exitCode }) => exitCode));
    await office.past("drop trigger dawdle on app_public.notifications");
  }
}, 60_000);
