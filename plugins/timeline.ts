/**
 * What happened to a record: `timeline(objectType, objectId, …)` beside the connections of the same
 * name that accounts, contacts, deals and projects have. The database says by which column the events
 * of a record are found, and whether the caller sees the record at all (app_hidden.timeline_column).
 */
import "postgraphile/graphile-build-pg";
import type { FieldArgs, Step } from "grafast";
import { connection, context, lambda, object } from "grafast";
import type { PgResource, PgSelectQueryBuilder, WithPgClient } from "postgraphile/@dataplan/pg";
import { sqlValueWithCodec, TYPES } from "postgraphile/@dataplan/pg";
import { sql } from "postgraphile/pg-sql2";
import { ApiError } from "./errors.ts";
import type { OperationLimits } from "./limits.ts";
import { setPage } from "./pages.ts";

const RESOURCE = "timeline_events";
/** Most events of a page. */
const PAGE_SIZE = 100;

const TIMESTAMP = /^\d{4,6}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d(:?\d\d)?|Z)$/;

declare global {
  namespace GraphileConfig {
    interface Plugins {
      TimelinePlugin: true;
    }
  }
}

interface Asked {
  readonly objectType: string;
  readonly objectId: string;
  readonly eventTypes: readonly string[] | null | undefined;
  readonly after: string | null | undefined;
  readonly withPgClient: WithPgClient;
  readonly pgSettings: Record<string, string | undefined>;
}

type Narrow = (events: PgSelectQueryBuilder) => void;

/**
 * When the event happened that a cursor stands at. The comparison that PostGraphile makes of a cursor,
 * (occurred_at, id) < (…), tells the planner nothing about partitions; one of the time alone does.
 */
function timeOf(cursor: string): string {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
  } catch {
    position = undefined;
  }
  const time: unknown = Array.isArray(position) ? position[1] : undefined;
  if (typeof time !== "string" || !TIMESTAMP.test(time)) {
    throw new ApiError("BAD_INPUT", "This is no cursor of a timeline.", { after: "No cursor of a timeline." });
  }
  return time;
}

async function columnOf({ objectType, objectId, withPgClient, pgSettings }: Asked): Promise<string> {
  const { rows } = await withPgClient(pgSettings, (client) =>
    client.query<{ column: string }>({
      text: 'select app_hidden.timeline_column($1, $2) as "column"',
      values: [objectType, objectId],
    }),
  );
  const [row] = rows;
  if (!row) throw new Error("The database does not say how to find a timeline");
  return row.column;
}

async function narrowing(asked: Asked): Promise<Narrow> {
  const { objectId, eventTypes, after } = asked;
  const latest = after == null ? undefined : timeOf(after);
  const column = await columnOf(asked);
  return (events) => {
    const { alias } = events;
    events.where(sql`${alias}.${sql.identifier(column)} = ${sqlValueWithCodec(objectId, TYPES.uuid)}`);
    if (eventTypes) {
      const types = sqlValueWithCodec(`{${eventTypes.join(",")}}`, TYPES.text);
      events.where(sql`${alias}.event_type = any (${types}::text[])`);
    }
    if (latest !== undefined) {
      events.where(sql`${alias}.occurred_at <= ${sqlValueWithCodec(latest, TYPES.text)}::timestamptz`);
    }
  };
}

function newestFirst(build: GraphileBuild.Build): unknown[] {
  const orders = build.getTypeByName("TimelineEventOrderBy");
  if (!build.graphql.isEnumType(orders)) throw new Error("Events of timelines have no order");
  return ["OCCURRED_AT_DESC", "ID_DESC"].map((name) => orders.getValue(name)?.value as unknown);
}

/**
 * Makes the plugin that adds `timeline` to the queries, and has the connections of that name answer
 * the newest first.
 * @param limits - default and largest page size of lists, in rows
 */
export function makeTimelinePlugin(limits: OperationLimits): GraphileConfig.Plugin {
  const pageSize = Math.min(PAGE_SIZE, limits.pageSize);
  return {
    name: "TimelinePlugin",
    version: "1.0.0",
    description: "What happened to a record, newest first",
    schema: {
      hooks: {
        GraphQLObjectType_fields_field_args_arg: {
          after: ["PgConnectionArgOrderByDefaultValuePlugin"],
          callback(arg, build, { scope }) {
            const { argName, isPgFieldConnection, pgFieldResource } = scope;
            if (argName !== "orderBy" || !isPgFieldConnection || pgFieldResource?.name !== RESOURCE) return arg;
            return { ...arg, defaultValue: newestFirst(build) };
          },
        },
        GraphQLObjectType_fields(fields, build, { scope, fieldWithHooks }) {
          const resource = build.input.pgRegistry.pgResources[RESOURCE] as PgResource | undefined;
          if (!scope.isRootQuery || !resource) return fields;
          const { GraphQLList, GraphQLNonNull, GraphQLString } = build.graphql;
          const { GraphQLInt } = build.graphql;
          const name = build.inflection.tableConnectionType(resource.codec);
          return build.extend(fields, {
            timeline: fieldWithHooks({ fieldName: "timeline" }, () => ({
              type: build.getOutputTypeByName(name),
              description:
                "What happened to a record and, of an account, contact, lead, deal or project, to what is on it: " +
                "newest first. NOT_FOUND for a record that the caller does not see.",
              args: {
                objectType: {
                  type: new GraphQLNonNull(GraphQLString),
                  description: "account, contact, lead, deal, activity, communication, task, project or product",
                },
                objectId: { type: new GraphQLNonNull(build.getInputTypeByName("UUID")) },
                eventType: {
                  type: new GraphQLList(new GraphQLNonNull(build.getInputTypeByName("TimelineEventType"))),
                  description: "Only events of these types.",
                },
                first: { type: GraphQLInt, description: `How many: ${limits.defaultPageSize} unless given, ${pageSize} at most.` },
                after: { type: build.getInputTypeByName("Cursor"), description: "Only events older than this one." },
              },
              plan(_$root: Step, fieldArguments: FieldArgs) {
                const $after = fieldArguments.getRaw("after") as Step<string | null>;
                const $asked = object({
                  objectType: fieldArguments.getRaw("objectType"),
                  objectId: fieldArguments.getRaw("objectId"),
                  eventTypes: fieldArguments.getRaw("eventType"),
                  after: $after,
                  withPgClient: context().get("withPgClient"),
                  pgSettings: context().get("pgSettings"),
                });
                const $events = resource.find();
                $events.apply(lambda($asked, (asked) => narrowing(asked as Asked)));
                $events.orderBy({ attribute: "occurred_at", direction: "DESC" });
                $events.orderBy({ attribute: "id", direction: "DESC" });
                $events.setOrderIsUnique();
                const $connection = connection($events);
                setPage($connection, fieldArguments, { ...limits, pageSize });
                $connection.setAfter($after);
                return $connection;
              },
            })),
          }, "Adding the timeline of a record");
        },
      },
    },
  };
}
