import type { Task } from "graphile-worker";

/**
 * Starts the day of every organization that scores its leads: the job `score_leads` of each then
 * does the work, so that none waits for another.
 */
const ageLeadScores: Task = async (_payload, { withPgClient, abortSignal, logger }) => {
  const { rows } = await withPgClient((client) =>
    client.query<{ organization_id: string }>("select organization_id from app_private.start_ageing()"),
  );
  const problems: unknown[] = [];
  for (const { organization_id } of rows) {
    abortSignal?.throwIfAborted();
    try {
      await withPgClient((client) =>
        client.query("select app_private.age_lead_scores($1)", [organization_id]),
      );
    } catch (error) {
      // One organization's trouble is not the others'.
      logger.error(`scores of organization ${organization_id} were not aged`, { error });
      problems.push(error);
    }
  }
  if (problems.length > 0) {
    throw new AggregateError(problems, `scores of ${problems.length} of ${rows.length} organizations were not aged`);
  }
};

export default ageLeadScores;
