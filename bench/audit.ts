/**
 * Measures what the audit log costs: bulk changes and single ones with and without it, and its own
 * pages at a million entries. docs/audit.md says how to read what it prints.
 */
import { Command, InvalidArgumentError } from "commander";
import type pg from "pg";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { fillDatabase } from "./data.ts";
import type { BenchUser, Data } from "./data.ts";
import { startBenchDatabase } from "./database.ts";
import { median } from "./measure.ts";
import { say, timed } from "./output.ts";
import { backendProcessorTime } from "./servers.ts";

type Options = { scale: number; entries: number; rounds: number };

type Change = { table: string; event: "insert" | "update"; what: string; text: string };

/** Rows of a bulk change. */
const BULK = 10_000;
/** Most that a bulk change may take with the log, as a multiple of its time without. */
const LARGEST_RATIO = 1.5;
/** Most that a page of the log may take, in milliseconds. */
const SLOWEST_PAGE_MS = 20;
const MONTHS = 12;
const PAGE =
  "select id, occurred_at, actor_id, action, table_name, record_id, old_values, new_values, ip, " +
  "user_agent, request_id from app_public.audit_log";
const NEWEST_FIRST = "order by occurred_at desc, id desc limit 50";

const oldest = (table: string) =>
  `where id in (select id from app_public.${table} order by created_at limit ${BULK})`;

const update = (table: string, what: string, assignment: string): Change => ({
  table, event: "update", what, text: `update app_public.${table} set ${assignment} ${oldest(table)}`,
});

const BULK_CHANGES: Change[] = [
  update("leads", "an indexed column and another", "priority = 'urgent', campaign = 'Spring'"),
  update("leads", "nothing (no entries)", "priority = priority"),
  update("contacts", "one column", "department = 'Sales'"),
  update("deals", "one column", "next_step = 'Call'"),
  update("activities", "one column", "priority = 'urgent'"),
  update("notes", "one column", "is_pinned = true"),
];

const SINGLE_CHANGES: Change[] = [
  {
    table: "leads", event: "insert", what: "one row",
    text: `insert into app_public.leads (first_name, last_name, company, email, source)
      values ('Bench', 'Lead', 'Company', gen_random_uuid() || '@company.test', 'Web')`,
  },
  {
    table: "leads", event: "update", what: "one row",
    text: `update app_public.leads set campaign = gen_random_uuid()::text
      where id = (select min(id::text)::uuid from app_public.leads where status = 'new')`,
  },
];

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

function readOptions(): Options {
  return new Command("bench:audit")
    .description("Measure what the audit log costs.")
    .option("--scale <factor>", "size of the data, 1 for 200,000 leads", positive, 0.1)
    .option("--entries <count>", "entries of the organization that is asked for", positive, 1e6)
    .option("--rounds <count>", "rounds of each measurement", positive, 9)
    .parse()
    .opts<Options>();
}

/** What a statement took, in milliseconds; processor time where the system tells it. */
type Cost = { time: number; processor: number | undefined };

/** Somebody's connection and the process that serves it. */
type Session = { client: pg.Client; pid: number; user: BenchUser };

/** Runs a statement some times in a transaction that is rolled back; answers what one took. */
async function tryOut({ client, pid, user }: Session, text: string, times: number): Promise<Cost> {
  await client.query("begin");
  try {
    await becomeActor(client, user);
    // The first one of a connection is planned.
    if (times > 1) await client.query(text);
    const before = backendProcessorTime(pid);
    const taken: number[] = [];
    for (let time = 0; time < times; time += 1) {
      taken.push(await timed(() => client.query(text)));
    }
    const after = backendProcessorTime(pid);
    const processor = before === undefined || after === undefined ? undefined : after - before;
    return { time: median(taken), processor: processor && processor / times };
  } finally {
    await client.query("rollback");
  }
}

type Comparison = { without: number; logged: number; ratio: number; processorRatio: number };

