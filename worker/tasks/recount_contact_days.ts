import type { Task } from "graphile-worker";

/** Finds anew when there was contact with records that somebody else held at the time. */
const recountContactDays: Task = async (payload, { withPgClient }) => {
  const { organization_id, object, ids } = payload as {
    organization_id: string;
    object: string;
    ids: string[];
  };
  await withPgClient((client) =>
    client.query("select app_private.recount_contact_days($1, $2, $3)", [organization_id, object, ids]),
  );
};

export default recountContactDays;
