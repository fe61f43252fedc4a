import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { csv, Importer } from "../import/support.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, insertAs, makeRole, openTrial, randomId, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";
import { erase, openHouse, readRequest, select } from "./house.ts";
import type { House } from "./house.ts";
import { EMAIL, scatter, VALUES } from "./scatter.ts";
import type { Places } from "./scatter.ts";
import { searchEverywhere } from "./search.ts";

let house: House;
let trial: Trial;

const owner = () => house.ours.actor("owner");
const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(house.database, owner(), table, columns);
const counter = { value: 0 };
const makeContact = (columns: Record<string, unknown> = {}) =>
  insert("contacts", { first_name: "Some", last_name: `One${++counter.value}`, ...columns });
const read = async (table: string, id: string) =>
  (await select(house, `select * from app_public.${table} where id = $1`, [id]))[0]!;

beforeAll(async () => {
  house = await openHouse();
  trial = await openTrial(house.database);
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await house?.end();
});

describe("a person who is erased", () => {
  let ids: Places;
  let before: string[];
  let request: Record<string, unknown>;

  beforeAll(async () => {
    ids = await scatter(house);
    before = await searchEverywhere(house, VALUES);
    const { id } = await erase(house, "contact", ids.contact, "Ottilie Quandt asked by mail.");
    await house.work();
    request = await readRequest(house, id);
  }, 60_000);

  it("is nowhere in the database any more", async () => {
    // The search does find what is there.
    const tables = new Set(before.map((found) => found.split(".").slice(0, 2).join(".")));
    expect(tables.size).toBeGreaterThanOrEqual(16);
    expect(await searchEverywhere(house, VALUES)).toEqual([]);
    console.log(`${before.length} finds in ${tables.size} tables before, none after`);
  });

  it("leaves a request that tells what was done", () => {
    expect(request).toMatchObject({
      kind: "erase",
      status: "succeeded",
      contact_id: ids.contact,
      reason: "Erased asked by mail.",
      error: null,
      counts: { leads: 2, attachments: 2, emails: 1, import_files: 1, documents: 1 },
    });
    expect(request["finished_at"]).not.toBeNull();
  });

  it("leaves the records that totals are made of", async () => {
    expect(await read("contacts", ids.contact)).toMatchObject({
      name: "Erased",
      email: null,
      birthday: null,
      custom_data: {},
      email_opt_in: false,
      do_not_call: true,
      account_id: ids.account,
      owner_id: owner().userId,
      source: "Web",
    });
    expect(await read("leads", ids.lead)).toMatchObject({
      name: "Erased",
      company: null,
      status: "converted",
      converted_contact_id: ids.contact,
    });
    expect(await read("deals", ids.deal)).toMatchObject({
      title: "Erased: new roof",
      total: "1500.00",
      primary_contact_id: ids.contact,
    });
    expect(await read("accounts", ids.account)).toMatchObject({
      name: "Erased Consulting",
      primary_email: null,
      primary_phone: "+1 555 000 0000",
    });
  });

  it("leaves what was said between others, without the person", async () => {
    expect(await read("communications", ids.copied)).toMatchObject({
      subject: "Fwd: Erased wrote",
      body: "Erased agrees",
      email_from: null,
      email_cc: ["Erased", "else@example.test"],
      meeting_attendees: ["Erased", "else@example.test"],
      contact_id: ids.other,
    });
    expect(await read("contacts", ids.other)).toMatchObject({
      description: "Colleague of Erased",
      erased_at: null,
    });
  });

  it("leaves entries in the audit log, their values erased", async () => {
    const rows = await select(
      house,
      `select action, old_values, new_values from app_public.audit_log
         where table_name = 'contacts' and record_id = $1 order by occurred_at, id`,
      [ids.contact],
    );
    expect(rows[0]).toMatchObject({
      action: "create",
      new_values: { first_name: "erased", email: "erased", source: "Web" },
    });
    expect(rows.map(({ action }) => action)).toContain("erase");
  });

  it("has the files noted that are to be removed, and the import that held them stopped", async () => {
    expect(await select(house, "select storage_key from app_private.removed_files order by 1 desc")).toEqual([
      { storage_key: "files/1" },
      { storage_key: expect.stringMatching(/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/) },
    ]);
    const [stopped] = await select(
      house,
      "select status, error from app_public.imports where file_name = 'a.csv'",
    );
    expect(stopped).toMatchObject({ status: "failed", error: expect.stringContaining("erased") });
    expect(await select(house, "select from app_private.import_files")).toEqual([]);
    expect(await select(house, "select from app_private.erasures")).toEqual([]);
  });

  it("cannot be erased again, under no name", async () => {
    for (const [type, id] of [["contact", ids.contact], ["LEAD", ids.lead], ["lead", ids.later]]) {
      const again = await trial.tryAs(
        owner(),
        "select app_public.erase_data_subject($1, $2, 'again')",
        [type, id],
      );
      expect(again.code).toBe("RH409");
      expect(again.message).toMatch(/already erased/);
    }
  });

  it("is brought back by nobody: neither edited, nor imported, nor restored", async () => {
    const rename = "update app_public.contacts set first_name = 'Ottilie' where id = $1";
    for (const actor of [owner(), { ...owner(), role: "rowhouse_importer" as const }]) {
      expect((await trial.tryAs(actor, rename, [ids.contact])).code).toBe("RH409");
    }
    const superuser = select(house, rename, [ids.contact]);
    await expect(superuser).rejects.toMatchObject({ code: "RH409" });
    const revived = select(house, "update app_public.leads set erased_at = null where id = $1", [ids.lead]);
    await expect(revived).rejects.toMatchObject({ code: "RH409" });
    await runAs(house.database, owner(), "select app_public.delete_lead($1)", [ids.later]);
    const restored = await trial.tryAs(owner(), "select app_public.restore_lead($1)", [ids.later]);
    expect(restored.code).toBe("RH409");
  });
});

