/**
 * Two databases that are the same but for the values of chosen columns, with an API on each. Who
 * may not see those columns must not be able to tell the two apart.
 */
import { randomBytes } from "node:crypto";
import type { GraphQLSchema, IntrospectionQuery } from "graphql";
import { buildClientSchema, getIntrospectionQuery } from "graphql";
import type pg from "pg";
import { startTestApi } from "../support/api.ts";
import type { GraphQLAnswer, TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, makeRole, makeTenant, one } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { makeSecrets } from "./secrets.ts";
import type { SecretTable } from "./secrets.ts";
import { CUSTOM_KEY } from "./walk.ts";

/** One of the two. */
export type World = {
  database: TestDatabase;
  api: TestApi;
};

/** Who asks: somebody whose role is restricted, or the owner, who sees everything. */
export type Asker = "restricted" | "owner";

/** What the restricted role may do with a field. */
export type Rule = readonly [object: string, field: string, mode: string, method?: string];

/** The two worlds. */
export type Worlds = {
  tenant: Tenant;
  /** The user whose role is restricted. */
  restrictedUserId: string;
  tables: SecretTable[];
  /** Columns that duplicates are looked for by, by table. */
  compared: Readonly<Record<string, string[]>>;
  /** The schema of the API, as it tells it. */
  schema: GraphQLSchema;
  first: World;
  second: World;
  /** Asks in both worlds at once. */
  ask(
    asker: Asker,
    query: string,
    variables?: Record<string, unknown>,
  ): Promise<[GraphQLAnswer<Answer>, GraphQLAnswer<Answer>]>;
  /** Lets the worlds differ in the columns that are chosen and in nothing else. */
  differIn(
    chosen: (table: SecretTable, column: string) => boolean,
    options?: { sameNulls?: boolean; onlySecretKey?: boolean },
  ): Promise<void>;
  /** Gives the restricted role these rules and no others, in both worlds. */
  restrict(rules: readonly Rule[]): Promise<void>;
  stop(): Promise<void>;
};

/** Data by alias. */
export type Answer = Record<string, unknown> | null;

const MANY = 1_000_000;
const LIMITS = {
  tokens: MANY, depth: 20, aliases: MANY, fields: MANY, rootFields: MANY, inputObjects: MANY,
  inputItems: MANY, sortKeys: MANY, cost: 100 * MANY,
};

/** Makes the two worlds, equal at first. */
export async function makeWorlds(): Promise<Worlds> {
  const database = await createTestDatabase();
  const { tenant, restrictedUserId, sessions, tables, compared } = await asSuperuser(database, fill);
  const copy = await createTestDatabase(database);
  const first = { database, api: await startTestApi(database, { limits: LIMITS }) };
  const second = { database: copy, api: await startTestApi(copy, { limits: LIMITS }) };
  const both = [first, second] as const;
  const { data } = await first.api.graphql<IntrospectionQuery>(getIntrospectionQuery());
  const schema = buildClientSchema(data);
  const { organizationId } = tenant;
  const claims = {
    restricted: { userId: restrictedUserId, sessionId: sessions.restricted, organizationId },
    owner: { userId: tenant.users.owner, sessionId: sessions.owner, organizationId },
  };
  const ask = (world: World, asker: Asker, query: string, variables?: Record<string, unknown>) =>
    world.api.graphql<Answer>(query, variables, { token: world.api.token(claims[asker]) });
  return {
    tenant, restrictedUserId, tables, compared, schema, first, second,
    ask: (asker, ...rest) => Promise.all([ask(first, asker, ...rest), ask(second, asker, ...rest)]),
    async differIn(chosen, options = {}) {
      await Promise.all(
        both.map((world) =>
          asSuperuser(world.database, async (client) => {
            await client.query("begin; set local session_replication_role = replica");
            for (const table of tables) {
              const differs = (column: string) => world === second && chosen(table, column);
              await setValues(client, organizationId, table, differs, options);
            }
            // Triggers are passed over here.
            await client.query("select app_private.rebuild_match_keys($1)", [organizationId]);
            await client.query("commit");
            await client.query("select app_private.fill_custom_field_index(d) from app_public.custom_field_definitions d");
          }),
        ),
      );
    },
    async restrict(rules) {
      for (const { database: target } of both) {
        await asSuperuser(target, (client) => setRules(client, organizationId, rules));
      }
    },
    async stop() {
      for (const { api, database: used } of both) {
        await api.stop();
        await used.drop();
      }
    },
  };
}

