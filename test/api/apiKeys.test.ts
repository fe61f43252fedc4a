import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash, randomBytes } from "node:crypto";
import { signAccessToken, createAccessTokenKey } from "../../src/auth/tokens.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { eventually } from "../support/process.ts";
import { makeTenant, randomId } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { auditedEvents, ME } from "./accounts.ts";
import { clientOf, problemOf, signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

const CREATE = `mutation ($name: String!, $role: String!, $expiresAt: Datetime) {
  createApiKey(input: { name: $name, role: $role, expiresAt: $expiresAt }) {
    key
    apiKey { id name prefix expiresAt lastUsedAt revokedAt createdAt creator { id } role { slug }
      user { id name email isServiceAccount } }
  }
}`;
const REVOKE = `mutation ($id: UUID!) {
  revokeApiKey(input: { id: $id }) { apiKey { id revokedAt } } }`;
const RENAME = `mutation ($id: UUID!, $name: String!) {
  updateApiKey(input: { id: $id, patch: { name: $name } }) { apiKey { name user { name } } } }`;
const LIST = "{ apiKeys { nodes { id name prefix lastUsedAt role { slug } } } }";
const LEADS = "{ leads { totalCount } }";
const REFUSED = "UNAUTHENTICATED: This API key is unknown, was revoked or has expired.";
const NO_PERSON =
  "FORBIDDEN: An API key cannot do this: it neither signs in nor out and has no password.";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let other: Tenant;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { attemptsPerMinute: 1_000 });
  [tenant, other] = await asSuperuser(database, async (client) => [
    await makeTenant(client, "Acme"),
    await makeTenant(client, "Globex"),
  ]);
  owner = await signIn(database, api, tenant, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

type Key = Client & { key: string; id: string; prefix: string };

/** A program with an API key that somebody made. */
async function makeKey(
  role = "member",
  by = owner,
  more: { expiresAt?: string; name?: string } = {},
): Promise<Key> {
  const { createApiKey } = await by.ask(CREATE, { name: randomId(), role, ...more });
  const { key, apiKey } = createApiKey;
  return { ...clientOf(api, key as string, apiKey.user.id as string), key, ...apiKey } as Key;
}

const later = (ms: number) => new Date(Date.now() + ms).toISOString();

async function runSql(text: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(text, values);
    return rows;
  });
}

