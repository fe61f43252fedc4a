import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase, withActor } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, commitAs, makeRole, openTrial, randomId, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";
import { Model } from "./matrix/model.ts";
import { CUSTOM_ROLES, makeWorld } from "./matrix/world.ts";
import type { World, WorldRecord } from "./matrix/world.ts";

type Explanation = {
  is_visible: boolean;
  is_deleted: boolean;
  is_active_member: boolean;
  label: string;
  reason: string;
  role: { name: string };
  user: { id: string };
  owners: { name: string }[];
  on_records: { object_type: string; id: string; is_visible: boolean }[];
  actions: { action: string; is_allowed: boolean; scope: string | null; reason: string }[];
};

let database: TestDatabase;
let trial: Trial;
let world: World;
let other: World;
let owner: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  await asSuperuser(database, async (client) => {
    world = await makeWorld(client, "Acme");
    other = await makeWorld(client, "Globex");
    for (const [name, id] of Object.entries(world.people)) {
      const person = name.charAt(0).toUpperCase() + name.slice(1);
      await client.query("update app_public.users set name = $2 where id = $1", [id, person]);
    }
    await client.query("begin; set local role rowhouse_owner");
    const permissions: [string, string, string, string][] = [
      ["first", "account", "view", "team"],
      ["first", "account", "edit", "own"],
      ["first", "note", "view", "all"],
      ["first", "attachment", "view", "all"],
      ["first", "communication", "view", "all"],
      ["first", "contact", "view", "own"],
      ["first", "deal", "edit", "all"],
      ["second", "account", "view", "territory"],
      ["second", "task", "view", "own"],
    ];
    for (const [person, object, action, scope] of permissions) {
      await client.query(
        `insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
           values ($1, $2, $3, $4, $5)`,
        [world.tenant.organizationId, world.customRoles[person], object, action, scope],
      );
    }
    await client.query("update app_public.roles set name = 'Desk' where id = $1", [
      world.customRoles["first"],
    ]);
    await client.query("commit");
  });
  owner = world.tenant.actor("owner");
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const EXPLAIN = "select to_jsonb(app_public.explain_access($1, $2, $3)) as answer";

async function explain(record: WorldRecord, person: string, actor = owner): Promise<Explanation> {
  const values = [record.object, record.id, world.people[person]];
  const { rows, code, message } = await trial.tryAs(actor, EXPLAIN, values);
  if (code) throw new Error(`${code} ${message}`);
  return rows[0]!["answer"] as Explanation;
}

/** The first record of an object whose owners are these people, by column. */
function find(object: string, owners: Record<string, string | null> = {}): WorldRecord {
  const found = world.records.find(
    (record) =>
      record.object === object &&
      !record.isDeleted &&
      Object.entries(owners).every(
        ([column, person]) => record.owners[column] === (person && world.people[person]),
      ),
  );
  if (!found) throw new Error(`No ${object} of ${JSON.stringify(owners)}`);
  return found;
}

const reasonFor = ({ actions }: Explanation, action: string) =>
  actions.find((explained) => explained.action === action);

