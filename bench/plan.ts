import type pg from "pg";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import type { BenchUser } from "./data.ts";
import type { Item } from "./items/item.ts";
import type { SeenStatement } from "./wireTap.ts";

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Index Cond"?: string;
  Plans?: PlanNode[];
};

type Explained = { Plan: PlanNode; "Execution Time"?: number };

/** How Postgres runs one of Rowhouse's statements. */
export type StatementPlan = {
  /** `custom` for these values, `generic` for any. */
  kind: "custom" | "generic";
  /** From the top, with the index or table that each reads. */
  nodes: string[];
  /** What it took Postgres to run it, of several runs the shortest; of custom plans only. */
  milliseconds: number | undefined;
  problems: string[];
};

const RUNS = 5;

const NOT_PLANNED = /^\s*(begin|commit|rollback|select\s+set_config)/i;

/**
 * Explains what Rowhouse sent to Postgres for an item, under the policies of the item's user.
 *
 * @param statements - As they went over the wire.
 */
export async function explainStatements(
  authenticatorUrl: string,
  item: Item,
  user: BenchUser,
  statements: readonly SeenStatement[],
): Promise<StatementPlan[]> {
  const reads = statements.filter(
    ({ text }) => !NOT_PLANNED.test(text) && /^\s*(select|with)\b/i.test(text),
  );
  return withConnection(authenticatorUrl, async (client) => {
    await client.query("begin");
    await becomeActor(client, user);
    const plans: StatementPlan[] = [];
    for (const { text, values } of reads) {
      // Postgres plans a prepared statement for its values first, then may settle on one plan.
      plans.push(describe("custom", item, text, await run(client, text, values)));
      const generic = await explain(client, "generic_plan, ", text, undefined);
      plans.push(describe("generic", item, text, generic));
    }
    await client.query("rollback");
    return plans;
  });
}

async function explain(
  client: pg.ClientBase,
  option: string,
  text: string,
  values: (string | null)[] | undefined,
): Promise<Explained> {
  const { rows } = await client.query<{ "QUERY PLAN": [Explained] }>(
    `explain (${option}format json) ${text}`,
    values,
  );
  const explained = rows[0]?.["QUERY PLAN"][0];
  if (!explained) throw new Error(`Postgres does not explain: ${text}`);
  return explained;
}

async function run(
  client: pg.ClientBase,
  text: string,
  values: (string | null)[],
): Promise<Explained> {
  const runs: Explained[] = [];
  for (let count = 0; count < RUNS; count += 1) {
    runs.push(await explain(client, "analyze, timing off, ", text, values));
  }
  const time = ({ "Execution Time": milliseconds = 0 }: Explained) => milliseconds;
  return runs.reduce((best, one) => (time(one) < time(best) ? one : best));
}

function flatten(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}

function describe(
  kind: StatementPlan["kind"],
  item: Item,
  text: string,
  { Plan: plan, "Execution Time": milliseconds }: Explained,
): StatementPlan {
  const nodes = flatten(plan);
  const problems = item.requirement ? problemsOf(item.requirement, text, nodes) : [];
  const limit = item.requirement?.milliseconds ?? Infinity;
  if ((milliseconds ?? 0) > limit) problems.push(`took ${milliseconds} ms and not ${limit}`);
  return { kind, nodes: nodes.map(nameOf), milliseconds, problems };
}

function problemsOf(
  { table, columns, sorts }: NonNullable<Item["requirement"]>,
  text: string,
  nodes: readonly PlanNode[],
): string[] {
  const reads = nodes.filter((node) => node["Relation Name"] === table);
  const problems = reads.flatMap((read) => {
    // Of a bitmap scan, the node below has the condition.
    const conditions = flatten(read).map((node) => node["Index Cond"] ?? "");
    const missing = columns.filter((column) => !conditions.some((one) => one.includes(column)));
    const how = `${nameOf(read)} does not look up ${missing.join(", ")}`;
    return missing.length > 0 ? [how] : [];
  });
  const isPage = /\blimit\b/i.test(text);
  if (!sorts && reads.length > 0 && isPage && nodes.some((node) => node["Node Type"] === "Sort")) {
    problems.push(`a page of ${table} is sorted`);
  }
  return problems;
}

function nameOf(node: PlanNode): string {
  const on = node["Index Name"] ?? node["Relation Name"];
  return on ? `${node["Node Type"]} on ${on}` : node["Node Type"];
}
