import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeRole, runAs } from "../support/tenants.ts";
import type { FieldRule, Tenant } from "../support/tenants.ts";

/** Makes somebody who may do everything to customers and communications but what the rules say of fields. */
export async function makeRestricted(
  database: TestDatabase,
  { organizationId }: Tenant,
  rules: readonly FieldRule[],
): Promise<Actor> {
  return asSuperuser(database, async (client) => {
    const everything = ["communication", "contact", "account", "deal"].flatMap((object) =>
      ["view", "create", "edit", "delete"].map((action) => [object, action, "all"] as const),
    );
    const role = await makeRole(client, organizationId, everything, rules);
    const userId = await addMember(client, organizationId, role.slug);
    return { userId, organizationId };
  });
}

/** Logs a mail for somebody, kept; answers its id. */
export function logMail(
  database: TestDatabase,
  actor: Actor,
  columns: Record<string, unknown>,
): Promise<string> {
  return insertAs(database, actor, "communications", { type: "email", ...columns });
}

/** The rows of a statement as somebody sees them. */
export async function seen(
  database: TestDatabase,
  actor: Actor,
  text: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const { rows } = await runAs(
    database,
    actor,
    `select coalesce(jsonb_agg(to_jsonb(r)), '[]') as rows from (${text}) r`,
    values,
  );
  return rows as Record<string, unknown>[];
}
