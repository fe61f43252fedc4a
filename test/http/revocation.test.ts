import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { createClient } from "graphql-ws";
import type { Client as SocketClient } from "graphql-ws";
import jwt from "jsonwebtoken";
import type pg from "pg";
import { WebSocket } from "ws";
import { clientOf, signIn, signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { eventually } from "../support/process.ts";
import { addMember, insertAs, makeRole, makeTenant, randomId } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { makeTicks } from "./ticks.ts";

const LEADS = "{ leads { totalCount } }";
const TICKS = "subscription { tick { query { leads { totalCount } } } }";
/** Reads nothing of the database. */
const NUMBERS = "subscription { tick { number } }";
const CREATE_KEY = `mutation ($name: String!) {
  createApiKey(input: { name: $name, role: "viewer" }) { key apiKey { id userId } } }`;

const NOT_A_MEMBER = ["FORBIDDEN", "You are not an active member of this organization."];
const KEY_REFUSED = ["UNAUTHENTICATED", "This API key is unknown, was revoked or has expired."];
const SESSION_ENDED = ["UNAUTHENTICATED", "This session has ended. Sign in again."];

const ticks = makeTicks();
let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let owner: Client;
let sockets: SocketClient[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { extraPlugins: [ticks.plugin] });
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  await insertAs(database, tenant.actor("owner"), "leads", { company: "Harbour Tools" });
  owner = await signIn(database, api, tenant, "owner");
}, 60_000);

afterEach(async () => {
  for (const socket of sockets) await socket.dispose();
  sockets = [];
  await eventually(() => ticks.streams() === 0);
});

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

type Problem = { message: string; extensions: { code: string } };
type Event = { data?: Record<string, unknown> | null; errors?: Problem[] };

/** A socket, the streams on it, and how it was closed. */
class Follower {
  readonly #client: SocketClient;
  readonly closed: Promise<[code: number, reason: string]>;

  constructor(token: string, { url } = api) {
    this.#client = createClient({
      url: `${url.replace(/^http/, "ws")}/graphql`,
      connectionParams: { authorization: `Bearer ${token}` },
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    sockets.push(this.#client);
    this.closed = new Promise((resolve) => {
      this.#client.on("closed", (event) => {
        const { code, reason } = event as CloseEvent;
        resolve([code, reason]);
      });
    });
  }

  /** Runs an operation that ends by itself; answers what came. */
  ask(query: string): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      const answers: unknown[] = [];
      const complete = () => resolve(answers);
      this.#client.subscribe({ query }, { next: (answer) => answers.push(answer), error: reject, complete });
    });
  }

  /** Subscribes and waits until the server listens. */
  async follow(query = TICKS) {
    const events: Event[] = [];
    let end: unknown;
    const before = ticks.streams();
    this.#client.subscribe(
      { query },
      {
        next: (event) => void events.push(event as Event),
        error: (error) => (end = Array.isArray(error) ? error.map(told) : "the socket was closed"),
        complete: () => (end = "complete"),
      },
    );
    await eventually(() => ticks.streams() > before || end !== undefined || events.length > 0);
    return {
      events,
      /** Lets an event happen and answers what comes of it. */
      async next() {
        const had = events.length;
        ticks.tick();
        await eventually(() => events.length > had || end !== undefined);
        return events[had] ?? null;
      },
      /** How the stream has ended: with errors (code and message), complete, or not. */
      end: () => end,
    };
  }
}

/** How many statements wait for the lock on leads. */
async function waitingFor(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::int as count from pg_locks where relation = 'app_public.leads'::regclass and not granted",
  );
  return rows[0]!.count;
}

const told = ({ extensions, message }: Problem) => [extensions.code, message];
const counted = (totalCount: number) => ({ data: { tick: { query: { leads: { totalCount } } } } });

/** A member in a role of their own, who is signed in. */
async function makeMember() {
  const { organizationId } = tenant;
  const made = await asSuperuser(database, async (client) => {
    const role = await makeRole(client, organizationId, [["lead", "view", "all"]]);
    return { role, userId: await addMember(client, organizationId, role.slug) };
  });
  return { ...made, token: (await signInAs(database, api, tenant, made.userId)).token };
}

async function makeKey() {
  const { createApiKey } = await owner.ask(CREATE_KEY, { name: randomId() });
  const { key, apiKey } = createApiKey as { key: string; apiKey: { id: string; userId: string } };
  return { token: key, ...apiKey };
}

const revokeKey = ({ id }: { id: string }) =>
  owner.ask("mutation ($id: UUID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }", { id });

/** Ends a membership as its administrator does. */
async function endMembership({ userId }: { userId: string }) {
  const { memberships } = await owner.ask(
    "query ($id: UUID!) { memberships(filter: { userId: { equalTo: $id } }) { nodes { id } } }",
    { id: userId },
  );
  await owner.ask(
    `mutation ($id: UUID!) { updateMembership(input: { id: $id, patch: { isActive: false } }) {
       membership { id } } }`,
    { id: memberships.nodes[0].id },
  );
}

/** Who comes in how, what ends it, what is said then, and the code with which sockets close. */
const ENDINGS = [
  ["a membership", makeMember, endMembership, NOT_A_MEMBER, 4403],
  ["the membership of an API key", makeKey, endMembership, NOT_A_MEMBER, 4403],
  ["an API key", makeKey, revokeKey, KEY_REFUSED, 4401],
  [
    "a session",
    makeMember,
    ({ token }: { token: string }) => clientOf(api, token).ask("mutation { logout { endedSessions } }"),
    SESSION_ENDED,
    4401,
  ],
] as const;

type Caller = { token: string; id: string; userId: string };

