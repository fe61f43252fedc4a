import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { createTestDatabase, withActor } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attachAs, commitAs, openTrial, randomId } from "../support/tenants.ts";
import type { Outcome, Tenant, Trial } from "../support/tenants.ts";
import { insertAs as insert_, makeStaff } from "./people.ts";
import type { Staff } from "./people.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let stranger: string;
/** Ids of deals by person. */
const deals: Record<string, string> = {};
let people: Staff["people"];

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  ({ tenant, stranger, people } = await makeStaff(database));
  for (const person of ["member", "stranger"]) {
    deals[person] = await insertAs(people[person]!, "deals", "(title) values ('x')");
  }
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

function tryAs(actor: Actor, text: string, values: unknown[] = []): Promise<Outcome> {
  return trial.tryAs(actor, text, values);
}

const insertAs = (actor: Actor, table: string, columns: string) =>
  insert_(database, actor, table, columns);

describe("what is on a record", () => {
  const inserts: Record<string, string> = {
    notes: "(deal_id, content) values ($1, 'secret')",
    attachments: "(deal_id, file_name, byte_size) values ($1, 'secret.pdf', 1)",
    communications: "(deal_id, type, subject) values ($1, 'email', 'secret')",
    deal_products: "(deal_id, description, unit_price) values ($1, 'secret', 1)",
    deal_team_members: `(deal_id, user_id) values ($1, (select app_hidden.current_user_id()))`,
  };

  beforeAll(async () => {
    await attachAs(database, people["stranger"]!, { deal_id: deals["stranger"], file_name: "secret.pdf" });
    for (const [table, insert] of Object.entries(inserts)) {
      if (table === "attachments") continue;
      const made = await commitAs(
        database,
        people["stranger"]!,
        `insert into app_public.${table} ${insert}`,
        [deals["stranger"]!],
      );
      expect([table, made.message]).toEqual([table, undefined]);
    }
  });

  it.each([...Object.keys(inserts), "deal_stage_history"])("%s is seen with it", async (table) => {
    const seenBy = async (person: string) => {
      const text = `select from app_public.${table} where deal_id = $1`;
      return (await tryAs(people[person]!, text, [deals["stranger"]!])).rowCount;
    };
    const seen = {
      owner: await seenBy("owner"),
      viewer: await seenBy("viewer"),
      stranger: await seenBy("stranger"),
    };
    expect(seen).toEqual({ owner: 1, viewer: 1, stranger: 1 });
    expect({ manager: await seenBy("manager"), member: await seenBy("member") }).toEqual({
      manager: 0,
      member: 0,
    });
  });

  it.each(Object.entries(inserts))(
    "%s is put only on what one may see, and never by a viewer",
    async (table, insert) => {
      const text = `insert into app_public.${table} ${insert}`;
      const hidden = await tryAs(people["member"]!, text, [deals["stranger"]!]);
      expect(hidden).toEqual(await tryAs(people["member"]!, text, [randomId()]));
      expect(hidden.code).toBe("RH400");
      const viewed = await tryAs(people["viewer"]!, text, [deals["member"]!]);
      expect(viewed.code).toBe("42501");
    },
  );

  it("moves to no record that one may not see", async () => {
    const moved = await tryAs(people["stranger"]!, "update app_public.notes set deal_id = $1", [
      deals["member"]!,
    ]);
    expect(moved.code).toBe("RH400");
  });

  it("goes out of sight with a record that changes hands, recycle bin included", async () => {
    const deal = await insertAs(people["member"]!, "deals", "(title) values ('changes hands')");
    const note = await insertAs(
      people["member"]!,
      "notes",
      `(deal_id, content) values ('${deal}', 'for the owner of the deal')`,
    );
    await commitAs(
      database,
      people["owner"]!,
      "update app_public.deals set owner_id = $2 where id = $1",
      [deal, stranger],
    );
    const read = await tryAs(people["member"]!, "select from app_public.notes where id = $1", [
      note,
    ]);
    expect(read.rowCount).toBe(0);
    await commitAs(database, people["owner"]!, "select app_public.delete_note($1)", [note]);
    const listed = await tryAs(
      people["member"]!,
      "select label from app_public.deleted_records('note') where id = $1",
      [note],
    );
    expect(listed.rows).toEqual([]);
    const restored = await tryAs(
      people["member"]!,
      "select content from app_public.restore_note($1)",
      [note],
    );
    expect(restored.code).toBe("RH404");
  });

  it("is not everybody's when it is on nothing", async () => {
    await insertAs(
      people["member"]!,
      "communications",
      "(type, subject) values ('email', 'on nothing')",
    );
    const found = await tryAs(
      people["stranger"]!,
      "select subject from app_public.communications where subject = 'on nothing'",
    );
    expect(found.rows).toEqual([]);
  });
});

