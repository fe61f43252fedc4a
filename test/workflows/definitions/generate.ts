/** Conditions, and records to ask them of, by chance from a seed; of the fields that there are. */
import { randomUUID } from "node:crypto";

/** What `app_hidden.field_catalog()` says of a field. */
export type Field = { type: string; relation?: string; choices?: string[] };

/** Fields by object and name. */
export type Catalog = Record<string, Record<string, Field>>;

/** A condition as somebody writes it. */
export type Written = Record<string, unknown>;

/** A condition with the documents that it is asked of, numbers as texts. */
export type Case = {
  object: string;
  condition: Written;
  record: Record<string, unknown>;
  former: Record<string, unknown> | null;
  related: Record<string, Record<string, unknown> | null>;
};

const POOLS: Record<string, readonly string[]> = {
  text: ["", "Acme", "acme", "ACME Ltd", "Größe", "GRÖSSE 7", "o'neil", "100%", "a_c", "\\", "{{ lead.name }}", "null", "12"],
  number: ["0", "-0", "1", "10", "10.0", "10.00000000001", "9.99", "-3.5", "-35", "007.5", "999999999999999.99", "999999999999999.98", "12345678901234567890.5"],
  date: ["2026-01-31", "2026-02-01", "1999-12-31", "2024-02-29", "9999-12-30"],
  datetime: [
    "2026-01-31T08:00:00+00:00", "2026-01-31T09:00:00+01:00", "2026-01-31T08:00:00.000001+00:00",
    "2026-01-31T00:30:00+05:30", "2026-01-30T19:00:00Z", "2026-01-31T08:00:00.5Z", "1999-12-31T23:59:59.999999-01:00",
  ],
  time: ["08:30:00", "00:00:00", "23:59:59", "08:30:01"],
  id: ["018f0000-0000-7000-8000-000000000001", "018f0000-0000-7000-8000-00000000000a"],
};

const ORDERED = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "not_in", "is_null", "changed", "changed_to"];
const OPERATORS: Record<string, readonly string[]> = {
  text: ["eq", "ne", "in", "not_in", "contains", "startswith", "endswith", "is_null", "changed", "changed_to"],
  number: ORDERED,
  date: ORDERED,
  datetime: ORDERED,
  time: ORDERED,
  boolean: ["eq", "ne", "is_null", "changed", "changed_to"],
  choice: ["eq", "ne", "in", "not_in", "is_null", "changed", "changed_to"],
  id: ["eq", "ne", "in", "not_in", "is_null", "changed", "changed_to"],
  list: ["contains", "is_null", "changed"],
};

/** Makes cases, the same for the same seed. */
export class Generator {
  readonly #catalog: Catalog;
  #state: number;

  constructor(catalog: Catalog, seed: number) {
    this.#catalog = catalog;
    this.#state = seed;
  }

  /** A number from 0 up to but not 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[Math.floor(this.next() * list.length)];
    if (picked === undefined) throw new Error("There is nothing to pick from");
    return picked;
  }

  /** A condition about an object and the documents to ask it of. */
  makeCase(object: string): Case {
    const related: Case["related"] = {};
    const condition = this.#condition(object, 1, related);
    const record = this.#document(object);
    const changed = Object.fromEntries(
      Object.entries(this.#document(object)).filter(() => this.next() < 0.5),
    );
    return { object, condition, record, former: this.next() < 0.2 ? null : changed, related };
  }

  /** One comparison of a field of the object. */
  leaf(object: string, related: Case["related"] = {}): Written & { field: string; op: string } {
    const { path, field, isOwn } = this.#path(object, related);
    const allowed = OPERATORS[field.type] as readonly string[];
    const isFormer = isOwn && this.next() < 0.15;
    const op = this.pick(allowed.filter((one) => (isOwn && !isFormer) || !one.startsWith("changed")));
    const name = isFormer ? `old.${path}` : path;
    if (op === "changed") return { field: name, op };
    if (op === "is_null") return { field: name, op, ...(this.next() < 0.5 ? { value: this.next() < 0.5 } : {}) };
    if (op === "in" || op === "not_in") {
      return { field: name, op, value: Array.from({ length: 1 + Math.floor(this.next() * 3) }, () => this.#operand(field)) };
    }
    if (["contains", "startswith", "endswith"].includes(op) && field.type === "text") {
      return { field: name, op, value: this.pick(["a", "AC", "größe", "%", "_", "\\", "Ltd", "o'", "{{", "7"]) };
    }
    return { field: name, op, value: this.#operand(field) };
  }

  #condition(object: string, depth: number, related: Case["related"]): Written {
    const chance = this.next();
    if (depth > 4 || chance < 0.55) return this.leaf(object, related);
    if (chance < 0.65) return { not: this.#condition(object, depth + 1, related) };
    const parts = Array.from({ length: 1 + Math.floor(this.next() * 3) }, () => this.#condition(object, depth + 1, related));
    return chance < 0.83 ? { and: parts } : { or: parts };
  }

  #path(object: string, related: Case["related"]): { path: string; field: Field; isOwn: boolean } {
    let at = object;
    let prefix = "";
    for (let step = 0; step < 3 && this.next() < 0.3; step += 1) {
      const relations = Object.entries(this.#catalog[at] ?? {}).filter(([, { type }]) => type === "relation");
      if (relations.length === 0) break;
      const [name, { relation }] = this.pick(relations);
      prefix = prefix === "" ? name : `${prefix}.${name}`;
      at = relation as string;
      if (!(prefix in related)) related[prefix] = this.next() < 0.15 ? null : this.#document(at);
    }
    const fields = Object.entries(this.#catalog[at] ?? {}).filter(([, { type }]) => type !== "relation");
    const [name, field] = this.pick(fields);
    return { path: prefix === "" ? name : `${prefix}.${name}`, field, isOwn: prefix === "" };
  }

  #document(object: string): Record<string, unknown> {
    const document: Record<string, unknown> = {};
    const custom: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(this.#catalog[object] ?? {})) {
      if (field.type === "relation") continue;
      const [, key] = name.split(".");
      if (key !== undefined) {
        if (this.next() < 0.8) custom[key] = this.#held(field);
      } else {
        document[name] = this.#held(field);
      }
    }
    return { ...document, custom_data: custom };
  }

  #held(field: Field): unknown {
    if (this.next() < 0.15) return null;
    if (field.type !== "list") return this.#value(field);
    return Array.from({ length: Math.floor(this.next() * 3) }, () => this.#value(field));
  }

  #value(field: Field): unknown {
    if (field.type === "boolean") return this.next() < 0.5;
    if (field.choices) return this.pick(field.choices);
    if (field.type === "list") return this.pick(POOLS["text"] as readonly string[]);
    return this.pick(POOLS[field.type] ?? [randomUUID()]);
  }

  #operand(field: Field): unknown {
    const value = this.#value(field);
    if (field.type === "list" && value === "") return "acme";
    if (field.type === "number" && this.next() < 0.4 && (value as string).length < 10) return Number(value);
    return value;
  }
}
