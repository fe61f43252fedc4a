import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { commitAs } from "../support/tenants.ts";
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

const past = (text: string, values: unknown[] = []) =>
  asSuperuser(world.database, (client) => client.query<Record<string, unknown>>(text, values));
const typesOf = async (id: string) => (await events(id)).map(({ event_type }) => event_type);
const shown = async (objectType: string, objectId: string): Promise<string[]> => {
  const { timeline } = await world.clients.owner.ask(TIMELINE, { objectType, objectId });
  return timeline.edges.map(({ node }: { node: { eventType: string } }) => node.eventType).toSorted();
};
const convert = async (lead: string) =>
  (await run("select * from app_hidden.convert_lead($1, true, true, null, null, null, null)", [lead])) as Record<string, string>;

describe("a conversion", () => {
  it("is told on lead, account, contact and deal, which gather what happened to the lead before", async () => {
    const lead = await insert("leads", { company: "Corp", last_name: "Ray", email: "ray@corp.test" });
    await insert("notes", { content: "before", lead_id: lead });
    const made = await convert(lead);
    const [account, contact, deal] = [made["account_id"]!, made["contact_id"]!, made["deal_id"]!];
    expect(await shown("lead", lead)).toEqual(["LEAD_CONVERTED", "NOTE"]);
    for (const [object, id] of [["account", account], ["contact", contact], ["deal", deal]] as const) {
      expect([object, await shown(object, id)]).toEqual([object, ["LEAD_CONVERTED", "NOTE"]]);
    }
    await insert("comments", { body: "after", lead_id: lead });
    expect(await shown("contact", contact)).toEqual(["COMMENT", "LEAD_CONVERTED", "NOTE"]);
    const told = (await events(lead)).find(({ event_type, object_type }) => event_type === "lead_converted" && object_type === "lead");
    expect(told?.data).toEqual({ after: {
      status: "converted", converted_account_id: account, converted_contact_id: contact, converted_deal_id: deal } });
  });

  it("that is undone leaves the lead its events, and nothing of what was made", async () => {
    const lead = await insert("leads", { company: "Undone", last_name: "Bo", email: "bo@undone.test" });
    await insert("notes", { content: "before", lead_id: lead });
    const before = await events(lead);
    const made = await convert(lead);
    await run("select app_public.undo_lead_conversion($1)", [lead]);
    for (const gone of [made["account_id"]!, made["contact_id"]!, made["deal_id"]!]) expect(await events(gone)).toEqual([]);
    const after = await events(lead);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length)).toMatchObject([
      { event_type: "lead_converted", object_type: "lead" }, { event_type: "system", data: { action: "undo_conversion" } }]);
  });
});

describe("a merge", () => {
  it("brings the events along and is told itself; its undo gives them back exactly", async () => {
    const winner = await insert("accounts", { name: "Winner" });
    const losers = [await insert("accounts", { name: "Loser 1" }), await insert("accounts", { name: "Loser 2" })];
    for (const account of [winner, ...losers]) {
      const contact = await insert("contacts", { last_name: "Ray", account_id: account });
      await insert("notes", { content: "on it", account_id: account });
      await insert("notes", { content: "below", contact_id: contact });
      await run("update app_public.contacts set job_title = 'x' where id = $1", [contact]);
    }
    const read = async () => (await past("select * from app_public.timeline_events where event_type <> 'system' order by occurred_at, id")).rows;
    const before = await read();
    const merge = (await run("select (app_public.merge_records('account', $1, $2)).id", [winner, losers]))["id"];
    expect(await typesOf(losers[0]!)).toEqual([]);
    expect((await shown("account", winner)).toSorted()).toEqual([
      ...Array.from({ length: 3 }, () => "FIELD_UPDATED"), ...Array.from({ length: 6 }, () => "NOTE"), "SYSTEM"]);
    // Rows that moved are no edits of theirs.
    expect(await read()).toHaveLength(before.length);
    await run("select app_public.undo_merge($1)", [merge]);
    expect(await read()).toEqual(before);
    expect((await events(winner)).filter(({ event_type }) => event_type === "system").map(({ data }) => data["action"])).toEqual(["merge", "unmerge"]);
  });

  it("of what was merged before can be undone one after the other", async () => {
    const [a, b, c] = [await insert("leads", { company: "A" }), await insert("leads", { company: "B" }), await insert("leads", { company: "C" })];
    await insert("notes", { content: "of a", lead_id: a });
    const merge = async (winner: string, loser: string) =>
      (await run("select (app_public.merge_records('lead', $1, array[$2::uuid])).id", [winner, loser]))["id"];
    const note = async () => (await past("select object_id, lead_id, moved_from from app_public.timeline_events where event_type = 'note' and $1 = any (moved_from || lead_id)", [a])).rows[0];
    const [first, second] = [await merge(b, a), await merge(c, b)];
    expect(await note()).toEqual({ object_id: c, lead_id: c, moved_from: [a, b] });
    await run("select app_public.undo_merge($1)", [second]);
    expect(await note()).toEqual({ object_id: b, lead_id: b, moved_from: [a] });
    await run("select app_public.undo_merge($1)", [first]);
    expect(await note()).toEqual({ object_id: a, lead_id: a, moved_from: [] });
  });

  it("is followed by what was written in its moment", async () => {
    const [winner, loser] = [await insert("leads", { company: "W" }), await insert("leads", { company: "L" })];
    await run("select app_public.merge_records('lead', $1, array[$2::uuid])", [winner, loser]);
    await past(`insert into app_public.timeline_events (organization_id, event_type, object_type, object_id, lead_id, actor_type, data)
      values ($1, 'custom', 'lead', $2, $2, 'system', '{"summary": "late"}')`, [world.tenant.organizationId, loser]);
    await past("select app_private.follow_merges()");
    expect(await typesOf(loser)).toEqual([]);
    expect(await typesOf(winner)).toEqual(["system", "custom"]);
  });
});

