import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { Logger, runOnce } from "graphile-worker";
import type { Actor } from "../../src/database/actor.ts";
import { workerPreset } from "../../worker/preset.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeRole, makeTenant, one, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

type Columns = Record<string, unknown>;
type Reason = { criterion: string; similarity: number; weight: number };
type Found = { id: string; score: number; reasons: Reason[] };

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let owner: Actor;
let member: Actor;

beforeAll(async () => {
  ({ database, trial, tenant, owner, member } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const FIND = `select coalesce(d.account_id, d.contact_id, d.lead_id) as id, d.score, to_jsonb(d.reasons) as reasons
  from app_public.find_duplicates($1, $2, $3) d`;

async function find(object: string, { id = null, values = null, actor = owner }: { id?: string | null; values?: Columns | null; actor?: Actor }) {
  const outcome = await trial.tryAs(actor, FIND, [object, id, values && JSON.stringify(values)]);
  return { ...outcome, found: outcome.rows as unknown as Found[] };
}

const make = (object: string, columns: Columns, actor = owner) => insertAs(database, actor, `${object}s`, columns);

describe("two records", () => {
  const ALIKE: [what: string, object: string, one: Columns, other: Columns][] = [
    ["an e-mail address with a tag", "contact", { last_name: "Aa", email: "ann.aa@dup.test" }, { last_name: "Aa", email: "ann.aa+news@dup.test" }],
    ["the address alone", "lead", { email: "only@dup.test" }, { email: "Only@dup.test", company: "Somewhere" }],
    ["names exchanged and a birthday", "contact", { first_name: "Lena", last_name: "Mori", birthday: "1980-02-03" }, { first_name: "Mori", last_name: "Lena", birthday: "1980-02-03" }],
    ["names with slips and a telephone written otherwise", "contact", { first_name: "Jonathan", last_name: "Purdon", mobile_phone: "+49 (0)170 1234567" }, { first_name: "Jonahtan", last_name: "Purden", work_phone: "0170-1234567" }],
    ["a short first name at the same address", "contact", { first_name: "Robert", last_name: "Aldous", mailing_street: "12 Long Lane", mailing_city: "Leeds", mailing_postal_code: "LS1 4AB" }, { first_name: "Rob", last_name: "Aldous", mailing_street: "12 Long Ln", mailing_city: "Leeds", mailing_postal_code: "ls14ab" }],
    ["the name at a company with another legal form", "lead", { first_name: "Ida", last_name: "Falk", company: "Falk Maschinen GmbH" }, { first_name: "Ida", last_name: "Falk", company: "FALK Maschinen" }],
    ["a company's name", "account", { name: "Lantern Rock Farms, Inc." }, { name: "The Lantern Rock Farms" }],
    ["a web address and a similar name", "account", { name: "Harbour Logistics", website: "https://www.harbour.test/about" }, { name: "Harbour Logistic Services", primary_email: "info@harbour.test" }],
  ];

  it.each(ALIKE)("are candidates by %s", async (_, object, first, second) => {
    const id = await make(object, first);
    const other = await make(object, second);
    const saved = await find(object, { id });
    expect(saved.found.map((candidate) => candidate.id)).toEqual([other]);
    const unsaved = await find(object, { values: first });
    expect(unsaved.found.map((candidate) => candidate.id)).toContain(other);
  });

  const DIFFERENT: [what: string, object: string, one: Columns, other: Columns][] = [
    ["a family at one address with one telephone", "contact", { first_name: "Karl", last_name: "Vogt", mailing_street: "Am Hang 3", mailing_city: "Ulm", mailing_postal_code: "89073", work_phone: "0731 555777" }, { first_name: "Berta", last_name: "Vogt", mailing_street: "Am Hang 3", mailing_city: "Ulm", mailing_postal_code: "89073", work_phone: "0731 555777" }],
    ["colleagues of one first name", "contact", { first_name: "John", last_name: "Miller", work_phone: "020 7946 0958", mailing_street: "1 Office Park", mailing_city: "London" }, { first_name: "John", last_name: "Okafor", work_phone: "020 7946 0958", mailing_street: "1 Office Park", mailing_city: "London" }],
    ["namesakes in different towns", "contact", { first_name: "Maria", last_name: "Santos", mailing_city: "Porto" }, { first_name: "Maria", last_name: "Santos", mailing_city: "Lisboa" }],
    ["companies of one provider of mail", "account", { name: "Northern Bakery", primary_email: "bakery@gmail.com" }, { name: "Western Plumbing", primary_email: "plumbing@gmail.com" }],
  ];

  it.each(DIFFERENT)("are none: %s", async (_, object, first, second) => {
    const id = await make(object, first);
    await make(object, second);
    expect((await find(object, { id })).found).toEqual([]);
  });
});

describe("the score", () => {
  it("is calculated with numbers that floating ones can hold", async () => {
    for (const [table, column] of [["rules", "prior"], ["rules", "place_limit"], ["comparisons", "agreement"], ["comparisons", "disagreement"]]) {
      const sign = ["prior", "disagreement"].includes(column ?? "") ? "-" : "";
      expect([column, (await commitAs(database, owner, `update app_public.duplicate_${table} set ${column} = ${sign}1e-300`)).code]).toEqual([column, "23514"]);
    }
  });

  it("is the prior and the weights of its reasons, as odds", async () => {
    const columns = { first_name: "Sum", last_name: "Ofweights", birthday: "1970-07-07" };
    const id = await make("contact", columns);
    await make("contact", { ...columns, birthday: "1970-07-17" });
    const { found: [candidate] } = await find("contact", { id });
    const { prior } = (await runAs(database, owner, "select prior from app_public.duplicate_rules where object_type = 'contact'")) as { prior: string };
    const bits = (candidate?.reasons ?? []).reduce((sum, { weight }) => sum + weight, Number(prior));
    expect(candidate?.score).toBeCloseTo(1 / (1 + 2 ** -bits), 2);
    expect(candidate?.reasons).toEqual([
      expect.objectContaining({ criterion: "last_name", similarity: 1, weight: 8 }),
      expect.objectContaining({ criterion: "first_name", similarity: 1, weight: 6 }),
      expect.objectContaining({ criterion: "birthday", similarity: 0.6, weight: 5.8 }),
    ]);
  });

  it("follows the organization's rule: weights, threshold, and whether it is active", async () => {
    const columns = { first_name: "Rule", last_name: "Follower", email: "rule@gmail.com" };
    const id = await make("lead", columns);
    await make("lead", columns);
    const counted = async (change: string, object = "lead") => {
      const outcome = await commitAs(database, owner, change);
      expect(outcome.code).toBeUndefined();
      return (await find(object, { id })).found.length;
    };
    const rule = "(select id from app_public.duplicate_rules where object_type = 'lead')";
    expect(await counted("select")).toBe(1);
    expect(await counted(`update app_public.duplicate_comparisons set is_active = false where rule_id = ${rule} and criterion = 'email'`)).toBe(0);
    expect(await counted(`update app_public.duplicate_comparisons set agreement = 20 where rule_id = ${rule} and criterion = 'last_name'`)).toBe(1);
    expect(await counted("update app_public.duplicate_rules set threshold = 0.9999999 where object_type = 'lead'")).toBe(0);
    expect(await counted("update app_public.duplicate_rules set threshold = 0.8, is_active = false where object_type = 'lead'")).toBe(0);
    expect(await counted("update app_public.duplicate_rules set is_active = true where object_type = 'lead'")).toBe(1);
    await commitAs(database, owner, `update app_public.duplicate_comparisons c set agreement = d.agreement, is_active = true
      from (values ('email', 22), ('last_name', 8)) d (criterion, agreement) where c.rule_id = ${rule} and c.criterion = d.criterion`);
    expect((await trial.tryAs(member, "update app_public.duplicate_rules set threshold = 0.5 returning id")).rowCount).toBe(0);
  });
});

describe("who asks", () => {
  it("finds what they see: not other organizations' records, nor others' records with the scope own", async () => {
    const columns = { first_name: "Seen", last_name: "Byscope", email: "seen@dup.test" };
    const globex = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    await make("lead", columns, globex.actor("owner"));
    const foreign = await make("lead", columns);
    const own = await make("lead", columns, member);
    expect((await find("lead", { values: columns, actor: member })).found.map(({ id }) => id)).toEqual([own]);
    expect((await find("lead", { values: columns })).found.map(({ id }) => id).sort()).toEqual([foreign, own].sort());
    expect((await find("lead", { id: foreign, actor: member })).code).toBe("RH404");
    expect((await find("lead", { id: foreign, actor: globex.actor("owner") })).code).toBe("RH404");
  });

  it("is told nothing by fields that are hidden or masked: no candidate, no score, no reason", async () => {
    const columns = { first_name: "Hidden", last_name: "Fields", mobile_phone: "+1 555 000 7777", birthday: "1990-09-09" };
    await make("contact", { ...columns, email: "hidden@dup.test" });
    const actor = await withoutFields("contact", { email: "hidden", mobile_phone: "mask", birthday: "hidden" });
    const known = { firstName: "Hidden", lastName: "Fields" };
    // Right or wrong, guesses change nothing.
    const guesses = [{}, { email: "hidden@dup.test" }, { email: "other@dup.test" }, { mobilePhone: "+1 555 000 7777" }, { birthday: "1990-09-09" }];
    for (const guess of guesses) {
      expect((await find("contact", { values: { ...known, ...guess }, actor })).found).toEqual([]);
    }
    expect((await find("contact", { values: { ...known, ...guesses[1] } })).found).toHaveLength(1);
    await make("contact", { ...columns, account_id: null, mailing_street: "9 Visible Road", mailing_postal_code: "99999" });
    const place = { mailingStreet: "9 Visible Road", mailingPostalCode: "99999" };
    const answers = await Promise.all(guesses.map((guess) => find("contact", { values: { ...known, ...place, ...guess }, actor })));
    for (const { found } of answers) {
      expect(found).toEqual(answers[0]?.found);
      expect(found[0]?.reasons.map(({ criterion }) => criterion).sort()).toEqual(["first_name", "last_name", "postal_code", "street"]);
    }
  });

  it("is told what is wrong with what they ask", async () => {
    const asked = await Promise.all([
      find("deal", { values: {} }), find("contact", {}), find("contact", { values: { shoeSize: 43 } }),
      find("contact", { values: { birthday: "never" } }), find("contact", { values: [1] as never }),
      find("contact", { values: { last_name: "x".repeat(100_000) } }),
    ]);
    expect(asked.map(({ code }) => code)).toEqual(["RH400", "RH400", "RH400", "RH400", "RH400", undefined]);
  });
});

/** Somebody who may do everything with records of the object, but for some fields. */
async function withoutFields(object: string, modes: Record<string, string>): Promise<Actor> {
  return asSuperuser(database, async (client) => {
    const actions = ["view", "create", "edit", "merge"] as const;
    const role = await makeRole(client, tenant.organizationId, actions.map((action) => [object, action, "all"]));
    for (const [field, mode] of Object.entries(modes)) {
      await client.query(
        `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode) values ($1, $2, $3, $4, $5)`,
        [tenant.organizationId, role.id, object, field, mode],
      );
    }
    return { userId: await addMember(client, tenant.organizationId, role.slug), organizationId: tenant.organizationId };
  });
}

/** Does what the nightly job does, in batches of a few. */
async function check(object: string, batch = 3): Promise<void> {
  await asSuperuser(database, async (client) => {
    for (;;) {
      const { more } = await one<{ more: boolean }>(
        client, "select app_private.check_duplicates($1, $2, $3) as more", [tenant.organizationId, object, batch]);
      if (!more) return;
    }
  });
}

const CANDIDATES = `select c.id, c.status, c.score, c.found_at from app_public.duplicate_candidates c
  where coalesce(c.contact_id, c.lead_id, c.account_id) = any ($1)`;

async function candidatesOf(ids: readonly string[], actor = owner): Promise<Columns[]> {
  return (await trial.tryAs(actor, CANDIDATES, [ids])).rows;
}

describe("the nightly run", () => {
  it("keeps pairs, whatever the batches; finds them again no second time; drops those that are none any more", async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4]) {
      ids.push(await make("contact", { first_name: "Night", last_name: "Runner", birthday: "1960-01-01", department: String(n) }));
    }
    await check("contact");
    const first = await candidatesOf(ids);
    expect(first).toHaveLength(6);
    await asSuperuser(database, (client) => client.query("select app_private.forget_checked($1, 'contact')", [tenant.organizationId]));
    await check("contact", 100);
    expect(await candidatesOf(ids)).toEqual(first);
    await runAs(database, owner, "update app_public.contacts set first_name = 'Otto', last_name = 'Changed' where id = $1", [ids[0]]);
    await check("contact");
    expect(await candidatesOf(ids)).toHaveLength(3);
    await runAs(database, owner, "select app_public.delete_contact($1)", [ids[1]]);
    expect(await candidatesOf(ids)).toHaveLength(1);
  });

  it("passes over blocks in which there are too many to say anything", async () => {
    await runAs(database, owner, `insert into app_public.leads (last_name, email)
      select 'Bulk', 'info+' || n || '@bulk.test' from generate_series(1, 101) n`);
    await check("lead", 1000);
    const { rows } = await asSuperuser(database, (client) => client.query(
      "select from app_public.duplicate_candidates c join app_public.leads l on l.id = c.lead_id where l.email like '%@bulk.test'"));
    expect(rows).toEqual([]);
  });

  it("shows a pair to who sees both records and all that they are compared by", async () => {
    const columns = { name: "Pairwise Holdings" };
    const ids = [await make("account", columns, member), await make("account", columns)];
    await check("account");
    const sees = async (actor: Actor) => (await candidatesOf(ids, actor)).length;
    expect(await sees(owner)).toBe(1);
    expect(await sees(member)).toBe(0);
    expect(await sees(await withoutFields("account", { industry: "hidden" }))).toBe(1);
    expect(await sees(await withoutFields("account", { website: "hidden" }))).toBe(0);
    expect(await sees(await withoutFields("account", { billing_city: "mask" }))).toBe(0);
  });

  it("leaves what somebody has decided, which takes the permission to merge both", async () => {
    const columns = { name: "Decided Works" };
    const ids = [await make("account", columns), await make("account", columns)];
    await check("account");
    const [candidate] = await candidatesOf(ids);
    const dismiss = (actor: Actor, isDismissed = true) =>
      commitAs(database, actor, "select status from app_public.dismiss_duplicate($1, $2)", [candidate?.["id"], isDismissed]);
    expect((await dismiss(member)).code).toBe("RH404");
    expect((await dismiss(tenant.actor("viewer"))).code).toBe("RH403");
    expect((await dismiss(owner)).rows).toEqual([{ status: "dismissed" }]);
    await runAs(database, owner, "update app_public.accounts set billing_city = 'Bonn' where id = $1", [ids[0]]);
    await check("account");
    expect((await candidatesOf(ids))[0]?.["status"]).toBe("dismissed");
    expect((await dismiss(owner, false)).rows).toEqual([{ status: "open" }]);
    const merged = await runAs(database, owner, "select id from app_public.merge_records('account', $1, $2)", [ids[0], [ids[1]]]);
    const status = async () => (await asSuperuser(database, (client) => client.query(CANDIDATES, [ids]))).rows[0]?.status as string;
    expect(await status()).toBe("merged");
    await runAs(database, owner, "select app_public.undo_merge($1)", [merged["id"]]);
    expect(await status()).toBe("open");
    // One that is restored by itself is a duplicate again.
    await runAs(database, owner, "select app_public.merge_records('account', $1, $2)", [ids[0], [ids[1]]]);
    await runAs(database, owner, "select app_public.restore_account($1)", [ids[1]]);
    await check("account");
    expect(await status()).toBe("open");
  });

  it("is a job of the clock, and one of who may merge, for what has been compared already", async () => {
    const ids = [await make("account", { name: "Job Shop" }), await make("account", { name: "Job Shop" })];
    const work = async () => {
      await runOnce({
        connectionString: database.authenticatorUrl,
        preset: { extends: [workerPreset], worker: { logger: new Logger(() => () => undefined) } },
      });
      const { rows } = await asSuperuser(database, (client) => client.query("select t.identifier, j.last_error, j.run_at from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id"));
      expect(rows).toEqual([]);
    };
    await asSuperuser(database, (client) => client.query("select graphile_worker.add_job('find_duplicates')"));
    await work();
    expect(await candidatesOf(ids)).toHaveLength(1);
    await asSuperuser(database, (client) => client.query("delete from app_public.duplicate_candidates"));
    expect((await commitAs(database, member, "select app_public.check_duplicates('account')")).code).toBe("RH403");
    await runAs(database, owner, "select app_public.check_duplicates('account')");
    await work();
    expect(await candidatesOf(ids)).toHaveLength(1);
  });
});

it("what was erased is nobody's duplicate, and nothing is left by which it was compared", async () => {
  const columns = { first_name: "Gone", last_name: "Forgood", birthday: "1950-05-05" };
  const ids = [await make("contact", columns), await make("contact", columns)];
  const keys = () => asSuperuser(database, async (client) =>
    (await one<{ count: number }>(client, "select cardinality(keys) as count from app_hidden.match_keys where record_id = $1", [ids[0]])).count);
  const before = await keys();
  await runAs(database, owner, "select app_public.erase_data_subject('contact', $1, 'asked for it')", [ids[0]]);
  expect(await keys()).toBeLessThan(before);
  expect((await find("contact", { id: ids[1] ?? "" })).found).toEqual([]);
  await check("contact");
  expect(await candidatesOf(ids)).toEqual([]);
});
