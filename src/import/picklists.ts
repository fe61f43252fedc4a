import { ConversionError } from "./convert.ts";
import type { PrepareContext, Value } from "./objects/types.ts";

const leadStatuses: Record<string, string> = {
  new: "new",
  open: "new",
  opennotcontacted: "new",
  notcontacted: "new",
  unqualified: "disqualified",
  attemptedtocontact: "contacted",
  contacted: "contacted",
  connected: "contacted",
  working: "contacted",
  workingcontacted: "contacted",
  inprogress: "contacted",
  nurturing: "contacted",
  qualified: "qualified",
  opendeal: "qualified",
  converted: "converted",
  closedconverted: "converted",
  disqualified: "disqualified",
  closednotconverted: "disqualified",
  junk: "disqualified",
  junklead: "disqualified",
  lost: "disqualified",
  lostlead: "disqualified",
};

const activityStatuses: Record<string, string> = {
  notstarted: "planned",
  planned: "planned",
  open: "planned",
  deferred: "planned",
  inprogress: "in_progress",
  waitingonsomeoneelse: "in_progress",
  completed: "completed",
  done: "completed",
  closed: "completed",
  held: "completed",
  cancelled: "cancelled",
  canceled: "cancelled",
};

const activityTypes: Record<string, string> = {
  call: "call",
  email: "email",
  listemail: "email",
  meeting: "meeting",
  event: "meeting",
  demo: "meeting",
  task: "task",
  todo: "task",
  prep: "task",
  other: "task",
};

const priorities: Record<string, string> = {
  low: "low",
  normal: "normal",
  medium: "normal",
  high: "high",
  urgent: "urgent",
  highest: "urgent",
  critical: "urgent",
};

/** The lead status that a status of another system means; blank is new. */
export function pickLeadStatus(value: Value, context: PrepareContext): string {
  return pick(leadStatuses, value, "new", "lead status", context);
}

/** The rating: hot, warm, cold, or none. */
export function pickRating(value: Value, context: PrepareContext): string | null {
  if (typeof value !== "string") return null;
  const word = value.toLowerCase();
  if (["hot", "warm", "cold"].includes(word)) return word;
  context.warn(`The rating "${value}" is unknown here and was left empty.`);
  return null;
}

/** The activity status that a task status means; blank is planned. */
export function pickActivityStatus(value: Value, context: PrepareContext): string {
  return pick(activityStatuses, value, "planned", "task status", context);
}

/** The first of the values that names a type of activity; a plain task when none does. */
export function pickActivityType(values: Value[]): string {
  const types = values.map((value) =>
    typeof value === "string" ? lookUp(activityTypes, value) : null,
  );
  return types.find((type) => type && type !== "task") ?? "task";
}

/** The priority; blank is normal. */
export function pickPriority(value: Value, context: PrepareContext): string {
  return pick(priorities, value, "normal", "priority", context);
}

function pick(
  list: Record<string, string>,
  value: Value,
  fallback: string,
  what: string,
  context: PrepareContext,
): string {
  if (typeof value !== "string") return fallback;
  const found = lookUp(list, value);
  if (found !== undefined) return found;
  if (value.length > 100) throw new ConversionError(`The ${what} is no ${what}.`);
  context.warn(`The ${what} "${value}" is unknown here and was read as "${fallback}".`);
  return fallback;
}

/** A cell may hold `constructor`. */
function lookUp(list: Record<string, string>, value: string): string | undefined {
  const key = spell(value);
  return Object.hasOwn(list, key) ? list[key] : undefined;
}

function spell(value: string): string {
  return value.toLowerCase().replace(/[^a-z]+/g, "");
}
