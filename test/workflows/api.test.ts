import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { makeWorkflowWorld } from "./world.ts";
import type { WorkflowWorld } from "./world.ts";

let world: WorkflowWorld;
let api: TestApi;
let owner: Client;
let member: Client;

beforeAll(async () => {
  world = await makeWorkflowWorld();
  api = await startTestApi(world.database);
  owner = await signIn(world.database, api, world.tenant, "owner");
  member = await signIn(world.database, api, world.tenant, "member");
});

afterAll(async () => {
  await api?.stop();
  await world?.stop();
});

it("the API executes, lists, filters, retries, cancels and repeats runs", async () => {
  const workflow = await world.activate("Greet", {
    object_type: "lead", triggers: [{ event: "manual" }],
    actions: [
      { key: "note", type: "add_note", configuration: { content: "Hello {{ lead.last_name }}" } },
      { key: "break", type: "update_field", configuration: { field: "email", value: "{{ lead.company }}" } },
    ],
  });
  const lead = await world.insert("leads", { last_name: "Ada", company: "no address" });
  const begun = await owner.ask(
    `mutation ($workflow: UUID!, $lead: UUID!) {
       executeWorkflow(input: {workflowId: $workflow, objectId: $lead}) { run { id status event objectId workflow { name } } } }`, { workflow, lead });
  expect(begun).toMatchObject({ executeWorkflow: { run: { event: "manual", objectId: lead, workflow: { name: "Greet" } } } });
  await world.work();
  const runs = `query ($workflow: UUID!) {
    workflowRuns(first: 10, filter: {workflowId: {equalTo: $workflow}, status: {equalTo: FAILED}}, orderBy: CREATED_AT_DESC) {
      totalCount nodes { id error objectType version { version } actionRuns(first: 10) { nodes { key type status input output error } } } } }`;
  const listed = await owner.ask(runs, { workflow });
  expect(listed).toMatchObject({ workflowRuns: { totalCount: 1, nodes: [{
    objectType: "lead", version: { version: 1 },
    actionRuns: { nodes: [
      { key: "note", type: "ADD_NOTE", status: "SUCCEEDED", input: { content: "Hello Ada" } }, { key: "break", status: "FAILED" },
    ] } }] } });
  const { workflowRuns } = listed as { workflowRuns: { nodes: { id: string }[] } };
  const id = workflowRuns.nodes[0]!.id;
  expect(await owner.ask("mutation ($id: UUID!) { retryWorkflowRun(input: {id: $id}) { run { status } } }", { id }))
    .toEqual({ retryWorkflowRun: { run: { status: "QUEUED" } } });
  expect(await owner.ask("mutation ($id: UUID!) { cancelWorkflowRun(input: {id: $id}) { run { status } } }", { id }))
    .toEqual({ cancelWorkflowRun: { run: { status: "CANCELLED" } } });
  expect(await owner.ask("mutation ($id: UUID!) { rerunWorkflow(input: {runId: $id}) { run { rerunOfId } } }", { id }))
    .toEqual({ rerunWorkflow: { run: { rerunOfId: id } } });
  expect(await member.ask("{ workflowRuns { totalCount } workflowActionRuns { totalCount } }", {}))
    .toEqual({ workflowRuns: { totalCount: 0 }, workflowActionRuns: { totalCount: 0 } });
  expect(await owner.ask("{ notifications { nodes { kind text workflow { name } } } }", {}))
    .toEqual({ notifications: { nodes: [{ kind: "WORKFLOW_FAILED", text: "A run failed of the workflow \"Greet\".", workflow: { name: "Greet" } }] } });
});
