import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import { attempt, commitAs } from "../support/tenants.ts";
import { makeTimelineWorld, TIMELINE } from "./world.ts";
import type { TimelineWorld } from "./world.ts";

let world: TimelineWorld;
let insert: TimelineWorld["insert"];
let run: TimelineWorld["run"];
let events: TimelineWorld["events"];

beforeAll(async () => {
  world = await makeTimelineWorld();
  ({ insert, run, events } = world);
}, 60_000);

afterAll(async () => {
  await world?.stop();
});

const typesOf = async (id: string) => (await events(id)).map(({ event_type }) => event_type);

describe("what is put on a record", () => {
  it("is told on it, and gathered by its contact, account, deal and project", async () => {
    const account = await insert("accounts", { name: "Acme" });
    const contact = await insert("contacts", { last_name: "Ray", account_id: account });
    const deal = await insert("deals", { title: "Sale", account_id: account, primary_contact_id: contact });
    const project = await insert("projects", { name: "Roll-out", deal_id: deal });
    const task = await insert("tasks", { title: "Call", project_id: project });
    const note = await insert("notes", { content: "x", task_id: task });
    const [created, noted] = await events(task);
    expect(created).toMatchObject({
      event_type: "task_created", object_type: "task", object_id: task, source_id: null, project_id: project,
      deal_id: deal, account_id: account, contact_id: contact, actor_type: "user", actor_id: world.tenant.users.owner,
    });
    expect(noted).toMatchObject({
      event_type: "note", object_type: "task", object_id: task, source_type: "note", source_id: note,
      project_id: project, deal_id: deal, account_id: account, contact_id: contact, data: {},
    });
    for (const gathering of [account, contact, deal, project]) {
      expect(await typesOf(gathering)).toEqual(["task_created", "note"]);
    }
  });

  it.each([
    ["notes", { content: "x" }, "note"],
    ["comments", { body: "x" }, "comment"],
    ["attachments", { file_name: "x.txt", byte_size: 1 }, "file_attached"],
    ["communications", { type: "email" }, "email"],
    ["communications", { type: "call" }, "call"],
    ["communications", { type: "meeting" }, "meeting"],
    ["communications", { type: "sms" }, "custom"],
    ["activities", { subject: "x" }, "task_created"],
  ])("is told of %s %j as %s", async (table, columns, type) => {
    const lead = await insert("leads", { company: "Lead" });
    await insert(table, { ...columns, lead_id: lead });
    expect(await events(lead)).toMatchObject([{ event_type: type, lead_id: lead }]);
  });

  it("stands where a mail of last year belongs", async () => {
    const account = await insert("accounts", { name: "Old" });
    await insert("communications", { type: "email", account_id: account, occurred_at: "2020-02-03T10:00:00Z" });
    expect((await events(account))[0]?.occurred_at.toISOString()).toBe("2020-02-03T10:00:00.000Z");
  });

  it("is not told when an import makes it, while what an import changes is", async () => {
    const importer = { ...world.tenant.actor("owner"), role: "rowhouse_importer" as const };
    const deal = await insert("deals", { title: "Sale" });
    await commitAs(world.database, importer, "insert into app_public.activities (subject, deal_id) values ('x', $1)", [deal]);
    expect(await events(deal)).toEqual([]);
    await commitAs(world.database, importer, "update app_public.deals set title = 'Better' where id = $1", [deal]);
    expect(await typesOf(deal)).toEqual(["field_updated"]);
  });
});

