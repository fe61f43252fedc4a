import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { commitAs } from "../support/tenants.ts";
import { openLeadWorld } from "./world.ts";
import type { Conversion, LeadWorld, Row } from "./world.ts";

const UNDO = "select * from app_public.undo_lead_conversion($1)";

let world: LeadWorld;
let tag: string;

beforeAll(async () => {
  world = await openLeadWorld();
  tag = await world.insert("tags", { name: "hot" });
  // A custom field of each, so that conversions copy them too.
  for (const object of ["lead", "account", "contact", "deal"]) {
    await world.insert("custom_field_definitions", { object, key: "tier", label: "Tier", type: "text" });
  }
}, 60_000);

afterAll(() => world?.end());

/** A lead with something of each kind on it. */
async function busyLead(columns: Row = {}): Promise<string> {
  const lead = await world.lead({
    street: "1 Way", city: "Town", phone: "1234567", annual_revenue: "12.50", company_size: 3,
    industry: "Oil", website: "oil.test/x", custom_data: { tier: "gold", free: [1.50, null] }, ...columns,
  });
  await world.insert("taggings", { tag_id: tag, lead_id: lead });
  for (const subject of ["one", "two"]) await world.insert("activities", { subject, lead_id: lead });
  await world.insert("communications", { type: "call", lead_id: lead, email_to: ["a@b.test"] });
  await world.insert("notes", { content: "n", lead_id: lead });
  await world.insert("attachments", { file_name: "f", byte_size: 1, lead_id: lead });
  return lead;
}

/** Lets time pass, so that a time of change that is not given back is found. */
async function agesAgo(): Promise<void> {
  for (const table of ["leads", "accounts", "contacts", "activities", "communications", "notes", "attachments", "tags"]) {
    await world.sql(`alter table app_public.${table} disable trigger user`);
    await world.sql(`update app_public.${table} set updated_at = '2020-01-02 03:04:05.678901Z', updated_by = null`);
    await world.sql(`alter table app_public.${table} enable trigger user`);
  }
}

