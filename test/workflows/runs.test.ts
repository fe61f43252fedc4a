import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { makeWorkflowWorld } from "./world.ts";
import type { WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;

beforeAll(async () => {
  world = await makeWorkflowWorld();
});

beforeEach(async () => {
  await world.query("delete from app_public.workflow_runs");
  await world.query("delete from app_public.workflows");
  await world.query("delete from app_public.notifications");
});

afterAll(async () => {
  await world?.stop();
});

const note = (key: string, content: string, more: object = {}) =>
  ({ key, type: "add_note", configuration: { content }, ...more });
const set = (key: string, field: string, value: unknown, more: object = {}) =>
  ({ key, type: "update_field", configuration: { field, value }, ...more });

async function notesOn(lead: string): Promise<string[]> {
  const notes = await world.query<{ content: string }>("select content from app_public.notes where lead_id = $1 order by created_at, id", [lead]);
  return notes.map(({ content }) => content);
}

async function lead(columns: Record<string, unknown> = {}): Promise<string> {
  return world.insert("leads", { last_name: "Lovelace", ...columns });
}

describe("a run", () => {
  it("does the actions one after the other where the conditions hold, with the rights of the owner", async () => {
    await world.activate("Greet", {
      object_type: "lead",
      triggers: [{ event: "lead.created", conditions: { field: "company", op: "eq", value: "Engines" } }],
      actions: [note("first", "Hello {{ lead.last_name }}"), set("rate", "rating", "hot"), note("second", "Now {{ lead.rating }}: {{ actions.first.id }}")],
    });
    const [other, id] = [await lead(), await lead({ company: "Engines" })];
    expect(await world.work()).toEqual([]);
    const [run, ...more] = await world.runs();
    expect(more).toEqual([]);
    expect(run).toMatchObject({ event: "lead.created", object_id: id, status: "succeeded", error: null, depth: 0 });
    expect(run!.actions.map(({ path, status }) => [path, status])).toEqual([
      ["actions[0]", "succeeded"], ["actions[1]", "succeeded"], ["actions[2]", "succeeded"],
    ]);
    const first = (run!.actions[0]!.output as { id: string }).id;
    expect(await notesOn(id)).toEqual(["Hello Lovelace", `Now hot: ${first}`]);
    expect(await notesOn(other)).toEqual([]);
  });

  it("takes one side of a branch, and then goes on after it", async () => {
    await world.activate("Fork", {
      object_type: "lead",
      triggers: [{ event: "lead.created" }],
      actions: [
        {
          key: "fork", type: "branch",
          configuration: {
            if: { field: "company", op: "is_null", value: false },
            then: [note("company", "At {{ lead.company }}"), {
              key: "inner", type: "branch",
              configuration: { if: { field: "status", op: "eq", value: "new" }, then: [note("new", "New")], else: [note("old", "Old")] },
            }],
            else: [note("person", "A person")],
          },
        },
        note("after", "After"),
      ],
    });
    const [one, other] = [await lead({ company: "Engines", status: "contacted" }), await lead()];
    await world.work();
    expect(await notesOn(one)).toEqual(["At Engines", "Old", "After"]);
    expect(await notesOn(other)).toEqual(["A person", "After"]);
    const run = (await world.runs()).find(({ object_id }) => object_id === one);
    expect(run!.actions.map(({ path }) => path)).toEqual([
      "actions[0]", "actions[0].then[0]", "actions[0].then[1]", "actions[0].then[1].else[0]", "actions[1]",
    ]);
  });

  it("waits, and goes on with the record as it has become, in the version that it began with", async () => {
    const id = await world.activate("Later", {
      object_type: "lead",
      triggers: [{ event: "lead.created" }],
      actions: [note("before", "Before"), { key: "wait", type: "delay", configuration: { for: { days: 2 } } }, note("after", "Now {{ lead.company }}")],
    });
    const record = await lead({ company: "Engines" });
    await world.work();
    const [waiting] = await world.runs();
    expect(waiting).toMatchObject({ status: "waiting", next_path: "actions[2]", error: null });
    expect(waiting!.resume_at!.getTime() - Date.now()).toBeGreaterThan(47 * 3_600_000);
    await world.run("update app_public.leads set company = 'Difference' where id = $1", [record]);
    await world.run(
      `select app_public.save_workflow(id => $1, definition => jsonb_set((select definition from app_public.workflow_versions where workflow_id = $1),
         '{actions,2,configuration,content}', '"Changed"'))`, [id]);
    await world.work();
    expect(await notesOn(record)).toEqual(["Before"]);
    await world.query("update app_public.workflow_runs set resume_at = now()");
    await world.work();
    expect(await notesOn(record)).toEqual(["Before", "Now Difference"]);
    expect((await world.runs()).map(({ status }) => status)).toEqual(["succeeded"]);
  });

  it("fails with its action, tells its owner once, and goes on from there when it is retried", async () => {
    await world.activate("Fragile", {
      object_type: "lead",
      triggers: [{ event: "lead.created" }],
      actions: [note("before", "Before"), set("break", "email", "{{ lead.company }}"), note("after", "After")],
    });
    for (const company of ["no address", "none either"]) await lead({ company });
    await world.work();
    const runs = await world.runs();
    expect(runs.map(({ status }) => status)).toEqual(["failed", "failed"]);
    expect(runs[0]!.error).toMatch(/^break: /);
    expect(runs[0]!.actions.map(({ key, status }) => [key, status])).toEqual([["before", "succeeded"], ["break", "failed"]]);
    const told = await world.query("select user_id, kind, object_type, record_count from app_public.notifications");
    expect(told).toEqual([{ user_id: world.owner.userId, kind: "workflow_failed", object_type: "workflow", record_count: 1 }]);
    const [failed] = runs;
    await world.run("update app_public.leads set company = 'ada@example.test' where id = $1", [failed!.object_id]);
    await world.run("select app_public.retry_workflow_run($1)", [failed!.id]);
    await world.work();
    const retried = (await world.runs()).find(({ id }) => id === failed!.id);
    expect(retried).toMatchObject({ status: "succeeded", error: null });
    expect(await notesOn(failed!.object_id ?? "")).toEqual(["Before", "After"]);
  });

  it("goes on after a failure that is allowed", async () => {
    await world.activate("Tolerant", {
      object_type: "lead",
      triggers: [{ event: "lead.created" }],
      actions: [set("break", "email", "{{ lead.company }}", { allow_failure: true }), note("after", "After")],
    });
    const id = await lead({ company: "no address" });
    await world.work();
    const [run] = await world.runs();
    expect(run).toMatchObject({ status: "succeeded", error: null });
    expect(run!.actions.map(({ status }) => status)).toEqual(["failed", "succeeded"]);
    expect(await notesOn(id)).toEqual(["After"]);
  });

  it("tells the timeline and the audit log that a workflow did it", async () => {
    await world.activate("Actor", { object_type: "lead", triggers: [{ event: "lead.created" }], actions: [set("rate", "rating", "hot")] });
    const id = await lead();
    await world.work();
    const [run] = await world.runs();
    expect(await world.query("select actor_type, actor_id from app_public.timeline_events where object_id = $1 and event_type = 'field_updated'", [id]))
      .toEqual([{ actor_type: "workflow", actor_id: world.owner.userId }]);
    expect(await world.query("select request_id, actor_id from app_public.audit_log where record_id = $1 and action = 'update'", [id]))
      .toEqual([{ request_id: `workflow-run-${run!.id}`, actor_id: world.owner.userId }]);
  });

  it("is counted, with what it took", async () => {
    const id = await world.activate("Counted", { object_type: "lead", triggers: [{ event: "lead.created" }], actions: [note("note", "Hello")] });
    await world.insert("leads", { last_name: "One" });
    await world.insert("leads", { last_name: "Two" });
    await world.work();
    expect(await world.query("select sum(succeeded)::int as succeeded, sum(failed)::int as failed from app_private.workflow_statistics where workflow_id = $1", [id]))
      .toEqual([{ succeeded: 2, failed: 0 }]);
    expect(await world.query("select key, type, sum(succeeded)::int as succeeded from app_private.workflow_action_statistics where workflow_id = $1 group by 1, 2", [id]))
      .toEqual([{ key: "note", type: "add_note", succeeded: 2 }]);
    expect(await world.query("select status, runs::int from app_private.workflow_run_totals() where workflow_id = $1", [id]))
      .toEqual([{ status: "succeeded", runs: 2 }]);
    const metrics = createMetrics();
    const pool = new pg.Pool({ connectionString: world.database.authenticatorUrl });
    metrics.watchWorkflows(pool);
    const told = await metrics.registry.metrics();
    await pool.end();
    metrics.stop();
    expect(told).toContain(`workflow_runs_total{workflow="${id}",status="succeeded"} 2`);
    expect(told).toContain("workflow_events_waiting 0");
  });
});

describe("what sets itself off", () => {
  it("stops after six runs when a workflow changes its own trigger, and says by what chain", async () => {
    await world.activate("Itself", {
      object_type: "lead",
      triggers: [{ event: "lead.updated" }],
      actions: [set("grow", "description", "{{ lead.description }}x")],
    });
    const id = await lead();
    await world.run("update app_public.leads set description = 'x' where id = $1", [id]);
    await world.work();
    const runs = await world.runs();
    expect(runs.map(({ status, depth }) => [status, depth])).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((depth) => ["succeeded", depth]), ["stopped", 6],
    ]);
    expect(runs[6]!.error).toBe(`Workflows set each other off: ${Array(7).fill('"Itself"').join(" → ")}. A chain ends after 6 runs.`);
    expect(await world.query("select description from app_public.leads where id = $1", [id])).toEqual([{ description: "xxxxxxx" }]);
    expect(await world.query("select kind from app_public.notifications")).toEqual([{ kind: "workflow_failed" }]);
  });

  it("stops when two set off each other", async () => {
    for (const [name, on, to] of [["Ping", "hot", "cold"], ["Pong", "cold", "hot"]] as const) {
      await world.activate(name, {
        object_type: "lead",
        triggers: [{ event: "lead.updated", conditions: { field: "rating", op: "changed_to", value: on } }],
        actions: [set("turn", "rating", to)],
      });
    }
    const id = await lead();
    await world.run("update app_public.leads set rating = 'hot' where id = $1", [id]);
    await world.work();
    const runs = await world.runs();
    expect(runs.map(({ status }) => status)).toEqual([...Array<string>(6).fill("succeeded"), "stopped"]);
    expect(runs[6]!.error).toContain('"Ping" → "Pong" → "Ping" → "Pong" → "Ping" → "Pong" → "Ping"');
  });

  it("stops a loop through scoring, of which no chain is known, at fifty runs an hour", async () => {
    await world.query("update app_public.feature_flags set is_enabled = true where name = 'lead_scoring_v2_enabled'");
    await world.activate("Scores", {
      object_type: "lead",
      triggers: [{ event: "lead.score_changed" }],
      actions: [{
        key: "turn", type: "branch",
        configuration: {
          if: { field: "status", op: "eq", value: "new" },
          then: [set("there", "status", "contacted")], else: [set("back", "status", "new")],
        },
      }],
    });
    const id = await lead({ email: "ada@example.test" });
    const score = async () => {
      await world.query("select app_private.continue_scoring($1)", [world.tenant.organizationId]);
      await world.work();
    };
    await score();
    // As if it had turned 46 times already.
    await world.query(
      `insert into app_public.workflow_runs (organization_id, workflow_id, version_id, event, object_type, object_id, status)
         select r.organization_id, r.workflow_id, r.version_id, r.event, r.object_type, r.object_id, r.status
           from app_public.workflow_runs r, generate_series(1, 46) n where r.object_id = $1`, [id]);
    for (let rounds = 0; rounds < 6; rounds++) await score();
    const runs = (await world.runs()).filter(({ object_id }) => object_id === id);
    expect(runs.map(({ status }) => status)).toEqual([...Array<string>(50).fill("succeeded"), "stopped"]);
    expect(runs[50]!.error).toMatch(/ran 50 times within an hour on this record/);
  });

  it("stops what multiplies at a thousand runs of a chain", async () => {
    await world.activate("Multiplies", {
      object_type: "lead",
      triggers: [{ event: "lead.created", conditions: { field: "last_name", op: "eq", value: "More" } }, { event: "manual" }],
      actions: ["one", "other"].map((key) => ({ key, type: "create_record", configuration: { object_type: "lead", values: { last_name: "More" } } })),
    });
    const run = await world.run("select id from app_public.execute_workflow((select id from app_public.workflows), $1)", [await lead()]);
    // As if the chain had come to so many by another way.
    await world.query(
      `insert into app_public.workflow_runs (organization_id, workflow_id, version_id, event, status, root_id)
         select r.organization_id, r.workflow_id, r.version_id, r.event, 'succeeded', r.id
           from app_public.workflow_runs r, generate_series(1, 995) where r.id = $1`, [run["id"]]);
    await world.work();
    const ends = await world.query("select status, count(*)::int from app_public.workflow_runs where depth > 0 group by status order by status");
    expect(ends).toEqual([{ status: "stopped", count: 6 }, { status: "succeeded", count: 4 }]);
    expect((await world.runs()).at(-1)!.error).toMatch(/^Workflows set each other off: "Multiplies" → .*A chain has 1,000 runs at most\.$/);
  });

  it("does not take for a loop what the clock begins", async () => {
    const id = await world.activate("Often", {
      object_type: "lead", triggers: [{ event: "schedule.cron", schedule: "* * * * *" }, { event: "lead.updated" }], actions: [note("note", "Hello")],
    });
    const record = await lead();
    await world.query(
      `insert into app_public.workflow_runs (organization_id, workflow_id, version_id, event, object_type, object_id, status)
         select v.organization_id, v.workflow_id, v.id, 'schedule.cron', 'lead', $2, 'succeeded'
           from app_public.workflow_versions v, generate_series(1, 55) where v.workflow_id = $1`, [id, record]);
    await world.run("update app_public.leads set description = 'x' where id = $1", [record]);
    await world.work();
    expect((await world.runs()).at(-1)).toMatchObject({ event: "lead.updated", status: "succeeded" });
  });
});

describe("workflows that are switched off", () => {
  it("keep what has begun waiting until they are switched on again", async () => {
    const flag = (isOn: boolean) =>
      world.query("update app_public.feature_flags set is_enabled = $1 where name = 'workflow_engine_enabled'", [isOn]);
    await world.activate("Later", {
      object_type: "lead", triggers: [{ event: "lead.created" }],
      actions: [{ key: "wait", type: "delay", configuration: { for: { days: 1 } } }, note("after", "After")],
    });
    const id = await lead();
    await world.work();
    await world.query("update app_public.workflow_runs set resume_at = now()");
    await flag(false);
    await world.work();
    expect(await notesOn(id)).toEqual([]);
    await flag(true);
    await world.work();
    expect(await notesOn(id)).toEqual(["After"]);
  });
});
