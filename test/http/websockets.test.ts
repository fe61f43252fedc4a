import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import { createClient } from "graphql-ws";
import type { Client } from "graphql-ws";
import jwt from "jsonwebtoken";
import { WebSocket } from "ws";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { eventually } from "../support/process.ts";
import { addMember, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "../api/clients.ts";

type Answer = {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
};

const COUNT = "{ leads { totalCount } }";
const ORGANIZATION = "{ currentOrganization { id } }";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let other: Tenant;
let token: string;
let clients: (Client | WebSocket)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { trustedProxies: 1 });
  [tenant, other] = await asSuperuser(database, async (client) => {
    const own = await makeTenant(client, "Acme");
    const second = await makeTenant(client, "Globex");
    await addMember(client, second.organizationId, "member", own.users.owner);
    return [own, second] as const;
  });
  ({ token } = await signIn(database, api, tenant, "owner"));
});

afterEach(async () => {
  for (const client of clients) await ("dispose" in client ? client.dispose() : client.terminate());
  clients = [];
});

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const address = () => `${api.url.replace(/^http/, "ws")}/graphql`;

function connect(
  connectionParams: Record<string, string> = {},
  headers: Record<string, string> = {},
): Client {
  class Socket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers });
    }
  }
  const client = createClient({
    url: address(), connectionParams, webSocketImpl: Socket, retryAttempts: 0,
  });
  clients.push(client);
  return client;
}

const bearer = (text = token) => ({ authorization: `Bearer ${text}` });

/** Runs one operation; errors that end it are put into the answer. */
async function ask(client: Client, query: string, variables?: Record<string, unknown>) {
  return new Promise<Answer>((resolve, reject) => {
    let answer: Answer = {};
    client.subscribe({ query, ...(variables ? { variables } : {}) }, {
      next: (value) => (answer = value as Answer),
      error: (error) => {
        if (Array.isArray(error)) resolve({ errors: error as NonNullable<Answer["errors"]> });
        else reject(error);
      },
      complete: () => resolve(answer),
    });
  });
}

const codes = ({ errors }: Answer) => errors?.map(({ extensions }) => extensions?.["code"]);

/** A socket on which the protocol's first messages have been exchanged. */
async function open(): Promise<WebSocket> {
  const socket = new WebSocket(address(), "graphql-transport-ws");
  clients.push(socket);
  await once(socket, "open");
  socket.send(JSON.stringify({ type: "connection_init", payload: bearer() }));
  await once(socket, "message");
  return socket;
}

describe("a websocket", () => {
  it("answers who has signed in", async () => {
    expect(await ask(connect(bearer()), COUNT)).toEqual({ data: { leads: { totalCount: 0 } } });
  });

  it("works in the organization that its first message names", async () => {
    const of = async (params: Record<string, string>) =>
      (await ask(connect({ ...bearer(), ...params }), ORGANIZATION)).data?.["currentOrganization"];
    expect(await of({})).toEqual({ id: tenant.organizationId });
    expect(await of({ "X-Organization-Id": other.organizationId })).toEqual({
      id: other.organizationId,
    });
  });

  it("refuses a token that is bad, has expired or is not there", async () => {
    const past = Math.floor(Date.now() / 1_000) - 60;
    const claims = jwt.decode(token) as jwt.JwtPayload;
    const expired = jwt.sign({ ...claims, iat: past - 60, exp: past }, api.jwtSecret);
    for (const params of [bearer("nonsense"), bearer(expired), {}]) {
      const answer = await ask(connect(params), COUNT);
      expect([codes(answer), answer.data?.["leads"] ?? null]).toEqual([["UNAUTHENTICATED"], null]);
    }
  });

  it("has the limits of an operation", async () => {
    const filter = { or: Array.from({ length: 2_000 }, () => ({ id: { isNull: true } })) };
    const answer = await ask(
      connect(bearer()),
      "query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }",
      { filter },
    );
    expect(codes(answer)).toEqual(["LIMIT_EXCEEDED"]);
  });

  it.each([
    ["a message of 6 MB", (socket: WebSocket) => socket.send("x".repeat(6 * 1024 ** 2)), 1009],
    ["what is no message", (socket: WebSocket) => socket.send("{"), 4400],
    [
      "a broken frame",
      (socket: WebSocket) => {
        const { _socket: stream } = socket as unknown as { _socket: NodeJS.WritableStream };
        stream.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
      },
      1002,
    ],
  ])("is closed by %s, and the server goes on", async (_, step, code) => {
    const socket = await open();
    const closed = once(socket, "close");
    step(socket);
    expect((await closed)[0]).toBe(code);
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    expect((await ask(connect(bearer()), COUNT)).errors).toBeUndefined();
  });

  it("takes a message of 4 MB", async () => {
    const answer = await ask(connect(bearer()), `${COUNT} # ${"x".repeat(4 * 1024 ** 2)}`);
    expect(answer.errors).toBeUndefined();
  });

  it("takes twenty operations at a time, those given up included", async () => {
    const socket = await open();
    const messages: { id: string; type: string; payload: unknown }[] = [];
    socket.on("message", (data) => messages.push(JSON.parse(String(data))));
    const send = (id: string) =>
      socket.send(JSON.stringify({ id, type: "subscribe", payload: { query: COUNT } }));
    await asSuperuser(database, async (client) => {
      await client.query("begin; lock table app_public.leads in access exclusive mode");
      for (let id = 1; id <= 20; id += 1) send(`${id}`);
      // Giving one up does not end its statement, so it makes no room.
      socket.send(JSON.stringify({ id: "1", type: "complete" }));
      send("one too many");
      await eventually(() => messages.length > 0);
      expect(messages).toEqual([{
        id: "one too many",
        type: "error",
        payload: [expect.objectContaining({
          extensions: { code: "LIMIT_EXCEEDED", requestId: expect.any(String) },
        })],
      }]);
      await client.query("rollback");
    });
    const done = () => messages.filter(({ type }) => type === "complete").length;
    await eventually(() => done() === 19);
    send("later");
    await eventually(() => done() === 20);
    expect(messages.filter(({ type }) => type === "error")).toHaveLength(1);
  });

  it("is known by the address that the proxy tells, not by what its caller adds", async () => {
    const client = connect({}, { "x-forwarded-for": "198.51.100.9, 203.0.113.7" });
    const answer = await ask(
      client,
      `mutation { register(input: {
        email: "ann@proxied.test", password: "long enough 77", name: "Ann", organizationName: "P"
      }) { user { id } } }`,
    );
    expect(answer.errors).toBeUndefined();
    const { rows } = await asSuperuser(database, (superuser) =>
      superuser.query(
        `select s.ip from app_private.sessions s join app_public.users u on u.id = s.user_id
          where u.email = 'ann@proxied.test'`,
      ),
    );
    expect(rows).toEqual([{ ip: "203.0.113.7" }]);
  });

  it("does not keep the server from ending, which lets the operation in hand finish", async () => {
    const ending = await startTestApi(database, { trustedProxies: 0 });
    const socket = new WebSocket(
      `${ending.url.replace(/^http/, "ws")}/graphql`, "graphql-transport-ws",
    );
    clients.push(socket);
    await once(socket, "open");
    socket.send(JSON.stringify({ type: "connection_init" }));
    await once(socket, "message");
    const messages: string[] = [];
    socket.on("message", (data) => messages.push(JSON.parse(String(data)).type));
    const closed = once(socket, "close");
    socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query: COUNT } }));
    await once(socket, "message");
    const start = performance.now();
    await ending.stop();
    expect((await closed)[0]).toBe(1001);
    expect(messages).toEqual(["next", "complete"]);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
