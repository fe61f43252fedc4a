/**
 * Makes the tenant column invisible to the API.
 *
 * Every tenant table has the key `(organization_id, id)` and references others by
 * `(organization_id, x_id)`, so that no reference can cross the wall between organizations. The
 * policies pin the organization of a request, so within one request `id` alone addresses a row.
 * This plugin removes the tenant column from keys and foreign keys as PostGraphile sees them and
 * removes the column itself from every type. A column that carries a smart tag
 * `@behavior +attribute:select …` stays, and with it the keys that need it.
 */
import "postgraphile/graphile-build-pg";
import type {
  Introspection,
  PgAttribute,
  PgClass,
  PgConstraint,
} from "postgraphile/graphile-build-pg/pg-introspection";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      TenantKeysPlugin: true;
    }
  }
}

/** The name of the column that holds the tenant of a row. */
export const TENANT_COLUMN = "organization_id";

function tenantAttribute(pgClass: PgClass | undefined): PgAttribute | undefined {
  return pgClass?.getAttributes().find((attribute) => attribute.attname === TENANT_COLUMN);
}

function isShown(attribute: PgAttribute): boolean {
  return attribute.getTags().behavior !== undefined;
}

function removeItem<T>(list: T[], item: T): void {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
}

/**
 * Takes a constraint out of introspection results, as if the database did not have it.
 * @param introspection - the introspection results, changed in place
 * @param constraint - the constraint to remove
 */
export function removeConstraint(introspection: Introspection, constraint: PgConstraint): void {
  removeItem(introspection.constraints, constraint);
  // These lists are shared with what the introspection's own lookups hand out.
  removeItem(constraint.getClass()?.getConstraints() ?? [], constraint);
  removeItem(constraint.getForeignClass()?.getForeignConstraints() ?? [], constraint);
}

function idNumber(pgClass: PgClass | undefined): number | undefined {
  return pgClass?.getAttribute({ name: "id" })?.attnum;
}

function rewriteKey(introspection: Introspection, constraint: PgConstraint): void {
  const pgClass = constraint.getClass();
  const tenant = tenantAttribute(pgClass);
  const key = constraint.conkey;
  if (!tenant || !key || key.length < 2 || !key.includes(tenant.attnum)) return;
  const rest = key.filter((number) => number !== tenant.attnum);
  const id = idNumber(pgClass);
  if (id !== undefined && rest.includes(id)) {
    // The primary key of a partitioned table says what it is partitioned by, the id is enough. Another
    // key that says more than the id exists only for foreign keys to refer to.
    if (rest.length === 1 || constraint.contype === "p") constraint.conkey = [id];
    else removeConstraint(introspection, constraint);
  } else if (!isShown(tenant)) constraint.conkey = rest;
}

function rewriteReference(introspection: Introspection, constraint: PgConstraint): void {
  const tenant = tenantAttribute(constraint.getClass());
  const { conkey, confkey } = constraint;
  if (!tenant || !conkey || !confkey || !conkey.includes(tenant.attnum)) return;
  if (conkey.length === 1) {
    if (!isShown(tenant)) removeConstraint(introspection, constraint);
    return;
  }
  const foreignClass = introspection.getClass({ id: constraint.confrelid ?? "" });
  const id = idNumber(foreignClass);
  const pairs = conkey.map((number, index) => [number, confkey[index] ?? 0] as const);
  const rest = pairs.filter(([number]) => number !== tenant.attnum);
  const byId = rest.filter(([, foreignNumber]) => foreignNumber === id);
  const kept = byId.length > 0 ? byId : rest;
  constraint.conkey = kept.map(([number]) => number);
  constraint.confkey = kept.map(([, foreignNumber]) => foreignNumber);
}

/**
 * Drops the tenant column from all primary keys, unique constraints and foreign keys.
 * @param introspection - the introspection results, changed in place
 */
export function dropTenantFromKeys(introspection: Introspection): void {
  for (const constraint of [...introspection.constraints]) {
    if (constraint.contype === "p" || constraint.contype === "u") {
      rewriteKey(introspection, constraint);
    }
    if (constraint.contype === "f") rewriteReference(introspection, constraint);
  }
}

/** Hides the tenant column and makes composite tenant keys look like plain ones. */
export const TenantKeysPlugin: GraphileConfig.Plugin = {
  name: "TenantKeysPlugin",
  version: "1.0.0",
  description: "Hides organization_id in keys, relations, inputs and types",
  // Constraints cache their columns when first asked, so this must come before anyone asks.
  before: ["smart-tags", "PgFakeConstraintsPlugin", "PgEnumTablesPlugin"],
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, event) {
        dropTenantFromKeys(event.introspection);
      },
    },
  },
  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred"],
          provides: ["tenantKeys"],
          callback(behavior, [codec, attributeName]) {
            if (attributeName !== TENANT_COLUMN) return behavior;
            if (codec.attributes[attributeName]?.extensions?.tags?.behavior) return behavior;
            return [behavior, "-*"];
          },
        },
      },
    },
  },
};
