import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import { asSuperuser, createTestDatabase, withActor } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant, one } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

const MONTHS = 8;
const PER_MONTH = 2_000;

let database: TestDatabase;
let tenant: Tenant;
let account: string;
/** The first moment of each month that holds events, the newest first. */
let months: Date[];

beforeAll(async () => {
  database = await createTestDatabase();
  await asSuperuser(database, async (client) => {
    tenant = await makeTenant(client, "Acme");
    await client.query(`select app_private.split_timeline_months(now() - interval '${MONTHS - 1} months')`);
    await client.query("set session_replication_role = replica");
    await client.query(
      "insert into app_public.accounts (organization_id, owner_id, name) select $1, $2, 'Account ' || n from generate_series(1, 20) n",
      [tenant.organizationId, tenant.users.owner]);
    await client.query(
      `insert into app_public.timeline_events (organization_id, occurred_at, event_type, object_type, object_id, account_id, actor_type)
         select $1, date_trunc('month', now(), 'UTC') - make_interval(months => m) + n * interval '5 minutes', 'system', 'account', a.id, a.id, 'system'
           from generate_series(0, ${MONTHS - 1}) m, generate_series(1, ${PER_MONTH}) n
           join (select id, row_number() over (order by id) as place from app_public.accounts) a on a.place = 1 + n % 20`,
      [tenant.organizationId]);
    await client.query("analyze app_public.timeline_events");
    account = (await one<{ id: string }>(client, "select id from app_public.accounts order by id limit 1")).id;
    const { rows } = await client.query<{ month: Date }>(
      "select month from app_hidden.months_of('timeline_events') where month <= now() order by month desc");
    months = rows.map(({ month }) => month);
  });
}, 60_000);

afterAll(async () => {
  await database?.drop();
});

const partitionOf = (month: Date | undefined) => month?.toISOString().slice(0, 7).replace("-", "_");

/** The months that Postgres read for a statement, those without any event left out. */
async function monthsRead(client: pg.ClientBase, text: string, values: unknown[]): Promise<(string | undefined)[]> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(
    `explain (analyze, costs off, timing off, summary off, buffers off) ${text}`, values);
  const filled = new Set(months.slice(0, MONTHS).map(partitionOf));
  return rows.map((row) => row["QUERY PLAN"])
    .filter((line) => line.includes("Scan") && !line.includes("never executed"))
    .map((line) => / on timeline_events_(\d{4}_\d\d)/.exec(line)?.[1])
    .filter((month) => filled.has(month));
}

describe("a page of the timeline", () => {
  const PAGE = "select id, data from app_public.timeline_events where account_id = $1";
  const ORDER = "order by occurred_at desc, id desc limit 51";
  const asOwner = <T>(work: (client: pg.Client) => Promise<T>) => withActor(database, tenant.actor("owner"), work);

  it("reads the newest month and none that it does not need", async () => {
    const read = await asOwner((client) => monthsRead(client, `${PAGE} ${ORDER}`, [account]));
    expect(read).toEqual([partitionOf(months[0])]);
  });

  it("reads the month that its cursor is in and no newer one", async () => {
    const at = new Date(Number(months[4]) + 6 * 86_400_000);
    const after = "and occurred_at <= $2::timestamptz and (occurred_at, id) < ($2::timestamptz, $3::uuid)";
    const values = [account, at.toISOString(), "ffffffff-ffff-ffff-ffff-ffffffffffff"];
    const read = await asOwner((client) => monthsRead(client, `${PAGE} ${after} ${ORDER}`, values));
    expect(read).toEqual([partitionOf(months[4])]);
  });

  it("goes on into the month before where one has too few", async () => {
    const at = new Date(Number(months[2]) + 7_200_000);
    const after = "and occurred_at <= $2::timestamptz";
    const read = await asOwner((client) => monthsRead(client, `${PAGE} ${after} ${ORDER}`, [account, at.toISOString()]));
    expect(read).toEqual([partitionOf(months[2]), partitionOf(months[3])]);
  });
});
