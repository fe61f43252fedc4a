import type pg from "pg";
import type { ColumnFacts, TableFacts } from "./catalog.ts";

/** Values that checks ask for, by column or `table.column`; a new check may need one more. */
const VALUES: Record<string, unknown> = {
  email: "filled@example.test",
  primary_email: "filled@example.test",
  slug: "filled",
  "installed_templates.slug": "crm-ops",
  color: "#123456",
  action: "auth.login",
  mime_type: "text/plain",
  checksum: "a".repeat(64),
  currency: "USD",
  "imports.object_type": "lead",
  "exports.format": "csv",
  "exports.filter": "{}",
  "role_field_permissions.field": "industry",
  "role_field_permissions.object": "account",
  "masking_rules.field": "industry",
  "masking_rules.object": "account",
  "privacy_requests.kind": "export",
  "lead_scores.quality": "cold",
  "lead_score_history.quality": "cold",
  "lead_scores.source": "rules",
  "lead_scores.next_step": "call",
  "lead_scores.total": 6,
  "lead_scores.rules_total": 6,
  "lead_scores.probability": 0.5,
  "lead_score_history.probability": 0.5,
  "lead_score_models.auc": 0.5,
  "lead_score_models.brier_score": 0.5,
  "lead_score_models.calibration_error": 0.5,
  "lead_score_models.features": "[]",
  "lead_score_models.reliability": "[]",
  "retention_policies.action": "delete",
  "api_keys.prefix": "rh_filled",
  "lead_forms.allowed_origins": "{https://filled.example.test}",
  "lead_forms.redirect_url": "https://filled.example.test/thanks",
  "webhook_endpoints.url": "https://filled.example.test/hook",
  "webhook_endpoints.events": "{lead.created}",
};

const fieldOf = (object: string) => `
  insert into app_public.custom_field_definitions (organization_id, object, key, label, type)
    values ($1, '${object}', 'mapped', 'Mapped', 'text') returning id as value`;

/** Statements that make what a column refers to, where not any row will do. */
const REFERRED: Record<string, string> = {
  "lead_field_mappings.lead_field_id": fieldOf("lead"),
  "lead_field_mappings.field_id": fieldOf("account"),
};

const BY_TYPE: Record<string, unknown> = {
  text: "filled",
  integer: 1,
  smallint: 1,
  bigint: 1,
  numeric: 1,
  boolean: true,
  date: "2035-01-02",
  "time without time zone": "10:00",
  "timestamp with time zone": "2035-01-02T10:00:00Z",
  jsonb: "{}",
  uuid: "00000000-0000-4000-8000-000000000001",
  "text[]": "{filled}",
  "uuid[]": "{00000000-0000-4000-8000-000000000001}",
  "double precision": 0.5,
};

/** Tables whose rows need more than one column that can be null. */
const ROWS: Record<string, string> = {
  notifications: `insert into app_public.notifications (organization_id, user_id, kind, object_type, object_id, key)
    select $1, app_hidden.current_user_id(), 'mention', 'account', a.id, 'filled' from app_public.accounts a
      where a.organization_id = $1 and a.deleted_at is null limit 1`,
  duplicate_candidates: `with made as (
      insert into app_public.accounts (organization_id, name) values ($1, 'filled'), ($1, 'filled too') returning id)
    insert into app_public.duplicate_candidates (organization_id, account_id, other_account_id, score, alike)
      select $1, (array_agg(id order by id))[1], (array_agg(id order by id))[2], 0.9, '{}' from made`,
};

async function valueOf(
  client: pg.ClientBase,
  table: TableFacts,
  column: ColumnFacts,
  organizationId: string,
): Promise<unknown> {
  const special = VALUES[`${table.name}.${column.name}`] ?? VALUES[column.name];
  if (special !== undefined) return special;
  const referred = REFERRED[`${table.name}.${column.name}`];
  if (referred) {
    const { rows } = await client.query<{ value: unknown }>(referred, [organizationId]);
    return rows[0]?.value;
  }
  if (column.refersTo) {
    const { table: target, column: key } = column.refersTo;
    const condition = column.refersInTenant ? "where organization_id = $1" : "";
    const { rows } = await client.query<{ value: unknown }>(
      `select ${key} as value from ${target} ${condition} limit 1`,
      column.refersInTenant ? [organizationId] : [],
    );
    return rows[0]?.value;
  }
  return BY_TYPE[column.type];
}

