import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { one, openTrialTenant, randomId } from "../support/tenants.ts";
import type { Tenant, TrialTenant } from "../support/tenants.ts";
import { makeHolder } from "./people.ts";
import type { Permission } from "./people.ts";

let setting: TrialTenant;
let tenant: Tenant;
let tryAs: TrialTenant["trial"]["tryAs"];

beforeAll(async () => {
  setting = await openTrialTenant();
  ({ tenant } = setting);
  ({ tryAs } = setting.trial);
}, 60_000);

afterAll(async () => {
  await setting?.trial.end();
  await setting?.database.drop();
});

const holderOf = (permissions: Permission[]) =>
  makeHolder(setting.database, tenant.organizationId, permissions);

describe.each([
  ["team", "team_members"],
  ["territory", "territory_members"],
] as const)("a %s", (kind, table) => {
  const join = `insert into app_public.${table} (${kind}_id, user_id) values ($1, $2)`;

  async function newGroup(...users: string[]): Promise<string> {
    return asSuperuser(setting.database, async (client) => {
      const { id } = await one<{ id: string }>(
        client,
        `insert into app_public.${kind === "team" ? "teams" : "territories"} (organization_id, name)
           values ($1, $2) returning id`,
        [tenant.organizationId, randomId()],
      );
      for (const user of users) {
        await client.query(
          `insert into app_public.${table} (organization_id, ${kind}_id, user_id) values ($1, $2, $3)`,
          [tenant.organizationId, id, user],
        );
      }
      return id;
    });
  }

  const keeper: Permission[] = ["view", "create", "edit"].map((action) => [kind, action, "all"]);

  it("is no way to reach further than one's scope", async () => {
    const actor = await holderOf([...keeper, ["lead", "view", kind]]);
    const group = await newGroup(tenant.users.viewer);
    const own = await newGroup(actor.userId);
    expect(await tryAs(actor, join, [group, actor.userId])).toMatchObject({
      code: "RH403",
      message: `In this ${kind} people would reach records that you do not reach.`,
    });
    // Nor by taking others in, nor by moving oneself.
    expect((await tryAs(actor, join, [own, tenant.users.viewer])).code).toBe("RH403");
    const moved = await tryAs(
      actor,
      `update app_public.${table} set ${kind}_id = $1 where user_id = $2`,
      [group, actor.userId],
    );
    expect(moved.code).toBe("RH403");
  });

  it("is no way to let somebody else reach further either", async () => {
    const actor = await holderOf([...keeper, ["deal", "view", "own"]]);
    const accomplice = await holderOf([["deal", "view", kind]]);
    const group = await newGroup(tenant.users.viewer);
    expect((await tryAs(actor, join, [group, accomplice.userId])).code).toBe("RH403");
  });

  it("is filled by who reaches everything, or where nobody's reach depends on it", async () => {
    const reacher = await holderOf([["lead", "view", kind]]);
    const group = await newGroup(reacher.userId);
    expect((await tryAs(tenant.actor("admin"), join, [group, tenant.users.member])).rowCount).toBe(
      1,
    );
    const actor = await holderOf([...keeper, ["lead", "view", "all"]]);
    expect((await tryAs(actor, join, [group, tenant.users.viewer])).rowCount).toBe(1);
    const modest = await holderOf(keeper);
    const empty = await newGroup();
    expect((await tryAs(modest, join, [empty, tenant.users.viewer])).rowCount).toBe(1);
  });
});
