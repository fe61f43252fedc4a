import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import { WebSocket } from "ws";
import type { TestApi } from "../support/api.ts";
import { eventually } from "../support/process.ts";

/** An event of a subscription, as its only field answers it. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the shape is the query's own
export type Told = any;

/** A subscription and what came of it. */
export type Watching = {
  /** What came, without what is only there to begin with (READY). */
  events: Told[];
  /** The cursor of the last event, that of READY included. */
  cursor(): string;
  /** How it ended: code and message of the error, "complete", "closed", or not. */
  end(): unknown;
  /** Waits until as many events have come. */
  came(count: number): Promise<Told[]>;
  /** Waits until it has ended, and answers how. */
  ended(): Promise<unknown>;
  stop(): void;
};

/** A socket of somebody's to an API process. */
export class Watcher {
  readonly #client: Client;
  socket: WebSocket | undefined;
  /** The code and reason with which the socket was closed. */
  readonly closed: Promise<[number, string]>;

  constructor({ url }: Pick<TestApi, "url">, token: string) {
    const own = (socket: WebSocket) => (this.socket = socket);
    class Socket extends WebSocket {
      constructor(address: string, protocols: string[]) {
        super(address, protocols);
        own(this);
      }
    }
    this.#client = createClient({
      url: `${url.replace(/^http/, "ws")}/graphql`,
      connectionParams: { authorization: `Bearer ${token}` },
      webSocketImpl: Socket,
      retryAttempts: 0,
    });
    this.closed = new Promise((resolve) => {
      this.#client.on("closed", (event) => {
        const { code, reason } = event as CloseEvent;
        resolve([code, reason]);
      });
    });
  }

  /** Subscribes and waits until the server listens, or refuses. */
  async watch(field: string, fields = "id action", variables: Record<string, unknown> = {}): Promise<Watching> {
    const events: Told[] = [];
    let cursor = "";
    let end: unknown;
    let ready = false;
    const stop = this.#client.subscribe(
      { query: `subscription { watched: ${field} { cursor readiness: action ${fields} } }`, variables },
      {
        next: ({ data, errors }) => {
          if (errors) end = (errors as Told[]).map(({ extensions, message }) => `${extensions.code}: ${message}`).join();
          const watched = (data as Told)?.watched;
          if (!watched) return;
          const { readiness, cursor: next, ...event } = watched;
          cursor = next;
          ready = true;
          if (readiness !== "READY") events.push(event);
        },
        error: (error) => {
          end = Array.isArray(error)
            ? error.map(({ extensions, message }) => `${extensions.code}: ${message}`).join()
            : "closed";
        },
        complete: () => (end ??= "complete"),
      },
    );
    await eventually(() => ready || end !== undefined);
    return {
      events,
      stop,
      cursor: () => cursor,
      end: () => end,
      async came(count) {
        await eventually(() => events.length >= count || end !== undefined);
        return events;
      },
      async ended() {
        await eventually(() => end !== undefined);
        return end;
      },
    };
  }

  async stop(): Promise<void> {
    await this.#client.dispose();
  }
}