async function inSavepoint(client: pg.ClientBase, run: () => Promise<unknown>): Promise<unknown> {
  await client.query("savepoint fill");
  try {
    await run();
    await client.query("release savepoint fill");
    return undefined;
  } catch (error) {
    await client.query("rollback to savepoint fill");
    return error;
  }
}

async function insertRow(client: pg.ClientBase, table: TableFacts, organizationId: string) {
  const { rowCount } = await client.query(
    `select from app_public.${table.name} where organization_id = $1 limit 1`,
    [organizationId],
  );
  // What every organization begins with, such as roles and stages.
  if (rowCount) return;
  const special = ROWS[table.name];
  if (special !== undefined) {
    await client.query(special, [organizationId]);
    return;
  }
  const values = new Map<string, unknown>();
  const isOpen = (column: ColumnFacts) =>
    !column.isGenerated && !["organization_id", "id"].includes(column.name);
  for (const column of table.columns.filter(isOpen)) {
    if (!column.notNull || column.hasDefault) continue;
    values.set(column.name, await valueOf(client, table, column, organizationId));
  }
  const insert = (more: [string, unknown][]) => {
    const all = new Map([["organization_id", organizationId], ...values, ...more]);
    const places = [...all.keys()].map((_, index) => `$${index + 1}`);
    const names = [...all.keys()].join(", ");
    return inSavepoint(client, () =>
      client.query(
        `insert into app_public.${table.name} (${names}) values (${places.join(", ")})`,
        [...all.values()],
      ),
    );
  };
  // A row that must be on one of several kinds of records, or have one of several names.
  const optional = table.columns.filter((column) => isOpen(column) && !column.notNull);
  const references = optional.filter(({ refersTo }) => refersTo);
  let problem = await insert([]);
  for (const column of problem ? [...references, ...optional] : []) {
    const value = await valueOf(client, table, column, organizationId);
    problem = await insert([[column.name, value]]);
    if (!problem) break;
  }
  if (problem) {
    const reason = (problem as Error).message;
    throw new Error(`No row for ${table.name} (see VALUES in test/policies/fill.ts): ${reason}`);
  }
  for (const column of optional) {
    if (["deleted_at", "deleted_by", "erased_at", "merged_into_id"].includes(column.name)) continue;
    const value = await valueOf(client, table, column, organizationId);
    // What the table's rules do not allow together stays empty.
    await inSavepoint(client, () =>
      client.query(
        `update app_public.${table.name} set ${column.name} = $2
           where organization_id = $1 and ${column.name} is null`,
        [organizationId, value],
      ),
    );
  }
}

/**
 * Puts at least one row of an organization into every tenant table, past the policies.
 *
 * @param client - A superuser's connection in a transaction.
 * @param userId - Whoever the rows are made by and belong to.
 */
export async function fillTenant(
  client: pg.ClientBase,
  tables: readonly TableFacts[],
  organizationId: string,
  userId: string,
): Promise<void> {
  await client.query(
    `select set_config('rowhouse.organization_id', $1, true),
            set_config('rowhouse.user_id', $2, true)`,
    [organizationId, userId],
  );
  let waiting = tables.filter(({ isTenant }) => isTenant);
  while (waiting.length > 0) {
    const names = new Set(waiting.map(({ name }) => `app_public.${name}`));
    const needs = ({ name, columns }: TableFacts) =>
      columns.some(({ notNull, refersTo }) => {
        const target = refersTo?.table ?? "";
        return notNull && names.has(target) && target !== `app_public.${name}`;
      });
    const ready = waiting.filter((table) => !needs(table));
    if (ready.length === 0) throw new Error(`References in a circle: ${[...names].join(", ")}`);
    // Those that others may point at come first, so that optional references find a row.
    ready.sort((a, b) => b.columns.length - a.columns.length);
    for (const table of ready) await insertRow(client, table, organizationId);
    waiting = waiting.filter((table) => !ready.includes(table));
  }
}
