import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
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

describe("an operation", () => {
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
