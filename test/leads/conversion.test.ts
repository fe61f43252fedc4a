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
