import type { ClientBase } from "pg";
import type { CompiledWorkflow } from "./definition.ts";

const MOST_KEPT = 500;

/** What versions define, by their ids. A version stays as it is, so it is read once. */
const known = new Map<string, CompiledWorkflow>();

/** The definitions of versions, as the engine. */
export async function compiledVersions(
  client: ClientBase, organizationId: string, ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, CompiledWorkflow>> {
  const missing = [...ids].filter((id) => !known.has(id));
  const found = new Map([...ids].flatMap((id) => {
    const version = known.get(id);
    return version ? [[id, version] as const] : [];
  }));
  if (missing.length === 0) return found;
  const { rows } = await client.query<{ id: string; compiled: CompiledWorkflow }>(
    "select * from app_private.compiled_versions($1, $2)", [organizationId, missing]);
  for (const { id, compiled } of rows) {
    found.set(id, compiled);
    known.set(id, compiled);
  }
  for (const id of known.keys()) {
    if (known.size <= MOST_KEPT) break;
    known.delete(id);
  }
  return found;
}
