import { randomBytes } from "node:crypto";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import type { GraphQLAnswer, TestApi } from "../support/api.ts";
import { one } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";

/** Somebody signed in, and how they ask. */
export type Client = {
  token: string;
  userId: string;
  /** Runs an operation; fails on an error. */
  ask<Data = Answer>(query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Runs an operation whatever comes. */
  try<Data = Answer>(
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<GraphQLAnswer<Data>>;
  /** Runs an operation that has to fail, and answers `code: message`. */
  fail(query: string, variables?: Record<string, unknown>): Promise<string>;
};

/** Data of an answer, in the shape of its query. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the query's own
export type Answer = any;

/** Lets somebody of a tenant ask, in a session of their own. */
export async function signIn(
  database: TestDatabase,
  api: TestApi,
  tenant: Tenant,
  role: SystemRole,
): Promise<Client> {
  return signInAs(database, api, tenant, tenant.users[role]);
}

/** Lets a member of a tenant ask, in a session of their own. */
export async function signInAs(
  database: TestDatabase,
  api: TestApi,
  { organizationId }: Tenant,
  userId: string,
): Promise<Client> {
  const session = await asSuperuser(database, (client) =>
    one<{ id: string }>(client, "select app_private.begin_session($1, $2, $3) as id", [
      userId,
      organizationId,
      randomBytes(32),
    ]),
  );
  return clientOf(api, api.token({ userId, sessionId: session.id, organizationId }), userId);
}

/** Lets the bearer of a token ask. */
export function clientOf(
  api: TestApi,
  token: string,
  userId = "",
  organizationId?: string,
): Client {
  const attempt: Client["try"] = (query, variables) =>
    api.graphql(query, variables, { token, organizationId });
  return {
    token,
    userId,
    try: attempt,
    async ask<Data>(query: string, variables?: Record<string, unknown>) {
      const { data, errors } = await attempt<Data>(query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async fail(query, variables) {
      const { errors } = await attempt(query, variables);
      return problemOf(errors);
    },
  };
}

/** The first error as `code: message`; fails when there is none. */
export function problemOf(errors: GraphQLAnswer<unknown>["errors"]): string {
  if (!errors?.[0]) throw new Error("There was no error");
  return `${errors[0].extensions.code}: ${errors[0].message}`;
}

/** The secret in the newest mail to somebody. */
export async function mailedToken(database: TestDatabase, recipient: string): Promise<string> {
  const mail = await asSuperuser(database, (client) =>
    one<{ body: string }>(
      client,
      "select body from app_private.emails where recipient = $1 order by created_at desc, id desc limit 1",
      [recipient],
    ),
  );
  const found = /token: (\S+)/.exec(mail.body);
  if (!found) throw new Error(`No token in: ${mail.body}`);
  return found[1]!;
}

function mutation(name: string, fields: string): string {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`;
}

/** Runs a mutation of one input and answers its payload; fails on an error. */
export async function mutate(
  client: Client,
  name: string,
  input: Answer,
  fields: string,
): Promise<Answer> {
  return (await client.ask(mutation(name, fields), { input }))[name];
}

/** Runs a mutation that has to fail, and answers `code: message`. */
export function failToMutate(
  client: Client,
  name: string,
  input: Answer,
  fields: string,
): Promise<string> {
  return client.fail(mutation(name, fields), { input });
}
