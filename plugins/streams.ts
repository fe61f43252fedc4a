/**
 * Subscriptions last longer than the right to them. Every event is shown only after the caller has
 * been found to be still there, and a stream without events is looked at from time to time.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { RequestIdentity } from "./context.ts";
import { codeOfOwnSqlState } from "./errorCodes.ts";
import { ApiError } from "./errors.ts";

/** Events of a subscription, as they are given to a transport. */
export type EventStream<T> = AsyncGenerator<T, void, undefined>;

/**
 * How the source of a stream and who takes from it go together. What executes subscriptions takes
 * from their sources as fast as it can and keeps the results, so a source that waits until it is
 * asked is what keeps a slow reader from filling the memory.
 */
export class StreamControl {
  /** Whether the source ends the stream itself as soon as its caller is gone. */
  endsWithCaller = false;
  #wanted = 0;
  #wake: (() => void) | undefined;

  /** Asks for one more event. */
  ask(): void {
    this.#wanted += 1;
    this.#wake?.();
  }

  /** Resolves when somebody waits for an event, once for each that was asked for. */
  async asked(): Promise<void> {
    while (this.#wanted === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wanted -= 1;
  }

  /** The stream, whose source hears of each event that is asked for. */
  control<T>(stream: EventStream<T>): EventStream<T> {
    return withNext(stream, () => {
      this.ask();
      return stream.next();
    });
  }
}

/** The session, the API key or the membership that a stream was opened with has ended. */
export class CallerGoneError extends ApiError {
  override readonly name = "CallerGoneError";
}

/** The access token that a stream was opened with has ended; its caller may come with a new one. */
export class CallerExpiredError extends ApiError {
  override readonly name = "CallerExpiredError";
}

/** The stream with another way to its next event. */
function withNext<T>(stream: EventStream<T>, next: EventStream<T>["next"]): EventStream<T> {
  // Made by hand: a generator function could not be ended while it waits for a value.
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await stream.return(undefined);
    },
    next,
    return: (value) => stream.return(value),
    throw: (error) => stream.throw(error),
  };
}

/** The stream with something made of each event. */
export function mapStream<T>(stream: EventStream<T>, map: (event: T) => T): EventStream<T> {
  return withNext(stream, async () => {
    const step = await stream.next();
    return step.done ? step : { done: false, value: map(step.value) };
  });
}

/** Fails with the reason why a stream may not go on. */
export type CheckCaller = () => Promise<void>;

/** How often a stream without events is looked at. */
const IDLE_CHECK_MS = 60_000;

type CallerContext = Pick<Grafast.Context, "withPgClient" | "pgSettings"> & {
  readonly identity: RequestIdentity;
};

/**
 * Makes the check that the caller of an operation is still who they were: session, API key and
 * membership.
 * @param context - the operation's own
 * @returns a function that throws CallerGoneError, CallerExpiredError, or that the database cannot
 *   tell
 */
export function makeCallerCheck({ identity, withPgClient, pgSettings }: CallerContext): CheckCaller {
  const { userId, expiresAt } = identity;
  return async () => {
    if (userId === undefined) return;
    if (expiresAt !== undefined && Date.now() >= expiresAt * 1000) {
      throw new CallerExpiredError("UNAUTHENTICATED", "The access token has expired.");
    }
    const text = "select app_hidden.signed_in_user_id(), app_hidden.current_organization_id()";
    try {
      await withPgClient(pgSettings, (client) => client.query({ text }));
    } catch (error) {
      const { code, message } = error as { code?: unknown; message: string };
      const meaning = typeof code === "string" ? codeOfOwnSqlState(code) : undefined;
      throw meaning ? new CallerGoneError(meaning, message) : error;
    }
  };
}

/**
 * Lets a stream go on only as long as its caller is there.
 * @param stream - events, each read under the caller's policies already
 * @param check - fails when the caller is gone
 * @param waits - `idleMs`: how often to check while no event comes; `expiresAt`: when to check in
 *   any case, in seconds since 1970; `isTrusted`: whether the source's events need no check
 * @returns the same events; it ends with what the check throws
 */
export function guardStream<T>(
  stream: EventStream<T>,
  check: CheckCaller,
  waits: { idleMs?: number; expiresAt?: number | undefined; isTrusted?: () => boolean } = {},
): EventStream<T> {
  const { idleMs = IDLE_CHECK_MS, expiresAt = Infinity, isTrusted = () => false } = waits;
  let awaited: Promise<IteratorResult<T, void>> | undefined;
  let ended = false;

  async function nextWithin(ms: number): Promise<IteratorResult<T, void> | undefined> {
    const timer = new AbortController();
    const late = sleep(ms, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
    awaited ??= stream.next();
    try {
      return await Promise.race([awaited, late]);
    } finally {
      timer.abort();
    }
  }

  const guarded = withNext(stream, async () => {
    for (;;) {
      const left = Math.max(0, expiresAt * 1000 - Date.now());
      const step = await nextWithin(Math.min(idleMs, left));
      if (step?.done || ended) return { done: true, value: undefined };
      try {
        if (!step || left === 0 || !isTrusted()) await check();
      } catch (error) {
        // Not waited for: whatever the events come from may be slow to let go.
        stream.return(undefined).catch(() => undefined);
        throw error;
      }
      if (!step) continue;
      awaited = undefined;
      return step;
    }
  });
  guarded.return = (value) => {
    ended = true;
    return stream.return(value);
  };
  return guarded;
}
