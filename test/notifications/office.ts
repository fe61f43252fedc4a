/** An organization with people who work on each other's records. */
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, insertAs, makeRole, openTrialTenant, runAs } from "../support/tenants.ts";
import type { TrialTenant } from "../support/tenants.ts";

type Row = Record<string, unknown>;

/** A notification as its recipient sees it. */
export type Told = { kind: string; object_type: string | null; object_id: string | null; text: string };

/** An organization and what tests do in it. */
export interface Office extends TrialTenant {
  readonly viewer: Actor;
  readonly manager: Actor;
  insert(table: string, columns: Row, actor?: Actor): Promise<string>;
  run(text: string, values?: unknown[], actor?: Actor): Promise<Row>;
  /** Statements past the policies. */
  past(text: string, values?: unknown[]): Promise<Row[]>;
  /** What somebody is told, oldest first. */
  told(actor: Actor): Promise<Told[]>;
  /** Somebody in a role of their own: what it allows, and modes of fields as `object.field`. */
  person(
    permissions: readonly (readonly [string, string, string])[],
    fields?: Readonly<Record<string, string>>,
  ): Promise<Actor>;
  close(): Promise<void>;
}

/** Opens an organization in a database of its own. */
export async function openOffice(): Promise<Office> {
  const house = await openTrialTenant();
  const { database, tenant, owner } = house;
  const past = (text: string, values: unknown[] = []) =>
    asSuperuser(database, async (client) => (await client.query<Row>(text, values)).rows);
  return {
    ...house,
    past,
    viewer: tenant.actor("viewer"),
    manager: tenant.actor("manager"),
    insert: (table, columns, actor = owner) => insertAs(database, actor, table, columns),
    run: (text, values = [], actor = owner) => runAs(database, actor, text, values),
    told: async (actor) => {
      const { rows, code, message } = await house.trial.tryAs(actor,
        `select kind, object_type, object_id, app_public.notifications_text(n) as text
           from app_public.notifications n order by n.created_at, n.id`);
      if (code) throw new Error(`${code} ${message}`);
      return rows as Told[];
    },
    person: async (permissions, fields = {}) => {
      const rules = Object.entries(fields).map(([name, mode]) => {
        const [object = "", field = ""] = name.split(".");
        return [object, field, mode] as const;
      });
      const role = await asSuperuser(database, (client) => makeRole(client, tenant.organizationId, permissions, rules));
      const userId = await asSuperuser(database, (client) => addMember(client, tenant.organizationId, role.slug));
      return { userId, organizationId: tenant.organizationId };
    },
    close: async () => {
      await house.trial.end();
      await database.drop();
    },
  };
}
