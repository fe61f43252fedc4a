import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  addMember, commitAs, insertAs, makeRole, makeTenant, openTrialTenant, randomId, runAs,
} from "../support/tenants.ts";
import type { Outcome, Tenant, Trial } from "../support/tenants.ts";

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

const MERGE = "select * from app_public.merge_records($1, $2, $3, $4)";

function merge(object: string, winner: string, losers: string[], choices: object = {}, actor = owner) {
  return commitAs(database, actor, MERGE, [object, winner, losers, JSON.stringify(choices)]);
}

async function merged(...all: Parameters<typeof merge>): Promise<string> {
  const { rows, code, message } = await merge(...all);
  if (code) throw new Error(`${code} ${message}`);
  return rows[0]?.["id"] as string;
}

function undo(id: string, actor = owner): Promise<Outcome> {
  return commitAs(database, actor, "select * from app_public.undo_merge($1)", [id]);
}

const contact = (columns: Record<string, unknown>) => insertAs(database, owner, "contacts", { last_name: "Lee", ...columns });
const account = (columns: Record<string, unknown>) => insertAs(database, owner, "accounts", { name: "Acme", ...columns });
const lead = (columns: Record<string, unknown>) => insertAs(database, owner, "leads", { last_name: "Lee", ...columns });

/** Rows as they are, those in the recycle bin too. */
function rowsOf(table: string, ids: readonly string[]): Promise<Record<string, unknown>[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from app_public.${table} t where id = any ($1) order by array_position($1, id)`, [ids],
    );
    return rows.map(({ row }) => row);
  });
}

/** Everything of the organization that a merge may touch, but for the marks of the merge itself. */
function everything(): Promise<unknown> {
  return asSuperuser(database, async (client: pg.Client) => {
    const tables = ["accounts", "contacts", "leads", "deals", "activities", "notes", "attachments",
      "communications", "projects", "taggings", "tags", "former_external_ids", "duplicate_candidates"];
    const all: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows } = await client.query<{ row: unknown }>(
        `select to_jsonb(t) as row from app_public.${table} t where organization_id = $1 order by id`,
        [tenant.organizationId],
      );
      all[table] = rows;
    }
    return all;
  });
}

describe("the record that stays", () => {
  it("keeps what it has, is given what it lacks by the others in their order, and addresses as a whole", async () => {
    const winner = await contact({ first_name: "Ann", mailing_city: "Berlin", custom_data: { size: "L" } });
    const second = await contact({ first_name: "Anna", job_title: "Buyer", mailing_street: "Main St 1", do_not_call: true,
      custom_data: { size: "M", color: "red" } });
    const third = await contact({ job_title: "Seller", email: "ann@merge.test", linkedin_url: "https://l.test/ann" });
    // As an import brings them.
    await asSuperuser(database, (client) => client.query(
      `update app_public.contacts set last_contact_date = case id when $1 then date '2026-03-01' else '2026-05-01' end
         where id in ($1, $2)`, [second, third]));
    await merged("contact", winner, [second, third]);
    const [row] = await rowsOf("contacts", [winner]);
    expect(row).toMatchObject({
      first_name: "Ann", job_title: "Buyer", email: "ann@merge.test", linkedin_url: "https://l.test/ann",
      mailing_city: "Berlin", mailing_street: null, do_not_call: true, last_contact_date: "2026-05-01",
      custom_data: { size: "L", color: "red" },
    });
  });

  it("is given what is chosen, also what it has, and custom fields", async () => {
    const winner = await contact({ first_name: "Ann", department: "Sales", custom_data: { size: "L" } });
    const other = await contact({ first_name: "Anna", department: null, custom_data: { size: "M" } });
    await merged("contact", winner, [other], { firstName: other, department: other, "customData.size": other });
    const [row] = await rowsOf("contacts", [winner]);
    expect(row).toMatchObject({ first_name: "Anna", department: null, custom_data: { size: "M" } });
  });

  it("is given an amount with its currency or not at all", async () => {
    const revenue = async (annual_revenue: string | null, currency: string) => account({ annual_revenue, currency });
    const outcome = async (winner: string, loser: string, choices = {}) => {
      await merged("account", winner, [loser], choices);
      const [row] = await rowsOf("accounts", [winner]);
      return `${row?.["annual_revenue"]} ${row?.["currency"]}`;
    };
    expect(await outcome(await revenue(null, "EUR"), await revenue("500", "EUR"))).toBe("500 EUR");
    expect(await outcome(await revenue(null, "EUR"), await revenue("500", "JPY"))).toBe("null EUR");
    const [first, yen, second] = [await revenue("300", "EUR"), await revenue("500", "JPY"), await revenue("300", "EUR")];
    expect(await outcome(first, yen, { annualRevenue: yen })).toBe("500 JPY");
    expect(await outcome(second, first, { currency: first })).toBe("500 JPY");
  });

  it.each([
    ["score", "lead"], ["organization_id", "lead"], ["merged_into_id", "contact"], ["nothing", "account"],
  ])("is not given %s by choice", async (column, object) => {
    const [one, other] = [await make(object), await make(object)];
    const outcome = await merge(object, one, [other], { [column]: other });
    expect(outcome.code).toBe("RH400");
  });

  it("is not given values of a record that is not merged, nor those that the caller may not edit", async () => {
    const [one, two, third] = [await contact({}), await contact({ department: "Sales" }), await contact({ department: "Law" })];
    expect((await merge("contact", one, [two], { department: third })).code).toBe("RH400");
    const { slug, id } = await asSuperuser(database, (client) =>
      makeRole(client, tenant.organizationId, [["contact", "view", "all"], ["contact", "merge", "all"], ["contact", "edit", "all"]]));
    await asSuperuser(database, (client) => client.query(
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         values ($1, $2, 'contact', 'department', 'hidden')`, [tenant.organizationId, id]));
    const userId = await asSuperuser(database, (client) => addMember(client, tenant.organizationId, slug));
    const restricted: Actor = { userId, organizationId: tenant.organizationId };
    expect((await merge("contact", one, [two], { department: two }, restricted)).code).toBe("RH403");
  });
});

