/**
 * Measures custom fields: pages and counts of 200,000 leads by indexed ones and one that is not, through the API and
 * beside hand-written SQL without policies on an index made for it; what the definitions cost a bulk
 * insert; and the worst patterns that a definition may have.
 */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { startApi } from "../src/http/server.ts";
import { createAccessTokenKey, signAccessToken } from "../src/auth/tokens.ts";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { loadConfig } from "../src/config.ts";
import { openStorage } from "../src/files/storage.ts";
import { createLogger } from "../src/telemetry/logger.ts";
import { createMetrics } from "../src/telemetry/metrics.ts";
import type { BenchUser } from "./data.ts";
import { startBenchDatabase, value } from "./database.ts";
import { median, percentile } from "./measure.ts";
import { say, timed } from "./output.ts";
import { backendProcessorTime } from "./servers.ts";

const LEADS = 200_000;
const OTHER_ORGANIZATIONS = 19;
const ROUNDS = 31;
const PAGE = 50;
const BULK = 10_000;
/** Most that a page by a value of an indexed field may take, in milliseconds, HTTP included. */
const SLOWEST_PAGE_MS = 10;
/** Most that a pattern may take with a text of 2,000 characters, in milliseconds. */
const SLOWEST_PATTERN_MS = 100;

/** Values of the field "tier", and of how many leads they are. */
const TIERS = { platinum: 10, bronze: 800, silver: 2_000, gold: LEADS / 2 };

const WORST_PATTERNS = [
  "(a|aa)+", "[ab]*a[ab]{200}b", ".*.*.*.*.*.*.*.*.*.*.*.*x", "(.|a|\\w|[ab])*(.|a|\\w|[ab])*x",
  `${"a?".repeat(60)}a{60}`, `(${"a|".repeat(90)}b)*c`, `.{0,250}${"a*".repeat(80)}`,
  "\\w{0,80}é\\W{0,80}\\S{0,80}", "a*[a-z0-9]{0,50}a+é{50}(\\wé[\\w]\\S|\\d|\\s\\sb).{10,}",
];

/** Milliseconds that something takes: the median, and what a quarter of the rounds stay below. */
type Times = { median: number; quarter: number };

async function timesOf(run: () => Promise<unknown>): Promise<Times> {
  const taken: number[] = [];
  // The first few are planned.
  for (let round = -7; round < ROUNDS; round += 1) {
    const time = await timed(run);
    if (round >= 0) taken.push(time);
  }
  return { median: median(taken), quarter: percentile(taken, 0.25) };
}

/** Two hundred thousand leads of one organization, and a tenth as many of others. */
async function fill(admin: pg.Client): Promise<BenchUser> {
  const userId = await value<string>(
    admin, "select app_private.create_user('owner@bench.test', $1, 'Owner')", [`$2b$12$${"a".repeat(53)}`],
  );
  const organizationId = await value<string>(admin, "select app_private.create_organization('Bench', $1)", [userId]);
  await admin.query("set session_replication_role = replica");
  const insert = `insert into app_public.leads (organization_id, owner_id, last_name, company, email, score, created_at, custom_data)
    select $1, $2, 'Lead ' || n, 'Company ' || n % 5000, 'lead' || n || '@bench.test', n * 7919 % 101,
        now() - n * interval '5 minutes', jsonb_build_object(
          'tier', case when n % ${LEADS / TIERS.platinum} = 1 then 'platinum' when n % ${LEADS / TIERS.silver} = 3 then 'silver'
            when n % ${LEADS / TIERS.bronze} = 7 then 'bronze'
            when n % 2 = 0 then 'gold' else 'none' end,
          'size', n % 5000, 'region', 'Region ' || n % 40)
      from generate_series(1, $3::int) n`;
  await admin.query(insert, [organizationId, userId, LEADS]);
  for (let number = 1; number <= OTHER_ORGANIZATIONS; number += 1) {
    const other = await value<string>(admin, "select app_private.create_organization('Other', $1)", [userId]);
    await admin.query(insert, [other, userId, LEADS / 200]);
  }
  await admin.query("reset session_replication_role");
  const sessionId = await value<string>(
    admin, "select app_private.begin_session($1, $2, $3)", [userId, organizationId, randomBytes(32)],
  );
  return { userId, organizationId, sessionId };
}

async function asUser<T>(client: pg.Client, user: BenchUser, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  await becomeActor(client, user);
  const done = await work();
  await client.query("commit");
  return done;
}

async function define(client: pg.Client, user: BenchUser): Promise<void> {
  const fields: [string, string, string[], boolean][] = [
    ["tier", "select", ["platinum", "bronze", "gold", "silver", "none"], true], ["size", "number", [], true], ["region", "text", [], false],
  ];
  for (const [key, type, choices, isIndexed] of fields) {
    const time = await timed(() => asUser(client, user, () => client.query(
      `insert into app_public.custom_field_definitions (object, key, label, type, choices, is_indexed)
         values ('lead', $1, $1, $2, $3, $4)`, [key, type, choices, isIndexed],
    )));
    say(`Defining${isIndexed ? " and indexing" : ""} "${key}" over ${LEADS} leads: ${(time / 1000).toFixed(1)} s`);
  }
}

