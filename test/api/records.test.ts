import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { attachAs, makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { problemOf, signIn } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let ours: Tenant;
let theirs: Tenant;
let owner: Client;
let stranger: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  await asSuperuser(database, async (client) => {
    ours = await makeTenant(client, "Acme");
    theirs = await makeTenant(client, "Globex");
  });
  owner = await signIn(database, api, ours, "owner");
  stranger = await signIn(database, api, theirs, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

/** Every object of the contract: singular, plural, what a new one needs, what is changed. */
const OBJECTS: [one: string, many: string, create: () => Promise<Answer>, patch: Answer][] = [
  ["account", "accounts", async () => ({ name: "A" }), { name: "B" }],
  ["contact", "contacts", async () => ({ lastName: "A" }), { lastName: "B" }],
  ["lead", "leads", async () => ({ company: "A" }), { company: "B", status: "QUALIFIED" }],
  ["deal", "deals", async () => ({ title: "A" }), { title: "B" }],
  ["product", "products", async () => ({ name: "A" }), { name: "B" }],
  [
    "dealProduct",
    "dealProducts",
    async () => ({ dealId: await make("deal", { title: "x" }), description: "A", unitPrice: "1" }),
    { description: "B" },
  ],
  [
    "activity",
    "activities",
    async () => ({ subject: "A", type: "CALL" }),
    { subject: "B", status: "COMPLETED" },
  ],
  ["task", "tasks", async () => ({ title: "A" }), { title: "B", status: "DONE" }],
  ["project", "projects", async () => ({ name: "A" }), { name: "B" }],
  [
    "communication",
    "communications",
    async () => ({ type: "EMAIL", subject: "A" }),
    { subject: "B" },
  ],
  [
    "note",
    "notes",
    async () => ({ leadId: await make("lead", { company: "x" }), content: "A" }),
    { content: "B" },
  ],
  [
    "attachment",
    "attachments",
    async () => ({ lead_id: await make("lead", { company: "x" }), file_name: "A" }),
    { fileName: "B" },
  ],
  ["tag", "tags", async () => ({ name: "A" }), { name: "B" }],
  ["pipeline", "pipelines", async () => ({ name: "A" }), { name: "B" }],
  [
    "pipelineStage",
    "pipelineStages",
    async () => ({ pipelineId: ours.pipelineId, name: "A", position: 99, probability: 5 }),
    { name: "B" },
  ],
  ["team", "teams", async () => ({ name: "A" }), { name: "B" }],
  ["territory", "territories", async () => ({ name: "A" }), { name: "B" }],
  ["role", "roles", async () => ({ slug: "a", name: "A" }), { name: "B" }],
  ["messageThread", "messageThreads", async () => ({ subject: "A" }), { subject: "B" }],
  [
    "message",
    "messages",
    async () => ({ threadId: await make("messageThread", { subject: "x" }), body: "A" }),
    { body: "B" },
  ],
];
const BINNED = [
  "account",
  "contact",
  "lead",
  "deal",
  "product",
  "activity",
  "task",
  "project",
  "communication",
  "note",
  "attachment",
];

const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

async function make(one: string, input: Answer, client = owner): Promise<string> {
  // An attachment is made by uploading its file.
  if (one === "attachment") return attachAs(database, ours.actor("owner"), input as Record<string, unknown>);
  const data = await client.ask(
    `mutation ($input: Create${upper(one)}Input!) { create${upper(one)}(input: $input) { ${one} { id } } }`,
    { input: { [one]: input } },
  );
  return data[`create${upper(one)}`][one].id as string;
}

function remove(one: string, id: string, client = owner) {
  return client.try(
    `mutation ($id: UUID!) { delete${upper(one)}(input: { id: $id }) { ${one} { id } } }`,
    { id },
  );
}

describe.each(OBJECTS)("%s", (one, many, create, patch) => {
  it("is made, read, listed, changed and deleted by its generated names", async () => {
    const id = await make(one, await create());
    const [field] = Object.keys(patch as object);
    const read = `query ($id: UUID!) {
      ${one}(id: $id) { id nodeId ${field} createdAt }
      ${many}(filter: { id: { equalTo: $id } }) { totalCount nodes { id } edges { cursor } pageInfo { hasNextPage } }
    }`;
    const made = await owner.ask(read, { id });
    expect(made[one]).toMatchObject({ id, [field!]: "A", nodeId: expect.any(String) });
    expect(made[many]).toMatchObject({ totalCount: 1, nodes: [{ id }] });
    const byNode = await owner.ask(
      `query ($id: ID!) { node(nodeId: $id) { ... on ${upper(one)} { id } } }`,
      {
        id: made[one].nodeId,
      },
    );
    expect(byNode.node).toEqual({ id });
    const changed = await owner.ask(
      `mutation ($input: Update${upper(one)}Input!) {
         update${upper(one)}(input: $input) { ${one} { id ${Object.keys(patch as object).join(" ")} } }
       }`,
      { input: { id, patch } },
    );
    expect(changed[`update${upper(one)}`][one]).toEqual({ id, ...(patch as object) });
    const deleted = await remove(one, id);
    expect(deleted.errors).toBeUndefined();
    expect(deleted.data[`delete${upper(one)}`][one].id).toBe(id);
    expect((await owner.ask(read, { id }))[one]).toBeNull();
    if (BINNED.includes(one)) {
      const restored = await owner.ask(
        `mutation ($id: UUID!) { restore${upper(one)}(input: { id: $id }) { ${one} { id } } }`,
        { id },
      );
      expect(restored[`restore${upper(one)}`][one].id).toBe(id);
      expect((await owner.ask(read, { id }))[one].id).toBe(id);
    }
  });

  it("of another organization answers as one that does not exist, however it is asked for", async () => {
    const id = await make(one, await create());
    const their = await owner.ask(`query ($id: UUID!) { ${one}(id: $id) { nodeId } }`, { id });
    const nothing = Buffer.from(
      Buffer.from(their[one].nodeId as string, "base64")
        .toString()
        .replace(id, randomUUID()),
    ).toString("base64");
    for (const [mine, unknown] of [[id, randomUUID()]]) {
      const answers = [];
      for (const [asked, nodeId] of [
        [mine, their[one].nodeId],
        [unknown, nothing],
      ]) {
        const answered = [
          await stranger.try(`query ($id: UUID!) { ${one}(id: $id) { id } }`, { id: asked }),
          await stranger.try(
            `query ($id: UUID!) { ${many}(filter: { id: { equalTo: $id } }) { totalCount nodes { id } } }`,
            { id: asked },
          ),
          await stranger.try("query ($id: ID!) { node(nodeId: $id) { nodeId } }", { id: nodeId }),
          await stranger.try(
            `mutation ($input: Update${upper(one)}Input!) { update${upper(one)}(input: $input) { ${one} { id } } }`,
            { input: { id: asked, patch } },
          ),
          await remove(one, asked!, stranger),
        ];
        answers.push(
          answered.map(({ status, data, errors }) => ({
            status,
            data,
            errors: errors?.map(({ message, extensions }) => [
              message,
              extensions.code,
              extensions.fields,
            ]),
          })),
        );
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]!.slice(3).map(({ errors }) => errors?.[0]?.[1])).toEqual([
        "NOT_FOUND",
        "NOT_FOUND",
      ]);
    }
  });
});

describe("lists", () => {
  let account: string;

  beforeAll(async () => {
    account = await make("account", { name: "Initech" });
    for (const [title, amount, currency] of [
      ["One", "100", "USD"],
      ["Two", "250.5", "USD"],
      ["Three", "10", "EUR"],
    ]) {
      await make("deal", {
        title,
        amount,
        currency,
        accountId: account,
        expectedCloseDate: "2035-03-15",
      });
    }
  });

  it("nest what records refer to, people as users", async () => {
    const { deals } = await owner.ask(
      `query ($account: UUID!) {
        deals(filter: { accountId: { equalTo: $account } }, orderBy: AMOUNT_DESC, first: 1) {
          nodes { title status account { name deals { totalCount } } owner { id email } stage { name kind } creator { id } }
        }
      }`,
      { account },
    );
    expect(deals.nodes).toEqual([
      {
        title: "Two",
        status: "NEW",
        account: { name: "Initech", deals: { totalCount: 3 } },
        owner: { id: owner.userId, email: expect.any(String) },
        stage: { name: "Prospecting", kind: "OPEN" },
        creator: { id: owner.userId },
      },
    ]);
  });

  it("are filtered, ordered and paged by keyset", async () => {
    const page = (after: string | null) =>
      owner.ask(
        `query ($account: UUID!, $after: Cursor) {
          deals(filter: { accountId: { equalTo: $account }, amount: { greaterThan: "5" }, status: { in: [NEW] } },
                orderBy: [AMOUNT_ASC], first: 2, after: $after) {
            totalCount nodes { title } pageInfo { hasNextPage endCursor }
          }
        }`,
        { account, after },
      );
    const first = (await page(null)).deals;
    expect(first).toMatchObject({
      totalCount: 3,
      nodes: [{ title: "Three" }, { title: "One" }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await page(first.pageInfo.endCursor as string)).deals;
    expect(second).toMatchObject({ nodes: [{ title: "Two" }], pageInfo: { hasNextPage: false } });
  });

  it("filter by what records refer to", async () => {
    const { deals } = await owner.ask(
      '{ deals(filter: { account: { name: { startsWith: "Init" } } }) { totalCount } accounts(filter: { deals: { some: { title: { equalTo: "Two" } } } }) { totalCount } }',
    );
    expect(deals.totalCount).toBe(3);
  });

  it("sum and group", async () => {
    const { deals } = await owner.ask(
      `query ($account: UUID!) {
        deals(filter: { accountId: { equalTo: $account } }) {
          aggregates { sum { amount weightedTotal } average { amount } max { amount expectedCloseDate } distinctCount { id } }
          byCurrency: groupedAggregates(groupBy: [CURRENCY]) { keys sum { amount } distinctCount { id } }
          byMonth: groupedAggregates(groupBy: [EXPECTED_CLOSE_DATE_TRUNCATED_TO_MONTH]) { keys sum { amount } }
        }
      }`,
      { account },
    );
    expect(Number(deals.aggregates.sum.amount)).toBe(360.5);
    expect(deals.aggregates.max).toEqual({ amount: "250.50", expectedCloseDate: "2035-03-15" });
    const groups = (deals.byCurrency as { keys: string[]; sum: { amount: string } }[])
      .map(({ keys, sum }) => [keys[0], Number(sum.amount)])
      .sort();
    expect(groups).toEqual([
      ["EUR", 10],
      ["USD", 350.5],
    ]);
    expect(deals.byMonth).toMatchObject([{ keys: ["2035-03-01"] }]);
  });

  it("count and sum only what the caller sees", async () => {
    const { deals } = await stranger.ask(
      '{ deals(filter: { title: { in: ["One", "Two", "Three"] } }) { totalCount aggregates { sum { amount } } } }',
    );
    expect(deals).toEqual({ totalCount: 0, aggregates: { sum: { amount: "0" } } });
  });
});

describe("a payload", () => {
  it("answers what was refused with the record null and the other fields kept", async () => {
    const { data, errors } = await owner.try(
      `mutation {
        first: createLead(input: { lead: { company: "Kept" } }) { lead { company } }
        second: createLead(input: { lead: { firstName: "No identity" } }) { lead { company } }
      }`,
    );
    expect(data).toEqual({ first: { lead: { company: "Kept" } }, second: null });
    expect(problemOf(errors)).toBe(
      "BAD_INPUT: A lead needs a last name, a company or an e-mail address.",
    );
  });
});
