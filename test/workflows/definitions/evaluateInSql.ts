/**
 * The semantics of conditions once more, by Postgres: each becomes a SQL expression on the documents,
 * with the types, casts and comparisons of SQL. It shares nothing with src/workflows.
 */
import type pg from "pg";
import type { Case, Catalog, Field, Written } from "./generate.ts";

const CASTS: Record<string, string> = {
  number: "numeric", date: "date", datetime: "timestamptz", time: "time", boolean: "boolean", id: "uuid",
};

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function literal(value: unknown, type: string): string {
  const cast = CASTS[type];
  const text = quote(String(value));
  return cast ? `${text}::${cast}` : text;
}

class Translation {
  readonly #catalog: Catalog;
  readonly #object: string;
  readonly #row: string;

  constructor(catalog: Catalog, object: string, row: string) {
    this.#catalog = catalog;
    this.#object = object;
    this.#row = row;
  }

  condition(written: Written): string {
    if (Array.isArray(written["and"])) return `(${written["and"].map((part: Written) => this.condition(part)).join(" and ")})`;
    if (Array.isArray(written["or"])) return `(${written["or"].map((part: Written) => this.condition(part)).join(" or ")})`;
    if (written["not"]) return `(not ${this.condition(written["not"] as Written)})`;
    return `coalesce(${this.#leaf(written)}, false)`;
  }

  #leaf({ field: path, op, value }: Written): string {
    const name = path as string;
    const { type } = this.#field(name.replace(/^old\./, ""));
    const left = this.#value(name, type);
    const compare = (operator: string, right: unknown) => `${left} ${operator} ${literal(right, type)}`;
    switch (op) {
      case "is_null": return value === false ? `${left} is not null` : `${left} is null`;
      case "eq": return compare("=", value);
      case "ne": return compare("is distinct from", value);
      case "gt": return compare(">", value);
      case "gte": return compare(">=", value);
      case "lt": return compare("<", value);
      case "lte": return compare("<=", value);
      case "in": return `(${(value as unknown[]).map((one) => `coalesce(${compare("=", one)}, false)`).join(" or ")})`;
      case "not_in": return `(${(value as unknown[]).map((one) => compare("is distinct from", one)).join(" and ")})`;
      case "changed": return this.#changed(name, type);
      case "changed_to": return `${this.#changed(name, type)} and ${compare("=", value)}`;
      case "contains":
        if (type === "list") return `exists (select from jsonb_array_elements_text(${left}) e where lower(e collate "und-x-icu") = lower(${quote(value as string)} collate "und-x-icu"))`;
        return `strpos(lower(${left} collate "und-x-icu"), lower(${quote(value as string)} collate "und-x-icu")) > 0`;
      case "startswith": return `starts_with(lower(${left} collate "und-x-icu"), lower(${quote(value as string)} collate "und-x-icu"))`;
      case "endswith": return `starts_with(reverse(lower(${left} collate "und-x-icu")), reverse(lower(${quote(value as string)} collate "und-x-icu")))`;
      default: throw new Error(`No such operator: ${String(op)}`);
    }
  }

  #field(path: string): Field {
    let at = this.#object;
    const steps = path.split(".");
    for (;;) {
      const here = this.#catalog[at]?.[steps.join(".")];
      if (here) return here;
      const step = steps.shift();
      at = this.#catalog[at]?.[step ?? ""]?.relation ?? "";
      if (at === "") throw new Error(`No such field: ${path}`);
    }
  }

  #value(path: string, type: string): string {
    if (path.startsWith("old.")) return this.#former(path.slice(4), type);
    const steps = path.split(".");
    const tail = steps.at(-2) === "custom_data" ? steps.splice(-2) : steps.splice(-1);
    const document = steps.length === 0 ? `${this.#row}.record` : `(${this.#row}.related -> ${quote(steps.join("."))})`;
    return this.#read(document, tail, type);
  }

  #read(document: string, path: string[], type: string): string {
    const at = `'{${path.join(",")}}'`;
    if (type === "list") return `nullif(nullif(${document} #> ${at}, 'null'), '[]')`;
    return `(${document} #>> ${at})${CASTS[type] ? `::${CASTS[type]}` : ""}`;
  }

  /** What it was: nothing before there was a record, and what it is where it did not change. */
  #former(path: string, type: string): string {
    const steps = path.split(".");
    const { record, former } = { record: `${this.#row}.record`, former: `${this.#row}.former` };
    return `(case when ${former} is null then null
      when ${former} ? ${quote(steps[0] as string)} then ${this.#read(former, steps, type)}
      else ${this.#read(record, steps, type)} end)`;
  }

  #changed(path: string, type: string): string {
    return `(${this.#value(path, type)} is distinct from ${this.#former(path, type)})`;
  }
}

/** What Postgres says of each case. */
export async function evaluateInSql(client: pg.ClientBase, catalog: Catalog, cases: readonly Case[]): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let start = 0; start < cases.length; start += 250) {
    const slice = cases.slice(start, start + 250);
    const branches = slice.map(({ object, condition }, place) =>
      `when ${place} then ${new Translation(catalog, object, "d").condition(condition)}`);
    const { rows } = await client.query<{ holds: boolean }>(
      `select case d.place ${branches.join("\n")} end as holds
         from jsonb_to_recordset($1::jsonb) as d (place integer, record jsonb, former jsonb, related jsonb) order by d.place`,
      [JSON.stringify(slice.map(({ record, former, related }, place) => ({ place, record, former, related })))],
    );
    answers.push(...rows.map(({ holds }) => holds));
  }
  return answers;
}
