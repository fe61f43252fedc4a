/**
 * Whether a condition holds. Two-valued: a comparison with nothing is false, its negation (ne, not_in)
 * true. docs/workflows.md has the whole of it. A condition that the database would not have let
 * through holds for nothing: this neither fails nor follows it out of the record's own values.
 */
import type { WorkflowContext } from "./context.ts";
import { formerValueAt, own, valueAt } from "./context.ts";
import type { Comparison, Condition, FieldType } from "./definition.ts";

/** Deeper than what can be saved. */
const DEEPEST = 25;
const LONGEST_NUMBER = 100;
const DECIMAL = /^(-?)0*(\d*)(?:\.(\d*?)0*)?$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d(?::?\d\d)?)$/;

/** A condition with what came of it. */
export type Explanation = {
  readonly holds: boolean;
  readonly and?: readonly Explanation[];
  readonly or?: readonly Explanation[];
  readonly not?: Explanation;
  readonly field?: string;
  readonly op?: string;
  readonly value?: unknown;
  /** What the field holds. */
  readonly actual?: unknown;
  /** What it held before, where that counts. */
  readonly former?: unknown;
};

/**
 * Whether a condition holds.
 * @param condition - as the database keeps it; null holds always
 * @param context - with what the paths of the condition go through loaded
 */
export function evaluate(condition: Condition | null, context: WorkflowContext): boolean {
  try {
    return condition === null || holds(condition, context, 1);
  } catch (error) {
    if (error instanceof UnreadableCondition) return false;
    throw error;
  }
}

/**
 * Why a condition holds or does not: each part with its own result, none left out.
 * @param condition - as for `evaluate`
 * @param context - as for `evaluate`
 */
export function explain(condition: Condition, context: WorkflowContext): Explanation {
  const result = { holds: evaluate(condition, context) };
  if ("and" in condition) return { ...result, and: condition.and.map((part) => explain(part, context)) };
  if ("or" in condition) return { ...result, or: condition.or.map((part) => explain(part, context)) };
  if ("not" in condition) return { ...result, not: explain(condition.not, context) };
  const { field, op, value } = condition;
  const former = op === "changed" || op === "changed_to" ? { former: formerValueAt(context, field) } : {};
  return { ...result, field, op, ...(value === undefined ? {} : { value }), actual: valueAt(context, field), ...former };
}

/** What cannot have been saved. */
class UnreadableCondition extends Error {}

function holds(condition: Condition, context: WorkflowContext, depth: number): boolean {
  if (depth > DEEPEST || typeof condition !== "object" || condition === null) throw new UnreadableCondition();
  const within = (part: Condition) => holds(part, context, depth + 1);
  if (Object.hasOwn(condition, "and")) return partsOf((condition as { and: unknown }).and).every(within);
  if (Object.hasOwn(condition, "or")) return partsOf((condition as { or: unknown }).or).some(within);
  if (Object.hasOwn(condition, "not")) return !within((condition as { not: Condition }).not);
  if (typeof own(condition, "field") !== "string") throw new UnreadableCondition();
  return compares(condition as Comparison, context);
}

function partsOf(parts: unknown): readonly Condition[] {
  if (!Array.isArray(parts) || parts.length === 0) throw new UnreadableCondition();
  return parts as Condition[];
}

function compares({ field, op, value, type = "text" }: Comparison, context: WorkflowContext): boolean {
  const actual = comparable(type, valueAt(context, field));
  switch (op) {
    case "is_null":
      return (actual === null) === (value !== false);
    case "changed":
      return hasChanged(field, type, actual, context);
    case "changed_to":
      return hasChanged(field, type, actual, context) && equals(type, actual, value);
    case "eq":
      return equals(type, actual, value);
    case "ne":
      return !equals(type, actual, value);
    case "in":
    case "not_in":
      if (!Array.isArray(value)) throw new UnreadableCondition();
      return value.some((one) => equals(type, actual, one)) === (op === "in");
    case "gt":
    case "gte":
    case "lt":
    case "lte":
      return isOrdered(op, order(type, actual, value));
    case "contains":
    case "startswith":
    case "endswith":
      return matches(op, actual, value);
    default:
      throw new UnreadableCondition();
  }
}

