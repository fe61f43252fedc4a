import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { openLeadWorld } from "./world.ts";
import type { LeadWorld } from "./world.ts";

let world: LeadWorld;

beforeAll(async () => {
  world = await openLeadWorld();
}, 60_000);

afterAll(() => world?.end());

describe("a lead that is converted", () => {
  it("becomes an account, a contact and a deal of its own owner", async () => {
    const member = world.tenant.users.member;
    const lead = await world.lead({
      salutation: "Dr", first_name: "Ada", last_name: "Byron", company: "Analytical Engines Ltd",
      email: "ada@engines.test", phone: "+44 20 1234567", mobile_phone: "+44 7700 900000",
      job_title: "Chief", website: "https://www.engines.test", industry: "Machines",
      annual_revenue: "1000.00", company_size: 12, street: "1 Mill Lane", city: "London",
      postal_code: "N1", country: "UK", source: "Web", description: "Wants a machine",
      owner_id: member,
    });
    const conversion = await world.convert(lead);
    expect(conversion).toMatchObject({
      lead_id: lead, is_account_created: true, is_contact_created: true, is_deal_created: true,
    });
    expect(await world.read("accounts", conversion.account_id)).toMatchObject({
      name: "Analytical Engines Ltd", website: "https://www.engines.test", industry: "Machines",
      annual_revenue: "1000.00", currency: "USD", company_size: 12, billing_street: "1 Mill Lane",
      billing_city: "London", billing_state: null, billing_postal_code: "N1", billing_country: "UK",
      source: "Web", owner_id: member, created_by: world.owner.userId, primary_phone: null,
    });
    expect(await world.read("contacts", conversion.contact_id)).toMatchObject({
      salutation: "Dr", first_name: "Ada", last_name: "Byron", email: "ada@engines.test",
      work_phone: "+44 20 1234567", mobile_phone: "+44 7700 900000", job_title: "Chief",
      mailing_street: "1 Mill Lane", mailing_city: "London", source: "Web",
      description: "Wants a machine", account_id: conversion.account_id, owner_id: member,
    });
    expect(await world.read("deals", conversion.deal_id)).toMatchObject({
      title: "Analytical Engines Ltd", account_id: conversion.account_id,
      primary_contact_id: conversion.contact_id, source_lead_id: lead, source: "Web",
      pipeline_id: world.tenant.pipelineId, stage_id: world.tenant.stages["Prospecting"],
      status: "new", amount: "0.00", currency: "USD", owner_id: member,
    });
    const converted = await world.read("leads", lead);
    expect(converted).toMatchObject({
      status: "converted", converted_account_id: conversion.account_id,
      converted_contact_id: conversion.contact_id, converted_deal_id: conversion.deal_id,
    });
    expect(converted["converted_at"]).toBeInstanceOf(Date);
  });
});

