/** From events to what they set off: runs of workflows whose conditions hold, and messages to webhooks. */
import type { ClientBase } from "pg";
import { inTransaction } from "../database/connections.ts";
import { evaluate } from "./conditions.ts";
import { RecordReader, makeContext } from "./context.ts";
import type { Surroundings, Values, WorkflowContext } from "./context.ts";
import type { Condition, Relations } from "./definition.ts";
import { describeFailure, isLostConnection, isTransient } from "./failures.ts";
import { OwnedConnection, seeEvents } from "./owners.ts";
import type { Owner, RecordedEvent, SeenValues } from "./owners.ts";
import { sameValues } from "./values.ts";

/** Events and runs of an organization of which one job at a time takes care. */
export type Lane = { readonly organizationId: string; readonly lane: number };

type TakenEvent = RecordedEvent & {
  readonly position: string;
  readonly id: string;
  readonly event: string;
  readonly actor_id: string | null;
  readonly actor_name: string | null;
  readonly workflow_id: string | null;
  readonly occurred_at: Date;
};

type ListeningWorkflow = Owner & {
  readonly workflow_id: string;
  readonly version_id: string;
  readonly name: string;
  readonly has_active_owner: boolean;
  readonly event: string;
  readonly conditions: Condition | null;
  readonly relations: Relations;
  readonly priority: number;
};

type ListeningEndpoint = Owner & {
  readonly endpoint_id: string;
  readonly events: readonly string[];
  readonly has_active_owner: boolean;
};

type NewRun = { position: string; workflow_id: string; version_id: string; priority: number; obstacle?: string };
type NewDelivery = { position: string; endpoint_id: string; seen_by: string; data: unknown };

const EVENTS_AT_ONCE = 100;

/** What happens to errors that nobody expected, and of which run or workflow they are. */
export type Report = (error: unknown, whose: string) => void;

/**
 * Dispatches the next events of a lane in one transaction; answers whether it saw the last. What an
 * event sets off is begun in the transaction that takes the event out.
 */
export async function dispatchEvents(
  client: ClientBase, { organizationId, lane }: Lane, report: Report,
): Promise<{ isDrained: boolean }> {
  return inTransaction(client, async () => {
    const { rows: events } = await client.query<TakenEvent>(
      "select * from app_private.take_events($1, $2, $3)", [organizationId, lane, EVENTS_AT_ONCE]);
    if (events.length === 0) return { isDrained: true };
    const connection = new OwnedConnection(client, organizationId);
    const listeners = await readListeners(client, organizationId, events);
    const sight = new Sight(connection, events);
    const organization = { id: organizationId, name: listeners.organizationName };
    const runs: NewRun[] = [];
    for (const trigger of listeners.triggers) {
      runs.push(...await runsOrObstacle(trigger, { connection, events, sight, organization }, report));
    }
    const deliveries: NewDelivery[] = [];
    for (const endpoint of listeners.endpoints) deliveries.push(...await deliveriesTo(endpoint, events, sight));
    await connection.actAsEngine();
    await client.query("select app_private.finish_dispatch($1, $2, $3, $4, $5)", [
      organizationId, lane, events.map(({ position }) => position), JSON.stringify(onePerWorkflow(runs)), JSON.stringify(deliveries),
    ]);
    return { isDrained: events.length < EVENTS_AT_ONCE };
  });
}

type Listeners = {
  organizationName: string;
  triggers: ListeningWorkflow[];
  endpoints: ListeningEndpoint[];
};

async function readListeners(client: ClientBase, organizationId: string, events: readonly TakenEvent[]): Promise<Listeners> {
  const names = [...new Set(events.map(({ event }) => event))];
  const triggers = await client.query<ListeningWorkflow>(
    "select * from app_private.listening_workflows($1, $2)", [organizationId, names]);
  const endpoints = await client.query<ListeningEndpoint>(
    "select * from app_private.listening_endpoints($1, $2)", [organizationId, names]);
  const organization = await client.query<{ name: string }>(
    "select app_private.organization_name($1) as name", [organizationId]);
  return {
    organizationName: organization.rows[0]?.name ?? "",
    triggers: triggers.rows,
    endpoints: endpoints.rows,
  };
}

/** What owners see of the events, asked once for each owner. */
class Sight {
  readonly #connection: OwnedConnection;
  readonly #events: readonly TakenEvent[];
  readonly #seen = new Map<string, Promise<(SeenValues | undefined)[]>>();

  constructor(connection: OwnedConnection, events: readonly TakenEvent[]) {
    this.#connection = connection;
    this.#events = events;
  }

  of(owner: Owner): Promise<(SeenValues | undefined)[]> {
    const key = owner.owner_sees_everything ? "everything" : owner.owner_id;
    const seen = this.#seen.get(key) ?? seeEvents(this.#connection, owner, this.#events);
    this.#seen.set(key, seen);
    return seen;
  }
}

