import type { Task } from "graphile-worker";

/**
 * Matches participants of communications to contacts that were made at the same moment: neither saw
 * the other then. Whatever is matched already stays as it is.
 */
const matchParticipants: Task = async (_payload, { withPgClient, logger }) => {
  const { rows } = await withPgClient((client) =>
    client.query<{ matched: number }>("select app_private.match_recent_participants() as matched"),
  );
  const matched = rows[0]?.matched ?? 0;
  if (matched > 0) logger.info(`${matched} participants matched late`);
};

export default matchParticipants;
