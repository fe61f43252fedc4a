/** Notifications, the day of a person, completing, tagging and feature flags, as clients use them. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeRole, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn, signInAs } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;
let manager: Client;
let viewer: Client;
let stranger: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const other = await asSuperuser(database, (client) => makeTenant(client, "Other"));
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  owner = await signIn(database, api, tenant, "owner");
  manager = await signIn(database, api, tenant, "manager");
  viewer = await signIn(database, api, tenant, "viewer");
  stranger = await signIn(database, api, other, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const insert = (table: string, columns: Record<string, unknown>) => insertAs(database, tenant.actor("owner"), table, columns);

/** Somebody whose role masks or hides fields, given as `object.field`. */
async function restricted(fields: Record<string, string>): Promise<Client> {
  const objects = ["activity", "task", "account", "lead"];
  const userId = await asSuperuser(database, async (client) => {
    const role = await makeRole(client, tenant.organizationId,
      objects.flatMap((object) => [[object, "view", "all"], [object, "edit", "all"]] as const),
      Object.entries(fields).map(([name, mode]) => {
        const [object = "", field = ""] = name.split(".");
        return [object, field, mode] as const;
      }));
    return addMember(client, tenant.organizationId, role.slug);
  });
  return signInAs(database, api, tenant, userId);
}

describe("notifications", () => {
  const LIST = `query ($first: Int, $after: Cursor) {
    unreadNotificationCount
    notifications(orderBy: CREATED_AT_DESC, first: $first, after: $after) {
      totalCount pageInfo { endCursor hasNextPage }
      nodes { id kind objectType objectId recordCount text readAt createdAt actor { name } user { id } account { name } lead { id } } } }`;

  it("come newest first by pages, with the record, and are marked as read one by one or all", async () => {
    for (const name of ["First", "Second", "Third"]) await insert("accounts", { name, owner_id: manager.userId });
    const { notifications: page, unreadNotificationCount } = await manager.ask(LIST, { first: 2 });
    expect([unreadNotificationCount, page.totalCount, page.pageInfo.hasNextPage]).toEqual([3, 3, true]);
    expect(page.nodes).toMatchObject(["Third", "Second"].map((name) => ({
      kind: "ASSIGNMENT", objectType: "account", recordCount: 1, text: `owner gave you the account "${name}".`,
      readAt: null, actor: { name: "owner" }, user: { id: manager.userId }, account: { name }, lead: null,
    })));
    await insert("accounts", { name: "Meanwhile", owner_id: manager.userId });
    const { notifications: rest } = await manager.ask(LIST, { first: 2, after: page.pageInfo.endCursor });
    expect(rest.nodes.map(({ account }: Answer) => account.name)).toEqual(["First"]);
    const ids = page.nodes.map(({ id }: Answer) => id);
    const MARK = "mutation ($ids: [UUID!]!) { markNotificationsRead(input: {ids: $ids}) { notifications { id readAt } } }";
    const read = await manager.ask(MARK, { ids });
    expect(read.markNotificationsRead.notifications).toEqual(ids.map((id: string) => ({ id, readAt: expect.any(String) })));
    expect((await viewer.ask(MARK, { ids })).markNotificationsRead.notifications).toEqual([]);
    const unread = await manager.ask("{ notifications(filter: {readAt: {isNull: true}}) { totalCount } unreadNotificationCount }");
    expect(unread).toEqual({ notifications: { totalCount: 2 }, unreadNotificationCount: 2 });
    const all = await manager.ask("mutation { markAllNotificationsRead(input: {}) { markedCount } }");
    expect([all.markAllNotificationsRead.markedCount, (await manager.ask("{ unreadNotificationCount }")).unreadNotificationCount]).toEqual([2, 0]);
  });

  it("show nobody else's, whatever is asked", async () => {
    const lead = await insert("leads", { last_name: "L", owner_id: manager.userId });
    const { notifications } = await manager.ask(LIST, { first: 1 });
    const { id } = notifications.nodes[0];
    for (const client of [owner, viewer, stranger]) {
      const answer = await client.ask(`query ($id: UUID!, $user: UUID!) { notification(id: $id) { id }
        notifications(filter: {userId: {equalTo: $user}}) { totalCount } user(id: $user) { notifications { totalCount } } }`, { id, user: manager.userId });
      expect([answer.notification, answer.notifications.totalCount, answer.user?.notifications.totalCount ?? 0]).toEqual([null, 0, 0]);
    }
    expect(lead).toBe(notifications.nodes[0].objectId);
  });

  it("name records as the reader may see them, in their text as in their fields", async () => {
    const reader = await restricted({ "account.name": "mask" });
    await insert("accounts", { name: "Secret Ltd", owner_id: reader.userId });
    const { notifications: { nodes } } = await reader.ask(LIST);
    expect(nodes).toHaveLength(1);
    expect(JSON.stringify(nodes)).not.toContain("Secret");
    const blind = await restricted({ "account.owner_id": "hidden" });
    await insert("accounts", { name: "Theirs", owner_id: blind.userId });
    expect(await blind.ask(LIST)).toMatchObject({ unreadNotificationCount: 0, notifications: { totalCount: 0, nodes: [] } });
  });
});

