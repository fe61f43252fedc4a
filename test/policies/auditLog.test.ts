import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  addMember, attempt, insertAs, makeRole, makeTenant, openTrialTenant, runAs,
} from "../support/tenants.ts";
import type { Tenant, Trial } from "../support/tenants.ts";

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

const past = (text: string, values: unknown[] = []) =>
  asSuperuser(database, (client) => client.query(text, values));

/** Runs something as the owner of the schema and takes it back. */
function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  return asSuperuser(database, async (client) => {
    await client.query("begin; set local role rowhouse_owner");
    return work(client).finally(() => client.query("rollback"));
  });
}

async function partitions(): Promise<string[]> {
  const { rows } = await past(
    `select inhrelid::regclass::text as name from pg_inherits
       where inhparent = 'app_public.audit_log'::regclass order by 1`,
  );
  return rows.map(({ name }) => name as string);
}

/** The name of the partition of a month, counted from this one. */
function partitionOf(months: number): string {
  const now = new Date();
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months));
  return `app_private.audit_log_${month.toISOString().slice(0, 7).replace("-", "_")}`;
}

describe("the audit log", () => {
  const CHANGES = (table: string) => [
    `update ${table} set action = 'x'`,
    `update ${table} set old_values = '{}', new_values = null`,
    `delete from ${table}`,
    `truncate ${table}`,
  ];

  it.each<[string, Partial<Actor>]>([
    ["a user", { role: "rowhouse_user" }],
    ["an import", { role: "rowhouse_importer" }],
    ["somebody not signed in", { role: "rowhouse_anonymous" }],
  ])("is neither changed nor added to by %s", async (_who, actor) => {
    const statements = [
      ...CHANGES("app_public.audit_log"), ...CHANGES(partitionOf(0)),
      "insert into app_public.audit_log (organization_id, action) values (gen_random_uuid(), 'x')",
      `select from ${partitionOf(0)}`,
      "select app_private.add_partitions()",
      "select app_private.drop_audit_partitions(now() - interval '1 year')",
      "select app_private.erase_audit_values(gen_random_uuid(), 'leads', '{}', '{}')",
    ];
    for (const text of statements) {
      expect([text, (await trial.tryAs({ ...owner, ...actor }, text)).code]).toEqual([text, "42501"]);
    }
  });

  it("is not touched by the login of API and worker, which only makes partitions", async () => {
    await withConnection(database.authenticatorUrl, async (client) => {
      await client.query("begin");
      const statements = [
        ...CHANGES("app_public.audit_log"), ...CHANGES(partitionOf(0)),
        "select app_private.drop_audit_partitions(now() - interval '1 year')",
        "select app_private.erase_audit_values(gen_random_uuid(), 'leads', '{}', '{}')",
      ];
      for (const text of statements) {
        expect([text, (await attempt(client, text)).code]).toEqual([text, "42501"]);
      }
    });
  });

  it("is changed by nobody else either: not by the owner of the table, nor by a superuser", async () => {
    for (const role of ["rowhouse_owner", "none"]) {
      await asSuperuser(database, async (client) => {
        await client.query(`begin; set local role ${role}`);
        for (const table of ["app_public.audit_log", partitionOf(0)]) {
          for (const text of CHANGES(table)) {
            expect([role, text, (await attempt(client, text)).code]).toEqual([role, text, "RH403"]);
          }
        }
        // It is empty, so that there is nothing to change in it.
        const { code } = await attempt(client, "truncate app_private.audit_log_default");
        expect([role, code]).toEqual([role, "RH403"]);
        await client.query("rollback");
      });
    }
  });

  it("cannot be passed by truncating a table, as the owner or along with another", async () => {
    const { rows } = await past(
      `select c.relname as name from pg_class c
         where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')`,
    );
    expect(rows.length).toBeGreaterThan(20);
    await asOwner(async (client) => {
      for (const { name } of rows) {
        const { code } = await attempt(client, `truncate app_public.${name} cascade`);
        expect([name, code]).toEqual([name, "RH403"]);
      }
    });
  });

  it("is read by who may view everybody's entries, in their own organization", async () => {
    const other = await asSuperuser(database, (client) => makeTenant(client, "Globex"));
    const seen = async (actor: Actor) =>
      (await trial.tryAs(actor, "select distinct organization_id from app_public.audit_log")).rows;
    for (const role of ["owner", "admin"] as const) {
      expect(await seen(tenant.actor(role))).toEqual([{ organization_id: tenant.organizationId }]);
      expect(await seen(other.actor(role))).toEqual([{ organization_id: other.organizationId }]);
    }
    for (const role of ["manager", "member", "viewer"] as const) {
      expect(await seen(tenant.actor(role))).toEqual([]);
    }
  });

  it("shows what they did themselves to who may view their own entries", async () => {
    const { organizationId } = tenant;
    const actor = await asSuperuser(database, async (client) => {
      const { slug } = await makeRole(client, organizationId, [
        ["audit_log", "view", "own"], ["lead", "create", "own"], ["lead", "view", "own"],
      ]);
      return { organizationId, userId: await addMember(client, organizationId, slug) };
    });
    const lead = await insertAs(database, actor, "leads", { company: "Mine" });
    await insertAs(database, owner, "leads", { company: "Not mine" });
    const { rows } = await trial.tryAs(actor, "select record_id from app_public.audit_log");
    expect(rows).toEqual([{ record_id: lead }]);
  });
});

