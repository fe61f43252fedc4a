import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import { RECORD_TABLES } from "../../plugins/liveUpdates.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import { insertAs, one, randomId } from "../support/tenants.ts";
import { makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const LEADS = 'recordChanged(objectType: "lead")';
const oneLead = (id: string) => `recordChanged(objectType: "lead", id: "${id}")`;
const RENAME = "update app_public.leads set company = $2 where id = $1";
const DELETE = "delete from app_public.leads where id = $1";
const GIVE = "update app_public.leads set owner_id = $2 where id = $1";

let world: World;

beforeAll(async () => {
  world = await makeWorld();
}, 120_000);

afterEach(() => world?.leave());

afterAll(() => world?.stop());

const ownLeads = () => world.member([["lead", "view", "own"], ["account", "view", "all"]]);

describe("a subscriber to the records of an object", () => {
  it("is told what was created, changed, deleted and restored, by whichever process", async () => {
    const watching = [
      await (await world.followAs("owner", 0)).watch(LEADS),
      await (await world.followAs("owner", 1)).watch(LEADS),
    ];
    const id = await world.lead();
    const steps: [string, unknown[]][] = [
      [RENAME, [id, "Pier Tools"]], [DELETE, [id]], ["select app_public.restore_lead($1)", [id]],
    ];
    for (const [index, [text, values]] of steps.entries()) {
      await Promise.all(watching.map(({ came }) => came(index + 1)));
      await world.change(text, values);
    }
    for (const { came } of watching) {
      const actions = ["CREATED", "UPDATED", "DELETED", "CREATED"];
      expect(await came(4)).toEqual(actions.map((action) => ({ id, action })));
    }
  });

  it("is told nothing of another organization's, of other objects, or of what was rolled back", async () => {
    const watching = await (await world.followAs("owner")).watch(LEADS);
    await world.lead({}, world.globex);
    await insertAs(world.database, world.acme.actor("owner"), "accounts", { name: "Harbour" });
    await withConnection(world.database.ownerUrl, async (client) => {
      await client.query("begin");
      await client.query("insert into app_public.leads (organization_id, company) values ($1, 'x')", [world.acme.organizationId]);
      await client.query("rollback");
    });
    const id = await world.lead();
    expect(await watching.came(1)).toEqual([{ id, action: "CREATED" }]);
  });

  it("who sees their own is told of those, and that what was theirs is gone, whatever became of it", async () => {
    const { userId, client } = await ownLeads();
    const watching = await world.follow(client).watch(LEADS);
    const [own, given, deleted, foreign] = [
      await world.lead({ owner_id: userId }), await world.lead({ owner_id: userId }),
      await world.lead({ owner_id: userId }), await world.lead(),
    ];
    await watching.came(3);
    await world.change(RENAME, [foreign, "Not theirs"]);
    await world.change(GIVE, [given, world.acme.users.owner]);
    await world.change(DELETE, [deleted]);
    await world.change(RENAME, [given, "Not theirs any more"]);
    await world.change(DELETE, [foreign]);
    await world.change(RENAME, [own, "Still theirs"]);
    expect(await watching.came(6)).toEqual([
      ...[own, given, deleted].map((id) => ({ id, action: "CREATED" })),
      { id: given, action: "DELETED" }, { id: deleted, action: "DELETED" }, { id: own, action: "UPDATED" },
    ]);
  });

  it("reads the record under their own policies and field permissions", async () => {
    const { roleId, userId, client } = await ownLeads();
    await world.force(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         values ($1, $2, 'lead', 'email', 'hidden')`, [world.acme.organizationId, roleId]);
    const fields = "id lead { company email }";
    const watching = [
      await world.follow(client).watch(LEADS, fields),
      await (await world.followAs("owner")).watch(LEADS, fields),
    ];
    const id = await world.lead({ owner_id: userId, email: "harry@harbour.test" });
    expect(await watching[0]!.came(1)).toEqual([{ id, lead: { company: "Harbour Tools", email: null } }]);
    expect(await watching[1]!.came(1)).toEqual([{ id, lead: { company: "Harbour Tools", email: "harry@harbour.test" } }]);
  });

  it("is told to read again when more changed in one go than is told one by one", async () => {
    const { client } = await ownLeads();
    const [all, own] = [
      await (await world.followAs("owner")).watch(LEADS), await world.follow(client).watch(LEADS),
    ];
    await world.change("insert into app_public.leads (company) select 'bulk' from generate_series(1, 1500)");
    expect(await all.came(1)).toEqual([{ id: null, action: "RESYNC" }]);
    await world.change("delete from app_public.leads where company = 'bulk'");
    await all.came(2);
    expect(own.events).toEqual([]);
  });
});

describe("a subscriber to one record", () => {
  it("is told of it alone, and that it is gone, which ends the stream", async () => {
    const [id, other] = [await world.lead(), await world.lead()];
    const watching = await (await world.followAs("viewer", 1)).watch(oneLead(id));
    await world.change(RENAME, [other, "Other"]);
    await world.change(RENAME, [id, "Pier Tools"]);
    await watching.came(1);
    await world.change(DELETE, [id]);
    expect(await watching.ended()).toBe("complete");
    expect(watching.events).toEqual([{ id, action: "UPDATED" }, { id, action: "DELETED" }]);
  });

  it("may write its id in capitals or without hyphens, as in a query", async () => {
    const id = await world.lead();
    const viewer = await world.followAs("viewer");
    for (const written of [id.toUpperCase(), id.replaceAll("-", "")]) {
      const watching = await viewer.watch(oneLead(written));
      await world.change(RENAME, [id, written.slice(0, 20)]);
      expect(await watching.came(1)).toEqual([{ id, action: "UPDATED" }]);
    }
  });

  it("who loses sight of it is told the same as if it were deleted", async () => {
    const { userId, client } = await ownLeads();
    const id = await world.lead({ owner_id: userId });
    const watching = await world.follow(client).watch(oneLead(id));
    await world.change(GIVE, [id, world.acme.users.owner]);
    expect(await watching.ended()).toBe("complete");
    expect(watching.events).toEqual([{ id, action: "DELETED" }]);
  });

  it("is lost with the record that it is on", async () => {
    const { userId, client } = await world.member([["lead", "view", "own"], ["note", "view", "all"]]);
    const id = await world.lead({ owner_id: userId });
    const note = await insertAs(world.database, world.acme.actor("owner"), "notes", { content: "x", lead_id: id });
    const watching = await world.follow(client).watch(`recordChanged(objectType: "note", id: "${note}")`);
    await world.change(GIVE, [id, world.acme.users.owner]);
    expect(await watching.ended()).toBe("complete");
    expect(watching.events).toEqual([{ id: note, action: "DELETED" }]);
  });

  it("whether there is none or they do not see it: the answer is the same", async () => {
    const { client } = await ownLeads();
    const watcher = world.follow(client);
    const ids = [randomId(), await world.lead(), await world.lead({}, world.globex)];
    const ends = await Promise.all(ids.map(async (id) => (await watcher.watch(oneLead(id))).ended()));
    expect(ends).toEqual(ids.map(() => "NOT_FOUND: No such lead."));
  });

  it("hears of its tags", async () => {
    const id = await world.lead();
    const tag = await insertAs(world.database, world.acme.actor("owner"), "tags", { name: randomId() });
    const watching = await (await world.followAs("viewer")).watch(oneLead(id));
    await insertAs(world.database, world.acme.actor("owner"), "taggings", { tag_id: tag, lead_id: id });
    expect(await watching.came(1)).toEqual([{ id, action: "UPDATED" }]);
  });
});

describe("other subscriptions", () => {
  it("a timeline tells of events on the record and on what it gathers, as far as they are seen", async () => {
    const owner = world.acme.actor("owner");
    const account = await insertAs(world.database, owner, "accounts", { name: "Harbour" });
    const contact = await insertAs(world.database, owner, "contacts", { last_name: "Harbour", account_id: account });
    const { client } = await world.member([["account", "view", "all"], ["note", "view", "all"]]);
    const field = `timelineEventAdded(objectType: "account", objectId: "${account}")`;
    const fields = "action timelineEvent { eventType objectType }";
    const watching = [
      await (await world.followAs("owner")).watch(field, fields), await world.follow(client, 1).watch(field, fields),
    ];
    await insertAs(world.database, owner, "notes", { content: "on the contact", contact_id: contact });
    await watching[0]!.came(1);
    await insertAs(world.database, owner, "notes", { content: "on the account", account_id: account });
    const told = (objectType: string) => ({ action: "CREATED", timelineEvent: { eventType: "NOTE", objectType } });
    expect(await watching[0]!.came(2)).toEqual([told("contact"), told("account")]);
    expect(await watching[1]!.came(1)).toEqual([told("account")]);
    await world.change("delete from app_public.accounts where id = $1", [account]);
    for (const { ended } of watching) expect(await ended()).toBe("NOT_FOUND: No such account.");
  });

  it("a notification is told to whom it is for", async () => {
    const fields = "notification { kind objectId }";
    const id = await world.lead({ owner_id: world.acme.users.member });
    const [own, others] = [
      await (await world.followAs("member")).watch("notificationReceived", fields),
      await (await world.followAs("owner")).watch("notificationReceived", fields),
    ];
    await world.force("select app_private.notify($1, $2, 'mention', 'lead', $3, $4, 'once')",
      [world.acme.organizationId, [world.acme.users.member, world.acme.users.owner], id, world.acme.users.owner]);
    expect(await own.came(1)).toEqual([{ notification: { kind: "MENTION", objectId: id } }]);
    expect(others.events).toEqual([]);
  });

  it("a message is told to who takes part in the conversation, as long as they do", async () => {
    const owner = world.acme.actor("owner");
    const thread = await insertAs(world.database, owner, "message_threads", { subject: "Harbour" });
    await insertAs(world.database, owner, "message_thread_participants", { thread_id: thread, user_id: world.acme.users.viewer });
    const field = `messageReceived(threadId: "${thread}")`;
    const watching = await (await world.followAs("viewer")).watch(field, "message { body }");
    const outside = await (await world.followAs("admin")).watch(field);
    expect(await outside.ended()).toBe("NOT_FOUND: No such thread.");
    await insertAs(world.database, owner, "messages", { thread_id: thread, body: "Ahoy" });
    expect(await watching.came(1)).toEqual([{ message: { body: "Ahoy" } }]);
    await world.force("delete from app_public.message_thread_participants where user_id = $1", [world.acme.users.viewer]);
    expect(await watching.ended()).toBe("NOT_FOUND: No such thread.");
  });

  it("an import tells its owner how it gets on", async () => {
    const { id } = await asSuperuser(world.database, (client) =>
      one<{ id: string }>(client,
        `insert into app_public.imports (organization_id, object_type, file_name, created_by)
           values ($1, 'lead', 'x.csv', $2) returning id`,
        [world.acme.organizationId, world.acme.users.owner]));
    const field = `jobProgress(importId: "${id}")`;
    const watching = await (await world.followAs("owner")).watch(field, "import { status processedCount }");
    const other = await (await world.followAs("member")).watch(field);
    expect(await other.ended()).toBe("NOT_FOUND: No such import.");
    await world.force("update app_public.imports set status = 'running', processed_count = 7 where id = $1", [id]);
    expect(await watching.came(1)).toEqual([{ import: { status: "RUNNING", processedCount: 7 } }]);
  });

  it.each([
    ['recordChanged(objectType: "sessions")', "BAD_INPUT: There is no such object to watch."],
    ["jobProgress", "BAD_INPUT: Say which job: importId, exportId or privacyRequestId."],
  ])("%s is refused", async (field, reason) => {
    expect(await (await (await world.followAs("owner")).watch(field)).ended()).toBe(reason);
  });
});

describe("what can be watched", () => {
  it("is what the database publishes", async () => {
    const topics = await asSuperuser(world.database, async (client) =>
      (await client.query<{ name: string; table_name: string }>(
        `select t.name, t.table_name from app_private.live_topics t join app_hidden.crm_objects o on o.name = t.name`)).rows);
    expect(Object.fromEntries(topics.map(({ name, table_name }) => [name, table_name]))).toEqual(RECORD_TABLES);
  });

  it("comes from every record that people own", async () => {
    const unpublished = await asSuperuser(world.database, async (client) =>
      (await client.query(
        `select o.name from app_hidden.crm_objects o where o.owner_columns <> '{}' and o.name <> 'audit_log'
           and not exists (select from app_private.live_topics t where t.name = o.name)`)).rows);
    expect(unpublished).toEqual([]);
  });

  it("is seen by whose it is and by nothing else, where the feed says whose it is", async () => {
    const others = await asSuperuser(world.database, async (client) =>
      (await client.query(
        `select t.name, p.policyname
           from app_private.live_topics t
           join app_hidden.crm_objects o on o.name = t.name and o.owner_columns <> '{}'
           join pg_policies p on p.schemaname = 'app_public' and p.tablename = t.table_name
             and p.permissive = 'PERMISSIVE' and p.cmd in ('SELECT', 'ALL') and 'rowhouse_user' = any (p.roles)
           where p.policyname <> 'select_in_scope'`)).rows);
    expect(others).toEqual([]);
  });

  it("is not to be read from the feed by anybody's own statements", async () => {
    const { code } = await withConnection(world.database.authenticatorUrl, (client: pg.Client) =>
      client.query("select from app_private.changes").then(() => ({ code: "none" }), (error: pg.DatabaseError) => error));
    expect(code).toBe("42501");
  });
});