describe("an undone conversion", () => {
  it("leaves every byte of every table as it was, of what was made", async () => {
    const lead = await busyLead();
    await agesAgo();
    const before = await world.everything();
    const conversion = await world.convert(lead);
    const between = await world.everything();
    const changed = Object.keys(before).filter((table) => String(before[table]) !== String(between[table]));
    expect(changed.sort()).toEqual([
      "accounts", "activities", "attachments", "communications", "contacts", "deal_stage_history",
      "deals", "leads", "notes", "taggings", "tags",
    ]);
    expect(await world.read("deals", conversion.deal_id)).toMatchObject({ custom_data: { tier: "gold" } });
    await world.undo(lead);
    expect(await world.everything()).toEqual(before);
    expect(await world.sql("select from app_hidden.undo_entries")).toEqual([]);
    expect(await world.read("lead_conversions", conversion.id)).toMatchObject({
      account_id: null, contact_id: null, deal_id: null, undone_by: world.owner.userId,
      undone_at: expect.any(Date),
    });
  });

  it("leaves every byte of every table as it was, of what was linked to and filled in", async () => {
    const account = await world.insert("accounts", { name: "Linked", custom_data: { odd: 1.10 } });
    const contact = await world.insert("contacts", { last_name: "Lead", email: "linked@linked.test" });
    const lead = await busyLead({ company: "Linked", email: "linked@linked.test" });
    await agesAgo();
    const before = await world.everything();
    expect(await world.convert(lead)).toMatchObject({ account_id: account, contact_id: contact });
    expect(await world.read("accounts", account)).toMatchObject({
      currency: "USD", annual_revenue: "12.50", custom_data: { odd: 1.1, tier: "gold" },
    });
    await world.undo(lead);
    expect(await world.everything()).toEqual(before);
  });

  it("can be followed by another one", async () => {
    const lead = await busyLead();
    const first = await world.convert(lead);
    await world.undo(lead);
    const second = await world.convert(lead);
    expect(second.account_id).not.toBe(first.account_id);
    await world.undo(lead);
    expect(await world.tryUndo(lead)).toMatchObject({ code: "RH409", message: "This lead is not converted." });
  });

  it("keeps what was changed since in other fields, and what was pointed elsewhere", async () => {
    const account = await world.insert("accounts", { name: "Kept" });
    const other = await world.insert("accounts", { name: "Elsewhere" });
    const lead = await busyLead({ company: "Kept" });
    await world.convert(lead);
    const [moved] = await world.sql("select id from app_public.activities where lead_id = $1 and subject = 'one'", [lead]);
    await world.runAs(world.owner, "update app_public.accounts set description = 'New' where id = $1", [account]);
    await world.runAs(world.owner, "update app_public.leads set description = 'New' where id = $1", [lead]);
    await world.runAs(world.owner, "update app_public.activities set account_id = $2, outcome = 'Done' where id = $1", [moved?.["id"], other]);
    await world.runAs(world.owner, "update app_public.notes set content = 'Edited' where contact_id is not null");
    await world.sql("update app_public.leads set score = 77 where id = $1", [lead]);
    await agesAgo();
    await world.undo(lead);
    expect(await world.read("accounts", account)).toMatchObject({ description: "New", website: null });
    expect(await world.read("leads", lead)).toMatchObject({
      description: "New", status: "new", converted_at: null, converted_account_id: null, score: 77,
    });
    expect(await world.read("activities", moved?.["id"] as string)).toMatchObject({
      account_id: other, contact_id: null, deal_id: null, outcome: "Done",
    });
    const notes = await world.sql("select content, contact_id from app_public.notes where lead_id = $1", [lead]);
    expect(notes).toEqual([{ content: "Edited", contact_id: null }]);
    // An edit like another, since the record is no longer what it was before the conversion.
    expect((await world.read("leads", lead))["updated_at"]).not.toEqual(new Date("2020-01-02T03:04:05.678Z"));
  });
});

