import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { commitAs, insertAs, makeRole, makeTenant, runAs, SYSTEM_ROLES } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let acme: Tenant;
const clients = new Map<SystemRole, Client>();
let contactId: string;
let dealId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  for (const role of SYSTEM_ROLES) clients.set(role, await signIn(database, api, acme, role));
  const owner = acme.actor("owner");
  contactId = await insertAs(database, owner, "contacts", {
    first_name: "Ann",
    last_name: "Bo",
    email: "ann@corp.test",
    mobile_phone: "+49 123 4567",
    owner_id: acme.users.member,
    custom_data: JSON.stringify({ ssn: "123-45", color: "red" }),
  });
  dealId = await insertAs(database, owner, "deals", { title: "Big", amount: 1234 });
});

afterAll(async () => {
  await api?.stop();
  await database.drop();
});

function as(role: SystemRole, query: string, variables: Record<string, unknown> = {}) {
  return clients.get(role)!.try(query, variables);
}

async function restrict(role: SystemRole, object: string, field: string, mode: string, method?: string) {
  await runAs(
    database,
    acme.actor("owner"),
    `insert into app_public.role_field_permissions (role_id, object, field, mode)
       select id, $2, $3, $4 from app_public.roles where slug = $1
       on conflict (organization_id, role_id, object, field) do update set mode = excluded.mode`,
    [role, object, field, mode],
  );
  if (!method) return;
  await runAs(
    database,
    acme.actor("owner"),
    `insert into app_public.masking_rules (object, field, method) values ($1, $2, $3)
       on conflict (organization_id, object, field) do update set method = excluded.method`,
    [object, field, method],
  );
}

describe("a viewer, by default,", () => {
  it("sees only the names and the account of a contact", async () => {
    const query = "query ($id: UUID!) { contact(id: $id) { id name firstName email mobilePhone ownerId owner { name } customData doNotCall } }";
    const { data, errors } = await as("viewer", query, { id: contactId });
    expect(errors).toBeUndefined();
    expect(data.contact).toEqual({
      id: contactId,
      name: "Ann Bo",
      firstName: "Ann",
      email: null,
      mobilePhone: null,
      ownerId: null,
      owner: null,
      customData: null,
      doNotCall: null,
    });
  });

  it("finds nothing by what they do not see", async () => {
    const query = `{
      equal: contacts(filter: { email: { equalTo: "ann@corp.test" } }) { totalCount }
      like: contacts(filter: { email: { startsWith: "a" } }) { nodes { id } }
      none: contacts(filter: { email: { isNull: false } }) { totalCount }
      owner: contacts(filter: { owner: { name: { isNull: false } } }) { totalCount }
      condition: contacts(condition: { email: "ann@corp.test" }) { totalCount }
      ordered: contacts(orderBy: [EMAIL_ASC]) { nodes { name } }
      grouped: contacts { groupedAggregates(groupBy: [EMAIL]) { keys distinctCount { id } } }
      counted: contacts { aggregates { distinctCount { email } } }
      users { nodes { contactsByOwner: ownedContacts { totalCount } } }
    }`.replace(/\n *users .*/, "");
    const { data, errors } = await as("viewer", query);
    expect(errors).toBeUndefined();
    expect(data.equal.totalCount).toBe(0);
    expect(data.like.nodes).toEqual([]);
    expect(data.none.totalCount).toBe(0);
    expect(data.owner.totalCount).toBe(0);
    expect(data.condition.totalCount).toBe(0);
    expect(data.ordered.nodes).toEqual([{ name: "Ann Bo" }]);
    expect(data.grouped.groupedAggregates).toHaveLength(1);
    expect(data.grouped.groupedAggregates[0].keys).toEqual([null]);
    expect(data.counted.aggregates.distinctCount.email).toBe("0");
  });
});

