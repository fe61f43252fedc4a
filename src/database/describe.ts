import type pg from "pg";

const SCHEMAS = ["app_public", "app_hidden", "app_private", "app_enum"];

/** Partitions come and go with the months; they are as their parent is. */
const NO_PARTITION = "not c.relispartition";

/** One part of the description: a title and a query that yields lines in a fixed order. */
type Part = { title: string; sql: string };

const PARTS: Part[] = [
  {
    title: "Tables and columns",
    sql: `
      select format(E'\\ntable %I.%I%s', n.nspname, c.relname,
               case when c.relforcerowsecurity then ' (row security forced)'
                    when c.relrowsecurity then ' (row security)' else '' end)
             || coalesce(string_agg(format(E'\\n  %I %s%s%s', a.attname,
                  format_type(a.atttypid, a.atttypmod),
                  case when a.attnotnull then ' not null' else '' end,
                  case when a.attgenerated <> '' then ' generated ' else
                    case when d.adbin is not null then ' default ' else '' end end
                  || coalesce(pg_get_expr(d.adbin, d.adrelid), '')), ''
                  order by a.attnum), '') as line
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm') and ${NO_PARTITION}
       group by n.nspname, c.relname, c.relforcerowsecurity, c.relrowsecurity
       order by n.nspname, c.relname`,
  },
  {
    title: "Views",
    sql: `
      select format(E'view %I.%I %s as\\n%s', schemaname, viewname,
               coalesce((select array_to_string(reloptions, ', ') from pg_class
                          where oid = format('%I.%I', schemaname, viewname)::regclass), ''),
               definition) as line
        from pg_views where schemaname = any($1) order by schemaname, viewname`,
  },
  {
    title: "Constraints",
    sql: `
      select format('%s: %I %s', k.conrelid::regclass, k.conname,
               pg_get_constraintdef(k.oid)) as line
        from pg_constraint k
        join pg_class c on c.oid = k.conrelid
        join pg_namespace n on n.oid = k.connamespace
       where n.nspname = any($1) and k.contype in ('p', 'u', 'f', 'c', 'x') and ${NO_PARTITION}
       order by k.conrelid::regclass::text, k.conname`,
  },
  {
    title: "Indexes",
    sql: `
      select i.indexdef as line
        from pg_indexes i
        join pg_class c on c.oid = format('%I.%I', i.schemaname, i.tablename)::regclass
       where i.schemaname = any($1) and ${NO_PARTITION}
       order by i.schemaname, i.tablename, i.indexname`,
  },
  {
    title: "Policies",
    sql: `
      select format('%I.%I: %I %s %s to %s', schemaname, tablename, policyname, lower(permissive),
               lower(cmd), array_to_string(array(select unnest(roles) order by 1), ', '))
             || coalesce(E'\\n  using ' || qual, '')
             || coalesce(E'\\n  with check ' || with_check, '') as line
        from pg_policies where schemaname = any($1)
       order by schemaname, tablename, policyname`,
  },
  {
    title: "Grants on tables",
    sql: `
      select format('%s to %s: %s', c.oid::regclass,
               case x.grantee when 0 then 'public' else x.grantee::regrole::text end,
               string_agg(lower(x.privilege_type), ', ' order by x.privilege_type)) as line
        from pg_class c, aclexplode(c.relacl) x
       where c.relnamespace = any(array(select oid from pg_namespace where nspname = any($1)))
         and c.relkind in ('r', 'p', 'v', 'm', 'S') and x.grantee <> c.relowner
       group by c.oid, x.grantee
       order by c.oid::regclass::text, 1`,
  },
  {
    title: "Grants on columns",
    sql: `
      select format(E'%s to %s: %s\\n  %s', c.oid::regclass,
               case x.grantee when 0 then 'public' else x.grantee::regrole::text end,
               lower(x.privilege_type),
               string_agg(quote_ident(a.attname), ', ' order by a.attname)) as line
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid, aclexplode(a.attacl) x
       where c.relnamespace = any(array(select oid from pg_namespace where nspname = any($1)))
         and not a.attisdropped
       group by c.oid, x.grantee, x.privilege_type
       order by c.oid::regclass::text, 1`,
  },
  {
    title: "Triggers",
    sql: `
      select pg_get_triggerdef(t.oid) as line
        from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = any(array(select oid from pg_namespace where nspname = any($1)))
         and not t.tgisinternal and ${NO_PARTITION}
       order by c.oid::regclass::text, t.tgname`,
  },
  {
    title: "Functions",
    sql: `
      select format('%s returns %s, %s%s, execute: %s', p.oid::regprocedure,
               coalesce(pg_get_function_result(p.oid), 'nothing'),
               case p.provolatile when 'i' then 'immutable' when 's' then 'stable'
                 else 'volatile' end,
               case when p.prosecdef then ', security definer' else '' end,
               coalesce((select string_agg(case x.grantee when 0 then 'public'
                                           else x.grantee::regrole::text end, ', '
                                           order by x.grantee::regrole::text)
                           from aclexplode(p.proacl) x where x.grantee <> p.proowner),
                        case when p.proacl is null then 'public' else 'nobody else' end))
             || coalesce(', set ' || array_to_string(p.proconfig, ', '), '')
             || ', body ' || md5(p.prosrc || coalesce(pg_get_function_sqlbody(p.oid), '')) as line
        from pg_proc p
       where p.pronamespace = any(array(select oid from pg_namespace where nspname = any($1)))
         and p.prokind in ('f', 'p')
       order by p.oid::regprocedure::text`,
  },
];

/**
 * Describes the application's schemas as text in a fixed order: what a review wants to see of a
 * change to the migrations.
 *
 * Bodies of functions stand as checksums, as the migrations show them in full.
 */
export async function describeSchemas(client: pg.ClientBase): Promise<string> {
  // Names are written with their schema, whatever the login's search path is.
  await client.query("set search_path = ''");
  const parts: string[] = [];
  for (const { title, sql } of PARTS) {
    const { rows } = await client.query<{ line: string }>(sql, [SCHEMAS]);
    parts.push(`-- ${title}\n${rows.map((row) => row.line).join("\n")}\n`);
  }
  return parts.join("\n");
}
