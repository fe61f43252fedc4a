/**
 * Measures Rowhouse beside a hand-written server on the same rows; docs/performance.md says how
 * to read what it prints.
 */
import { randomBytes } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import pg from "pg";
import { withConnection } from "../src/database/connections.ts";
import { checkItem } from "./check.ts";
import type { Checked } from "./check.ts";
import { fillDatabase } from "./data.ts";
import type { Data } from "./data.ts";
import { startBenchDatabase } from "./database.ts";
import type { BenchDatabase } from "./database.ts";
import { ITEMS } from "./items/index.ts";
import type { Item, Mode } from "./items/item.ts";
import { measureItem } from "./measure.ts";
import { explainStatements } from "./plan.ts";
import type { StatementPlan } from "./plan.ts";
import { failuresOf, jsonOf, tableOf } from "./report.ts";
import type { Result } from "./report.ts";
import { startHandWritten, startRowhouse } from "./servers.ts";
import type { MeasuredServer } from "./servers.ts";
import { makeTokens } from "./tokens.ts";
import type { Tokens } from "./tokens.ts";
import { startWireTap } from "./wireTap.ts";

type Options = {
  scale: number;
  items: Item[];
  connections: number;
  seconds: number;
  rounds: number;
  policies: boolean;
  json: boolean;
};

/** What the parts of a run share. */
type Run = { options: Options; database: BenchDatabase; data: Data; tokens: Tokens; mode: Mode };

type Stack = { push(stop: () => Promise<void>): void; unwind(): Promise<void> };

const jwtSecret = randomBytes(32).toString("hex");

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

function whole(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}

function itemsNamed(text: string): Item[] {
  return text.split(",").map((key) => {
    const item = ITEMS.find((one) => one.key === key);
    const known = ITEMS.map((one) => one.key).join(", ");
    if (!item) throw new InvalidArgumentError(`The items are ${known}.`);
    return item;
  });
}

function readOptions(): Options {
  const command = new Command("bench")
    .description("Measure Rowhouse beside a hand-written server on the same rows.")
    .option("--scale <factor>", "size of the data, 1 for 200,000 leads", positive, 1)
    .option("--items <keys>", "which items, separated by commas", itemsNamed, [...ITEMS])
    .option("--connections <count>", "requests at once", whole, 8)
    .option("--seconds <seconds>", "length of a round", positive, 3)
    .option("--rounds <count>", "rounds of each server", whole, 3)
    .option("--no-policies", "let the hand-written server filter by hand, past the policies")
    .option("--json", "print an array of rows instead of a table", false)
    .parse();
  return command.opts<Options>();
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A login for the server that filters by hand. */
async function addUnrestrictedLogin({ ownerUrl }: BenchDatabase): Promise<string> {
  const url = new URL(ownerUrl);
  url.username = "rowhouse_bench_unrestricted";
  url.password = randomBytes(16).toString("hex");
  await withConnection(ownerUrl, async (client) => {
    await client.query(
      `create role ${url.username} login bypassrls in role rowhouse_user
         password ${pg.escapeLiteral(url.password)}`,
    );
    await client.query(`grant all on all tables in schema app_public to ${url.username}`);
  });
  return url.href;
}

async function startServers(
  { database, mode }: Run,
  unrestrictedUrl: string | undefined,
  through: (url: string) => string,
  stack: Stack,
): Promise<{ rowhouse: MeasuredServer; handWritten: MeasuredServer }> {
  const url = unrestrictedUrl ?? database.authenticatorUrl;
  const rowhouse = await startRowhouse(through(database.authenticatorUrl), jwtSecret);
  stack.push(rowhouse.stop);
  const handWritten = await startHandWritten({ connectionString: through(url), jwtSecret, mode });
  stack.push(handWritten.stop);
  return { rowhouse, handWritten };
}

async function checkAll(
  run: Run,
  unrestrictedUrl: string | undefined,
): Promise<{ checked: Checked; plans: StatementPlan[] }[]> {
  const { options, database, data, tokens } = run;
  const stack = makeStack();
  try {
    const tap = await startWireTap(Number(new URL(database.ownerUrl).port));
    stack.push(tap.stop);
    const servers = await startServers(run, unrestrictedUrl, tap.urlFor, stack);
    const found: { checked: Checked; plans: StatementPlan[] }[] = [];
    for (const item of options.items) {
      const checked = await checkItem(item, data, servers, tap, tokens);
      const plans = await explainStatements(
        database.authenticatorUrl, item, data[item.as], checked.rowhouse.statements,
      );
      found.push({ checked, plans });
    }
    return found;
  } finally {
    await stack.unwind();
  }
}

function makeStack(): Stack {
  const stops: (() => Promise<void>)[] = [];
  return {
    push: (stop) => void stops.push(stop),
    unwind: async () => {
      for (let stop = stops.pop(); stop; stop = stops.pop()) await stop();
    },
  };
}

async function bench(options: Options, stack: Stack): Promise<Result[]> {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const database = await startBenchDatabase(say);
  stack.push(database.stop);
  say(`Filling the database at scale ${options.scale} …`);
  const data = await fillDatabase(database.ownerUrl, options.scale);
  say(`Filled after ${seconds()} s. Comparing the answers of both servers …`);
  const mode = options.policies ? "policies" : "no-policies";
  const run: Run = { options, database, data, tokens: makeTokens(jwtSecret, data), mode };
  const unrestrictedUrl = options.policies ? undefined : await addUnrestrictedLogin(database);
  const found = await checkAll(run, unrestrictedUrl);
  const servers = await startServers(run, unrestrictedUrl, (url) => url, stack);
  const results: Result[] = [];
  for (const [index, item] of options.items.entries()) {
    say(`Measuring ${item.title} …`);
    const { connections } = options;
    const comparison = await measureItem(
      item, data, servers, run.tokens, database.pid, options,
    );
    const { checked, plans } = found[index] as (typeof found)[number];
    results.push({ item, connections, checked, plans, comparison });
  }
  say(`Done after ${seconds()} s.`);
  return results;
}

async function main(): Promise<void> {
  const options = readOptions();
  const stack = makeStack();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.once(name, () => void stack.unwind().finally(() => process.exit(130)));
  }
  let results: Result[];
  try {
    results = await bench(options, stack);
  } finally {
    await stack.unwind();
  }
  const text = options.json ? JSON.stringify(jsonOf(results), null, 2) : reportOf(results);
  process.stdout.write(`${text}\n`);
  const failures = failuresOf(results);
  for (const failure of failures) say(failure);
  if (failures.length > 0) process.exitCode = 1;
}

function reportOf(results: readonly Result[]): string {
  const plans = results
    .filter(({ item }) => item.requirement)
    .flatMap(({ item, plans }) => [
      `Plans of ${item.title}:`,
      ...plans.map(({ kind, nodes, milliseconds }) => {
        const time = milliseconds === undefined ? "" : `, ${milliseconds.toFixed(2)} ms`;
        return `  ${kind}${time}: ${nodes.join(" > ")}`;
      }),
    ]);
  return [tableOf(results), "", ...plans].join("\n");
}

await main();