describe("an API key", () => {
  it("is shown once, tells what it is, and works as a service account in its role", async () => {
    const expiresAt = later(3_600_000);
    const { createApiKey } = await owner.ask(CREATE, { name: " ERP sync ", role: "viewer", expiresAt });
    const { key, apiKey } = createApiKey;
    expect(key).toMatch(/^rh_[\w-]{43}$/);
    expect(apiKey).toMatchObject({
      name: "ERP sync",
      prefix: key.slice(0, 9),
      lastUsedAt: null,
      revokedAt: null,
      creator: { id: owner.userId },
      role: { slug: "viewer" },
      user: { name: "ERP sync", isServiceAccount: true },
    });
    expect(Date.parse(apiKey.expiresAt)).toBe(Date.parse(expiresAt));
    expect(apiKey.user.email).toMatch(/^[\w-]+@service\.invalid$/);
    const program = clientOf(api, key);
    expect(await program.ask(ME)).toMatchObject({
      currentUser: { id: apiKey.user.id },
      currentOrganization: { id: tenant.organizationId },
    });
    expect(await program.ask(LEADS)).toEqual({ leads: { totalCount: 0 } });
    const refused = await program.fail(
      'mutation { createLead(input: { lead: { company: "x" } }) { lead { id } } }',
    );
    expect(refused).toMatch(/^FORBIDDEN/);
  });

  it("is kept only as a hash", async () => {
    const { key, prefix } = await makeKey();
    const hash = createHash("sha256").update(key).digest();
    const kept = await runSql(
      "select api_key_id from app_private.api_key_secrets where key_hash = $1", [hash]);
    expect(kept).toHaveLength(1);
    const tables = await runSql(
      `select table_schema, table_name from information_schema.tables
         where table_schema in ('app_public', 'app_private', 'graphile_worker')
           and table_type = 'BASE TABLE'`, []);
    expect(tables.length).toBeGreaterThan(30);
    for (const { table_schema: schema, table_name: table } of tables) {
      const found = await runSql(
        `select 1 from ${String(schema)}.${String(table)} t where position($1 in t::text) > 0`,
        [key.slice(prefix.length)]);
      expect([table, found]).toEqual([table, []]);
    }
  });

  it("makes records that say who made them", async () => {
    const program = await makeKey("member", owner, { name: "web form" });
    const { createLead } = await program.ask(
      `mutation { createLead(input: { lead: { company: "x" } }) {
         lead { id owner { id name } creator { name isServiceAccount } } } }`,
    );
    expect(createLead.lead).toMatchObject({
      owner: { id: program.userId, name: "web form" },
      creator: { name: "web form", isServiceAccount: true },
    });
  });

  it("is left out of lists of people by a filter", async () => {
    const program = await makeKey();
    const query = `query ($is: Boolean!) {
      users(filter: { isServiceAccount: { equalTo: $is } }, first: 100) { nodes { id } } }`;
    const ids = async (is: boolean) =>
      ((await owner.ask(query, { is })).users.nodes as { id: string }[]).map(({ id }) => id);
    expect(await ids(true)).toContain(program.userId);
    expect((await ids(false)).sort()).toEqual(Object.values(tenant.users).sort());
  });

  it("is renamed together with its account, and does not rename itself", async () => {
    const program = await makeKey();
    const { updateApiKey } = await owner.ask(RENAME, { id: program.id, name: "nightly" });
    expect(updateApiKey.apiKey).toEqual({ name: "nightly", user: { name: "nightly" } });
    expect(await program.fail(RENAME, { id: program.id, name: "CEO" })).toBe(
      "NOT_FOUND: No such api key.",
    );
    const asUser = `mutation ($id: UUID!) {
      updateUser(input: { id: $id, patch: { name: "CEO" } }) { user { id } } }`;
    expect(await program.fail(asUser, { id: program.userId })).toBe("NOT_FOUND: No such user.");
    const twice = await makeKey();
    expect(await owner.fail(RENAME, { id: twice.id, name: "nightly" })).toBe(
      "CONFLICT: There is an API key of this name.",
    );
  });

  it("tells its last use, to the minute", async () => {
    const program = await makeKey();
    const lastUse = async () => {
      const { apiKey } = await owner.ask("query ($id: UUID!) { apiKey(id: $id) { lastUsedAt } }", {
        id: program.id,
      });
      return apiKey.lastUsedAt as string | null;
    };
    expect(await lastUse()).toBeNull();
    await program.ask(LEADS);
    await eventually(async () => (await lastUse()) !== null);
    const first = await lastUse();
    const hash = createHash("sha256").update(program.key).digest();
    const note = () => runSql("select app_private.note_api_key_use($1) as holds", [hash]);
    await Promise.all([note(), note(), note()]);
    expect(await lastUse()).toBe(first);
    const at = (age: string) =>
      runSql(
        `update app_private.api_key_secrets set last_used_at = now() - $2::interval
           where key_hash = $1 returning last_used_at::text`, [hash, age]);
    await at("59 seconds");
    const before = await lastUse();
    await note();
    expect(await lastUse()).toBe(before);
    await at("61 seconds");
    expect(await note()).toEqual([{ holds: true }]);
    expect(Date.parse((await lastUse())!)).toBeGreaterThan(Date.parse(before!));
  });

  it("sees itself, whatever its role, and no other", async () => {
    const program = await makeKey("viewer");
    await makeKey("viewer");
    const { apiKeys } = await program.ask(LIST);
    expect(apiKeys.nodes).toMatchObject([{ id: program.id, role: { slug: "viewer" } }]);
  });

  it("is in the audit log when it is made and revoked, without its secret", async () => {
    const program = await makeKey("admin", owner, { name: "audited" });
    await program.ask(REVOKE, { id: program.id });
    const logged = await runSql(
      `select actor_id, action, new_values from app_public.audit_log
         where new_values ->> 'api_key_id' = $1 order by occurred_at, id`, [program.id]);
    expect(logged).toMatchObject([
      {
        actor_id: owner.userId,
        action: "auth.api_key_created",
        new_values: { name: "audited", role: "admin", expires_at: null },
      },
      { actor_id: program.userId, action: "auth.api_key_revoked" },
    ]);
    expect(JSON.stringify(logged)).not.toContain(program.key.slice(3));
    expect(await auditedEvents(owner)).toEqual(
      expect.arrayContaining(["auth.api_key_created", "auth.api_key_revoked"]),
    );
  });
});