describe("partitions", () => {
  it("exist for this month and three more, and are not made twice", async () => {
    expect(await partitions()).toEqual([
      ...[0, 1, 2, 3].map(partitionOf).toSorted(), "app_private.audit_log_default",
    ]);
    const { rows } = await past("select app_private.add_partitions() as added");
    expect(rows).toEqual([{ added: 0 }]);
    for (const months of [-1, 25, 2_000_000_000]) {
      await expect(past(`select app_private.add_partitions(${months})`)).rejects.toMatchObject({
        code: "RH400",
      });
    }
  });

  it("hold a month of UTC each, whatever the time zone of the session", async () => {
    const { rows } = await asSuperuser(database, async (client) => {
      await client.query("begin; set local timezone to 'Pacific/Auckland'");
      await client.query("select app_private.add_partitions(4)");
      await client.query("set local timezone to 'UTC'");
      const bounds = await client.query<{ bound: string }>(
        "select pg_get_expr(relpartbound, oid) as bound from pg_class where oid = $1::regclass",
        [partitionOf(4)],
      );
      await client.query("rollback");
      return bounds;
    });
    const day = partitionOf(4).slice(-7).replace("_", "-");
    expect(rows[0]?.bound).toMatch(new RegExp(`^FOR VALUES FROM \\('${day}-01 00:00:00\\+00'\\)`));
  });

  it("are made by two at once without harm", async () => {
    const add = () =>
      withConnection(database.authenticatorUrl, async (client) => {
        const { rows } = await client.query<{ added: number }>(
          "select app_private.add_partitions(5) as added",
        );
        return rows[0]?.added;
      });
    expect((await Promise.all([add(), add()])).toSorted()).toEqual([0, 2]);
  });

  it("that are missing make no change fail, and take over later what fell into the default", async () => {
    const write = (months: number) =>
      past(
        `insert into app_public.audit_log (organization_id, action, occurred_at)
           values ($1, 'auth.test', date_trunc('month', now(), 'UTC') + make_interval(months => $2, days => 3))
           returning tableoid::regclass::text as partition`,
        [tenant.organizationId, months],
      );
    expect((await write(7)).rows).toEqual([{ partition: "app_private.audit_log_default" }]);
    expect((await write(30)).rows).toEqual([{ partition: "app_private.audit_log_default" }]);
    await past("select app_private.add_partitions(7)");
    const { rows } = await past(
      `select tableoid::regclass::text as partition from app_public.audit_log
         where action = 'auth.test' order by occurred_at`,
    );
    expect(rows).toEqual([
      { partition: partitionOf(7) }, { partition: "app_private.audit_log_default" },
    ]);
    // Taken off and put back, they are still guarded.
    for (const partition of [partitionOf(7), "app_private.audit_log_default"]) {
      for (const text of [`delete from ${partition}`, `truncate ${partition}`]) {
        expect([text, (await asOwner((client) => attempt(client, text))).code]).toEqual([text, "RH403"]);
      }
    }
  });

  it("of old months are dropped by the owner, which leaves each organization an entry", async () => {
    await asOwner(async (client) => {
      await client.query(
        `create table app_private.audit_log_2020_01 partition of app_public.audit_log
           for values from ('2020-01-01 00:00+00') to ('2020-02-01 00:00+00')`,
      );
      await client.query(
        `insert into app_public.audit_log (organization_id, action, occurred_at)
           select $1, 'create', '2020-01-15' from generate_series(1, 3)`,
        [tenant.organizationId],
      );
      const drop = async (before: string) =>
        attempt(client, "select app_private.drop_audit_partitions($1) as dropped", [before]);
      expect((await drop("2020-01-31")).rows).toEqual([{ dropped: 0 }]);
      expect((await drop("2020-02-01")).rows).toEqual([{ dropped: 1 }]);
      expect((await drop("infinity")).code).toBe("RH400");
      const { rows } = await client.query(
        "select organization_id, new_values from app_public.audit_log where table_name = 'audit_log'",
      );
      expect(rows).toEqual([
        { organization_id: tenant.organizationId, new_values: { month: "2020-01", entries: 3 } },
      ]);
    });
  });
});

