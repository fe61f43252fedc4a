import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

type Role = "owner" | "manager" | "member";

let database: TestDatabase;
let api: TestApi;
let acme: Tenant;
let strangers: Client;
const clients = new Map<Role, Client>();

const FIELDS = [
  { key: "tier", label: "Tier", type: "SELECT", choices: ["gold", "silver", "none"], isIndexed: true },
  { key: "size", label: "Size", type: "NUMBER", isIndexed: true },
  { key: "since", label: "Since", type: "DATE", isIndexed: true },
  { key: "last_seen", label: "Last seen", type: "DATETIME" },
  { key: "is_key", label: "Key", type: "BOOLEAN", isIndexed: true },
  { key: "colors", label: "Colors", type: "MULTI_SELECT", choices: ["red", "green", "blue"], isIndexed: true },
  { key: "remark", label: "Remark", type: "TEXT" },
];

const LEADS: [string, Record<string, unknown>][] = [
  ["A", { tier: "gold", size: 9, since: "2024-02-29", is_key: true, colors: ["red", "blue"], remark: "Über alles" }],
  ["B", { tier: "gold", size: 100, since: "2025-01-01", last_seen: "2026-01-01T00:00:00Z", remark: "plain" }],
  ["C", { tier: "silver", size: 10, is_key: false, colors: ["green"], last_seen: "2026-01-01T00:30:00+01:00" }],
  ["D", { free: { anything: [1] } }],
  ["E", { tier: "none", size: -1.5, since: "2023-12-31" }],
];

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  const other = await asSuperuser(database, (client) => makeTenant(client, "Other"));
  api = await startTestApi(database);
  for (const role of ["owner", "manager", "member"] as const) {
    clients.set(role, await signIn(database, api, acme, role));
  }
  strangers = await signIn(database, api, other, "owner");
  for (const field of FIELDS) {
    const { errors } = await ask(
      `mutation ($field: CustomFieldDefinitionInput!) {
        createCustomFieldDefinition(input: {customFieldDefinition: $field}) { customFieldDefinition { id } } }`,
      { field: { object: "lead", ...field } },
    );
    expect(errors).toBeUndefined();
  }
  for (const [lastName, customData] of LEADS) {
    const { errors } = await ask(
      "mutation ($lead: LeadInput!) { createLead(input: {lead: $lead}) { lead { id } } }",
      { lead: { lastName, customData } },
    );
    expect(errors).toBeUndefined();
  }
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database.drop();
});

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- data has the query's own shape
function ask(query: string, variables: Record<string, unknown> = {}, role: Role = "owner"): Promise<any> {
  return clients.get(role)!.try(query, variables);
}

async function found(filter: unknown, role: Role = "owner"): Promise<string> {
  const { data, errors } = await ask(
    `query ($filter: LeadFilter) { leads(filter: $filter, orderBy: NAME_ASC) { totalCount nodes { name } } }`,
    { filter }, role,
  );
  if (errors) throw new Error(JSON.stringify(errors));
  const names = data.leads.nodes.map(({ name }: { name: string }) => name).join("");
  expect(data.leads.totalCount).toBe(names.length);
  return names;
}

const by = (key: string, condition: object, role?: Role) => found({ customFields: [{ key, ...condition }] }, role);

