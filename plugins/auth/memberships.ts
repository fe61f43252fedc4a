/** Invitations to an organization, and going from one organization to another. */
import { hashPassword, isPasswordRight } from "../../src/auth/passwords.ts";
import { hashSecretToken, makeSecretToken } from "../../src/auth/secretTokens.ts";
import { signAccessToken } from "../../src/auth/tokens.ts";
import type { PgClient } from "postgraphile/@dataplan/pg";
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
  findRow,
  requireLiveSession,
  requireUser,
  getRow,
  TOKENS,
} from "./authenticator.ts";

/**
 * Makes the mutations switchOrganization, inviteMember and acceptInvitation.
 * @param options - the key that signs tokens, and the counter of attempts
 */
export function makeMembershipPlugins(options: AuthOptions): GraphileConfig.Plugin[] {
  async function switchOrganization(
    input: { organizationId: string },
    auth: MutationContext,
  ): Promise<{ accessToken: string; organization: string }> {
    const { userId, sessionId } = await requireLiveSession(auth);
    const { organizationId } = input;
    await asAuthenticator(auth, (client) =>
      getRow(client, "select app_private.switch_organization($1, $2, $3)", [
        sessionId,
        userId,
        organizationId,
      ]),
    );
    auth.actAs({ ...auth.identity, organizationId });
    const claims = { userId, sessionId, organizationId };
    return { accessToken: signAccessToken(options.accessTokenKey, claims), organization: organizationId };
  }

  async function inviteMember(
    input: { email: string; role: string },
    auth: MutationContext,
  ): Promise<{ invitation: string }> {
    requireUser(auth);
    const email = checkEmail(input.email);
    const { token, hash } = makeSecretToken();
    const body = [
      "You have been invited to become a member of an organization in Rowhouse.",
      `Accept within 7 days with this token: ${token}`,
    ].join("\n\n");
    const invited = await auth.withPgClient(auth.pgSettings, (client) =>
      getRow<{ id: string }>(client, "select id from app_hidden.invite_member($1, $2, $3, $4, $5)", [
        email,
        input.role,
        hash,
        "You are invited",
        body,
      ]),
    );
    return { invitation: invited.id };
  }

  async function acceptInvitation(
    input: { token: string; name?: string | null; password?: string | null },
    auth: MutationContext,
  ): Promise<SignedIn> {
    const keys = attemptKeys(auth, "accept");
    await countAttempt(options, keys);
    const tokenHash = hashSecretToken(input.token);
    const invitation = await asAuthenticator(auth, (client) =>
      findRow<{ email: string; organization_id: string; user_id: string | null }>(
        client,
        "select email, organization_id, user_id from app_private.find_invitation($1)",
        [tokenHash],
      ),
    );
    if (!invitation) {
      throw new ApiError("BAD_INPUT", "This invitation is not valid any more. Ask for a new one.");
    }
    const knownId = invitation.user_id;
    if (knownId) await proveExisting(auth, invitation.email, knownId, input.password);
    const newcomer = knownId ? undefined : await describeNewcomer(input);
    await options.attempts.giveBack(keys);
    return asAuthenticator(auth, async (client) => {
      const userId = newcomer
        ? await createUser(client, invitation.email, newcomer)
        : (knownId as string);
      await getRow(client, "select app_private.accept_invitation($1, $2)", [tokenHash, userId]);
      return beginSession(options, auth, client, userId, invitation.organization_id);
    });
  }

  async function proveExisting(
    auth: MutationContext,
    email: string,
    userId: string,
    password: string | null | undefined,
  ): Promise<void> {
    if (auth.identity.userId === userId) {
      await requireLiveSession(auth);
      return;
    }
    await countAttempt(options, [`account:${email}`]);
    const known = await findCredentials(auth, email);
    if (!(await isPasswordRight(password ?? "", known?.password_hash))) {
      const message = "There is an account with this address; give its password or sign in first.";
      throw new ApiError("UNAUTHENTICATED", message, { password: message });
    }
    await options.attempts.giveBack([`account:${email}`]);
  }

  async function describeNewcomer(input: { name?: string | null; password?: string | null }) {
    const name = checkText("name", input.name ?? "", "A name", 200);
    checkPassword("password", input.password ?? "");
    return { name, passwordHash: await hashPassword(input.password ?? "") };
  }

  async function createUser(
    client: PgClient,
    email: string,
    newcomer: { name: string; passwordHash: string },
  ): Promise<string> {
    const made = await getRow<{ id: string }>(client, "select app_private.create_user($1, $2, $3) as id", [
      email,
      newcomer.passwordHash,
      newcomer.name,
    ]);
    return made.id;
  }

  return [
    makeMutationPlugin({
      name: "switchOrganization",
      description: "Goes on in another organization of the user.",
      input: "organizationId: UUID!",
      payload: `
        accessToken: String!
        organization: Organization`,
      records: { organization: "organizations" },
      run: switchOrganization,
    }),
    makeMutationPlugin({
      name: "inviteMember",
      description: "Mails somebody a link to become a member.",
      input: `
        email: String!
        "The slug of a role, such as member or manager."
        role: String! = "member"`,
      payload: "invitation: Invitation",
      records: { invitation: "invitations" },
      run: inviteMember,
    }),
    makeMutationPlugin({
      name: "acceptInvitation",
      description: "Becomes a member as invited, and signs in.",
      input: `
        "From the mail."
        token: String!
        "The person's name, when they are new here."
        name: String
        "Of the existing account, or the one to set when they are new here. Not needed when signed in."
        password: String`,
      payload: `${TOKENS}
        user: User
        organization: Organization`,
      records: { user: "users", organization: "organizations" },
      run: acceptInvitation,
    }),
  ];
}
