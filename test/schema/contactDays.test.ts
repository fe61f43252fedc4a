/** First and last days of contact, which the database keeps by what was done. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { becomeActor } from "../../src/database/actor.ts";
import { inTransaction, withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import { insertAs, one, openTrialTenant, runAs } from "../support/tenants.ts";
import type { TrialTenant } from "../support/tenants.ts";

let house: TrialTenant;

beforeAll(async () => {
  house = await openTrialTenant();
});

afterAll(async () => {
  await house?.trial.end();
  await house?.database.drop();
});

const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(house.database, house.owner, table, columns);
const run = (text: string, values: unknown[] = []) => runAs(house.database, house.owner, text, values);
const past = (text: string, values: unknown[] = []) =>
  asSuperuser(house.database, (client) => client.query(text, values));

type Days = [first: string | null, last: string | null];

async function days(table: string, id: string): Promise<Days> {
  const first = table === "contacts" ? "null::date" : "first_contact_date";
  const row = await asSuperuser(house.database, (client) => one<{ days: Days }>(client,
    `select array[${first}::text, last_contact_date::text] as days from app_public.${table} where id = $1`, [id]));
  return row.days;
}

const call = (on: Record<string, string>, day: string) =>
  insert("communications", { type: "call", occurred_at: `${day}T12:00:00Z`, ...on });

/** A completed activity; who completes when is the database's own, so the past is written past it. */
async function done(on: Record<string, string>, day: string, type = "call"): Promise<string> {
  const id = await insert("activities", { subject: "x", type, ...on });
  await past("update app_public.activities set status = 'completed', completed_at = $2 where id = $1",
    [id, `${day}T12:00:00Z`]);
  return id;
}

/** An account with a contact and a deal of its own. */
async function customer() {
  const account = await insert("accounts", { name: "Acme" });
  const contact = await insert("contacts", { last_name: "Ash", account_id: account });
  const deal = await insert("deals", { title: "Sale", account_id: account });
  return { account, contact, deal };
}

