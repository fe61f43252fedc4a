/** Who is told of what, and who sees it. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, makeTenant, randomId } from "../support/tenants.ts";
import { openOffice } from "./office.ts";
import type { Office } from "./office.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(async () => {
  await office?.close();
});

const idOf = (actor: Actor) => actor.userId ?? "";

/** Tells somebody of a record, as other parts of the database do. */
const notify = async (actor: Actor, kind: string, object: string | null, id: string | null, key = randomId(), by: string | null = null) =>
  (await office.past("select app_private.notify($1, array[$2::uuid], $3, $4, $5, $6, $7) as told",
    [office.tenant.organizationId, idOf(actor), kind, object, id, by, key]))[0]?.["told"];

const ALL = [["lead", "view", "all"], ["deal", "view", "all"], ["task", "view", "all"], ["account", "view", "all"], ["comment", "view", "all"]] as const;

describe("being told", () => {
  it("happens once for each key, to active members, and not to who did it", async () => {
    const reader = await office.person(ALL);
    const lead = await office.insert("leads", { last_name: "Lee" });
    expect(await notify(reader, "mention", "lead", lead, "once")).toBe(1);
    expect(await notify(reader, "mention", "lead", lead, "once")).toBe(0);
    expect(await notify(reader, "mention", "lead", lead, "own", idOf(reader))).toBe(0);
    const gone = await asSuperuser(office.database, (client) => addMember(client, office.tenant.organizationId, "member"));
    await office.past("update app_public.memberships set is_active = false where user_id = $1", [gone]);
    expect(await notify({ userId: gone }, "mention", "lead", lead)).toBe(0);
    expect(await notify({ userId: randomId() }, "mention", "lead", lead)).toBe(0);
    expect(await office.told(reader)).toEqual([
      { kind: "mention", object_type: "lead", object_id: lead, text: 'Somebody mentioned you on the lead "Lee".' }]);
  });

  it("shows to the recipient alone, whatever others may see, and never to another organization", async () => {
    const lead = await office.insert("leads", { last_name: "Lee" });
    const reader = await office.person(ALL);
    await notify(reader, "mention", "lead", lead);
    const others = await asSuperuser(office.database, (client) => makeTenant(client, "Others"));
    for (const actor of [office.owner, office.viewer, others.actor("owner"), { ...reader, organizationId: others.organizationId }]) {
      const { rows } = await office.trial.tryAs(actor, "select id from app_public.notifications where user_id = $1", [idOf(reader)]);
      expect(rows).toEqual([]);
    }
    // Somebody of both is told in each of what is there.
    await asSuperuser(office.database, (client) => addMember(client, others.organizationId, "owner", idOf(reader)));
    expect(await office.told({ ...reader, organizationId: others.organizationId })).toEqual([]);
    expect(await office.told(reader)).toHaveLength(1);
  });

  it("ends with the sight of the record, and with the record", async () => {
    const lead = await office.insert("leads", { last_name: "Lee", owner_id: idOf(office.member) });
    const before = (await office.told(office.member)).length;
    await notify(office.member, "mention", "lead", lead);
    const seen = async () => (await office.told(office.member)).length - before;
    expect(await seen()).toBe(1);
    await office.run("update app_public.leads set owner_id = $2 where id = $1", [lead, idOf(office.owner)]);
    // With the one that said it was theirs.
    expect(await seen()).toBe(-1);
    await office.run("update app_public.leads set owner_id = $2 where id = $1", [lead, idOf(office.member)]);
    expect(await seen()).toBe(2);
    await office.run("select app_public.delete_lead($1)", [lead]);
    expect(await seen()).toBe(-1);
    await office.run("select app_public.restore_lead($1)", [lead]);
    expect(await seen()).toBe(2);
  });

  it.each([
    ["assignment", "lead", "owner_id"], ["stage_rot", "deal", "stage_id"], ["stage_rot", "deal", "stage_entered_at"],
    ["overdue", "task", "due_date"], ["overdue", "task", "status"], ["reminder", "task", "reminder_at"],
  ])("of kind %s of a %s does not show to whom %s is hidden, or masked", async (kind, object, field) => {
    const table = `${object}s`;
    const id = await office.insert(table, object === "lead" ? { last_name: "L" } : { title: "T" });
    for (const [mode, count] of [["hidden", 0], ["view", 1]] as const) {
      const reader = await office.person(ALL, { [`${object}.${field}`]: mode });
      await notify(reader, kind, object, id);
      expect([mode, (await office.told(reader)).length]).toEqual([mode, count]);
    }
  });

  it("names the record as the reader may see it", async () => {
    const account = await office.insert("accounts", { name: "Acme" });
    const plain = await office.person(ALL);
    const masked = await office.person(ALL, { "account.name": "mask" });
    const hidden = await office.person(ALL, { "account.name": "hidden" });
    for (const reader of [plain, masked, hidden]) await notify(reader, "mention", "account", account, "m", idOf(office.owner));
    const texts = [];
    for (const reader of [plain, masked, hidden]) texts.push((await office.told(reader))[0]?.text);
    expect(texts).toEqual([
      'owner mentioned you on the account "Acme".', expect.not.stringContaining("Acme"), "owner mentioned you on the account.",
    ]);
    // Nor by a row of one's own making.
    const { rows } = await office.trial.tryAs(hidden, `select app_public.notifications_text(r) as text from (
      select jsonb_populate_record(null::app_public.notifications, jsonb_build_object('organization_id', $1::text, 'user_id', $2::text,
        'kind', 'mention', 'object_type', 'account', 'object_id', $3::text, 'record_count', 1)) as r) r`,
      [office.tenant.organizationId, idOf(hidden), account]);
    expect(rows).toEqual([{ text: "Somebody mentioned you on the account." }]);
  });
});

