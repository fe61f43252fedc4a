import { randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { IncomingMessage } from "node:http";
import proxyAddr from "proxy-addr";
import type { IdentifySocket, RequestIdentity } from "../../plugins/context.ts";
import { identityOnRequest } from "../../plugins/context.ts";
import { ApiError } from "../../plugins/errors.ts";
import { API_KEY_REFUSED } from "../auth/apiKeys.ts";
import type { ApiKeyOwner, ApiKeys } from "../auth/apiKeys.ts";
import { claimsToBeApiKey } from "../auth/secretTokens.ts";
import { InvalidTokenError, isUuid, verifyAccessToken } from "../auth/tokens.ts";

const REQUEST_ID = /^[\w.:-]{1,64}$/;
const LONGEST_USER_AGENT = 256;

/** By what callers are identified. */
export type Credentials = {
  /** Verifies access tokens. */
  accessTokenKey: KeyObject;
  apiKeys: ApiKeys;
};

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Takes the caller's request id when it is a plain word, else makes one. */
export function chooseRequestId(header: string | string[] | undefined): string {
  const given = single(header);
  return given && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Puts what is known of a request where plugins look for it. */
export function setIdentity(request: object, identity: RequestIdentity): void {
  (request as { rowhouse?: RequestIdentity }).rowhouse = identity;
}

/** The request id that was chosen for a request, once it has been. */
export function requestIdOf(request: unknown): string | undefined {
  return identityOnRequest(request)?.requestId;
}

/** What a request is known by before anything about its caller is. */
export function describeRequest(
  requestId: string,
  ip: string | undefined,
  userAgent: string | undefined,
): RequestIdentity {
  return {
    requestId,
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent: userAgent.slice(0, LONGEST_USER_AGENT) } : {}),
  };
}

/**
 * Adds who asks, from the Authorization and X-Organization-Id headers.
 *
 * @param known - What is known of the request already.
 * @returns A promise only for an API key that this process has not seen before.
 * @throws ApiError UNAUTHENTICATED for a token or key that does not hold, BAD_INPUT for a header
 *   that is not of its form. No Authorization header means not signed in.
 */
export function identify(
  { accessTokenKey, apiKeys }: Credentials,
  headers: Headers,
  known: RequestIdentity,
): RequestIdentity | Promise<RequestIdentity> {
  const organization = single(headers["x-organization-id"]);
  if (organization !== undefined && !isUuid(organization)) {
    throw new ApiError("BAD_INPUT", "X-Organization-Id must be a UUID.");
  }
  const authorization = single(headers["authorization"]);
  if (authorization === undefined) {
    return organization ? { ...known, organizationId: organization } : known;
  }
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (!token) {
    throw new ApiError(
      "UNAUTHENTICATED",
      "The Authorization header must be: Bearer <access token or API key>.",
    );
  }
  if (claimsToBeApiKey(token)) {
    const owner = apiKeys.find(token);
    return owner instanceof Promise
      ? owner.then((found) => identifyApiKey(found, organization, known))
      : identifyApiKey(owner, organization, known);
  }
  try {
    const claims = verifyAccessToken(accessTokenKey, token);
    const organizationId = organization ?? claims.organizationId;
    return {
      ...known,
      userId: claims.userId,
      sessionId: claims.sessionId,
      expiresAt: claims.expiresAt,
      ...(organizationId ? { organizationId } : {}),
    };
  } catch (error) {
    if (error instanceof InvalidTokenError) {
      throw new ApiError("UNAUTHENTICATED", `${error.message}.`);
    }
    throw error;
  }
}

function identifyApiKey(
  owner: ApiKeyOwner | undefined,
  organizationId: string | undefined,
  known: RequestIdentity,
): RequestIdentity {
  if (!owner) throw new ApiError("UNAUTHENTICATED", API_KEY_REFUSED);
  return { ...known, ...owner, ...(organizationId ? { organizationId } : {}) };
}

/**
 * What a request to open a websocket is known by.
 *
 * @param trustedProxies - How many proxies in front may be believed about the caller's address.
 */
export function describeUpgrade(
  request: IncomingMessage,
  trustedProxies: number,
): RequestIdentity {
  return describeRequest(
    chooseRequestId(request.headers["x-request-id"]),
    // As Express finds it out for requests that it answers.
    proxyAddr(request, (_address, hop) => hop < trustedProxies),
    request.headers["user-agent"],
  );
}

/**
 * Makes the function that finds out who speaks over a websocket: the `connection_init` payload
 * carries the same names as the HTTP headers.
 */
export function socketIdentifier(credentials: Credentials): IdentifySocket {
  return ({ request, connectionParams }) => {
    const known = identityOnRequest(request) ?? { requestId: randomUUID() };
    return identify(credentials, connectionParams, known);
  };
}
