import type { Task } from "graphile-worker";

/** Finds anew when there was contact with accounts that contacts were moved between. */
const recountContactDays: Task = async (payload, { withPgClient }) => {
  const { organization_id, account_ids } = payload as {
    organization_id: string;
    account_ids: string[];
  };
  await withPgClient((client) =>
    client.query("select app_private.recount_contact_days($1, $2)", [organization_id, account_ids]),
  );
};

export default recountContactDays;
