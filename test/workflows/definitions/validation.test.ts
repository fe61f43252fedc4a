/** What saving lets through and what it refuses, of triggers, actions and templates. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { evaluate } from "../../../src/workflows/conditions.ts";
import { makeContext } from "../../../src/workflows/context.ts";
import { workflowSchema } from "../../../src/workflows/definition.ts";
import type { Condition } from "../../../src/workflows/definition.ts";
import { renderConfiguration } from "../../../src/workflows/templates.ts";
import { asSuperuser } from "../../support/database.ts";
import { addMember, insertAs, makeRole, makeTenant, openTrialTenant, randomId, runAs } from "../../support/tenants.ts";
import type { Outcome, TrialTenant } from "../../support/tenants.ts";

type Configuration = Record<string, unknown>;

let world: TrialTenant;
let ids: { member: string; team: string; endpoint: string; stranger: string; foreignTeam: string };
const validate = addFormats.default(new Ajv2020({ strict: false })).compile(workflowSchema());

const check = (definition: unknown, actor = world.owner): Promise<Outcome> =>
  world.trial.tryAs(actor, "select app_hidden.check_workflow($1::jsonb) as compiled", [typeof definition === "string" ? definition : JSON.stringify(definition)]);
const action = (type: string, configuration: Configuration, key = "it") => ({ key, type, configuration });
const about = (object: string | null, ...actions: object[]) => ({
  ...(object ? { object_type: object } : {}), triggers: [{ event: object ? `${object}.updated` : "manual" }], actions,
});

/** The faults that a definition is refused for, by path. */
async function faults(definition: unknown, actor = world.owner): Promise<Record<string, string>> {
  const { code, detail } = await check(definition, actor);
  if (code === undefined) return {};
  expect(code).toBe("RH400");
  return (JSON.parse(detail!) as { fields: Record<string, string> }).fields;
}

beforeAll(async () => {
  world = await openTrialTenant();
  const team = await insertAs(world.database, world.owner, "teams", { name: "North" });
  await insertAs(world.database, world.owner, "custom_field_definitions", { object: "lead", key: "size", label: "Size", type: "number" });
  const other = await asSuperuser(world.database, (client) => makeTenant(client, "Other"));
  const foreignTeam = await insertAs(world.database, other.actor("owner"), "teams", { name: "South" });
  const endpoint = await asSuperuser(world.database, async (client) => (await client.query<{ id: string }>(
    "insert into app_public.webhook_endpoints (organization_id, owner_id, name, url) values ($1, $2, 'Hook', 'https://hook.example.test') returning id",
    [world.tenant.organizationId, world.owner.userId])).rows[0]!.id);
  ids = { member: world.member.userId!, team, endpoint, stranger: other.users.owner, foreignTeam };
});

afterAll(async () => {
  await world?.trial.end();
  await world?.database.drop();
});

/** Configurations that are let through: type, object, configuration. */
const sound = (): [string, string | null, Configuration][] => [
  ["send_email", "lead", { to: "{{ lead.email }}", subject: "Hello {{lead.name}}", body: "{{ old.status }} {{ lead.owner.email }}", html: true, log: true }],
  ["send_email", null, { to: ["a@b.test", "c@d.test"], cc: "e@f.test", subject: "{{ organization.name }}", body: "{{ event.name }} {{ event.occurred_at }}" }],
  ["add_note", "deal", { title: "{{ workflow.name }}", content: "{{ deal.account.owner.name }}", pinned: true }],
  ["update_field", "lead", { field: "status", value: "contacted" }],
  ["update_field", "lead", { field: "custom_data.size", value: 12.5 }],
  ["update_field", "lead", { field: "annual_revenue", value: "{{ old.annual_revenue }}" }],
  ["update_field", "lead", { values: { rating: null, description: "{{ lead.company }}", owner_id: randomId(), "custom_data.size": "7" } }],
  ["update_field", "deal", { values: { expected_close_date: { days: 30 }, competitors: ["A", "B"], amount: "12345678901234567890.5" } }],
  ["update_field", "activity", { values: { due_time: "08:30", reminder_at: { hours: 2, minutes: 30 } } }],
  ["create_task", "lead", { title: "Ring {{ lead.name }}", description: "x", due_in_days: 0, assignee: "owner", priority: "urgent" }],
  ["create_task", null, { title: "Look", assignee: ids.member }],
  ["create_record", "lead", { object_type: "deal", values: { title: "{{ lead.company }}", amount: 10, expected_close_date: "2030-01-31" } }],
  ["assign", "lead", { to: "rules" }],
  ["assign", "deal", { to: `team:${ids.team}`, strategy: "round_robin" }],
  ["assign", "account", { to: ids.member }],
  ["send_notification", "task", { to: ["owner", "role:manager", ids.member], message: "{{ task.title }} is {{ task.status }}" }],
  ["call_webhook", "lead", { endpoint_id: ids.endpoint, data: { a: ["{{ lead.email }}", 1, true, null, { b: "x" }] } }],
  ["enqueue_export", null, { object_type: "lead", format: "csv", filter: { status: "new", rating: null }, notify: false }],
  ["score_lead", "lead", {}],
  ["delay", "lead", { for: { days: 2, hours: 1, minutes: 5 } }],
  ["delay", "deal", { until: "expected_close_date" }],
  ["delay", "deal", { until: "{{ deal.expected_close_date }}" }],
  ["delay", "deal", { until: "2031-01-01T08:00:00Z" }],
  ["branch", "lead", { if: { field: "score", op: "gt", value: 5 }, then: [], else: [action("score_lead", {}, "inner")] }],
];

