import { createHash, randomBytes } from "node:crypto";

/** A token to hand out, and the hash of it to keep. */
export type SecretToken = { token: string; hash: Buffer };

/** Makes an unguessable token: 256 random bits. */
export function makeSecretToken(): SecretToken {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashSecretToken(token) };
}

/** The SHA-256 hash by which a token is found; no salt, as the token itself is random. */
export function hashSecretToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
