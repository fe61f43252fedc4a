import type { Task } from "graphile-worker";
import { inBatches } from "../batches.ts";

/** Removes what has been over for long: counted attempts, sessions, links, sent mails, runs of workflows. */
const cleanUp: Task = async (_payload, helpers) => {
  await helpers.withPgClient((client) => client.query("select app_private.clean_up()"));
  await inBatches(helpers, "select app_private.remove_old_runs()", []);
};

export default cleanUp;
