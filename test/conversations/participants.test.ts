import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeTenant, makeUser, one, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";
import { CONVERT, conversionValues } from "../leads/world.ts";
import { logMail, makeRestricted, seen } from "./office.ts";

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

const makeContact = (columns: Record<string, unknown>, actor = owner) =>
  insertAs(database, actor, "contacts", { last_name: "Lee", ...columns });

const participantsOf = (mail: string, actor = owner) =>
  seen(
    database,
    actor,
    `select role, address, name, user_id, m.contact_id
       from app_public.communication_participants p
       left join app_public.communication_contacts m on m.participant_id = p.id
       where communication_id = $1 order by array_position('{from,to,cc,attendee}', role), position`,
    [mail],
  );

/** The contact of the only participant, as somebody sees it. */
const matchOf = async (mail: string, actor = owner) => (await participantsOf(mail, actor))[0]?.["contact_id"];

describe("participants", () => {
  it("are the addresses and names of a communication, each once in a role, in their order", async () => {
    const mail = await logMail(database, owner, {
      email_from: "Zoe@Corp.test ",
      email_to: ['"Lee, Ann" <ANN@corp.test>', "ann@corp.test", "bob@corp.test", "  ", ""],
      email_cc: ["Bob <bob@corp.test>"],
      meeting_attendees: ["Somebody", "\u00a0", "\v", "\u2003<a@corp.test>\u2003", "<@>", "two@addresses@corp.test", "x".repeat(400)],
    });
    const rows = await participantsOf(mail);
    expect(rows.map(({ role, address, name }) => [role, address, name])).toEqual([
      ["from", "zoe@corp.test", null],
      ["to", "ann@corp.test", "Lee, Ann"],
      ["to", "bob@corp.test", null],
      ["cc", "bob@corp.test", "Bob"],
      ["attendee", null, "Somebody"],
      ["attendee", "a@corp.test", null],
      ["attendee", null, "<@>"],
      ["attendee", null, "two@addresses@corp.test"],
      ["attendee", null, "x".repeat(255)],
    ]);
  });

  it("follow the communication when it changes, and go with it", async () => {
    const contact = await makeContact({ email: "stays@corp.test" });
    const mail = await logMail(database, owner, { email_to: ["goes@corp.test", "stays@corp.test"] });
    await runAs(database, owner, "update app_public.contacts set email = 'moved@corp.test' where id = $1", [contact]);
    await runAs(
      database, owner,
      "update app_public.communications set email_to = '{new@corp.test,x@corp.test,stays@corp.test}' where id = $1",
      [mail],
    );
    // Who was Ann under an address that she has given up is Ann still.
    expect((await participantsOf(mail)).map(({ address, contact_id: id }) => [address, id])).toEqual([
      ["new@corp.test", null], ["x@corp.test", null], ["stays@corp.test", contact],
    ]);
    await runAs(database, owner, "update app_public.communications set email_to = '{}' where id = $1", [mail]);
    expect(await participantsOf(mail)).toEqual([]);
  });

  it("are written by the database alone", async () => {
    const mail = await logMail(database, owner, { email_to: ["fixed@corp.test"] });
    for (const text of [
      "insert into app_public.communication_participants (communication_id, role, position, name) values ($1, 'to', 9, 'Me')",
      "update app_public.communication_participants set address = 'me@corp.test' where communication_id = $1",
      "delete from app_public.communication_participants where communication_id = $1",
      "insert into app_public.communication_contacts (participant_id, contact_id) values ($1, $1)",
      "delete from app_public.communication_contacts where participant_id = $1",
    ]) {
      expect((await trial.tryAs(owner, text, [mail])).code).toBe("42501");
    }
  });

  it("are members where they have the address, also who joins later, and nobody of another organization", async () => {
    const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    const email = "later@acme.test";
    const user = await asSuperuser(database, (client) => makeUser(client, "Later", email));
    await asSuperuser(database, (client) => addMember(client, other.organizationId, "member", user));
    await insertAs(database, other.actor("owner"), "contacts", { last_name: "Theirs", email });
    const mail = await logMail(database, owner, { email_to: [email] });
    expect(await participantsOf(mail)).toMatchObject([{ user_id: null, contact_id: null }]);
    await asSuperuser(database, (client) => addMember(client, tenant.organizationId, "viewer", user));
    expect(await participantsOf(mail)).toMatchObject([{ user_id: user, contact_id: null }]);
    expect(await participantsOf(mail, other.actor("owner"))).toEqual([]);
  });
});

