import type { Checked } from "./check.ts";
import type { Item } from "./items/item.ts";
import type { Comparison, Figures } from "./measure.ts";
import type { StatementPlan } from "./plan.ts";

/** All that was found out about one item. */
export type Result = {
  item: Item;
  connections: number;
  checked: Checked;
  plans: StatementPlan[];
  comparison: Comparison;
};

const HEAD = [
  "item", "req/s", "by hand", "ratio", "p50 ms", "by hand", "p99 ms", "by hand",
  "CPU ms (Node + Postgres)", "by hand", "CPU ratio", "trips", "by hand", "statements", "by hand",
];

function processorTime({ nodeCpu, postgresCpu }: Figures): string {
  return postgresCpu === undefined
    ? nodeCpu.toFixed(2)
    : `${nodeCpu.toFixed(2)} + ${postgresCpu.toFixed(2)}`;
}

function rowOf({ item, checked, comparison }: Result): string[] {
  const { rowhouse, handWritten, ratio, cpuRatio } = comparison;
  return [
    item.title,
    rowhouse.rps.toFixed(0), handWritten.rps.toFixed(0), ratio.toFixed(2),
    rowhouse.p50.toFixed(1), handWritten.p50.toFixed(1),
    rowhouse.p99.toFixed(1), handWritten.p99.toFixed(1),
    processorTime(rowhouse), processorTime(handWritten), cpuRatio.toFixed(2),
    String(checked.rowhouse.roundTrips), String(checked.handWritten.roundTrips),
    String(checked.rowhouse.statements.length), String(checked.handWritten.statements.length),
  ];
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((total, value) => total + Math.log(value), 0) / values.length);
}

/** Writes the results as a Markdown table. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map(rowOf);
  if (results.length > 1) {
    const mean = (pick: (one: Comparison) => number) =>
      geometricMean(results.map(({ comparison }) => pick(comparison))).toFixed(2);
    const last = HEAD.map(() => "");
    last[0] = "geometric mean";
    last[3] = mean(({ ratio }) => ratio);
    last[10] = mean(({ cpuRatio }) => cpuRatio);
    rows.push(last);
  }
  const widths = HEAD.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] as number) : cell.padStart(widths[column] as number),
      )
      .join(" | ")} |`;
  const rule = `|${widths
    .map((width, column) => (column === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`))
    .join("|")}|`;
  return [line(HEAD), rule, ...rows.map(line)].join("\n");
}

/** Makes the rows that `--json` prints. */
export function jsonOf(results: readonly Result[]): Record<string, unknown>[] {
  return results.map(({ item, connections, checked, plans, comparison }) => ({
    item: item.key,
    connections,
    ratio: comparison.ratio,
    cpuRatio: comparison.cpuRatio,
    p50: { rowhouse: comparison.rowhouse.p50, handWritten: comparison.handWritten.p50 },
    p99: { rowhouse: comparison.rowhouse.p99, handWritten: comparison.handWritten.p99 },
    requestsPerSecond: {
      rowhouse: comparison.rowhouse.rps, handWritten: comparison.handWritten.rps,
    },
    cpu: { rowhouse: cpuOf(comparison.rowhouse), handWritten: cpuOf(comparison.handWritten) },
    roundTrips: {
      rowhouse: checked.rowhouse.roundTrips, handWritten: checked.handWritten.roundTrips,
    },
    statements: {
      rowhouse: checked.rowhouse.statements.length,
      handWritten: checked.handWritten.statements.length,
    },
    plans,
  }));
}

function cpuOf({ nodeCpu, postgresCpu }: Figures): Record<string, number | undefined> {
  return { node: nodeCpu, postgres: postgresCpu };
}

/** Lists what was required of the items and is not so, one line each. */
export function failuresOf(results: readonly Result[]): string[] {
  return results.flatMap(({ item, plans, comparison }) => {
    if (!item.requirement) return [];
    const { slowdown = Infinity } = item.requirement;
    const actual = comparison.rowhouse.p50 / comparison.handWritten.p50;
    const failures = plans.flatMap(({ problems, kind }) =>
      problems.map((problem) => `${item.title}: ${problem} (${kind} plan)`),
    );
    if (actual > slowdown) {
      failures.push(
        `${item.title}: p50 is ${actual.toFixed(1)} × the hand-written server's, ` +
          `above ${slowdown} ×`,
      );
    }
    return failures;
  });
}
