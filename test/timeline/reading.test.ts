import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { addMember, insertAs, makeRole, randomId } from "../support/tenants.ts";
import { signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { makeTimelineWorld, TIMELINE } from "./world.ts";
import type { TimelineWorld } from "./world.ts";

type Node = { id: string; eventType: string; summary: string; data: Record<string, unknown>; accountId: string | null };
type Page = { edges: { cursor: string; node: Node }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };

let world: TimelineWorld;
let insert: TimelineWorld["insert"];
let run: TimelineWorld["run"];

beforeAll(async () => {
  world = await makeTimelineWorld();
  ({ insert, run } = world);
}, 60_000);

afterAll(async () => {
  await world?.stop();
});

const pageOf = async (client: Client, variables: Record<string, unknown>) =>
  (await client.ask<{ timeline: Page }>(TIMELINE, variables)).timeline;
const typesOf = async (client: Client, variables: Record<string, unknown>) =>
  (await pageOf(client, variables)).edges.map(({ node }) => node.eventType);

/** Somebody in a role of their own with some fields restricted: `object.field mode`. */
async function restricted(...fields: string[]): Promise<Client> {
  const { organizationId } = world.tenant;
  const objects = ["account", "contact", "lead", "deal", "activity", "task", "project", "note", "comment", "attachment",
    "communication", "pipeline"];
  const userId = await asSuperuser(world.database, async (client) => {
    const role = await makeRole(client, organizationId, objects.map((object) => [object, "view", "all"] as const),
      fields.map((field) => {
        const [, object = "", name = "", mode = ""] = /^(\w+)\.(\S+) (\w+)$/.exec(field) ?? [];
        return [object, name, mode] as const;
      }));
    return addMember(client, organizationId, role.slug);
  });
  return signInAs(world.database, world.api, world.tenant, userId);
}

describe("who sees an event", () => {
  it("is who sees the record; for others the record does not exist", async () => {
    const lead = await insert("leads", { company: "Owner's" });
    await insert("notes", { content: "x", lead_id: lead });
    const asked = { objectType: "lead", objectId: lead };
    expect(await typesOf(world.clients.owner, asked)).toEqual(["NOTE"]);
    const nothing = await world.clients.owner.fail(TIMELINE, { objectType: "lead", objectId: randomId() });
    for (const client of [world.clients.member, world.clients.stranger]) {
      expect(await client.fail(TIMELINE, asked)).toBe(nothing);
      const { timelineEvents } = await client.ask("{ timelineEvents { totalCount nodes { id } } }");
      expect(timelineEvents).toEqual({ totalCount: 0, nodes: [] });
    }
    expect(nothing).toBe("NOT_FOUND: No such lead.");
    expect(await world.clients.owner.fail(TIMELINE, { objectType: "wall", objectId: lead })).toMatch(/^BAD_INPUT/);
  });

  it("sees on an account only what is on those of its records that they see", async () => {
    const { users } = world.tenant;
    const account = await insert("accounts", { name: "Shared", owner_id: users.member });
    const mine = await insert("contacts", { last_name: "Mine", account_id: account, owner_id: users.member });
    const theirs = await insert("contacts", { last_name: "Theirs", account_id: account });
    for (const contact of [mine, theirs]) await insert("notes", { content: contact, contact_id: contact });
    const asked = { objectType: "account", objectId: account };
    expect(await typesOf(world.clients.owner, asked)).toHaveLength(2);
    expect(await typesOf(world.clients.member, asked)).toHaveLength(1);
    // What lies in the bin is not told of, and is again when it is back.
    const note = (await world.events(mine))[0]?.source_id;
    await run("delete from app_public.notes where id = $1", [note]);
    expect(await typesOf(world.clients.member, asked)).toEqual([]);
    await run("select app_public.restore_note($1)", [note]);
    expect(await typesOf(world.clients.member, asked)).toEqual(["NOTE"]);
  });
});

describe("fields that a role does not see", () => {
  it("are left out or masked in data and summary, wherever an event is read", async () => {
    const lead = await insert("leads", { company: "Corp", email: "one@corp.test", custom_data: { a: 1, b: 1 } });
    await run(
      `update app_public.leads set email = 'two@corp.test', industry = 'Secret', website = 'w.test', custom_data = '{"a": 2, "b": 2}' where id = $1`, [lead]);
    const client = await restricted("lead.industry hidden", "lead.email mask", "lead.custom_data.a hidden");
    const { edges } = await pageOf(client, { objectType: "lead", objectId: lead });
    expect(edges.map(({ node }) => [node.summary, node.data])).toEqual([["Changed custom data, email, website", {
      before: { email: "•••••", custom_data: { b: 1 } }, after: { email: "•••••", website: "w.test", custom_data: { b: 2 } },
    }]]);
    const answer = JSON.stringify(await client.ask(
      `query ($id: UUID!) { lead(id: $id) { timelineEvents { nodes { data summary } } }
         timelineEvents(filter: { objectId: { equalTo: $id } }) { nodes { data summary } } }`, { id: lead }));
    expect(answer).not.toMatch(/Secret|two@corp|industry|"a"/);
    expect(answer).toMatch(/w\.test/);
  });

  it("keep back events that would tell of them by being there", async () => {
    const { stages } = world.tenant;
    const deal = await insert("deals", { title: "Sale", amount: 5 });
    await run("select app_public.move_deal($1, $2)", [deal, stages["Closed Won"]]);
    await run("update app_public.deals set next_step = 'Thank' where id = $1", [deal]);
    await insert("communications", { type: "call", deal_id: deal });
    const asked = { objectType: "deal", objectId: deal };
    expect((await typesOf(await restricted(), asked)).toSorted()).toEqual(["CALL", "DEAL_WON", "FIELD_UPDATED", "STAGE_CHANGE"]);
    expect(await typesOf(await restricted("deal.stage_id hidden"), asked)).toEqual(["CALL", "FIELD_UPDATED"]);
    expect((await typesOf(await restricted("deal.status hidden"), asked)).toSorted()).toEqual(["CALL", "FIELD_UPDATED", "STAGE_CHANGE"]);
    expect(await typesOf(await restricted("communication.type hidden", "deal.stage_id hidden"), asked)).toEqual(["FIELD_UPDATED"]);
    const client = await restricted("deal.stage_id hidden");
    const { timelineEvents } = await client.ask(
      `{ timelineEvents(filter: { eventType: { in: [STAGE_CHANGE, DEAL_WON] } }) { totalCount groupedAggregates(groupBy: [EVENT_TYPE]) { keys } } }`);
    expect(timelineEvents).toEqual({ totalCount: 0, groupedAggregates: [] });
  });

  it("do not tell what is on what: without them a timeline holds what is on the record itself", async () => {
    const account = await insert("accounts", { name: "Acme" });
    const contact = await insert("contacts", { last_name: "Ray", account_id: account });
    await insert("notes", { content: "x", contact_id: contact });
    await insert("notes", { content: "x", account_id: account });
    const client = await restricted("contact.account_id hidden");
    const { edges } = await pageOf(client, { objectType: "account", objectId: account });
    expect(edges).toMatchObject([{ node: { eventType: "NOTE", accountId: account } }]);
    const { timelineEvents, account: seen } = await client.ask(
      `query ($account: UUID!, $contact: UUID!) {
         account(id: $account) { timeline { nodes { objectId } } }
         timelineEvents(filter: { contactId: { equalTo: $contact } }) { nodes { accountId account { id } } } }`, { account, contact });
    expect(seen.timeline.nodes).toEqual([{ objectId: account }]);
    expect(timelineEvents.nodes).toEqual([{ accountId: null, account: null }]);
  });

  it("are not seen in sentences either: what a note is called, or what a mail was about", async () => {
    const lead = await insert("leads", { company: "Corp" });
    await insert("notes", { content: "x", title: "Secret title", lead_id: lead });
    await insert("communications", { type: "email", subject: "Secret subject", lead_id: lead });
    const client = await restricted("note.title hidden", "communication.subject mask");
    const { edges } = await pageOf(client, { objectType: "lead", objectId: lead });
    expect(edges.map(({ node }) => node.summary)).toEqual(["Email", "Note"]);
  });

  it("are the same to analysts", async () => {
    const lead = await insert("leads", { company: "Corp" });
    await run("update app_public.leads set industry = 'Secret', website = 'w.test' where id = $1", [lead]);
    await insert("activities", { subject: "Call", lead_id: lead });
    const client = await restricted("lead.industry hidden", "activity.lead_id hidden");
    const rows = await asSuperuser(world.database, async (connection) => {
      await connection.query("begin");
      const { rows: sessions } = await connection.query<{ id: string }>(
        "select s.id from app_private.sessions s where s.user_id = $1", [client.userId]);
      await connection.query(
        `select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true),
           set_config('rowhouse.session_id', $3, true)`, [client.userId, world.tenant.organizationId, sessions[0]?.id]);
      await connection.query("set local role rowhouse_analyst");
      const answer = await connection.query<Record<string, unknown>>(
        `select event_type, data, lead_id from reporting.timeline_events order by event_type`);
      await connection.query("rollback");
      return answer.rows.filter(({ data, event_type }) => event_type === "task_created" || JSON.stringify(data).includes("w.test"));
    });
    expect(rows).toContainEqual({ event_type: "field_updated", data: { before: {}, after: { website: "w.test" } }, lead_id: lead });
    expect(rows).toContainEqual({ event_type: "task_created", data: {}, lead_id: null });
    expect(JSON.stringify(rows)).not.toMatch(/Secret/);
  });
});

describe("pages", () => {
  it("go on where they were while events arrive, and hold each event once", async () => {
    const lead = await insert("leads", { company: "Busy" });
    for (let n = 0; n < 9; n++) await insert("notes", { content: `${n}`, lead_id: lead });
    const asked = { objectType: "lead", objectId: lead, first: 4 };
    const first = await pageOf(world.clients.owner, asked);
    await insert("notes", { content: "newest", lead_id: lead });
    const second = await pageOf(world.clients.owner, { ...asked, after: first.pageInfo.endCursor });
    const third = await pageOf(world.clients.owner, { ...asked, after: second.pageInfo.endCursor });
    const seen = [first, second, third].flatMap(({ edges }) => edges.map(({ node }) => node.id));
    const all = (await world.events(lead)).map(({ id }) => id).toReversed();
    expect(seen).toEqual(all.slice(1));
    expect([first, second, third].map(({ pageInfo }) => pageInfo.hasNextPage)).toEqual([true, true, false]);
  });

  it("hold events of the types that are asked for, newest first", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await insert("communications", { type: "call", lead_id: lead, occurred_at: "2021-05-05T00:00:00Z" });
    await insert("communications", { type: "email", lead_id: lead, occurred_at: "2019-05-05T00:00:00Z" });
    await insert("notes", { content: "x", lead_id: lead });
    const asked = { objectType: "LEAD", objectId: lead };
    expect(await typesOf(world.clients.owner, asked)).toEqual(["NOTE", "CALL", "EMAIL"]);
    expect(await typesOf(world.clients.owner, { ...asked, eventType: ["EMAIL", "CALL"] })).toEqual(["CALL", "EMAIL"]);
    expect(await typesOf(world.clients.owner, { ...asked, eventType: [] })).toEqual([]);
    const { lead: found } = await world.clients.owner.ask(
      "query ($id: UUID!) { lead(id: $id) { timelineEvents { nodes { eventType actor { name } note { content } } } } }", { id: lead });
    expect(found.timelineEvents.nodes.map(({ eventType }: Node) => eventType)).toEqual(["NOTE", "CALL", "EMAIL"]);
    expect(found.timelineEvents.nodes[0]).toMatchObject({ actor: { name: "owner" }, note: { content: "x" } });
  });

  it("have 100 events at most, and 50 unless more are asked for", async () => {
    const lead = await insert("leads", { company: "Lead" });
    await run("insert into app_public.notes (content, lead_id) select 'x', $1 from generate_series(1, 101)", [lead]);
    const asked = { objectType: "lead", objectId: lead };
    expect((await pageOf(world.clients.owner, asked)).edges).toHaveLength(50);
    expect((await pageOf(world.clients.owner, { ...asked, first: 100 })).edges).toHaveLength(100);
    expect(await world.clients.owner.fail(TIMELINE, { ...asked, first: 101 })).toMatch(/^LIMIT_EXCEEDED/);
    const of = "query ($id: UUID!, $first: Int) { lead(id: $id) { timelineEvents(first: $first) { nodes { id } } } }";
    expect(await world.clients.owner.fail(of, { id: lead, first: 101 })).toMatch(/^LIMIT_EXCEEDED/);
  });

  it.each([
    "", "x", "W10=", Buffer.from("[1,2,3]").toString("base64"), Buffer.from('["x","2026-01-01","y"]').toString("base64"),
    Buffer.from('["x","infinity","y"]').toString("base64"), "a".repeat(500),
  ])("refuse the cursor %j", async (after) => {
    const lead = await insert("leads", { company: "Lead" });
    expect(await world.clients.owner.fail(TIMELINE, { objectType: "lead", objectId: lead, after })).toMatch(/^BAD_(INPUT|REQUEST)|BAD_USER_INPUT/);
  });
});

