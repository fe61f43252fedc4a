import type pg from "pg";
import { inTransaction } from "./connections.ts";

/** For whom SQL runs: the role and the settings that policies read. */
export type Actor = {
  /** rowhouse_user unless said otherwise. */
  role?: "rowhouse_user" | "rowhouse_anonymous" | "rowhouse_importer";
  userId?: string | undefined;
  organizationId?: string | undefined;
  sessionId?: string | undefined;
  requestId?: string | undefined;
};

/**
 * Switches the open transaction of a connection to an actor; it ends with the transaction. The
 * actor's field permissions are claimed to be minded: who reads records here and shows them to
 * somebody has to see to it.
 */
export async function becomeActor(client: pg.ClientBase, actor: Actor): Promise<void> {
  // An empty text reads as not set; it also clears what an earlier actor left in the transaction.
  await client.query(
    `select set_config('role', 'none', true),
            set_config('rowhouse.user_id', $1, true),
            set_config('rowhouse.organization_id', $2, true),
            set_config('rowhouse.session_id', $3, true),
            set_config('rowhouse.request_id', $4, true)`,
    [
      actor.userId ?? "",
      actor.organizationId ?? "",
      actor.sessionId ?? "",
      actor.requestId ?? "",
    ],
  );
  await client.query(
    `select set_config('rowhouse.access_version', coalesce(app_private.access_version(), ''), true),
            set_config('role', $1, true)`,
    [actor.role ?? "rowhouse_user"],
  );
}

/**
 * Runs a callback for an actor in one transaction of a connection that logged in as
 * rowhouse_authenticator: committed when it returns, rolled back when it throws.
 */
export async function asActor<T>(
  client: pg.ClientBase,
  actor: Actor,
  callback: () => Promise<T>,
): Promise<T> {
  return inTransaction(client, async () => {
    await becomeActor(client, actor);
    return callback();
  });
}