/** Configurations that are refused: type, object, configuration, where the fault is. */
const unsound = (): [string, string | null, Configuration, string][] => [
  ["send_email", "lead", { to: "{{ lead.e_mail }}", subject: "x", body: "x" }, ".configuration.to"],
  ["send_email", "lead", { to: ["a@b.test", "nobody"], subject: "x", body: "x" }, ".configuration.to[1]"],
  ["send_email", "lead", { to: "a@b.test\r\nBcc: c@d.test", subject: "x", body: "x" }, ".configuration.to"],
  ["send_email", "lead", { to: [], subject: "x", body: "x" }, ".configuration.to"],
  ["send_email", "lead", { to: "a@b.test", body: "x" }, ".configuration.subject"],
  ["send_email", "lead", { to: "a@b.test", subject: "x", body: "x", bcc: "c@d.test" }, ".configuration.bcc"],
  ["send_email", "lead", { to: "a@b.test", subject: "x", body: "x", html: "yes" }, ".configuration.html"],
  ["send_email", "note", { to: "a@b.test", subject: "x", body: "x", log: true }, ""],
  ["add_note", "lead", { content: "{{ lead.email" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ {{ lead.email }} }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ lead.__proto__ }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ constructor.constructor }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ lead.email | upper }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ deal.title }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ actions.later.id }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ actions.it.id }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "{{ old.owner.email }}" }, ".configuration.content"],
  ["add_note", "lead", { content: "  " }, ".configuration.content"],
  ["add_note", "activity", { content: "x" }, ""],
  ["add_note", null, { content: "x" }, ""],
  ["update_field", "lead", { field: "id", value: randomId() }, ".configuration.field"],
  ["update_field", "lead", { field: "organization_id", value: randomId() }, ".configuration.field"],
  ["update_field", "lead", { field: "score", value: 100 }, ".configuration.field"],
  ["update_field", "lead", { field: "owner.email", value: "x" }, ".configuration.field"],
  ["update_field", "lead", { field: "status\" = 'x'; --", value: "x" }, ".configuration.field"],
  ["update_field", "lead", { field: "status" }, ""],
  ["update_field", "lead", { field: "status", value: "won" }, ".configuration.value"],
  ["update_field", "lead", { field: "annual_revenue", value: { days: 1 } }, ".configuration.value"],
  ["update_field", "lead", { values: {} }, ".configuration.values"],
  ["update_field", "lead", { values: { company: "x", __proto__x: 1 } }, ".configuration.values.__proto__x"],
  ["update_field", "deal", { values: { expected_close_date: { weeks: 1 } } }, ".configuration.values.expected_close_date"],
  ["create_task", "lead", { title: "x", due_in_days: 1.5 }, ".configuration.due_in_days"],
  ["create_task", "lead", { title: "x", due_in_days: -1 }, ".configuration.due_in_days"],
  ["create_task", "lead", { title: "x", assignee: ids.stranger }, ".configuration.assignee"],
  ["create_task", "lead", { title: "x", priority: "asap" }, ".configuration.priority"],
  ["create_record", "lead", { object_type: "users", values: { name: "x" } }, ".configuration.object_type"],
  ["create_record", "lead", { object_type: "deal", values: { deal_number: "1" } }, ".configuration.values.deal_number"],
  ["assign", "lead", { to: ids.stranger }, ".configuration.to"],
  ["assign", "lead", { to: `team:${ids.foreignTeam}` }, ".configuration.to"],
  ["assign", "deal", { to: "rules" }, ".configuration.to"],
  ["assign", "note", { to: ids.member }, ""],
  ["send_notification", "lead", { to: ["role:king"], message: "x" }, ".configuration.to[0]"],
  ["send_notification", "lead", { to: [ids.stranger], message: "x" }, ".configuration.to[0]"],
  ["call_webhook", "lead", { endpoint_id: randomId() }, ".configuration.endpoint_id"],
  ["call_webhook", "lead", { endpoint_id: "https://x.test" }, ".configuration.endpoint_id"],
  ["call_webhook", "lead", { endpoint_id: ids.endpoint, data: { a: [{ b: "{{ lead.nothing }}" }] } }, ".configuration.data.a[0].b"],
  ["enqueue_export", null, { object_type: "lead", format: "xlsx" }, ".configuration.format"],
  ["enqueue_export", null, { object_type: "lead", format: "csv", filter: { nothing: 1 } }, ".configuration.filter.nothing"],
  ["score_lead", "deal", {}, ""],
  ["score_lead", "lead", { lead: 1 }, ".configuration.lead"],
  ["delay", "lead", { for: { days: 400 } }, ".configuration.for"],
  ["delay", "lead", { for: { days: 0 } }, ".configuration.for"],
  ["delay", "lead", { for: { days: 1 }, until: "created_at" }, ""],
  ["delay", "lead", { until: "company" }, ".configuration.until"],
  ["delay", "lead", { until: "{{ lead.created_at }} or so" }, ".configuration.until"],
  ["branch", "lead", { then: [] }, ".configuration.if"],
  ["branch", "lead", { if: { field: "nothing", op: "eq", value: 1 }, then: [] }, ".configuration.if.field"],
  ["branch", "lead", { if: { field: "score", op: "eq", value: 1 }, then: [action("sql", {}, "inner")] }, ".configuration.then[0].type"],
  ["branch", "lead", { if: { field: "score", op: "eq", value: 1 }, then: [action("score_lead", {}, "it")] }, ".configuration.then[0].key"],
  ["run_code", "lead", {}, ".type"],
];

