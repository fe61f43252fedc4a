import type { AccessTokenClaims } from "../../src/auth/tokens.ts";
import type { Notice } from "./sockets.ts";
import { subscribe } from "./sockets.ts";
import type { LiveSocket } from "./sockets.ts";
import type { Lead, Member } from "./world.ts";
import { sees } from "./world.ts";

/** What a subscriber watches. */
export type Kind = "leads" | "lead" | "timeline" | "notifications";

/** When changes were committed, by what they changed: a lead or, for notifications, a user. */
export type Commits = Map<string, number>;

/** One of the thousand: a socket with a subscription, what came and what should have. */
export class Subscriber {
  readonly kind: Kind;
  readonly member: Member;
  readonly lead: Lead | undefined;
  /** What came, `action id`. */
  readonly told: string[] = [];
  /** What should have. */
  readonly expected: string[] = [];
  /** Milliseconds from a commit until the event came. */
  readonly lags: number[] = [];
  cursor: string | undefined;
  /** Whether the server has ended the subscription, having said all. */
  hasEnded = false;
  /** Whether what is watched has gone, so that nothing more is to come. */
  isOver = false;
  reconnects = 0;
  resyncs = 0;
  live: LiveSocket | undefined;
  readonly #commits: Commits;
  #isMeasured = true;

  constructor(kind: Kind, member: Member, lead: Lead | undefined, commits: Commits) {
    this.kind = kind;
    this.member = member;
    this.lead = lead;
    this.#commits = commits;
  }

  get field(): string {
    switch (this.kind) {
      case "leads": return 'recordChanged|objectType: "lead"';
      case "lead": return `recordChanged|objectType: "lead", id: "${this.lead?.id}"`;
      case "timeline": return `timelineEventAdded|objectType: "lead", objectId: "${this.lead?.id}"`;
      case "notifications": return "notificationReceived";
    }
  }

  /** Subscribes, the second time where the first was cut off. */
  async connect(url: URL, tokenOf: (claims: AccessTokenClaims) => string): Promise<void> {
    const { userId, sessionId, organizationId } = this.member;
    const token = tokenOf({ userId, sessionId, organizationId });
    if (this.cursor !== undefined) {
      this.reconnects += 1;
      // What was missed comes as late as one comes back.
      this.#isMeasured = false;
    }
    this.live = await subscribe(url, token, this.field, this.cursor, {
      onNotice: (notice) => this.#take(notice),
      onEnd: () => (this.hasEnded = true),
    });
  }

  #take({ action, id, cursor }: Notice): void {
    this.cursor = cursor;
    if (action === "READY") return void (this.#isMeasured = true);
    if (action === "RESYNC") return void (this.resyncs += 1);
    this.told.push(`${action} ${id}`);
    const committed = this.#commits.get(this.#changed(id));
    if (committed !== undefined && this.#isMeasured) this.lags.push(Math.max(0, performance.now() - committed));
  }

  #changed(id: string | null): string {
    if (this.kind === "notifications") return this.member.userId;
    return (this.kind === "timeline" ? this.lead?.id : id) ?? "";
  }

  /** Notes what a change to a lead should tell this subscriber. */
  expect(before: Lead | undefined, after: Lead): void {
    if (this.isOver || (this.kind !== "leads" && (this.kind !== "lead" || this.lead?.id !== after.id))) return;
    const saw = before !== undefined && !before.isDeleted && sees(this.member, before);
    const sight = !after.isDeleted && sees(this.member, after);
    if (sight) this.expected.push(`${before === undefined || before.isDeleted ? "CREATED" : "UPDATED"} ${after.id}`);
    else if (saw) this.expected.push(`DELETED ${after.id}`);
    if (this.kind === "lead" && !sight) this.isOver = true;
  }

  /** What is wrong with what came; events may come again after a reconnect, and several as one. */
  faults(): { crossings: number; missing: number } {
    const expected = new Set(this.expected.map(idOf));
    const crossings = this.told.filter((event) => !expected.has(idOf(event))).length;
    if (this.reconnects === 0) {
      const left = [...this.told];
      const missing = this.expected.filter((event) => {
        const place = left.indexOf(event);
        if (place >= 0) left.splice(place, 1);
        return place < 0;
      });
      return { crossings: Math.max(crossings, left.length), missing: missing.length };
    }
    const last = (events: string[]) => new Map(events.map((event) => [idOf(event), event]));
    const told = last(this.told);
    const missing = [...last(this.expected)].filter(([id, event]) => told.get(id)?.split(" ")[0] !== event.split(" ")[0]
      && !(told.has(id) && !event.startsWith("DELETED") && !told.get(id)?.startsWith("DELETED")));
    return { crossings, missing: missing.length };
  }
}

const idOf = (event: string) => event.slice(event.indexOf(" ") + 1);
