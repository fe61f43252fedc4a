import { randomBytes } from "node:crypto";
import type pg from "pg";

/** How far somebody sees: what they own, what their team of three owns, everything. */
export type Reach = "own" | "team" | "all";

/** A member of an organization who watches. */
export type Member = {
  organizationId: string;
  userId: string;
  sessionId: string;
  reach: Reach;
  /** Whose leads they see; everybody's when unset. */
  owners: ReadonlySet<string> | undefined;
};

/** A lead as the generator of changes knows it. */
export type Lead = { id: string; organizationId: string; ownerId: string; isDeleted: boolean };

/** An organization of the bench. */
export type Organization = {
  id: string;
  members: Member[];
  /** Renamed only: those whose timelines are watched. */
  staying: Lead[];
  /** Given away, deleted and restored. */
  moving: Lead[];
};

const MEMBERS: readonly [Reach, number][] = [["all", 4], ["team", 6], ["own", 20]];
const TEAM_SIZE = 3;
const STAYING = 40;
const MOVING = 20;
const HASH = "$2b$12$gIWBk1AoVVvHGXHbSasfE.3nY48Wt4WxQtbtpLEIVtq1BrxBIuJxO";

async function value(client: pg.Client, text: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ value: string }>(text, values);
  if (!rows[0]) throw new Error(`No row: ${text}`);
  return rows[0].value;
}

const createUser = (client: pg.Client) =>
  value(client, "select app_private.create_user($1, $2, 'Somebody') as value",
    [`${randomBytes(8).toString("hex")}@bench.test`, HASH]);

/** Makes a session of a member. */
export const beginSession = (client: pg.Client, userId: string, organizationId: string) =>
  value(client, "select app_private.begin_session($1, $2, $3) as value", [userId, organizationId, randomBytes(32)]);

async function createRole(client: pg.Client, organizationId: string, reach: Reach): Promise<string> {
  const role = await value(client,
    "insert into app_public.roles (organization_id, slug, name) values ($1, $2, $2) returning id as value",
    [organizationId, `reach_${reach}`]);
  await client.query(
    `insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
       values ($1, $2, 'lead', 'view', $3), ($1, $2, 'comment', 'view', 'all')`, [organizationId, role, reach]);
  return role;
}

async function createMembers(client: pg.Client, organizationId: string): Promise<Member[]> {
  const members: Member[] = [];
  for (const [reach, count] of MEMBERS) {
    const role = await createRole(client, organizationId, reach);
    const users: string[] = [];
    for (let number = 0; number < count; number++) {
      const user = await createUser(client);
      await client.query(
        "insert into app_public.memberships (organization_id, user_id, role_id) values ($1, $2, $3)",
        [organizationId, user, role]);
      users.push(user);
    }
    for (let from = 0; reach === "team" && from < count; from += TEAM_SIZE) {
      const team = await value(client,
        "insert into app_public.teams (organization_id, name) values ($1, $2) returning id as value",
        [organizationId, `Team ${from}`]);
      await client.query(
        `insert into app_public.team_members (organization_id, team_id, user_id) select $1, $2, unnest($3::uuid[])`,
        [organizationId, team, users.slice(from, from + TEAM_SIZE)]);
    }
    for (const [index, userId] of users.entries()) {
      const first = index - (index % TEAM_SIZE);
      const owners = { own: new Set([userId]), team: new Set(users.slice(first, first + TEAM_SIZE)), all: undefined }[reach];
      const sessionId = await beginSession(client, userId, organizationId);
      members.push({ organizationId, userId, sessionId, reach, owners });
    }
  }
  return members;
}

/** Makes leads, owned by the members in turn. */
export async function createLeads(
  client: pg.Client,
  organizationId: string,
  owners: readonly string[],
  count: number,
): Promise<Lead[]> {
  const { rows } = await client.query<{ id: string; owner: string }>(
    `insert into app_public.leads (organization_id, company, owner_id)
       select $1, 'Lead ' || n, ($2::uuid[])[1 + n % cardinality($2::uuid[])] from generate_series(1, $3::int) n
       returning id, owner_id as owner`, [organizationId, owners, count]);
  return rows.map(({ id, owner }) => ({ id, organizationId, ownerId: owner, isDeleted: false }));
}

/** Makes an organization with members of each reach and leads. */
export async function createOrganization(client: pg.Client, number: number): Promise<Organization> {
  const owner = await createUser(client);
  const id = await value(client, "select app_private.create_organization($1, $2) as value", [`Organization ${number}`, owner]);
  const members = await createMembers(client, id);
  const owners = members.filter(({ reach }) => reach !== "all").map(({ userId }) => userId);
  return {
    id,
    members,
    staying: await createLeads(client, id, owners, STAYING),
    moving: await createLeads(client, id, owners, MOVING),
  };
}

/** Whether a member sees what somebody owns. */
export function sees({ owners, organizationId }: Member, lead: Pick<Lead, "organizationId" | "ownerId">): boolean {
  return organizationId === lead.organizationId && (owners === undefined || owners.has(lead.ownerId));
}
