import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { grafserv } from "grafserv/express/v4";
import type pg from "pg";
import { postgraphile } from "postgraphile";
import { makePreset } from "../../graphile.config.ts";
import type { ConstraintMap } from "../../plugins/constraints.ts";
import { makeMaskError } from "../../plugins/errors.ts";
import type { OperationLimits } from "../../plugins/limits.ts";
import { makeApiKeys } from "../auth/apiKeys.ts";
import { makeAttempts } from "../auth/attempts.ts";
import { createAccessTokenKey } from "../auth/tokens.ts";
import { createFileLinkKey } from "../files/links.ts";
import type { FileStorage } from "../files/storage.ts";
import { migrationProblem } from "../database/migrate.ts";
import { createPool } from "../database/connections.ts";
import { LiveUpdates } from "../live/liveUpdates.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Logger } from "../telemetry/logger.ts";
import { BODY_LIMIT, createApp, finishApp } from "./app.ts";
import { FORMS_A_MINUTE } from "./capture.ts";
import { UPLOAD_MS } from "./files.ts";
import { errorBody } from "./errors.ts";
import { chooseRequestId, socketIdentifier } from "./identity.ts";
import { serveWebSockets } from "./websockets.ts";
import type { WebSockets } from "./websockets.ts";

const DRAIN_MS = 15_000;
const STATEMENT_MS = 15_000;
const READINESS_MS = 2_000;

/** Where attachments are kept, and what is let in. */
export type ApiFiles = {
  storage: FileStorage;
  /** Largest file, in bytes. */
  sizeLimit: number;
  /** What the files of an organization may have together, in bytes. */
  quota: number;
  /** Whether the worker has each file scanned before it may be downloaded. */
  isScanned: boolean;
  /** What links begin with; /files when left out. */
  publicUrl?: string | undefined;
};

/** What an API process needs. */
export type ApiOptions = {
  host: string;
  /** 0 lets the operating system choose. */
  port: number;
  authenticatorUrl: string;
  jwtSecret: string;
  corsOrigins: string[];
  trustedProxies: number;
  /** Attempts to sign in that an account and an address have; the project's own when left out. */
  attemptsPerMinute?: number;
  /** Web forms that an address may send; the project's own number when left out. */
  formsPerMinute?: number;
  /** What one operation may ask for, where it differs from the project's own. */
  limits?: Partial<OperationLimits>;
  files: ApiFiles;
  production: boolean;
  logger: Logger;
  metrics: Metrics;
  /** Adds to the schema what it does not have by itself. */
  extraPlugins?: readonly GraphileConfig.Plugin[];
};

/** A running API. */
export type Api = {
  /** Where it answers, such as http://127.0.0.1:5678. */
  url: string;
  /** Stops accepting, lets requests in flight finish, closes the connections to the database. */
  stop(): Promise<void>;
};

/** The port is taken or may not be used; the message is one line for people. */
export class ListenError extends Error {
  override name = "ListenError";
}

/**
 * Starts the API.
 *
 * @throws ListenError when the port cannot be had; other errors when the schema cannot be built.
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { logger, metrics } = options;
  const pool = createPool({
    connectionString: options.authenticatorUrl,
    applicationName: "rowhouse api",
    logger,
    statementTimeoutMs: STATEMENT_MS,
  });
  metrics.watchPool("api", pool);
  let draining = false;
  let started = false;
  const accessTokenKey = createAccessTokenKey(options.jwtSecret);
  const credentials = { accessTokenKey, apiKeys: makeApiKeys(pool, logger) };
  const constraints: ConstraintMap = new Map();
  const maskError = makeMaskError({ logger, constraints, production: options.production });
  const linkKey = createFileLinkKey(options.jwtSecret);
  const { storage, isScanned } = options.files;
  const appOptions = {
    ...options,
    credentials,
    capture: {
      pool,
      attempts: makeAttempts(pool, options.formsPerMinute ?? FORMS_A_MINUTE),
      maskError,
    },
    files: { pool, storage, linkKey, isScanned, maskError, logger },
    readiness: async () => (started ? readiness(pool) : "starting"),
    started: () => started,
    draining: () => draining,
  };
  const app = createApp(appOptions);
  const server = createServer(
    // Bodies other than files have less time (app.ts).
    { headersTimeout: 15_000, requestTimeout: UPLOAD_MS, keepAliveTimeout: 65_000 },
    app,
  );
  answerBadRequests(server);
  // Taken before the schema is built, so that a port in use is told at once.
  await listen(server, options.host, options.port);
  const live = new LiveUpdates({
    connectionString: options.authenticatorUrl,
    pool,
    secret: accessTokenKey,
    logger,
    metrics: metrics.live,
  });
  const preset = makePreset({
    database: { pool },
    live,
    auth: { accessTokenKey, attempts: makeAttempts(pool, options.attemptsPerMinute) },
    files: { ...options.files, linkKey },
    production: options.production,
    logger,
    constraints,
    identifySocket: socketIdentifier(credentials),
    maxRequestLength: BODY_LIMIT,
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.extraPlugins ? { extraPlugins: options.extraPlugins } : {}),
  });
  const instance = postgraphile(preset);
  let webSockets: WebSockets | undefined;
  const close = async () => {
    draining = true;
    // A server counts as open as long as one of them is.
    await Promise.all([drain(server), webSockets?.stop()]);
    await live.stop();
    await instance.release();
    for (const service of preset.pgServices ?? []) await service.release?.();
    await pool.end();
  };
  try {
    await instance.getSchema();
    const serv = instance.createServ(grafserv);
    await serv.addTo(app, server, false);
    webSockets = serveWebSockets({
      server,
      grafserv: serv,
      trustedProxies: options.trustedProxies,
      messageLimit: BODY_LIMIT,
      logger,
      metrics: metrics.live,
    });
    finishApp(app, options);
    started = true;
  } catch (error) {
    await close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  const host = ["0.0.0.0", "::"].includes(options.host) ? "localhost" : options.host;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  let stopping: Promise<void> | undefined;
  return { url, stop: () => (stopping ??= close()) };
}

/**
 * Says early whether a port can be had.
 *
 * @throws ListenError when it cannot.
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  await listen(server, host, port);
  server.close();
  await once(server, "close");
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reasons: Record<string, string> = {
      EADDRINUSE: `port ${port} is in use on ${host}; stop the other program or set PORT`,
      EACCES: `port ${port} may not be used by this account; set PORT to 1024 or more`,
      EADDRNOTAVAIL: `${host} is no address of this machine; set HOST`,
      ENOTFOUND: `${host} is no address of this machine; set HOST`,
    };
    throw new ListenError(reasons[code ?? ""] ?? (error as Error).message);
  }
}

/** Answers what Node's parser refuses in the same shape as all other errors. */
function answerBadRequests(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
    const large = error.code === "HPE_HEADER_OVERFLOW";
    const requestId = chooseRequestId(undefined);
    const body = large
      ? errorBody("LIMIT_EXCEEDED", "The request headers are too large.", requestId)
      : errorBody("BAD_INPUT", "This is not a valid HTTP request.", requestId);
    const status = large ? "431 Request Header Fields Too Large" : "400 Bad Request";
    socket.end(
      `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nConnection: close\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

async function drain(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  // Connections whose last answer has gone out are kept alive by default.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

async function readiness(pool: pg.Pool): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("the database does not answer"), READINESS_MS);
  });
  const check = migrationProblem(pool).catch(() => "the database cannot be reached");
  try {
    return await Promise.race([check, late]);
  } finally {
    clearTimeout(timer);
  }
}