type Asked = { name: string; condition: string; orderBy: string; where: string; order: string; counts?: boolean };

const newest = { orderBy: "CREATED_AT_DESC", order: "created_at desc, id desc" };
const best = { orderBy: "SCORE_DESC", order: "score desc, id desc" };

function questions(): Asked[] {
  const tiers = Object.entries(TIERS).flatMap(([tier, count]) => {
    const asked = {
      condition: `{key: "tier", equalTo: "${tier}"}`,
      where: `custom_data ->> 'tier' = '${tier}'`,
    };
    const name = `tier ${tier} (${count})`;
    return [
      { ...asked, ...newest, name: `${name}, newest` },
      { ...asked, ...best, name: `${name}, best score` },
      { ...asked, ...newest, name: `${name}, counted`, counts: true },
    ];
  });
  const range = { condition: `{key: "size", lessThan: 5}`, where: "(custom_data ->> 'size')::numeric < 5" };
  // What a request takes by itself, to see what the condition adds on a machine that does other things.
  const all = { condition: "", where: "true", ...newest, name: "no condition, newest" };
  const region = { condition: `{key: "region", equalTo: "Region 7"}`, where: "custom_data ->> 'region' = 'Region 7'" };
  return [
    all, ...tiers, { ...range, ...newest, name: "size below 5 (200), newest" },
    { ...region, ...best, name: "region 7 (5000), not indexed, best score" },
  ];
}

/** What one request for a page or a count takes. */
async function askApi(url: string, token: string, { condition, orderBy, counts }: Asked): Promise<Times> {
  const what = counts ? "totalCount" : "nodes { id name company createdAt customData }";
  const query = `{ leads(first: ${PAGE}, orderBy: ${orderBy}, filter: {customFields: [${condition}]}) { ${what} } }`;
  return timesOf(async () => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    const body = (await response.json()) as { errors?: unknown };
    if (body.errors) throw new Error(JSON.stringify(body.errors));
  });
}

/** The same by hand: no policies, the organization in the statement, an index for the expression. */
async function askByHand(admin: pg.Client, user: BenchUser, { where, order, counts }: Asked) {
  const text = `select ${counts ? "count(*)" : "id, name, company, created_at, custom_data"} from app_public.leads
    where organization_id = '${user.organizationId}' and deleted_at is null and ${where}
    ${counts ? "" : `order by ${order} limit ${PAGE}`}`;
  const { median: time } = await timesOf(() => admin.query(text));
  const { rows } = await admin.query<{ "QUERY PLAN": string }>(`explain (costs off) ${text}`);
  return { time, plan: rows.map((row) => row["QUERY PLAN"].trim()).filter((line) => /Scan|Sort/.test(line)) };
}

