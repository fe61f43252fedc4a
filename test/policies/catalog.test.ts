import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase, withActor } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { attempt, makeTenant } from "../support/tenants.ts";
import { readTables } from "./catalog.ts";
import type { TableFacts } from "./catalog.ts";
import { REVIEWED_DEFINERS } from "./definers.ts";

/** Tables without a tenant column, each with a rule of its own. */
const IDENTITY_TABLES = ["organizations", "users"];

let database: TestDatabase;
let tables: TableFacts[];

beforeAll(async () => {
  database = await createTestDatabase();
  tables = await asSuperuser(database, readTables);
});

afterAll(async () => {
  await database?.drop();
});

const quoteList = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");

async function catalogList(text: string): Promise<string[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ name: string }>(text);
    return rows.map(({ name }) => name);
  });
}

describe("the catalog", () => {
  it("has row-level security enabled and forced on every table", () => {
    const open = tables.filter(({ rowSecurity, forced }) => !rowSecurity || !forced);
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it("has a tenant column in every table but those of identity", () => {
    const others = tables.filter(({ isTenant }) => !isTenant).map(({ name }) => name);
    expect(others).toEqual(IDENTITY_TABLES);
  });

  it("has the restrictive policy on every tenant table, for every verb, checked both ways", async () => {
    const walled = await catalogList(`
      select tablename as name from pg_policies
        where schemaname = 'app_public' and policyname = 'same_organization'
          and permissive = 'RESTRICTIVE' and cmd = 'ALL' and roles = '{rowhouse_user}'
          and qual = with_check and qual = '(organization_id = ( SELECT '
            || 'app_hidden.current_organization_id() AS current_organization_id))'
        order by 1`);
    expect(walled).toEqual(tables.filter(({ isTenant }) => isTenant).map(({ name }) => name));
  });

  it("has policies for the application's roles only, and none that lets writes go unchecked", async () => {
    const strange = await catalogList(`
      select tablename || '.' || policyname as name from pg_policies
        where schemaname = 'app_public'
          and (not roles <@ '{rowhouse_user,rowhouse_importer,rowhouse_owner}'::name[]
            or cmd in ('INSERT', 'UPDATE', 'ALL') and 'rowhouse_owner' <> all (roles)
              and coalesce(with_check, 'true') = 'true')`);
    expect(strange).toEqual([]);
  });

  it("calls no function of a row in a policy: they run once per statement", async () => {
    const slow = await catalogList(`
      select tablename || '.' || policyname as name
        from pg_policies, lateral (values (qual), (with_check)) as expression (text)
        where schemaname = 'app_public'
          and regexp_replace(text, 'SELECT app_hidden\\.', '', 'g') ~ 'app_hidden\\.'`);
    expect(slow).toEqual([]);
  });

  it("grants nothing on a table to the public or to who is not signed in", async () => {
    const granted = await catalogList(`
      select distinct c.oid::regclass || ' to ' || acl.grantee::regrole as name
        from pg_class c
        cross join lateral (
          select grantee from aclexplode(c.relacl)
          union all
          select e.grantee from pg_attribute a cross join lateral aclexplode(a.attacl) e
            where a.attrelid = c.oid and a.attacl is not null) acl
        where c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace,
            'app_private'::regnamespace, 'graphile_worker'::regnamespace)
          and acl.grantee::regrole::text in ('-', 'rowhouse_anonymous')`);
    expect(granted).toEqual([]);
  });

  it("grants the request's roles no way to set the tenant, the id or what is deleted", async () => {
    const granted = await catalogList(`
      select table_name || '.' || column_name || ' ' || privilege_type || ' ' || grantee as name
        from information_schema.column_privileges
        where table_schema = 'app_public' and grantee in ('rowhouse_user', 'rowhouse_importer')
          and privilege_type in ('INSERT', 'UPDATE')
          and (column_name in ('organization_id', 'deleted_at', 'deleted_by')
            or column_name = 'id' and table_name <> 'organizations')`);
    expect(granted).toEqual([]);
  });

  it("lets users write no audit column", async () => {
    const granted = await catalogList(`
      select distinct table_name || '.' || column_name as name
        from information_schema.column_privileges
        where table_schema = 'app_public' and grantee = 'rowhouse_user'
          and privilege_type in ('INSERT', 'UPDATE')
          and column_name in ('created_at', 'updated_at', 'created_by', 'updated_by')`);
    expect(granted).toEqual([]);
  });

  it("carries the organization in every reference between tenant tables", async () => {
    const bare = await catalogList(`
      select conrelid::regclass || '.' || conname as name from pg_constraint f
        where contype = 'f' and connamespace = 'app_public'::regnamespace
          and exists (select from pg_attribute a
            where a.attrelid = f.confrelid and a.attname = 'organization_id')
          and exists (select from pg_attribute a
            where a.attrelid = f.conrelid and a.attname = 'organization_id')
          and not (
            (select attnum from pg_attribute where attrelid = conrelid and attname = 'organization_id')
              = any (conkey)
            and f.confkey[array_position(f.conkey,
                (select attnum from pg_attribute where attrelid = conrelid and attname = 'organization_id'))]
              = (select attnum from pg_attribute where attrelid = confrelid and attname = 'organization_id'))`);
    expect(bare).toEqual([]);
  });

  it("has a reference behind every column that holds the id of a record", async () => {
    const bare = await catalogList(`
      select a.attrelid::regclass || '.' || a.attname as name
        from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
          and a.atttypid = 'uuid'::regtype and a.attname like '%\\_id'
          and not exists (select from pg_constraint f
            where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey))
        order by 1`);
    // The log outlives what it speaks of; notifications, mails and runs of workflows are about a record of any
    // kind, and a run names others that are removed before it.
    expect(bare).toEqual([
      "app_public.audit_log.actor_id",
      "app_public.audit_log.organization_id",
      "app_public.audit_log.record_id",
      "app_public.notifications.object_id",
      "app_public.outgoing_emails.object_id",
      ...["account", "actor", "contact", "deal", "lead", "object", "organization", "project", "source"]
        .map((name) => `app_public.timeline_events.${name}_id`),
      ...["caused_by_run", "object", "rerun_of", "root"].map((name) => `app_public.workflow_runs.${name}_id`),
    ]);
  });

  it("never sets the organization to null with a reference that goes", async () => {
    const nulling = await catalogList(`
      select conrelid::regclass || '.' || conname as name from pg_constraint
        where contype = 'f' and connamespace = 'app_public'::regnamespace
          and confdeltype = 'n' and cardinality(conkey) > 1 and confdelsetcols is null`);
    expect(nulling).toEqual([]);
  });

  it("has the organization first in every unique rule and every index of a tenant table", async () => {
    const bare = await catalogList(`
      select i.indexrelid::regclass::text as name
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'app_public'::regnamespace
          and c.relname not in (${quoteList(IDENTITY_TABLES)})
          and i.indkey[0] <> (select attnum from pg_attribute
            where attrelid = c.oid and attname = 'organization_id')`);
    // The organizations of a user, and the one of a form, have to be found without naming one.
    expect(bare.sort()).toEqual(["app_public.lead_forms_key_key", "app_public.memberships_user_id_idx"]);
  });

  it("has no view that looks past the policies, and no materialized view at all", async () => {
    const open = await catalogList(`
      select c.oid::regclass::text as name from pg_class c
        where c.relnamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace)
          and (c.relkind = 'm'
            or c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false))`);
    expect(open).toEqual([]);
  });

  it("gives request roles no entry to secrets and jobs", async () => {
    const open = await catalogList(`
      select r.rolname || ' ' || n.nspname as name
        from pg_roles r, pg_namespace n
        where r.rolname in ('rowhouse_user', 'rowhouse_anonymous', 'rowhouse_importer')
          and n.nspname in ('app_private', 'graphile_worker', 'graphile_migrate')
          and has_schema_privilege(r.rolname, n.oid, 'USAGE')`);
    expect(open).toEqual([]);
  });

  it("gives functions to nobody by default", async () => {
    const open = await catalogList(`
      select p.oid::regprocedure::text as name from pg_proc p
        where p.pronamespace in ('app_public'::regnamespace, 'app_hidden'::regnamespace,
            'app_private'::regnamespace)
          and (p.proacl is null
            or exists (select from aclexplode(p.proacl) acl where acl.grantee = 0))`);
    expect(open).toEqual([]);
    const revoked = await catalogList(`
      select defaclrole::regrole::text as name from pg_default_acl
        where defaclobjtype = 'f' and defaclnamespace = 0
          and not exists (select from aclexplode(defaclacl) acl where acl.grantee = 0)`);
    expect(revoked).toEqual(["rowhouse_owner"]);
  });

  it("has application roles that are neither superusers nor past row security", async () => {
    const strong = await catalogList(`
      select rolname::text as name from pg_roles
        where rolname like 'rowhouse\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`);
    expect(strong).toEqual([]);
  });

  it("has functions with their owner's rights only where somebody has looked", async () => {
    const definers = await catalogList(`
      select n.nspname || '.' || p.proname as name
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where p.prosecdef and n.nspname in ('app_public', 'app_hidden') order by 1`);
    expect(definers.filter((name) => !REVIEWED_DEFINERS.includes(name))).toEqual([]);
  });

  it("pins the search path of every function with its owner's rights", async () => {
    const loose = await catalogList(`
      select p.oid::regprocedure::text as name from pg_proc p
        where p.prosecdef and p.pronamespace::regnamespace::text like 'app\\_%'
          and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)`);
    expect(loose).toEqual([]);
  });

  it("lets nobody make temporary objects, which could stand in for ours", async () => {
    for (const role of ["rowhouse_user", "rowhouse_importer", "rowhouse_anonymous"] as const) {
      const { code } = await withActor(database, { role }, (client) =>
        attempt(client, "create temporary table stand_in (id int)"),
      );
      expect([role, code]).toEqual([role, "42501"]);
    }
  });

  it("tells by no name in the catalog which organizations there are", async () => {
    const organization = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
    const named = await catalogList(`
      select relname::text as name from pg_class
        where position('${organization.organizationId}' in relname) > 0`);
    expect(named).toEqual([]);
  });
});
