/** Workflows run for their owners: each sees and does what its owner may. */
import type { ClientBase } from "pg";
import { becomeActor } from "../database/actor.ts";
import type { Values } from "./context.ts";
import { exactValues } from "./values.ts";

/** Whose workflow or webhook it is. */
export type Owner = { readonly owner_id: string; readonly owner_sees_everything: boolean };

/** What an event tells, as the database keeps it. */
export type RecordedEvent = {
  readonly object_type: string | null;
  readonly object_id: string | null;
  readonly old_values: string | null;
  readonly new_values: string | null;
};

/** What somebody sees of an event. */
export type SeenValues = { readonly oldValues: Values | null; readonly newValues: Values | null };

/** One connection that acts for one owner after another, and for itself in between. */
export class OwnedConnection {
  readonly client: ClientBase;
  readonly #organizationId: string;
  #acting: string | null = null;

  constructor(client: ClientBase, organizationId: string) {
    this.client = client;
    this.#organizationId = organizationId;
  }

  /** Acts for an owner until the transaction ends, or until it acts for another. */
  async actAs(ownerId: string): Promise<void> {
    if (this.#acting === ownerId) return;
    this.#acting = null;
    await becomeActor(this.client, { userId: ownerId, organizationId: this.#organizationId });
    this.#acting = ownerId;
  }

  /** Acts for nobody, as the engine itself. */
  async actAsEngine(): Promise<void> {
    this.#acting = null;
    await this.client.query(
      `select set_config('role', 'none', true), set_config('rowhouse.user_id', '', true),
              set_config('rowhouse.organization_id', '', true), set_config('rowhouse.access_version', '', true),
              set_config('rowhouse.workflow_run_id', '', true), set_config('rowhouse.request_id', '', true)`,
    );
  }

  /** Has it look again at what the owner may do. */
  forgetActor(): void {
    this.#acting = null;
  }
}

/**
 * What an owner sees of events; of those on records out of their sight, undefined.
 * @param connection - acts for the owner afterwards, unless the owner sees everything
 */
export async function seeEvents(
  connection: OwnedConnection,
  owner: Owner,
  events: readonly RecordedEvent[],
): Promise<(SeenValues | undefined)[]> {
  const seen = (event: RecordedEvent): SeenValues =>
    ({ oldValues: exactValues(event.old_values), newValues: exactValues(event.new_values) });
  if (owner.owner_sees_everything) return events.map(seen);
  const asked = events.flatMap((event, place) => (event.object_type === null ? [] : [question(event, place)]));
  const answers = new Map<number, SeenValues>();
  if (asked.length > 0) {
    await connection.actAs(owner.owner_id);
    const { rows } = await connection.client.query<{ place: number; old_values: Values | null; new_values: Values | null }>(
      "select place, old_values, new_values from app_hidden.seen_events($1)", [`[${asked.join(",")}]`]);
    for (const row of rows) answers.set(row.place, { oldValues: row.old_values, newValues: row.new_values });
  }
  return events.map((event, place) => (event.object_type === null ? seen(event) : answers.get(place)));
}

function question({ object_type, object_id, old_values, new_values }: RecordedEvent, place: number): string {
  return `{"place":${place},"object_type":${JSON.stringify(object_type)},"object_id":${JSON.stringify(object_id)},` +
    `"old_values":${old_values ?? "null"},"new_values":${new_values ?? "null"}}`;
}
