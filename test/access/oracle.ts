/**
 * Asks the same in two worlds and looks for differences: what somebody who may not see what the
 * worlds differ in must never find.
 */
import { isEnumType } from "graphql";
import type { GraphQLProblem } from "../support/api.ts";
import type { SecretTable } from "./secrets.ts";
import { recordId } from "./secrets.ts";
import { CUSTOM_KEY, keyOf } from "./walk.ts";
import type { Leaf, Path, Place, Shape } from "./walk.ts";
import type { Asker, Worlds } from "./worlds.ts";

/** Something that is asked, for which the worlds may have different answers. */
export type Question = {
  label: string;
  /** A field with its selection; questions with the same are asked in one document. */
  selection: string;
  /** Type of the variable `$v`, if there is one. */
  type?: string;
  value?: unknown;
  /** How questions that differ in the value only are asked as one; see `Group`. */
  way: "one of" | "each of" | "one after another" | "alone";
};

/**
 * Questions that are asked as one. Rigorous, since a group counts as answered only if its answer
 * tells that of each: when "this or that" finds nothing, so does each of them; when "this and that"
 * finds everything, so does each; when rows are ordered or grouped by several keys, the first key
 * that tells them apart decides. Any other answer splits the group in two.
 */
type Group = readonly Question[];

const LARGEST = { "one of": 60, "each of": 20, "one after another": 10, alone: 1 } as const;
const TOGETHER = 10;

/** The record type of a table: `deal_products` → `DealProduct`. */
export function recordOfTable(table: SecretTable): string {
  const name = table.isOwn ? table.object : table.name;
  return name
    .replace(/([^s])s$/, "$1")
    .replace(/(^|_)([a-z])/g, (_, _before, letter: string) => letter.toUpperCase());
}

/** `first_name` → `firstName`. */
export function camelCase(column: string): string {
  return column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function listOf(place: Place, shape: Shape, inner: string, given = ""): string {
  if (place.parent === undefined) return `${place.field}${given} ${inner}`;
  const root = shape.places().find(({ parent, record }) => !parent && record === place.parent);
  if (!root) throw new Error(`No list of ${place.parent}`);
  return `${root.field}(first: 20) { nodes { ${place.field}${given} ${inner} } }`;
}

function typeOf(path: Path): string {
  const all = [...path.place.arguments, ...path.place.groupArguments];
  const argument = all.find(({ name }) => name === path.argument);
  return String(argument?.type);
}

/** The values of columns, by record and field. */
export class Values {
  readonly #columns = new Map<string, { first: unknown[]; second: unknown[] }>();
  readonly #shape: Shape;
  #turn = 0;

  constructor(shape: Shape, tables: readonly SecretTable[]) {
    this.#shape = shape;
    for (const table of tables) {
      const rows = table.rows.filter(({ isDeleted }) => !isDeleted);
      for (const { name } of table.columns) {
        this.#columns.set(`${recordOfTable(table)}.${camelCase(name)}`, {
          first: rows.map(({ first }) => first[name]).filter((value) => value != null),
          second: rows.map(({ second }) => second[name]).filter((value) => value != null),
        });
      }
    }
  }

  /** A value for a path that comes out differently in the two worlds, for who sees them. */
  of({ record, field, operator, aggregate, type }: Leaf): unknown {
    this.#turn += 1;
    const column = this.#columns.get(`${record}.${field}`);
    if (operator === "isNull" || type === "Boolean" && !column) return this.#turn % 2 === 0;
    const isAggregate = aggregate !== undefined && aggregate !== "aggregates";
    if (isAggregate && column) {
      const value = aggregated(aggregate, column.first);
      if (value !== undefined && typeof value === "number") return String(type) === "Int" ? Math.round(value) : String(value);
      if (value !== undefined) return value;
    }
    const known = this.#turn % 3 === 0 ? column?.second : column?.first;
    const stored = isAggregate ? undefined : known?.[0];
    const value = isDocument(stored) ? stored[CUSTOM_KEY] : stored;
    if (value === undefined) return this.#anything(type);
    return this.#fit(Array.isArray(value) ? value[0] : value, operator, type);
  }

  #fit(value: unknown, operator: string, type: string): unknown {
    if (isEnumType(this.#shape.schema.getType(type)) && typeof value === "string") {
      return value.toUpperCase();
    }
    if (typeof value === "number" && type !== "Int") return String(value);
    if (typeof value !== "string") return value;
    if (/like/i.test(operator)) return `${value.slice(0, 3)}%`;
    if (/starts|includes/i.test(operator)) return value.slice(0, 2);
    if (/ends/i.test(operator)) return value.slice(2);
    return value;
  }

  #anything(type: string): unknown {
    const enumeration = this.#shape.schema.getType(type);
    if (isEnumType(enumeration)) return enumeration.getValues()[0]?.name;
    switch (type) {
      case "String": case "JSON": return "s0";
      case "UUID": return recordId("contacts", 0);
      case "Int": return 1;
      case "BigInt": case "BigFloat": return "1";
      case "Boolean": return true;
      case "Date": return "2030-06-15";
      case "Datetime": return "2030-06-15T10:00:00Z";
      case "Time": return "10:00:00";
      default: throw new Error(`What is a ${type}?`);
    }
  }
}

