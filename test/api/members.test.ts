import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { addMember, makeRole, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { failToMutate, mutate, signIn } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

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

let names = 0;

async function makeCustomRole(client = clients.admin): Promise<{ id: string; slug: string }> {
  const slug = `desk_${++names}`;
  const { role } = await mutate(
    client,
    "createRole",
    { role: { slug, name: "Desk" } },
    "role { id slug }",
  );
  return role as { id: string; slug: string };
}

async function newMember(slug = "member"): Promise<string> {
  return asSuperuser(database, (client) => addMember(client, tenant.organizationId, slug));
}

async function membershipOf(userId: string): Promise<string> {
  const { memberships } = await clients.owner.ask(
    "query ($userId: UUID!) { memberships(filter: { userId: { equalTo: $userId } }) { nodes { id } } }",
    { userId },
  );
  return memberships.nodes[0].id as string;
}

async function systemRole(slug: string): Promise<string> {
  const { roles } = await clients.owner.ask(
    "query ($slug: String!) { roles(filter: { slug: { equalTo: $slug } }) { nodes { id } } }",
    { slug },
  );
  return roles.nodes[0].id as string;
}

describe.each([
  ["Team", "team"],
  ["Territory", "territory"],
] as const)("%s", (Name, name) => {
  const member = `${name}Member`;

  it("is made, renamed, filled, emptied and deleted by an admin", async () => {
    const made = await mutate(
      clients.admin,
      `create${Name}`,
      { [name]: { name: `North ${name}` } },
      `${name} { id }`,
    );
    const id = made[name].id as string;
    const renamed = await mutate(
      clients.admin,
      `update${Name}`,
      { id, patch: { name: `South ${name}` } },
      `${name} { name }`,
    );
    expect(renamed[name].name).toBe(`South ${name}`);
    const input = { [member]: { [`${name}Id`]: id, userId: tenant.users.member } };
    const fields = `${member} { id user { id } }`;
    const joined = await mutate(clients.admin, `create${Name}Member`, input, fields);
    expect(joined[member].user.id).toBe(tenant.users.member);
    expect(await failToMutate(clients.admin, `create${Name}Member`, input, fields)).toMatch(
      /^CONFLICT: This member .* already\.$/,
    );
    await mutate(clients.admin, `delete${Name}Member`, { id: joined[member].id }, fields);
    await mutate(clients.admin, `create${Name}Member`, input, fields);
    // Who is in it does not keep it from going.
    await mutate(clients.admin, `delete${Name}`, { id }, `${name} { id }`);
  });

  it("takes nobody from elsewhere and is changed by no member", async () => {
    const made = await mutate(
      clients.admin,
      `create${Name}`,
      { [name]: { name: `East ${name}` } },
      `${name} { id }`,
    );
    const id = made[name].id as string;
    for (const userId of [other.users.owner, randomUUID()]) {
      const input = { [member]: { [`${name}Id`]: id, userId } };
      expect(
        await failToMutate(clients.owner, `create${Name}Member`, input, `${member} { id }`),
      ).toBe("BAD_INPUT: The record refers to somebody who is no member.");
    }
    const self = { [member]: { [`${name}Id`]: id, userId: tenant.users.member } };
    expect(
      await failToMutate(clients.member, `create${Name}Member`, self, `${member} { id }`),
    ).toMatch(/^FORBIDDEN: /);
    for (const [verb, more] of [
      ["update", { patch: { name: "x" } }],
      ["delete", {}],
    ] as [string, object][]) {
      expect(
        await failToMutate(clients.member, `${verb}${Name}`, { id, ...more }, `${name} { id }`),
      ).toBe(`NOT_FOUND: No such ${name}.`);
    }
  });
});

describe("members", () => {
  const fields = "membership { isActive role { slug } }";
  const update = (client: Client, id: string, patch: Answer) =>
    mutate(client, "updateMembership", { id, patch }, fields);

  it("get another role, leave and come back by an admin", async () => {
    const id = await membershipOf(await newMember());
    const custom = await makeCustomRole();
    expect((await update(clients.admin, id, { roleId: custom.id })).membership.role.slug).toBe(
      custom.slug,
    );
    expect((await update(clients.admin, id, { isActive: false })).membership.isActive).toBe(false);
    expect((await update(clients.admin, id, { isActive: true })).membership.isActive).toBe(true);
  });

  it("do not rise by their own hand or above who raises them", async () => {
    const fail = (client: Client, id: string, patch: Answer) =>
      failToMutate(client, "updateMembership", { id, patch }, fields);
    const self = await membershipOf(tenant.users.member);
    const owner = await systemRole("owner");
    expect(await fail(clients.member, self, { roleId: owner })).toBe(
      "NOT_FOUND: No such membership.",
    );
    const admin = await membershipOf(tenant.users.admin);
    expect(await fail(clients.admin, admin, { roleId: owner })).toBe(
      "FORBIDDEN: Only an owner can make, change or remove an owner.",
    );
    const above = await makeCustomRole(clients.owner);
    const permissions = [{ object: "organization", action: "MANAGE", scope: "ALL" }];
    await mutate(
      clients.owner,
      "setRolePermissions",
      { roleId: above.id, permissions },
      "role { id }",
    );
    expect(await fail(clients.admin, self, { roleId: above.id })).toBe(
      "FORBIDDEN: You cannot give or take a role that may do more than yours.",
    );
    const last = await membershipOf(tenant.users.owner);
    expect(await fail(clients.owner, last, { isActive: false })).toBe(
      "CONFLICT: The last owner cannot leave or be demoted.",
    );
  });

  it("get no role of another organization, nor one that there is not", async () => {
    const id = await membershipOf(await newMember());
    const theirs = await asSuperuser(database, (client) =>
      makeRole(client, other.organizationId, []),
    );
    const problems = [];
    for (const roleId of [theirs.id, randomUUID()]) {
      problems.push(
        await failToMutate(clients.owner, "updateMembership", { id, patch: { roleId } }, fields),
      );
    }
    expect(problems).toEqual(
      Array(2).fill("BAD_INPUT: The role refers to a record that does not exist."),
    );
  });
});
