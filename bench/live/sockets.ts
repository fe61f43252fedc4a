import { once } from "node:events";
import { WebSocket } from "ws";

/** An event of a subscription. */
export type Notice = { action: string; id: string | null; cursor: string };

/** What a socket of one subscription calls. */
export type SocketHandlers = {
  onNotice(notice: Notice): void;
  /** The subscription was ended by the server, with an error or without. */
  onEnd(reason: string): void;
};

/** A socket with one subscription, by hand so that a thousand of them cost this process little. */
export type LiveSocket = {
  socket: WebSocket;
  /** Resolves with the code when it was closed. */
  closed: Promise<number>;
};

/**
 * Subscribes over a socket of its own (graphql-transport-ws); resolves with the first event.
 *
 * @param field - The subscription's field with its arguments; `after` is put among them.
 */
export async function subscribe(
  url: URL,
  token: string,
  field: string,
  after: string | undefined,
  { onNotice, onEnd }: SocketHandlers,
): Promise<LiveSocket> {
  const socket = new WebSocket(`ws://${url.host}/graphql`, "graphql-transport-ws", { perMessageDeflate: false });
  const closed = once(socket, "close").then(([code]) => code as number);
  socket.on("error", () => undefined);
  const started = Promise.withResolvers<undefined>();
  void closed.then((code) => started.reject(new Error(`The socket was closed with ${code}`)));
  socket.on("open", () => {
    socket.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } }));
  });
  const argument = after === undefined ? "" : `after: ${JSON.stringify(after)}`;
  const [name, given] = field.split("|");
  const query = `subscription { told: ${name}${given || argument ? `(${given ?? ""} ${argument})` : ""} { action id cursor } }`;
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as { type: string; payload?: { data?: { told: Notice } } };
    if (message.type === "connection_ack") {
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
    } else if (message.type === "next" && message.payload?.data?.told) {
      started.resolve(undefined);
      onNotice(message.payload.data.told);
    } else if (message.type === "next" || message.type === "error") {
      onEnd(JSON.stringify(message.payload));
      started.reject(new Error(`Refused: ${JSON.stringify(message.payload)}`));
    } else if (message.type === "complete") onEnd("complete");
    else if (message.type === "ping") socket.send('{"type":"pong"}');
  });
  await started.promise;
  return { socket, closed };
}
