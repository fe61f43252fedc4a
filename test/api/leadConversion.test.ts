import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

const CONVERT = `mutation ($input: ConvertLeadInput!) { convertLead(input: $input) {
  lead { id status convertedAccountId }
  account { id name }
  contact { id name email }
  deal { title amount currency expectedCloseDate competitors stage { name } sourceLead { id } customData }
  leadConversion { id isAccountCreated isDealCreated undoneAt filledFields contact { id } creator { name } } } }`;
const CREATE = `mutation ($lead: LeadInput!) { createLead(input: {lead: $lead}) { lead { id } } }`;
const UNDO = `mutation ($id: UUID!) { undoLeadConversion(input: {leadId: $id}) { lead { id status convertedDealId } } }`;

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;
let member: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = await signIn(database, api, tenant, "owner");
  member = await signIn(database, api, tenant, "member");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

async function makeLead(client: Client, lead: Record<string, unknown>): Promise<string> {
  return (await client.ask(CREATE, { lead })).createLead.lead.id;
}

it("convertLead answers the lead and what became of it, undoLeadConversion the lead as it was", async () => {
  const leadId = await makeLead(member, { firstName: "Bo", lastName: "Ray", company: "Ray Ltd", email: "bo@ray.test" });
  const { convertLead } = await member.ask(CONVERT, {
    input: {
      leadId,
      idempotencyKey: "once",
      dealAttributes: {
        title: "Roof", amount: "1500.5", currency: "EUR", expectedCloseDate: "2031-02-03",
        competitors: ["Tiles Inc"], stageId: tenant.stages["Proposal"], customData: { hot: true },
      },
    },
  });
  expect(convertLead).toMatchObject({
    lead: { id: leadId, status: "CONVERTED", convertedAccountId: convertLead.account.id },
    account: { name: "Ray Ltd" },
    contact: { name: "Bo Ray", email: "bo@ray.test" },
    deal: {
      title: "Roof", amount: "1500.50", currency: "EUR", expectedCloseDate: "2031-02-03",
      competitors: ["Tiles Inc"], stage: { name: "Proposal" }, sourceLead: { id: leadId },
      customData: { hot: true },
    },
    leadConversion: {
      isAccountCreated: true, isDealCreated: true, undoneAt: null, filledFields: [],
      contact: { id: convertLead.contact.id }, creator: { name: "member" },
    },
  });
  expect(await member.ask(UNDO, { id: leadId })).toEqual({
    undoLeadConversion: { lead: { id: leadId, status: "NEW", convertedDealId: null } },
  });
});

it("convertLead refuses with a code, and names the field in the API's own words", async () => {
  const leadId = await makeLead(owner, { lastName: "Field", company: "Field Ltd" });
  const fieldsOf = async (input: Record<string, unknown>) => {
    const { errors } = await owner.try(CONVERT, { input: { leadId, ...input } });
    return [errors?.[0]?.extensions.code, Object.keys(errors?.[0]?.extensions.fields ?? {})];
  };
  const nothing = "00000000-0000-4000-8000-000000000001";
  expect(await fieldsOf({ accountId: nothing })).toEqual(["NOT_FOUND", ["accountId"]]);
  expect(await fieldsOf({ dealAttributes: { stageId: nothing } })).toEqual(["BAD_INPUT", ["stageId"]]);
  expect(await fieldsOf({ dealAttributes: { customData: [1] } })).toEqual(["BAD_INPUT", ["customData"]]);
  expect(await fieldsOf({ dealAttributes: { discount: "5" } })).toEqual(["BAD_INPUT", ["amount", "discount", "tax"]]);
  expect(await fieldsOf({ dealAttributes: { title: " " } })).toEqual(["BAD_INPUT", ["title"]]);
  expect(await fieldsOf({ idempotencyKey: "" })).toEqual(["BAD_INPUT", ["idempotencyKey"]]);
  expect(await fieldsOf({ idempotencyKey: "\0" })).toEqual(["BAD_INPUT", []]);
  expect(await member.fail(CONVERT, { input: { leadId } })).toBe("NOT_FOUND: No such lead.");
  const anonymous = await api.graphql(CONVERT, { input: { leadId } });
  expect(anonymous.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
});

it("previewLeadConversion shows records as the caller sees them", async () => {
  const { createContact } = await owner.ask(`mutation { createContact(input: {contact: {
    lastName: "Known", email: "known@preview.test"}}) { contact { id } } }`);
  const leadId = await makeLead(owner, { lastName: "Known", company: "Preview Ltd", email: "known@preview.test", phone: "1234567" });
  const { previewLeadConversion } = await owner.ask(
    `query ($id: UUID!) { previewLeadConversion(leadId: $id) {
      lead { name } account { id } createsAccount accountValues contact { id name } contactMatch contactValues
      createsDeal dealValues } }`,
    { id: leadId },
  );
  expect(previewLeadConversion).toEqual({
    lead: { name: "Known" }, account: null, createsAccount: true, accountValues: { name: "Preview Ltd" },
    contact: { id: createContact.contact.id, name: "Known" }, contactMatch: "email",
    contactValues: { work_phone: "1234567" }, createsDeal: true, dealValues: { title: "Preview Ltd" },
  });
});

it("a role sees of a conversion what it sees of the lead and of the records", async () => {
  await asSuperuser(database, (client) => client.query(`insert into app_public.role_field_permissions
      select r.organization_id, r.id, f.object, f.field, f.mode from app_public.roles r,
        (values ('contact', 'email', 'mask'), ('lead', 'converted_account_id', 'hidden'), ('lead', 'converted_at', 'hidden'))
          f (object, field, mode)
        where r.slug = 'member'`));
  const leadId = await makeLead(member, { lastName: "Mask", company: "Mask Ltd", email: "mask@mask.test" });
  const { convertLead } = await member.ask(CONVERT, { input: { leadId } });
  expect(convertLead).toMatchObject({
    lead: { convertedAccountId: null }, contact: { name: "Mask", email: "•••••" },
    leadConversion: { isAccountCreated: null, isDealCreated: true },
  });
  const seen = await member.ask(`{ leadConversions(filter: {isAccountCreated: {equalTo: true}}) { totalCount }
    all: leadConversions { nodes { accountId account { id } createdAt contactId } } }`);
  expect(seen).toEqual({
    leadConversions: { totalCount: 0 },
    all: { nodes: expect.arrayContaining([{ accountId: null, account: null, createdAt: null, contactId: convertLead.contact.id }]) },
  });
});