describe("what is removed for good", () => {
  it.each([["contacts", { last_name: "Ray" }, "contact_id"], ["leads", { company: "L" }, "lead_id"], ["deals", { title: "D" }, "deal_id"]])(
    "takes the events of %s along", async (table, columns, reference) => {
      const id = await insert(table, columns);
      await insert("notes", { content: "x", [reference]: id });
      for (let round = 0; round < 2; round++) await past(`delete from app_public.${table} where id = $1`, [id]);
      expect(await events(id)).toEqual([]);
    });

  it("as a note takes its own and leaves the others of its record", async () => {
    const lead = await insert("leads", { company: "L" });
    const [note] = [await insert("notes", { content: "x", lead_id: lead }), await insert("notes", { content: "y", lead_id: lead })];
    for (let round = 0; round < 2; round++) await past("delete from app_public.notes where id = $1", [note]);
    expect(await events(lead)).toHaveLength(1);
  });
});

describe("somebody who is erased", () => {
  it("is in no event any more, at once and after the job, nor does the erasing tell of it", async () => {
    const contact = await insert("contacts", { last_name: "Kowalski", first_name: "Jan", email: "jan.k@mail.test", mobile_phone: "+48 123 456 789" });
    const account = await insert("accounts", { name: "Acme", description: "Ask jan.k@mail.test" });
    await run("update app_public.contacts set last_name = 'Nowak', job_title = 'Baker' where id = $1", [contact]);
    await run("update app_public.accounts set description = 'Write to jan.k@mail.test, soon' where id = $1", [account]);
    await run("select app_public.create_timeline_event('contact', $1, 'Jan opened it', '{\"to\": \"jan.k@mail.test\"}')", [contact]);
    await run("select app_public.create_timeline_event('account', $1, 'Sent to jan.k@mail.test')", [account]);
    const request = (await run("select (app_public.erase_data_subject('contact', $1, 'asked')).id", [contact]))["id"];
    const own = (await events(contact)).map(({ event_type, data }) => [event_type, data]);
    expect(own).toEqual([
      ["field_updated", { before: { last_name: "erased" }, after: { last_name: "erased", job_title: "erased" } }],
      ["custom", { summary: "erased" }],
    ]);
    for (let more: unknown = true; more; ) {
      more = (await past("select app_private.continue_erasure($1, $2) as more", [world.tenant.organizationId, request])).rows[0]?.["more"];
    }
    const { rows } = await past("select count(*)::int as found from app_public.timeline_events where data::text ~* 'jan\\.k|kowalski|nowak'");
    expect(rows).toEqual([{ found: 0 }]);
    expect(await typesOf(account)).toEqual(["field_updated", "custom"]);
  });

  it("is exported with the events about them, as the reader may see them", async () => {
    const contact = await insert("contacts", { last_name: "Exported" });
    await insert("notes", { content: "x", contact_id: contact });
    const document = (await run("select app_hidden.subject_document('contact', $1) as document", [contact]))["document"] as Record<string, unknown[]>;
    expect(document["timeline_events"]).toMatchObject([{ event_type: "note", contact_id: contact }]);
  });
});

describe("months", () => {
  it("follow each other without a gap, however they are added, split off or taken off", async () => {
    const bounds = async () => (await past(`
      select c.relname, pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'app_public.timeline_events'::regclass`)).rows;
    const lead = await insert("leads", { company: "Old" });
    const owner = world.tenant.actor("owner");
    for (const day of ["2020-05-05", "2020-06-05"]) {
      await commitAs(world.database, owner, "insert into app_public.communications (type, lead_id, occurred_at) values ('email', $1, $2)", [lead, day]);
    }
    const tables = async () => (await past("select tableoid::regclass::text as name from app_public.timeline_events where lead_id = $1 order by occurred_at", [lead])).rows.map(({ name }) => name);
    expect(await tables()).toEqual(["app_private.timeline_events_earlier", "app_private.timeline_events_earlier"]);
    const asOwner = (text: string) => asSuperuser(world.database, async (client) => {
      await client.query("set role rowhouse_owner");
      return client.query<Record<string, unknown>>(text);
    });
    await asOwner("select app_private.split_timeline_months('2020-06-15')");
    expect(await tables()).toEqual(["app_private.timeline_events_earlier", "app_private.timeline_events_2020_06"]);
    await asOwner("select app_private.add_partitions(4)");
    expect((await asOwner("select app_private.detach_timeline_partitions('2020-07-01') as name")).rows).toEqual([
      { name: "app_private.timeline_events_2020_06" }, { name: "app_private.timeline_events_until_2020_06" }]);
    expect(await tables()).toEqual([]);
    // What comes for such a month again has a place.
    await commitAs(world.database, owner, "insert into app_public.communications (type, lead_id, occurred_at) values ('call', $1, '2020-06-05'), ('call', $1, '2200-01-01')", [lead]);
    expect(await tables()).toEqual(["app_private.timeline_events_earlier", "app_private.timeline_events_later"]);
    await expect(asOwner("select app_private.detach_timeline_partitions('infinity')")).rejects.toMatchObject({ code: "RH400" });
    const all = await bounds();
    expect(all.length).toBeGreaterThan(70);
    for (const { relname } of all) {
      await expect(asOwner(`truncate app_private.${String(relname)}`)).rejects.toMatchObject({ code: "RH403" });
    }
  });
});
