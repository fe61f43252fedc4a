/** Workflows through the API: saved, tried on records, and what the docs say of them. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs";
import * as path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { workflowSchema } from "../../../src/workflows/definition.ts";
import { startTestApi } from "../../support/api.ts";
import type { TestApi } from "../../support/api.ts";
import { asSuperuser } from "../../support/database.ts";
import { addMember, insertAs, makeRole, makeTenant, openTrialTenant } from "../../support/tenants.ts";
import type { TrialTenant } from "../../support/tenants.ts";
import { signIn, signInAs } from "../../api/clients.ts";
import type { Answer, Client } from "../../api/clients.ts";

const DOCS = path.join(import.meta.dirname, "../../../docs");
const SAVE = "mutation ($input: SaveWorkflowInput!) { saveWorkflow(input: $input) { workflow { id status version workflowTriggers { nodes { event } } } } }";
const TEST = `mutation ($input: TestWorkflowInput!) { testWorkflow(input: $input) {
  wouldRun triggers { position event holds conditions } actions { path key type input error } } }`;

let world: TrialTenant;
let api: TestApi;
let owner: Client;
let member: Client;
let stranger: Client;
let examples: Record<string, unknown>[];
let records: Record<string, string>;

beforeAll(async () => {
  world = await openTrialTenant();
  api = await startTestApi(world.database);
  owner = await signIn(world.database, api, world.tenant, "owner");
  member = await signIn(world.database, api, world.tenant, "member");
  const other = await asSuperuser(world.database, (client) => makeTenant(client, "Other"));
  stranger = await signIn(world.database, api, other, "owner");
  const text = fs.readFileSync(path.join(DOCS, "workflows.md"), "utf8");
  examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, block = ""]) => JSON.parse(block) as Record<string, unknown>)
    .filter((block) => "triggers" in block);
  records = {
    lead: await insertAs(world.database, world.owner, "leads", {
      first_name: "Ada", last_name: "King", company: "Engines", status: "qualified", annual_revenue: "1000000.00", email: "ada@engines.test",
    }),
    deal: await insertAs(world.database, world.owner, "deals", { title: "Mill", amount: 10, expected_close_date: "2029-12-31" }),
  };
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await world?.trial.end();
  await world?.database.drop();
});

const test = async (input: object, client = owner): Promise<Answer> => (await client.ask(TEST, { input })).testWorkflow;

describe("the JSON schema of definitions", () => {
  it("is the one in the docs, which the API answers", async () => {
    const published: unknown = JSON.parse(fs.readFileSync(path.join(DOCS, "workflow.schema.json"), "utf8"));
    expect(published).toEqual(workflowSchema());
    expect((await owner.ask("{ workflowSchema }")).workflowSchema).toEqual(published);
  });

  it("accepts the examples of the docs and refuses other shapes", () => {
    const validate = addFormats.default(new Ajv2020({ strict: false })).compile(workflowSchema());
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect([validate(example), validate.errors]).toEqual([true, null]);
    const [example] = examples as [Record<string, unknown>];
    for (const change of [{ triggers: [] }, { actions: "all" }, { object_type: "invoice" }, { sql: "x" }, { triggers: [{ event: "lead.updated", conditions: { and: [{ field: "status" }] } }] }]) {
      expect(validate({ ...example, ...change })).toBe(false);
    }
  });
});

describe("the examples of the docs", () => {
  it("are saved, and tried on a record do what they say", async () => {
    const results: Answer[] = [];
    for (const [place, definition] of examples.entries()) {
      const { saveWorkflow } = await owner.ask(SAVE, { input: { name: `Example ${place}`, definition } });
      expect(saveWorkflow.workflow).toMatchObject({ status: "DRAFT", version: 1 });
      results.push(await test({
        workflowId: saveWorkflow.workflow.id, objectId: records[definition["object_type"] as string] ?? null, old: { status: "new" },
      }));
    }
    expect(results.map(({ wouldRun }) => wouldRun)).toEqual(examples.map(() => true));
    expect(results[0].actions).toEqual([
      { path: "actions[0]", key: "note", type: "add_note", error: null, input: { content: "Qualified by owner; it was new." } },
      { path: "actions[1]", key: "known", type: "branch", error: null,
        input: { takes: "then", if: { holds: true, field: "email", op: "is_null", value: false, actual: "ada@engines.test" } } },
      { path: "actions[1].then[0]", key: "welcome", type: "send_email", error: null,
        input: { to: ["ada@engines.test"], subject: "Welcome, Ada", body: "<p>Yours, owner</p>", html: true } },
    ]);
  });
});

const ring = (conditions: unknown, configuration: object = { content: "x" }) =>
  ({ object_type: "lead", triggers: [{ event: "lead.updated", conditions }], actions: [{ key: "note", type: "add_note", configuration }] });

describe("testWorkflow", () => {
  it("tells of each condition what the record has and whether it holds", async () => {
    const { triggers, actions, wouldRun } = await test({
      objectId: records["lead"],
      old: { status: "contacted" },
      definition: ring({ and: [
        { field: "status", op: "changed" },
        { not: { field: "annual_revenue", op: "gt", value: "1000000" } },
        { field: "owner.name", op: "eq", value: "nobody" },
      ] }),
    });
    expect({ wouldRun, actions }).toEqual({ wouldRun: false, actions: [] });
    expect(triggers).toEqual([{ position: 0, event: "lead.updated", holds: false, conditions: { holds: false, and: [
      { holds: true, field: "status", op: "changed", actual: "qualified", former: "contacted" },
      { holds: true, not: { holds: false, field: "annual_revenue", op: "gt", value: "1000000", actual: "1000000.00" } },
      { holds: false, field: "owner.name", op: "eq", value: "nobody", actual: "owner" },
    ] } }]);
  });

  it("does nothing", async () => {
    const before = await world.trial.tryAs(world.owner, "select (select count(*) from app_public.notes) as notes, (select count(*) from app_public.audit_log) as entries");
    expect((await test({ objectId: records["lead"], definition: ring(null) })).wouldRun).toBe(true);
    const after = await world.trial.tryAs(world.owner, "select (select count(*) from app_public.notes) as notes, (select count(*) from app_public.audit_log) as entries");
    expect(after.rows).toEqual(before.rows);
  });

  it("escapes values in HTML, fills them in once, and says when a text grows too long", async () => {
    const lead = await insertAs(world.database, world.owner, "leads", { company: "<b>{{ lead.email }}</b>", email: "x@y.test", description: "d".repeat(30_000) });
    const mail = (body: string) => ({ object_type: "lead", triggers: [{ event: "manual" }], actions: [{ key: "mail", type: "send_email",
      configuration: { to: "a@b.test", subject: "{{ lead.company }}", body, html: true } }] });
    const filled = await test({ objectId: lead, definition: mail("<i>{{ lead.company }}</i>{{ lead.phone }}") });
    expect(filled.actions[0].input).toMatchObject({ subject: "<b>{{ lead.email }}</b>", body: "<i>&lt;b&gt;{{ lead.email }}&lt;/b&gt;</i>" });
    const grown = await test({ objectId: lead, definition: mail("{{ lead.description }}".repeat(20)) });
    expect(grown.actions[0]).toMatchObject({ input: {}, error: "The text has more than 500000 characters." });
  });

  it("takes a definition as a text too, which may be deeper than arguments and keeps all digits", async () => {
    const exactly = (value: string) => `{"object_type":"lead","triggers":[{"event":"manual","conditions":${'{"and":['.repeat(9)}
      {"field":"annual_revenue","op":"lt","value":${value}}${"]}".repeat(9)}}],"actions":[{"key":"note","type":"add_note","configuration":{"content":"x"}}]}`;
    const lead = await insertAs(world.database, world.owner, "leads", { company: "Exact", annual_revenue: "999999999999999.98" });
    expect((await test({ objectId: lead, definition: exactly("999999999999999.99") })).wouldRun).toBe(true);
    expect((await test({ objectId: lead, definition: exactly("999999999999999.98") })).wouldRun).toBe(false);
    const { saveWorkflow } = await owner.ask(SAVE, { input: { name: "As text", definition: exactly("1") } });
    expect(saveWorkflow.workflow.workflowTriggers.nodes).toEqual([{ event: "manual" }]);
    for (const text of ["{", "[".repeat(60_000), '"\\u0000"', "1e999999", "x".repeat(70_000)]) {
      expect(await owner.fail(SAVE, { input: { name: "Bad", definition: text } })).toMatch(/^BAD_INPUT/);
    }
    expect(await owner.fail(SAVE, { input: { name: "Bad", definition: JSON.parse(exactly("1")) as object } })).toMatch(/^LIMIT_EXCEEDED/);
  });

  it("is for who may view workflows and sees the record", async () => {
    const input = { objectId: records["lead"], definition: ring(null) };
    expect(await member.fail(TEST, { input })).toMatch(/^FORBIDDEN/);
    expect(await stranger.fail(TEST, { input })).toBe("NOT_FOUND: No such lead.");
    expect(await owner.fail(TEST, { input: { definition: ring(null) } })).toMatch(/^BAD_INPUT/);
    expect(await owner.fail(TEST, { input: { objectId: records["lead"] } })).toMatch(/^BAD_INPUT/);
  });

  it("shows a caller with a restricted role nothing of a hidden or masked field", async () => {
    const role = await asSuperuser(world.database, (client) => makeRole(client, world.tenant.organizationId,
      [["workflow", "view", "all"], ["lead", "view", "all"]],
      [["lead", "annual_revenue", "hidden"], ["lead", "email", "mask"]]));
    const userId = await asSuperuser(world.database, (client) => addMember(client, world.tenant.organizationId, role.slug));
    const restricted = await signInAs(world.database, api, world.tenant, userId);
    const definition = ring({ or: [{ field: "annual_revenue", op: "gt", value: 1 }, { field: "email", op: "contains", value: "ada" }] }, { content: "{{ lead.email }}" });
    expect(await restricted.fail(TEST, { input: { objectId: records["lead"], definition } })).toContain("No such field");
    const { saveWorkflow } = await owner.ask(SAVE, { input: { name: "Secrets", definition } });
    const seen = await test({ workflowId: saveWorkflow.workflow.id, objectId: records["lead"], old: { annual_revenue: 5, email: "old@engines.test" } }, restricted);
    expect(seen).toMatchObject({ wouldRun: false, actions: [] });
    expect(JSON.stringify(seen)).not.toMatch(/1000000|engines\.test/);
    const { workflowFields } = await restricted.ask('{ workflowFields(objectType: "lead") { path } }');
    const paths = workflowFields.map((field: { path: string }) => field.path);
    expect(paths).toContain("company");
    expect(paths).not.toContain("annual_revenue");
    expect(paths).not.toContain("email");
  });
});
