/** How long conditions take: the figure of `npm run bench:workflows`, which needs no database. */
import { pathToFileURL } from "node:url";
import { evaluate } from "../src/workflows/conditions.ts";
import { makeContext } from "../src/workflows/context.ts";
import type { WorkflowContext } from "../src/workflows/context.ts";
import type { Condition } from "../src/workflows/definition.ts";

/** In milliseconds for one evaluation, on average: of a usual condition, and of one as large as may be saved. */
export type ConditionTimes = { readonly usual: number; readonly largest: number };

/** Limit of SPEC 15, in milliseconds. */
export const CONDITION_LIMIT_MS = 0.1;

const ROUNDS = 20_000;

function context(): WorkflowContext {
  const newValues = Object.fromEntries(Array.from({ length: 60 }, (_, place) => [`column_${place}`, `value ${place}`]));
  const made = makeContext(
    {
      event: "lead.updated", occurredAt: "", objectType: "lead", objectId: null, oldValues: { status: "new" },
      newValues: { ...newValues, status: "qualified", annual_revenue: "999999999999999.99", updated_at: "2026-01-31T08:00:00.123456+01:00", custom_data: { size: "12.5" } },
    },
    { organization: { id: "", name: "" }, actor: null, workflow: { id: "", name: "" } },
  );
  made.related.set("account.owner", { email: "Somebody@Acme.test" });
  return made;
}

/** Five comparisons of different types, through a relation and with a former value, in three levels. */
const USUAL: Condition = {
  and: [
    { field: "status", op: "changed_to", value: "qualified", type: "choice" },
    { field: "annual_revenue", op: "gte", value: "999999999999999.98", type: "number" },
    { or: [{ field: "account.owner.email", op: "endswith", value: "@globex.test", type: "text" }, { not: { field: "custom_data.size", op: "lt", value: "12", type: "number" } }] },
    { field: "updated_at", op: "lt", value: "2026-01-31T08:00:00.000000Z", type: "datetime" },
  ],
};

function measure(condition: Condition, rounds: number): number {
  const asked = context();
  for (let round = 0; round < rounds / 10; round += 1) evaluate(condition, asked);
  const begin = performance.now();
  let held = 0;
  for (let round = 0; round < rounds; round += 1) held += Number(evaluate(condition, asked));
  if (held !== rounds) throw new Error("The condition was to hold each time");
  return (performance.now() - begin) / rounds;
}

/** Measures; the large condition holds 100 of the usual, 500 comparisons. */
export function measureConditions(): ConditionTimes {
  return { usual: measure(USUAL, ROUNDS), largest: measure({ and: Array.from({ length: 100 }, () => USUAL) }, ROUNDS / 100) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { usual, largest } = measureConditions();
  console.log(`condition evaluation: ${usual.toFixed(4)} ms of 5 comparisons, ${largest.toFixed(3)} ms of 500; limit ${CONDITION_LIMIT_MS} ms`);
  if (usual > CONDITION_LIMIT_MS) process.exitCode = 1;
}
