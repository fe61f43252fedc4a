/**
 * Lists by an organization's own fields: `filter: {customFields: [{key: "tier", equalTo: "gold"}]}`,
 * `orderByCustomField` and `groupByCustomField`. The schema is the same for all organizations, so keys
 * come as values; the database holds them against the definitions (`custom_field_operand`). Every
 * condition is made of the record's own custom_data, where field permissions apply.
 */
import "postgraphile/graphile-build-pg";
import "@graphile/pg-aggregates";
import "postgraphile-plugin-connection-filter";
import type { FieldArg, GrafastArgumentConfig, Step } from "grafast";
import { lambda } from "grafast";
import type { GraphQLInputType } from "graphql";
import type { PgCodec, PgCondition, PgSelectQueryBuilder, PgSelectStep } from "postgraphile/@dataplan/pg";
import { sqlValueWithCodec, TYPES } from "postgraphile/@dataplan/pg";
import type { SQL } from "postgraphile/pg-sql2";
import { sql } from "postgraphile/pg-sql2";
import { extendSchema, gql } from "postgraphile/utils";
import { ApiError } from "./errors.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      CustomFieldsPlugin: true;
    }
  }
}

/** The objects that have custom fields, by their tables. */
const OBJECTS: Readonly<Record<string, string>> = {
  accounts: "account",
  contacts: "contact",
  leads: "lead",
  deals: "deal",
  activities: "activity",
  communications: "communication",
};

const TypesPlugin = extendSchema(
  () => ({
    typeDefs: gql`
      """
      A condition on a custom field. The operators that are given have to hold all of them. Values are
      what customData holds: numbers for numbers, true or false, texts for everything else.
      """
      input CustomFieldFilter {
        "The key of the field."
        key: String!
        "Whether there is no value."
        isNull: Boolean
        equalTo: JSON
        notEqualTo: JSON
        "Equal to one of these."
        in: [JSON!]
        "Equal to none of these."
        notIn: [JSON!]
        lessThan: JSON
        lessThanOrEqualTo: JSON
        greaterThan: JSON
        greaterThanOrEqualTo: JSON
        "Contains this text."
        includes: String
        "Contains this text in any case."
        includesInsensitive: String
        "Begins with this text."
        startsWith: String
        "Begins with this text in any case."
        startsWithInsensitive: String
        "Of several choices: all of these are among them."
        contains: [String!]
        "Of several choices: one of these is among them."
        overlaps: [String!]
      }

      """
      An order by a custom field: numbers by size, others as texts, records without a value last.
      """
      input CustomFieldOrder {
        "The key of the field."
        key: String!
        direction: CustomFieldOrderDirection! = ASC
      }

      """
      Which way a list is ordered.
      """
      enum CustomFieldOrderDirection {
        ASC
        DESC
      }
    `,
  }),
  "CustomFieldTypesPlugin",
);

/** A custom field of the rows that a statement reads. */
class Field {
  readonly key: string;
  readonly #object: string;
  readonly #alias: SQL;

  constructor(object: string, key: string, alias: SQL) {
    // It becomes part of the statement.
    if (!/^[a-z][a-z0-9_]{0,62}$/.test(key)) {
      throw new ApiError("BAD_INPUT", `There is no custom field ${JSON.stringify(key)}: ${object}.`, {
        [`customData.${key}`]: "No such custom field.",
      });
    }
    this.key = key;
    this.#object = object;
    this.#alias = alias;
  }

  get json(): SQL {
    return sql`(${this.#alias}."custom_data" -> ${sql.literal(this.key)})`;
  }

  get text(): SQL {
    return sql`(${this.#alias}."custom_data" ->> ${sql.literal(this.key)})`;
  }

  /**
   * What rows are ordered by: whether there is a value, its size if it is a number, its text. Never
   * null, since a page that begins after a cursor would lose the rows whose key is.
   */
  get orders(): readonly { fragment: SQL; codec: PgCodec }[] {
    const { json, text } = this;
    const size = sql`(case when jsonb_typeof(${json}) = 'number' then ${json}::numeric else 0 end)`;
    return [
      { fragment: sql`(case when ${text} is null then 1 else 0 end)`, codec: TYPES.int },
      { fragment: size, codec: TYPES.numeric },
      { fragment: sql`coalesce(${text}, '')`, codec: TYPES.text },
    ];
  }

  #arguments(operator: string, value: unknown): SQL {
    const names = [this.#object, this.key, operator].map((name) => sql.literal(name));
    return sql`${sql.join(names, ", ")}, ${sqlValueWithCodec(value, TYPES.jsonb)}`;
  }

  /** What values are compared with, once for the statement; fails when that makes no sense. */
  operand(operator: string, value: unknown): SQL {
    return sql`(select app_hidden.custom_field_operand(${this.#arguments(operator, value)}))`;
  }

