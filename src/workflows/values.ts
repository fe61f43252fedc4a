/** The values of events as the database keeps them, which has more digits than JavaScript. */
import type { Values } from "./context.ts";

type Source = { readonly source: string };
type Reviver = (key: string, value: unknown, context: Source) => unknown;
type ExactJson = {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(text: string): unknown;
};

// What ES2025 has and TypeScript does not know yet.
const exact = JSON as unknown as ExactJson;

/** A row with its numbers as texts, as conditions and templates take them; null for none. */
export function exactValues(json: string | null): Values | null {
  if (json === null) return null;
  return exact.parse(json, (_, value, { source }) => (typeof value === "number" ? source : value)) as Values;
}

/** A row that is written again with all the digits it was read with; null for none. */
export function sameValues(json: string | null): Values | null {
  if (json === null) return null;
  return exact.parse(json, (_, value, { source }) =>
    (typeof value === "number" ? exact.rawJSON(source) : value)) as Values;
}
