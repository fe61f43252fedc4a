import pg from "pg";
import {
  connectionProblem, databaseOf, errorCode, passwordOf, withConnection, withDatabase,
} from "./connections.ts";

/** The roles that Rowhouse works with; docs/operations.md says what each is for. */
export const ROLES = {
  owner: "rowhouse_owner",
  authenticator: "rowhouse_authenticator",
  user: "rowhouse_user",
  anonymous: "rowhouse_anonymous",
  importer: "rowhouse_importer",
  reporter: "rowhouse_reporter",
  analyst: "rowhouse_analyst",
} as const;

/** Oldest PostgreSQL that Rowhouse runs on, as `server_version_num` tells it. */
export const OLDEST_VERSION = 150_000;

const PREPARE_LOCK = 7_240_951_001;

/** The database cannot be prepared by this login; the message says what to do by hand. */
export class PreparationError extends Error {
  override name = "PreparationError";
}

/** Which server to prepare, and for which logins. */
export type PrepareOptions = {
  /** Superuser, a role that may create roles, or rowhouse_owner itself. */
  ownerUrl: string;
  /** Login of API and worker; its password is given to the role. */
  authenticatorUrl: string;
  /** Whether a missing database is created. */
  createDatabase: boolean;
};

const CREATE_ROLES: Record<string, string> = {
  // What it is a member of must not make its policies apply to it.
  [ROLES.owner]: "nologin noinherit",
  [ROLES.anonymous]: "nologin",
  [ROLES.user]: "nologin",
  [ROLES.importer]: "nologin",
  [ROLES.reporter]: "nologin",
  [ROLES.analyst]: "nologin",
  [ROLES.authenticator]: "login noinherit",
};

/** Who is granted what: member → role. */
const MEMBERSHIPS: [member: string, role: string][] = [
  [ROLES.importer, ROLES.user],
  [ROLES.reporter, ROLES.user],
  [ROLES.owner, ROLES.reporter],
  [ROLES.authenticator, ROLES.user],
  [ROLES.authenticator, ROLES.anonymous],
  [ROLES.authenticator, ROLES.importer],
];

/** The statements that an administrator runs when the application's login may not. */
export function preparationSql(database: string): string {
  const create = Object.entries(CREATE_ROLES).map(([name, options]) => {
    const password = name === ROLES.authenticator ? " password '<password>'" : "";
    return `create role ${name} ${options}${password};`;
  });
  const grant = MEMBERSHIPS.map(([member, role]) => `grant ${role} to ${member};`);
  const name = pg.escapeIdentifier(database);
  return [
    ...create,
    ...grant,
    `grant connect, create on database ${name} to ${ROLES.owner};`,
    `grant connect on database ${name} to ${ROLES.authenticator};`,
    `revoke temporary on database ${name} from public;`,
    `grant ${ROLES.owner} to <login of DATABASE_URL>;`,
  ].join("\n");
}

/**
 * Creates the roles and the database where they are missing, and gives the login of API and
 * worker its password. Safe to run at every start and by several processes at once.
 *
 * @throws PreparationError with what to do, when the login may not do it or the server is too old.
 */
export async function prepareDatabase(options: PrepareOptions): Promise<void> {
  const database = databaseOf(options.ownerUrl);
  if (options.createDatabase) await createDatabase(options.ownerUrl, database);
  try {
    await withConnection(options.ownerUrl, async (client) => {
      await checkVersion(client);
      await client.query("select pg_advisory_lock($1)", [PREPARE_LOCK]);
      await createRoles(client, database, options);
      await grantOnDatabase(client, database);
    });
  } catch (error) {
    throw explain(error, options.ownerUrl, database);
  }
  await keepPassword(options);
}