  /** A condition that is true and fails when there is no such field. */
  exists(): SQL {
    return sql`${this.operand("exists", true)} is not null`;
  }

  /** Where the ids of candidates may be put; see plugins/access/narrowing.ts. */
  narrowed(operator: string, value: unknown): SQL {
    return sql`"app_hidden"."narrowed_by_custom_field"(${this.#alias}."id", ${this.#arguments(operator, value)})`;
  }
}

type Compare = (field: Field, operand: SQL) => SQL;

/** Several choices are the same in whatever order: the one that they were kept in may be an old one of the choices. */
const same = (json: SQL, operand: SQL) => sql`(${json} @> ${operand} and ${json} <@ ${operand})`;
const listed = (operand: SQL) => sql`((select array(select jsonb_array_elements(${operand})))::jsonb[])`;
const oneOf = (json: SQL, operand: SQL) =>
  sql`(${json} = any ${listed(operand)} or jsonb_typeof(${json}) = 'array' and exists (
    select from jsonb_array_elements(${operand}) each (value) where ${same(json, sql`each.value`)}))`;
const lower = (text: SQL) => sql`lower(${text})`;
const text = (operand: SQL) => sql`(${operand} #>> '{}')`;

const COMPARISONS: Readonly<Record<string, Compare>> = {
  isNull: ({ json }, operand) => sql`(${json} is null) = ${operand}::boolean`,
  equalTo: ({ json }, operand) => same(json, operand),
  notEqualTo: ({ json }, operand) => sql`not ${same(json, operand)}`,
  in: ({ json }, operand) => oneOf(json, operand),
  notIn: ({ json }, operand) => sql`${json} is not null and not ${oneOf(json, operand)}`,
  lessThan: ({ json }, operand) => sql`${json} < ${operand}`,
  lessThanOrEqualTo: ({ json }, operand) => sql`${json} <= ${operand}`,
  greaterThan: ({ json }, operand) => sql`${json} > ${operand}`,
  greaterThanOrEqualTo: ({ json }, operand) => sql`${json} >= ${operand}`,
  includes: (field, operand) => sql`position(${text(operand)} in ${field.text}) > 0`,
  includesInsensitive: (field, operand) =>
    sql`position(${lower(text(operand))} in ${lower(field.text)}) > 0`,
  startsWith: (field, operand) => sql`starts_with(${field.text}, ${text(operand)})`,
  startsWithInsensitive: (field, operand) =>
    sql`starts_with(${lower(field.text)}, ${lower(text(operand))})`,
  contains: ({ json }, operand) => sql`${json} @> ${operand}`,
  overlaps: ({ json }, operand) =>
    sql`${json} ?| (select array(select jsonb_array_elements_text(${operand})))`,
};

/** Operators for which the index knows what may come into question. */
const NARROWING: ReadonlySet<string> = new Set([
  "equalTo", "in", "lessThan", "lessThanOrEqualTo", "greaterThan", "greaterThanOrEqualTo",
  "contains", "overlaps",
]);

type Conditions = { readonly key: string } & Readonly<Record<string, unknown>>;

function addConditions(object: string, where: PgCondition, conditions: Conditions): void {
  const { key, ...operators } = conditions;
  const field = new Field(object, key, where.alias);
  const given = Object.entries(operators).filter(([, value]) => value !== undefined);
  if (given.length === 0) where.where(field.exists());
  for (const [operator, value] of given) {
    const compare = COMPARISONS[operator];
    if (!compare) continue;
    if (value === null) {
      throw new ApiError("BAD_INPUT", "Null literals are forbidden in filter argument input.");
    }
    const operand = field.operand(operator, value);
    // By itself, so that what is wrong with it is told also where there are no rows.
    where.where(sql`${operand} is not null`);
    // Two-valued, so that what narrows it may stand beside it in whatever logic. Not by "is true": one
    // record in a million would be expected then, and all of them read and sorted for a page of many.
    where.where(sql`coalesce(${compare(field, operand)}, false)`);
    if (NARROWING.has(operator)) where.where(field.narrowed(operator, value));
  }
}

type Order = { readonly key: string; readonly direction: "ASC" | "DESC" };

function addOrder(object: string, query: PgSelectQueryBuilder, { key, direction }: Order): void {
  const field = new Field(object, key, query.alias);
  query.where(field.exists());
  const [missing, ...values] = field.orders;
  if (missing) query.orderBy({ ...missing, direction: "ASC", nullable: false });
  for (const each of values) query.orderBy({ ...each, direction, nullable: false });
}

function addGroup(object: string, query: PgSelectQueryBuilder, key: string): void {
  const field = new Field(object, key, query.alias);
  query.where(field.exists());
  query.groupBy({ fragment: field.text, codec: TYPES.text });
}

