import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";

/** A statement as it went over the wire. */
export type SeenStatement = { text: string; values: (string | null)[] };

/** What went over the wire since the last look. */
export type Traffic = {
  /** How often a program wrote to a connection on which it had read all answers. */
  roundTrips: number;
  /** Statements that were run, `begin` and `commit` included. */
  statements: SeenStatement[];
};

/** A relay in front of Postgres that counts what passes. */
export type WireTap = {
  /** The connection string to give to the program that is watched. */
  urlFor(connectionString: string): string;
  /** Takes what was counted since the last call. */
  take(): Traffic;
  stop(): Promise<void>;
};

type Message = { type: string; body: Buffer };

/** Cuts a stream into messages: a type of one byte, the length of the rest, the rest. */
class MessageReader {
  #rest: Buffer = Buffer.alloc(0);
  /** A connection's first message, from the client, has no type. */
  #isTyped: boolean;

  constructor(isTyped: boolean) {
    this.#isTyped = isTyped;
  }

  read(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (;;) {
      const offset = this.#isTyped ? 1 : 0;
      if (this.#rest.length < offset + 4) return messages;
      const end = offset + this.#rest.readUInt32BE(offset);
      if (this.#rest.length < end) return messages;
      const type = this.#isTyped ? String.fromCharCode(this.#rest[0] as number) : "startup";
      messages.push({ type, body: this.#rest.subarray(offset + 4, end) });
      this.#rest = this.#rest.subarray(end);
      this.#isTyped = true;
    }
  }
}

function readText(body: Buffer, start: number): [text: string, next: number] {
  const end = body.indexOf(0, start);
  return [body.toString("utf8", start, end), end + 1];
}

function readBind(body: Buffer): { statement: string; values: (string | null)[] } {
  const [, afterPortal] = readText(body, 0);
  const [statement, afterName] = readText(body, afterPortal);
  let offset = afterName + 2 + 2 * body.readUInt16BE(afterName);
  const values: (string | null)[] = [];
  const count = body.readUInt16BE(offset);
  offset += 2;
  for (let index = 0; index < count; index += 1) {
    const length = body.readInt32BE(offset);
    offset += 4;
    values.push(length < 0 ? null : body.toString("utf8", offset, offset + length));
    offset += Math.max(0, length);
  }
  return { statement, values };
}

function watch(client: Socket, server: Socket, traffic: Traffic): void {
  const fromClient = new MessageReader(false);
  const fromServer = new MessageReader(true);
  const prepared = new Map<string, string>();
  let bound: SeenStatement | undefined;
  let hasAnswered = false;
  client.on("data", (chunk: Buffer) => {
    if (hasAnswered) traffic.roundTrips += 1;
    hasAnswered = false;
    for (const { type, body } of fromClient.read(chunk)) {
      if (type === "Q") traffic.statements.push({ text: readText(body, 0)[0], values: [] });
      if (type === "P") {
        const [name, next] = readText(body, 0);
        prepared.set(name, readText(body, next)[0]);
      }
      if (type === "B") {
        const { statement, values } = readBind(body);
        bound = { text: prepared.get(statement) ?? "", values };
      }
      if (type === "E" && bound) traffic.statements.push(bound);
    }
    server.write(chunk);
  });
  server.on("data", (chunk: Buffer) => {
    if (fromServer.read(chunk).some(({ type }) => type === "Z")) hasAnswered = true;
    client.write(chunk);
  });
}

/** Starts a relay to the Postgres on a port of this machine. */
export async function startWireTap(port: number): Promise<WireTap> {
  const traffic: Traffic = { roundTrips: 0, statements: [] };
  const sockets = new Set<Socket>();
  const relay = createServer({ noDelay: true }, (client) => {
    const server = connect({ port, host: "127.0.0.1", noDelay: true });
    watch(client, server, traffic);
    for (const [socket, other] of [[client, server], [server, client]] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  const { port: ownPort } = relay.address() as AddressInfo;
  return {
    urlFor: (connectionString) => {
      const url = new URL(connectionString);
      url.port = String(ownPort);
      return url.href;
    },
    take: () => {
      const taken = { roundTrips: traffic.roundTrips, statements: [...traffic.statements] };
      traffic.roundTrips = 0;
      traffic.statements.length = 0;
      return taken;
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      relay.close();
      await once(relay, "close");
    },
  };
}
