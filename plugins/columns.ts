/**
 * What a list can be filtered, ordered and aggregated by: every column that the role may select,
 * indexed or not, but documents (json) and long texts. Smart tags (`@behavior`) have the last word.
 */
import "postgraphile/graphile-build-pg";
import "@graphile/pg-aggregates";
import "postgraphile-plugin-connection-filter";
import type { PgCodecWithAttributes } from "postgraphile/@dataplan/pg";
import type { PgConstraint } from "postgraphile/graphile-build-pg/pg-introspection";

declare global {
  namespace GraphileBuild {
    interface BehaviorStrings {
      "attribute:aggregate": true;
      "attribute:groupBy": true;
      "attribute:havingBy": true;
      "attribute:aggregate:filterBy": true;
      "attribute:aggregate:orderBy": true;
    }
  }
  namespace GraphileConfig {
    interface Plugins {
      ColumnsPlugin: true;
    }
  }
}

/** Columns of these names hold prose: they can be filtered, but sorting by them means nothing. */
export const LONG_TEXT_COLUMNS: ReadonlySet<string> = new Set([
  "description",
  "body",
  "content",
  "notes",
  "outcome",
  "summary",
]);

/**
 * Whether one value of a field can be long by itself: a document or prose.
 * @param fieldName - the field's name in GraphQL; that of a long text is its column's
 * @param typeName - the name of its type
 */
export function isLongField(fieldName: string, typeName: string): boolean {
  return typeName === "JSON" || (typeName === "String" && LONG_TEXT_COLUMNS.has(fieldName));
}

const DOCUMENT_TYPES: ReadonlySet<string> = new Set(["json", "jsonb"]);

type Behavior = GraphileBuild.BehaviorString;

const NO_AGGREGATE: Behavior[] = [
  "-attribute:aggregate",
  "-attribute:groupBy",
  "-attribute:havingBy",
  "-attribute:aggregate:filterBy",
  "-attribute:aggregate:orderBy",
];

function columnBehavior(codec: PgCodecWithAttributes, attributeName: string): Behavior[] {
  const attribute = codec.attributes[attributeName];
  if (!attribute) return [];
  if (attribute.extensions?.canSelect === false) return NO_AGGREGATE;
  if (DOCUMENT_TYPES.has(attribute.codec.name)) {
    return ["-filterBy", "-orderBy", ...NO_AGGREGATE];
  }
  // Stored as text, so there is an order, which is good enough to group by.
  if (attribute.codec.extensions?.isEnumTableEnum) return ["attribute:orderBy"];
  if (LONG_TEXT_COLUMNS.has(attributeName)) {
    return ["-orderBy", ...NO_AGGREGATE];
  }
  return [];
}

function isServedByIndex(constraint: PgConstraint): boolean {
  const indexes = constraint.getClass()?.getIndexes() ?? [];
  const key = constraint.conkey ?? [];
  return indexes.some(({ indkey }) => key.every((number) => indkey.includes(number)));
}

/** Opens unindexed columns to filters and orders, closes documents and long texts. */
export const ColumnsPlugin: GraphileConfig.Plugin = {
  name: "ColumnsPlugin",
  version: "1.0.0",
  description: "Every selectable column can be filtered, ordered and aggregated by",
  before: ["PgIndexBehaviorsPlugin"],
  gather: {
    hooks: {
      pgCodecs_attribute(_info, { attribute }) {
        // PgIndexBehaviorsPlugin leaves a column alone for which this has been decided.
        attribute.extensions ??= Object.create(null) as NonNullable<typeof attribute.extensions>;
        Object.assign(attribute.extensions, { isIndexed: true });
      },
      pgRelations_relation(_info, { relation, pgConstraint }) {
        // An index over part of a table serves as well; those where the reference is null or the
        // record is deleted are left out of most indexes.
        if (!relation.isReferencee || !isServedByIndex(pgConstraint)) return;
        relation.extensions ??= Object.create(null) as NonNullable<typeof relation.extensions>;
        Object.assign(relation.extensions, { isIndexed: true });
      },
    },
  },
  schema: {
    entityBehavior: {
      pgCodecAttribute: {
        inferred: {
          after: ["inferred", "postInferred"],
          provides: ["columns"],
          callback(behavior, [codec, attributeName]) {
            return [behavior, ...columnBehavior(codec, attributeName)];
          },
        },
      },
    },
  },
};