function isDocument(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && CUSTOM_KEY in value;
}

function aggregated(aggregate: string, values: readonly unknown[]): unknown {
  const sorted = [...values].sort((a, b) => (a as number) > (b as number) ? 1 : -1);
  if (aggregate === "distinctCount") return new Set(values.map((value) => JSON.stringify(value))).size;
  if (aggregate === "min") return sorted[0];
  if (aggregate === "max") return sorted.at(-1);
  if (typeof values[0] !== "number") return undefined;
  const sum = (values as number[]).reduce((total, value) => total + value, 0);
  return aggregate === "sum" ? sum : sum / values.length;
}

/** Such as `contactsExist`: of a relation, not of a column. */
export function isAboutExistence({ field, operator }: Leaf): boolean {
  return operator === "" && /Exists?$/.test(field);
}

/** A filter that everything passes whose field is null, or of which there are no different values. */
function isPassedByNothing({ label, leaf }: Path, value: unknown): boolean {
  const { operator, aggregate } = leaf;
  const isNumber = aggregate === "distinctCount" || aggregate === "sum";
  const isPassed = isNumber
    ? /^(notEqualTo|notIn|lessThan|distinctFrom)/.test(operator) || operator === "isNull" && value === false
    : operator.startsWith("distinctFrom") || operator === "isNull" && value === true;
  return /\.(none|every)\./.test(label) !== isPassed;
}

/** Turns a path into what is asked. */
export function questionOf(path: Path, shape: Shape, values: Values): Question {
  const { place, kind, argument, label } = path;
  const inner = kind === "order" || kind === "group" ? undefined : values.of(path.leaf);
  const value = path.make(inner);
  const type = typeOf(path).replace(/!?$/, "!");
  if (kind === "group" || kind === "having") {
    const groups = place.groupArguments.find(({ name }) => name === "groupBy");
    const enumeration = shape.schema.getType(/\w+GroupBy/.exec(String(groups?.type))?.[0] ?? "");
    if (!isEnumType(enumeration)) throw new Error(`By what is ${place.name} grouped?`);
    const others = argument === "groupBy" ? "" : "groupBy: [], ";
    const given = kind === "group" ? `${others}${argument}: $v` : `groupBy: [${enumeration.getValues()[0]?.name}], having: $v`;
    const selection = listOf(place, shape, `{ groupedAggregates(${given}) { keys distinctCount { __typename } } }`);
    return { label, selection, type, value, way: kind === "group" ? "one after another" : "one of" };
  }
  const id = keyOf(shape, place.record);
  const page = kind === "order" ? " pageInfo { endCursor }" : "";
  const selection = listOf(place, shape, `{ nodes { ${id} }${page} }`, `(${argument}: $v)`);
  const way =
    kind === "order" ? "one after another"
    // Whether there is a related record is true of some records whatever is hidden.
    : kind === "condition" || isAboutExistence(path.leaf) ? "alone"
    : isPassedByNothing(path, inner) ? "each of" : "one of";
  return { label, selection, type, value, way };
}

