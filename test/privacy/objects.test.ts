import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { readTables } from "../policies/catalog.ts";
import { fillTenant } from "../policies/fill.ts";
import { asSuperuser } from "../support/database.ts";
import { insertAs, runAs } from "../support/tenants.ts";
import { applyRetention, openHouse, runsOf, select } from "./house.ts";
import type { House } from "./house.ts";

/** What has a recycle bin, so that those that refer come before what they refer to. */
const OBJECTS = {
  attachment: "attachments", note: "notes", communication: "communications", task: "tasks",
  activity: "activities", project: "projects", deal: "deals", lead: "leads", contact: "contacts",
  account: "accounts", product: "products",
};

let house: House;

beforeAll(async () => {
  house = await openHouse();
}, 60_000);

afterAll(async () => {
  await house?.end();
});

it("retention does to each object what its dry run says, and the recycle bin is emptied of all", async () => {
  const { organizationId } = house.ours;
  const owner = house.ours.actor("owner");
  await asSuperuser(house.database, async (client) => {
    await client.query("begin");
    await fillTenant(client, await readTables(client), organizationId, house.ours.users.owner);
    await client.query("commit");
  });
  await select(
    house,
    "update app_public.deals set stage_id = $2, lost_reason = 'x' where organization_id = $1 and status = 'new'",
    [organizationId, house.ours.stages["Closed Lost"]],
  );
  const said: Record<string, unknown> = {};
  const done: Record<string, unknown> = {};
  for (const [object, table] of Object.entries(OBJECTS)) {
    await select(
      house,
      `update app_public.${table} set created_at = now() - interval '60 days' where deleted_at is null`,
    );
    for (const action of ["lead", "contact"].includes(object) ? ["anonymise", "delete"] : ["delete"]) {
      const policy = await insertAs(house.database, owner, "retention_policies", {
        object, action, after_days: 30, is_enabled: true,
      });
      const dryRun = await runAs(house.database, owner, "select * from app_public.preview_retention($1)", [policy]);
      said[`${object} ${action}`] = { due: dryRun["due_count"], kept: dryRun["refused_count"] };
      await applyRetention(house);
      const [run] = await runsOf(house, policy);
      done[`${object} ${action}`] = { due: run!["done_count"], kept: run!["refused_count"] };
      await select(house, "delete from app_public.retention_policies");
    }
  }
  expect(done).toEqual(said);
  expect(Object.values(said).filter((counts) => (counts as { due: number }).due > 0).length).toBe(13);
  // What was moved to the recycle bin is removed from it in an order that references allow.
  for (const table of Object.values(OBJECTS)) {
    await select(
      house,
      `update app_public.${table} set deleted_at = now() - interval '60 days' where deleted_at is not null`,
    );
  }
  await applyRetention(house);
  const [emptied] = (await runsOf(house, null)).slice(-1);
  expect(emptied).toMatchObject({ finished: true });
  for (const [object, table] of Object.entries(OBJECTS)) {
    const left = await select(
      house,
      `select id from app_public.${table} where deleted_at is not null and organization_id = $1`,
      [organizationId],
    );
    const kept = (emptied!["refusals"] as { object: string }[]).filter((refusal) => refusal.object === object);
    expect([object, left.length]).toEqual([object, kept.length]);
  }
}, 60_000);
