/** Sends what is due to webhook endpoints, many at a time, until nothing is. */
import { channel } from "node:diagnostics_channel";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { WebhookAttempt, WebhookSender } from "./sender.ts";

const MOST_IN_HAND = 50;
/** How soon what has become due meanwhile is looked for. */
const LOOK_MS = 250;
/** How soon again when somebody was just writing. */
const AGAIN_MS = 20;
/** The lease is of 30 s. */
const RENEW_MS = 10_000;

/** Tries as they end, for who counts them: messages are `WebhookOutcome`. */
export const webhookOutcomes = channel("rowhouse:webhook");

/** A try that has ended. */
export type WebhookOutcome = {
  /** delivered, retrying, failed, or lost when another has taken it over. */
  outcome: string;
  durationMs: number;
};

/** What sending needs. */
export type PumpOptions = {
  /** Runs statements as the worker's login; never held while a receiver is waited for. */
  withPgClient<T>(callback: (client: Pick<pg.ClientBase, "query">) => Promise<T>): Promise<T>;
  sender: WebhookSender;
  /** Stops: what is in hand is given back. */
  signal: AbortSignal;
  logger: { error(message: string, details?: { error?: unknown }): void };
};

type Claimed = {
  organization_id: string;
  delivery_id: string;
  claim: string;
  url: string;
  body: string;
  secrets: string[];
};

/** Sends what is due; comes to an end when nothing is, or another is at it. */
export async function pumpWebhooks(options: PumpOptions): Promise<void> {
  const { signal } = options;
  const pump = randomUUID();
  const inHand = new Set<Promise<void>>();
  let renewedAt = Date.now();
  if (!(await isTrue(options, "select app_private.hold_webhook_pump($1) as answer", pump))) return;
  try {
    while (!signal.aborted) {
      if (Date.now() - renewedAt > RENEW_MS) {
        renewedAt = Date.now();
        if (!(await isTrue(options, "select app_private.hold_webhook_pump($1) as answer", pump))) break;
      }
      for (const claimed of await claim(options, MOST_IN_HAND - inHand.size)) {
        const sending = deliver(options, claimed).finally(() => inHand.delete(sending));
        inHand.add(sending);
      }
      if (inHand.size > 0) {
        await Promise.race([...inHand, sleep(LOOK_MS)]);
      } else if (await isTrue(options, "select app_private.end_webhook_pump($1) as answer", pump)) {
        return;
      } else {
        await sleep(AGAIN_MS);
      }
    }
  } finally {
    await Promise.all(inHand);
  }
  await isTrue(options, "select app_private.leave_webhook_pump($1) as answer", pump);
}

async function isTrue({ withPgClient }: PumpOptions, text: string, pump: string): Promise<boolean> {
  const { rows } = await withPgClient((client) => client.query<{ answer: boolean }>(text, [pump]));
  return rows[0]?.answer ?? false;
}

async function claim({ withPgClient }: PumpOptions, room: number): Promise<Claimed[]> {
  if (room === 0) return [];
  const { rows } = await withPgClient((client) =>
    client.query<Claimed>("select * from app_private.claim_webhooks($1)", [room]));
  return rows;
}

/** Tries one delivery and writes down how it went. What is not written down is tried again when the claim ends. */
async function deliver(options: PumpOptions, claimed: Claimed): Promise<void> {
  const { withPgClient, sender, signal, logger } = options;
  const { organization_id, delivery_id, claim: of, url, body, secrets } = claimed;
  const ids = [organization_id, delivery_id, of];
  try {
    const attempt = await sender.send({ id: delivery_id, url, body, secrets }, signal).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (!attempt) {
      await withPgClient((client) => client.query("select app_private.release_webhook($1, $2, $3)", ids));
      return;
    }
    const outcome = await finish(options, ids, attempt);
    webhookOutcomes.publish({ outcome, durationMs: attempt.durationMs } satisfies WebhookOutcome);
  } catch (error) {
    logger.error(`webhook delivery ${delivery_id} could not be noted`, { error });
  }
}

async function finish({ withPgClient }: PumpOptions, ids: string[], attempt: WebhookAttempt): Promise<string> {
  const { startedAt, durationMs, status, error, excerpt, retryAfter } = attempt;
  const { rows } = await withPgClient((client) =>
    client.query<{ outcome: string }>(
      "select app_private.finish_webhook_attempt($1, $2, $3, $4, $5, $6, $7, $8, $9) as outcome",
      [...ids, startedAt, durationMs, status, error, excerpt, retryAfter],
    ));
  return rows[0]?.outcome ?? "lost";
}