describe("createTimelineEvent", () => {
  const CREATE = `mutation ($type: String!, $id: UUID!, $summary: String!, $data: JSON) {
    createTimelineEvent(input: { objectType: $type, objectId: $id, summary: $summary, data: $data }) {
      timelineEvent { eventType summary data actorType accountId contactId } } }`;

  it("puts what an integration tells on a record, gathered as all events are", async () => {
    const account = await insert("accounts", { name: "Acme" });
    const contact = await insert("contacts", { last_name: "Ray", account_id: account });
    const { createTimelineEvent } = await world.clients.owner.ask(CREATE, {
      type: "contact", id: contact, summary: "Opened the newsletter", data: { issue: 3 } });
    expect(createTimelineEvent.timelineEvent).toEqual({
      eventType: "CUSTOM", summary: "Opened the newsletter", data: { summary: "Opened the newsletter", details: { issue: 3 } },
      actorType: "USER", accountId: account, contactId: contact });
  });

  it("refuses whoever may not edit the record, and what is no event", async () => {
    const lead = await insert("leads", { company: "Lead" });
    const of = (changes: object) => ({ type: "lead", id: lead, summary: "x", ...changes });
    expect(await world.clients.viewer.fail(CREATE, of({}))).toMatch(/^FORBIDDEN/);
    for (const client of [world.clients.member, world.clients.stranger]) {
      expect(await client.fail(CREATE, of({}))).toBe("NOT_FOUND: No such lead.");
    }
    for (const changes of [{ type: "note" }, { type: "" }, { summary: " " }, { summary: "x".repeat(501) }, { data: [1] }, { data: { a: "x".repeat(17_000) } }]) {
      expect(await world.clients.owner.fail(CREATE, of(changes))).toMatch(/^BAD_INPUT/);
    }
  });
});

