import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import pg from "pg";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { SYSTEM_ROLES } from "../support/tenants.ts";
import { Model } from "./matrix/model.ts";
import { addProbe, ask } from "./matrix/probe.ts";
import { Questions } from "./matrix/questions.ts";
import { CUSTOM_ROLES, makeWorld, OWNED, SETTINGS } from "./matrix/world.ts";
import type { World } from "./matrix/world.ts";

/**
 * Permissions of the custom roles go around these from round to round. Two rounds of three roles
 * take each action of each object through all of them; the next two do so while everything is
 * seen, so that what may be done is told apart from what is visible.
 */
const SCOPES = ["own", "team", "territory", "all", null];
const ROUNDS = [0, 1, 2, 3];

let database: TestDatabase;
let client: pg.Client;
let ours: World;
let theirs: World;
let objects: string[];
let actions: string[];
let known: Set<string>;
let count = 0;
const scopesSeen = new Set<string>();

beforeAll(async () => {
  database = await createTestDatabase();
  await asSuperuser(database, async (superuser) => {
    await addProbe(superuser);
    theirs = await makeWorld(superuser, "Globex");
    ours = await makeWorld(superuser, "Acme");
    const names = async (text: string) => {
      const { rows } = await superuser.query<{ name: string }>(text);
      return rows.map(({ name }) => name);
    };
    objects = await names("select name from app_hidden.crm_objects");
    actions = await names("select value as name from app_enum.permission_actions");
    known = new Set(
      await names("select object || ' ' || action as name from app_hidden.object_actions"),
    );
    for (const { tenant } of [ours, theirs]) {
      await superuser.query(
        `update app_public.deals set stage_id = $2 where organization_id = $1`,
        [tenant.organizationId, tenant.stages["Proposal"]],
      );
    }
  });
  client = new pg.Client({ connectionString: database.authenticatorUrl });
  await client.connect();
}, 60_000);

afterAll(async () => {
  console.log(`${count} decisions of the database compared with the model`);
  await client?.end();
  await database?.drop();
});

/** Gives the custom roles the permissions of a round. */
async function turn(round: number): Promise<void> {
  await asSuperuser(database, async (superuser) => {
    await superuser.query("begin; set local role rowhouse_owner");
    for (const [index, name] of CUSTOM_ROLES.entries()) {
      const roleId = ours.customRoles[name]!;
      await superuser.query("delete from app_public.role_permissions where role_id = $1", [roleId]);
      for (const [position, key] of [...known].sort().entries()) {
        const [object, action] = key.split(" ") as [string, string];
        const seesAll = action === "view" && round >= 2;
        const distance = round < 2 ? 3 : 2;
        const step = (round % 2) * CUSTOM_ROLES.length + index + position * distance;
        const scope = seesAll ? "all" : SCOPES[step % SCOPES.length];
        scopesSeen.add(`${key} ${scope ?? "none"}`);
        if (!scope) continue;
        await superuser.query(
          `insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
             values ($1, $2, $3, $4, $5)`,
          [ours.tenant.organizationId, roleId, object, action, scope],
        );
      }
    }
    await superuser.query("commit");
  });
}

/** Asks everything for one person, and answers what the database sees otherwise than the model. */
async function differences(person: string): Promise<string[]> {
  const userId = ours.people[person]!;
  const model = await asSuperuser(database, (superuser) => Model.read(superuser));
  const { comparisons } = new Questions(model, userId, ours, [
    ...ours.records,
    ...theirs.records,
  ]).collect(objects, actions, known);
  const replies = await ask(
    client,
    { userId, organizationId: ours.tenant.organizationId },
    comparisons.map(({ question }) => question),
  );
  count += comparisons.reduce((sum, comparison) => sum + comparison.count, 0);
  return comparisons.flatMap(({ what, isRight }, index) => {
    const reply = replies[index]!;
    return isRight(reply) ? [] : [`${person}: ${what}: ${reply.code ?? reply.ids?.length}`];
  });
}

describe("the matrix", () => {
  it("asks about every object that permissions speak of", () => {
    const asked = [...Object.keys(OWNED), ...Object.keys(SETTINGS)];
    expect(asked.sort()).toEqual([...objects].sort());
  });

  it.each(SYSTEM_ROLES)("holds for the system role %s", async (role) => {
    expect(await differences(role)).toEqual([]);
  });

  it.each(ROUNDS)("holds for three custom roles in round %i", async (round) => {
    await turn(round);
    for (const role of CUSTOM_ROLES) expect(await differences(role)).toEqual([]);
  });

  it("has taken every action of every object through every scope, and none", () => {
    const missing = [...known].flatMap((key) =>
      SCOPES.map((scope) => `${key} ${scope ?? "none"}`).filter((seen) => !scopesSeen.has(seen)),
    );
    expect(missing).toEqual([]);
  });
});
