import type { Task } from "graphile-worker";
import { forEach, inBatches } from "../batches.ts";

type Run = { organization_id: string; run_id: string };

/**
 * Carries out retention policies and empties recycle bins, a batch a transaction. A run that was cut
 * off goes on where it was, at the next attempt or the next night.
 */
const applyRetention: Task = async (_payload, helpers) => {
  const runs = await helpers.withPgClient(async (client) => {
    await client.query("select app_private.remove_expired_documents()");
    await client.query("select app_private.remove_expired_undo_entries()");
    await client.query("select app_private.resume_erasures()");
    const { rows } = await client.query<Run>("select * from app_private.start_retention()");
    return rows;
  });
  await forEach(helpers, runs, ({ run_id }) => `retention run ${run_id}`, ({ organization_id, run_id }) =>
    inBatches(helpers, "select app_private.continue_retention($1, $2)", [organization_id, run_id]));
};

export default applyRetention;
