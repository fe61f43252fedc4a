import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs } from "../support/tenants.ts";
import { addMember, countRecords, csv, Importer, makeTenant, select } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let importer: Importer;
let north: Tenant;
let south: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
  north = await makeTenant(database, "North");
  south = await makeTenant(database, "South");
  await importer.run(south, [
    csv("Account.csv", "Id,Name", "001,Edge"),
    csv("Contact.csv", "Id,LastName,Email,AccountId", "003,Gonzalez,rose@edge.test,001"),
  ]);
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
});

const asUser = (userId: string) => ({ organizationId: north.organizationId, userId });

test("another organization is neither changed nor referred to", async () => {
  const before = await countRecords(database, south.organizationId);
  const [untouched] = await select(
    database,
    "select to_jsonb(a) as row from app_public.accounts a where organization_id = $1",
    [south.organizationId],
  );
  const result = await importer.run(north, [
    csv("Contact.csv", "Id,LastName,Email,AccountId", "003,Other,rose@edge.test,001"),
  ]);
  expect(result["Contact"]).toMatchObject({ created: 1, failed: 0 });
  expect(result["Contact"]?.warnings[0]).toMatch(/"AccountId" refers in 1 row to records/);
  expect(await countRecords(database, south.organizationId)).toEqual(before);
  const [same] = await select(
    database,
    "select to_jsonb(a) as row from app_public.accounts a where organization_id = $1",
    [south.organizationId],
  );
  expect(same).toEqual(untouched);
});

test("what a file says of when and by whom is believed of who may import everything", async () => {
  const files = [
    csv(
      "Lead.csv",
      "Id,LastName,Company,Status,CreatedDate,CreatedById,IsConverted,ConvertedDate",
      `f1,Past,X,Open - Not Contacted,2001-01-01T00:00:00Z,owner@north.test,0,`,
      `f2,Future,X,Open - Not Contacted,2099-01-01T00:00:00Z,owner@north.test,0,`,
    ),
  ];
  const made = (tenantUser: string) =>
    select<{ last_name: string; year: number; is_own: boolean }>(
      database,
      `select last_name, extract(year from created_at)::int as year, created_by = $1 as is_own
         from app_public.leads where organization_id = $2 and external_id in ('f1', 'f2')
         order by last_name`,
      [tenantUser, north.organizationId],
    );
  const year = new Date().getUTCFullYear();
  const member = await addMember(database, north, "forger@north.test", "member");
  await importer.run(asUser(member), files);
  expect(await made(member)).toEqual([
    { last_name: "Future", year, is_own: true },
    { last_name: "Past", year, is_own: true },
  ]);
  await select(database, "delete from app_public.leads where external_id in ('f1', 'f2')");
  await select(database, "delete from app_public.leads where external_id in ('f1', 'f2')");
  await importer.run(north, files);
  expect((await made(north.userId)).map((lead) => lead.year)).toEqual([year, 2001]);
});

test("a member makes no lead converted by importing it", async () => {
  const member = await addMember(database, north, "converter@north.test", "member");
  const result = await importer.run(asUser(member), [
    csv(
      "Lead.csv",
      "Id,LastName,Company,Status,IsConverted,ConvertedDate",
      "g1,Not yet,X,Closed - Converted,1,2024-01-01",
    ),
  ]);
  expect(result["Lead"]).toMatchObject({ created: 0, failed: 1 });
  expect(result["Lead"]?.badRows[0]?.message).toBe("Convert the lead instead.");
});

test("a viewer imports nothing", async () => {
  const viewer = await addMember(database, north, "viewer@north.test", "viewer");
  const before = await countRecords(database, north.organizationId);
  const result = await importer.run(asUser(viewer), [csv("Account.csv", "Id,Name", "v1,Edge")]);
  expect(result["Account"]?.refused).toBe("Your role may not import: account.");
  expect(await countRecords(database, north.organizationId)).toEqual(before);
});

test("who is no member of the organization imports nothing", async () => {
  await expect(
    importer.run(asUser(south.userId), [csv("Account.csv", "Id,Name", "s1,Edge")]),
  ).rejects.toMatchObject({ code: "RH403" });
});

