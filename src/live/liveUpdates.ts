import { setTimeout as sleep } from "node:timers/promises";
import type { KeyObject } from "node:crypto";
import type pg from "pg";
import { ApiError } from "../../plugins/errors.ts";
import type { CallerGoneError } from "../../plugins/streams.ts";
import { createPool } from "../database/connections.ts";
import type { LiveMetrics } from "../telemetry/liveMetrics.ts";
import type { Logger } from "../telemetry/logger.ts";
import { makeCursors } from "./cursors.ts";
import type { Cursors } from "./cursors.ts";
import { EventBuffer } from "./eventBuffer.ts";
import { Feed } from "./feed.ts";
import type { FeedRow, Topic } from "./feed.ts";
import { keyOf, sortByKey } from "./keys.ts";
import { listenForChanges } from "./listener.ts";
import type { Listener } from "./listener.ts";
import type { Caller, SightAnswer } from "./sight.ts";
import { Sight, memberKey } from "./sight.ts";
import { Subscription, Subscriptions, questionAbout, questionOfGuard } from "./subscriptions.ts";
import type { Watch } from "./subscriptions.ts";

/** Subscriptions of one member to one process. */
export const SUBSCRIPTIONS_PER_MEMBER = 100;
/** Subscriptions to one process. */
export const SUBSCRIPTIONS_PER_PROCESS = 10_000;

/** How long changes are gathered before the policies are asked about them. */
const TICK_MS = 25;
/** How often is looked without being woken: what a lost notification costs. */
const POLL_MS = 1_000;
const PAGE_ROWS = 2_000;
/** Rows that a returning subscriber is told one by one; with more they read again. */
const CATCH_UP_ROWS = 1_000;
/** How often a subscriber to whom nothing happens gets a new cursor; those are good for an hour. */
const REFRESH_MS = 600_000;
const RETRY_MS = 250;
const STATEMENT_MS = 15_000;

/** What live updates are made with. */
export type LiveUpdatesOptions = {
  /** For the connection that waits for changes. */
  connectionString: string;
  /** Logged in as rowhouse_authenticator. */
  pool: pg.Pool;
  /** What cursors are kept secret by. */
  secret: KeyObject;
  logger: Logger;
  metrics: LiveMetrics;
};

/** Reads the feed of changes and tells each subscriber what the policies let through. */
export class LiveUpdates {
  readonly #options: LiveUpdatesOptions;
  readonly #cursors: Cursors;
  /** For the work itself, so that no request holds it up. */
  readonly #ownPool: pg.Pool;
  readonly #feed: Feed;
  readonly #sight: Sight;
  /** For who subscribes, so that many who come back do not hold up the others. */
  readonly #welcome: { feed: Feed; sight: Sight };
  readonly #subscriptions = new Subscriptions();
  readonly #timers: NodeJS.Timeout[] = [];
  #topics: ReadonlyMap<string, Topic> = new Map();
  #identity = "";
  /** Until where the feed has been read, and told. */
  #read = "";
  #told = "";
  #cursor: { of: string; text: string } | undefined;
  /** Counts readings; a subscription takes part in those that begin after it. */
  #reading = 0;
  #listener: Listener | undefined;
  #starting: Promise<void> | undefined;
  #tick: NodeJS.Timeout | undefined;
  #working: Promise<void> | undefined;
  #isWoken = false;
  #isStopped = false;

