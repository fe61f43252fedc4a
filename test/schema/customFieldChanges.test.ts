import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, makeTenant, one, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

let database: TestDatabase;
let acme: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
});

afterAll(() => database?.drop());

it("another type is taken on by values that have just come, which Postgres has not counted yet", async () => {
  const owner = acme.actor("owner");
  const id = await insertAs(database, owner, "custom_field_definitions", { object: "lead", key: "seats", label: "Seats", type: "number", is_indexed: true });
  await asSuperuser(database, (client) => client.query(
    `insert into app_public.leads (organization_id, last_name, custom_data)
       select $1, 'C', jsonb_build_object('seats', n) from generate_series(1, 3000) n`, [acme.organizationId]));
  const begun = performance.now();
  await runAs(database, owner, "update app_public.custom_field_definitions set type = 'text' where id = $1", [id]);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(await runAs(database, owner, "select count(*)::integer as kept from app_public.leads where jsonb_typeof(custom_data -> 'seats') = 'string'"))
    .toEqual({ kept: 3000 });
}, 60_000);

it("who changes a value waits for who changes the field, and both are done", async () => {
  const owner = acme.actor("owner");
  const field = await insertAs(database, owner, "custom_field_definitions", { object: "lead", key: "size", label: "Size", type: "number" });
  const lead = await insertAs(database, owner, "leads", { last_name: "L", custom_data: '{"size": 1}' });
  await withConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    await becomeActor(client, owner);
    await client.query("update app_public.custom_field_definitions set label = 'How large' where id = $1", [field]);
    const written = commitAs(database, owner, `update app_public.leads set custom_data = '{"size": "2"}' where id = $1`, [lead]);
    for (let waits = 0; waits === 0;) {
      await sleep(20);
      waits = await asSuperuser(database, async (superuser) => Number((await one<{ count: string }>(superuser,
        "select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())")).count));
    }
    await client.query("update app_public.custom_field_definitions set type = 'text' where id = $1", [field]);
    await client.query("commit");
    expect((await written).code).toBeUndefined();
  });
  expect(await runAs(database, owner, "select custom_data from app_public.leads where id = $1", [lead])).toEqual({ custom_data: { size: "2" } });
});