describe.each(ENDINGS)("ending %s", (_name, make, end, reason, code) => {
  const revoke = end as (caller: Caller) => Promise<unknown>;
  const begin = async () => (await make()) as unknown as Caller;

  it("takes effect on the next request", async () => {
    const caller = await begin();
    const client = clientOf(api, caller.token);
    expect(await client.ask(LEADS)).toEqual({ leads: { totalCount: 1 } });
    await revoke(caller);
    expect(await client.fail(LEADS)).toBe(reason.join(": "));
    expect(await client.fail("mutation { createLead(input: { lead: { company: \"x\" } }) { lead { id } } }"))
      .toBe(reason.join(": "));
  });

  it("ends the open stream with the next event, which shows nothing, and closes the socket", async () => {
    const caller = await begin();
    const follower = new Follower(caller.token);
    const stream = await follower.follow();
    expect(await stream.next()).toEqual(counted(1));
    await revoke(caller);
    expect(await stream.next()).toBeNull();
    expect(stream.end()).toEqual([reason]);
    expect(await follower.closed).toEqual([code, reason[1]]);
    await eventually(() => ticks.streams() === 0);
    expect(stream.events).toHaveLength(1);
  });

  it("ends streams that read nothing, and others on the same socket", async () => {
    const caller = await begin();
    const follower = new Follower(caller.token);
    const streams = [await follower.follow(NUMBERS), await follower.follow(NUMBERS)];
    ticks.tick();
    await eventually(() => streams.every(({ events }) => events.length === 1));
    await revoke(caller);
    ticks.tick();
    expect((await follower.closed)[0]).toBe(code);
    await eventually(() => ticks.streams() === 0);
    expect(streams.map(({ events }) => events.length)).toEqual([1, 1]);
  });

  it("lets no new stream begin on a socket that is open", async () => {
    const caller = await begin();
    const follower = new Follower(caller.token);
    await follower.follow(NUMBERS);
    await revoke(caller);
    const late = await follower.follow(NUMBERS);
    expect(late.events.map(({ data, errors }) => [data ?? null, errors?.map(told)])).toEqual([
      [null, [reason]],
    ]);
  });
});

describe("taking a permission from a role", () => {
  it("takes effect on the next request and the next event", async () => {
    const { token, role } = await makeMember();
    const client = clientOf(api, token);
    const stream = await new Follower(token).follow();
    expect(await stream.next()).toEqual(counted(1));
    expect(await client.ask(LEADS)).toEqual({ leads: { totalCount: 1 } });
    await asSuperuser(database, async (superuser) => {
      await superuser.query("set role rowhouse_owner");
      await superuser.query(
        "delete from app_public.role_permissions where role_id = $1 and object = 'lead'",
        [role.id],
      );
    });
    expect(await client.ask(LEADS)).toEqual({ leads: { totalCount: 0 } });
    expect(await stream.next()).toEqual(counted(0));
    expect(stream.end()).toBeUndefined();
  });
});

describe("an access token that expires", () => {
  it("closes the socket, so that the client comes back with the next one", async () => {
    const { token } = await makeMember();
    const claims = jwt.decode(token) as jwt.JwtPayload;
    const now = Math.floor(Date.now() / 1_000);
    const short = jwt.sign({ ...claims, iat: now, exp: now + 3 }, api.jwtSecret);
    const follower = new Follower(short);
    const stream = await follower.follow();
    expect(await stream.next()).toEqual(counted(1));
    // Without any event.
    expect(await follower.closed).toEqual([4403, "The access token has expired."]);
    await eventually(() => stream.end() === "the socket was closed");
    await eventually(() => ticks.streams() === 0);
  });
});

describe("a stream", () => {
  it("goes on for those who may stay", async () => {
    const [going, staying] = [await makeMember(), await makeMember()];
    const streams = [
      await new Follower(going.token).follow(),
      await new Follower(staying.token).follow(),
    ];
    await endMembership(going);
    expect(await streams[1]!.next()).toEqual(counted(1));
    await eventually(() => streams[0]!.end() !== undefined);
    expect(await streams[1]!.next()).toEqual(counted(1));
    expect(streams[0]!.events).toEqual([]);
  });

  it.each(["application/json", "application/json, multipart/mixed"])(
    "is not to be had by a request that accepts %s: nothing would end it",
    async (accept) => {
      const { token } = await makeMember();
      const response = await fetch(`${api.url}/graphql`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, accept, "content-type": "application/json" },
        body: JSON.stringify({ query: NUMBERS }),
      });
      const answer = await response.text();
      expect([answer.includes("Subscriptions need a websocket."), ticks.streams()]).toEqual([
        true, 0,
      ]);
    },
  );

  it("does not keep the server from ending, nor what is in hand from finishing", async () => {
    const ending = await startTestApi(database, { extraPlugins: [ticks.plugin] });
    const { token } = await makeKey();
    const follower = new Follower(token, ending);
    const stream = await follower.follow();
    const finished = await asSuperuser(database, async (client) => {
      await client.query("begin; lock table app_public.leads in access exclusive mode");
      const query = follower.ask(LEADS);
      await eventually(async () => (await waitingFor(client)) > 0);
      const stopped = ending.stop();
      await client.query("rollback");
      await stopped;
      return query;
    });
    expect(finished).toEqual([{ data: { leads: { totalCount: 1 } } }]);
    expect(await follower.closed).toEqual([1001, "Going away"]);
    expect(stream.events).toEqual([]);
  });

  it("is not begun by who has not signed in with what holds", async () => {
    const stream = await new Follower("rh_nonsense").follow();
    expect(stream.events.map(({ errors }) => errors?.map(told))).toEqual([[KEY_REFUSED]]);
    expect(ticks.streams()).toBe(0);
  });
});