describe("what is no key that holds", () => {
  it("is refused with the same words, whatever the reason", async () => {
    const revoked = await makeKey();
    const expired = await makeKey("member", owner, { expiresAt: later(3_600_000) });
    await owner.ask(REVOKE, { id: revoked.id });
    await runSql("update app_private.sessions set expires_at = now() where user_id = $1", [
      expired.userId,
    ]);
    const unknown = `rh_${randomBytes(32).toString("base64url")}`;
    const formless = ["rh_", "rh_x", `${unknown}x`, `rh_${"%00".repeat(20)}`, `rh_${"x".repeat(4_000)}`];
    for (const key of [revoked.key, expired.key, unknown, ...formless]) {
      const { status, errors, data } = await api.graphql(LEADS, {}, { token: key });
      expect([key, status, data, problemOf(errors)]).toEqual([key, 401, undefined, REFUSED]);
    }
  });

  it("was used a moment ago: other words are not said, and nothing is done", async () => {
    for (const end of [
      (key: Key) => owner.ask(REVOKE, { id: key.id }),
      (key: Key) =>
        runSql("update app_private.sessions set expires_at = now() where user_id = $1", [key.userId]),
    ]) {
      const program = await makeKey();
      await program.ask(LEADS);
      await end(program);
      for (const query of [LEADS, ME, "{ currentUser { id } }", "{ organizations { totalCount } }",
        'mutation { createLead(input: { lead: { company: "late" } }) { lead { id } } }',
        'mutation { changePassword(input: { currentPassword: "x", newPassword: "long enough 1" }) { user { id } } }',
        "mutation { logoutEverywhere { endedSessions } }"]) {
        expect([query, await program.fail(query)]).toEqual([query, REFUSED]);
      }
    }
    expect(await runSql("select 1 from app_public.leads where company = 'late'", [])).toEqual([]);
  });

  it("is refused by a second API process too, at once", async () => {
    const second = await startTestApi(database);
    try {
      const program = await makeKey();
      const elsewhere = clientOf(second, program.key);
      await elsewhere.ask(LEADS);
      await owner.ask(REVOKE, { id: program.id });
      expect(await elsewhere.fail(LEADS)).toBe(REFUSED);
    } finally {
      await second.stop();
    }
  });

  it("does not come back by an access token for its session", async () => {
    const program = await makeKey();
    await owner.ask(REVOKE, { id: program.id });
    const rows = await runSql("select id from app_private.sessions where user_id = $1", [program.userId]);
    const token = signAccessToken(createAccessTokenKey(api.jwtSecret), {
      userId: program.userId,
      sessionId: rows[0]!["id"] as string,
      organizationId: tenant.organizationId,
    });
    expect(await clientOf(api, token).fail(LEADS)).toBe(REFUSED);
  });
});

describe("another organization", () => {
  it("is closed to a key, as to a person who is no member, whether it exists or not", async () => {
    const program = await makeKey("admin");
    for (const organizationId of [other.organizationId, randomId()]) {
      const { errors } = await api.graphql(LEADS, {}, { token: program.key, organizationId });
      expect(problemOf(errors)).toBe(
        "FORBIDDEN: You are not an active member of this organization.",
      );
    }
    const { organizations } = await program.ask("{ organizations { nodes { id } } }");
    expect(organizations.nodes).toEqual([{ id: tenant.organizationId }]);
  });

  it("neither sees nor revokes nor renames a key", async () => {
    const program = await makeKey("admin");
    const stranger = await signIn(database, api, other, "owner");
    expect((await stranger.ask(LIST)).apiKeys.nodes).toEqual([]);
    const by = { id: program.id };
    expect(await stranger.ask("query ($id: UUID!) { apiKey(id: $id) { id } }", by)).toEqual({
      apiKey: null,
    });
    const words = await stranger.fail(REVOKE, { id: randomId() });
    expect(await stranger.fail(REVOKE, by)).toBe(words);
    expect(words).toBe("NOT_FOUND: No such API key.");
    expect(await stranger.fail(RENAME, { ...by, name: "x" })).toBe("NOT_FOUND: No such api key.");
    await program.ask(LEADS);
  });
});

