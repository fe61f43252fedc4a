import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { failToMutate, mutate, signIn, signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { openOffice } from "../notifications/office.ts";
import type { Office } from "../notifications/office.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser } from "../support/database.ts";
import { commitAs, makeTenant, randomId } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

const FIELDS = "webhookEndpoint { id name url events isEnabled disabledReason ownerId description secretChangedAt } secret";
const DELIVERY = "webhookDelivery { id event status attempts payload }";
const OBJECTS = ["account", "contact", "lead", "deal", "activity", "task", "project", "communication", "note"];
const MANAGES = (["view", "create", "edit", "delete", "manage"] as const).map((action) => ["webhook_endpoint", action, "all"] as const);
const SEES_ALL = OBJECTS.map((object) => [object, "view", "all"] as const);

let office: Office;
let api: TestApi;
let globex: Tenant;
let owner: Client;
let made = 0;

beforeAll(async () => {
  office = await openOffice();
  api = await startTestApi(office.database);
  globex = await asSuperuser(office.database, (client) => makeTenant(client, "Globex"));
  owner = await signIn(office.database, api, office.tenant, "owner");
}, 60_000);

beforeEach(() => office.past("delete from app_public.webhook_endpoints"));

afterAll(async () => {
  await api?.stop();
  await office?.close();
});

const create = (input: object = {}, by = owner) =>
  mutate(by, "createWebhookEndpoint", { name: `Endpoint ${++made}`, url: "https://hooks.example.com/crm", ...input }, FIELDS);
const endpointOf = async (actor: Actor = office.owner): Promise<string> =>
  (await office.run("select id from app_hidden.create_webhook_endpoint($1, 'https://hooks.example.com/', null, null, true)", [`Endpoint ${++made}`], actor))["id"] as string;
/** A delivery that is over. */
async function deliveryOf(endpoint: string, status = "failed"): Promise<string> {
  const [row] = await office.past("select app_private.queue_webhook($1, $2, $3, 'lead.created', '{\"name\": \"Ada\"}') as id",
    [office.tenant.organizationId, endpoint, randomId()]);
  await office.past("select app_private.end_webhook($1, $2, $3, null)", [office.tenant.organizationId, row?.["id"], status]);
  return row?.["id"] as string;
}

describe("a webhook endpoint", () => {
  it("is made with a secret that is shown once, and belongs to who saved it last", async () => {
    const { webhookEndpoint, secret } = await create({ events: ["lead.created", "deal.won", "lead.created"], description: "The ERP" });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhookEndpoint).toMatchObject({
      events: ["deal.won", "lead.created"], isEnabled: true, disabledReason: null, ownerId: owner.userId, description: "The ERP",
    });
    const admin = await signIn(office.database, api, office.tenant, "admin");
    const changed = await mutate(admin, "updateWebhookEndpoint", { id: webhookEndpoint.id, patch: { isEnabled: false, events: [] } },
      "webhookEndpoint { ownerId isEnabled disabledReason events }");
    expect(changed.webhookEndpoint).toEqual({ ownerId: admin.userId, isEnabled: false, disabledReason: "Disabled by hand.", events: [] });
    const enabled = await mutate(owner, "enableWebhookEndpoint", { id: webhookEndpoint.id }, "webhookEndpoint { ownerId isEnabled disabledReason }");
    expect(enabled.webhookEndpoint).toEqual({ ownerId: owner.userId, isEnabled: true, disabledReason: null });
    // Neither the API nor the audit log knows the secret.
    const { auditLogs } = await owner.ask(`{ auditLogs(filter: { tableName: { equalTo: "webhook_endpoints" } }) { nodes { action oldValues newValues } } }`);
    expect(auditLogs.nodes.length).toBeGreaterThanOrEqual(3);
    expect(JSON.stringify(auditLogs)).not.toContain(secret);
  });

  it("has a new secret when asked, with the former one for a day and one before it no more", async () => {
    const { webhookEndpoint, secret } = await create();
    const rotate = () => mutate(owner, "rotateWebhookSecret", { endpointId: webhookEndpoint.id }, FIELDS);
    const second = await rotate();
    expect(second.secret).not.toBe(secret);
    const third = await rotate();
    const kept = await office.past(`select secret, round(extract(epoch from expires_at - now()) / 3600)::integer as hours
      from app_private.webhook_secrets where endpoint_id = $1 order by expires_at nulls first`, [webhookEndpoint.id]);
    expect(kept).toEqual([{ secret: third.secret, hours: null }, { secret: second.secret, hours: 24 }]);
    // Of two at once both are answered, and one is the current.
    const answers = await Promise.all([rotate(), rotate()]);
    const [current] = await office.past("select secret from app_private.webhook_secrets where endpoint_id = $1 and expires_at is null", [webhookEndpoint.id]);
    expect(answers.map((answer) => answer.secret)).toContain(current?.["secret"]);
  });

  it.each([
    "https://hooks.example.com", "http://hooks.example.com:8080/a?b=c&d=%20", "https://hooks.example.com?x",
    "https://[2606:4700::1111]:65535/", "http://192.0.2.1/", "https://a_b.example/x;y=[1]",
  ])("may be at %s", async (url) => {
    expect((await create({ url })).webhookEndpoint.url).toBe(url);
  });

  it.each([
    "", "hooks.example.com", "ftp://hooks.example.com/", "https://user:secret@hooks.example.com/", "https://user@hooks.example.com/",
    "https://hooks.example.com/#top", "https://hooks.example.com:0/", "https://hooks.example.com:65536/", "https://hooks.example.com:99999",
    "https://hooks.example.com:123456/", "https:///path", "https://", "javascript:alert(1)", "https://hooks.example.com/a b",
    "https://hooks.example.com\\@127.0.0.1/", "https://hooks.example.com/\n", "https://höoks.example.com/", "https://%31.example/",
    "https://hooks.example.com:80:80/", "https://[::1", "HTTPS://hooks.example.com/",
  ])("is not at %j", async (url) => {
    const input = { name: "x", url };
    const { errors } = await owner.try(`mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { secret } }`, { input });
    expect(errors?.[0]?.extensions.code).toBe("BAD_INPUT");
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toEqual(["url"]);
  });

  it("is at no address of more than 2,000 characters", async () => {
    const url = `https://hooks.example.com/${"x".repeat(2_000 - 26)}`;
    await create({ url });
    expect(await failToMutate(owner, "createWebhookEndpoint", { name: "x", url: `${url}x` }, "secret")).toMatch(/^BAD_INPUT/);
  });

  it("listens to events that there are, has a name of its own, and is one of fifty", async () => {
    expect(await failToMutate(owner, "createWebhookEndpoint", { name: "x", url: "https://x.example", events: ["lead.exploded"] }, "secret"))
      .toBe("BAD_INPUT: There is no such event to listen to.");
    await create({ name: "Taken" });
    expect(await failToMutate(owner, "createWebhookEndpoint", { name: "Taken", url: "https://x.example" }, "secret")).toMatch(/^CONFLICT/);
    await office.run("select app_hidden.create_webhook_endpoint('Many ' || n, 'https://x.example', null, null, true) from generate_series(1, 49) n");
    expect(await failToMutate(owner, "createWebhookEndpoint", { name: "x", url: "https://x.example" }, "secret"))
      .toBe("CONFLICT: An organization has at most 50 webhook endpoints.");
  });

  it("is nothing to lesser roles, and to another organization as if it were not there", async () => {
    const { webhookEndpoint } = await create();
    const delivery = await deliveryOf(webhookEndpoint.id);
    const asked: [string, object][] = [
      ["rotateWebhookSecret", { endpointId: webhookEndpoint.id }], ["enableWebhookEndpoint", { id: webhookEndpoint.id }],
      ["sendTestWebhook", { endpointId: webhookEndpoint.id }], ["replayWebhookDelivery", { id: delivery }],
      ["replayWebhookDeliveries", { endpointId: webhookEndpoint.id, since: "2020-01-01T00:00:00Z" }],
      ["updateWebhookEndpoint", { id: webhookEndpoint.id, patch: { name: "Mine" } }],
      ["deleteWebhookEndpoint", { id: webhookEndpoint.id }],
    ];
    const strangers = [
      await signIn(office.database, api, globex, "owner"),
      ...(await Promise.all((["manager", "member", "viewer"] as const).map((role) => signIn(office.database, api, office.tenant, role)))),
    ];
    for (const client of strangers) {
      for (const [name, input] of asked) {
        const theirs = await failToMutate(client, name, input, "__typename");
        const nobodys = await failToMutate(client, name, JSON.parse(JSON.stringify(input).replaceAll(webhookEndpoint.id, randomId()).replaceAll(delivery, randomId())), "__typename");
        expect([name, theirs]).toEqual([name, nobodys]);
        expect(theirs).toMatch(/^NOT_FOUND/);
      }
      expect(await client.ask("{ webhookEndpoints { totalCount } webhookDeliveries { totalCount } webhookAttempts { totalCount } }")).toEqual({
        webhookEndpoints: { totalCount: 0 }, webhookDeliveries: { totalCount: 0 }, webhookAttempts: { totalCount: 0 },
      });
    }
    for (const client of strangers.slice(1)) {
      expect(await failToMutate(client, "createWebhookEndpoint", { name: "x", url: "https://x.example" }, "secret")).toMatch(/^FORBIDDEN/);
    }
  });

  it("may be looked at without the right to change it or to send", async () => {
    const { webhookEndpoint } = await create();
    const delivery = await deliveryOf(webhookEndpoint.id);
    const looking = await office.person([["webhook_endpoint", "view", "all"]]);
    const client = await signInAs(office.database, api, office.tenant, looking.userId!);
    for (const [name, input] of [
      ["rotateWebhookSecret", { endpointId: webhookEndpoint.id }], ["enableWebhookEndpoint", { id: webhookEndpoint.id }],
      ["sendTestWebhook", { endpointId: webhookEndpoint.id }], ["replayWebhookDelivery", { id: delivery }],
    ] as const) {
      expect(await failToMutate(client, name, input, "__typename")).toMatch(/^FORBIDDEN/);
    }
    expect((await client.ask("{ webhookDeliveries { totalCount } }")).webhookDeliveries.totalCount).toBe(1);
  });
});

