/**
 * Subscriptions to what changes (src/live). A subscription is told what changed and not what it
 * became: records of a notice are read when they are selected, under the caller's own policies.
 */
import type { PgResource } from "postgraphile/@dataplan/pg";
import type { FieldArgs, Step } from "grafast";
import { access, constant, context, lambda, listen, object } from "grafast";
import { extendSchema, gql } from "postgraphile/utils";
import type { LiveEvent } from "../src/live/events.ts";
import type { LiveUpdates } from "../src/live/liveUpdates.ts";
import type { Watch } from "../src/live/subscriptions.ts";
import type { RequestIdentity } from "./context.ts";
import { ApiError } from "./errors.ts";
import type { StreamControl } from "./streams.ts";

/** The records whose changes can be watched: field and topic, and the table. */
export const RECORD_TABLES: Readonly<Record<string, string>> = {
  account: "accounts",
  contact: "contacts",
  lead: "leads",
  deal: "deals",
  product: "products",
  activity: "activities",
  task: "tasks",
  project: "projects",
  communication: "communications",
  note: "notes",
  comment: "comments",
  attachment: "attachments",
  pipeline: "pipelines",
  tag: "tags",
};

const JOB_TABLES: Readonly<Record<string, string>> = {
  import: "imports",
  export: "exports",
  privacyRequest: "privacy_requests",
};

type Arguments = Readonly<Record<string, string | null | undefined>>;

/** What a subscription asks for, and who asks. */
type Asked = {
  args: Arguments;
  identity: RequestIdentity;
  control: StreamControl;
};

function recordTopic(objectType: string | null | undefined): string {
  if (objectType != null && Object.hasOwn(RECORD_TABLES, objectType)) return objectType;
  throw new ApiError("BAD_INPUT", "There is no such object to watch.", {
    objectType: `Use one of ${Object.keys(RECORD_TABLES).join(", ")}.`,
  });
}

function guardOf(topic: string, id: string, name = topic): NonNullable<Watch["guard"]> {
  return { topic, id, missing: `No such ${name.replaceAll("_", " ")}.` };
}

/** An id as the database writes it: clients may leave out hyphens and write capitals. */
function canonicalId(id: string): string {
  return id.toLowerCase().replaceAll("-", "").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const ID_ARGUMENTS: ReadonlySet<string> = new Set(["id", "objectId", "importId", "exportId", "privacyRequestId", "threadId"]);

function withCanonicalIds(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).map(([name, value]) =>
    [name, value != null && ID_ARGUMENTS.has(name) ? canonicalId(value) : value]));
}

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

type Target = Pick<Watch, "topic" | "watchedId" | "guard" | "onlyCreated">;

/** What each subscription watches, by its arguments. */
const TARGETS: Readonly<Record<string, (args: Arguments, userId: string) => Target>> = {
  recordChanged({ objectType, id }) {
    const topic = recordTopic(objectType);
    return id == null ? { topic } : { topic, watchedId: id, guard: guardOf(topic, id) };
  },
  timelineEventAdded({ objectType, objectId }) {
    const id = objectId ?? "";
    return { topic: "timeline_event", watchedId: id, guard: guardOf(recordTopic(objectType), id), onlyCreated: true };
  },
  notificationReceived: (_args, userId) => ({ topic: "notification", watchedId: userId, onlyCreated: true }),
  jobProgress(args) {
    const [job, ...others] = Object.keys(JOB_TABLES).filter((name) => args[`${name}Id`] != null);
    const id = args[`${job}Id`];
    if (job === undefined || id == null || others.length > 0) {
      throw new ApiError("BAD_INPUT", "Say which job: importId, exportId or privacyRequestId.");
    }
    const topic = snakeCase(job);
    return { topic, watchedId: id, guard: guardOf(topic, id) };
  },
  messageReceived({ threadId }) {
    const id = threadId ?? "";
    return { topic: "message", watchedId: id, guard: guardOf("message_thread", id, "thread"), onlyCreated: true };
  },
};

function watchOf(name: string, { args, identity, control }: Asked): Watch {
  const { userId, organizationId, sessionId } = identity;
  if (userId === undefined) throw new ApiError("UNAUTHENTICATED", "Sign in first.");
  if (organizationId === undefined) throw new ApiError("FORBIDDEN", "Choose an organization first.");
  const target = TARGETS[name]?.(withCanonicalIds(args), userId);
  if (!target) throw new Error(`Nothing is watched by ${name}`);
  const { after } = args;
  return { ...target, caller: { userId, organizationId, sessionId }, after: after ?? undefined, control };
}

function eventId(topic: string) {
  // What is gone is not looked for.
  return (event: LiveEvent) => (event.topic === topic && event.action !== "DELETED" ? event.id : null);
}

const fieldsOf = (tables: Readonly<Record<string, string>>, typeOf: (name: string) => string) =>
  Object.keys(tables).map((name) => `      ${name}: ${typeOf(name)}`).join("\n");

