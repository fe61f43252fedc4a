import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { becomeActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase, withKeptConnection } from "./database.ts";
import type { TestDatabase } from "./database.ts";

/** bcrypt of a password that no test knows. */
const PASSWORD_HASH = "$2b$12$gIWBk1AoVVvHGXHbSasfE.3nY48Wt4WxQtbtpLEIVtq1BrxBIuJxO";

/** The system roles, in their order. */
export const SYSTEM_ROLES = ["owner", "admin", "manager", "member", "viewer"] as const;

/** The slug of a system role. */
export type SystemRole = (typeof SYSTEM_ROLES)[number];

/** An organization with one person in each system role. */
export type Tenant = {
  organizationId: string;
  /** Users by the slug of their role. */
  users: Record<SystemRole, string>;
  /** Stages of the default pipeline by name. */
  stages: Record<string, string>;
  pipelineId: string;
  /** Somebody of this organization, in it. */
  actor(role: SystemRole): Actor;
};

/** Runs a statement and answers its first row; fails without one. */
export async function one<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const { rows } = await client.query<Row>(text, values);
  if (!rows[0]) throw new Error(`No row: ${text}`);
  return rows[0];
}

/** Makes a user, as superuser, with an address nobody has unless one is given. */
export async function makeUser(
  client: pg.ClientBase,
  name = "Someone",
  email = `${randomBytes(6).toString("hex")}@example.test`,
): Promise<string> {
  const made = await one<{ id: string }>(
    client,
    "select app_private.create_user($1, $2, $3) as id",
    [email, PASSWORD_HASH, name],
  );
  return made.id;
}

/** Makes a user a member of an organization, as superuser. */
export async function addMember(
  client: pg.ClientBase,
  organizationId: string,
  role: string,
  userId?: string,
): Promise<string> {
  const user = userId ?? (await makeUser(client, role));
  await client.query(
    `insert into app_public.memberships (organization_id, user_id, role_id)
       select r.organization_id, $2, r.id from app_public.roles r
         where r.organization_id = $1 and r.slug = $3`,
    [organizationId, user, role],
  );
  return user;
}

/** Makes an organization with somebody in each system role, as superuser. */
export async function makeTenant(client: pg.ClientBase, name: string): Promise<Tenant> {
  const owner = await makeUser(client, "owner");
  const { id: organizationId } = await one<{ id: string }>(
    client,
    "select app_private.create_organization($1, $2) as id",
    [name, owner],
  );
  const users = { owner } as Record<SystemRole, string>;
  for (const role of SYSTEM_ROLES.slice(1)) {
    users[role] = await addMember(client, organizationId, role);
  }
  const { rows } = await client.query<{ id: string; pipeline_id: string; name: string }>(
    "select id, pipeline_id, name from app_public.pipeline_stages where organization_id = $1",
    [organizationId],
  );
  return {
    organizationId,
    users,
    stages: Object.fromEntries(rows.map((stage) => [stage.name, stage.id])),
    pipelineId: rows[0]!.pipeline_id,
    actor: (role) => ({ userId: users[role], organizationId }),
  };
}

/** What a role may do with a field, where that is less than to edit it. */
export type FieldRule = readonly [object: string, field: string, mode: string];

