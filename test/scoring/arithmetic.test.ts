import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { commitAs, insertAs, runAs } from "../support/tenants.ts";
import { configure as configure_, makeLead, openHouse, scoreOf, select } from "./office.ts";
import type { House } from "./office.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house?.end();
});

const DEFAULTS = {
  status_weight: 25, activity_weight: 20, completeness_weight: 20, age_weight: 15, engagement_weight: 15,
  custom_weight: 5, custom_rules: "[]", activity_target: 5, age_half_life_days: 30,
  completeness_fields: "{name,company,job_title,email,phone,industry,website}",
  engagement_signals: "{inbound,call,meeting}",
};

/** All the weight on one factor. */
function only(factor: string): Record<string, number> {
  const factors = ["status", "activity", "completeness", "age", "engagement", "custom"];
  return Object.fromEntries(factors.map((name) => [`${name}_weight`, name === factor ? 100 : 0]));
}

const past = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

async function age(lead: string, days: number) {
  await select(house, "update app_public.leads set created_at = $2 where id = $1", [lead, past(days)]);
}

let isChanged = false;
const configure = (of: House, columns: Record<string, unknown>) => {
  isChanged = true;
  return configure_(of, columns);
};

afterEach(async () => {
  if (isChanged) await configure_(house, DEFAULTS);
  isChanged = false;
});

