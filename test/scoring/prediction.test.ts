import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { areaUnderCurve } from "../../src/scoring/evaluation.ts";
import { sigmoid } from "../../src/scoring/logisticRegression.ts";
import { commitAs, runAs } from "../support/tenants.ts";
import { configure, makeLead, openHouse, select } from "./office.ts";
import type { House } from "./office.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house?.end();
});

/** What makes a lead likely, in log-odds, and how often it is so. */
const WEIGHTS = {
  source: { Referral: 1.2, Web: 0, Fair: -0.6, List: -1.4 },
  industry: { Software: 0.8, Retail: -0.5, Finance: 0.1 },
  phone: { "1": 0.9, "": -0.4 },
  tier: { gold: 1.1, silver: 0, none: -0.7 },
} as const;
const INTERCEPT = -0.6;

/** A number of 0 to 1 that follows from what it is for. */
const chance = (...what: (string | number)[]) => createHash("sha256").update(what.join(" ")).digest().readUInt32BE(0) / 2 ** 32;

type Made = { id: string; truth: number };

/** Closed leads as old as they are said to be, with the probability that they were made by. */
async function makeClosed(organizationId: string, count: number, isConverted?: boolean): Promise<Made[]> {
  const leads = Array.from({ length: count }, (_, n) => {
    let logOdds = INTERCEPT;
    const chosen: Record<string, string> = {};
    for (const [name, weights] of Object.entries(WEIGHTS)) {
      const levels = Object.entries(weights);
      const [level, weight] = levels[Math.floor(chance(n, name) * levels.length)]!;
      chosen[name] = level;
      logOdds += weight;
    }
    const truth = sigmoid(logOdds);
    const digits = createHash("sha256").update(`${organizationId} ${n}`).digest("hex");
    const id = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
    const status = isConverted ?? chance(n, "outcome") < truth ? "converted" : "disqualified";
    return { id, truth, ...chosen, status };
  });
  await select(house, `insert into app_public.leads (organization_id, id, last_name, source, industry, phone, custom_data, status,
      disqualified_reason, disqualified_at, converted_at, created_at)
    select $1, r.id, 'Closed', r.source, r.industry, nullif(r.phone, ''), jsonb_build_object('tier', r.tier), r.status,
        case r.status when 'disqualified' then 'x' end, case r.status when 'disqualified' then now() - interval '10 days' end,
        case r.status when 'converted' then now() - interval '10 days' end, now() - interval '40 days'
      from jsonb_to_recordset($2) r (id uuid, source text, industry text, phone text, tier text, status text)`,
    [organizationId, JSON.stringify(leads)]);
  return leads;
}

async function fitAs(tenant: House["ours"]): Promise<Record<string, unknown>> {
  const { id } = await runAs(house.database, tenant.actor("owner"), "select id from app_public.fit_lead_score_model()");
  await house.work();
  return runAs(house.database, tenant.actor("owner"), "select * from app_public.lead_score_models where id = $1", [id]);
}

