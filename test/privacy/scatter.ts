import { insertAs, runAs } from "../support/tenants.ts";
import { select } from "./house.ts";
import type { House } from "./house.ts";

/** The address of the person. */
export const EMAIL = "ottilie.quandt@example.test";
const WORK_PHONE = "+49 30 5550 1234";
const MOBILE_PHONE = "0171-7654321";
/** What may be nowhere when she is erased. */
export const VALUES = ["Ottilie", "Quandt", EMAIL, "5550 1234", "5550-1234", "55501234", "7654321"];

/** Records that the person is in. */
export type Places = Record<"account" | "contact" | "lead" | "later" | "deal" | "other" | "copied", string>;

/** Puts a person into every place where somebody may be. */
export async function scatter(house: House): Promise<Places> {
  const owner = () => house.ours.actor("owner");
  const insert = (table: string, columns: Record<string, unknown>) =>
    insertAs(house.database, owner(), table, columns);
  const person = { first_name: "Ottilie", last_name: "Quandt", email: EMAIL };
  const account = await insert("accounts", {
    name: "Ottilie Quandt Consulting",
    primary_email: EMAIL,
    primary_phone: "+1 555 000 0000",
  });
  const contact = await insert("contacts", {
    ...person,
    account_id: account,
    work_phone: WORK_PHONE,
    mobile_phone: MOBILE_PHONE,
    birthday: "1970-02-03",
    job_title: "Quandt of Quandt",
    mailing_street: "Quandt Street 1",
    description: "Ottilie likes tea",
    custom_data: { nickname: "Ottilie" },
    email_opt_in: true,
    source: "Web",
  });
  const lead = await insert("leads", { ...person, company: "Quandt & Co", phone: WORK_PHONE });
  const later = await insert("leads", { email: EMAIL, description: "Ottilie again" });
  const deal = await insert("deals", {
    title: "Ottilie Quandt: new roof",
    amount: 1500,
    primary_contact_id: contact,
    account_id: account,
    description: "Call 0049 30-5550-1234 or Quandt, Ottilie",
  });
  await select(
    house,
    `update app_public.leads set status = 'converted', converted_at = now(),
       converted_contact_id = $2, converted_deal_id = $3 where id = $1`,
    [lead, contact, deal],
  );
  const mail = await insert("communications", {
    type: "email",
    subject: "Dear Ottilie",
    body: "Mrs Quandt, …",
    contact_id: contact,
    email_to: [EMAIL],
  });
  await insert("notes", { communication_id: mail, content: "Ottilie was happy" });
  await insert("notes", { contact_id: contact, title: "Quandt", content: "Ottilie has a dog" });
  await insert("attachments", { communication_id: mail, file_name: "quandt.pdf", byte_size: 1 });
  const file = await insert("attachments", {
    lead_id: lead,
    file_name: "ottilie.png",
    byte_size: 1,
    checksum: "a".repeat(64),
  });
  await select(house, "update app_public.attachments set storage_key = 'files/1' where id = $1", [file]);
  const call = await insert("activities", { subject: "Call Ottilie", lead_id: later });
  const said = await insert("communications", { type: "call", body: "Quandt!", activity_id: call });
  await insert("notes", { communication_id: said, content: "Ottilie was in a hurry" });
  const binned = await insert("activities", { subject: "Quandt in the bin", contact_id: contact });
  await runAs(house.database, owner(), "select app_public.delete_activity($1)", [binned]);
  await insert("notes", { deal_id: deal, content: "OTTILIE  QUANDT has 0171 7654 321" });
  const note = await insert("notes", { deal_id: deal, content: `Ottilie Quandt, ${MOBILE_PHONE}, before the edit` });
  await runAs(house.database, owner(), "update app_public.notes set content = 'Edited' where id = $1", [note]);
  await insert("tasks", { title: "Offer for Ottilie Quandt", deal_id: deal });
  await insert("projects", { name: "Roof of Ottilie Quandt", deal_id: deal });
  await insert("deal_products", { deal_id: deal, description: "For Ottilie Quandt", unit_price: 1500 });
  const other = await insert("contacts", { last_name: "Other", description: `Colleague of ${EMAIL}` });
  const copied = await insert("communications", {
    type: "email",
    contact_id: other,
    subject: `Fwd: ${EMAIL} wrote`,
    body: "Ottilie Quandt agrees",
    email_from: EMAIL,
    email_cc: [`"Ottilie Quandt" <${EMAIL.toUpperCase()}>`, "else@example.test"],
    meeting_attendees: [EMAIL, "else@example.test"],
  });
  const thread = await insert("message_threads", { subject: `About ${EMAIL}` });
  await runAs(
    house.database,
    owner(),
    "insert into app_public.messages (thread_id, body) values ($1, $2)",
    [thread, `Write to ${EMAIL}, will you?`],
  );
  const { organizationId } = house.ours;
  await select(
    house,
    `with waiting as (
       insert into app_public.imports (organization_id, object_type, file_name, status, created_by)
         values ($1, 'contact', 'a.csv', 'queued', $2) returning id)
     insert into app_private.import_files (organization_id, import_id, content)
       select $1, id, convert_to($3, 'UTF8') from waiting`,
    [organizationId, owner().userId, `Name,Email\nOttilie Quandt,${EMAIL.toUpperCase()}\n`],
  );
  await select(
    house,
    `insert into app_public.imports (organization_id, object_type, file_name, status, bad_rows, warnings, created_by)
       values ($1, 'lead', 'b.csv', 'succeeded', $2, $3, $4)`,
    [
      organizationId,
      JSON.stringify([
        { line: 2, column: "phone", value: WORK_PHONE, message: "is odd" },
        { line: 3, column: "name", value: "Ottilie Quandt", message: 'not "Ottilie Quandt"' },
      ]),
      [`${EMAIL} is there twice`],
      owner().userId,
    ],
  );
  await select(
    house,
    `insert into app_private.emails (organization_id, recipient, subject, body)
       values ($1, $2, 'Dear Ottilie', 'Hello Quandt'), ($1, 'else@example.test', 'News', $3)`,
    [organizationId, EMAIL, `Ottilie Quandt (${EMAIL}) wrote`],
  );
  await sendToWebhook(house, [{ id: contact, phone: "of whom" }, { text: `Write to ${EMAIL}` }], contact);
  await runAs(house.database, owner(), "select app_public.export_data_subject('contact', $1)", [contact]);
  await house.work();
  return { account, contact, lead, later, deal, other, copied };
}

/** Leaves messages to a webhook, each answered with what it said. */
async function sendToWebhook(house: House, messages: object[], contact: string): Promise<void> {
  const run = (text: string, values: unknown[] = []) => runAs(house.database, house.ours.actor("owner"), text, values);
  const { id } = await run("select id from app_hidden.create_webhook_endpoint('ERP', 'http://127.0.0.1:1/', null, null, true)");
  for (const [place, data] of messages.entries()) {
    await run("select app_hidden.send_webhook($1, $2, 'workflow', $3, $4)",
      [id, `scattered ${place}`, JSON.stringify({ ...data, name: "Ottilie Quandt" }), place === 0 ? contact : null]);
  }
  await select(house, `insert into app_public.webhook_attempts (organization_id, delivery_id, duration_ms, response_excerpt)
    select organization_id, id, 1, 'Took ' || $1 from app_public.webhook_deliveries`, [EMAIL]);
}