describe("an action", () => {
  it("of each type is let through, by the database and by the JSON schema", async () => {
    for (const [type, object, configuration] of sound()) {
      const definition = about(object, action(type, configuration));
      expect([type, configuration, await faults(definition)]).toEqual([type, configuration, {}]);
      expect([type, configuration, validate(definition), validate.errors]).toEqual([type, configuration, true, null]);
    }
    expect(new Set(sound().map(([type]) => type)).size).toBe(12);
  });

  it("that is not sound is refused with the path of the fault", async () => {
    for (const [type, object, configuration, at] of unsound()) {
      expect([type, configuration, Object.keys(await faults(about(object, action(type, configuration))))])
        .toEqual([type, configuration, [`actions[0]${at}`]]);
    }
  });

  it("may refer to what came surely before, and not to what came in a branch", async () => {
    const note = (key: string, refers: string) => action("add_note", { content: `{{ actions.${refers}.id }}` }, key);
    const branch = (inner: object) => action("branch", { if: { field: "score", op: "gt", value: 1 }, then: [inner] }, "way");
    expect(await faults(about("lead", action("score_lead", {}, "first"), branch(note("inner", "first")), note("last", "first")))).toEqual({});
    expect(Object.keys(await faults(about("lead", branch(action("score_lead", {}, "inner")), note("last", "inner"))))).toEqual(["actions[1].configuration.content"]);
  });

  it("is one of a hundred at most, in branches ten deep at most", async () => {
    const many = (count: number) => about("lead", ...Array.from({ length: count }, (_, place) => action("score_lead", {}, `k${place}`)));
    expect(await faults(many(100))).toEqual({});
    expect(Object.keys(await faults(many(101)))).toEqual(["actions"]);
    const deep = (levels: number) => about("lead", Array.from({ length: levels - 1 }).reduce<object>((inner, _, level) =>
      action("branch", { if: { field: "score", op: "gt", value: 1 }, then: [inner] }, `b${level}`), action("score_lead", {}, "end")));
    expect(await faults(deep(10))).toEqual({});
    expect(Object.values(await faults(deep(11)))).toEqual(["Is nested more than ten deep."]);
  });
});