describe("what is there already", () => {
  it("is linked to: the account by its name, however it is written, the contact by its address", async () => {
    const account = await world.insert("accounts", { name: "Hooli" });
    const contact = await world.insert("contacts", {
      last_name: "Belson", email: "gavin@hooli.test", account_id: account,
    });
    const lead = await world.lead({
      first_name: "Gavin", last_name: "Belson", company: "HOOLI, Inc.", email: "Gavin+web@hooli.test",
    });
    expect(await world.preview(lead)).toMatchObject({
      account_id: account, account_match: "name", creates_account: false,
      contact_id: contact, contact_match: "email", creates_contact: false, creates_deal: true,
    });
    expect(await world.convert(lead)).toMatchObject({
      account_id: account, contact_id: contact,
      is_account_created: false, is_contact_created: false, is_deal_created: true,
    });
  });

  it.each([
    ["web site", { website: "http://pied.test/about" }, { company: "Other Name", email: null, website: "pied.test" }],
    ["address of the company", { primary_email: "info@ped.test" }, { company: null, email: "x@ped.test" }],
  ])("is found by the domain of its %s", async (_, columns, of) => {
    const account = await world.insert("accounts", { name: `Domain ${Math.random()}`, ...columns });
    expect(await world.preview(await world.lead(of))).toMatchObject({
      account_id: account, account_match: "domain",
    });
  });

  it.each([
    ["an address at a provider", { primary_email: "a@gmail.com" }, { email: "b@gmail.com" }],
    ["a page at a network", { website: "https://facebook.com/one" }, { website: "facebook.com/two" }],
  ])("is not found by %s", async (_, columns, of) => {
    await world.insert("accounts", { name: `Shared ${Math.random()}`, ...columns });
    expect(await world.preview(await world.lead(of))).toMatchObject({
      account_id: null, creates_account: true,
    });
  });

  it("is the account by name and domain, then by name, then by domain, and the oldest of several", async () => {
    const [domain, second, , both] = [
      await world.insert("accounts", { name: "Elsewhere", website: "initech.test" }),
      await world.insert("accounts", { name: "Initech" }),
      await world.insert("accounts", { name: "Initech GmbH" }),
      await world.insert("accounts", { name: "INITECH", website: "www.initech.test" }),
    ];
    const lead = await world.lead({ company: "Initech", email: "p@initech.test" });
    const found: unknown[] = [];
    for (const id of [both, second]) {
      found.push((await world.preview(lead))["account_id"]);
      await world.sql("update app_public.accounts set deleted_at = now() where id = $1", [id]);
    }
    await world.sql("update app_public.accounts set deleted_at = now() where name = 'Initech GmbH'");
    found.push((await world.preview(lead))["account_id"]);
    expect(found).toEqual([both, second, domain]);
  });

  it("is the contact's own account where the company's name leads to none", async () => {
    const account = await world.insert("accounts", { name: "International Business Machines" });
    await world.insert("contacts", { last_name: "Watson", email: "w@gmail.com", account_id: account });
    const lead = await world.lead({ company: "IBM", email: "w@gmail.com" });
    expect(await world.preview(lead)).toMatchObject({ account_id: account, account_match: "contact" });
  });

  it("is what the caller says, whatever else would be found", async () => {
    const account = await world.insert("accounts", { name: "Chosen" });
    const contact = await world.insert("contacts", { last_name: "Chosen" });
    await world.insert("accounts", { name: "Not Chosen" });
    const lead = await world.lead({ company: "Not Chosen" });
    const given = { accountId: account, contactId: contact };
    expect(await world.preview(lead, given)).toMatchObject({
      account_id: account, account_match: "given", contact_id: contact, contact_match: "given",
    });
    const conversion = await world.convert(lead, given);
    expect(conversion).toMatchObject({ account_id: account, contact_id: contact });
    expect(await world.read("contacts", contact)).toMatchObject({ account_id: account });
  });

  it("gets only its empty fields filled in", async () => {
    const account = await world.insert("accounts", {
      name: "Umbrella", industry: "Pharma", billing_city: "Raccoon City", currency: "EUR",
    });
    const contact = await world.insert("contacts", {
      last_name: "Wesker", email: "al@umbrella.test", mobile_phone: "1", custom_data: { kept: 1 },
    });
    const lead = await world.lead({
      first_name: "Albert", last_name: "wesker", company: "Umbrella", email: "al@umbrella.test",
      phone: "2", mobile_phone: "3", industry: "Other", website: "umbrella.test",
      street: "1 Lab", city: "Elsewhere", annual_revenue: "5", company_size: 7,
    });
    const conversion = await world.convert(lead);
    expect(await world.read("accounts", account)).toMatchObject({
      name: "Umbrella", industry: "Pharma", website: "umbrella.test", company_size: 7,
      // Of another address, and of another currency.
      billing_city: "Raccoon City", billing_street: null, annual_revenue: null,
    });
    expect(await world.read("contacts", contact)).toMatchObject({
      first_name: "Albert", last_name: "Wesker", mobile_phone: "1", work_phone: "2",
      mailing_street: "1 Lab", mailing_city: "Elsewhere", account_id: account,
      custom_data: { kept: 1 },
    });
    const [told] = await world.sql(
      "select filled_fields from app_hidden.conversion_details where conversion_id = $1",
      [conversion.id],
    );
    expect(told?.["filled_fields"]).toEqual([
      "account.company_size", "account.website", "contact.account_id", "contact.first_name",
      "contact.mailing_city", "contact.mailing_street", "contact.work_phone",
    ]);
  });

  it("keeps its first name where the lead has another last name, and its address where it is taken", async () => {
    const contact = await world.insert("contacts", { last_name: "Reception" });
    await world.insert("contacts", { last_name: "Owner", email: "taken@x.test" });
    const lead = await world.lead({ first_name: "Rita", last_name: "Other", email: "taken@x.test" });
    await world.convert(lead, { contactId: contact });
    expect(await world.read("contacts", contact)).toMatchObject({ first_name: null, email: null });
  });
});

