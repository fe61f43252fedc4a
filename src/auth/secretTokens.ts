import { createHash, randomBytes } from "node:crypto";

/** A token to hand out, and the hash of it to keep. */
export type SecretToken = { token: string; hash: Buffer };

/** An API key to hand out, and what to keep of it: its hash, and how it begins. */
export type ApiKey = { key: string; hash: Buffer; prefix: string };

const API_KEY = /^rh_[\w-]{43}$/;
const PREFIX_LENGTH = "rh_".length + 6;

/** Makes an unguessable token: 256 random bits. */
export function makeSecretToken(): SecretToken {
  const token = randomBytes(32).toString("base64url");
  return { token, hash: hashSecretToken(token) };
}

/** The SHA-256 hash by which a token is found; no salt, as the token itself is random. */
export function hashSecretToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** Makes an API key: a secret token that says what it is, to people and to those who scan for leaks. */
export function makeApiKey(): ApiKey {
  const key = `rh_${makeSecretToken().token}`;
  return { key, hash: hashSecretToken(key), prefix: key.slice(0, PREFIX_LENGTH) };
}

/** Says whether a bearer token means to be an API key; no access token begins like one. */
export function claimsToBeApiKey(token: string): boolean {
  return token.startsWith("rh_");
}

/** Says whether a text has the form of an API key. */
export function hasFormOfApiKey(text: string): boolean {
  return API_KEY.test(text);
}
