import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";
import { signIn } from "../api/clients.ts";

const LEADS = `{ leads(orderBy: [SCORE_DESC], first: 50) { totalCount nodes { company } } }`;

let database: TestDatabase;
let api: TestApi;
let acme: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  for (const role of ["owner", "manager", "member"] as const) {
    const company = `Lead of ${role}`;
    await insertAs(database, acme.actor("owner"), "leads", { company, owner_id: acme.users[role] });
  }
  api = await startTestApi(database);
});

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

async function leadsOf(role: SystemRole): Promise<string[]> {
  const client = await signIn(database, api, acme, role);
  const { leads } = await client.ask<{ leads: { totalCount: number; nodes: { company: string }[] } }>(LEADS);
  expect(leads.totalCount).toBe(leads.nodes.length);
  return leads.nodes.map(({ company }) => company).sort();
}

describe("a list through the API", () => {
  it("has the caller's own records under scope own", async () => {
    expect(await leadsOf("member")).toEqual(["Lead of member"]);
  });

  it("has all records under scope all", async () => {
    expect(await leadsOf("owner")).toHaveLength(3);
  });

  it("has the records of somebody as soon as they join the team", async () => {
    expect(await leadsOf("manager")).toEqual(["Lead of manager"]);
    const owner = acme.actor("owner");
    const team = await insertAs(database, owner, "teams", { name: "North" });
    for (const role of ["manager", "member"] as const) {
      await insertAs(database, owner, "team_members", { team_id: team, user_id: acme.users[role] });
    }
    expect(await leadsOf("manager")).toEqual(["Lead of manager", "Lead of member"]);
  });

  it("has all records as soon as the role is another", async () => {
    const change = `update app_public.memberships set role_id =
      (select id from app_public.roles where slug = $2) where user_id = $1`;
    await runAs(database, acme.actor("owner"), change, [acme.users.member, "admin"]);
    expect(await leadsOf("member")).toHaveLength(3);
    await runAs(database, acme.actor("owner"), change, [acme.users.member, "member"]);
    expect(await leadsOf("member")).toEqual(["Lead of member"]);
  });

  it("has everybody's records for members while the organization says so", async () => {
    const owner = acme.actor("owner");
    const set = (isEnabled: boolean) =>
      runAs(database, owner, "select app_public.set_feature_flag('members_view_all_enabled', $1)", [isEnabled]);
    await set(true);
    expect(await leadsOf("member")).toHaveLength(3);
    const refused = await commitAs(
      database,
      acme.actor("member"),
      "update app_public.leads set company = 'x' where company = 'Lead of owner'",
    );
    expect(refused.rowCount).toBe(0);
    await set(false);
    expect(await leadsOf("member")).toEqual(["Lead of member"]);
  });
});
