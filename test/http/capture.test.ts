import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { commitAs, insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

const SITE = "https://www.acme.test";

let database: TestDatabase;
let api: TestApi;
let second: TestApi;
let tenant: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database, { corsOrigins: ["https://app.example.com"] });
  second = await startTestApi(database);
  tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
}, 60_000);

afterAll(async () => {
  await Promise.all([api?.stop(), second?.stop()]);
  await database?.drop();
});

beforeEach(() => asSuperuser(database, (client) => client.query("delete from app_private.rate_limits")));

let forms = 0;

async function makeForm(columns: Record<string, unknown> = {}): Promise<string> {
  const id = await insertAs(database, tenant.actor("admin"), "lead_forms", { name: `Form ${++forms}`, ...columns });
  return (await runAs(database, tenant.actor("admin"), "select key from app_public.lead_forms where id = $1", [id]))["key"] as string;
}

function send(key: string, body: object | string, headers: Record<string, string> = {}, from = api): Promise<Response> {
  const isJson = typeof body === "object";
  return fetch(`${from.url}/capture/${key}`, {
    method: "POST",
    redirect: "manual",
    headers: { "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded", ...headers },
    body: isJson ? JSON.stringify(body) : body,
  });
}

type Problem = { errors: { message: string; extensions: { code: string; fields?: object } }[] };

async function problem(response: Response) {
  return ((await response.json()) as Problem).errors[0]!;
}

async function leads(lastName: string): Promise<Record<string, unknown>[]> {
  return asSuperuser(database, async (client) =>
    (await client.query("select * from app_public.leads where last_name = $1", [lastName])).rows);
}