describe("work", () => {
  const COMPLETE = `mutation ($id: UUID!, $outcome: String, $minutes: Int) {
    completeActivity(input: {id: $id, outcome: $outcome, durationMinutes: $minutes}) {
      activity { status outcome durationMinutes completedAt isOverdue hasNext } } }`;
  const DAY = `query ($user: UUID, $days: Int) { myDay(userId: $user, days: $days) {
    due objectType activity { subject dueDate dueTime } task { title isDone } } }`;

  it("is completed with its outcome, by who may change these fields", async () => {
    const id = await insert("activities", { subject: "Ring", due_date: "2026-01-01" });
    expect((await owner.ask("query ($id: UUID!) { activity(id: $id) { isOverdue } }", { id })).activity.isOverdue).toBe(true);
    expect(await stranger.fail(COMPLETE, { id })).toBe("NOT_FOUND: No such activity.");
    expect(await viewer.fail(COMPLETE, { id })).toBe("FORBIDDEN: You may not edit this activity.");
    const blind = await restricted({ "activity.outcome": "hidden" });
    expect(await blind.fail(COMPLETE, { id, outcome: "x" })).toMatch(/^FORBIDDEN: Your role may not change outcome/);
    const { completeActivity: { activity } } = await owner.ask(COMPLETE, { id, outcome: "Agreed", minutes: 5 });
    expect(activity).toEqual({ status: "COMPLETED", outcome: "Agreed", durationMinutes: 5, completedAt: expect.any(String), isOverdue: false, hasNext: false });
    expect((await blind.ask(COMPLETE, { id, minutes: 6 })).completeActivity.activity).toMatchObject({ outcome: null, durationMinutes: 6 });
    expect(await owner.fail(COMPLETE, { id, minutes: -1 })).toMatch(/^BAD_INPUT/);
    const task = await insert("tasks", { title: "Write" });
    const done = await owner.ask(`mutation ($id: UUID!) { completeTask(input: {id: $id, actualHours: "1.5"}) { task { isDone actualHours } } }`, { id: task });
    expect(done.completeTask.task).toEqual({ isDone: true, actualHours: "1.5" });
  });

  it("is listed for a day, with fields as the asker may see them", async () => {
    const [today] = await asSuperuser(database, async (client) =>
      (await client.query<{ day: string }>("select (now() at time zone 'UTC')::date::text as day")).rows);
    await insert("activities", { subject: "Meet", due_date: today?.day, due_time: "10:00", assigned_to_id: manager.userId });
    await insert("tasks", { title: "Report", due_date: today?.day, assignee_id: manager.userId });
    const expected = [
      { due: "today", objectType: "activity", activity: { subject: "Meet", dueDate: today?.day, dueTime: "10:00:00.000000" }, task: null },
      { due: "today", objectType: "task", activity: null, task: { title: "Report", isDone: false } },
    ];
    expect((await manager.ask(DAY)).myDay).toEqual(expected);
    expect((await owner.ask(DAY, { user: manager.userId, days: 0 })).myDay).toEqual(expected);
    expect((await manager.ask(DAY, { user: null, days: null })).myDay).toEqual(expected);
    expect([(await owner.ask(DAY)).myDay, (await stranger.ask(DAY, { user: manager.userId })).myDay]).toEqual([[], []]);
    const masked = await restricted({ "activity.subject": "hidden", "task.due_date": "hidden" });
    expect((await masked.ask(DAY, { user: manager.userId })).myDay).toEqual([
      { ...expected[0], activity: { ...expected[0]?.activity, subject: null } }]);
    expect(await owner.fail(DAY, { days: 400 })).toBe("BAD_INPUT: Choose 0 to 31 days.");
  });
});