describe("a message thread", () => {
  let thread: string;
  let message: string;

  beforeAll(async () => {
    thread = await insertAs(people["member"]!, "message_threads", "(subject) values ('private')");
    await insertAs(
      people["member"]!,
      "message_thread_participants",
      `(thread_id, user_id) values ('${thread}', '${stranger}')`,
    );
    message = await insertAs(
      people["member"]!,
      "messages",
      `(thread_id, body) values ('${thread}', 'hush')`,
    );
    await attachAs(database, people["member"]!, { message_id: message, file_name: "a.pdf" });
  });

  it("is read by its participants and by nobody else, whatever their role", async () => {
    const counts: Record<string, number[]> = {};
    for (const person of ["member", "stranger", "owner", "admin", "manager", "viewer"]) {
      counts[person] = [];
      for (const text of [
        "select from app_public.message_threads",
        "select from app_public.messages",
        "select distinct thread_id from app_public.message_thread_participants",
        "select from app_public.attachments where message_id is not null",
      ])
        counts[person].push((await tryAs(people[person]!, text)).rowCount);
    }
    const nothing = [0, 0, 0, 0];
    const all = [1, 1, 1, 1];
    expect(counts).toEqual({
      member: all,
      stranger: all,
      owner: nothing,
      admin: nothing,
      manager: nothing,
      viewer: nothing,
    });
  });

  it("lets nobody in from outside", async () => {
    const join = (id: string) =>
      tryAs(
        people["admin"]!,
        "insert into app_public.message_thread_participants (thread_id, user_id) values ($1, $2)",
        [id, tenant.users.admin],
      );
    const hidden = await join(thread);
    expect(hidden).toEqual(await join(randomId()));
    expect(hidden.code).toBe("42501");
    const write = await tryAs(
      people["admin"]!,
      "insert into app_public.messages (thread_id, body) values ($1, 'me too')",
      [thread],
    );
    expect(write.code).toBe("42501");
  });

  it("has messages that their author alone edits and deletes", async () => {
    const edit = "update app_public.messages set body = 'changed' where id = $1";
    expect((await tryAs(people["stranger"]!, edit, [message])).rowCount).toBe(0);
    expect((await tryAs(people["owner"]!, edit, [message])).rowCount).toBe(0);
    const remove = "delete from app_public.messages where id = $1";
    expect((await tryAs(people["stranger"]!, remove, [message])).rowCount).toBe(0);
    expect((await tryAs(people["member"]!, remove, [message])).rowCount).toBe(1);
  });

  it("keeps its messages: none moves to other readers", async () => {
    const { code } = await tryAs(
      people["member"]!,
      "update app_public.messages set thread_id = thread_id where id = $1",
      [message],
    );
    expect(code).toBe("42501");
  });

  it("is closed to a participant who has left", async () => {
    await withActor(database, people["stranger"]!, async (client) => {
      await client.query("delete from app_public.message_thread_participants where user_id = $1", [
        stranger,
      ]);
      const { rowCount } = await client.query("select from app_public.messages");
      expect(rowCount).toBe(0);
    });
  });
});
