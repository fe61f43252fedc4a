import type { Task } from "graphile-worker";
import { forEach } from "../batches.ts";

/**
 * Starts the day of every organization that scores its leads: the job `score_leads` of each then
 * does the work, so that none waits for another.
 */
const ageLeadScores: Task = async (_payload, helpers) => {
  const { rows } = await helpers.withPgClient((client) =>
    client.query<{ organization_id: string }>("select organization_id from app_private.start_ageing()"),
  );
  const name = (row: { organization_id: string }) => `ageing the scores of organization ${row.organization_id}`;
  await forEach(helpers, rows, name, async ({ organization_id }) => {
    await helpers.withPgClient((client) =>
      client.query("select app_private.age_lead_scores($1)", [organization_id]),
    );
  });
};

export default ageLeadScores;