describe("leads are filtered by custom fields", () => {
  it.each([
    ["tier", { equalTo: "gold" }, "AB"],
    ["tier", { notEqualTo: "gold" }, "CE"],
    ["tier", { in: ["silver", "none"] }, "CE"],
    ["tier", { notIn: ["silver", "none"] }, "AB"],
    ["tier", { isNull: true }, "D"],
    ["tier", { isNull: false, startsWith: "g" }, "AB"],
    ["tier", { equalTo: "platinum" }, ""],
    ["size", { lessThan: 10 }, "AE"],
    ["size", { lessThanOrEqualTo: 10 }, "ACE"],
    ["size", { greaterThan: 9, lessThan: 100 }, "C"],
    ["size", { greaterThanOrEqualTo: "100" }, "B"],
    ["size", { equalTo: 9.0 }, "A"],
    ["size", { in: [100, "9"] }, "AB"],
    ["since", { greaterThan: "2024-01-01", lessThanOrEqualTo: "2025-01-01" }, "AB"],
    ["last_seen", { lessThan: "2026-01-01T00:00:00Z" }, "C"],
    ["last_seen", { equalTo: "2026-01-01T01:00:00+01:00" }, "B"],
    ["is_key", { equalTo: true }, "A"],
    ["is_key", { equalTo: false }, "C"],
    ["colors", { contains: ["red", "blue"] }, "A"],
    ["colors", { overlaps: ["blue", "green"] }, "AC"],
    ["colors", { equalTo: ["blue", "red"] }, "A"],
    ["remark", { includes: "ber" }, "A"],
    ["remark", { includesInsensitive: "ÜBER" }, "A"],
    ["remark", { startsWithInsensitive: "PL" }, "B"],
    ["remark", { includes: "' or true --" }, ""],
  ])("%s %j: %s", async (key, condition, names) => {
    expect(await by(key, condition)).toBe(names);
  });

  it("by several choices also after these were put into another order", async () => {
    const reorder = (choices: string[]) => ask(
      `mutation ($id: UUID!, $patch: CustomFieldDefinitionPatch!) {
        updateCustomFieldDefinition(input: {id: $id, patch: $patch}) { customFieldDefinition { choices } } }`, { id, patch: { choices } });
    const { data } = await ask(`{ customFieldDefinitions(filter: {key: {equalTo: "colors"}}) { nodes { id } } }`);
    const [{ id }] = data.customFieldDefinitions.nodes;
    try {
      expect((await reorder(["blue", "green", "red"])).errors).toBeUndefined();
      expect(await by("colors", { equalTo: ["red", "blue"] })).toBe("A");
      expect(await by("colors", { in: [["blue", "red"], ["blue"]] })).toBe("A");
      expect(await by("colors", { notEqualTo: ["red", "blue"] })).toBe("C");
      expect(await by("colors", { notIn: [["red", "blue"], ["red"]] })).toBe("C");
      expect(await by("colors", { equalTo: ["red"] })).toBe("");
    } finally {
      await reorder(["red", "green", "blue"]);
    }
  });

  it("in any logic, and by those of the leads of an owner", async () => {
    const gold = { customFields: [{ key: "tier", equalTo: "gold" }] };
    const large = { customFields: [{ key: "size", greaterThan: 50 }] };
    expect(await found({ and: [gold, large] })).toBe("B");
    expect(await found({ or: [{ customFields: [{ key: "tier", equalTo: "none" }] }, large] })).toBe("BE");
    expect(await found({ not: gold })).toBe("CDE");
    const { data, errors } = await ask(
      `query ($filter: LeadFilter) { currentUser { ownedLeads(filter: $filter) { nodes { name } } } }`, { filter: gold },
    );
    expect(errors).toBeUndefined();
    expect(data.currentUser.ownedLeads.nodes).toHaveLength(2);
  });

  it.each([
    ["nothing", { equalTo: 1 }, "No such custom field."],
    ["free", { isNull: false }, "No such custom field."],
    ["a' or 1=1", { equalTo: 1 }, "No such custom field."],
    ["size", { equalTo: "large" }, "Is no number."],
    ["size", { startsWith: "1" }, "Is of type number."],
    ["tier", { contains: ["gold"] }, "Is of type select."],
    ["since", { lessThan: "yesterday" }, "Is no date such as 2026-01-31."],
    ["is_key", { greaterThan: false }, "Is of type boolean."],
    ["tier", { in: [["gold"]] }, "Is no single value."],
  ])("but not by %s %j", async (key, condition, message) => {
    for (const text of ["leads(filter: $filter) { nodes { id } }", "leads(filter: $filter) { totalCount }"]) {
      const { errors } = await ask(`query ($filter: LeadFilter) { ${text} }`, { filter: { customFields: [{ key, ...condition }] } });
      expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT", fields: { [`customData.${key}`]: message } } }]);
    }
  });

  it("by no condition at all", async () => {
    expect(await found({ customFields: [] })).toBe("ABCDE");
  });

  it("by more values than are looked up one by one", async () => {
    expect(await by("size", { in: Array.from({ length: 1500 }, (_, size) => size) })).toBe("ABC");
  });

  it("by the fields of one's own organization only", async () => {
    const { errors } = await strangers.try(`{ leads(filter: {customFields: [{key: "tier", equalTo: "gold"}]}) { totalCount } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT" } }]);
  });

  it("among those that the caller sees", async () => {
    expect(await by("tier", { equalTo: "gold" }, "member")).toBe("");
    const id = (await ask(`{ leads(filter: {name: {equalTo: "A"}}) { nodes { id } } }`)).data.leads.nodes[0].id as string;
    await runAs(database, acme.actor("owner"), "update app_public.leads set owner_id = $2 where id = $1", [id, acme.users.member]);
    expect(await by("tier", { equalTo: "gold" }, "member")).toBe("A");
    await runAs(database, acme.actor("owner"), "update app_public.leads set owner_id = $2 where id = $1", [id, acme.users.owner]);
  });

  it("as they are at each moment, indexed or not", async () => {
    const { data } = await ask(`{ customFieldDefinitions(filter: {key: {equalTo: "size"}}) { nodes { id } } }`);
    const [{ id }] = data.customFieldDefinitions.nodes;
    for (const isIndexed of [false, true]) {
      const { errors } = await ask(
        `mutation ($id: UUID!, $patch: CustomFieldDefinitionPatch!) {
          updateCustomFieldDefinition(input: {id: $id, patch: $patch}) { customFieldDefinition { isIndexed } } }`,
        { id, patch: { isIndexed } },
      );
      expect(errors).toBeUndefined();
      expect(await by("size", { greaterThan: 9 })).toBe("BC");
    }
    const set = (size: number) => runAs(
      database, acme.actor("owner"),
      "update app_public.leads set custom_data = custom_data || jsonb_build_object('size', $1::numeric) where name = 'B'", [size],
    );
    await set(7);
    expect(await by("size", { greaterThan: 9 })).toBe("C");
    await set(100);
    expect(await by("size", { greaterThan: 9 })).toBe("BC");
  });

  it("by a value that too many had a moment ago to be looked up one by one", async () => {
    const page = `{ leads(first: 2, orderBy: NAME_ASC, filter: {customFields: [{key: "tier", equalTo: "none"}]}) { nodes { name } } }`;
    const names = async () => (await ask(page)).data.leads.nodes.map(({ name }: { name: string }) => name).join("");
    const run = (text: string) =>
      asSuperuser(database, (client) => client.query(text, [acme.organizationId]));
    await run(`insert into app_public.leads (organization_id, last_name, custom_data)
      select $1, 'Z', '{"tier": "none"}' from generate_series(1, 2600)`);
    expect([await names(), await names()]).toEqual(["EZ", "EZ"]);
    await run("delete from app_public.leads where organization_id = $1 and last_name = 'Z'");
    expect([await names(), await by("tier", { equalTo: "none" })]).toEqual(["E", "E"]);
  });

  it.each(["SCORE_DESC", "CREATED_AT_ASC", "LAST_NAME_DESC"])("by a value that some hundred have, page by page, %s", async (order) => {
    const run = (text: string) =>
      asSuperuser(database, (client) => client.query(text, [acme.organizationId]));
    await run(`insert into app_public.leads (organization_id, last_name, company, score, created_at, custom_data)
      select $1, 'Z', 'C' || n % 7, n % 50, now() - n * interval '1 hour', '{"tier": "none"}' from generate_series(1, 400) n`);
    const seen: Record<string, unknown>[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data, errors } = await ask(
        `query ($after: Cursor) { leads(first: 90, after: $after, orderBy: ${order}, filter: {customFields: [{key: "tier", equalTo: "none"}]}) {
          nodes { id score createdAt company } pageInfo { endCursor hasNextPage } } }`, { after });
      if (errors) throw new Error(JSON.stringify(errors));
      seen.push(...data.leads.nodes);
      after = data.leads.pageInfo.endCursor;
      more = data.leads.pageInfo.hasNextPage;
    }
    expect(new Set(seen.map(({ id }) => id)).size).toBe(401);
    const { rows } = await run(`select id from app_public.leads where organization_id = $1 and custom_data ->> 'tier' = 'none'
      and deleted_at is null order by ${order.replace(/_(ASC|DESC)$/, " $1").toLowerCase()}, id ${order.endsWith("ASC") ? "" : "desc"}`);
    expect(seen.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
    await run("delete from app_public.leads where organization_id = $1 and last_name = 'Z'");
  });
});

describe("leads are ordered by custom fields", () => {
  it.each([
    [[{ key: "size" }], "EACBD"],
    [[{ key: "size", direction: "DESC" }], "BCAED"],
    [[{ key: "tier" }, { key: "size", direction: "DESC" }], "BAECD"],
    [{ key: "since" }, "EABCD"],
  ])("%j: %s, page by page, forwards and backwards", async (order, names) => {
    const query = `query ($order: [CustomFieldOrder!], $first: Int, $after: Cursor, $last: Int, $before: Cursor) {
      leads(orderByCustomField: $order, orderBy: NAME_ASC, first: $first, after: $after, last: $last, before: $before) {
        nodes { name } pageInfo { endCursor startCursor } } }`;
    const walk = async (forwards: boolean) => {
      let walked = "";
      let cursor: string | null = null;
      for (;;) {
        const page = forwards ? { first: 2, after: cursor } : { last: 2, before: cursor };
        const { data, errors } = await ask(query, { order, ...page });
        if (errors) throw new Error(JSON.stringify(errors));
        const names = data.leads.nodes.map(({ name }: { name: string }) => name).join("");
        if (names === "") return walked;
        walked = forwards ? walked + names : names + walked;
        cursor = data.leads.pageInfo[forwards ? "endCursor" : "startCursor"];
      }
    };
    expect(await walk(true)).toBe(names);
    expect(await walk(false)).toBe(names);
  });

  it("not by fields that do not exist", async () => {
    const { errors } = await ask(`{ leads(orderByCustomField: {key: "nothing"}) { nodes { id } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT", fields: { "customData.nothing": expect.any(String) } } }]);
  });
});

describe("leads are grouped by custom fields", () => {
  it("alone, with other columns, with conditions on the groups", async () => {
    const { data, errors } = await ask(`{ leads {
      byTier: groupedAggregates(groupBy: [], groupByCustomField: ["tier"]) { keys distinctCount { id } sum { score } }
      byBoth: groupedAggregates(groupBy: [STATUS], groupByCustomField: ["is_key", "tier"]) { keys }
      many: groupedAggregates(groupBy: [], groupByCustomField: "tier", having: {distinctCount: {score: {greaterThan: 0}}}) { keys }
    } }`);
    expect(errors).toBeUndefined();
    const sorted = (rows: { keys: (string | null)[] }[]) => rows.map(({ keys }) => keys.join("/")).sort();
    expect(data.leads.byTier.find(({ keys }: { keys: string[] }) => keys[0] === "gold")).toMatchObject({ distinctCount: { id: "2" }, sum: { score: "0" } });
    expect(sorted(data.leads.byTier)).toEqual(["", "gold", "none", "silver"]);
    expect(sorted(data.leads.byBoth)).toEqual(["new//", "new//gold", "new//none", "new/false/silver", "new/true/gold"]);
    expect(sorted(data.leads.many)).toHaveLength(4);
  });

  it("not by fields that do not exist", async () => {
    const { errors } = await ask(`{ leads { groupedAggregates(groupBy: [], groupByCustomField: ["nothing"]) { keys } } }`);
    expect(errors).toMatchObject([{ extensions: { code: "BAD_INPUT" } }]);
  });
});

describe("a field that the caller may not see", () => {
  it.each(["hidden", "mask"])("is nothing to find leads by (%s), though it is indexed", async (mode) => {
    const rule = `insert into app_public.role_field_permissions (role_id, object, field, mode)
      select id, 'lead', 'custom_data.tier', $1 from app_public.roles where slug = 'manager'
      on conflict (organization_id, role_id, object, field) do update set mode = excluded.mode`;
    await runAs(database, acme.actor("owner"), rule, [mode]);
    await runAs(database, acme.actor("owner"), "update app_public.leads set owner_id = $1", [acme.users.manager]);
    expect(await by("size", { greaterThan: 9 }, "manager")).toBe("BC");
    expect(await by("tier", { equalTo: "gold" }, "manager")).toBe("");
    expect(await by("tier", { isNull: true }, "manager")).toBe(mode === "hidden" ? "ABCDE" : "D");
    const { data } = await ask(`{ leads { groupedAggregates(groupBy: [], groupByCustomField: ["tier"]) { keys } } }`, {}, "manager");
    const masks = mode === "hidden" ? [] : [{ keys: ["•••••"] }];
    expect(data.leads.groupedAggregates).toEqual(expect.arrayContaining([{ keys: [null] }, ...masks]));
    expect(data.leads.groupedAggregates).toHaveLength(1 + masks.length);
  });
});

describe("a value that does not fit", () => {
  it("is refused with the name of its field", async () => {
    const { errors } = await ask(
      "mutation ($lead: LeadInput!) { createLead(input: {lead: $lead}) { lead { id } } }",
      { lead: { lastName: "X", customData: { tier: "bronze", size: "big", last_seen: "now", colors: ["red", "pink"] } } },
    );
    expect(errors).toMatchObject([{
      message: expect.stringContaining("Last seen: Is no time"),
      extensions: {
        code: "BAD_INPUT",
        fields: {
          "customData.tier": "Is none of the choices.",
          "customData.size": "Is no number.",
          "customData.last_seen": expect.any(String),
          "customData.colors": "Holds what is none of the choices.",
        },
      },
    }]);
  });
});

describe("definitions", () => {
  it("are seen by every member and changed by owners and admins", async () => {
    const { data } = await ask("{ customFieldDefinitions(filter: {object: {equalTo: \"lead\"}}, orderBy: KEY_ASC) { nodes { key invalidCount } } }", {}, "member");
    expect(data.customFieldDefinitions.nodes[0]).toEqual({ key: "colors", invalidCount: null });
    const { errors } = await ask(
      `mutation { createCustomFieldDefinition(input: {customFieldDefinition: {object: "lead", key: "x", label: "X", type: TEXT}}) { clientMutationId } }`,
      {}, "manager",
    );
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
  });

  it("tell how many values a new rule would refuse", async () => {
    const { data, errors } = await ask(`{ customFieldDefinitions(filter: {key: {equalTo: "size"}}) { nodes { id } } }`);
    expect(errors).toBeUndefined();
    const update = (patch: object) => ask(
      `mutation ($id: UUID!, $patch: CustomFieldDefinitionPatch!) {
        updateCustomFieldDefinition(input: {id: $id, patch: $patch}) { customFieldDefinition { invalidCount minimum } } }`,
      { id: data.customFieldDefinitions.nodes[0].id, patch },
    );
    const changed = await update({ minimum: 10 });
    expect(changed.data.updateCustomFieldDefinition.customFieldDefinition).toEqual({ invalidCount: 2, minimum: 10 });
    await update({ minimum: null });
  });
});
