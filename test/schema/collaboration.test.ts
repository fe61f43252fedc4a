import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { withConnection } from "../../src/database/connections.ts";
import { asActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, makeTenant, openTrial } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";

let database: TestDatabase;
let trial: Trial;
let owner: Actor;
let member: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = tenant.actor("owner");
  member = tenant.actor("member");
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

async function insert(
  table: string,
  columns: Record<string, unknown>,
  actor = owner,
): Promise<string> {
  const names = Object.keys(columns);
  const places = names.map((_, index) => `$${index + 1}`);
  const text = `insert into app_public.${table} (${names.join(", ")}) values (${places.join(", ")}) returning id`;
  const { rows, message } = await commitAs(database, actor, text, Object.values(columns));
  if (!rows[0]) throw new Error(message);
  return rows[0]["id"] as string;
}

async function usageCount(tag: string): Promise<[kept: unknown, true_: unknown]> {
  const { rows } = await trial.tryAs(
    owner,
    `select usage_count as kept, (select count(*)::int from app_public.taggings g where g.tag_id = t.id) as counted
       from app_public.tags t where id = $1`,
    [tag],
  );
  return [rows[0]!["kept"], rows[0]!["counted"]];
}

describe("tags", () => {
  it("know on how many records they are, after eight hundred changes by eight at once", async () => {
    const tags = [await insert("tags", { name: "hot" }), await insert("tags", { name: "cold" })];
    const leads = await Promise.all(
      Array.from({ length: 8 }, (_, index) => insert("leads", { company: `Lead ${index}` })),
    );
    await Promise.all(
      leads.map((lead, worker) =>
        withConnection(database.authenticatorUrl, async (client) => {
          for (let change = 0; change < 100; change += 1) {
            const tag = tags[(worker + change) % 2];
            await asActor(client, owner, async () => {
              const removed = await client.query(
                "delete from app_public.taggings where tag_id = $1 and lead_id = $2",
                [tag, lead],
              );
              if (removed.rowCount) return;
              await client.query(
                "insert into app_public.taggings (tag_id, lead_id) values ($1, $2)",
                [tag, lead],
              );
            });
          }
        }),
      ),
    );
    // Every worker has put each tag on and taken it off fifty times in turn, so none is left on.
    expect(await usageCount(tags[0]!)).toEqual([0, 0]);
    expect(await usageCount(tags[1]!)).toEqual([0, 0]);
  });

  it("know it too when some stay, in one statement or several", async () => {
    const tag = await insert("tags", { name: "stays" });
    await Promise.all(
      Array.from({ length: 6 }, async (_, index) => {
        const account = await insert("accounts", { name: `Account ${index}` });
        await insert("taggings", { tag_id: tag, account_id: account });
      }),
    );
    await commitAs(
      database,
      owner,
      "insert into app_public.taggings (tag_id, lead_id) select $1, id from app_public.leads limit 4",
      [tag],
    );
    expect(await usageCount(tag)).toEqual([10, 10]);
    await commitAs(
      database,
      owner,
      "delete from app_public.taggings where tag_id = $1 and lead_id is not null",
      [tag],
    );
    expect(await usageCount(tag)).toEqual([6, 6]);
  });

  it("are put on a record once, and on one record at a time", async () => {
    const tag = await insert("tags", { name: "once" });
    const lead = await insert("leads", { company: "Tagged" });
    await insert("taggings", { tag_id: tag, lead_id: lead });
    const again = await trial.tryAs(
      owner,
      "insert into app_public.taggings (tag_id, lead_id) values ($1, $2)",
      [tag, lead],
    );
    expect(again.code).toBe("23505");
    const none = await trial.tryAs(owner, "insert into app_public.taggings (tag_id) values ($1)", [
      tag,
    ]);
    expect(none.constraint).toBe("taggings_record_check");
    const counted = await trial.tryAs(owner, "update app_public.tags set usage_count = 5");
    expect(counted.code).toBe("42501");
  });

  it("are unique by name and category", async () => {
    await insert("tags", { name: "same", category: "a" });
    await insert("tags", { name: "same", category: "b" });
    const { code } = await trial.tryAs(
      owner,
      "insert into app_public.tags (name, category) values ('same', 'a')",
    );
    expect(code).toBe("23505");
  });
});

describe("messages", () => {
  it("say when they were edited, and only then", async () => {
    const thread = await insert("message_threads", { subject: "x" }, member);
    const message = await insert("messages", { thread_id: thread, body: "first" }, member);
    const read = async () => {
      const { rows } = await trial.tryAs(
        member,
        "select is_edited, edited_at from app_public.messages where id = $1",
        [message],
      );
      return rows[0];
    };
    await commitAs(
      database,
      member,
      "update app_public.messages set body = 'first' where id = $1",
      [message],
    );
    expect(await read()).toEqual({ is_edited: false, edited_at: null });
    await commitAs(
      database,
      member,
      "update app_public.messages set body = 'second' where id = $1",
      [message],
    );
    expect(await read()).toEqual({ is_edited: true, edited_at: expect.any(Date) });
    const hidden = await trial.tryAs(member, "update app_public.messages set is_edited = false");
    expect(hidden.code).toBe("42501");
  });
});

describe("notes and attachments", () => {
  it("are on exactly one record", async () => {
    const lead = await insert("leads", { company: "x" });
    const account = await insert("accounts", { name: "x" });
    for (const [table, columns, values] of [
      ["notes", "content", "'x'"],
      ["attachments", "file_name, byte_size", "'x', 1"],
    ]) {
      const none = await trial.tryAs(
        owner,
        `insert into app_public.${table} (${columns}) values (${values})`,
      );
      expect(none.constraint).toBe(`${table}_record_check`);
      const two = await trial.tryAs(
        owner,
        `insert into app_public.${table} (${columns}, lead_id, account_id) values (${values}, $1, $2)`,
        [lead, account],
      );
      expect(two.constraint).toBe(`${table}_record_check`);
    }
  });

  it.each(["../etc/passwd", "a\\b", "a\nb", "", " "])("have no file name like %j", async (name) => {
    const lead = await insert("leads", { company: "x" });
    const { code } = await trial.tryAs(
      owner,
      "insert into app_public.attachments (file_name, byte_size, lead_id) values ($1, 1, $2)",
      [name, lead],
    );
    expect(code).toBe("23514");
  });

  it("do not let a client say where the bytes are", async () => {
    expect(
      (await trial.tryAs(owner, "update app_public.attachments set storage_key = 'x'")).code,
    ).toBe("42501");
  });
});

describe("activities", () => {
  it("know who completed them and when", async () => {
    const activity = await insert("activities", { subject: "x" });
    await commitAs(
      database,
      owner,
      "update app_public.activities set status = 'completed' where id = $1",
      [activity],
    );
    const read = () =>
      trial.tryAs(
        owner,
        "select completed_by, completed_at from app_public.activities where id = $1",
        [activity],
      );
    expect((await read()).rows).toEqual([
      { completed_by: owner.userId, completed_at: expect.any(Date) },
    ]);
    await commitAs(
      database,
      owner,
      "update app_public.activities set status = 'planned' where id = $1",
      [activity],
    );
    expect((await read()).rows).toEqual([{ completed_by: null, completed_at: null }]);
  });

  it("with a time have a date", async () => {
    const { constraint } = await trial.tryAs(
      owner,
      "insert into app_public.activities (subject, due_time) values ('x', '10:00')",
    );
    expect(constraint).toBe("activities_due_time_check");
  });
});
