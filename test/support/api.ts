import { randomBytes } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";
import { startApi } from "../../src/http/server.ts";
import type { ApiOptions } from "../../src/http/server.ts";
import { createAccessTokenKey, signAccessToken } from "../../src/auth/tokens.ts";
import type { AccessTokenClaims } from "../../src/auth/tokens.ts";
import { openStorage } from "../../src/files/storage.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import type { TestDatabase } from "./database.ts";

/** An error of an answer, as a client sees it. */
export type GraphQLProblem = {
  message: string;
  path?: (string | number)[];
  extensions: { code: string; requestId?: string; fields?: Record<string, string> };
};

/** The answer to one operation. */
export type GraphQLAnswer<Data> = {
  status: number;
  headers: Headers;
  data: Data;
  errors: GraphQLProblem[] | undefined;
};

/** For whom an operation runs. */
export type RequestOptions = {
  token?: string | undefined;
  organizationId?: string | undefined;
  headers?: Record<string, string>;
};

/** A running API on a port of its own. */
export type TestApi = {
  url: string;
  jwtSecret: string;
  /** An access token for a user, as `login` would give. */
  token(claims: AccessTokenClaims): string;
  /** Runs one operation. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- data has the query's own shape
  graphql<Data = any>(
    query: string,
    variables?: Record<string, unknown>,
    options?: RequestOptions,
  ): Promise<GraphQLAnswer<Data>>;
  stop(): Promise<void>;
};

/** Starts the API on a database of a test. */
export async function startTestApi(
  database: TestDatabase,
  options: Partial<ApiOptions> = {},
): Promise<TestApi> {
  const jwtSecret = options.jwtSecret ?? randomBytes(32).toString("hex");
  const key = createAccessTokenKey(jwtSecret);
  const metrics = createMetrics();
  const api = await startApi({
    host: "127.0.0.1",
    port: 0,
    authenticatorUrl: database.authenticatorUrl,
    jwtSecret,
    corsOrigins: [],
    trustedProxies: 0,
    files: {
      // Made when the first file comes.
      storage: openStorage({ kind: "folder", directory: path.join(os.tmpdir(), `rowhouse-files-${randomBytes(8).toString("hex")}`) }),
      sizeLimit: 10 * 2 ** 20,
      quota: 100 * 2 ** 20,
      isScanned: false,
    },
    production: false,
    logger: createLogger("silent"),
    metrics,
    ...options,
  });
  return {
    url: api.url,
    jwtSecret,
    token: (claims) => signAccessToken(key, claims),
    graphql: (query, variables, request = {}) => ask(api.url, query, variables, request),
    stop: async () => {
      await api.stop();
      metrics.stop();
    },
  };
}

async function ask<Data>(
  url: string,
  query: string,
  variables: Record<string, unknown> | undefined,
  { token, organizationId, headers }: RequestOptions,
): Promise<GraphQLAnswer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(organizationId ? { "x-organization-id": organizationId } : {}),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as { data: Data; errors?: GraphQLProblem[] };
  return {
    status: response.status,
    headers: response.headers,
    data: body.data,
    errors: body.errors,
  };
}
