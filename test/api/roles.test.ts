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
    const { role } = await mutate(
      clients.admin,
      "updateRole",
      { id, patch: { name: "Help desk", description: "Answers." } },
      "role { name description isSystem }",
    );
    expect(role).toEqual({ name: "Help desk", description: "Answers.", isSystem: false });
    await mutate(clients.admin, "deleteRole", { id }, "role { id }");
    expect(await failToMutate(clients.admin, "deleteRole", { id }, "role { id }")).toBe(
      "NOT_FOUND: No such role.",
    );
  });

  it("have one short name each", async () => {
    const { slug } = await makeCustomRole();
    expect(
      await failToMutate(clients.admin, "createRole", { role: { slug, name: "x" } }, "role { id }"),
    ).toBe("CONFLICT: A role with this short name exists.");
  });

  it("that somebody has are not deleted, and system roles neither deleted nor renamed", async () => {
    const { id, slug } = await makeCustomRole();
    await newMember(slug);
    await newMember(slug);
    expect(await failToMutate(clients.admin, "deleteRole", { id }, "role { id }")).toBe(
      "CONFLICT: This role still belongs to 2 members: give them another first.",
    );
    const viewer = await systemRole("viewer");
    expect(await failToMutate(clients.owner, "deleteRole", { id: viewer }, "role { id }")).toBe(
      "FORBIDDEN: System roles cannot be deleted.",
    );
    expect(
      await failToMutate(
        clients.owner,
        "updateRole",
        { id: viewer, patch: { name: "x" } },
        "role { id }",
      ),
    ).toBe("FORBIDDEN: System roles cannot be renamed.");
  });

  it("of others are as if they were not there, and members change none", async () => {
    const { id } = await makeCustomRole();
    const theirs = await asSuperuser(database, (client) =>
      makeRole(client, other.organizationId, []),
    );
    for (const [client, roleId] of [
      [clients.owner, theirs.id],
      [clients.owner, randomUUID()],
      [clients.member, id],
    ] as [Client, string][]) {
      for (const [name, more] of [
        ["updateRole", { patch: { name: "x" } }],
        ["deleteRole", {}],
      ] as [string, object][]) {
        expect(await failToMutate(client, name, { id: roleId, ...more }, "role { id }")).toBe(
          "NOT_FOUND: No such role.",
        );
      }
    }
    expect(
      await failToMutate(
        clients.member,
        "createRole",
        { role: { slug: "x", name: "x" } },
        "role { id }",
      ),
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
      mutate(client, "setRolePermissions", { roleId, permissions: list }, fields);
    expect((await set(id, permissions)).role.rolePermissions.nodes).toEqual(permissions);
    expect((await set(id, permissions.slice(1))).role.rolePermissions.nodes).toEqual(
      permissions.slice(1),
    );
  });

  it.each([
    [
      { object: "dragon", action: "VIEW", scope: "ALL" },
      'BAD_INPUT: Permissions know no object "dragon".',
    ],
    [
      { object: "tag", action: "CONVERT", scope: "ALL" },
      "BAD_INPUT: There is no way to convert: tag.",
    ],
    [
      { object: "organization", action: "MANAGE", scope: "ALL" },
      "FORBIDDEN: You cannot grant more than you hold.",
    ],
  ])("that are wrong are told in words: %j", async (permission, message) => {
    const { id } = await makeCustomRole();
    const input = {
      roleId: id,
      permissions: [{ object: "deal", action: "VIEW", scope: "OWN" }, permission],
    };
    expect(await failToMutate(clients.admin, "setRolePermissions", input, fields)).toBe(message);
    const created = { rolePermission: { roleId: id, ...permission } };
    expect(
      await failToMutate(
        clients.admin,
        "createRolePermission",
        created,
        "rolePermission { scope }",
      ),
    ).toBe(message);
    const { role } = await clients.admin.ask(
      `query ($id: UUID!) { role(id: $id) { rolePermissions { totalCount } } }`,
      { id },
    );
    expect(role.rolePermissions.totalCount).toBe(0);
  });

  it("are added, changed and removed one by one", async () => {
    const { id: roleId } = await makeCustomRole();
    const key = { roleId, object: "lead", action: "VIEW" };
    const permission = "rolePermission { object action scope }";
    const created = await mutate(
      clients.admin,
      "createRolePermission",
      { rolePermission: { ...key, scope: "OWN" } },
      permission,
    );
    expect(created.rolePermission).toEqual({ object: "lead", action: "VIEW", scope: "OWN" });
    const wider = await mutate(
      clients.admin,
      "updateRolePermission",
      { ...key, patch: { scope: "ALL" } },
      permission,
    );
    expect(wider.rolePermission.scope).toBe("ALL");
    await mutate(clients.admin, "deleteRolePermission", key, permission);
    expect(await failToMutate(clients.admin, "deleteRolePermission", key, permission)).toBe(
      "NOT_FOUND: No such role permission.",
    );
  });

  it("of system roles stay", async () => {
    const roleId = await systemRole("member");
    const message = "FORBIDDEN: The permissions of system roles cannot be changed.";
    const key = { roleId, object: "lead", action: "VIEW" };
    const permission = "rolePermission { scope }";
    expect(
      await failToMutate(clients.owner, "setRolePermissions", { roleId, permissions: [] }, fields),
    ).toBe(message);
    expect(
      await failToMutate(
        clients.owner,
        "updateRolePermission",
        { ...key, patch: { scope: "ALL" } },
        permission,
      ),
    ).toBe(message);
    expect(await failToMutate(clients.owner, "deleteRolePermission", key, permission)).toBe(
      message,
    );
  });

  it("of one's own role are changed too, and the answer comes as the role is then", async () => {
    const { id: roleId, slug } = await makeCustomRole(clients.owner);
    const held = ["VIEW", "CREATE", "EDIT", "DELETE"].map((action) => ({
      object: "role",
      action,
      scope: "ALL",
    }));
    await mutate(clients.owner, "setRolePermissions", { roleId, permissions: held }, "role { id }");
    const userId = await newMember(slug);
    const users = { ...tenant.users, member: userId };
    const client = await signIn(database, api, { ...tenant, users }, "member");
    const kept = [...held.slice(1, 3), { ...held[0]!, scope: "OWN" }];
    const input = { roleId, permissions: kept };
    const { role } = await mutate(client, "setRolePermissions", input, fields);
    expect(role.rolePermissions.nodes).toHaveLength(3);
    expect(role.rolePermissions.nodes).toEqual(expect.arrayContaining(kept));
    expect(
      await failToMutate(client, "setRolePermissions", { roleId, permissions: [] }, fields),
    ).toBe("FORBIDDEN: Your role may not take permissions away.");
  });

  it("take effect on the next request, and myPermissions tells them", async () => {
    const { id, slug } = await makeCustomRole();
    const userId = await newMember(slug);
    const client = await signIn(
      database,
      api,
      { ...tenant, users: { ...tenant.users, member: userId } },
      "member",
    );
    await mutate(clients.owner, "createLead", { lead: { company: "x" } }, "lead { id }");
    const seen = async () =>
      (await client.ask("{ leads { totalCount } }")).leads.totalCount as number;
    expect(await seen()).toBe(0);
    const permissions = [{ object: "lead", action: "VIEW", scope: "ALL" }];
    await mutate(clients.admin, "setRolePermissions", { roleId: id, permissions }, "role { id }");
    expect(await seen()).toBeGreaterThan(0);
    const mine = await client.ask("{ myPermissions { object action scope } }");
    expect(mine.myPermissions).toEqual(permissions);
    await mutate(
      clients.admin,
      "setRolePermissions",
      { roleId: id, permissions: [] },
      "role { id }",
    );
    expect(await seen()).toBe(0);
  });
});
