import cors from "cors";
import express from "express";
import type { Express, NextFunction, Request, Response } from "express";
import helmet from "helmet";
import { identityOnRequest } from "../../plugins/context.ts";
import { CAPTURE_PATH, captureRoutes } from "./capture.ts";
import type { CaptureOptions } from "./capture.ts";
import { FILES_PATH } from "../files/links.ts";
import { fileRoutes } from "./files.ts";
import type { FileOptions } from "./files.ts";
import { chooseRequestId, describeRequest, identify, setIdentity } from "./identity.ts";
import type { Credentials } from "./identity.ts";
import { sendError, sendProblem } from "./errors.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import type { Logger } from "../telemetry/logger.ts";

/** Largest request body, in bytes. */
export const BODY_LIMIT = 5 * 1024 * 1024;

/** How long a body that is no file may take to come. */
const BODY_MS = 60_000;

/** What the HTTP layer needs besides the GraphQL handler. */
export type AppOptions = {
  credentials: Credentials;
  corsOrigins: string[];
  /** How many proxies in front may be believed about the caller's address. */
  trustedProxies: number;
  production: boolean;
  logger: Logger;
  metrics: Metrics;
  capture: CaptureOptions;
  files: FileOptions;
  /** False as long as the schema is being built: the port is taken before that. */
  started(): boolean;
  /** Unset when ready to work, else why not, in one line. */
  readiness(): Promise<string | undefined>;
  /** True once the process is to end; answers then ask for the connection to be closed. */
  draining(): boolean;
};

const ROUTES = new Set(["/graphql", "/healthz", "/readyz", "/metrics", "/"]);
const QUIET = new Set(["/healthz", "/readyz", "/metrics"]);

/**
 * Makes the Express application up to, and not including, the GraphQL handler.
 *
 * Call finishApp after that has been added.
 */
export function createApp(options: AppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", options.trustedProxies);
  app.set("query parser", "simple");
  app.use(begin(options));
  app.use(securityHeaders(options.production));
  // Links to files are credentials of their own, and files may take their time.
  app.use(FILES_PATH, fileRoutes(options.files, options.corsOrigins));
  app.use(limitBodyTime);
  // Each form says itself whose pages may send it.
  app.use(CAPTURE_PATH, captureRoutes(options.capture));
  app.use(
    cors({
      origin: options.corsOrigins,
      allowedHeaders: ["authorization", "content-type", "x-organization-id", "x-request-id"],
      exposedHeaders: ["x-request-id"],
      methods: ["GET", "POST"],
      maxAge: 600,
    }),
  );
  app.get("/healthz", (_request, response) => void response.json({ status: "ok" }));
  app.get("/readyz", async (_request, response) => {
    const problem = options.draining() ? "shutting down" : await options.readiness();
    response
      .status(problem ? 503 : 200)
      .json(problem ? { status: "unavailable", problem } : { status: "ready" });
  });
  app.get("/metrics", async (_request, response) => {
    const { registry } = options.metrics;
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use("/graphql", (_request: Request, response: Response, next: NextFunction) => {
    if (options.started()) return next();
    response.setHeader("Retry-After", "1");
    sendError(response, "INTERNAL", "The server is starting. Try again in a moment.", 503);
  });
  app.use("/graphql", onlyJson, express.json({ limit: BODY_LIMIT, type: "application/json" }));
  app.use("/graphql", (request: Request, _response: Response, next: NextFunction) => {
    const known = identityOnRequest(request);
    if (!known) return next();
    const identity = identify(options.credentials, request.headers, known);
    if (!(identity instanceof Promise)) {
      setIdentity(request, identity);
      return next();
    }
    identity.then((found) => {
      setIdentity(request, found);
      next();
    }, next);
  });
  return app;
}

/** Adds what answers requests that nothing else has answered, and errors. */
export function finishApp(app: Express, options: Pick<AppOptions, "logger">): void {
  app.use((_request: Request, response: Response) => {
    sendError(response, "NOT_FOUND", "There is nothing at this address.");
  });
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    if (sendProblem(response, error)) return;
    const requestId = identityOnRequest(request)?.requestId;
    options.logger.error({ err: error, requestId }, "request failed");
    sendError(response, "INTERNAL");
  });
}

function begin(options: AppOptions) {
  const { logger, metrics } = options;
  return (request: Request, response: Response, next: NextFunction): void => {
    const start = performance.now();
    const requestId = chooseRequestId(request.headers["x-request-id"]);
    setIdentity(request, describeRequest(requestId, request.ip, request.get("user-agent")));
    response.setHeader("X-Request-Id", requestId);
    if (options.draining()) response.setHeader("Connection", "close");
    const path = request.path;
    response.once("close", () => {
      const ms = performance.now() - start;
      const status = response.writableFinished ? response.statusCode : 499;
      const route = routeOf(path);
      metrics.httpDuration.observe({ method: request.method, route, status }, ms);
      const level = status >= 500 ? "error" : QUIET.has(path) ? "debug" : "info";
      if (!logger.isLevelEnabled(level)) return;
      const identity = identityOnRequest(request);
      logger[level](
        {
          requestId,
          userId: identity?.userId,
          organizationId: identity?.organizationId,
          operation: operationOf(request.body),
          method: request.method,
          path,
          status,
          ms: Math.round(ms * 10) / 10,
        },
        "request",
      );
    });
    next();
  };
}

/** What of a path is counted by; there are as many paths as callers think of. */
function routeOf(path: string): string {
  for (const below of [CAPTURE_PATH, FILES_PATH]) if (path.startsWith(`${below}/`)) return below;
  return ROUTES.has(path) ? path : "other";
}

/** The name of a GraphQL operation, from the request's body as the caller gave it. */
function operationOf(body: unknown): string | undefined {
  const { operationName, query } = (body ?? {}) as { operationName?: unknown; query?: unknown };
  if (typeof operationName === "string") return operationName.slice(0, 100);
  if (typeof query !== "string") return undefined;
  const found = /\b(?:query|mutation|subscription)\s+(\w{1,100})/.exec(query.slice(0, 1_000));
  return found?.[1];
}

function limitBodyTime(request: Request, response: Response, next: NextFunction): void {
  const timer = setTimeout(() => {
    if (request.complete) return;
    if (response.headersSent) return void request.destroy();
    response.setHeader("Connection", "close");
    sendError(response, "BAD_INPUT", "The request took too long to come.", 408);
  }, BODY_MS);
  response.once("close", () => clearTimeout(timer));
  next();
}

/** A form in another site's page can send other types without the browser asking first. */
function onlyJson(request: Request, response: Response, next: NextFunction): void {
  if (request.method === "POST" && !request.is("application/json")) {
    sendError(response, "BAD_INPUT", "The Content-Type must be application/json.", 415);
  } else {
    next();
  }
}

function securityHeaders(production: boolean) {
  const none = { defaultSrc: ["'none'"], frameAncestors: ["'none'"] };
  // GraphiQL runs from this server; its editor evaluates code and starts workers.
  const graphiql = {
    ...none,
    scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'", "blob:"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:", "blob:"],
    fontSrc: ["'self'", "data:"],
    workerSrc: ["'self'", "blob:"],
    connectSrc: ["'self'", "ws:", "wss:"],
  };
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: production ? none : graphiql },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: production ? { maxAge: 31_536_000 } : false,
  });
}