describe("what is made", () => {
  it("is no account and no deal where none is wanted", async () => {
    const conversion = await world.convert(await world.lead(), { createAccount: false, createDeal: false });
    expect(conversion).toMatchObject({ account_id: null, deal_id: null, is_contact_created: true });
    expect(await world.read("contacts", conversion.contact_id)).toMatchObject({ account_id: null });
  });

  it("is no account for a person without a company", async () => {
    const lead = await world.lead({ company: null, first_name: "Cher", last_name: null, email: "cher@gmail.com" });
    const conversion = await world.convert(lead);
    expect(conversion.account_id).toBeNull();
    expect(await world.read("contacts", conversion.contact_id)).toMatchObject({
      first_name: null, last_name: "Cher",
    });
    expect(await world.read("deals", conversion.deal_id)).toMatchObject({ title: "Cher" });
  });

  it("is a deal as the caller says, by the rules of deals", async () => {
    const conversion = await world.convert(await world.lead(), {
      deal: {
        title: "Big one", amount: "1234.5", currency: "JPY", expected_close_date: "2030-01-31",
        stage_id: world.tenant.stages["Proposal"], competitors: ["A", "B"], next_step: null,
        custom_data: { any: 1 },
      },
    });
    expect(await world.read("deals", conversion.deal_id)).toMatchObject({
      title: "Big one", amount: "1235", currency: "JPY", status: "in_progress", probability: 50,
      stage_id: world.tenant.stages["Proposal"], competitors: ["A", "B"], custom_data: { any: 1 },
    });
  });

  it.each([
    ["no such column", { status: "won" }, "RH400", "status"],
    ["a number of its own", { deal_number: "D-1" }, "RH400", "deal_number"],
    ["no such stage", { stage_id: "00000000-0000-4000-8000-000000000001" }, "RH400", "stage_id"],
    ["no such pipeline", { pipeline_id: "00000000-0000-4000-8000-000000000001" }, "RH400", "pipeline_id"],
    ["no such member", { owner_id: "00000000-0000-4000-8000-000000000001" }, "RH400", "owner_id"],
    ["a discount above the amount", { discount: "1" }, "23514", ""],
    ["a lost stage without a reason", { stage: "Closed Lost" }, "23514", ""],
    ["no number", { amount: "much" }, "22P02", ""],
  ])("is nothing at all when the deal has %s", async (_, given, code, field) => {
    const { stage, ...deal } = given as Record<string, string>;
    if (stage) deal["stage_id"] = world.tenant.stages[stage] as string;
    const lead = await world.lead();
    const before = await world.everything();
    const outcome = await world.tryConvert(lead, { deal });
    expect([outcome.code, outcome.detail ?? ""]).toEqual([code, expect.stringContaining(field)]);
    expect(await world.everything()).toEqual(before);
  });

  it("belongs to the caller where the lead's owner has left or there is none", async () => {
    const left = world.tenant.users.viewer;
    const ownerless = await world.lead({ owner_id: null });
    const orphan = await world.lead();
    await world.sql("update app_public.leads set owner_id = $2 where id = $1", [orphan, left]);
    await world.sql("update app_public.memberships set is_active = false where user_id = $1", [left]);
    for (const lead of [ownerless, orphan]) {
      const conversion = await world.convert(lead);
      for (const [table, id] of [["accounts", conversion.account_id], ["contacts", conversion.contact_id], ["deals", conversion.deal_id]] as const) {
        expect(await world.read(table, id)).toMatchObject({ owner_id: world.owner.userId });
      }
    }
    await world.sql("update app_public.memberships set is_active = true where user_id = $1", [left]);
  });

  it("has the lead's tags, and what was done and said is on it too", async () => {
    const lead = await world.lead();
    const other = await world.insert("accounts", { name: "Another altogether" });
    const tag = await world.insert("tags", { name: "hot" });
    await world.insert("taggings", { tag_id: tag, lead_id: lead });
    const call = await world.insert("activities", { subject: "Call", lead_id: lead });
    const elsewhere = await world.insert("activities", { subject: "x", lead_id: lead, account_id: other });
    const mail = await world.insert("communications", { type: "email", lead_id: lead });
    const note = await world.insert("notes", { content: "Nice", lead_id: lead });
    const file = await world.insert("attachments", { file_name: "a", byte_size: 1, lead_id: lead });
    const { account_id, contact_id, deal_id } = await world.convert(lead);
    const all = { lead_id: lead, account_id, contact_id, deal_id };
    expect(await world.read("activities", call)).toMatchObject(all);
    expect(await world.read("activities", elsewhere)).toMatchObject({ ...all, account_id: other });
    expect(await world.read("communications", mail)).toMatchObject(all);
    for (const [table, id] of [["notes", note], ["attachments", file]] as const) {
      expect(await world.read(table, id)).toMatchObject({ lead_id: null, contact_id });
    }
    expect(await world.read("tags", tag)).toMatchObject({ usage_count: 4 });
  });

  it("leaves what was said where its readers are when it is linked to somebody else's records", async () => {
    const member = world.tenant.users.member;
    const account = await world.insert("accounts", { name: "Boss's Own" });
    const lead = await world.lead({ company: "Boss's Own", owner_id: member });
    const mail = await world.insert("communications", { type: "email", lead_id: lead });
    const { contact_id, deal_id } = await world.convert(lead);
    expect(await world.read("communications", mail)).toMatchObject({ account_id: null, contact_id, deal_id });
    expect(account).toBeTruthy();
  });
});

