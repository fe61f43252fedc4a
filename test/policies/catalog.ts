import type pg from "pg";

/** A table of app_public as the catalog describes it. */
export type TableFacts = {
  name: string;
  rowSecurity: boolean;
  forced: boolean;
  isTenant: boolean;
  columns: ColumnFacts[];
};

/** A column with what it refers to. */
export type ColumnFacts = {
  name: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  isGenerated: boolean;
  /** Schema-qualified table and column, when a foreign key leads there. */
  refersTo: { table: string; column: string } | null;
  /** Whether that key carries the organization. */
  refersInTenant: boolean;
};

/** Reads all tables of app_public; partitions count as their parent. */
export async function readTables(client: pg.ClientBase): Promise<TableFacts[]> {
  const { rows } = await client.query<TableFacts>(`
    select c.relname as name, c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced,
        exists (select from pg_attribute a
          where a.attrelid = c.oid and a.attname = 'organization_id') as "isTenant",
        (select json_agg(json_build_object(
            'name', a.attname, 'type', format_type(a.atttypid, null), 'notNull', a.attnotnull,
            'hasDefault', a.atthasdef, 'isGenerated', a.attgenerated <> '' or a.attidentity <> '',
            'refersTo', (select json_build_object('table', f.confrelid::regclass, 'column', fa.attname)
              from pg_constraint f
              join pg_attribute fa on fa.attrelid = f.confrelid
                and fa.attnum = f.confkey[array_position(f.conkey, a.attnum)]
              where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey)
              order by cardinality(f.conkey) limit 1),
            'refersInTenant', exists (select from pg_constraint f
              join pg_attribute tenant on tenant.attrelid = c.oid and tenant.attname = 'organization_id'
              where f.conrelid = c.oid and f.contype = 'f' and a.attnum = any (f.conkey)
                and tenant.attnum = any (f.conkey) and cardinality(f.conkey) > 1)) order by a.attnum)
          from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
      from pg_class c
      where c.relnamespace = 'app_public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition
      order by c.relname`);
  return rows;
}

/** The names of columns that a role may insert or update in a table. */
export async function grantedColumns(
  client: pg.ClientBase,
  role: string,
  table: string,
  privilege: "INSERT" | "UPDATE",
): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
       where attrelid = ('app_public.' || quote_ident($2))::regclass and attnum > 0
         and not attisdropped and attgenerated = ''
         and has_column_privilege($1, attrelid, attnum, $3)
       order by attnum`,
    [role, table, privilege],
  );
  return rows.map(({ name }) => name);
}
