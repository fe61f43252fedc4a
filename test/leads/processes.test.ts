/** Conversions by several processes at once, and by processes that are killed. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { createAccessTokenKey, signAccessToken } from "../../src/auth/tokens.ts";
import { eventually, startProgram } from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";
import { one } from "../support/tenants.ts";
import { openLeadWorld } from "./world.ts";
import type { LeadWorld } from "./world.ts";

const CONVERT = `mutation ($lead: UUID!, $key: String) {
  convertLead(input: {leadId: $lead, idempotencyKey: $key}) {
    lead { id status } account { id } contact { id } deal { id } leadConversion { id } } }`;
const JWT_SECRET = randomBytes(32).toString("hex");
const NAME = "rowhouse_killed";

type Server = { program: TestProcess; url: string };
type Answer = { data: string; error: string };

let world: LeadWorld;
let servers: Server[];
let token: string;

/** Starts the API in a process of its own. */
async function start(): Promise<Server> {
  const database = new URL(world.database.authenticatorUrl);
  database.searchParams.set("application_name", NAME);
  const program = startProgram("src/main.ts", {
    NODE_ENV: "production", ROWHOUSE_MODE: "api", PORT: "0", LOG_LEVEL: "fatal",
    AUTHENTICATOR_DATABASE_URL: database.href, JWT_SECRET,
  });
  const [, url = ""] = await program.until(/ready: (http:\/\/\S+)/);
  return { program, url };
}

async function convert({ url }: Server, lead: string, key?: string): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: CONVERT, variables: { lead, key } }),
  });
  const { data, errors } = (await response.json()) as {
    data: { convertLead: unknown } | null;
    errors?: { message: string; extensions: { code: string } }[];
  };
  const [problem] = errors ?? [];
  return {
    data: data?.convertLead ? JSON.stringify(data.convertLead) : "",
    error: problem ? `${problem.extensions.code}: ${problem.message}` : "",
  };
}

const serverOf = (index: number) => servers[index % servers.length] as Server;

/** How many records of each kind there are of these leads, by company, address and source. */
async function countMade(leads: string[]): Promise<Record<string, number>> {
  const [counts] = await world.sql<Record<string, number>>(
    `with l as (select * from app_public.leads where id = any ($1))
      select
        (select count(*) from app_public.accounts a where a.name in (select company from l))::int as accounts,
        (select count(*) from app_public.contacts c where c.email in (select email from l))::int as contacts,
        (select count(*) from app_public.deals d where d.source_lead_id in (select id from l))::int as deals,
        (select count(*) from app_public.lead_conversions c where c.lead_id in (select id from l))::int as conversions,
        (select count(distinct e.operation_id) from app_hidden.undo_entries e
          where e.record_id in (select id from l))::int as operations,
        (select count(*) from l where status = 'converted' and converted_deal_id is not null)::int as converted`,
    [leads],
  );
  return counts ?? {};
}

const each = (count: number) => ({
  accounts: count, contacts: count, deals: count, conversions: count, operations: count, converted: count,
});

beforeAll(async () => {
  world = await openLeadWorld();
  const { userId = "", organizationId } = world.owner;
  const { id: sessionId } = await one<{ id: string }>(
    world.admin,
    "select app_private.begin_session($1, $2, $3) as id",
    [userId, organizationId, randomBytes(32)],
  );
  token = signAccessToken(createAccessTokenKey(JWT_SECRET), { userId, sessionId, organizationId });
  servers = await Promise.all([start(), start()]);
}, 60_000);

afterAll(async () => {
  for (const { program } of servers ?? []) program.child.kill("SIGKILL");
  await Promise.all((servers ?? []).map(({ program }) => program.exitCode));
  await world?.end();
});

describe("50 calls at once, on two processes", () => {
  const fifty = Array.from({ length: 50 }, (_, index) => index);

  it("with one key convert once and all get the same answer", async () => {
    const lead = await world.lead();
    const answers = await Promise.all(fifty.map((n) => convert(serverOf(n), lead, "the key")));
    expect(answers.filter(({ error }) => error)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data)).size).toBe(1);
    expect(await countMade([lead])).toEqual(each(1));
  });

  it.each([["of their own", (n: number) => `key ${n}`], ["none", () => undefined]])(
    "with keys: %s, convert once and the others are told so",
    async (_, keyOf) => {
      const lead = await world.lead();
      const answers = await Promise.all(fifty.map((n) => convert(serverOf(n), lead, keyOf(n))));
      expect(answers.filter(({ data }) => data)).toHaveLength(1);
      const errors = new Set(answers.flatMap(({ error }) => error || []));
      expect([...errors]).toEqual([expect.stringMatching(/^CONFLICT: This lead is converted already, into the account "/)]);
      expect(await countMade([lead])).toEqual(each(1));
    },
  );

  it("on leads of one company, of ten people, make one account and ten contacts", async () => {
    // They take turns, and nobody waits for a connection longer than some seconds.
    const leads = await Promise.all(fifty.slice(0, 20).map((n) =>
      world.lead({ company: ["Crowd Ltd", "crowd", "CROWD, Inc."][n % 3], email: `p${n % 10}@crowd.test`, website: "crowd.test" })));
    const answers = await Promise.all(leads.map((lead, n) => convert(serverOf(n), lead)));
    expect(answers.filter(({ error }) => error)).toEqual([]);
    const { accounts, contacts, deals } = await countMade(leads);
    expect([accounts, contacts, deals]).toEqual([1, 10, 20]);
  });
});

it("an API that is killed leaves all of a conversion or nothing, and the same call completes it", async () => {
  // Time to be killed in the middle of: between the contact and the deal.
  await world.sql(`create function app_private.dawdle() returns trigger language plpgsql as
    'begin perform pg_sleep(0.4); return new; end'`);
  await world.sql("create trigger dawdle before insert on app_public.deals for each row execute function app_private.dawdle()");
  const busy = async () => {
    const [row] = await world.sql<{ count: number }>(
      "select count(*)::int from pg_stat_activity where application_name = $1 and state <> 'idle'",
      [NAME],
    );
    return row?.count ?? 0;
  };
  const seen: Record<string, number>[] = [];
  for (const delay of [0, 200]) {
    const victim = servers.shift() as Server;
    const leads = await Promise.all(Array.from({ length: 40 }, () => world.lead()));
    const keyOf = (n: number) => `killed ${delay} ${n}`;
    const pending = leads.map((lead, n) => convert(victim, lead, keyOf(n)).catch(() => undefined));
    await Promise.race(pending);
    await sleep(delay);
    const inHand = await busy();
    victim.program.child.kill("SIGKILL");
    const first = await Promise.all(pending);
    // What the database is still at is over when it notices that its client is gone.
    await eventually(async () => (await busy()) === 0);
    let done = 0;
    for (const lead of leads) {
      const made = await countMade([lead]);
      expect([each(0), each(1)]).toContainEqual(made);
      done += made["converted"] ?? 0;
    }
    const answered = first.filter((answer) => answer?.data).length;
    expect(done).toBeGreaterThanOrEqual(answered);
    for (const [n, lead] of leads.entries()) {
      const { id } = await world.convert(lead, { key: keyOf(n) });
      if (first[n]?.data) expect(first[n]?.data).toContain(id);
    }
    expect(await countMade(leads)).toEqual(each(40));
    seen.push({ answered, done, inHand });
  }
  console.log("Of 40 calls when the API was killed:", JSON.stringify(seen));
  // Else both were killed too early or too late to tell anything.
  expect(seen.some(({ done = 0, inHand = 0 }) => inHand > 0 && done > 0 && done < 40)).toBe(true);
}, 60_000);
