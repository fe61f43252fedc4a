/**
 * Importing files through the API: `startImport` keeps the file and adds the job that loads it;
 * `import(id)` and `imports` tell how far it has come.
 */
import { gql, extendSchema } from "postgraphile/utils";
import { ApiError } from "./errors.ts";
import { makeMutationPlugin } from "./mutation.ts";

type StartImportInput = {
  objectType: string;
  fileName: string;
  content: string;
  contentEncoding: "TEXT" | "BASE64";
  dryRun: boolean;
  duplicates: "IGNORE" | "WARN" | "SKIP";
  mapping?: unknown;
};

const TypesPlugin = extendSchema(
  () => ({
    typeDefs: gql`
      """
      What a file to import holds.
      """
      enum ImportObjectType {
        ACCOUNT
        CONTACT
        LEAD
        "Deals; also their products and their stage history."
        DEAL
        "Tasks and events."
        ACTIVITY
        PRODUCT
      }

      """
      How a file is written into a string.
      """
      enum ContentEncoding {
        "As the text that it is."
        TEXT
        "In base64, byte by byte: for files that are not in UTF-8."
        BASE64
      }
    `,
  }),
  "ImportTypesPlugin",
);

const StartImportPlugin = makeMutationPlugin<StartImportInput, { import: string }>({
  name: "startImport",
  description: "Imports a CSV file, as a job: see the import that it answers for how far it is.",
  input: `
    objectType: ImportObjectType!
    fileName: String!
    "The whole file."
    content: String!
    contentEncoding: ContentEncoding! = TEXT
    "Does everything and rolls it back, to see what would come of it."
    dryRun: Boolean! = false
    "What to do with rows of accounts, contacts and leads that look like records that exist."
    duplicates: DuplicateHandling! = WARN
    """
    Where columns go, if not where they are proposed: an object of header and field
    (custom_data.<key> for a field of your own, null to leave the column out).
    """
    mapping: JSON`,
  payload: `import: Import`,
  records: { import: "imports" },
  async run(input, { withPgClient, pgSettings }) {
    const content = decode(input);
    const mapping = checkMapping(input.mapping);
    return withPgClient(pgSettings, (client) =>
      client.withTransaction(async (transaction) => {
        const { rows } = await transaction.query<{ id: string }>({
          text: "select id from app_hidden.start_import($1, $2, $3, $4, $5, $6)",
          values: [
            input.objectType.toLowerCase(),
            input.fileName.trim(),
            content as never,
            input.dryRun,
            mapping === null ? null : JSON.stringify(mapping),
            input.duplicates.toLowerCase(),
          ],
        });
        return { import: rows[0]?.id ?? "" };
      }),
    );
  },
});

/** What the API needs for imports. */
export const importPlugins: readonly GraphileConfig.Plugin[] = [TypesPlugin, StartImportPlugin];

function decode({ content, contentEncoding }: StartImportInput): Buffer {
  if (contentEncoding === "TEXT") return Buffer.from(content, "utf8");
  const packed = content.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed) || packed.length % 4 !== 0) {
    throw new ApiError("BAD_INPUT", "The content is not base64.", { content: "Is not base64." });
  }
  return Buffer.from(packed, "base64");
}

function checkMapping(mapping: unknown): Record<string, string | null> | null {
  if (mapping === undefined || mapping === null) return null;
  const isMapping =
    typeof mapping === "object" &&
    !Array.isArray(mapping) &&
    Object.values(mapping).every((field) => field === null || typeof field === "string");
  if (isMapping) return mapping as Record<string, string | null>;
  const message = "Is an object of header and field.";
  throw new ApiError("BAD_INPUT", "The mapping is no object of header and field.", {
    mapping: message,
  });
}
