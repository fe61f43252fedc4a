import { createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import jwt from "jsonwebtoken";

const ISSUER = "rowhouse";
const AUDIENCE = "rowhouse";
const ALGORITHM = "HS256";

/** How long an access token is valid, in seconds. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Who a request speaks for, as an access token says. */
export type AccessTokenClaims = {
  userId: string;
  sessionId: string;
  organizationId?: string | undefined;
};

/** The claims of a verified token, with its end in seconds since 1970. */
export type VerifiedAccessToken = AccessTokenClaims & { expiresAt: number };

/** The bearer token is malformed, forged, expired or meant for something else. */
export class InvalidTokenError extends Error {
  override name = "InvalidTokenError";
}

/** Says whether a text is a UUID, in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Makes the key that signs and verifies access tokens; a KeyObject is parsed once, a string at
 * every call.
 *
 * @param secret - JWT_SECRET, at least 32 bytes.
 */
export function createAccessTokenKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret, "utf8"));
}

/** Signs an access token that is valid for ACCESS_TOKEN_SECONDS. */
export function signAccessToken(key: KeyObject, claims: AccessTokenClaims): string {
  const payload = {
    typ: "access",
    sid: claims.sessionId,
    ...(claims.organizationId ? { org: claims.organizationId } : {}),
  };
  return jwt.sign(payload, key, {
    algorithm: ALGORITHM,
    issuer: ISSUER,
    audience: AUDIENCE,
    subject: claims.userId,
    expiresIn: ACCESS_TOKEN_SECONDS,
  });
}

/**
 * Verifies an access token: signature, algorithm, issuer, audience, type, age and end.
 *
 * @throws InvalidTokenError, whose message may be shown to the caller.
 */
export function verifyAccessToken(key: KeyObject, token: string): VerifiedAccessToken {
  let payload: jwt.JwtPayload | string;
  try {
    payload = jwt.verify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      maxAge: ACCESS_TOKEN_SECONDS,
    });
  } catch (error) {
    const expired = error instanceof jwt.TokenExpiredError;
    throw new InvalidTokenError(expired ? "The access token has expired" : "Invalid access token");
  }
  if (typeof payload === "string" || payload["typ"] !== "access") {
    throw new InvalidTokenError("Invalid access token");
  }
  const { sub, sid, org, exp } = payload as Record<string, unknown>;
  if (
    typeof sub !== "string" || !isUuid(sub) ||
    typeof sid !== "string" || !isUuid(sid) ||
    (org !== undefined && (typeof org !== "string" || !isUuid(org))) ||
    typeof exp !== "number"
  ) {
    throw new InvalidTokenError("Invalid access token");
  }
  return { userId: sub, sessionId: sid, organizationId: org, expiresAt: exp };
}