type Dispatch = {
  readonly connection: OwnedConnection;
  readonly events: readonly TakenEvent[];
  readonly sight: Sight;
  readonly organization: Surroundings["organization"];
};

/** A workflow that cannot be asked is stopped and says so: it does not hold up what the others listen to. */
async function runsOrObstacle(trigger: ListeningWorkflow, dispatch: Dispatch, report: Report): Promise<NewRun[]> {
  const { connection, events } = dispatch;
  const asks = trigger.has_active_owner && (!trigger.owner_sees_everything || Object.keys(trigger.relations).length > 0);
  if (!asks) return runsOf(trigger, dispatch);
  await connection.client.query("savepoint listener");
  try {
    const runs = await runsOf(trigger, dispatch);
    await connection.client.query("release savepoint listener");
    return runs;
  } catch (error) {
    if (isLostConnection(error) || isTransient(error)) throw error;
    await connection.client.query("rollback to savepoint listener");
    connection.forgetActor();
    report(error, `of workflow ${trigger.workflow_id}`);
    const obstacle = `Whether its conditions hold cannot be told. ${describeFailure(error)}`;
    return events.filter((event) => concerns(trigger, event)).map((event) => ({ ...newRun(trigger, event), obstacle }));
  }
}

function concerns(trigger: ListeningWorkflow, { event, workflow_id }: TakenEvent): boolean {
  return event === trigger.event && (workflow_id === null || workflow_id === trigger.workflow_id);
}

function newRun({ workflow_id, version_id, priority }: ListeningWorkflow, { position }: TakenEvent): NewRun {
  return { position, workflow_id, version_id, priority };
}

async function runsOf(trigger: ListeningWorkflow, { connection, events, sight, organization }: Dispatch): Promise<NewRun[]> {
  // Of whoever may see nothing any more the conditions cannot be asked: its run says what is the matter.
  if (!trigger.has_active_owner) {
    return events.filter((event) => concerns(trigger, event)).map((event) => newRun(trigger, event));
  }
  const seen = await sight.of(trigger);
  const candidates = events.flatMap((event, place) => {
    const values = seen[place];
    if (!values || !concerns(trigger, event)) return [];
    return [{ event, context: contextOf(event, values, trigger, organization) }];
  });
  if (candidates.length > 0 && Object.keys(trigger.relations).length > 0) {
    await connection.actAs(trigger.owner_id);
    await new RecordReader((text, values) => connection.client.query(text, values))
      .load(candidates.map(({ context }) => context), trigger.relations);
  }
  return candidates.filter(({ context }) => evaluate(trigger.conditions, context)).map(({ event }) => newRun(trigger, event));
}

function contextOf(
  event: TakenEvent, { oldValues, newValues }: SeenValues, trigger: ListeningWorkflow, organization: Surroundings["organization"],
): WorkflowContext {
  return makeContext(
    {
      event: event.event, occurredAt: event.occurred_at.toISOString(), objectType: event.object_type,
      objectId: event.object_id, oldValues, newValues,
    },
    {
      organization,
      actor: event.actor_id === null ? null : { id: event.actor_id, name: event.actor_name ?? "" },
      workflow: { id: trigger.workflow_id, name: trigger.name },
    },
  );
}

/** Two triggers of a workflow that listen to one event begin one run, of the higher priority. */
function onePerWorkflow(runs: readonly NewRun[]): NewRun[] {
  const chosen = new Map<string, NewRun>();
  for (const run of runs) {
    const key = `${run.position}:${run.workflow_id}`;
    const other = chosen.get(key);
    if (!other || other.priority < run.priority) chosen.set(key, run);
  }
  return [...chosen.values()];
}

async function deliveriesTo(
  endpoint: ListeningEndpoint, events: readonly TakenEvent[], sight: Sight,
): Promise<NewDelivery[]> {
  if (!endpoint.has_active_owner) return [];
  const seen = await sight.of(endpoint);
  return events.flatMap((event, place) => {
    const values = seen[place];
    if (!values || event.workflow_id !== null || !endpoint.events.includes(event.event)) return [];
    const data = {
      event: event.event,
      occurred_at: event.occurred_at.toISOString(),
      object_type: event.object_type,
      object_id: event.object_id,
      record: onlySeen(sameValues(event.new_values), values.newValues),
      old: onlySeen(sameValues(event.old_values), values.oldValues),
    };
    return [{ position: event.position, endpoint_id: endpoint.endpoint_id, seen_by: endpoint.owner_id, data }];
  });
}

/** The values as they are stored, those that are seen. */
function onlySeen(values: Values | null, seen: Values | null): Values | null {
  if (values === null || seen === null) return null;
  return Object.fromEntries(Object.keys(seen).map((name) => {
    const value = values[name];
    return [name, name === "custom_data" && value ? onlySeen(value as Values, seen[name] as Values) : value];
  }));
}
