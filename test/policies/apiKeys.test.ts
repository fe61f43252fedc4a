import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  addMember, attempt, commitAs, makeRole, makeTenant, one, openTrialTenant, randomId, runAs,
} from "../support/tenants.ts";
import type { Outcome, SystemRole, Tenant, Trial } from "../support/tenants.ts";

const CREATE = "select id, user_id from app_hidden.create_api_key($1, $2, $3, $4, $5)";
const REVOKE = "select revoked_at from app_public.revoke_api_key($1)";
const ROLE = "(select id from app_public.roles where slug = $1)";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let owner: Actor;

beforeAll(async () => {
  ({ database, trial, tenant, owner } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const tryAs = (actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> =>
  trial.tryAs(actor, text, values);

const argumentsOf = (role: string, expiresAt: Date | null = null) =>
  [randomId(), role, expiresAt, "rh_abcdef", randomBytes(32)] as const;

/** A key, as the actor that its requests run as. */
type Program = Actor & { id: string; userId: string; hash: Buffer };

async function makeKey(role: string, by = owner, expiresAt: Date | null = null): Promise<Program> {
  const values = argumentsOf(role, expiresAt);
  const made = (await runAs(database, by, CREATE, [...values])) as { id: string; user_id: string };
  const session = await asSuperuser(database, (client) =>
    one<{ id: string }>(client, "select id from app_private.sessions where user_id = $1", [
      made.user_id,
    ]),
  );
  const { organizationId } = tenant;
  const actor = { userId: made.user_id, organizationId, sessionId: session.id };
  return { ...actor, id: made.id, hash: values[4] };
}

/** Somebody in a custom role. */
async function custom(permissions: readonly (readonly [string, string, string])[]): Promise<Actor> {
  const { organizationId } = tenant;
  return asSuperuser(database, async (client) => {
    const { slug } = await makeRole(client, organizationId, permissions);
    return { userId: await addMember(client, organizationId, slug), organizationId };
  });
}

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

describe("API keys", () => {
  it.each(["owner", "admin"] as const)("are managed by an %s", async (role) => {
    const actor = tenant.actor(role);
    const key = await makeKey("viewer");
    expect((await tryAs(actor, CREATE, [...argumentsOf("admin")])).rowCount).toBe(1);
    expect((await tryAs(actor, "select from app_public.api_keys where id = $1", [key.id])).rowCount).toBe(1);
    const rename = "update app_public.api_keys set name = 'renamed' where id = $1";
    expect((await tryAs(actor, rename, [key.id])).rowCount).toBe(1);
    expect((await tryAs(actor, REVOKE, [key.id])).rows[0]?.["revoked_at"]).toBeInstanceOf(Date);
  });

  it.each(["manager", "member", "viewer"] as const)("are nothing to a %s", async (role) => {
    const actor = tenant.actor(role as SystemRole);
    const key = await makeKey("viewer");
    expect((await tryAs(actor, "select from app_public.api_keys")).rowCount).toBe(0);
    expect((await tryAs(actor, "update app_public.api_keys set name = 'x'")).rowCount).toBe(0);
    expect((await tryAs(actor, CREATE, [...argumentsOf("viewer")])).code).toBe("RH403");
    for (const id of [key.id, randomId()]) {
      expect((await tryAs(actor, REVOKE, [id])).code).toBe("RH403");
    }
  });

  it("are written by no statement that goes around the functions", async () => {
    const key = await makeKey("viewer");
    for (const text of [
      `insert into app_public.api_keys (name, user_id, prefix) values ('x', '${key.userId}', 'rh_abcdef')`,
      "delete from app_public.api_keys",
      "update app_public.api_keys set revoked_at = null",
      "update app_public.api_keys set expires_at = null",
      `update app_public.api_keys set user_id = '${tenant.users.owner}'`,
      "update app_public.users set is_service_account = false",
      "select from app_private.api_key_secrets",
      "select app_private.find_api_key('x')",
    ]) {
      expect([text, (await tryAs(owner, text)).code]).toEqual([text, "42501"]);
    }
  });

  it("tell their last use only to who may see them, whatever row is held out", async () => {
    const key = await makeKey("viewer");
    await asSuperuser(database, (client) =>
      client.query("select app_private.note_api_key_use($1)", [key.hash]),
    );
    const text = `select app_public.api_keys_last_used_at(jsonb_populate_record(
      null::app_public.api_keys, jsonb_build_object('organization_id', $1::text, 'id', $2::text, 'user_id', $3::text))) as at`;
    const forged = (userId: string) => [tenant.organizationId, key.id, userId];
    const at = async (actor: Actor) =>
      (await tryAs(actor, text, forged(actor.userId as string))).rows[0]?.["at"];
    expect(await at(owner)).toBeInstanceOf(Date);
    expect(await at(key)).toBeInstanceOf(Date);
    expect(await at(tenant.actor("member"))).toBeNull();
    const stranger = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    expect(await at(stranger.actor("owner"))).toBeNull();
  });
});

describe("nobody rises by an API key:", () => {
  it("it has no role above that of who makes it, and is no owner", async () => {
    const maker = await custom([["api_key", "create", "all"], ["lead", "view", "own"]]);
    for (const slug of ["admin", "manager", "member", "viewer", "owner"]) {
      const { code } = await tryAs(maker, CREATE, [...argumentsOf(slug)]);
      expect([slug, code]).toEqual([slug, "RH403"]);
    }
    const lesser = await asSuperuser(database, (client) =>
      makeRole(client, tenant.organizationId, [["lead", "view", "own"]]),
    );
    expect((await tryAs(maker, CREATE, [...argumentsOf(lesser.slug)])).rowCount).toBe(1);
    const { code, message } = await tryAs(owner, CREATE, [...argumentsOf("owner")]);
    expect([code, message]).toEqual(["RH403", "An API key cannot be an owner."]);
  });

  it("it makes none that may do more, and none that outlasts it", async () => {
    const program = await makeKey("admin", owner, inHours(2));
    const create = async (role: string, expiresAt: Date | null) =>
      (await tryAs(program, CREATE, [...argumentsOf(role, expiresAt)])).message ?? "made";
    expect(await create("owner", inHours(1))).toBe("An API key cannot be an owner.");
    expect(await create("admin", inHours(3))).toBe("An API key cannot make one that outlasts it.");
    expect(await create("admin", null)).toBe("An API key cannot make one that outlasts it.");
    expect(await create("admin", inHours(1))).toBe("made");
    const viewer = await makeKey("viewer");
    expect(await tryAs(viewer, CREATE, [...argumentsOf("viewer")])).toMatchObject({ code: "RH403" });
  });

  it("its role is raised through its membership by nobody who holds less, and never to owner", async () => {
    const program = await makeKey("viewer");
    const raise = `update app_public.memberships set role_id = ${ROLE} where user_id = $2`;
    const editor = await custom([
      ["member", "view", "all"], ["member", "edit", "all"], ["role", "view", "all"],
    ]);
    for (const [actor, slug, code] of [
      [editor, "admin", "RH403"],
      [tenant.actor("admin"), "owner", "RH403"],
      [owner, "owner", "RH403"],
      [tenant.actor("admin"), "admin", undefined],
    ] as const) {
      const outcome = await tryAs(actor, raise, [slug, program.userId]);
      expect([slug, outcome.code, outcome.rowCount]).toEqual([slug, code, code ? 0 : 1]);
    }
    const admin = await makeKey("admin");
    expect((await tryAs(admin, raise, ["owner", admin.userId])).code).toBe("RH403");
    const past = await asSuperuser(database, (client) =>
      client
        .query(
          `update app_public.memberships m set role_id = r.id from app_public.roles r
             where m.user_id = $1 and r.organization_id = m.organization_id and r.slug = 'owner'`,
          [admin.userId],
        )
        .catch((error: Error) => error.message),
    );
    expect(past).toBe("An API key cannot be an owner.");
  });

  it("the last owner is a person, however many keys there are", async () => {
    const program = await makeKey("admin");
    const leave = "update app_public.memberships set is_active = false where user_id = $1";
    expect((await tryAs(owner, leave, [tenant.users.owner])).code).toBe("RH409");
    expect((await tryAs(program, leave, [tenant.users.owner])).code).toBe("RH403");
  });

  it("who may revoke keys ends none that may do more than they", async () => {
    const revoker = await custom([["api_key", "view", "all"], ["api_key", "delete", "all"]]);
    const admin = await makeKey("admin");
    expect((await tryAs(revoker, REVOKE, [admin.id])).code).toBe("RH403");
    expect((await tryAs(admin, "select from app_public.leads")).code).toBeUndefined();
  });
});

describe("a service account", () => {
  it("has no password, no session beside that of its key, and no second organization", async () => {
    const program = await makeKey("admin");
    await asSuperuser(database, async (client) => {
      const other = await makeTenant(client, "Initech");
      const hash = "$2b$12$gIWBk1AoVVvHGXHbSasfE.3nY48Wt4WxQtbtpLEIVtq1BrxBIuJxO";
      await client.query("begin");
      for (const [text, ...values] of [
        ["select app_private.begin_session($1, $2, 'x')", program.userId, tenant.organizationId],
        ["select app_private.set_password($1, $2)", program.userId, hash],
        ["insert into app_private.user_credentials (user_id, password_hash) values ($1, $2)", program.userId, hash],
        ["select app_private.end_session($1, $2)", program.sessionId, program.userId],
        ["select app_private.end_all_sessions($1)", program.userId],
        ["select app_private.switch_organization($1, $2, $3)", program.sessionId, program.userId, tenant.organizationId],
        ["insert into app_public.memberships (organization_id, user_id, role_id) select organization_id, $2, id from app_public.roles where organization_id = $1 and slug = 'viewer'",
          other.organizationId, program.userId],
      ] as [string, ...unknown[]][]) {
        expect([text, (await attempt(client, text, values)).code]).toEqual([text, "RH403"]);
      }
      await client.query("rollback");
    });
    expect((await tryAs(program, "select from app_public.leads")).code).toBeUndefined();
  });

  it("has an address that no person can have, and the other way round", async () => {
    await asSuperuser(database, async (client) => {
      await client.query("begin");
      for (const [email, isService] of [["x@service.invalid", false], ["x@example.test", true]]) {
        const { constraint } = await attempt(
          client,
          "insert into app_public.users (email, name, is_service_account) values ($1, 'x', $2)",
          [email, isService],
        );
        expect([email, constraint]).toEqual([email, "users_service_email_check"]);
      }
      await client.query("rollback");
    });
  });

  it("outlasts the membership of who made its key", async () => {
    const maker = await asSuperuser(database, (client) =>
      addMember(client, tenant.organizationId, "admin"),
    );
    const program = await makeKey("viewer", { ...owner, userId: maker });
    await runAs(database, owner, "update app_public.memberships set is_active = false where user_id = $1", [maker]);
    expect((await tryAs(program, "select from app_public.leads")).code).toBeUndefined();
    const seen = await tryAs(owner, "select created_by from app_public.api_keys where id = $1", [program.id]);
    expect(seen.rows).toEqual([{ created_by: maker }]);
  });
});

describe("a key that ends", () => {
  it("is revoked once, by two at once too, and does not come back", async () => {
    const program = await makeKey("admin");
    const outcomes = await Promise.all(
      [owner, tenant.actor("admin")].map((actor) => commitAs(database, actor, REVOKE, [program.id])),
    );
    const [first, second] = outcomes.map(({ rows }) => rows[0]?.["revoked_at"]);
    expect(first).toBeInstanceOf(Date);
    expect(second).toEqual(first);
    const { count } = await asSuperuser(database, (client) =>
      one<{ count: number }>(
        client,
        `select count(*)::int as count from app_public.audit_log
           where action = 'auth.api_key_revoked' and new_values ->> 'api_key_id' = $1`,
        [program.id],
      ),
    );
    expect(count).toBe(1);
    for (const organizationId of [tenant.organizationId, undefined]) {
      const { code } = await tryAs({ ...program, organizationId }, "select from app_public.users");
      expect(code).toBe("RH401");
    }
    const again = await tryAs(
      owner,
      "update app_public.memberships set is_active = true where user_id = $1",
      [program.userId],
    );
    expect([again.code, again.message]).toEqual([
      "RH409",
      "This API key was revoked or has expired. Make a new one.",
    ]);
  });

  it("may revoke itself, and is told so", async () => {
    const program = await makeKey("admin");
    const { rows } = await commitAs(database, program, REVOKE, [program.id]);
    expect(rows[0]?.["revoked_at"]).toBeInstanceOf(Date);
    expect((await tryAs(program, "select from app_public.leads")).code).toBe("RH401");
  });

  it("expires by itself, on the next statement", async () => {
    const program = await makeKey("admin", owner, inHours(1));
    expect((await tryAs(program, "select from app_public.leads")).code).toBeUndefined();
    await asSuperuser(database, (client) =>
      client.query("update app_private.sessions set expires_at = now() where id = $1", [
        program.sessionId,
      ]),
    );
    const { code, message } = await tryAs(program, "select from app_public.leads");
    expect([code, message]).toEqual([
      "RH401",
      "This API key is unknown, was revoked or has expired.",
    ]);
  });

  it("is no member any more after the nightly cleaning, which leaves other keys alone", async () => {
    const [expired, going] = [await makeKey("member", owner, inHours(1)), await makeKey("member")];
    await asSuperuser(database, async (client) => {
      await client.query(
        "update app_public.api_keys set expires_at = now() - interval '1 second' where id = $1",
        [expired.id],
      );
      await client.query("select app_private.clean_up()");
    });
    const assign = "insert into app_public.tasks (title, assignee_id) values ('x', $1)";
    expect((await tryAs(owner, assign, [expired.userId])).code).toBe("RH400");
    expect((await tryAs(owner, assign, [going.userId])).rowCount).toBe(1);
    expect((await tryAs(going, "select from app_public.leads")).code).toBeUndefined();
    const again = "update app_public.memberships set is_active = true where user_id = $1";
    expect((await tryAs(owner, again, [expired.userId])).code).toBe("RH409");
  });

  it("is found by its hash only as long as it holds", async () => {
    const program = await makeKey("viewer");
    const find = (hash: Buffer) =>
      asSuperuser(database, (client) =>
        client.query("select * from app_private.find_api_key($1)", [hash]),
      );
    expect((await find(program.hash)).rows).toEqual([
      {
        user_id: program.userId,
        organization_id: tenant.organizationId,
        session_id: program.sessionId,
      },
    ]);
    expect((await find(createHash("sha256").update("x").digest())).rows).toEqual([]);
    await runAs(database, owner, REVOKE, [program.id]);
    expect((await find(program.hash)).rows).toEqual([]);
  });
});
