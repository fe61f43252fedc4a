import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeTenant, openTrialTenant, randomId, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let other: Tenant;
let owner: Actor;
let member: Actor;
let people: string[];

beforeAll(async () => {
  ({ database, trial, tenant, owner, member } = await openTrialTenant());
  other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
  people = await asSuperuser(database, async (client) => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push(await addMember(client, tenant.organizationId, "member"));
    return ids.sort();
  });
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const insert = (table: string, columns: Record<string, unknown>, actor = owner) =>
  insertAs(database, actor, table, columns);

let named = 0;

/** Makes a rule that alone is active, for leads of a source of its own. */
async function makeRule(columns: Record<string, unknown>, users: string[] = []) {
  const source = `source ${++named}`;
  const rule = await insert("assignment_rules", { name: source, sources: [source], ...columns });
  for (const user_id of users) await insert("assignment_rule_members", { rule_id: rule, user_id });
  return { rule, source };
}

async function lead(columns: Record<string, unknown>): Promise<{ id: string; owner: string | null }> {
  const id = await insert("leads", { last_name: "Lead", owner_id: null, ...columns });
  return { id, owner: await ownerOf(id) };
}

async function ownerOf(id: string): Promise<string | null> {
  const row = await runAs(database, owner, "select owner_id from app_public.leads where id = $1", [id]);
  return row["owner_id"] as string | null;
}

async function owners(count: number, columns: Record<string, unknown>): Promise<(string | null)[]> {
  const found: (string | null)[] = [];
  for (let n = 0; n < count; n++) found.push((await lead(columns)).owner);
  return found;
}

describe("round robin", () => {
  it("gives each their turn, a newcomer theirs once, and nobody who has left", async () => {
    const { rule, source } = await makeRule({}, people.slice(0, 2));
    expect(await owners(3, { source: source.toUpperCase() })).toEqual([people[0], people[1], people[0]]);
    await insert("assignment_rule_members", { rule_id: rule, user_id: people[2] });
    expect(await owners(3, { source })).toEqual([people[2], people[1], people[0]]);
    const leave = (active: boolean) => asSuperuser(database, (client) =>
      client.query("update app_public.memberships set is_active = $2 where user_id = $1", [people[1], active]));
    await leave(false);
    expect(await owners(2, { source })).toEqual([people[2], people[0]]);
    await leave(true);
  });

  it("shares evenly among leads that come at once", async () => {
    const { source } = await makeRule({}, people);
    const ids = await Promise.all(Array.from({ length: 12 }, () =>
      insert("leads", { last_name: "At once", owner_id: null, source })));
    const found = await Promise.all(ids.map(ownerOf));
    expect(people.map((person) => found.filter((one) => one === person).length)).toEqual([4, 4, 4]);
  });

  it("shares evenly among leads of one statement", async () => {
    const { source } = await makeRule({}, people);
    await commitAs(database, owner, `insert into app_public.leads (last_name, owner_id, source)
      select 'Many', null, $1 from generate_series(1, 6)`, [source]);
    const { rows } = await trial.tryAs(owner,
      "select count(*)::int as n from app_public.leads where source = $1 group by owner_id order by 1", [source]);
    expect(rows).toEqual([{ n: 2 }, { n: 2 }, { n: 2 }]);
  });
});

describe("load balanced", () => {
  it("gives to who has the fewest open leads", async () => {
    const [first, second] = people as [string, string];
    await asSuperuser(database, (client) => client.query("delete from app_public.leads"));
    await asSuperuser(database, (client) => client.query("delete from app_public.leads"));
    await insert("leads", { last_name: "Open", owner_id: first });
    await insert("leads", { last_name: "Open", owner_id: first });
    await insert("leads", { last_name: "Over", owner_id: second, status: "disqualified", disqualified_reason: "x" });
    const { source } = await makeRule({ strategy: "load_balanced" }, [first, second]);
    expect(await owners(3, { source })).toEqual([second, second, first]);
  });

  it("stops at the most that somebody may have, and goes on to the next rule", async () => {
    await asSuperuser(database, (client) => client.query("delete from app_public.leads"));
    const { source } = await makeRule({ max_open_leads: 1, position: 1 }, people.slice(0, 2));
    await insert("assignment_rules", { name: `${source} rest`, sources: [source], position: 2 })
      .then((rule) => insert("assignment_rule_members", { rule_id: rule, user_id: people[2] }));
    const found = await owners(4, { source });
    expect(found.slice(0, 2).sort()).toEqual(people.slice(0, 2));
    expect(found.slice(2)).toEqual([people[2], people[2]]);
  });
});

describe("a rule", () => {
  it("puts leads of a country into its territory and gives them to somebody of it", async () => {
    const territory = await insert("territories", { name: "North" });
    await insert("territory_members", { territory_id: territory, user_id: people[1] });
    const { source } = await makeRule({
      countries: ["Norway", "Sweden"], territory_id: territory, is_within_territory: true,
    });
    const found = await lead({ source, country: " sweden" });
    expect(found.owner).toBe(people[1]);
    expect(await runAs(database, owner, "select territory_id from app_public.leads where id = $1", [found.id]))
      .toEqual({ territory_id: territory });
    expect((await lead({ source, country: "Spain" })).owner).toBeNull();
    expect((await lead({ source })).owner).toBeNull();
  });

  it("chooses among a team", async () => {
    const team = await insert("teams", { name: "Inside sales" });
    await insert("team_members", { team_id: team, user_id: people[2] });
    const { source } = await makeRule({ team_id: team });
    expect((await lead({ source })).owner).toBe(people[2]);
  });

  it("gives nothing to who may not edit leads", async () => {
    const { source } = await makeRule({}, [tenant.users.viewer, people[0] as string]);
    expect(await owners(2, { source })).toEqual([people[0], people[0]]);
  });

  it("that is not active, has nobody, or is another organization's leaves leads alone", async () => {
    const { source } = await makeRule({ is_active: false }, people);
    const { source: empty } = await makeRule({});
    const theirs = other.actor("owner");
    const rule = await insert("assignment_rules", { name: "Theirs" }, theirs);
    await insert("assignment_rule_members", { rule_id: rule, user_id: theirs.userId }, theirs);
    expect((await lead({ source })).owner).toBeNull();
    expect((await lead({ source: empty })).owner).toBeNull();
  });

  it("does not take a lead from who has it, and tells what it gave to whom", async () => {
    const { rule, source } = await makeRule({}, people);
    const kept = await insert("leads", { last_name: "Kept", source, owner_id: owner.userId });
    expect(await ownerOf(kept)).toBe(owner.userId);
    const given = await lead({ source });
    const { rows } = await trial.tryAs(owner,
      "select rule_id, strategy, former_owner_id, owner_id from app_public.lead_assignments where lead_id = $1", [given.id]);
    expect(rows).toEqual([
      { rule_id: rule, strategy: "round_robin", former_owner_id: null, owner_id: given.owner },
    ]);
    const seen = "select from app_public.lead_assignments where lead_id = $1";
    expect((await trial.tryAs({ ...member, userId: given.owner! }, seen, [given.id])).rowCount).toBe(1);
    expect((await trial.tryAs(member, seen, [given.id])).rowCount).toBe(0);
    expect((await trial.tryAs(other.actor("owner"), seen, [given.id])).rowCount).toBe(0);
  });

  it("is for administrators to make", async () => {
    for (const role of ["manager", "member", "viewer"] as const) {
      const outcome = await trial.tryAs(
        tenant.actor(role), "insert into app_public.assignment_rules (name) values ('Mine')");
      expect([role, outcome.code]).toEqual([role, "42501"]);
    }
  });
});

describe("assigning leads on demand", () => {
  const assign = "select lead_id, owner_id from app_public.assign_leads($1)";

  it("gives whoever's leads to whom the rules say, the oldest first", async () => {
    const { source } = await makeRule({}, people);
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.push(await insert("leads", { last_name: "Mine", source, owner_id: owner.userId }));
    const closed = await insert("leads", { last_name: "Over", source, status: "disqualified", disqualified_reason: "x" });
    const { rows } = await commitAs(database, owner, assign, [[...ids, closed].reverse()]);
    expect(rows).toEqual(ids.map((id, n) => ({ lead_id: id, owner_id: people[n] })));
    expect(await Promise.all(ids.map(ownerOf))).toEqual(people);
  });

  it("is refused for what the caller does not see or may not assign, all of it", async () => {
    const { source } = await makeRule({}, people);
    const [seen, mine] = [
      await insert("leads", { last_name: "Seen", source }),
      await insert("leads", { last_name: "Member's", source, owner_id: member.userId }),
    ];
    const codes = async (actor: Actor, ids: unknown[]) => (await commitAs(database, actor, assign, [ids])).code;
    expect(await codes(member, [mine])).toBe("RH403");
    expect(await codes(member, [seen])).toBe("RH404");
    expect(await codes(other.actor("owner"), [seen])).toBe("RH404");
    expect(await codes(owner, [seen, randomId()])).toBe("RH404");
    expect(await codes(owner, Array.from({ length: 1001 }, randomId))).toBe("RH400");
    expect([await ownerOf(seen), await ownerOf(mine)]).toEqual([owner.userId, member.userId]);
  });
});

describe("disqualifying", () => {
  const disqualify = "select status, disqualified_reason, disqualified_by from app_public.disqualify_lead($1, $2)";

  it("asks for a reason, notes who did it, and a new status takes it back", async () => {
    const id = await insert("leads", { last_name: "Gone", owner_id: member.userId }, member);
    expect(await trial.tryAs(member, disqualify, [id, " "])).toMatchObject({ code: "RH400" });
    expect(await runAs(database, member, disqualify, [id, " No budget "])).toEqual({
      status: "disqualified", disqualified_reason: "No budget", disqualified_by: member.userId,
    });
    expect(await runAs(database, member,
      "update app_public.leads set status = 'new' where id = $1 returning disqualified_reason, disqualified_by", [id]))
      .toEqual({ disqualified_reason: null, disqualified_by: null });
  });

  it("answers who may not as the reasons are", async () => {
    const id = await insert("leads", { last_name: "Stays" });
    expect(await trial.tryAs(member, disqualify, [id, "x"])).toMatchObject({ code: "RH404" });
    expect(await trial.tryAs(other.actor("owner"), disqualify, [id, "x"])).toMatchObject({ code: "RH404" });
    expect(await trial.tryAs(tenant.actor("viewer"), disqualify, [id, "x"])).toMatchObject({ code: "RH403" });
  });
});
