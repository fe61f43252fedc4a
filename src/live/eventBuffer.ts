import type { StreamControl } from "../../plugins/streams.ts";
import type { Change, LiveEvent } from "./events.ts";
import { combine } from "./events.ts";

/** Different things whose changes may wait for one subscriber; with more they are to read again. */
export const WAITING_CHANGES = 500;

/** Told of each event that goes out, with the milliseconds since the change was written. */
export type OnTold = (lagMs: number | undefined) => void;

/** What an event buffer needs to know. */
export type BufferOptions = {
  topic: string;
  /** Where the subscriber starts. */
  cursor: string;
  /** The end of what has been told to buffers altogether. */
  currentCursor: () => string;
  control: StreamControl;
  onTold: OnTold;
  /** Called once, when the stream has ended, whoever ended it. */
  onEnd: () => void;
};

/** How a stream ends; without an error it is complete. */
type End = { error?: Error };

/**
 * What a subscriber has still to be told: of each thing the latest, and no more than some hundred,
 * however long nobody asks for it.
 */
export class EventBuffer implements AsyncIterableIterator<LiveEvent> {
  readonly #options: BufferOptions;
  readonly #waiting = new Map<string, Change>();
  #notice: "READY" | "RESYNC" | undefined = "READY";
  /** Where a client is who has been told all that it was told. */
  #cursor: string;
  #isOpen = false;
  #end: End | undefined;
  #wake: (() => void) | undefined;
  /** When an event was last taken, in milliseconds since 1970. */
  lastTold = Date.now();

  constructor(options: BufferOptions) {
    this.#options = options;
    this.#cursor = options.cursor;
  }

  /** How many changes wait. */
  get size(): number {
    return this.#waiting.size;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Lets events out. */
  open(): void {
    this.#isOpen = true;
    this.#wake?.();
  }

  /** A change that came after all that wait. */
  push(id: string, change: Change): void {
    this.#put(id, combine(this.#waiting.get(id), change));
  }

  /** A change that came before all that wait. */
  pushEarlier(id: string, change: Change): void {
    const later = this.#waiting.get(id);
    this.#put(id, later ? combine(change, later) : change);
  }

  /** Tells the subscriber to read again what they show, instead of all that waits. */
  resync(): void {
    if (this.#end) return;
    this.#waiting.clear();
    this.#notice = "RESYNC";
    this.#wake?.();
  }

  /** Gives a subscriber to whom nothing happens a newer cursor. */
  refresh(): void {
    if (this.#waiting.size > 0 || this.#notice) return;
    this.#notice = "READY";
    this.#wake?.();
  }

  /** Ends the stream once what waits has been told. */
  finish(): void {
    this.#finish({});
  }

  /** Ends the stream at once with an error; what waits is not told. */
  fail(error: Error): void {
    this.#waiting.clear();
    this.#notice = undefined;
    this.#finish({ error });
  }

  async next(): Promise<IteratorResult<LiveEvent, undefined>> {
    await this.#options.control.asked();
    for (;;) {
      const event = this.#isOpen ? this.#take() : undefined;
      if (event) return { done: false, value: event };
      if (this.#end) {
        const { error } = this.#end;
        this.#end = {};
        if (error) throw error;
        return { done: true, value: undefined };
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#waiting.clear();
    this.#notice = undefined;
    this.#finish({});
    return { done: true, value: undefined };
  }

  #put(id: string, change: Change): void {
    if (this.#end) return;
    this.#waiting.set(id, change);
    if (this.#waiting.size > WAITING_CHANGES) return this.resync();
    this.#wake?.();
  }

  #finish(end: End): void {
    if (this.#end) return;
    this.#end = end;
    this.#wake?.();
    this.#options.onEnd();
  }

  #take(): LiveEvent | undefined {
    const { topic, onTold } = this.#options;
    const notice = this.#notice;
    const [first] = notice ? [] : this.#waiting;
    if (!notice && !first) return undefined;
    if (first) this.#waiting.delete(first[0]);
    this.#notice = undefined;
    // Until all is told a client that is cut off goes on where it was before; what it was told of
    // already is then told again. Who is to read again has all from there.
    if (this.#waiting.size === 0 || notice === "RESYNC") this.#cursor = this.#options.currentCursor();
    this.lastTold = Date.now();
    onTold(first ? Math.max(0, this.lastTold - first[1].changedAt) : undefined);
    const [id, change] = first ?? [null, undefined];
    return {
      topic, id, action: change?.action ?? notice ?? "READY", moment: change?.moment ?? null, cursor: this.#cursor,
    };
  }
}
