import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, commitAs, insertAs, makeTenant, openTrialTenant, randomId, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let owner: Actor;
let member: Actor;
let stages: Record<string, string>;

beforeAll(async () => {
  ({ database, trial, tenant, owner, member } = await openTrialTenant());
  stages = tenant.stages;
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

type Row = Record<string, unknown>;

function run(actor: Actor, text: string, values: unknown[] = []): Promise<Row> {
  return runAs(database, actor, text, values);
}

/** Makes a deal of the member's with these columns. */
function makeDeal(columns: Row = {}, actor = member): Promise<string> {
  return insertAs(database, actor, "deals", { title: "A deal", ...columns });
}

function move(actor: Actor, deal: string, stage: string, reason: string | null = null) {
  return commitAs(database, actor, "select * from app_public.move_deal($1, $2, $3)", [
    deal,
    stages[stage] ?? stage,
    reason,
  ]);
}

async function read(deal: string): Promise<Row> {
  return run(
    owner,
    "select *, closed_at is not null as closed from app_public.deals where id = $1",
    [deal],
  );
}

describe("a new deal", () => {
  it("begins in the first stage with its probability, a number and the currency of the organization", async () => {
    const deal = await read(await makeDeal());
    expect(deal).toMatchObject({
      stage_id: stages["Prospecting"],
      status: "new",
      probability: 10,
      currency: "USD",
      amount: "0.00",
      closed: false,
      owner_id: member.userId,
      deal_number: expect.stringMatching(/^D-\d{4,}$/),
    });
  });

  it("in a later stage is in progress with that stage's probability", async () => {
    const deal = await read(await makeDeal({ stage_id: stages["Proposal"] }));
    expect(deal).toMatchObject({ status: "in_progress", probability: 50 });
  });

  it.each([
    "deal_number",
    "status",
    "stage_entered_at",
    "closed_at",
    "total",
    "created_at",
    "created_by",
  ])("takes no %s from the client", async (column) => {
    const { code } = await trial.tryAs(
      owner,
      `insert into app_public.deals (title, ${column}) values ('x', default)`,
    );
    expect(code).toBe("42501");
    const changed = await trial.tryAs(owner, `update app_public.deals set ${column} = default`);
    expect(changed.code).toBe("42501");
  });

  it("goes to a stage of its own pipeline only", async () => {
    const { id } = await run(
      owner,
      "insert into app_public.pipelines (name) values ('Partners') returning id",
    );
    const { code } = await trial.tryAs(
      member,
      "insert into app_public.deals (title, pipeline_id, stage_id) values ('x', $1, $2)",
      [id, stages["Proposal"]],
    );
    expect(code).toBe("RH400");
  });

  it("has a number that no other has, with twenty made at the same time", async () => {
    await Promise.all(Array.from({ length: 20 }, () => makeDeal({ title: "At once" })));
    const { numbers } = await run(
      owner,
      "select count(distinct deal_number)::int as numbers from app_public.deals where title = 'At once'",
    );
    expect(numbers).toBe(20);
  });
});

describe("moving a deal", () => {
  it("sets status, probability and the time it entered, and writes history", async () => {
    const deal = await makeDeal();
    const before = await read(deal);
    await move(member, deal, "Negotiation");
    const after = await read(deal);
    expect(after).toMatchObject({
      status: "in_progress",
      probability: 75,
      stage_id: stages["Negotiation"],
    });
    expect((after["stage_entered_at"] as Date) > (before["stage_entered_at"] as Date)).toBe(true);
    const { history } = await run(
      member,
      `select json_agg(json_build_array(from_stage_id, to_stage_id, probability, changed_by) order by changed_at) as history
         from app_public.deal_stage_history where deal_id = $1`,
      [deal],
    );
    expect(history).toEqual([
      [null, stages["Prospecting"], 10, member.userId],
      [stages["Prospecting"], stages["Negotiation"], 75, member.userId],
    ]);
  });

  it("back is for owners and admins", async () => {
    const deal = await makeDeal({ stage_id: stages["Proposal"] });
    const managed = await makeDeal({ stage_id: stages["Proposal"] }, tenant.actor("manager"));
    expect((await move(member, deal, "Qualification")).code).toBe("RH403");
    expect((await move(tenant.actor("manager"), managed, "Qualification")).code).toBe("RH403");
    expect((await move(tenant.actor("admin"), deal, "Qualification")).code).toBeUndefined();
    expect((await move(owner, deal, "Prospecting")).code).toBeUndefined();
  });

  it("back cannot be done by a plain update either, nor by way of another pipeline", async () => {
    const deal = await makeDeal({ stage_id: stages["Proposal"] });
    const direct = await trial.tryAs(
      member,
      "update app_public.deals set stage_id = $2 where id = $1",
      [deal, stages["Prospecting"]],
    );
    expect(direct.code).toBe("RH403");
    const other = await run(
      owner,
      `with p as (insert into app_public.pipelines (name) values ('Detour') returning id)
       select id from p`,
    );
    const stage = await run(
      owner,
      "insert into app_public.pipeline_stages (pipeline_id, name, position, probability) values ($1, 'Only', 1, 5) returning id",
      [other["id"]],
    );
    await move(member, deal, stage["id"] as string);
    await move(member, deal, "Prospecting");
    expect((await read(deal))["stage_id"]).not.toBe(stages["Prospecting"]);
  });

  it("to won needs an amount", async () => {
    const deal = await makeDeal();
    const refused = await move(member, deal, "Closed Won");
    expect(refused).toMatchObject({ code: "23514", constraint: "deals_won_amount_check" });
    const worth = await makeDeal({ amount: 5 });
    expect((await move(member, worth, "Closed Won")).code).toBeUndefined();
    expect(await read(worth)).toMatchObject({ status: "won", probability: 100, closed: true });
    const emptied = await trial.tryAs(
      member,
      "update app_public.deals set amount = 0 where id = $1",
      [worth],
    );
    expect(emptied.constraint).toBe("deals_won_amount_check");
  });

  it.each([
    ["no", null],
    ["an empty", ""],
    ["a blank", "  "],
  ])("to lost is refused with %s reason", async (_, reason) => {
    const deal = await makeDeal({ amount: 5 });
    const refused = await move(member, deal, "Closed Lost", reason);
    expect(refused).toMatchObject({ code: "23514", constraint: "deals_lost_with_reason_check" });
  });

  it("to lost keeps its reason, which cannot be taken away", async () => {
    const deal = await makeDeal({ amount: 5 });
    expect((await move(member, deal, "Closed Lost", "too dear")).code).toBeUndefined();
    expect(await read(deal)).toMatchObject({
      status: "lost",
      probability: 0,
      lost_reason: "too dear",
      closed: true,
    });
    const emptied = await trial.tryAs(
      member,
      "update app_public.deals set lost_reason = null where id = $1",
      [deal],
    );
    expect(emptied.constraint).toBe("deals_lost_with_reason_check");
  });

  it("out of a closed stage is for owners and admins, and clears what closing set", async () => {
    const deal = await makeDeal({ amount: 5 });
    await move(member, deal, "Closed Lost", "too dear");
    expect((await move(member, deal, "Negotiation")).code).toBe("RH403");
    expect((await move(member, deal, "Closed Won")).code).toBe("RH403");
    await move(owner, deal, "Proposal");
    expect(await read(deal)).toMatchObject({
      status: "in_progress",
      probability: 50,
      lost_reason: null,
      closed_at: null,
    });
  });

  it("answers for a deal that is hidden as for one that is not there", async () => {
    const deal = await makeDeal({}, owner);
    const hidden = await move(member, deal, "Proposal");
    expect(hidden).toEqual(await move(member, randomId(), "Proposal"));
    expect(hidden.code).toBe("RH404");
    expect((await move(tenant.actor("viewer"), deal, "Proposal")).code).toBe("RH403");
  });
});

describe("a stage with deals in it", () => {
  it("does not change what its deals are", async () => {
    const deal = await makeDeal({ stage_id: stages["Qualification"], amount: 5 });
    await trial.tryAs(owner, "select 1");
    const changed = await commitAs(
      database,
      owner,
      "update app_public.pipeline_stages set kind = 'won', probability = 100 where id = $1",
      [stages["Qualification"]],
    );
    const { status } = await read(deal);
    if (!changed.code) {
      await commitAs(
        database,
        owner,
        "update app_public.pipeline_stages set kind = 'open', probability = 25 where id = $1",
        [stages["Qualification"]],
      );
    }
    expect([changed.code, status]).toEqual(["RH409", "in_progress"]);
  });

  it("cannot be deleted, nor its pipeline", async () => {
    await makeDeal({ stage_id: stages["Qualification"] });
    for (const text of [
      `delete from app_public.pipeline_stages where id = '${stages["Qualification"]}'`,
      `delete from app_public.pipelines where id = '${tenant.pipelineId}'`,
    ])
      expect((await trial.tryAs(owner, text)).code).toMatch(/^(23503|23001|RH409)$/);
  });
});

describe("the default pipeline", () => {
  it("has the six stages of the trade", async () => {
    const { list } = await run(
      owner,
      `select json_agg(json_build_array(name, probability, days_in_stage, color, kind) order by position) as list
         from app_public.pipeline_stages where pipeline_id = $1`,
      [tenant.pipelineId],
    );
    expect(list).toEqual([
      ["Prospecting", 10, 30, "#6B7280", "open"],
      ["Qualification", 25, 21, "#3B82F6", "open"],
      ["Proposal", 50, 14, "#8B5CF6", "open"],
      ["Negotiation", 75, 7, "#F59E0B", "open"],
      ["Closed Won", 100, null, "#10B981", "won"],
      ["Closed Lost", 0, null, "#EF4444", "lost"],
    ]);
  });

  it("is made once, however often it is asked for", async () => {
    await asSuperuser(database, async (client) => {
      await client.query("begin");
      const again = await attempt(
        client,
        `call app_hidden.add_default_pipeline('${tenant.organizationId}')`,
      );
      expect(again.code).toBeUndefined();
      const { rows } = await client.query(
        "select from app_public.pipelines where organization_id = $1 and is_default",
        [tenant.organizationId],
      );
      expect(rows).toHaveLength(1);
      await client.query("rollback");
    });
  });

  it("is one, has unique stages, and cannot simply go", async () => {
    expect(
      (
        await trial.tryAs(
          owner,
          "insert into app_public.pipelines (name, is_default) values ('Second', true)",
        )
      ).code,
    ).toBe("23505");
    const stage = (name: string, position: number) =>
      trial.tryAs(
        owner,
        "insert into app_public.pipeline_stages (pipeline_id, name, position, probability) values ($1, $2, $3, 5)",
        [tenant.pipelineId, name, position],
      );
    expect((await stage("Proposal", 9)).code).toBe("23505");
    expect((await stage("Other", 2)).code).toBe("23505");
    const fresh = await asSuperuser(database, (client) => makeTenant(client, "Without deals"));
    const removed = await trial.tryAs(
      fresh.actor("owner"),
      "delete from app_public.pipelines where is_default",
    );
    expect(removed.code).toBe("RH409");
  });
});
