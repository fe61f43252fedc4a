import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import * as net from "node:net";
import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { createWebhookSender } from "../../src/webhooks/sender.ts";
import type { WebhookAttempt, WebhookSenderOptions } from "../../src/webhooks/sender.ts";
import { LOOPBACK, startReceiver } from "./receivers.ts";
import type { Answer, Receiver } from "./receivers.ts";

const started: Receiver[] = [];
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const never = new AbortController().signal;

async function receive(answer?: Answer): Promise<Receiver> {
  const receiver = await startReceiver(answer);
  started.push(receiver);
  return receiver;
}

async function send(url: string, options: Partial<WebhookSenderOptions> = {}, signal = never): Promise<WebhookAttempt> {
  const sender = createWebhookSender({ allowedNetworks: LOOPBACK, ...options });
  try {
    return await sender.send({ id: "one", url, body: `{"type":"lead.created"}`, secrets: [SECRET] }, signal);
  } finally {
    await sender.close();
  }
}

/** What resolves a name to other addresses each time it is asked. */
function changing(...answers: string[][]): { resolve: (name: string) => Promise<string[]>; asked: string[] } {
  const asked: string[] = [];
  return { asked, resolve: async (name) => answers[asked.push(name) - 1] ?? [] };
}

afterEach(async () => {
  await Promise.all(started.splice(0).map((receiver) => receiver.close()));
});

