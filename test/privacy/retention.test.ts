import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeRole, openTrial, randomId, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";
import { age, applyRetention, isLive, openHouse, runsOf, select } from "./house.ts";
import type { House } from "./house.ts";

let house: House;
let trial: Trial;

const owner = () => house.ours.actor("owner");
const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(house.database, owner(), table, columns);
const makePolicy = (columns: Record<string, unknown>) =>
  insert("retention_policies", { after_days: 30, action: "delete", is_enabled: true, ...columns });

const preview = (policyId: string) =>
  trial.tryAs(owner(), "select * from app_public.preview_retention($1)", [policyId]);

beforeAll(async () => {
  house = await openHouse();
  trial = await openTrial(house.database);
}, 60_000);

beforeEach(async () => {
  await select(house, "delete from app_public.retention_policies");
  await select(house, "delete from app_public.retention_runs");
});

afterAll(async () => {
  await trial?.end();
  await house?.end();
});

describe("a retention policy", () => {
  const text = `insert into app_public.retention_policies (object, action, after_days, counted_from, is_enabled)
    values ($1, $2, $3, $4, true)`;

  it("is refused where it makes no sense", async () => {
    const tries: [unknown[], string][] = [
      [["lead", "delete", -1, "created_at"], "23514"],
      [["lead", "delete", 0, "created_at"], "23514"],
      [["lead", "delete", 2_000_000_000, "created_at"], "23514"],
      [["role", "delete", 30, "created_at"], "RH400"],
      [["audit_log", "delete", 30, "created_at"], "RH400"],
      [["nothing", "delete", 30, "created_at"], "RH400"],
      [["deal", "anonymise", 30, "created_at"], "RH400"],
      [["lead", "purge", 30, "created_at"], "23503"],
      [["lead", "delete", 30, "birthday"], "RH400"],
      [["lead", "delete", 30, "closed_at"], "RH400"],
      [["lead", "delete", 30, "created_at; drop table"], "RH400"],
      [["lead", "delete", 30, "last_activity_date"], "done"],
    ];
    for (const [values, code] of tries) {
      expect([values, (await trial.tryAs(owner(), text, values)).code ?? "done"]).toEqual([values, code]);
    }
  });

  it("is there once for an object and action", async () => {
    await makePolicy({ object: "lead" });
    const second = await trial.tryAs(owner(), text, ["lead", "delete", 60, "updated_at"]);
    expect(second.code).toBe("23505");
    expect((await trial.tryAs(owner(), text, ["lead", "anonymise", 60, "updated_at"])).code).toBeUndefined();
  });

  it("is for who may edit the organization, and enabled by who may delete everything", async () => {
    const policy = await makePolicy({ object: "lead", is_enabled: false });
    const codes: Record<string, [number, string | undefined]> = {};
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      const actor = house.ours.actor(role);
      const seen = await trial.tryAs(actor, "select from app_public.retention_policies");
      const made = await trial.tryAs(actor, text, ["deal", "delete", 30, "created_at"]);
      codes[role] = [seen.rowCount, made.code];
    }
    expect(codes).toEqual({
      owner: [1, undefined], admin: [1, undefined], manager: [0, "RH403"], member: [0, "RH403"], viewer: [0, "RH403"],
    });
    const { organizationId } = house.ours;
    const userId = await asSuperuser(house.database, async (client) => {
      const role = await makeRole(client, organizationId, [
        ["organization", "edit", "all"], ["lead", "delete", "team"], ["lead", "view", "all"],
      ]);
      return addMember(client, organizationId, role.slug);
    });
    const enable = "update app_public.retention_policies set is_enabled = true";
    expect((await trial.tryAs({ userId, organizationId }, enable)).code).toBe("RH403");
    const theirs = house.theirs.actor("owner");
    expect((await trial.tryAs(theirs, enable)).rowCount).toBe(0);
    const dryRun = "select app_public.preview_retention($1)";
    const found = await trial.tryAs(theirs, dryRun, [policy]);
    expect(found).toEqual(await trial.tryAs(theirs, dryRun, [randomId()]));
    expect(found.code).toBe("RH404");
    expect((await trial.tryAs(house.ours.actor("manager"), dryRun, [policy])).code).toBe("RH403");
  });

  it("is tried dry, which changes nothing", async () => {
    const old = await age(house, "leads", await insert("leads", { last_name: "Old", company: "x" }), 40);
    await insert("leads", { last_name: "New" });
    const policy = await makePolicy({ object: "lead", is_enabled: false });
    expect((await preview(policy)).rows).toEqual([{ due_count: 1, refused_count: 0, sample: ["Old"] }]);
    await applyRetention(house);
    expect(await isLive(house, "leads", old)).toBe(true);
    expect(await runsOf(house, policy)).toEqual([]);
  });

  it("shows in its dry run no record or field that the caller may not see", async () => {
    await age(house, "leads", await insert("leads", { last_name: "Hidden", company: "Shown" }), 45);
    await age(house, "leads", await insert("leads", { last_name: "Secret" }), 45);
    const policy = await makePolicy({ object: "lead", is_enabled: false });
    const { organizationId } = house.ours;
    const userId = await asSuperuser(house.database, async (client) => {
      const role = await makeRole(client, organizationId, [
        ["organization", "edit", "all"], ["lead", "view", "all"],
      ]);
      for (const field of ["first_name", "last_name", "name"]) {
        await client.query(
          `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
             values ($1, $2, 'lead', $3, 'hidden')`,
          [organizationId, role.id, field],
        );
      }
      return addMember(client, organizationId, role.slug);
    });
    const text = "select (app_public.preview_retention($1)).*";
    const { rows } = await trial.tryAs({ userId, organizationId }, text, [policy]);
    expect(JSON.stringify(rows)).not.toMatch(/Hidden|Secret/);
    expect(rows[0]).toMatchObject({ due_count: 3 });
    expect(rows[0]!["sample"]).toContain("Shown");
    // Nor by the number of those that are due.
    await select(
      house,
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         select organization_id, role_id, 'lead', 'created_at', 'hidden' from app_public.memberships where user_id = $1`,
      [userId],
    );
    expect((await trial.tryAs({ userId, organizationId }, text, [policy])).code).toBe("RH403");
    const later = "update app_public.retention_policies set after_days = 31 where id = $1";
    expect((await trial.tryAs({ userId, organizationId }, later, [policy])).code).toBe("RH403");
  });

  it("keeps what has an open deal, says so, and goes on with the rest", async () => {
    const account = await age(house, "accounts", await insert("accounts", { name: "With deal" }), 40);
    const free = await age(house, "accounts", await insert("accounts", { name: "Without" }), 40);
    const contact = await age(house, "contacts", await insert("contacts", { last_name: "Busy", account_id: account }), 40);
    const deal = await age(house, "deals", await insert("deals", { title: "Open", primary_contact_id: contact }), 40);
    const policies = {
      account: await makePolicy({ object: "account" }),
      contact: await makePolicy({ object: "contact", action: "anonymise" }),
      deal: await makePolicy({ object: "deal" }),
    };
    expect((await preview(policies.account)).rows[0]).toMatchObject({ due_count: 1, refused_count: 1 });
    await applyRetention(house);
    expect(await isLive(house, "accounts", free)).toBe(false);
    expect(await isLive(house, "accounts", account)).toBe(true);
    expect(await isLive(house, "deals", deal)).toBe(true);
    const [kept] = await select(house, "select name, erased_at from app_public.contacts where id = $1", [contact]);
    expect(kept).toEqual({ name: "Busy", erased_at: null });
    expect(await runsOf(house, policies.account)).toEqual([
      {
        object: "account", done_count: 1, refused_count: 1, finished: true,
        refusals: [{ object: "account", id: account, reason: "An open deal is on this account or a contact of it." }],
      },
    ]);
    expect(await runsOf(house, policies.deal)).toMatchObject([{ done_count: 0, refused_count: 1 }]);
    await runAs(house.database, owner(), "select app_public.move_deal($1, $2, 'no')", [deal, house.ours.stages["Closed Lost"]]);
    await applyRetention(house);
    expect(await isLive(house, "deals", deal)).toBe(false);
  });

  it("anonymises the record and what is on it, and nothing but that", async () => {
    const contact = await insert("contacts", { last_name: "Forgotten", email: "f@example.test" });
    const note = await insert("notes", { contact_id: contact, content: "Forgotten likes tea" });
    const lead = await insert("leads", { last_name: "Forgotten", email: "f@example.test" });
    await age(house, "contacts", contact, 400, "last_contact_date");
    const policy = await makePolicy({
      object: "contact", action: "anonymise", after_days: 365, counted_from: "last_contact_date",
    });
    await applyRetention(house);
    expect(await runsOf(house, policy)).toMatchObject([{ done_count: 1, refused_count: 0 }]);
    const text = `select c.name, c.email, n.content, l.email as lead from app_public.contacts c, app_public.notes n,
      app_public.leads l where c.id = $1 and n.id = $2 and l.id = $3`;
    expect(await select(house, text, [contact, note, lead])).toEqual([
      { name: "Erased", email: null, content: "Erased", lead: "f@example.test" },
    ]);
    await applyRetention(house);
    expect(await runsOf(house, policy)).toMatchObject([{ done_count: 1 }, { done_count: 0 }]);
  });

  it("reaches its own organization only, and its audit entries name no actor", async () => {
    const theirs = await insertAs(house.database, house.theirs.actor("owner"), "leads", { last_name: "Theirs" });
    await age(house, "leads", theirs, 4000);
    const ours = await age(house, "leads", await insert("leads", { last_name: "Ours" }), 4000);
    await makePolicy({ object: "lead", after_days: 3000 });
    await applyRetention(house);
    expect([await isLive(house, "leads", ours), await isLive(house, "leads", theirs)]).toEqual([false, true]);
    const audit = await select(
      house,
      "select actor_id from app_public.audit_log where record_id = $1 and action = 'delete'",
      [ours],
    );
    expect(audit).toEqual([{ actor_id: null }]);
  });
});

describe("a run", () => {
  const next = "select app_private.continue_retention($1, $2, 3) as more";

  async function manyLeads(count: number): Promise<{ run: string; left: () => Promise<number> }> {
    await select(house, "delete from app_public.leads where organization_id = $1", [house.ours.organizationId]);
    for (let n = 0; n < count; n++) await age(house, "leads", await insert("leads", { last_name: `Batch ${n}` }), 50);
    await makePolicy({ object: "lead" });
    const [started] = await select<{ run_id: string }>(
      house,
      "select run_id from app_private.start_retention() where organization_id = $1",
      [house.ours.organizationId],
    );
    const left = async () =>
      (await select(house, "select from app_public.leads where last_name like 'Batch%' and deleted_at is null")).length;
    return { run: started!.run_id, left };
  }

  it("that is cut off in the middle of a batch loses that batch only", async () => {
    const { run, left } = await manyLeads(8);
    const values = [house.ours.organizationId, run];
    const client = await house.pool.connect();
    await client.query(next, values);
    expect(await left()).toBe(5);
    await client.query("begin");
    await client.query(next, values);
    await client.query("rollback");
    client.release();
    expect(await left()).toBe(5);
    // The next night finds the run and finishes it, instead of starting another.
    await applyRetention(house);
    expect(await left()).toBe(0);
    const runs = await select(house, "select done_count, finished_at from app_public.retention_runs where policy_id is not null");
    expect(runs).toMatchObject([{ done_count: 8 }]);
    expect(runs[0]!["finished_at"]).not.toBeNull();
  });

  it("is worked on by one worker at a time, and each record is counted once", async () => {
    const { run, left } = await manyLeads(9);
    const values = [house.ours.organizationId, run];
    const client = await house.pool.connect();
    await client.query("begin");
    await client.query(next, values);
    const meanwhile = await house.pool.query<{ more: boolean }>(next, values);
    expect(meanwhile.rows).toEqual([{ more: false }]);
    await client.query("commit");
    client.release();
    expect(await left()).toBe(6);
    await Promise.all([select(house, "select graphile_worker.add_job('apply_retention')"), applyRetention(house)]);
    await house.work();
    expect(await left()).toBe(0);
    const runs = await select<{ done: number }>(
      house,
      "select sum(done_count)::int as done from app_public.retention_runs where policy_id is not null",
    );
    expect(runs).toEqual([{ done: 9 }]);
  });

  it("stops when its policy was disabled meanwhile", async () => {
    const { run, left } = await manyLeads(4);
    await house.pool.query(next, [house.ours.organizationId, run]);
    await commitAs(house.database, owner(), "update app_public.retention_policies set is_enabled = false");
    await applyRetention(house);
    expect(await left()).toBe(1);
  });
});

describe("the recycle bin", () => {
  it("is emptied of what has been in it for longer than the organization says, for good", async () => {
    const account = await insert("accounts", { name: "Gone" });
    const contact = await insert("contacts", { last_name: "Gone", account_id: account });
    const deal = await insert("deals", { title: "Stays", amount: 1, account_id: account });
    await runAs(house.database, owner(), "select app_public.move_deal($1, $2, null, 'w')", [deal, house.ours.stages["Closed Won"]]);
    const note = await insert("notes", { account_id: account, content: "x" });
    const file = await insert("attachments", { contact_id: contact, file_name: "a.pdf", byte_size: 1 });
    await select(house, "update app_public.attachments set storage_key = 'files/purged' where id = $1", [file]);
    const product = await insert("products", { name: "Sold" });
    await insert("deal_products", { deal_id: deal, product_id: product, unit_price: 1 });
    const recent = await insert("leads", { last_name: "Recent" });
    for (const [object, id] of [["account", account], ["product", product], ["lead", recent]]) {
      await runAs(house.database, owner(), `select app_public.delete_${object}($1)`, [id]);
    }
    for (const [table, id] of [["accounts", account], ["contacts", contact], ["products", product]] as const) {
      await age(house, table, id, 31, "deleted_at");
    }
    await age(house, "leads", recent, 29, "deleted_at");
    await applyRetention(house);
    expect(await isLive(house, "accounts", account)).toBeUndefined();
    expect(await isLive(house, "contacts", contact)).toBeUndefined();
    expect(await isLive(house, "notes", note)).toBeUndefined();
    expect(await isLive(house, "attachments", file)).toBeUndefined();
    expect(await isLive(house, "leads", recent)).toBe(false);
    expect(await select(house, "select account_id, total from app_public.deals where id = $1", [deal])).toEqual([
      { account_id: null, total: "1.00" },
    ]);
    // A line of a deal refers to it.
    expect(await isLive(house, "products", product)).toBe(false);
    expect(await runsOf(house, null)).toMatchObject([
      {
        done_count: 2, refused_count: 1, finished: true,
        refusals: [{ object: "product", id: product, reason: "Other records refer to this one." }],
      },
    ]);
    expect(await select(house, "select organization_id from app_private.removed_files where storage_key = 'files/purged'")).toEqual([
      { organization_id: house.ours.organizationId },
    ]);
    await select(house, "delete from app_public.deal_products");
    await applyRetention(house);
    expect(await isLive(house, "products", product)).toBeUndefined();
  });

  it("keeps everything when the organization says so", async () => {
    const lead = await insert("leads", { last_name: "Kept" });
    await runAs(house.database, owner(), "select app_public.delete_lead($1)", [lead]);
    await age(house, "leads", lead, 3000, "deleted_at");
    const setDays = "update app_public.organizations set recycle_bin_days = $1 where id = app_hidden.current_organization_id()";
    expect((await trial.tryAs(owner(), setDays, [0])).code).toBe("23514");
    expect((await trial.tryAs(house.ours.actor("manager"), setDays, [1])).rowCount).toBe(0);
    await commitAs(house.database, owner(), setDays, [null]);
    await applyRetention(house);
    expect(await isLive(house, "leads", lead)).toBe(false);
    await commitAs(house.database, owner(), setDays, [30]);
    await applyRetention(house);
    expect(await isLive(house, "leads", lead)).toBeUndefined();
  });
});