describe("what was sent and answered", () => {
  const read = "{ webhookDeliveries { nodes { id payload } } webhookAttempts { totalCount } }";

  it("shows to who sees all fields of all records, and to nobody else", async () => {
    const delivery = await deliveryOf(await endpointOf());
    await office.past("insert into app_public.webhook_attempts (organization_id, delivery_id, duration_ms, response_excerpt) values ($1, $2, 1, 'x')",
      [office.tenant.organizationId, delivery]);
    expect(await owner.ask(read)).toEqual({
      webhookDeliveries: { nodes: [{ id: delivery, payload: { name: "Ada" } }] }, webhookAttempts: { totalCount: 1 },
    });
    const people = [
      await office.person(MANAGES),
      await office.person([...MANAGES, ...SEES_ALL.slice(1)]),
      await office.person([...MANAGES, ...SEES_ALL.slice(1), ["account", "view", "own"]]),
      await office.person([...MANAGES, ...SEES_ALL], { "lead.email": "mask" }),
    ];
    for (const { userId } of people) {
      const client = await signInAs(office.database, api, office.tenant, userId!);
      expect(await client.ask(read)).toEqual({
        webhookDeliveries: { nodes: [{ id: delivery, payload: null }] }, webhookAttempts: { totalCount: 0 },
      });
    }
    const { userId } = await office.person([...MANAGES, ...SEES_ALL]);
    const client = await signInAs(office.database, api, office.tenant, userId!);
    expect((await client.ask(read)).webhookAttempts.totalCount).toBe(1);
  });

  it("is not to be had by leading an endpoint elsewhere", async () => {
    const endpoint = await endpointOf();
    const delivery = await deliveryOf(endpoint);
    const [waiting] = await office.past("select app_private.queue_webhook($1, $2, 'waiting', 'lead.created', '{}') as id", [office.tenant.organizationId, endpoint]);
    const thief = await office.person(MANAGES);
    await office.run("update app_public.webhook_endpoints set url = 'https://thief.example/' where id = $1", [endpoint], thief);
    await office.run("select app_public.replay_webhook_delivery($1)", [delivery], thief);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toEqual([]);
    const states = await office.past("select id, status, error from app_public.webhook_deliveries where endpoint_id = $1 order by created_at, id", [endpoint]);
    const cancelled = { status: "cancelled", error: "Whoever saved the endpoint since does not see all that would be sent." };
    expect(states).toEqual([{ id: delivery, ...cancelled }, { id: waiting?.["id"], ...cancelled }]);
    const send = "select app_hidden.send_webhook($1, 'x', 'workflow', '{}') as id";
    expect(await commitAs(office.database, office.owner, send, [endpoint])).toMatchObject({ code: "RH403" });
    // What they see themselves may go there, and somebody else's when the endpoint is one's own again.
    expect((await office.run(send, [endpoint], thief))["id"]).toEqual(expect.any(String));
    await office.run("select app_public.enable_webhook_endpoint($1)", [endpoint]);
    await office.run("select app_public.replay_webhook_delivery($1)", [delivery]);
    expect((await office.past("select delivery_id from app_private.claim_webhooks(50)")).map((row) => row["delivery_id"])).toContain(delivery);
  });
});