describe("a match", () => {
  it("is told only to those who see the contact", async () => {
    await makeContact({ email: "hidden@corp.test" });
    const [known, unknown] = [
      await logMail(database, member, { email_to: ["hidden@corp.test"] }),
      await logMail(database, member, { email_to: ["nobody@corp.test"] }),
    ];
    const asSeen = async (mail: string) => [
      await participantsOf(mail, member),
      await seen(database, member, "select account_id, contact_id from app_public.communications where id = $1", [mail]),
      await seen(database, member, `select c.id from app_public.communication_participants p,
        app_public.communication_participants_contact(p) c where p.communication_id = $1 and c.id is not null`, [mail]),
    ];
    const text = JSON.stringify(await asSeen(known));
    expect(text.replaceAll("hidden@", "nobody@")).toBe(JSON.stringify(await asSeen(unknown)));
    expect(await seen(database, member, "select from app_public.communication_contacts")).toEqual([]);
    expect(await matchOf(known)).toEqual(expect.any(String));
  });

  it("is found when the contact is made or gets the address later, and stays with the first", async () => {
    const mail = await logMail(database, owner, { email_to: ["early@corp.test"] });
    expect(await matchOf(mail)).toBeNull();
    const first = await makeContact({});
    await runAs(database, owner, "update app_public.contacts set email = 'Early@Corp.test' where id = $1", [first]);
    expect(await matchOf(mail)).toBe(first);
    await runAs(database, owner, "update app_public.contacts set email = null where id = $1", [first]);
    const second = await makeContact({ email: "early@corp.test" });
    expect(await matchOf(mail)).toBe(first);
    expect(await matchOf(await logMail(database, owner, { email_to: ["early@corp.test"] }))).toBe(second);
  });

  it("goes to who has the address after a contact that was deleted", async () => {
    const former = await makeContact({ email: "desk@corp.test" });
    // On something of somebody else, so that it is not put on the contact, with which it would go.
    const deal = await insertAs(database, member, "deals", { title: "Desks" });
    const mail = await logMail(database, owner, { email_to: ["desk@corp.test"], deal_id: deal });
    await runAs(database, owner, "select app_public.delete_contact($1)", [former]);
    expect(await matchOf(mail)).toBeNull();
    await runAs(database, owner, "select app_public.restore_contact($1)", [former]);
    expect(await matchOf(mail)).toBe(former);
    await runAs(database, owner, "select app_public.delete_contact($1)", [former]);
    const latter = await makeContact({ email: "desk@corp.test" });
    expect(await matchOf(mail)).toBe(latter);
  });

  it("moves with a merge and back", async () => {
    const [winner, loser] = [await makeContact({}), await makeContact({ email: "loser@corp.test" })];
    const mail = await logMail(database, owner, { email_to: ["loser@corp.test"], contact_id: winner });
    expect(await matchOf(mail)).toBe(loser);
    const merged = await runAs(database, owner, "select * from app_public.merge_records('contact', $1, $2)", [winner, [loser]]);
    expect(await matchOf(mail)).toBe(winner);
    await runAs(database, owner, "select app_public.undo_merge($1)", [merged["id"]]);
    expect(await matchOf(mail)).toBe(loser);
  });

  it("does not keep a conversion that made the contact from being undone", async () => {
    const mail = await logMail(database, owner, { email_to: ["lead@corp.test"] });
    const lead = await insertAs(database, owner, "leads", {
      last_name: "Lead", company: "Lead Works", email: "lead@corp.test",
    });
    await runAs(database, owner, CONVERT, conversionValues(lead));
    expect(await matchOf(mail)).toEqual(expect.any(String));
    await runAs(database, owner, "select app_public.undo_lead_conversion($1)", [lead]);
    expect(await matchOf(mail)).toBeNull();
  });

  it("that two made at the same moment could not see is made by the next job", async () => {
    const { rows: none } = await asSuperuser(database, async (client) => {
      await client.query("begin");
      await client.query(
        "insert into app_public.contacts (organization_id, last_name, email, owner_id) values ($1, 'Now', 'now@corp.test', $2)",
        [tenant.organizationId, owner.userId],
      );
      const mail = await logMail(database, owner, { email_to: ["now@corp.test"] });
      await client.query("commit");
      expect(await matchOf(mail)).toBeNull();
      const { matched } = await one(client, "select app_private.match_recent_participants() as matched");
      expect(matched).toBe(1);
      expect(await matchOf(mail)).toEqual(expect.any(String));
      return client.query("select from app_private.match_recent_participants() n where n > 0");
    });
    expect(none).toEqual([]);
  });
});