describe("a web form", () => {
  it("makes a lead of what it may fill, in its organization, and says no more than thanks", async () => {
    const key = await makeForm({ source: "newsletter", owner_id: tenant.actor("member").userId });
    const response = await send(key, {
      firstName: "Ada", last_name: " Lovelace ", email: "Ada@Engines.test", description: "Hello", utmSource: "ad",
      status: "converted", score: 100, owner_id: tenant.actor("owner").userId, source: "forged", id: "x",
      organization_id: "00000000-0000-4000-8000-000000000000", "custom.secret": "x", unknown: { deep: 1 },
    });
    expect([response.status, await response.json()]).toEqual([200, { status: "received" }]);
    const [lead, ...more] = await leads("Lovelace");
    expect(more).toEqual([]);
    expect(lead).toMatchObject({
      organization_id: tenant.organizationId, first_name: "Ada", email: "ada@engines.test", description: "Hello", utm_source: "ad",
      status: "new", source: "newsletter", owner_id: tenant.actor("member").userId, created_by: null, custom_data: {},
    });
    expect(lead!["score"]).not.toBe(100);
  });

  it("is read as browsers send it, and then sends them on", async () => {
    const key = await makeForm({ redirect_url: "https://www.acme.test/thanks" });
    const response = await send(key, "lastName=Brow+ser&company=B%C3%BCro&submit=Send");
    expect([response.status, response.headers.get("location")]).toEqual([303, "https://www.acme.test/thanks"]);
    expect(await leads("Brow ser")).toMatchObject([{ company: "Büro" }]);
  });

  it("is given to whom the assignment rules say", async () => {
    const rule = await insertAs(database, tenant.actor("admin"), "assignment_rules", { name: "Fair", sources: ["fair"] });
    const user_id = tenant.actor("manager").userId;
    await insertAs(database, tenant.actor("admin"), "assignment_rule_members", { rule_id: rule, user_id });
    await send(await makeForm({ source: "Fair" }), { lastName: "Visitor" });
    expect(await leads("Visitor")).toMatchObject([{ owner_id: user_id }]);
  });

  it("may have several fields of one name, and what looks like an escaped character", async () => {
    await send(await makeForm(), "lastName=Several&need=roof&need=&need=door&campaign=+&company=C%3A%5Cu0000", {});
    expect(await leads("Several")).toMatchObject([{ need: "roof; door", campaign: null, company: "C:\\u0000" }]);
  });

  it("is not asked for what an organization requires and the form does not have", async () => {
    const key = await makeForm({ custom_fields: ["asked"] });
    for (const [name, more] of [["asked", {}], ["unasked", {}], ["limited", { minimum: 5 }]] as const) {
      await insertAs(database, tenant.actor("admin"), "custom_field_definitions",
        { object: "lead", key: name, label: name, type: "text", is_required: true, ...more });
    }
    try {
      expect((await send(key, { lastName: "Asked", "custom.asked": "yes", "custom.limited": "x" })).status).toBe(200);
      expect(await leads("Asked")).toMatchObject([{ custom_data: { asked: "yes" } }]);
      const { extensions } = await problem(await send(key, { lastName: "Asked", "custom.asked": " " }));
      expect(extensions.fields).toEqual({ "customData.asked": "A value is required." });
      const elsewhere = await commitAs(database, tenant.actor("admin"), "insert into app_public.leads (last_name) values ('Other')");
      expect(elsewhere).toMatchObject({ code: "RH400", message: expect.stringContaining("unasked") });
    } finally {
      await asSuperuser(database, (client) => client.query("update app_public.custom_field_definitions set is_active = false"));
    }
  });

  it("that is sent twice, even at once to two servers, makes one lead", async () => {
    const key = await makeForm();
    const answers = await Promise.all([api, second, api, second].map((from) =>
      send(key, { lastName: "Twice", email: "twice@example.test" }, {}, from)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await leads("Twice")).toHaveLength(1);
  });

  it("whose trap is filled is thanked and makes nothing", async () => {
    const key = await makeForm({ trap_field: "homepage" });
    const response = await send(key, { lastName: "Robot", homepage: "http://spam.test" });
    expect([response.status, await response.json()]).toEqual([200, { status: "received" }]);
    expect(await leads("Robot")).toEqual([]);
    const { outcome } = await runAs(database, tenant.actor("admin"),
      "select outcome from app_public.lead_form_submissions order by created_at desc, id desc limit 1");
    expect(outcome).toBe("spam");
  });

  it.each<[string, object, object]>([
    ["nobody", { company: " " }, {}],
    ["a bad address", { lastName: "Bad", email: "nonsense" }, { email: expect.any(String) }],
    ["too long a name", { lastName: "x".repeat(101) }, { lastName: expect.any(String) }],
    ["a zero byte", { lastName: "a\0b" }, { lastName: expect.any(String) }],
    ["half a character", { lastName: "a\ud800b" }, { lastName: expect.any(String) }],
    ["half a character in a list", { lastName: "x", need: ["a", "\udc00"] }, { need: expect.any(String) }],
  ])("with %s is refused with the field's name", async (_what, body, fields) => {
    const response = await send(await makeForm(), body);
    expect(response.status).toBe(400);
    const { extensions } = await problem(response);
    expect(extensions.code).toBe("BAD_INPUT");
    expect(extensions.fields ?? {}).toMatchObject(fields);
  });

  it.each([[[]], ["text"], [{ lastName: "x".repeat(70_000) }]])("of %p is no form", async (body) => {
    const response = await send(await makeForm(), body as object, { "content-type": "application/json" });
    expect([400, 413]).toContain(response.status);
  });
});

describe("who sends a form", () => {
  it("may be a page of the sites that it names, and browsers are told so", async () => {
    const key = await makeForm({ allowed_origins: [SITE] });
    const preflight = await fetch(`${api.url}/capture/${key}`, {
      method: "OPTIONS",
      headers: { origin: SITE, "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe(SITE);
    const allowed = await send(key, { lastName: "Sited" }, { origin: SITE });
    expect(allowed.headers.get("access-control-allow-origin")).toBe(SITE);
    for (const origin of ["https://evil.test", "null", "https://app.example.com"]) {
      expect((await problem(await send(key, { lastName: "Evil" }, { origin }))).extensions.code).toBe("FORBIDDEN");
    }
    expect([(await leads("Sited")).length, (await leads("Evil")).length]).toEqual([1, 0]);
  });

  it("is named site by site", async () => {
    for (const origins of [[SITE, "https://acme.test:8443"], [`${SITE} https://acme.test`]]) {
      const outcome = await commitAs(database, tenant.actor("admin"),
        "insert into app_public.lead_forms (name, allowed_origins) values ($1, $2)", [`Form ${++forms}`, origins]);
      expect(outcome.constraint).toBe(origins.length === 2 ? undefined : "lead_forms_origins_check");
    }
  });

  it("learns nothing of forms that are off or do not exist", async () => {
    const off = await makeForm({ is_active: false });
    for (const key of [off, off.replace(/^./, "g"), "0".repeat(64), "%00", "x"]) {
      const response = await send(key, { lastName: "Off" });
      expect([response.status, (await problem(response)).message]).toEqual([404, "There is no such form."]);
    }
    expect(await leads("Off")).toEqual([]);
  });

  it("has ten in a minute, counted over all servers", async () => {
    const key = await makeForm();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) {
      statuses.push((await send(key, { lastName: `Often ${n}` }, {}, n % 2 ? second : api)).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
  });

  it("cannot be told the keys by who may not see forms", async () => {
    await makeForm();
    for (const role of ["manager", "member", "viewer"] as const) {
      const answer = await api.graphql<{ leadForms: { totalCount: number } }>("{ leadForms { totalCount } }", {}, {
        token: api.token({ userId: tenant.actor(role).userId!, organizationId: tenant.organizationId, sessionId: tenant.actor(role).sessionId! }),
      });
      expect(answer.data?.leadForms?.totalCount ?? 0).toBe(0);
    }
  });
});
