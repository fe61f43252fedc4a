import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { ActionResult } from "../../src/workflows/actions/index.ts";
import { textOf } from "../../src/workflows/actions/sendEmail.ts";
import { insertAs, randomId, runAs } from "../support/tenants.ts";
import type { About, Outcome, Permission } from "./actionsWorld.ts";
import { ActionsWorld } from "./actionsWorld.ts";

let world: ActionsWorld;
let lead: About & object;

const output = (outcome: Outcome) => (outcome as ActionResult).output;
const row = async (table: string, id: unknown) =>
  (await world.past(`select to_jsonb(r) as row from app_public.${table} r where id = $1`, [id]))[0]?.["row"] as Record<string, unknown>;

beforeAll(async () => {
  world = await ActionsWorld.open();
  for (const field of [
    { key: "team_size", label: "Team size", type: "number" }, { key: "trial_ends", label: "Trial ends", type: "date" },
    { key: "secret", label: "Secret", type: "text" },
  ]) {
    await insertAs(world.database, world.owner, "custom_field_definitions", { object: "lead", ...field });
  }
  lead = { objectType: "lead", objectId: await insertAs(world.database, world.owner, "leads",
    { company: "Acorn", email: "ada@acorn.test", custom_data: { secret: "s3cret", team_size: 4 } }) };
});

afterAll(() => world?.end());

const EDITS_LEADS: readonly Permission[] = [["lead", "view", "all"], ["lead", "edit", "all"], ["member", "view", "all"]];

describe("update_field", () => {
  it("writes each value as its field takes it", async () => {
    const values = {
      status: "contacted", budget: "12 k", "custom_data.team_size": "12.50", "custom_data.trial_ends": { days: 30 },
      assigned_at: undefined, description: null,
    };
    expect(await world.perform("update_field", { values }, lead)).toMatchObject({ output: { changed: true }, changesRecord: true });
    const [today] = await world.past("select ((now() at time zone 'UTC')::date + 30)::text as day");
    expect(await row("leads", lead.objectId)).toMatchObject({
      status: "contacted", budget: "12 k", description: null,
      custom_data: { team_size: 12.5, secret: "s3cret", trial_ends: (today?.["day"] as string) },
    });
    // What is so already is not written.
    const before = (await row("leads", lead.objectId))["updated_at"];
    expect(await world.perform("update_field", { values: { status: "contacted", "custom_data.team_size": 12.5 } }, lead))
      .toEqual({ output: { id: lead.objectId, changed: false }, changesRecord: false });
    expect((await row("leads", lead.objectId))["updated_at"]).toBe(before);
    expect(await world.perform("update_field", { field: "custom_data.team_size", value: null }, lead)).toMatchObject({ output: { changed: true } });
    expect((await row("leads", lead.objectId))["custom_data"]).not.toHaveProperty("team_size");
  });

  it.each([
    [{ status: "lost" }, "RH400", { status: "Is none of the values that are allowed." }],
    [{ nothing: 1 }, "RH400", { nothing: "Cannot be written." }],
    [{ organization_id: "00000000-0000-4000-8000-000000000000" }, "RH400", { organization_id: "Cannot be written." }],
    [{ score: 99 }, "RH400", { score: "Cannot be written." }],
    [{ 'status" = null; --': 1 }, "RH400", { 'status" = null; --': "Cannot be written." }],
    [{ owner_id: "nobody", status: { deep: 1 } }, "RH400", { owner_id: "Is an id.", status: "Is a single value." }],
    [{ owner_id: randomId() }, "RH400", { owner_id: "No such member." }],
    [{ "custom_data.team_size": "many" }, "RH400", { "custom_data.team_size": "Is no number." }],
    [{ "custom_data.trial_ends": "soon" }, "RH400", { "custom_data.trial_ends": "Is no date such as 2026-01-31." }],
  ])("%j is refused, naming the field", async (values, code, fields) => {
    expect(await world.perform("update_field", { values }, lead)).toMatchObject({ code, fields });
  });

  it("takes days and times as texts", async () => {
    const id = await insertAs(world.database, world.owner, "projects", { name: "Dates" });
    const project = { objectType: "project", objectId: id };
    const task = { objectType: "task", objectId: await insertAs(world.database, world.owner, "tasks", { title: "Dates" }) };
    expect(await world.perform("update_field", { values: { start_date: "2031-01-31", end_date: "2031-02-01T23:30:00Z" } }, project)).toMatchObject({ output: { changed: true } });
    expect(await row("projects", id)).toMatchObject({ start_date: "2031-01-31", end_date: "2031-02-01" });
    expect(await world.perform("update_field", { values: { reminder_at: "2031-01-31T08:00:00Z" } }, task)).toMatchObject({ output: { changed: true } });
    for (const given of ["infinity", "2031-02-30", "soon", "2031-01-31 foo/bar"]) {
      expect(await world.perform("update_field", { values: { end_date: given } }, project))
        .toMatchObject({ code: "RH400", fields: { end_date: "Is a date such as 2026-01-31." } });
      expect(await world.perform("update_field", { values: { reminder_at: given } }, task))
        .toMatchObject({ code: "RH400", fields: { reminder_at: "Is a time such as 2026-01-31T08:00:00Z." } });
    }
  });

  it("does what its owner may do and no more", async () => {
    const values = { status: "qualified" };
    const viewer = await world.memberWith([["lead", "view", "all"]]);
    expect(await world.perform("update_field", { values }, lead, { actor: viewer })).toMatchObject({ code: "RH403", problem: "You may not edit this lead." });
    const blind = await world.memberWith([["lead", "view", "own"], ["lead", "edit", "own"]]);
    const stranger = world.theirs.actor("owner");
    for (const actor of [blind, stranger]) {
      expect(await world.perform("update_field", { values }, lead, { actor })).toMatchObject({ code: "RH404", problem: "No such lead." });
    }
  });

  it("neither writes what is hidden nor tells whether it is so", async () => {
    const actor = await world.memberWith(EDITS_LEADS, [["lead", "email", "hidden"], ["lead", "custom_data.secret", "hidden"]]);
    for (const email of ["ada@acorn.test", "eve@acorn.test"]) {
      expect(await world.perform("update_field", { values: { email } }, lead, { actor })).toMatchObject({ code: "RH403", fields: { email: expect.anything() as unknown } });
    }
    for (const secret of ["s3cret", "other"]) {
      expect(await world.perform("update_field", { values: { "custom_data.secret": secret } }, lead, { actor }))
        .toMatchObject({ code: "RH403", fields: { "custom_data.secret": expect.anything() as unknown } });
    }
    expect(await world.perform("update_field", { values: { "custom_data.team_size": 7 } }, lead, { actor })).toMatchObject({ output: { changed: true } });
    expect(await row("leads", lead.objectId)).toMatchObject({ email: "ada@acorn.test", custom_data: { secret: "s3cret", team_size: 7 } });
  });
});

