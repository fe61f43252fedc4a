import type { Task } from "graphile-worker";
import type { RaisedSchedules } from "../../src/workflows/schedules.ts";
import { raiseSchedules } from "../../src/workflows/schedules.ts";

/** Raises the events of workflows' schedules that are due. */
const raiseDueSchedules: Task = async (_payload, { withPgClient, abortSignal, logger }) => {
  let raised: RaisedSchedules;
  do {
    abortSignal?.throwIfAborted();
    raised = await withPgClient((client) => raiseSchedules(client));
    for (const error of raised.problems) logger.error("A schedule could not be raised", { error });
  } while (raised.hasMore);
};

export default raiseDueSchedules;