describe("what only people do", () => {
  it("is refused to a key in clear words", async () => {
    const program = await makeKey("admin");
    for (const mutation of [
      `switchOrganization(input: { organizationId: "${tenant.organizationId}" }) { accessToken }`,
      'changePassword(input: { currentPassword: "x", newPassword: "long enough 1" }) { user { id } }',
      "logout { endedSessions }",
      "logoutEverywhere { endedSessions }",
    ]) {
      expect([mutation, await program.fail(`mutation { ${mutation} }`)]).toEqual([mutation, NO_PERSON]);
    }
    await program.ask(LEADS);
  });

  it("is not done to its account: no sign-in, no reset, no invitation, no registration", async () => {
    const program = await makeKey("admin");
    const { user } = await owner.ask("query ($id: UUID!) { user(id: $id) { email } }", {
      id: program.userId,
    });
    const { email } = user as { email: string };
    const login = await api.graphql(
      "mutation ($email: String!) { login(input: { email: $email, password: \"long enough 1\" }) { accessToken } }",
      { email });
    expect(problemOf(login.errors)).toMatch(/^UNAUTHENTICATED: The e-mail address or the password/);
    const reset = await api.graphql(
      "mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { message } }",
      { email });
    expect(reset.errors).toBeUndefined();
    expect(await runSql("select 1 from app_private.emails where recipient = $1", [email])).toEqual([]);
    const invite = "mutation ($email: String!) { inviteMember(input: { email: $email }) { invitation { id } } }";
    for (const address of ["somebody@service.invalid", "Some.Body@SERVICE.invalid"]) {
      expect(await owner.fail(invite, { email: address })).toBe(
        "BAD_INPUT: This is the address of an API key. Only people are invited.",
      );
      const registered = await api.graphql(
        `mutation ($email: String!) { register(input: { email: $email, password: "long enough 77",
           name: "x", organizationName: "x" }) { accessToken } }`,
        { email: address });
      expect(problemOf(registered.errors)).toBe(
        "BAD_INPUT: Addresses at service.invalid are those of API keys.",
      );
    }
    expect(await owner.fail(invite, { email })).toMatch(/^CONFLICT: This person is a member already/);
  });
});

describe("bad input", () => {
  it.each([
    ["no name", { name: "  " }, "BAD_INPUT: A name has 1 to 100 characters."],
    ["a long name", { name: "x".repeat(101) }, "BAD_INPUT: A name has 1 to 100 characters."],
    ["an end in the past", { expiresAt: later(-1_000) }, "BAD_INPUT: An API key expires in the future."],
    ["an end without end", { expiresAt: "infinity" }, /^BAD_INPUT/],
    ["an end that is no time", { expiresAt: "soon" }, /^BAD_INPUT/],
    ["no such role", { role: "emperor" }, "BAD_INPUT: No such role."],
    ["an owner", { role: "owner" }, "FORBIDDEN: An API key cannot be an owner."],
  ])("%s is refused, and nothing is half done", async (_name, input, problem) => {
    const count = "select count(*) from app_public.users where is_service_account";
    const before = await runSql(count, []);
    const told = await owner.fail(CREATE, { name: randomId(), role: "member", ...input });
    expect(told).toEqual(problem instanceof RegExp ? expect.stringMatching(problem) : problem);
    expect(await runSql(count, [])).toEqual(before);
  });

  it("of two keys of one name made at once, one is made", async () => {
    const input = { name: randomId(), role: "member" };
    const answers = await Promise.all([owner.try(CREATE, input), owner.try(CREATE, input)]);
    const problems = answers.flatMap(({ errors }) => (errors ? [problemOf(errors)] : []));
    expect(problems).toEqual(["CONFLICT: There is an API key of this name."]);
  });

  it("a name is free again when its key is revoked", async () => {
    const { id } = await makeKey("member", owner, { name: "reused" });
    await owner.ask(REVOKE, { id });
    await makeKey("member", owner, { name: "reused" });
  });

  it("who has not signed in makes none", async () => {
    const { errors } = await api.graphql(CREATE, { name: "x", role: "member" });
    expect(problemOf(errors)).toMatch(/^UNAUTHENTICATED/);
  });
});