describe("erasing a person's values from the log", () => {
  const erase = (organization: string, table: string, ids: string[], columns: string[]) =>
    past("select app_private.erase_audit_values($1, $2, $3, $4) as erased", [
      organization, table, ids, columns,
    ]).then(({ rows }) => rows[0]?.erased as number);

  const entriesOf = async (id: string) =>
    (await past(
      `select action, old_values, new_values from app_public.audit_log
         where record_id = $1 order by occurred_at, id`,
      [id],
    )).rows;

  it("leaves the word erased in their place, touches nothing else, and is written down itself", async () => {
    const person = { last_name: "Ray", email: "ray@example.test" };
    const contact = await insertAs(database, owner, "contacts", { ...person, department: "Sales" });
    const other = await insertAs(database, owner, "contacts", { last_name: "Bo", email: "bo@example.test" });
    await runAs(
      database, owner,
      "update app_public.contacts set last_name = 'Erased', email = null, job_title = 'x' where id = $1",
      [contact],
    );
    const untouched = await entriesOf(other);
    expect(await erase(tenant.organizationId, "contacts", [contact], ["last_name", "email"])).toBe(2);
    const [created, changed, erased, ...more] = await entriesOf(contact);
    expect(created.new_values).toMatchObject({
      last_name: "erased", email: "erased", department: "Sales",
    });
    expect(changed).toEqual({
      action: "update", old_values: { last_name: "erased", email: "erased" },
      new_values: { last_name: "erased", job_title: "x" },
    });
    expect(erased).toEqual({
      action: "erase", old_values: null, new_values: { last_name: "erased", email: "erased" },
    });
    expect(more).toEqual([]);
    expect(JSON.stringify(await entriesOf(contact))).not.toContain("ray@");
    expect(await entriesOf(other)).toEqual(untouched);
    // Erased already: nothing to do, nothing to write down.
    expect(await erase(tenant.organizationId, "contacts", [contact], ["last_name", "email"])).toBe(0);
    expect(await entriesOf(contact)).toHaveLength(3);
  });

  it("reaches neither another organization nor another table", async () => {
    const lead = await insertAs(database, owner, "leads", { company: "Stays" });
    const other = await asSuperuser(database, (client) => makeTenant(client, "Initech"));
    expect(await erase(other.organizationId, "leads", [lead], ["company"])).toBe(0);
    expect(await erase(tenant.organizationId, "accounts", [lead], ["name"])).toBe(0);
    expect(await erase(tenant.organizationId, "leads", [], ["company"])).toBe(0);
    expect(await entriesOf(lead)).toHaveLength(1);
  });

  it("refuses a column or table that there is not, by name", async () => {
    const failing = (table: string, columns: string[]) =>
      past("select app_private.erase_audit_values($1, $2, '{}', $3)", [
        tenant.organizationId, table, columns,
      ]);
    await expect(failing("leads", ["email", "shoe_size"])).rejects.toMatchObject({
      code: "RH400", message: "There is no such column to erase: leads.shoe_size.",
    });
    await expect(failing("nothing'; drop", ["email"])).rejects.toMatchObject({ code: "RH400" });
  });

  it("is no door to anything else: only values become erased, even for the owner", async () => {
    await insertAs(database, owner, "leads", { company: "Guarded" });
    await asOwner(async (client) => {
      await client.query("set local rowhouse.audit_erasure = 'on'");
      const where = "where new_values ->> 'company' = 'Guarded'";
      for (const change of [
        "set action = 'update'",
        "set actor_id = null",
        "set new_values = new_values || '{\"company\": \"Other\"}'",
        "set new_values = new_values || '{\"added\": \"erased\"}'",
        "set new_values = new_values - 'company'",
        "set new_values = null",
        "set old_values = '{}'",
        "set occurred_at = occurred_at - interval '1 second'",
        "set occurred_at = occurred_at + interval '1 month'",
      ]) {
        const { code } = await attempt(client, `update app_public.audit_log ${change} ${where}`);
        expect([change, code]).toEqual([change, "RH403"]);
      }
      expect((await attempt(client, `delete from app_public.audit_log ${where}`)).code).toBe("RH403");
      const erased = "set new_values = new_values || '{\"company\": \"erased\"}'";
      expect((await attempt(client, `update app_public.audit_log ${erased} ${where}`)).rowCount).toBe(1);
    });
  });
});
