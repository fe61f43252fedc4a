/**
 * Exporting records through the API: `startExport` adds the job that writes the file; `export(id)` and
 * `exports` tell how far it has come, and `downloadUrl` of an export leads to the file.
 */
import type { FieldArgs } from "grafast";
import { context, lambda } from "grafast";
import type { PgSelectSingleStep } from "postgraphile/@dataplan/pg";
import { extendSchema, gql } from "postgraphile/utils";
import type { RequestIdentity } from "./context.ts";
import type { FilesOptions } from "./files.ts";
import { checkSeconds, linkFor } from "./files.ts";
import { makeMutationPlugin } from "./mutation.ts";

type StartExportInput = {
  objectType: string;
  format: "CSV" | "NDJSON";
  filter?: unknown;
};

const StartExportPlugin = makeMutationPlugin<StartExportInput, { export: string }>({
  name: "startExport",
  description:
    "Writes the records of an object that the caller may export into a file, as a job: see the export that it " +
    "answers for how far it is, and for the file.",
  input: `
    "What records: account, contact, lead, deal, activity, task, project, communication, note, product, …"
    objectType: String!
    format: ExportFormat! = CSV
    """
    Only records whose fields have these values: an object of field (as in the database, custom_data.<key> for a
    field of your own) and value, or null for none.
    """
    filter: JSON`,
  payload: `export: Export`,
  records: { export: "exports" },
  async run({ objectType, format, filter }, { withPgClient, pgSettings }) {
    return withPgClient(pgSettings, (client) =>
      client.withTransaction(async (transaction) => {
        const { rows } = await transaction.query<{ id: string }>({
          text: "select id from app_hidden.start_export($1, $2, $3)",
          values: [objectType.toLowerCase(), format.toLowerCase(), JSON.stringify(filter ?? {})],
        });
        return { export: rows[0]?.id ?? "" };
      }),
    );
  },
});

function makeDownloadsPlugin(options: FilesOptions): GraphileConfig.Plugin {
  return extendSchema(
    () => ({
      typeDefs: gql`
        extend type Export {
          """
          Where the file can be fetched for some time (5 minutes unless said otherwise, a day at most) by who asked for
          the export, as long as the caller's session lasts and their permissions are what they were. Null for others,
          and when there is no file. Relative to the address of the API unless the server knows its own.
          """
          downloadUrl(expiresInSeconds: Int! = 300): String
        }
      `,
      objects: {
        Export: {
          plans: {
            downloadUrl: ($export: PgSelectSingleStep, fieldArguments: FieldArgs) =>
              lambda(
                [
                  $export.get("id"), $export.get("status"), $export.get("created_by"), $export.get("expires_at"),
                  context().get("identity"), fieldArguments.getRaw("expiresInSeconds"),
                ] as const,
                ([id, status, createdBy, expiresAt, identity, seconds]) => {
                  const lasts = checkSeconds(seconds as number);
                  const caller = identity as RequestIdentity;
                  const isThere = status === "succeeded" && new Date(expiresAt as string).getTime() > Date.now();
                  if (!isThere || createdBy !== caller.userId) return null;
                  return linkFor(options, caller, "export", id as string, Math.floor(Date.now() / 1000) + lasts);
                },
              ),
          },
        },
      },
    }),
    "ExportDownloadsPlugin",
  );
}

/** What the API needs for exports. */
export function makeExportPlugins(options: FilesOptions): readonly GraphileConfig.Plugin[] {
  return [StartExportPlugin, makeDownloadsPlugin(options)];
}