/** Compares a change without and with the log, in turns. */
async function compare(
  admin: pg.Client,
  session: Session,
  { table, event, text }: Change,
  rounds: number,
  times: number,
): Promise<Comparison> {
  const run = async (isLogged: boolean) => {
    const how = isLogged ? "enable" : "disable";
    await admin.query(`alter table app_public.${table} ${how} trigger audit_${event}`);
    return tryOut(session, text, times);
  };
  await run(true);
  const pairs: { without: Cost; logged: Cost }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // What was rolled back is cleared away, else each round is slower than the one before.
    await admin.query(`vacuum app_public.${table}, app_public.audit_log`);
    pairs.push({ without: await run(false), logged: await run(true) });
  }
  const total = (costs: Cost[]) => costs.reduce((sum, { processor }) => sum + (processor ?? NaN), 0);
  return {
    without: median(pairs.map(({ without }) => without.time)),
    logged: median(pairs.map(({ logged }) => logged.time)),
    ratio: median(pairs.map(({ without, logged }) => logged.time / without.time)),
    processorRatio:
      total(pairs.map(({ logged }) => logged)) / total(pairs.map(({ without }) => without)),
  };
}

/** Entries of a year for the organization that is measured, and a tenth as many of another. */
async function fillLog(admin: pg.Client, { organizationId }: Data, entries: number) {
  await admin.query("select app_private.add_partitions($1)", [MONTHS - 1]);
  await admin.query(
    `insert into app_public.audit_log (organization_id, occurred_at, actor_id, action, table_name,
         record_id, old_values, new_values, ip, user_agent, request_id)
       select case when n % 11 = 0 then other.id else $1 end,
           date_trunc('month', now()) + n * (interval '360 days' / $2::float8),
           members.ids[1 + (n % 7919) % cardinality(members.ids)],
           case when n % 50000 = 1 then 'erase' when n % 100 = 1 then 'auth.login'
             when n % 20 = 1 then 'delete' when n % 3 = 1 then 'create' else 'update' end,
           case when n % 20000 = 2 then 'roles'
             else (array['leads', 'contacts', 'deals', 'activities', 'accounts'])[1 + n % 5] end,
           md5('record ' || n % ($2::int / 10))::uuid,
           case when n % 3 <> 1 then '{"status": "new", "priority": "normal"}'::jsonb end,
           '{"status": "contacted", "priority": "high"}'::jsonb,
           '192.0.2.' || n % 250, 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0)', 'request-' || n
         from generate_series(1, $2::int) n,
           (select id from app_public.organizations where id <> $1 limit 1) other,
           (select array_agg(user_id) as ids from app_public.memberships
             where organization_id = $1) members`,
    [organizationId, Math.round(entries * 1.1)],
  );
  await admin.query("vacuum (freeze, analyze) app_public.audit_log");
}

type Page = { name: string; where: string; values: unknown[] };

async function pagesOf(admin: pg.Client, { organizationId }: Data): Promise<Page[]> {
  const { rows } = await admin.query<{ record: string; actor: string; from: Date; to: Date }>(
    `select a.record_id as record, a.actor_id as actor,
         date_trunc('month', now()) + interval '100 days' as from,
         date_trunc('month', now()) + interval '107 days' as to
       from app_public.audit_log a
       where a.organization_id = $1 and a.table_name = 'leads' and a.action = 'update'
       limit 1`,
    [organizationId],
  );
  const row = rows[0];
  if (!row) throw new Error("The log is empty.");
  return [
    { name: "newest", where: "", values: [] },
    {
      name: "of a record", where: "where table_name = $1 and record_id = $2",
      values: ["leads", row.record],
    },
    { name: "of an actor", where: "where actor_id = $1", values: [row.actor] },
    { name: "of a common action", where: "where action = $1", values: ["update"] },
    { name: "of a rare action", where: "where action = $1", values: ["erase"] },
    { name: "of a common table", where: "where table_name = $1", values: ["leads"] },
    { name: "of a rare table", where: "where table_name = $1", values: ["roles"] },
    {
      name: "of a week", where: "where occurred_at >= $1 and occurred_at < $2",
      values: [row.from, row.to],
    },
    {
      name: "of an actor's updates in a week",
      where: "where actor_id = $1 and action = 'update' and occurred_at >= $2 and occurred_at < $3",
      values: [row.actor, row.from, row.to],
    },
    {
      name: "after the 100,000th", where: "where occurred_at <= $1",
      values: [new Date(row.to.getTime() + 100 * 86_400_000)],
    },
  ];
}

