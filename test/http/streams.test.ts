import { describe, expect, it } from "@jest/globals";
import { ApiError } from "../../plugins/errors.ts";
import { CallerExpiredError, guardStream, makeCallerCheck } from "../../plugins/streams.ts";
import type { EventStream } from "../../plugins/streams.ts";

const gone = new ApiError("UNAUTHENTICATED", "gone");

/** A stream whose events a test lets happen, and which, unlike a generator, ends while it waits. */
function makeStream() {
  const waiting: ((step: IteratorResult<number, void>) => void)[] = [];
  const ready: number[] = [];
  let returned = 0;
  const stream: EventStream<number> = {
    [Symbol.asyncIterator]: () => stream,
    [Symbol.asyncDispose]: async () => undefined,
    next() {
      const value = ready.shift();
      if (value !== undefined) return Promise.resolve({ done: false, value });
      return new Promise((resolve) => waiting.push(resolve));
    },
    return() {
      returned += 1;
      const end = { done: true, value: undefined } as const;
      for (const resolve of waiting) resolve(end);
      return Promise.resolve(end);
    },
    throw: (error) => Promise.reject(error as Error),
  };
  const push = (value: number) => {
    const resolve = waiting.shift();
    if (resolve) resolve({ done: false, value });
    else ready.push(value);
  };
  return { stream, push, returned: () => returned };
}

describe("a guarded stream", () => {
  it("gives every event once, in order, each after a check, and ends with its source", async () => {
    const { stream, push } = makeStream();
    let checks = 0;
    const check = async () => void (checks += 1);
    const guarded = guardStream(stream, check, { idleMs: 60_000 });
    push(1);
    push(2);
    expect(await guarded.next()).toEqual({ done: false, value: 1 });
    expect(await guarded.next()).toEqual({ done: false, value: 2 });
    expect(checks).toBe(2);
    const last = guarded.next();
    await guarded.return();
    expect(await last).toEqual({ done: true, value: undefined });
    expect(checks).toBe(2);
  });

  it("loses no event to the checks in between", async () => {
    const { stream, push } = makeStream();
    let checks = 0;
    const check = async () => {
      checks += 1;
      if (checks === 3) push(7);
    };
    const guarded = guardStream(stream, check, { idleMs: 1 });
    expect(await guarded.next()).toEqual({ done: false, value: 7 });
    expect(checks).toBeGreaterThanOrEqual(4);
  });

  it("ends without any event once the caller is gone, and lets its source go", async () => {
    const { stream, returned } = makeStream();
    let checks = 0;
    const check = async () => {
      checks += 1;
      if (checks === 3) throw gone;
    };
    await expect(guardStream(stream, check, { idleMs: 1 }).next()).rejects.toBe(gone);
    expect([checks, returned()]).toEqual([3, 1]);
  });

  it("keeps back the event that has come when the caller is gone", async () => {
    const { stream, push, returned } = makeStream();
    push(1);
    await expect(guardStream(stream, () => Promise.reject(gone)).next()).rejects.toBe(gone);
    expect(returned()).toBe(1);
  });

  it("is checked when the token ends, however long that the wait would be", async () => {
    const { stream } = makeStream();
    const expiresAt = Date.now() / 1_000 + 0.05;
    const identity = { requestId: "1", userId: "somebody", expiresAt };
    const check = makeCallerCheck({
      identity,
      pgSettings: {},
      withPgClient: (async () => undefined) as unknown as Grafast.Context["withPgClient"],
    });
    await expect(guardStream(stream, check, { expiresAt }).next()).rejects.toThrow(
      CallerExpiredError,
    );
  });

  it("ends with an error of its own when the database cannot tell who is there", async () => {
    const lost = new Error("Connection terminated");
    const check = makeCallerCheck({
      identity: { requestId: "1", userId: "somebody" },
      pgSettings: {},
      withPgClient: () => Promise.reject(lost),
    });
    const { stream, push } = makeStream();
    push(1);
    await expect(guardStream(stream, check).next()).rejects.toBe(lost);
  });
});