function hasChanged(field: string, type: FieldType, actual: Comparable, context: WorkflowContext): boolean {
  if (context.former === null) return actual !== null;
  const former = comparable(type, formerValueAt(context, field));
  if (former === null || actual === null) return former !== actual;
  return JSON.stringify(former) !== JSON.stringify(actual);
}

type Comparable = string | boolean | readonly string[] | null;

/** A value in the form in which equal ones are the same; null for nothing and for what is none. */
function comparable(type: FieldType, value: unknown): Comparable {
  switch (type) {
    case "number":
      return typeof value === "number" || typeof value === "string" ? decimal(String(value)) : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "list": {
      if (!Array.isArray(value)) return null;
      const texts = value.filter((one) => typeof one === "string");
      return texts.length === 0 ? null : texts;
    }
    case "datetime":
      return typeof value === "string" ? moment(value) : null;
    default:
      return typeof value === "string" ? value : null;
  }
}

/** "-012.50" → "-12.5"; null for what is no decimal. */
function decimal(text: string): string | null {
  const found = text.length <= LONGEST_NUMBER && DECIMAL.exec(text);
  if (!found) return null;
  const [, sign = "", whole = "", fraction = ""] = found;
  if (whole === "" && fraction === "") return /\d/.test(text) ? "0" : null;
  return `${sign}${whole === "" ? "0" : whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A time in UTC with microseconds, so that texts are ordered as times are; null for what is none. */
function moment(text: string): string | null {
  const found = MOMENT.exec(text);
  if (!found) return null;
  const [, date = "", time = "", fraction = "", zone = ""] = found;
  const micros = fraction.padEnd(6, "0");
  if (/^(Z|[+-]00(:?00)?)$/.test(zone)) return `${date}T${time}.${micros}Z`;
  const offset = zone.length === 3 ? `${zone}:00` : zone.replace(/^(...):?(..)$/, "$1:$2");
  const instant = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(instant) ? null : `${new Date(instant).toISOString().slice(0, 19)}.${micros}Z`;
}

function equals(type: FieldType, actual: Comparable, value: unknown): boolean {
  return actual !== null && actual === comparable(type, value);
}

/** Below, at or above 0 as the value of the record is less, the same or more; null for nothing. */
function order(type: FieldType, actual: Comparable, value: unknown): number | null {
  const other = comparable(type, value);
  if (typeof actual !== "string" || typeof other !== "string") return null;
  if (type === "number") return orderOfDecimals(actual, other);
  return actual < other ? -1 : Number(actual > other);
}

function orderOfDecimals(one: string, other: string): number {
  const isNegative = one.startsWith("-");
  if (isNegative !== other.startsWith("-")) return isNegative ? -1 : 1;
  return isNegative ? orderOfSizes(other.slice(1), one.slice(1)) : orderOfSizes(one, other);
}

function orderOfSizes(one: string, other: string): number {
  const [whole = "", fraction = ""] = one.split(".");
  const [otherWhole = "", otherFraction = ""] = other.split(".");
  if (whole.length !== otherWhole.length) return whole.length - otherWhole.length;
  if (whole !== otherWhole) return whole < otherWhole ? -1 : 1;
  return fraction < otherFraction ? -1 : Number(fraction > otherFraction);
}

function isOrdered(op: "gt" | "gte" | "lt" | "lte", found: number | null): boolean {
  if (found === null) return false;
  if (op === "gt") return found > 0;
  if (op === "gte") return found >= 0;
  return op === "lt" ? found < 0 : found <= 0;
}

function matches(op: "contains" | "startswith" | "endswith", actual: Comparable, value: unknown): boolean {
  if (typeof value !== "string") return false;
  const sought = value.toLowerCase();
  if (Array.isArray(actual)) return actual.some((one: string) => one.toLowerCase() === sought);
  if (typeof actual !== "string") return false;
  const text = actual.toLowerCase();
  if (op === "contains") return text.includes(sought);
  return op === "startswith" ? text.startsWith(sought) : text.endsWith(sought);
}
