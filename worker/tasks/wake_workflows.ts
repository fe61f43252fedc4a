import type { Task } from "graphile-worker";

/** Sees to it that whatever is due has a job, whatever became of the one that it had. */
const wakeWorkflows: Task = async (_payload, { withPgClient }) => {
  await withPgClient((client) => client.query("select app_private.wake_workflows()"));
};

export default wakeWorkflows;
