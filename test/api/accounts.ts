import { randomBytes } from "node:crypto";
import { hash } from "@node-rs/bcrypt";
import { makeSecretToken } from "../../src/auth/secretTokens.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import type { TestApi } from "../support/api.ts";
import { one } from "../support/tenants.ts";
import { clientOf } from "./clients.ts";
import type { Client } from "./clients.ts";

/** The password of every account that these tests make. */
export const PASSWORD = "a long and lonely password";

/** Signs in with `email` and `password`. */
export const LOGIN = `mutation ($email: String!, $password: String!) {
  login(input: { email: $email, password: $password }) {
    accessToken refreshToken user { id } organization { id } organizations { id }
  }
}`;

/** Exchanges the refresh token `token`. */
export const REFRESH = `mutation ($token: String!) {
  refreshTokens(input: { refreshToken: $token }) { accessToken refreshToken }
}`;

/** Who I am, and where. */
export const ME = "{ currentUser { id email } currentOrganization { id name } }";

/** Somebody registered and signed in, the owner of an organization. */
export type Account = Client & { email: string; refreshToken: string; organizationId: string };

/** An e-mail address that nobody has. */
export function address(): string {
  return `${randomBytes(6).toString("hex")}@example.test`;
}

/** Makes somebody registered and signed in, with a password that costs little to check. */
export async function makeAccount(
  database: TestDatabase,
  api: TestApi,
  organizationName = "Ada & Co",
): Promise<Account> {
  const email = address();
  const refresh = makeSecretToken();
  const passwordHash = await hash(PASSWORD, 4);
  return asSuperuser(database, async (client) => {
    const made = await one<{ user_id: string; organization_id: string }>(
      client,
      "select * from app_private.register($1, $2, 'Ada', $3)",
      [email, passwordHash, organizationName],
    );
    const organizationId = made.organization_id;
    const session = await one<{ id: string }>(
      client,
      "select app_private.begin_session($1, $2, $3) as id",
      [made.user_id, organizationId, refresh.hash],
    );
    const token = api.token({ userId: made.user_id, sessionId: session.id, organizationId });
    return {
      ...clientOf(api, token, made.user_id),
      email,
      refreshToken: refresh.token,
      organizationId,
    };
  });
}

/** The names of the events in the audit log that somebody sees. */
export async function auditedEvents(client: Client): Promise<string[]> {
  const { auditLogs } = await client.ask(
    `{ auditLogs(first: 100, filter: { action: { startsWith: "auth." } }) { nodes { action } } }`,
  );
  return (auditLogs.nodes as { action: string }[]).map(({ action }) => action);
}
