import { Counter, Histogram } from "prom-client";
import type { Registry } from "prom-client";
import { webhookOutcomes } from "../webhooks/pump.ts";
import type { WebhookOutcome } from "../webhooks/pump.ts";

const DURATION_BUCKETS = [10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/**
 * Counts the tries of this process to deliver webhooks. Jobs are run by files of their own, which no
 * metrics are handed to, so they are heard of by a channel.
 *
 * @returns What ends it.
 */
export function watchWebhooks(registry: Registry): () => void {
  const deliveries = new Counter({
    name: "webhook_deliveries_total",
    help: "Tries to deliver a webhook: delivered, retrying later, failed for good, lost to another",
    labelNames: ["status"] as const,
    registers: [registry],
  });
  const duration = new Histogram({
    name: "webhook_delivery_duration_ms",
    help: "Milliseconds from the beginning of a try until the answer was read or given up",
    buckets: DURATION_BUCKETS,
    registers: [registry],
  });
  const count = (message: unknown) => {
    const { outcome, durationMs } = message as WebhookOutcome;
    deliveries.inc({ status: outcome });
    duration.observe(durationMs);
  };
  webhookOutcomes.subscribe(count);
  return () => void webhookOutcomes.unsubscribe(count);
}
