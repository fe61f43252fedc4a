import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, insertAs, makeRole, openTrial, randomId, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";
import { erase, openHouse, readRequest, select } from "./house.ts";
import type { House } from "./house.ts";

type Row = Record<string, unknown>;
type Document = Record<string, Row[]>;

const TEXT = "select * from app_public.export_data_subject($1, $2)";

let house: House;
let trial: Trial;
let contact: string;
let lead: string;

const owner = () => house.ours.actor("owner");
const insert = (table: string, columns: Row, actor = owner()) =>
  insertAs(house.database, actor, table, columns);

const ask = async (actor: Actor, id: string, objectType = "contact") =>
  (await runAs(house.database, actor, TEXT, [objectType, id]))["id"] as string;

async function fetchDocument(actor: Actor, request: string): Promise<Document | null> {
  const { rows } = await trial.tryAs(
    actor,
    "select q.document from app_public.privacy_requests r, app_public.privacy_requests_document(r) as q (document) where r.id = $1",
    [request],
  );
  return (rows[0]?.["document"] ?? null) as Document | null;
}

/** What somebody gets who exports a record. */
async function exportFor(actor: Actor, id: string, objectType = "contact"): Promise<Document> {
  const request = await ask(actor, id, objectType);
  await house.work();
  const document = await fetchDocument(actor, request);
  if (!document) throw new Error(`No document: ${JSON.stringify(await readRequest(house, request))}`);
  return document;
}

/** Somebody in a role of these permissions and restricted fields. */
async function makeActor(
  permissions: [string, string, string][],
  fields: [object: string, field: string, mode: string][] = [],
): Promise<Actor & { userId: string }> {
  const { organizationId } = house.ours;
  return asSuperuser(house.database, async (client) => {
    const role = await makeRole(client, organizationId, permissions, fields);
    return { userId: await addMember(client, organizationId, role.slug), organizationId };
  });
}

beforeAll(async () => {
  house = await openHouse();
  trial = await openTrial(house.database);
  contact = await insert("contacts", {
    first_name: "Ines", last_name: "Export", email: "ines@example.test", mobile_phone: "0171 5550 777",
    email_opt_in: true, custom_data: { shoe_size: 42 },
  });
  lead = await insert("leads", { last_name: "Export", email: "ines@example.test", company: "Before" });
  await select(house, "update app_public.leads set converted_contact_id = $2 where id = $1", [lead, contact]);
  await insert("communications", {
    type: "email", subject: "Hello Ines", contact_id: contact, lead_id: lead,
  });
  await insert("activities", { subject: "Call Ines", lead_id: lead });
  await insert("notes", { content: "A note", contact_id: contact });
  const binned = await insert("notes", { content: "A note in the bin", contact_id: contact });
  await runAs(house.database, owner(), "select app_public.delete_note($1)", [binned]);
  const file = await insert("attachments", { file_name: "ines.pdf", byte_size: 3, contact_id: contact });
  await select(house, "update app_public.attachments set storage_key = 'secret/key' where id = $1", [file]);
  await insert("deals", { title: "Deal of Ines", primary_contact_id: contact });
  const tag = await insert("tags", { name: "vip" });
  await runAs(house.database, owner(), "insert into app_public.taggings (tag_id, contact_id) values ($1, $2)", [tag, contact]);
  await insert("notes", { content: "About somebody else", contact_id: await insert("contacts", { last_name: "Other" }) });
}, 60_000);

beforeEach(async () => {
  await house.work();
});

afterAll(async () => {
  await trial?.end();
  await house?.end();
});

