import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { csv, Importer, makeTenant, select } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let importer: Importer;
let tenant: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
  tenant = await makeTenant(database, "Fields");
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
});

const inTenant = (sql: string) => select(database, sql, [tenant.organizationId]);

test("rows are held to custom fields, by key or label, and a bad one costs no other", async () => {
  await inTenant(
    `insert into app_public.custom_field_definitions (organization_id, object, key, label, type, choices, is_required) values
       ($1, 'account', 'tier', 'Customer tier', 'select', '{Gold,Silver}', true),
       ($1, 'account', 'seats', 'Seats sold', 'number', '{}', false),
       ($1, 'account', 'renewal', 'Renewal', 'date', '{}', false)`,
  );
  const file = csv(
    "Account.csv",
    "Id,Name,Customer Tier,Seats__c,renewal,Other__c",
    "1,Edge,gold,\"1,250.50\",03/31/2026,x",
    "2,Bridge,bronze,7,04/15/2026,",
    "3,Harbour,Silver,many,,",
    "4,Lake,,5,,",
    "5,Field,SILVER,$ 10,,",
  );
  const { Account: first } = await importer.run(tenant, [file]);
  expect(first).toMatchObject({ created: 2, failed: 3 });
  expect(first?.badRows).toEqual([
    { line: 3, column: "custom_data.tier", value: "bronze", message: "Is none of the choices." },
    { line: 4, column: "Seats__c", value: "many", message: '"many" is no number.' },
    { line: 5, column: "custom_data.tier", message: "A value is required." },
  ]);
  const { Account: second } = await importer.run(tenant, [file]);
  expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 2, failed: 3 });
  expect(
    await inTenant("select name, currency, custom_data from app_public.accounts where organization_id = $1 order by name"),
  ).toEqual([
    { name: "Edge", currency: null, custom_data: { tier: "Gold", seats: 1250.5, renewal: "2026-03-31", other: "x" } },
    { name: "Field", currency: null, custom_data: { tier: "Silver", seats: 10 } },
  ]);
});
