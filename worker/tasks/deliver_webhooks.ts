import type { Task } from "graphile-worker";
import { loadConfig } from "../../src/config.ts";
import { parseNetwork } from "../../src/webhooks/addresses.ts";
import { pumpWebhooks } from "../../src/webhooks/pump.ts";
import { createWebhookSender } from "../../src/webhooks/sender.ts";

const { webhookAllowedNetworks } = loadConfig(process.env);

/**
 * Sends what is due to webhook endpoints; of several at once, one. A try that a killed process had in
 * hand is made again when its claim ends.
 */
const deliverWebhooks: Task = async (_payload, { withPgClient, abortSignal, logger }) => {
  const sender = createWebhookSender({ allowedNetworks: webhookAllowedNetworks.map(parseNetwork) });
  try {
    await pumpWebhooks({ withPgClient, sender, signal: abortSignal ?? new AbortController().signal, logger });
  } finally {
    await sender.close();
  }
};

export default deliverWebhooks;
