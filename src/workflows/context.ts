/**
 * What conditions and templates speak of: the record as the workflow's owner sees it, what it was
 * before, and the records it refers to.
 */
import type { Relations } from "./definition.ts";

/** Columns of a record by name, as `app_hidden.seen_values` answers them: numbers are texts. */
export type Values = Readonly<Record<string, unknown>>;

/** What a condition or a template is asked of. */
export type WorkflowContext = {
  /** Of the record; null when there is none. */
  readonly objectType: string | null;
  readonly objectId: string | null;
  /** The whole record after the event; null when there is none, or its owner sees none. */
  readonly record: Values | null;
  /** What the columns that changed held before; empty when nothing did, null when there was no record. */
  readonly former: Values | null;
  /** By the path to them, such as "account.owner"; null for what the owner does not see. */
  readonly related: Map<string, Values | null>;
  readonly organization: { readonly id: string; readonly name: string };
  /** Who caused the event; null when it was nobody. */
  readonly actor: { readonly id: string; readonly name: string } | null;
  readonly event: { readonly name: string; readonly occurredAt: string };
  readonly workflow: { readonly id: string; readonly name: string };
  /** What earlier actions of the run made, by their keys. */
  readonly outputs: Map<string, Values>;
};

/** An event as the engine keeps it, its values as the workflow's owner sees them. */
export type SeenEvent = {
  readonly event: string;
  readonly occurredAt: string;
  readonly objectType: string | null;
  readonly objectId: string | null;
  readonly oldValues: Values | null;
  readonly newValues: Values | null;
};

/** Where an event is looked at from. */
export type Surroundings = Pick<WorkflowContext, "organization" | "actor" | "workflow">;

/**
 * Makes the context of an event.
 * @param seen - the event; of one that made a record nothing was before, whatever it says
 * @param surroundings - names that templates may show
 */
export function makeContext(seen: SeenEvent, surroundings: Surroundings): WorkflowContext {
  return {
    ...surroundings,
    objectType: seen.objectType,
    objectId: seen.objectId,
    record: seen.newValues,
    former: /\.(created|logged)$/.test(seen.event) ? null : (seen.oldValues ?? {}),
    related: new Map(),
    event: { name: seen.event, occurredAt: seen.occurredAt },
    outputs: new Map(),
  };
}

/** Where a path leads: through which records, to which column, to which custom field. */
type Place = { readonly through: string; readonly column: string; readonly key: string | undefined };

function placeOf(path: string): Place {
  const steps = path.split(".");
  const key = steps.length > 1 && steps.at(-2) === "custom_data" ? steps.pop() : undefined;
  const column = steps.pop() ?? "";
  return { through: steps.join("."), column, key };
}

/** A property of an object that is its own and not of every object; null without one. */
export function own(values: unknown, name: string): unknown {
  if (typeof values !== "object" || values === null || !Object.hasOwn(values, name)) return null;
  return (values as Values)[name] ?? null;
}

function inside(values: Values | null, { column, key }: Place): unknown {
  const found = own(values, column);
  return key === undefined ? found : own(found, key);
}

/** What a path from the record leads to; null for nothing. */
export function valueAt(context: WorkflowContext, path: string): unknown {
  if (path.startsWith("old.")) return formerValueAt(context, path.slice("old.".length));
  const place = placeOf(path);
  const values = place.through === "" ? context.record : (context.related.get(place.through) ?? null);
  return inside(values, place);
}

/** What a field of the record held before the event: what it holds now, if it did not change. */
export function formerValueAt(context: WorkflowContext, path: string): unknown {
  const place = placeOf(path);
  if (context.former === null || place.through !== "") return null;
  return inside(Object.hasOwn(context.former, place.column) ? context.former : context.record, place);
}

type Query = (text: string, values: unknown[]) => Promise<{ rows: { id: string; recorded: Values }[] }>;

/**
 * Reads the records that others refer to, each once, as whoever the connection acts for. Good for one
 * transaction of one owner: what it has read it does not read again.
 */
export class RecordReader {
  readonly #query: Query;
  readonly #read = new Map<string, Values | null>();

  /** @param query - runs a statement as the workflow's owner */
  constructor(query: Query) {
    this.#query = query;
  }

  /**
   * Fills `related` of contexts with what the relations lead to: one statement for each kind of
   * record and step, however many contexts there are.
   * @param contexts - of workflows of the same owner
   * @param relations - of the trigger, or of the whole version
   */
  async load(contexts: readonly WorkflowContext[], relations: Relations): Promise<void> {
    // What comes first in a path is needed for what follows; and so it sorts.
    for (const path of Object.keys(relations).sort()) {
      const object = relations[path] as string;
      const ids = contexts.map((context) => referenceAt(context, path));
      await this.#fetch(object, ids);
      contexts.forEach((context, place) => {
        const id = ids[place];
        context.related.set(path, (id && this.#read.get(`${object}:${id}`)) || null);
      });
    }
  }

  async #fetch(object: string, ids: readonly (string | null)[]): Promise<void> {
    const missing = new Set(ids.filter((id) => id !== null && !this.#read.has(`${object}:${id}`)));
    if (missing.size === 0) return;
    for (const id of missing) this.#read.set(`${object}:${id}`, null);
    const { rows } = await this.#query("select id, recorded from app_hidden.read_records($1, $2)", [
      object,
      [...missing],
    ]);
    for (const { id, recorded } of rows) this.#read.set(`${object}:${id}`, recorded);
  }
}

function referenceAt(context: WorkflowContext, path: string): string | null {
  const { through, column } = placeOf(path);
  const values = through === "" ? context.record : (context.related.get(through) ?? null);
  const id = own(values, `${column}_id`);
  return typeof id === "string" ? id : null;
}
