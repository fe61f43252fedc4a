import type { Task } from "graphile-worker";
import { inBatches } from "../batches.ts";

/** Tells owners of deals that have been in their stage for too long. */
const tellRottingDeals: Task = async (_payload, helpers) => {
  await inBatches(helpers, "select app_private.tell_rotting_deals()", []);
};

export default tellRottingDeals;
