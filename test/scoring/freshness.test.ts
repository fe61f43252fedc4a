import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import { asActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { commitAs, insertAs, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { configure, makeLead, openHouse, select, staleScores } from "./office.ts";
import type { House } from "./office.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse();
});

afterAll(async () => {
  await house?.end();
});

const jobs = () =>
  select<{ key: string }>(house, "select key from graphile_worker.jobs where task_identifier = 'score_leads'");

const drain = (client: pg.ClientBase, organizationId: string) =>
  client
    .query<{ outcome: string }>("select app_private.continue_scoring($1) as outcome", [organizationId])
    .then(({ rows }) => rows[0]!.outcome);

/** Numbers of 0 to 1, the same for a seed. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

class Actions {
  readonly #random: () => number;
  done = 0;

  constructor(seed: number) {
    this.#random = randomly(seed);
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  /** One random change of a lead or of what its score is made of. */
  next(): [text: string, values: unknown[]] {
    const n = this.#random();
    const days = Math.floor(n * 120) - 10;
    const any = (table: string) => `(select id from app_public.${table} order by md5(id::text || $1) limit 1)`;
    const salt = String(n);
    return this.pick<[string, unknown[]]>([
      ["insert into app_public.leads (last_name, company) values ('x', $1)", [salt]],
      [`update app_public.leads set phone = $1, custom_data = jsonb_build_object('tier', left($1, 3)) where id = ${any("leads")}`, [salt]],
      [`update app_public.leads set status = case status when 'new' then 'contacted' else 'qualified' end, company = null where id = ${any("leads")}`, [salt]],
      [`update app_public.leads set status = 'disqualified', disqualified_reason = $1 where id = ${any("leads")}`, [salt]],
      ["update app_public.leads set industry = $1", [salt]],
      [`delete from app_public.leads where id = ${any("leads")}`, [salt]],
      ["select app_public.restore_lead(d.id) from app_public.deleted_records('lead') d order by md5(d.id::text || $1) limit 1", [salt]],
      [`insert into app_public.activities (subject, type, status, lead_id) values ($1, 'call', 'completed', ${any("leads")})`, [salt]],
      [`update app_public.activities set status = case status when 'completed' then 'planned' else 'completed' end where id = ${any("activities")}`, [salt]],
      [`update app_public.activities set lead_id = ${any("leads")} where id = ${any("activities")}`, [salt]],
      [`delete from app_public.activities where id = ${any("activities")}`, [salt]],
      ["select app_public.restore_activity(d.id) from app_public.deleted_records('activity') d order by md5(d.id::text || $1) limit 1", [salt]],
      [`insert into app_public.communications (type, direction, occurred_at, subject, lead_id)
          values ('email', 'inbound', now() - make_interval(days => $2), $1, ${any("leads")})`, [salt, days]],
      [`update app_public.communications set lead_id = ${any("leads")}, direction = 'outbound' where id = ${any("communications")}`, [salt]],
      [`update app_public.communications set occurred_at = now() - make_interval(days => $2) where id = ${any("communications")}`, [salt, days]],
      [`delete from app_public.communications where id = ${any("communications")}`, [salt]],
      ["update app_public.lead_scoring_configs set activity_target = 1 + length($1) % 7, age_half_life_days = $2", [salt, 20 + days]],
      [`select app_public.score_lead(${any("leads")})`, [salt]],
      ["select app_public.score_leads(null)", []],
    ]);
  }
}

async function actAtRandom(tenant: Tenant, seed: number, count: number): Promise<number> {
  const actions = new Actions(seed);
  return withConnection(house.database.authenticatorUrl, async (client) => {
    for (let turn = 0; turn < count; turn += 1) {
      const actor: Actor = tenant.actor(actions.pick(["owner", "owner", "admin", "manager", "member"]));
      const [text, values] = actions.next();
      try {
        await asActor(client, actor, () => client.query(text, values));
        actions.done += 1;
      } catch (error) {
        // What a role may not do, and two who wait for each other, are no matter here.
        const { code } = error as { code?: string };
        if (!["RH400", "RH403", "RH404", "RH409", "42501", "40P01", "23514"].includes(String(code))) throw error;
      }
    }
    return actions.done;
  });
}