/** An answer to one question, without what differs from one request to another. */
function comparable(data: unknown, errors: readonly GraphQLProblem[]): string {
  const problems = errors.map(({ message, path, extensions: { code, fields } }) => ({
    message, path: path?.slice(1), code, fields,
  }));
  // In which order groups come is not said; it is the plan's, which statistics decide.
  const withoutOrder = (key: string, value: unknown): unknown =>
    key === "groupedAggregates" && Array.isArray(value)
      ? value.map((group) => JSON.stringify(group)).sort()
      : value;
  return JSON.stringify([data, problems], withoutOrder);
}

function combined(group: Group): unknown {
  const [first] = group;
  const values = group.map(({ value }) => value);
  if (group.length === 1) return first?.value;
  if (first?.way === "one after another") return values.flat();
  const isHaving = first?.selection.includes("having:");
  if (first?.way === "each of") return { and: values };
  return isHaving ? { OR: values } : { or: values };
}

function countRows(answer: string): number {
  return answer.match(/"(nodeId|id|keys)":/g)?.length ?? 0;
}

/** Asks and counts. */
export class Oracle {
  readonly #worlds: Worlds;
  /** How many questions were asked. */
  count = 0;
  /** How many operations it took. */
  statements = 0;
  /** Questions at which the API failed. */
  readonly broken = new Set<string>();

  constructor(worlds: Worlds) {
    this.#worlds = worlds;
  }

  /**
   * Asks in both worlds.
   * @returns the questions that were answered differently, with both answers
   */
  async differences(asker: Asker, questions: readonly Question[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const alike = Map.groupBy(questions, ({ selection, type, way }) => `${type} ${way} ${selection}`);
    for (const same of alike.values()) await this.#examine(asker, same, found);
    this.count += questions.length;
    return found;
  }

  async #examine(asker: Asker, questions: Group, found: Map<string, string>): Promise<void> {
    const [{ way, selection, type } = questions[0]!] = questions;
    const all = way === "each of" ? await this.#countAll(asker, selection) : 0;
    let groups = inChunks(questions, asker === "owner" ? 1 : LARGEST[way]);
    while (groups.length > 0) {
      const next: Group[] = [];
      for (const some of inChunks(groups, TOGETHER)) {
        const answers = await this.#ask(asker, selection, type, some.map(combined));
        some.forEach((group, place) => {
          const [first, second] = answers[place]!;
          const isSame = first === second;
          const isFailed = first.includes('"INTERNAL"') || second.includes('"INTERNAL"');
          const isTelling = way === "one after another" ? isSame : isSame && countRows(first) === all;
          if (group.length > 1 && (!isTelling || isFailed)) {
            next.push(...inChunks(group, Math.ceil(group.length / 4)));
          } else {
            if (isFailed) this.broken.add(group[0]!.label);
            if (!isSame) found.set(group[0]!.label, `${first}\n${second}`);
          }
        });
      }
      groups = next;
    }
  }

  async #countAll(asker: Asker, selection: string): Promise<number> {
    const [[first]] = await this.#ask(asker, selection.replace(/\(\w+: \$v\)/, ""), undefined, [undefined]) as [[string, string]];
    return countRows(first);
  }

  /** Both answers to each of the values. */
  async #ask(
    asker: Asker,
    selection: string,
    type: string | undefined,
    values: readonly unknown[],
  ): Promise<[string, string][]> {
    const head = type ? `query (${values.map((_, place) => `$v${place}: ${type}`).join(", ")})` : "query";
    const body = values.map((_, place) => `a${place}: ${selection.replaceAll("$v", `$v${place}`)}`);
    const variables = Object.fromEntries(values.map((value, place) => [`v${place}`, value]));
    const answers = await this.#worlds.ask(asker, `${head} { ${body.join("\n")} }`, variables);
    this.statements += values.length;
    for (const { data, errors } of answers) {
      const whole = errors?.find(({ path }) => path === undefined);
      if (whole ?? !data) throw new Error(`${selection}: ${whole?.message}\n${JSON.stringify(values)}`);
    }
    return values.map((_, place) => {
      const [first, second] = answers.map(({ data, errors }) => {
        const own = (errors ?? []).filter(({ path }) => path?.[0] === `a${place}`);
        return comparable(data?.[`a${place}`], own);
      }) as [string, string];
      return [first, second];
    });
  }
}

function inChunks<T>(items: readonly T[], size: number): (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
