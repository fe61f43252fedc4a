/** What the tests of leads work with: an organization, leads in it, and their conversion as somebody. */
import pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attachAs, attempt, makeTenant } from "../support/tenants.ts";
import type { Outcome, Tenant } from "../support/tenants.ts";

/** Columns of a row. */
export type Row = Record<string, unknown>;

/** What `convertLead` takes beside the lead. */
export type ConversionArguments = {
  createAccount?: boolean;
  createDeal?: boolean;
  accountId?: string;
  contactId?: string;
  deal?: Row;
  key?: string;
};

/** A row of lead_conversions. */
export type Conversion = {
  id: string;
  lead_id: string;
  account_id: string | null;
  contact_id: string;
  deal_id: string | null;
  is_account_created: boolean;
  is_contact_created: boolean;
};

/** SQL of a conversion; see `conversionValues`. */
export const CONVERT = `select * from app_hidden.convert_lead($1, $2, $3, $4, $5, $6, $7)`;

/** The parameters of `CONVERT`. */
export function conversionValues(lead: string, given: ConversionArguments = {}): unknown[] {
  const { createAccount = true, createDeal = true, accountId, contactId, deal, key } = given;
  return [lead, createAccount, createDeal, accountId, contactId, deal && JSON.stringify(deal), key];
}

/** A database with an organization whose leads are converted. */
export class LeadWorld {
  readonly database: TestDatabase;
  readonly tenant: Tenant;
  /** A superuser's connection. */
  readonly admin: pg.Client;
  readonly #login: pg.Client;
  #last: Promise<unknown> = Promise.resolve();
  #made = 0;

  constructor(database: TestDatabase, tenant: Tenant, admin: pg.Client, login: pg.Client) {
    this.database = database;
    this.tenant = tenant;
    this.admin = admin;
    this.#login = login;
  }

  get owner(): Actor {
    return this.tenant.actor("owner");
  }

  async end(): Promise<void> {
    await Promise.all([this.admin.end(), this.#login.end()]);
    await this.database.drop();
  }

  /** Runs a statement for an actor in a transaction that is kept. */
  tryAs(actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> {
    const outcome = this.#last.then(async () => {
      await this.#login.query("begin");
      await becomeActor(this.#login, actor);
      const tried = await attempt(this.#login, text, values);
      await this.#login.query("commit");
      return tried;
    });
    this.#last = outcome.catch(() => undefined);
    return outcome;
  }

  /** As `tryAs`; fails when it is refused. */
  async runAs(actor: Actor, text: string, values: unknown[] = []): Promise<Row> {
    const { code, message, rows } = await this.tryAs(actor, text, values);
    if (code) throw new Error(`${code} ${message}`);
    return rows[0] ?? {};
  }

  /** A new row, by the owner unless another actor makes it. */
  async insert(table: string, columns: Row, actor = this.owner): Promise<string> {
    if (table === "attachments") return attachAs(this.database, actor, columns);
    const places = Object.keys(columns).map((_, index) => `$${index + 1}`);
    const text = `insert into app_public.${table} (${Object.keys(columns).join(", ")})
      values (${places.join(", ")}) returning id`;
    return (await this.runAs(actor, text, Object.values(columns)))["id"] as string;
  }

  /** A lead of a company and with an address that no other lead has. */
  lead(columns: Row = {}, actor = this.owner): Promise<string> {
    const number = ++this.#made;
    const standard = {
      first_name: "Lena",
      last_name: `Lead${number}`,
      company: `Company ${number}`,
      email: `lead${number}@company${number}.test`,
    };
    return this.insert("leads", { ...standard, ...columns }, actor);
  }

  tryConvert(lead: string, given?: ConversionArguments, actor = this.owner): Promise<Outcome> {
    return this.tryAs(actor, CONVERT, conversionValues(lead, given));
  }

  async convert(lead: string, given?: ConversionArguments, actor = this.owner): Promise<Conversion> {
    return (await this.runAs(actor, CONVERT, conversionValues(lead, given))) as Conversion;
  }

  tryUndo(lead: string, actor = this.owner): Promise<Outcome> {
    return this.tryAs(actor, "select * from app_public.undo_lead_conversion($1)", [lead]);
  }

  async undo(lead: string, actor = this.owner): Promise<Row> {
    return this.runAs(actor, "select * from app_public.undo_lead_conversion($1)", [lead]);
  }

  preview(lead: string, given?: ConversionArguments, actor = this.owner): Promise<Row> {
    return this.runAs(
      actor,
      "select * from app_public.preview_lead_conversion($1, $2, $3, $4, $5)",
      conversionValues(lead, given).slice(0, 5),
    );
  }

  /** Runs SQL past the policies. */
  async sql<R extends Row = Row>(text: string, values: unknown[] = []): Promise<R[]> {
    return (await this.admin.query<R>(text, values)).rows;
  }

  async read(table: string, id: string | null): Promise<Row> {
    const [row] = await this.sql(`select * from app_public.${table} where id = $1`, [id]);
    if (!row) throw new Error(`No such row of ${table}: ${id}`);
    return row;
  }

  /** Every row of every table of the API, byte by byte, but for what conversions leave on record. */
  async everything(): Promise<Record<string, string[]>> {
    const [found] = await this.sql<{ statement: string }>(
      `select string_agg(format(
            'select %L as name, array(select r::text from app_public.%I r order by 1) as rows', relname, relname),
          ' union all ') as statement
         from pg_class where relnamespace = 'app_public'::regnamespace and relkind = 'r'
           and relname <> 'lead_conversions'`,
    );
    const tables = await this.sql<{ name: string; rows: string[] }>(found?.statement ?? "");
    return Object.fromEntries(tables.map(({ name, rows }) => [name, rows]));
  }
}

/** Makes a database with one organization. */
export async function openLeadWorld(): Promise<LeadWorld> {
  const database = await createTestDatabase();
  const [admin, login] = [database.ownerUrl, database.authenticatorUrl].map(
    (connectionString) => new pg.Client({ connectionString }),
  ) as [pg.Client, pg.Client];
  await Promise.all([admin.connect(), login.connect()]);
  return new LeadWorld(database, await makeTenant(admin, "Acme"), admin, login);
}
