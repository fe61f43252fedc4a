/**
 * Measures the timeline: pages of accounts with many and with few events among five million in 24
 * months, what Postgres takes for the API's statement beside one written by hand under the same
 * policies; which months are read; and what events cost those who cause them.
 */
import { randomBytes } from "node:crypto";
import { Command } from "commander";
import type pg from "pg";
import { createAccessTokenKey, signAccessToken } from "../src/auth/tokens.ts";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { startApi } from "../src/http/server.ts";
import { loadConfig } from "../src/config.ts";
import { openStorage } from "../src/files/storage.ts";
import { createLogger } from "../src/telemetry/logger.ts";
import { createMetrics } from "../src/telemetry/metrics.ts";
import type { BenchUser } from "./data.ts";
import { startBenchDatabase, value } from "./database.ts";
import { median } from "./measure.ts";
import { say, timed } from "./output.ts";
import { startWireTap } from "./wireTap.ts";
import type { SeenStatement } from "./wireTap.ts";

const MONTHS = 24;
const EVENTS = 5_000_000;
const ACCOUNTS = 2_000;
const ROUNDS = 41;
const PAGE = 50;
const BULK = 10_000;
const MOST = 1.3;
const MOST_MERGE_SECONDS = 5;

async function asUser<T>(client: pg.Client, user: BenchUser, work: () => Promise<T>, end = "commit"): Promise<T> {
  await client.query("begin");
  await becomeActor(client, user);
  try {
    return await work();
  } finally {
    await client.query(end);
  }
}

type Accounts = { many: string; few: string };

/** Events of 2,000 accounts: the first has a tenth of them, the second twenty, the others the rest. */
async function fill(admin: pg.Client, events: number): Promise<{ user: BenchUser; accounts: Accounts }> {
  const userId = await value<string>(
    admin, "select app_private.create_user('owner@bench.test', $1, 'Owner')", [`$2b$12$${"a".repeat(53)}`],
  );
  const organizationId = await value<string>(admin, "select app_private.create_organization('Bench', $1)", [userId]);
  await admin.query(`select app_private.split_timeline_months(now() - interval '${MONTHS - 1} months')`);
  await admin.query("set session_replication_role = replica");
  await admin.query(
    "insert into app_public.accounts (organization_id, owner_id, name) select $1, $2, 'Account ' || n from generate_series(1, $3::int) n",
    [organizationId, userId, ACCOUNTS]);
  await admin.query(
    `insert into app_public.contacts (organization_id, owner_id, last_name, account_id)
       select $1, $2, 'Contact', a.id from app_public.accounts a, generate_series(1, 5) n where a.organization_id = $1`,
    [organizationId, userId]);
  const { rows: indexes } = await admin.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
       where i.indrelid = 'app_public.timeline_events'::regclass and not i.indisprimary`);
  for (const { name } of indexes) await admin.query(`drop index ${name}`);
  await admin.query(
    `with account as (select id, row_number() over (order by id) as n from app_public.accounts where organization_id = $1),
       place as (select a.n, a.id as account_id, c.id as contact_id, row_number() over (partition by a.id order by c.id) as m
         from account a join app_public.contacts c on c.organization_id = $1 and c.account_id = a.id)
     insert into app_public.timeline_events (organization_id, occurred_at, event_type, object_type, object_id, account_id, contact_id,
         actor_type, actor_id, data)
       select $1, date_trunc('month', now()) + interval '20 days' - (e.i::float8 / $3) * interval '${MONTHS - 1} months 20 days',
           (array['field_updated', 'custom', 'field_updated', 'status_change', 'system'])[1 + e.i / 10 % 5],
           case when e.i % 3 = 0 then 'account' else 'contact' end, case when e.i % 3 = 0 then p.account_id else p.contact_id end,
           p.account_id, case when e.i % 3 <> 0 then p.contact_id end, 'user', $2,
           '{"before": {"industry": "Retail"}, "after": {"industry": "Software"}}'
         from generate_series(1, $3::bigint) e (i)
         join place p on p.m = 1 + e.i % 5
           and p.n = case when e.i % 10 = 0 then 1 when e.i % ($3 / 20) = 3 then 2 else 3 + e.i * 7919 % ${ACCOUNTS - 2} end`,
    [organizationId, userId, events]);
  await admin.query("reset session_replication_role");
  for (const { definition } of indexes) await admin.query(definition.replace(" ON ONLY ", " ON "));
  await admin.query("vacuum (analyze)");
  const { rows } = await admin.query<{ id: string }>(
    "select id from app_public.accounts where organization_id = $1 order by id limit 2", [organizationId]);
  const sessionId = await value<string>(admin, "select app_private.begin_session($1, $2, $3)", [userId, organizationId, randomBytes(32)]);
  return { user: { userId, organizationId, sessionId }, accounts: { many: rows[0]?.id ?? "", few: rows[1]?.id ?? "" } };
}

type Asked = { name: string; account: string; deep?: boolean; type?: string };

const QUERY = `query ($id: UUID!, $type: [TimelineEventType!], $after: Cursor, $first: Int) {
  timeline(objectType: "account", objectId: $id, eventType: $type, after: $after, first: $first) {
    nodes { id eventType occurredAt objectType objectId data } pageInfo { hasNextPage endCursor } } }`;

type Answer = { data?: { timeline: { nodes: unknown[]; pageInfo: { endCursor: string } } }; errors?: unknown };

async function ask(url: string, token: string, variables: Record<string, unknown>) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST", headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: QUERY, variables: { first: PAGE, ...variables } }),
  });
  const { data, errors } = (await response.json()) as Answer;
  if (!data) throw new Error(JSON.stringify(errors));
  return data.timeline;
}

const byHand = ({ deep, type }: Asked) => `
  select id, event_type, occurred_at, object_type, object_id, data from app_public.timeline_events
    where account_id = $1 ${type ? "and event_type = any ($2::text[])" : "and $2::text is null"}
      ${deep ? "and occurred_at <= $3 and (occurred_at, id) < ($3::timestamptz, $4::uuid)" : "and $3::timestamptz is null and $4::uuid is null"}
    order by occurred_at desc, id desc limit ${PAGE + 1}`;

/** What Postgres takes to plan and run a prepared statement, in milliseconds; planned anew as long as it thinks that better. */
async function postgresTime(client: pg.Client, name: string, values: readonly (string | null)[]): Promise<number> {
  const given = values.map((one) => (one === null ? "null" : `'${one.replaceAll("'", "''")}'`)).join(", ");
  const { rows } = await client.query<{ "QUERY PLAN": [{ "Planning Time": number; "Execution Time": number }] }>(
    `explain (analyze, timing off, buffers off, format json) execute ${name}(${given})`);
  const [explained] = rows[0]?.["QUERY PLAN"] ?? [];
  if (!explained) throw new Error(`Postgres does not explain ${name}`);
  return explained["Planning Time"] + explained["Execution Time"];
}

