import { afterEach, describe, expect, it, jest } from "@jest/globals";
import type pg from "pg";
import { setImmediate as soon } from "node:timers/promises";
import { makeApiKeys } from "../../src/auth/apiKeys.ts";
import { hashSecretToken, makeApiKey } from "../../src/auth/secretTokens.ts";
import { createLogger } from "../../src/telemetry/logger.ts";

const owner = { userId: "user", organizationId: "organization", sessionId: "session" };

afterEach(() => void jest.restoreAllMocks());

/** A database that knows some keys, and counts what it is asked. */
function makeDatabase(keys: string[]) {
  const holding = new Set(keys.map((key) => hashSecretToken(key).toString("hex")));
  const asked = { lookUps: 0, uses: 0 };
  const failures: Error[] = [];
  const pool = {
    async query(text: string, [hash]: [Buffer]) {
      const holds = holding.has(hash.toString("hex"));
      if (text.includes("find_api_key")) {
        asked.lookUps += 1;
        return { rows: holds ? [owner] : [] };
      }
      asked.uses += 1;
      const failure = failures.shift();
      if (failure) throw failure;
      return { rows: [{ holds }] };
    },
  } as unknown as pg.Pool;
  return { pool, asked, failures, revoke: () => holding.clear() };
}

const logger = createLogger("silent");
const start = Date.now();
const passSeconds = (seconds: number) =>
  jest.spyOn(Date, "now").mockReturnValue(start + seconds * 1_000);

describe("the memory of API keys", () => {
  it("answers a key in use at once, and notes its use once a minute", async () => {
    passSeconds(0);
    const { key } = makeApiKey();
    const { pool, asked } = makeDatabase([key]);
    const keys = makeApiKeys(pool, logger);
    expect(await keys.find(key)).toEqual(owner);
    for (const seconds of [0, 30, 59]) {
      passSeconds(seconds);
      expect(keys.find(key)).toEqual(owner);
    }
    expect(asked).toEqual({ lookUps: 1, uses: 1 });
    passSeconds(60);
    expect([keys.find(key), keys.find(key)]).toEqual([owner, owner]);
    expect(asked).toEqual({ lookUps: 1, uses: 2 });
  });

  it("notes one use of many requests that come at the same moment", async () => {
    const { key } = makeApiKey();
    const { pool, asked } = makeDatabase([key]);
    const keys = makeApiKeys(pool, logger);
    await Promise.all(Array.from({ length: 20 }, async () => keys.find(key)));
    expect(asked.uses).toBe(1);
  });

  it("keeps no key that does not hold, and does not ask for what has not the form of one", async () => {
    const { pool, asked } = makeDatabase([]);
    const keys = makeApiKeys(pool, logger);
    const { key } = makeApiKey();
    expect([await keys.find(key), await keys.find(key)]).toEqual([undefined, undefined]);
    expect(asked).toEqual({ lookUps: 2, uses: 0 });
    for (const text of ["", "rh_", "rh_x", `${key}x`, `x${key}`, `${key}\n`]) {
      expect(keys.find(text)).toBeUndefined();
    }
    expect(asked.lookUps).toBe(2);
  });

  it("has room for so many and lets go of the one unused for longest", async () => {
    const [first, second, third] = [makeApiKey().key, makeApiKey().key, makeApiKey().key];
    const { pool, asked } = makeDatabase([first, second, third]);
    const keys = makeApiKeys(pool, logger, 2);
    await keys.find(first);
    await keys.find(second);
    await keys.find(first);
    await keys.find(third);
    expect(asked.lookUps).toBe(3);
    expect([keys.find(first), keys.find(third)]).toEqual([owner, owner]);
    await keys.find(second);
    expect(asked.lookUps).toBe(4);
  });

  it("forgets a key that was revoked when its use is noted next", async () => {
    passSeconds(0);
    const { key } = makeApiKey();
    const { pool, revoke } = makeDatabase([key]);
    const keys = makeApiKeys(pool, logger);
    await keys.find(key);
    revoke();
    passSeconds(60);
    // Until then each statement refuses it, by its session.
    expect(keys.find(key)).toEqual(owner);
    await soon();
    expect(await keys.find(key)).toBeUndefined();
  });

  it("does not mind when a use cannot be noted", async () => {
    const { key } = makeApiKey();
    const { pool, failures } = makeDatabase([key]);
    failures.push(new Error("the database is gone"));
    const warned = jest.spyOn(logger, "warn");
    const keys = makeApiKeys(pool, logger);
    expect(await keys.find(key)).toEqual(owner);
    await soon();
    expect(warned).toHaveBeenCalledTimes(1);
    expect(keys.find(key)).toEqual(owner);
  });
});
