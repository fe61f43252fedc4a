/**
 * Events while everything dies: clients make and change leads through two API processes, while these,
 * two workers and Postgres are killed at random. What was committed has each effect once, what was not
 * has none, and nothing stays behind. In short unless ROWHOUSE_FAULTS=whole (npm run test:faults).
 */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { makeFaultWorld } from "./faultWorld.ts";
import type { FaultWorld } from "./faultWorld.ts";

const isWhole = process.env["ROWHOUSE_FAULTS"] === "whole";
const EVENTS = isWhole ? 2_000 : 60;
const KILLS = isWhole ? 20 : 2;
const RESTARTS = isWhole ? 3 : 1;
const CLIENTS = 4;
/** For the whole; on a machine of one's own it takes a fraction. */
const PATIENCE_MS = isWhole ? 2_400_000 : 240_000;

const workflows = {
  Welcome: {
    object_type: "lead",
    triggers: [{ event: "lead.created" }],
    actions: [
      { key: "note", type: "add_note", configuration: { content: "Made {{ lead.last_name }}" } },
      { key: "task", type: "create_task", configuration: { title: "Call {{ lead.last_name }}" } },
      { key: "append", type: "update_field", configuration: { field: "description", value: "{{ lead.description }}x" } },
      { key: "mail", type: "send_email", configuration: { to: "{{ lead.email }}", subject: "Welcome {{ lead.last_name }}", body: "Hello" } },
    ],
  },
  Follow: {
    object_type: "lead",
    triggers: [{ event: "lead.updated", conditions: { field: "company", op: "changed_to", value: "Changed" } }],
    actions: [
      { key: "note", type: "add_note", configuration: { content: "Changed {{ lead.last_name }}" } },
      { key: "tell", type: "send_notification", configuration: { to: "owner", message: "{{ lead.last_name }}" } },
    ],
  },
};

let world: FaultWorld;

beforeAll(async () => {
  world = await makeFaultWorld(workflows);
}, 120_000);

afterAll(() => world?.stop(), 60_000);

/** Sends a mutation; nothing comes back when the process or the database dies meanwhile. */
async function send(api: number, query: string, variables: object): Promise<{ id?: string }> {
  try {
    const response = await fetch(world.apis[api % 2]!.url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${world.token}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(10_000),
    });
    const { data } = (await response.json()) as { data?: { made?: { lead?: { id: string } } } };
    const id = data?.made?.lead?.id;
    return id === undefined ? {} : { id };
  } catch {
    return {};
  }
}

const CREATE = "mutation ($name: String!, $email: String!) { made: createLead(input: {lead: {lastName: $name, email: $email}}) { lead { id } } }";
const CHANGE = "mutation ($id: UUID!) { made: updateLead(input: {id: $id, patch: {company: \"Changed\"}}) { lead { id } } }";

/** Makes leads and changes them until there are enough events; whatever fails is not tried again. */
async function client(number: number, goal: number, signal: AbortSignal): Promise<number> {
  let events = 0;
  for (let n = 0; events < goal; n++) {
    signal.throwIfAborted();
    const name = `Lead ${number}-${n}`;
    const { id } = await send(number + n, CREATE, { name, email: `lead-${number}-${n}@example.test` });
    events += Number(id !== undefined);
    if (id) events += Number((await send(number + n, CHANGE, { id })).id !== undefined);
    else await sleep(50);
    if (n % 20 === 7) {
      await world.rollBack(`insert into app_public.leads (last_name, email) values ('Never ${number}-${n}', 'never-${number}-${n}@example.test')`)
        .catch(() => undefined);
    }
  }
  return events;
}

/** Kills a process or Postgres now and then, until it has done so as often as it should. */
async function kill(made: () => number, signal: AbortSignal): Promise<void> {
  const faults = [
    ...Array.from({ length: KILLS }, (_, n) => [...world.workers, ...world.apis][Math.floor(Math.random() * 4 + n) % 4]!)
      .map((victim) => async () => victim.kill()),
    ...Array.from({ length: RESTARTS }, () => () => world.server.restart()),
  ].sort(() => Math.random() - 0.5);
  for (const [place, fault] of faults.entries()) {
    while (made() < (EVENTS * (place + 0.5)) / faults.length) await sleep(50, undefined, { signal });
    await sleep(Math.random() * 200);
    await fault();
  }
}

async function isDrained(): Promise<boolean> {
  const [left] = await world.query<{ events: number; runs: number }>(
    `select (select count(*) from app_private.workflow_events)::int as events,
       (select count(*) from app_public.workflow_runs where status in ('queued', 'waiting'))::int as runs`);
  return left?.events === 0 && left.runs === 0;
}

it("has every committed event take effect once, and none that was rolled back", async () => {
  let made = 0;
  const signal = AbortSignal.timeout(PATIENCE_MS * 0.7);
  const counting = setInterval(() => {
    world.query<{ made: number }>("select count(*)::int + count(*) filter (where company = 'Changed')::int as made from app_public.leads")
      .then(([row]) => (made = row?.made ?? made), () => undefined);
  }, 100);
  const [counts] = await Promise.all([
    Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number, EVENTS / CLIENTS, signal))),
    kill(() => made, signal),
  ]).finally(() => clearInterval(counting));
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(EVENTS);
  const late = Date.now() + PATIENCE_MS / 4;
  while (!(await isDrained().catch(() => false)) && Date.now() < late) await sleep(100);

  const [ledger] = await world.query<Record<string, number>>(
    `select count(*)::int as leads, count(*) filter (where l.company = 'Changed')::int as changed,
         count(*) filter (where l.last_name like 'Never%')::int as never,
         count(*) filter (where (select count(*) from app_public.notes n where n.lead_id = l.id and n.content = 'Made ' || l.last_name) <> 1)::int as notes_wrong,
         count(*) filter (where (select count(*) from app_public.activities t where t.lead_id = l.id and t.subject = 'Call ' || l.last_name) <> 1)::int as tasks_wrong,
         count(*) filter (where l.description is distinct from 'x')::int as appended_wrong,
         count(*) filter (where (select count(*) from app_private.emails e where e.recipient = l.email) <> 1)::int as mails_wrong,
         count(*) filter (where (select count(*) from app_public.notes n where n.lead_id = l.id and n.content = 'Changed ' || l.last_name)
           <> (l.company is not distinct from 'Changed')::int)::int as follow_ups_wrong
       from app_public.leads l`);
  expect(ledger).toMatchObject({
    never: 0, notes_wrong: 0, tasks_wrong: 0, appended_wrong: 0, mails_wrong: 0, follow_ups_wrong: 0,
  });
  const { leads = 0, changed = 0 } = ledger ?? {};
  const [totals] = await world.query<Record<string, number>>(
    `select (select count(*) from app_public.notes)::int as notes, (select count(*) from app_public.activities)::int as tasks,
       (select count(*) from app_private.emails)::int as mails,
       (select count(*) from app_public.workflow_runs)::int as runs,
       (select count(*) from app_public.workflow_runs where status = 'succeeded')::int as succeeded,
       (select count(*) from app_public.workflow_action_runs where status = 'succeeded')::int as actions,
       (select sum(s.succeeded)::int from app_private.workflow_statistics s) as counted`);
  expect(totals).toEqual({
    notes: leads + changed, tasks: leads, mails: leads,
    runs: leads + changed, succeeded: leads + changed, actions: leads * 4 + changed * 2, counted: leads + changed,
  });
  console.log(`${leads + changed} events, ${leads * 4 + changed * 2} effects; ${KILLS} processes killed, Postgres restarted ${RESTARTS} times`);
}, PATIENCE_MS);