/** Months that a statement read of how many its plan has, by what Postgres says it did. */
async function monthsRead(client: pg.Client, { text, values }: { text: string; values: unknown[] }): Promise<string[]> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain (analyze, costs off, timing off, summary off, buffers off) ${text}`, values);
  return rows.map((row) => row["QUERY PLAN"])
    .filter((line) => /Scan.* on timeline_events_/.test(line) && !line.includes("never executed"))
    .map((line) => / on timeline_events_(\d{4}_\d\d|earlier|later)/.exec(line)?.[1] ?? line);
}

async function comparePages(authenticatorUrl: string, user: BenchUser, accounts: Accounts): Promise<string[]> {
  const failures: string[] = [];
  const tap = await startWireTap(Number(new URL(authenticatorUrl).port));
  const jwtSecret = randomBytes(32).toString("hex");
  const metrics = createMetrics();
  const api = await startApi({
    files: { storage: openStorage(loadConfig({}).storage), sizeLimit: 1, quota: 1, isScanned: false },
    host: "127.0.0.1", port: 0, authenticatorUrl: tap.urlFor(authenticatorUrl), jwtSecret, corsOrigins: [], trustedProxies: 0,
    production: true, logger: createLogger("silent"), metrics,
  });
  const token = signAccessToken(createAccessTokenKey(jwtSecret), user);
  const questions: Asked[] = [
    { name: "newest of many", account: accounts.many }, { name: "deep cursor of many", account: accounts.many, deep: true },
    { name: "one type of many", account: accounts.many, type: "status_change" },
    { name: "newest of few", account: accounts.few }, { name: "deep cursor of few", account: accounts.few, deep: true },
    { name: "one type of few", account: accounts.few, type: "status_change" },
  ];
  try {
    await withConnection(authenticatorUrl, async (client) => {
      for (const asked of questions) {
        const at = asked.deep
          ? await asUser(client, user, () => client.query<{ occurred_at: string; id: string }>(
              `select occurred_at::text, id from app_public.timeline_events where account_id = $1
                 order by occurred_at desc, id desc offset (select count(*) / 2 from app_public.timeline_events where account_id = $1) limit 1`,
              [asked.account])).then(({ rows }) => rows[0])
          : undefined;
        let after: string | null = null;
        if (at) {
          const { pageInfo } = await ask(api.url, token, { id: asked.account, first: 1 });
          const [digest] = JSON.parse(Buffer.from(pageInfo.endCursor, "base64").toString("utf8")) as string[];
          after = Buffer.from(JSON.stringify([digest, at.occurred_at, at.id])).toString("base64");
        }
        const variables = { id: asked.account, type: asked.type ? [asked.type.toUpperCase()] : null, after };
        await ask(api.url, token, variables);
        tap.take();
        await ask(api.url, token, variables);
        const seen = tap.take().statements.filter(({ text }) => text.includes("timeline"));
        const check = seen.find(({ text }) => text.includes("timeline_column")) as SeenStatement;
        const own = seen.find(({ text }) => text.includes('"timeline_events"')) as SeenStatement;
        const hand = { text: byHand(asked), values: [asked.account, asked.type ? `{${asked.type}}` : null, at?.occurred_at ?? null, at?.id ?? null] };
        const times: Record<"own" | "hand" | "check", number[]> = { own: [], hand: [], check: [] };
        await asUser(client, user, async () => {
          const statements = { own, hand, check };
          for (const kind of ["own", "hand", "check"] as const) await client.query(`prepare of_${kind} as ${statements[kind].text}`);
          for (let round = -9; round < ROUNDS; round += 1) {
            // In turns, as each leaves the memory of the backend in another state.
            for (const kind of round % 2 === 0 ? (["own", "hand", "check"] as const) : (["hand", "own", "check"] as const)) {
              const time = await postgresTime(client, `of_${kind}`, statements[kind].values);
              if (round >= 0) times[kind].push(time);
            }
          }
          await client.query("deallocate all");
          const ratio = median(times.own) / median(times.hand);
          const months = await monthsRead(client, own);
          say(`${asked.name}: ${median(times.own).toFixed(2)} ms by the API's statement, ${median(times.hand).toFixed(2)} ms by hand, ` +
            `ratio ${ratio.toFixed(2)}; whether the record is seen ${median(times.check).toFixed(2)} ms; reads ${months.join(", ")}`);
          if (ratio > MOST) failures.push(`${asked.name}: ratio above ${MOST}`);
          if (asked.account === accounts.many && !asked.type && months.length > 7) failures.push(`${asked.name}: reads ${months.length} months`);
        });
      }
    });
  } finally {
    await api.stop();
    metrics.stop();
    await tap.stop();
  }
  return failures;
}

