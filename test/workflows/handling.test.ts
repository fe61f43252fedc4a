import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { becomeActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { workLane } from "../../src/workflows/lane.ts";
import { addMember, makeRole, makeTenant, randomId } from "../support/tenants.ts";
import { asSuperuser } from "../support/database.ts";
import { makeWorkflowWorld } from "./world.ts";
import type { StoredRun, WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;
let stranger: Actor;

const greet = {
  object_type: "lead",
  triggers: [{ event: "lead.created" }],
  actions: [{ key: "note", type: "add_note", configuration: { content: "Hello {{ lead.email }}" } }],
};

beforeAll(async () => {
  world = await makeWorkflowWorld();
  stranger = (await asSuperuser(world.database, (client) => makeTenant(client, "Globex"))).actor("owner");
});

beforeEach(async () => {
  await world.query("delete from app_private.workflow_events");
  await world.query("delete from app_public.workflow_runs");
  await world.query("delete from app_public.workflows");
  await world.query("delete from app_public.notes");
});

afterAll(async () => {
  await world?.stop();
});

async function onlyRun(): Promise<StoredRun> {
  const [run, ...others] = await world.runs();
  expect(others).toEqual([]);
  if (!run) throw new Error("There is no run");
  return run;
}

async function refused(actor: Actor, text: string, values: unknown[]): Promise<string | undefined> {
  return (await world.trial.tryAs(actor, text, values)).code;
}

/** A member of a role of its own; answers who. */
async function memberWith(
  permissions: readonly (readonly [string, string, string])[], fields: readonly (readonly [string, string, string])[] = [],
): Promise<Actor> {
  const { organizationId } = world.tenant;
  return asSuperuser(world.database, async (client) => {
    const role = await makeRole(client, organizationId, permissions, fields);
    return { organizationId, userId: await addMember(client, organizationId, role.slug) };
  });
}

const OBJECTS = ["account", "contact", "lead", "deal", "activity", "task", "project", "communication", "note"];
const everything = OBJECTS.flatMap((object) => [[object, "view", "all"], [object, "create", "all"], [object, "edit", "all"]] as const);

describe("who may manage workflows", () => {
  it("executes one on a record, whatever its trigger says", async () => {
    const workflow = await world.activate("Greet", greet);
    const lead = await world.insert("leads", { last_name: "Ada", email: "ada@example.test" });
    await world.events();
    const { id } = await world.run("select (app_public.execute_workflow($1, $2)).id", [workflow, lead]);
    await world.work();
    expect(await onlyRun()).toMatchObject({ id, event: "manual", object_id: lead, status: "succeeded" });
    expect(await world.query("select content, created_by from app_public.notes where lead_id = $1", [lead]))
      .toEqual([{ content: "Hello ada@example.test", created_by: world.owner.userId }]);
  });

  it.each([
    ["without a record", (workflow: string) => [workflow, null], "RH400"],
    ["on a record that is not there", (workflow: string) => [workflow, randomId()], "RH404"],
    ["that is not there", (_: string, lead: string) => [randomId(), lead], "RH404"],
  ] as const)("executes none %s", async (_what, values, code) => {
    const workflow = await world.activate("Greet", greet);
    const lead = await world.insert("leads", { last_name: "Ada" });
    expect(await refused(world.owner, "select app_public.execute_workflow($1, $2)", values(workflow, lead))).toBe(code);
  });

  it("executes none that is paused, nor one that is about no record on one", async () => {
    const workflow = await world.activate("Greet", greet);
    const lead = await world.insert("leads", { last_name: "Ada" });
    const clock = await world.activate("Clock", {
      object_type: null, triggers: [{ event: "manual" }],
      actions: [{ key: "tell", type: "send_notification", configuration: { to: "owner", message: "Now" } }],
    });
    expect(await refused(world.owner, "select app_public.execute_workflow($1, $2)", [clock, lead])).toBe("RH400");
    await world.run("select app_public.pause_workflow($1)", [workflow]);
    expect(await refused(world.owner, "select app_public.execute_workflow($1, $2)", [workflow, lead])).toBe("RH409");
  });

  it("cancels a run that waits, once, and none that is over", async () => {
    await world.activate("Wait", { ...greet, actions: [{ key: "wait", type: "delay", configuration: { for: { days: 1 } } }, ...greet.actions] });
    const lead = await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const { id } = await onlyRun();
    await world.run("select app_public.cancel_workflow_run($1)", [id]);
    expect(await refused(world.owner, "select app_public.cancel_workflow_run($1)", [id])).toBe("RH409");
    expect(await refused(world.owner, "select app_public.retry_workflow_run($1)", [id])).toBe("RH409");
    await world.query("update app_public.workflow_runs set resume_at = now()");
    await world.work();
    expect(await onlyRun()).toMatchObject({ status: "cancelled" });
    expect(await world.query("select from app_public.notes where lead_id = $1", [lead])).toEqual([]);
  });

  it("runs again what is over, for the same event and in the current version", async () => {
    const workflow = await world.activate("Greet", greet);
    await world.insert("leads", { last_name: "Ada", email: "ada@example.test" });
    await world.work();
    const first = await onlyRun();
    await world.run("select app_public.save_workflow(id => $1, definition => $2)", [workflow, {
      ...greet, actions: [{ key: "again", type: "add_note", configuration: { content: "Again {{ lead.email }}, {{ event.name }}" } }],
    }]);
    await world.run("select app_public.rerun_workflow($1)", [first.id]);
    await world.work();
    const [, second] = await world.runs();
    expect(second).toMatchObject({ status: "succeeded", event: "lead.created", object_id: first.object_id });
    expect(second!.actions[0]!.input).toEqual({ content: "Again ada@example.test, lead.created" });
  });

  it("does not run what is about deals by now on a lead", async () => {
    const workflow = await world.activate("Greet", greet);
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const { id } = await onlyRun();
    await world.run("select app_public.save_workflow(id => $1, definition => $2)", [workflow, {
      object_type: "deal", triggers: [{ event: "deal.created" }], actions: [{ key: "note", type: "add_note", configuration: { content: "Of {{ deal.title }}" } }],
    }]);
    expect(await refused(world.owner, "select app_public.rerun_workflow($1)", [id])).toBe("RH409");
  });

  it("is nobody of another organization, and nobody without the permission", async () => {
    const workflow = await world.activate("Greet", greet);
    const lead = await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const { id } = await onlyRun();
    for (const [call, values] of [
      ["execute_workflow($1, $2)", [workflow, lead]], ["cancel_workflow_run($1)", [id]], ["retry_workflow_run($1)", [id]], ["rerun_workflow($1)", [id]],
    ] as const) {
      expect(await refused(stranger, `select app_public.${call}`, [...values])).toBe("RH404");
      expect(await refused(world.member, `select app_public.${call}`, [...values])).toBe("RH403");
    }
    for (const actor of [stranger, world.member]) {
      const seen = await world.trial.tryAs(actor, "select from app_public.workflow_runs union all select from app_public.workflow_action_runs");
      expect(seen.rows).toEqual([]);
    }
  });

  it("sees runs only with sight of all records and fields", async () => {
    await world.activate("Greet", greet);
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const managing = [["workflow", "view", "all"], ["workflow", "manage", "all"]] as const;
    const see = async (actor: Actor) => (await world.trial.tryAs(actor, "select id from app_public.workflow_runs")).rows.length;
    expect(await see(await memberWith([...managing, ...everything]))).toBe(1);
    expect(await see(await memberWith([...managing, ...everything.map(([object, action]) =>
      [object, action, object === "task" ? "own" : "all"] as const)]))).toBe(0);
    expect(await see(await memberWith([...managing, ...everything], [["contact", "email", "mask"]]))).toBe(0);
  });
});

describe("whose workflow it is", () => {
  const workflows = [["workflow", "view", "all"], ["workflow", "create", "all"], ["workflow", "edit", "all"]] as const;

  async function activateAs(actor: Actor, name: string, definition: object): Promise<void> {
    const client = new pg.Client({ connectionString: world.database.authenticatorUrl });
    await client.connect();
    await client.query("begin");
    await becomeActor(client, actor);
    const { rows } = await client.query<{ id: string }>("select (app_public.save_workflow(name => $1, definition => $2)).id", [name, definition]);
    await client.query("select app_public.activate_workflow($1)", [rows[0]!.id]);
    await client.query("commit");
    await client.end();
  }

  it("decides what it sees: no records of others, no fields that are hidden or masked", async () => {
    const seller = await memberWith(
      [...workflows, ["lead", "view", "own"], ["lead", "edit", "own"], ["lead", "create", "own"], ["note", "create", "own"], ["note", "view", "own"]],
      [["lead", "email", "hidden"]]);
    await activateAs(seller, "Mine", {
      ...greet, actions: [{ key: "note", type: "add_note", configuration: { content: "Hello {{ lead.last_name }}" } }],
    });
    await world.insert("leads", { last_name: "Theirs" });
    const mine = await world.insert("leads", { last_name: "Mine", owner_id: seller.userId, email: "mine@example.test" });
    await world.work();
    expect(await onlyRun()).toMatchObject({ object_id: mine, status: "succeeded" });
    expect(await world.query("select content, created_by from app_public.notes where lead_id = $1", [mine]))
      .toEqual([{ content: "Hello Mine", created_by: seller.userId }]);
  });

  it("decides what it does: what the owner may not, fails and says so", async () => {
    const viewer = await memberWith([...workflows, ["lead", "view", "all"]]);
    await activateAs(viewer, "Look", {
      object_type: "lead", triggers: [{ event: "lead.created" }],
      actions: [{ key: "rate", type: "update_field", configuration: { field: "rating", value: "hot" } }],
    });
    const lead = await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const run = await onlyRun();
    expect(run.status).toBe("failed");
    expect(run.error).toMatch(/^rate: You may not edit this lead/);
    expect(await world.query("select rating from app_public.leads where id = $1", [lead])).toEqual([{ rating: null }]);
  });

  it("ends with who is no active member any more, and the organization's owners are told", async () => {
    const leaver = await memberWith([...workflows, ...everything]);
    await activateAs(leaver, "Left", greet);
    await world.query("update app_public.memberships set is_active = false where user_id = $1", [leaver.userId]);
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const run = await onlyRun();
    expect(run).toMatchObject({ status: "failed" });
    expect(run.error).toMatch(/no active member/);
    expect(await world.query("select user_id from app_public.notifications where kind = 'workflow_failed' and object_id = $1", [run.workflow_id]))
      .toEqual([{ user_id: world.owner.userId }]);
  });
});

describe("the engine", () => {
  it("tries again what others were in the way of, and counts the attempts", async () => {
    const workflow = await world.activate("Rate", {
      object_type: "lead", triggers: [{ event: "lead.created" }],
      actions: [...greet.actions, { key: "rate", type: "update_field", configuration: { field: "rating", value: "hot" } }],
    });
    const lead = await world.insert("leads", { last_name: "Ada" });
    await world.query("begin");
    await world.query("update app_public.leads set description = 'Held' where id = $1", [lead]);
    await world.workOnce();
    await world.query("rollback");
    const waiting = await onlyRun();
    expect(waiting).toMatchObject({ status: "waiting", next_path: "actions[1]", attempt: 2, workflow_id: workflow });
    expect(waiting.error).toMatch(/same time/);
    expect(waiting.actions.map(({ status }) => status)).toEqual(["succeeded", "waiting"]);
    await world.query("update app_public.workflow_runs set resume_at = now()");
    await world.work();
    const done = await onlyRun();
    expect(done).toMatchObject({ status: "succeeded", error: null });
    expect(done.actions.map(({ key, attempt }) => [key, attempt])).toEqual([["note", 1], ["rate", 2]]);
    expect(await world.query("select from app_public.notes where lead_id = $1", [lead])).toHaveLength(1);
  });

  it("does runs of a higher priority first", async () => {
    for (const [name, priority] of [["Later", -5], ["First", 10], ["Middle", 0]] as const) {
      await world.activate(name, { ...greet, triggers: [{ event: "lead.created", priority }] });
    }
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    const order = await world.query("select v.name from app_public.workflow_runs r join app_public.workflow_versions v on v.id = r.version_id order by r.started_at, r.priority desc");
    expect(order.map(({ name }) => name)).toEqual(["First", "Middle", "Later"]);
  });

  it("holds runs beyond the budget back, and loses none", async () => {
    const { organizationId } = world.tenant;
    await world.query("select app_private.set_workflow_budget($1, 1, 3)", [organizationId]);
    await world.activate("Greet", greet);
    for (let n = 0; n < 5; n++) await world.insert("leads", { last_name: `Lead ${n}` });
    await world.workOnce();
    const states = async () => (await world.runs()).map(({ status }) => status).sort();
    expect(await states()).toEqual(["queued", "queued", "succeeded", "succeeded", "succeeded"]);
    await world.query("select app_private.set_workflow_budget($1, 10000, 20000)", [organizationId]);
    await world.query("update app_private.workflow_budgets set tokens = burst");
    await world.work();
    expect(await states()).toEqual(Array(5).fill("succeeded"));
  });

  it("lets a run fail that only the commit refuses, and the others of its transaction succeed", async () => {
    await world.query(
      `create function app_private.refuse_poison() returns trigger language plpgsql as
         $$ begin if new.content like '%poison%' then raise exception 'poisoned' using errcode = '23514'; end if; return null; end $$`);
    await world.query(
      `create constraint trigger refuse_poison after insert on app_public.notes deferrable initially deferred
         for each row execute function app_private.refuse_poison()`);
    await world.activate("Greet", greet);
    for (const email of ["a@example.test", "poison@example.test", "b@example.test"]) await world.insert("leads", { email });
    const reported = await world.work();
    await world.query("drop function app_private.refuse_poison() cascade");
    expect(reported).toHaveLength(1);
    const runs = (await world.runs()).map(({ status, error, actions }) =>
      [status, error ?? (actions[0]?.input as { content: string }).content].join(": "));
    expect(runs.sort()).toEqual([
      "failed: The value is not allowed (check).", "succeeded: Hello a@example.test", "succeeded: Hello b@example.test",
    ]);
  });

  it("does each run once, also when two do the same lane at once", async () => {
    await world.activate("Greet", greet);
    await world.query(
      `insert into app_public.leads (organization_id, owner_id, last_name) select $1, $2, 'Lead ' || n from generate_series(1, 60) n`,
      [world.tenant.organizationId, world.owner.userId]);
    const clients = [0, 1].map(() => new pg.Client({ connectionString: world.database.authenticatorUrl }));
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(clients.map(async (client) => {
      for (const lane of [0, 1, 2, 3]) {
        await workLane(client, { organizationId: world.tenant.organizationId, lane }, () => undefined);
      }
    }));
    await world.work();
    await Promise.all(clients.map((client) => client.end()));
    expect(await world.query(
      `select count(*)::int as notes, count(distinct lead_id)::int as leads from app_public.notes
         where content = 'Hello '`)).toEqual([{ notes: 60, leads: 60 }]);
  });

  it("finds what has lost its job", async () => {
    await world.activate("Greet", greet);
    await world.insert("leads", { last_name: "Ada" });
    await world.query("delete from graphile_worker._private_jobs");
    await world.query("select app_private.wake_workflows()");
    const jobs = await world.query<{ key: string }>("select key from graphile_worker._private_jobs where key like 'workflows:%'");
    expect(jobs).toHaveLength(1);
  });
});

describe("what is kept of runs", () => {
  it("goes with a record that is purged, follows one that is merged, and says nothing of who was erased", async () => {
    await world.activate("Wait", {
      ...greet, actions: [...greet.actions, { key: "wait", type: "delay", configuration: { for: { days: 1 } } }, { key: "after", type: "add_note", configuration: { content: "After" } }],
    });
    const [loser, winner, purged] = [
      await world.insert("leads", { last_name: "Ada", email: "ada@example.test" }), await world.insert("leads", { last_name: "Ada B" }),
      await world.insert("leads", { last_name: "Gone" }),
    ];
    await world.work();
    await world.run("select app_public.merge_records('lead', $1, array[$2::uuid])", [winner, loser]);
    await world.query("delete from app_public.leads where id = $1", [purged]);
    await world.query("delete from app_public.leads where id = $1", [purged]);
    expect((await world.runs()).map(({ object_id }) => object_id)).toEqual([winner, winner]);
    await world.run("select app_public.erase_data_subject('lead', $1, 'asked')", [winner]);
    const [{ request_id }] = await world.query<{ request_id: string }>("select request_id from app_private.erasures") as [{ request_id: string }];
    let more = true;
    while (more) {
      [{ more }] = await world.query<{ more: boolean }>("select app_private.continue_erasure($1, $2) as more", [world.tenant.organizationId, request_id]) as [{ more: boolean }];
    }
    const kept = await world.query<{ kept: string }>(
      `select (select jsonb_agg(to_jsonb(a)) from app_public.workflow_action_runs a)::text
          || (select jsonb_agg(to_jsonb(v)) from app_private.workflow_run_values v)::text as kept`);
    expect(kept[0]!.kept).not.toMatch(/ada@example|Ada/);
  });

  it("ends with its workflow where it is not over", async () => {
    const workflow = await world.activate("Greet later", {
      ...greet, actions: [{ key: "wait", type: "delay", configuration: { for: { days: 1 } } }, ...greet.actions],
    });
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    expect(await onlyRun()).toMatchObject({ status: "waiting" });
    await world.run("delete from app_public.workflows where id = $1", [workflow]);
    expect(await onlyRun()).toMatchObject({ status: "cancelled", error: "The workflow was deleted." });
    expect(await world.query("select cancelled from app_private.workflow_statistics where workflow_id = $1", [workflow])).toEqual([{ cancelled: 1 }]);
  });

  it("is removed after 90 days, but for the figures, and versions go with the last run of theirs", async () => {
    const workflow = await world.activate("Greet", greet);
    await world.insert("leads", { last_name: "Ada" });
    await world.work();
    await world.run("delete from app_public.workflows where id = $1", [workflow]);
    expect(await onlyRun()).toMatchObject({ status: "succeeded", workflow_id: null });
    await world.query("select app_private.remove_old_runs()");
    expect(await world.runs()).toHaveLength(1);
    await world.query("update app_public.workflow_runs set created_at = now() - interval '91 days'");
    await world.query("select app_private.remove_old_runs()");
    expect(await world.runs()).toEqual([]);
    expect(await world.query("select from app_public.workflow_versions where workflow_id is null")).toEqual([]);
    expect(await world.query("select succeeded from app_private.workflow_statistics where workflow_id = $1", [workflow])).toEqual([{ succeeded: 1 }]);
  });
});
