import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let owner: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = await signIn(database, api, tenant, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const nest = (depth: number) =>
  `{ accounts(first: 1) { nodes ${"{ parent ".repeat(depth)}{ id }${" }".repeat(depth)} } }`;
const aliases = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `a${index}: leads(first: 1) { totalCount }`).join(" ")} }`;

const REFUSED: [string, string][] = [
  ["200 levels deep", nest(200)],
  ["20,000 levels deep", nest(20_000)],
  ["13 levels deep", nest(10)],
  [
    "deep through fragments",
    `query { accounts { nodes { ...A } } }
    fragment A on Account { parent { parent { parent { parent { ...B } } } } }
    fragment B on Account { parent { parent { parent { parent { parent { parent { id } } } } } } }`,
  ],
  ["of a thousand aliases", aliases(1_000)],
  [
    "of aliases in fragments",
    `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: accounts(first: 1) { ...F }`).join(" ")} }
    fragment F on AccountConnection { ${Array.from({ length: 30 }, (_, i) => `b${i}: totalCount`).join(" ")} }`,
  ],
  [
    "of sixty lists",
    `{ ${Array.from({ length: 60 }, () => "leads(first: 1) { totalCount }").join(" ")} }`,
  ],
  ["for 501 rows", "{ leads(first: 501) { nodes { id } } }"],
  ["for the last 501 rows", "{ leads(last: 501) { nodes { id } } }"],
  ["for 501 rows inside", "{ accounts { nodes { deals(first: 501) { nodes { id } } } } }"],
  [
    "for a page of pages",
    "{ accounts(first: 500) { nodes { deals(first: 500) { nodes { id } } } } }",
  ],
  ["of 20,000 tokens", `{ leads { nodes { ${"id ".repeat(20_000)} } } }`],
  [
    "with a filter thirty levels deep",
    `{ leads(filter: ${"{ and: [".repeat(30)}{ company: { equalTo: "x" } }${"] }".repeat(30)}) { totalCount } }`,
  ],
];

const FILTERED = "query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }";
const anyOf = (count: number) => ({
  or: Array.from({ length: count }, () => ({ id: { isNull: true } })),
});
const ids = (count: number) => Array.from({ length: count }, () => randomUUID());

/** Somebody sends much in the variables: what, the operation, its variables. */
const LARGE_INPUTS: [string, string, Record<string, unknown>][] = [
  ["100,000 objects in a filter", FILTERED, { filter: anyOf(100_000) }],
  ["501 conditions in a filter", FILTERED, { filter: anyOf(501) }],
  [
    "a filter of 200 objects at six places",
    `query ($f: LeadFilter) { ${Array.from({ length: 6 }, (_, i) => `a${i}: leads(filter: $f) { totalCount }`).join(" ")} }`,
    { f: anyOf(100) },
  ],
  [
    "a filter of 200 objects through a fragment at six places",
    `query ($f: DealFilter) { ${Array.from({ length: 6 }, (_, i) => `a${i}: accounts(first: 1) { nodes { ...F } }`).join(" ")} }
    fragment F on Account { deals(first: 1, filter: $f) { totalCount } }`,
    { f: anyOf(100) },
  ],
  [
    "a filter of 1,002 objects as default",
    `query ($filter: LeadFilter = { or: [${"{ id: { isNull: true } } ".repeat(501)}] }) { leads(filter: $filter) { totalCount } }`,
    {},
  ],
  [
    "a filter of 1,002 objects in the document",
    `{ leads(filter: { or: [${"{ id: { isNull: true } } ".repeat(501)}] }) { totalCount } }`,
    {},
  ],
  ["10,001 ids", FILTERED, { filter: { id: { in: ids(10_001) } } }],
  [
    "a document of 1,001 objects",
    "mutation ($input: CreateLeadInput!) { createLead(input: $input) { lead { id } } }",
    { input: { lead: { company: "X", customData: Array.from({ length: 1_001 }, () => ({})) } } },
  ],
  [
    "a list ordered by 21 keys",
    "query ($orderBy: [LeadOrderBy!]) { leads(orderBy: $orderBy) { totalCount nodes { id } } }",
    { orderBy: Array.from({ length: 21 }, () => "ID_ASC") },
  ],
  [
    "groups by 21 keys",
    `{ leads { groupedAggregates(groupBy: [${"COMPANY ".repeat(21)}]) { keys } } }`,
    {},
  ],
];