describe("each factor alone:", () => {
  it.each([
    ["new", 20], ["contacted", 60], ["qualified", 100], ["disqualified", 0],
  ])("a lead that is %s has %i percent of the status", async (status, percent) => {
    await configure(house, only("status"));
    const reason = status === "disqualified" ? { disqualified_reason: "No budget" } : {};
    const score = await scoreOf(house, await makeLead(house, { status, ...reason }));
    expect([score.status_points, score.total]).toEqual([percent, percent]);
  });

  it.each([
    [0, 0], [1, 20], [3, 60], [5, 100], [7, 100],
  ])("%i recent activities earn %i percent", async (count, percent) => {
    await configure(house, only("activity"));
    const lead = await makeLead(house);
    for (let n = 0; n < count; n += 1) {
      await insertAs(house.database, house.ours.actor("owner"), "activities", { subject: "x", status: "completed", lead_id: lead });
    }
    // Neither what is planned, nor what was long ago, nor what is to come.
    await insertAs(house.database, house.ours.actor("owner"), "activities", { subject: "x", lead_id: lead });
    for (const days of [31, -3]) {
      await insertAs(house.database, house.ours.actor("owner"), "communications", { type: "email", occurred_at: past(days), lead_id: lead });
    }
    const score = await scoreOf(house, lead);
    expect([score.activity_points, score["activity_count"]]).toEqual([percent, count]);
  });

  it("a date of last activity counts as one where none is known", async () => {
    await configure(house, only("activity"));
    const lead = await makeLead(house);
    for (const [column, days, points] of [["last_activity_date", 29, 20], ["last_contact_date", 30, 0]] as const) {
      await select(house, `update app_public.leads set last_activity_date = null, last_contact_date = null where id = $1`, [lead]);
      await select(house, `update app_public.leads set ${column} = $2 where id = $1`, [lead, past(days).slice(0, 10)]);
      expect([column, (await scoreOf(house, lead)).activity_points]).toEqual([column, points]);
    }
  });

  const FIELDS = {
    last_name: "L", company: "C", job_title: "T", email: "a@example.test", mobile_phone: "1", industry: "I", website: "w",
  };
  it.each([
    [1, 14], [2, 29], [3, 43], [4, 57], [5, 71], [6, 86], [7, 100],
  ])("%i of 7 fields earn %i percent", async (count, percent) => {
    await configure(house, only("completeness"));
    const given = Object.fromEntries(Object.entries(FIELDS).slice(0, count));
    const score = await scoreOf(house, await makeLead(house, { ...given, source: "Web" }));
    expect([score.completeness_points, (score["missing_fields"] as string[]).length]).toEqual([percent, 7 - count]);
  });

  it.each([
    [0, 100], [10, 79], [30, 50], [60, 25], [90, 13], [300, 0],
  ])("after %i days %i percent of the age are left", async (days, percent) => {
    await configure(house, only("age"));
    const lead = await makeLead(house);
    await age(lead, days);
    const score = await scoreOf(house, lead);
    expect([score.age_points, score["age_days"]]).toEqual([percent, days]);
  });

  it.each([
    ["inbound", "email", 0, 1], ["outbound", "email", 0, 0], ["outbound", "call", 0, 1],
    ["inbound", "meeting", 89, 1], ["inbound", "meeting", 91, 0],
  ])("an %s %s of %i days ago is %i signs of engagement", async (direction, type, days, count) => {
    await configure(house, only("engagement"));
    const lead = await makeLead(house);
    await insertAs(house.database, house.ours.actor("owner"), "communications", { direction, type, occurred_at: past(days), lead_id: lead });
    const score = await scoreOf(house, lead);
    expect([score["engagement_count"], score.engagement_points]).toEqual([count, 20 * count]);
  });

  it.each([
    ["equals", "Gold", { tier: "gold" }, true],
    ["equals", 3, { tier: 3 }, true],
    ["equals", true, { tier: false }, false],
    ["equals", "gold", {}, false],
    ["not_equals", "gold", {}, true],
    ["at_least", 10, { tier: 10 }, true],
    ["at_least", 10, { tier: 9.5 }, false],
    ["at_least", 10, { tier: "11" }, false],
    ["at_most", "2030-06-01", { tier: "2030-05-31" }, true],
    ["contains", "OLD", { tier: "Gold" }, true],
    ["contains", "b", { tier: ["a", "b"] }, true],
    ["one_of", ["a", "b"], { tier: "b" }, true],
    ["one_of", ["a"], { tier: ["b"] }, false],
    ["is_set", undefined, { tier: "" }, false],
    ["is_set", undefined, { tier: false }, true],
    ["is_not_set", undefined, { tier: null }, true],
  ])("a rule %s %j of %j: %s", async (operator, value, data, holds) => {
    const rule = { field: "tier", operator, percent: 60, ...(value === undefined ? {} : { value }) };
    await configure(house, { ...only("custom"), custom_rules: JSON.stringify([rule]) });
    const score = await scoreOf(house, await makeLead(house, { custom_data: JSON.stringify(data) }));
    expect(score.custom_points).toBe(holds ? 60 : 0);
  });

  it("rules for custom fields add up, and stay within the weight", async () => {
    const rule = (field: string, percent: number) => ({ field, operator: "is_set", percent });
    await configure(house, { ...only("custom"), custom_rules: JSON.stringify([rule("a", 80), rule("b", 80.0), rule("c", -90)]) });
    const points = async (data: object) =>
      (await scoreOf(house, await makeLead(house, { custom_data: JSON.stringify(data) }))).custom_points;
    const { custom_matches } = await scoreOf(house, await makeLead(house, { custom_data: '{"a": 1, "c": 2}' }));
    expect(custom_matches).toEqual(["a is set (+80 %)", "c is set (-90 %)"]);
    expect(await points({ a: 1, b: 1 })).toBe(100);
    expect(await points({ a: 1, b: 1, c: 1 })).toBe(70);
    expect(await points({ c: 1 })).toBe(0);
  });
});