describe("an export", () => {
  it("has all that is known about a person, and nothing about others", async () => {
    const document = await exportFor(owner(), contact);
    expect(document).toMatchObject({
      contacts: [{ id: contact, name: "Ines Export", email: "ines@example.test", custom_data: { shoe_size: 42 } }],
      leads: [{ id: lead, company: "Before" }],
      consent: [{ contact_id: contact, email_opt_in: true, sms_opt_in: false, do_not_call: false }],
      // Which is on both, and there once.
      communications: [{ subject: "Hello Ines" }],
      activities: [{ subject: "Call Ines" }],
      notes: [{ content: "A note" }, { content: "A note in the bin" }],
      attachments: [{ file_name: "ines.pdf" }],
      deals: [{ title: "Deal of Ines" }],
      tags: ["vip"],
    });
    expect(document["audit_log"]!.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(document)).not.toMatch(/organization_id|secret\/key|somebody else/);
  });

  it("is the same for the lead that the person was", async () => {
    const { exported_at: _first, ...asContact } = await exportFor(owner(), contact);
    const { exported_at: _second, ...asLead } = await exportFor(owner(), lead, "LEAD");
    expect(asLead).toEqual(asContact);
  });

  it("is counted in its request, which the audit log tells of", async () => {
    const request = await ask(owner(), contact);
    await house.work();
    expect(await readRequest(house, request)).toMatchObject({
      kind: "export", status: "succeeded", counts: { notes: 2, contacts: 1, deals: 1 },
    });
    const entries = await select(
      house,
      "select actor_id from app_public.audit_log where table_name = 'privacy_requests' and record_id = $1 and action = 'create'",
      [request],
    );
    expect(entries).toEqual([{ actor_id: owner().userId }]);
  });

  it("has of restricted fields what whoever asked may see: nothing, or the mask", async () => {
    const everything = ["contact", "lead", "communication", "activity", "note", "deal", "audit_log"].map(
      (object): [string, string, string] => [object, "view", "all"],
    );
    const restricted = await makeActor([...everything, ["contact", "export", "all"]], [
      ["contact", "email", "mask"],
      ["contact", "mobile_phone", "hidden"],
      ["contact", "custom_data.shoe_size", "hidden"],
      ["lead", "email", "hidden"],
      ["communication", "subject", "hidden"],
    ]);
    const document = await exportFor(restricted, contact);
    expect(document["contacts"]).toMatchObject([{ email: "•••••", mobile_phone: null, custom_data: {} }]);
    expect(document["leads"]).toMatchObject([{ company: "Before", email: null }]);
    expect(document["audit_log"]!.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(document)).not.toMatch(/ines@example|5550 777|shoe_size|Hello Ines/);
  });

  it("has of related records those that whoever asked may see", async () => {
    const narrow = await makeActor([
      ["contact", "view", "all"], ["contact", "export", "all"], ["note", "view", "all"], ["lead", "view", "own"],
    ]);
    const document = await exportFor(narrow, contact);
    // The one in the recycle bin is for who may delete notes.
    expect(document).toMatchObject({
      notes: [{ content: "A note" }], leads: [], communications: [], activities: [], deals: [], audit_log: [],
    });
    // A hidden reference does not tell what it refers to either.
    const blind = await makeActor(
      [["contact", "view", "all"], ["contact", "export", "all"], ["deal", "view", "all"]],
      [["deal", "primary_contact_id", "hidden"]],
    );
    expect((await exportFor(blind, contact))["deals"]).toEqual([]);
  });

  it("takes the permission to export this very record", async () => {
    const mine = await insert("contacts", { last_name: "Mine" }, house.ours.actor("member"));
    const code = async (actor: Actor, id: string, type = "contact") =>
      (await trial.tryAs(actor, TEXT, [type, id])).code;
    expect(await code(house.ours.actor("member"), mine)).toBeUndefined();
    expect(await code(house.ours.actor("member"), contact)).toBe("RH404");
    expect(await code(house.ours.actor("viewer"), contact)).toBe("RH403");
    expect(await code(owner(), randomId())).toBe("RH404");
    expect(await code(owner(), contact, "lead")).toBe("RH404");
    expect(await code(owner(), contact, "deal")).toBe("RH400");
    const theirs = house.theirs.actor("owner");
    expect(await trial.tryAs(theirs, TEXT, ["contact", contact])).toEqual(
      await trial.tryAs(theirs, TEXT, ["contact", randomId()]),
    );
    expect(await code(theirs, contact)).toBe("RH404");
  });

  it("is given to nobody but whoever asked, and for seven days", async () => {
    const request = await ask(owner(), contact);
    await house.work();
    const admin = house.ours.actor("admin");
    expect((await trial.tryAs(admin, "select from app_public.privacy_requests where id = $1", [request])).rowCount).toBe(1);
    expect(await fetchDocument(admin, request)).toBeNull();
    for (const other of [house.ours.actor("member"), house.theirs.actor("owner")]) {
      expect((await trial.tryAs(other, "select from app_public.privacy_requests where id = $1", [request])).rowCount).toBe(0);
    }
    expect(await fetchDocument(owner(), request)).not.toBeNull();
    await select(house, "update app_private.privacy_documents set expires_at = now() - interval '1 second'");
    expect(await fetchDocument(owner(), request)).toBeNull();
    await select(house, "select graphile_worker.add_job('apply_retention')");
    await house.work();
    expect(await select(house, "select from app_private.privacy_documents")).toEqual([]);
  });

  it("is not given any more to whom it would look different now", async () => {
    const actor = await makeActor([["contact", "view", "all"], ["contact", "export", "all"]]);
    const request = await ask(actor, contact);
    await house.work();
    expect(await fetchDocument(actor, request)).not.toBeNull();
    await select(
      house,
      `insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
         select organization_id, role_id, 'contact', 'email', 'hidden' from app_public.memberships where user_id = $1`,
      [actor.userId],
    );
    expect(await fetchDocument(actor, request)).toBeNull();
  });

  it("fails and says why when whoever asked has left meanwhile, or the person was erased", async () => {
    const actor = await makeActor([["contact", "view", "all"], ["contact", "export", "all"]]);
    const left = await ask(actor, contact);
    await select(house, "update app_public.memberships set is_active = false where user_id = $1", [actor.userId]);
    await house.work();
    expect(await readRequest(house, left)).toMatchObject({
      status: "failed", error: "You are not an active member of this organization.", document_expires_at: null,
    });
    const person = await insert("contacts", { last_name: "Brief", email: "brief@example.test" });
    const request = await ask(owner(), person);
    const { organizationId } = house.ours;
    // Between reading and keeping, as a slow worker would.
    await house.pool.query("select app_private.begin_export($1, $2)", [organizationId, request]);
    await erase(house, "contact", person);
    const document = JSON.stringify({ contacts: [{ email: "brief@example.test" }] });
    await house.pool.query("select app_private.finish_export($1, $2, $3, 'full:x')", [organizationId, request, document]);
    expect(await readRequest(house, request)).toMatchObject({ status: "failed", error: "The contact was erased meanwhile." });
    const kept = await select(house, "select from app_private.privacy_documents where request_id = $1", [request]);
    expect(kept).toEqual([]);
  });
});

