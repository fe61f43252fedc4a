/**
 * Measures duplicates: how many of the known ones are found and how many of the found are known, on
 * labelled sets and on people made here; how long it takes to compare all of them, to ask for one
 * record, to keep the blocks when records are made; merging and undoing. Data of others are read from
 * beside the project; a set that is not there is passed over.
 */
import type pg from "pg";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { startBenchDatabase } from "./database.ts";
import { makePopulation, readFebrl, readSplink } from "./duplicateSets.ts";
import type { LabelledSet } from "./duplicateSets.ts";
import { median } from "./measure.ts";
import { say, timed } from "./output.ts";

const POPULATION = 100_000;
const TWICE = 5_000;
const CHILDREN = 10_000;
const ROUNDS = 7;
const BULK = 10_000;
/** What is asked of us, in milliseconds. */
const SLOWEST = { comparing: 60_000, asking: 50, merging: 5_000 };

type House = { organizationId: string; userId: string };
type Quality = { truth: number; found: number; hits: number; notCompared: number; fields: Record<string, number> };

async function one<Row extends pg.QueryResultRow>(client: pg.Client, text: string, values: unknown[] = []): Promise<Row> {
  const { rows } = await client.query<Row>(text, values);
  if (!rows[0]) throw new Error(`No row: ${text}`);
  return rows[0];
}

async function makeHouse(admin: pg.Client, name: string): Promise<House> {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const { userId } = await one<{ userId: string }>(
    admin, `select app_private.create_user($1, $2, 'Bench') as "userId"`,
    [`${slug}@bench.test`, "$2b$12$gIWBk1AoVVvHGXHbSasfE.3nY48Wt4WxQtbtpLEIVtq1BrxBIuJxO"],
  );
  const { organizationId } = await one<{ organizationId: string }>(
    admin, `select app_private.create_organization($1, $2, $3) as "organizationId"`, [slug, userId, slug],
  );
  return { organizationId, userId };
}

const COLUMNS = ["first_name", "last_name", "email", "work_phone", "mobile_phone", "birthday", "mailing_street",
  "mailing_city", "mailing_postal_code", "mailing_state"];

async function insertContacts(admin: pg.Client, house: House, set: LabelledSet): Promise<void> {
  const names = COLUMNS.join(", ");
  const rows = set.contacts.map(({ person, columns }, n) => ({ ...columns, external_id: `${n}:${person}` }));
  await admin.query(
    `insert into app_public.contacts (organization_id, owner_id, created_by, external_system, external_id, ${names})
       select $1, $2, $2, 'label', external_id, ${names}
         from jsonb_populate_recordset(null::app_public.contacts, $3)`,
    [house.organizationId, house.userId, JSON.stringify(rows)],
  );
  await admin.query("vacuum (analyze) app_public.contacts, app_hidden.match_keys");
}

async function checkAll(admin: pg.Client, { organizationId }: House): Promise<number> {
  return timed(async () => {
    for (;;) {
      const { more } = await one<{ more: boolean }>(
        admin, "select app_private.check_duplicates($1, 'contact') as more", [organizationId],
      );
      if (!more) return;
    }
  });
}

