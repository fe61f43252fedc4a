import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { makeWorkflowWorld } from "./world.ts";
import type { WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;

beforeAll(async () => {
  world = await makeWorkflowWorld();
});

afterAll(async () => {
  await world?.stop();
});

it("every workflow that a template brings can be activated, and does what it says", async () => {
  for (const slug of ["crm-ops", "saas-sales"]) {
    await world.run("select app_public.install_template($1, false)", [slug]);
    await world.run("select app_public.install_template($1, false)", [slug]);
  }
  const workflows = await world.query<{ id: string; status: string }>("select id, status from app_public.workflows");
  expect(workflows.map(({ status }) => status)).toEqual(Array(6).fill("draft"));
  for (const { id } of workflows) await world.run("select app_public.activate_workflow($1)", [id]);
  const account = await world.insert("accounts", { name: "Harbour Bakery" });
  const pipeline = world.tenant.pipelineId;
  const deal = (columns: object) => world.insert("deals",
    { title: "Ovens", amount: 100, pipeline_id: pipeline, stage_id: world.tenant.stages["Prospecting"], account_id: account, ...columns });
  const [won, lost] = [await deal({}), await deal({ title: "Mixers" })];
  await world.run("update app_public.deals set stage_id = $1 where id = $2", [world.tenant.stages["Closed Won"], won]);
  await world.run("update app_public.deals set stage_id = $1, lost_reason = 'Too dear' where id = $2", [world.tenant.stages["Closed Lost"], lost]);
  await world.run("update app_public.accounts set custom_data = custom_data || '{\"service_level\": \"Premium\"}' where id = $1", [account]);
  const trial = await world.query<{ id: string; pipeline_id: string }>("select id, pipeline_id from app_public.pipeline_stages where name = 'Trial'");
  await world.run("update app_public.deals set pipeline_id = $1, stage_id = $2 where id = $3",
    [trial[0]?.pipeline_id, trial[0]?.id, await deal({ title: "Trial" })]);
  await world.query("select app_private.raise_event($1, 'deal.stage_overdue', 'deal', d.id, '{}', to_jsonb(d)) from app_public.deals d where d.id = $2",
    [world.tenant.organizationId, won]);
  await world.query("select app_private.raise_event($1, 'lead.score_changed', 'lead', l.id, '{\"score\": 10}', to_jsonb(l) || '{\"score\": 90}') from app_public.leads l where l.id = $2",
    [world.tenant.organizationId, await world.insert("leads", { last_name: "Hot" })]);
  expect(await world.work()).toEqual([]);
  const runs = await world.runs();
  expect(runs.map(({ error }) => error)).toEqual(runs.map(() => null));
  expect(runs.map(({ event, status }) => `${event} ${status}`).sort()).toEqual([
    "account.updated succeeded", "deal.lost succeeded", "deal.stage_changed waiting", "deal.stage_overdue succeeded", "deal.won succeeded",
    "lead.score_changed succeeded",
  ]);
  expect(await world.query("select name, deal_id from app_public.projects")).toEqual([{ name: "Onboarding: Ovens", deal_id: won }]);
  expect((await world.query("select title from app_public.tasks union all select subject from app_public.activities order by 1")).map(({ title }) => title)).toEqual([
    "Arrange the kick-off with Harbour Bakery", "Ask Harbour Bakery whether they are happy with their choice",
    "Ask how the trial of Harbour Bakery goes", "Call Hot today", "Ovens stands still in Closed Won: find out why", "Welcome Harbour Bakery to Premium",
  ]);
  expect((await world.query("select content from app_public.notes")).map(({ content }) => content)).toEqual(["Lost with 100.00 USD: Too dear"]);
});

it("an action that fails takes back what it did, and says what was wrong; the mail before it goes once", async () => {
  await world.activate("Mail and more", {
    object_type: "lead",
    triggers: [{ event: "lead.created", conditions: { field: "company", op: "eq", value: "Engines" } }],
    actions: [
      { key: "mail", type: "send_email", configuration: { to: "{{ lead.email }}", subject: "Dear {{ lead.last_name }}", body: "<b>{{ lead.company }}</b> {{ lead.last_name }}", html: true, log: true } },
      { key: "double", type: "create_record", allow_failure: true, configuration: { object_type: "contact", values: { last_name: "{{ lead.last_name }}", email: "taken@engines.test" } } },
      { key: "rate", type: "update_field", configuration: { values: { rating: "hot", budget: "{{ lead.company }}" } } },
      { key: "end", type: "assign", configuration: { to: "rules" } },
    ],
  });
  await world.insert("contacts", { last_name: "There", email: "taken@engines.test" });
  const id = await world.insert("leads", { last_name: "<Love>", company: "Engines", email: "ada@engines.test" });
  expect(await world.work()).toEqual([]);
  const run = (await world.runs()).find(({ object_id }) => object_id === id);
  expect(run).toMatchObject({ status: "failed", error: "end: No assignment rule gave this lead to anybody." });
  expect(run?.actions.map(({ key, status, error }) => [key, status, error])).toEqual([
    ["mail", "succeeded", null], ["double", "failed", "email: Another record has the same."], ["rate", "succeeded", null],
    ["end", "failed", "No assignment rule gave this lead to anybody."],
  ]);
  expect(await world.query("select body, recipient from app_private.emails")).toEqual([{ recipient: "ada@engines.test", body: "<b>Engines</b> &lt;Love&gt;" }]);
  const rule = await world.insert("assignment_rules", { name: "All" });
  await world.insert("assignment_rule_members", { rule_id: rule, user_id: world.tenant.users.member });
  await world.run("select app_public.retry_workflow_run($1)", [run?.id]);
  expect(await world.work()).toEqual([]);
  expect((await world.runs()).find(({ object_id }) => object_id === id)).toMatchObject({ status: "succeeded" });
  expect(await world.query("select owner_id, rating from app_public.leads where id = $1", [id])).toEqual([{ owner_id: world.tenant.users.member, rating: "hot" }]);
  expect(await world.query("select count(*)::integer as mails, (select count(*)::integer from app_public.communications where lead_id = $1) as logged from app_private.emails", [id]))
    .toEqual([{ mails: 1, logged: 1 }]);
  expect(await world.query("select run_id, object_id, status from app_public.outgoing_emails")).toEqual([{ run_id: run?.id, object_id: id, status: "queued" }]);
});
