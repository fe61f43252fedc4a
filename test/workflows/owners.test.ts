/** Workflows of people who do not see everything, and of those who cease to. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import type { Actor } from "../../src/database/actor.ts";
import { addMember, insertAs, makeRole, runAs } from "../support/tenants.ts";
import type { FieldRule } from "../support/tenants.ts";
import { makeWorkflowWorld } from "./world.ts";
import type { WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;

beforeAll(async () => {
  world = await makeWorkflowWorld();
});

beforeEach(async () => {
  await world.query("delete from app_public.workflow_runs");
  await world.query("delete from app_public.workflows");
});

afterAll(async () => {
  await world?.stop();
});

async function memberWith(leads: "own" | "all", fields: readonly FieldRule[] = []): Promise<Actor> {
  const { organizationId } = world.tenant;
  const userId = await asSuperuser(world.database, async (client) => {
    const { slug } = await makeRole(client, organizationId, [
      ...["view", "create", "edit"].map((action) => ["workflow", action, "all"] as const),
      ...["view", "create", "edit", "delete"].map((action) => ["lead", action, leads] as const),
      ["note", "view", "all"], ["note", "create", "all"], ["member", "view", "all"],
    ], fields);
    return addMember(client, organizationId, slug);
  });
  return { userId, organizationId };
}

async function activateAs(actor: Actor, name: string, definition: object): Promise<void> {
  const { id } = await runAs(world.database, actor, "select (app_public.save_workflow(name => $1, definition => $2)).id", [name, definition]);
  await runAs(world.database, actor, "select app_public.activate_workflow($1)", [id]);
}

const noting = (event: string, content: string, conditions: object | null = null) => ({
  object_type: "lead", triggers: [{ event, conditions }], actions: [{ key: "note", type: "add_note", configuration: { content } }],
});
const outcomes = async () => (await world.runs()).map(({ event, object_id, status }) => [event, object_id, status]);

describe("a workflow of somebody who does not see everything", () => {
  it("runs on what they see, and on nothing else", async () => {
    const actor = await memberWith("own");
    await activateAs(actor, "Mine", noting("lead.created", "Hello {{ lead.owner.name }}", { field: "owner.email", op: "is_null", value: false }));
    const mine = await insertAs(world.database, actor, "leads", { last_name: "Lovelace" });
    await world.insert("leads", { last_name: "Babbage" });
    expect(await world.work()).toEqual([]);
    expect(await outcomes()).toEqual([["lead.created", mine, "succeeded"]]);
  });

  it("knows nothing of fields that are hidden from them since", async () => {
    const actor = await memberWith("all");
    await activateAs(actor, "Engines", noting("lead.created", "At {{ lead.company }}", { field: "company", op: "eq", value: "Engines" }));
    await activateAs(actor, "All", noting("lead.created", "At [{{ lead.company }}]"));
    await asSuperuser(world.database, (client) => client.query(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         select m.organization_id, m.role_id, 'lead', 'company', 'hidden' from app_public.memberships m
           where m.organization_id = $1 and m.user_id = $2`, [actor.organizationId, actor.userId]));
    const id = await world.insert("leads", { last_name: "Lovelace", company: "Engines" });
    expect(await world.work()).toEqual([]);
    expect(await outcomes()).toEqual([["lead.created", id, "succeeded"]]);
    expect(await world.query("select content from app_public.notes where lead_id = $1", [id])).toEqual([{ content: "At []" }]);
  });

  it("is told of what they saw when it is deleted", async () => {
    const actor = await memberWith("own");
    await activateAs(actor, "Gone", {
      object_type: "lead", triggers: [{ event: "lead.deleted" }],
      actions: [{ key: "tell", type: "send_notification", configuration: { to: "owner", message: "Gone" } }],
    });
    const mine = await insertAs(world.database, actor, "leads", { last_name: "Lovelace" });
    const other = await world.insert("leads", { last_name: "Babbage" });
    for (const id of [mine, other]) await world.query("update app_public.leads set deleted_at = now() where id = $1", [id]);
    expect(await world.work()).toEqual([]);
    expect((await world.runs()).map(({ object_id }) => object_id)).toEqual([mine]);
  });

  it("does not hold up the others when it cannot be asked, and says so", async () => {
    const actor = await memberWith("all");
    await activateAs(actor, "Broken", noting("lead.created", "Hello"));
    await world.activate("Sound", noting("lead.created", "Hello"));
    await world.query("revoke execute on function app_hidden.seen_events(jsonb) from rowhouse_user");
    const id = await world.insert("leads", { last_name: "Lovelace" });
    const reported = await world.work();
    await world.query("grant execute on function app_hidden.seen_events(jsonb) to rowhouse_user");
    expect(reported).toEqual([expect.objectContaining({ code: "42501" })]);
    expect((await outcomes()).sort()).toEqual([["lead.created", id, "stopped"], ["lead.created", id, "succeeded"]]);
    const stopped = (await world.runs()).find(({ status }) => status === "stopped");
    expect(stopped!.error).toMatch(/^Whether its conditions hold cannot be told\. /);
    expect(await world.query("select from app_private.workflow_events")).toEqual([]);
  });
});
