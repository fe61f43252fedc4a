import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Commits, Subscriber } from "./subscriber.ts";
import type { Lead, Organization } from "./world.ts";

/** What makes changes. */
export type Changes = {
  /** Makes them for so many seconds, at its rate. */
  run(seconds: number): Promise<void>;
  count(): number;
  stop(): Promise<void>;
};

const CONNECTIONS = 4;

/** A change: what it does to a lead, or whom it notifies. */
type Work = { text: string; values: unknown[]; before?: Lead; after?: Lead; key: string };

/** A generator that goes through all leads in turn, so that none changes twice in a moment. */
function* works(organizations: readonly Organization[]): Generator<Work, never> {
  for (let round = 0; ; round++) {
    for (let place = 0; place < 60; place++) {
      for (const { id, members, staying, moving } of organizations) {
        const lead = place < staying.length ? staying[place] : moving[place - staying.length];
        if (!lead) continue;
        const before = { ...lead };
        if (place < staying.length) {
          if (place % 8 === 7) {
            const member = members[(round * 5 + place) % members.length];
            yield {
              text: "select app_private.notify($1, array[$2::uuid], 'mention', 'lead', $3, null, $4)",
              values: [id, member?.userId, lead.id, `${round} ${place}`],
              key: member?.userId ?? "",
            };
            continue;
          }
          yield rename(before, lead, round);
        } else if (round % 4 === 3 && place % 2 === 0) {
          lead.isDeleted = true;
          yield { text: "update app_public.leads set deleted_at = now() where id = $1", values: [lead.id], before, after: { ...lead }, key: lead.id };
        } else if (lead.isDeleted) {
          lead.isDeleted = false;
          yield { text: "update app_public.leads set deleted_at = null where id = $1", values: [lead.id], before, after: { ...lead }, key: lead.id };
        } else {
          const owners = members.filter(({ reach }) => reach !== "all");
          lead.ownerId = owners[(round * 3 + place) % owners.length]?.userId ?? lead.ownerId;
          // Their own doing: whether they still see the lead when they are told that it is theirs is a matter of moments.
          yield { text: "update app_public.leads set owner_id = $2::uuid where id = $1 and set_config('rowhouse.user_id', $2::text, true) is not null", values: [lead.id, lead.ownerId], before, after: { ...lead }, key: lead.id };
        }
      }
    }
  }
}

function rename(before: Lead, lead: Lead, round: number): Work {
  const values = [lead.id, `Lead of round ${round}`];
  return { text: "update app_public.leads set company = $2 where id = $1", values, before, after: { ...lead }, key: lead.id };
}

/** Makes a maker of changes that tells subscribers what to expect. */
export async function makeChanges(
  url: string,
  organizations: readonly Organization[],
  subscribers: readonly Subscriber[],
  commits: Commits,
  perSecond: number,
): Promise<Changes> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS, options: "-c role=rowhouse_owner" });
  const byOrganization = Map.groupBy(subscribers, ({ member }) => member.organizationId);
  const source = works(organizations);
  let made = 0;

  async function make({ text, values, before, after, key }: Work): Promise<void> {
    if (after) {
      for (const subscriber of byOrganization.get(after.organizationId) ?? []) subscriber.expect(before, after);
    }
    await pool.query({ text, values, name: text.slice(0, 60) });
    commits.set(key, performance.now());
    made += 1;
  }

  return {
    async run(seconds) {
      const begun = performance.now();
      const total = seconds * perSecond;
      const hands = Array.from({ length: CONNECTIONS }, async (_, hand) => {
        for (let number = hand; number < total; number += CONNECTIONS) {
          const wait = begun + (number * 1_000) / perSecond - performance.now();
          if (wait > 0) await sleep(wait);
          await make(source.next().value);
        }
      });
      await Promise.all(hands);
    },
    count: () => made,
    stop: () => pool.end(),
  };
}
