/**
 * What the auth mutations share: running as rowhouse_authenticator, counting attempts, beginning
 * sessions, checking what was typed in.
 */
import type { KeyObject } from "node:crypto";
import type { PgClient } from "postgraphile/@dataplan/pg";
import type { Attempts } from "../../src/auth/attempts.ts";
import { TooManyAttemptsError } from "../../src/auth/attempts.ts";
import { passwordProblem } from "../../src/auth/passwords.ts";
import { makeSecretToken } from "../../src/auth/secretTokens.ts";
import { signAccessToken } from "../../src/auth/tokens.ts";
import type { RequestIdentity } from "../context.ts";
import { pgSettingsOf } from "../context.ts";
import { ApiError } from "../errors.ts";
import type { MutationContext } from "../mutation.ts";

/** What the auth mutations need from the server. */
export interface AuthOptions {
  /** Signs access tokens. */
  readonly accessTokenKey: KeyObject;
  /** Counts attempts to prove who one is. */
  readonly attempts: Attempts;
}

/** The result of a mutation that signs in; records by their ids. */
export type SignedIn = {
  accessToken: string;
  refreshToken: string;
  user: string;
  organization: string | null;
};

/** Payload fields of a mutation that signs in. */
export const TOKENS = `
"Good for 15 minutes; sent as: Authorization: Bearer <accessToken>."
accessToken: String!
"Good for 7 days and one use, by refreshTokens."
refreshToken: String!`;

const EMAIL = /^[^@\s]+@[^@\s]+$/;

/** Runs a callback in one transaction as rowhouse_authenticator, with the request's address and id. */
export function asAuthenticator<T>(
  { identity, withPgClient }: MutationContext,
  callback: (client: PgClient) => Promise<T>,
): Promise<T> {
  const { requestId, ip, userAgent } = identity;
  const settings = pgSettingsOf({
    requestId,
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
  });
  // Without a role the connection stays what it logged in as.
  delete settings["role"];
  return withPgClient(settings, (client) => client.withTransaction(callback));
}

/** Runs a statement and answers its first row, if it has one. */
export async function findRow<T>(
  client: PgClient,
  text: string,
  values: unknown[],
): Promise<T | undefined> {
  const { rows } = await client.query<T>({ text, values });
  return rows[0];
}

/**
 * Runs a statement and answers its first row.
 * @throws Error when it has none
 */
export async function getRow<T>(client: PgClient, text: string, values: unknown[]): Promise<T> {
  const found = await findRow<T>(client, text, values);
  if (found === undefined) throw new Error(`No row from: ${text}`);
  return found;
}

/**
 * Who is signed in.
 * @throws ApiError UNAUTHENTICATED when nobody is
 */
export function requireUser({ identity }: MutationContext): { userId: string; sessionId: string | undefined } {
  if (!identity.userId) throw new ApiError("UNAUTHENTICATED");
  return { userId: identity.userId, sessionId: identity.sessionId };
}

/**
 * Trims a text of one line.
 * @throws ApiError BAD_INPUT when it is empty or too long
 */
export function checkText(field: string, value: string, label: string, longest: number): string {
  const text = value.trim();
  if (text === "" || text.length > longest || text.includes("\0")) {
    const message = `${label} has 1 to ${longest} characters.`;
    throw new ApiError("BAD_INPUT", message, { [field]: message });
  }
  return text;
}

/**
 * An e-mail address in lower case.
 * @throws ApiError BAD_INPUT when it is none
 */
export function checkEmail(email: string): string {
  const address = email.trim().toLowerCase();
  if (!EMAIL.test(address) || address.length > 254 || address.includes("\0")) {
    const message = "This is not an e-mail address.";
    throw new ApiError("BAD_INPUT", message, { email: message });
  }
  return address;
}

/** @throws ApiError BAD_INPUT when the new password will not do */
export function checkPassword(field: string, password: string): void {
  const problem = passwordProblem(password);
  if (problem) throw new ApiError("BAD_INPUT", problem, { [field]: problem });
}

/** The user with this e-mail address and the hash of their password. */
export function findCredentials(auth: MutationContext, email: string) {
  return asAuthenticator(auth, (client) =>
    findRow<{ user_id: string; password_hash: string }>(
      client,
      "select user_id, password_hash from app_private.find_credentials($1)",
      [email],
    ),
  );
}

/**
 * Which person is signed in, in a session that is still live. What policies do for tables has to be
 * done here for functions that run as rowhouse_authenticator.
 * @throws ApiError UNAUTHENTICATED when nobody is; RH403 of the database for an API key
 */
export async function requireLiveSession(auth: MutationContext) {
  const { userId, sessionId } = requireUser(auth);
  if (!sessionId) throw new ApiError("UNAUTHENTICATED", "This session has ended. Sign in again.");
  await asAuthenticator(auth, (client) =>
    getRow(client, "select app_private.require_personal_session($1, $2)", [sessionId, userId]),
  );
  return { userId, sessionId };
}

/**
 * Counts an attempt for each key.
 * @throws ApiError RATE_LIMITED when one of them has none left
 */
export async function countAttempt({ attempts }: AuthOptions, keys: readonly string[]): Promise<void> {
  try {
    await attempts.count(keys);
  } catch (error) {
    if (error instanceof TooManyAttemptsError) throw new ApiError("RATE_LIMITED", error.message);
    throw error;
  }
}

/**
 * The keys by which attempts are counted: the caller's address, for each purpose by itself, and the
 * account if given.
 */
export function attemptKeys(
  { identity }: MutationContext,
  purpose: "register" | "login" | "reset" | "accept",
  account?: string,
): string[] {
  return [
    `${purpose}:address:${identity.ip ?? "unknown"}`,
    ...(account === undefined ? [] : [`account:${account}`]),
  ];
}

/** Begins a session; the rest of the operation runs as its user. */
export async function beginSession(
  { accessTokenKey }: AuthOptions,
  auth: MutationContext,
  client: PgClient,
  userId: string,
  organizationId: string | null,
): Promise<SignedIn> {
  const refresh = makeSecretToken();
  const session = await getRow<{ id: string }>(
    client,
    "select app_private.begin_session($1, $2, $3) as id",
    [userId, organizationId, refresh.hash],
  );
  const sessionId = session.id;
  const claims = { userId, sessionId, ...(organizationId ? { organizationId } : {}) };
  auth.actAs({ ...withoutOrganization(auth.identity), ...claims });
  const accessToken = signAccessToken(accessTokenKey, claims);
  return { accessToken, refreshToken: refresh.token, user: userId, organization: organizationId };
}

function withoutOrganization(identity: RequestIdentity): RequestIdentity {
  const { organizationId: _, ...rest } = identity;
  return rest;
}