describe("an undo that would lose an edit made since", () => {
  let lead: string;
  let conversion: Conversion;
  let account: string;

  beforeEach(async () => {
    const name = `Later ${Math.random()}`;
    account = await world.insert("accounts", { name });
    lead = await busyLead({ company: name });
    conversion = await world.convert(lead);
  });

  const run = (text: string, ...values: unknown[]) => world.runAs(world.owner, text, values);

  it.each<[string, string, (c: Conversion) => Promise<unknown>]>([
    ["a field of the contact", "contact has been changed", (c) => run("update app_public.contacts set job_title = 'x' where id = $1", c.contact_id)],
    ["a date of the contact", "contact has been changed", (c) => run("update app_public.contacts set birthday = '1980-01-01' where id = $1", c.contact_id)],
    ["a custom field of the deal", "deal has been changed", (c) => run("update app_public.deals set custom_data = '{\"x\": 1}' where id = $1", c.deal_id)],
    ["the deal's stage", "deal has been changed", (c) => run("select app_public.move_deal($1, $2)", c.deal_id, world.tenant.stages["Proposal"])],
    ["the deal's amount", "deal has been changed", (c) => run("update app_public.deals set amount = 5 where id = $1", c.deal_id)],
    ["the deal, deleted", "deal has been deleted", (c) => run("select app_public.delete_deal($1)", c.deal_id)],
    ["a filled field of the account", "account has been changed", () => run("update app_public.accounts set industry = 'Gas' where id = $1", account)],
    ["a line of the deal", "deal has got deal products", (c) => world.insert("deal_products", { deal_id: c.deal_id, description: "x", unit_price: 0 })],
    ["a team member", "deal has got deal team members", (c) => world.insert("deal_team_members", { deal_id: c.deal_id, user_id: world.owner.userId })],
    ["a tag", "deal has got tags", async (c) => world.insert("taggings", { deal_id: c.deal_id, tag_id: await world.insert("tags", { name: `t${Math.random()}` }) })],
    ["a tag taken away", "tag has been deleted", (c) => run("delete from app_public.taggings where deal_id = $1", c.deal_id)],
    ["a note", "contact has got notes", (c) => world.insert("notes", { contact_id: c.contact_id, content: "x" })],
    ["a file", "deal has got attachments", (c) => world.insert("attachments", { deal_id: c.deal_id, file_name: "x", byte_size: 1 })],
    ["an activity", "contact has got activities", (c) => world.insert("activities", { contact_id: c.contact_id, subject: "x" })],
    ["a task", "deal has got tasks", (c) => world.insert("tasks", { deal_id: c.deal_id, title: "x" })],
    ["a communication", "deal has got communications", (c) => world.insert("communications", { deal_id: c.deal_id, type: "sms" })],
    ["a deal with the contact", "contact has got deals", (c) => world.insert("deals", { primary_contact_id: c.contact_id, title: "x" })],
    ["a lead linked to the contact", "contact has got leads", async (c) => world.convert(await world.lead(), { contactId: c.contact_id })],
    ["what merging does: the contact in the bin, its references elsewhere", "has been (changed|deleted)", async (c) => {
      const winner = await world.insert("contacts", { last_name: "Winner" });
      await world.sql("update app_public.leads set converted_contact_id = $2 where id = $1", [c.lead_id, winner]);
      await world.sql("update app_public.lead_conversions set contact_id = $2 where id = $1", [c.id, winner]);
      await world.sql("update app_public.deals set primary_contact_id = $2 where id = $1", [c.deal_id, winner]);
      await world.sql("update app_public.contacts set deleted_at = now() where id = $1", [c.contact_id]);
    }],
  ])("is refused: %s", async (_, words, edit) => {
    await edit(conversion);
    const before = await world.everything();
    expect(await world.tryUndo(lead)).toMatchObject({
      code: "RH409", message: expect.stringMatching(new RegExp(`cannot be undone: the .*${words}`)),
    });
    expect(await world.everything()).toEqual(before);
    expect((await world.read("lead_conversions", conversion.id))["undone_at"]).toBeNull();
  });
});

describe("an undo after what loses nothing", () => {
  it("leaves a note and a file where they were put since", async () => {
    const lead = await busyLead();
    const [note, file] = [await world.insert("notes", { content: "moved", lead_id: lead }), await world.insert("attachments", { file_name: "moved", byte_size: 1, lead_id: lead })];
    const elsewhere = await world.insert("accounts", { name: "Elsewhere" });
    await world.convert(lead);
    for (const [table, id] of [["notes", note], ["attachments", file]]) {
      await world.runAs(world.owner, `update app_public.${table} set contact_id = null, account_id = $2 where id = $1`, [id, elsewhere]);
    }
    await world.undo(lead);
    for (const [table, id] of [["notes", note], ["attachments", file]] as const) {
      expect(await world.read(table, id)).toMatchObject({ account_id: elsewhere, contact_id: null, lead_id: null });
    }
  });

  it("does not mind what was done and undone with the contact: another conversion, a merge", async () => {
    const [first, second] = [await world.lead(), await world.lead()];
    const { contact_id } = await world.convert(first);
    await world.convert(second, { contactId: contact_id, createDeal: false });
    await world.undo(second);
    const loser = await world.insert("contacts", { last_name: "Loser" });
    const { id } = await world.runAs(world.owner, "select id from app_public.merge_records('contact', $1, array[$2::uuid])", [contact_id, loser]);
    await world.runAs(world.owner, "select app_public.undo_merge($1)", [id]);
    await world.undo(first);
    expect(await world.sql("select from app_public.contacts where id = $1", [contact_id])).toEqual([]);
    expect(await world.read("contacts", loser)).toMatchObject({ deleted_at: null });
  });

  it("comes before undoing a merge of leads, so that each has its own notes again", async () => {
    const [winner, loser] = [await busyLead(), await busyLead()];
    await agesAgo();
    const before = await world.sql("select id, lead_id, contact_id, updated_at from app_public.notes order by id");
    const { id } = await world.runAs(world.owner, "select id from app_public.merge_records('lead', $1, array[$2::uuid])", [winner, loser]);
    await world.convert(winner);
    expect(await world.tryAs(world.owner, "select app_public.undo_merge($1)", [id])).toMatchObject({ code: "RH409", message: expect.stringContaining("converted since") });
    await world.undo(winner);
    await world.runAs(world.owner, "select app_public.undo_merge($1)", [id]);
    expect(await world.sql("select id, lead_id, contact_id, updated_at from app_public.notes order by id")).toEqual(before);
  });
});

