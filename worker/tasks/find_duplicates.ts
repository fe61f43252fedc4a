import type { Task } from "graphile-worker";
import { forEach, inBatches } from "../batches.ts";

type Payload = { organization_id?: string; object_type?: string };

type Work = { organization_id: string; object: string };

/**
 * Compares records that are new or have changed with all others, a batch a transaction; with an
 * organization and an object in the payload, all of that object anew. What was done is kept, so that a
 * job that was cut off goes on where it was. Before, what came to a record as it was merged follows it.
 */
const findDuplicates: Task = async (payload, helpers) => {
  const { organization_id: organization = null, object_type: object } = (payload ?? {}) as Payload;
  const work = await helpers.withPgClient(async (client) => {
    await client.query("select app_private.follow_merges()");
    // At a second attempt the first has forgotten already.
    if (organization !== null && object !== undefined && helpers.job.attempts === 1) {
      await client.query("select app_private.forget_checked($1, $2)", [organization, object]);
    }
    const { rows } = await client.query<Work>("select * from app_private.duplicate_work($1)", [organization]);
    return rows;
  });
  await forEach(helpers, work, ({ organization_id, object: name }) => `duplicates of ${organization_id} ${name}`,
    ({ organization_id, object: name }) =>
      inBatches(helpers, "select app_private.check_duplicates($1, $2)", [organization_id, name]));
};

export default findDuplicates;
