import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { asActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { attempt } from "../support/tenants.ts";
import { makeWorkflowWorld } from "./world.ts";
import type { WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;

beforeAll(async () => {
  world = await makeWorkflowWorld();
  await world.listen();
});

beforeEach(async () => {
  await world.events();
  await world.query("delete from graphile_worker._private_jobs where key like 'workflows:%'");
});

afterAll(async () => {
  await world?.stop();
});

async function names(): Promise<string[]> {
  return (await world.events()).map(({ event }) => event);
}

/** The lanes that a job waits for. */
async function wokenLanes(): Promise<string[]> {
  const jobs = await world.query<{ key: string }>(
    "select key from graphile_worker._private_jobs where key like 'workflows:%' order by key");
  return jobs.map(({ key }) => key.split(":")[2] ?? "");
}

describe("an event of a record", () => {
  it("is raised when the record is made, changed and deleted, with what it was and is", async () => {
    const id = await world.insert("leads", { last_name: "Lovelace", company: "Analytical", status: "new" });
    await world.run("update app_public.leads set status = 'contacted', company = null where id = $1", [id]);
    await world.run("select app_public.delete_lead($1)", [id]);
    const [made, changed, deleted, ...others] = await world.events();
    expect(others).toEqual([]);
    expect(made).toMatchObject({ event: "lead.created", object_type: "lead", object_id: id, old_values: null, actor_type: "user", depth: 0 });
    expect(made!.new_values).toMatchObject({ last_name: "Lovelace", company: "Analytical" });
    expect(changed).toMatchObject({
      event: "lead.updated", old_values: { status: "new", company: "Analytical" }, actor_id: world.owner.userId,
    });
    expect(changed!.new_values).toMatchObject({ status: "contacted", company: null });
    expect(deleted).toMatchObject({ event: "lead.deleted", object_id: id });
    expect(deleted!.new_values).toMatchObject({ last_name: "Lovelace" });
  });

  it.each([
    ["accounts", "account", { name: "Acme" }, { industry: "Retail" }],
    ["contacts", "contact", { last_name: "Hopper" }, { job_title: "Admiral" }],
    ["projects", "project", { name: "Launch" }, { name: "Lift-off" }],
    ["tasks", "task", { title: "Write" }, { title: "Rewrite" }],
    ["activities", "activity", { type: "call", subject: "Call" }, { subject: "Ring" }],
    ["communications", "communication", { type: "email", direction: "inbound" }, { subject: "Hello" }],
  ])("is raised of %s", async (table, object, made, changes) => {
    const id = await world.insert(table, made);
    const [column, value] = Object.entries(changes)[0]!;
    await world.run(`update app_public.${table} set ${column} = $2 where id = $1`, [id, value]);
    await world.run(`select app_public.delete_${object}($1)`, [id]);
    const heard = await names();
    expect(heard.filter((name) => name.startsWith(`${object}.`))).toEqual([
      `${object}.created`, ...(object === "communication" ? ["communication.logged"] : []), `${object}.updated`, `${object}.deleted`,
    ]);
  });

  it("tells of moves, of what is won and lost, and of what is completed", async () => {
    const deal = await world.insert("deals", { title: "Engines", amount: 100 });
    const activity = await world.insert("activities", { type: "call", subject: "Call" });
    const task = await world.insert("tasks", { title: "Write" });
    const lost = await world.insert("deals", { title: "Lost", amount: 1 });
    await world.events();
    await world.run("update app_public.deals set stage_id = $2 where id = $1", [deal, world.tenant.stages["Proposal"]]);
    expect(await names()).toEqual(["deal.updated", "deal.stage_changed"]);
    await world.run("update app_public.deals set stage_id = $2, won_reason = 'Price' where id = $1", [deal, world.tenant.stages["Closed Won"]]);
    expect(await names()).toEqual(["deal.updated", "deal.stage_changed", "deal.won"]);
    await world.run("update app_public.deals set stage_id = $2, lost_reason = 'Price' where id = $1", [lost, world.tenant.stages["Closed Lost"]]);
    expect(await names()).toEqual(["deal.updated", "deal.stage_changed", "deal.lost"]);
    await world.run("select app_public.complete_activity($1)", [activity]);
    await world.run("select app_public.complete_task($1)", [task]);
    expect((await names()).filter((name) => name.endsWith(".completed"))).toEqual(["activity.completed", "task.completed"]);
  });

  it("is raised of a conversion, and of what was made by it", async () => {
    const id = await world.insert("leads", { first_name: "Ada", last_name: "Byron", company: "Engines" });
    await world.events();
    await world.run("select app_hidden.convert_lead($1, true, true, null, null, null, null)", [id]);
    const raised = await world.events();
    expect(raised.map(({ event }) => event).sort()).toEqual(["account.created", "contact.created", "deal.created", "lead.converted", "lead.updated"]);
    expect(raised.find(({ event }) => event === "lead.converted")).toMatchObject({
      object_id: id, new_values: { status: "converted" }, old_values: { converted_account_id: null },
    });
  });

  it("is raised of a score, which is no update of the lead", async () => {
    const id = await world.insert("leads", { last_name: "Score", company: "Points", email: "score@example.test" });
    await world.events();
    await world.run("select app_public.score_lead($1)", [id]);
    const [raised, ...others] = await world.events();
    expect(others).toEqual([]);
    expect(raised).toMatchObject({ event: "lead.score_changed", object_id: id, old_values: { score: 0 } });
    expect(raised!.new_values!["score"]).toBeGreaterThan(0);
  });

  it("is raised of what passes its date, once", async () => {
    await world.query("select app_private.tell_overdue()");
    await world.query("update app_private.overdue_days set told_until = current_date - 3");
    const day = (await world.query<{ day: string }>("select (current_date - 2)::text as day"))[0]!.day;
    const activity = await world.insert("activities", { type: "call", subject: "Late", due_date: day });
    const deal = await world.insert("deals", { title: "Slow", amount: 1 });
    await world.query("update app_public.deals set stage_entered_at = now() - interval '100 days' where id = $1", [deal]);
    await world.events();
    for (let times = 0; times < 4; times++) {
      await world.query("select app_private.tell_overdue(), app_private.tell_rotting_deals()");
    }
    const raised = await world.events();
    expect(raised.map(({ event, object_id }) => [event, object_id]).sort()).toEqual([
      ["activity.overdue", activity], ["deal.stage_overdue", deal],
    ]);
  });

  it("is not raised where a change changes nothing", async () => {
    const id = await world.insert("leads", { last_name: "Same", status: "new" });
    await world.events();
    await world.run("update app_public.leads set status = 'new', last_name = 'Same' where id = $1", [id]);
    expect(await names()).toEqual([]);
  });

  it("is not raised of what was rolled back, nor is its job added", async () => {
    await withConnection(world.database.authenticatorUrl, (client) =>
      asActor(client, world.owner, async () => {
        const failed = await attempt(client, `with made as (insert into app_public.leads (last_name) values ('Gone') returning 1)
          select 1 / 0 from made`);
        expect(failed.code).toBe("22012");
        await client.query("select 1");
      }));
    await world.trial.tryAs(world.owner, "insert into app_public.leads (last_name) values ('Never')");
    expect(await names()).toEqual([]);
    expect(await wokenLanes()).toEqual([]);
  });

  it("is raised of what is imported", async () => {
    await withConnection(world.database.authenticatorUrl, (client) =>
      asActor(client, { ...world.owner, role: "rowhouse_importer" }, () =>
        client.query("insert into app_public.leads (last_name) select 'Imported ' || n from generate_series(1, 50) n")));
    const raised = await world.events();
    expect(raised).toHaveLength(50);
    expect(await wokenLanes()).toEqual(["0", "1", "2", "3"]);
  });

  it("has the job of its record's lane added once, however many statements there were", async () => {
    const id = await world.insert("leads", { last_name: "Lane" });
    const [{ lane }] = await world.query<{ lane: number }>("select app_hidden.lane_of($1) as lane", [id]) as [{ lane: number }];
    await withConnection(world.database.authenticatorUrl, (client) =>
      asActor(client, world.owner, async () => {
        for (const company of ["A", "B", "C"]) {
          await client.query("update app_public.leads set company = $2 where id = $1", [id, company]);
        }
      }));
    expect(await wokenLanes()).toEqual([String(lane)]);
    expect(await names()).toEqual(["lead.created", "lead.updated", "lead.updated", "lead.updated"]);
  });
});

describe("where nobody listens", () => {
  it("nothing is written", async () => {
    await world.query("delete from app_private.event_listeners where event = 'lead.updated'");
    const id = await world.insert("leads", { last_name: "Quiet" });
    await world.events();
    await world.run("update app_public.leads set company = 'Silence' where id = $1", [id]);
    expect(await names()).toEqual([]);
  });

  it("who listens is kept by workflows, webhooks and the feature flag", async () => {
    await world.query("delete from app_private.event_listeners");
    const heard = async () =>
      (await world.query<{ event: string }>("select event from app_private.event_listeners order by 1")).map(({ event }) => event);
    const id = await world.activate("Listener", {
      object_type: "deal",
      triggers: [{ event: "deal.won" }, { event: "deal.updated" }],
      actions: [{ key: "note", type: "add_note", configuration: { content: "Hello" } }],
    });
    expect(await heard()).toEqual(["deal.updated", "deal.won"]);
    await world.query(
      `insert into app_public.webhook_endpoints (organization_id, name, url, events, owner_id)
         values ($1, 'Hook', 'https://hooks.example.com', '{deal.won,lead.created}', $2)`,
      [world.tenant.organizationId, world.owner.userId]);
    expect(await heard()).toEqual(["deal.updated", "deal.won", "lead.created"]);
    await world.run("select app_public.set_feature_flag('workflow_engine_enabled', false)");
    expect(await heard()).toEqual(["deal.won", "lead.created"]);
    await world.run("select app_public.set_feature_flag('workflow_engine_enabled', true)");
    await world.query("update app_public.webhook_endpoints set is_enabled = false");
    expect(await heard()).toEqual(["deal.updated", "deal.won"]);
    await world.run("select app_public.pause_workflow($1)", [id]);
    expect(await heard()).toEqual([]);
  });
});
