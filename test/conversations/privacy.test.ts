import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { insertAs, runAs } from "../support/tenants.ts";
import { erase, openHouse, readRequest, select } from "../privacy/house.ts";
import type { House } from "../privacy/house.ts";
import { searchEverywhere } from "../privacy/search.ts";
import { logMail } from "./office.ts";

let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 60_000);

afterAll(async () => {
  await house?.end();
});

/** A contact who took part in a mail about a deal, under an address that they have given up. */
async function makeFormer(name: string) {
  const owner = house.ours.actor("owner");
  const contact = await insertAs(house.database, owner, "contacts", { last_name: name, email: `${name}@former.test` });
  const deal = await insertAs(house.database, house.ours.actor("member"), "deals", { title: "Roof" });
  const mail = await logMail(house.database, owner, {
    email_to: [`${name} <${name}@former.test>`, "other@corp.test"], message_id: `<${name}@former.test>`, deal_id: deal,
  });
  await runAs(house.database, owner, "update app_public.contacts set email = $2 where id = $1", [contact, `${name}@new.test`]);
  return { contact, mail };
}

it("erasing somebody reaches mails under addresses that they had, and who took part in them", async () => {
  const { contact, mail } = await makeFormer("quandt");
  expect((await searchEverywhere(house, ["quandt"])).map((find) => find.split(":")[0])).toEqual(
    expect.arrayContaining(["app_public.communications.email_to", "app_public.communication_participants.address", "app_public.communication_participants.name"]),
  );
  const { id } = await erase(house, "contact", contact);
  await house.work();
  expect(await readRequest(house, id)).toMatchObject({ status: "succeeded" });
  expect(await searchEverywhere(house, ["quandt"])).toEqual([]);
  const [participants] = await select(house, `select array_agg(coalesce(address, name) order by position) as left_over
    from app_public.communication_participants where communication_id = $1`, [mail]);
  expect(await select(house, "select thread_id from app_public.communications where id = $1", [mail])).toEqual([{ thread_id: null }]);
  expect(participants).toEqual({ left_over: ["Erased", "other@corp.test"] });
  expect(await select(house, "select from app_public.communication_contacts where contact_id = $1", [contact])).toEqual([]);
});

it("what is exported about somebody has the mails that they took part in", async () => {
  const { contact, mail } = await makeFormer("muster");
  const { document } = await runAs(house.database, house.ours.actor("owner"), "select app_hidden.subject_document('contact', $1) as document", [contact]);
  expect((document as { communications: { id: string }[] }).communications.map(({ id }) => id)).toEqual([mail]);
});
