import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { addMember, makeRole, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
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

/** A mutation of one input and the fields of its payload to ask for. */
const mutation = (name: string, fields: string) =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) {
     ${name}(input: $input) { ${fields} } }`;

const run = async (client: Client, name: string, input: Answer, fields: string): Promise<Answer> =>
  (await client.ask(mutation(name, fields), { input }))[name];

const refusal = (client: Client, name: string, input: Answer, fields: string) =>
  client.fail(mutation(name, fields), { input });

let names = 0;

async function makeCustomRole(client = clients.admin): Promise<{ id: string; slug: string }> {
  const slug = `desk_${++names}`;
  const { role } = await run(client, "createRole", { role: { slug, name: "Desk" } }, "role { id slug }");
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

describe("roles", () => {
  it("are made, renamed and deleted by an admin", async () => {
    const { id } = await makeCustomRole();
    const { role } = await run(
      clients.admin,
      "updateRole",
      { id, patch: { name: "Help desk", description: "Answers." } },
      "role { name description isSystem }",
    );
    expect(role).toEqual({ name: "Help desk", description: "Answers.", isSystem: false });
    await run(clients.admin, "deleteRole", { id }, "role { id }");
    expect(await refusal(clients.admin, "deleteRole", { id }, "role { id }")).toBe(
      "NOT_FOUND: No such role.",
    );
  });

  it("have one short name each", async () => {
    const { slug } = await makeCustomRole();
    expect(
      await refusal(clients.admin, "createRole", { role: { slug, name: "x" } }, "role { id }"),
    ).toBe("CONFLICT: A role with this short name exists.");
  });

  it("that somebody has are not deleted, and system roles neither deleted nor renamed", async () => {
    const { id, slug } = await makeCustomRole();
    await newMember(slug);
    await newMember(slug);
    expect(await refusal(clients.admin, "deleteRole", { id }, "role { id }")).toBe(
      "CONFLICT: This role still belongs to 2 members: give them another first.",
    );
    const viewer = await systemRole("viewer");
    expect(await refusal(clients.owner, "deleteRole", { id: viewer }, "role { id }")).toBe(
      "FORBIDDEN: System roles cannot be deleted.",
    );
    expect(
      await refusal(clients.owner, "updateRole", { id: viewer, patch: { name: "x" } }, "role { id }"),
    ).toBe("FORBIDDEN: System roles cannot be renamed.");
  });

  it("of others are as if they were not there, and members change none", async () => {
    const { id } = await makeCustomRole();
    const theirs = await asSuperuser(database, (client) => makeRole(client, other.organizationId, []));
    for (const [client, roleId] of [[clients.owner, theirs.id], [clients.owner, randomUUID()], [clients.member, id]] as [Client, string][]) {
      for (const [name, more] of [["updateRole", { patch: { name: "x" } }], ["deleteRole", {}]] as [string, object][]) {
        expect(await refusal(client, name, { id: roleId, ...more }, "role { id }")).toBe("NOT_FOUND: No such role.");
      }
    }
    expect(
      await refusal(clients.member, "createRole", { role: { slug: "x", name: "x" } }, "role { id }"),
    ).toMatch(/^FORBIDDEN: /);
  });
});

describe("permissions of a role", () => {
  const fields = "role { rolePermissions { nodes { object action scope } } }";

  it("are set all at once", async () => {
    const { id } = await makeCustomRole();
    const permissions = [
      { object: "deal", action: "EDIT", scope: "TEAM" },
      { object: "deal", action: "VIEW", scope: "ALL" },
    ];
    const set = (roleId: string, list: Answer[], client = clients.admin) =>
      run(client, "setRolePermissions", { roleId, permissions: list }, fields);
    expect((await set(id, permissions)).role.rolePermissions.nodes).toEqual(permissions);
    expect((await set(id, permissions.slice(1))).role.rolePermissions.nodes).toEqual(permissions.slice(1));
  });

  it.each([
    [{ object: "dragon", action: "VIEW", scope: "ALL" }, 'BAD_INPUT: Permissions know no object "dragon".'],
    [{ object: "tag", action: "CONVERT", scope: "ALL" }, "BAD_INPUT: There is no way to convert: tag."],
    [{ object: "organization", action: "MANAGE", scope: "ALL" }, "FORBIDDEN: You cannot grant more than you hold."],
  ])("that are wrong are told in words: %j", async (permission, message) => {
    const { id } = await makeCustomRole();
    const input = { roleId: id, permissions: [{ object: "deal", action: "VIEW", scope: "OWN" }, permission] };
    expect(await refusal(clients.admin, "setRolePermissions", input, fields)).toBe(message);
    const created = { rolePermission: { roleId: id, ...permission } };
    expect(await refusal(clients.admin, "createRolePermission", created, "rolePermission { scope }")).toBe(message);
    const { role } = await clients.admin.ask(`query ($id: UUID!) { role(id: $id) { rolePermissions { totalCount } } }`, { id });
    expect(role.rolePermissions.totalCount).toBe(0);
  });

  it("are added, changed and removed one by one", async () => {
    const { id: roleId } = await makeCustomRole();
    const key = { roleId, object: "lead", action: "VIEW" };
    const permission = "rolePermission { object action scope }";
    const created = await run(clients.admin, "createRolePermission", { rolePermission: { ...key, scope: "OWN" } }, permission);
    expect(created.rolePermission).toEqual({ object: "lead", action: "VIEW", scope: "OWN" });
    const wider = await run(clients.admin, "updateRolePermission", { ...key, patch: { scope: "ALL" } }, permission);
    expect(wider.rolePermission.scope).toBe("ALL");
    await run(clients.admin, "deleteRolePermission", key, permission);
    expect(await refusal(clients.admin, "deleteRolePermission", key, permission)).toBe("NOT_FOUND: No such role permission.");
  });

  it("of system roles stay", async () => {
    const roleId = await systemRole("member");
    const message = "FORBIDDEN: The permissions of system roles cannot be changed.";
    const key = { roleId, object: "lead", action: "VIEW" };
    const permission = "rolePermission { scope }";
    expect(await refusal(clients.owner, "setRolePermissions", { roleId, permissions: [] }, fields)).toBe(message);
    expect(await refusal(clients.owner, "updateRolePermission", { ...key, patch: { scope: "ALL" } }, permission)).toBe(message);
    expect(await refusal(clients.owner, "deleteRolePermission", key, permission)).toBe(message);
  });

  it("take effect on the next request, and myPermissions tells them", async () => {
    const { id, slug } = await makeCustomRole();
    const userId = await newMember(slug);
    const client = await signIn(database, api, { ...tenant, users: { ...tenant.users, member: userId } }, "member");
    await run(clients.owner, "createLead", { lead: { company: "x" } }, "lead { id }");
    const seen = async () => (await client.ask("{ leads { totalCount } }")).leads.totalCount as number;
    expect(await seen()).toBe(0);
    const permissions = [{ object: "lead", action: "VIEW", scope: "ALL" }];
    await run(clients.admin, "setRolePermissions", { roleId: id, permissions }, "role { id }");
    expect(await seen()).toBeGreaterThan(0);
    const mine = await client.ask("{ myPermissions { object action scope } }");
    expect(mine.myPermissions).toEqual(permissions);
    await run(clients.admin, "setRolePermissions", { roleId: id, permissions: [] }, "role { id }");
    expect(await seen()).toBe(0);
  });
});

describe.each([
  ["Team", "team"],
  ["Territory", "territory"],
] as const)("%s", (Name, name) => {
  const member = `${name}Member`;

  it("is made, renamed, filled, emptied and deleted by an admin", async () => {
    const made = await run(clients.admin, `create${Name}`, { [name]: { name: `North ${name}` } }, `${name} { id }`);
    const id = made[name].id as string;
    const renamed = await run(clients.admin, `update${Name}`, { id, patch: { name: `South ${name}` } }, `${name} { name }`);
    expect(renamed[name].name).toBe(`South ${name}`);
    const input = { [member]: { [`${name}Id`]: id, userId: tenant.users.member } };
    const fields = `${member} { id user { id } }`;
    const joined = await run(clients.admin, `create${Name}Member`, input, fields);
    expect(joined[member].user.id).toBe(tenant.users.member);
    expect(await refusal(clients.admin, `create${Name}Member`, input, fields)).toMatch(/^CONFLICT: This member .* already\.$/);
    await run(clients.admin, `delete${Name}Member`, { id: joined[member].id }, fields);
    await run(clients.admin, `create${Name}Member`, input, fields);
    // Who is in it does not keep it from going.
    await run(clients.admin, `delete${Name}`, { id }, `${name} { id }`);
  });

  it("takes nobody from elsewhere and is changed by no member", async () => {
    const made = await run(clients.admin, `create${Name}`, { [name]: { name: `East ${name}` } }, `${name} { id }`);
    const id = made[name].id as string;
    for (const userId of [other.users.owner, randomUUID()]) {
      const input = { [member]: { [`${name}Id`]: id, userId } };
      expect(await refusal(clients.owner, `create${Name}Member`, input, `${member} { id }`)).toBe(
        "BAD_INPUT: The record refers to somebody who is no member.",
      );
    }
    const self = { [member]: { [`${name}Id`]: id, userId: tenant.users.member } };
    expect(await refusal(clients.member, `create${Name}Member`, self, `${member} { id }`)).toMatch(/^FORBIDDEN: /);
    for (const [verb, more] of [["update", { patch: { name: "x" } }], ["delete", {}]] as [string, object][]) {
      expect(await refusal(clients.member, `${verb}${Name}`, { id, ...more }, `${name} { id }`)).toBe(
        `NOT_FOUND: No such ${name}.`,
      );
    }
  });
});

describe("members", () => {
  const fields = "membership { isActive role { slug } }";
  const update = (client: Client, id: string, patch: Answer) => run(client, "updateMembership", { id, patch }, fields);

  it("get another role, leave and come back by an admin", async () => {
    const id = await membershipOf(await newMember());
    const custom = await makeCustomRole();
    expect((await update(clients.admin, id, { roleId: custom.id })).membership.role.slug).toBe(custom.slug);
    expect((await update(clients.admin, id, { isActive: false })).membership.isActive).toBe(false);
    expect((await update(clients.admin, id, { isActive: true })).membership.isActive).toBe(true);
  });

  it("do not rise by their own hand or above who raises them", async () => {
    const fail = (client: Client, id: string, patch: Answer) => refusal(client, "updateMembership", { id, patch }, fields);
    const self = await membershipOf(tenant.users.member);
    const owner = await systemRole("owner");
    expect(await fail(clients.member, self, { roleId: owner })).toBe("NOT_FOUND: No such membership.");
    const admin = await membershipOf(tenant.users.admin);
    expect(await fail(clients.admin, admin, { roleId: owner })).toBe(
      "FORBIDDEN: Only an owner can make, change or remove an owner.",
    );
    const above = await makeCustomRole(clients.owner);
    const permissions = [{ object: "organization", action: "MANAGE", scope: "ALL" }];
    await run(clients.owner, "setRolePermissions", { roleId: above.id, permissions }, "role { id }");
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
    const theirs = await asSuperuser(database, (client) => makeRole(client, other.organizationId, []));
    const problems = [];
    for (const roleId of [theirs.id, randomUUID()]) {
      problems.push(await refusal(clients.owner, "updateMembership", { id, patch: { roleId } }, fields));
    }
    expect(problems).toEqual(Array(2).fill("BAD_INPUT: The role refers to a record that does not exist."));
  });
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
    const { lead } = await run(clients.owner, "createLead", { lead: { lastName: "Ray" } }, "lead { id }");
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
    await run(clients.owner, "deleteLead", { id: lead.id }, "lead { id }");
    const deleted = await clients.admin.ask(EXPLAIN, variables);
    expect(deleted.explainAccess).toMatchObject({
      isDeleted: true,
      reason: "The record is in the recycle bin: member may not restore it.",
    });
    expect(await clients.member.fail(EXPLAIN, variables)).toBe("NOT_FOUND: No such lead.");
  });

  it("answers what cannot be asked with an error that says so", async () => {
    const { lead } = await run(clients.owner, "createLead", { lead: { lastName: "Ray" } }, "lead { id }");
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
  it("are changed by who may assign, with the field named that was in the way", async () => {
    const { lead } = await run(clients.member, "createLead", { lead: { lastName: "Ray" } }, "lead { id }");
    const input = { id: lead.id, patch: { ownerId: tenant.users.admin } };
    const { errors } = await clients.member.try(mutation("updateLead", "lead { id }"), { input });
    expect(errors![0]).toMatchObject({
      message: "You may not change whose this lead is.",
      extensions: { code: "FORBIDDEN", fields: { ownerId: "Needs the permission to assign." } },
    });
    const given = await run(clients.admin, "updateLead", input, "lead { owner { id } }");
    expect(given.lead.owner.id).toBe(tenant.users.admin);
  });
});
