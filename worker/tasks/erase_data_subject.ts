import type { Task } from "graphile-worker";
import { z } from "zod";

const Payload = z.object({ organization_id: z.uuid(), request_id: z.uuid() });

/**
 * Finishes the erasure of a person, a batch a transaction. It is told only whose erasure it is:
 * what to look for is in the database and goes with the last batch.
 */
const eraseDataSubject: Task = async (payload, { withPgClient, abortSignal }) => {
  const { organization_id, request_id } = Payload.parse(payload);
  let hasMore = true;
  while (hasMore) {
    abortSignal?.throwIfAborted();
    const { rows } = await withPgClient((client) =>
      client.query<{ has_more: boolean }>(
        "select app_private.continue_erasure($1, $2) as has_more",
        [organization_id, request_id],
      ),
    );
    hasMore = rows[0]?.has_more ?? false;
  }
};

export default eraseDataSubject;
