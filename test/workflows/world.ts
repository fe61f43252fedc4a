import pg from "pg";
import { workLane } from "../../src/workflows/lane.ts";
import { asSuperuser } from "../support/database.ts";
import { insertAs, openTrialTenant, runAs } from "../support/tenants.ts";
import type { TrialTenant } from "../support/tenants.ts";

/** An event that waits to be dispatched. */
export type WaitingEvent = {
  event: string;
  object_type: string | null;
  object_id: string | null;
  old_values: Record<string, unknown> | null;
  new_values: Record<string, unknown> | null;
  actor_id: string | null;
  actor_type: string;
  depth: number;
};

/** A run as the database keeps it, and the actions it did. */
export type StoredRun = {
  id: string;
  workflow_id: string | null;
  event: string;
  object_id: string | null;
  status: string;
  error: string | null;
  depth: number;
  attempt: number;
  next_path: string | null;
  resume_at: Date | null;
  actions: { path: string; key: string; status: string; error: string | null; attempt: number; input: unknown; output: unknown }[];
};

type Columns = Record<string, unknown>;

/** A database with one organization whose workflows are watched at work. */
export type WorkflowWorld = TrialTenant & {
  /** Runs a statement as the owner of the organization. */
  run(text: string, values?: unknown[]): Promise<Columns>;
  /** Inserts a row as the owner of the organization; answers its id. */
  insert(table: string, columns: Columns): Promise<string>;
  /** Runs statements past the policies. */
  query<Row extends pg.QueryResultRow = Columns>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Saves a workflow as the owner and activates it; answers its id. */
  activate(name: string, definition: object): Promise<string>;
  /** Has all events listened to, or those that are named, without a workflow. */
  listen(...events: string[]): Promise<void>;
  /** Takes the events that wait, in their order. */
  events(): Promise<WaitingEvent[]>;
  runs(): Promise<StoredRun[]>;
  /** Does what the worker does, in all lanes, until nothing is due; answers what was reported. */
  work(): Promise<unknown[]>;
  /** Does a slice of each lane. */
  workOnce(): Promise<void>;
  stop(): Promise<void>;
};

/** Makes one. */
export async function makeWorkflowWorld(): Promise<WorkflowWorld> {
  const world = await openTrialTenant();
  const { database, tenant, owner, trial } = world;
  const run = (text: string, values: unknown[] = []) => runAs(database, owner, text, values);
  const admin = new pg.Client({ connectionString: database.ownerUrl });
  await admin.connect();
  const worker = new pg.Client({ connectionString: database.authenticatorUrl });
  await worker.connect();
  const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await admin.query<Row>(text, values)).rows;
  return {
    ...world,
    run,
    query,
    insert: (table, columns) => insertAs(database, owner, table, columns),
    async activate(name, definition) {
      const { id } = await run("select (app_public.save_workflow(name => $1, definition => $2)).id", [name, definition]);
      await run("select app_public.activate_workflow($1)", [id]);
      return id as string;
    },
    async listen(...events) {
      await asSuperuser(database, (client) =>
        client.query(
          `insert into app_private.event_listeners (organization_id, event)
             select $1, e.name from app_hidden.event_names e where cardinality($2::text[]) = 0 or e.name = any ($2)
             on conflict do nothing`,
          [tenant.organizationId, events],
        ));
    },
    events: () => query<WaitingEvent>("with e as (delete from app_private.workflow_events returning *) select * from e order by position"),
    runs: () => query<StoredRun>(
      `select r.*, (select coalesce(jsonb_agg(to_jsonb(a) order by a.started_at, a.path), '[]')
          from app_public.workflow_action_runs a where a.run_id = r.id) as actions
         from app_public.workflow_runs r order by r.position`),
    async work() {
      const reported: unknown[] = [];
      const report = (error: unknown) => reported.push(error);
      const due = () => query<{ lane: number }>(
        "select l as lane from generate_series(0, 3) l where app_private.has_due_work($1, l::smallint)", [tenant.organizationId]);
      for (let lanes = await due(); lanes.length > 0; lanes = await due()) {
        for (const { lane } of lanes) await workLane(worker, { organizationId: tenant.organizationId, lane }, report);
      }
      return reported;
    },
    async workOnce() {
      for (const lane of [0, 1, 2, 3]) await workLane(worker, { organizationId: tenant.organizationId, lane }, () => undefined);
    },
    async stop() {
      await worker.end();
      await trial.end();
      await admin.end();
      await database.drop();
    },
  };
}
