import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, withActor } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, commitAs, makeRole, randomId, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";
import { EXPLAIN, Explanations } from "./matrix/explanations.ts";
import type { World } from "./matrix/world.ts";
import { makeHolder } from "./people.ts";

let setting: Explanations;
let world: World;
let other: World;
let owner: Actor;
let database: TestDatabase;
let trial: Trial;

beforeAll(async () => {
  setting = await Explanations.open();
  ({ world, other, owner, database, trial } = setting);
}, 60_000);

afterAll(async () => {
  await setting?.close();
});

const explain: Explanations["explain"] = (...question) => setting.explain(...question);
const find: Explanations["find"] = (...which) => setting.find(...which);

describe("who asks for an explanation", () => {
  it("has to see members and roles", async () => {
    const { organizationId } = world.tenant;
    for (const missing of ["member", "role"]) {
      const actor = await asSuperuser(database, async (client) => {
        const seen = ["member", "role", "account"].filter((object) => object !== missing);
        const role = await makeRole(
          client,
          organizationId,
          seen.map((object) => [object, "view", "all"]),
        );
        const userId = world.people["third"]!;
        await client.query(
          "update app_public.memberships set role_id = $2 where user_id = $1 and organization_id = $3",
          [userId, role.id, organizationId],
        );
        return { userId, organizationId };
      });
      const account = find("account");
      const refused = await trial.tryAs(actor, EXPLAIN, [account.object, account.id, owner.userId]);
      expect([refused.code, refused.message]).toEqual([
        "RH403",
        `Your role may not view: ${missing}.`,
      ]);
    }
  });

  it("learns nothing of records that they do not see, whoever it is about", async () => {
    const actor = { ...owner, userId: world.people["member"]! };
    const ask = (id: string, userId = owner.userId) =>
      trial.tryAs(actor, EXPLAIN, ["account", id, userId]);
    const nothing = await ask(randomId());
    expect(nothing).toMatchObject({ code: "RH404", message: "No such account." });
    const strange = find("account", { owner_id: "stranger", account_manager_id: null });
    expect(await ask(strange.id)).toEqual(nothing);
    expect(await ask(strange.id, randomId())).toEqual(nothing);
    const binned = world.records.find((record) => record.isDeleted && record.object === "account")!;
    expect(await ask(binned.id)).toEqual(nothing);
    const theirs = other.records.find(({ object }) => object === "account")!;
    expect(await ask(theirs.id)).toEqual(nothing);
    const asOwner = await trial.tryAs(owner, EXPLAIN, ["account", theirs.id, owner.userId]);
    expect(asOwner).toEqual(nothing);
  });

  it("gets the same answer about a stranger to the organization as about nobody", async () => {
    const ask = (userId: string) =>
      trial.tryAs(owner, EXPLAIN, ["account", find("account").id, userId]);
    const nobody = await ask(randomId());
    expect(nobody).toMatchObject({ code: "RH404", message: "No such member." });
    expect(await ask(other.people["owner"]!)).toEqual(nobody);
  });

  it("reads no name of a record that their role does not show", async () => {
    const { organizationId } = world.tenant;
    const seen = ["member", "role", "account", "note"].map(
      (object) => [object, "view", "all"] as const,
    );
    const actor = await makeHolder(database, organizationId, seen);
    const onAccount = world.records.find(
      ({ object, parents }) =>
        object === "note" && parents[0]!.object === "account" && !parents[0]!.isDeleted,
    )!;
    const labels = async () => {
      const account = await explain(onAccount.parents[0]!, "first", actor);
      const note = await explain(onAccount, "first", actor);
      return [account.label, note.on_records.map(({ label }) => label)];
    };
    expect(await labels()).toEqual(["x", ["x"]]);
    await asSuperuser(database, (client) =>
      client.query(
        `begin; set local role rowhouse_owner;
         insert into app_public.role_field_permissions (organization_id, role_id, object, field, mode)
           values ('${organizationId}', '${actor.roleId}', 'account', 'name', 'mask');
         commit`,
      ),
    );
    expect(await labels()).toEqual(["•••••", ["•••••"]]);
  });

  it("has to name an object that there is", async () => {
    for (const object of ["", "leads", "users; drop table x", "x".repeat(5000)]) {
      const { code, message } = await trial.tryAs(owner, EXPLAIN, [
        object,
        randomId(),
        owner.userId,
      ]);
      expect([object, code]).toEqual([object, "RH400"]);
      expect(message!.length).toBeLessThan(200);
    }
  });

  it("is nobody else afterwards, be it that the explanation fails", async () => {
    const account = find("account");
    const values = [account.object, account.id, world.people["viewer"]];
    const me = `select app_hidden.current_user_id() as id, app_hidden.current_organization_id() is not null as is_member,
      current_setting('rowhouse.session_id') as session, current_setting('rowhouse.access_version') as version`;
    const session = await asSuperuser(database, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        "select app_private.begin_session($1, $2, '\\x01') as id",
        [owner.userId, owner.organizationId],
      );
      return rows[0]!.id;
    });
    const actor = { ...owner, sessionId: session };
    let expected: Record<string, unknown>[] = [];
    await withActor(database, actor, async (client) => {
      expected = (await attempt(client, me)).rows;
      expect(expected).toMatchObject([{ id: owner.userId, is_member: true, session }]);
      expect((await attempt(client, EXPLAIN, values)).rowCount).toBe(1);
      expect((await attempt(client, me)).rows).toEqual(expected);
    });
    // What they ask in one statement is asked as themselves, before and after.
    const together = await commitAs(
      database,
      actor,
      `select app_hidden.current_user_id() as id, (app_public.explain_access($1, $2, $3)).is_visible,
         app_hidden.current_user_id() as after`,
      values,
    );
    expect(together.rows).toEqual([{ id: owner.userId, is_visible: true, after: owner.userId }]);
    await asSuperuser(database, (client) =>
      client.query(`create or replace function app_hidden.reach_in_words(
        object app_hidden.crm_objects, scope text, subject app_public.users, record jsonb, reached uuid[])
        returns text language plpgsql stable as $$ begin raise 'it fails'; end $$`),
    );
    await withActor(database, actor, async (client) => {
      expect((await attempt(client, EXPLAIN, values)).message).toBe("it fails");
      expect((await attempt(client, me)).rows).toEqual(expected);
    });
    await expect(runAs(database, actor, EXPLAIN, values)).rejects.toThrow("it fails");
  });
});
