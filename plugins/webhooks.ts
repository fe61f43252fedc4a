/** Making webhook endpoints and their secrets, which are shown once; all else about them is SQL's. */
import type { MutationContext } from "./mutation.ts";
import { makeMutationPlugin } from "./mutation.ts";

interface CreateInput {
  name: string;
  url: string;
  description?: string | null;
  events?: string[] | null;
  isEnabled?: boolean | null;
}

interface Made {
  webhookEndpoint: string;
  secret: string;
}

async function create(input: CreateInput, { withPgClient, pgSettings }: MutationContext): Promise<Made> {
  const { rows } = await withPgClient(pgSettings, (client) =>
    client.query<{ id: string; secret: string }>({
      text: "select id, secret from app_hidden.create_webhook_endpoint($1, $2, $3, $4, $5)",
      values: [input.name, input.url, input.description ?? null, input.events ?? null, input.isEnabled ?? null],
    }));
  const [made] = rows;
  if (!made) throw new Error("No endpoint was made");
  return { webhookEndpoint: made.id, secret: made.secret };
}

async function rotate(
  { endpointId }: { endpointId: string },
  { withPgClient, pgSettings }: MutationContext,
): Promise<Made> {
  const { rows } = await withPgClient(pgSettings, (client) =>
    client.query<{ secret: string }>({
      text: "select app_hidden.rotate_webhook_secret($1) as secret",
      values: [endpointId],
    }));
  const [made] = rows;
  if (!made) throw new Error("No secret was made");
  return { webhookEndpoint: endpointId, secret: made.secret };
}

/** The mutations createWebhookEndpoint and rotateWebhookSecret. */
export const webhookPlugins: readonly GraphileConfig.Plugin[] = [
  makeMutationPlugin({
    name: "createWebhookEndpoint",
    description: "Makes a webhook endpoint: an address that is told what happens (docs/webhooks.md).",
    input: `
      name: String!
      "https or http, without user and fragment."
      url: String!
      description: String
      "Events that it listens to, such as lead.created; none when only workflows send to it."
      events: [String!]
      "True when left out."
      isEnabled: Boolean`,
    payload: `
      webhookEndpoint: WebhookEndpoint
      "What its messages are signed with (whsec_…), shown this once."
      secret: String!`,
    records: { webhookEndpoint: "webhook_endpoints" },
    run: create,
  }),
  makeMutationPlugin({
    name: "rotateWebhookSecret",
    description: "Makes a new secret for a webhook endpoint. Messages are signed with the former one too for 24 hours.",
    input: "endpointId: UUID!",
    payload: `
      webhookEndpoint: WebhookEndpoint
      "The new secret, shown this once."
      secret: String!`,
    records: { webhookEndpoint: "webhook_endpoints" },
    run: rotate,
  }),
];