/** What events cost: statements with the triggers of the timeline and without, in turns. */
async function measureWrites(admin: pg.Client, client: pg.Client, user: BenchUser): Promise<void> {
  const writes: { name: string; tables: string[]; prepare?: string; text: string; repeat: number }[] = [
    { name: "create lead", tables: ["leads"], text: "insert into app_public.leads (company) values ('New')", repeat: 50 },
    { name: "update lead", tables: ["leads"], prepare: "insert into app_public.leads (company) values ('One')",
      text: "update app_public.leads set industry = gen_random_uuid()::text where company = 'One'", repeat: 50 },
    { name: `update ${BULK} leads`, tables: ["leads"], prepare: `insert into app_public.leads (company) select 'Bulk' from generate_series(1, ${BULK})`,
      text: "update app_public.leads set industry = 'x' where company = 'Bulk'", repeat: 1 },
    { name: `insert ${BULK} notes`, tables: ["notes"],
      text: `insert into app_public.notes (content, contact_id) select 'x', id from app_public.contacts limit ${BULK}`, repeat: 1 },
  ];
  for (const write of writes) {
    const times = { with: [] as number[], without: [] as number[] };
    for (let round = -1; round < 9; round += 1) {
      for (const kind of ["without", "with"] as const) {
        for (const table of write.tables) {
          const { rows } = await admin.query<{ name: string }>(
            "select tgname as name from pg_trigger where tgrelid = $1::regclass and tgname ~ '^tell_'", [`app_public.${table}`]);
          for (const { name } of rows) await admin.query(`alter table app_public.${table} ${kind === "with" ? "enable" : "disable"} trigger ${name}`);
        }
        await asUser(client, user, async () => {
          if (write.prepare) await client.query(write.prepare);
          const time = await timed(async () => {
            for (let count = 0; count < write.repeat; count += 1) await client.query(write.text);
          });
          if (round >= 0) times[kind].push(time / write.repeat);
        }, "rollback");
      }
    }
    say(`${write.name}: ${median(times.with).toFixed(2)} ms, without events ${median(times.without).toFixed(2)} ms, ` +
      `ratio ${(median(times.with) / median(times.without)).toFixed(2)}`);
  }
  const moves = { with: [] as number[], without: [] as number[] };
  const stage = await value<string>(admin, "select id from app_public.pipeline_stages where organization_id = $1 and name = 'Proposal'", [user.organizationId]);
  for (let round = -1; round < 9; round += 1) {
    for (const kind of ["without", "with"] as const) {
      await admin.query(`alter table app_public.deals ${kind === "with" ? "enable" : "disable"} trigger tell_changed`);
      await asUser(client, user, async () => {
        const { rows } = await client.query<{ id: string }>("insert into app_public.deals (title) select 'New' from generate_series(1, 50) returning id");
        const time = await timed(async () => {
          for (const { id } of rows) await client.query("select app_public.move_deal($1, $2)", [id, stage]);
        });
        if (round >= 0) moves[kind].push(time / rows.length);
      }, "rollback");
    }
  }
  say(`move deal: ${median(moves.with).toFixed(2)} ms, without events ${median(moves.without).toFixed(2)} ms, ratio ${(median(moves.with) / median(moves.without)).toFixed(2)}`);
}