describe("a member, by default,", () => {
  it("does not see the custom fields of contacts", async () => {
    const { data } = await as("member", "query ($id: UUID!) { contact(id: $id) { email customData } }", { id: contactId });
    expect(data.errors).toBeUndefined();
    expect(data.contact).toEqual({ email: "ann@corp.test", customData: null });
  });

  it("changes a contact but not what is hidden", async () => {
    const mutation = `mutation ($id: UUID!, $patch: ContactPatch!) {
      updateContact(input: { id: $id, patch: $patch }) { contact { jobTitle customData } } }`;
    const changed = await as("member", mutation, { id: contactId, patch: { jobTitle: "CTO" } });
    expect(changed.errors).toBeUndefined();
    expect(changed.data.updateContact.contact).toEqual({ jobTitle: "CTO", customData: null });
    const refused = await as("member", mutation, { id: contactId, patch: { customData: { ssn: "123-45", color: "red" } } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: "FORBIDDEN",
      fields: { customData: "Your role may not change this field." },
    });
  });

  it("creates a contact and reads back what they may see", async () => {
    const mutation = `mutation ($contact: ContactInput!) {
      createContact(input: { contact: $contact }) { contact { name customData owner { name } } } }`;
    const made = await as("member", mutation, { contact: { lastName: "New" } });
    expect(made.errors).toBeUndefined();
    expect(made.data.createContact.contact).toEqual({ name: "New", customData: null, owner: { name: "member" } });
  });

  it("deletes and restores a contact without seeing more of it", async () => {
    const removed = await as("member", "mutation ($id: UUID!) { deleteContact(input: { id: $id }) { contact { name customData } } }", { id: contactId });
    expect(removed.errors).toBeUndefined();
    expect(removed.data.deleteContact.contact.customData).toBeNull();
    const restored = await as("member", "mutation ($id: UUID!) { restoreContact(input: { id: $id }) { contact { name customData } } }", { id: contactId });
    expect(restored.errors).toBeUndefined();
    expect(restored.data.restoreContact.contact).toEqual({ name: "Ann Bo", customData: null });
  });
});

describe("a mask", () => {
  it.each([
    ["partial", "a•••@c•••.test"],
    ["redact", "•••••"],
    ["hash", expect.stringMatching(/^[0-9a-f]{64}$/)],
    ["tokenize", expect.stringMatching(/^tok_[0-9a-f]{24}$/)],
    ["encrypt", expect.stringMatching(/^enc:/)],
  ])("by %s takes effect on the next request", async (method, expected) => {
    const { data, errors } = await as("admin", "query ($id: UUID!) { contact(id: $id) { email } }", { id: contactId });
    expect(errors).toBeUndefined();
    expect(data.contact.email).toBe("ann@corp.test");
    await restrict("admin", "contact", "email", "mask", method);
    const masked = await as("admin", "query ($id: UUID!) { contact(id: $id) { email } }", { id: contactId });
    expect(masked.data.contact.email).toEqual(expected);
    await restrict("admin", "contact", "email", "edit");
    const restored = await as("admin", "query ($id: UUID!) { contact(id: $id) { email } }", { id: contactId });
    expect(restored.data.contact.email).toBe("ann@corp.test");
  });

  it("of an amount leaves it and what is made of it out", async () => {
    await restrict("viewer", "deal", "amount", "mask");
    const query = `query ($id: UUID!) {
      deal(id: $id) { title amount total weightedTotal tax stageHistory { nodes { amount } } }
      deals { aggregates { sum { amount total } } } }`;
    const { data, errors } = await as("viewer", query, { id: dealId });
    expect(errors).toBeUndefined();
    expect(data.deal).toEqual({
      title: "Big", amount: null, total: null, weightedTotal: null, tax: "0.00",
      stageHistory: { nodes: [{ amount: null }] },
    });
    expect(data.deals.aggregates.sum).toEqual({ amount: "0", total: "0" });
  });
});

describe("myFieldPermissions", () => {
  it("lists what the caller may not edit", async () => {
    const query = "{ myFieldPermissions { object field mode } }";
    expect((await as("member", query)).data.myFieldPermissions).toEqual([
      { object: "contact", field: "custom_data", mode: "HIDDEN" },
    ]);
    expect((await as("owner", query)).data.myFieldPermissions).toEqual([]);
    const fields = (await as("viewer", query)).data.myFieldPermissions;
    expect(fields).toContainEqual({ object: "contact", field: "name", mode: "VIEW" });
    expect(fields).toContainEqual({ object: "contact", field: "email", mode: "HIDDEN" });
  });
});

