import type pg from "pg";
import { say } from "../output.ts";
import { backendProcessorTime } from "../servers.ts";
import { createLeads } from "./world.ts";
import type { Organization } from "./world.ts";

const SINGLES = 300;
const BULK = 5_000;
const ROUNDS = 4;

/** What the feed adds to making leads one by one and many at once, in processor time of Postgres. */
export async function measureCost(admin: pg.Client, [organization]: readonly Organization[]): Promise<void> {
  const owners = organization?.members.map(({ userId }) => userId) ?? [];
  const id = organization?.id ?? "";
  const { rows } = await admin.query<{ pid: number }>("select pg_backend_pid() as pid");
  const used = () => backendProcessorTime(rows[0]?.pid ?? 0) ?? NaN;
  const costs = { enable: { singles: 0, bulk: 0 }, disable: { singles: 0, bulk: 0 } };
  for (let round = 0; round < ROUNDS; round++) {
    for (const state of ["enable", "disable"] as const) {
      for (const table of ["leads", "timeline_events"]) {
        await admin.query(`alter table app_public.${table} ${state} trigger publish_insert`);
      }
      const begun = used();
      for (let number = 0; number < SINGLES; number++) await createLeads(admin, id, owners, 1);
      const half = used();
      await createLeads(admin, id, owners, BULK);
      costs[state].singles += half - begun;
      costs[state].bulk += used() - half;
    }
  }
  await admin.query("alter table app_public.leads enable trigger publish_insert");
  await admin.query("alter table app_public.timeline_events enable trigger publish_insert");
  const ms = (cost: number, count: number) => (cost / count / ROUNDS).toFixed(3);
  say(`making a lead costs Postgres ${ms(costs.enable.singles, SINGLES)} ms of processor time, ${ms(costs.disable.singles, SINGLES)} ms ` +
    `without the feed; one of ${BULK} at once ${ms(costs.enable.bulk, BULK)} ms, ${ms(costs.disable.bulk, BULK)} ms without`);
}
