import type { Task } from "graphile-worker";
import { z } from "zod";
import { workLane } from "../../src/workflows/lane.ts";

const Payload = z.object({ organization_id: z.uuid(), lane: z.int().min(0).max(3) });

/**
 * Works off a lane of an organization for a fifth of a second, then leaves the rest to a job at the end
 * of the queue. May be killed at any time, and run twice: what was done is known with its effect.
 */
const runWorkflows: Task = async (payload, { withPgClient, abortSignal, logger }) => {
  const { organization_id: organizationId, lane } = Payload.parse(payload);
  const report = (error: unknown, whose: string) => logger.error(`workflow run ${whose}: an unexpected error`, { error });
  await withPgClient(async (client) => {
    const left = await workLane(client, { organizationId, lane }, report, abortSignal);
    if (left.kind === "done") return;
    await client.query("select app_private.add_lane_job($1, $2::smallint, $3)", [
      organizationId, lane, left.kind === "later" ? left.at : null,
    ]);
  });
};

export default runWorkflows;
