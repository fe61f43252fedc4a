/**
 * Measures live updates: 1,000 subscribers on two API processes while 100 changes are made each
 * second. Each has to be told of exactly what its policies let through, also when one of the
 * processes is killed; a subscriber who does not read must not make the process grow, and one whose
 * right ends must be sent off within a second. Everything shares the machine's cores.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { createAccessTokenKey, signAccessToken } from "../src/auth/tokens.ts";
import type { AccessTokenClaims } from "../src/auth/tokens.ts";
import { withConnection } from "../src/database/connections.ts";
import { startBenchDatabase } from "./database.ts";
import { percentile } from "./measure.ts";
import { makeChanges } from "./live/changes.ts";
import { measureCost } from "./live/cost.ts";
import { measureRevocation, measureStanding } from "./live/endings.ts";
import { Subscriber } from "./live/subscriber.ts";
import type { Commits, Kind } from "./live/subscriber.ts";
import { createOrganization, sees } from "./live/world.ts";
import type { Organization } from "./live/world.ts";
import { say } from "./output.ts";
import { postgresProcessorTime, startRowhouse } from "./servers.ts";

const ORGANIZATIONS = 10;
/** Subscribers of each organization. */
const MIX: readonly [Kind, number][] = [["leads", 20], ["lead", 50], ["timeline", 20], ["notifications", 10]];
const CHANGES_PER_SECOND = 100;
const SECONDS = Number(process.argv[2] ?? 20);
const WARM_UP_SECONDS = 5;
const MOST_LAG_MS = 250;
/** What is under way when the changes stop. */
const SETTLE_MS = 3_000;

function require(isMet: boolean, failure: string): void {
  if (isMet) return;
  say(`FAILED: ${failure}`);
  process.exitCode = 1;
}

function makeSubscribers(organization: Organization, commits: Commits): Subscriber[] {
  const { members, staying, moving } = organization;
  // Those of each reach in turn, so that every kind has some of all.
  return MIX.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, number) => {
      const member = members[(number * 7) % members.length];
      if (!member) throw new Error("An organization without members");
      const leads = kind === "lead" && number % 5 === 0 ? moving : staying;
      const seen = leads.filter((lead) => sees(member, lead));
      const lead = seen[number % seen.length];
      if (kind === "leads" || kind === "notifications") return new Subscriber(kind, member, undefined, commits);
      return lead ? new Subscriber(kind, member, lead, commits) : new Subscriber("leads", member, undefined, commits);
    }),
  );
}

async function inBatches<T>(items: readonly T[], size: number, work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += size) await Promise.all(items.slice(from, from + size).map(work));
}

/** Events and notifications as the database has them, for those who watch them. */
async function expectFromDatabase(client: pg.Client, subscribers: readonly Subscriber[], since: Date): Promise<void> {
  type Row = { id: string; watched: string; owner?: string };
  const { rows: events } = await client.query<Row>(
    "select id, lead_id as watched from app_public.timeline_events where occurred_at >= $1", [since]);
  const { rows: notifications } = await client.query<Row>(
    `select n.id, n.user_id as watched, l.owner_id as owner
       from app_public.notifications n join app_public.leads l on l.organization_id = n.organization_id and l.id = n.object_id
       where n.created_at >= $1`, [since]);
  const by = (rows: Row[]) => Map.groupBy(rows, ({ watched }) => watched);
  const [byLead, byUser] = [by(events), by(notifications)];
  for (const subscriber of subscribers) {
    const { kind, member, lead, expected } = subscriber;
    const rows = kind === "timeline" ? byLead.get(lead?.id ?? "") : kind === "notifications" ? byUser.get(member.userId) : [];
    // A notification shows with the lead that it is about.
    const seen = (rows ?? []).filter(({ owner: ownerId }) =>
      ownerId === undefined || sees(member, { organizationId: member.organizationId, ownerId }));
    expected.push(...seen.map(({ id }) => `CREATED ${id}`));
  }
}

function report(what: string, subscribers: readonly Subscriber[]): void {
  const faults = subscribers.map((subscriber) => ({ subscriber, ...subscriber.faults() }));
  const crossings = faults.reduce((sum, fault) => sum + fault.crossings, 0);
  const missing = faults.reduce((sum, fault) => sum + fault.missing, 0);
  const told = subscribers.reduce((sum, { told: events }) => sum + events.length, 0);
  say(`${what}: ${told} events told, ${crossings} that were not theirs, ${missing} missing`);
  for (const { subscriber, ...fault } of faults.filter((fault) => fault.crossings + fault.missing > 0).slice(0, 3)) {
    say(`  ${subscriber.kind} ${subscriber.member.reach} ${JSON.stringify(fault)} told ${subscriber.told.length} of ${subscriber.expected.length}`);
  }
  require(crossings === 0, "somebody was told of what they may not see");
  require(missing === 0, "somebody was not told");
}