describe("no score is stale", () => {
  it("once the queue is empty, whatever anybody did meanwhile", async () => {
    for (const [tenant, name] of [[house.ours, "a"], [house.theirs, "b"]] as const) {
      for (const role of ["owner", "member"] as const) {
        for (let n = 0; n < 5; n += 1) await insertAs(house.database, tenant.actor(role), "leads", { last_name: `${name}${n}` });
      }
    }
    let done = 0;
    for (const round of [1, 2]) {
      // Two of one organization and one of the other at once, while scores are made.
      const acting = Promise.all([
        actAtRandom(house.ours, round, 60), actAtRandom(house.ours, 100 + round, 60), actAtRandom(house.theirs, 200 + round, 30),
      ]);
      await house.work();
      done += (await acting).reduce((sum, count) => sum + count, 0);
      await house.work();
      for (const { organizationId } of [house.ours, house.theirs]) {
        expect([round, await staleScores(house, organizationId)]).toEqual([round, []]);
      }
      expect(await select(house, "select from app_hidden.stale_lead_scores")).toEqual([]);
      expect(await select(house, "select from app_public.lead_scoring_runs where finished_at is null")).toEqual([]);
    }
    expect(done).toBeGreaterThan(150);
    const scored = await select(house, "select from app_public.lead_scores where total > 0");
    expect(scored.length).toBeGreaterThan(10);
  });

  it("when a lead is changed while it is being scored", async () => {
    const { organizationId } = house.ours;
    const lead = await makeLead(house);
    await withConnection(house.database.authenticatorUrl, async (client) => {
      await client.query("begin");
      expect(await drain(client, organizationId)).toBe("more");
      await insertAs(house.database, house.ours.actor("owner"), "activities", { subject: "x", status: "completed", lead_id: lead });
      await client.query("commit");
    });
    expect((await staleScores(house, organizationId)).map(({ id }) => id)).toEqual([lead]);
    await house.work();
    expect(await staleScores(house, organizationId)).toEqual([]);
  });

  it("when somebody holds a lead: nobody is waited for, and nothing forgotten", async () => {
    const { organizationId } = house.ours;
    const held = await makeLead(house);
    await house.work();
    await insertAs(house.database, house.ours.actor("owner"), "activities", { subject: "x", status: "completed", lead_id: held });
    const free = await makeLead(house);
    await withConnection(house.database.ownerUrl, async (other) => {
      await other.query("begin");
      await other.query("update app_public.leads set company = 'Meanwhile' where id = $1", [held]);
      await withConnection(house.database.authenticatorUrl, async (client) => {
        expect([await drain(client, organizationId), await drain(client, organizationId)]).toEqual(["more", "wait"]);
      });
      expect(await select(house, "select distinct lead_id from app_hidden.stale_lead_scores")).toEqual([{ lead_id: held }]);
      expect(await select(house, "select from app_public.lead_scores where lead_id = $1", [free])).toHaveLength(1);
      await other.query("commit");
    });
    await house.work();
    expect(await staleScores(house, organizationId)).toEqual([]);
  });

  it("when a batch is cut off in the middle: it is done once", async () => {
    const { organizationId } = house.ours;
    const lead = await makeLead(house);
    await withConnection(house.database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await drain(client, organizationId);
      await client.query("rollback");
    });
    expect(await select(house, "select from app_public.lead_scores where lead_id = $1", [lead])).toEqual([]);
    await house.work();
    await house.work();
    expect(await select(house, "select from app_public.lead_score_history where lead_id = $1", [lead])).toHaveLength(1);
    expect(await staleScores(house, organizationId)).toEqual([]);
  });
});

describe("jobs", () => {
  it("are one for an organization, however much is changed", async () => {
    await house.work();
    await runAs(house.database, house.ours.actor("owner"),
      "insert into app_public.leads (last_name) select 'Imported ' || n from generate_series(1, 300) n");
    for (let n = 0; n < 5; n += 1) await makeLead(house);
    await insertAs(house.database, house.theirs.actor("owner"), "leads", { last_name: "Theirs" });
    expect((await jobs()).map(({ key }) => key).sort()).toEqual(
      [house.ours, house.theirs].map(({ organizationId }) => `score_leads:${organizationId}`).sort(),
    );
    await house.work();
    expect(await staleScores(house, house.ours.organizationId)).toEqual([]);
  });

  it("are none for changes that no score is made of", async () => {
    const lead = await makeLead(house);
    await house.work();
    await runAs(house.database, house.ours.actor("owner"), "update app_public.leads set description = 'x', priority = 'high' where id = $1", [lead]);
    expect(await jobs()).toEqual([]);
  });

  it("keep a history of each change of the total", async () => {
    const lead = await makeLead(house);
    await house.work();
    await runAs(house.database, house.ours.actor("owner"), "update app_public.leads set status = 'qualified' where id = $1", [lead]);
    await house.work();
    const history = await select<{ total: number; previous_total: number | null }>(house,
      "select total, previous_total from app_public.lead_score_history where lead_id = $1 order by id", [lead]);
    expect(history.map(({ previous_total }) => previous_total)).toEqual([null, history[0]!.total]);
    expect(history[1]!.total - history[0]!.total).toBe(20);
  });
});

