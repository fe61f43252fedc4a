/**
 * Two values for every column that shows a field of a record: what it holds in the one world and
 * in the other. Chosen so that whatever depends on the column comes out differently (each number
 * of rows, order, smallest, largest, sum and number of different values), and so that the masks of
 * the two look the same.
 */
import type pg from "pg";
import { readTables } from "../policies/catalog.ts";
import type { ColumnFacts, TableFacts } from "../policies/catalog.ts";
import type { Tenant } from "../support/tenants.ts";

/** A column that shows a field. */
export type SecretColumn = {
  name: string;
  type: string;
  kind: "text" | "key" | "other";
  isGenerated: boolean;
  /** The fields of the object that it shows; hidden with any of them. */
  fields: string[];
};

/** A row as it is in each of the two worlds. */
export type SecretRow = {
  id: string;
  isDeleted: boolean;
  /** What is the same in both. */
  fixed: Record<string, unknown>;
  first: Record<string, unknown>;
  second: Record<string, unknown>;
};

/** A table with fields, and its rows. */
export type SecretTable = {
  name: string;
  object: string;
  /** Whether it is the table of the object itself; others repeat some of its fields. */
  isOwn: boolean;
  columns: SecretColumn[];
  rows: SecretRow[];
};

/** The level of the value of each row, by world: lower levels sort before higher ones. */
const LEVELS = { first: [0, null, 1, 0], second: [2, 3, 1, 2] } as const;

/** Columns that a rule needs filled, though the table says otherwise. */
const ALWAYS_FILLED: ReadonlySet<string> = new Set([
  "leads.company",
  "activities.due_date",
  "leads.disqualified_reason",
  "deals.lost_reason",
]);

/** Seen on exactly one record: each row is on one of those. */
const ON_ONE_RECORD: ReadonlySet<string> = new Set(["notes", "comments", "attachments", "taggings"]);

/** Columns of parts of records that show no field. */
const PARTS: Record<string, (place: number) => Record<string, unknown>> = {
  deal_products: (place) => ({
    deal_id: recordId("deals", place % 3),
    product_id: recordId("products", place % 3),
    quantity: 2,
  }),
  lead_assignments: (place) => ({ lead_id: recordId("leads", place % 3), strategy: "round_robin" }),
  deal_stage_history: (place) => ({ deal_id: recordId("deals", place % 3) }),
  timeline_events: (place) => ({
    event_type: "custom",
    object_type: "product",
    object_id: recordId("products", place % 3),
    actor_type: "system",
  }),
  lead_conversions: (place) => ({ lead_id: recordId("leads", place % 3) }),
};

const SPECIAL: Record<string, (level: number, place: number) => unknown> = {
  email: emailAddress,
  primary_email: emailAddress,
  email_from: emailAddress,
  email_to: (level, place) => [emailAddress(level, place)],
  mime_type: (level, place) => `s${level}/x${place}-7777`,
  checksum: (level, place) => `${level}${place.toString(16)}`.padEnd(64, "a"),
  "deals.amount": (level) => [1100, 1500, 2200, 3300][level],
  "deal_products.unit_price": (level) => [1100, 1500, 2200, 3300][level],
  end_date: (level) => `204${level}-06-15`,
};

const BY_TYPE: Record<string, (level: number, place: number) => unknown> = {
  text: (level, place) => `s${level}x${place}-7777`,
  integer: number,
  smallint: number,
  bigint: number,
  numeric: number,
  boolean: (level) => level > 0,
  date: (level) => `203${level}-06-15`,
  "time without time zone": (level) => `1${level}:00:00`,
  "timestamp with time zone": (level) => `203${level}-06-15T10:00:00Z`,
  jsonb: (level, place) => ({ secret: `s${level}x${place}-7777`, plain: "plain" }),
  "uuid[]": (level, place) => [`00000000-0000-7000-9000-0000000${level}00${(place % 100).toString().padStart(2, "0")}`],
  "text[]": (level, place) => [`s${level}x${place}-7777`],
};

function emailAddress(level: number, place: number): string {
  return `s${level}x${place}@s.corp.test`;
}

function number(level: number): number {
  return [11, 15, 22, 33][level] as number;
}

/** The id of a row, the same in every world. */
export function recordId(table: string, place: number): string {
  const digits = Buffer.from(table).toString("hex").slice(0, 10).padEnd(10, "0");
  const end = Buffer.from(table).toString("hex").slice(-4);
  return `00000000-0000-7000-8000-${place.toString(16).padStart(2, "0")}${digits}`
    .replace("0000-7000", `${end}-7000`);
}

type Facts = {
  tables: TableFacts[];
  fields: (SecretColumn & { table: string; object: string; ownTable: string })[];
};

async function readFacts(client: pg.ClientBase): Promise<Facts> {
  const { rows } = await client.query<Facts["fields"][number]>(
    `select f.table_name as "table", f.column_name as name, min(f.type) as type, min(f.kind) as kind,
         bool_or(f.is_generated) as "isGenerated", array_agg(f.field) as fields, min(f.object) as object, min(o.table_name) as "ownTable"
       from app_hidden.field_columns f join app_hidden.crm_objects o on o.name = f.object
       -- Scores show fields of several objects at once: test/scoring/api.test.ts.
       where f.table_name not like 'lead\\_score%'
       group by 1, 2 order by 1, min(f.position)`,
  );
  return { tables: await readTables(client), fields: rows };
}

