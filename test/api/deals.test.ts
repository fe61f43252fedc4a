import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Answer, Client } from "./clients.ts";

const MOVE = `mutation ($input: MoveDealInput!) {
  moveDeal(input: $input) { deal { id status probability stage { name } lostReason closedAt } }
}`;

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;
let member: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = await signIn(database, api, tenant, "owner");
  member = await signIn(database, api, tenant, "member");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

async function makeDeal(deal: Answer = {}, client = member): Promise<string> {
  const { createDeal } = await client.ask(
    "mutation ($input: CreateDealInput!) { createDeal(input: $input) { deal { id } } }",
    { input: { deal: { title: "A deal", ...deal } } },
  );
  return createDeal.deal.id as string;
}

const move = (client: Client, dealId: string, stage: string, more: Answer = {}) =>
  client.try(MOVE, { input: { dealId, stageId: tenant.stages[stage] ?? stage, ...more } });

describe("moveDeal", () => {
  it("moves forward, and answers the deal as it is then", async () => {
    const { data } = await move(member, await makeDeal(), "Proposal");
    expect(data.moveDeal.deal).toMatchObject({
      status: "IN_PROGRESS",
      probability: 50,
      stage: { name: "Proposal" },
    });
  });

  it("back is forbidden to members and open to owners", async () => {
    const deal = await makeDeal({ stageId: tenant.stages["Negotiation"] });
    expect((await move(member, deal, "Proposal")).errors![0]).toMatchObject({
      message: "Your role may not move a deal back.",
      extensions: { code: "FORBIDDEN" },
    });
    expect((await move(owner, deal, "Proposal")).errors).toBeUndefined();
  });

  it("to won needs an amount, to lost a reason, and each says so", async () => {
    const deal = await makeDeal();
    expect((await move(member, deal, "Closed Won")).errors![0]).toMatchObject({
      message: "A won deal needs an amount above zero.",
      extensions: { code: "BAD_INPUT", fields: { amount: expect.any(String) } },
    });
    expect((await move(member, deal, "Closed Lost")).errors?.[0]).toMatchObject({
      message: "A lost deal needs a reason.",
      extensions: { code: "BAD_INPUT", fields: { lostReason: expect.any(String) } },
    });
    const lost = await move(member, await makeDeal(), "Closed Lost", { lostReason: "too dear" });
    expect(lost.data.moveDeal.deal).toMatchObject({
      status: "LOST",
      lostReason: "too dear",
      closedAt: expect.any(String),
    });
  });

  it("answers for what is not there: no deal, no stage", async () => {
    const unknownStage = await move(member, await makeDeal(), randomUUID());
    expect(unknownStage.errors![0]!.extensions).toMatchObject({
      code: "BAD_INPUT",
      fields: { stageId: expect.any(String) },
    });
    const hidden = await makeDeal({}, owner);
    for (const deal of [hidden, randomUUID()]) {
      const { errors } = await move(member, deal, "Proposal");
      expect(errors![0]).toMatchObject({
        message: "No such deal.",
        extensions: { code: "NOT_FOUND" },
      });
    }
  });
});

describe("the kanban board", () => {
  it("is one query: stages with count, sum and weighted sum, and the first deals of each", async () => {
    for (const amount of ["100", "200", "300"])
      await makeDeal({ amount, stageId: tenant.stages["Qualification"] }, owner);
    const { pipelines } = await owner.ask(`{
      pipelines(condition: { isDefault: true }, first: 1) {
        nodes {
          name
          stages(orderBy: POSITION_ASC) {
            nodes {
              name kind color
              deals(orderBy: CREATED_AT_DESC, first: 2) {
                totalCount
                aggregates { sum { amount weightedTotal } }
                nodes { id title amount currency account { name } owner { name } }
              }
            }
          }
        }
      }
    }`);
    const stages = pipelines.nodes[0].stages.nodes as Answer[];
    expect(stages.map(({ name }) => name)).toEqual([
      "Prospecting",
      "Qualification",
      "Proposal",
      "Negotiation",
      "Closed Won",
      "Closed Lost",
    ]);
    const { totalCount, aggregates, nodes } = stages[1].deals;
    expect(totalCount).toBe(3);
    expect([Number(aggregates.sum.amount), Number(aggregates.sum.weightedTotal)]).toEqual([
      600, 150,
    ]);
    expect((nodes as Answer[]).map(({ amount }) => amount)).toEqual(["300.00", "200.00"]);
  });

  it("shows each their own", async () => {
    const { pipelines } = await member.ask(
      "{ pipelines(first: 1) { nodes { stages { nodes { name deals(first: 20) { totalCount nodes { ownerId } } } } } } }",
    );
    const deals = (pipelines.nodes[0].stages.nodes as Answer[]).flatMap(
      (stage) => stage.deals.nodes as Answer[],
    );
    expect(new Set(deals.map(({ ownerId }) => ownerId))).toEqual(new Set([member.userId]));
  });
});