describe("explainAccess", () => {
  it("names the owner and the team that both are in", async () => {
    const account = find("account", { owner_id: "colleague", account_manager_id: null });
    const answer = await explain(account, "first");
    expect(answer).toMatchObject({
      is_visible: true,
      is_active_member: true,
      is_deleted: false,
      label: "x",
      reason: "Scope team: Colleague, the record's owner, is in team North, which First is in too.",
      role: { name: "Desk" },
      user: { id: world.people["first"] },
      owners: [{ name: "Colleague" }],
    });
    expect(reasonFor(answer, "edit")).toEqual({
      action: "edit",
      is_allowed: false,
      scope: "own",
      reason: "Scope own: the record is of Colleague, not of First.",
    });
    expect(reasonFor(answer, "merge")).toEqual({
      action: "merge",
      is_allowed: false,
      scope: null,
      reason: "The role Desk has no permission to merge: account.",
    });
  });

  it.each([
    [
      "account",
      { owner_id: "first", account_manager_id: null },
      "first",
      "Scope team: First is the record's owner.",
    ],
    [
      "account",
      { owner_id: null, account_manager_id: "first" },
      "first",
      "Scope team: First is the account manager.",
    ],
    [
      "account",
      { owner_id: "stranger", account_manager_id: null },
      "first",
      "Scope team: the record is of Stranger, with whom First is in no team.",
    ],
    [
      "account",
      { owner_id: null, account_manager_id: null },
      "first",
      "Scope team: the record is nobody's.",
    ],
    [
      "account",
      { owner_id: "neighbour", account_manager_id: null },
      "second",
      "Scope territory: Neighbour, the record's owner, is in territory West, which Second is in too.",
    ],
    [
      "account",
      { owner_id: "stranger", account_manager_id: null },
      "admin",
      "Scope all: it reaches every account.",
    ],
    [
      "task",
      { assignee_id: null, created_by: "second" },
      "second",
      "Scope own: Second is who made the record.",
    ],
    [
      "task",
      { assignee_id: "second", created_by: null },
      "second",
      "Scope own: Second is the assignee.",
    ],
    ["deal", { owner_id: "first" }, "first", "The role Desk has no permission to view: deal."],
    ["tag", {}, "viewer", "Scope all: it reaches every tag."],
    ["organization", {}, "third", "Every member sees the organization."],
    ["member", { user_id: "third" }, "third", "It is the membership of Third."],
  ])("of %s %j to %s: %s", async (object, owners, person, reason) => {
    const answer = await explain(find(object, owners as Record<string, string | null>), person);
    expect(answer.reason).toBe(reason);
  });

  it("says of what may be done and not seen that it is not seen", async () => {
    const answer = await explain(find("deal", { owner_id: "colleague" }), "first");
    expect(reasonFor(answer, "edit")).toEqual({
      action: "edit",
      is_allowed: false,
      scope: "all",
      reason: "Scope all: it reaches every deal. But First does not see the record.",
    });
  });

  it("names the record that a note or file is on, and who does not see that one", async () => {
    const note = world.records.find(
      ({ object, parents }) =>
        object === "note" && parents[0]!.object === "deal" && !parents[0]!.isDeleted,
    )!;
    const answer = await explain(note, "first");
    expect(answer.is_visible).toBe(false);
    expect(answer.reason).toBe(
      'Scope all: it reaches every note. But it is on the deal "x", which First does not see.',
    );
    expect(answer.on_records).toMatchObject([
      { object_type: "deal", id: note.parents[0]!.id, is_visible: false },
    ]);
  });

  it("tells of conversations, and of communications that are on nothing", async () => {
    const attachment = world.records.find(({ readers }) => readers)!;
    const asker = { ...owner, userId: world.people["member"]! };
    const outside = await explain(attachment, "manager", asker);
    expect(outside.reason).toMatch(/^Scope all: .*a conversation that Manager takes no part in\.$/);
    expect((await explain(attachment, "first", asker)).is_visible).toBe(true);
    const loose = world.records.find(
      ({ object, parents, owners }) =>
        object === "communication" &&
        parents.length === 0 &&
        owners["created_by"] === world.people["stranger"],
    )!;
    expect((await explain(loose, "first")).reason).toBe(
      "Scope all: it reaches every communication. But it is on no record, and First would not see a contact of who made it.",
    );
  });

  it("says so of what is in the recycle bin, and who may restore it", async () => {
    const deleted = world.records.find(
      (record) => record.isDeleted && record.object === "account",
    )!;
    for (const [person, may] of [
      ["admin", "may"],
      ["first", "may not"],
      ["viewer", "may not"],
    ]) {
      const answer = await explain(deleted, person!);
      const reason = `The record is in the recycle bin: ${person!.charAt(0).toUpperCase()}${person!.slice(1)} ${may} restore it.`;
      expect(answer).toMatchObject({ is_deleted: true, is_visible: false, reason, actions: [] });
    }
  });

  it("says of a former member that they are none", async () => {
    expect(await explain(find("account"), "former")).toMatchObject({
      is_active_member: false,
      is_visible: false,
      reason: "Former is no active member of the organization.",
      actions: [],
    });
  });

  it("says what is: as the model of the matrix, for all people and many records", async () => {
    const model = await asSuperuser(database, (client) => Model.read(client));
    const names = ["owner", "admin", "manager", "member", "viewer", ...CUSTOM_ROLES];
    let compared = 0;
    for (const [index, record] of world.records.entries()) {
      // The owner sees no attachment of others' messages to ask about.
      if (index % 7 !== 0 || !model.sees(world.people["owner"]!, record)) continue;
      const person = names[(index / 7) % names.length]!;
      const userId = world.people[person]!;
      const answer = await explain(record, person);
      expect([record, person, answer.is_visible]).toEqual([
        record,
        person,
        model.sees(userId, record),
      ]);
      for (const { action, is_allowed: isAllowed, scope, reason } of answer.actions) {
        const expected = {
          isAllowed: model.allows(userId, action, record),
          scope: model.scope(userId, record.object, action) ?? null,
        };
        expect([record, person, action, { isAllowed, scope }]).toEqual([
          record,
          person,
          action,
          expected,
        ]);
        expect(reason).toMatch(/^[A-Z].*\.$/);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(200);
  });
});

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
    const me =
      "select app_hidden.current_user_id() as id, current_setting('rowhouse.session_id') as session";
    const session = await asSuperuser(database, async (client) => {
      const { rows } = await client.query<{ id: string }>(
        "select app_private.begin_session($1, $2, '\\x01') as id",
        [owner.userId, owner.organizationId],
      );
      return rows[0]!.id;
    });
    const actor = { ...owner, sessionId: session };
    const expected = [{ id: owner.userId, session }];
    await withActor(database, actor, async (client) => {
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