test("a member imports what is theirs, and nothing that is for others or theirs", async () => {
  const member = await addMember(database, north, "member@north.test", "member");
  await importer.run(north, [csv("Account.csv", "Id,Name", "m0,Of the owner")]);
  const result = await importer.run(asUser(member), [
    csv(
      "Account.csv",
      "Id,Name,OwnerId",
      "m0,Taken over,",
      "m1,Mine,member@north.test",
      "m2,Not mine,owner@north.test",
      "m3,Nobody's,",
    ),
  ]);
  expect(result["Account"]).toMatchObject({ created: 2, failed: 2 });
  expect(result["Account"]?.badRows).toEqual([
    { line: 2, message: "This record is there already, and is none that you may see." },
    {
      line: 4,
      message: "You may not create or change this record (it belongs to somebody else).",
    },
  ]);
  const names = await select<{ name: string }>(
    database,
    "select name from app_public.accounts where owner_id = $1 order by name",
    [member],
  );
  expect(names.map(({ name }) => name)).toEqual(["Mine", "Nobody's"]);
});

test("a pipeline is made only for who may make one", async () => {
  const member = await addMember(database, north, "seller@north.test", "member");
  const file = csv("Opportunity.csv", "Id,Name,StageName", "1,Deal,Courting");
  const result = await importer.run(asUser(member), [file]);
  expect(result["Opportunity"]?.refused).toMatch(/pipeline "Salesforce".*may not create/);
  const owned = await importer.run(north, [file]);
  expect(owned["Opportunity"]).toMatchObject({ created: 1, refused: null });
});

test("a membership that ends in the middle ends the import there", async () => {
  const leaver = await addMember(database, north, "leaver@north.test", "admin");
  const lines = Array.from({ length: 30 }, (_, i) => `l${i},Leaver ${i}`);
  let batches = 0;
  const running = importer.run(asUser(leaver), [csv("Account.csv", "Id,Name", ...lines)], {
    batchSize: 10,
    onBatch: async () => {
      batches += 1;
      if (batches < 2) return;
      await select(
        database,
        "update app_public.memberships set is_active = false where user_id = $1 returning 1",
        [leaver],
      );
    },
  });
  await expect(running.then((result) => result["Account"]?.refused)).resolves.toMatch(
    /not an active member/,
  );
  const [{ count } = { count: -1 }] = await select<{ count: number }>(
    database,
    "select count(*)::int as count from app_public.accounts where name like 'Leaver%'",
  );
  expect(count).toBe(20);
});

test("a field that the importer may not change is left out, and not compared either", async () => {
  const member = asUser(await addMember(database, north, "fields@north.test", "member"));
  await importer.run(north, [
    csv("Contact.csv", "Id,LastName,Email,OwnerId,Shoe_Size__c", "s1,Small,small@x.test,fields@north.test,42"),
  ]);
  const stored = () =>
    select<{ email: string; custom_data: unknown }>(
      database,
      "select email, custom_data from app_public.contacts where external_id = 's1'",
    );
  const [before] = await stored();
  expect(before?.custom_data).toEqual({ shoe_size: "42" });
  for (const guess of ["42", "43"]) {
    // Members do not see the custom fields of contacts.
    const result = await importer.run(member, [
      csv("Contact.csv", "Id,LastName,Shoe_Size__c", `s1,Small,${guess}`),
    ]);
    expect(result["Contact"]).toMatchObject({ created: 0, updated: 0, unchanged: 1, failed: 0 });
    expect(result["Contact"]?.warnings).toEqual([
      'The column "Shoe_Size__c" was left out: your role may not change custom_data.shoe_size.',
    ]);
  }
  expect(await stored()).toEqual([before]);
});

test("bad rows of others' files are kept from whom a field is hidden", async () => {
  const admin = await addMember(database, north, "bad-rows@north.test", "admin");
  await select(
    database,
    `insert into app_public.imports (organization_id, object_type, file_name, bad_rows, created_by)
       values ($1, 'contact', 'x.csv', '[{"line": 2, "value": "rose@edge.test"}]', $2)`,
    [north.organizationId, north.userId],
  );
  const asAnalyst = async () =>
    asSuperuser(database, async (client) => {
      await client.query("begin");
      await client.query(
        "select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true)",
        [admin, north.organizationId],
      );
      await client.query("set local role rowhouse_analyst");
      const { rowCount } = await client.query("select from reporting.imports where bad_rows <> '[]'");
      await client.query("rollback");
      return rowCount;
    });
  expect(await asAnalyst()).toBe(1);
  await commitAs(
    database,
    asUser(north.userId),
    `insert into app_public.role_field_permissions (role_id, object, field, mode)
       select id, 'contact', 'email', 'hidden' from app_public.roles where slug = 'admin'`,
  );
  expect(await asAnalyst()).toBe(0);
});
