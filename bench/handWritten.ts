/**
 * The yardstick: a bare HTTP server with one prepared statement for each item, whose JSON is built
 * by Postgres. `BENCH_SERVER` holds its options.
 */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import pg from "pg";
import { createAccessTokenKey, verifyAccessToken } from "../src/auth/tokens.ts";
import type { VerifiedAccessToken } from "../src/auth/tokens.ts";
import { ITEMS } from "./items/index.ts";
import type { Item, Mode, Variables } from "./items/item.ts";

/** What `BENCH_SERVER` holds, as JSON. */
export type HandWrittenOptions = {
  connectionString: string;
  jwtSecret: string;
  mode: Mode;
};

/** As many as Rowhouse's pool has. */
const CONNECTIONS = 10;

const SETTINGS = `select set_config('role', 'rowhouse_user', true),
  set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true),
  set_config('rowhouse.session_id', $3, true), set_config('rowhouse.access_version', $4, true)`;

type Connection = { client: pg.Client; requests: number };
type Row = [answer: string];

const options = JSON.parse(process.env["BENCH_SERVER"] ?? "{}") as HandWrittenOptions;
const key = createAccessTokenKey(options.jwtSecret);
const statements = new Map(
  ITEMS.map((item) => [
    `/${item.key}`,
    { item, text: item.statement(options.mode) },
  ]),
);

async function connect(): Promise<Connection> {
  const { connectionString } = options;
  // The JSON stays the text that Postgres has made.
  const types = { getTypeParser: () => (text: string) => text };
  // The statements are such that a plan for any values is as good as one for these.
  const settings = "-c plan_cache_mode=force_generic_plan";
  const client = new pg.Client({ connectionString, pipeline: true, types, options: settings });
  await client.connect();
  return { client, requests: 0 };
}

/** Permissions do not change while this runs; the items' fields are none that roles withhold. */
const versions = new Map<string, Promise<string>>();

async function readVersion(claims: VerifiedAccessToken): Promise<string> {
  const { client } = await connect();
  const { userId, organizationId = "" } = claims;
  await client.query(
    `select set_config('rowhouse.user_id', $1, false), set_config('rowhouse.organization_id', $2, false)`,
    [userId, organizationId],
  );
  const { rows } = await client.query<{ version: string }>(
    "select app_private.access_version() as version",
  );
  await client.end();
  return rows[0]?.version ?? "";
}

async function run(
  { client }: Connection,
  query: pg.QueryArrayConfig,
  claims: VerifiedAccessToken,
): Promise<string> {
  if (options.mode === "no-policies") {
    const { rows } = await client.query<Row>(query);
    return rows[0]?.[0] ?? "null";
  }
  const { userId, organizationId = "", sessionId } = claims;
  let reading = versions.get(userId);
  if (!reading) {
    reading = readVersion(claims);
    versions.set(userId, reading);
  }
  const settings = [userId, organizationId, sessionId, await reading];
  // Sent together; the transaction needs no more than one round trip.
  const [, , result] = await Promise.all([
    client.query("begin"),
    client.query({ name: "settings", text: SETTINGS, values: settings }),
    client.query<Row>(query),
    client.query("commit"),
  ]);
  return result.rows[0]?.[0] ?? "null";
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => resolve(body));
    request.on("error", reject);
  });
}

async function answer(
  connections: readonly Connection[],
  { item, text }: { item: Item; text: string },
  request: IncomingMessage,
): Promise<string> {
  const claims = verifyAccessToken(key, (request.headers.authorization ?? "").slice(7));
  const { variables } = JSON.parse(await readBody(request)) as { variables: Variables };
  const values = item.values(variables, claims, options.mode);
  // A connection takes a request while it is at another, but an idle one is better.
  const connection = connections.reduce((best, one) => (one.requests < best.requests ? one : best));
  connection.requests += 1;
  try {
    const query = { name: item.key, text, values, rowMode: "array" as const };
    const json = await run(connection, query, claims);
    return `{"data":${json}}`;
  } finally {
    connection.requests -= 1;
  }
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}

const connections = await Promise.all(Array.from({ length: CONNECTIONS }, connect));
const server = createServer((request, response) => {
  const statement = statements.get(request.url ?? "");
  if (!statement) return send(response, 404, '{"errors":[{"message":"no such item"}]}');
  answer(connections, statement, request).then(
    (body) => send(response, 200, body),
    (error: Error) =>
      send(response, 500, JSON.stringify({ errors: [{ message: error.message }] })),
  );
});
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`The hand-written server is ready: http://127.0.0.1:${port}\n`);
});
process.on("SIGTERM", () => process.exit(0));
