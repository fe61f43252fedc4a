import type pg from "pg";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { hashSecretToken } from "./secretTokens.ts";

/** How many attempts an account, and an address, have in a minute. */
export const ATTEMPTS_A_MINUTE = 5;

/** Too many attempts; worth another try in so many seconds. */
export class TooManyAttemptsError extends Error {
  override name = "TooManyAttemptsError";
  readonly seconds: number;

  constructor(seconds: number) {
    super(`Too many attempts. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`);
    this.seconds = seconds;
  }
}

/** Counts attempts in Postgres, so that all API processes share the count. */
export type Attempts = {
  /**
   * Counts one attempt for each key before it is made.
   *
   * @throws TooManyAttemptsError when one of them has none left.
   */
  count(keys: readonly string[]): Promise<void>;
  /** Gives the attempt back after it turned out well. */
  giveBack(keys: readonly string[]): Promise<void>;
};

/**
 * Makes the counter of attempts to prove who one is.
 *
 * @param pool - Logged in as rowhouse_authenticator.
 * @param perMinute - Attempts that each key has in a minute.
 */
export function makeAttempts(pool: pg.Pool, perMinute: number = ATTEMPTS_A_MINUTE): Attempts {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    schemaName: "app_private",
    tableName: "rate_limits",
    tableCreated: true,
    // Old counts are removed by the worker's clean_up job.
    clearExpiredByTimeout: false,
    keyPrefix: "attempt",
    points: perMinute,
    duration: 60,
  });
  // A key may hold what somebody typed: of any length, and not to be kept readable.
  const stored = (key: string) => hashSecretToken(key).toString("base64url");
  const giveBack = async (keys: readonly string[]): Promise<void> => {
    for (const key of keys) await limiter.reward(stored(key));
  };
  return {
    async count(keys) {
      for (const [index, key] of keys.entries()) {
        try {
          await limiter.consume(stored(key));
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal;
          // A refused attempt was not made, neither for this key nor for those before it.
          await giveBack(keys.slice(0, index + 1));
          throw new TooManyAttemptsError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)));
        }
      }
    },
    giveBack,
  };
}