describe("a trigger", () => {
  const triggered = (object: string | undefined, ...triggers: unknown[]) => ({ object_type: object, triggers, actions: [action("send_notification", { to: ["owner"], message: "x" })] });

  it.each<[string, unknown, string]>([
    ["with no event", {}, "triggers[0].event"],
    ["with an unknown event", { event: "lead.exploded" }, "triggers[0].event"],
    ["about another object", { event: "deal.won" }, "triggers[0].event"],
    ["with a priority that is none", { event: "lead.created", priority: 1.5 }, "triggers[0].priority"],
    ["with a schedule that it has no use for", { event: "lead.created", schedule: "* * * * *" }, "triggers[0].schedule"],
    ["with no schedule", { event: "schedule.cron" }, "triggers[0].schedule"],
    ["with seconds", { event: "schedule.cron", schedule: "* * * * * *" }, "triggers[0].schedule"],
    ["with a day that never comes", { event: "schedule.cron", schedule: "0 0 30 2 *" }, "triggers[0].schedule"],
    ["with an unknown property", { event: "lead.created", run_as: "owner" }, "triggers[0].run_as"],
    ["that is a text", "lead.created", "triggers[0]"],
  ])("%s is refused", async (_, trigger, at) => {
    expect(Object.keys(await faults(triggered("lead", trigger)))).toEqual([at]);
  });

  it("is one of each schedule, and one of twenty at most", async () => {
    const cron = { event: "schedule.cron", schedule: "0 9 * * *" };
    expect(Object.keys(await faults(triggered(undefined, cron, { event: "schedule.daily" }, cron)))).toEqual(["triggers[2].event"]);
    expect(Object.keys(await faults(triggered("lead", ...Array.from({ length: 21 }, () => ({ event: "lead.created" })))))).toEqual(["triggers"]);
  });

  it("of a workflow about nothing has no fields to ask of", async () => {
    expect(Object.keys(await faults(triggered(undefined, { event: "manual", conditions: { field: "status", op: "eq", value: "new" } })))).toEqual(["triggers[0].conditions"]);
  });
});

