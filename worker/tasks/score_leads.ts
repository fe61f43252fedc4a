import { setTimeout as sleep } from "node:timers/promises";
import type { Task } from "graphile-worker";

type Payload = { organization_id: string };

/** How often the leads that are left are tried again while others hold them, and how far apart. */
const WAITS = 50;
const WAIT_MS = 100;

/**
 * Scores what is to be scored of an organization, a batch a transaction: leads that have changed,
 * then those of its runs. Nothing is lost when it is killed: a batch takes its marks away and moves
 * its run on in the transaction that writes the scores.
 */
const scoreLeads: Task = async (payload, { withPgClient, abortSignal, addJob }) => {
  const { organization_id } = payload as Payload;
  let waits = 0;
  while (true) {
    abortSignal?.throwIfAborted();
    const outcome = await withPgClient(async (client) => {
      const { rows } = await client.query<{ outcome: string }>(
        "select app_private.continue_scoring($1) as outcome",
        [organization_id],
      );
      return rows[0]?.outcome;
    });
    if (outcome === "done") return;
    if (outcome === "more") continue;
    waits += 1;
    if (waits > WAITS) {
      // Somebody holds them for long: this place in the queue is for others.
      const runAt = new Date(Date.now() + WAITS * WAIT_MS);
      await addJob("score_leads", payload, {
        jobKey: `score_leads:${organization_id}`, jobKeyMode: "preserve_run_at", runAt,
      });
      return;
    }
    await sleep(WAIT_MS, undefined, { signal: abortSignal });
  }
};

export default scoreLeads;
