import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, commitAs, makeRole, makeTenant, one } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

/** An organization and those who act in it. */
export type Staff = {
  tenant: Tenant;
  /** A member who is in no team; member and manager are in one together. */
  stranger: string;
  /** By role, and the stranger. */
  people: Record<string, Actor>;
};

/** Makes an organization with somebody in each role, a team and a member outside of it. */
export async function makeStaff(database: TestDatabase): Promise<Staff> {
  return asSuperuser(database, async (client) => {
    const tenant = await makeTenant(client, "Acme");
    const { organizationId, users } = tenant;
    const stranger = await addMember(client, organizationId, "member");
    const team = await one<{ id: string }>(
      client,
      "insert into app_public.teams (organization_id, name) values ($1, 'North') returning id",
      [organizationId],
    );
    for (const user of [users.manager, users.member]) {
      await client.query(
        `insert into app_public.team_members (organization_id, team_id, user_id)
           values ($1, $2, $3)`,
        [organizationId, team.id, user],
      );
    }
    const people: Record<string, Actor> = { stranger: { userId: stranger, organizationId } };
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      people[role] = tenant.actor(role);
    }
    return { tenant, stranger, people };
  });
}

/** Inserts a row for somebody and answers its id. */
export async function insertAs(
  database: TestDatabase,
  actor: Actor,
  table: string,
  insert: string,
): Promise<string> {
  const text = `insert into app_public.${table} ${insert} returning id`;
  const { rows, message } = await commitAs(database, actor, text);
  if (!rows[0]) throw new Error(`${table}: ${message}`);
  return rows[0]["id"] as string;
}

/** A permission of a role. */
export type Permission = readonly [object: string, action: string, scope: string];

/** Makes a member in a custom role of their own that may do what is listed. */
export async function makeHolder(
  database: TestDatabase,
  organizationId: string,
  permissions: readonly Permission[],
): Promise<Actor & { userId: string; roleId: string }> {
  return asSuperuser(database, async (client) => {
    const role = await makeRole(client, organizationId, permissions);
    const userId = await addMember(client, organizationId, role.slug);
    return { userId, organizationId, roleId: role.id };
  });
}
