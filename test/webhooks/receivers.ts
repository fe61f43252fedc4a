/** Receivers of webhooks on this machine, and what sends to them. */
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { parseNetwork } from "../../src/webhooks/addresses.ts";
import { pumpWebhooks } from "../../src/webhooks/pump.ts";
import { createWebhookSender } from "../../src/webhooks/sender.ts";
import type { WebhookSenderOptions } from "../../src/webhooks/sender.ts";
import type { TestDatabase } from "../support/database.ts";

/** What a receiver got. */
export type Received = { headers: http.IncomingHttpHeaders; body: string; url: string };

/** A receiver. */
export type Receiver = {
  url: string;
  port: number;
  received: Received[];
  /** How many connections there have been. */
  connections(): number;
  close(): Promise<void>;
};

/** What a receiver does with a message, once it has all of it. */
export type Answer = (response: http.ServerResponse, received: Received, place: number) => void;

/** Starts a receiver on 127.0.0.1 that answers 204 unless told otherwise. */
export async function startReceiver(
  answer: Answer = (response) => void response.writeHead(204).end(),
): Promise<Receiver> {
  const received: Received[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const message = { headers: request.headers, body: Buffer.concat(chunks).toString(), url: request.url ?? "" };
      received.push(message);
      answer(response, message, received.length - 1);
    });
    response.on("error", () => undefined);
  });
  server.on("connection", () => (connections += 1));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Ranges that let tests send to themselves. */
export const LOOPBACK = [parseNetwork("127.0.0.0/8")];

/** What sends the deliveries of a database, as the worker does. */
export type TestPump = {
  /** Sends what is due until nothing is. */
  run(options?: Partial<WebhookSenderOptions>, signal?: AbortSignal): Promise<void>;
  /** Connections that are in use just now. */
  busy(): number;
  errors: string[];
  end(): Promise<void>;
};

/** Opens connections to send over. */
export function openPump(database: TestDatabase): TestPump {
  const pool = new pg.Pool({ connectionString: database.authenticatorUrl, max: 5 });
  pool.on("error", () => undefined);
  const errors: string[] = [];
  return {
    errors,
    busy: () => pool.totalCount - pool.idleCount,
    async run(options = {}, signal = new AbortController().signal) {
      const sender = createWebhookSender({ allowedNetworks: LOOPBACK, ...options });
      await pumpWebhooks({
        withPgClient: async (callback) => {
          const client = await pool.connect();
          try {
            return await callback(client);
          } finally {
            client.release();
          }
        },
        sender, signal,
        logger: { error: (message, details) => void errors.push(`${message}: ${String(details?.error)}`) },
      });
      await sender.close();
    },
    end: () => pool.end(),
  };
}