describe("the total", () => {
  it("is the sum of the contributions, each within its weight and less than a point off", async () => {
    for (const lead of Array.from({ length: 12 }, (_, n) => n)) {
      const id = await makeLead(house, { status: ["new", "contacted", "qualified"][lead % 3], ...(lead % 2 ? { company: "C" } : {}) });
      await age(id, lead * 7);
    }
    const weights = ["status", "activity", "completeness", "age", "engagement", "custom"];
    for (const set of [[25, 20, 20, 15, 15, 5], [1, 1, 1, 1, 1, 95], [17, 17, 17, 17, 16, 16], [0, 33, 33, 34, 0, 0]]) {
      await configure(house, Object.fromEntries(weights.map((name, index) => [`${name}_weight`, set[index]])));
      await house.work();
      const [wrong] = await select<{ count: string; off: number }>(house,
        `select count(*) filter (where rules_total <> (select sum(c.contribution) from app_public.lead_scores_components(s) c)
             or exists (select from app_public.lead_scores_components(s) c where c.contribution not between 0 and c.weight)) as count,
           max(abs(s.age_points - $2::float8 * power(0.5, s.age_days / 30.0))) as off
         from app_public.lead_scores s where s.organization_id = $1`,
        [house.ours.organizationId, set[3]]);
      expect(wrong!.count).toBe("0");
      expect(wrong!.off).toBeLessThan(1);
    }
  });

  it("is explained in sentences with the numbers in them, and says what to do", async () => {
    const lead = await makeLead(house, { status: "qualified", company: "C" });
    await age(lead, 30);
    await scoreOf(house, lead);
    const owner = house.ours.actor("owner");
    const { list } = await runAs(house.database, owner,
      `select array(select c.explanation from app_public.lead_scores s, app_public.lead_scores_components(s) c where s.lead_id = $1) as list`,
      [lead]);
    expect(list).toEqual([
      "The status is qualified: 25 of 25.",
      "0 activities and communications in 30 days, 5 are enough: 0 of 20.",
      "Missing of 7 fields: job title, email, phone, industry, website: 6 of 20.",
      expect.stringMatching(/^30 days old on \d{4}-\d\d-\d\d, half is lost in 30 days: 7 of 15\.$/),
      "0 signs of engagement in 90 days, 5 are enough: 0 of 15.",
      "There are no rules for custom fields: 0 of 5.",
    ]);
    const { total, quality, next_step, recommendation } = await runAs(house.database, owner,
      "select s.*, app_public.lead_scores_recommendation(s) as recommendation from app_public.lead_scores s where s.lead_id = $1", [lead]);
    expect({ total, quality, next_step, recommendation }).toEqual({
      total: 38, quality: "cold", next_step: "complete_profile",
      recommendation: "Complete job title, email, phone, industry and website; most is missing in activity (0 of 20).",
    });
  });

  it("makes hot, warm, cool and cold by the thresholds", async () => {
    for (const [percent, quality] of [[100, "hot"], [80, "hot"], [79, "warm"], [60, "warm"], [59, "cool"], [40, "cool"], [39, "cold"]]) {
      await configure(house, { ...only("status"), status_new_percent: percent });
      expect([percent, (await scoreOf(house, await makeLead(house))).quality]).toEqual([percent, quality]);
    }
    await configure(house, { status_new_percent: 20 });
  });

  it("stays as of the day on which a lead was closed", async () => {
    await configure(house, only("age"));
    const lead = await makeLead(house, { status: "disqualified", disqualified_reason: "x" });
    await select(house, "update app_public.leads set created_at = $2, disqualified_at = $3 where id = $1", [lead, past(90), past(60)]);
    const score = await scoreOf(house, lead);
    expect([score.age_points, score["next_step"]]).toEqual([50, "none"]);
  });
});