describe("an operation", () => {
  it.each(LARGE_INPUTS)("with %s is refused quickly", async (_, query, variables) => {
    const start = performance.now();
    const { errors } = await owner.try(query, variables);
    const ms = performance.now() - start;
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["LIMIT_EXCEEDED"]);
    expect(ms).toBeLessThan(1_500);
  });

  it("may look for some thousand ids, and for some hundred conditions", async () => {
    for (const filter of [{ id: { in: ids(5_000) } }, anyOf(400)]) {
      expect((await owner.try(FILTERED, { filter })).errors).toBeUndefined();
    }
  });

  it("may carry a file of 4 MB with its mapping", async () => {
    const content = `LastName,Company,Status\n${"Doe,Acme,Open\n".repeat(290_000)}`;
    const { errors } = await owner.try(
      `mutation ($input: StartImportInput!) { startImport(input: $input) { import { id } } }`,
      {
        input: {
          objectType: "LEAD", fileName: "Lead.csv", content, mapping: { Status: null },
          dryRun: true,
        },
      },
    );
    expect(errors).toBeUndefined();
  });

  it("for many long texts and documents is refused, for an ordinary page of them not", async () => {
    const list = (alias: string, first: number, fields: string) =>
      `${alias}: leads(first: ${first}) { nodes { ${fields} } }`;
    const eight = (fields: string) =>
      `{ ${Array.from({ length: 8 }, (_, i) => list(`a${i}`, 500, fields)).join(" ")} }`;
    for (const field of ["customData", "description"]) {
      const { errors } = await owner.try(eight(field));
      expect(errors?.[0]?.extensions.code).toBe("LIMIT_EXCEEDED");
    }
    expect((await owner.try(eight("company email status"))).errors).toBeUndefined();
    const page = `{ ${list("a", 200, "id company description customData owner { name }")} }`;
    expect((await owner.try(page)).errors).toBeUndefined();
  });


  it.each(REFUSED)("%s is refused quickly", async (_, query) => {
    const start = performance.now();
    const { errors } = await owner.try(query);
    const ms = performance.now() - start;
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "LIMIT_EXCEEDED",
      requestId: expect.any(String),
    });
    expect(ms).toBeLessThan(2_000);
  });

  it("with the page size in a variable is no way around", async () => {
    const query = "query ($first: Int!) { leads(first: $first) { nodes { id } } }";
    const { errors } = await owner.try(query, { first: 501 });
    expect(errors![0]!.extensions.code).toBe("LIMIT_EXCEEDED");
    const byDefault = await owner.try(
      "query ($first: Int! = 501) { leads(first: $first) { nodes { id } } }",
    );
    expect(byDefault.errors![0]!.extensions.code).toBe("LIMIT_EXCEEDED");
    expect((await owner.try(query, { first: -1 })).errors![0]!.extensions.code).toBe("BAD_INPUT");
    expect((await owner.try(query, { first: 500 })).errors).toBeUndefined();
  });

  it("with a variable thirty levels deep is refused", async () => {
    let filter: unknown = { company: { equalTo: "x" } };
    for (let level = 0; level < 30; level += 1) filter = { and: [filter] };
    const { errors } = await owner.try(
      "query ($filter: LeadFilter) { leads(filter: $filter) { totalCount } }",
      { filter },
    );
    expect(errors![0]!.extensions.code).toBe("LIMIT_EXCEEDED");
  });

  it("with fragments in a circle is refused and does no harm", async () => {
    const { errors } = await owner.try(
      "{ leads { nodes { ...A } } } fragment A on Lead { owner { ownedLeads { nodes { ...A } } } }",
    );
    expect(errors![0]!.extensions.code).toMatch(/^(BAD_INPUT|LIMIT_EXCEEDED)$/);
  });

  it("of a common screen is well within: a list with counts in every row", async () => {
    const { errors } = await owner.try(`{
      accounts(first: 50) {
        totalCount
        nodes { id name owner { name } contacts { totalCount } deals { totalCount aggregates { sum { amount } } } }
      }
      pipelines(first: 5) { nodes { name stages { totalCount nodes { name deals(first: 0) { totalCount } } } } }
    }`);
    expect(errors).toBeUndefined();
  });

  it("without a page size answers fifty rows", async () => {
    await asSuperuser(database, (client) =>
      client.query(
        `insert into app_public.leads (organization_id, company, owner_id)
           select m.organization_id, 'Lead ' || i, m.user_id
             from app_public.memberships m, generate_series(1, 60) i where m.user_id = $1`,
        [owner.userId],
      ),
    );
    const { leads } = await owner.ask(
      "{ leads { totalCount nodes { id } pageInfo { hasNextPage } } }",
    );
    expect([leads.totalCount, leads.nodes.length, leads.pageInfo.hasNextPage]).toEqual([
      60,
      50,
      true,
    ]);
  });

  it("of 10 MB is refused, and the server goes on", async () => {
    const { status, errors } = await owner.try(
      `{ leads { totalCount } } # ${"x".repeat(10 * 1024 ** 2)}`,
    );
    expect([status, errors![0]!.extensions.code]).toEqual([413, "LIMIT_EXCEEDED"]);
    expect((await owner.try("{ leads { totalCount } }")).errors).toBeUndefined();
  });

  it("that takes too many groups is refused rather than cut short", async () => {
    await asSuperuser(database, (client) =>
      client.query(
        `insert into app_public.leads (organization_id, company, owner_id)
           select m.organization_id, 'Group ' || i, m.user_id
             from app_public.memberships m, generate_series(1, 1200) i where m.user_id = $1`,
        [owner.userId],
      ),
    );
    const { errors } = await owner.try(
      "{ leads { groupedAggregates(groupBy: [COMPANY]) { keys } } }",
    );
    expect(errors![0]!.extensions.code).toBe("LIMIT_EXCEEDED");
  });
});
