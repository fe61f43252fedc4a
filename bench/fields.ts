/**
 * Measures what field permissions cost in Postgres: one decision about a field, and a page of
 * contacts as it is beside the same page with ten fields masked.
 */
import type pg from "pg";
import { becomeActor } from "../src/database/actor.ts";
import { withConnection } from "../src/database/connections.ts";
import { fillDatabase } from "./data.ts";
import type { BenchUser } from "./data.ts";
import { startBenchDatabase } from "./database.ts";
import { median } from "./measure.ts";
import { say } from "./output.ts";

const SCALE = 0.02;
const DECISIONS = 10_000;
const ROUNDS = 15;
/** Most that one decision may take, in milliseconds. */
const SLOWEST_DECISION_MS = 0.05;
const PAGE = 50;
const MASKED = [
  "first_name", "last_name", "email", "work_phone", "job_title", "mobile_phone", "department",
  "mailing_street", "mailing_city", "description",
];
const METHODS = ["redact", "partial", "hash", "tokenize", "encrypt"] as const;

/** Median time of a statement for somebody, in milliseconds. */
async function timeOf(client: pg.Client, user: BenchUser, text: string): Promise<number> {
  const taken: number[] = [];
  await client.query("begin");
  await becomeActor(client, user);
  for (let round = 0; round <= ROUNDS; round += 1) {
    const started = performance.now();
    await client.query(text);
    // The first one is planned.
    if (round > 0) taken.push(performance.now() - started);
  }
  await client.query("rollback");
  return median(taken);
}

async function decisionTime(client: pg.Client, user: BenchUser): Promise<number> {
  const text = `select count(app_hidden.field_mode('contacts', 'email')) from generate_series(1, ${DECISIONS})`;
  return (await timeOf(client, user, text)) / DECISIONS;
}

/** Has the member's role see the fields masked by a method. */
async function mask(admin: pg.Client, user: BenchUser, method: string): Promise<void> {
  await admin.query("begin");
  await admin.query("set local role rowhouse_owner");
  await admin.query(
    `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
       select m.organization_id, m.role_id, 'contact', field, 'mask'
         from app_public.memberships m, unnest($3::text[]) field
         where m.organization_id = $1 and m.user_id = $2
       on conflict do nothing`,
    [user.organizationId, user.userId, MASKED],
  );
  await admin.query(
    `insert into app_public.masking_rules (organization_id, object, field, method)
       select $1, 'contact', field, $3 from unnest($2::text[]) field
       on conflict (organization_id, object, field) do update set method = excluded.method`,
    [user.organizationId, MASKED, method],
  );
  await admin.query("commit");
}

async function selectList(client: pg.Client, user: BenchUser): Promise<string> {
  await client.query("begin");
  await becomeActor(client, user);
  await client.query("set local role none");
  const { rows } = await client.query<{ columns: string }>(
    "select app_private.access_profile() #>> '{tables,contacts,columns}' as columns",
  );
  await client.query("rollback");
  return rows[0]?.columns ?? "*";
}

const database = await startBenchDatabase(say);
try {
  const data = await fillDatabase(database.ownerUrl, SCALE);
  await withConnection(database.ownerUrl, (admin) =>
    withConnection(database.authenticatorUrl, async (client) => {
      for (const as of ["owner", "member"] as const) {
        const time = await decisionTime(client, data[as]);
        say(`one decision about a field, ${as}: ${(time * 1000).toFixed(1)} µs`);
        if (time > SLOWEST_DECISION_MS) process.exitCode = 1;
      }
      const page = (columns: string) =>
        `select * from (select ${columns} from app_public.contacts) c order by id limit ${PAGE}`;
      const plain = await timeOf(client, data.owner, page("*"));
      say(`${PAGE} contacts as they are, owner: ${plain.toFixed(2)} ms`);
      for (const method of METHODS) {
        await mask(admin, data.member, method);
        // The owner's rows through the member's eyes, so that the rows are the same.
        const columns = await selectList(client, data.member);
        const time = await timeOf(client, data.owner, page(columns));
        const each = ((time - plain) * 1000) / (PAGE * MASKED.length);
        say(`${MASKED.length} fields by ${method}: ${time.toFixed(2)} ms, ` +
          `ratio ${(time / plain).toFixed(2)}, ${each.toFixed(2)} µs a value`);
      }
    }),
  );
} finally {
  await database.stop();
}