describe("changes", () => {
  it("of fields say what was and what is, of custom fields only those that changed", async () => {
    const account = await insert("accounts", { name: "Acme", custom_data: { a: 1, b: 2 }, industry: "Tech" });
    await run(
      `update app_public.accounts set name = 'Acme Ltd', industry = null, custom_data = '{"a": 1, "b": 3}'
         where id = $1`, [account]);
    expect(await events(account)).toMatchObject([{
      event_type: "field_updated",
      data: { before: { name: "Acme", industry: "Tech", custom_data: { b: 2 } }, after: { name: "Acme Ltd", custom_data: { b: 3 } } },
    }]);
  });

  it.each(["accounts", "contacts", "leads", "deals", "projects", "tasks", "activities"])(
    "of %s that change nothing are not told, nor is taking them to the bin", async (table) => {
      const named = { accounts: "name", contacts: "last_name", leads: "company", deals: "title", projects: "name", tasks: "title", activities: "subject" }[table] ?? "";
      const id = await insert(table, { [named]: "Same" });
      const before = await events(id);
      await run(`update app_public.${table} set ${named} = 'Same' where id = $1`, [id]);
      await run(`delete from app_public.${table} where id = $1`, [id]);
      expect(await events(id)).toEqual(before);
    });

  it("of a deal's stage are told as such, and winning or losing it besides", async () => {
    const { stages } = world.tenant;
    const deal = await insert("deals", { title: "Sale", amount: 10 });
    await run("select app_public.move_deal($1, $2)", [deal, stages["Proposal"]]);
    await run("select app_public.move_deal($1, $2, won_reason => 'Price')", [deal, stages["Closed Won"]]);
    await run("select app_public.move_deal($1, $2)", [deal, stages["Proposal"]]);
    await run("select app_public.move_deal($1, $2, lost_reason => 'Late')", [deal, stages["Closed Lost"]]);
    const told = (await events(deal)).toSorted((a, b) =>
      Number(a.occurred_at) - Number(b.occurred_at) || (a.event_type < b.event_type ? 1 : -1));
    expect(told.map(({ event_type, data }) => [event_type, data["after"]])).toMatchObject([
      ["stage_change", { stage_id: stages["Proposal"], status: "in_progress", probability: 50 }],
      ["stage_change", { stage_id: stages["Closed Won"], status: "won" }],
      ["deal_won", { status: "won", won_reason: "Price" }],
      ["stage_change", { stage_id: stages["Proposal"] }],
      ["stage_change", { stage_id: stages["Closed Lost"] }],
      ["deal_lost", { status: "lost", lost_reason: "Late" }],
    ]);
  });

  it("of a status are told, and that a task is done as that", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await run("update app_public.leads set status = 'qualified', industry = 'x' where id = $1", [lead]);
    const task = await insert("tasks", { title: "Task" });
    await run("update app_public.tasks set status = 'blocked' where id = $1", [task]);
    await run("update app_public.tasks set status = 'done' where id = $1", [task]);
    const activity = await insert("activities", { subject: "Call", lead_id: lead });
    await run("update app_public.activities set status = 'completed', outcome = 'Fine' where id = $1", [activity]);
    expect(await typesOf(task)).toEqual(["task_created", "status_change", "task_completed"]);
    expect(await events(lead)).toMatchObject([
      { event_type: "status_change", data: { before: { status: "new" }, after: { status: "qualified" } } },
      { event_type: "field_updated", data: { before: {}, after: { industry: "x" } } },
      { event_type: "task_created" },
      { event_type: "task_completed", data: { after: { outcome: "Fine" } } },
    ]);
  });

  it("are told by whom: a user, an API key, or the system", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await world.clients.admin.ask(
      "mutation ($id: UUID!) { updateLead(input: {id: $id, patch: {industry: \"x\"}}) { lead { id } } }", { id: lead });
    await run("select app_hidden.create_api_key('Sync', 'admin', null, 'rh_abcdef', sha256('x'))");
    const { organizationId } = world.tenant;
    const { rows } = await asSuperuser(world.database, (client) =>
      client.query<{ user_id: string }>("select user_id from app_public.api_keys where name = 'Sync'"));
    const key = { userId: rows[0]?.user_id ?? "", organizationId };
    await commitAs(world.database, key, "update app_public.leads set industry = 'y' where id = $1", [lead]);
    await asSuperuser(world.database, (client) => client.query("update app_public.leads set industry = 'z' where id = $1", [lead]));
    expect(await events(lead)).toMatchObject([
      { actor_type: "user", actor_id: world.tenant.users.admin }, { actor_type: "api_key", actor_id: key.userId },
      { actor_type: "system", actor_id: null },
    ]);
  });

  it("stand in the order in which they were made, also when who began first changed the record last", async () => {
    const deal = await insert("deals", { title: "First" });
    const rename = "update app_public.deals set title = $2 where id = $1";
    await withConnection(world.database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, world.tenant.actor("owner"));
      await run(rename, [deal, "Second"]);
      await client.query(rename, [deal, "Third"]);
      await client.query("commit");
    });
    expect((await events(deal)).map(({ data }) => data["after"])).toEqual([{ title: "Second" }, { title: "Third" }]);
  });

  it("of two thousand rows at once are told in one statement", async () => {
    await run("insert into app_public.leads (company) select 'Bulk' from generate_series(1, 2000)");
    const { rowCount } = await commitAs(world.database, world.tenant.actor("owner"),
      "update app_public.leads set industry = 'x' where company = 'Bulk'");
    expect(rowCount).toBe(2_000);
    const { rows } = await asSuperuser(world.database, (client) =>
      client.query(`select count(*)::int as told from app_public.timeline_events e
        join app_public.leads l on l.id = e.object_id where l.company = 'Bulk' and e.event_type = 'field_updated'`));
    expect(rows).toEqual([{ told: 2_000 }]);
  });
});

describe("the timeline", () => {
  it("can only be added to, by nobody but the database", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await insert("notes", { content: "x", lead_id: lead });
    const statements = [
      "update app_public.timeline_events set data = '{}'", "delete from app_public.timeline_events",
      "truncate app_public.timeline_events",
      "insert into app_public.timeline_events (organization_id, event_type, object_type, object_id, actor_type) values (gen_random_uuid(), 'note', 'lead', gen_random_uuid(), 'user')",
    ];
    for (const text of statements) {
      expect([text, (await commitAs(world.database, world.tenant.actor("owner"), text)).code]).toEqual([text, "42501"]);
    }
    await asSuperuser(world.database, async (client) => {
      for (const setting of ["", "on"]) {
        await client.query(`begin; select set_config('rowhouse.timeline_upkeep', '${setting}', true)`);
        for (const text of statements.slice(0, 3)) {
          expect([text, (await attempt(client, text)).code]).toEqual([text, "RH403"]);
        }
        await client.query("rollback");
      }
      await client.query("begin; set local role rowhouse_owner; select set_config('rowhouse.timeline_upkeep', 'on', true)");
      const { code } = await attempt(client, "update app_public.timeline_events set event_type = 'system'");
      expect(code).toBe("RH403");
      await client.query("rollback");
    });
  });

  it("is answered by the API, with a sentence of each event", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await run("update app_public.leads set status = 'qualified', industry = 'x' where id = $1", [lead]);
    await insert("notes", { content: "x", title: "First call", lead_id: lead });
    const { timeline } = await world.clients.owner.ask(TIMELINE, { objectType: "lead", objectId: lead });
    expect(timeline.edges.map(({ node }: { node: { summary: string } }) => node.summary)).toEqual([
      "Note: First call", "Changed industry", "Status changed from new to qualified",
    ]);
  });
});
