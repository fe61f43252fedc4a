/**
 * What constraints mean to people. Collected from the catalog while the schema is built, so that
 * an error of the database can name columns and rules, but never the values of other rows.
 */
import "postgraphile/graphile-build-pg";
import type {
  Introspection,
  PgConstraint,
  PgIndex,
} from "postgraphile/graphile-build-pg/pg-introspection";
import { TENANT_COLUMN } from "./tenantKeys.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      ConstraintsPlugin: true;
    }
  }
}

/** What is known of a constraint or unique index. */
export interface ConstraintMeaning {
  /** Columns without the tenant column, in the database's names. */
  readonly columns: readonly string[];
  /** The comment that explains the rule to people, if somebody wrote one. */
  readonly description: string | undefined;
}

/** Constraints and unique indexes by `schema.name`. */
export type ConstraintMap = Map<string, ConstraintMeaning>;

function columnsWithoutTenant(
  attributes: readonly ({ attname: string } | null | undefined)[],
): string[] {
  return attributes.flatMap((attribute) =>
    attribute && attribute.attname !== TENANT_COLUMN ? [attribute.attname] : [],
  );
}

function meaningOfConstraint(constraint: PgConstraint): ConstraintMeaning {
  const attributes = constraint.getClass()?.getAttributes() ?? [];
  const key = constraint.conkey ?? [];
  return {
    columns: columnsWithoutTenant(
      key.map((number) => attributes.find(({ attnum }) => attnum === number)),
    ),
    description: constraint.getTagsAndDescription().description || undefined,
  };
}

function meaningOfIndex(index: PgIndex): ConstraintMeaning {
  const keys = index.getKeys().slice(0, index.indnkeyatts ?? undefined);
  return {
    columns: columnsWithoutTenant(keys),
    description: index.getTagsAndDescription().description || undefined,
  };
}

/**
 * Reads constraints and unique indexes from introspection results.
 * @param introspection - the introspection results
 * @param constraints - the map to fill; constraints win over the indexes that carry them
 */
export function collectConstraints(introspection: Introspection, constraints: ConstraintMap): void {
  for (const index of introspection.indexes) {
    const indexClass = index.getIndexClass();
    if (!index.indisunique || !indexClass) continue;
    const schema = indexClass.getNamespace()?.nspname;
    constraints.set(`${schema}.${indexClass.relname}`, meaningOfIndex(index));
  }
  for (const constraint of introspection.constraints) {
    const schema = constraint.getNamespace()?.nspname;
    constraints.set(`${schema}.${constraint.conname}`, meaningOfConstraint(constraint));
  }
}

/**
 * Makes the plugin that fills a map with the meaning of constraints when the schema is built.
 * @param constraints - the map to fill
 */
export function makeConstraintsPlugin(constraints: ConstraintMap): GraphileConfig.Plugin {
  return {
    name: "ConstraintsPlugin",
    version: "1.0.0",
    description: "Collects what constraints mean, for error messages",
    // Before foreign keys are replaced by others that the database does not know.
    before: ["TenantKeysPlugin"],
    gather: {
      hooks: {
        pgIntrospection_introspection(_info, { introspection }) {
          collectConstraints(introspection, constraints);
        },
      },
    },
  };
}
