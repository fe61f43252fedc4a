import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import {
  auditedEvents,
  LOGIN,
  makeAccount as makeAccountIn,
  ME,
  PASSWORD,
  REFRESH,
} from "./accounts.ts";
import { clientOf, problemOf } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { attemptsPerMinute: 1_000 });
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const login = (email: string, password = PASSWORD) => api.graphql(LOGIN, { email, password });
const makeAccount = (organizationName?: string) => makeAccountIn(database, api, organizationName);

describe("refresh tokens", () => {
  it("are exchanged for the next, and each is good once", async () => {
    const ada = await makeAccount();
    const { data } = await api.graphql(REFRESH, { token: ada.refreshToken });
    const next = data.refreshTokens as { accessToken: string; refreshToken: string };
    expect(next.refreshToken).not.toBe(ada.refreshToken);
    expect((await clientOf(api, next.accessToken).ask(ME)).currentUser.id).toBe(ada.userId);
    const reused = await api.graphql(REFRESH, { token: ada.refreshToken });
    expect(problemOf(reused.errors)).toMatch(
      /^UNAUTHENTICATED: This refresh token was used before/,
    );
    // The family ends: the successor and the access tokens too.
    const successor = await api.graphql(REFRESH, { token: next.refreshToken });
    expect(problemOf(successor.errors)).toMatch(/^UNAUTHENTICATED/);
    expect(await clientOf(api, next.accessToken).fail(ME)).toMatch(/^UNAUTHENTICATED/);
    const { data: signedIn } = await login(ada.email);
    const events = await auditedEvents(clientOf(api, signedIn.login.accessToken as string));
    expect(events).toContain("auth.refresh_token_reused");
  });

  it("used by six clients at once have one successor at most", async () => {
    const ada = await makeAccount();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => api.graphql(REFRESH, { token: ada.refreshToken })),
    );
    const successors = answers.filter(({ errors }) => !errors);
    expect(successors.length).toBeLessThanOrEqual(1);
    for (const { data } of successors) {
      const again = await api.graphql(REFRESH, {
        token: data.refreshTokens.refreshToken as string,
      });
      expect(problemOf(again.errors)).toMatch(/^UNAUTHENTICATED/);
    }
  });

  it("are kept only as hashes, and nonsense is refused", async () => {
    const ada = await makeAccount();
    await asSuperuser(database, async (client) => {
      const { rowCount } = await client.query(
        "select from app_private.refresh_tokens where token_hash = convert_to($1, 'utf8')",
        [ada.refreshToken],
      );
      expect(rowCount).toBe(0);
    });
    for (const token of ["", "nonsense", "\0", "x".repeat(100_000)]) {
      expect(problemOf((await api.graphql(REFRESH, { token })).errors)).toMatch(/^UNAUTHENTICATED/);
    }
  });

  it("end after seven days", async () => {
    const ada = await makeAccount();
    await asSuperuser(database, (client) =>
      client.query(
        "update app_private.refresh_tokens set expires_at = now() - interval '1 second'",
      ),
    );
    expect(problemOf((await api.graphql(REFRESH, { token: ada.refreshToken })).errors)).toMatch(
      /^UNAUTHENTICATED/,
    );
  });
});

describe("signing out", () => {
  it("takes effect on the very next request, of this session only", async () => {
    const ada = await makeAccount();
    const { data } = await login(ada.email);
    const elsewhere = clientOf(api, data.login.accessToken as string);
    expect((await ada.ask("mutation { logout { endedSessions } }")).logout.endedSessions).toBe(1);
    for (const query of [
      ME,
      "{ leads { totalCount } }",
      "{ currentUser { id } }",
      "{ organizations { totalCount } }",
    ]) {
      expect(await ada.fail(query)).toBe("UNAUTHENTICATED: This session has ended. Sign in again.");
    }
    expect(await ada.fail("mutation { logoutEverywhere { endedSessions } }")).toMatch(
      /^UNAUTHENTICATED/,
    );
    expect(problemOf((await api.graphql(REFRESH, { token: ada.refreshToken })).errors)).toMatch(
      /^UNAUTHENTICATED/,
    );
    await elsewhere.ask(ME);
  });

  it("everywhere ends all sessions", async () => {
    const ada = await makeAccount();
    const { data } = await login(ada.email);
    const elsewhere = clientOf(api, data.login.accessToken as string);
    const ended = await ada.ask("mutation { logoutEverywhere { endedSessions } }");
    expect(ended.logoutEverywhere.endedSessions).toBe(2);
    expect(await elsewhere.fail(ME)).toMatch(/^UNAUTHENTICATED/);
    expect(await ada.fail(ME)).toMatch(/^UNAUTHENTICATED/);
  });

  it("needs somebody to be signed in", async () => {
    for (const name of ["logout", "logoutEverywhere"]) {
      const { errors } = await api.graphql(`mutation { ${name} { endedSessions } }`);
      expect(problemOf(errors)).toBe("UNAUTHENTICATED: Sign in first.");
    }
  });
});

