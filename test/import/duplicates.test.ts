import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, runAs } from "../support/tenants.ts";
import { csv, Importer, makeTenant, select } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let importer: Importer;
let tenant: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
  tenant = await makeTenant(database, "Doubles");
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
});

const HEADER = "Id,FirstName,LastName,Birthdate,MailingStreet";
const names = async () =>
  (await select<{ name: string }>(database, "select name from app_public.contacts where deleted_at is null and organization_id = $1 order by name, id", [tenant.organizationId])).map(({ name }) => name);

test("rows that look like records that exist are told of, left out if asked, or not looked for", async () => {
  await insertAs(database, tenant, "contacts", { first_name: "Ann", last_name: "Lee", birthday: "1980-01-02" });
  const rows = (prefix: string) => csv("Contact.csv", HEADER, `${prefix}1,Ann,Lee,1980-01-02,`, `${prefix}2,Bob,Fox,1990-05-05,`, `${prefix}3,${"x".repeat(200)},Bad,,`);
  const { Contact: skipped } = await importer.run(tenant, [rows("s")], { duplicates: "skip" });
  expect(skipped).toMatchObject({ rows: 3, created: 1, failed: 2 });
  expect(skipped?.badRows.map(({ line }) => line)).toEqual([2, 4]);
  expect(skipped?.badRows[0]?.message).toMatch(/^Looks like a record that exists \([0-9a-f-]{36}\) and was left out\.$/);
  expect(skipped?.warnings).toContain("One row looks like a record that exists (line 2); it was left out.");
  expect(await names()).toEqual(["Ann Lee", "Bob Fox"]);

  const { Contact: warned } = await importer.run(tenant, [rows("w")]);
  expect(warned).toMatchObject({ created: 2, failed: 1 });
  expect(warned?.warnings).toContain("2 rows look like records that exist (lines 2, 3); they were made all the same.");

  const { Contact: ignored } = await importer.run(tenant, [rows("i")], { duplicates: "ignore" });
  expect(ignored).toMatchObject({ created: 2, warnings: [] });
  // What is known by its id is no duplicate of itself.
  const { Contact: again } = await importer.run(tenant, [rows("i")], { duplicates: "skip" });
  expect(again).toMatchObject({ unchanged: 2, created: 0, failed: 1 });
});

test("a file with a record that was merged changes the one that stayed, until the merge is undone", async () => {
  const file = (street: string) => csv("Contact.csv", HEADER, "m1,Max,Winner,,", `m2,Maxi,Loser,,${street}`);
  await importer.run(tenant, [file("")]);
  const [winner, loser] = await select<{ id: string }>(
    database, "select id from app_public.contacts where external_id in ('m1', 'm2') and organization_id = $1 order by external_id", [tenant.organizationId]);
  const merge = await runAs(database, tenant, "select id from app_public.merge_records('contact', $1, $2)", [winner?.id, [loser?.id]]);
  const { Contact: result } = await importer.run(tenant, [file("New Street 1")]);
  expect(result).toMatchObject({ created: 0 });
  const { rows } = await asSuperuser(database, (client) => client.query(
    "select mailing_street, external_id from app_public.contacts where id = $1", [winner?.id]));
  expect(rows).toEqual([{ mailing_street: "New Street 1", external_id: "m1" }]);
  await runAs(database, tenant, "update app_public.contacts set mailing_street = null where id = $1", [winner?.id]);
  await runAs(database, tenant, "select app_public.undo_merge($1)", [merge["id"]]);
  const { Contact: after } = await importer.run(tenant, [file("Other Street 2")]);
  expect(after).toMatchObject({ created: 0 });
  const { rows: apart } = await asSuperuser(database, (client) => client.query(
    "select mailing_street from app_public.contacts where id = $1", [loser?.id]));
  expect(apart).toEqual([{ mailing_street: "Other Street 2" }]);
});

test("a file with both records of a merge changes the one that stayed by its own row, and fills in by the other", async () => {
  const header = "Id,FirstName,LastName,Title,MailingStreet,MailingCity,AccountId";
  const accounts = csv("Account.csv", "Id,Name", "b1,Winning Works", "b2,Losing Works");
  const file = (title: string, ...more: string[]) =>
    csv("Contact.csv", header, `b2,Bert,Loser,${title},Wrong Street 1,Bonn,b2`, `b1,Berta,Winner,,,Kiel,b1`, ...more);
  await importer.run(tenant, [accounts, file("")]);
  const find = async (table: string) => (await select<{ id: string }>(
    database, `select id from app_public.${table} where external_id in ('b1', 'b2') and organization_id = $1 order by external_id`, [tenant.organizationId])).map(({ id }) => id);
  for (const table of ["accounts", "contacts"]) {
    const [winner, loser] = await find(table);
    await runAs(database, tenant, "select app_public.merge_records($1, $2, $3)", [table.slice(0, -1), winner, [loser]]);
  }
  const shown = () => select(database, `select c.name, c.job_title, c.mailing_street, c.mailing_city, a.name as account from app_public.contacts c
    left join app_public.accounts a on a.id = c.account_id where c.external_id in ('b1', 'b3') and c.organization_id = $1 order by c.external_id`, [tenant.organizationId]);
  const winner = { name: "Berta Winner", job_title: null, mailing_street: null, mailing_city: "Kiel", account: "Winning Works" };
  const again = await importer.run(tenant, [accounts, file("")]);
  expect(again["Contact"]).toMatchObject({ unchanged: 2, warnings: [], badRows: [] });
  expect(await shown()).toEqual([winner]);
  // What refers to the one that was merged refers to the one that stayed.
  const changed = await importer.run(tenant, [file("Judge", "b3,Bo,New,,,,b2")]);
  expect(changed["Contact"]).toMatchObject({ updated: 1, created: 1, warnings: [], badRows: [] });
  expect(await shown()).toEqual([{ ...winner, job_title: "Judge" },
    { name: "Bo New", job_title: null, mailing_street: null, mailing_city: null, account: "Winning Works" }]);
});