/** Columns that stay: keys, dates, states, amounts and where somebody came from. */
const KEPT: Record<string, string> = {
  contacts: "type is_primary source last_contact_date",
  leads: `industry annual_revenue company_size status rating priority score source campaign medium
    utm_source utm_medium utm_campaign utm_term utm_content assigned_at first_contact_date
    last_contact_date last_activity_date converted_at disqualified_at disqualified_by`,
  communications: "type direction occurred_at duration_minutes",
  activities: `type status priority due_date due_time reminder_at completed_at completed_by
    duration_minutes recurrence_frequency recurrence_interval recurrence_until recurrence_count
    recurrence_starts_on occurs_on has_next`,
  notes: "is_pinned",
};

describe("a file with somebody who was erased", () => {
  it("leaves them erased and says why, and brings the others in", async () => {
    const importer = new Importer(house.database);
    const { organizationId } = house.ours;
    const tenant = { organizationId, userId: house.ours.users.owner };
    const file = (name: string) =>
      csv("Contact.csv", "Id,FirstName,LastName,Email", `c1,Iris,${name},iris@example.test`, "c2,Jo,New,jo@example.test");
    await importer.run(tenant, [file("First")]);
    const [imported] = await select<{ id: string }>(
      house,
      "select id from app_public.contacts where external_id = 'c1'",
    );
    await erase(house, "contact", imported!.id);
    await house.work();
    const { Contact } = await importer.run(tenant, [file("Again")]);
    await importer.end();
    expect(Contact).toMatchObject({ failed: 1, unchanged: 1 });
    expect(Contact!.badRows[0]!.message).toMatch(/was erased/);
    expect(await read("contacts", imported!.id)).toMatchObject({ name: "Erased", email: null });
  });
});

describe("an erased record", () => {
  it("can change hands, and goes to the recycle bin and back with its account", async () => {
    const account = await insert("accounts", { name: "Keeps contacts" });
    const contact = await makeContact({ account_id: account });
    await erase(house, "contact", contact);
    const give = "update app_public.contacts set owner_id = $2 where id = $1";
    await runAs(house.database, owner(), give, [contact, house.ours.users.member]);
    const change = "update app_public.contacts set owner_id = $2, source = 'x' where id = $1";
    const refused = await trial.tryAs(owner(), change, [contact, house.ours.users.admin]);
    expect(refused.code).toBe("RH409");
    await runAs(house.database, owner(), "select app_public.delete_account($1)", [account]);
    expect((await read("contacts", contact))["deleted_at"]).not.toBeNull();
    await runAs(house.database, owner(), "select app_public.restore_account($1)", [account]);
    expect(await read("contacts", contact)).toMatchObject({
      deleted_at: null, name: "Erased", owner_id: house.ours.users.member,
    });
  });
});

