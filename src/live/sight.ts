import type pg from "pg";
import { codeOfOwnSqlState } from "../../plugins/errorCodes.ts";
import { CallerGoneError } from "../../plugins/streams.ts";

/** On whose behalf something is watched. */
export type Caller = { userId: string; organizationId: string; sessionId: string | undefined };

/** What is asked of the policies, for callers who see the same. */
export type SightQuestion = {
  /** The first that is still there is asked. */
  callers: readonly Caller[];
  visible?: {
    topic: string;
    ids: readonly string[];
    moments?: readonly (string | null)[];
    /** For events: on whose timeline. */
    watched?: string | undefined;
    most?: number;
  };
  /** Records that are no longer visible, by whose they were. */
  gone?: readonly { topic: string; ids: readonly string[]; formerOwnerIds: readonly (string | null)[] }[];
};

/** What the policies answer. */
export type SightAnswer = {
  /** Equal for callers of one organization who see the same records. */
  class: string;
  /** When the caller's session ends by itself, in seconds since 1970. */
  expiresAt: number | null;
  visible: ReadonlySet<string>;
  gone: ReadonlySet<string>;
};

type Answer =
  | { refusal: { sqlState: string; message: string } }
  | { refusal?: undefined; class: string; expiresAt: number | null; visible: string[][]; gone: string[][] | null };

/** Questions that go to the database at once. */
const QUESTIONS = 100;

export function memberKey({ userId, organizationId, sessionId = "" }: Caller): string {
  return `${userId} ${organizationId} ${sessionId}`;
}

/** Asks the policies what members see, many at a time. */
export class Sight {
  readonly #pool: pg.Pool;
  readonly #onRefused: (caller: Caller, error: CallerGoneError) => void;

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
   * @returns An answer for each question, undefined when none of its callers is there any more.
   * @throws What the database throws; then nothing has been decided.
   */
  async ask(questions: readonly SightQuestion[]): Promise<(SightAnswer | undefined)[]> {
    const answers = new Array<SightAnswer | undefined>(questions.length).fill(undefined);
    const refused = new Set<string>();
    let left = questions.map((_, place) => place);
    while (left.length > 0) {
      const asked = left.flatMap((place) => {
        const caller = questions[place]?.callers.find((one) => !refused.has(memberKey(one)));
        return caller ? [{ place, caller }] : [];
      });
      const again: number[] = [];
      for (let from = 0; from < asked.length; from += QUESTIONS) {
        const chunk = asked.slice(from, from + QUESTIONS);
        const found = await this.#ask(chunk.map(({ place, caller }) => body(caller, questions[place])));
        chunk.forEach(({ place, caller }, index) => {
          const answer = found[index];
          if (!answer || answer.refusal) {
            if (!refused.has(memberKey(caller))) this.#onRefused(caller, refusal(answer));
            refused.add(memberKey(caller));
            again.push(place);
          } else {
            const { class: kind, expiresAt, visible, gone } = answer;
            answers[place] = {
              class: kind, expiresAt, visible: new Set(visible.flat()), gone: new Set((gone ?? []).flat()),
            };
          }
        });
      }
      left = again;
    }
    return answers;
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

function body(caller: Caller, question: SightQuestion | undefined): object {
  const { visible, gone } = question ?? {};
  return {
    ...caller,
    visible: visible ? [{ most: visible.ids.length, ...visible }] : [],
    gone: gone ?? [],
  };
}

function refusal(answer: Answer | undefined): CallerGoneError {
  const { sqlState, message } = answer?.refusal ?? { sqlState: "RH401", message: "This session has ended. Sign in again." };
  return new CallerGoneError(codeOfOwnSqlState(sqlState) ?? "UNAUTHENTICATED", message);
}
