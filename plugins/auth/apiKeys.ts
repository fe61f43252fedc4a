/** API keys, by which programs work in an organization; revoking and listing is SQL's. */
import { makeApiKey } from "../../src/auth/secretTokens.ts";
import type { MutationContext } from "../mutation.ts";
import { makeMutationPlugin } from "../mutation.ts";
import { checkText, getRow, requireUser } from "./authenticator.ts";

interface CreateInput {
  name: string;
  role: string;
  expiresAt?: string | null;
}

async function createApiKey(
  input: CreateInput,
  auth: MutationContext,
): Promise<{ apiKey: string; key: string }> {
  requireUser(auth);
  const name = checkText("name", input.name, "A name", 100);
  const { key, hash, prefix } = makeApiKey();
  const made = await auth.withPgClient(auth.pgSettings, (client) =>
    getRow<{ id: string }>(client, "select id from app_hidden.create_api_key($1, $2, $3, $4, $5)", [
      name,
      input.role,
      input.expiresAt ?? null,
      prefix,
      hash,
    ]),
  );
  return { apiKey: made.id, key };
}

/** The mutation createApiKey. */
export const apiKeyPlugins: readonly GraphileConfig.Plugin[] = [
  makeMutationPlugin({
    name: "createApiKey",
    description: "Makes an API key for a program. Nobody gives a key more than they may do themselves.",
    input: `
      "What the key is for; no two live keys of an organization have the same name."
      name: String!
      "The slug of a role, such as member or viewer; not owner."
      role: String!
      "Without it the key lasts until it is revoked."
      expiresAt: Datetime`,
    payload: `
      apiKey: ApiKey
      "The key itself, shown this once. Sent as: Authorization: Bearer <key>."
      key: String!`,
    records: { apiKey: "api_keys" },
    run: createApiKey,
  }),
];
