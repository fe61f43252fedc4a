import type { Task } from "graphile-worker";

/** Removes from the feed of live updates what became visible more than an hour ago. */
const trimChanges: Task = async (_payload, { withPgClient }) => {
  await withPgClient((client) => client.query("select app_private.trim_changes()"));
};

export default trimChanges;
