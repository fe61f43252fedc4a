import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { mutate, signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let other: Tenant;
const clients = {} as Record<"owner" | "admin" | "member", Client>;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  [tenant, other] = await asSuperuser(database, async (client) => [
    await makeTenant(client, "Acme"),
    await makeTenant(client, "Globex"),
  ]);
  for (const role of ["owner", "admin", "member"] as const) {
    clients[role] = await signIn(database, api, tenant, role);
  }
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

describe("explainAccess", () => {
  const EXPLAIN = `query ($objectType: String!, $id: UUID!, $userId: UUID!) {
    explainAccess(objectType: $objectType, id: $id, userId: $userId) {
      objectType recordId label isVisible isDeleted isActiveMember reason
      user { id } role { slug } owners { id } onRecords { objectType label isVisible }
      actions { action isAllowed scope reason }
    }
  }`;

  it("tells an admin why a member does not see a lead", async () => {
    const { lead } = await mutate(
      clients.owner,
      "createLead",
      { lead: { lastName: "Ray" } },
      "lead { id }",
    );
    const variables = { objectType: "lead", id: lead.id, userId: tenant.users.member };
    const { explainAccess } = await clients.admin.ask(EXPLAIN, variables);
    expect(explainAccess).toMatchObject({
      objectType: "lead",
      recordId: lead.id,
      label: "Ray",
      isVisible: false,
      isDeleted: false,
      isActiveMember: true,
      reason: "Scope own: the record is of owner, not of member.",
      user: { id: tenant.users.member },
      role: { slug: "member" },
      owners: [{ id: tenant.users.owner }],
      onRecords: [],
    });
    expect(explainAccess.actions).toContainEqual({
      action: "ASSIGN",
      isAllowed: false,
      scope: null,
      reason: "The role Member has no permission to assign: lead.",
    });
    await mutate(clients.owner, "deleteLead", { id: lead.id }, "lead { id }");
    const deleted = await clients.admin.ask(EXPLAIN, variables);
    expect(deleted.explainAccess).toMatchObject({
      isDeleted: true,
      reason: "The record is in the recycle bin: member may not restore it.",
    });
    expect(await clients.member.fail(EXPLAIN, variables)).toBe("NOT_FOUND: No such lead.");
  });

  it("answers what cannot be asked with an error that says so", async () => {
    const { lead } = await mutate(
      clients.owner,
      "createLead",
      { lead: { lastName: "Ray" } },
      "lead { id }",
    );
    const variables = { objectType: "lead", id: lead.id, userId: tenant.users.owner };
    expect(await clients.owner.fail(EXPLAIN, { ...variables, objectType: "Lead" })).toBe(
      'BAD_INPUT: Permissions know no object "Lead".',
    );
    expect(await clients.owner.fail(EXPLAIN, { ...variables, userId: other.users.owner })).toBe(
      "NOT_FOUND: No such member.",
    );
    const anonymous = await api.graphql(EXPLAIN, variables);
    expect(anonymous.errors![0]!.extensions.code).toBe("UNAUTHENTICATED");
  });
});

describe("owners of records", () => {
  const UPDATE = `mutation ($input: UpdateLeadInput!) { updateLead(input: $input) { lead { id } } }`;

  it("are changed by who may assign, with the field named that was in the way", async () => {
    const { lead } = await mutate(
      clients.member,
      "createLead",
      { lead: { lastName: "Ray" } },
      "lead { id }",
    );
    const input = { id: lead.id, patch: { ownerId: tenant.users.admin } };
    const { errors } = await clients.member.try(UPDATE, { input });
    expect(errors![0]).toMatchObject({
      message: "You may not change whose this lead is.",
      extensions: { code: "FORBIDDEN", fields: { ownerId: "Needs the permission to assign." } },
    });
    const given = await mutate(clients.admin, "updateLead", input, "lead { owner { id } }");
    expect(given.lead.owner.id).toBe(tenant.users.admin);
  });
});
