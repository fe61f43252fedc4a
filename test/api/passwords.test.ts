import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import {
  address,
  auditedEvents,
  LOGIN,
  makeAccount as makeAccountIn,
  ME,
  PASSWORD,
} from "./accounts.ts";
import { clientOf, mailedToken, problemOf } from "./clients.ts";

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

describe("passwords", () => {
  const CHANGE = `mutation ($old: String!, $new: String!) {
    changePassword(input: { currentPassword: $old, newPassword: $new }) { user { id } }
  }`;
  const RESET = `mutation ($token: String!, $password: String!) {
    resetPassword(input: { token: $token, newPassword: $password }) { message }
  }`;
  const REQUEST =
    "mutation ($email: String!) { requestPasswordReset(input: { email: $email }) { message } }";

  it("when changed end all other sessions and keep this one", async () => {
    const ada = await makeAccount();
    const { data } = await login(ada.email);
    const elsewhere = clientOf(api, data.login.accessToken as string);
    const wrong = await ada.try(CHANGE, { old: "wrong", new: "another fine password" });
    expect(wrong.errors![0]!.extensions).toMatchObject({
      code: "BAD_INPUT",
      fields: { currentPassword: expect.any(String) },
    });
    await ada.ask(CHANGE, { old: PASSWORD, new: "another fine password" });
    await ada.ask(ME);
    expect(await elsewhere.fail(ME)).toMatch(/^UNAUTHENTICATED/);
    expect(problemOf((await login(ada.email)).errors)).toMatch(/^UNAUTHENTICATED/);
    expect((await login(ada.email, "another fine password")).errors).toBeUndefined();
    expect(await auditedEvents(ada)).toContain("auth.password_changed");
  });

  it("are reset by a mailed token that is good once, which ends all sessions", async () => {
    const ada = await makeAccount();
    await api.graphql(REQUEST, { email: ada.email });
    const token = await mailedToken(database, ada.email);
    const weak = await api.graphql(RESET, { token, password: "password" });
    expect(problemOf(weak.errors)).toMatch(/^BAD_INPUT/);
    expect(
      (await api.graphql(RESET, { token, password: "a brand new password" })).errors,
    ).toBeUndefined();
    expect(await ada.fail(ME)).toMatch(/^UNAUTHENTICATED/);
    expect((await login(ada.email, "a brand new password")).errors).toBeUndefined();
    const again = await api.graphql(RESET, { token, password: "once more, please" });
    expect(problemOf(again.errors)).toBe(
      "BAD_INPUT: This link is not valid any more. Ask for a new one.",
    );
  });

  it("cannot be reset after an hour, nor by nonsense", async () => {
    const ada = await makeAccount();
    await api.graphql(REQUEST, { email: ada.email });
    const token = await mailedToken(database, ada.email);
    await asSuperuser(database, (client) =>
      client.query(
        "update app_private.password_resets set expires_at = now() - interval '1 second'",
      ),
    );
    for (const used of [token, "nonsense", ""]) {
      expect(
        problemOf(
          (await api.graphql(RESET, { token: used, password: "a brand new password" })).errors,
        ),
      ).toMatch(/^BAD_INPUT/);
    }
  });

  it("when forgotten say nothing of who has an account, and mail nobody else", async () => {
    const ada = await makeAccount();
    const unknown = address();
    const [one, other] = [
      await api.graphql(REQUEST, { email: ada.email }),
      await api.graphql(REQUEST, { email: unknown }),
    ];
    expect({ data: one.data, errors: one.errors }).toEqual({
      data: other.data,
      errors: other.errors,
    });
    await asSuperuser(database, async (client) => {
      const { rowCount } = await client.query(
        "select from app_private.emails where recipient = $1",
        [unknown],
      );
      expect(rowCount).toBe(0);
    });
  });

  it("are never told: neither hash nor token is in any table that a client can read", async () => {
    const ada = await makeAccount();
    const { __schema: schema } = await ada.ask(
      "{ __schema { types { name fields { name } inputFields { name } } } }",
    );
    const names = JSON.stringify(schema);
    expect(names).not.toMatch(/password_?hash|token_?hash|storage_?key/i);
  });
});