async function fill(client: pg.Client) {
  const tenant = await makeTenant(client, "Acme");
  const { organizationId } = tenant;
  const { rows: everything } = await client.query<{ object: string; action: string }>(
    `select p.object, p.action from app_public.role_permissions p
       join app_public.roles r on r.organization_id = p.organization_id and r.id = p.role_id
       where p.organization_id = $1 and r.slug = 'owner'`,
    [organizationId],
  );
  const role = await makeRole(
    client, organizationId, everything.map(({ object, action }) => [object, action, "all"]),
  );
  const restrictedUserId = await addMember(client, organizationId, role.slug);
  await client.query(
    `insert into app_public.territories (organization_id, name)
       select $1, name from unnest(array['North', 'South', 'West']) name`,
    [organizationId],
  );
  await client.query(
    `with pipeline as (insert into app_public.pipelines (organization_id, name) values ($1, 'Other') returning id)
     insert into app_public.pipeline_stages (organization_id, pipeline_id, name, position, probability)
       select $1, id, 'Other', 1, 50 from pipeline`,
    [organizationId],
  );
  await client.query(
    `with thread as (insert into app_public.message_threads (organization_id, subject) values ($1, 'Talk') returning id),
       everybody as (insert into app_public.message_thread_participants (organization_id, thread_id, user_id)
         select $1, id, unnest($2::uuid[]) from thread)
     insert into app_public.messages (organization_id, thread_id, body)
       select $1, id, unnest(array['one', 'two', 'three']) from thread`,
    [organizationId, [tenant.users.owner, restrictedUserId]],
  );
  await client.query(
    "insert into app_public.communication_threads (organization_id) select $1 from generate_series(1, 3)",
    [organizationId],
  );
  const tables = await makeSecrets(client, tenant);
  await client.query("set session_replication_role = replica");
  for (const table of tables) await insertRows(client, organizationId, table);
  await insertAround(client, tenant, tables);
  await client.query("set session_replication_role = origin; analyze");
  await client.query(
    `insert into app_public.custom_field_definitions (organization_id, object, key, label, type, is_indexed)
       select $1, o.object, $2, 'Secret', 'text', true
         from unnest(array['account', 'contact', 'lead', 'deal', 'activity', 'communication']) as o (object)`,
    [organizationId, CUSTOM_KEY],
  );
  const session = async (userId: string) => {
    const made = await one<{ id: string }>(
      client, "select app_private.begin_session($1, $2, $3) as id",
      [userId, organizationId, randomBytes(32)],
    );
    return made.id;
  };
  const sessions = { owner: await session(tenant.users.owner), restricted: await session(restrictedUserId) };
  const { rows: criteria } = await client.query<{ table: string; columns: string[] }>(
    `select o.table_name as "table", array_agg(distinct compared.name) as columns
       from app_hidden.duplicate_criteria c
       join app_hidden.crm_objects o on o.name = c.object
       cross join lateral unnest(c.columns) compared (name) group by 1`,
  );
  // Whatever has anything in common is told, with its score.
  await client.query("update app_public.duplicate_rules set prior = 0, place_limit = null, threshold = 0.000001");
  const compared = Object.fromEntries(criteria.map(({ table, columns }) => [table, columns]));
  return { tenant, restrictedUserId, sessions, tables, compared };
}

async function insertRows(client: pg.ClientBase, organizationId: string, table: SecretTable) {
  for (const { id, isDeleted, fixed, first } of table.rows) {
    const bin = isDeleted ? { deleted_at: "2030-02-01T00:00:00Z" } : {};
    const row = { organization_id: organizationId, id, ...fixed, ...first, ...bin };
    const columns = Object.keys(row).join(", ");
    await client.query(
      `insert into app_public.${table.name} (${columns})
         select ${columns} from jsonb_populate_record(null::app_public.${table.name}, $1)`,
      [JSON.stringify(row)],
    );
  }
}