describe("what is kept about a user", () => {
  const myData = async (actor: Actor) =>
    (await trial.tryAs(actor, "select app_public.export_my_data() as data")).rows[0]!["data"] as Row;

  it("is given to that user: account, memberships, sessions, doings, numbers of records", async () => {
    const member = house.ours.actor("member");
    await insert("leads", { last_name: "Own" }, member);
    await select(
      house,
      "insert into app_private.sessions (user_id, organization_id, ip, user_agent) values ($1, $2, '192.0.2.7', 'Browser')",
      [member.userId, member.organizationId],
    );
    const data = await myData(member);
    expect(data).toMatchObject({
      user: { id: member.userId, name: "member" },
      memberships: [{ organization: "Acme", role: "Member", is_active: true }],
      sessions: [{ ip: "192.0.2.7", user_agent: "Browser" }],
      records_owned: { leads: { acme: 1 } },
    });
    const doings = data["audit_log"] as Row[];
    expect(doings.map(({ table_name }) => table_name)).toContain("leads");
    expect(JSON.stringify(data)).not.toMatch(/Own"|new_values|password|token|hash/);
  });

  it("has nothing of colleagues, nor of what others did", async () => {
    const text = JSON.stringify(await myData(house.ours.actor("viewer")));
    for (const role of ["owner", "admin", "manager", "member"] as const) {
      expect(text).not.toContain(house.ours.users[role]);
    }
  });

  it("is for who is signed in", async () => {
    const nobody = await trial.tryAs({ role: "rowhouse_anonymous" }, "select app_public.export_my_data()");
    expect(nobody.code).toBe("42501");
    const unnamed = await trial.tryAs({}, "select app_public.export_my_data()");
    expect(unnamed.code).toBe("RH401");
  });
});
