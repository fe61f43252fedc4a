import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = await signIn(database, api, tenant, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const ENTRIES = `query ($filter: AuditLogFilter!, $first: Int, $after: Cursor) {
  auditLogs(filter: $filter, first: $first, after: $after, orderBy: OCCURRED_AT_DESC) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { action tableName recordId oldValues newValues ip userAgent requestId actor { id name } }
  }
}`;

const createLead = async (company: string, headers: Record<string, string> = {}) => {
  const { data } = await api.graphql(
    "mutation ($company: String!) { createLead(input: { lead: { company: $company } }) { lead { id } } }",
    { company },
    { token: owner.token, headers },
  );
  return (data as Answer).createLead.lead.id as string;
};

describe("the audit log through the API", () => {
  it("tells who changed a record, what, and from where", async () => {
    const headers = { "user-agent": "Phone/1.0", "x-request-id": "request-77" };
    const id = await createLead("Harbour", headers);
    await api.graphql(
      `mutation ($id: UUID!) {
         updateLead(input: { id: $id, patch: { company: "Port" } }) { lead { id } } }`,
      { id },
      { token: owner.token, headers: { ...headers, "x-request-id": "request-78" } },
    );
    const filter = { tableName: { equalTo: "leads" }, recordId: { equalTo: id } };
    const { auditLogs } = await owner.ask(ENTRIES, { filter });
    const from = {
      tableName: "leads", recordId: id, ip: expect.stringMatching(/127\.0\.0\.1$/),
      userAgent: "Phone/1.0", actor: { id: owner.userId, name: "owner" },
    };
    expect(auditLogs.nodes).toEqual([
      {
        ...from, action: "update", requestId: "request-78",
        oldValues: { company: "Harbour" }, newValues: { company: "Port" },
      },
      {
        ...from, action: "create", requestId: "request-77", oldValues: null,
        newValues: expect.objectContaining({ company: "Harbour", owner_id: owner.userId }),
      },
    ]);
  });

  it("is paged from the newest on, and no entry is left out or told twice", async () => {
    for (let lead = 0; lead < 7; lead += 1) await createLead("Paged");
    // One statement, so that all have the same time.
    await asSuperuser(database, (client) =>
      client.query("update app_public.leads set campaign = 'paged' where company = 'Paged'"),
    );
    const filter = { tableName: { equalTo: "leads" }, action: { in: ["create", "update"] } };
    const all = (await owner.ask(ENTRIES, { filter, first: 100 })).auditLogs;
    const paged: Answer[] = [];
    let after: string | null = null;
    do {
      const { auditLogs }: Answer = await owner.ask(ENTRIES, { filter, first: 3, after });
      paged.push(...auditLogs.nodes);
      after = auditLogs.pageInfo.hasNextPage ? auditLogs.pageInfo.endCursor : null;
    } while (after);
    expect(paged.length).toBeGreaterThan(14);
    expect(paged).toEqual(all.nodes);
    expect(all.totalCount).toBe(paged.length);
  });

  it("is found by actor, action and time", async () => {
    const count = async (filter: Answer) => (await owner.ask(ENTRIES, { filter })).auditLogs.totalCount as number;
    await createLead("Found");
    expect(await count({ actorId: { equalTo: owner.userId } })).toBeGreaterThan(0);
    expect(await count({ actorId: { equalTo: tenant.users.viewer } })).toBe(0);
    expect(await count({ action: { equalTo: "restore" } })).toBe(0);
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect(await count({ occurredAt: { lessThan: yesterday } })).toBe(0);
    expect(await count({ occurredAt: { greaterThan: yesterday } })).toBeGreaterThan(0);
  });

  it("shows nothing to a member or to another organization", async () => {
    const id = await createLead("Private");
    const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    for (const client of [
      await signIn(database, api, tenant, "member"), await signIn(database, api, other, "owner"),
    ]) {
      const { auditLogs } = await client.ask(ENTRIES, { filter: { recordId: { equalTo: id } } });
      expect(auditLogs).toMatchObject({ totalCount: 0, nodes: [] });
    }
  });

  it("cannot be written, and its partitions are no part of the schema", async () => {
    const { __schema } = await owner.ask(
      `{ __schema { types { name fields { name } }
         mutationType { fields { name } } queryType { fields { name } } } }`,
    );
    const names = (fields: { name: string }[]) => fields.map(({ name }) => name);
    const about = (list: string[]) => list.filter((name) => /audit/i.test(name) && !/masking/i.test(name));
    expect(about(names(__schema.mutationType.fields))).toEqual([]);
    expect(about(names(__schema.queryType.fields))).toEqual(["auditLogs"]);
    expect(names(__schema.types).filter((name) => /audit.*(20\d\d|default)/i.test(name))).toEqual([]);
    const type = __schema.types.find(({ name }: { name: string }) => name === "AuditLog");
    expect(names(type.fields)).not.toContain("organizationId");
    expect(names(type.fields)).not.toContain("nodeId");
  });
});