class Targets {
  readonly #client: pg.ClientBase;
  readonly #tenant: Tenant;
  readonly #known = new Map<string, unknown[]>();

  constructor(client: pg.ClientBase, tenant: Tenant) {
    this.#client = client;
    this.#tenant = tenant;
  }

  /** What a key can hold, in order. */
  async of(column: ColumnFacts, fieldTables: readonly string[]): Promise<unknown[]> {
    const { table, column: key } = column.refersTo ?? { table: "", column: "" };
    const known = this.#known.get(table);
    if (known) return known;
    const name = table.replace("app_public.", "");
    const made = fieldTables.includes(name)
      ? [0, 1, 2].map((place) => recordId(name, place))
      : await this.#read(table, key);
    if (made.length < 2) throw new Error(`${table} has too few rows for two secrets`);
    this.#known.set(table, made);
    return made;
  }

  async #read(table: string, key: string): Promise<unknown[]> {
    const { organizationId, users } = this.#tenant;
    if (table === "" || table === "app_public.memberships") return Object.values(users).sort();
    const inTenant = table.startsWith("app_public.") ? `where organization_id = $1` : "where $1 <> ''";
    const { rows } = await this.#client.query<{ value: unknown }>(
      `select ${key} as value from ${table} ${inTenant} order by 1`,
      [organizationId],
    );
    return rows.map(({ value }) => value);
  }
}

/** With what it can hold, if that is a key. */
type KeyedColumn = SecretColumn & { notNull: boolean; targets: unknown[] | null };

function makeRow(
  table: TableFacts,
  columns: readonly KeyedColumn[],
  place: number,
  step: number,
  kind: string | undefined,
  kinds: readonly string[],
): SecretRow {
  const row: SecretRow = {
    id: recordId(table.name, place),
    isDeleted: step === 3,
    fixed: PARTS[table.name]?.(place) ?? {},
    first: {},
    second: {},
  };
  for (const column of columns) {
    if (column.isGenerated) continue;
    for (const world of ["first", "second"] as const) {
      const level = LEVELS[world][step] ?? null;
      const isKind = column.name === kind;
      if (kinds.includes(column.name) && !isKind) row[world][column.name] = null;
      else if (level === null && !column.notNull && !isKind) row[world][column.name] = null;
      else row[world][column.name] = valueOf(table.name, column, level ?? 0, place, row.id);
    }
  }
  return row;
}

function valueOf(
  table: string,
  column: KeyedColumn,
  level: number,
  place: number,
  ownId: string,
): unknown {
  if (column.targets) {
    const { targets } = column;
    const value = targets[Math.min(level, targets.length - 1)];
    return value === ownId ? targets[(level + 1) % targets.length] : value;
  }
  const make = SPECIAL[`${table}.${column.name}`] ?? SPECIAL[column.name] ?? BY_TYPE[column.type];
  if (!make) throw new Error(`No secret for ${table}.${column.name} of type ${column.type}`);
  return make(level, place);
}

/** Makes the rows of all tables that show fields. Pipelines, territories and messages are there before. */
export async function makeSecrets(client: pg.ClientBase, tenant: Tenant): Promise<SecretTable[]> {
  const { tables, fields } = await readFacts(client);
  const names = [...new Set(fields.map(({ table }) => table))];
  const targets = new Targets(client, tenant);
  const made: SecretTable[] = [];
  for (const name of names) {
    const table = tables.find((candidate) => candidate.name === name);
    if (!table) throw new Error(`No table ${name}`);
    const own = fields.filter((field) => field.table === name);
    const columns: KeyedColumn[] = [];
    for (const field of own) {
      const facts = table.columns.find((column) => column.name === field.name);
      if (!facts) throw new Error(`No column ${name}.${field.name}`);
      const isKey = facts.refersTo !== null || facts.type === "uuid";
      columns.push({
        ...field,
        type: facts.type,
        notNull: facts.notNull || ALWAYS_FILLED.has(`${name}.${field.name}`),
        targets: isKey ? await targets.of(facts, names) : null,
      });
    }
    const references = table.columns.filter(
      ({ refersTo }) =>
        refersTo && [...names, "messages"].includes(refersTo.table.replace("app_public.", "")),
    );
    const kinds = ON_ONE_RECORD.has(name) ? references.map((column) => column.name) : [];
    const rows = [0, 1, 2, 3].flatMap((step) =>
      kinds.length === 0
        ? [makeRow(table, columns, step, step, undefined, kinds)]
        : kinds.map((kind, index) =>
            makeRow(table, columns, step * kinds.length + index, step, kind, kinds),
          ),
    );
    const hasBin = table.columns.some((column) => column.name === "deleted_at");
    made.push({
      name,
      object: own[0]!.object,
      isOwn: own[0]!.ownTable === name,
      columns: own,
      rows: hasBin ? rows : rows.filter(({ isDeleted }) => !isDeleted),
    });
  }
  return made;
}