describe("those who do not see a field", () => {
  it("see no participants of the columns that are hidden or masked", async () => {
    const reader = await makeRestricted(database, tenant, [
      ["communication", "email_to", "hidden"], ["communication", "email_from", "mask"],
    ]);
    const mail = await logMail(database, owner, {
      email_from: "f@corp.test", email_to: ["t@corp.test"], email_cc: ["c@corp.test"], meeting_attendees: ["a@corp.test"],
    });
    const rows = await participantsOf(mail, reader);
    expect(rows.map(({ address }) => address)).toEqual(["c@corp.test", "a@corp.test"]);
  });

  it("learn of no contact's address by a match", async () => {
    const guesser = await makeRestricted(database, tenant, [["contact", "email", "mask"]]);
    const contact = await makeContact({ email: "guessed@corp.test" });
    const mail = await logMail(database, guesser, { email_to: ["guessed@corp.test"] });
    expect(await participantsOf(mail, guesser)).toMatchObject([{ address: "guessed@corp.test", contact_id: null }]);
    expect(await seen(database, guesser, "select contact_id from app_public.communications where id = $1", [mail]))
      .toEqual([{ contact_id: null }]);
    expect(await matchOf(mail)).toBe(contact);
  });
});

describe("a new communication that is on nobody", () => {
  const placeOf = (mail: string, actor = owner) =>
    seen(database, actor, "select contact_id, account_id from app_public.communications where id = $1", [mail]);

  it("is put on the contact whose address is in it, and the contact's account", async () => {
    const account = await insertAs(database, owner, "accounts", { name: "One" });
    const contact = await makeContact({ email: "one@one.test", account_id: account });
    const { email: colleague } = await runAs(database, owner, "select email from app_public.users where id = $1", [member.userId]);
    await makeContact({ email: colleague });
    for (const addresses of [
      { email_to: ["one@one.test"], email_cc: [colleague] },
      { email_from: "One <One@one.test>", direction: "inbound", email_to: ["sales@acme.test"] },
      { meeting_attendees: ["one@one.test", "Somebody"] },
      { email_to: ["one@one.test"], contact_id: contact },
    ]) {
      expect(await placeOf(await logMail(database, owner, addresses))).toEqual([{ contact_id: contact, account_id: account }]);
    }
  });

  it("is put on no contact of several, but on the account that they share", async () => {
    const account = await insertAs(database, owner, "accounts", { name: "Two" });
    await makeContact({ email: "a@two.test", account_id: account });
    await makeContact({ email: "b@two.test", account_id: account });
    await makeContact({ email: "c@three.test" });
    const both = await logMail(database, owner, { email_to: ["a@two.test"], email_cc: ["b@two.test"] });
    expect(await placeOf(both)).toEqual([{ contact_id: null, account_id: account }]);
    const mixed = await logMail(database, owner, { email_to: ["a@two.test", "c@three.test"] });
    expect(await placeOf(mixed)).toEqual([{ contact_id: null, account_id: null }]);
  });

  it("is put on nothing that others who see it would not see", async () => {
    const deal = await insertAs(database, member, "deals", { title: "Member's" });
    const account = await insertAs(database, owner, "accounts", { name: "Owner's", owner_id: owner.userId });
    const contact = await makeContact({ email: "d@four.test", account_id: account });
    const onDeal = await logMail(database, owner, { email_to: ["d@four.test"], deal_id: deal });
    expect(await placeOf(onDeal, member)).toEqual([{ contact_id: null, account_id: null }]);
    await runAs(database, owner, "update app_public.contacts set owner_id = $2 where id = $1", [contact, member.userId]);
    const onContact = await logMail(database, owner, { email_to: ["d@four.test"], deal_id: deal });
    expect(await placeOf(onContact, member)).toEqual([{ contact_id: contact, account_id: null }]);
  });

  it("stays there when its maker may not change where it is, or has taken it away", async () => {
    const contact = await makeContact({ email: "e@five.test" });
    const reader = await makeRestricted(database, tenant, [["communication", "contact_id", "view"]]);
    expect(await placeOf(await logMail(database, reader, { email_to: ["e@five.test"] }))).toMatchObject([{ contact_id: null }]);
    const mail = await logMail(database, owner, { email_to: ["e@five.test"] });
    expect(await placeOf(mail)).toMatchObject([{ contact_id: contact }]);
    await runAs(database, owner, "update app_public.communications set contact_id = null where id = $1", [mail]);
    await runAs(database, owner, "update app_public.communications set email_cc = '{e@five.test}' where id = $1", [mail]);
    expect(await placeOf(mail)).toMatchObject([{ contact_id: null }]);
  });
});
