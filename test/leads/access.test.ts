import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { addMember, makeRole, makeTenant } from "../support/tenants.ts";
import { openLeadWorld } from "./world.ts";
import type { LeadWorld, Row } from "./world.ts";

let world: LeadWorld;

beforeAll(async () => {
  world = await openLeadWorld();
}, 60_000);

afterAll(() => world?.end());

const OBJECTS = ["account", "contact", "lead", "deal"];
const EVERYTHING = [
  ...OBJECTS.flatMap((object) => ["view", "create", "edit"].map((action) => [object, action, "all"] as const)),
  ["lead", "convert", "all"] as const,
  ["pipeline", "view", "all"] as const,
];

/** Somebody in a role that may do all of this but what is left out, with restricted fields. */
async function someone(without: string[] = [], fields: Row = {}): Promise<Actor> {
  const permissions = EVERYTHING.filter(([object, action]) => !without.includes(`${object} ${action}`));
  const { id, slug } = await makeRole(world.admin, world.tenant.organizationId, permissions);
  const userId = await addMember(world.admin, world.tenant.organizationId, slug);
  for (const [name, mode] of Object.entries(fields)) {
    const [object, ...field] = name.split(".");
    await world.admin.query("begin; set local role rowhouse_owner");
    await world.sql(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         values ($1, $2, $3, $4, $5)`,
      [world.tenant.organizationId, id, object, field.join("."), mode],
    );
    await world.admin.query("commit");
  }
  return { userId, organizationId: world.tenant.organizationId };
}

const member = () => world.tenant.actor("member");

describe("converting a lead", () => {
  it("takes the permission to convert this one", async () => {
    const lead = await world.lead();
    const stranger = await makeTenant(world.admin, "Other");
    const outcomes = [
      await world.tryConvert(lead, {}, world.tenant.actor("viewer")),
      await world.tryConvert(lead, {}, member()),
      await world.tryConvert(lead, {}, stranger.actor("owner")),
      await world.tryConvert(lead, {}, { userId: world.owner.userId }),
    ];
    expect(outcomes.map(({ code }) => code)).toEqual(["RH403", "RH404", "RH404", "RH404"]);
    await world.convert(lead);
    expect(await world.tryUndo(lead, world.tenant.actor("viewer"))).toMatchObject({ code: "RH403" });
    expect(await world.tryUndo(lead, member())).toMatchObject({ code: "RH404" });
    expect(await world.tryUndo(lead, stranger.actor("owner"))).toMatchObject({ code: "RH404" });
  });

  it.each([
    ["account create", "create_account", { createAccount: false }],
    ["deal create", "create_deal", { createDeal: false }],
    ["contact create", "contact_id", undefined],
    ["pipeline view", "pipeline", { createDeal: false }],
  ])("takes the permission of what it makes: %s", async (permission, named, instead) => {
    const actor = await someone([permission]);
    const lead = await world.lead();
    const refused = await world.tryConvert(lead, {}, actor);
    expect([refused.code, `${refused.message} ${refused.detail}`]).toEqual(["RH403", expect.stringContaining(named)]);
    await expect(world.preview(lead, {}, actor)).rejects.toThrow(/^RH403/);
    if (instead) expect(await world.convert(lead, instead, actor)).toBeTruthy();
  });

  it("neither finds nor tells of what the caller does not see", async () => {
    const account = await world.insert("accounts", { name: "Secret Ltd", website: "secret.test" });
    const contact = await world.insert("contacts", { last_name: "Secret", email: "s+1@secret.test", account_id: account });
    const lead = await world.lead({ company: "Secret Ltd", email: "s@secret.test" }, member());
    expect(await world.preview(lead, {}, member())).toMatchObject({ account_id: null, contact_id: null });
    for (const given of [{ accountId: account }, { contactId: contact }]) {
      expect(await world.tryConvert(lead, given, member())).toMatchObject({ code: "RH404" });
    }
    const conversion = await world.convert(lead, {}, member());
    expect(conversion).toMatchObject({ is_account_created: true, is_contact_created: true });
  });

  it("answers as createContact does where an unseen contact has the very address", async () => {
    await world.insert("contacts", { last_name: "Unseen", email: "same@unseen.test" });
    const lead = await world.lead({ email: "same@unseen.test" }, member());
    const taken = { code: "23505", constraint: "contacts_email_key" };
    expect(await world.tryConvert(lead, {}, member())).toMatchObject(taken);
    expect(
      await world.tryAs(member(), "insert into app_public.contacts (last_name, email) values ('x', 'same@unseen.test')"),
    ).toMatchObject(taken);
  });

  it("links to what the caller sees and may not edit, and fills nothing in", async () => {
    const actor = await someone(["account edit", "contact edit"]);
    const account = await world.insert("accounts", { name: "Readable" });
    const contact = await world.insert("contacts", { last_name: "Readable", email: "r@readable.test" });
    const lead = await world.lead({ company: "Readable", email: "r@readable.test", industry: "Oil", job_title: "x", website: "readable.test" });
    const before = await world.everything();
    expect(await world.convert(lead, {}, actor)).toMatchObject({ account_id: account, contact_id: contact });
    const after = await world.everything();
    expect([after["accounts"], after["contacts"]]).toEqual([before["accounts"], before["contacts"]]);
  });

  it("says into what only as far as the caller sees", async () => {
    const [blind, dim] = [await someone(["account view"]), await someone([], { "contact.last_name": "mask", "lead.converted_deal_id": "hidden" })];
    const lead = await world.lead({ first_name: "Vera", last_name: "Hush", company: "Hush Ltd" });
    await world.convert(lead);
    expect((await world.tryConvert(lead, {}, blind)).message).toBe(
      'This lead is converted already, into the contact "Vera Hush" and the deal "Hush Ltd".',
    );
    expect((await world.tryConvert(lead, {}, dim)).message).toBe(
      'This lead is converted already, into the account "Hush Ltd" and the contact "•••••".',
    );
  });
});

describe("field permissions", () => {
  it("are minded where records are looked for: by fields that the caller sees, on both sides", async () => {
    const account = await world.insert("accounts", { name: "Findable", website: "findable.test" });
    const contact = await world.insert("contacts", { last_name: "Find", email: "f@gmail.com" });
    const lead = await world.lead({ company: "Findable", email: "f@gmail.com", website: "findable.test" });
    const found = async (fields: Row) => {
      const { account_match, contact_id } = await world.preview(lead, {}, await someone([], fields));
      return [account_match, contact_id];
    };
    expect(await found({})).toEqual(["name", contact]);
    expect(await found({ "contact.email": "mask" })).toEqual(["name", null]);
    expect(await found({ "lead.email": "hidden" })).toEqual(["name", null]);
    expect(await found({ "lead.company": "mask" })).toEqual(["domain", contact]);
    expect(await found({ "account.name": "hidden" })).toEqual(["domain", contact]);
    expect(await found({ "account.website": "hidden", "account.name": "mask" })).toEqual([null, contact]);
    expect(await found({ "lead.website": "hidden", "lead.company": "hidden" })).toEqual([null, contact]);
    expect(await found({ "contact.email": "view", "lead.email": "view" })).toEqual(["name", contact]);
    expect(account).toBeTruthy();
  });

  it("keep the preview from showing what is withheld", async () => {
    const lead = await world.lead({
      first_name: "Hidden1", last_name: "Hidden2", company: "Hidden3", email: "hidden4@x.test", phone: "Hidden5",
      description: "Hidden6", industry: "Shown1", job_title: "Shown2", city: "Hidden7",
    });
    const actor = await someone([], {
      "lead.last_name": "mask", "lead.first_name": "hidden", "lead.company": "hidden", "lead.email": "mask",
      "contact.work_phone": "hidden", "contact.description": "mask", "contact.mailing_city": "hidden",
      "account.billing_city": "mask",
    });
    const text = JSON.stringify(await world.preview(lead, {}, actor));
    expect(text).not.toMatch(/hidden\d/i);
    expect(text).toMatch(/Shown1.*Shown2/);
    expect(JSON.stringify(await world.preview(lead))).toMatch(/Hidden1.*Hidden3/);
  });

  it("let the conversion copy what the caller does not see, into what is made", async () => {
    const lead = await world.lead({ phone: "1234567", last_name: "Copied" });
    const actor = await someone([], { "lead.phone": "hidden", "contact.work_phone": "mask" });
    const { contact_id } = await world.convert(lead, {}, actor);
    expect(await world.read("contacts", contact_id)).toMatchObject({ work_phone: "1234567", last_name: "Copied" });
  });

  it("keep fields of what is linked to from being filled in, and from being told of", async () => {
    const account = await world.insert("accounts", { name: "Partly" });
    const contact = await world.insert("contacts", { last_name: "Partly", email: "p@partly.test" });
    const fill = { company: "Partly", email: "p@partly.test", website: "partly.test", industry: "Oil", company_size: 4, phone: "7654321", city: "Rome", street: "1 Via", annual_revenue: "3" };
    const actor = await someone([], {
      "account.website": "hidden", "account.industry": "view", "account.currency": "hidden",
      "contact.work_phone": "mask", "contact.mailing_city": "hidden", "contact.account_id": "view",
    });
    const lead = await world.lead(fill);
    const conversion = await world.convert(lead, {}, actor);
    expect(await world.read("accounts", account)).toMatchObject({ website: null, industry: null, company_size: 4, annual_revenue: null });
    expect(await world.read("contacts", contact)).toMatchObject({ work_phone: null, mailing_street: null, account_id: null });
    // What somebody else filled in is told to those who see it.
    await world.undo(lead);
    const again = await world.convert(lead);
    const filled = async (who: Actor) =>
      (await world.runAs(who, `select app_public.lead_conversions_filled_fields(c) as fields
        from app_public.lead_conversions c where id = $1`, [again.id]))["fields"];
    expect(await filled(world.owner)).toEqual([
      "account.annual_revenue", "account.billing_city", "account.billing_street", "account.company_size",
      "account.industry", "account.website", "contact.account_id",
      "contact.mailing_city", "contact.mailing_street", "contact.work_phone",
    ]);
    expect(await filled(actor)).toEqual([
      "account.annual_revenue", "account.billing_city", "account.billing_street", "account.company_size",
      "account.industry", "contact.account_id", "contact.mailing_street",
    ]);
    expect(conversion.account_id).toBe(account);
  });

  it("hold for what the caller says of the deal", async () => {
    const actor = await someone([], { "deal.amount": "view", "deal.custom_data.tier": "view", "deal.next_step": "hidden" });
    const lead = await world.lead();
    for (const [deal, named] of [
      [{ amount: "1" }, "amount"], [{ next_step: "x" }, "next_step"], [{ custom_data: { tier: "x" } }, "custom_data.tier"],
    ] as const) {
      expect(await world.tryConvert(lead, { deal }, actor)).toMatchObject({
        code: "RH403", detail: expect.stringContaining(named),
      });
    }
    expect(await world.convert(lead, { deal: { title: "Mine" } }, actor)).toBeTruthy();
  });
});

describe("the record of a conversion", () => {
  it("is seen with the lead, by who sees the lead's status, and changed by nobody", async () => {
    const lead = await world.lead();
    const { id } = await world.convert(lead);
    const rows = async (actor: Actor) =>
      (await world.tryAs(actor, "select id from app_public.lead_conversions where id = $1", [id])).rowCount;
    expect(await rows(world.owner)).toBe(1);
    expect(await rows(world.tenant.actor("viewer"))).toBe(1);
    expect(await rows(member())).toBe(0);
    expect(await rows(await someone([], { "lead.status": "hidden" }))).toBe(0);
    for (const text of ["update app_public.lead_conversions set undone_at = now()", "delete from app_public.lead_conversions",
      "insert into app_public.lead_conversions (lead_id) select id from app_public.leads limit 1"]) {
      expect(await world.tryAs(world.owner, text)).toMatchObject({ code: "42501" });
    }
    for (const secret of ["app_hidden.conversion_details", "app_hidden.undo_entries"]) {
      expect(await world.tryAs(world.owner, `select from ${secret}`)).toMatchObject({ code: "42501" });
    }
  });
});

describe("custom fields", () => {
  const define = (object: string, key: string, type = "text", more: Row = {}) =>
    world.insert("custom_field_definitions", { object, key, label: key, type, ...more });

  it("are copied to those of the same key and type, or where a mapping says, held to their definitions", async () => {
    const source = await define("lead", "plan", "select", { choices: ["big", "small"] });
    const wish = await define("contact", "wish");
    await define("lead", "tier");
    await define("account", "tier");
    await define("deal", "tier", "number");
    await define("lead", "amount", "number");
    await define("deal", "amount", "number", { maximum: 10 });
    await world.insert("lead_field_mappings", { lead_field_id: source, field_id: wish });
    const data = { plan: "big", tier: "gold", amount: 3, free: "x" };
    const lead = await world.lead({ custom_data: data });
    const preview = await world.preview(lead);
    expect(preview).toMatchObject({
      account_values: { custom_data: { tier: "gold" } }, contact_values: { custom_data: { wish: "big" } },
      deal_values: { custom_data: { amount: 3 } },
    });
    const withheld = await someone([], { "lead.custom_data.plan": "hidden", "account.custom_data.tier": "mask" });
    expect(JSON.stringify(await world.preview(lead, {}, withheld))).not.toMatch(/big|gold/);
    const conversion = await world.convert(lead);
    expect((await world.read("accounts", conversion.account_id))["custom_data"]).toEqual({ tier: "gold" });
    expect((await world.read("contacts", conversion.contact_id))["custom_data"]).toEqual({ wish: "big" });
    expect((await world.read("deals", conversion.deal_id))["custom_data"]).toEqual({ amount: 3 });
    const tooMuch = await world.lead({ custom_data: { amount: 11 } });
    expect(await world.tryConvert(tooMuch)).toMatchObject({
      code: "RH400", detail: expect.stringContaining("custom_data.amount"),
    });
  });

  it("are mapped from leads to what they become, of a type that can take them, by who manages them", async () => {
    const [lead, otherLead, contact, activity, number] = [
      await define("lead", "m1"), await define("lead", "m2"), await define("contact", "m1", "textarea"),
      await define("activity", "m1"), await define("deal", "m1", "number"),
    ];
    const map = (lead_field_id: string, field_id: string, actor = world.owner) =>
      world.tryAs(actor, "insert into app_public.lead_field_mappings (lead_field_id, field_id) values ($1, $2)", [lead_field_id, field_id]);
    expect((await map(contact, lead)).code).toBe("RH400");
    expect((await map(lead, activity)).code).toBe("RH400");
    expect((await map(lead, otherLead)).code).toBe("RH400");
    expect((await map(lead, number)).code).toBe("RH400");
    expect((await map(lead, contact, member())).code).toBe("42501");
    expect((await map(lead, contact)).code).toBeUndefined();
    expect((await map(otherLead, contact)).code).toBe("23505");
  });
});
