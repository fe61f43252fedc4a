import type { Task } from "graphile-worker";
import { z } from "zod";
import { inBatches } from "../batches.ts";

const Payload = z.object({ organization_id: z.uuid(), request_id: z.uuid() });

/**
 * Finishes the erasure of a person, a batch a transaction. It is told only whose erasure it is:
 * what to look for is in the database and goes with the last batch.
 */
const eraseDataSubject: Task = async (payload, helpers) => {
  const { organization_id, request_id } = Payload.parse(payload);
  await inBatches(helpers, "select app_private.continue_erasure($1, $2)", [organization_id, request_id]);
};

export default eraseDataSubject;