describe("a try", () => {
  it("posts the body as JSON, signed, and notes status, time and how the answer begins", async () => {
    const receiver = await receive((response) => response.writeHead(200).end("Thanks\0!"));
    const attempt = await send(receiver.url);
    expect(attempt).toMatchObject({ status: 200, error: null, excerpt: "Thanks!", retryAfter: null });
    expect(attempt.durationMs).toBeGreaterThanOrEqual(0);
    const { headers, body } = receiver.received[0]!;
    expect(body).toBe(`{"type":"lead.created"}`);
    expect(headers).toMatchObject({ "content-type": "application/json", "webhook-id": "one", "accept-encoding": "identity" });
    expect(headers["webhook-signature"]).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  });

  it("follows no redirect, to 127.0.0.1 or elsewhere", async () => {
    const inner = await receive();
    const outer = await receive((response) => response.writeHead(302, { location: inner.url }).end());
    expect(await send(outer.url)).toMatchObject({ status: 302, error: expect.stringContaining("redirect") });
    expect(inner.connections()).toBe(0);
  });

  it.each([[404], [500], [410]])("fails by the status %s", async (status) => {
    const receiver = await receive((response) => response.writeHead(status, { "retry-after": "60" }).end("no"));
    expect(await send(receiver.url)).toMatchObject({ status, error: `The receiver answered ${status}.`, excerpt: "no", retryAfter: null });
  });

  it.each([
    ["120", 120],
    [new Date(Date.now() + 90_000).toUTCString(), expect.closeTo(90, -1)],
    ["-5", null], ["soon", null], ["99999999999", null], [new Date(0).toUTCString(), null],
  ])("takes Retry-After %s for %s seconds", async (header, seconds) => {
    const receiver = await receive((response) => response.writeHead(503, { "retry-after": header }).end());
    expect((await send(receiver.url)).retryAfter).toEqual(seconds);
  });

  it("fails when nobody listens", async () => {
    const receiver = await startReceiver();
    await receiver.close();
    expect(await send(receiver.url)).toMatchObject({ status: null, error: "The connection was refused." });
  });

  it("gives up a receiver that is slow to answer, or never ends", async () => {
    const silent = await receive(() => undefined);
    const dripping = await receive((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write("."), 20);
      response.on("close", () => clearInterval(timer));
    });
    for (const { url } of [silent, dripping]) {
      const attempt = await send(url, { totalMs: 200 });
      expect(attempt).toMatchObject({ status: null, error: "There was no whole answer within 0.2 seconds." });
    }
  });

  it("fails when the receiver dies half way, before its answer or within", async () => {
    const before = await receive((response) => response.destroy());
    const within = await receive((response) => {
      response.writeHead(200, { "content-length": "100" }).write("half of it");
      setTimeout(() => response.destroy(), 20);
    });
    for (const { url } of [before, within]) {
      expect(await send(url)).toMatchObject({ status: null, error: "The connection broke off." });
    }
  });

  it("reads 64 kB of an answer of 10 GB and keeps the first", async () => {
    let sent = 0;
    let isCut = false;
    const chunk = Buffer.alloc(64 * 1024, "x");
    const receiver = await receive((response) => {
      response.writeHead(200, { "content-length": String(10 * 2 ** 30) });
      const pour = () => {
        while (!response.destroyed && sent < 10 * 2 ** 30) {
          sent += chunk.length;
          if (!response.write(chunk)) return void response.once("drain", pour);
        }
      };
      response.on("close", () => (isCut = true));
      pour();
    });
    const attempt = await send(receiver.url);
    expect(attempt).toMatchObject({ status: 200, error: null, excerpt: "x".repeat(1024) });
    while (!isCut) await new Promise((resolve) => setTimeout(resolve, 10));
    // What fits into the buffers of both ends.
    expect(sent).toBeLessThan(32 * 2 ** 20);
  });

  it("unpacks nothing that comes packed", async () => {
    const bomb = gzipSync(Buffer.alloc(10 * 2 ** 20));
    const receiver = await receive((response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(await send(receiver.url)).toMatchObject({ status: 200, error: null, excerpt: null });
  });

  it("fails when what answers is not HTTP, or has headers without end", async () => {
    for (const text of ["SSH-2.0-OpenSSH_9.7\r\n", `HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`]) {
      const server = net.createServer((socket) => socket.on("error", () => undefined).end(text)).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { error, status } = await send(`http://127.0.0.1:${(server.address() as net.AddressInfo).port}/`);
      server.close();
      expect([error, status]).toEqual(["The answer is not HTTP.", null]);
    }
  });

  it("cuts no letter in two at the end of the excerpt", async () => {
    const receiver = await receive((response) => response.writeHead(200).end(`x${"ä".repeat(1024)}`));
    expect((await send(receiver.url)).excerpt).toBe(`x${"ä".repeat(511)}`);
  });

  it("ends at once when it is told to stop", async () => {
    const stop = new AbortController();
    const receiver = await receive(() => stop.abort(new Error("stop")));
    await expect(send(receiver.url, {}, stop.signal)).rejects.toThrow("stop");
  });
});

describe("an address that is not public", () => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver.close());

  const refused = { status: null, error: "The address is not one of the public internet." };

  it.each(["127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "[::ffff:127.0.0.1]", "[::1]", "0"])(
    "is not reached as %s",
    async (host) => {
      expect(await send(`http://${host}:${receiver.port}/`, { allowedNetworks: [] })).toMatchObject(refused);
      expect(receiver.connections()).toBe(0);
    },
  );

  it("is not reached by a name that leads there, also when only one of its addresses does", async () => {
    for (const addresses of [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["2606:4700::1111", "::1"]]) {
      const dns = changing(addresses);
      const attempt = await send(`http://rebind.example:${receiver.port}/`, { allowedNetworks: [], resolve: dns.resolve });
      expect(attempt).toMatchObject(refused);
    }
    expect(receiver.connections()).toBe(0);
  });

  it("is not reached by a name that leads elsewhere the second time: it is asked for once, and connected to what was looked at", async () => {
    const dns = changing(["127.0.0.1"], ["127.0.0.2"]);
    const attempt = await send(`http://rebind.example:${receiver.port}/`, { resolve: dns.resolve });
    expect(attempt).toMatchObject({ status: 204, error: null });
    expect(dns.asked).toEqual(["rebind.example"]);
    expect(receiver.received.at(-1)?.headers.host).toBe(`rebind.example:${receiver.port}`);
    // At the next try it is looked at anew.
    const turned = changing(["10.0.0.1"]);
    expect(await send(`http://rebind.example:${receiver.port}/`, { resolve: turned.resolve })).toMatchObject(refused);
  });

  it("has no way through a proxy of the environment", async () => {
    const proxy = await receive();
    process.env["http_proxy"] = process.env["HTTP_PROXY"] = proxy.url;
    try {
      expect(await send(receiver.url)).toMatchObject({ status: 204 });
      expect(proxy.connections()).toBe(0);
    } finally {
      delete process.env["http_proxy"];
      delete process.env["HTTP_PROXY"];
    }
  });

  it("does not exist for a name without one", async () => {
    expect(await send("http://nowhere.example/", { resolve: async () => [] })).toMatchObject({
      status: null, error: "The name has no address.",
    });
  });
});
