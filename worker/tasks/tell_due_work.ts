import type { Task } from "graphile-worker";
import { inBatches } from "../batches.ts";

/**
 * Tells of the reminders whose time has come and of what has become overdue, a batch a transaction
 * that either is told as a whole or is there for the next run.
 */
const tellDueWork: Task = async (_payload, helpers) => {
  await inBatches(helpers, "select app_private.send_reminders()", []);
  await inBatches(helpers, "select app_private.tell_overdue()", []);
};

export default tellDueWork;
