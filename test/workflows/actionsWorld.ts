/** What the tests of actions work with: an organization, a workflow, and a way to do one action as somebody. */
import { performAction } from "../../src/workflows/actions/index.ts";
import type { ActionResult } from "../../src/workflows/actions/index.ts";
import type { Values } from "../../src/workflows/context.ts";
import { makeContext } from "../../src/workflows/context.ts";
import type { CompiledAction } from "../../src/workflows/definition.ts";
import type { Actor } from "../../src/database/actor.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, makeRole, makeTenant, one, openTrialTenant, randomId, runAs } from "../support/tenants.ts";
import type { FieldRule, Tenant } from "../support/tenants.ts";

/** What an action is about. */
export type About = { objectType: string; objectId: string } | null;

/** An action that was done, or why not. */
export type Outcome = ActionResult | { code: string | undefined; problem: string; fields: Record<string, string> | undefined };

/** A role's permission: object, action, scope. */
export type Permission = readonly [object: string, action: string, scope: string];

type Version = { id: string; workflow_id: string };

/** An organization, another one, and a workflow that runs. */
export class ActionsWorld {
  readonly database: TestDatabase;
  readonly ours: Tenant;
  readonly theirs: Tenant;
  readonly owner: Actor;
  readonly #version: Version;
  readonly #end: () => Promise<void>;

  private constructor(database: TestDatabase, [ours, theirs]: readonly [Tenant, Tenant], version: Version, end: () => Promise<void>) {
    this.database = database;
    this.ours = ours;
    this.theirs = theirs;
    this.owner = ours.actor("owner");
    this.#version = version;
    this.#end = end;
  }

  static async open(): Promise<ActionsWorld> {
    const { database, tenant, trial } = await openTrialTenant();
    const theirs = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    const definition = { object_type: null, triggers: [{ event: "manual" }], actions: [{ key: "wait", type: "delay", configuration: { for: { days: 1 } } }] };
    await runAs(database, tenant.actor("owner"), "select app_public.save_workflow(name => 'Actions', definition => $1)", [JSON.stringify(definition)]);
    const version = await asSuperuser(database, (client) =>
      one<Version>(client, "select id, workflow_id from app_public.workflow_versions"));
    return new ActionsWorld(database, [tenant, theirs], version, async () => {
      await trial.end();
      await database.drop();
    });
  }

  end(): Promise<void> {
    return this.#end();
  }

  past(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return asSuperuser(this.database, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
  }

  /** Somebody in a role of their own. */
  memberWith(permissions: readonly Permission[], fields: readonly FieldRule[] = [], tenant = this.ours): Promise<Actor> {
    return asSuperuser(this.database, async (client) => {
      const { slug } = await makeRole(client, tenant.organizationId, permissions, fields);
      return { organizationId: tenant.organizationId, userId: await addMember(client, tenant.organizationId, slug) };
    });
  }

  /** A run, as the engine has one in hand. */
  async run(about: About = null, { organizationId } = this.ours): Promise<string> {
    const id = randomId();
    await this.past(
      `insert into app_public.workflow_runs (organization_id, id, workflow_id, version_id, event, object_type, object_id)
         values ($1, $2, $3, $4, 'manual', $5, $6)`,
      [organizationId, id, this.#version.workflow_id, this.#version.id, about?.objectType, about?.objectId]);
    return id;
  }

  /** Does an action in a transaction of its own and keeps it, with what the engine notes of it. */
  async perform(
    type: CompiledAction["type"],
    input: Readonly<Record<string, unknown>>,
    about: About = null,
    { actor = this.owner, run }: { actor?: Actor; run?: string } = {},
  ): Promise<Outcome> {
    const runId = run ?? await this.run(about);
    const key = `${runId}:actions[0]`;
    try {
      return await withConnection(this.database.authenticatorUrl, async (client) => {
        await client.query("begin");
        await becomeActor(client, actor);
        await client.query("select set_config('rowhouse.workflow_run_id', $1, true)", [runId]);
        const { rows } = about
          ? await client.query<{ recorded: Values }>("select recorded from app_hidden.read_records($1, array[$2::uuid])", [about.objectType, about.objectId])
          : { rows: [] };
        const context = makeContext(
          { event: "manual", occurredAt: "2026-01-01T00:00:00Z", objectType: about?.objectType ?? null, objectId: about?.objectId ?? null,
            oldValues: null, newValues: rows[0]?.recorded ?? null },
          { organization: { id: actor.organizationId ?? "", name: "Acme" }, actor: null, workflow: { id: this.#version.workflow_id, name: "Actions" } });
        const result = await performAction({
          client, context, input, key,
          run: { id: runId, organizationId: actor.organizationId ?? "", workflowId: this.#version.workflow_id, ownerId: actor.userId ?? "" },
          action: { key: "act", type, allow_failure: false, configuration: input },
        });
        await client.query("set local role none");
        await client.query("commit");
        await this.past(
          `insert into app_public.workflow_action_runs (organization_id, run_id, path, key, type, status, output)
             values ($1, $2, 'actions[0]', 'act', $3, 'succeeded', $4) on conflict do nothing`,
          [this.ours.organizationId, runId, type, JSON.stringify(result.output)]);
        return result;
      });
    } catch (error) {
      const { code, message, detail } = error as { code?: string; message: string; detail?: string };
      return { code, problem: message, fields: detail?.startsWith("{") ? (JSON.parse(detail) as { fields?: Record<string, string> }).fields : undefined };
    }
  }

  /** Does an action twice with the same key; the second time has to answer the same. */
  async twice(type: CompiledAction["type"], input: Readonly<Record<string, unknown>>, about: About = null): Promise<[Outcome, Outcome]> {
    const run = await this.run(about);
    return [await this.perform(type, input, about, { run }), await this.perform(type, input, about, { run })];
  }
}