const database = await startBenchDatabase(say);
const jwtSecret = randomBytes(32).toString("hex");
const key = createAccessTokenKey(jwtSecret);
const tokenOf = (claims: AccessTokenClaims) => signAccessToken(key, claims);
const servers = await Promise.all([0, 1].map(() => startRowhouse(database.authenticatorUrl, jwtSecret)));
const [first, second] = servers as [(typeof servers)[0], (typeof servers)[0]];
try {
  await withConnection(database.ownerUrl, async (admin) => {
    await admin.query("set role rowhouse_owner");
    const organizations: Organization[] = [];
    for (let number = 1; number <= ORGANIZATIONS; number++) organizations.push(await createOrganization(admin, number));
    const commits: Commits = new Map();
    const subscribers = organizations.flatMap((organization) => makeSubscribers(organization, commits));
    await inBatches([...subscribers.entries()], 25, ([index, subscriber]) =>
      subscriber.connect(index % 2 === 0 ? first.url : second.url, tokenOf));
    const count = (kind: Kind) => subscribers.filter((subscriber) => subscriber.kind === kind).length;
    say(`${subscribers.length} subscribers in ${ORGANIZATIONS} organizations on two API processes: ` +
      `${count("leads")} of all leads, ${count("lead")} of one, ${count("timeline")} of a timeline, ${count("notifications")} of notifications; ` +
      `by reach ${["own", "team", "all"].map((reach) => `${reach} ${subscribers.filter(({ member }) => member.reach === reach).length}`).join(", ")}`);

    const since = new Date();
    const changes = await makeChanges(database.ownerUrl, organizations, subscribers, commits, CHANGES_PER_SECOND);
    const processor = async () => [await first.processorTime(), await second.processorTime(), postgresProcessorTime(database.pid) ?? NaN,
      process.cpuUsage().user / 1_000 + process.cpuUsage().system / 1_000];
    // Connections make their plans with the first questions; what is told then counts, but not how soon.
    await changes.run(WARM_UP_SECONDS);
    await sleep(1_000);
    for (const { lags } of subscribers) lags.length = 0;
    const [before, made] = [await processor(), changes.count()];
    await changes.run(SECONDS);
    await sleep(SETTLE_MS);
    const used = (await processor()).map((ms, index) => ((ms - (before[index] ?? 0)) / (SECONDS + SETTLE_MS / 1_000) / 10).toFixed(0));
    say(`${changes.count() - made} changes in ${SECONDS} s; processor: API ${used[0]} % and ${used[1]} %, Postgres ${used[2]} %, this program ${used[3]} % of a core`);
    const lags = subscribers.flatMap((subscriber) => subscriber.lags);
    say(`delivery: p50 ${percentile(lags, 0.5).toFixed(0)} ms, p95 ${percentile(lags, 0.95).toFixed(0)} ms, p99 ${percentile(lags, 0.99).toFixed(0)} ms`);
    require(percentile(lags, 0.95) < MOST_LAG_MS, `p95 is not below ${MOST_LAG_MS} ms`);

    const cutOff = subscribers.filter((_, index) => index % 2 === 0);
    const running = changes.run(10);
    await sleep(2_000);
    await first.kill();
    await inBatches(cutOff, 25, async (subscriber) => {
      if (subscriber.hasEnded) return;
      try {
        await subscriber.connect(second.url, tokenOf);
      } catch (error) {
        // Gone meanwhile: that is what it is told.
        if (!subscriber.lead || !(error as Error).message.includes("NOT_FOUND")) throw error;
        subscriber.told.push(`DELETED ${subscriber.lead.id}`);
      }
    });
    say(`one process was killed (kill -9); ${cutOff.length} clients came back to the other, ` +
      `${cutOff.filter(({ resyncs }) => resyncs > 0).length} of them had to read again`);
    await running;
    await sleep(SETTLE_MS);
    await changes.stop();
    await expectFromDatabase(admin, subscribers, since);
    report("those who stayed", subscribers.filter(({ reconnects }) => reconnects === 0));
    report("those who came back", subscribers.filter(({ reconnects }) => reconnects > 0));
    for (const { live } of subscribers) live?.socket.terminate();

    await measureStanding(admin, organizations, second, tokenOf, require);
    await measureRevocation(admin, organizations, second, tokenOf, require);
    await measureCost(admin, organizations);
  });
} finally {
  for (const server of servers) await server.stop();
  await database.stop();
}
