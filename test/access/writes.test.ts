import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

let database: TestDatabase;
let api: TestApi;
let acme: Tenant;
let manager: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  manager = await signIn(database, api, acme, "manager");
});

afterAll(async () => {
  await api.stop();
  await database.drop();
});

/** Gives managers these rules and no others: object, field, mode. */
async function restrict(...rules: [object: string, field: string, mode: string][]): Promise<void> {
  const owner = acme.actor("owner");
  const role = "(select id from app_public.roles where slug = 'manager')";
  await runAs(database, owner, `delete from app_public.role_field_permissions where role_id = ${role}`);
  for (const rule of rules) {
    await runAs(
      database, owner,
      `insert into app_public.role_field_permissions (role_id, object, field, mode) values (${role}, $1, $2, $3)`, rule,
    );
  }
}

/** What came of an operation, without the ids of request and record. */
async function outcome(query: string, variables: Record<string, unknown>): Promise<unknown> {
  const { data, errors } = await manager.try(query, variables);
  const problems = errors?.map(({ message, extensions: { code, fields } }) => ({ message, code, fields }));
  return { data: problems ? null : (data as unknown), problems };
}

describe("whether a guess is right is not told by", () => {
  const own = () => ({ owner_id: acme.users.manager });

  it("moving a deal to the stage where it may be", async () => {
    const dealId = await insertAs(database, acme.actor("owner"), "deals", { title: "Big", amount: 10, ...own() });
    await restrict(["deal", "stage_id", "hidden"]);
    const move = (stage: string) =>
      outcome("mutation ($d: UUID!, $s: UUID!) { moveDeal(input: { dealId: $d, stageId: $s }) { deal { title } } }",
        { d: dealId, s: acme.stages[stage] });
    const right = await move("Prospecting");
    expect(right).toEqual(await move("Proposal"));
    expect(right).toMatchObject({ problems: [{ code: "FORBIDDEN", fields: { stageId: expect.any(String) } }] });
  });

  it("giving a reason that may be there already", async () => {
    const dealId = await insertAs(database, acme.actor("owner"), "deals", {
      title: "Gone", amount: 10, stage_id: acme.stages["Closed Lost"], lost_reason: "price", ...own(),
    });
    await restrict(["deal", "lost_reason", "mask"]);
    const move = (reason: string) =>
      outcome("mutation ($d: UUID!, $s: UUID!, $r: String) { moveDeal(input: { dealId: $d, stageId: $s, lostReason: $r }) { deal { title } } }",
        { d: dealId, s: acme.stages["Closed Lost"], r: reason });
    const right = await move("price");
    expect(right).toEqual(await move("timing"));
    expect(right).toMatchObject({ problems: [{ code: "FORBIDDEN" }] });
  });

  it.each(["hidden", "mask"])("custom data with a key that is %s", async (mode) => {
    const id = await insertAs(database, acme.actor("owner"), "leads", {
      last_name: "Lee", custom_data: JSON.stringify({ ssn: "123-45", color: "red" }), ...own(),
    });
    await restrict(["lead", "custom_data.ssn", mode]);
    const update = (customData: object) =>
      outcome("mutation ($id: UUID!, $c: JSON) { updateLead(input: { id: $id, patch: { customData: $c } }) { lead { lastName customData } } }",
        { id, c: customData });
    const right = await update({ ssn: "123-45", color: "red" });
    expect(right).toEqual(await update({ ssn: "000-00", color: "red" }));
    expect(right).toMatchObject({ problems: [{ code: "FORBIDDEN" }] });
    expect(await update({ color: "blue" })).toMatchObject({ data: { updateLead: { lead: { lastName: "Lee" } } } });
    const { custom_data: kept } = await runAs(
      database, acme.actor("owner"), "select custom_data from app_public.leads where id = $1", [id],
    );
    expect(kept).toEqual({ ssn: "123-45", color: "blue" });
  });

  it("writing a field that is withheld, whatever is written", async () => {
    const id = await insertAs(database, acme.actor("owner"), "contacts", { last_name: "Bo", email: "bo@corp.test", ...own() });
    await restrict(["contact", "email", "mask"]);
    const update = (email: string | null) =>
      outcome("mutation ($id: UUID!, $e: String) { updateContact(input: { id: $id, patch: { email: $e } }) { contact { email } } }", { id, e: email });
    const create = (email: string) =>
      outcome("mutation ($e: String) { createContact(input: { contact: { lastName: \"New\", email: $e } }) { contact { email } } }", { e: email });
    const answers = [await update("bo@corp.test"), await update("other@corp.test"), await update(null)];
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ problems: [{ code: "FORBIDDEN", fields: { email: expect.any(String) } }] });
    expect(await create("bo@corp.test")).toEqual(await create("free@corp.test"));
  });

  it("restoring a contact whose e-mail address was taken since", async () => {
    const owner = acme.actor("owner");
    const id = await insertAs(database, owner, "contacts", { last_name: "Old", email: "taken@corp.test", ...own() });
    await runAs(database, owner, "delete from app_public.contacts where id = $1", [id]);
    await insertAs(database, owner, "contacts", { last_name: "New", email: "taken@corp.test" });
    await restrict(["contact", "email", "hidden"]);
    const restored = await outcome("mutation ($id: UUID!) { restoreContact(input: { id: $id }) { contact { email } } }", { id });
    expect(restored).toMatchObject({ problems: [{ code: "CONFLICT" }] });
    expect(JSON.stringify(restored)).not.toContain("taken@");
  });
});

describe("what decides about one column and about all", () => {
  it("agrees, also about fields that are only read since a rule compares them with a hidden one", async () => {
    await restrict(["deal", "amount", "hidden"], ["contact", "*", "view"], ["contact", "email", "mask"]);
    const { disagreements, discount } = await runAs(
      database, acme.actor("manager"),
      `select app_hidden.field_mode('deals', 'discount') as discount, (
         select coalesce(json_agg(c), '[]') from (
           select distinct f.table_name, f.column_name from app_hidden.field_columns f
             where (app_hidden.field_mode(f.table_name, f.column_name) <> 'edit')
               <> (f.column_name = any (app_hidden.read_only_columns(f.table_name)))) c) as disagreements`,
    );
    expect(disagreements).toEqual([]);
    expect(discount).toBe("view");
  });
});
