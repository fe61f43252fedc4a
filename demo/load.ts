import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { hashPassword } from "../src/auth/passwords.ts";
import { createPool, inTransaction, withConnection } from "../src/database/connections.ts";
import { ROLES } from "../src/database/prepare.ts";
import { importFiles } from "../src/import/importFiles.ts";
import { poolConnections } from "../src/import/session.ts";
import { fileSource } from "../src/import/source.ts";
import type { Logger } from "../src/telemetry/logger.ts";

/** The password of everybody in the demo. */
export const demoPassword = "rowhouse-demo";

/** The people to show a newcomer, one for each role. */
export const demoLogins: readonly { email: string; role: string; organization: string }[] = [
  { email: "owner@acme.test", role: "owner", organization: "Acme" },
  { email: "admin@acme.test", role: "admin", organization: "Acme" },
  { email: "manager@acme.test", role: "manager", organization: "Acme" },
  { email: "rep@acme.test", role: "member", organization: "Acme" },
  { email: "viewer@acme.test", role: "viewer", organization: "Acme" },
  { email: "owner@globex.test", role: "owner", organization: "Globex" },
];

/** Where the demo is loaded. */
export type DemoOptions = {
  /** A login that may switch to rowhouse_owner. */
  ownerUrl: string;
  authenticatorUrl: string;
  logger: Logger;
  /** Slugs of the organizations to load; both unless given. */
  organizations?: readonly string[];
};

/** What a folder of the demo says of its organization. */
type DemoOrganization = {
  name: string;
  slug: string;
  /** The day on which the files' story stands. */
  anchorDate: string;
  currency: string;
  members: { email: string; name: string; role: string; team: string | null }[];
};

const slugs = ["acme", "globex"];
/** The feature flag that says whether the demo data of an organization are complete. */
const flag = "demo_data_loaded";
const dayLength = 86_400_000;

/** How far the demo is loaded into a database. */
export type DemoProgress = {
  /** The database has no organization at all. */
  isEmpty: boolean;
  /** A load was begun and cut off. */
  isCutOff: boolean;
  /** At least one demo organization is complete. */
  isThere: boolean;
};

/** Reads how far the demo is loaded, as a login that may switch to rowhouse_owner. */
export async function readDemoProgress(ownerUrl: string): Promise<DemoProgress> {
  const look = async (client: pg.Client) => {
    const { rows } = await client.query<{ empty: boolean; complete: number; begun: number }>(
      `select not exists (select from app_public.organizations) as empty,
              count(*) filter (where is_enabled)::int as complete, count(*)::int as begun
         from app_public.feature_flags where name = $1`,
      [flag],
    );
    return rows[0] ?? { empty: false, complete: 0, begun: 0 };
  };
  const { empty, complete, begun } = await withConnection(ownerUrl, look, ROLES.owner);
  return {
    isEmpty: empty,
    isCutOff: begun > 0 && complete < slugs.length,
    isThere: complete > 0,
  };
}

/**
 * Loads the demo organizations through the importer, their story ending today. A load that was
 * cut off is completed; what is complete, or made by somebody else, is left alone.
 *
 * @returns the names of the organizations that were loaded
 * @throws Error when a file of the demo does not import
 */
export async function loadDemo(options: DemoOptions): Promise<string[]> {
  const loaded: string[] = [];
  for (const slug of options.organizations ?? slugs) {
    const folder = join(import.meta.dirname, slug);
    const text = readFileSync(join(folder, "organization.json"), "utf8");
    const organization = JSON.parse(text) as DemoOrganization;
    const identity = await withConnection(
      options.ownerUrl,
      (client) => prepareOrganization(client, organization),
      ROLES.owner,
    );
    if (identity === null) continue;
    await importFolder(options, folder, identity);
    await withConnection(
      options.ownerUrl,
      (client) => setFlag(client, identity.organizationId, true),
      ROLES.owner,
    );
    loaded.push(organization.name);
  }
  return loaded;
}

type DemoIdentity = { organizationId: string; userId: string; shiftDays: number };