/** What lies around the records: tags on them, and what the audit log says of them. */
async function insertAround(client: pg.ClientBase, tenant: Tenant, tables: readonly SecretTable[]) {
  const { organizationId, users } = tenant;
  await client.query("insert into app_public.tags (organization_id, name) values ($1, 'Hot')", [
    organizationId,
  ]);
  for (const { name, object, isOwn, rows } of tables) {
    await client.query(
      `insert into app_public.audit_log (organization_id, action, actor_id, table_name, record_id, old_values, new_values)
         select $1, 'update', $2, $3, unnest($4::uuid[]), '{}', '{}'`,
      [organizationId, users.owner, name, rows.map(({ id }) => id)],
    );
    const { rowCount } = await client.query(
      `select from pg_attribute where attrelid = 'app_public.taggings'::regclass and attname = $1`,
      [`${object}_id`],
    );
    if (rowCount !== 1 || !isOwn) continue;
    await client.query(
      `insert into app_public.taggings (organization_id, tag_id, ${object}_id)
         select $1, t.id, unnest($2::uuid[]) from app_public.tags t where t.organization_id = $1`,
      [organizationId, rows.map(({ id }) => id)],
    );
  }
}

async function setValues(
  client: pg.ClientBase,
  organizationId: string,
  table: SecretTable,
  differs: (column: string) => boolean,
  { sameNulls = false, onlySecretKey = false }: { sameNulls?: boolean; onlySecretKey?: boolean },
) {
  const columns = table.columns.filter(({ isGenerated }) => !isGenerated).map(({ name }) => name);
  const rows = table.rows.map(({ id, first, second }) => {
    const values = columns.map((name) => {
      const isSame = !differs(name) || (sameNulls && (first[name] === null || second[name] === null));
      if (!isSame && onlySecretKey && first[name] !== null && second[name] !== null) {
        const { secret } = second[name] as { secret: string };
        return [name, { ...(first[name] as object), secret }];
      }
      return [name, isSame ? first[name] : second[name]];
    });
    return { id, ...Object.fromEntries(values) as Record<string, unknown> };
  });
  await client.query(
    `update app_public.${table.name} t set ${columns.map((name) => `${name} = r.${name}`).join(", ")}
       from jsonb_populate_recordset(null::app_public.${table.name}, $1) r
       where t.organization_id = $2 and t.id = r.id`,
    [JSON.stringify(rows), organizationId],
  );
  await client.query(
    `update app_public.audit_log a set old_values = r.value - 'id', new_values = r.value - 'id'
       from jsonb_array_elements($1::jsonb) r
       where a.organization_id = $2 and a.table_name = $3 and a.record_id = (r.value ->> 'id')::uuid`,
    [JSON.stringify(rows), organizationId, table.name],
  );
}

async function setRules(client: pg.ClientBase, organizationId: string, rules: readonly Rule[]) {
  const role = `(select m.role_id from app_public.memberships m join app_public.roles r
    on r.organization_id = m.organization_id and r.id = m.role_id
    where m.organization_id = $1 and not r.is_system)`;
  await client.query("begin; set local role rowhouse_owner");
  await client.query(
    `delete from app_public.role_field_permissions where organization_id = $1 and role_id = ${role}`,
    [organizationId],
  );
  await client.query("delete from app_public.masking_rules where organization_id = $1", [organizationId]);
  for (const [object, field, mode, method] of rules) {
    await client.query(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         values ($1, ${role}, $2, $3, $4)`,
      [organizationId, object, field, mode],
    );
    if (!method) continue;
    await client.query(
      `insert into app_public.masking_rules (organization_id, id, object, field, method)
         values ($1, md5($2 || $3)::uuid, $2, $3, $4)`,
      [organizationId, object, field, method],
    );
  }
  await client.query("commit");
  // Each world has written it down at a time of its own.
  await client.query("begin; set local session_replication_role = replica");
  await client.query(
    "delete from app_public.audit_log where table_name in ('role_field_permissions', 'masking_rules')",
  );
  await client.query("commit");
}
