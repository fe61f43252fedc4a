/** One try to deliver a message to an address that somebody gave and nobody has to trust. */
import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { Agent, errors, request } from "undici";
import type { Dispatcher } from "undici";
import { errorCode } from "../database/connections.ts";
import { isAllowedAddress } from "./addresses.ts";
import type { Network } from "./addresses.ts";
import { signatureHeaders } from "./signing.ts";

const CONNECT_MS = 5_000;
const TOTAL_MS = 10_000;
const MOST_ANSWER_BYTES = 64 * 1024;
const EXCERPT_BYTES = 1024;

/** What is sent. */
export type WebhookMessage = {
  id: string;
  url: string;
  /** JSON. */
  body: string;
  secrets: readonly string[];
};

/** How a try went. */
export type WebhookAttempt = {
  startedAt: Date;
  durationMs: number;
  /** The HTTP status, null without an answer. */
  status: number | null;
  /** Why it failed, for people; null when it was delivered. */
  error: string | null;
  /** How the answer begins. */
  excerpt: string | null;
  /** Seconds that the receiver asked to be left alone. */
  retryAfter: number | null;
};

/** Sends messages. */
export type WebhookSender = {
  /** Tries once. Rejects only when the signal says so. */
  send(message: WebhookMessage, signal: AbortSignal): Promise<WebhookAttempt>;
  close(): Promise<void>;
};

/** How messages are sent. */
export type WebhookSenderOptions = {
  /** Ranges that may be sent to though they are not public. */
  allowedNetworks: readonly Network[];
  /** All addresses of a name; by DNS when left out. */
  resolve?: (hostname: string) => Promise<string[]>;
  /** Milliseconds that a try may take; 10 s when left out. */
  totalMs?: number;
};

class ForbiddenAddressError extends Error {
  override name = "ForbiddenAddressError";
}

/**
 * Makes what sends messages: to vetted addresses only, following no redirect, through no proxy, and
 * reading little of the answer.
 */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { allowedNetworks, resolve = resolveByDns, totalMs = TOTAL_MS } = options;
  const agent = new Agent({
    connect: { timeout: CONNECT_MS, lookup: vettingLookup(resolve, allowedNetworks) },
    allowH2: false,
    // A connection for each try, so that each goes to an address that was looked at just then.
    pipelining: 0,
    headersTimeout: totalMs,
    bodyTimeout: totalMs,
  });
  return {
    async send(message, signal) {
      const startedAt = new Date();
      const begun = performance.now();
      const ended = (outcome: Partial<WebhookAttempt>): WebhookAttempt => ({
        startedAt, durationMs: Math.round(performance.now() - begun),
        status: null, error: null, excerpt: null, retryAfter: null, ...outcome,
      });
      const late = AbortSignal.timeout(totalMs);
      try {
        vetLiteral(new URL(message.url), allowedNetworks);
        const answer = await post(agent, message, startedAt, AbortSignal.any([signal, late]));
        const read = await readExcerpt(answer);
        return ended({ ...judge(answer), ...read });
      } catch (error) {
        signal.throwIfAborted();
        return ended({ error: late.aborted ? `There was no whole answer within ${totalMs / 1000} seconds.` : inWords(error) });
      }
    },
    close: () => agent.destroy(),
  };
}

function post(agent: Agent, message: WebhookMessage, at: Date, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const { id, url, body, secrets } = message;
  const timestamp = Math.floor(at.getTime() / 1000);
  return request(url, {
    method: "POST",
    dispatcher: agent,
    signal,
    headers: {
      "content-type": "application/json",
      "user-agent": "Rowhouse-Webhooks",
      // Nothing is unpacked, so there is nothing to pack.
      "accept-encoding": "identity",
      ...signatureHeaders({ id, timestamp, body }, secrets),
    },
    body,
  });
}

/**
 * The lookup of a connection: asks once, refuses the name when any of its addresses is not allowed,
 * and answers the very addresses that were looked at.
 */
function vettingLookup(
  resolve: (hostname: string) => Promise<string[]>,
  allowed: readonly Network[],
): LookupFunction {
  return (hostname, { all }, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || addresses.some((address) => !isAllowedAddress(address, allowed))) {
          callback(first === undefined ? noAddress() : new ForbiddenAddressError(), "");
        } else if (all) {
          callback(null, addresses.map((address) => ({ address, family: isIP(address) })));
        } else {
          callback(null, first, isIP(first));
        }
      },
      (error: unknown) => callback(error as NodeJS.ErrnoException, ""),
    );
  };
}

/** Names are asked for in DNS and nowhere else: the system's resolver has four threads for all. */
async function resolveByDns(hostname: string): Promise<string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
}

function noAddress(): NodeJS.ErrnoException {
  return Object.assign(new Error("no address"), { code: "ENOTFOUND" });
}

/** Connections to an address that is written in the URL look nothing up. */
function vetLiteral({ hostname }: URL, allowed: readonly Network[]): void {
  const address = hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(address) !== 0 && !isAllowedAddress(address, allowed)) throw new ForbiddenAddressError();
}

/** Reads the answer to its end, or as far as is allowed, and keeps how it begins. */
async function readExcerpt({ headers, body }: Dispatcher.ResponseData): Promise<Pick<WebhookAttempt, "excerpt">> {
  // Leaving it unread is an error to it, and to nobody else.
  body.on("error", () => undefined);
  const kept: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (size < EXCERPT_BYTES) kept.push(chunk.subarray(0, EXCERPT_BYTES - size));
    size += chunk.length;
    if (size >= MOST_ANSWER_BYTES) break;
  }
  if (size === 0 || headers["content-encoding"] !== undefined) return { excerpt: null };
  // Postgres knows no zero in a text.
  const text = Buffer.concat(kept).toString("utf8").replaceAll("\0", "").replace(/\uFFFD$/, "");
  return { excerpt: text };
}

function judge({ statusCode, headers }: Dispatcher.ResponseData): Pick<WebhookAttempt, "status" | "error" | "retryAfter"> {
  if (statusCode >= 200 && statusCode < 300) return { status: statusCode, error: null, retryAfter: null };
  const error = statusCode >= 300 && statusCode < 400
    ? `The receiver answered with a redirect (${statusCode}), which is not followed.`
    : `The receiver answered ${statusCode}.`;
  const isAsking = statusCode === 429 || statusCode === 503;
  return { status: statusCode, error, retryAfter: isAsking ? secondsOf(headers["retry-after"]) : null };
}

/** Seconds or a date, as of RFC 9110. */
function secondsOf(header: string | string[] | undefined): number | null {
  if (typeof header !== "string") return null;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 1_000_000) : null;
}

const BROKEN: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_ABORTED", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);
const NO_ADDRESS: ReadonlySet<string> = new Set(["ENOTFOUND", "ENODATA", "EAI_AGAIN", "ESERVFAIL", "ETIMEOUT"]);

function inWords(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return "The address is not one of the public internet.";
  const code = errorCode(error) ?? "";
  if (code === "ECONNREFUSED") return "The connection was refused.";
  if (code === "UND_ERR_CONNECT_TIMEOUT") return `There was no connection within ${CONNECT_MS / 1000} seconds.`;
  if (NO_ADDRESS.has(code)) return "The name has no address.";
  if (BROKEN.has(code)) return "The connection broke off.";
  if (/CERT|TLS|SSL|SIGNATURE|ISSUER/.test(code)) return `The certificate or encryption is not right (${code}).`;
  if (error instanceof errors.HTTPParserError || error instanceof errors.HeadersOverflowError) return "The answer is not HTTP.";
  return `It could not be sent${code ? ` (${code})` : ""}.`;
}
