/** What the tests of leads work with: an organization, leads in it, and their conversion as somebody. */
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, makeTenant, runAs } from "../support/tenants.ts";
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

const CONVERT = `select * from app_hidden.convert_lead($1, $2, $3, $4, $5, $6, $7)`;

/** A database with an organization whose leads are converted. */
export class LeadWorld {
  readonly database: TestDatabase;
  readonly tenant: Tenant;
  #made = 0;

  constructor(database: TestDatabase, tenant: Tenant) {
    this.database = database;
    this.tenant = tenant;
  }

  get owner(): Actor {
    return this.tenant.actor("owner");
  }

  end(): Promise<void> {
    return this.database.drop();
  }

  /** A row that nobody has; of the owner's unless another actor makes it. */
  insert(table: string, columns: Row, actor = this.owner): Promise<string> {
    return insertAs(this.database, actor, table, columns);
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

  tryConvert(lead: string, given: ConversionArguments = {}, actor = this.owner): Promise<Outcome> {
    const { createAccount = true, createDeal = true, accountId, contactId, deal, key } = given;
    return commitAs(this.database, actor, CONVERT, [
      lead, createAccount, createDeal, accountId, contactId, deal && JSON.stringify(deal), key,
    ]);
  }

  async convert(lead: string, given?: ConversionArguments, actor?: Actor): Promise<Conversion> {
    const { code, message, rows } = await this.tryConvert(lead, given, actor);
    if (code) throw new Error(`${code} ${message}`);
    return rows[0] as Conversion;
  }

  tryUndo(lead: string, actor = this.owner): Promise<Outcome> {
    return commitAs(this.database, actor, "select * from app_public.undo_lead_conversion($1)", [lead]);
  }

  async undo(lead: string): Promise<void> {
    await runAs(this.database, this.owner, "select app_public.undo_lead_conversion($1)", [lead]);
  }

  async preview(lead: string, given: ConversionArguments = {}, actor = this.owner): Promise<Row> {
    const { createAccount = true, createDeal = true, accountId, contactId } = given;
    return runAs(
      this.database,
      actor,
      "select * from app_public.preview_lead_conversion($1, $2, $3, $4, $5)",
      [lead, createAccount, createDeal, accountId, contactId],
    );
  }

  /** Runs SQL past the policies. */
  async sql<R extends Row = Row>(text: string, values: unknown[] = []): Promise<R[]> {
    return asSuperuser(this.database, async (client) => (await client.query<R>(text, values)).rows);
  }

  async read(table: string, id: string | null): Promise<Row> {
    const [row] = await this.sql(`select * from app_public.${table} where id = $1`, [id]);
    if (!row) throw new Error(`No such row of ${table}: ${id}`);
    return row;
  }

  /** Every row of every table of the API, as text, but for logs that only grow. */
  async everything(): Promise<Record<string, string[]>> {
    const tables = await this.sql<{ name: string }>(
      `select relname as name from pg_class
         where relnamespace = 'app_public'::regnamespace and relkind = 'r'
           and relname not in ('lead_conversions') order by 1`,
    );
    const rows: Record<string, string[]> = {};
    for (const { name } of tables) {
      const found = await this.sql<{ row: string }>(
        `select to_jsonb(t)::text as row from app_public.${name} t order by 1`,
      );
      rows[name] = found.map(({ row }) => row);
    }
    return rows;
  }
}

/** Makes a database with one organization. */
export async function openLeadWorld(): Promise<LeadWorld> {
  const database = await createTestDatabase();
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  return new LeadWorld(database, tenant);
}
