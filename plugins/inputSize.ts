/**
 * How much an operation brings along in arguments and variables. A filter becomes SQL object by
 * object, so a few megabytes of them would keep the process busy for seconds.
 */
import type { SelectionNode, ValueNode } from "graphql";
import { Kind } from "graphql";
import { ApiError } from "./errors.ts";

/** What may come in with one operation. */
export interface InputLimits {
  /** Objects and lists inside each other. */
  readonly inputDepth: number;
  /** Objects, in all arguments together; a variable counts wherever it is used. */
  readonly inputObjects: number;
  /** Entries of lists that are no objects, counted alike. */
  readonly inputItems: number;
  /** Entries of one `orderBy` or `groupBy`. */
  readonly sortKeys: number;
}

/** What the arguments of a part of a document hold, fragments counted where they are used. */
export interface InputUse {
  objects: number;
  items: number;
  /** How often each variable is used. */
  readonly variables: Map<string, number>;
  /** Variables that say how a list is ordered or grouped. */
  readonly sortVariables: Set<string>;
}

const SORT_ARGUMENTS: ReadonlySet<string> = new Set([
  "orderBy", "groupBy", "orderByCustomField", "groupByCustomField",
]);

/** An error for an operation that has more than it may have. */
export function tooMuch(what: string, limit: number): ApiError {
  return new ApiError("LIMIT_EXCEEDED", `The operation has ${what}; at most ${limit} are allowed.`);
}

/** The use of nothing. */
export function noInput(): InputUse {
  return { objects: 0, items: 0, variables: new Map(), sortVariables: new Set() };
}

/**
 * Adds one use to another.
 * @param sum - is changed
 * @param part - what to add
 */
export function addInput(sum: InputUse, part: InputUse): void {
  sum.objects += part.objects;
  sum.items += part.items;
  for (const [name, count] of part.variables) {
    sum.variables.set(name, (sum.variables.get(name) ?? 0) + count);
  }
  for (const name of part.sortVariables) sum.sortVariables.add(name);
}

function addLiteral(use: InputUse, node: ValueNode, limits: InputLimits, depth: number): void {
  if (node.kind === Kind.VARIABLE) {
    const name = node.name.value;
    use.variables.set(name, (use.variables.get(name) ?? 0) + 1);
  } else if (node.kind === Kind.LIST) {
    if (depth >= limits.inputDepth) throw tooDeep(limits);
    for (const entry of node.values) {
      if (entry.kind !== Kind.OBJECT && entry.kind !== Kind.VARIABLE) use.items += 1;
      addLiteral(use, entry, limits, depth + 1);
    }
  } else if (node.kind === Kind.OBJECT) {
    if (depth >= limits.inputDepth) throw tooDeep(limits);
    use.objects += 1;
    for (const { value } of node.fields) addLiteral(use, value, limits, depth + 1);
  }
}

function tooDeep(limits: InputLimits): ApiError {
  return tooMuch("too many levels in an argument or variable", limits.inputDepth);
}

function checkSortKeys(count: number, limits: InputLimits): void {
  if (count > limits.sortKeys) throw tooMuch("too many keys to sort or group by", limits.sortKeys);
}

/**
 * What the arguments of one field hold, not of the fields inside it.
 * @param field - a selection; fragments have none of their own
 * @param limits - what is allowed
 * @throws ApiError LIMIT_EXCEEDED
 */
export function inputOf(field: SelectionNode, limits: InputLimits): InputUse {
  const use = noInput();
  if (field.kind !== Kind.FIELD) return use;
  for (const { name, value } of field.arguments ?? []) {
    addLiteral(use, value, limits, 0);
    if (!SORT_ARGUMENTS.has(name.value)) continue;
    if (value.kind === Kind.LIST) checkSortKeys(value.values.length, limits);
    else if (value.kind === Kind.VARIABLE) use.sortVariables.add(value.name.value);
  }
  return use;
}

/**
 * What the default value of a variable holds.
 * @param value - the literal after the equals sign
 * @param limits - what is allowed
 * @throws ApiError LIMIT_EXCEEDED
 */
export function inputOfDefault(value: ValueNode, limits: InputLimits): InputUse {
  const use = noInput();
  addLiteral(use, value, limits, 0);
  return use;
}

/**
 * Refuses arguments that hold too much.
 * @param use - what they hold
 * @param limits - what is allowed
 * @throws ApiError LIMIT_EXCEEDED
 */
export function checkInput(use: Pick<InputUse, "objects" | "items">, limits: InputLimits): void {
  if (use.objects > limits.inputObjects) throw tooMuch("too many objects", limits.inputObjects);
  if (use.items > limits.inputItems) throw tooMuch("too many entries in lists", limits.inputItems);
}

class VariableMeter {
  readonly #limits: InputLimits;
  readonly #use: Pick<InputUse, "objects" | "items">;

  constructor(use: Pick<InputUse, "objects" | "items">, limits: InputLimits) {
    this.#use = use;
    this.#limits = limits;
  }

  /** Stops at the first entry that is too many, so that a refusal takes no time. */
  add(value: unknown, times: number, depth = 0): void {
    if (typeof value !== "object" || value === null) return;
    if (depth >= this.#limits.inputDepth) throw tooDeep(this.#limits);
    if (Array.isArray(value)) {
      for (const entry of value as unknown[]) {
        if (typeof entry !== "object" || entry === null || Array.isArray(entry)) {
          this.#use.items += times;
          checkInput(this.#use, this.#limits);
        }
        this.add(entry, times, depth + 1);
      }
    } else {
      this.#use.objects += times;
      checkInput(this.#use, this.#limits);
      for (const entry of Object.values(value)) this.add(entry, times, depth + 1);
    }
  }
}

/**
 * Refuses an operation whose variables, together with its literals, hold too much.
 * @param use - what the document's arguments hold
 * @param variables - the values that came with the request
 * @param defaults - of variables that did not come
 * @param limits - what is allowed
 * @throws ApiError LIMIT_EXCEEDED
 */
export function checkVariables(
  use: InputUse,
  variables: Readonly<Record<string, unknown>>,
  defaults: ReadonlyMap<string, ValueNode>,
  limits: InputLimits,
): void {
  const { objects, items } = use;
  const sum = { objects, items };
  const meter = new VariableMeter(sum, limits);
  for (const [name, value] of Object.entries(variables)) {
    if (use.sortVariables.has(name) && Array.isArray(value)) checkSortKeys(value.length, limits);
    meter.add(value, use.variables.get(name) ?? 1);
  }
  for (const [name, value] of defaults) {
    if (Object.hasOwn(variables, name)) continue;
    if (use.sortVariables.has(name) && value.kind === Kind.LIST) {
      checkSortKeys(value.values.length, limits);
    }
    const times = use.variables.get(name) ?? 1;
    const part = inputOfDefault(value, limits);
    sum.objects += part.objects * times;
    sum.items += part.items * times;
    checkInput(sum, limits);
  }
}
