import type { Task } from "graphile-worker";
import type { ClientBase } from "pg";
import { z } from "zod";
import { asActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { errorCode } from "../../src/database/connections.ts";

const Payload = z.object({ organization_id: z.uuid(), request_id: z.uuid() });

type Subject = { user_id: string | null; object: string; record: string | null };
type Written = { document: string; version: string };

/**
 * Writes down what is known about a person as whoever asked may see it: under their policies and
 * field permissions.
 */
const exportDataSubject: Task = async (payload, { withPgClient, job }) => {
  const { organization_id, request_id } = Payload.parse(payload);
  await withPgClient(async (client) => {
    const finish = (document: string | null, version: string | null, error: string | null) =>
      client.query("select app_private.finish_export($1, $2, $3, $4, $5)", [
        organization_id, request_id, document, version, error,
      ]);
    const { rows } = await client.query<Subject>(
      "select user_id, object, record from app_private.begin_export($1, $2)",
      [organization_id, request_id],
    );
    const subject = rows[0];
    if (!subject?.user_id) return;
    const actor: Actor = {
      userId: subject.user_id,
      organizationId: organization_id,
      requestId: `job-${job.id}`,
    };
    try {
      const { document, version } = await asActor(client, actor, () => write(client, subject));
      await finish(document, version, null);
    } catch (error) {
      // Who may not any more will not be allowed at another attempt either.
      const refused = ["RH403", "RH404"].includes(errorCode(error) ?? "");
      if (refused) await finish(null, null, (error as Error).message);
      else if (job.attempts >= job.max_attempts) {
        await finish(null, null, "The export could not be made.");
      }
      if (!refused) throw error;
    }
  });
};

export default exportDataSubject;

async function write(client: ClientBase, { object, record }: Subject): Promise<Written> {
  const { rows } = await client.query<Written>(
    `select app_hidden.subject_document($1, $2)::text as document,
        current_setting('rowhouse.access_version') as version`,
    [object, record],
  );
  if (!rows[0]) throw new Error("The export has no document.");
  return rows[0];
}
