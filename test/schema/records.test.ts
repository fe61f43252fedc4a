import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

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

type Row = Record<string, unknown>;

function run(text: string, values: unknown[] = [], actor = owner): Promise<Row> {
  return runAs(database, actor, text, values);
}

function insert(table: string, columns: Row, actor = owner): Promise<string> {
  return insertAs(database, actor, table, columns);
}

async function count(table: string, id: string): Promise<number> {
  return (await trial.tryAs(owner, `select from app_public.${table} where id = $1`, [id])).rowCount;
}

describe("the recycle bin", () => {
  it("takes an account's contacts along and brings them back, but not one deleted before", async () => {
    const account = await insert("accounts", { name: "With contacts" });
    const contact = await insert("contacts", { last_name: "Along", account_id: account });
    const earlier = await insert("contacts", { last_name: "Earlier", account_id: account });
    await run("select app_public.delete_contact($1)", [earlier]);
    await run("select app_public.delete_account($1)", [account]);
    expect([await count("accounts", account), await count("contacts", contact)]).toEqual([0, 0]);
    await run("select app_public.restore_account($1)", [account]);
    expect([await count("accounts", account), await count("contacts", contact)]).toEqual([1, 1]);
    expect(await count("contacts", earlier)).toBe(0);
  });

  it("refuses an account or a contact with open deals, and says how many", async () => {
    const account = await insert("accounts", { name: "With deals" });
    const contact = await insert("contacts", { last_name: "With deals", account_id: account });
    for (const title of ["one", "two"]) {
      await insert("deals", { title, account_id: account, primary_contact_id: contact });
    }
    await insert("deals", {
      title: "lost",
      account_id: account,
      stage_id: tenant.stages["Closed Lost"],
      lost_reason: "x",
    });
    const refused = await trial.tryAs(owner, "select app_public.delete_account($1)", [account]);
    expect(refused).toMatchObject({
      code: "RH409",
      message: expect.stringContaining("2 open deals"),
    });
    const contactRefused = await trial.tryAs(owner, "select app_public.delete_contact($1)", [
      contact,
    ]);
    expect(contactRefused).toMatchObject({
      code: "RH409",
      message: expect.stringContaining("2 open deals"),
    });
  });

  it("frees a unique value, and a restore that collides says with what", async () => {
    const first = await insert("contacts", { last_name: "First", email: "same@example.test" });
    const taken = await trial.tryAs(
      owner,
      "insert into app_public.contacts (last_name, email) values ('x', 'SAME@example.test')",
    );
    expect(taken).toMatchObject({ code: "23505", constraint: "contacts_email_key" });
    await run("select app_public.delete_contact($1)", [first]);
    const second = await insert("contacts", { last_name: "Second", email: "same@example.test" });
    const collision = await trial.tryAs(owner, "select app_public.restore_contact($1)", [first]);
    expect(collision).toMatchObject({
      code: "RH409",
      message: expect.stringContaining('email "same@example.test"'),
    });
    await run("select app_public.delete_contact($1)", [second]);
    await run("select app_public.restore_contact($1)", [first]);
    expect(await count("contacts", first)).toBe(1);
  });

  it("keeps a restore whole: an account whose contact collides stays in the bin", async () => {
    const account = await insert("accounts", { name: "Collides" });
    await insert("contacts", {
      last_name: "x",
      email: "collides@example.test",
      account_id: account,
    });
    await run("select app_public.delete_account($1)", [account]);
    await insert("contacts", { last_name: "y", email: "collides@example.test" });
    const collision = await trial.tryAs(owner, "select app_public.restore_account($1)", [account]);
    expect(collision).toMatchObject({
      code: "RH409",
      message: expect.stringContaining('"collides@example.test" of one of its contacts'),
    });
  });

  it("takes what is part of a deleted record out of sight, for every role", async () => {
    const deal = await insert("deals", { title: "With parts" });
    const line = await insert("deal_products", { deal_id: deal, description: "x", unit_price: 7 });
    const note = await insert("notes", { deal_id: deal, content: "x" });
    await run("select app_public.delete_deal($1)", [deal]);
    expect([await count("deal_products", line), await count("notes", note)]).toEqual([0, 0]);
    const { rowCount } = await trial.tryAs(
      owner,
      "select from app_public.deal_stage_history where deal_id = $1",
      [deal],
    );
    expect(rowCount).toBe(0);
    await run("select app_public.restore_deal($1)", [deal]);
    expect([await count("deal_products", line), await count("notes", note)]).toEqual([1, 1]);
  });

  it("never holds the account of an open deal, however the two meet", async () => {
    const account = await insert("accounts", { name: "Met" });
    const closed = await insert("deals", { title: "Closed", amount: 1, account_id: account });
    const won = tenant.stages["Closed Won"];
    await run("select app_public.move_deal($1, $2)", [closed, won]);
    await run("select app_public.delete_account($1)", [account]);
    const reopened = await trial.tryAs(owner, "select app_public.move_deal($1, $2)", [
      closed,
      tenant.stages["Proposal"],
    ]);
    expect(reopened).toMatchObject({ code: "RH409", message: expect.stringContaining("recycle bin") });
  });

  it("wins or loses against a deal that is made at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const account = await insert("accounts", { name: `Raced for ${round}` });
      await Promise.all([
        commitAs(database, owner, "select app_public.delete_account($1)", [account]),
        commitAs(database, owner, "insert into app_public.deals (title, account_id) values ('x', $1)", [
          account,
        ]),
      ]);
      const { rows } = await asSuperuser(database, (client) =>
        client.query(
          `select from app_public.deals d join app_public.accounts a on a.id = d.account_id
             where a.id = $1 and a.deleted_at is not null and d.status = 'new'`,
          [account],
        ),
      );
      expect(rows).toEqual([]);
    }
  });

  it("lists what was deleted with a name, by whom and when", async () => {
    const lead = await insert("leads", { first_name: "Ada", last_name: "Lovelace" });
    await run("select app_public.delete_lead($1)", [lead]);
    const { rows } = await trial.tryAs(
      owner,
      "select * from app_public.deleted_records('lead') where id = $1",
      [lead],
    );
    expect(rows).toEqual([
      {
        object_type: "lead",
        id: lead,
        label: "Ada Lovelace",
        deleted_at: expect.any(Date),
        deleted_by: owner.userId,
      },
    ]);
  });

  it("takes a plain delete too, and nothing is deleted twice", async () => {
    const lead = await insert("leads", { company: "Plain" });
    await commitAs(database, owner, "delete from app_public.leads where id = $1", [lead]);
    expect(await count("leads", lead)).toBe(0);
    const { rows } = await trial.tryAs(
      owner,
      "select from app_public.deleted_records('lead') where id = $1",
      [lead],
    );
    expect(rows).toHaveLength(1);
    const again = await trial.tryAs(owner, "select app_public.delete_lead($1)", [lead]);
    expect(again.code).toBe("RH404");
  });

  it("holds no row that a list, a count or a reference can reach", async () => {
    const account = await insert("accounts", { name: "Gone" });
    await run("select app_public.delete_account($1)", [account]);
    const linked = await trial.tryAs(
      owner,
      "insert into app_public.deals (title, account_id) values ('x', $1)",
      [account],
    );
    expect(linked.code).toBe("RH400");
    const changed = await trial.tryAs(
      owner,
      "update app_public.accounts set name = 'x' where id = $1",
      [account],
    );
    expect(changed.rowCount).toBe(0);
  });

  it("does not give an open deal back to an account that is gone", async () => {
    const account = await insert("accounts", { name: "Left first" });
    const deal = await insert("deals", { title: "x", account_id: account });
    await run("select app_public.delete_deal($1)", [deal]);
    await run("select app_public.delete_account($1)", [account]);
    const restored = await trial.tryAs(owner, "select app_public.restore_deal($1)", [deal]);
    expect(restored.code).toBe("RH409");
  });
});