describe("every night", () => {
  const age = async () => {
    await select(house, "select graphile_worker.add_job('age_lead_scores')");
    await house.work();
  };

  it("open leads lose with age, closed ones do not, and what is old of the history goes", async () => {
    await configure(house, { activity_target: 5, age_half_life_days: 30, history_days: 10 });
    const [open, closed] = [await makeLead(house), await makeLead(house, { status: "disqualified", disqualified_reason: "x" })];
    await house.work();
    const before = await select(house, "select lead_id, total from app_public.lead_scores where lead_id = any ($1)", [[open, closed]]);
    // As though so many days had gone by.
    await select(house, "alter table app_public.leads disable trigger mark_changed");
    await select(house, `update app_public.leads set created_at = created_at - interval '30 days',
      disqualified_at = disqualified_at - interval '30 days' where id = any ($1)`, [[open, closed]]);
    await select(house, "alter table app_public.leads enable trigger mark_changed");
    await select(house, `update app_public.lead_score_history set id = '00000000-0000-7000-8000-000000000000' where lead_id = $1`, [open]);
    await age();
    const after = await select(house, "select lead_id, total from app_public.lead_scores where lead_id = any ($1)", [[open, closed]]);
    const lost = (id: string) => Number(before.find((row) => row["lead_id"] === id)!["total"]) - Number(after.find((row) => row["lead_id"] === id)!["total"]);
    expect([lost(open), lost(closed)]).toEqual([8, 0]);
    expect(await select(house, "select from app_public.lead_score_history where lead_id = $1", [open])).toHaveLength(1);
  });

  it("one organization's trouble is not the others'", async () => {
    const lead = await insertAs(house.database, house.theirs.actor("owner"), "leads", { last_name: "x" });
    await house.work();
    await select(house, "alter table app_public.leads disable trigger mark_changed");
    await select(house, "update app_public.leads set created_at = created_at - interval '300 days' where id = $1", [lead]);
    await select(house, "alter table app_public.leads enable trigger mark_changed");
    await select(house, `create function app_hidden.break_ours() returns trigger language plpgsql as $f$
      begin if new.organization_id = '${house.ours.organizationId}' then raise 'broken'; end if; return new; end $f$`);
    await select(house, "create trigger break_ours before insert on app_public.lead_scoring_runs for each row execute function app_hidden.break_ours()");
    await expect(age()).rejects.toThrow("1 of 2 failed");
    await select(house, "drop function app_hidden.break_ours() cascade");
    expect(await staleScores(house, house.theirs.organizationId)).toEqual([]);
    await select(house, "select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where last_error is not null))");
  });
});

describe("scoring many on demand", () => {
  it("is a run that tells how far it is, of what the caller may edit", async () => {
    const member = house.ours.actor("member");
    const mine = await insertAs(house.database, member, "leads", { last_name: "Mine" });
    const run = await runAs(house.database, member, "select * from app_public.score_leads(row(array[$1, $2]::uuid[], '{new}', null, null)::app_public.lead_scoring_filter)",
      [mine, await makeLead(house)]);
    expect(run).toMatchObject({ lead_count: 1, done_count: 0, finished_at: null });
    await house.work();
    const over = "select done_count, finished_at is not null as over from app_public.lead_scoring_runs where id = $1";
    expect(await runAs(house.database, member, over, [run["id"]])).toEqual({ done_count: 1, over: true });
    // How many leads there are is nobody's business who does not see them.
    const seen = await commitAs(house.database, member, "select distinct created_by from app_public.lead_scoring_runs");
    expect(seen.rows).toEqual([{ created_by: member.userId }]);
    expect((await commitAs(house.database, house.ours.actor("viewer"), "select app_public.score_leads()")).code).toBe("RH403");
  });
});
