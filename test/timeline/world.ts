import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";

/** An event as the database keeps it. */
export type StoredEvent = {
  id: string;
  event_type: string;
  object_type: string;
  object_id: string;
  source_type: string | null;
  source_id: string | null;
  account_id: string | null;
  contact_id: string | null;
  lead_id: string | null;
  deal_id: string | null;
  project_id: string | null;
  actor_type: string;
  actor_id: string | null;
  data: Record<string, unknown>;
  moved_from: string[];
  occurred_at: Date;
};

/** A database with two organizations and an API. */
export type TimelineWorld = {
  database: TestDatabase;
  api: TestApi;
  tenant: Tenant;
  other: Tenant;
  clients: Record<SystemRole | "stranger", Client>;
  /** Inserts a row as the owner of the organization. */
  insert(table: string, columns: Record<string, unknown>): Promise<string>;
  /** Runs a statement as the owner of the organization. */
  run(text: string, values?: unknown[]): Promise<Record<string, unknown>>;
  /** The events that name the record, the oldest first, past the policies. */
  events(id: string): Promise<StoredEvent[]>;
  stop(): Promise<void>;
};

/** Makes one. */
export async function makeTimelineWorld(): Promise<TimelineWorld> {
  const database = await createTestDatabase();
  const [tenant, other] = await asSuperuser(database, async (client) => [
    await makeTenant(client, "Acme"),
    await makeTenant(client, "Globex"),
  ] as const);
  const api = await startTestApi(database);
  const clients = {} as TimelineWorld["clients"];
  for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
    clients[role] = await signIn(database, api, tenant, role);
  }
  clients.stranger = await signIn(database, api, other, "owner");
  const owner = tenant.actor("owner");
  return {
    database, api, tenant, other, clients,
    insert: (table, columns) => insertAs(database, owner, table, columns),
    run: (text, values) => runAs(database, owner, text, values),
    events: (id) =>
      asSuperuser(database, async (client) => {
        const { rows } = await client.query<StoredEvent>(
          `select * from app_public.timeline_events
             where $1 in (object_id, source_id, account_id, contact_id, lead_id, deal_id, project_id) order by occurred_at, id`,
          [id],
        );
        return rows;
      }),
    stop: async () => {
      await api.stop();
      await database.drop();
    },
  };
}

/** The timeline of a record as a client asks for it. */
export const TIMELINE = `
  query ($objectType: String!, $objectId: UUID!, $eventType: [TimelineEventType!], $first: Int, $after: Cursor) {
    timeline(objectType: $objectType, objectId: $objectId, eventType: $eventType, first: $first, after: $after) {
      edges { cursor node { id eventType summary data objectType objectId accountId occurredAt } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
