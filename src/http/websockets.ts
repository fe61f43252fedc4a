import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { makeGraphQLWSConfig } from "grafserv";
import type { grafserv } from "grafserv/express/v4";
import { GraphQLError } from "graphql";
import { CloseCode, makeServer } from "graphql-ws";
import { WebSocketServer } from "ws";
import type { RawData, WebSocket } from "ws";
import { ApiError } from "../../plugins/errors.ts";
import { CallerExpiredError, CallerGoneError } from "../../plugins/streams.ts";
import type { LiveMetrics } from "../telemetry/liveMetrics.ts";
import type { Logger } from "../telemetry/logger.ts";
import { describeUpgrade, requestIdOf, setIdentity } from "./identity.ts";

/** Operations in hand on one socket; further ones are refused. */
export const OPERATIONS_PER_SOCKET = 20;

/** Answers that a socket may owe before it is taken for one that does not read. */
const UNREAD_ANSWERS = 10 * OPERATIONS_PER_SOCKET;
const KEEP_ALIVE_MS = 12_000;
const TRY_AGAIN_LATER = 1013;
const STOP_MS = 5_000;

/** One socket, as the GraphQL protocol's handlers see it. */
type Connection = {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  /** Messages that are being worked on, those whose sender has lost interest included. */
  pending: number;
  /** Those of them that are streams, which do not end by themselves. */
  readonly streams: Set<string>;
  /** Why the socket is to be closed once what is being said has been said. */
  farewell?: { code: CloseCode; reason: string };
};

/** What websockets are served with. */
export type WebSocketOptions = {
  server: Server;
  grafserv: ReturnType<typeof grafserv>;
  /** How many proxies in front may be believed about the caller's address. */
  trustedProxies: number;
  /** Largest message, in bytes; the socket of a larger one is closed. */
  messageLimit: number;
  logger: Logger;
  metrics: LiveMetrics;
};

/** The websockets of a server. */
export type WebSockets = {
  /** Takes no more operations, lets those in hand finish for some seconds, closes all sockets. */
  stop(): Promise<void>;
};

/**
 * Serves GraphQL over websockets (protocol graphql-transport-ws). The handler that grafserv brings
 * takes messages of 100 MB, and a message that breaks the protocol ends the process.
 */
export function serveWebSockets(options: WebSocketOptions): WebSockets {
  const { server, grafserv: serv, messageLimit, logger } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit });
  const connections = new Set<Connection>();
  options.metrics.watchSockets(() => connections.size);
  let stopping = false;
  const config = makeGraphQLWSConfig(serv);
  const protocol = makeServer<Record<string, unknown>, Connection>({
    ...config,
    onSubscribe(context, id, payload) {
      const { pending } = context.extra;
      if (stopping) return [refusal("The server is shutting down.")];
      if (pending > OPERATIONS_PER_SOCKET) {
        return [refusal(`At most ${OPERATIONS_PER_SOCKET} operations may run on one socket.`)];
      }
      return config.onSubscribe?.(context, id, payload);
    },
    onOperation(context, id, _payload, _args, result) {
      if (Symbol.asyncIterator in result) context.extra.streams.add(id);
    },
    onComplete(context, id) {
      context.extra.streams.delete(id);
    },
    async onError(context, id, payload, errors) {
      sendOff(context.extra, errors);
      const shown = (await config.onError?.(context, id, payload, errors)) ?? errors;
      const requestId = requestIdOf(context.extra.request);
      return shown.map(({ message, locations, path, extensions }) => ({
        message,
        ...(locations ? { locations } : {}),
        ...(path ? { path } : {}),
        extensions: { requestId, ...extensions },
      }));
    },
  });

  sockets.on("connection", (socket: WebSocket, request: IncomingMessage) => {
    const connection: Connection = { socket, request, pending: 0, streams: new Set() };
    connections.add(connection);
    setIdentity(request, describeUpgrade(request, options.trustedProxies));
    keepAlive(socket);
    // Without a listener a broken frame would be an exception that nobody catches. The socket is
    // closed by itself.
    socket.on("error", (error) => logger.debug({ err: error }, "a websocket failed"));
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (text) => send(socket, text),
        close: (code, reason) => socket.close(code, reason),
        onMessage(handle) {
          socket.on("message", (data) => void take(connection, data, handle));
        },
      },
      connection,
    );
    socket.once("close", (code, reason) => {
      connections.delete(connection);
      closed(code, reason.toString()).catch((error: unknown) => {
        logger.error({ err: error }, "a websocket could not be cleaned up");
      });
    });
  });

  async function take(
    connection: Connection,
    data: RawData,
    handle: (message: string) => Promise<void>,
  ): Promise<void> {
    const { socket } = connection;
    if (connection.pending >= UNREAD_ANSWERS) return socket.terminate();
    connection.pending += 1;
    try {
      await handle(String(data));
    } catch (error) {
      // An answer to somebody who has gone cannot be sent, and that is no failure.
      if (socket.readyState === socket.OPEN) {
        logger.error({ err: error }, "a websocket message failed");
        socket.close(CloseCode.InternalServerError, "Internal error");
      }
    } finally {
      connection.pending -= 1;
      const { farewell } = connection;
      if (farewell) socket.close(farewell.code, farewell.reason);
      if (stopping) closeIdle(connection);
    }
  }

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (stopping || !serv.shouldHandleUpgrade(request, stream, head)) {
      stream.destroy();
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      sockets.emit("connection", socket, request);
    });
  };
  server.on("upgrade", upgrade);

  return {
    async stop() {
      stopping = true;
      for (const connection of connections) closeIdle(connection);
      const late = Date.now() + STOP_MS;
      while (connections.size > 0 && Date.now() < late) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      for (const { socket } of connections) socket.terminate();
      sockets.close();
    },
  };
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { originalError: new ApiError("LIMIT_EXCEEDED", message) });
}

/**
 * Closes a socket whose caller may not go on: all its operations are theirs. Who comes with a token
 * that has expired is not told in words: clients take this code for a reason to connect with a new
 * one and to subscribe again.
 */
function sendOff(connection: Connection, errors: readonly GraphQLError[]): void {
  for (const { originalError } of errors) {
    if (originalError instanceof CallerExpiredError) {
      connection.socket.close(CloseCode.Forbidden, originalError.message);
    } else if (originalError instanceof CallerGoneError) {
      const isGone = originalError.code === "UNAUTHENTICATED";
      const code = isGone ? CloseCode.Unauthorized : CloseCode.Forbidden;
      connection.farewell = { code, reason: originalError.message };
    }
  }
}

function closeIdle({ socket, pending, streams }: Connection): void {
  if (pending <= streams.size) socket.close(1001, "Going away");
}

function send(socket: WebSocket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(text, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * Ends a socket whose other end has gone without saying so, or does not read: that one finds out,
 * when it reads on, that it may come back and catch up. One that stays away is cut off after a while.
 */
function keepAlive(socket: WebSocket): void {
  let answered = true;
  socket.on("pong", () => (answered = true));
  const timer = setInterval(() => {
    if (!answered) return socket.close(TRY_AGAIN_LATER, "You do not read: connect again");
    answered = false;
    socket.ping();
  }, KEEP_ALIVE_MS);
  timer.unref();
  socket.once("close", () => clearInterval(timer));
}
