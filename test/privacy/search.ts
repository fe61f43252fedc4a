import { asSuperuser } from "../support/database.ts";
import type { House } from "./house.ts";

/**
 * Looks for texts, without regard to case, in every column of every table that the application has,
 * as the catalog lists them: jobs, partitions and bytes included.
 *
 * @returns `schema.table.column: text` of each find.
 */
export async function searchEverywhere({ database }: House, texts: string[]): Promise<string[]> {
  return asSuperuser(database, async (client) => {
    const { rows: columns } = await client.query<{ table: string; column: string; type: string }>(
      `select c.oid::regclass::text as table, quote_ident(a.attname) as column,
          format_type(a.atttypid, null) as type
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind = 'r'
          and c.relnamespace::regnamespace::text in ('app_public', 'app_private', 'app_hidden', 'graphile_worker')
        order by 1, 2`,
    );
    const found: string[] = [];
    for (const { table, column, type } of columns) {
      const value = type === "bytea" ? `encode(r.${column}, 'escape')` : `r.${column}::text`;
      const { rows } = await client.query<{ text: string }>(
        `select distinct t.text from ${table} r, unnest($1::text[]) t (text)
           where position(lower(t.text) in lower(${value})) > 0`,
        [texts],
      );
      found.push(...rows.map((row) => `${table}.${column}: ${row.text}`));
    }
    return found;
  });
}