  constructor(options: LiveUpdatesOptions) {
    this.#options = options;
    this.#cursors = makeCursors(options.secret);
    const { connectionString, logger, pool } = options;
    this.#ownPool = createPool({
      connectionString, applicationName: "rowhouse live", logger, max: 1, statementTimeoutMs: STATEMENT_MS,
    });
    const end = (caller: Caller, error: CallerGoneError) => this.#end(caller, error);
    this.#feed = new Feed(this.#ownPool);
    this.#sight = new Sight(this.#ownPool, end);
    this.#welcome = { feed: new Feed(pool), sight: new Sight(pool, end) };
    options.metrics.watchSubscriptions(() => this.#subscriptions.size);
  }

  /**
   * Begins to tell a caller of changes.
   *
   * @throws ApiError NOT_FOUND when there is nothing to watch that the caller sees, LIMIT_EXCEEDED;
   *   CallerGoneError when they may not go on.
   */
  async subscribe(watch: Watch): Promise<AsyncIterableIterator<unknown>> {
    this.#checkLimits(watch.caller);
    await this.#start();
    const subscription = new Subscription(watch, this.#reading, (own) => new EventBuffer({
      topic: watch.topic,
      cursor: watch.after ?? this.#currentCursor(),
      currentCursor: () => this.#currentCursor(),
      control: watch.control,
      onTold: (lagMs) => this.#options.metrics.observeTold(lagMs),
      onEnd: () => this.#subscriptions.remove(own),
    }));
    const since = this.#read;
    this.#subscriptions.add(subscription);
    try {
      const [answer] = await this.#welcome.sight.ask([questionOfGuard(subscription)], true);
      const { guard } = watch;
      if (guard && answer && !answer.visible.has(guard.id)) throw new ApiError("NOT_FOUND", guard.missing);
      if (answer) this.#admit(subscription, answer);
      if (watch.after !== undefined) await this.#catchUp(subscription, watch.after, since);
    } catch (error) {
      await subscription.buffer.return();
      throw error;
    }
    watch.control.endsWithCaller = true;
    subscription.buffer.open();
    return subscription.buffer;
  }

  /** Ends all subscriptions and lets go of the database. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#tick);
    for (const { buffer } of [...this.#subscriptions]) buffer.finish();
    await this.#listener?.stop();
    await this.#working;
    await this.#ownPool.end();
  }

  #checkLimits(caller: Caller): void {
    const own = this.#subscriptions.ofUser(caller.userId).length;
    if (own >= SUBSCRIPTIONS_PER_MEMBER || this.#subscriptions.size >= SUBSCRIPTIONS_PER_PROCESS) {
      throw new ApiError("LIMIT_EXCEEDED", `At most ${SUBSCRIPTIONS_PER_MEMBER} subscriptions may run for one user.`);
    }
  }

  async #start(): Promise<void> {
    if (this.#isStopped) throw new ApiError("INTERNAL", "The server is shutting down.");
    if (this.#subscriptions.size > 0) return;
    await (this.#starting ??= this.#begin().finally(() => (this.#starting = undefined)));
  }

  /** Where nobody listened nothing was read. */
  async #begin(): Promise<void> {
    await this.#working;
    const { identity, snapshot, topics } = await this.#feed.start();
    if (this.#subscriptions.size > 0) return;
    [this.#identity, this.#topics] = [identity, topics];
    this.#read = this.#told = snapshot;
    if (this.#listener) return;
    const { connectionString, logger } = this.#options;
    this.#listener = listenForChanges(connectionString, logger, () => this.#wake());
    this.#timers.push(
      setInterval(() => this.#wake(), POLL_MS).unref(),
      setInterval(() => this.#refreshIdle(), REFRESH_MS / 10).unref(),
    );
  }

  #currentCursor(): string {
    if (this.#cursor?.of !== this.#told) {
      const text = this.#cursors.write({ identity: this.#identity, snapshot: this.#told });
      this.#cursor = { of: this.#told, text };
    }
    return this.#cursor.text;
  }

  #refreshIdle(): void {
    const before = Date.now() - REFRESH_MS;
    for (const { buffer } of this.#subscriptions) if (buffer.lastTold < before) buffer.refresh();
  }

  #wake(): void {
    this.#isWoken = true;
    if (this.#isStopped || this.#working || this.#tick || this.#subscriptions.size === 0) return;
    this.#tick = setTimeout(() => {
      this.#tick = undefined;
      this.#working = this.#work().finally(() => {
        this.#working = undefined;
        if (this.#isWoken) this.#wake();
      });
    }, TICK_MS);
  }

  async #work(): Promise<void> {
    this.#isWoken = false;
    try {
      const page = await this.#feed.read({ since: this.#read, most: PAGE_ROWS });
      const reading = (this.#reading += 1);
      this.#read = page.snapshot;
      if (!page.isComplete) return await this.#startAnew();
      const since = this.#told;
      let { rows } = page;
      for (;;) {
        const isLast = rows.length < PAGE_ROWS;
        await this.#tell(rows, reading, isLast ? page.snapshot : since);
        if (isLast) return;
        const afterPosition = rows.at(-1)?.position ?? "0";
        ({ rows } = await this.#insist(() =>
          this.#feed.read({ since, upto: page.snapshot, afterPosition, most: PAGE_ROWS }),
        ));
      }
    } catch (error) {
      if (!this.#isStopped) this.#options.logger.warn({ err: error }, "the feed of changes could not be read");
    }
  }

  /** The database has forgotten what came since, or is another one than it was. */
  async #startAnew(): Promise<void> {
    const { identity, snapshot } = await this.#insist(() => this.#feed.start());
    this.#identity = identity;
    this.#read = this.#told = snapshot;
    for (const { buffer } of this.#subscriptions) buffer.resync();
  }

  /** Does again what has begun and must not be left out, until the database answers. */
  async #insist<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (this.#isStopped) throw error;
        this.#options.logger.warn({ err: error }, "changes wait for the database");
        await sleep(RETRY_MS);
      }
    }
  }

  /** Tells of rows; with them all subscribers have been told of what `told` saw. */
  async #tell(rows: readonly FeedRow[], reading: number, told: string): Promise<void> {
    // First, so that nobody who has gone is told of what came with it.
    await this.#lookAgain(rows);
    const parts = [...sortByKey(rows, (key) => this.#subscriptions.isWatched(key))].flatMap(([key, changes]) => {
      const isByRole = this.#topics.get(changes.topic)?.isByRole ?? false;
      const classes = new Map<string, Subscription[]>();
      for (const subscription of this.#subscriptions.watching(key)) {
        if (subscription.reading >= reading) continue;
        const name = subscription.classFor(isByRole);
        classes.set(name, [...(classes.get(name) ?? []), subscription]);
      }
      return [...classes.values()].map((subscriptions) => ({ changes, subscriptions }));
    });
    const asked = parts.flatMap((part) => {
      const question = questionAbout(part.changes, part.subscriptions);
      return question ? [{ ...part, question }] : [];
    });
    const answers = await this.#insist(() => this.#sight.ask(asked.map(({ question }) => question)));
    asked.forEach(({ changes, subscriptions }, place) => {
      const answer = answers[place];
      if (answer) for (const subscription of subscriptions) subscription.tell(changes, answer);
    });
    this.#told = told;
  }

  /** Looks again at what is watched by those whose sight may have changed. */
  async #lookAgain(rows: readonly FeedRow[]): Promise<void> {
    // Whether what they see may have become more.
    const found = new Map<Subscription, boolean>();
    const find = (some: readonly Subscription[]) => {
      for (const subscription of some) found.set(subscription, found.get(subscription) ?? false);
    };
    const withMoves = new Set<string>();
    for (const { topic, action, organizationId, recordIds, formerOwnerIds } of rows) {
      if (topic === "access") {
        const subscriptions = recordIds.flatMap((userId) => this.#subscriptions.ofUser(userId));
        // A session's end changes nothing for the others of the user.
        if (organizationId === null) find(subscriptions);
        for (const subscription of subscriptions) {
          if (subscription.watch.caller.organizationId === organizationId) found.set(subscription, true);
        }
      } else if (organizationId !== null && (action === "deleted" || formerOwnerIds)) {
        withMoves.add(organizationId);
        find(recordIds.flatMap((id) => this.#subscriptions.guardedBy(keyOf(organizationId, topic, id))));
      }
    }
    find(withMoves.size > 0 ? this.#onRecords(withMoves) : []);
    const subscriptions = [...found.keys()];
    const answers = await this.#insist(() => this.#sight.ask(subscriptions.map(questionOfGuard), true));
    subscriptions.forEach((subscription, place) => {
      const answer = answers[place];
      if (!answer) return;
      this.#admit(subscription, answer);
      const { guard } = subscription.watch;
      if (guard && !answer.visible.has(guard.id)) subscription.lose();
      else if (found.get(subscription)) subscription.buffer.resync();
    });
  }

  /** Who watches one thing that goes with the record that it is on. */
  #onRecords(organizationIds: ReadonlySet<string>): Subscription[] {
    return [...this.#subscriptions].filter(({ watch, isOfOneRecord }) =>
      isOfOneRecord && organizationIds.has(watch.caller.organizationId) && this.#topics.get(watch.topic)?.isOnRecords);
  }

  #admit(subscription: Subscription, { sight }: SightAnswer): void {
    if (!sight) return;
    subscription.sight = sight;
    // That a session has ended by itself is found out by asking.
    subscription.endsAt(sight.expiresAt, () => {
      this.#insist(() => this.#welcome.sight.ask([questionOfGuard(subscription)], true)).catch(() => undefined);
    });
  }

  async #catchUp(subscription: Subscription, after: string, since: string): Promise<void> {
    const { watch, buffer } = subscription;
    const { feed, sight } = this.#welcome;
    const position = this.#cursors.read(after);
    if (position?.identity !== this.#identity) return buffer.resync();
    const { organizationId, userId } = watch.caller;
    const query = { since: position.snapshot, upto: since, most: CATCH_UP_ROWS, organizationId };
    const [page, access] = await Promise.all([
      feed.read({ ...query, topic: watch.topic, watchedId: watch.watchedId }),
      feed.read({ ...query, topic: "access", watchedId: userId, most: 1 }),
    ]);
    if (!page.isComplete || page.rows.length === CATCH_UP_ROWS || access.rows.length > 0) return buffer.resync();
    const changes = sortByKey(page.rows, (key) => key === subscription.key).get(subscription.key);
    if (!changes) return;
    const question = questionAbout(changes, [subscription]);
    const [answer] = question ? await sight.ask([question]) : [];
    if (answer) subscription.tell(changes, answer, true);
  }

  #end(caller: Caller, error: CallerGoneError): void {
    const gone = memberKey(caller);
    for (const { watch, buffer } of this.#subscriptions.ofUser(caller.userId)) {
      if (memberKey(watch.caller) === gone) buffer.fail(error);
    }
  }
}