describe("what is personal", () => {
  it("has been decided for every column of what is erased", async () => {
    const columns = await select<{ table: string; name: string }>(
      house,
      `select c.relname as table, a.attname as name
         from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'app_public'::regnamespace and c.relname = any ($1)
           and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
           and a.atttypid <> 'uuid'::regtype
           and a.attname not in ('created_at', 'updated_at', 'deleted_at', 'erased_at',
             'external_system', 'external_id')
           and not exists (select from app_hidden.personal_columns p
             where p.table_name = c.relname and p.column_name = a.attname)`,
      [Object.keys(KEPT)],
    );
    const undecided = columns.filter(({ table, name }) => !KEPT[table]!.split(/\s+/).includes(name));
    expect(undecided).toEqual([]);
  });
});

describe("erasing", () => {
  const text = "select app_public.erase_data_subject($1, $2, $3)";

  it("tells bad input from what is not there, and does nothing", async () => {
    const contact = await makeContact({ email: "stays@example.test" });
    const tries: [string, unknown[], string][] = [
      ["no such record", ["contact", randomId(), "x"], "RH404"],
      ["a lead that is a contact", ["lead", contact, "x"], "RH404"],
      ["no such kind", ["account", contact, "x"], "RH400"],
      ["no reason", ["contact", contact, "  "], "RH400"],
      ["nothing", [null, contact, "x"], "RH400"],
      ["a reason without end", ["contact", contact, "x".repeat(1001)], "RH400"],
    ];
    for (const [what, values, code] of tries) {
      expect([what, (await trial.tryAs(owner(), text, values)).code]).toEqual([what, code]);
    }
    expect(await read("contacts", contact)).toMatchObject({ email: "stays@example.test", erased_at: null });
  });

  it("answers for a record of another organization as for none", async () => {
    const theirs = await insertAs(house.database, house.theirs.actor("owner"), "contacts", {
      last_name: "Theirs",
      email: EMAIL,
    });
    const found = await trial.tryAs(owner(), text, ["contact", theirs, "x"]);
    expect(found).toEqual(await trial.tryAs(owner(), text, ["contact", randomId(), "x"]));
    expect(await read("contacts", theirs)).toMatchObject({ email: EMAIL, erased_at: null });
  });

  it("takes the permissions to edit the organization and to delete all contacts and leads", async () => {
    const contact = await makeContact();
    const codes: Record<string, string | undefined> = {};
    for (const role of ["owner", "admin", "manager", "member", "viewer"] as const) {
      codes[role] = (await trial.tryAs(house.ours.actor(role), text, ["contact", contact, "x"])).code;
    }
    expect(codes).toEqual({
      owner: undefined, admin: undefined, manager: "RH403", member: "RH403", viewer: "RH403",
    });
    const { organizationId } = house.ours;
    const userId = await asSuperuser(house.database, async (client) => {
      const custom = await makeRole(client, organizationId, [
        ["organization", "edit", "all"], ["contact", "delete", "all"], ["lead", "delete", "own"],
      ]);
      return addMember(client, organizationId, custom.slug);
    });
    expect((await trial.tryAs({ userId, organizationId }, text, ["contact", contact, "x"])).code).toBe("RH403");
  });

  it("finds who lies in the recycle bin", async () => {
    const contact = await makeContact({ email: "binned@example.test" });
    await runAs(house.database, owner(), "select app_public.delete_contact($1)", [contact]);
    await erase(house, "CONTACT", contact);
    expect(await read("contacts", contact)).toMatchObject({ email: null, name: "Erased" });
  });

  it("leaves alone who shares the address under another name, and says so", async () => {
    const email = "office@example.test";
    const contact = await makeContact({ email, last_name: "Shared" });
    const other = await insert("leads", { last_name: "Different", email });
    const { id, counts } = await erase(house, "contact", contact);
    expect(counts).toEqual({ contacts: 1, same_address_kept: 1 });
    await house.work();
    expect((await readRequest(house, id))["status"]).toBe("succeeded");
    expect(await read("leads", other)).toMatchObject({ email, last_name: "Different", erased_at: null });
  });

  it("replaces no longer address, domain, name or number that only begins alike", async () => {
    const contact = await makeContact({ first_name: "Al", last_name: "Ray", email: "al@ray.test", work_phone: "5551234" });
    const kept = "al@ray.test.au, pal@ray.test, Val Ray; Al Raymond, 155512349";
    const deal = await insert("deals", {
      title: "x",
      primary_contact_id: contact,
      description: `${kept} / al@ray.test. Al Ray! (555) 1234`,
    });
    await erase(house, "contact", contact);
    await house.work();
    const { description } = await read("deals", deal);
    expect(description).toBe(`${kept} / Erased. Erased! Erased`);
  });

  it("takes special characters in what it looks for as they are", async () => {
    const email = "a.b+c(d)|e@x.test";
    const contact = await makeContact({ first_name: "J. (Joe)", last_name: 'O"Neil [x]*\\', email });
    const deal = await insert("deals", {
      title: "y", primary_contact_id: contact, custom_data: { signer: 'J. (Joe) O"Neil [x]*\\' },
    });
    const note = await insert("notes", {
      deal_id: deal,
      content: `aXb+c(d)|e@x.test, ${email} and J. (Joe) O"Neil [x]*\\ end`,
    });
    await erase(house, "contact", contact);
    await house.work();
    expect((await read("notes", note))["content"]).toBe("aXb+c(d)|e@x.test, Erased and Erased end");
    expect((await read("deals", deal))["custom_data"]).toEqual({ signer: "Erased" });
  });

  it("is done by one of two who ask at once", async () => {
    const contact = await makeContact({ email: "two@example.test" });
    const lead = await insert("leads", { last_name: "Two", email: "lead-two@example.test" });
    await select(house, "update app_public.leads set converted_contact_id = $2 where id = $1", [lead, contact]);
    const outcomes = await Promise.all([
      commitAs(house.database, owner(), text, ["contact", contact, "x"]),
      commitAs(house.database, house.ours.actor("admin"), text, ["lead", lead, "x"]),
      commitAs(house.database, owner(), text, ["contact", contact, "x"]),
    ]);
    expect(outcomes.map(({ code }) => code ?? "done").sort()).toEqual(["RH409", "RH409", "done"]);
  });

  it("goes on where it was when it is cut off in the middle of a batch", async () => {
    await house.work();
    const contact = await makeContact({ email: "cut@example.test" });
    for (let n = 0; n < 5; n++) await insert("notes", { contact_id: contact, content: `cut@example.test ${n}` });
    const { id } = await erase(house, "contact", contact);
    const { organizationId } = house.ours;
    const next = `select app_private.continue_erasure($1, $2, 2) as more`;
    const left = async () =>
      (await select(house, "select from app_public.notes where contact_id = $1 and content <> 'Erased'", [contact])).length;
    const client = await house.pool.connect();
    // Imports and mail come before notes.
    await client.query(next, [organizationId, id]);
    await client.query("begin");
    await client.query(next, [organizationId, id]);
    await client.query("rollback");
    expect(await left()).toBe(5);
    await client.query(next, [organizationId, id]);
    client.release();
    expect(await left()).toBe(3);
    // Two workers at the same erasure take turns.
    await Promise.all([1, 2].map(() => house.pool.query(next, [organizationId, id])));
    expect(await left()).toBe(0);
    await house.work();
    const request = await readRequest(house, id);
    expect(request).toMatchObject({ status: "succeeded", counts: { contacts: 1, notes: 5 } });
    expect(await searchEverywhere(house, ["cut@example.test"])).toEqual([]);
  });

  it("is finished when who asked has left, and when its job was lost", async () => {
    const { organizationId } = house.ours;
    const userId = await asSuperuser(house.database, (client) => addMember(client, organizationId, "admin"));
    const contact = await makeContact({ email: "left@example.test" });
    await insert("notes", { contact_id: contact, content: "left@example.test" });
    const { id } = await runAs(
      house.database,
      { userId, organizationId },
      "select * from app_public.erase_data_subject('contact', $1, 'x')",
      [contact],
    );
    await select(house, "update app_public.memberships set is_active = false where user_id = $1", [userId]);
    await select(house, "delete from graphile_worker._private_jobs");
    await select(house, "select graphile_worker.add_job('apply_retention')");
    await house.work();
    await house.work();
    expect((await readRequest(house, id))["status"]).toBe("succeeded");
    expect(await searchEverywhere(house, ["left@example.test"])).toEqual([]);
  });
});
