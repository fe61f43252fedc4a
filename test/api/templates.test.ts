import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { addMember, makeRole, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { failToMutate, mutate, signIn, signInAs } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let other: Tenant;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  [tenant, other] = await asSuperuser(database, async (client) => [
    await makeTenant(client, "Acme"),
    await makeTenant(client, "Globex"),
  ]);
  owner = await signIn(database, api, tenant, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const CHANGES = "templateInstallation { changes { objectType name id isNew } }";

type Change = { objectType: string; name: string; id: string | null; isNew: boolean };

async function install(client: Client, slug: string, input: object = {}): Promise<Change[]> {
  return (await mutate(client, "installTemplate", { slug, ...input }, CHANGES)).templateInstallation.changes as Change[];
}

/** Everything of the organization that a template may touch. */
async function everything({ organizationId }: Tenant): Promise<Record<string, number>> {
  const tables = [
    "pipelines", "pipeline_stages", "custom_field_definitions", "roles", "role_permissions", "role_field_permissions",
    "tags", "taggings", "accounts", "contacts", "leads", "deals", "projects", "tasks", "activities",
    "workflows", "workflow_versions", "workflow_triggers", "workflow_actions",
  ];
  return asSuperuser(database, async (client) => {
    const counts: Record<string, number> = {};
    for (const table of tables) {
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::integer from app_public.${table} where organization_id = $1`, [organizationId],
      );
      counts[table] = rows[0]?.count ?? 0;
    }
    return counts;
  });
}

async function templates(client: Client): Promise<Answer[]> {
  const { organizationTemplates } = await client.ask(
    "{ organizationTemplates { slug name documentation features permissions setupSteps version installedVersion installedAt } }",
  );
  return organizationTemplates;
}

describe("the list of templates", () => {
  it("tells anybody what there is, what it takes, and that nothing is installed", async () => {
    const viewer = await signIn(database, api, other, "viewer");
    const list = await templates(viewer);
    expect(list.map(({ slug }) => slug)).toEqual(["crm-ops", "saas-sales"]);
    for (const template of list) {
      expect(template.installedVersion).toBeNull();
      expect(template.documentation.length).toBeGreaterThan(100);
      expect(template.features.length).toBeGreaterThan(2);
      expect(template.setupSteps.length).toBeGreaterThan(2);
      expect(template.permissions).toContain("pipeline create");
      expect(template.permissions.every((permission: string) => / create$/.test(permission))).toBe(true);
    }
  });
});

describe("installing a template", () => {
  it.each(["crm-ops", "saas-sales"])("%s makes everything once, however often it is installed", async (slug) => {
    const first = await install(owner, slug);
    expect(first.every(({ isNew }) => isNew)).toBe(true);
    const kinds = new Set(first.map(({ objectType }) => objectType));
    for (const kind of ["pipeline", "pipeline_stage", "custom_field_definition", "role", "role_permission", "tag", "workflow", "account", "deal"]) {
      expect(kinds).toContain(kind);
    }
    const before = await everything(tenant);
    const second = await install(owner, slug);
    expect(second.map(({ isNew, ...what }) => what)).toEqual(first.map(({ isNew, ...what }) => what));
    expect(second.some(({ isNew }) => isNew)).toBe(false);
    expect(await everything(tenant)).toEqual(before);
    const [installed] = (await templates(owner)).filter((template) => template.slug === slug);
    expect(installed).toMatchObject({ installedVersion: 1, installedAt: expect.any(String) });
  });

  it("makes stages in their order, with the deal of the sample in one of them", async () => {
    const { pipelines, deals } = await owner.ask(
      `{ pipelines(filter: {name: {equalTo: "Onboarding"}}) { nodes { stages(orderBy: POSITION_ASC) { nodes { name kind } } } }
         deals(filter: {title: {startsWith: "Harbour"}}) { nodes { stage { name } account { name } status customData } } }`,
    );
    expect(pipelines.nodes[0].stages.nodes.map(({ name }: Answer) => name)).toEqual([
      "Kick-off", "Setup", "Training", "Live", "Stopped",
    ]);
    expect(deals.nodes).toEqual([
      expect.objectContaining({ stage: { name: "Setup" }, account: { name: "Harbour Bakery (sample)" }, status: "IN_PROGRESS" }),
    ]);
  });

  it("leaves the other organization as it was", async () => {
    const list = await templates(await signIn(database, api, other, "owner"));
    expect(list.every(({ installedVersion }) => installedVersion === null)).toBe(true);
    expect(await everything(other)).toMatchObject({ accounts: 0, pipelines: 1, custom_field_definitions: 0 });
  });

  it("keeps what the organization has changed, and lets deleted samples stay away", async () => {
    const rival = await asSuperuser(database, (client) => makeTenant(client, "Initech"));
    const client = await signIn(database, api, rival, "owner");
    await mutate(client, "createTag", { tag: { name: "At risk", category: "Customer health", color: "#123456" } }, "tag { id }");
    const changes = await install(client, "crm-ops");
    expect(changes.filter(({ isNew }) => !isNew).map(({ name }) => name)).toEqual(["At risk"]);
    const role = changes.find(({ name }) => name === "Support");
    await mutate(client, "updateRole", { id: role?.id, patch: { name: "Help desk" } }, "role { id }");
    const account = changes.find(({ name }) => name === "Lumen Opticians (sample)");
    await mutate(client, "deleteContact", { id: changes.find(({ name }) => name === "Noor Haddad")?.id }, "contact { id }");
    await mutate(client, "deleteAccount", { id: account?.id }, "account { id }");
    const before = await everything(rival);
    expect((await install(client, "crm-ops")).some(({ isNew }) => isNew)).toBe(false);
    expect(await everything(rival)).toEqual(before);
    const { tags, roles, accounts } = await client.ask(
      `{ tags(filter: {name: {equalTo: "At risk"}}) { nodes { color } } roles(filter: {slug: {equalTo: "support"}}) { nodes { name } }
         accounts { totalCount } }`,
    );
    expect(tags.nodes).toEqual([{ color: "#123456" }]);
    expect(roles.nodes).toEqual([{ name: "Help desk" }]);
    expect(accounts.totalCount).toBe(1);
  });

  it("makes no samples for who wants none, and adds them later", async () => {
    const rival = await asSuperuser(database, (client) => makeTenant(client, "Hooli"));
    const client = await signIn(database, api, rival, "admin");
    await install(client, "saas-sales", { withSampleData: false });
    expect(await everything(rival)).toMatchObject({ accounts: 0, leads: 0, deals: 0, taggings: 0, pipelines: 3 });
    const later = await install(client, "saas-sales");
    expect(new Set(later.filter(({ isNew }) => isNew).map(({ objectType }) => objectType))).toEqual(
      new Set(["account", "contact", "deal", "lead", "activity", "tagging"]),
    );
  });

  it("knows what it has made by other names, and finds room beside the stages of a pipeline that is there", async () => {
    const rival = await asSuperuser(database, (client) => makeTenant(client, "Initech"));
    const client = await signIn(database, api, rival, "owner");
    const { pipeline } = await mutate(client, "createPipeline", { pipeline: { name: "Onboarding" } }, "pipeline { id }");
    await mutate(client, "createPipelineStage", {
      pipelineStage: { pipelineId: pipeline.id, name: "Welcome", position: 2, kind: "OPEN", probability: 5 } }, "clientMutationId");
    const made = await install(client, "crm-ops", { withSampleData: false });
    const stages = async () => (await client.ask(
      `{ pipeline(id: "${pipeline.id}") { stages(orderBy: [POSITION_ASC]) { nodes { name } } } }`)).pipeline.stages.nodes.map((stage: Answer) => stage.name);
    expect(await stages()).toEqual(["Kick-off", "Welcome", "Setup", "Training", "Live", "Stopped"]);
    const renamed = made.find(({ name }) => name === "Kick-off");
    await mutate(client, "updatePipelineStage", { id: renamed?.id, patch: { name: "First call" } }, "clientMutationId");
    const again = await install(client, "crm-ops");
    expect(again.filter(({ objectType, isNew }) => isNew && /pipeline|role|custom|tag$/.test(objectType))).toEqual([]);
    expect(again.find(({ name }) => name === "Kick-off")).toMatchObject({ id: renamed?.id, isNew: false });
    expect((await stages())[0]).toBe("First call");
  });

  it("makes everything once when two install at the same time", async () => {
    const rival = await asSuperuser(database, (client) => makeTenant(client, "Umbrella"));
    const client = await signIn(database, api, rival, "owner");
    const both = await Promise.all([install(client, "crm-ops"), install(client, "crm-ops")]);
    const made = both.map((changes) => changes.filter(({ isNew }) => isNew).length).sort((a, b) => a - b);
    expect(made).toEqual([0, both[0].length]);
    expect(await everything(rival)).toMatchObject({ pipelines: 2, accounts: 2, taggings: 1 });
  });

  it("is for those who may set up the organization, and makes nothing for others", async () => {
    const before = await everything(tenant);
    for (const role of ["manager", "member", "viewer"] as const) {
      const client = await signIn(database, api, tenant, role);
      expect(await failToMutate(client, "installTemplate", { slug: "crm-ops" }, CHANGES)).toBe(
        "FORBIDDEN: Your role may not edit: organization.",
      );
    }
    expect(await everything(tenant)).toEqual(before);
  });

  it("names the permission that is missing", async () => {
    const rival = await asSuperuser(database, async (client) => {
      const made = await makeTenant(client, "Stark");
      const role = await makeRole(client, made.organizationId, [
        ["organization", "view", "all"], ["organization", "edit", "all"], ["organization", "create", "all"],
        ["pipeline", "view", "all"], ["pipeline", "create", "all"],
      ]);
      return { ...made, clerk: await addMember(client, made.organizationId, role.slug) };
    });
    const client = await signInAs(database, api, rival, rival.clerk);
    expect(await failToMutate(client, "installTemplate", { slug: "crm-ops" }, CHANGES)).toMatch(
      /^FORBIDDEN: Your role may not create: /,
    );
    expect(await everything(rival)).toMatchObject({ pipelines: 1 });
  });

  it.each(["", "nothing", "crm-ops'; drop table", "\u202ecrm-ops", "x".repeat(300)])("knows no template %j", async (slug) => {
    expect(await failToMutate(owner, "installTemplate", { slug }, CHANGES)).toBe("NOT_FOUND: No such template.");
  });

  it("is in the audit log of the organization", async () => {
    const { auditLogs } = await owner.ask(
      `{ auditLogs(filter: {tableName: {equalTo: "installed_templates"}}) { nodes { action newValues } } }`,
    );
    expect(auditLogs.nodes).toContainEqual({ action: "create", newValues: { slug: "crm-ops", version: 1 } });
  });
});