function explain(error: unknown, url: string, database: string): Error {
  if (error instanceof PreparationError) return error;
  const code = errorCode(error);
  if (code === "42501") {
    return new PreparationError(
      `The login of DATABASE_URL may not prepare the database (${(error as Error).message}). ` +
        `Run this as an administrator, then start again:\n${preparationSql(database)}`,
    );
  }
  const connecting = !code || /^(E[A-Z]+|28|3D|08|57P)/.test(code);
  return connecting ? new PreparationError(connectionProblem(error, url)) : (error as Error);
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number,
            current_setting('server_version') as text`,
  );
  if ((rows[0]?.number ?? 0) < OLDEST_VERSION) {
    throw new PreparationError(
      `PostgreSQL ${rows[0]?.text} is too old; Rowhouse needs 15 or newer`,
    );
  }
}

async function createDatabase(ownerUrl: string, database: string): Promise<void> {
  try {
    await withConnection(ownerUrl, async () => undefined);
    return;
  } catch (error) {
    if (errorCode(error) !== "3D000") throw explain(error, ownerUrl, database);
  }
  try {
    await withConnection(withDatabase(ownerUrl, "postgres"), (client) =>
      client.query(`create database ${pg.escapeIdentifier(database)}`),
    );
  } catch (error) {
    // 42P04, 23505: another process that starts at the same time has made it.
    if (!["42P04", "23505"].includes(errorCode(error) ?? "")) {
      throw explain(error, ownerUrl, database);
    }
  }
}

async function createRoles(
  client: pg.Client,
  database: string,
  options: PrepareOptions,
): Promise<void> {
  const { rows: self } = await client.query<{ name: string; allowed: boolean; version: number }>(
    `select rolname as name, rolsuper or rolcreaterole as allowed,
            current_setting('server_version_num')::int as version
       from pg_roles where rolname = current_user`,
  );
  const me = self[0] as (typeof self)[number];
  const { rows } = await client.query<{ rolname: string }>(
    "select rolname from pg_roles where rolname = any($1)",
    [Object.keys(CREATE_ROLES)],
  );
  const existing = new Set(rows.map((row) => row.rolname));
  const missing = Object.entries(CREATE_ROLES).filter(([name]) => !existing.has(name));
  if (missing.length > 0 && !me.allowed) {
    throw new PreparationError(
      `The roles ${missing.map(([name]) => name).join(", ")} are missing and the login of ` +
        `DATABASE_URL may not create them. Run this as an administrator, then start again:\n` +
        preparationSql(database),
    );
  }
  for (const [name, attributes] of missing) {
    const password =
      name === ROLES.authenticator && passwordOf(options.authenticatorUrl)
        ? ` password ${pg.escapeLiteral(passwordOf(options.authenticatorUrl))}`
        : "";
    await ignoringDuplicates(client, `create role ${name} ${attributes}${password}`);
  }
  await client.query(`do $$
    begin
      -- Made by an earlier version.
      if (select rolinherit from pg_roles where rolname = '${ROLES.owner}') then
        alter role ${ROLES.owner} noinherit;
      end if;
    end
  $$`);
  const wanted: [string, string][] = [...MEMBERSHIPS];
  if (me.name !== ROLES.owner) wanted.push([me.name, ROLES.owner]);
  // From 16 on the creator of a role may administer it but not switch to it.
  const privilege = me.version >= 160_000 ? "SET" : "MEMBER";
  for (const [member, role] of wanted) {
    const { rows: held } = await client.query<{ held: boolean }>(
      "select pg_has_role($1::name, $2::name, $3) as held",
      [member, role, privilege],
    );
    if (held[0]?.held) continue;
    await ignoringDuplicates(client, `grant ${role} to ${pg.escapeIdentifier(member)}`);
  }
}

/** Roles belong to the whole server, so starts for other databases may be making the same. */
async function ignoringDuplicates(client: pg.Client, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const harmless = ["42710", "23505", "XX000"].includes(errorCode(error) ?? "");
    const concurrent = errorCode(error) !== "XX000" || /concurrently/.test(String(error));
    if (!harmless || !concurrent) throw error;
  }
}

async function grantOnDatabase(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ complete: boolean }>(
    `select has_database_privilege($1::name, current_database(), 'CREATE')
        and has_database_privilege($2::name, current_database(), 'CONNECT')
        and not has_database_privilege($3::name, current_database(), 'TEMPORARY') as complete`,
    [ROLES.owner, ROLES.authenticator, ROLES.user],
  );
  if (rows[0]?.complete) return;
  const name = pg.escapeIdentifier(database);
  await client.query(`grant connect, create on database ${name} to ${ROLES.owner}`);
  await client.query(`grant connect on database ${name} to ${ROLES.authenticator}`);
  // A caller's temporary type could stand in for one that a function of the owner means.
  await client.query(`revoke temporary on database ${name} from public`);
  // A grant that the grantor may not give is only a warning, so look again.
  const again = await client.query<{ may: boolean }>(
    `select has_database_privilege($1::name, current_database(), 'CREATE')
        and not has_database_privilege($2::name, current_database(), 'TEMPORARY') as may`,
    [ROLES.owner, ROLES.user],
  );
  if (!again.rows[0]?.may) {
    throw new PreparationError(
      `The login of DATABASE_URL may not grant on database ${database}. ` +
        `Run this as an administrator, then start again:\n${preparationSql(database)}`,
    );
  }
}

/** Gives the authenticator the password of its connection string when it is refused with it. */
async function keepPassword(options: PrepareOptions): Promise<void> {
  const connect = () => withConnection(options.authenticatorUrl, async () => undefined);
  try {
    await connect();
    return;
  } catch (error) {
    if (errorCode(error) !== "28P01") {
      throw new PreparationError(connectionProblem(error, options.authenticatorUrl));
    }
  }
  const password = pg.escapeLiteral(passwordOf(options.authenticatorUrl));
  try {
    await withConnection(options.ownerUrl, (client) =>
      client.query(`alter role ${ROLES.authenticator} login password ${password}`),
    );
    await connect();
  } catch {
    throw new PreparationError(connectionProblem({ code: "28P01" }, options.authenticatorUrl));
  }
}