describe("comments", () => {
  const COMMENT = `mutation ($lead: UUID!, $mentioned: [UUID!]!) {
    createComment(input: { comment: { body: "Look at this", leadId: $lead, mentionedUserIds: $mentioned } }) { comment { id isEdited } } }`;

  it("notify whom they mention, once, and show it only to who may see the record", async () => {
    const { users } = world.tenant;
    const lead = await insert("leads", { company: "Lead" });
    const mentioned = [users.admin, users.member, users.owner];
    const { createComment } = await world.clients.owner.ask(COMMENT, { lead, mentioned });
    await world.clients.owner.ask(
      "mutation ($id: UUID!, $mentioned: [UUID!]!) { updateComment(input: { id: $id, patch: { mentionedUserIds: $mentioned } }) { comment { id } } }",
      { id: createComment.comment.id, mentioned });
    const told = async (client: Client) => {
      const { notifications } = await client.ask("{ notifications(filter: { kind: { equalTo: MENTION } }) { nodes { kind text } } }");
      return notifications.nodes as unknown[];
    };
    expect(await told(world.clients.admin)).toEqual([{ kind: "MENTION", text: 'owner mentioned you on the lead "Lead".' }]);
    expect(await told(world.clients.member)).toEqual([]);
    expect(await told(world.clients.owner)).toEqual([]);
  });

  it("on a communication notify whom they mention too", async () => {
    const lead = await insert("leads", { company: "Lead" });
    const id = await insert("communications", { type: "email", direction: "inbound", subject: "Offer", lead_id: lead, occurred_at: new Date() });
    await insert("comments", { body: "Look", communication_id: id, mentioned_user_ids: [world.tenant.users.viewer, world.tenant.users.member] });
    const asked = "{ notifications(filter: { objectType: { equalTo: \"communication\" } }) { nodes { text communication { id } } } }";
    expect((await world.clients.viewer.ask(asked)).notifications.nodes).toEqual([
      { text: 'owner mentioned you on the communication "Offer".', communication: { id } }]);
    expect((await world.clients.member.ask(asked)).notifications.nodes).toEqual([]);
  });

  it("are not told of by a mention to who may not see them, or who wrote them", async () => {
    const lead = await insert("leads", { company: "Lead" });
    const readers = [await restricted(), await restricted("comment.created_by hidden"), await restricted("comment.lead_id hidden")];
    const mentioned = readers.map(({ userId }) => userId);
    const comment = await insert("comments", { lead_id: lead, body: "Look", mentioned_user_ids: [...mentioned, ...Array<string | undefined>(25).fill(mentioned[0])] });
    const told = async () => Promise.all(readers.map(async (client) =>
      (await client.ask("{ unreadNotificationCount notifications { nodes { recordCount } } }")) as unknown));
    const nothing = { unreadNotificationCount: 0, notifications: { nodes: [] } };
    expect(await told()).toEqual([{ unreadNotificationCount: 1, notifications: { nodes: [{ recordCount: 1 }] } }, nothing, nothing]);
    await run("select app_public.delete_comment($1)", [comment]);
    expect(await told()).toEqual([nothing, nothing, nothing]);
  });

  it("mention members, say when they were edited, and are told on the record", async () => {
    const { users } = world.tenant;
    const lead = await insert("leads", { company: "Lead" });
    const { createComment } = await world.clients.owner.ask(COMMENT, { lead, mentioned: [users.admin] });
    expect(createComment.comment.isEdited).toBe(false);
    const { updateComment } = await world.clients.owner.ask(
      `mutation ($id: UUID!) { updateComment(input: { id: $id, patch: { body: "Better" } }) { comment { isEdited editedAt } } }`,
      { id: createComment.comment.id });
    expect(updateComment.comment).toMatchObject({ isEdited: true, editedAt: expect.any(String) });
    expect(await typesOf(world.clients.owner, { objectType: "lead", objectId: lead })).toEqual(["COMMENT"]);
    expect(await world.clients.owner.fail(COMMENT, { lead, mentioned: [world.other.users.owner] })).toMatch(/^BAD_INPUT/);
    expect(await world.clients.owner.fail(COMMENT, { lead, mentioned: Array.from({ length: 51 }, () => users.admin) })).toMatch(/^BAD_INPUT|CONSTRAINT/);
    expect(await world.clients.member.fail(COMMENT, { lead, mentioned: [] })).toMatch(/^BAD_INPUT|FORBIDDEN/);
  });

  it("go with the record into another that it is merged with", async () => {
    const [winner, loser] = [await insert("leads", { company: "A" }), await insert("leads", { company: "B" })];
    const comment = await insertAs(world.database, world.tenant.actor("owner"), "comments", { body: "x", lead_id: loser });
    await run("select app_public.merge_records('lead', $1, array[$2::uuid])", [winner, loser]);
    expect(await world.events(comment)).toMatchObject([{ object_id: winner, lead_id: winner, moved_from: [loser] }]);
  });
});
