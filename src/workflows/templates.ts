/**
 * Filling `{{ paths }}` with values. There are no expressions, and what was filled in is not read
 * again, so nothing that stands in a record does anything.
 */
import type { WorkflowContext } from "./context.ts";
import { own, valueAt } from "./context.ts";

/** Characters of one text; a few references to long fields would otherwise make gigabytes. */
const LONGEST_TEXT = 500_000;
const DEEPEST = 25;
const REFERENCE = /\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}/g;
const NOTHING_BUT_ONE = /^\s*\{\{\s*([a-z][a-z0-9_.]*)\s*\}\}\s*$/;
/** Where a reference by itself stands for the value as it is: a list stays one, and nothing nothing. */
const VALUE_SETTINGS: ReadonlySet<string> = new Set(["value", "values", "filter", "data"]);
/** What a branch consists of is no text to be filled. */
const UNFILLED: ReadonlySet<string> = new Set(["if", "then", "else"]);

/** A text that came out too long. */
export class TemplateError extends Error {}

/**
 * The configuration of an action with its templates filled.
 * @param configuration - as the database keeps it; not changed
 * @param context - with what its paths go through loaded
 * @returns values are escaped where they stand in HTML: in `body` where `html` is true
 * @throws TemplateError when a text has more than 500,000 characters
 */
export function renderConfiguration(
  configuration: Readonly<Record<string, unknown>>,
  context: WorkflowContext,
): Record<string, unknown> {
  const isHtml = Object.hasOwn(configuration, "html") && configuration["html"] === true;
  const rendered = Object.entries(configuration).map(([name, given]) => {
    if (UNFILLED.has(name)) return [name, given];
    const escape = isHtml && name === "body" ? escapeHtml : asItIs;
    return [name, fill(given, context, { escape, keepsValues: VALUE_SETTINGS.has(name) }, 1)];
  });
  return Object.fromEntries(rendered) as Record<string, unknown>;
}

/**
 * A text with its references filled.
 * @param template - the text
 * @param context - with what its paths go through loaded
 * @param escape - is given each value before it is put in
 * @throws TemplateError when it has more than 500,000 characters
 */
export function renderText(
  template: string,
  context: WorkflowContext,
  escape: (text: string) => string = asItIs,
): string {
  let length = template.length;
  return template.replace(REFERENCE, (_, path: string) => {
    const filled = escape(inWords(valueOf(path, context)));
    length += filled.length;
    if (length > LONGEST_TEXT) throw new TemplateError(`The text has more than ${LONGEST_TEXT} characters.`);
    return filled;
  });
}

type Filling = { readonly escape: (text: string) => string; readonly keepsValues: boolean };

function fill(given: unknown, context: WorkflowContext, filling: Filling, depth: number): unknown {
  if (depth > DEEPEST) return null;
  if (typeof given === "string") {
    const [, path] = (filling.keepsValues && NOTHING_BUT_ONE.exec(given)) || [];
    return path === undefined ? renderText(given, context, filling.escape) : valueOf(path, context);
  }
  if (Array.isArray(given)) return given.map((one) => fill(one, context, filling, depth + 1));
  if (typeof given !== "object" || given === null) return given;
  const entries = Object.entries(given);
  return Object.fromEntries(entries.map(([name, one]) => [name, fill(one, context, filling, depth + 1)]));
}

function valueOf(path: string, context: WorkflowContext): unknown {
  const [root = "", name = "", ...rest] = path.split(".");
  if (root === context.objectType) return valueAt(context, path.slice(root.length + 1));
  const { organization, actor, event, workflow, outputs } = context;
  switch (root) {
    case "old":
      return valueAt(context, path);
    case "actions":
      return own(outputs.get(name), rest.join("."));
    case "organization":
      return own(organization, name);
    case "actor":
      return own(actor, name);
    case "event":
      return own({ name: event.name, occurred_at: event.occurredAt }, name);
    case "workflow":
      return own(workflow, name);
    default:
      return null;
  }
}

function inWords(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? value.map(inWords).join(", ") : "";
}

function asItIs(text: string): string {
  return text;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
