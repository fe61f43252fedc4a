import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  owner = await signIn(database, api, tenant, "owner");
  const rule_id = await insertAs(database, tenant.actor("owner"), "assignment_rules", { name: "Web", sources: ["web"] });
  await insertAs(database, tenant.actor("owner"), "assignment_rule_members", { rule_id, user_id: tenant.users.member });
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const CREATE = "mutation ($lead: LeadInput!) { createLead(input: {lead: $lead}) { lead { id ownerId owner { id } } } }";

describe("createLead", () => {
  it("answers whose a lead has become by the assignment rules", async () => {
    const { createLead: { lead } } = await owner.ask(CREATE, { lead: { lastName: "Web", source: "web", ownerId: null } });
    expect(lead).toMatchObject({ ownerId: tenant.users.member, owner: { id: tenant.users.member } });
  });

  it("answers a lead that nobody gets, and one with an owner, as it was made", async () => {
    const made = async (lead: object) => (await owner.ask(CREATE, { lead })).createLead.lead;
    expect(await made({ lastName: "Other", source: "fair", ownerId: null })).toMatchObject({ ownerId: null, owner: null });
    expect(await made({ lastName: "Mine", source: "web" })).toMatchObject({ ownerId: tenant.users.owner });
  });
});