describe("an undo that comes too late", () => {
  it.each<[string, (lead: string) => Promise<unknown>]>([
    ["after the days of the recycle bin", () => world.sql("update app_hidden.undo_entries set created_at = now() - interval '31 days'")],
    ["after the nightly job", () => world.sql("update app_hidden.undo_entries set created_at = now() - interval '31 days'").then(() => world.sql("select app_private.remove_expired_undo_entries()"))],
  ])("is refused %s", async (_, pass) => {
    const lead = await world.lead();
    await world.convert(lead);
    await pass(lead);
    expect(await world.tryUndo(lead)).toMatchObject({ code: "RH409", message: "This can no longer be undone." });
  });

  it("is refused after the person was erased, of whom nothing is kept", async () => {
    const lead = await world.lead({ last_name: "Zwiebelfisch", description: "Knows z.other@erased.test" });
    const { contact_id } = await world.convert(lead);
    const kept = () => world.sql("select from app_hidden.undo_entries where concat(old_values, new_values) ~ 'Zwiebelfisch|z.other'");
    expect(await kept()).toHaveLength(1);
    await world.runAs(world.owner, "select app_public.erase_data_subject('contact', $1, 'Asked')", [contact_id]);
    expect(await kept()).toEqual([]);
    expect(await world.tryUndo(lead)).toMatchObject({ code: "RH409", message: "This can no longer be undone." });
  });

  it("is refused after somebody was erased whom the lead only mentions", async () => {
    const other = await world.insert("contacts", { last_name: "Other", email: "mentioned@erased.test" });
    const lead = await world.lead({ description: "Knows mentioned@erased.test" });
    await world.convert(lead);
    const { id } = await world.runAs(world.owner, "select id from app_public.erase_data_subject('contact', $1, 'Asked')", [other]);
    for (let more = true; more; ) {
      const [row] = await world.sql("select app_private.continue_erasure($1, $2) as more", [world.tenant.organizationId, id]);
      more = row?.["more"] as boolean;
    }
    expect(await world.sql("select from app_hidden.undo_entries where concat(old_values, new_values) ~ 'mentioned@'")).toEqual([]);
    expect(await world.tryUndo(lead)).toMatchObject({ code: "RH409" });
  });

  it("is refused for a lead that was converted before it was imported", async () => {
    const lead = await world.lead();
    await world.sql("update app_public.leads set status = 'converted', converted_at = now() where id = $1", [lead]);
    expect(await world.tryUndo(lead)).toMatchObject({ code: "RH409", message: expect.stringContaining("before it came here") });
    expect(await world.tryConvert(lead)).toMatchObject({ code: "RH409" });
  });
});

it("two who undo at once: one does, the other is told so", async () => {
  const lead = await busyLead();
  const before = await world.everything();
  await world.convert(lead);
  const both = await Promise.all([1, 2].map(() => commitAs(world.database, world.owner, UNDO, [lead])));
  expect(both.map(({ code }) => code ?? "").sort()).toEqual(["", "RH409"]);
  expect((await world.everything())["accounts"]).toEqual(before["accounts"]);
});
