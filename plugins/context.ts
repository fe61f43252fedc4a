/**
 * Who asks: what the HTTP layer found out about a request, and how the database is told.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import "grafserv";
import "grafserv/node";
import "postgraphile/adaptors/pg";
import type { StreamControl } from "./streams.ts";

/** What the HTTP layer knows of a request; it puts this on the request as `rowhouse`. */
export interface RequestIdentity {
  readonly requestId: string;
  readonly ip?: string;
  readonly userAgent?: string;
  /** Absent when the caller has not signed in. */
  readonly userId?: string;
  readonly organizationId?: string;
  readonly sessionId?: string;
  /** When the caller's access token ends, in seconds since 1970. */
  readonly expiresAt?: number;
}

/** What is known of a websocket when an operation arrives over it. */
export interface SocketRequest {
  /** The request that opened the socket. */
  readonly request: IncomingMessage;
  /** The payload of `connection_init` with its keys in lower case, shaped like HTTP headers. */
  readonly connectionParams: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Finds out who speaks over a websocket; asked for each operation, so an expired token is noticed.
 * May throw an `ApiError`.
 */
export type IdentifySocket = (socket: SocketRequest) => RequestIdentity | Promise<RequestIdentity>;

declare global {
  namespace Grafast {
    interface Context {
      /** Who asks; set before any plan runs. */
      identity: RequestIdentity;
      /** Of the operation's stream, if it is a subscription. */
      streamControl: StreamControl;
    }
  }
}

interface IdentifiedRequest {
  rowhouse?: RequestIdentity;
}

/**
 * The identity that the HTTP layer put on a request.
 * @param request - the Node request, if there is one
 * @returns the identity, undefined when the layer has put none
 */
export function identityOnRequest(request: unknown): RequestIdentity | undefined {
  return (request as IdentifiedRequest | undefined)?.rowhouse;
}

/**
 * Finds the identity of an operation, over HTTP or websocket.
 * @param requestContext - what grafserv knows of the operation
 * @param identifySocket - reads the identity from a websocket
 * @returns the identity; anonymous with a new request id when nothing is known
 * @throws what `identifySocket` throws
 */
export async function identityOf(
  requestContext: Partial<Grafast.RequestContext>,
  identifySocket?: IdentifySocket,
): Promise<RequestIdentity> {
  const { node, ws } = requestContext;
  if (ws?.request && identifySocket) {
    return identifySocket({
      request: ws.request,
      connectionParams: ws.normalizedConnectionParams ?? {},
    });
  }
  return identityOnRequest(node?.req ?? ws?.request) ?? { requestId: randomUUID() };
}

/**
 * The settings that tell the database who asks; they hold for one transaction.
 * @param identity - who asks
 * @returns setting names and values for `set_config`; what is absent is left out
 */
export function pgSettingsOf(identity: RequestIdentity): Record<string, string> {
  const { userId, organizationId, sessionId, requestId, ip, userAgent } = identity;
  const settings: Record<string, string | undefined> = {
    role: userId === undefined ? "rowhouse_anonymous" : "rowhouse_user",
    "rowhouse.user_id": userId,
    "rowhouse.organization_id": organizationId,
    "rowhouse.session_id": sessionId,
    "rowhouse.request_id": requestId,
    "rowhouse.ip": ip,
    "rowhouse.user_agent": userAgent,
  };
  return Object.fromEntries(
    Object.entries(settings).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