function make(object: string): Promise<string> {
  return object === "contact" ? contact({}) : object === "lead" ? lead({}) : account({});
}

describe("what is on the others", () => {
  it("moves: every kind of row, tags once, and comes back to the byte", async () => {
    const [winner, loser] = [await account({ name: "Acme", website: null }), await account({ name: "ACME Inc", website: "acme.test" })];
    const person = await contact({ account_id: loser });
    const binned = await contact({ account_id: loser });
    await runAs(database, owner, "select app_public.delete_contact($1)", [binned]);
    const deal = await insertAs(database, owner, "deals", { title: "Deal", account_id: loser, primary_contact_id: person });
    const child = await account({ name: "Child", parent_id: loser });
    const activity = await insertAs(database, owner, "activities", { subject: "Call", account_id: loser });
    const note = await insertAs(database, owner, "notes", { content: "Text", account_id: loser });
    const project = await insertAs(database, owner, "projects", { name: "Roll-out", account_id: loser });
    const tags = [await insertAs(database, owner, "tags", { name: "both" }), await insertAs(database, owner, "tags", { name: "loser" })];
    await insertAs(database, owner, "taggings", { tag_id: tags[0], account_id: winner });
    const twice = await insertAs(database, owner, "taggings", { tag_id: tags[0], account_id: loser });
    const once = await insertAs(database, owner, "taggings", { tag_id: tags[1], account_id: loser });
    const before = await everything();

    const id = await merged("account", winner, [loser]);
    const places: [table: string, id: string, column: string][] = [
      ["contacts", person, "account_id"], ["contacts", binned, "account_id"], ["deals", deal, "account_id"],
      ["accounts", child, "parent_id"], ["activities", activity, "account_id"], ["notes", note, "account_id"],
      ["projects", project, "account_id"], ["taggings", once, "account_id"],
    ];
    for (const [table, row, column] of places) {
      expect([table, (await rowsOf(table, [row]))[0]?.[column]]).toEqual([table, winner]);
    }
    expect((await rowsOf("taggings", [twice]))[0]?.["account_id"]).toBe(loser);
    const [, bin] = await rowsOf("accounts", [winner, loser]);
    expect(bin).toMatchObject({ merged_into_id: winner, deleted_by: owner.userId });
    const [row] = await rowsOf("record_merges", [id]);
    expect(row).toMatchObject({ account_id: winner, loser_ids: [loser], moved_count: places.length });

    expect((await undo(id)).code).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it("leaves what was moved elsewhere since where it is, and keeps edits of other fields", async () => {
    const [winner, loser, third] = [await account({}), await account({}), await account({})];
    const [stays, moves] = [await contact({ account_id: loser }), await contact({ account_id: loser })];
    const id = await merged("account", winner, [loser]);
    await runAs(database, owner, "update app_public.contacts set account_id = $2 where id = $1", [stays, third]);
    await runAs(database, owner, "update app_public.contacts set job_title = 'Buyer' where id = $1", [moves]);
    expect((await undo(id)).code).toBeUndefined();
    const [first, second] = await rowsOf("contacts", [stays, moves]);
    expect(first?.["account_id"]).toBe(third);
    expect(second).toMatchObject({ account_id: loser, job_title: "Buyer" });
  });

  it("follows by night when it came in the moment of the merge, but for the same tag", async () => {
    const [winner, loser] = [await account({}), await account({})];
    const tag = await insertAs(database, owner, "tags", { name: "same" });
    await insertAs(database, owner, "taggings", { tag_id: tag, account_id: winner });
    const same = await insertAs(database, owner, "taggings", { tag_id: tag, account_id: loser });
    await merged("account", winner, [loser]);
    const { rows } = await asSuperuser(database, (client) => client.query<{ id: string }>(
      "insert into app_public.notes (organization_id, content, account_id) values ($1, 'Late', $2) returning id",
      [tenant.organizationId, loser]));
    await asSuperuser(database, (client) => client.query("select app_private.follow_merges()"));
    expect((await rowsOf("notes", [rows[0]?.id ?? ""]))[0]?.["account_id"]).toBe(winner);
    expect((await rowsOf("taggings", [same]))[0]?.["account_id"]).toBe(loser);
  });

  it("follows by night also when something else cannot: an account that the winner is below", async () => {
    const [above, loser] = [await account({}), await account({})];
    const winner = await account({ parent_id: above });
    await merged("account", winner, [loser]);
    const note = await asSuperuser(database, async (client) => {
      await client.query("update app_public.accounts set parent_id = $2 where id = $1", [above, loser]);
      const { rows } = await client.query<{ id: string }>(
        "insert into app_public.notes (organization_id, content, account_id) values ($1, 'Late', $2) returning id", [tenant.organizationId, loser]);
      await client.query("select app_private.follow_merges()");
      return rows[0]?.id ?? "";
    });
    expect((await rowsOf("notes", [note]))[0]?.["account_id"]).toBe(winner);
    expect((await rowsOf("accounts", [above]))[0]?.["parent_id"]).toBe(loser);
  });

  it("is a row that can be moved and back, in whichever table; a lead's scores stay its own", async () => {
    const { rows } = await asSuperuser(database, (client) => client.query(
      `select r.table_name from unnest('{accounts,contacts,leads}'::text[]) target
         cross join app_hidden.movable_references(target) r
         where not exists (select from pg_attribute a
           where a.attrelid = to_regclass('app_public.' || r.table_name) and a.attname = 'id')`));
    expect(rows).toEqual([]);
    const [winner, loser] = [await lead({}), await lead({ company: "Acme" })];
    await asSuperuser(database, (client) => client.query("select app_hidden.score_leads($1, $2)", [tenant.organizationId, [winner, loser]]));
    const scores = () => asSuperuser(database, async (client) => (await client.query(
      `select lead_id, total, previous_total from app_public.lead_score_history where lead_id = any ($1) order by 1`, [[winner, loser]])).rows);
    const before = await scores();
    const id = await merged("lead", winner, [loser]);
    expect(await scores()).toEqual(before);
    expect((await undo(id)).code).toBeUndefined();
  });

  it("follows a chain of merges, each of which is undone by itself", async () => {
    const [first, second, third] = [await account({}), await account({}), await account({})];
    const note = await insertAs(database, owner, "notes", { content: "Text", account_id: first });
    const one = await merged("account", second, [first]);
    const two = await merged("account", third, [second]);
    expect((await rowsOf("notes", [note]))[0]?.["account_id"]).toBe(third);
    expect((await rowsOf("accounts", [first]))[0]?.["merged_into_id"]).toBe(third);
    expect((await undo(one)).code).toBe("RH404");
    expect((await undo(two)).code).toBeUndefined();
    expect((await undo(one)).code).toBeUndefined();
    expect((await rowsOf("notes", [note]))[0]?.["account_id"]).toBe(first);
  });

  it("keeps accounts a tree when the winner is below a loser", async () => {
    const top = await account({ name: "Top" });
    const loser = await account({ name: "Loser", parent_id: top });
    const between = await account({ name: "Between", parent_id: loser });
    const winner = await account({ name: "Winner", parent_id: between });
    const before = await everything();
    const id = await merged("account", winner, [loser]);
    expect((await rowsOf("accounts", [winner, between])).map((row) => row["parent_id"])).toEqual([top, winner]);
    expect((await undo(id)).code).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it("does not make the winner its own grandchild when it has no parent", async () => {
    const winner = await account({});
    const child = await account({ parent_id: winner });
    const loser = await account({ parent_id: child });
    await merged("account", winner, [loser]);
    expect((await rowsOf("accounts", [winner]))[0]?.["parent_id"]).toBeNull();
  });
});

describe("what is unique", () => {
  it("passes from loser to winner and back: the e-mail address, the id in another system", async () => {
    const winner = await contact({});
    const loser = await contact({ email: "unique@merge.test" });
    await asSuperuser(database, (client) => client.query(
      "update app_public.contacts set external_system = 'salesforce', external_id = '003L' where id = $1", [loser]));
    const before = await everything();
    const id = await merged("contact", winner, [loser]);
    expect((await rowsOf("contacts", [winner]))[0]).toMatchObject({ email: "unique@merge.test", external_id: "003L" });
    expect((await undo(id)).code).toBeUndefined();
    expect(await everything()).toEqual(before);
  });

  it("does not come back when the winner was given another since", async () => {
    const winner = await contact({});
    const loser = await contact({ email: "later@merge.test" });
    const id = await merged("contact", winner, [loser]);
    await runAs(database, owner, "update app_public.contacts set email = 'new@merge.test' where id = $1", [winner]);
    expect((await undo(id)).code).toBe("RH409");
  });

  it("keeps a loser from being restored as it was, which it otherwise is, by itself", async () => {
    const winner = await contact({});
    const [taken, free] = [await contact({ email: "taken@merge.test" }), await contact({ department: "Law" })];
    await merged("contact", winner, [taken]);
    expect((await commitAs(database, owner, "select app_public.restore_contact($1)", [taken])).code).toBe("RH409");
    const id = await merged("contact", winner, [free]);
    expect((await commitAs(database, owner, "select app_public.restore_contact($1)", [free])).code).toBeUndefined();
    expect((await rowsOf("contacts", [free]))[0]).toMatchObject({ merged_into_id: null, deleted_at: null });
    expect((await undo(id)).code).toBe("RH409");
  });
});

describe("a merge is refused", () => {
  it("of a record with itself, of one named twice, of none, of too many, of other objects", async () => {
    const [one, two] = [await contact({}), await contact({})];
    const company = await account({});
    const outcomes = await Promise.all([
      merge("contact", one, [one]), merge("contact", one, [two, two]), merge("contact", one, []),
      merge("contact", one, Array.from({ length: 101 }, randomId)), merge("deal", one, [two]),
      merge("contact", one, [company]), merge("contact", one, [randomId()]),
    ]);
    expect(outcomes.map(({ code }) => code)).toEqual(["RH400", "RH400", "RH400", "RH400", "RH400", "RH404", "RH404"]);
  });

  it("of another organization's records, and to who may not merge or does not see them", async () => {
    const [one, two] = [await contact({}), await contact({})];
    const globex = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    const foreign = await insertAs(database, globex.actor("owner"), "contacts", { last_name: "Lee" });
    expect((await merge("contact", one, [foreign])).code).toBe("RH404");
    expect((await merge("contact", one, [two], {}, globex.actor("owner"))).code).toBe("RH404");
    expect((await merge("contact", one, [two], {}, member)).code).toBe("RH403");
    const id = await merged("contact", one, [two]);
    expect((await undo(id, globex.actor("owner"))).code).toBe("RH404");
    expect((await undo(id, member)).code).toBe("RH404");
    expect((await undo(id)).code).toBeUndefined();
    expect((await undo(id)).code).toBe("RH409");
  });

  it("of somebody who was erased, and of a converted lead into another", async () => {
    const [one, erased] = [await contact({}), await contact({ email: "gone@merge.test" })];
    await runAs(database, owner, "select app_public.erase_data_subject('contact', $1, 'asked for it')", [erased]);
    expect((await merge("contact", one, [erased])).code).toBe("RH409");
    const [open, converted] = [await lead({ company: "Acme" }), await lead({})];
    await asSuperuser(database, (client) => client.query(
      "update app_public.leads set status = 'converted', converted_at = now() where id = $1", [converted]));
    expect((await merge("lead", open, [converted])).code).toBe("RH409");
    await merged("lead", converted, [open]);
    expect((await rowsOf("leads", [converted]))[0]).toMatchObject({ status: "converted", company: "Acme" });
  });

  it("to all but one of those who merge the same records at once", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => contact({})));
    const [a, b, c] = ids as [string, string, string];
    const outcomes = await Promise.all([merge("contact", a, [b]), merge("contact", b, [a]), merge("contact", c, [a, b])]);
    expect(outcomes.filter(({ code }) => !code)).toHaveLength(1);
    for (const { code } of outcomes) expect([undefined, "RH404", "RH409"]).toContain(code);
    const rows = await rowsOf("contacts", ids);
    for (const row of rows.filter((dead) => dead["deleted_at"] !== null)) {
      const into = rows.find(({ id }) => id === row["merged_into_id"]);
      expect(into?.["deleted_at"]).toBeNull();
    }
  });
});

describe("a merge is written down", () => {
  it("with who, the winner and the losers, beside the changes of rows", async () => {
    const [winner, loser] = [await contact({}), await contact({ department: "Law" })];
    const id = await merged("contact", winner, [loser]);
    await undo(id);
    const { rows } = await asSuperuser(database, (client) => client.query(
      `select action, actor_id, record_id, new_values -> 'merged_ids' as losers from app_public.audit_log
         where record_id = any ($1) and action <> 'create' order by id`, [[winner, loser]]));
    expect(rows).toEqual(expect.arrayContaining([
      { action: "merge", actor_id: owner.userId, record_id: winner, losers: [loser] },
      { action: "unmerge", actor_id: owner.userId, record_id: winner, losers: [loser] },
      { action: "delete", actor_id: owner.userId, record_id: loser, losers: null },
      { action: "restore", actor_id: owner.userId, record_id: loser, losers: null },
    ]));
  });

  it("and forgotten with the person: the losers are erased too, and nothing can be undone", async () => {
    const [winner, loser] = [await contact({ email: "one@merge.test" }), await contact({ email: "two@merge.test", last_name: "Other" })];
    const id = await merged("contact", winner, [loser]);
    await runAs(database, owner, "select app_public.erase_data_subject('contact', $1, 'asked for it')", [winner]);
    expect((await rowsOf("contacts", [winner, loser])).map((row) => [row["last_name"], row["email"]])).toEqual([["Erased", null], ["Erased", null]]);
    expect((await undo(id)).code).toBe("RH409");
  });
});