describe("create_record and create_task", () => {
  it("make one, however often they are done for one key", async () => {
    const [first, second] = await world.twice("create_record", { object_type: "contact", values: { last_name: "Reed", email: "reed@acorn.test" } }, lead);
    expect(second).toEqual(first);
    expect(await row("contacts", output(first)["id"])).toMatchObject({ last_name: "Reed", owner_id: world.owner.userId, organization_id: world.ours.organizationId });
    expect(await world.past("select from app_public.contacts where last_name = 'Reed'")).toHaveLength(1);
    const [task, again] = await world.twice("create_task", { title: "Call Ada", due_in_days: 2, assignee: "owner", priority: "high" }, lead);
    expect(again).toEqual(task);
    expect(await row("activities", output(task)["id"])).toMatchObject({
      type: "task", subject: "Call Ada", lead_id: lead.objectId, priority: "high", assigned_to_id: world.owner.userId,
    });
  });

  it("a deal's is a task of it, that of no record stands by itself", async () => {
    const deal = await insertAs(world.database, world.owner, "deals",
      { title: "Sale", pipeline_id: world.ours.pipelineId, stage_id: world.ours.stages["Prospecting"] });
    const made = output(await world.perform("create_task", { title: "Offer" }, { objectType: "deal", objectId: deal }));
    expect(made["object_type"]).toBe("task");
    expect(await row("tasks", made["id"])).toMatchObject({ title: "Offer", deal_id: deal, assignee_id: world.owner.userId, due_date: null });
    const alone = output(await world.perform("create_task", { title: "Count" }));
    expect(await row("tasks", alone["id"])).toMatchObject({ deal_id: null, project_id: null });
  });

  it("fail naming what is wrong", async () => {
    const create = (object_type: string, values: Record<string, unknown>, actor = world.owner) =>
      world.perform("create_record", { object_type, values }, null, { actor });
    expect(await create("contact", { first_name: "No last name" })).toMatchObject({ code: "RH400", fields: { last_name: "A value is required." } });
    expect(await create("contact", { last_name: "Reed", email: "reed@acorn.test" })).toMatchObject({ code: "RH409", fields: { email: "Another record has the same." } });
    expect(await create("users", { name: "x" })).toMatchObject({ code: "RH400", problem: "Workflows write no such records." });
    expect(await create("contact", { last_name: "x", account_id: randomId() })).toMatchObject({ code: "RH400", fields: { account_id: "No such account." } });
    const viewer = await world.memberWith([["contact", "view", "all"]]);
    expect(await create("contact", { last_name: "x" }, viewer)).toMatchObject({ code: "RH403", problem: "Whoever the workflow runs as may not write this contact." });
    expect(await world.perform("create_task", { title: "x", assignee: randomId() }, lead)).toMatchObject({ code: "RH400", fields: { assigned_to_id: "No such member." } });
  });

  it("have nothing to do with another organization's records", async () => {
    const theirs = await insertAs(world.database, world.theirs.actor("owner"), "accounts", { name: "Theirs" });
    expect(await world.perform("create_record", { object_type: "contact", values: { last_name: "x", account_id: theirs } }))
      .toMatchObject({ code: "RH400", fields: { account_id: "No such account." } });
  });
});

