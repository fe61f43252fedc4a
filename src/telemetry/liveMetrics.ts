import { Counter, Gauge, Histogram } from "prom-client";
import type { Registry } from "prom-client";

/** Figures of live updates. */
export type LiveMetrics = {
  /** Reports how many sockets are open. */
  watchSockets(count: () => number): void;
  /** Reports how many subscriptions there are. */
  watchSubscriptions(count: () => number): void;
  /** Notes an event that went out, and how long after the change it did, in milliseconds. */
  observeTold(lagMs: number | undefined): void;
};

const LAG_BUCKETS = [10, 25, 50, 100, 150, 250, 500, 1_000, 2_500, 5_000, 30_000];

function watch(registry: Registry, name: string, help: string): (count: () => number) => void {
  let counted = () => 0;
  new Gauge({ name, help, registers: [registry], collect() { this.set(counted()); } });
  return (count) => (counted = count);
}

/** Makes the figures of live updates. */
export function createLiveMetrics(registry: Registry): LiveMetrics {
  const told = new Counter({
    name: "live_changes_delivered_total",
    help: "Events of live updates that were handed to subscribers",
    registers: [registry],
  });
  const lag = new Histogram({
    name: "live_delivery_lag_ms",
    help: "Milliseconds from the writing of a change, before its commit, until it was handed to a subscriber",
    buckets: LAG_BUCKETS,
    registers: [registry],
  });
  return {
    watchSockets: watch(registry, "websocket_active_connections", "Open websockets"),
    watchSubscriptions: watch(registry, "live_subscriptions", "Subscriptions to live updates"),
    observeTold(lagMs) {
      told.inc();
      if (lagMs !== undefined) lag.observe(lagMs);
    },
  };
}
