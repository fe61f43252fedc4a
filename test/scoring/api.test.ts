import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeRole, one, runAs } from "../support/tenants.ts";
import { erase } from "../privacy/house.ts";
import { makeLead, openHouse, select } from "./office.ts";
import type { House } from "./office.ts";

let house: House;
let api: TestApi;
let tokens: { owner: string; restricted: string };
let restricted: { userId: string; organizationId: string };
let roleId: string;
let lead: string;

beforeAll(async () => {
  house = await openHouse();
  api = await startTestApi(house.database);
  const { organizationId, users } = house.ours;
  await asSuperuser(house.database, async (client) => {
    const role = await makeRole(client, organizationId, [
      ["lead", "view", "all"], ["lead", "edit", "all"], ["scoring", "view", "all"], ["activity", "view", "all"],
      ["communication", "view", "all"],
    ]);
    roleId = role.id;
    restricted = { organizationId, userId: await addMember(client, organizationId, role.slug) };
    const token = async (userId: string) => {
      const { id } = await one<{ id: string }>(client, "select app_private.begin_session($1, $2, $3) as id",
        [userId, organizationId, Buffer.from(userId)]);
      return api.token({ userId, organizationId, sessionId: id });
    };
    tokens = { owner: await token(users.owner), restricted: await token(restricted.userId) };
  });
  lead = await makeLead(house, { company: "C", custom_data: '{"tier": "gold"}' });
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await house?.end();
});

const SCORE = `leadId total quality source nextStep recommendation rulesTotal statusPoints activityPoints
  completenessPoints agePoints engagementPoints customPoints status activityCount missingFields ageDays engagementCount
  customMatches probability calculatedAt components { name weight contribution explanation }
  predictionFactors { name value contribution }`;

const ask = async (who: keyof typeof tokens, query: string, variables: Record<string, unknown> = { lead }) => {
  const { data, errors } = await api.graphql(query, variables, { token: tokens[who] });
  return errors ? { errors: errors.map(({ extensions }) => extensions.code) } : data;
};

async function hide(rules: [object: string, field: string, mode: string][]): Promise<void> {
  await select(house, "delete from app_public.role_field_permissions where role_id = $1", [roleId]);
  for (const [object, field, mode] of rules) {
    await select(house, `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
      values ($1, $2, $3, $4, $5)`, [house.ours.organizationId, roleId, object, field, mode]);
  }
}

beforeEach(() => hide([]));

const SCORE_LEAD = `mutation ($lead: UUID!) { scoreLead(input: {leadId: $lead}) { leadScore { ${SCORE} } } }`;
const READ = `query ($lead: UUID!) { lead(id: $lead) { score leadScore { ${SCORE} }
  scoreHistory(orderBy: CALCULATED_AT_DESC) { nodes { total previousTotal quality source statusPoints probability } } } }`;

describe("a score in the API", () => {
  it("is answered at once, with components that sum to it, and is beside the lead then", async () => {
    const { scoreLead: { leadScore } } = await ask("owner", SCORE_LEAD);
    expect(leadScore).toMatchObject({ total: 26, quality: "COLD", source: "RULES", nextStep: "COMPLETE_PROFILE" });
    expect(leadScore.components.map(({ name, weight }: { name: string; weight: number }) => [name, weight])).toEqual(
      [["status", 25], ["activity", 20], ["completeness", 20], ["age", 15], ["engagement", 15], ["custom", 5]]);
    expect(leadScore.components.reduce((sum: number, { contribution }: { contribution: number }) => sum + contribution, 0)).toBe(26);
    expect(leadScore.recommendation).toBe("Complete job title, email, phone, industry and website; most is missing in status (5 of 25).");
    const read = await ask("owner", READ);
    expect(read.lead).toEqual({
      score: 26, leadScore,
      scoreHistory: { nodes: [{ total: 26, previousTotal: null, quality: "COLD", source: "RULES", statusPoints: 5, probability: null }] },
    });
  });

  it("is written by nobody", async () => {
    for (const text of ["update app_public.lead_scores set total = 100", "delete from app_public.lead_scores",
      "insert into app_public.lead_score_history (organization_id) values (null)", "update app_public.leads set score = 100"]) {
      expect((await commitAs(house.database, house.ours.actor("owner"), text)).code).toBe("42501");
    }
  });

  it("is scored for many by a filter, and by no status that there is not", async () => {
    const many = "mutation ($filter: LeadScoringFilterInput) { scoreLeads(input: {filter: $filter}) { leadScoringRun { reason leadCount finishedAt } } }";
    expect(await ask("owner", many, { filter: { statuses: ["new"], leadIds: [lead] } })).toEqual(
      { scoreLeads: { leadScoringRun: { reason: "ON_DEMAND", leadCount: 1, finishedAt: null } } });
    expect(await ask("owner", many, { filter: { statuses: ["nice"] } })).toEqual({ errors: ["BAD_INPUT"] });
  });
});