/** The object whose fields a codec's rows have. */
function objectOf(codec: PgCodec | undefined): string | undefined {
  const table = codec?.extensions?.pg;
  return table?.schemaName === "app_public" ? OBJECTS[table.name] : undefined;
}

interface Connection extends Step {
  getSubplan(): PgSelectStep;
}

type Applied<Value> = (object: string, query: PgSelectQueryBuilder, value: Value) => void;

/** An argument that takes a list and does something to the statement for each entry. */
function listArgument<Value>(
  { type, description, object }: { type: GraphQLInputType; description: string; object: string },
  selectOf: ($target: Step) => PgSelectStep,
  apply: Applied<Value>,
) {
  return {
    type,
    description,
    applyPlan(_$root: Step, $target: Step, argument: FieldArg) {
      argument.apply(selectOf($target), (query: PgSelectQueryBuilder, values: Value[] | null | undefined) => {
        for (const value of values ?? []) apply(object, query, value);
        return undefined;
      });
    },
  };
}

type ApplyableStep = Parameters<FieldArg["apply"]>[0];

/**
 * Where `orderBy` applies to a statement while it runs. What is known when it is planned would be
 * applied then, and so come before custom fields that are given in a variable.
 */
function atRunTime($select: PgSelectStep): ApplyableStep {
  return {
    withLayerPlan: (callback: () => unknown) => $select.withLayerPlan(callback),
    apply($callback: Step<(query: object) => void>) {
      $select.apply(lambda($callback, (callback) => callback));
    },
  } as ApplyableStep;
}

function afterwards(orderBy: GrafastArgumentConfig): GrafastArgumentConfig {
  return {
    ...orderBy,
    applyPlan(_$root: Step, $connection: Step, argument: FieldArg) {
      argument.apply(atRunTime(($connection as Connection).getSubplan()));
    },
  };
}

const FieldsPlugin: GraphileConfig.Plugin = {
  name: "CustomFieldsPlugin",
  version: "1.0.0",
  description: "Filter, order and group by custom fields",
  schema: {
    hooks: {
      GraphQLInputObjectType_fields(fields, build, { scope, fieldWithHooks }) {
        const object = objectOf(scope.pgCodec);
        const type = build.getTypeByName("CustomFieldFilter") as GraphQLInputType | undefined;
        if (!scope.isPgConnectionFilter || object === undefined || !type) return fields;
        const { GraphQLList, GraphQLNonNull } = build.graphql;
        const customFields = fieldWithHooks({ fieldName: "customFields" }, () => ({
          description: "Conditions on custom fields, all of which have to hold.",
          type: new GraphQLList(new GraphQLNonNull(type)),
          apply(where: PgCondition, conditions: readonly Conditions[] | null | undefined) {
            for (const each of conditions ?? []) addConditions(object, where, each);
          },
        }));
        return build.extend(fields, { customFields }, "Adding the filter by custom fields");
      },
      GraphQLObjectType_fields_field_args: {
        after: ["PgConnectionArgOrderByPlugin"],
        callback(args, build, { scope }) {
          const { GraphQLList, GraphQLNonNull, GraphQLString } = build.graphql;
          const listOf = (type: GraphQLInputType) => new GraphQLList(new GraphQLNonNull(type));
          const orderType = build.getTypeByName("CustomFieldOrder") as GraphQLInputType | undefined;
          const ofList = objectOf(scope.pgFieldResource?.codec);
          if (scope.isPgFieldConnection && ofList !== undefined && orderType) {
            const orderByCustomField = listArgument(
              {
                type: listOf(orderType),
                description: "The order by custom fields; among equals that of orderBy.",
                object: ofList,
              },
              ($connection) => ($connection as Connection).getSubplan(),
              addOrder,
            );
            const { orderBy, ...others } = args;
            // Applied in their order: what comes first decides first.
            return { ...others, orderByCustomField, ...(orderBy ? { orderBy: afterwards(orderBy) } : {}) };
          }
          const ofGroups = objectOf(scope.pgCodec ?? scope.pgTypeResource?.codec);
          const isGroups = scope.isConnectionType && scope.fieldName === "groupedAggregates";
          if (isGroups && ofGroups !== undefined) {
            const groupByCustomField = listArgument(
              {
                type: listOf(GraphQLString),
                description: "Keys of custom fields to group by as well; their values come last in keys.",
                object: ofGroups,
              },
              ($groups) => $groups as PgSelectStep,
              addGroup,
            );
            return build.extend(args, { groupByCustomField }, "Grouping by custom fields");
          }
          return args;
        },
      },
    },
  },
};

/** What the API needs for custom fields. */
export const customFieldPlugins: readonly GraphileConfig.Plugin[] = [TypesPlugin, FieldsPlugin];