describe("a predictive score", () => {
  it("is not there while few leads are closed: it says so, and scores are made by the rules", async () => {
    await configure(house, { score_source: "predictive" });
    await makeClosed(house.ours.organizationId, 37);
    const model = await fitAs(house.ours);
    expect(model).toMatchObject({
      status: "insufficient", closed_count: 37, message: "37 leads are closed, 100 are needed. Scores are made by the rules.",
    });
    const { message } = await runAs(house.database, house.ours.actor("member"),
      "select app_public.lead_scoring_configs_prediction_message(c) as message from app_public.lead_scoring_configs c");
    expect(message).toBe(model["message"]);
    const lead = await makeLead(house);
    await house.work();
    expect(await select(house, "select source, probability, total = rules_total as same from app_public.lead_scores where lead_id = $1", [lead]))
      .toEqual([{ source: "rules", probability: null, same: true }]);
    await select(house, "delete from app_public.leads where last_name = 'Closed'; delete from app_public.leads where last_name = 'Closed'");
  });

  it("ranks leads as well as who knows the weights that they were made by", async () => {
    const { organizationId } = house.ours;
    const made = await makeClosed(organizationId, 6000);
    const model = await fitAs(house.ours);
    expect(model["status"]).toBe("fitted");
    const isHeldOut = ({ id }: Made) => createHash("sha256").update(id).digest().readUInt32BE(0) % 10 >= 8;
    const outcomes = await select<{ id: string; is_converted: boolean; probability: string }>(house,
      `select l.id, l.status = 'converted' as is_converted, s.probability
         from app_public.leads l join app_public.lead_scores s on s.organization_id = l.organization_id and s.lead_id = l.id
         where l.organization_id = $1 and l.last_name = 'Closed'`, [organizationId]);
    const scored = new Map(outcomes.map((row) => [row.id, row]));
    const heldOut = made.filter(isHeldOut);
    const areaOf = (score: (lead: Made) => number) =>
      areaUnderCurve(heldOut.map((lead) => ({ score: score(lead), isPositive: scored.get(lead.id)!.is_converted })))!;
    const truth = areaOf(({ truth: known }) => known);
    // The worker's own figure, and that of the probabilities that SQL made of the model.
    expect(Math.abs(Number(model["auc"]) - truth)).toBeLessThan(0.01);
    expect(areaOf(({ id }) => Number(scored.get(id)!.probability))).toBeCloseTo(Number(model["auc"]), 3);
    expect(model["held_out_count"]).toBe(heldOut.length);
    // Well calibrated too: on average a few percent off.
    const missed = heldOut.map(({ id, truth: known }) => Math.abs(Number(scored.get(id)!.probability) - known));
    expect(missed.reduce((sum, each) => sum + each, 0) / missed.length).toBeLessThan(0.03);
    expect(Number(model["calibration_error"])).toBeLessThan(0.05);
    console.log(`AUC of the truth ${truth.toFixed(4)}, fitted ${String(model["auc"])}, Brier ${String(model["brier_score"])}, ` +
      `calibration error ${String(model["calibration_error"])}`);
  });

  it("makes the total where the organization chose so, and says why", async () => {
    const good = await makeLead(house, { source: "Referral", industry: "Software", phone: "1", custom_data: '{"tier": "gold"}' });
    const poor = await makeLead(house, { source: "List", industry: "Retail", custom_data: '{"tier": "none"}' });
    const unheard = await makeLead(house, { source: "Never heard of" });
    await house.work();
    const owner = house.ours.actor("owner");
    const read = (lead: string) => runAs(house.database, owner, "select * from app_public.lead_scores where lead_id = $1", [lead]);
    const [high, low, other] = [await read(good), await read(poor), await read(unheard)];
    expect(high).toMatchObject({ source: "predictive", total: Math.round(100 * Number(high["probability"])) });
    expect(Number(high["probability"])).toBeGreaterThan(0.9);
    expect(Number(low["probability"])).toBeLessThan(0.1);
    expect(Number(other["probability"])).toBeGreaterThan(Number(low["probability"]));
    const { factors, sum } = await runAs(house.database, owner,
      `select array(select f.name || ' = ' || f.value from app_public.lead_scores_prediction_factors(s) f limit 4) as factors,
           (select sum(f.contribution) from app_public.lead_scores_prediction_factors(s) f) as sum
         from app_public.lead_scores s where s.lead_id = $1`, [good]);
    expect([...(factors as string[])].sort()).toEqual(["custom.tier = gold", "industry = software", "phone = given", "source = referral"]);
    const [{ intercept }] = await select<{ intercept: number }>(house, "select intercept from app_public.lead_score_models where id = $1", [high["model_id"]]) as [{ intercept: number }];
    expect(intercept + Number(sum)).toBeCloseTo(Number(high["log_odds"]), 9);
    await configure(house, { score_source: "rules" });
    await house.work();
    expect(await read(good)).toMatchObject({ source: "rules", total: high["rules_total"], probability: high["probability"] });
  });

  it("is each organization's own", async () => {
    expect(await select(house, "select from app_public.lead_score_models where organization_id = $1", [house.theirs.organizationId])).toEqual([]);
    // The other way round, for the same leads.
    await makeClosed(house.theirs.organizationId, 300);
    await select(house, `update app_public.leads set source = case source when 'List' then 'Referral' when 'Referral' then 'List' else source end
      where organization_id = $1`, [house.theirs.organizationId]);
    const ours = await select(house, "select features from app_public.lead_score_models where organization_id = $1 and status = 'fitted'", [house.ours.organizationId]);
    const model = await fitAs(house.theirs);
    expect([model["status"], model["closed_count"]]).toEqual(["fitted", 300]);
    expect(await select(house, "select features from app_public.lead_score_models where organization_id = $1 and status = 'fitted'", [house.ours.organizationId])).toEqual(ours);
    const strangers = await select(house, `select from app_public.lead_scores s join app_public.lead_score_models m on m.id = s.model_id
      where m.organization_id <> s.organization_id`);
    expect(strangers).toEqual([]);
    const seen = await commitAs(house.database, house.theirs.actor("owner"), "select from app_public.lead_score_models");
    expect(seen.rowCount).toBe(1);
  });

  it("is asked for by who manages scoring, and fitted by the clock when a tenth more are closed", async () => {
    expect((await commitAs(house.database, house.ours.actor("manager"), "select app_public.fit_lead_score_model()")).code).toBe("RH403");
    const night = async () => {
      await select(house, "select graphile_worker.add_job('age_lead_scores')");
      await house.work();
      const [row] = await select<{ count: string }>(house, "select count(*) from app_public.lead_score_models where organization_id = $1", [house.theirs.organizationId]);
      return Number(row!.count);
    };
    const before = await night();
    await select(house, `insert into app_public.leads (organization_id, last_name, status, disqualified_reason)
      select $1, 'More ' || n, 'disqualified', 'x' from generate_series(1, 40) n`, [house.theirs.organizationId]);
    expect([before, await night(), await night()]).toEqual([1, 2, 2]);
  });
});
