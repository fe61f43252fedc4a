import type pg from "pg";
import { median } from "../measure.ts";
import { say } from "../output.ts";
import { createLeads } from "./world.ts";
import type { Organization } from "./world.ts";

const SINGLES = 100;
const BULK = 10_000;
const ROUNDS = 5;

/** What the feed adds to making leads one by one, and many at once. */
export async function measureCost(admin: pg.Client, [organization]: readonly Organization[]): Promise<void> {
  const owners = organization?.members.map(({ userId }) => userId) ?? [];
  const id = organization?.id ?? "";
  const taken = { with: [] as number[], without: [] as number[], bulkWith: [] as number[], bulkWithout: [] as number[] };
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    into.push(performance.now() - begun);
  };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [state, singles, bulk] of [
      ["enable", taken.with, taken.bulkWith], ["disable", taken.without, taken.bulkWithout],
    ] as const) {
      for (const table of ["leads", "timeline_events"]) {
        await admin.query(`alter table app_public.${table} ${state} trigger publish_insert`);
      }
      for (let number = 0; number < SINGLES; number++) await timed(singles, () => createLeads(admin, id, owners, 1));
      await timed(bulk, () => createLeads(admin, id, owners, BULK));
    }
  }
  for (const table of ["leads", "timeline_events"]) await admin.query(`alter table app_public.${table} enable trigger publish_insert`);
  say(`making a lead: ${median(taken.with).toFixed(2)} ms with the feed, ${median(taken.without).toFixed(2)} ms without; ` +
    `${BULK} at once: ${median(taken.bulkWith).toFixed(0)} ms and ${median(taken.bulkWithout).toFixed(0)} ms`);
}
