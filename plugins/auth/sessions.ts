/** Registering, signing in and out, and carrying a session on. */
import { hashPassword, isPasswordRight } from "../../src/auth/passwords.ts";
import { hashSecretToken, makeSecretToken } from "../../src/auth/secretTokens.ts";
import { signAccessToken } from "../../src/auth/tokens.ts";
import { ApiError } from "../errors.ts";
import type { MutationContext } from "../mutation.ts";
import { makeMutationPlugin } from "../mutation.ts";
import type { AuthOptions, SignedIn } from "./authenticator.ts";
import {
  asAuthenticator,
  attemptKeys,
  beginSession,
  checkEmail,
  checkPassword,
  checkText,
  countAttempt,
  findCredentials,
  requireLiveSession,
  requireUser,
  getRow,
  TOKENS,
} from "./authenticator.ts";

const NO_MATCH = "The e-mail address or the password is wrong.";

function recordAuthEvent(auth: MutationContext, userId: string | null, event: string): Promise<unknown> {
  return asAuthenticator(auth, (client) =>
    getRow(client, "select app_private.record_auth_event($1, $2)", [userId, event]),
  );
}

/**
 * Makes the mutations register, login, refreshTokens, logout and logoutEverywhere.
 * @param options - the key that signs tokens, and the counter of attempts
 */
export function makeSessionPlugins(options: AuthOptions): GraphileConfig.Plugin[] {
  async function register(
    input: { email: string; password: string; name: string; organizationName: string },
    auth: MutationContext,
  ): Promise<SignedIn> {
    const email = checkEmail(input.email);
    const name = checkText("name", input.name, "A name", 200);
    const organization = checkText("organizationName", input.organizationName, "A name", 200);
    checkPassword("password", input.password);
    await countAttempt(options, attemptKeys(auth, "register"));
    const passwordHash = await hashPassword(input.password);
    return asAuthenticator(auth, async (client) => {
      const made = await getRow<{ user_id: string; organization_id: string }>(
        client,
        "select user_id, organization_id from app_private.register($1, $2, $3, $4)",
        [email, passwordHash, name, organization],
      );
      return beginSession(options, auth, client, made.user_id, made.organization_id);
    });
  }

  async function login(
    input: { email: string; password: string },
    auth: MutationContext,
  ): Promise<SignedIn> {
    const email = input.email.trim().toLowerCase();
    const keys = attemptKeys(auth, "login", email);
    await countAttempt(options, keys);
    const known = email.includes("\0") ? undefined : await findCredentials(auth, email);
    const isRight = await isPasswordRight(input.password, known?.password_hash);
    if (!known || !isRight) {
      // For an unknown address too, so that it takes as long; nothing is written then.
      await recordAuthEvent(auth, known?.user_id ?? null, "login_failed");
      throw new ApiError("UNAUTHENTICATED", NO_MATCH);
    }
    await options.attempts.giveBack(keys);
    const userId = known.user_id;
    return asAuthenticator(auth, async (client) => {
      const home = await getRow<{ id: string | null }>(
        client,
        "select app_private.default_organization($1) as id",
        [userId],
      );
      await getRow(client, "select app_private.record_auth_event($1, 'login')", [userId]);
      return beginSession(options, auth, client, userId, home.id);
    });
  }

  async function refreshTokens(
    input: { refreshToken: string },
    auth: MutationContext,
  ): Promise<{ accessToken: string; refreshToken: string }> {
    const next = makeSecretToken();
    const rotated = await asAuthenticator(auth, (client) =>
      getRow<{
        outcome: "rotated" | "unknown" | "expired" | "revoked" | "reused";
        user_id: string;
        session_id: string;
        organization_id: string | null;
      }>(
        client,
        `select outcome, user_id, session_id, organization_id
           from app_private.rotate_refresh_token($1, $2)`,
        [hashSecretToken(input.refreshToken), next.hash],
      ),
    );
    if (rotated?.outcome === "reused") {
      throw new ApiError(
        "UNAUTHENTICATED",
        "This refresh token was used before. The session has ended for safety; sign in again.",
      );
    }
    if (rotated?.outcome !== "rotated") {
      throw new ApiError("UNAUTHENTICATED", "This refresh token is not valid any more. Sign in again.");
    }
    const accessToken = signAccessToken(options.accessTokenKey, {
      userId: rotated.user_id,
      sessionId: rotated.session_id,
      ...(rotated.organization_id ? { organizationId: rotated.organization_id } : {}),
    });
    return { accessToken, refreshToken: next.token };
  }

  async function logout(auth: MutationContext): Promise<{ endedSessions: number }> {
    const { userId, sessionId } = requireUser(auth);
    if (!sessionId) return { endedSessions: 0 };
    const ended = await asAuthenticator(auth, async (client) => {
      const live = await getRow<{ live: boolean }>(
        client,
        "select app_private.session_is_live($1, $2) as live",
        [sessionId, userId],
      );
      await getRow(client, "select app_private.end_session($1, $2)", [sessionId, userId]);
      return live?.live ? 1 : 0;
    });
    return { endedSessions: ended };
  }

  async function logoutEverywhere(auth: MutationContext): Promise<{ endedSessions: number }> {
    const { userId } = await requireLiveSession(auth);
    const ended = await asAuthenticator(auth, (client) =>
      getRow<{ count: number }>(client, "select app_private.end_all_sessions($1) as count", [userId]),
    );
    return { endedSessions: ended.count };
  }

  return [
    makeMutationPlugin({
      name: "register",
      description: "Makes a user and an organization that they own, and signs in.",
      input: `
        email: String!
        "At least 8 characters, and not one of the commonest."
        password: String!
        "The person's name."
        name: String!
        organizationName: String!`,
      payload: `${TOKENS}
        user: User
        organization: Organization`,
      records: { user: "users", organization: "organizations" },
      run: register,
    }),
    makeMutationPlugin({
      name: "login",
      description: "Signs in. Five wrong attempts a minute for an account and for an address.",
      input: `
        email: String!
        password: String!`,
      payload: `${TOKENS}
        user: User
        "The one that the access token works in; X-Organization-Id or switchOrganization choose another."
        organization: Organization
        "Where the user is an active member."
        organizations: [Organization!]!`,
      records: { user: "users", organization: "organizations" },
      lists: { organizations: "organizations" },
      run: login,
    }),
    makeMutationPlugin({
      name: "refreshTokens",
      description: "Exchanges a refresh token for the next, with a new access token.",
      input: "refreshToken: String!",
      payload: `
        accessToken: String!
        "Replaces the one given, which is used up: using that again ends the session."
        refreshToken: String!`,
      run: refreshTokens,
    }),
    makeMutationPlugin({
      name: "logout",
      description: "Ends this session.",
      input: "",
      payload: `
        "How many sessions have ended."
        endedSessions: Int!`,
      run: (_input: object, auth) => logout(auth),
    }),
    makeMutationPlugin({
      name: "logoutEverywhere",
      description: "Ends all sessions of the user, this one included.",
      input: "",
      payload: `
        "How many sessions have ended."
        endedSessions: Int!`,
      run: (_input: object, auth) => logoutEverywhere(auth),
    }),
  ];
}