/** Adds a custom role that may do what is listed: `[object, action, scope]`, but for fields; as superuser. */
export async function makeRole(
  client: pg.ClientBase,
  organizationId: string,
  permissions: readonly (readonly [object: string, action: string, scope: string])[],
  fields: readonly FieldRule[] = [],
): Promise<{ id: string; slug: string }> {
  const slug = `custom_${randomBytes(4).toString("hex")}`;
  await client.query("begin; set local role rowhouse_owner");
  const role = await one<{ id: string; slug: string }>(
    client,
    `insert into app_public.roles (organization_id, slug, name) values ($1, $2, $2)
       returning id, slug`,
    [organizationId, slug],
  );
  for (const [object, action, scope] of permissions) {
    await client.query(
      `insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
         values ($1, $2, $3, $4, $5)`,
      [organizationId, role.id, object, action, scope],
    );
  }
  for (const [object, field, mode] of fields) {
    await client.query(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         values ($1, $2, $3, $4, $5)`,
      [organizationId, role.id, object, field, mode],
    );
  }
  await client.query("commit");
  return role;
}

/** What became of a statement. */
export type Outcome = {
  /** The SQLSTATE, undefined when it ran. */
  code?: string;
  message?: string;
  detail?: string;
  constraint?: string;
  rowCount: number;
  rows: Record<string, unknown>[];
};

/** Tries a statement inside the open transaction; an error leaves the transaction usable. */
export async function attempt(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Outcome> {
  await client.query("savepoint attempt");
  try {
    const { rows, rowCount } = await client.query<Record<string, unknown>>(text, values);
    await client.query("release savepoint attempt");
    return { rows, rowCount: rowCount ?? 0 };
  } catch (error) {
    await client.query("rollback to savepoint attempt");
    const { code, message, detail, constraint } = error as pg.DatabaseError;
    return {
      ...(code ? { code } : {}),
      ...(detail ? { detail } : {}),
      ...(constraint ? { constraint } : {}),
      message,
      rowCount: 0,
      rows: [],
    };
  }
}

/** Runs one statement for an actor in a transaction of its own that is kept. */
export async function commitAs(
  database: TestDatabase,
  actor: Actor,
  text: string,
  values: unknown[] = [],
): Promise<Outcome> {
  return withKeptConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    await becomeActor(client, actor);
    const outcome = await attempt(client, text, values);
    await client.query("commit");
    return outcome;
  });
}

/** One connection through the API's login on which statements are tried for one actor after another. */
export type Trial = {
  /** Runs a statement for an actor; whatever it changes is rolled back. */
  tryAs(actor: Actor, text: string, values?: unknown[]): Promise<Outcome>;
  end(): Promise<void>;
};

/** Opens a connection for statements that are tried and taken back. */
export async function openTrial(database: TestDatabase): Promise<Trial> {
  const client = new pg.Client({ connectionString: database.authenticatorUrl });
  await client.connect();
  let last: Promise<unknown> = Promise.resolve();
  return {
    tryAs(actor, text, values) {
      const outcome = last.then(async () => {
        await client.query("begin");
        try {
          await becomeActor(client, actor);
          return await attempt(client, text, values);
        } finally {
          await client.query("rollback");
        }
      });
      last = outcome.catch(() => undefined);
      return outcome;
    },
    end: () => client.end(),
  };
}

/** Runs one statement for an actor and keeps it; answers its first row, fails when it is refused. */
export async function runAs(
  database: TestDatabase,
  actor: Actor,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>> {
  const outcome = await commitAs(database, actor, text, values);
  if (outcome.code) throw new Error(`${outcome.code} ${outcome.message}`);
  return outcome.rows[0] ?? {};
}

/** Inserts one row for an actor and keeps it; answers its id. */
export async function insertAs(
  database: TestDatabase,
  actor: Actor,
  table: string,
  columns: Record<string, unknown>,
): Promise<string> {
  if (table === "attachments") return attachAs(database, actor, columns);
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  const text = `insert into app_public.${table} (${names.join(", ")})
    values (${places.join(", ")}) returning id`;
  return (await runAs(database, actor, text, Object.values(columns)))["id"] as string;
}

/** Makes an attachment for an actor, as an upload whose bytes have come does; answers its id. */
export async function attachAs(
  database: TestDatabase,
  { userId, organizationId, ...actor }: Actor,
  { file_name, byte_size = 1, mime_type = "text/plain", checksum = null, ...record }: Record<string, unknown>,
): Promise<string> {
  const upload = await asSuperuser(database, (client) =>
    one<{ id: string }>(
      client,
      `insert into app_private.uploads (organization_id, user_id, file_name, byte_size, mime_type, record, storage_key, expires_at, claimed_at)
         values ($1::uuid, $2, $3, $4, $5, $6, $1::uuid || '/' || gen_random_uuid(), now(), now()) returning id`,
      [organizationId, userId, file_name, byte_size, mime_type, JSON.stringify(record)],
    ),
  );
  const made = await runAs(
    database,
    { ...actor, userId, organizationId },
    "select app_hidden.finish_upload($1, $2, 'none', 'none') as id",
    [upload.id, checksum],
  );
  return made["id"] as string;
}

/** A database with one organization, and a connection to try things on. */
export type TrialTenant = {
  database: TestDatabase;
  trial: Trial;
  tenant: Tenant;
  owner: Actor;
  member: Actor;
};

/** Makes a database with one organization in it. */
export async function openTrialTenant(): Promise<TrialTenant> {
  const database = await createTestDatabase();
  const trial = await openTrial(database);
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  return { database, trial, tenant, owner: tenant.actor("owner"), member: tenant.actor("member") };
}

/** An id that nothing has. */
export function randomId(): string {
  return randomUUID();
}