describe("assign", () => {
  it("gives to a member, once", async () => {
    expect(await world.perform("assign", { to: world.ours.users.manager }, lead)).toMatchObject({ output: { assignee_id: world.ours.users.manager } });
    expect((await row("leads", lead.objectId))["owner_id"]).toBe(world.ours.users.manager);
    expect(await world.perform("assign", { to: "anybody" }, lead)).toMatchObject({ problem: "to: Is the id of a member, team:<id>, or rules." });
    expect(await world.perform("assign", { to: world.theirs.users.owner }, lead)).toMatchObject({ code: "RH400", fields: { owner_id: "No such member." } });
  });

  it("takes turns in a team, or looks who has the fewest", async () => {
    const team = await insertAs(world.database, world.owner, "teams", { name: "Sales" });
    const people = [await world.memberWith(EDITS_LEADS), await world.memberWith(EDITS_LEADS)].map(({ userId }) => userId as string);
    const onlooker = await world.memberWith([["lead", "view", "all"]]);
    for (const user_id of [...people, onlooker.userId]) await insertAs(world.database, world.owner, "team_members", { team_id: team, user_id });
    const given: unknown[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      const id = await insertAs(world.database, world.owner, "leads", { company: `Turn ${turn}` });
      const [first, second] = await world.twice("assign", { to: `team:${team}` }, { objectType: "lead", objectId: id });
      expect(second).toMatchObject({ output: output(first) });
      given.push(output(first)["assignee_id"]);
    }
    expect(new Set(given.slice(0, 2))).toEqual(new Set(people));
    expect(given.slice(2)).toEqual(given.slice(0, 2));
    await world.past("update app_public.leads set status = 'disqualified', disqualified_reason = 'x' where owner_id = $1", [people[1]]);
    const next = await insertAs(world.database, world.owner, "leads", { company: "Fewest" });
    expect(await world.perform("assign", { to: `team:${team}`, strategy: "load_balanced" }, { objectType: "lead", objectId: next }))
      .toMatchObject({ output: { assignee_id: people[1] } });
    const stranger = world.theirs.actor("owner");
    expect(await world.perform("assign", { to: `team:${team}` }, lead, { actor: stranger })).toMatchObject({ code: "RH404" });
  });

  it("goes by the rules, or says that none fits", async () => {
    const id = await insertAs(world.database, world.owner, "leads", { company: "By rule", source: "fair" });
    const about = { objectType: "lead", objectId: id };
    expect(await world.perform("assign", { to: "rules" }, about)).toMatchObject({ problem: "No assignment rule gave this lead to anybody." });
    const rule = await insertAs(world.database, world.owner, "assignment_rules", { name: "Fair" });
    await insertAs(world.database, world.owner, "assignment_rule_members", { rule_id: rule, user_id: world.ours.users.member });
    expect(await world.perform("assign", { to: "rules" }, about)).toMatchObject({ output: { assignee_id: world.ours.users.member } });
  });

  it("needs the permission to assign", async () => {
    const actor = await world.memberWith([...EDITS_LEADS, ["lead", "assign", "own"]]);
    expect(await world.perform("assign", { to: actor.userId }, lead, { actor })).toMatchObject({ code: "RH403", fields: { owner_id: "Needs the permission to assign." } });
  });
});

