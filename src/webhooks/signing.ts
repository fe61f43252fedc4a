/** Signatures of webhooks, by https://www.standardwebhooks.com. */
import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/** What is signed. */
export type SignedMessage = {
  /** The same at each try. */
  id: string;
  /** Of the try, in seconds since 1970. */
  timestamp: number;
  body: string;
};

/**
 * The headers by which a receiver knows a message and who sent it.
 * @param secrets - As `whsec_…`; one signature is made with each.
 */
export function signatureHeaders(
  { id, timestamp, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}