describe("rules", () => {
  it.each([
    [{ status_weight: 26 }, "23514"],
    [{ status_weight: -5, activity_weight: 50 }, "23514"],
    [{ completeness_fields: "{password}" }, "23514"],
    [{ completeness_fields: "{}" }, "23514"],
    [{ hot_from: 50 }, "23514"],
    [{ age_half_life_days: 0 }, "23514"],
    [{ custom_rules: '{"field": "a"}' }, "RH400"],
    [{ custom_rules: '[{"field": "a", "operator": "sql", "value": 1, "percent": 1}]' }, "RH400"],
    [{ custom_rules: '[{"field": "a", "operator": "is_set", "percent": 1e400}]' }, "RH400"],
    [{ custom_rules: '[{"field": "a", "operator": "at_least", "value": {"$gt": 1}, "percent": 1}]' }, "RH400"],
    [{ version: 7 }, "42501"],
  ])("that mean nothing are refused: %j", async (columns, code) => {
    const assignments = Object.keys(columns).map((name, index) => `${name} = $${index + 1}`).join(", ");
    const outcome = await commitAs(house.database, house.ours.actor("owner"),
      `update app_public.lead_scoring_configs set ${assignments}`, Object.values(columns));
    expect(outcome.code).toBe(code);
  });

  it("are seen by everybody and changed by who manages scoring", async () => {
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      const change = await commitAs(house.database, house.ours.actor(role), "update app_public.lead_scoring_configs set warm_from = warm_from");
      const seen = await commitAs(house.database, house.ours.actor(role), "select from app_public.lead_scoring_configs");
      expect([role, seen.rowCount, change.rowCount]).toEqual([role, 1, ["owner", "admin"].includes(role) ? 1 : 0]);
    }
  });

  it("are not made by who would read a hidden field off the score", async () => {
    await select(house, `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
      select organization_id, id, 'lead', 'custom_data.tier', 'hidden' from app_public.roles where organization_id = $1 and slug = 'admin'`,
      [house.ours.organizationId]);
    const outcome = await commitAs(house.database, house.ours.actor("admin"),
      `update app_public.lead_scoring_configs set custom_rules = '[{"field": "tier", "operator": "is_set", "percent": 100}]'`);
    expect(outcome.code).toBe("RH403");
    await select(house, "delete from app_public.role_field_permissions where field = 'custom_data.tier'");
  });
});

describe("scoring one lead", () => {
  it("takes the permission to edit it, and is as quiet as reading about what one does not see", async () => {
    const lead = await makeLead(house);
    const text = "select total from app_public.score_lead($1)";
    const answers: Record<string, string | undefined> = {};
    for (const role of ["admin", "manager", "member", "viewer"] as const) {
      answers[role] = (await commitAs(house.database, house.ours.actor(role), text, [lead])).code;
    }
    expect(answers).toEqual({ admin: undefined, manager: "RH404", member: "RH404", viewer: "RH403" });
    expect((await commitAs(house.database, house.theirs.actor("owner"), text, [lead])).code).toBe("RH404");
  });

  it("is no edit: neither the date of change nor the audit log tells of it", async () => {
    const lead = await makeLead(house);
    const [before] = await select(house, "select updated_at, updated_by from app_public.leads where id = $1", [lead]);
    await scoreOf(house, lead);
    const [after] = await select(house, "select updated_at, updated_by, score from app_public.leads where id = $1", [lead]);
    expect(after).toMatchObject({ ...before, score: expect.any(Number) });
    expect(after!["score"]).toBeGreaterThan(0);
    const entries = await select(house, "select action from app_public.audit_log where record_id = $1", [lead]);
    expect(entries).toEqual([{ action: "create" }]);
  });

  it("is refused where the organization does not score", async () => {
    const lead = await makeLead(house);
    await select(house, "update app_public.feature_flags set is_enabled = false where name = 'lead_scoring_v2_enabled'");
    const outcome = await commitAs(house.database, house.ours.actor("owner"), "select app_public.score_lead($1)", [lead]);
    expect(outcome.code).toBe("RH409");
    const marks = await select(house, "delete from app_hidden.stale_lead_scores returning 1");
    await makeLead(house);
    expect([marks.length > 0, await select(house, "select from app_hidden.stale_lead_scores")]).toEqual([true, []]);
    await select(house, "update app_public.feature_flags set is_enabled = true where name = 'lead_scoring_v2_enabled'");
  });
});