describe("audit columns", () => {
  it("tell who made and who changed a record, and when", async () => {
    const lead = await insert("leads", { company: "Audited" }, member);
    await run("update app_public.leads set company = 'Changed' where id = $1 returning id", [lead]);
    const row = await run(
      "select *, updated_at > created_at as later from app_public.leads where id = $1",
      [lead],
    );
    expect(row).toMatchObject({ created_by: member.userId, updated_by: owner.userId, later: true });
  });

  it.each([
    "created_at",
    "updated_at",
    "created_by",
    "updated_by",
    "deleted_at",
    "deleted_by",
    "id",
    "organization_id",
  ])("%s is not the client's to set", async (column) => {
    for (const table of [
      "accounts",
      "contacts",
      "leads",
      "deals",
      "activities",
      "tasks",
      "projects",
      "communications",
      "notes",
      "attachments",
      "products",
      "tags",
    ]) {
      const { code } = await trial.tryAs(
        owner,
        `update app_public.${table} set ${column} = ${column}`,
      );
      // A column that is not there cannot be set either: tags have no recycle bin.
      expect([table, code]).toEqual([table, expect.stringMatching(/^(42501|42703)$/)]);
    }
  });
});

describe("accounts", () => {
  it("cannot be their own ancestors", async () => {
    const top = await insert("accounts", { name: "Top" });
    const middle = await insert("accounts", { name: "Middle", parent_id: top });
    const bottom = await insert("accounts", { name: "Bottom", parent_id: middle });
    for (const parent of [top, middle, bottom]) {
      const { code } = await trial.tryAs(
        owner,
        "update app_public.accounts set parent_id = $2 where id = $1",
        [top, parent],
      );
      expect(code).toMatch(/^(RH400|23514)$/);
    }
  });

  it("cannot become each other's parents at the same time", async () => {
    const a = await insert("accounts", { name: "A" });
    const b = await insert("accounts", { name: "B" });
    const text = "update app_public.accounts set parent_id = $2 where id = $1";
    const outcomes = await Promise.all([
      commitAs(database, owner, text, [a, b]),
      commitAs(database, owner, text, [b, a]),
    ]);
    expect(outcomes.filter(({ code }) => code === undefined)).toHaveLength(1);
  });

  it("have revenue in the precision of its currency", async () => {
    const id = await insert("accounts", { name: "Rich", annual_revenue: "1.5", currency: "JPY" });
    expect(
      await run("select annual_revenue, currency from app_public.accounts where id = $1", [id]),
    ).toEqual({
      annual_revenue: "2",
      currency: "JPY",
    });
  });
});