describe("send_notification", () => {
  const told = (userId: string | undefined) => world.past(
    "select message, read_at from app_public.notifications where user_id = $1 and kind = 'workflow' order by id", [userId]);
  const shown = async (userId: string | undefined) => (await runAs(world.database, { userId, organizationId: world.ours.organizationId },
    "select coalesce(json_agg(app_public.notifications_text(n) order by n.id), '[]') as texts from app_public.notifications n where n.kind = 'workflow'"))["texts"];

  it("tells members, each once; those who do not see the record are shown nothing", async () => {
    await world.past("update app_public.leads set owner_id = $1 where id = $2", [world.ours.users.manager, lead.objectId]);
    const blind = await world.memberWith([["lead", "view", "own"]]);
    const to = [world.ours.users.admin, "owner", "role:viewer", blind.userId, world.theirs.users.owner, randomId()];
    const [first, second] = await world.twice("send_notification", { to, message: "Look at <Acorn>" }, lead);
    // Admin, the lead's owner, the viewer and who does not see it.
    expect(first).toEqual({ output: { recipient_count: 4 } });
    expect(second).toEqual(first);
    for (const userId of [world.ours.users.admin, world.ours.users.manager, world.ours.users.viewer, blind.userId]) {
      expect(await told(userId)).toEqual([{ message: "Look at <Acorn>", read_at: null }]);
    }
    expect(await shown(world.ours.users.admin)).toEqual(["Look at <Acorn>"]);
    expect(await shown(blind.userId)).toEqual([]);
    expect(await told(world.theirs.users.owner)).toEqual([]);
  });

  it("does not tell who has which role to whom roles are hidden", async () => {
    const actor = await world.memberWith([["lead", "view", "all"]]);
    expect(await world.perform("send_notification", { to: ["role:owner"], message: "x" }, lead, { actor })).toMatchObject({ code: "RH403" });
    expect(await world.perform("send_notification", { to: [world.ours.users.admin], message: "x" }, null, { actor })).toMatchObject({ output: { recipient_count: 1 } });
  });
});

describe("enqueue_export, score_lead and call_webhook", () => {
  it("an export is started once, for the owner", async () => {
    const [first, second] = await world.twice("enqueue_export",
      { object_type: "lead", format: "csv", filter: { status: "new", "custom_data.trial_ends": null }, notify: false });
    expect(second).toEqual(first);
    expect(await row("exports", output(first)["id"])).toMatchObject({ created_by: world.owner.userId, format: "csv", is_announced: false, status: "queued" });
    const actor = await world.memberWith([["lead", "view", "all"]]);
    expect(await world.perform("enqueue_export", { object_type: "lead", format: "csv" }, null, { actor })).toMatchObject({ code: "RH403" });
  });

  it("a lead is scored", async () => {
    expect(await world.perform("score_lead", {}, lead)).toEqual({ output: { id: lead.objectId }, changesRecord: true });
    expect(await world.past("select from app_public.lead_scores where lead_id = $1", [lead.objectId])).toHaveLength(1);
    const viewer = await world.memberWith([["lead", "view", "all"]]);
    expect(await world.perform("score_lead", {}, lead, { actor: viewer })).toMatchObject({ code: "RH403" });
    expect(await world.perform("score_lead", {})).toMatchObject({ problem: expect.stringMatching(/about none/) as unknown });
  });

  it("a webhook is told of the record as the owner sees it, once", async () => {
    const endpoint = ((await runAs(world.database, world.owner,
      "select id from app_hidden.create_webhook_endpoint('Hook', 'https://hooks.example.com/x', null, '{lead.updated}', true)"))["id"]) as string;
    const [first, second] = await world.twice("call_webhook", { endpoint_id: endpoint }, lead);
    expect(first).toHaveProperty("output.id");
    expect(second).toEqual(first);
    const [payload] = await world.past("select data from app_private.webhook_payloads where delivery_id = $1", [output(first)["id"]]);
    expect(payload?.["data"]).toMatchObject({ event: "manual", object_type: "lead", object_id: lead.objectId, record: { company: "Acorn" } });
    const data = output(await world.perform("call_webhook", { endpoint_id: endpoint, data: { only: "this" } }, lead))["id"];
    expect(await world.past("select data from app_private.webhook_payloads where delivery_id = $1", [data])).toEqual([{ data: { only: "this" } }]);
    expect(await world.perform("call_webhook", { endpoint_id: randomId() }, lead)).toMatchObject({ code: "RH404" });
    expect(await world.perform("call_webhook", { endpoint_id: endpoint }, lead, { actor: world.theirs.actor("owner") })).toMatchObject({ code: "RH404" });
  });
});

it("what a mail in HTML says is read without its marks", () => {
  expect(textOf("<style>p { }</style><p>Dear &lt;Ada&gt; &amp;lt;,</p><p>see <b>you</b><br>soon</p><script>alert(1)</script>"))
    .toBe("Dear <Ada> &lt;,\nsee you\nsoon");
});

it.each([["spaces", " "], ["lines", "x\n"], ["marks", "<"], ["programs", "<script "], ["ends of them", "</script "]])(
  "a mail of nothing but %s keeps nobody waiting", (_, part) => {
    const begun = performance.now();
    textOf(`<p>${part.repeat(400_000 / part.length)}x`);
    expect(performance.now() - begun).toBeLessThan(1000);
  });
