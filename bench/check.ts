import { isDeepStrictEqual } from "node:util";
import type { Data } from "./data.ts";
import type { Item } from "./items/item.ts";
import type { MeasuredServer } from "./servers.ts";
import type { Tokens } from "./tokens.ts";
import type { Traffic, WireTap } from "./wireTap.ts";

/** Requests of an item whose answers are compared. */
export const COMPARED = 20;

/** What was learnt about an item before it is measured. */
export type Checked = {
  /** Of one request with its plan and statements prepared. */
  rowhouse: Traffic;
  handWritten: Traffic;
};

/** Where an item's requests go at a server. */
export function urlOf(server: MeasuredServer, item: Item, kind: "rowhouse" | "handWritten"): URL {
  return new URL(kind === "rowhouse" ? "/graphql" : `/${item.key}`, server.url);
}

/** What an item's request carries; the hand-written server has no need of the document. */
export function bodyOf(
  item: Item,
  data: Data,
  request: number,
  kind: "rowhouse" | "handWritten",
): Record<string, unknown> {
  const variables = item.variables(data, request);
  return kind === "rowhouse" ? { query: item.query, variables } : { variables };
}

async function ask(url: URL, token: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
  const [root] = Object.values(answer.data ?? {});
  if (answer.errors || root == null) {
    throw new Error(`${url} answers ${response.status}: ${JSON.stringify(answer).slice(0, 1000)}`);
  }
  return answer.data as Record<string, unknown>;
}

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Makes equal values look equal: a time is a time in whichever way it is written. */
function normalise(value: unknown, differing: readonly string[]): unknown {
  if (typeof value === "string" && TIMESTAMP.test(value)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map((one) => normalise(one, differing));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const ownId = differing.includes(name);
      return [name, ownId ? typeof inner : normalise(inner, inner === null ? [] : differing)];
    }),
  );
}

/**
 * Asks both servers the same and compares what they answer.
 *
 * @returns What one request of each sends to Postgres.
 * @throws Error that shows both answers when they differ.
 */
export async function checkItem(
  item: Item,
  data: Data,
  servers: { rowhouse: MeasuredServer; handWritten: MeasuredServer },
  tap: WireTap,
  tokens: Tokens,
): Promise<Checked> {
  const traffic: Checked[] = [];
  for (let request = 0; request < COMPARED; request += 1) {
    const answers: Record<string, unknown>[] = [];
    const seen: Traffic[] = [];
    for (const [index, kind] of (["rowhouse", "handWritten"] as const).entries()) {
      tap.take();
      const body = bodyOf(item, data, item.once ? 2 * request + index : request, kind);
      answers.push(await ask(urlOf(servers[kind], item, kind), tokens.of(item), body));
      seen.push(tap.take());
    }
    const [a, b] = answers.map((one) => normalise(one, item.differing ?? []));
    if (!isDeepStrictEqual(a, b)) {
      throw new Error(
        `The servers differ at "${item.title}":\n${JSON.stringify(a)}\n${JSON.stringify(b)}`,
      );
    }
    traffic.push({ rowhouse: seen[0] as Traffic, handWritten: seen[1] as Traffic });
  }
  return middleOf(traffic);
}

/** The traffic of the request in the middle; a reply may come between two parts of one packet. */
function middleOf(traffic: readonly Checked[]): Checked {
  const middle = (kind: keyof Checked) => {
    const sorted = traffic.map((one) => one[kind]).sort((a, b) => a.roundTrips - b.roundTrips);
    return sorted[Math.floor(sorted.length / 2)] as Traffic;
  };
  return { rowhouse: middle("rowhouse"), handWritten: middle("handWritten") };
}
