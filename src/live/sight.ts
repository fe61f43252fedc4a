import { LRUCache } from "lru-cache";
import type pg from "pg";
import { codeOfOwnSqlState } from "../../plugins/errorCodes.ts";
import { CallerGoneError } from "../../plugins/streams.ts";

/** On whose behalf something is watched. */
export type Caller = { userId: string; organizationId: string; sessionId: string | undefined };

/** What is asked of the policies, for callers who see the same. */
export type SightQuestion = {
  /** The first that is still there is asked. */
  callers: readonly Caller[];
  topic: string;
  ids: readonly string[];
  moments?: readonly (string | null)[];
  /** For events: on whose timeline. */
  watched?: string | undefined;
  /** How many of them are enough. */
  most?: number;
  /** Records that are no longer visible, by whose they were. */
  gone?: readonly { topic: string; ids: readonly string[]; formerOwnerIds: readonly (string | null)[] }[];
};

/** By what a caller sees. */
export type CallersSight = {
  /** Equal for callers of one organization who see the same records. */
  class: string;
  /** Whose records of the topic they may see; null for everybody's. */
  reach: string[] | null;
  /** When the caller's session ends by itself, in seconds since 1970. */
  expiresAt: number | null;
};

/** What the policies answer. */
export type SightAnswer = {
  visible: ReadonlySet<string>;
  gone: ReadonlySet<string>;
  /** Unset when it was not asked for. */
  sight?: CallersSight;
};

type Answer = Partial<CallersSight> & {
  refusal?: { sqlState: string; message: string };
  version?: string;
  visible?: string[];
  gone?: string[][];
};

/** The version of a role that was claimed is of yesterday. */
const STALE = "RH412";
/** Callers whose role's version is remembered. */
const REMEMBERED_CALLERS = 20_000;

/** Questions that go to the database at once. */
const QUESTIONS = 100;

export function memberKey({ userId, organizationId, sessionId = "" }: Caller): string {
  return `${userId} ${organizationId} ${sessionId}`;
}

/** Asks the policies what members see, many at a time. */
export class Sight {
  readonly #pool: pg.Pool;
  readonly #onRefused: (caller: Caller, error: CallerGoneError) => void;
  readonly #versions = new LRUCache<string, string>({ max: REMEMBERED_CALLERS });

  /**
   * @param pool - Logged in as rowhouse_authenticator.
   * @param onRefused - Told of who is no member any more or whose session has ended.
   */
  constructor(pool: pg.Pool, onRefused: (caller: Caller, error: CallerGoneError) => void) {
    this.#pool = pool;
    this.#onRefused = onRefused;
  }

  /**
   * Asks.
   *
   * @param isAnew - Whether by what the callers see is asked too.
   * @returns An answer for each question, undefined when none of its callers is there any more.
   * @throws What the database throws; then nothing has been decided.
   */
  async ask(questions: readonly SightQuestion[], isAnew = false): Promise<(SightAnswer | undefined)[]> {
    const answers = new Array<SightAnswer | undefined>(questions.length).fill(undefined);
    const refused = new Set<string>();
    let left = [...questions.keys()];
    while (left.length > 0) {
      const asked = left.flatMap((place) => {
        const question = questions[place];
        const caller = question?.callers.find((one) => !refused.has(memberKey(one)));
        return question && caller ? [{ place, question, caller }] : [];
      });
      left = [];
      for (let from = 0; from < asked.length; from += QUESTIONS) {
        const chunk = asked.slice(from, from + QUESTIONS);
        const found = await this.#ask(chunk.map(({ question, caller }) => this.#body(caller, question, isAnew)));
        chunk.forEach(({ place, caller }, index) => {
          const answer = found[index];
          if (answer && !answer.refusal) answers[place] = this.#take(caller, answer);
          else {
            this.#refuse(caller, answer, refused);
            left.push(place);
          }
        });
      }
    }
    return answers;
  }

  #take(caller: Caller, { version, class: name, reach, expiresAt, visible, gone }: Answer): SightAnswer {
    if (version !== undefined) this.#versions.set(memberKey(caller), version);
    const seen = { visible: new Set(visible), gone: new Set((gone ?? []).flat()) };
    return name === undefined ? seen : { ...seen, sight: { class: name, reach: reach ?? null, expiresAt: expiresAt ?? null } };
  }

  #refuse(caller: Caller, answer: Answer | undefined, refused: Set<string>): void {
    const member = memberKey(caller);
    this.#versions.delete(member);
    if (answer?.refusal?.sqlState === STALE || refused.has(member)) return;
    refused.add(member);
    this.#onRefused(caller, refusal(answer));
  }

  #body(caller: Caller, { callers: _, ...question }: SightQuestion, isAnew: boolean): object {
    const version = isAnew ? undefined : this.#versions.get(memberKey(caller));
    return { gone: [], most: question.ids.length, ...caller, ...question, version };
  }

  async #ask(questions: object[]): Promise<Answer[]> {
    const { rows } = await this.#pool.query<{ answers: Answer[] }>({
      name: "rowhouse_ask_sight",
      text: "select app_private.ask_sight($1::jsonb) as answers",
      values: [JSON.stringify(questions)],
    });
    return rows[0]?.answers ?? [];
  }
}

function refusal(answer: Answer | undefined): CallerGoneError {
  const { sqlState, message } = answer?.refusal ?? { sqlState: "RH401", message: "This session has ended. Sign in again." };
  return new CallerGoneError(codeOfOwnSqlState(sqlState) ?? "UNAUTHENTICATED", message);
}