it("tags are put on as many records as a list may name, and taken off again", async () => {
  const tag = await insert("tags", { name: "Everybody" });
  const recordIds = await asSuperuser(database, async (client) =>
    (await client.query<{ id: string }>(
      "insert into app_public.leads (organization_id, company, owner_id) select organization_id, n::text, created_by from app_public.tags, generate_series(1, 9999) n where id = $1 returning id",
      [tag])).rows.map(({ id }) => id));
  const variables = { tags: [tag], ids: recordIds };
  const on = `mutation ($tags: [UUID]!, $ids: [UUID]!) { tagRecords(input: { tagIds: $tags, objectType: "lead", recordIds: $ids }) { addedCount } }`;
  expect((await owner.ask(on, variables)).tagRecords.addedCount).toBe(9999);
  const off = `mutation ($tags: [UUID]!, $ids: [UUID]!) { untagRecords(input: { tagIds: $tags, objectType: "lead", recordIds: $ids }) { removedCount } }`;
  expect((await owner.ask(off, variables)).untagRecords.removedCount).toBe(9999);
}, 60_000);

it("tags are put on many records by who may edit them all", async () => {
  const tag = await insert("tags", { name: "Fair" });
  const ids = [await insert("leads", { last_name: "One" }), await insert("leads", { last_name: "Two" })];
  const PUT = `mutation ($tags: [UUID!]!, $ids: [UUID!]!) {
    tagRecords(input: {tagIds: $tags, objectType: "lead", recordIds: $ids}) { addedCount } }`;
  const TAKE = PUT.replace("tagRecords", "untagRecords").replace("addedCount", "removedCount");
  expect(await viewer.fail(PUT, { tags: [tag], ids })).toBe("FORBIDDEN: You may not edit this lead.");
  expect(await stranger.fail(PUT, { tags: [tag], ids })).toBe("NOT_FOUND: No such tag.");
  expect((await owner.ask(PUT, { tags: [tag], ids })).tagRecords.addedCount).toBe(2);
  expect((await owner.ask("query ($id: UUID!) { tag(id: $id) { usageCount } }", { id: tag })).tag.usageCount).toBe(2);
  expect((await owner.ask(TAKE, { tags: [tag], ids: ids.slice(1) })).untagRecords.removedCount).toBe(1);
});

describe("feature flags", () => {
  const SET = `mutation ($name: String!, $on: Boolean!) {
    setFeatureFlag(input: {name: $name, isEnabled: $on}) { featureFlag { name isEnabled description } } }`;
  const flags = async (client: Client) => (await client.ask("{ featureFlags { nodes { name isEnabled description } } }")).featureFlags.nodes;

  it("are all there from the beginning, each with what it means", async () => {
    expect((await flags(stranger)).map(({ name, isEnabled }: Answer) => `${name} ${isEnabled}`).sort()).toEqual([
      "field_permissions_enabled true", "lead_scoring_v2_enabled true", "members_view_all_enabled false", "workflow_engine_enabled true"]);
    expect((await flags(stranger)).every(({ description }: Answer) => /\w/.test(description))).toBe(true);
  });

  it("are switched by who may edit the organization, and no others than there are", async () => {
    const name = "workflow_engine_enabled";
    expect((await owner.ask(SET, { name, on: false })).setFeatureFlag.featureFlag).toMatchObject({ name, isEnabled: false });
    expect(await flags(stranger)).toContainEqual(expect.objectContaining({ name, isEnabled: true }));
    expect(await manager.fail(SET, { name, on: true })).toMatch(/^FORBIDDEN/);
    for (const unknown of ["no_such_flag", "", "demo_data_loaded"]) {
      expect(await owner.fail(SET, { name: unknown, on: true })).toBe("NOT_FOUND: No such feature flag.");
    }
    const outcome = await asSuperuser(database, (client) => client.query(
      "insert into app_public.feature_flags (organization_id, name) values ($1, 'no_such_flag')", [tenant.organizationId]).catch((error: Error) => error.message));
    expect(outcome).toMatch(/feature_flags_name_fkey/);
  });
});
