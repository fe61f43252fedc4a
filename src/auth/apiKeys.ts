import { LRUCache } from "lru-cache";
import type pg from "pg";
import type { Logger } from "../telemetry/logger.ts";
import { hasFormOfApiKey, hashSecretToken } from "./secretTokens.ts";

/** What is said of every key that does not hold, whatever the reason; signed_in_user_id() too. */
export const API_KEY_REFUSED = "This API key is unknown, was revoked or has expired.";

/** Keys in use that a process remembers, a few hundred bytes each. */
const REMEMBERED_KEYS = 10_000;
/** How exact the last use of a key is. */
const NOTE_USE_EVERY_MS = 60_000;

/** Whom a key acts as, and where: facts that never change. */
export type ApiKeyOwner = { userId: string; organizationId: string; sessionId: string };

/** Finds out whom API keys act as. */
export type ApiKeys = {
  /**
   * Whom a key acts as. Answers at once for a key that was used before: whether it still holds is
   * checked by each statement, which looks at the session. Undefined for one that does not.
   */
  find(key: string): ApiKeyOwner | Promise<ApiKeyOwner | undefined> | undefined;
};

type Remembered = { owner: ApiKeyOwner; useNotedAt: number };

/**
 * Makes the finder of API keys. Only keys that hold are remembered, so that nobody can fill the
 * memory with others; those cost one look-up by index each, and no hash of one can be guessed.
 *
 * @param pool - Logged in as rowhouse_authenticator.
 * @param remembered - How many keys to remember at most.
 */
export function makeApiKeys(
  pool: pg.Pool,
  logger: Logger,
  remembered: number = REMEMBERED_KEYS,
): ApiKeys {
  const known = new LRUCache<string, Remembered>({ max: remembered });

  function noteUse(hash: Buffer, name: string): void {
    pool
      .query<{ holds: boolean }>("select app_private.note_api_key_use($1) as holds", [hash])
      .then(({ rows }) => {
        if (!rows[0]?.holds) known.delete(name);
      })
      .catch((error: unknown) => {
        logger.warn({ err: error }, "the use of an API key could not be noted");
      });
  }

  async function look(hash: Buffer, name: string): Promise<ApiKeyOwner | undefined> {
    const { rows } = await pool.query<ApiKeyOwner>(
      `select user_id as "userId", organization_id as "organizationId", session_id as "sessionId"
         from app_private.find_api_key($1)`,
      [hash],
    );
    const owner = rows[0];
    // Several requests may have looked at the same time.
    if (!owner || known.has(name)) return owner;
    known.set(name, { owner, useNotedAt: Date.now() });
    noteUse(hash, name);
    return owner;
  }

  return {
    find(key) {
      if (!hasFormOfApiKey(key)) return undefined;
      const hash = hashSecretToken(key);
      const name = hash.toString("base64");
      const found = known.get(name);
      if (!found) return look(hash, name);
      const now = Date.now();
      if (now - found.useNotedAt >= NOTE_USE_EVERY_MS) {
        found.useNotedAt = now;
        noteUse(hash, name);
      }
      return found.owner;
    },
  };
}
