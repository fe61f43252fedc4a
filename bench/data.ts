import { createHash } from "node:crypto";
import type pg from "pg";
import { withConnection } from "../src/database/connections.ts";
import * as sql from "./dataStatements.ts";
import { HAND_WRITTEN_CONVERSION } from "./items/convertLead.ts";

/** Organizations in the data; the first is the one that is measured. */
export const ORGANIZATIONS = 20;
/** Users of each organization: owner, admin, two managers, members. */
export const MEMBERS = 20;

/** A manager of the first organization beside these, who owns nothing. */
const TEAM_MANAGER = MEMBERS + 1;

/** More than are converted in a run. */
const MOST_OPEN_LEADS = 40_000;

/** Size of the others as a share of the first. */
const SHARE_OF_OTHERS = 1 / 40;

/** Records of the largest organization at scale 1. */
const LARGEST = {
  accounts: 50_000,
  contacts: 100_000,
  leads: 200_000,
  deals: 100_000,
  activities: 500_000,
  notes: 100_000,
};

/** How many records of each kind an organization has. */
export type Counts = typeof LARGEST;

/** A signed-in user whose requests are measured. */
export type BenchUser = { userId: string; sessionId: string; organizationId: string };

/** What the items need to know of the data. */
export type Data = {
  organizationId: string;
  /** Sees and changes everything in the largest organization. */
  owner: BenchUser;
  /** Sees own records only; owns 0.1 % of them. */
  member: BenchUser;
  /** Sees the records of a team of two: of the member above and their own, who has none. */
  teamManager: BenchUser;
  /** Accounts with many records on them. */
  accountIds: string[];
  /** Leads that can be converted, of the largest organization. */
  openLeadIds: string[];
  counts: Counts;
};

function countsOf(organization: number, scale: number): Counts {
  const share = scale * (organization === 1 ? 1 : SHARE_OF_OTHERS);
  const entries = Object.entries(LARGEST).map(
    ([name, count]) => [name, Math.max(MEMBERS, Math.round(count * share))] as const,
  );
  return Object.fromEntries(entries) as Counts;
}

/**
 * Fills a migrated database with the bench's records: the same ones at every run.
 *
 * @param ownerUrl - Superuser login, since triggers and foreign keys are passed over.
 * @param scale - 1 for 200,000 leads in the largest organization.
 */
export async function fillDatabase(ownerUrl: string, scale: number): Promise<Data> {
  return withConnection(ownerUrl, async (client) => {
    await client.query("set synchronous_commit = off");
    await client.query(sql.FUNCTIONS);
    const organizationIds: string[] = [];
    for (let number = 1; number <= ORGANIZATIONS; number += 1) {
      organizationIds.push(await addOrganization(client, number));
    }
    await client.query(sql.TEAM_MANAGER, [TEAM_MANAGER, MEMBERS]);
    await client.query(sql.TEAM, [organizationIds[0], TEAM_MANAGER, MEMBERS]);
    await fillTables(client, organizationIds, scale);
    await client.query(HAND_WRITTEN_CONVERSION);
    await client.query("vacuum (freeze, analyze)");
    await client.query("checkpoint");
    return describe(client, organizationIds[0] as string, countsOf(1, scale));
  });
}

async function addOrganization(client: pg.Client, number: number): Promise<string> {
  await client.query(sql.USERS, [number, MEMBERS]);
  const { rows } = await client.query<{ id: string }>(sql.ORGANIZATION, [number]);
  const id = rows[0]?.id as string;
  await client.query(sql.MEMBERSHIPS, [id, number, MEMBERS]);
  return id;
}

async function fillTables(
  client: pg.Client,
  organizationIds: readonly string[],
  scale: number,
): Promise<void> {
  // Rows are written as the triggers would leave them, and in bulk.
  await client.query("set session_replication_role = replica");
  const indexes = await dropIndexes(client);
  for (const [index, id] of organizationIds.entries()) {
    const number = index + 1;
    const counts = countsOf(number, scale);
    const { accounts, contacts, leads, deals, activities, notes } = counts;
    await client.query(sql.PRODUCTS, [id, number]);
    await client.query(sql.ACCOUNTS, [id, number, accounts]);
    await client.query(sql.CONTACTS, [id, number, contacts, accounts]);
    await client.query(sql.LEADS, [id, number, leads]);
    await client.query(sql.DEALS, [id, number, deals, contacts, accounts]);
    await client.query(sql.DEAL_PRODUCTS, [id, number, deals]);
    await client.query(sql.STAGE_HISTORY, [id]);
    await client.query(sql.ACTIVITIES, [id, number, activities, accounts, contacts, leads, deals]);
    await client.query(sql.NOTES, [id, number, notes, accounts, leads, deals]);
    await client.query(sql.DEAL_NUMBERS, [id, deals]);
  }
  for (const statement of indexes) await client.query(statement);
  await client.query("reset session_replication_role");
}

/** Indexes are built faster over rows that are there; constraints stay. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(sql.INDEXES);
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

async function describe(
  client: pg.Client,
  organizationId: string,
  counts: Counts,
): Promise<Data> {
  const signIn = async (member: number): Promise<BenchUser> => {
    const tokenHash = createHash("sha256").update(`bench member ${member}`).digest();
    const { rows } = await client.query<{ user: string; session: string }>(sql.SESSION, [
      member, MEMBERS, organizationId, tokenHash,
    ]);
    const [row] = rows;
    if (!row) throw new Error(`there is no member ${member}`);
    return { userId: row.user, sessionId: row.session, organizationId };
  };
  const { rows } = await client.query<{ id: string }>(sql.BUSY_ACCOUNTS, [counts.accounts]);
  const leads = await client.query<{ id: string }>(sql.OPEN_LEADS, [organizationId, MOST_OPEN_LEADS]);
  return {
    organizationId,
    owner: await signIn(1),
    member: await signIn(MEMBERS),
    teamManager: await signIn(TEAM_MANAGER),
    accountIds: rows.map(({ id }) => id),
    openLeadIds: leads.rows.map(({ id }) => id),
    counts,
  };
}