describe("field permissions through the API", () => {
  async function roleId(slug: string): Promise<string> {
    const { data } = await as("owner", `{ roles(condition: { slug: "${slug}" }) { nodes { id } } }`);
    return data.roles.nodes[0].id as string;
  }

  it.each([
    ["an object that has no fields", { object: "role", field: "name", mode: "VIEW" }, "object"],
    ["an object that is not there", { object: "ship", field: "name", mode: "VIEW" }, "object"],
    ["a field that is not there", { object: "lead", field: "smell", mode: "VIEW" }, "field"],
    ["the id", { object: "lead", field: "id", mode: "HIDDEN" }, "field"],
    ["a mask on a reference", { object: "lead", field: "owner_id", mode: "MASK" }, "field"],
    ["a mask on a fixed set of values", { object: "lead", field: "status", mode: "MASK" }, "field"],
    ["a mask on everything", { object: "lead", field: "*", mode: "MASK" }, "field"],
    ["a custom field with an odd key", { object: "lead", field: "custom_data.a b", mode: "VIEW" }, "field"],
    ["a custom field of what has none", { object: "note", field: "custom_data.a", mode: "VIEW" }, "field"],
  ])("refuse %s", async (_, rule, field) => {
    const { errors } = await as(
      "owner",
      `mutation ($rule: RoleFieldPermissionInput!) {
         createRoleFieldPermission(input: { roleFieldPermission: $rule }) { clientMutationId } }`,
      { rule: { ...rule, roleId: await roleId("manager") } },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toEqual([field]);
  });

  it.each([
    ["a method that a number has not", { object: "deal", field: "amount", method: "HASH" }, "method"],
    ["a mask of a reference", { object: "deal", field: "account_id", method: "REDACT" }, "field"],
  ])("refuse %s", async (_, rule, field) => {
    const { errors } = await as(
      "owner",
      "mutation ($rule: MaskingRuleInput!) { createMaskingRule(input: { maskingRule: $rule }) { clientMutationId } }",
      { rule },
    );
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
    expect(Object.keys(errors?.[0]?.extensions.fields ?? {})).toEqual([field]);
  });

  it.each([
    ["an owner's fields", "owner", "admin", "owner", "lead"],
    ["fields of an object that they see in part", "admin", "admin", "manager", "contact"],
    ["any fields, as a member", "member", "member", "manager", "lead"],
  ])("let nobody restrict %s", async (_, asker, restricted, target, object) => {
    if (asker === "admin") await restrict(restricted as SystemRole, "contact", "email", "hidden");
    const id = await roleId(target);
    const { errors } = await as(
      asker as SystemRole,
      `mutation ($rule: RoleFieldPermissionInput!) {
         createRoleFieldPermission(input: { roleFieldPermission: $rule }) { clientMutationId } }`,
      { rule: { object, field: "description", mode: "VIEW", roleId: id } },
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    if (asker === "admin") await restrict("admin", "contact", "email", "edit");
  });

  it("do not let somebody give away a role that sees more than theirs", async () => {
    await restrict("admin", "contact", "email", "hidden");
    const { data } = await as("owner", "{ memberships { nodes { id user { id } } } }");
    const membership = data.memberships.nodes.find(
      ({ user }: { user: { id: string } }) => user.id === acme.users.viewer,
    );
    const { errors } = await as(
      "admin",
      `mutation ($id: UUID!, $roleId: UUID!) {
         updateMembership(input: { id: $id, patch: { roleId: $roleId } }) { clientMutationId } }`,
      { id: membership.id, roleId: await roleId("manager") },
    );
    expect(errors?.[0]?.message).toBe("You cannot give or take a role that may do more than yours.");
    await restrict("admin", "contact", "email", "edit");
  });

  it("tell what an encrypted mask stands for to those who may see the field", async () => {
    await restrict("viewer", "lead", "email", "mask", "encrypt");
    await insertAs(database, acme.actor("owner"), "leads", { company: "X", email: "x@lead.test" });
    const read = `{ leads(condition: { company: "X" }) { nodes { email } } }`;
    const { email: value } = (await as("viewer", read)).data.leads.nodes[0];
    expect(value).toMatch(/^enc:/);
    const query = `query ($value: String!) { decryptMaskedValue(object: "lead", value: $value) }`;
    expect((await as("owner", query, { value })).data.decryptMaskedValue).toBe("x@lead.test");
    expect((await as("viewer", query, { value })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    // Nor under the name of a field that they see.
    const elsewhere = query.replace('"lead"', '"account"');
    expect((await as("viewer", elsewhere, { value })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect((await as("manager", query, { value })).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    for (const wrong of ["enc:AAAA", "nonsense", `${value.slice(0, -8)}AAAAAAA=`]) {
      expect((await as("owner", query, { value: wrong })).errors?.[0]?.extensions.code).toBe("BAD_INPUT");
    }
  });

  it("are switched off by nobody who is restricted", async () => {
    await restrict("admin", "contact", "email", "hidden");
    const flag = "app_public.feature_flags where name = 'field_permissions_enabled'";
    const off = `update ${flag.replace(" where", " set is_enabled = false where")}`;
    expect(await commitAs(database, acme.actor("admin"), off)).toMatchObject({
      code: "RH403",
      message: "Your own role is restricted in fields.",
    });
    expect((await commitAs(database, acme.actor("admin"), `delete from ${flag}`)).rowCount).toBe(0);
    await restrict("admin", "contact", "email", "edit");
  });

  it("hold against giving an object to a role that sees all of it", async () => {
    const { id } = await asSuperuser(database, (client) => makeRole(client, acme.organizationId, []));
    const grant = "insert into app_public.role_permissions (role_id, object, action, scope) values ($1, 'contact', 'view', 'all')";
    await restrict("admin", "contact", "email", "hidden");
    expect((await commitAs(database, acme.actor("admin"), grant, [id])).code).toBe("RH403");
    await restrict("admin", "contact", "email", "edit");
    expect((await commitAs(database, acme.actor("admin"), grant, [id])).code).toBeUndefined();
  });

  it("keep from changing what a rule compares with a hidden field", async () => {
    await restrict("admin", "deal", "amount", "hidden");
    const mutation = `mutation ($id: UUID!, $patch: DealPatch!) {
      updateDeal(input: { id: $id, patch: $patch }) { clientMutationId } }`;
    for (const patch of [{ discount: "1" }, { discount: "999999" }, { tax: "1" }]) {
      const { errors } = await as("admin", mutation, { id: dealId, patch });
      expect(errors?.[0]?.extensions).toMatchObject({
        code: "FORBIDDEN",
        fields: { [Object.keys(patch)[0]!]: "Your role may not change this field." },
      });
    }
    await restrict("admin", "deal", "amount", "edit");
  });

  it("are switched off with their feature flag", async () => {
    const change = (isEnabled: boolean) =>
      runAs(database, acme.actor("owner"),
        "update app_public.feature_flags set is_enabled = $1 where name = 'field_permissions_enabled'", [isEnabled]);
    await change(false);
    const read = "query ($id: UUID!) { contact(id: $id) { mobilePhone } }";
    expect((await as("viewer", read, { id: contactId })).data.contact.mobilePhone).toBe("+49 123 4567");
    await change(true);
    expect((await as("viewer", read, { id: contactId })).data.contact.mobilePhone).toBeNull();
  });
});

describe("a record that cannot be restored", () => {
  it("does not tell the hidden value that is in its way", async () => {
    const manager = acme.actor("manager");
    const email = "twice@corp.test";
    const first = await insertAs(database, manager, "contacts", { last_name: "One", email });
    await runAs(database, manager, "delete from app_public.contacts where id = $1", [first]);
    await insertAs(database, manager, "contacts", { last_name: "Two", email });
    const mutation = "mutation ($id: UUID!) { restoreContact(input: { id: $id }) { contact { id } } }";
    const told = await as("manager", mutation, { id: first });
    expect(told.errors?.[0]?.message).toContain('its email "twice@corp.test"');
    await restrict("manager", "contact", "email", "hidden");
    const hidden = await as("manager", mutation, { id: first });
    expect(hidden.errors?.[0]?.message).toMatch(/already has its email\.$/);
    await restrict("manager", "contact", "email", "edit");
  });
});

describe("the audit log", () => {
  it("shows of a change what its reader may see of the record", async () => {
    await restrict("admin", "contact", "email", "mask", "partial");
    await restrict("admin", "contact", "mobile_phone", "hidden");
    await restrict("admin", "contact", "custom_data.ssn", "hidden");
    const query = `query ($id: UUID!) {
      auditLogs(condition: { recordId: $id, tableName: "contacts", action: "create" }) { nodes { newValues } } }`;
    const { data, errors } = await as("admin", query, { id: contactId });
    expect(errors).toBeUndefined();
    const { newValues } = data.auditLogs.nodes[0];
    expect(newValues).toMatchObject({
      first_name: "Ann",
      email: "a•••@c•••.test",
      custom_data: { color: "red" },
    });
    expect(newValues).not.toHaveProperty("mobile_phone");
    expect(newValues.custom_data).not.toHaveProperty("ssn");
    const whole = await as("owner", query, { id: contactId });
    expect(whole.data.auditLogs.nodes[0].newValues).toMatchObject({
      email: "ann@corp.test",
      mobile_phone: "+49 123 4567",
      custom_data: { ssn: "123-45" },
    });
    for (const field of ["email", "mobile_phone", "custom_data.ssn"]) {
      await restrict("admin", "contact", field, "edit");
    }
  });
});

describe("what is withheld", () => {
  it("is counted for whom, of what and how often, a while later", async () => {
    // Counts of earlier tests are written when the API stops.
    await api.stop();
    await asSuperuser(database, (client) => client.query("delete from app_public.masking_audit_log"));
    api = await startTestApi(database);
    clients.set("viewer", await signIn(database, api, acme, "viewer"));
    const query = `query Seen { contacts { nodes { ...Shown other: email } } me: currentUser { name } }
      fragment Shown on Contact { name email }`;
    const { data } = await as("viewer", query);
    const contacts = data.contacts.nodes.length as number;
    await api.stop();
    const { rows } = await asSuperuser(database, (client) =>
      client.query(
        `select user_id, object, field, mode, value_count from app_public.masking_audit_log
           where field = 'email' order by field`,
      ),
    );
    expect(rows).toEqual([
      { user_id: acme.users.viewer, object: "contact", field: "email", mode: "hidden", value_count: 2 * contacts },
    ]);
  });
});
