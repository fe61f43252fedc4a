import { bodyOf, COMPARED, urlOf } from "./check.ts";
import type { Data } from "./data.ts";
import type { Item } from "./items/item.ts";
import { makeRequest, sendLoad } from "./load.ts";
import type { Round } from "./load.ts";
import { postgresProcessorTime } from "./servers.ts";
import type { MeasuredServer } from "./servers.ts";
import type { Tokens } from "./tokens.ts";

/** How long and how hard an item is measured. */
export type Effort = {
  connections: number;
  /** Of one round of one server. */
  seconds: number;
  rounds: number;
};

/** What one server reached at an item. */
export type Figures = {
  /** Requests a second, median of the rounds. */
  rps: number;
  /** Milliseconds, over all rounds. */
  p50: number;
  p99: number;
  /** Milliseconds of processor time for one request, in the server's own process. */
  nodeCpu: number;
  /** The same in Postgres; unset where the system does not tell. */
  postgresCpu: number | undefined;
};

/** Both servers at an item. */
export type Comparison = {
  rowhouse: Figures;
  handWritten: Figures;
  /** Median over the rounds of Rowhouse's requests a second ÷ the hand-written server's. */
  ratio: number;
  /** Rowhouse's processor time for a request ÷ the hand-written server's, Postgres included. */
  cpuRatio: number;
};

type Kind = "rowhouse" | "handWritten";
type MeasuredRound = Round & { nodeCpu: number; postgresCpu: number | undefined };

/** Different requests of one item; they are sent in turn. */
const DIFFERENT_REQUESTS = 200;

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** What so large a share of some figures is at most: 0.95 for the 95th percentile. */
export function percentile(values: readonly number[], share: number): number {
  return quantile(values.toSorted((a, b) => a - b), share);
}

/** The middle of some figures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle)
    ? ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
    : (sorted[Math.floor(middle)] as number);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Measures both servers at one item, round by round in turns, after both have warmed up.
 *
 * @param postmaster - Process id of the Postgres that both work on.
 */
export async function measureItem(
  item: Item,
  data: Data,
  servers: Record<Kind, MeasuredServer>,
  tokens: Tokens,
  postmaster: number,
  effort: Effort,
): Promise<Comparison> {
  // What can be sent once is dealt out to the rounds; the first ones were compared.
  const total = item.once?.(data);
  const each = total === undefined
    ? DIFFERENT_REQUESTS
    : Math.floor((total - 2 * COMPARED) / (2 * (effort.rounds + 1)));
  let sent = 2 * COMPARED;
  const run = async (kind: Kind, seconds: number): Promise<MeasuredRound> => {
    const server = servers[kind];
    const url = urlOf(server, item, kind);
    const token = tokens.of(item);
    const first = total === undefined ? 0 : sent;
    const requests = Array.from({ length: each }, (_, request) =>
      makeRequest(url, token, bodyOf(item, data, first + request, kind)),
    );
    sent += each;
    const postgresBefore = postgresProcessorTime(postmaster);
    const nodeBefore = await server.processorTime();
    const round = await sendLoad(url, requests, effort.connections, seconds, total !== undefined);
    const nodeCpu = (await server.processorTime()) - nodeBefore;
    const postgresAfter = postgresProcessorTime(postmaster);
    const postgresCpu =
      postgresBefore === undefined || postgresAfter === undefined
        ? undefined
        : postgresAfter - postgresBefore;
    return { ...round, nodeCpu, postgresCpu };
  };
  const rounds: Record<Kind, MeasuredRound[]> = { rowhouse: [], handWritten: [] };
  const warmUp = Math.max(1, effort.seconds / 2);
  await run("rowhouse", warmUp);
  await run("handWritten", warmUp);
  for (let round = 0; round < effort.rounds; round += 1) {
    rounds.rowhouse.push(await run("rowhouse", effort.seconds));
    rounds.handWritten.push(await run("handWritten", effort.seconds));
  }
  const rowhouse = figuresOf(rounds.rowhouse);
  const handWritten = figuresOf(rounds.handWritten);
  const ratios = rounds.rowhouse.map((one, index) => {
    const other = rounds.handWritten[index] as MeasuredRound;
    return one.requests / one.seconds / (other.requests / other.seconds);
  });
  const cpu = ({ nodeCpu, postgresCpu }: Figures) => nodeCpu + (postgresCpu ?? 0);
  const cpuRatio = cpu(rowhouse) / cpu(handWritten);
  return { rowhouse, handWritten, ratio: median(ratios), cpuRatio };
}

function figuresOf(rounds: readonly MeasuredRound[]): Figures {
  const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b);
  const postgres = rounds.map((round) => round.postgresCpu);
  const known = postgres.filter((one) => one !== undefined);
  return {
    rps: median(rounds.map((round) => round.requests / round.seconds)),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    nodeCpu: sum(rounds.map((round) => round.nodeCpu)) / latencies.length,
    postgresCpu: known.length === rounds.length ? sum(known) / latencies.length : undefined,
  };
}