/** How the statement with the ids of candidates in it runs, under the policies. */
async function planOfCandidates(client: pg.Client, admin: pg.Client, user: BenchUser): Promise<string[]> {
  const ids = await value<string[]>(
    admin, `select array(select id from app_public.leads where organization_id = $1 and custom_data ->> 'tier' = 'platinum')`,
    [user.organizationId],
  );
  return asUser(client, user, async () => {
    const { rows } = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, costs off, timing off, summary off, buffers off)
         select id from app_public.leads where custom_data -> 'tier' = '"platinum"' and id = any ($1::uuid[])
           order by created_at desc, id desc limit ${PAGE}`, [ids],
    );
    return rows.map((row) => row["QUERY PLAN"]).filter((line) => /Scan|Sort |Index Cond/.test(line));
  });
}

async function measurePages(admin: pg.Client, client: pg.Client, authenticatorUrl: string, user: BenchUser) {
  const failures: string[] = [];
  const jwtSecret = randomBytes(32).toString("hex");
  const metrics = createMetrics();
  const api = await startApi({
    host: "127.0.0.1", port: 0, authenticatorUrl, jwtSecret, corsOrigins: [], trustedProxies: 0,
    files: { storage: openStorage(loadConfig({}).storage), sizeLimit: 1, quota: 1, isScanned: false },
    production: true, logger: createLogger("silent"), metrics,
  });
  try {
    const token = signAccessToken(createAccessTokenKey(jwtSecret), user);
    await admin.query("create index by_hand_tier on app_public.leads (organization_id, (custom_data ->> 'tier'), created_at) where deleted_at is null");
    await admin.query("create index by_hand_size on app_public.leads (organization_id, ((custom_data ->> 'size')::numeric)) where deleted_at is null");
    await admin.query("vacuum (analyze)");
    for (const asked of questions()) {
      const own = await askApi(api.url, token, asked);
      const { time, plan } = await askByHand(admin, user, asked);
      say(`${asked.name}: ${own.median.toFixed(1)} ms by the API (a quarter below ${own.quarter.toFixed(1)}), ` +
        `${time.toFixed(1)} ms by hand, ratio ${(own.median / time).toFixed(1)}\n    by hand: ${plan.join("; ")}`);
      // The quarter, since whatever else the machine does comes on top.
      if (!asked.counts && own.quarter > SLOWEST_PAGE_MS) failures.push(`${asked.name}: above ${SLOWEST_PAGE_MS} ms`);
    }
    say(`The plan of ten candidates:\n    ${(await planOfCandidates(client, admin, user)).join("\n    ")}`);
  } finally {
    await api.stop();
    metrics.stop();
  }
  return failures;
}

/** What definitions cost an insert of many leads: of an organization without any, and of ten. */
async function measureWrites(admin: pg.Client, client: pg.Client, user: BenchUser): Promise<void> {
  const pid = await value<number>(client, "select pg_backend_pid()");
  const organizationId = await value<string>(admin, "select app_private.create_organization('Writes', $1)", [user.userId]);
  const { sessionId: _, ...someone } = user;
  const writer = { ...someone, organizationId } as BenchUser;
  const insert = `insert into app_public.leads (last_name, company, custom_data)
    select 'Lead ' || n, 'Company', jsonb_build_object(${Array.from({ length: 10 }, (_, key) => `'k${key}', ${key % 2 === 0 ? "n" : "'text'"}`).join(", ")})
      from generate_series(1, ${BULK}) n`;
  const triggers = ["validate_custom_data_of_new", "index_custom_data_on_insert"];
  const costOf = async (): Promise<number> => {
    await client.query("begin");
    await becomeActor(client, writer);
    const before = backendProcessorTime(pid) ?? performance.now();
    await client.query(insert);
    const after = backendProcessorTime(pid) ?? performance.now();
    await client.query("rollback");
    await admin.query("vacuum app_public.leads, app_public.audit_log");
    return after - before;
  };
  const compare = async (name: string) => {
    const costs = { without: [] as number[], held: [] as number[] };
    for (let round = 0; round < 7; round += 1) {
      for (const kind of ["without", "held"] as const) {
        for (const trigger of triggers) {
          await admin.query(`alter table app_public.leads ${kind === "held" ? "enable" : "disable"} trigger ${trigger}`);
        }
        costs[kind].push(await costOf());
      }
    }
    const [without, held] = [median(costs.without), median(costs.held)];
    say(`${BULK} leads inserted, ${name}: ${held.toFixed(0)} ms of processor time, without custom fields ` +
      `${without.toFixed(0)} ms, ratio ${(held / without).toFixed(2)}`);
  };
  await compare("no definition");
  for (let key = 0; key < 10; key += 1) {
    await asUser(client, writer, () => client.query(
      "insert into app_public.custom_field_definitions (object, key, label, type) values ('lead', $1, $1, $2)",
      [`k${key}`, key % 2 === 0 ? "number" : "text"],
    ));
  }
  await compare("ten definitions");
  await asUser(client, writer, () => client.query("update app_public.custom_field_definitions set is_indexed = true where key in ('k0', 'k1')"));
  await compare("ten definitions, two of them indexed");
}

async function measurePatterns(admin: pg.Client): Promise<string[]> {
  const texts = ["a".repeat(2000), "ab".repeat(1000), `${"a".repeat(1999)}!`, "é1_- b".repeat(330)];
  let worst = { time: 0, pattern: "" };
  for (const pattern of WORST_PATTERNS) {
    const problem = await value<string | null>(admin, "select app_hidden.pattern_problem($1)", [pattern]);
    if (problem !== null) throw new Error(`${pattern}: ${problem}`);
    for (const text of texts) {
      const time = await timed(() => admin.query("select $1 ~ app_hidden.whole_pattern($2)", [text, pattern]));
      if (time > worst.time) worst = { time, pattern };
    }
  }
  say(`The worst of ${WORST_PATTERNS.length} patterns with texts of 2,000 characters: ${worst.time.toFixed(1)} ms, ${worst.pattern}`);
  return worst.time > SLOWEST_PATTERN_MS ? [`A pattern took more than ${SLOWEST_PATTERN_MS} ms.`] : [];
}

const database = await startBenchDatabase(say);
const failures: string[] = [];
try {
  await withConnection(database.ownerUrl, (admin) =>
    withConnection(database.authenticatorUrl, async (client) => {
      const user = await fill(admin);
      await define(client, user);
      failures.push(...(await measurePatterns(admin)));
      failures.push(...(await measurePages(admin, client, database.authenticatorUrl, user)));
      await measureWrites(admin, client, user);
    }),
  );
} finally {
  await database.stop();
}
for (const failure of failures) say(failure);
if (failures.length > 0) process.exitCode = 1;