describe("whoever is no active member any more", () => {
  it("is sent nothing of what waits, until somebody else saves the endpoint and has it sent", async () => {
    const person = await office.person([...MANAGES, ...SEES_ALL]);
    const endpoint = await endpointOf(person);
    const delivery = await deliveryOf(endpoint);
    await office.run("select app_public.replay_webhook_delivery($1)", [delivery]);
    await office.past("update app_public.memberships set is_active = false where user_id = $1", [person.userId]);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toEqual([]);
    expect(await office.past("select status, error from app_public.webhook_deliveries where id = $1", [delivery]))
      .toEqual([{ status: "cancelled", error: "Whoever saved the endpoint is no active member any more." }]);
    await office.run("update app_public.webhook_endpoints set description = 'Mine now' where id = $1", [endpoint]);
    await office.run("select app_public.replay_webhook_delivery($1)", [delivery]);
    expect(await office.past("select delivery_id from app_private.claim_webhooks(50)")).toEqual([{ delivery_id: delivery }]);
  });
});

describe("sending and replaying", () => {
  it("is done by workflows through send_webhook: once for a key, to what the caller sees, while it is enabled", async () => {
    const endpoint = await endpointOf();
    const send = (actor: Actor, id = endpoint, data = "{}") =>
      commitAs(office.database, actor, "select app_hidden.send_webhook($1, 'run:1', 'workflow', $2) as id", [id, data]);
    const first = await send(office.owner);
    expect(await send(office.owner)).toEqual(first);
    for (const actor of [globex.actor("owner"), office.member]) expect(await send(actor)).toMatchObject({ code: "RH404" });
    expect(await send(office.owner, randomId())).toMatchObject({ code: "RH404" });
    const large = await commitAs(office.database, office.owner, "select app_hidden.send_webhook($1, 'run:2', 'workflow', $2)", [endpoint, JSON.stringify({ x: "x".repeat(262_144) })]);
    expect(large).toMatchObject({ code: "RH400" });
    await office.run("update app_public.webhook_endpoints set is_enabled = false where id = $1", [endpoint]);
    expect(await send(office.owner)).toMatchObject({ code: "RH409" });
  });

  it("sends a test, which nothing is to be seen in", async () => {
    const endpoint = await endpointOf();
    const { webhookDelivery } = await mutate(owner, "sendTestWebhook", { endpointId: endpoint }, DELIVERY);
    expect(webhookDelivery).toMatchObject({ event: "webhook.test", status: "QUEUED", payload: { message: "This is a test." } });
    await mutate(owner, "updateWebhookEndpoint", { id: endpoint, patch: { isEnabled: false } }, "__typename");
    expect(await failToMutate(owner, "sendTestWebhook", { endpointId: endpoint }, DELIVERY)).toBe("CONFLICT: This webhook endpoint is disabled.");
  });

  it("replays once when two ask at once, and leaves alone what waits", async () => {
    const delivery = await deliveryOf(await endpointOf(), "delivered");
    const answers = await Promise.all([1, 2, 3].map(() => mutate(owner, "replayWebhookDelivery", { id: delivery }, DELIVERY)));
    expect(answers.map((answer) => answer.webhookDelivery.status)).toEqual(["QUEUED", "QUEUED", "QUEUED"]);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toHaveLength(1);
    await mutate(owner, "replayWebhookDelivery", { id: delivery }, DELIVERY);
    expect(await office.past("select * from app_private.claim_webhooks(50)")).toHaveLength(0);
  });

  it("replays what failed since a time, and what was delivered when asked", async () => {
    const endpoint = await endpointOf();
    await deliveryOf(endpoint);
    await office.past("update app_public.webhook_deliveries set created_at = now() - interval '2 days'");
    for (const status of ["failed", "cancelled", "delivered"]) await deliveryOf(endpoint, status);
    const replay = (input: object) => mutate(owner, "replayWebhookDeliveries", { endpointId: endpoint, since: new Date(Date.now() - 86_400_000), ...input }, "replayedCount");
    const both = await Promise.all([replay({}), replay({})]);
    expect(both.map(({ replayedCount }) => replayedCount).sort()).toEqual([0, 2]);
    expect(await replay({ includeDelivered: true })).toEqual({ replayedCount: 1 });
    expect(await replay({ since: "2020-01-01T00:00:00Z" })).toEqual({ replayedCount: 1 });
  });

  it("goes out by the claims of 50 at most, whoever asks", async () => {
    for (let count = 0; count < 6; count += 1) {
      const tenant = await asSuperuser(office.database, (client) => makeTenant(client, `Tenant ${count}`));
      const owner = tenant.actor("owner");
      await office.run("select app_hidden.create_webhook_endpoint('Many ' || n, 'https://x.example', null, null, true) from generate_series(1, 6) n", [], owner);
      await office.past(`select app_private.queue_webhook(e.organization_id, e.id, k, 'x', '{}')
        from app_public.webhook_endpoints e, unnest('{a,b,c}'::text[]) k where e.organization_id = $1`, [tenant.organizationId]);
    }
    const claims = await Promise.all([50, 50, 50].map((room) => office.past("select organization_id from app_private.claim_webhooks($1)", [room])));
    const all = claims.flat().map((row) => row["organization_id"]);
    const counts = all.reduce<Record<string, number>>((sum, id) => ({ ...sum, [id as string]: (sum[id as string] ?? 0) + 1 }), {});
    // In turns: no organization has its ten while another has few.
    expect(Object.values(counts).sort()).toEqual([8, 8, 8, 8, 9, 9]);
    expect(all.length).toBe(50);
  });
});
