import type { Task } from "graphile-worker";

/** Makes the partitions of the coming months, of the audit log and the timeline. */
const addPartitions: Task = async (_payload, { withPgClient, logger }) => {
  const { rows } = await withPgClient((client) =>
    client.query<{ added: number }>("select app_private.add_partitions() as added"),
  );
  const added = rows[0]?.added ?? 0;
  if (added > 0) logger.info(`made ${added} partitions`);
};

export default addPartitions;
