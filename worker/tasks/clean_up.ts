import type { Task } from "graphile-worker";

/** Removes what has been over for long: counted attempts, sessions, links, sent mails. */
const cleanUp: Task = async (_payload, { withPgClient }) => {
  await withPgClient((client) => client.query("select app_private.clean_up()"));
};

export default cleanUp;