describe("a lead that cannot be converted", () => {
  it.each([
    ["disqualified", { status: "disqualified", disqualified_reason: "Spam" }, "RH409", "disqualified"],
    ["without a person's name", { first_name: " ", last_name: null }, "RH400", "name"],
    ["without company and address", { company: " ", email: null }, "RH400", "company"],
  ])("is one %s", async (_, columns, code, words) => {
    const lead = await world.lead(columns);
    for (const outcome of [
      await world.tryConvert(lead),
      await world.preview(lead).then(() => ({ code: "", message: "" }), (error: Error) => ({
        code: error.message.slice(0, 5), message: error.message,
      })),
    ]) {
      expect([outcome.code, outcome.message]).toEqual([code, expect.stringContaining(words)]);
    }
  });

  it("is one that was erased, that is deleted, and that there is not", async () => {
    const erased = await world.lead({ company: "Kept out" });
    await world.sql("select app_private.erase_people($1, '{}', $2)", [world.tenant.organizationId, [erased]]);
    expect(await world.tryConvert(erased)).toMatchObject({ code: "RH409", message: expect.stringContaining("erased") });
    const deleted = await world.lead();
    await world.sql("update app_public.leads set deleted_at = now() where id = $1", [deleted]);
    for (const id of [deleted, "00000000-0000-4000-8000-000000000001"]) {
      expect(await world.tryConvert(id)).toMatchObject({ code: "RH404", message: "No such lead." });
    }
  });

  it("is one that is converted, which says into what", async () => {
    const lead = await world.lead({ first_name: "Ann", last_name: "Twice", company: "Twice Ltd" });
    await world.convert(lead);
    expect(await world.tryConvert(lead)).toMatchObject({
      code: "RH409",
      message: 'This lead is converted already, into the account "Twice Ltd" and the contact "Ann Twice" and the deal "Twice Ltd".',
    });
  });

  it("is one linked to what was erased, or to nothing", async () => {
    const contact = await world.insert("contacts", { last_name: "Gone" });
    await world.sql("select app_private.erase_people($1, $2, '{}')", [world.tenant.organizationId, [contact]]);
    const lead = await world.lead();
    expect(await world.tryConvert(lead, { contactId: contact })).toMatchObject({ code: "RH409" });
    const nothing = "00000000-0000-4000-8000-000000000001";
    expect(await world.tryConvert(lead, { accountId: nothing })).toMatchObject({
      code: "RH404", detail: expect.stringContaining("account_id"),
    });
    expect(await world.tryConvert(lead, { contactId: nothing })).toMatchObject({ code: "RH404" });
    expect(await world.tryConvert(lead, { createDeal: false, deal: { title: "x" } })).toMatchObject({ code: "RH400" });
  });
});

describe("an idempotency key", () => {
  it("gets the same answer again, and is good for one conversion only", async () => {
    const [lead, other] = [await world.lead(), await world.lead()];
    const first = await world.convert(lead, { key: "k1" });
    expect(await world.convert(lead, { key: "k1" })).toEqual(first);
    const misused = [
      await world.tryConvert(other, { key: "k1" }),
      await world.tryConvert(lead, { key: "k1", createDeal: false }),
      await world.tryConvert(lead, { key: "k2" }),
      await world.tryConvert(lead),
    ];
    expect(misused.map(({ code }) => code)).toEqual(["RH409", "RH409", "RH409", "RH409"]);
    await world.undo(lead);
    expect(await world.tryConvert(lead, { key: "k1" })).toMatchObject({
      code: "RH409", message: expect.stringContaining("undone"),
    });
    expect((await world.convert(lead, { key: "k3" })).id).not.toBe(first.id);
    for (const key of ["", "x".repeat(256)]) {
      expect(await world.tryConvert(other, { key })).toMatchObject({ code: "RH400" });
    }
  });
});