/** Makes the organization with its people; null when there is nothing to do. */
async function prepareOrganization(
  client: pg.Client,
  organization: DemoOrganization,
): Promise<DemoIdentity | null> {
  const existing = await findOrganization(client, organization.slug);
  if (existing && existing.is_loaded !== false) return null;
  const users = await addUsers(client, organization);
  const owner = organization.members.find(({ role }) => role === "owner");
  const userId = users.get(owner?.email ?? "");
  if (userId === undefined) throw new Error(`${organization.name} has no owner.`);
  const organizationId =
    existing?.id ??
    (await inTransaction(client, async () => {
      const { rows } = await client.query<{ id: string }>(
        "select app_private.create_organization($1, $2, $3, $4) as id",
        [organization.name, userId, organization.slug, organization.currency],
      );
      const id = rows[0]?.id ?? "";
      await setFlag(client, id, false);
      return id;
    }));
  await inTransaction(client, () => addMembers(client, organizationId, organization, users));
  const made = await findOrganization(client, organization.slug);
  // Counted from the day it was made, so that completing a load moves no date once more.
  const today = Date.parse(made?.created_on ?? "");
  const shiftDays = Math.round((today - Date.parse(organization.anchorDate)) / dayLength);
  return { organizationId, userId, shiftDays };
}

async function findOrganization(client: pg.Client, slug: string) {
  const { rows } = await client.query<{
    id: string;
    created_on: string;
    is_loaded: boolean | null;
  }>(
    `select o.id, to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD') as created_on,
         f.is_enabled as is_loaded
       from app_public.organizations o
       left join app_public.feature_flags f on f.organization_id = o.id and f.name = $2
       where o.slug = $1`,
    [slug, flag],
  );
  return rows[0];
}

async function addUsers(
  client: pg.Client,
  { members }: DemoOrganization,
): Promise<Map<string, string>> {
  const emails = members.map(({ email }) => email);
  const known = async () => {
    const { rows } = await client.query<{ email: string; id: string }>(
      "select email, id from app_public.users where email = any ($1)",
      [emails],
    );
    return new Map(rows.map(({ email, id }) => [email, id]));
  };
  const before = await known();
  const missing = members.filter(({ email }) => !before.has(email));
  const hashes = await Promise.all(missing.map(() => hashPassword(demoPassword)));
  for (const [index, { email, name }] of missing.entries()) {
    const hash = hashes[index];
    await client.query("select app_private.create_user($1, $2, $3)", [email, hash, name]);
  }
  return known();
}

async function addMembers(
  client: pg.Client,
  organizationId: string,
  { members }: DemoOrganization,
  users: Map<string, string>,
): Promise<void> {
  for (const { email, role, team } of members) {
    const userId = users.get(email);
    await client.query(
      `insert into app_public.memberships (organization_id, user_id, role_id)
         select organization_id, $2, id from app_public.roles
           where organization_id = $1 and slug = $3
         on conflict (organization_id, user_id) do nothing`,
      [organizationId, userId, role],
    );
    if (team === null) continue;
    await client.query(
      `insert into app_public.teams (organization_id, name) values ($1, $2)
         on conflict (organization_id, name) do nothing`,
      [organizationId, team],
    );
    await client.query(
      `insert into app_public.team_members (organization_id, team_id, user_id)
         select organization_id, id, $2 from app_public.teams
           where organization_id = $1 and name = $3
         on conflict (organization_id, team_id, user_id) do nothing`,
      [organizationId, userId, team],
    );
  }
}

async function setFlag(client: pg.Client, organizationId: string, isLoaded: boolean) {
  await client.query(
    `insert into app_public.feature_flags (organization_id, name, is_enabled) values ($1, $2, $3)
       on conflict (organization_id, name) do update set is_enabled = excluded.is_enabled`,
    [organizationId, flag, isLoaded],
  );
}

async function importFolder(
  options: DemoOptions,
  folder: string,
  { organizationId, userId, shiftDays }: DemoIdentity,
): Promise<void> {
  const pool = createPool({
    connectionString: options.authenticatorUrl,
    applicationName: "rowhouse demo",
    logger: options.logger,
    max: 1,
  });
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
    const { files } = await importFiles({
      connections: poolConnections(pool),
      identity: { organizationId, userId },
      sources: names.sort().map((name) => fileSource(join(folder, name))),
      shiftDays,
    });
    for (const { file, refused, skipped, failed, badRows } of files) {
      const problem = refused ?? skipped ?? badRows[0]?.message;
      if (problem != null || failed > 0) throw new Error(`Demo file ${file}: ${problem}`);
    }
  } finally {
    await pool.end();
  }
}