describe("whose a record becomes", () => {
  const GIVEN: readonly (readonly [string, string, string, Record<string, unknown>])[] = [
    ["account", "accounts", "owner_id", { name: "x" }], ["account", "accounts", "account_manager_id", { name: "x" }],
    ["contact", "contacts", "owner_id", { last_name: "x" }], ["lead", "leads", "owner_id", { last_name: "x" }],
    ["deal", "deals", "owner_id", { title: "x" }], ["project", "projects", "owner_id", { name: "x" }],
    ["activity", "activities", "assigned_to_id", { subject: "x" }], ["task", "tasks", "assignee_id", { title: "x" }],
  ];

  it.each(GIVEN)("is told: %s (%s.%s)", async (object, table, column, columns) => {
    const [first, second] = [await office.person(ALL), await office.person([[object, "view", "all"]])];
    const id = await office.insert(table, { ...columns, [column]: idOf(first) });
    await office.run(`update app_public.${table} set ${column} = $2 where id = $1`, [id, idOf(second)]);
    // Once, also when it goes back and forth in one transaction.
    await office.run(`update app_public.${table} set ${column} = $2 where id = $1`, [id, idOf(second)]);
    const rows = await office.past("select user_id, kind, object_type, object_id, actor_id from app_public.notifications where object_id = $1 order by created_at", [id]);
    const told = { kind: "assignment", object_type: object, object_id: id, actor_id: idOf(office.owner) };
    expect(rows).toEqual([{ ...told, user_id: idOf(first) }, { ...told, user_id: idOf(second) }]);
    expect((await office.told(second))[0]?.text).toBe(`owner gave you the ${object} "x".`);
  });

  it("is not told to who takes it, nor by imports, nor when nothing changes", async () => {
    const id = await office.insert("leads", { last_name: "Mine" });
    await office.run("update app_public.leads set owner_id = null where id = $1", [id]);
    await office.run("update app_public.leads set owner_id = $2 where id = $1", [id, idOf(office.owner)]);
    const importer: Actor = { ...office.owner, role: "rowhouse_importer" };
    await office.run("insert into app_public.leads (last_name, owner_id) select 'Import ' || n, $1 from generate_series(1, 100) n", [idOf(office.manager)], importer);
    await office.run("update app_public.leads set owner_id = $2 where id = $1", [id, idOf(office.manager)], importer);
    const other = await office.insert("leads", { last_name: "Theirs", owner_id: idOf(office.manager) });
    await office.run("update app_public.leads set company = 'x' where id = $1", [other]);
    expect(await office.past("select object_id from app_public.notifications where user_id = $1", [idOf(office.manager)]))
      .toEqual([{ object_id: other }]);
  });

  it("is told as one when it is many", async () => {
    const reader = await office.person([["deal", "view", "all"]]);
    for (const count of [20, 21]) {
      await office.run("insert into app_public.deals (title, owner_id) select 'Many ' || n, $1 from generate_series(1, $2::integer) n", [idOf(reader), count]);
    }
    const told = await office.told(reader);
    expect(told).toHaveLength(21);
    expect(told[20]).toEqual({ kind: "assignment", object_type: "deal", object_id: null, text: "owner gave you 21 deals." });
    const blind = await office.person([["lead", "view", "all"]]);
    await office.run("insert into app_public.deals (title, owner_id) select 'Many ' || n, $1 from generate_series(1, 30) n", [idOf(blind)]);
    expect(await office.told(blind)).toEqual([]);
  });
});