describe("invitations", () => {
  const INVITE = `mutation ($email: String!, $role: String!) {
    inviteMember(input: { email: $email, role: $role }) { invitation { email expiresAt role { slug } } }
  }`;
  const ACCEPT = `mutation ($input: AcceptInvitationInput!) {
    acceptInvitation(input: $input) { accessToken user { id email } organization { id } }
  }`;

  it("make somebody new a member, once", async () => {
    const ada = await makeAccount();
    const email = address();
    const { inviteMember } = await ada.ask(INVITE, { email: email.toUpperCase(), role: "member" });
    expect(inviteMember.invitation).toMatchObject({ email, role: { slug: "member" } });
    const token = await mailedToken(database, email);
    const weak = await api.graphql(ACCEPT, { input: { token, name: "Bob", password: "123" } });
    expect(problemOf(weak.errors)).toMatch(/^BAD_INPUT/);
    const { data } = await api.graphql(ACCEPT, {
      input: { token, name: "Bob", password: PASSWORD },
    });
    expect(data.acceptInvitation).toMatchObject({
      user: { email },
      organization: { id: ada.organizationId },
    });
    const bob = clientOf(api, data.acceptInvitation.accessToken as string);
    const { currentUser } = await bob.ask("{ currentUser { membership { role { slug } } } }");
    expect(currentUser.membership.role.slug).toBe("member");
    const again = await api.graphql(ACCEPT, { input: { token, name: "Eve", password: PASSWORD } });
    expect(problemOf(again.errors)).toMatch(/^BAD_INPUT: This invitation is not valid any more/);
    expect(await bob.fail(INVITE, { email: address(), role: "viewer" })).toMatch(/^FORBIDDEN/);
    const events = await auditedEvents(ada);
    expect(events).toEqual(
      expect.arrayContaining(["auth.member_invited", "auth.invitation_accepted"]),
    );
  });

  it("make an existing user a member when they prove who they are, and nobody else", async () => {
    const ada = await makeAccount();
    const bob = await makeAccount();
    const eve = await makeAccount();
    await ada.ask(INVITE, { email: bob.email, role: "viewer" });
    const token = await mailedToken(database, bob.email);
    for (const attempt of [
      () => api.graphql(ACCEPT, { input: { token } }),
      () => api.graphql(ACCEPT, { input: { token, password: "wrong" } }),
      () => api.graphql(ACCEPT, { input: { token, name: "Eve", password: "a new password" } }),
      () => eve.try(ACCEPT, { input: { token } }),
    ])
      expect(problemOf((await attempt()).errors)).toMatch(/^UNAUTHENTICATED/);
    const { acceptInvitation } = await bob.ask(ACCEPT, { input: { token } });
    expect(acceptInvitation).toMatchObject({
      user: { id: bob.userId },
      organization: { id: ada.organizationId },
    });
  });

  it("can be taken back, end after a week, and are replaced by the next", async () => {
    const ada = await makeAccount();
    const email = address();
    await ada.ask(INVITE, { email, role: "viewer" });
    const first = await mailedToken(database, email);
    await ada.ask(INVITE, { email, role: "viewer" });
    const second = await mailedToken(database, email);
    await asSuperuser(database, (client) =>
      client.query(
        "update app_public.invitations set expires_at = now() - interval '1 second' where email = $1",
        [email],
      ),
    );
    for (const token of [first, second, "nonsense"]) {
      const { errors } = await api.graphql(ACCEPT, {
        input: { token, name: "x", password: PASSWORD },
      });
      expect(problemOf(errors)).toMatch(/^BAD_INPUT: This invitation is not valid any more/);
    }
    await ada.ask(INVITE, { email, role: "viewer" });
    const third = await mailedToken(database, email);
    const { invitations } = await ada.ask("{ invitations { nodes { id } } }");
    await ada.ask(
      "mutation ($id: UUID!) { deleteInvitation(input: { id: $id }) { invitation { id } } }",
      {
        id: invitations.nodes[0].id,
      },
    );
    const { errors } = await api.graphql(ACCEPT, {
      input: { token: third, name: "x", password: PASSWORD },
    });
    expect(problemOf(errors)).toMatch(/^BAD_INPUT/);
  });

  it("end with the membership of who invited", async () => {
    const ada = await makeAccount();
    const email = address();
    await ada.ask(INVITE, { email, role: "admin" });
    const admin = clientOf(
      api,
      (
        await api.graphql(ACCEPT, {
          input: { token: await mailedToken(database, email), name: "Bob", password: PASSWORD },
        })
      ).data.acceptInvitation.accessToken as string,
    );
    const friend = address();
    await admin.ask(INVITE, { email: friend, role: "admin" });
    await asSuperuser(database, (client) =>
      client.query(
        `update app_public.memberships set is_active = false
           where user_id = (select id from app_public.users where email = $1)`,
        [email],
      ),
    );
    const { errors } = await api.graphql(ACCEPT, {
      input: { token: await mailedToken(database, friend), name: "Eve", password: PASSWORD },
    });
    expect(problemOf(errors)).toMatch(/^BAD_INPUT: This invitation is not valid any more/);
  });

  it("refuse a role that is not there and somebody who is a member already", async () => {
    const ada = await makeAccount();
    expect(await ada.fail(INVITE, { email: address(), role: "emperor" })).toMatch(
      /^BAD_INPUT: No such role/,
    );
    expect(await ada.fail(INVITE, { email: ada.email, role: "viewer" })).toMatch(
      /^CONFLICT: This person is a member already/,
    );
  });
});
