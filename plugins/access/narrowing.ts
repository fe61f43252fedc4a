/**
 * Conditions on indexed custom fields. Under row security no index serves a condition on a document,
 * so the database is asked first which records it can hold for (`custom_field_candidates`, which only
 * the API's own login may call); where they are few, their ids are put beside the condition, where
 * plugins/customFields.ts has left the place. The condition itself stays, so that nothing is answered
 * by the index but what need not be looked at.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { PgClient, PgClientQuery } from "postgraphile/@dataplan/pg";
import type { AccessProfile } from "./profiles.ts";

/**
 * Most candidates that are put beside the condition of a page. The first fifty of more, among 200,000,
 * are found as soon by going through the list in its order (npm run bench:custom-fields).
 */
const MOST_OF_PAGE = 2_500;
/** The same for counts, sums and groups, for which all of the list would be gone through. */
const MOST_OF_ALL = 5_000;
/**
 * From so many on, the page is found sooner by going through the index of its order and keeping to the
 * ids than by looking all of them up and sorting them; the planner, which knows nothing of what the
 * policies let through, expects otherwise.
 */
const MANY_OF_PAGE = 300;
const IN_ORDER = "set local enable_sort = off; set local enable_bitmapscan = off";
/** Conditions of one statement that are narrowed; each takes a question to the database. */
const MOST_CONDITIONS = 4;

const REMEMBERED_CONDITIONS = 20_000;
/** A value that becomes rare is found by its index again after this. */
const REMEMBERED_MS = 60_000;

const PLACE =
  /"app_hidden"\."narrowed_by_custom_field"\((\w+\."id"), '(\w+)', '(\w+)', '(\w+)', \$(\d+)::"?jsonb"?\)/g;

type Place = {
  readonly text: string;
  readonly id: string;
  readonly object: string;
  readonly key: string;
  readonly operator: string;
  readonly operand: unknown;
  readonly parameter: string;
};

function placesIn({ text, values }: PgClientQuery, indexed: ReadonlySet<string>): Place[] {
  return [...text.matchAll(PLACE)]
    .map(([whole, id = "", object = "", key = "", operator = "", number]) => ({
      text: whole, id, object, key, operator,
      operand: values?.[Number(number) - 1], parameter: `$${number}`,
    }))
    .filter(({ object, key }) => indexed.has(`${object}.${key}`));
}

const CANDIDATES = {
  text: "select app_private.custom_field_candidates($1, $2, $3, $4::jsonb, $5)::text as ids",
  name: "rowhouse_custom_field_candidates",
};

function isPage(text: string): boolean {
  return /\blimit\b/i.test(text) && !/\bgroup by\b/i.test(text);
}

/** Of ids as Postgres writes an array. */
function countOf(ids: string): number {
  return ids === "{}" ? 0 : ids.split(",").length;
}

async function candidatesOf(place: Place, most: number, client: PgClient): Promise<string | null> {
  const { object, key, operator, operand } = place;
  const { rows } = await client.query<{ ids: string | null }>({
    ...CANDIDATES,
    values: [object, key, operator, operand as string, most],
  });
  return rows[0]?.ids ?? null;
}

/** For whom a statement is narrowed. */
export interface NarrowingFor {
  /** The organization whose records the statement reads. */
  readonly organization: string | undefined;
  /** Of the caller. */
  readonly profile: Pick<AccessProfile, "version" | "indexed">;
}

/** What the answer to a question depends on; a changed definition is another version. */
function questionOf({ object, key, operator, operand }: Place, most: number, whom: NarrowingFor): string {
  const asked = [whom.organization, whom.profile.version, object, key, operator, operand, most];
  return createHash("sha1").update(JSON.stringify(asked)).digest("base64");
}

/** Narrows statements, and remembers for a while which conditions hold for too many records. */
export class Narrowing {
  /** Questions that came to nothing. What is answered does not depend on it. */
  readonly #vain: LRUCache<string, true>;

  /** @param now - the time in milliseconds, from whenever */
  constructor(now = () => performance.now()) {
    this.#vain = new LRUCache({
      max: REMEMBERED_CONDITIONS,
      ttl: REMEMBERED_MS,
      ttlResolution: 0,
      perf: { now },
    });
  }

  /**
   * The statement with the ids of candidates in it, if it has conditions on indexed custom fields.
   * @param query - a statement that is about to run for a member, in a transaction
   * @param whom - the member; of custom fields those count that are indexed and that they see
   * @param client - the transaction, whose role is rowhouse_user
   */
  async narrowed(query: PgClientQuery, whom: NarrowingFor, client: PgClient): Promise<PgClientQuery> {
    const { indexed } = whom.profile;
    if (indexed.size === 0 || !query.text.includes("narrowed_by_custom_field")) return query;
    const isOfPage = isPage(query.text);
    const most = isOfPage ? MOST_OF_PAGE : MOST_OF_ALL;
    const places = placesIn(query, indexed)
      .map((place) => ({ ...place, question: questionOf(place, most, whom) }))
      .filter(({ question }) => !this.#vain.has(question))
      .slice(0, MOST_CONDITIONS);
    if (places.length === 0) return query;
    let { text } = query;
    const values = [...(query.values ?? [])];
    let fewest = Infinity;
    // As the login itself, who alone may ask.
    await client.query({ text: "set local role none" });
    for (const place of places) {
      const ids = await candidatesOf(place, most, client);
      if (ids === null) {
        this.#vain.set(place.question, true);
        continue;
      }
      fewest = Math.min(fewest, countOf(ids));
      values.push(ids);
      // The operand stays mentioned, since Postgres asks the type of every parameter.
      const among = `${place.id} = any ($${values.length}::uuid[])`;
      text = text.replace(place.text, () => `(${among} and ${place.parameter}::jsonb is not null)`);
    }
    const goesInOrder = isOfPage && fewest >= MANY_OF_PAGE && fewest < Infinity;
    await client.query({ text: `set local role rowhouse_user${goesInOrder ? `; ${IN_ORDER}` : ""}` });
    // Nothing was put in, and it may be prepared already.
    if (fewest === Infinity) return query;
    const name = query.name === undefined ? {} : { name: createHash("sha1").update(text).digest("hex") };
    return { ...query, text, values, ...name };
  }
}
