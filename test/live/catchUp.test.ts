import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { createSecretKey, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { makeCursors } from "../../src/live/cursors.ts";
import { withConnection } from "../../src/database/connections.ts";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { asSuperuser } from "../support/database.ts";
import { eventually } from "../support/process.ts";
import { one } from "../support/tenants.ts";
import { makeWorld } from "./world.ts";
import type { World } from "./world.ts";

const LEADS = 'recordChanged(objectType: "lead")';
const after = (cursor: string, field = LEADS) => field.replace(")", `, after: ${JSON.stringify(cursor)})`);
const RENAME = "update app_public.leads set company = $2 where id = $1";
const RESYNC = { id: null, action: "RESYNC" };

let world: World;

beforeAll(async () => {
  world = await makeWorld();
}, 120_000);

afterEach(() => world?.leave());

afterAll(() => world?.stop());

/** Where the feed is, as a subscriber knows it who is gone again. */
async function leaveOff(field = LEADS, client?: Client): Promise<string> {
  const watcher = client ? world.follow(client) : await world.followAs("owner");
  const watching = await watcher.watch(field);
  watching.stop();
  return watching.cursor();
}

async function feed<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row> {
  return asSuperuser(world.database, (client) => one<Row>(client, text, values));
}

describe("a subscriber who comes back with a cursor", () => {
  it("is told by the other process what was missed, each record once, and then what follows", async () => {
    const [changed, deleted, untouched] = [await world.lead(), await world.lead(), await world.lead()];
    const cursor = await leaveOff();
    const created = await world.lead();
    await world.change(RENAME, [created, "Renamed"]);
    await world.change(RENAME, [changed, "Renamed"]);
    await world.change(RENAME, [changed, "Renamed again"]);
    await world.change("delete from app_public.leads where id = $1", [deleted]);
    await world.lead({}, world.globex);
    const watching = await (await world.followAs("owner", 1)).watch(after(cursor));
    await watching.came(3);
    await world.change(RENAME, [untouched, "Later"]);
    expect(await watching.came(4)).toEqual([
      { id: created, action: "CREATED" }, { id: changed, action: "UPDATED" },
      { id: deleted, action: "DELETED" }, { id: untouched, action: "UPDATED" },
    ]);
  });

  it("goes on where they were when they are cut off in the middle", async () => {
    const cursor = await leaveOff();
    const ids = [await world.lead(), await world.lead(), await world.lead()];
    const first = await (await world.followAs("owner")).watch(after(cursor), "id cursorThen: cursor");
    const told = await first.came(3);
    const again = await (await world.followAs("owner", 1)).watch(after(told[1].cursorThen));
    await again.came(3);
    expect(again.events.map(({ id }) => id)).toEqual(ids);
    const rest = await (await world.followAs("owner", 1)).watch(after(told[2].cursorThen));
    const next = await world.lead();
    expect(await rest.came(1)).toEqual([{ id: next, action: "CREATED" }]);
  });

  it("is told of what a long transaction did, which commits only then, and waits for none", async () => {
    await withConnection(world.database.ownerUrl, async (client) => {
      await client.query("begin");
      const { rows } = await client.query<{ id: string }>(
        "insert into app_public.leads (organization_id, company) values ($1, 'Long') returning id", [world.acme.organizationId]);
      const late = rows[0]!.id;
      const live = await (await world.followAs("owner")).watch(LEADS);
      const short = await world.lead();
      expect(await live.came(1)).toEqual([{ id: short, action: "CREATED" }]);
      const cursor = live.cursor();
      await client.query("commit");
      expect(await live.came(2)).toEqual([{ id: short, action: "CREATED" }, { id: late, action: "CREATED" }]);
      const back = await (await world.followAs("owner", 1)).watch(after(cursor));
      expect(await back.came(1)).toEqual([{ id: late, action: "CREATED" }]);
    });
  });

  it("reads again when their sight has changed meanwhile", async () => {
    const { userId, roleId, client } = await world.member([["lead", "view", "own"]]);
    const cursor = await leaveOff(LEADS, client);
    await world.force("update app_public.role_permissions set scope = 'all' where role_id = $1", [roleId]);
    const watching = await world.follow(client).watch(after(cursor));
    expect(await watching.came(1)).toEqual([RESYNC]);
    const id = await world.lead({ owner_id: userId });
    expect(await watching.came(2)).toEqual([RESYNC, { id, action: "CREATED" }]);
  });

  it("reads again when what was missed has been trimmed, and not when nothing was", async () => {
    const old = await leaveOff();
    await world.lead();
    expect(await feed("select app_private.trim_changes('0 s') as trimmed")).toEqual({ trimmed: expect.any(Number) });
    expect((await feed<{ left: number }>("select count(*)::int as left from app_private.changes")).left).toBe(0);
    // Taken afterwards: other databases of the server move its snapshots on, too.
    const newer = await leaveOff();
    const [late, early] = [
      await (await world.followAs("owner")).watch(after(old)), await (await world.followAs("owner")).watch(after(newer)),
    ];
    expect(await late.came(1)).toEqual([RESYNC]);
    const id = await world.lead();
    expect(await early.came(1)).toEqual([{ id, action: "CREATED" }]);
    expect(await late.came(2)).toEqual([RESYNC, { id, action: "CREATED" }]);
  });

  it("keeps what a long transaction wrote long ago and has just committed", async () => {
    await withConnection(world.database.ownerUrl, async (client) => {
      await client.query("begin");
      await client.query("insert into app_public.leads (organization_id, company) values ($1, 'Long')", [world.acme.organizationId]);
      await feed("select app_private.trim_changes('0 s')");
      const cursor = await leaveOff();
      await client.query("commit");
      await feed("select app_private.trim_changes('1 hour')");
      const watching = await (await world.followAs("owner")).watch(after(cursor));
      expect(await watching.came(1)).toEqual([{ id: expect.any(String), action: "CREATED" }]);
    });
  });

  it("reads again with a cursor that is forged, broken, of another secret, another database or the future", async () => {
    const { identity } = await feed<{ identity: string }>("select app_private.feed_identity() as identity");
    const secret = (text: string) => makeCursors(createSecretKey(Buffer.from(text, "utf8")));
    const own = secret(world.jwtSecret);
    const good = await leaveOff();
    const flipped = Buffer.from(good, "base64url");
    flipped[20]! ^= 1;
    const cursors = [
      "", "nonsense", "12:34:", "é".repeat(50), "x".repeat(100_000), flipped.toString("base64url"),
      secret(randomBytes(32).toString("hex")).write({ identity, snapshot: "1:1:" }),
      own.write({ identity: "another", snapshot: "1:1:" }),
      own.write({ identity, snapshot: "9999999999:9999999999:" }),
    ];
    expect(own.read(good)).toEqual({ identity, snapshot: expect.stringMatching(/^\d+:\d+:/) });
    const watcher = await world.followAs("owner");
    for (const cursor of cursors) {
      const watching = await watcher.watch(after(cursor));
      expect([cursor.slice(0, 20), await watching.came(1)]).toEqual([cursor.slice(0, 20), [RESYNC]]);
      watching.stop();
    }
  });
});

describe("a subscription ends with the right to it", () => {
  const REASONS = {
    member: "FORBIDDEN: You are not an active member of this organization.",
    session: "UNAUTHENTICATED: This session has ended. Sign in again.",
    key: "UNAUTHENTICATED: This API key is unknown, was revoked or has expired.",
  };

  it("by the end of the membership, on all processes, without any change", async () => {
    const { userId, client } = await world.member([["lead", "view", "all"]]);
    const watchers = [world.follow(client, 0), world.follow(client, 1)];
    const watching = [await watchers[0]!.watch(LEADS), await watchers[1]!.watch(LEADS)];
    await world.force("update app_public.memberships set is_active = false where user_id = $1", [userId]);
    for (const { ended } of watching) expect(await ended()).toBe(REASONS.member);
    for (const { closed } of watchers) expect((await closed)[0]).toBe(4403);
  });

  it("by the end of the session, and not of another session of the same user", async () => {
    const [going, staying] = [
      await signIn(world.database, world.apis[0], world.acme, "viewer"), await signIn(world.database, world.apis[0], world.acme, "viewer"),
    ];
    const [ends, goesOn] = [await world.follow(going).watch(LEADS), await world.follow(staying).watch(LEADS)];
    await going.ask("mutation { logout { endedSessions } }");
    expect(await ends.ended()).toBe(REASONS.session);
    const id = await world.lead();
    expect(await goesOn.came(1)).toEqual([{ id, action: "CREATED" }]);
    expect(ends.events).toEqual([]);
  });

  it("by the end of an API key, revoked or expired", async () => {
    const owner = await signIn(world.database, world.apis[0], world.acme, "owner");
    const makeKey = async (name: string, expiresAt?: Date) =>
      (await owner.ask(
        `mutation ($name: String!, $expiresAt: Datetime) {
           createApiKey(input: { name: $name, role: "viewer", expiresAt: $expiresAt }) { key apiKey { id } } }`,
        { name, expiresAt })).createApiKey;
    const keys = [await makeKey("revoked"), await makeKey("expiring", new Date(Date.now() + 4_000))];
    const watching = await Promise.all(keys.map(({ key }) => world.follow({ ...owner, token: key }).watch(LEADS)));
    await owner.ask("mutation ($id: UUID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }", { id: keys[0].apiKey.id });
    for (const { ended } of watching) expect(await ended()).toBe(REASONS.key);
  });

  it("when the role or the team no longer reaches the record", async () => {
    const colleague = await world.member([["lead", "view", "team"]]);
    const { userId, roleId, client } = await world.member([["lead", "view", "team"]]);
    const { id: team } = await feed<{ id: string }>(
      "insert into app_public.teams (organization_id, name) values ($1, 'Harbour') returning id", [world.acme.organizationId]);
    await world.force(
      "insert into app_public.team_members (organization_id, team_id, user_id) select $1, $2, unnest($3::uuid[])",
      [world.acme.organizationId, team, [userId, colleague.userId]]);
    const [own, colleagues] = [await world.lead({ owner_id: userId }), await world.lead({ owner_id: colleague.userId })];
    const one = (id: string) => `recordChanged(objectType: "lead", id: "${id}")`;
    const watcher = world.follow(client);
    const [ownWatching, teamWatching, all] = [
      await watcher.watch(one(own)), await watcher.watch(one(colleagues)), await watcher.watch(LEADS),
    ];
    await world.force("delete from app_public.team_members where user_id = $1", [colleague.userId]);
    expect(await teamWatching.ended()).toBe("complete");
    expect(teamWatching.events).toEqual([{ id: colleagues, action: "DELETED" }]);
    expect(await all.came(1)).toEqual([RESYNC]);
    await world.force("delete from app_public.role_permissions where role_id = $1", [roleId]);
    expect(await ownWatching.ended()).toBe("complete");
    expect(ownWatching.events.at(-1)).toEqual({ id: own, action: "DELETED" });
  });
});

describe("the database", () => {
  it("may cut all connections off: what happened meanwhile is told", async () => {
    const watching = await (await world.followAs("owner")).watch(LEADS);
    const ids: string[] = [];
    for (let round = 0; round < 3; round++) {
      await asSuperuser(world.database, (client) =>
        client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"));
      ids.push(await world.lead());
    }
    const told = await watching.came(3);
    expect(told.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it("need not be able to notify, as behind a pooler of transactions", async () => {
    await world.force("create or replace function app_private.note_changes() returns void language sql as 'select'");
    const watching = await (await world.followAs("owner")).watch(LEADS);
    const id = await world.lead();
    expect(await watching.came(1)).toEqual([{ id, action: "CREATED" }]);
  });
});

describe("a subscriber who does not read", () => {
  it("is kept no more for than some hundred changes, and reads again when they read on", async () => {
    const watcher = await world.followAs("owner");
    // 48 MB in all: what the sockets' buffers take, which is less, does not wait in the process.
    const large = Array.from({ length: 8 }, (_, number) => `d${number}: description`).join(" ");
    const watching = await watcher.watch(LEADS, `id action lead { ${large} }`);
    await world.force(
      `insert into app_public.leads (organization_id, company, description)
         select $1, 'standing', repeat('x', 30000) from generate_series(1, 200)`, [world.acme.organizationId]);
    await watching.came(1);
    watcher.socket?.pause();
    for (let round = 0; round < 4; round++) {
      await world.force(
        "insert into app_public.leads (organization_id, company) select $1, 'more' from generate_series(1, 600)", [world.acme.organizationId]);
    }
    await sleep(200);
    const before = watching.events.length;
    watcher.socket?.resume();
    await eventually(() => watching.events.slice(before).some(({ action }) => action === "RESYNC"));
    expect(watching.events.length).toBeLessThan(1_500);
    const id = await world.lead();
    await eventually(() => watching.events.at(-1).id === id);
  });
});