/** Of the pairs that are one person, and of those that were found. */
async function qualityOf(admin: pg.Client, { organizationId }: House): Promise<Quality> {
  const { quality } = await one<{ quality: Quality }>(
    admin,
    `with people as materialized (
       select c.id, split_part(c.external_id, ':', 2) as person, k.keys, c as record
         from app_public.contacts c
         join app_hidden.match_keys k on k.organization_id = c.organization_id and k.object = 'contact' and k.record_id = c.id
         where c.organization_id = $1),
     truth as materialized (
       select least(a.id, b.id) as one, greatest(a.id, b.id) as other, a.keys && b.keys as compared,
           a.record as a, b.record as b
         from people a join people b on b.person = a.person and b.id > a.id),
     found as materialized (
       select contact_id as one, other_contact_id as other from app_public.duplicate_candidates where organization_id = $1),
     missed as (select * from truth t where not exists (select from found f where f.one = t.one and f.other = t.other)),
     reasons as (
       select unnest(array_remove(array[
           case when not compared then 'no block in common' end,
           case when (a).birthday is null or (b).birthday is null then 'birthday missing' when (a).birthday <> (b).birthday then 'birthday differs' end,
           case when lower((a).last_name) is distinct from lower((b).last_name) then 'last name differs or missing' end,
           case when lower((a).first_name) is distinct from lower((b).first_name) then 'first name differs or missing' end,
           case when (a).mailing_street is distinct from (b).mailing_street then 'street differs or missing' end,
           case when coalesce((a).email, '') = '' or coalesce((b).email, '') = '' then 'no e-mail' end], null)) as reason
         from missed)
     select jsonb_build_object(
       'truth', (select count(*) from truth), 'found', (select count(*) from found),
       'hits', (select count(*) from found f where exists (select from truth t where t.one = f.one and t.other = f.other)),
       'notCompared', (select count(*) from missed where not compared),
       'fields', (select coalesce(jsonb_object_agg(reason, n), '{}') from (select reason, count(*) as n from reasons group by 1) r)) as quality`,
    [organizationId],
  );
  return quality;
}

function tell(name: string, { truth, found, hits, notCompared, fields }: Quality): { precision: number; recall: number } {
  const precision = hits / found;
  const recall = hits / truth;
  say(`${name}: ${truth} pairs in truth, ${found} candidates, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`);
  const kinds = Object.entries(fields).sort(([, a], [, b]) => b - a).map(([reason, count]) => `${reason} ${count}`);
  if (truth > hits) say(`    ${truth - hits} missed (${notCompared} never compared): ${kinds.join(", ")}`);
  return { precision, recall };
}

async function measureLabelled(admin: pg.Client): Promise<string[]> {
  const failures: string[] = [];
  for (const read of [() => readFebrl("dataset1"), () => readFebrl("dataset3"), readSplink]) {
    const set = await read();
    if (!set) {
      say("A labelled set is not beside the project and was passed over.");
      continue;
    }
    const house = await makeHouse(admin, set.name);
    await insertContacts(admin, house, set);
    await checkAll(admin, house);
    const { precision, recall } = tell(set.name, await qualityOf(admin, house));
    if (set.name.endsWith("dataset1") && (precision < 0.95 || recall < 0.9)) failures.push(`${set.name}: below 0.95 or 0.9`);
  }
  return failures;
}

/** Median time of asking as somebody, in milliseconds. */
async function askingTime(client: pg.Client, house: House, ids: readonly string[]): Promise<number> {
  const taken: number[] = [];
  await client.query("begin");
  await becomeActor(client, house);
  for (const id of ids) {
    taken.push(await timed(() => client.query("select * from app_public.find_duplicates('contact', $1)", [id])));
  }
  await client.query("rollback");
  return median(taken);
}

async function measurePopulation(admin: pg.Client, client: pg.Client): Promise<string[]> {
  const failures: string[] = [];
  const set = makePopulation(POPULATION, TWICE);
  const house = await makeHouse(admin, set.name);
  const inserting = await timed(() => insertContacts(admin, house, set));
  const comparing = await checkAll(admin, house);
  tell(set.name, await qualityOf(admin, house));
  say(`all compared with each other: ${(comparing / 1000).toFixed(1)} s, ${(comparing / inserting).toFixed(2)} × the time of inserting them`);
  if (comparing > SLOWEST.comparing) failures.push(`comparing took ${comparing.toFixed(0)} ms`);
  const { rows } = await admin.query<{ id: string }>(
    "select id from app_public.contacts where organization_id = $1 order by md5(id::text) limit 60", [house.organizationId]);
  const asking = await askingTime(client, house, rows.map(({ id }) => id));
  say(`duplicates of one record: ${asking.toFixed(1)} ms`);
  if (asking > SLOWEST.asking) failures.push(`asking took ${asking.toFixed(1)} ms`);
  return failures;
}

