import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { runAs, openTrialTenant } from "../../support/tenants.ts";
import type { TrialTenant } from "../../support/tenants.ts";

let world: TrialTenant;

const SAVE = "select w.* from app_public.save_workflow(name => $1, definition => $2) w";

const greeting = {
  object_type: "lead",
  triggers: [
    {
      event: "lead.updated",
      conditions: {
        and: [
          { field: "status", op: "changed_to", value: "qualified" },
          { field: "owner.email", op: "endswith", value: "@example.test" },
          { or: [{ field: "score", op: "gte", value: 50 }, { not: { field: "company", op: "is_null" } }] },
        ],
      },
    },
    { event: "schedule.cron", schedule: "0 9 * * 1-5" },
  ],
  actions: [
    { key: "note", type: "add_note", configuration: { content: "Qualified by {{ lead.owner.name }}, formerly {{ old.status }}" } },
    {
      key: "large",
      type: "branch",
      configuration: {
        if: { field: "annual_revenue", op: "gt", value: "999999.99" },
        then: [{ key: "call", type: "create_task", configuration: { title: "Call {{ lead.name }}", due_in_days: 1, assignee: "owner" } }],
        else: [{ key: "mail", type: "send_email", configuration: { to: "{{ lead.email }}", subject: "Welcome", body: "See {{ actions.note.id }}" } }],
      },
    },
  ],
};

beforeAll(async () => {
  world = await openTrialTenant();
});

afterAll(async () => {
  await world?.trial.end();
  await world?.database.drop();
});

describe("saving a workflow", () => {
  it("keeps it as a draft of version 1, taken apart into triggers and actions", async () => {
    const saved = await runAs(world.database, world.owner, SAVE, ["Greeting", greeting]);
    expect(saved).toMatchObject({ name: "Greeting", status: "draft", version: 1, object_type: "lead", owner_id: world.owner.userId });
    const { rows } = await world.trial.tryAs(world.owner, `
      select key, type, branch, position, (select p.key from app_public.workflow_actions p where p.id = a.parent_id) as parent
        from app_public.workflow_actions a order by key`);
    expect(rows).toEqual([
      { key: "call", type: "create_task", branch: "then", position: 0, parent: "large" },
      { key: "large", type: "branch", branch: null, position: 1, parent: null },
      { key: "mail", type: "send_email", branch: "else", position: 0, parent: "large" },
      { key: "note", type: "add_note", branch: null, position: 0, parent: null },
    ]);
    const version = await world.trial.tryAs(world.owner, "select definition, compiled from app_public.workflow_versions");
    expect(version.rows[0]).toMatchObject({
      definition: greeting,
      compiled: { relations: { owner: "user" } },
    });
  });
});
