import type { Task } from "graphile-worker";

type Run = { organization_id: string; run_id: string };

/**
 * Carries out retention policies and empties recycle bins, a batch a transaction. A run that was cut
 * off goes on where it was, at the next attempt or the next night.
 */
const applyRetention: Task = async (_payload, { withPgClient, abortSignal, logger }) => {
  const runs = await withPgClient(async (client) => {
    await client.query("select app_private.remove_expired_documents()");
    await client.query("select app_private.remove_expired_undo_entries()");
    await client.query("select app_private.resume_erasures()");
    const { rows } = await client.query<Run>("select * from app_private.start_retention()");
    return rows;
  });
  const problems: unknown[] = [];
  for (const { organization_id, run_id } of runs) {
    try {
      let hasMore = true;
      while (hasMore) {
        abortSignal?.throwIfAborted();
        const { rows } = await withPgClient((client) =>
          client.query<{ has_more: boolean }>(
            "select app_private.continue_retention($1, $2) as has_more",
            [organization_id, run_id],
          ),
        );
        hasMore = rows[0]?.has_more ?? false;
      }
    } catch (error) {
      if (abortSignal?.aborted) throw error;
      // One organization's trouble is not the others'.
      logger.error(`retention run ${run_id} stopped`, { error });
      problems.push(error);
    }
  }
  if (problems.length > 0) {
    throw new AggregateError(problems, `${problems.length} of ${runs.length} retention runs stopped`);
  }
};

export default applyRetention;