describe("to whom a field is withheld", () => {
  const nothing = {
    nextStep: null, recommendation: null, rulesTotal: null, statusPoints: null, activityPoints: null, completenessPoints: null,
    agePoints: null, engagementPoints: null, customPoints: null, status: null, activityCount: null, missingFields: null,
    ageDays: null, engagementCount: null, customMatches: null, components: [], predictionFactors: [],
  };

  it.each([
    ["lead", "status", "hidden"], ["lead", "phone", "mask"], ["lead", "custom_data", "hidden"], ["lead", "custom_data.tier", "mask"],
    ["lead", "last_activity_date", "hidden"], ["activity", "status", "hidden"], ["communication", "direction", "hidden"],
  ])("%s.%s (%s), shows the total and nothing of what it is made of", async (object, field, mode) => {
    await hide([[object, field, mode]]);
    for (const answer of [(await ask("restricted", READ)).lead.leadScore, (await ask("restricted", SCORE_LEAD)).scoreLead.leadScore]) {
      expect(answer).toMatchObject({ total: 26, quality: "COLD", ...nothing });
    }
    expect((await ask("restricted", READ)).lead.scoreHistory.nodes).toEqual(
      [{ total: 26, previousTotal: null, quality: "COLD", source: "RULES", statusPoints: null, probability: null }]);
  });

  it.each(["hidden", "mask"])("the score itself (%s), shows no total, no quality, no order and no filter of it", async (mode) => {
    await hide([["lead", "score", mode]]);
    const { lead: { score, leadScore, scoreHistory } } = await ask("restricted", READ);
    expect([score, leadScore, scoreHistory.nodes[0]]).toEqual([null,
      expect.objectContaining({ total: null, quality: null, ...nothing }), expect.objectContaining({ total: null, quality: null })]);
    const found = await ask("restricted", `{ leadScores(filter: {or: [{total: {greaterThan: 0}}, {quality: {equalTo: COLD}}, {statusPoints: {equalTo: 5}}]}) { totalCount }
      leads(filter: {leadScore: {total: {greaterThan: 0}}}) { totalCount } }`);
    expect(found).toEqual({ leadScores: { totalCount: 0 }, leads: { totalCount: 0 } });
  });

  it("shows all of it where fields may only not be changed", async () => {
    await hide([["lead", "status", "view"]]);
    expect((await ask("restricted", READ)).lead.leadScore).toMatchObject({ total: 26, statusPoints: 5, customMatches: [] });
  });

  it("gives no filter by what they do not see", async () => {
    await hide([["lead", "status", "hidden"]]);
    const many = "mutation { scoreLeads(input: {filter: {statuses: [\"new\"]}}) { leadScoringRun { leadCount } } }";
    expect(await ask("restricted", many)).toEqual({ errors: ["FORBIDDEN"] });
  });

  it("is the same for analysts", async () => {
    await hide([["lead", "status", "hidden"]]);
    const rows = await asSuperuser(house.database, async (client) => {
      await client.query("begin; set local role rowhouse_analyst");
      await client.query("select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true)",
        [restricted.userId, restricted.organizationId]);
      const seen = await client.query(
        "select total, quality, status, status_points, missing_fields, custom_matches from reporting.lead_scores where lead_id = $1", [lead]);
      await client.query("rollback");
      return seen.rows as unknown[];
    });
    expect(rows).toEqual([{ total: 26, quality: "cold", status: null, status_points: null, missing_fields: null, custom_matches: null }]);
  });
});

describe("what follows a lead", () => {
  it("is seen by who sees the lead", async () => {
    const seen: Record<string, number> = {};
    for (const role of ["admin", "manager", "member", "viewer"] as const) {
      const { rowCount } = await commitAs(house.database, house.ours.actor(role), "select from app_public.lead_scores where lead_id = $1", [lead]);
      seen[role] = rowCount;
    }
    expect(seen).toEqual({ admin: 1, manager: 0, member: 0, viewer: 1 });
    expect((await commitAs(house.database, house.theirs.actor("owner"), "select from app_public.lead_scores")).rowCount).toBe(0);
  });

  it("is handed out with the person, and goes with them", async () => {
    const person = await makeLead(house, { first_name: "Ada", last_name: "Gone", email: "ada@example.test" });
    await insertAs(house.database, house.ours.actor("owner"), "activities", { subject: "x", status: "completed", lead_id: person });
    await house.work();
    const request = await runAs(house.database, house.ours.actor("owner"), "select * from app_public.export_data_subject('lead', $1)", [person]);
    await house.work();
    const { document } = await runAs(house.database, house.ours.actor("owner"),
      "select app_public.privacy_requests_document(r) as document from app_public.privacy_requests r where r.id = $1", [request["id"]]);
    expect((document as { lead_scores: unknown[] }).lead_scores).toEqual([expect.objectContaining({ lead_id: person, activity_count: 1 })]);
    const [{ score }] = await select<{ score: number }>(house, "select score from app_public.leads where id = $1", [person]) as [{ score: number }];
    await erase(house, "lead", person);
    const left = async () => select(house, `select lead_id from app_public.lead_scores where lead_id = $1
      union all select lead_id from app_public.lead_score_history where lead_id = $1`, [person]);
    expect(await left()).toEqual([]);
    await house.work();
    expect(await left()).toEqual([]);
    expect(await select(house, "select score from app_public.leads where id = $1", [person])).toEqual([{ score }]);
    expect((await commitAs(house.database, house.ours.actor("owner"), "select app_public.score_lead($1)", [person])).code).toBe("RH409");
  });
});
