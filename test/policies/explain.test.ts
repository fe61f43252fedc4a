import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { Explanations } from "./matrix/explanations.ts";
import type { Explanation } from "./matrix/explanations.ts";
import { Model } from "./matrix/model.ts";
import { CUSTOM_ROLES } from "./matrix/world.ts";
import type { World } from "./matrix/world.ts";

let setting: Explanations;
let world: World;
let owner: Actor;

beforeAll(async () => {
  setting = await Explanations.open();
  ({ world, owner } = setting);
}, 60_000);

afterAll(async () => {
  await setting?.close();
});

const explain: Explanations["explain"] = (...question) => setting.explain(...question);
const find: Explanations["find"] = (...which) => setting.find(...which);

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
    ["audit_log", { actor_id: "stranger" }, "admin", "Scope all: it reaches every audit log."],
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
    const model = await asSuperuser(setting.database, (client) => Model.read(client));
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
