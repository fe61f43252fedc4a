import type { Task } from "graphile-worker";

/** Makes the audit log's partitions of the coming months. */
const addAuditPartitions: Task = async (_payload, { withPgClient, logger }) => {
  const { rows } = await withPgClient((client) =>
    client.query<{ added: number }>("select app_private.add_audit_partitions() as added"),
  );
  const added = rows[0]?.added ?? 0;
  if (added > 0) logger.info(`made ${added} partitions of the audit log`);
};

export default addAuditPartitions;