/**
 * Makes the plugin that adds the subscriptions.
 * @param live - tells of changes; without it nobody can subscribe
 */
export function makeLiveUpdatesPlugin(live: LiveUpdates | undefined): GraphileConfig.Plugin {
  return extendSchema((build) => {
    const resources = build.input.pgRegistry.pgResources as Record<string, PgResource>;
    const resourceOf = (table: string): PgResource => {
      const resource = resources[table];
      if (!resource) throw new Error(`There is no table ${table} to watch`);
      return resource;
    };
    const typeOf = (tables: Readonly<Record<string, string>>) => (name: string) =>
      build.inflection.tableType(resourceOf(tables[name] ?? "").codec);
    const recordPlans = (tables: Readonly<Record<string, string>>) =>
      Object.fromEntries(Object.entries(tables).map(([name, table]) => {
        const resource = resourceOf(table);
        const plan = ($event: Step<LiveEvent>) => resource.get({ id: lambda($event, eventId(snakeCase(name)), true) });
        return [name, plan] as const;
      }));
    const notice = {
      action: ($event: Step) => access($event, "action"),
      id: ($event: Step) => access($event, "id"),
      cursor: ($event: Step) => access($event, "cursor"),
    };
    const subscriptions = Object.keys(TARGETS).map((name) => {
      const source = {
        subscribe: (asked: Asked) => {
          if (!live) throw new ApiError("INTERNAL", "There are no live updates here.");
          return live.subscribe(watchOf(name, asked));
        },
      };
      const subscribePlan = (_$root: Step, fieldArguments: FieldArgs) =>
        listen(constant(source, false) as never, object({
          args: fieldArguments.getRaw(),
          identity: context().get("identity"),
          control: context().get("streamControl"),
        }) as never);
      return [name, { subscribePlan, plan: ($event: Step) => $event }] as const;
    });
    return {
      typeDefs: gql`
        """What is told of a change."""
        enum LiveAction {
          CREATED
          UPDATED
          """It was deleted, or the caller may no longer see it."""
          DELETED
          """Nothing changed: what came before has been told, and cursor is where to go on."""
          READY
          """Changes have been missed or were too many: read again what is shown, and go on with cursor."""
          RESYNC
        }
        extend type Subscription {
          """
          Tells of changes to the records of an object, or to one record, as far as the caller sees them. objectType:
          account, contact, lead, deal, product, activity, task, project, communication, note,
          comment, attachment, pipeline or tag. after: the cursor of the last event that came, to miss nothing in between.
          """
          recordChanged(objectType: String!, id: UUID, after: String): RecordChange
          """Tells of what is added to the timeline of a record."""
          timelineEventAdded(objectType: String!, objectId: UUID!, after: String): TimelineEventNotice
          """Tells of the caller's new notifications."""
          notificationReceived(after: String): NotificationNotice
          """Tells how an import, an export or a privacy request gets on."""
          jobProgress(importId: UUID, exportId: UUID, privacyRequestId: UUID, after: String): JobProgress
          """Tells of new messages in a conversation that the caller takes part in."""
          messageReceived(threadId: UUID!, after: String): MessageNotice
        }
        type RecordChange {
          action: LiveAction!
          objectType: String!
          """Of the record; null with READY and RESYNC."""
          id: UUID
          """Give it as \`after\` to go on from here."""
          cursor: String!
          ${fieldsOf(RECORD_TABLES, typeOf(RECORD_TABLES))}
        }
        type JobProgress {
          action: LiveAction!
          id: UUID
          cursor: String!
          ${fieldsOf(JOB_TABLES, typeOf(JOB_TABLES))}
        }
        type TimelineEventNotice {
          action: LiveAction!
          id: UUID
          cursor: String!
          timelineEvent: ${typeOf({ event: "timeline_events" })("event")}
        }
        type NotificationNotice {
          action: LiveAction!
          id: UUID
          cursor: String!
          notification: ${typeOf({ notification: "notifications" })("notification")}
        }
        type MessageNotice {
          action: LiveAction!
          id: UUID
          cursor: String!
          message: ${typeOf({ message: "messages" })("message")}
        }
      `,
      objects: {
        Subscription: { plans: Object.fromEntries(subscriptions) },
        RecordChange: {
          plans: { ...notice, objectType: ($event: Step) => access($event, "topic"), ...recordPlans(RECORD_TABLES) },
        },
        JobProgress: { plans: { ...notice, ...recordPlans(JOB_TABLES) } },
        TimelineEventNotice: {
          plans: {
            ...notice,
            // A row of a partitioned table is found by its moment first.
            timelineEvent: ($event: Step<LiveEvent>) =>
              resourceOf("timeline_events").find({ occurred_at: access($event, "moment"), id: access($event, "id") }).single(),
          },
        },
        NotificationNotice: { plans: { ...notice, ...recordPlans({ notification: "notifications" }) } },
        MessageNotice: { plans: { ...notice, ...recordPlans({ message: "messages" }) } },
      },
    };
  }, "LiveUpdatesPlugin");
}
