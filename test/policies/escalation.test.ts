import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import type pg from "pg";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  addMember,
  attempt,
  commitAs,
  makeRole,
  makeTenant,
  makeUser,
  one,
  openTrial,
  randomId,
} from "../support/tenants.ts";
import type { Outcome, Tenant, Trial } from "../support/tenants.ts";
import { insertAs, makeHolder, makeStaff } from "./people.ts";
import type { Permission, Staff } from "./people.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let stranger: string;
let people: Staff["people"];

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  ({ tenant, stranger, people } = await makeStaff(database));
  await insertAs(database, people["owner"]!, "leads", "(company) values ('x')");
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

function tryAs(actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> {
  return trial.tryAs(actor, text, values);
}

const ROLE_ID = `(select id from app_public.roles where slug = 'owner')`;

describe("nobody rises by themselves:", () => {
  it("an admin makes nobody an owner and takes no owner down", async () => {
    for (const change of [
      `role_id = ${ROLE_ID} where user_id = '${tenant.users.admin}'`,
      `role_id = ${ROLE_ID} where user_id = '${stranger}'`,
      `is_active = false where user_id = '${tenant.users.owner}'`,
      `role_id = (select id from app_public.roles where slug = 'viewer') where user_id = '${tenant.users.owner}'`,
    ]) {
      const { code } = await tryAs(people["admin"]!, `update app_public.memberships set ${change}`);
      expect([change, code]).toEqual([change, "RH403"]);
    }
  });

  it("who may edit members gives and takes only roles within their own", async () => {
    const actor = await custom([
      ["member", "view", "all"],
      ["member", "edit", "all"],
      ["role", "view", "all"],
    ]);
    for (const slug of ["admin", "manager", "member"]) {
      const raised = await tryAs(
        actor,
        `update app_public.memberships set role_id = (select id from app_public.roles where slug = $1)
           where user_id = $2`,
        [slug, actor.userId],
      );
      expect([slug, raised.code]).toEqual([slug, "RH403"]);
    }
    const thrownOut = await tryAs(
      actor,
      "update app_public.memberships set is_active = false where user_id = $1",
      [tenant.users.admin],
    );
    expect(thrownOut.code).toBe("RH403");
  });

  it("a membership stays its user's, for the importer too", async () => {
    for (const role of ["rowhouse_user", "rowhouse_importer"] as const) {
      const stolen = await tryAs(
        { ...people["admin"]!, role },
        "update app_public.memberships set user_id = $1 where user_id = $2",
        [await asSuperuser(database, (client) => makeUser(client)), tenant.users.owner],
      );
      expect([role, stolen.code]).toEqual([role, "42501"]);
    }
  });

  it("an owner gives a custom role what they hold", async () => {
    const { id } = await asSuperuser(database, (client) =>
      makeRole(client, tenant.organizationId, []),
    );
    const grant = (person: string, object: string, action: string, scope: string) =>
      tryAs(
        people[person]!,
        "insert into app_public.role_permissions (role_id, object, action, scope) values ($1, $2, $3, $4)",
        [id, object, action, scope],
      );
    expect(await grant("owner", "lead", "view", "team")).toMatchObject({ rowCount: 1 });
    expect(await grant("admin", "deal", "edit", "all")).toMatchObject({ rowCount: 1 });
    expect((await grant("admin", "organization", "manage", "all")).code).toBe("RH403");
  });

  it("who may edit roles grants no more than they hold, nor to themselves", async () => {
    const permissions: Permission[] = [
      ["role", "view", "all"],
      ["role", "create", "all"],
      ["role", "edit", "all"],
      ["role", "delete", "all"],
      ["lead", "view", "own"],
    ];
    const actor = await custom(permissions);
    const own = `(select role_id from app_public.memberships where user_id = '${actor.userId}')`;
    const grant = (object: string, action: string, scope: string) =>
      tryAs(
        actor,
        `insert into app_public.role_permissions (role_id, object, action, scope) values (${own}, $1, $2, $3)`,
        [object, action, scope],
      );
    expect((await grant("deal", "view", "all")).code).toBe("RH403");
    const widened = await tryAs(
      actor,
      `update app_public.role_permissions set scope = 'all' where role_id = ${own} and object = 'lead'`,
    );
    expect(widened.code).toBe("RH403");
  });

  it("nobody changes what a system role may do, be it by moving a permission away from it", async () => {
    const { id } = await asSuperuser(database, (client) =>
      makeRole(client, tenant.organizationId, []),
    );
    for (const [text, values] of [
      [
        `insert into app_public.role_permissions (role_id, object, action, scope)
          select id, 'audit_log', 'view', 'all' from app_public.roles where slug = 'member'`,
        [],
      ],
      [`update app_public.role_permissions set scope = 'own' where role_id = ${ROLE_ID}`, []],
      [`delete from app_public.role_permissions where role_id = ${ROLE_ID}`, []],
      [
        `update app_public.role_permissions set role_id = $1
          where role_id = ${ROLE_ID} and object = 'deal' and action = 'view'`,
        [id],
      ],
    ] as [string, unknown[]][]) {
      for (const person of ["owner", "admin"]) {
        const { code } = await tryAs(people[person]!, text, values);
        expect([text, person, code]).toEqual([text, person, "RH403"]);
      }
    }
  });

  it("nobody renames or deletes a system role, and no role becomes one", async () => {
    for (const role of ["rowhouse_user", "rowhouse_importer"] as const) {
      const owner = { ...people["owner"]!, role };
      for (const text of [
        "update app_public.roles set name = 'Chief' where slug = 'owner'",
        "update app_public.roles set slug = 'chief' where slug = 'owner'",
        "delete from app_public.roles where slug = 'viewer'",
      ])
        expect((await tryAs(owner, text)).code).toBe("RH403");
      const freed = await tryAs(owner, "update app_public.roles set is_system = false");
      expect(freed.code).toMatch(/^(42501|RH403)$/);
      const made = "insert into app_public.roles (slug, name, is_system) values ('x', 'x', true)";
      expect((await tryAs(owner, made)).code).toBe("42501");
    }
  });

  it("an admin invites no owner, and a member nobody", async () => {
    const invite = (person: string, role: string) =>
      tryAs(
        people[person]!,
        "select app_hidden.invite_member('new@example.test', $1, '\\x00', 's', 'b')",
        [role],
      );
    expect((await invite("admin", "owner")).code).toBe("RH403");
    expect((await invite("admin", "admin")).rowCount).toBe(1);
    expect((await invite("owner", "owner")).rowCount).toBe(1);
    for (const person of ["manager", "member", "viewer"]) {
      expect([person, (await invite(person, "viewer")).code]).toEqual([person, "RH403"]);
    }
    const direct = await tryAs(
      people["owner"]!,
      `insert into app_public.invitations (email, role_id) values ('x@example.test', ${ROLE_ID})`,
    );
    expect(direct.code).toBe("42501");
  });

  it("nobody becomes a member, a user or an organization by writing the row", async () => {
    for (const text of [
      `insert into app_public.memberships (user_id, role_id) values ('${randomId()}', ${ROLE_ID})`,
      "insert into app_public.users (email, name) values ('x@example.test', 'x')",
      "insert into app_public.organizations (name, slug) values ('x', 'x')",
      "update app_public.users set email = 'x@example.test'",
      "delete from app_public.memberships",
      "select * from app_private.user_credentials",
      "select app_private.find_credentials('x')",
      "select app_hidden.next_deal_number(gen_random_uuid())",
      "set role rowhouse_owner",
    ]) {
      const { code } = await tryAs(people["owner"]!, text);
      expect([text, code]).toEqual([text, "42501"]);
    }
  });
});

const custom = (permissions: Permission[]) =>
  makeHolder(database, tenant.organizationId, permissions);

describe("the last owner", () => {
  const leave = "update app_public.memberships set is_active = false where user_id = $1";

  it("cannot leave or be demoted", async () => {
    const owner = people["owner"]!;
    expect((await tryAs(owner, leave, [owner.userId])).code).toBe("RH409");
    const demoted = await tryAs(
      owner,
      `update app_public.memberships set role_id = (select id from app_public.roles where slug = 'admin')
         where user_id = $1`,
      [owner.userId],
    );
    expect(demoted.code).toBe("RH409");
  });

  it("is one of two who leave at the same time", async () => {
    const pair = await asSuperuser(database, async (client) => {
      const shared = await makeTenant(client, "Two owners");
      const second = await addMember(client, shared.organizationId, "owner");
      return [shared.actor("owner"), { userId: second, organizationId: shared.organizationId }];
    });
    const outcomes = await Promise.all(
      pair.map((actor) => commitAs(database, actor, leave, [actor.userId])),
    );
    expect(outcomes.map(({ code }) => code ?? "left").sort()).toEqual(["RH409", "left"]);
  });
});

describe("what is taken away takes effect on the next statement:", () => {
  /** Asks before and after a change that another connection commits. */
  async function around(
    actor: Actor,
    text: string,
    change: (client: pg.Client) => Promise<unknown>,
  ) {
    return withConnection(database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, actor);
      const before = await attempt(client, text);
      await asSuperuser(database, change);
      return { before, after: await attempt(client, text) };
    });
  }

  it("a membership", async () => {
    const userId = await asSuperuser(database, (client) =>
      addMember(client, tenant.organizationId, "admin"),
    );
    const { before, after } = await around(
      { userId, organizationId: tenant.organizationId },
      "select from app_public.leads",
      (client) =>
        client.query("update app_public.memberships set is_active = false where user_id = $1", [
          userId,
        ]),
    );
    expect(before.rowCount).toBeGreaterThan(0);
    expect(after.code).toBe("RH403");
  });

  it("a role", async () => {
    const userId = await asSuperuser(database, (client) =>
      addMember(client, tenant.organizationId, "admin"),
    );
    const { before, after } = await around(
      { userId, organizationId: tenant.organizationId },
      "select from app_public.leads",
      (client) =>
        client.query(
          `update app_public.memberships m set role_id = r.id from app_public.roles r
             where m.user_id = $1 and r.organization_id = m.organization_id and r.slug = 'member'`,
          [userId],
        ),
    );
    expect(before.rowCount).toBeGreaterThan(0);
    expect(after.rowCount).toBe(0);
  });

  it("a session, without organization too", async () => {
    for (const organizationId of [tenant.organizationId, undefined]) {
      const userId = tenant.users.owner;
      const session = await asSuperuser(database, (client) =>
        one<{ id: string }>(client, "select app_private.begin_session($1, $2, $3) as id", [
          userId,
          tenant.organizationId,
          Buffer.from(randomId()),
        ]),
      );
      const { before, after } = await around(
        { userId, organizationId, sessionId: session.id },
        "select from app_public.users",
        (client) => client.query("select app_private.end_session($1, $2)", [session.id, userId]),
      );
      expect(before.rowCount).toBeGreaterThan(0);
      expect(after.code).toBe("RH401");
    }
  });

  it("a session of somebody else never was one", async () => {
    const session = await asSuperuser(database, (client) =>
      one<{ id: string }>(client, "select app_private.begin_session($1, $2, $3) as id", [
        tenant.users.owner,
        tenant.organizationId,
        Buffer.from(randomId()),
      ]),
    );
    const used = await tryAs(
      { ...people["admin"]!, sessionId: session.id },
      "select from app_public.leads",
    );
    expect(used.code).toBe("RH401");
  });
});