describe("days of contact", () => {
  it("follow what is on an account, its contacts and its deals, and stay no edit of them", async () => {
    const { account, contact, deal } = await customer();
    const before = await asSuperuser(house.database, (client) => one(client,
      "select updated_at, updated_by from app_public.accounts where id = $1", [account]));
    await call({ contact_id: contact }, "2026-03-03");
    expect(await days("accounts", account)).toEqual(["2026-03-03", "2026-03-03"]);
    expect(await days("contacts", contact)).toEqual([null, "2026-03-03"]);
    await done({ deal_id: deal }, "2026-03-09", "meeting");
    await call({ account_id: account }, "2026-02-01");
    expect(await days("accounts", account)).toEqual(["2026-02-01", "2026-03-09"]);
    expect(await days("contacts", contact)).toEqual([null, "2026-03-03"]);
    expect(await asSuperuser(house.database, (client) => one(client,
      "select updated_at, updated_by from app_public.accounts where id = $1", [account]))).toEqual(before);
  });

  it("are right after an edit, the recycle bin, a restore and a purge", async () => {
    const lead = await insert("leads", { last_name: "Lee" });
    const first = await call({ lead_id: lead }, "2026-01-01");
    const last = await call({ lead_id: lead }, "2026-01-31");
    const meeting = await done({ lead_id: lead }, "2026-01-15", "meeting");
    expect(await days("leads", lead)).toEqual(["2026-01-01", "2026-01-31"]);
    await run("select app_public.delete_communication($1)", [last]);
    expect(await days("leads", lead)).toEqual(["2026-01-01", "2026-01-15"]);
    await run("update app_public.communications set occurred_at = '2026-01-20T12:00Z' where id = $1", [first]);
    expect(await days("leads", lead)).toEqual(["2026-01-15", "2026-01-20"]);
    await run("update app_public.activities set status = 'planned' where id = $1", [meeting]);
    expect(await days("leads", lead)).toEqual(["2026-01-20", "2026-01-20"]);
    await run("select app_public.restore_communication($1)", [last]);
    expect(await days("leads", lead)).toEqual(["2026-01-20", "2026-01-31"]);
    const other = await insert("leads", { last_name: "Other" });
    await run("update app_public.communications set lead_id = $2 where id = $1", [last, other]);
    expect([await days("leads", lead), await days("leads", other)])
      .toEqual([["2026-01-20", "2026-01-20"], ["2026-01-31", "2026-01-31"]]);
    await past("delete from app_public.communications where id = any ($1)", [[first]]);
    await past("delete from app_public.communications where id = any ($1)", [[first]]);
    expect(await days("leads", lead)).toEqual([null, null]);
  });

  it("count a to-do as an activity of a lead, not as contact, and nothing that is only planned", async () => {
    const lead = await insert("leads", { last_name: "Lee" });
    await insert("activities", { subject: "x", type: "call", lead_id: lead, due_date: "2026-01-01" });
    await done({ lead_id: lead }, "2026-04-04", "task");
    const row = await asSuperuser(house.database, (client) => one(client,
      "select first_contact_date, last_contact_date, last_activity_date::text from app_public.leads where id = $1", [lead]));
    expect(row).toEqual({ first_contact_date: null, last_contact_date: null, last_activity_date: "2026-04-04" });
  });

  it("go by the organization's time zone", async () => {
    const lead = await insert("leads", { last_name: "Late" });
    await run("update app_public.organizations set timezone = 'Pacific/Auckland'");
    await call({ lead_id: lead }, "2026-06-30");
    await run("update app_public.organizations set timezone = 'UTC'");
    expect(await days("leads", lead)).toEqual(["2026-07-01", "2026-07-01"]);
  });

  it("cannot be typed in; those of a file stay when what happened since is gone", async () => {
    const { account, contact } = await customer();
    const typed = await house.trial.tryAs(house.owner, "update app_public.accounts set last_contact_date = '2026-01-01'");
    expect(typed.code).toBe("42501");
    await runAs(house.database, { ...house.owner, role: "rowhouse_importer" },
      "update app_public.contacts set last_contact_date = '2025-12-24' where id = $1", [contact]);
    expect(await days("contacts", contact)).toEqual([null, "2025-12-24"]);
    const later = await call({ contact_id: contact }, "2026-05-05");
    await runAs(house.database, { ...house.owner, role: "rowhouse_importer" },
      "update app_public.contacts set last_contact_date = '2025-12-25' where id = $1", [contact]);
    expect(await days("contacts", contact)).toEqual([null, "2026-05-05"]);
    await run("select app_public.delete_communication($1)", [later]);
    expect([await days("contacts", contact), await days("accounts", account)]).toEqual([[null, "2025-12-25"], [null, null]]);
  });

  it("become one with a merge and come apart with its undo", async () => {
    const [one_, two] = [await customer(), await customer()];
    await call({ contact_id: one_.contact }, "2026-01-01");
    const late = await call({ contact_id: two.contact }, "2026-02-02");
    await past("update app_public.contacts set last_contact_date = '2026-01-20' where id = $1", [two.contact]);
    const { id } = await run("select id from app_public.merge_records('contact', $1, array[$2::uuid])", [one_.contact, two.contact]);
    expect(await days("contacts", one_.contact)).toEqual([null, "2026-02-02"]);
    expect(await days("accounts", one_.account)).toEqual(["2026-01-01", "2026-02-02"]);
    await run("select app_public.delete_communication($1)", [late]);
    expect(await days("contacts", one_.contact)).toEqual([null, "2026-01-20"]);
    await run("select app_public.restore_communication($1)", [late]);
    await run("select app_public.undo_merge($1)", [id]);
    expect(await days("contacts", one_.contact)).toEqual([null, "2026-01-01"]);
    expect(await days("contacts", two.contact)).toEqual([null, "2026-02-02"]);
    expect([await days("accounts", one_.account), await days("accounts", two.account)])
      .toEqual([["2026-01-01", "2026-01-01"], ["2026-02-02", "2026-02-02"]]);
  });

  it("pass from a lead to whom it became, and back with the undo", async () => {
    const lead = await insert("leads", { last_name: "Lee", company: "Lee Ltd" });
    await call({ lead_id: lead }, "2026-01-07");
    const made = await run(
      "select account_id, contact_id from app_hidden.convert_lead($1, true, false, null, null, '{}', null)", [lead]);
    const [account, contact] = [made["account_id"], made["contact_id"]] as [string, string];
    expect([await days("accounts", account), await days("contacts", contact)])
      .toEqual([["2026-01-07", "2026-01-07"], [null, "2026-01-07"]]);
    await call({ lead_id: lead }, "2026-01-08");
    expect(await days("contacts", contact)).toEqual([null, "2026-01-08"]);
  });

  it("follow a deal to its account at once, and a contact by a job", async () => {
    const [from, to] = [await customer(), await customer()];
    await call({ deal_id: from.deal }, "2026-03-01");
    await run("update app_public.deals set account_id = $2 where id = $1", [from.deal, to.account]);
    expect([await days("accounts", from.account), await days("accounts", to.account)])
      .toEqual([[null, null], ["2026-03-01", "2026-03-01"]]);
    await call({ contact_id: from.contact }, "2026-03-02");
    await run("update app_public.contacts set account_id = $2 where id = $1", [from.contact, to.account]);
    const { payload } = await asSuperuser(house.database, (client) => one<{ payload: { account_ids: string[] } }>(client,
      `select payload from graphile_worker._private_jobs where task_id =
         (select id from graphile_worker._private_tasks where identifier = 'recount_contact_days') order by id desc limit 1`));
    expect(payload.account_ids.sort()).toEqual([from.account, to.account].sort());
    await past("select app_private.recount_contact_days($1, $2)", [house.tenant.organizationId, payload.account_ids]);
    expect([await days("accounts", from.account), await days("accounts", to.account)])
      .toEqual([[null, null], ["2026-03-01", "2026-03-02"]]);
  });

  it("hold when several people log and delete with the same records at once, and nobody is cut off", async () => {
    const { account, contact, deal } = await customer();
    const lead = await insert("leads", { last_name: "Busy" });
    const columns = ["lead_id", "account_id", "contact_id", "deal_id"];
    const records = [lead, account, contact, deal];
    const row = (on: number, day: number) =>
      `('call', date '2026-01-01' + ${day}, ${records.map((id, place) => (place === on ? `'${id}'` : "null::uuid")).join(", ")})`;
    const busy = async (worker: number) => withConnection(house.database.authenticatorUrl, async (client) => {
      for (let round = 0; round < 20; round++) {
        // On all four at once, each worker in an order of its own.
        const rows = [0, 1, 2, 3].map((place) => row((place + worker) % 4, (round * 37 + worker * 11 + place) % 300));
        await inTransaction(client, async () => {
          await becomeActor(client, house.owner);
          const { rows: made } = await client.query<{ id: string }>(
            `insert into app_public.communications (type, occurred_at, ${columns.join(", ")}) values ${rows.join(", ")} returning id`);
          return made[round % 4]!.id;
        }).then(async (id) => {
          if (round % 2 === 0) return;
          await inTransaction(client, async () => {
            await becomeActor(client, house.owner);
            await client.query("select app_public.delete_communication($1)", [id]);
          });
        });
      }
    });
    await Promise.all([0, 1, 2, 3].map(busy));
    const { rows } = await past(`
      select (min(m.occurred_at) filter (where m.lead_id = $1))::date::text as lead_first,
          (max(m.occurred_at) filter (where m.lead_id = $1))::date::text as lead_last,
          (min(m.occurred_at) filter (where m.lead_id is null))::date::text as account_first,
          (max(m.occurred_at) filter (where m.lead_id is null))::date::text as account_last,
          (max(m.occurred_at) filter (where m.contact_id = $3))::date::text as contact_last
        from app_public.communications m
        where (m.lead_id = $1 or m.account_id = $2 or m.contact_id = $3 or m.deal_id = $4) and m.deleted_at is null`, records);
    const [leadDays, accountDays, contactDays] = [await days("leads", lead), await days("accounts", account), await days("contacts", contact)];
    expect(rows).toEqual([{
      lead_first: leadDays[0], lead_last: leadDays[1], account_first: accountDays[0], account_last: accountDays[1],
      contact_last: contactDays[1],
    }]);
  });
});
