import { ApiError } from "../../plugins/errors.ts";
import type { StreamControl } from "../../plugins/streams.ts";
import type { EventBuffer } from "./eventBuffer.ts";
import type { Change } from "./events.ts";
import type { KeyedChanges } from "./keys.ts";
import { keyOf } from "./keys.ts";
import type { Caller, CallersSight, SightAnswer, SightQuestion } from "./sight.ts";

/** What somebody wants to be told of. */
export type Watch = {
  topic: string;
  /** The record, thread or user that it is watched by; all of the topic when left out. */
  watchedId?: string;
  /** What the caller has to see for that, and go on seeing. */
  guard?: { topic: string; id: string; missing: string };
  /** Whether only what is new is told of. */
  onlyCreated?: boolean;
  caller: Caller;
  /** Where the caller has been before. */
  after?: string | undefined;
  control: StreamControl;
};

/** More ids than are asked one by one: whether any of them is seen is enough to read again. */
const MANY_IDS = 1_000;

/** Somebody who watches something. */
export class Subscription {
  readonly watch: Watch;
  readonly buffer: EventBuffer;
  /** The first reading of the feed that is not for this one. */
  readonly reading: number;
  /** By what its caller sees; unset until that has been asked. */
  sight: CallersSight | undefined;
  #ending: NodeJS.Timeout | undefined;

  constructor(watch: Watch, reading: number, makeBuffer: (own: Subscription) => EventBuffer) {
    this.watch = watch;
    this.reading = reading;
    this.buffer = makeBuffer(this);
  }

  get key(): string {
    const { caller, topic, watchedId } = this.watch;
    return keyOf(caller.organizationId, topic, watchedId);
  }

  get guardKey(): string | undefined {
    const { caller, guard } = this.watch;
    return guard && keyOf(caller.organizationId, guard.topic, guard.id);
  }

  /** Whether one record is watched, so that it is itself what has to be seen. */
  get isOfOneRecord(): boolean {
    const { guard, topic, watchedId } = this.watch;
    return guard !== undefined && guard.topic === topic && guard.id === watchedId;
  }

