/**
 * What a role may hide can be null: fields of records are nullable in the API even where the
 * database always has a value.
 */
import "postgraphile/graphile-build-pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import type { PgAttribute, PgClass } from "postgraphile/graphile-build-pg/pg-introspection";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      FieldsPlugin: true;
    }
  }
}

// A cursor asks the type of a column for its value even where that is null, and booleans of
// PostGraphile cannot tell; only hidden ones are ever null.
const { fromPg } = TYPES.boolean;
TYPES.boolean.fromPg = (value: string | null) => (value === null ? null : fromPg(value)) as boolean;

/** What every record shows. */
const ALWAYS_SHOWN: ReadonlySet<string> = new Set(["organization_id", "id", "deleted_at", "deleted_by", "merged_into_id"]);

function mayBeWithheld(table: PgClass, column: PgAttribute): boolean {
  // Records have a recycle bin; settings have none and no field permissions.
  if (table.getAttribute({ name: "deleted_at" })) return !ALWAYS_SHOWN.has(column.attname);
  // As app_hidden.describe_fields() reads it.
  return column.getTagsAndDescription().tags["shows"] !== undefined;
}

/** Makes fields that a role may hide nullable, and notes which column a field shows. */
export const FieldsPlugin: GraphileConfig.Plugin = {
  name: "FieldsPlugin",
  version: "1.0.0",
  description: "Fields that a role may hide are nullable",
  gather: {
    hooks: {
      pgCodecs_attribute(_info, { pgClass, pgAttribute, attribute }) {
        if (!attribute.notNull || !mayBeWithheld(pgClass, pgAttribute)) return;
        // Else a row would be taken for missing where this is null.
        attribute.notNull = false;
        // Inputs still require it.
        attribute.extensions ??= Object.create(null) as NonNullable<typeof attribute.extensions>;
        Object.assign((attribute.extensions.tags ??= Object.create(null)), { notNull: true });
      },
    },
  },
  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, build, { scope }) {
        const { pgFieldAttribute: attribute, pgCodec: codec } = scope;
        if (!attribute || !codec?.attributes) return field;
        const name = Object.keys(codec.attributes).find((key) => codec.attributes[key] === attribute);
        return {
          ...field,
          type: attribute.extensions?.tags?.notNull
            ? build.graphql.getNullableType(field.type)
            : field.type,
          extensions: { ...field.extensions, column: { table: codec.extensions?.pg?.name, name } },
        };
      },
    },
  },
};