describe("organizations", () => {
  const SWITCH = `mutation ($id: UUID!) {
    switchOrganization(input: { organizationId: $id }) { accessToken organization { id name } }
  }`;

  it("are switched between by members, and chosen by header", async () => {
    const ada = await makeAccount();
    const bob = await makeAccount("Bob's");
    await asSuperuser(database, (client) =>
      client.query(
        `insert into app_public.memberships (organization_id, user_id, role_id)
           select organization_id, $2, id from app_public.roles where organization_id = $1 and slug = 'viewer'`,
        [bob.organizationId, ada.userId],
      ),
    );
    const { switchOrganization } = await ada.ask(SWITCH, { id: bob.organizationId });
    expect(switchOrganization.organization).toEqual({ id: bob.organizationId, name: "Bob's" });
    const there = clientOf(api, switchOrganization.accessToken as string);
    expect((await there.ask(ME)).currentOrganization.id).toBe(bob.organizationId);
    const byHeader = clientOf(api, ada.token, ada.userId, bob.organizationId);
    expect((await byHeader.ask(ME)).currentOrganization.id).toBe(bob.organizationId);
    const { organizations } = await ada.ask("{ organizations { nodes { id } } }");
    expect(organizations.nodes).toHaveLength(2);
    expect(
      await byHeader.fail(
        'mutation { createLead(input: { lead: { company: "x" } }) { lead { id } } }',
      ),
    ).toMatch(/^FORBIDDEN/);
  });

  it("of others and of nobody answer the same, by header, token and switch", async () => {
    const ada = await makeAccount();
    const foreign = (await makeAccount()).organizationId;
    const answers = [];
    for (const organizationId of [foreign, randomUUID()]) {
      const sessionId = (jwt.decode(ada.token) as { sid: string }).sid;
      const byHeader = await api.graphql(
        "{ leads { totalCount } }",
        {},
        { token: ada.token, organizationId },
      );
      const token = api.token({ userId: ada.userId, sessionId, organizationId });
      const byToken = await api.graphql("{ leads { totalCount } }", {}, { token });
      const bySwitch = await ada.try(SWITCH, { id: organizationId });
      answers.push(
        [byHeader, byToken, bySwitch].map(({ status, data, errors }) => [
          status,
          data,
          problemOf(errors),
        ]),
      );
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]!.map(([, , problem]) => problem)).toEqual(
      Array(3).fill("FORBIDDEN: You are not an active member of this organization."),
    );
  });

  it("are closed at once to who is a member no more", async () => {
    const ada = await makeAccount();
    await ada.ask("{ leads { totalCount } }");
    await asSuperuser(database, (client) =>
      client
        .query("update app_public.memberships set is_active = false where user_id = $1", [
          ada.userId,
        ])
        .catch(
          // The last owner stays; another takes over first.
          async () => {
            const other = await makeAccount();
            await client.query(
              `insert into app_public.memberships (organization_id, user_id, role_id)
               select organization_id, $2, id from app_public.roles where organization_id = $1 and slug = 'owner'`,
              [ada.organizationId, other.userId],
            );
            await client.query(
              "update app_public.memberships set is_active = false where user_id = $1",
              [ada.userId],
            );
          },
        ),
    );
    expect(await ada.fail("{ leads { totalCount } }")).toBe(
      "FORBIDDEN: You are not an active member of this organization.",
    );
    const { data } = await login(ada.email);
    expect(data.login).toMatchObject({ organization: null, organizations: [] });
    const homeless = clientOf(api, data.login.accessToken as string);
    const { leads, users, currentOrganization } = await homeless.ask(
      "{ leads { totalCount } users { nodes { id } } currentOrganization { id } }",
    );
    expect({ leads, users, currentOrganization }).toEqual({
      leads: { totalCount: 0 },
      users: { nodes: [{ id: ada.userId }] },
      currentOrganization: null,
    });
  });
});

describe("access tokens", () => {
  it("that somebody else made are no better than none", async () => {
    const ada = await makeAccount();
    const claims = jwt.decode(ada.token) as object;
    const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
    const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
    const past = Math.floor(Date.now() / 1000) - 3600;
    const forged = [
      `${head}.${body}.`,
      `${head}.${body}`,
      jwt.sign(claims, "another secret of thirty-two bytes!!"),
      jwt.sign({ ...claims, iat: past, exp: past + 900 }, api.jwtSecret),
      `${ada.token.slice(0, -3)}abc`,
    ];
    for (const token of forged) {
      const { status, errors } = await api.graphql(ME, {}, { token });
      expect([status, errors?.[0]?.extensions.code]).toEqual([401, "UNAUTHENTICATED"]);
    }
  });

  it("end with an error and not as somebody unknown", async () => {
    const { errors } = await api.graphql("{ leads { totalCount } }");
    expect(problemOf(errors)).toBe("UNAUTHENTICATED: Sign in first.");
  });
});
