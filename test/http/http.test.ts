import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { once } from "node:events";
import * as net from "node:net";
import { randomUUID } from "node:crypto";
import jwt from "jsonwebtoken";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";

const ORIGIN = "https://app.example.com";
const QUERY = "{ __typename }";

let database: TestDatabase;
let api: TestApi;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { corsOrigins: [ORIGIN] });
});

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

function post(body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${api.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
}

async function problem(response: Response) {
  const { errors } = (await response.json()) as {
    errors: { message: string; extensions: { code: string; requestId: string } }[];
  };
  return errors[0]!;
}

describe("request ids", () => {
  it("echoes the caller's", async () => {
    const response = await post("{}", { "x-request-id": "order-7:retry.2" });
    expect(response.headers.get("x-request-id")).toBe("order-7:retry.2");
  });

  it.each([["too long", "x".repeat(65)], ["with spaces", "a b"], ["with quotes", "a\"b"]])(
    "makes one instead of one that is %s",
    async (_, given) => {
      const response = await post("{}", { "x-request-id": given });
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  it("stand in every error", async () => {
    const { errors } = await api.graphql("{ nothingOfTheKind }", {}, {
      headers: { "x-request-id": "find-me" },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT", requestId: "find-me" });
  });
});

describe("bodies", () => {
  it("refuses one of 10 MB and goes on answering on the same connection", async () => {
    const response = await post(JSON.stringify({ query: QUERY, pad: "x".repeat(10 * 1024 ** 2) }));
    expect(response.status).toBe(413);
    expect((await problem(response)).extensions.code).toBe("LIMIT_EXCEEDED");
    expect((await post(JSON.stringify({ query: QUERY }))).status).toBe(200);
  });

  it("refuses malformed JSON", async () => {
    const response = await post('{"query": ');
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({
      message: "The request body is not valid JSON.",
      extensions: { code: "BAD_INPUT" },
    });
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "refuses %s, which a page of another site may send unasked",
    async (type) => {
      const response = await post(`query=${QUERY}`, { "content-type": type });
      expect(response.status).toBe(415);
      expect((await problem(response)).extensions.code).toBe("BAD_INPUT");
    },
  );

  it("answers what is no HTTP in the same shape", async () => {
    const socket = net.connect(Number(new URL(api.url).port), "127.0.0.1");
    socket.end("NONSENSE\r\n\r\n");
    let text = "";
    socket.on("data", (chunk) => (text += chunk.toString()));
    await once(socket, "close");
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"code":"BAD_INPUT"');
  });
});

describe("bearer tokens", () => {
  const claims = { userId: randomUUID(), sessionId: randomUUID() };
  const now = Math.floor(Date.now() / 1_000);
  const past = now - 3_600;
  const sign = (payload: object, options: jwt.SignOptions = {}, secret = api.jwtSecret) =>
    jwt.sign({ typ: "access", sid: claims.sessionId, exp: now + 60, ...payload }, secret, {
      algorithm: "HS256", issuer: "rowhouse", audience: "rowhouse", subject: claims.userId,
      ...options,
    });
  const endless = () =>
    jwt.sign({ typ: "access", sid: claims.sessionId }, api.jwtSecret, {
      issuer: "rowhouse", audience: "rowhouse", subject: claims.userId,
    });

  const refused: [string, () => string][] = [
    ["nonsense", () => "nonsense"],
    ["signed with another secret", () => sign({}, {}, "another secret of thirty-two bytes!!")],
    ["signed with another algorithm", () => sign({}, { algorithm: "HS512" })],
    ["not signed", () => sign({}, { algorithm: "none" }, "")],
    ["expired", () => sign({ iat: past, exp: past + 900 })],
    ["without an end", endless],
    ["valid for ten years and an hour old", () => sign({ iat: past, exp: past + 315_360_000 })],
    ["of another issuer", () => sign({}, { issuer: "someone" })],
    ["for another audience", () => sign({}, { audience: "someone" })],
    ["of another type", () => sign({ typ: "refresh" })],
    ["whose subject is no UUID", () => sign({}, { subject: "1' or '1'='1" })],
  ];

  it.each(refused)("refuses one that is %s", async (_, make) => {
    const { status, errors } = await api.graphql(QUERY, {}, { token: make() });
    expect(status).toBe(401);
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    expect(errors?.[0]?.extensions.requestId).toBeTruthy();
  });

  it("refuses another scheme", async () => {
    const response = await post(JSON.stringify({ query: QUERY }), { authorization: "Basic eDp5" });
    expect(response.status).toBe(401);
  });

  it("takes its own", async () => {
    const { status, errors } = await api.graphql(QUERY, {}, { token: api.token(claims) });
    expect([status, errors]).toEqual([200, undefined]);
  });

  it("refuses an organization header that is no UUID", async () => {
    const { status, errors } = await api.graphql(QUERY, {}, { organizationId: "acme" });
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, "BAD_INPUT"]);
  });
});

describe("headers", () => {
  it("do not tell what serves", async () => {
    const { headers } = await post(JSON.stringify({ query: QUERY }));
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("server")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("let the listed origin in and no other", async () => {
    const asked = (origin: string) =>
      fetch(`${api.url}/graphql`, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      }).then((response) => response.headers.get("access-control-allow-origin"));
    expect(await asked(ORIGIN)).toBe(ORIGIN);
    expect(await asked("https://evil.example.com")).toBeNull();
  });

  it("answers an unknown address with NOT_FOUND", async () => {
    const response = await fetch(`${api.url}/admin`);
    expect(response.status).toBe(404);
    expect((await problem(response)).extensions.code).toBe("NOT_FOUND");
  });
});

describe("operation", () => {
  it("tells that it is alive and ready", async () => {
    expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${api.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
  });

  it("is not ready when a migration is missing", async () => {
    await asSuperuser(database, (client) =>
      client.query(
        `create table public.taken as
           select * from graphile_migrate.migrations order by filename desc limit 1;
         delete from graphile_migrate.migrations
           where filename = (select filename from public.taken)`,
      ),
    );
    const ready = await fetch(`${api.url}/readyz`);
    await asSuperuser(database, (client) =>
      client.query(
        `insert into graphile_migrate.migrations select * from public.taken;
         drop table public.taken`,
      ),
    );
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ problem: expect.stringContaining("not applied") });
  });

  it("shows GraphiQL in development and not in production", async () => {
    const page = await fetch(`${api.url}/`);
    expect(await page.text()).toContain("<html");
    const production = await startTestApi(database, { production: true });
    try {
      for (const path of ["/", "/graphql"]) {
        const answer = await fetch(production.url + path, { headers: { accept: "text/html" } });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(await answer.text()).not.toContain("<html");
      }
    } finally {
      await production.stop();
    }
  });

  it("counts requests, connections and jobs", async () => {
    await post(JSON.stringify({ query: QUERY }));
    const text = await (await fetch(`${api.url}/metrics`)).text();
    const counted = 'http_request_duration_ms_count{method="POST",route="/graphql",status="200"}';
    expect(text).toContain(counted);
    expect(text).toMatch(/database_pool_connections\{pool="api",state="idle"\} \d/);
    expect(text).toContain("process_cpu_seconds_total");
  });
});