async function measureMerge(client: pg.Client, user: BenchUser): Promise<string[]> {
  const make = (name: string) => asUser(client, user, () => value<string>(client, "insert into app_public.accounts (name) values ($1) returning id", [name]));
  const [winner, loser] = [await make("Winner"), await make("Loser")];
  await asUser(client, user, async () => {
    await client.query(`insert into app_public.contacts (last_name, account_id) select 'Child', $1 from generate_series(1, ${BULK})`, [loser]);
    await client.query("insert into app_public.notes (content, contact_id) select 'x', id from app_public.contacts where account_id = $1", [loser]);
  });
  let merge = "";
  const merging = await timed(async () => {
    merge = await asUser(client, user, () => value<string>(client, "select (app_public.merge_records('account', $1, array[$2::uuid])).id", [winner, loser]));
  });
  const undoing = await timed(() => asUser(client, user, () => client.query("select app_public.undo_merge($1)", [merge])));
  say(`merge of an account with ${BULK} contacts and as many events: ${(merging / 1000).toFixed(1)} s, its undo ${(undoing / 1000).toFixed(1)} s`);
  return Math.max(merging, undoing) > MOST_MERGE_SECONDS * 1000 ? [`A merge or its undo took more than ${MOST_MERGE_SECONDS} s.`] : [];
}

const { scale } = new Command()
  .option("--scale <factor>", "size of the data, 1 for five million events", Number, 1)
  .parse().opts<{ scale: number }>();
const failures: string[] = [];
const database = await startBenchDatabase(say);
try {
  await withConnection(database.ownerUrl, (admin) =>
    withConnection(database.authenticatorUrl, async (client) => {
      const started = performance.now();
      const { user, accounts } = await fill(admin, Math.round(EVENTS * scale));
      say(`${Math.round(EVENTS * scale)} events in ${MONTHS} months, made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
      failures.push(...(await comparePages(database.authenticatorUrl, user, accounts)));
      await measureWrites(admin, client, user);
      failures.push(...(await measureMerge(client, user)));
    }),
  );
} finally {
  await database.stop();
}
for (const failure of failures) say(failure);
if (failures.length > 0) process.exitCode = 1;
