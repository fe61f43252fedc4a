import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { commitAs, insertAs, makeTenant, one, openTrial, randomId, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";
import { seen } from "./office.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let ann: Actor;
let bob: Actor;
let cid: Actor;
let stranger: Actor;

beforeAll(async () => {
  database = await createTestDatabase();
  trial = await openTrial(database);
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
  [ann, bob, cid, stranger] = [tenant.actor("member"), tenant.actor("viewer"), tenant.actor("owner"), other.actor("owner")];
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

/** A thread that Ann opened and Bob was taken into. */
async function openThread(subject = "Plans"): Promise<string> {
  const thread = await insertAs(database, ann, "message_threads", { subject });
  await insertAs(database, ann, "message_thread_participants", { thread_id: thread, user_id: bob.userId });
  return thread;
}

const write = (actor: Actor, thread: string, body = "Hello") =>
  insertAs(database, actor, "messages", { thread_id: thread, body });

const MARK = "select id from app_public.mark_thread_read($1, $2)";
const markRead = (actor: Actor, thread: string, message: string | null = null) =>
  runAs(database, actor, MARK, [thread, message]);

async function unread(actor: Actor, thread: string): Promise<unknown> {
  const { n } = await runAs(
    database, actor, "select app_public.message_threads_unread_count(t) as n from app_public.message_threads t where id = $1", [thread],
  );
  return n;
}

const totalUnread = async (actor: Actor) =>
  (await runAs(database, actor, "select app_public.unread_message_count() as n"))["n"];

describe("what is unread", () => {
  it("is what others wrote since one has read, in a thread and in all", async () => {
    const [thread, second] = [await openThread(), await openThread()];
    await write(ann, thread);
    const upTo = await write(ann, thread);
    const later = await write(ann, thread);
    await write(bob, thread);
    await write(ann, second);
    expect([await unread(ann, thread), await unread(bob, thread), await totalUnread(bob)]).toEqual([1, 3, 4]);
    await markRead(bob, thread, upTo);
    expect([await unread(bob, thread), await totalUnread(bob), await unread(ann, thread)]).toEqual([1, 2, 1]);
    await runAs(database, ann, "delete from app_public.messages where id = $1", [later]);
    expect(await unread(bob, thread)).toBe(0);
    await markRead(bob, second);
    expect(await totalUnread(bob)).toBe(0);
  });

  it("does not come back when an older message is marked", async () => {
    const thread = await openThread();
    const [first] = [await write(ann, thread), await write(ann, thread)];
    await markRead(bob, thread);
    const mark = () => seen(database, bob, "select last_read_position, last_read_at from app_public.message_thread_participants where thread_id = $1 and user_id = $2", [thread, bob.userId]);
    const before = await mark();
    await markRead(bob, thread, first!);
    await markRead(bob, thread);
    expect(await mark()).toEqual(before);
    expect(before).toEqual([{ last_read_position: 2, last_read_at: expect.any(String) }]);
  });

  it("has the message that was on its way when all was marked as read", async () => {
    const thread = await openThread();
    await write(ann, thread);
    await withConnection(database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, ann);
      await client.query("insert into app_public.messages (thread_id, body) values ($1, 'on its way')", [thread]);
      await markRead(bob, thread);
      await client.query("commit");
    });
    expect(await unread(bob, thread)).toBe(1);
  });

  it("is counted by positions that four writers at once leave without gaps or doubles", async () => {
    const thread = await openThread();
    await Promise.all([ann, bob, ann, bob].map(async (actor) => {
      for (let n = 0; n < 10; n += 1) await write(actor, thread);
    }));
    const rows = await seen(database, ann, "select position from app_public.messages where thread_id = $1 order by position", [thread]);
    expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
    expect([await unread(ann, thread), await unread(bob, thread)]).toEqual([20, 20]);
  });
});

describe("a read mark", () => {
  it("is set by who takes part, and for nobody else", async () => {
    const [thread, other] = [await openThread(), await openThread()];
    const message = await write(ann, other);
    for (const outsider of [cid, stranger]) {
      const hidden = await trial.tryAs(outsider, MARK, [thread, null]);
      expect(hidden).toEqual(await trial.tryAs(outsider, MARK, [randomId(), null]));
      expect(hidden.code).toBe("RH404");
    }
    const elsewhere = await trial.tryAs(bob, MARK, [thread, message]);
    expect(elsewhere).toEqual(await trial.tryAs(bob, MARK, [thread, randomId()]));
    expect(elsewhere.code).toBe("RH404");
    for (const text of [
      "update app_public.message_thread_participants set last_read_position = 9 where thread_id = $1",
      "insert into app_public.message_thread_participants (thread_id, user_id, last_read_position) values ($1, $1, 9)",
      "update app_public.messages set position = 9 where thread_id = $1",
      "update app_public.message_threads set last_message_at = now() where id = $1",
    ]) expect((await trial.tryAs(ann, text, [thread])).code).toBe("42501");
  });

  it("is seen by the others in the thread", async () => {
    const thread = await openThread();
    await write(ann, thread);
    await markRead(bob, thread);
    const marks = (actor: Actor) => seen(database, actor, "select last_read_position as n from app_public.message_thread_participants where thread_id = $1 order by user_id = $2", [thread, bob.userId]);
    expect([await marks(ann), await marks(cid), await marks(stranger)]).toEqual([[{ n: 0 }, { n: 1 }], [], []]);
  });
});

describe("a list of threads", () => {
  it("has that with the last message first; messages are no edits of their thread", async () => {
    const [older, newer] = [await openThread("older"), await openThread("newer")];
    const read = () => seen(database, ann, `select id, last_message_at, created_at, updated_at, updated_by, (l).body
      from (select t.*, app_public.message_threads_last_message(t) as l from app_public.message_threads t) t
      where id in ($1, $2) order by last_message_at desc, id desc`, [older, newer]);
    expect((await read()).map(({ id, body }) => [id, body])).toEqual([[newer, null], [older, null]]);
    await write(bob, older, "awake");
    const [first] = await read();
    expect(first).toMatchObject({ id: older, body: "awake", updated_at: first!["created_at"], updated_by: ann.userId });
    expect(await seen(database, cid, "select from app_public.audit_log where record_id = $1 and action <> 'create'", [older])).toEqual([]);
  });
});

describe("who is taken into a thread", () => {
  it("sees all of it, unread", async () => {
    const thread = await openThread();
    await write(ann, thread, "long ago");
    await insertAs(database, bob, "message_thread_participants", { thread_id: thread, user_id: cid.userId });
    expect(await seen(database, cid, "select body from app_public.messages where thread_id = $1", [thread])).toEqual([{ body: "long ago" }]);
    expect(await unread(cid, thread)).toBe(1);
    const again = await commitAs(database, ann, "insert into app_public.message_thread_participants (thread_id, user_id) values ($1, $2)", [thread, cid.userId]);
    expect(again.code).toBe("23505");
  });
});

describe("who leaves a thread", () => {
  const LEAVE = "select app_public.leave_thread($1)";

  it("sees nothing of it any more, also who opened it, and what they wrote stays", async () => {
    const thread = await openThread();
    await write(ann, thread, "mine");
    await runAs(database, ann, LEAVE, [thread]);
    for (const text of [
      "select from app_public.message_threads where id = $1",
      "select from app_public.messages where thread_id = $1",
      "update app_public.message_threads set subject = 'x' where id = $1",
      "delete from app_public.message_threads where id = $1",
      "delete from app_public.messages where thread_id = $1",
    ]) expect([text, (await trial.tryAs(ann, text, [thread])).rowCount]).toEqual([text, 0]);
    expect((await trial.tryAs(ann, LEAVE, [thread])).code).toBe("RH404");
    expect((await trial.tryAs(ann, "insert into app_public.messages (thread_id, body) values ($1, 'x')", [thread])).code).toBe("42501");
    expect(await seen(database, bob, "select body from app_public.messages where thread_id = $1", [thread])).toEqual([{ body: "mine" }]);
    await insertAs(database, bob, "message_thread_participants", { thread_id: thread, user_id: ann.userId });
    expect(await seen(database, ann, "select from app_public.messages where thread_id = $1", [thread])).toHaveLength(1);
  });

  it("takes it along with its files when everybody else has left, also at the same moment", async () => {
    const thread = await openThread();
    const message = await write(ann, thread);
    await insertAs(database, ann, "attachments", { message_id: message, file_name: "a.pdf", byte_size: 1 });
    const leaveIn = async (client: pg.Client, actor: Actor) => {
      await client.query("begin");
      await becomeActor(client, actor);
      await client.query(LEAVE, [thread]);
    };
    await withConnection(database.authenticatorUrl, (first) =>
      withConnection(database.authenticatorUrl, async (second) => {
        await leaveIn(first, ann);
        const leaving = leaveIn(second, bob);
        await first.query("commit");
        await leaving;
        await second.query("commit");
      }),
    );
    const left = await asSuperuser(database, (client) => one(client, `select
      (select count(*)::int from app_public.message_threads where id = $1) as threads,
      (select count(*)::int from app_public.messages where thread_id = $1) as messages,
      (select count(*)::int from app_public.attachments where message_id = $2) as files`, [thread, message]));
    expect(left).toEqual({ threads: 0, messages: 0, files: 0 });
  });
});