  /** Has something done when the caller's session ends by itself, as that of an API key does. */
  endsAt(seconds: number | null, onEnd: () => void): void {
    clearTimeout(this.#ending);
    if (seconds === null) return;
    // A moment late rather than early; a timer cannot be set for more than some weeks.
    const ms = Math.min(seconds * 1_000 - Date.now() + 50, 2_147_483_647);
    this.#ending = setTimeout(onEnd, ms).unref();
  }

  /** Lets go of what would keep it. */
  release(): void {
    clearTimeout(this.#ending);
  }

  /** Equal for those who see the same of the topic. */
  classFor(isByRole: boolean): string {
    return isByRole && this.sight ? this.sight.class : `user ${this.watch.caller.userId}`;
  }

  /** What is watched is no longer to be seen: deleted or out of reach, which look the same. */
  lose(): void {
    const { guard } = this.watch;
    if (!guard) return;
    if (this.isOfOneRecord) {
      this.buffer.push(guard.id, { action: "DELETED", moment: null, ownerIds: null, changedAt: Date.now() });
      this.buffer.finish();
    } else {
      this.buffer.fail(new ApiError("NOT_FOUND", guard.missing));
    }
  }

  /** Tells what the policies let through. */
  tell(changes: KeyedChanges, answer: SightAnswer, isEarlier = false): void {
    if (changes.ids.size > MANY_IDS) {
      if (answer.visible.size > 0 || answer.gone.size > 0) this.buffer.resync();
      return;
    }
    for (const [id, change] of changes.ids) {
      const told = this.#told(id, change, answer);
      if (told && isEarlier) this.buffer.pushEarlier(id, told);
      else if (told) this.buffer.push(id, told);
      else if (this.isOfOneRecord && !isEarlier) this.lose();
    }
  }

  #told(id: string, change: Change, { visible, gone }: SightAnswer): Change | undefined {
    if (visible.has(id)) return this.watch.onlyCreated && change.action !== "CREATED" ? undefined : change;
    if (this.watch.onlyCreated || this.isOfOneRecord || !gone.has(id)) return undefined;
    return { ...change, action: "DELETED" };
  }
}

function reaches(reach: readonly string[], owners: readonly (string | null)[]): boolean {
  return owners.some((owner) => owner !== null && reach.includes(owner));
}

/**
 * What to ask the policies about changes, on behalf of those who see the same. What cannot be theirs
 * to see by whose it is is left out; undefined when nothing is left.
 */
export function questionAbout(
  { topic, ids: changes, gone }: KeyedChanges,
  subscriptions: readonly Subscription[],
): SightQuestion | undefined {
  const [first] = subscriptions;
  // Who watches one record has to be told when it leaves their reach.
  const reach = first?.isOfOneRecord ? null : first?.sight?.reach;
  const asked = [...changes].filter(([, { ownerIds }]) => !reach || !ownerIds || reaches(reach, ownerIds));
  const askedGone = gone.filter(({ formerOwnerIds }) => !reach || formerOwnerIds.length === 0 || reaches(reach, formerOwnerIds));
  if (!first || (asked.length === 0 && askedGone.length === 0)) return undefined;
  return {
    callers: subscriptions.map(({ watch }) => watch.caller),
    topic,
    ids: asked.map(([id]) => id),
    moments: asked.map(([, { moment }]) => moment),
    watched: first.watch.watchedId,
    ...(changes.size > MANY_IDS ? { most: 1 } : {}),
    gone: askedGone,
  };
}

/** What to ask the policies about what a subscription needs to see. */
export function questionOfGuard({ watch: { caller, guard, topic } }: Subscription): SightQuestion {
  return { callers: [caller], topic: guard?.topic ?? topic, ids: guard ? [guard.id] : [] };
}

/** The subscriptions of a process, by what they are looked for by. */
export class Subscriptions implements Iterable<Subscription> {
  readonly #all = new Set<Subscription>();
  readonly #byKey = new Map<string, Set<Subscription>>();
  readonly #byGuard = new Map<string, Set<Subscription>>();
  readonly #byUser = new Map<string, Set<Subscription>>();

  get size(): number {
    return this.#all.size;
  }

  [Symbol.iterator](): Iterator<Subscription> {
    return this.#all[Symbol.iterator]();
  }

  add(subscription: Subscription): void {
    this.#all.add(subscription);
    for (const [index, key] of this.#indexesOf(subscription)) {
      const known = index.get(key);
      if (known) known.add(subscription);
      else index.set(key, new Set([subscription]));
    }
  }

  remove(subscription: Subscription): void {
    this.#all.delete(subscription);
    subscription.release();
    for (const [index, key] of this.#indexesOf(subscription)) {
      const known = index.get(key);
      known?.delete(subscription);
      if (known?.size === 0) index.delete(key);
    }
  }

  watching(key: string): readonly Subscription[] {
    return [...(this.#byKey.get(key) ?? [])];
  }

  guardedBy(key: string): readonly Subscription[] {
    return [...(this.#byGuard.get(key) ?? [])];
  }

  ofUser(userId: string): readonly Subscription[] {
    return [...(this.#byUser.get(userId) ?? [])];
  }

  isWatched(key: string): boolean {
    return this.#byKey.has(key);
  }

  #indexesOf(subscription: Subscription): [Map<string, Set<Subscription>>, string][] {
    const { key, guardKey, watch } = subscription;
    return [
      [this.#byKey, key],
      [this.#byUser, watch.caller.userId],
      ...(guardKey !== undefined && !subscription.isOfOneRecord
        ? [[this.#byGuard, guardKey] as [Map<string, Set<Subscription>>, string]]
        : []),
    ];
  }
}