describe("having read", () => {
  it("is one's own affair, and counts what can be seen", async () => {
    const reader = await office.person([["lead", "view", "own"], ["comment", "view", "all"]]);
    const mine = await office.insert("leads", { last_name: "Mine", owner_id: idOf(reader) });
    await notify(reader, "mention", "lead", mine);
    await notify(reader, "mention", "lead", await office.insert("leads", { last_name: "Not mine" }));
    const count = async (actor = reader) =>
      (await office.trial.tryAs(actor, "select app_public.unread_notification_count() as n")).rows[0]?.["n"];
    expect(await count()).toBe(2);
    const all = await office.past("select id from app_public.notifications where user_id = $1", [idOf(reader)]);
    const ids = all.map(({ id }) => id);
    await office.run("select app_public.mark_notifications_read($1)", [ids], office.viewer);
    expect(await count()).toBe(2);
    const { rows } = await office.trial.tryAs(reader, "select * from app_public.mark_notifications_read($1)", [[ids[0], randomId()]]);
    expect(rows).toHaveLength(1);
    const marked = await commitAs(office.database, reader, "select app_public.mark_all_notifications_read() as n");
    expect([marked.rows, await count()]).toEqual([[{ n: 2 }], 0]);
    expect((await office.past("select count(*)::integer as n from app_public.notifications where user_id = $1 and read_at is null", [idOf(reader)]))[0]).toEqual({ n: 1 });
  });

  it.each([
    ["insert into app_public.notifications (user_id, kind, key) values (app_hidden.current_user_id(), 'mention', 'x')", "42501"],
    ["delete from app_public.notifications", "42501"],
    ["update app_public.notifications set user_id = app_hidden.current_user_id()", "42501"],
    ["update app_public.notifications set read_at = 'infinity'", "23514"],
    ["select app_public.mark_notifications_read(array_fill(app_hidden.uuid_v7(), array[1001]))", "RH400"],
  ])("is all that a reader may do: %s", async (text, code) => {
    const reader = await office.person(ALL);
    await notify(reader, "export_ready", null, null);
    expect((await office.trial.tryAs(reader, text)).code).toBe(code);
  });

  it("ends after some time", async () => {
    const reader = await office.person(ALL);
    for (const key of ["read long ago", "read", "old", "new"]) await notify(reader, "export_ready", null, null, key);
    await office.past(`update app_public.notifications set read_at = case key when 'read long ago' then now() - interval '91 days'
      when 'read' then now() end, created_at = case key when 'old' then now() - interval '366 days' else created_at end where user_id = $1`, [idOf(reader)]);
    await office.past("select app_private.clean_up()");
    expect((await office.past("select key from app_public.notifications where user_id = $1 order by 1", [idOf(reader)])).map(({ key }) => key))
      .toEqual(["new", "read"]);
  });
});
