import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../../support/database.ts";
import { addMember, commitAs, makeRole, makeTenant, openTrialTenant, randomId, runAs } from "../../support/tenants.ts";
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

  it("makes a version of each change, by whom it was saved, and none of the same again", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["Versions", greeting]);
    const admin = world.tenant.actor("admin");
    const again = "select w.* from app_public.save_workflow(id => $1, definition => $2) w";
    expect(await runAs(world.database, world.owner, again, [id, greeting])).toMatchObject({ version: 1 });
    expect(await runAs(world.database, admin, again, [id, greeting])).toMatchObject({ version: 2, owner_id: admin.userId });
    const other = { triggers: [{ event: "manual" }], actions: [{ key: "tell", type: "send_notification", configuration: { to: ["owner"], message: "x" } }] };
    expect(await runAs(world.database, world.owner, again, [id, other])).toMatchObject({ version: 3, object_type: null, name: "Versions" });
    const { rows } = await world.trial.tryAs(world.owner, `select version, owner_id, definition -> 'actions' -> 0 ->> 'key' as first
      from app_public.workflow_versions where workflow_id = $1 order by version`, [id]);
    expect(rows).toEqual([
      { version: 1, owner_id: world.owner.userId, first: "note" },
      { version: 2, owner_id: admin.userId, first: "note" },
      { version: 3, owner_id: world.owner.userId, first: "tell" },
    ]);
    const actions = await world.trial.tryAs(world.owner, "select key from app_public.workflow_actions where workflow_id = $1", [id]);
    expect(actions.rows).toEqual([{ key: "tell" }]);
  });

  it("keeps a version as it was, from its owner too, and after the workflow is gone", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["Kept", greeting]);
    expect(await commitAs(world.database, world.owner, "update app_public.workflow_versions set definition = '{}' where workflow_id = $1", [id])).toMatchObject({ code: "42501" });
    await expect(asSuperuser(world.database, (client) => client.query("update app_public.workflow_versions set definition = '{}' where workflow_id = $1", [id])))
      .rejects.toThrow("stays as it was saved");
    await runAs(world.database, world.owner, "delete from app_public.workflows where id = $1", [id]);
    const { rows } = await world.trial.tryAs(world.owner, "select workflow_id, name, version from app_public.workflow_versions where name = 'Kept'");
    expect(rows).toEqual([{ workflow_id: null, name: "Kept", version: 1 }]);
  });

  it("of two who change the same version is refused to the later", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["Contested", greeting]);
    const change = (description: string, key: string) => commitAs(world.database, world.owner,
      "select w.version from app_public.save_workflow(id => $1, description => $2, definition => $3, version => 1) w",
      [id, description, { ...greeting, actions: [{ ...greeting.actions[0], key }] }]);
    const outcomes = await Promise.all([change("one", "one"), change("other", "other")]);
    expect(outcomes.map(({ code }) => code ?? "saved").sort()).toEqual(["RH409", "saved"]);
  });

  it("is refused without a name or a definition, and with a name that is taken", async () => {
    const save = (name: unknown, definition: unknown) => world.trial.tryAs(world.owner, SAVE, [name, definition]);
    expect(await save(null, greeting)).toMatchObject({ code: "RH400" });
    expect(await save("  ", greeting)).toMatchObject({ code: "RH400" });
    expect(await save("Nothing", null)).toMatchObject({ code: "RH400" });
    expect(await save("Greeting", greeting)).toMatchObject({ code: "23505" });
  });
});