type PlanNode = { "Node Type": string; "Index Name"?: string; Plans?: PlanNode[] };

function nodesOf(node: PlanNode): string[] {
  // The partitions' indexes are called after the month too.
  const name = node["Index Name"]?.replace(/\d{4}_\d\d/, "…");
  const own = name ? `${node["Node Type"]} on ${name}` : node["Node Type"];
  return [own, ...(node.Plans ?? []).flatMap(nodesOf)];
}

/** Times a page as the API asks for it: prepared and under the policies. */
async function measurePage({ client, user }: Session, page: Page, rounds: number) {
  const text = `${PAGE} ${page.where} ${NEWEST_FIRST}`;
  await client.query("begin");
  await becomeActor(client, user);
  const taken: number[] = [];
  let rowCount: number | null = 0;
  for (let round = 0; round < 5 * rounds; round += 1) {
    taken.push(await timed(async () => {
      ({ rowCount } = await client.query({ name: page.name, text, values: page.values }));
    }));
  }
  const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
    `explain (format json) ${text}`, page.values,
  );
  await client.query("rollback");
  const nodes = [...new Set(rows.flatMap((row) => nodesOf(row["QUERY PLAN"][0].Plan)))];
  return { rowCount, p50: median(taken), slowest: Math.max(...taken), nodes };
}

async function measureChanges(admin: pg.Client, session: Session, rounds: number) {
  const failures: string[] = [];
  for (const change of BULK_CHANGES) {
    const { without, logged, ratio, processorRatio } = await compare(
      admin, session, change, rounds, 1,
    );
    const name = `${BULK} ${change.table}, ${change.what}`;
    say(`${name}: ${without.toFixed(0)} ms, with the log ${logged.toFixed(0)} ms, ` +
      `ratio ${ratio.toFixed(2)}, of processor time ${processorRatio.toFixed(2)}`);
    if (ratio > LARGEST_RATIO) failures.push(`${name}: above ${LARGEST_RATIO}`);
  }
  for (const change of SINGLE_CHANGES) {
    const { without, logged, processorRatio } = await compare(admin, session, change, rounds, 40);
    say(`${change.event} of one of ${change.table}: ${(without * 1000).toFixed(0)} µs, ` +
      `with the log ${(logged * 1000).toFixed(0)} µs, ` +
      `ratio of processor time ${processorRatio.toFixed(2)}`);
  }
  return failures;
}

async function measurePages(admin: pg.Client, session: Session, data: Data, rounds: number) {
  const failures: string[] = [];
  for (const page of await pagesOf(admin, data)) {
    const { rowCount, p50, slowest, nodes } = await measurePage(session, page, rounds);
    say(`50 ${page.name}: ${p50.toFixed(2)} ms, slowest ${slowest.toFixed(1)} ms, ` +
      `${rowCount} rows\n    ${nodes.join(" > ")}`);
    if (p50 > SLOWEST_PAGE_MS) failures.push(`50 ${page.name}: above ${SLOWEST_PAGE_MS} ms`);
  }
  return failures;
}

async function main(): Promise<void> {
  const { scale, entries, rounds } = readOptions();
  const database = await startBenchDatabase(say);
  const failures: string[] = [];
  try {
    const data = await fillDatabase(database.ownerUrl, scale);
    await withConnection(database.ownerUrl, (admin) =>
      withConnection(database.authenticatorUrl, async (client) => {
        const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
        const session: Session = { client, pid: rows[0]?.pid ?? 0, user: data.owner };
        failures.push(...(await measureChanges(admin, session, rounds)));
        await fillLog(admin, data, entries);
        say(`The log has ${entries} entries of the organization in ${MONTHS} months.`);
        failures.push(...(await measurePages(admin, session, data, rounds)));
      }),
    );
  } finally {
    await database.stop();
  }
  for (const failure of failures) say(failure);
  if (failures.length > 0) process.exitCode = 1;
}

await main();
