/** An organization that sends webhooks, with receivers of all sorts. */
import type { Actor } from "../../src/database/actor.ts";
import { openOffice } from "../notifications/office.ts";
import type { Office } from "../notifications/office.ts";
import { openPump, startReceiver } from "./receivers.ts";
import type { Answer, Receiver, TestPump } from "./receivers.ts";

/** The organization and what tests do in it. */
export interface PostOffice extends Office {
  readonly pump: TestPump;
  receive(answer?: Answer): Promise<Receiver>;
  /** Makes an endpoint and answers its id. */
  endpoint(url: string, actor?: Actor): Promise<string>;
  /** Queues a message and answers the delivery's id. */
  queue(endpointId: string, key: string, data?: object, organizationId?: string): Promise<string>;
  deliveriesOf(endpointId: string): Promise<Record<string, unknown>[]>;
  /** Has everything that waits be due. */
  letTimePass(): Promise<unknown>;
  /** Ends receivers and removes endpoints; answers what could not be written down since the last time. */
  clear(): Promise<string[]>;
}

/** Opens the organization in a database of its own. */
export async function openPostOffice(): Promise<PostOffice> {
  const office = await openOffice();
  const pump = openPump(office.database);
  const receivers: Receiver[] = [];
  let made = 0;
  return {
    ...office,
    pump,
    async receive(answer) {
      const receiver = await startReceiver(answer);
      receivers.push(receiver);
      return receiver;
    },
    async endpoint(url, actor = office.owner) {
      const { id } = await office.run(
        "select id from app_hidden.create_webhook_endpoint($1, $2, null, null, true)", [`Endpoint ${++made}`, url], actor);
      return id as string;
    },
    async queue(endpointId, key, data = {}, organizationId = office.tenant.organizationId) {
      const [row] = await office.past(
        "select app_private.queue_webhook($1, $2, $3, 'lead.created', $4) as id", [organizationId, endpointId, key, data]);
      return row?.["id"] as string;
    },
    deliveriesOf: (endpointId) =>
      office.past(
        `select id, status, attempts, response_status, error, next_attempt_at is not null as is_waiting
           from app_public.webhook_deliveries where endpoint_id = $1 order by created_at, id`, [endpointId]),
    letTimePass: () => office.past("update app_private.webhook_queue set due_at = now(), claim = null where due_at < 'infinity'"),
    async clear() {
      await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
      await office.past("delete from app_public.webhook_endpoints");
      await office.past("delete from app_private.webhook_pump");
      return pump.errors.splice(0);
    },
    async close() {
      await pump.end();
      await office.close();
    },
  };
}