describe("a workflow", () => {
  const definition = { triggers: [{ event: "schedule.daily" }], actions: [{ key: "tell", type: "send_notification", configuration: { to: ["owner"], message: "x" } }] };
  const activate = (id: unknown, actor = world.owner) => commitAs(world.database, actor, "select status from app_public.activate_workflow($1)", [id]);
  const pause = (id: unknown, actor = world.owner) => commitAs(world.database, actor, "select status from app_public.pause_workflow($1)", [id]);

  it("is activated, paused and activated again; a draft that is paused stays one", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["States", definition]);
    const states = [];
    for (const step of [pause, activate, activate, pause, pause, activate]) states.push((await step(id)).rows[0]!["status"]);
    expect(states).toEqual(["draft", "active", "active", "paused", "paused", "active"]);
  });

  it("is one of 200 active ones at most, also when two are activated at once", async () => {
    const ids = await asSuperuser(world.database, async (client) => {
      await client.query("select set_config('rowhouse.organization_id', '', false)");
      await client.query("update app_public.workflows set status = 'paused' where organization_id = $1", [world.tenant.organizationId]);
      const { rows } = await client.query<{ id: string }>(
        `insert into app_public.workflows (organization_id, name, status, owner_id)
           select $1, 'Crowd ' || n, case when n < 200 then 'active' else 'draft' end, $2 from generate_series(1, 203) n returning id`,
        [world.tenant.organizationId, world.owner.userId]);
      return rows.slice(199).map(({ id }) => id);
    });
    const outcomes = await Promise.all(ids.map((id) => activate(id)));
    expect(outcomes.map(({ code }) => code ?? "active").sort()).toEqual(["RH409", "RH409", "RH409", "active"]);
  });

  it("of another organization is not there, and one that is none neither", async () => {
    const other = await asSuperuser(world.database, (client) => makeTenant(client, "Other"));
    const { id } = await runAs(world.database, world.owner, SAVE, ["Mine", definition]);
    const stranger = other.actor("owner");
    for (const target of [id, randomId()]) {
      for (const outcome of [await activate(target, stranger), await pause(target, stranger),
        await commitAs(world.database, stranger, "select app_public.save_workflow(id => $1, name => 'Theirs')", [target])]) {
        expect(outcome).toMatchObject({ code: "RH404", message: "No such workflow." });
      }
    }
    for (const table of ["workflows", "workflow_versions", "workflow_triggers", "workflow_actions"]) {
      expect((await world.trial.tryAs(stranger, `select id from app_public.${table}`)).rows).toEqual([]);
    }
  });

  it("is not for who has no permission: nothing is seen, saved or activated", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["Closed", definition]);
    for (const actor of [world.tenant.actor("manager"), world.member, world.tenant.actor("viewer")]) {
      expect((await world.trial.tryAs(actor, "select id from app_public.workflows")).rows).toEqual([]);
      for (const outcome of [await activate(id, actor), await pause(id, actor), await world.trial.tryAs(actor, SAVE, ["Theirs", definition])]) {
        expect(outcome).toMatchObject({ code: "RH403" });
      }
    }
    const role = await asSuperuser(world.database, (client) => makeRole(client, world.tenant.organizationId, [["workflow", "view", "all"]]));
    const userId = await asSuperuser(world.database, (client) => addMember(client, world.tenant.organizationId, role.slug));
    const onlooker = { userId, organizationId: world.tenant.organizationId };
    expect((await world.trial.tryAs(onlooker, "select name from app_public.workflows where id = $1", [id])).rows).toEqual([{ name: "Closed" }]);
    expect(await activate(id, onlooker)).toMatchObject({ code: "RH403" });
    expect(await world.trial.tryAs(onlooker, "select app_public.save_workflow(id => $1, name => 'x')", [id])).toMatchObject({ code: "RH403" });
  });

  it("is written in no other way", async () => {
    const { id } = await runAs(world.database, world.owner, SAVE, ["Fenced", definition]);
    for (const statement of [
      "insert into app_public.workflows (name) values ('x')", `update app_public.workflows set status = 'active' where id = '${String(id)}'`,
      `update app_public.workflows set owner_id = owner_id where id = '${String(id)}'`, "delete from app_public.workflow_actions", "delete from app_public.workflow_versions",
      "update app_public.workflow_triggers set event = 'manual'", "insert into app_public.workflow_actions (workflow_id, position, key, type) select id, 9, 'x', 'score_lead' from app_public.workflows limit 1",
    ]) expect([statement, await world.trial.tryAs(world.owner, statement)]).toEqual([statement, expect.objectContaining({ code: "42501" })]);
  });

  it("reads records as its owner: restricted fields left out, numbers exactly", async () => {
    const account = await runAs(world.database, world.owner, "insert into app_public.accounts (name, annual_revenue, website) values ('Mill', 999999999999999.12, 'https://mill.test') returning id");
    const role = await asSuperuser(world.database, (client) => makeRole(client, world.tenant.organizationId, [["account", "view", "all"]],
      [["account", "website", "mask"], ["account", "industry", "hidden"]]));
    const userId = await asSuperuser(world.database, (client) => addMember(client, world.tenant.organizationId, role.slug));
    const read = async (actor: object) => {
      const { rows } = await world.trial.tryAs(actor, "select recorded from app_hidden.read_records('account', $1)", [[account["id"], randomId()]]);
      return rows.map(({ recorded }) => recorded as Record<string, unknown>);
    };
    expect(await read(world.owner)).toEqual([expect.objectContaining({ name: "Mill", annual_revenue: "999999999999999.12", website: "https://mill.test", industry: null })]);
    const [seen] = await read({ userId, organizationId: world.tenant.organizationId });
    expect(seen).toMatchObject({ name: "Mill" });
    expect(Object.keys(seen!)).not.toEqual(expect.arrayContaining(["website"]));
    expect(Object.keys(seen!)).not.toEqual(expect.arrayContaining(["industry"]));
    expect(await read(world.member)).toEqual([]);
    expect(await world.trial.tryAs(world.owner, "select * from app_hidden.read_records('organizations', '{}')")).toMatchObject({ code: "RH400" });
  });
});
