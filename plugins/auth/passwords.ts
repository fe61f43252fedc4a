/** Changing a password, and setting a new one when it is forgotten. */
import { hashPassword, isPasswordRight } from "../../src/auth/passwords.ts";
import { hashSecretToken, makeSecretToken } from "../../src/auth/secretTokens.ts";
import { ApiError } from "../errors.ts";
import type { MutationContext } from "../mutation.ts";
import { makeMutationPlugin } from "../mutation.ts";
import type { AuthOptions } from "./authenticator.ts";
import {
  asAuthenticator,
  attemptKeys,
  checkEmail,
  checkPassword,
  countAttempt,
  requireLiveSession,
  getRow,
} from "./authenticator.ts";

/**
 * Makes the mutations changePassword, requestPasswordReset and resetPassword.
 * @param options - the key that signs tokens, and the counter of attempts
 */
export function makePasswordPlugins(options: AuthOptions): GraphileConfig.Plugin[] {
  async function changePassword(
    input: { currentPassword: string; newPassword: string },
    auth: MutationContext,
  ): Promise<{ user: string }> {
    const { userId, sessionId } = await requireLiveSession(auth);
    checkPassword("newPassword", input.newPassword);
    const keys = [`password:${userId}`];
    await countAttempt(options, keys);
    const known = await asAuthenticator(auth, (client) =>
      getRow<{ hash: string }>(client, "select app_private.password_hash_of($1) as hash", [userId]),
    );
    if (!(await isPasswordRight(input.currentPassword, known?.hash))) {
      const message = "The current password is wrong.";
      throw new ApiError("BAD_INPUT", message, { currentPassword: message });
    }
    await options.attempts.giveBack(keys);
    const passwordHash = await hashPassword(input.newPassword);
    await asAuthenticator(auth, (client) =>
      getRow(client, "select app_private.set_password($1, $2, $3)", [userId, passwordHash, sessionId]),
    );
    return { user: userId };
  }

  async function requestPasswordReset(
    input: { email: string },
    auth: MutationContext,
  ): Promise<{ message: string }> {
    const email = checkEmail(input.email);
    await countAttempt(options, attemptKeys(auth, "reset", `reset:${email}`));
    const { token, hash } = makeSecretToken();
    const body = [
      "Somebody, hopefully you, asked for a new password for your account.",
      `Set one within an hour with this token: ${token}`,
      "If it was not you, nothing needs to be done.",
    ].join("\n\n");
    await asAuthenticator(auth, (client) =>
      getRow(client, "select app_private.request_password_reset($1, $2, $3, $4)", [
        email,
        hash,
        "Set a new password",
        body,
      ]),
    );
    return { message: "If there is an account with this address, a mail is on its way." };
  }

  async function resetPassword(
    input: { token: string; newPassword: string },
    auth: MutationContext,
  ): Promise<{ message: string }> {
    checkPassword("newPassword", input.newPassword);
    const keys = attemptKeys(auth, "reset");
    await countAttempt(options, keys);
    const passwordHash = await hashPassword(input.newPassword);
    await asAuthenticator(auth, (client) =>
      getRow(client, "select app_private.reset_password($1, $2)", [
        hashSecretToken(input.token),
        passwordHash,
      ]),
    );
    await options.attempts.giveBack(keys);
    return { message: "The new password is set. Sign in with it." };
  }

  return [
    makeMutationPlugin({
      name: "changePassword",
      description: "Sets a new password and ends all other sessions.",
      input: `
        currentPassword: String!
        newPassword: String!`,
      payload: "user: User",
      records: { user: "users" },
      run: changePassword,
    }),
    makeMutationPlugin({
      name: "requestPasswordReset",
      description: "Mails a link to set a new password, if there is such a user.",
      input: "email: String!",
      payload: `
        "The same whether or not there is such a user."
        message: String!`,
      run: requestPasswordReset,
    }),
    makeMutationPlugin({
      name: "resetPassword",
      description: "Sets a new password by a mailed token, and ends all sessions.",
      input: `
        "From the mail."
        token: String!
        newPassword: String!`,
      payload: `
        "What to do next."
        message: String!`,
      run: resetPassword,
    }),
  ];
}