describe("hostile documents", () => {
  const nested = (depth: number) => `${'{"not":'.repeat(depth)}{"field":"score","op":"gt","value":1}${"}".repeat(depth)}`;
  const withConditions = (conditions: string) => `{"object_type":"lead","triggers":[{"event":"lead.updated","conditions":${conditions}}],"actions":[{"key":"it","type":"score_lead"}]}`;
  const leaf = (field: string, value = "1") => withConditions(`{"field":${JSON.stringify(field)},"op":"eq","value":${value}}`);

  it.each<[string, string, string]>([
    ["a prototype as a field", leaf("__proto__"), "triggers[0].conditions.field"],
    ["a constructor as a field", leaf("constructor.prototype"), "triggers[0].conditions.field"],
    ["a path into a value", leaf("company.length"), "triggers[0].conditions.field"],
    ["a path into all custom data", leaf("custom_data"), "triggers[0].conditions.field"],
    ["SQL as a field", leaf("score) or true; drop table app_public.leads; --"), "triggers[0].conditions.field"],
    ["a field of another organization's making", leaf("custom_data.unknown"), "triggers[0].conditions.field"],
    ["a column that is nobody's business", leaf("organization_id"), "triggers[0].conditions.field"],
    ["a path that goes round in circles", leaf("owner.name.owner.name"), "triggers[0].conditions.field"],
    ["a very long path", leaf("a.".repeat(5000)), "triggers[0].conditions.field"],
    ["a property __proto__", withConditions('{"__proto__":{"field":"score"},"field":"score","op":"eq","value":1}'), "triggers[0].conditions.__proto__"],
    ["1e400", leaf("score", "1e400"), "triggers[0].conditions.value"],
    ["a number of ten thousand digits", leaf("score", "9".repeat(10_000)), "triggers[0].conditions.value"],
    ["a thousand levels", withConditions(nested(1000)), `triggers[0].conditions${".not".repeat(10)}`],
    ["a thousand lists", withConditions(`${"[".repeat(1000)}${"]".repeat(1000)}`), "triggers[0].conditions"],
    ["a list of the wrong things", withConditions('{"and":[1,"a",null,[],{}]}'), "triggers[0].conditions.and[0]"],
    ["64 kB and more", leaf("score", `"${"x".repeat(70_000)}"`), "definition"],
    ["10 MB", leaf("score", `"${"x".repeat(10_000_000)}"`), "definition"],
    ["a number", "1", "definition"],
    ["null", "null", "definition"],
    ["a list", "[]", "definition"],
    ["a root property __proto__", '{"__proto__":{},"triggers":[],"actions":[]}', "__proto__"],
  ])("%s: refused with the path", async (_, text, at) => {
    const told = await faults(text);
    expect(told).toHaveProperty([at]);
  });

  it("that are no JSON for Postgres are refused by it: a NUL, a hundred thousand levels", async () => {
    expect(await check(leaf("score", '"\\u0000"'))).toMatchObject({ code: "22P05" });
    expect(await check(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toMatchObject({ code: "54001" });
  });

  it("have many faults told at once, and a hundred of them at most", async () => {
    const told = await faults({ object_type: "lead", triggers: [{ event: "lead.updated", conditions: { and: Array.from({ length: 100 }, () => ({ field: "x" })) } }], actions: [] });
    expect(Object.keys(told)).toHaveLength(100);
  });

  it("do nothing where they have got in all the same", () => {
    const context = makeContext(
      { event: "lead.updated", occurredAt: "", objectType: "lead", objectId: null, oldValues: {}, newValues: JSON.parse('{"score":"7","__proto__":{"polluted":"yes"}}') as Record<string, unknown> },
      { organization: { id: "", name: "" }, actor: null, workflow: { id: "", name: "" } },
    );
    const bad = [
      ...["__proto__", "constructor", "toString", "constructor.name", "hasOwnProperty", "old.constructor", "", ".", "custom_data.", "a.".repeat(10_000)]
        .map((field) => ({ field, op: "is_null", value: false })),
      JSON.parse(nested(5000)), { and: [] }, { and: {} }, { or: "x" }, { or: [null, 1] }, { not: 1 }, { not: null }, [], 7, "true", {},
      { field: "score", op: "constructor" }, { field: "score", op: "gt", value: { valueOf: 1 }, type: "number" }, { field: "score", op: "in", value: "7", type: "number" },
      { field: "score", op: "eq", value: 7, type: "__proto__" }, { field: ["score"], op: "is_null" }, { field: "score", op: "gt", value: `${"9".repeat(100_000)}x`, type: "number" },
    ] as unknown as Condition[];
    expect(bad.filter((condition) => evaluate(condition, context))).toEqual([]);
    const rendered = renderConfiguration(JSON.parse('{"value":"{{ lead.constructor }}","data":{"__proto__":"{{ organization.constructor }}","a":"{{ actions.constructor.name }}{{ lead.constructor }}"}}') as Configuration, context);
    expect(JSON.stringify(rendered)).toBe('{"value":null,"data":{"__proto__":null,"a":""}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("the fields of records", () => {
  it("are those that the tables have", async () => {
    const told = await asSuperuser(world.database, async (client) => {
      const read = async () => (await client.query("select * from app_hidden.record_fields order by object, name")).rows as unknown[];
      await client.query("begin; set local role rowhouse_owner");
      const [kept] = [await read(), await client.query("call app_hidden.describe_record_fields()")];
      const [made] = [await read(), await client.query("rollback")];
      return { kept, made };
    });
    expect(told.kept).toEqual(told.made);
    expect(told.kept.length).toBeGreaterThan(200);
  });
});

describe("what the saver's role does not see", () => {
  it("is no field: neither in conditions nor in templates, and what it may not change is not written", async () => {
    const role = await asSuperuser(world.database, (client) => makeRole(client, world.tenant.organizationId,
      [["workflow", "create", "all"], ["lead", "view", "all"], ["lead", "edit", "all"]],
      [["lead", "budget", "hidden"], ["lead", "phone", "mask"], ["lead", "company", "view"], ["lead", "custom_data.size", "hidden"]]));
    const userId = await asSuperuser(world.database, (client) => addMember(client, world.tenant.organizationId, role.slug));
    const actor = { userId, organizationId: world.tenant.organizationId };
    const asked = (field: string) => ({ ...about("lead", action("add_note", { content: `{{ lead.${field} }}` })),
      triggers: [{ event: "lead.updated", conditions: { field, op: "is_null" } }] });
    for (const field of ["budget", "phone", "custom_data.size", "territory.name"]) {
      expect(Object.keys(await faults(asked(field), actor)).sort()).toEqual(["actions[0].configuration.content", "triggers[0].conditions.field"]);
      expect(await faults(asked(field))).toEqual({});
    }
    expect(await faults(asked("company"), actor)).toEqual({});
    expect(Object.keys(await faults(about("lead", action("update_field", { field: "company", value: "x" })), actor))).toEqual(["actions[0].configuration.field"]);
    expect(Object.keys(await faults(about("deal", action("send_notification", { to: ["owner"], message: "x" })), actor))).toEqual(["object_type"]);
    await expect(runAs(world.database, actor, "select app_public.workflow_fields('lead')")).rejects.toThrow("RH403");
  });
});
