import { EventEmitter, on } from "node:events";
import { access, constant, listen } from "grafast";
import type { Step } from "grafast";
import { extendSchema, gql } from "postgraphile/utils";

/** Events that a test makes happen, and the plugin that lets a client subscribe to them. */
export type Ticks = {
  plugin: GraphileConfig.Plugin;
  /** How many streams there are. */
  streams(): number;
  /** Lets one event happen. */
  tick(): void;
};

/** Makes a subscription `tick { number query { … } }`, whose query is run for each event. */
export function makeTicks(): Ticks {
  const events = new EventEmitter();
  let count = 0;
  // Each event is the list of what was given to `emit`.
  const source = { subscribe: () => on(events, "tick") as AsyncIterableIterator<[number]> };
  const plugin = extendSchema(
    {
      typeDefs: gql`
        type Tick {
          number: Int!
          query: Query!
        }
        extend type Subscription {
          tick: Tick
        }
      `,
      objects: {
        Subscription: {
          plans: {
            tick: {
              subscribePlan: () => listen(constant(source, false), "tick"),
              plan: ($event: Step) => $event,
            },
          },
        },
        Tick: {
          plans: {
            number: ($event: Step) => access($event, [0]),
            query: () => constant({}),
          },
        },
      },
    },
    "TicksPlugin",
  );
  return {
    plugin,
    streams: () => events.listenerCount("tick"),
    tick: () => void events.emit("tick", (count += 1)),
  };
}
