import type { FilePlan } from "./importFile.ts";
import { warnOnce } from "./result.ts";
import type { ImportSession } from "./session.ts";

/**
 * Leaves out the columns of a file whose fields the caller may not change. Not even to compare:
 * whether a value is the one that is there already would tell what it is.
 *
 * @param session - for whom the file is imported
 * @param plan - the file; its columns are changed in place, and it is refused when the caller may
 * not change the id by which records are found again
 */
export async function leaveOutReadOnlyFields(session: ImportSession, plan: FilePlan): Promise<void> {
  const { mapping, result } = plan;
  const readOnly = await session.batch(async (client) => {
    const { rows } = await client.query<{ fields: string[] }>(
      `select app_hidden.read_only_columns($1) || array(
         select 'custom_data.' || key from unnest(app_hidden.read_only_custom_fields($2)) key) as fields`,
      [mapping.table, mapping.permission],
    );
    return new Set(rows[0]?.fields);
  });
  const isReadOnly = (field: string): boolean =>
    readOnly.has(field) || (field.startsWith("custom_data.") && readOnly.has("custom_data"));
  for (const { header, field } of plan.columns) {
    if (!isReadOnly(field)) continue;
    warnOnce(result, `The column "${header}" was left out: your role may not change ${field}.`);
  }
  plan.columns = plan.columns.filter(({ field }) => !isReadOnly(field));
  if (readOnly.has("external_id")) {
    result.refused = "Your role may not change the external id by which imported records are known.";
  }
}