/** What keeping the blocks adds to making records. */
async function measureInserts(admin: pg.Client, client: pg.Client): Promise<void> {
  const house = await makeHouse(admin, "inserts");
  const insert = (count: number) => `insert into app_public.leads (first_name, last_name, company, email, phone, city)
    select 'First' || n % 97, 'Last' || n % 997, 'Company ' || n % 89 || ' Inc', gen_random_uuid() || '@company.test', '+1 555 ' || n, 'Town'
      from generate_series(1, ${count}) n`;
  const run = async (kept: boolean, count: number, times: number) => {
    await admin.query(`alter table app_public.leads ${kept ? "enable" : "disable"} trigger keep_inserted_keys`);
    await client.query("begin");
    await becomeActor(client, house);
    await client.query(insert(count));
    const taken: number[] = [];
    for (let n = 0; n < times; n += 1) taken.push(await timed(() => client.query(insert(count))));
    await client.query("rollback");
    return median(taken);
  };
  for (const [count, times] of [[BULK, 1], [1, 60]] as const) {
    const pairs: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      pairs.push([await run(false, count, times), await run(true, count, times)]);
    }
    const [without, kept] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
    say(`${count} leads made: ${without.toFixed(1)} ms, with their blocks ${kept.toFixed(1)} ms, ` +
      `ratio ${median(pairs.map(([a, b]) => b / a)).toFixed(2)}`);
  }
}

async function measureMerge(admin: pg.Client, client: pg.Client): Promise<string[]> {
  const failures: string[] = [];
  const house = await makeHouse(admin, "merge");
  const as = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) => {
    await client.query("begin");
    await becomeActor(client, house);
    const { rows } = await client.query<Row>(text, values);
    await client.query("commit");
    return rows;
  };
  const [winner, loser] = await as<{ id: string }>("insert into app_public.accounts (name) values ('Acme'), ('ACME Inc') returning id");
  const kinds: [share: number, text: string][] = [
    [0.3, "insert into app_public.contacts (first_name, last_name, account_id) select 'First', 'Last' || n, $1 from generate_series(1, $2::int) n"],
    [0.1, "insert into app_public.deals (title, account_id, amount) select 'Deal ' || n, $1, 100 from generate_series(1, $2::int) n"],
    [0.4, "insert into app_public.activities (subject, account_id) select 'Call ' || n, $1 from generate_series(1, $2::int) n"],
    [0.2, "insert into app_public.notes (content, account_id) select 'Text ' || n, $1 from generate_series(1, $2::int) n"],
  ];
  const making = await timed(async () => {
    for (const [share, text] of kinds) await as(text, [loser?.id, CHILDREN * share]);
  });
  await admin.query("vacuum (analyze)");
  const [merge] = [await timed(() => as("select app_public.merge_records('account', $1, $2)", [winner?.id, [loser?.id]]))];
  const [{ id, moved } = { id: "", moved: 0 }] = await as<{ id: string; moved: number }>(
    "select id, moved_count as moved from app_public.record_merges");
  const undo = await timed(() => as("select app_public.undo_merge($1)", [id]));
  const shares = [merge, undo].map((time) => (time / making).toFixed(2));
  say(`an account with ${moved} rows on it: merged in ${merge.toFixed(0)} ms, undone in ${undo.toFixed(0)} ms ` +
    `(${shares.join(" and ")} × the time of making them)`);
  for (const [what, time] of [["merging", merge], ["undoing", undo]] as const) {
    if (time > SLOWEST.merging) failures.push(`${what} took ${time.toFixed(0)} ms`);
  }
  return failures;
}

const database = await startBenchDatabase(say);
const failures: string[] = [];
try {
  await withConnection(database.ownerUrl, (admin) =>
    withConnection(database.authenticatorUrl, async (client) => {
      failures.push(...(await measureLabelled(admin)));
      failures.push(...(await measurePopulation(admin, client)));
      await measureInserts(admin, client);
      failures.push(...(await measureMerge(admin, client)));
    }),
  );
} finally {
  await database.stop();
}
for (const failure of failures) say(failure);
if (failures.length > 0) process.exitCode = 1;
