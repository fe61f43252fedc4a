import { connect } from "node:net";
import type { Socket } from "node:net";

/** What one round of requests took. */
export type Round = {
  requests: number;
  /** Of the whole round, in seconds. */
  seconds: number;
  /** Of each request, in milliseconds. */
  latencies: number[];
};

const HEAD_END = Buffer.from("\r\n\r\n");

/** Makes the bytes of an HTTP request with a JSON body. */
export function makeRequest(url: URL, token: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  return Buffer.from(
    `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n` +
      "User-Agent: bench\r\nAccept: application/json\r\nContent-Type: application/json\r\n" +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

/**
 * One kept-alive connection that has one request on its way at a time. Written on sockets, since
 * an HTTP client would take more processor time than the servers that are measured.
 */
class Connection {
  readonly #socket: Socket;
  #answer: Buffer = Buffer.alloc(0);
  #settle: { resolve(): void; reject(error: Error): void } | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("The server closed a connection")));
  }

  send(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#answer = this.#answer.length > 0 ? Buffer.concat([this.#answer, chunk]) : chunk;
    const headEnd = this.#answer.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#answer.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#fail(new Error(`An answer without length: ${head}`));
    const bodyStart = headEnd + HEAD_END.length;
    if (this.#answer.length < bodyStart + Number(length)) return;
    const body = this.#answer.subarray(bodyStart);
    const start = body.toString("latin1", 0, 12);
    this.#answer = Buffer.alloc(0);
    if (!head.startsWith("HTTP/1.1 200 ") || !start.startsWith('{"data":{')) {
      return this.#fail(new Error(`${head.split("\r\n")[0]}: ${body.toString().slice(0, 500)}`));
    }
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.resolve();
  }

  #fail(error: Error): void {
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}

function open(url: URL): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.removeListener("error", reject);
      resolve(new Connection(socket));
    });
  });
}

/**
 * Sends requests for a while, each connection the next one as soon as it has its answer.
 *
 * @param url - The server.
 * @param requests - Sent in turn, from makeRequest.
 * @param once - Ends when each of the requests has been sent.
 * @param connections - How many at once.
 * @param seconds - For how long requests are begun.
 * @throws Error when an answer is not 200 with data.
 */
export async function sendLoad(
  url: URL,
  requests: readonly Buffer[],
  connections: number,
  seconds: number,
  once = false,
): Promise<Round> {
  const opened = await Promise.all(Array.from({ length: connections }, () => open(url)));
  const latencies: number[] = [];
  let next = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const work = async (connection: Connection) => {
    for (let now = performance.now(); now < end; ) {
      if (once && next === requests.length) return;
      const request = requests[next % requests.length] as Buffer;
      next += 1;
      await connection.send(request);
      const finished = performance.now();
      latencies.push(finished - now);
      now = finished;
    }
  };
  try {
    await Promise.all(opened.map(work));
    const taken = (performance.now() - start) / 1000;
    return { requests: latencies.length, seconds: taken, latencies };
  } finally {
    for (const connection of opened) connection.close();
  }
}
