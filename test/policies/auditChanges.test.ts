import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import { becomeActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  addMember, commitAs, insertAs, makeTenant, openTrialTenant, randomId, runAs,
} from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

type Values = Record<string, unknown> | null;
type Entry = {
  action: string;
  actor_id: string | null;
  table_name: string;
  record_id: string;
  old_values: Values;
  new_values: Values;
  request_id: string | null;
};

let database: TestDatabase;
let trial: Trial;
let tenant: Tenant;
let owner: Actor;

beforeAll(async () => {
  ({ database, trial, tenant, owner } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

const run = (text: string, values: unknown[] = [], actor = owner) =>
  runAs(database, actor, text, values);

const insert = (table: string, columns: Record<string, unknown>, actor = owner) =>
  insertAs(database, actor, table, columns);

/** Runs SQL past the API and the policies. */
const past = (text: string, values: unknown[] = []) =>
  asSuperuser(database, (client) => client.query(text, values));

const ENTRIES = `select action, actor_id, table_name, record_id, old_values, new_values, request_id
  from app_public.audit_log where record_id = any ($1::uuid[]) order by occurred_at, id`;

async function entriesOf(...ids: string[]): Promise<Entry[]> {
  return (await asSuperuser(database, (client) => client.query<Entry>(ENTRIES, [ids]))).rows;
}

async function last(id: string): Promise<Entry> {
  const entry = (await entriesOf(id)).at(-1);
  if (!entry) throw new Error(`No entry of ${id}`);
  return entry;
}

const actions = (entries: readonly Entry[]) => entries.map(({ action }) => action);

describe("a change of a record is written down", () => {
  it("with who made it and all that a new record holds", async () => {
    const lead = await insert("leads", { company: "Harbour", custom_data: { size: null } }, {
      ...owner, requestId: "request-7",
    });
    expect(await entriesOf(lead)).toEqual([
      {
        action: "create", actor_id: owner.userId, table_name: "leads", record_id: lead,
        old_values: null,
        new_values: {
          company: "Harbour", status: "new", priority: "normal",
          owner_id: owner.userId, assigned_at: expect.any(String), custom_data: { size: null },
        },
        request_id: "request-7",
      },
    ]);
  });

  it("with the columns that changed and no others, what became empty in the old values only", async () => {
    const lead = await insert("leads", { company: "Before", phone: "1", custom_data: { a: 1 } });
    await run(
      `update app_public.leads set company = 'After', phone = null, email = 'a@b.test',
         industry = industry, custom_data = '{"a": 1, "b": null}' where id = $1`,
      [lead],
    );
    const { action, old_values, new_values } = await last(lead);
    expect(action).toBe("update");
    expect(old_values).toEqual({ company: "Before", phone: "1", custom_data: { a: 1 } });
    expect(new_values).toEqual({
      company: "After", email: "a@b.test", custom_data: { a: 1, b: null },
    });
  });

  it("but not when nothing changed, or only who touched it last", async () => {
    const lead = await insert("leads", { company: "Same" });
    await run("update app_public.leads set company = company where id = $1", [lead]);
    await past("update app_public.leads set updated_by = $2 where id = $1", [lead, randomId()]);
    await run("update app_public.leads set company = 'Other' where id = $1 and false", [lead]);
    expect(actions(await entriesOf(lead))).toEqual(["create"]);
  });

  it("as delete, restore and purge, the last with all that is gone", async () => {
    const product = await insert("products", { name: "Rope", unit_price: 5 });
    await run("select app_public.delete_product($1)", [product]);
    await run("select app_public.restore_product($1)", [product]);
    await run("delete from app_public.products where id = $1", [product]);
    await past("delete from app_public.products where id = $1", [product]);
    const entries = await entriesOf(product);
    expect(actions(entries)).toEqual(["create", "delete", "restore", "delete", "purge"]);
    expect(Object.keys(entries[1]?.new_values ?? {})).toEqual(["deleted_at", "deleted_by"]);
    expect(entries[4]?.old_values).toMatchObject({
      name: "Rope", unit_price: 5, currency: "USD", deleted_by: owner.userId,
    });
    expect(entries[4]?.new_values).toBeNull();
  });

  it("for each row of a statement, after a statement of one row in the same session", async () => {
    await past(
      `insert into app_public.leads (organization_id, company)
         select $1, 'Bulk ' || n from generate_series(1, 3000) n`,
      [tenant.organizationId],
    );
    const count = await withConnection(database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, { ...owner, requestId: "bulk" });
      await client.query("update app_public.leads set campaign = 'one' where company = 'Bulk 1'");
      await client.query("update app_public.leads set campaign = 'all' where company like 'Bulk %'");
      await client.query("commit");
      const { rows } = await asSuperuser(database, (admin) =>
        admin.query<{ old: string | null; count: number }>(
          `select old_values ->> 'campaign' as old, count(*)::int from app_public.audit_log
             where request_id = 'bulk' and new_values = '{"campaign": "all"}' group by 1 order by 2`,
        ),
      );
      return rows;
    });
    expect(count).toEqual([{ old: "one", count: 1 }, { old: null, count: 2999 }]);
  });

  it("when it comes past the API, as the system's own", async () => {
    const lead = await insert("leads", { company: "Past" });
    await past("update app_public.leads set rating = 'hot' where id = $1", [lead]);
    expect(await last(lead)).toMatchObject({
      action: "update", actor_id: null, old_values: null, new_values: { rating: "hot" },
    });
  });

  it("when it comes by import, as the importing person's", async () => {
    const importer: Actor = { ...owner, role: "rowhouse_importer", requestId: "job-1" };
    const lead = await insert("leads", { company: "From a file", external_id: "x1" }, importer);
    expect(await last(lead)).toMatchObject({ actor_id: owner.userId, request_id: "job-1" });
  });

  it("not when it is rolled back", async () => {
    const lead = await insert("leads", { company: "Kept" });
    const tried = await trial.tryAs(owner, "update app_public.leads set company = 'Gone' where id = $1", [lead]);
    expect(tried.rowCount).toBe(1);
    expect(actions(await entriesOf(lead))).toEqual(["create"]);
  });

  it("once for each of two who change a record at once, each from what the other left", async () => {
    const lead = await insert("leads", { company: "Both" });
    const add = (text: string) =>
      commitAs(
        database, owner,
        "update app_public.leads set description = concat(description, $2::text) where id = $1",
        [lead, text],
      );
    await Promise.all(["a", "b"].map(add));
    const [, first, second] = await entriesOf(lead);
    const ends = [first, second].toSorted((a, b) =>
      String(a?.new_values?.["description"]).length - String(b?.new_values?.["description"]).length,
    );
    expect(ends[1]?.old_values).toEqual(ends[0]?.new_values);
  });
});

describe("changes that follow from others are written down", () => {
  it("of contacts that go to the recycle bin with their account", async () => {
    const account = await insert("accounts", { name: "With contacts" });
    const contact = await insert("contacts", { last_name: "Along", account_id: account });
    await run("select app_public.delete_account($1)", [account]);
    expect(await last(contact)).toMatchObject({ action: "delete", table_name: "contacts" });
  });

  it("of references that are emptied and of what is deleted by cascade", async () => {
    const account = await insert("accounts", { name: "Purged" });
    const activity = await insert("activities", { subject: "Call", account_id: account });
    const note = await insert("notes", { content: "On it", account_id: account });
    await past("update app_public.accounts set deleted_at = now() where id = $1", [account]);
    await past("delete from app_public.accounts where id = $1", [account]);
    expect(await last(activity)).toMatchObject({
      action: "update", old_values: { account_id: account }, new_values: null,
    });
    expect(await last(note)).toMatchObject({ action: "delete", new_values: null });
    expect((await last(note)).old_values).toMatchObject({ content: "On it", account_id: account });
    expect(actions(await entriesOf(account))).toEqual(["create", "delete", "purge"]);
  });

  it("of amounts that the database keeps", async () => {
    const deal = await insert("deals", { title: "Sum" });
    await insert("deal_products", { deal_id: deal, description: "Line", unit_price: 12 });
    expect(await last(deal)).toMatchObject({
      action: "update", old_values: { amount: 0 }, new_values: { amount: 12 },
    });
  });
});

describe("statements that do several things are written down as what they did", () => {
  it("insert on conflict do update", async () => {
    const upsert = (color: string) =>
      run(
        `insert into app_public.tags (name, color) values ('upserted', $1)
           on conflict (organization_id, name, category) do update set color = excluded.color
           returning id`,
        [color],
      );
    const { id } = await upsert("#000000");
    await upsert("#ffffff");
    await upsert("#ffffff");
    const entries = await entriesOf(id as string);
    expect(actions(entries)).toEqual(["create", "update"]);
    expect(entries[1]).toMatchObject({
      old_values: { color: "#000000" }, new_values: { color: "#ffffff" },
    });
  });

  it("merge", async () => {
    const kept = await insert("teams", { name: "Kept" });
    const dropped = await insert("teams", { name: "Dropped" });
    await past(
      `merge into app_public.teams t
         using (values ('Kept', 'new text'), ('Dropped', null), ('Made', 'text'))
           as s (name, description)
         on t.organization_id = $1 and t.name = s.name
         when matched and s.description is null then delete
         when matched then update set description = s.description
         when not matched then insert (organization_id, name) values ($1, s.name)`,
      [tenant.organizationId],
    );
    expect(await last(kept)).toMatchObject({ new_values: { description: "new text" } });
    expect(await last(dropped)).toMatchObject({ action: "delete", old_values: { name: "Dropped" } });
    const { rows } = await past(
      `select a.action from app_public.audit_log a join app_public.teams t on t.id = a.record_id
         where t.name = 'Made'`,
    );
    expect(rows).toEqual([{ action: "create" }]);
  });

  it("a change of the key itself, as one record that goes and one that comes", async () => {
    const [before, after] = [await insert("teams", { name: "Renumbered" }), randomId()];
    await past("update app_public.teams set id = $2 where id = $1", [before, after]);
    expect(await last(before)).toMatchObject({ action: "delete", old_values: { name: "Renumbered" } });
    expect(await last(after)).toMatchObject({ action: "create", new_values: { name: "Renumbered" } });
  });
});

describe("what is particular to a table", () => {
  it("a user's change is told to each organization that they belong to, and to no former one", async () => {
    const [second, former] = await asSuperuser(database, async (client) => {
      const tenants = [await makeTenant(client, "Second"), await makeTenant(client, "Former")];
      for (const { organizationId } of tenants) {
        await addMember(client, organizationId, "member", tenant.users.viewer);
      }
      await client.query(
        "update app_public.memberships set is_active = false where organization_id = $1 and user_id = $2",
        [tenants[1]?.organizationId, tenant.users.viewer],
      );
      return tenants;
    });
    await run("update app_public.users set name = 'Vera'", [], tenant.actor("viewer"));
    const { rows } = await past(
      `select organization_id, old_values, new_values from app_public.audit_log
         where table_name = 'users' and record_id = $1 and action = 'update' order by 1`,
      [tenant.users.viewer],
    );
    const change = { old_values: { name: "viewer" }, new_values: { name: "Vera" } };
    const told = [tenant, second].map((one) => one?.organizationId).toSorted();
    expect(rows).toEqual(told.map((organization_id) => ({ organization_id, ...change })));
    expect(told).not.toContain(former?.organizationId);
  });

  it("an organization's change is its own", async () => {
    await run("update app_public.organizations set timezone = 'Europe/Berlin'");
    expect(await last(tenant.organizationId)).toMatchObject({
      action: "update", table_name: "organizations", actor_id: owner.userId,
      old_values: { timezone: "UTC" }, new_values: { timezone: "Europe/Berlin" },
    });
  });

  it("a permission, which has no id, is found by its role and named by its key", async () => {
    const role = await insert("roles", { slug: "auditor", name: "Auditor" });
    const permission = { role_id: role, object: "lead", action: "view" };
    await run(
      `insert into app_public.role_permissions (role_id, object, action, scope)
         values ($1, 'lead', 'view', 'own')`,
      [role],
    );
    await run("update app_public.role_permissions set scope = 'all' where role_id = $1", [role]);
    await run("delete from app_public.role_permissions where role_id = $1", [role]);
    const entries = (await entriesOf(role)).filter(({ table_name }) => table_name === "role_permissions");
    expect(actions(entries)).toEqual(["create", "update", "delete"]);
    expect(entries[1]).toMatchObject({
      old_values: { ...permission, scope: "own" }, new_values: { ...permission, scope: "all" },
    });
  });

  it("what a thread says is withheld, also from who reads the whole log", async () => {
    const thread = await insert("message_threads", { subject: "Between us" });
    const message = await insert("messages", { thread_id: thread, body: "Do not tell" });
    await run("update app_public.messages set body = 'Forget it' where id = $1", [message]);
    const entries = await entriesOf(thread, message);
    expect(JSON.stringify(entries)).not.toMatch(/Between us|Do not tell|Forget it/);
    expect(await last(message)).toMatchObject({
      old_values: { body: "withheld" }, new_values: { body: "withheld", is_edited: true },
    });
  });

  it("counters of the database leave no entries", async () => {
    const tag = await insert("tags", { name: "counted" });
    const lead = await insert("leads", { company: "Tagged" });
    const tagging = await insert("taggings", { tag_id: tag, lead_id: lead });
    expect(actions(await entriesOf(tag))).toEqual(["create"]);
    expect(await last(tagging)).toMatchObject({ new_values: { tag_id: tag, lead_id: lead } });
  });

  it("a stage that a deal enters is the deal's change; history taken away is one of its own", async () => {
    const deal = await insert("deals", { title: "Moved" });
    await run("select app_public.move_deal($1, $2)", [deal, tenant.stages["Proposal"]]);
    const history = await run(
      "select id from app_public.deal_stage_history where deal_id = $1 limit 1", [deal],
    );
    expect(await last(deal)).toMatchObject({ new_values: { stage_id: tenant.stages["Proposal"] } });
    expect(await entriesOf(history["id"] as string)).toEqual([]);
    await past("delete from app_public.deal_stage_history where id = $1", [history["id"]]);
    expect(await last(history["id"] as string)).toMatchObject({ action: "delete" });
  });
});

describe("a table that is new", () => {
  /** Runs statements as the owner of the schema and takes everything back. */
  const asOwner = (work: (client: pg.Client) => Promise<void>) =>
    asSuperuser(database, async (client) => {
      await client.query("begin; set local role rowhouse_owner");
      await work(client).finally(() => client.query("rollback"));
    });

  it("keeps secrets out of the log by the names of their columns, whatever else it is told", async () => {
    await asOwner(async (client) => {
      await client.query(`
        create table app_public.keys (
          organization_id uuid, id uuid default app_hidden.uuid_v7(), name text, token_hash bytea,
          primary key (organization_id, id));
        call app_hidden.audit_changes('keys');
        insert into app_public.keys (organization_id, name, token_hash)
          values ('${tenant.organizationId}', 'key', '\\x01');
        update app_public.keys set token_hash = '\\x02';`);
      const { rows } = await client.query(
        "select old_values, new_values from app_public.audit_log where table_name = 'keys' order by action",
      );
      expect(rows).toEqual([
        { old_values: null, new_values: { name: "key", token_hash: "withheld" } },
        { old_values: { token_hash: "withheld" }, new_values: { token_hash: "withheld" } },
      ]);
    });
  });

  it("may have columns of any name, and more of them later", async () => {
    await asOwner(async (client) => {
      await client.query(`
        create table app_public.odd (
          organization_id uuid, id uuid default app_hidden.uuid_v7(), "it's %s ""odd""" text, list text[],
          primary key (organization_id, id));
        call app_hidden.audit_changes('odd');
        alter table app_public.odd add late int;
        call app_hidden.audit_changes('odd');
        insert into app_public.odd values ('${tenant.organizationId}', default, '%1$s', '{}', 1);
        update app_public.odd set late = 2, list = '{a,b}';`);
      const { rows } = await client.query(
        "select old_values, new_values from app_public.audit_log where table_name = 'odd' order by action",
      );
      expect(rows).toEqual([
        { old_values: null, new_values: { "it's %s \"odd\"": "%1$s", late: 1 } },
        { old_values: { late: 1, list: [] }, new_values: { late: 2, list: ["a", "b"] } },
      ]);
    });
  });
});
