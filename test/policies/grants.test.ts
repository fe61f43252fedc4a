import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import {
  addMember,
  commitAs,
  makeRole,
  makeTenant,
  one,
  openTrialTenant,
  randomId,
  runAs,
} from "../support/tenants.ts";
import type { Outcome, Tenant, TrialTenant } from "../support/tenants.ts";
import { makeHolder } from "./people.ts";
import type { Permission } from "./people.ts";

/** What it takes to administer roles. */
const ROLES: Permission[] = ["view", "create", "edit", "delete"].map((action) => [
  "role",
  action,
  "all",
]);

let setting: TrialTenant;
let tenant: Tenant;
let owner: Actor;

beforeAll(async () => {
  setting = await openTrialTenant();
  ({ tenant, owner } = setting);
}, 60_000);

afterAll(async () => {
  await setting?.trial.end();
  await setting?.database.drop();
});

const tryAs = (actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> =>
  setting.trial.tryAs(actor, text, values);

function newRole(permissions: Permission[]): Promise<{ id: string; slug: string }> {
  return asSuperuser(setting.database, (client) =>
    makeRole(client, tenant.organizationId, permissions),
  );
}

async function newMember(role: string): Promise<Actor> {
  const { organizationId } = tenant;
  const userId = await asSuperuser(setting.database, (client) =>
    addMember(client, organizationId, role),
  );
  return { userId, organizationId };
}

const holderOf = (permissions: Permission[]) =>
  makeHolder(setting.database, tenant.organizationId, permissions);

const GRANT =
  "insert into app_public.role_permissions (role_id, object, action, scope) values ($1, $2, $3, $4)";

const SET = `select app_public.set_role_permissions($1, array(
  select row(p ->> 0, p ->> 1, p ->> 2)::app_public.granted_permission
    from jsonb_array_elements($2::jsonb) p))`;

const setPermissions = (actor: Actor, roleId: string, permissions: (Permission | unknown[])[]) =>
  commitAs(setting.database, actor, SET, [roleId, JSON.stringify(permissions)]);

async function permissionsOf(roleId: string): Promise<string[]> {
  return asSuperuser(setting.database, async (client) => {
    const { rows } = await client.query<{ text: string }>(
      `select concat_ws(' ', object, action, scope) as text from app_public.role_permissions
         where role_id = $1 order by 1`,
      [roleId],
    );
    return rows.map(({ text }) => text);
  });
}

describe("a permission", () => {
  it.each([
    ["dragon", "view", 'Permissions know no object "dragon".'],
    ["lead", "fly", 'Permissions know no action "fly".'],
    ["tag", "convert", "There is no way to convert: tag."],
    ["product", "merge", "There is no way to merge: product."],
    ["note", "assign", "There is no way to assign: note."],
    ["audit_log", "delete", "There is no way to delete: audit log."],
  ])("to %s: %s means nothing, whoever writes it", async (object, action, message) => {
    const { id } = await newRole([["lead", "view", "all"]]);
    for (const role of ["rowhouse_user", "rowhouse_importer"] as const) {
      const made = await tryAs({ ...owner, role }, GRANT, [id, object, action, "all"]);
      expect(made).toMatchObject({ code: "RH400", message });
      const changed = await tryAs(
        { ...owner, role },
        "update app_public.role_permissions set object = $2, action = $3 where role_id = $1",
        [id, object, action],
      );
      expect(changed).toMatchObject({ code: "RH400", message });
    }
    await expect(newRole([[object, action, "all"]])).rejects.toMatchObject({ code: "23503" });
  });

  it("to everything that there is, is what an owner begins with", async () => {
    const { rows } = await tryAs(
      owner,
      "select object || ' ' || action as name from app_public.my_permissions() where scope = 'all'",
    );
    const known = await asSuperuser(setting.database, async (client) => {
      const all = await client.query<{ name: string }>(
        "select object || ' ' || action as name from app_hidden.object_actions",
      );
      return all.rows.map(({ name }) => name);
    });
    expect(rows.map(({ name }) => name as string).sort()).toEqual(known.sort());
    expect(known.length).toBeGreaterThan(100);
  });

  it("of a system role stays, also with who may write roles and not see them", async () => {
    const blind = await holderOf([
      ...ROLES.filter(([, action]) => action !== "view"),
      ["lead", "view", "all"],
    ]);
    const { id } = await asSuperuser(setting.database, (client) =>
      one<{ id: string }>(
        client,
        "select id from app_public.roles where slug = 'viewer' and organization_id = $1",
        [tenant.organizationId],
      ),
    );
    const before = await permissionsOf(id);
    for (const [text, values] of [
      [GRANT, [id, "lead", "view", "own"]],
      ["delete from app_public.role_permissions", []],
      ["update app_public.role_permissions set scope = 'own'", []],
    ] as [string, unknown[]][]) {
      const { code, message } = await tryAs(blind, text, values);
      expect([text, code, message]).toEqual([
        text,
        "RH403",
        "The permissions of system roles cannot be changed.",
      ]);
    }
    expect(await permissionsOf(id)).toEqual(before);
  });

  it("is taken away, narrowed or moved only by who holds it", async () => {
    const { id } = await newRole([
      ["deal", "view", "all"],
      ["lead", "view", "team"],
    ]);
    const actor = await holderOf([...ROLES, ["lead", "view", "own"]]);
    for (const text of [
      "delete from app_public.role_permissions where role_id = $1 and object = 'deal'",
      "delete from app_public.role_permissions where role_id = $1 and object = 'lead'",
      "update app_public.role_permissions set scope = 'own' where role_id = $1 and object = 'lead'",
      `update app_public.role_permissions set role_id = '${actor.roleId}'
         where role_id = $1 and object = 'deal'`,
    ]) {
      const { code, message } = await tryAs(actor, text, [id]);
      expect([text, code, message]).toEqual([
        text,
        "RH403",
        "You cannot take away more than you hold.",
      ]);
    }
    const text = "delete from app_public.role_permissions where role_id = $1";
    expect((await tryAs(owner, text, [id])).rowCount).toBe(2);
  });

  it("comes back wider by no round of grants between two roles", async () => {
    const a = await holderOf([...ROLES, ["lead", "view", "team"], ["deal", "view", "own"]]);
    // A makes a role with all that A holds, and gives it to B by an owner's hand.
    const id = (
      await runAs(
        setting.database,
        a,
        "insert into app_public.roles (slug, name) values ('b', 'B') returning id",
      )
    )["id"] as string;
    const held: Permission[] = [...ROLES, ["lead", "view", "team"], ["deal", "view", "own"]];
    expect((await setPermissions(a, id, held)).code).toBeUndefined();
    const b = await newMember("b");
    // Each tries to widen the other, then itself, by one step of each kind.
    for (const [actor, roleId] of [
      [b, a.roleId],
      [a, id],
      [a, a.roleId],
      [b, id],
    ] as [Actor, string][]) {
      for (const [object, scope] of [
        ["lead", "all"],
        ["lead", "territory"],
        ["deal", "team"],
        ["deal", "all"],
      ]) {
        const widened = await tryAs(
          actor,
          "update app_public.role_permissions set scope = $3 where role_id = $1 and object = $2",
          [roleId, object, scope],
        );
        expect([object, scope, widened.code]).toEqual([object, scope, "RH403"]);
      }
      const more = await tryAs(actor, GRANT, [roleId, "contact", "view", "own"]);
      expect(more).toMatchObject({
        code: "RH403",
        message: "You cannot grant more than you hold.",
      });
      const own = (await permissionsOf(roleId)).map((text) => text.split(" "));
      const all = await setPermissions(actor, roleId, [...own, ["contact", "view", "own"]]);
      expect(all.code).toBe("RH403");
    }
    expect(await permissionsOf(a.roleId)).toEqual(await permissionsOf(id));
  });
});

describe("set_role_permissions", () => {
  it("gives a role exactly what is named", async () => {
    const { id } = await newRole([
      ["lead", "view", "own"],
      ["deal", "view", "all"],
      ["tag", "view", "all"],
    ]);
    const next: Permission[] = [
      ["lead", "view", "team"],
      ["tag", "view", "all"],
      ["note", "edit", "own"],
    ];
    const done = await setPermissions(owner, id, next);
    expect(done.code).toBeUndefined();
    expect(await permissionsOf(id)).toEqual(["lead view team", "note edit own", "tag view all"]);
    await setPermissions(owner, id, []);
    expect(await permissionsOf(id)).toEqual([]);
  });

  it.each([
    ["RH400", 'Permissions know no object "dragon".', ["dragon", "view", "all"]],
    ["RH400", "There is no way to convert: tag.", ["tag", "convert", "all"]],
    ["RH400", "An object and an action are named twice.", ["lead", "view", "own"]],
    ["RH400", "A permission is an object, an action and a scope.", ["note", null, "all"]],
    ["23503", undefined, ["note", "view", "galaxy"]],
  ])("changes nothing at all when one is wrong: %s %s", async (code, message, wrong) => {
    const { id } = await newRole([["deal", "view", "all"]]);
    const refused = await setPermissions(owner, id, [["lead", "view", "team"], wrong]);
    expect(refused.code).toBe(code);
    if (message) expect(refused.message).toBe(message);
    expect(await permissionsOf(id)).toEqual(["deal view all"]);
  });

  it("leaves alone what the caller does not hold, and does not take or give it", async () => {
    const { id } = await newRole([
      ["organization", "manage", "all"],
      ["lead", "view", "own"],
    ]);
    const admin = tenant.actor("admin");
    const kept = await setPermissions(admin, id, [
      ["organization", "manage", "all"],
      ["lead", "view", "all"],
    ]);
    expect(kept.code).toBeUndefined();
    const taken = await setPermissions(admin, id, [["lead", "view", "own"]]);
    expect(taken).toMatchObject({
      code: "RH403",
      message: "You cannot take away more than you hold.",
    });
    expect(await permissionsOf(id)).toEqual(["lead view all", "organization manage all"]);
    const other = await newRole([]);
    const given = await setPermissions(admin, other.id, [["organization", "manage", "all"]]);
    expect(given).toMatchObject({ code: "RH403", message: "You cannot grant more than you hold." });
  });

  it("lets somebody give up the right to edit roles, in one go with other changes", async () => {
    const actor = await holderOf([...ROLES, ["lead", "view", "all"]]);
    const done = await setPermissions(actor, actor.roleId, [
      ["lead", "view", "own"],
      ["lead", "edit", "own"],
    ]);
    expect(done).toMatchObject({ code: "RH403", message: "You cannot grant more than you hold." });
    const less = await setPermissions(actor, actor.roleId, [["lead", "view", "own"]]);
    expect(less.code).toBeUndefined();
    expect(await permissionsOf(actor.roleId)).toEqual(["lead view own"]);
    expect((await setPermissions(actor, actor.roleId, [])).code).toBe("RH404");
  });

  it("refuses system roles, roles of others, and who may only look or only add", async () => {
    const system = await tryAs(owner, "select id from app_public.roles where slug = 'viewer'");
    const viewer = system.rows[0]!["id"] as string;
    expect(await setPermissions(owner, viewer, [])).toMatchObject({
      code: "RH403",
      message: "The permissions of system roles cannot be changed.",
    });
    const theirs = await asSuperuser(setting.database, async (client) => {
      const other = await makeTenant(client, "Globex");
      return makeRole(client, other.organizationId, [["lead", "view", "own"]]);
    });
    const hidden = await setPermissions(owner, theirs.id, []);
    expect(hidden).toEqual(await setPermissions(owner, randomId(), []));
    expect(hidden.code).toBe("RH404");
    const { id } = await newRole([["lead", "view", "own"]]);
    expect((await setPermissions(tenant.actor("manager"), id, [])).code).toBe("RH403");
    const adder = await holderOf([
      ...ROLES.filter(([, action]) => action !== "delete"),
      ["lead", "view", "all"],
    ]);
    expect(await setPermissions(adder, id, [])).toMatchObject({
      code: "RH403",
      message: "Your role may not take permissions away.",
    });
    expect(await permissionsOf(id)).toEqual(["lead view own"]);
  });

  it("called twice at once leaves one of the two sets", async () => {
    const { id } = await newRole([["tag", "view", "all"]]);
    const sets: Permission[][] = [
      [
        ["lead", "view", "own"],
        ["deal", "view", "own"],
      ],
      [
        ["lead", "view", "all"],
        ["note", "view", "all"],
      ],
    ];
    const done = await Promise.all(sets.map((set) => setPermissions(owner, id, set)));
    expect(done.map(({ code }) => code)).toEqual([undefined, undefined]);
    expect(sets.map((set) => set.map((permission) => permission.join(" ")).sort())).toContainEqual(
      await permissionsOf(id),
    );
  });
});

describe("a role", () => {
  const REMOVE = "delete from app_public.roles where id = $1";

  it("that somebody has is not deleted, nor one that may do more than the caller", async () => {
    const { roleId } = await holderOf([["lead", "view", "own"]]);
    expect(await tryAs(owner, REMOVE, [roleId])).toMatchObject({
      code: "RH409",
      message: "This role still belongs to one member: give them another first.",
    });
    const { id } = await newRole([["organization", "manage", "all"]]);
    expect(await tryAs(tenant.actor("admin"), REMOVE, [id])).toMatchObject({
      code: "RH403",
      message: "You cannot delete a role that may do more than yours.",
    });
    expect((await tryAs(owner, REMOVE, [id])).rowCount).toBe(1);
  });

  it("goes with its organization, members or not", async () => {
    const rolesLeft = await asSuperuser(setting.database, async (client) => {
      const { organizationId } = await makeTenant(client, "Gone");
      await makeRole(client, organizationId, [["lead", "view", "own"]]);
      await client.query("delete from app_public.organizations where id = $1", [organizationId]);
      const { rows } = await client.query(
        "select from app_public.roles where organization_id = $1",
        [organizationId],
      );
      return rows.length;
    });
    expect(rolesLeft).toBe(0);
  });
});
