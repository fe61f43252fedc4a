import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, makeTenant, one, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";
import { logMail, makeRestricted, seen } from "./office.ts";

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let owner: Actor;
let member: Actor;

beforeAll(async () => {
  ({ database, trial, tenant, owner, member } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const threadOf = async (mail: string, actor = owner) => {
  const [row] = await seen(database, actor, "select thread_id from app_public.communications where id = $1", [mail]);
  return row?.["thread_id"] as string | null | undefined;
};

/** Threads past all policies. */
const threadCount = () =>
  asSuperuser(database, async (client) => {
    const { n } = await one<{ n: number }>(client, "select count(*)::int as n from app_public.communication_threads");
    return n;
  });

/** Logs a mail in an open transaction of a connection. */
async function logIn(client: pg.Client, messageId: string | null, inReplyTo: string | null): Promise<string> {
  const { id } = await one<{ id: string }>(
    client,
    "insert into app_public.communications (type, message_id, in_reply_to) values ('email', $1, $2) returning id",
    [messageId, inReplyTo],
  );
  return id;
}

describe("a thread", () => {
  it("is what answers one another, in whatever order it is logged", async () => {
    const first = await logMail(database, owner, { message_id: "<1@a.test>" });
    const second = await logMail(database, owner, { message_id: "2@a.test", in_reply_to: " <1@a.test> (Ann) <0@a.test>" });
    const fourth = await logMail(database, owner, { message_id: "<4@a.test>", in_reply_to: "<3@a.test>" });
    const brother = await logMail(database, owner, { in_reply_to: "3@a.test" });
    const other = await logMail(database, owner, { message_id: "<1@b.test>" });
    const call = await logMail(database, owner, { type: "call" });
    expect(await threadOf(second)).toBe(await threadOf(first));
    expect(await threadOf(brother)).toBe(await threadOf(fourth));
    expect(await threadOf(call)).toBeNull();
    expect(new Set(await Promise.all([first, fourth, other].map((mail) => threadOf(mail)))).size).toBe(3);
    const before = await seen(database, owner, "select id, updated_at, updated_by from app_public.communications order by id");
    // The missing link comes last, and makes one of two; which is no edit of their mails.
    const third = await logMail(database, member, { message_id: "<3@a.test>", in_reply_to: "<2@a.test>" });
    const threads = await Promise.all([first, second, fourth, brother].map((mail) => threadOf(mail)));
    expect(new Set(threads)).toEqual(new Set([await threadOf(third, member)]));
    const after = await seen(database, owner, "select id, updated_at, updated_by from app_public.communications where id <> $1 order by id", [third]);
    expect(after).toEqual(before);
    expect(await seen(database, owner, "select from app_public.audit_log where table_name = 'communications' and action <> 'create'")).toEqual([]);
    expect(await threadCount()).toBe(2);
  });

  it("changes with the headers and goes with its last communication", async () => {
    const before = await threadCount();
    const mail = await logMail(database, owner, { message_id: "<m@c.test>" });
    const answer = await logMail(database, owner, { in_reply_to: "<m@c.test>" });
    await runAs(database, owner, "update app_public.communications set in_reply_to = '<n@c.test>' where id = $1", [answer]);
    expect(await threadOf(answer)).not.toBe(await threadOf(mail));
    expect(await threadCount()).toBe(before + 2);
    await runAs(database, owner, "update app_public.communications set in_reply_to = ' ' where id = $1", [answer]);
    expect(await threadOf(answer)).toBeNull();
    await runAs(database, owner, "select app_public.delete_communication($1)", [mail]);
    expect(await threadCount()).toBe(before + 1);
    await runAs(database, owner, "select app_public.restore_communication($1)", [mail]);
    expect(await threadOf(mail)).toEqual(expect.any(String));
    await asSuperuser(database, async (client) => {
      for (let time = 0; time < 2; time += 1) {
        await client.query("delete from app_public.communications where id = $1", [mail]);
      }
    });
    expect(await threadCount()).toBe(before);
  });

  it("is not for clients to choose", async () => {
    const mail = await logMail(database, owner, { message_id: "<fixed@d.test>" });
    for (const text of [
      "update app_public.communications set thread_id = null where id = $1",
      "insert into app_public.communication_threads (id) values ($1)",
      "delete from app_public.communication_threads where id <> $1",
    ]) {
      expect((await trial.tryAs(owner, text, [mail])).code).toBe("42501");
    }
    const { code } = await trial.tryAs(
      owner, "update app_public.communications set message_id = repeat('x', 999) where id = $1", [mail],
    );
    expect(code).toBe("23514");
  });
});

describe("mails that are logged at once", () => {
  it("are of one thread when both answer what nobody has logged", async () => {
    const mails = await withConnection(database.authenticatorUrl, (one_) =>
      withConnection(database.authenticatorUrl, async (other) => {
        for (const client of [one_, other]) {
          await client.query("begin");
          await becomeActor(client, owner);
        }
        const first = await logIn(one_, "<x1@e.test>", "<unknown@e.test>");
        const waiting = logIn(other, "<x2@e.test>", "<unknown@e.test>");
        await one_.query("commit");
        const second = await waiting;
        await other.query("commit");
        return [first, second];
      }),
    );
    expect(await threadOf(mails[0]!)).toBe(await threadOf(mails[1]!));
  });

  it("are of one thread when six log forty answers in any order, and no thread is left over", async () => {
    const before = await threadCount();
    const links = Array.from({ length: 40 }, (_, n) => [`<${n + 1}@f.test>`, `<${n}@f.test>`] as const);
    // A fixed disorder: each step of 17 lands elsewhere.
    const order = links.map((_, n) => links[(n * 17) % 40]!);
    const ids = await Promise.all(
      Array.from({ length: 6 }, (_, worker) =>
        withConnection(database.authenticatorUrl, async (client) => {
          const made: string[] = [];
          for (const [messageId, inReplyTo] of order.filter((_link, n) => n % 6 === worker)) {
            await client.query("begin");
            await becomeActor(client, owner);
            made.push(await logIn(client, messageId, inReplyTo));
            await client.query("commit");
          }
          return made;
        }),
      ),
    );
    const threads = await Promise.all(ids.flat().map((id) => threadOf(id)));
    expect(threads).toHaveLength(40);
    expect(new Set(threads).size).toBe(1);
    expect(await threadCount()).toBe(before + 1);
  });
});

describe("who sees a thread", () => {
  it("sees it with any of its communications, and of it only those", async () => {
    const deal = await insertAs(database, owner, "deals", { title: "Owner's", owner_id: owner.userId });
    const hidden = await logMail(database, owner, { message_id: "<1@g.test>", deal_id: deal });
    const hiddenThread = await threadOf(hidden);
    const read = (actor: Actor) =>
      seen(database, actor, `select t.id, (select count(*) from app_public.communications c where c.thread_id = t.id) as n
        from app_public.communication_threads t where t.id = $1`, [hiddenThread]);
    expect(await read(member)).toEqual([]);
    const theirs = await logMail(database, member, { in_reply_to: "<1@g.test>" });
    expect(await threadOf(theirs, member)).toBe(hiddenThread);
    expect(await read(member)).toEqual([{ id: hiddenThread, n: 1 }]);
    expect(await read(owner)).toEqual([{ id: hiddenThread, n: 2 }]);
  });

  it("is of the same organization: others have threads of their own for the same mail", async () => {
    const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    const ours = await logMail(database, owner, { message_id: "<1@h.test>" });
    const theirs = await logMail(database, other.actor("owner"), { message_id: "<1@h.test>" });
    const [ourThread, theirThread] = [await threadOf(ours), await threadOf(theirs, other.actor("owner"))];
    expect(theirThread).not.toBe(ourThread);
    expect(await seen(database, owner, "select from app_public.communication_threads where id = $1", [theirThread])).toEqual([]);
  });

  it("sees the headers: without them there are no threads, without the time no order", async () => {
    await logMail(database, owner, { message_id: "<1@i.test>" });
    const countFor = async (rule: readonly [string, string, "hidden"]) => {
      const reader = await makeRestricted(database, tenant, [rule]);
      return [
        (await seen(database, reader, "select from app_public.communication_threads")).length > 0,
        (await seen(database, reader, "select from app_public.recent_communication_threads()")).length > 0,
        (await seen(database, reader, `select from app_public.communication_threads t, app_public.communication_threads_last_communication(t) c where c.id is not null`)).length > 0,
      ];
    };
    expect(await countFor(["communication", "subject", "hidden"])).toEqual([true, true, true]);
    expect(await countFor(["communication", "message_id", "hidden"])).toEqual([false, false, false]);
    expect(await countFor(["communication", "occurred_at", "hidden"])).toEqual([true, false, false]);
  });
});

describe("the list of threads", () => {
  it("has that with the newest communication first, of those that somebody sees", async () => {
    const reader = await asSuperuser(database, async (client) => (await makeTenant(client, "Readers")).actor("owner"));
    const mail = (n: number, day: string, reply?: string) =>
      logMail(database, reader, { message_id: `<${n}@j.test>`, in_reply_to: reply, occurred_at: `2030-01-${day}` });
    const one_ = await mail(1, "05");
    await mail(2, "01");
    await mail(3, "09", "<2@j.test>");
    const list = () =>
      seen(database, reader, `select c.message_id from app_public.recent_communication_threads() t,
        app_public.communication_threads_last_communication(t) c`);
    expect(await list()).toEqual([{ message_id: "<3@j.test>" }, { message_id: "<1@j.test>" }]);
    await runAs(database, reader, "update app_public.communications set occurred_at = '2030-02-01' where id = $1", [one_]);
    expect(await list()).toEqual([{ message_id: "<1@j.test>" }, { message_id: "<3@j.test>" }]);
  });

  it("is read from its end, a page at a time", async () => {
    const busy = await asSuperuser(database, async (client) => {
      const made = (await makeTenant(client, "Busy")).actor("owner");
      await client.query(
        `insert into app_public.communications (organization_id, type, message_id, in_reply_to, occurred_at)
           select $1, 'email', format('<%s@k.test>', n), format('<%s@k.test>', n % 400 + 10000), now() - make_interval(mins => n)
             from generate_series(1, 2000) n`,
        [made.organizationId],
      );
      await client.query("analyze app_public.communications, app_public.communication_threads");
      return made;
    });
    const { rows } = await trial.tryAs(
      busy, "explain (analyze, costs off, timing off, summary off, format json) select * from app_public.recent_communication_threads() limit 20",
    );
    const plan = JSON.stringify(rows[0]);
    expect(plan.includes('"Sort"')).toBe(false);
    expect(plan.includes("communications_occurred_at_idx")).toBe(true);
    const rowsRead = [...plan.matchAll(/"Actual Rows":([\d.]+),"Actual Loops":(\d+)/g)].map(([, n, loops]) => Number(n) * Number(loops));
    expect(Math.max(...rowsRead)).toBeLessThan(100);
  });
});
