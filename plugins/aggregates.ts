/**
 * Fills gaps of pg-aggregates: earliest and latest for dates and times, grouping by week, month,
 * quarter and year, and no "having" on what an aggregate cannot be computed of.
 */
import "postgraphile/graphile-build-pg";
import "@graphile/pg-aggregates";
import type { AggregateGroupBySpec, AggregateSpec } from "@graphile/pg-aggregates";
import type { PgCodec, PgResource } from "postgraphile/@dataplan/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import type { SQL } from "postgraphile/pg-sql2";
import { sql } from "postgraphile/pg-sql2";

declare global {
  namespace GraphileBuild {
    interface BehaviorStrings {
      "distinctCount:manyRelation:aggregates:orderBy": true;
    }
    interface Inflection {
      aggregateHavingAggregateInputType(
        this: Inflection,
        details: { resource: PgResource; aggregateSpec: AggregateSpec },
      ): string;
    }
  }
  namespace GraphileConfig {
    interface Plugins {
      AggregatesPlugin: true;
    }
  }
}

const TIMESTAMP_UNITS = ["week", "month", "quarter", "year"] as const;

/** The rest of pg-aggregates (deviation, variance) would be a third of the schema. */
const AGGREGATES: ReadonlySet<string> = new Set(["sum", "distinctCount", "min", "max", "average"]);

const TEMPORAL: ReadonlySet<PgCodec> = new Set<PgCodec>([
  TYPES.date,
  TYPES.timestamp,
  TYPES.timestamptz,
]);

function extendMinMax(spec: AggregateSpec): void {
  if (spec.id !== "min" && spec.id !== "max") return;
  const { isSuitableType } = spec;
  spec.isSuitableType = (codec) => isSuitableType(codec) || TEMPORAL.has(codec);
}

function groupBySpecs(): AggregateGroupBySpec[] {
  return TIMESTAMP_UNITS.flatMap((unit): AggregateGroupBySpec[] => {
    const truncate = (fragment: SQL): SQL => sql`date_trunc(${sql.literal(unit)}, ${fragment})`;
    return [
      {
        id: `truncated-to-${unit}`,
        isSuitableType: (codec) => codec === TYPES.timestamptz || codec === TYPES.timestamp,
        sqlWrap: truncate,
        sqlWrapCodec: (codec) => codec,
      },
      {
        id: `truncated-to-${unit}`,
        isSuitableType: (codec) => codec === TYPES.date,
        // Through timestamp, so that the session's time zone cannot move a day.
        sqlWrap: (fragment) => sql`${truncate(sql`${fragment}::timestamp`)}::date`,
        sqlWrapCodec: (codec) => codec,
      },
    ];
  });
}

/** pg-aggregates would compare the number of different dates with a date. */
function isCountOfTimes({ id }: AggregateSpec, codec: PgCodec): boolean {
  return id === "distinctCount" && TEMPORAL.has(codec);
}

/** Fields of a "having" input that its aggregate can be computed of. */
function suitableHavingFields<T extends Record<string, unknown>>(
  build: GraphileBuild.Build,
  typeName: string,
  fields: T,
): T {
  const { inflection } = build;
  for (const resource of Object.values(build.input.pgRegistry.pgResources)) {
    if (resource.parameters || !resource.codec.attributes) continue;
    const aggregateSpec = build.pgAggregateSpecs.find((spec) => {
      const details = { resource, aggregateSpec: spec };
      return inflection.aggregateHavingAggregateInputType(details) === typeName;
    });
    if (!aggregateSpec) continue;
    const unsuitable = new Set(
      Object.entries(resource.codec.attributes)
        .filter(([, { codec }]) => !aggregateSpec.isSuitableType(codec) || isCountOfTimes(aggregateSpec, codec))
        .map(([attributeName]) => inflection.attribute({ codec: resource.codec, attributeName })),
    );
    return Object.fromEntries(
      Object.entries(fields).filter(([fieldName]) => !unsuitable.has(fieldName)),
    ) as T;
  }
  return fields;
}

/** Extends the aggregates of pg-aggregates. */
export const AggregatesPlugin: GraphileConfig.Plugin = {
  name: "AggregatesPlugin",
  version: "1.0.0",
  description: "min/max for dates and times, grouping by week, month, quarter, year",
  after: ["PgAggregatesSpecsPlugin"],
  schema: {
    entityBehavior: {
      // Ordering a list by how many different values its records' records have helps nobody.
      pgCodecRelation: {
        inferred: {
          after: ["inferred"],
          provides: ["aggregates"],
          callback: (behavior) => [behavior, "-distinctCount:manyRelation:aggregates:orderBy"],
        },
      },
    },
    hooks: {
      build: {
        after: ["PgAggregatesSpecsPlugin"],
        callback(build) {
          if (build.pgAggregateSpecs) {
            build.pgAggregateSpecs = build.pgAggregateSpecs.filter(({ id }) => AGGREGATES.has(id));
            build.pgAggregateSpecs.forEach(extendMinMax);
          }
          build.pgAggregateGroupBySpecs?.push(...groupBySpecs());
          return build;
        },
      },
      GraphQLInputObjectType_fields(fields, build, { Self }) {
        return /Having\w+Input$/.test(Self.name)
          ? suitableHavingFields(build, Self.name, fields)
          : fields;
      },
    },
  },
};
