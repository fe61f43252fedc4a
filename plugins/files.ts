/**
 * Files of attachments: `startUpload` announces one and answers where its bytes are to be sent,
 * `downloadUrl` and `previewUrl` of an attachment lead to them. The bytes do not pass through
 * GraphQL; src/http/files.ts takes and sends them.
 */
import type { KeyObject } from "node:crypto";
import type { FieldArgs } from "grafast";
import { context, lambda } from "grafast";
import type { PgSelectSingleStep } from "postgraphile/@dataplan/pg";
import { extendSchema, gql } from "postgraphile/utils";
import { writeLink } from "../src/files/links.ts";
import type { LinkPurpose } from "../src/files/links.ts";
import { snakeCase } from "./columnNames.ts";
import type { RequestIdentity } from "./context.ts";
import { ApiError } from "./errors.ts";
import { makeMutationPlugin } from "./mutation.ts";

/** What the API needs to know of files. */
export interface FilesOptions {
  /** Signs links. */
  readonly linkKey: KeyObject;
  /** What links begin with; without it they begin with /files. */
  readonly publicUrl?: string | undefined;
  /** Largest file, in bytes. */
  readonly sizeLimit: number;
  /** What the files of an organization may have together, in bytes. */
  readonly quota: number;
}

/** How long an upload may wait for its bytes to begin. */
const UPLOAD_SECONDS = 15 * 60;
const LONGEST_LINK_SECONDS = 24 * 60 * 60;

const RECORDS = [
  "accountId", "contactId", "leadId", "dealId", "communicationId", "projectId", "taskId", "messageId",
] as const;

type StartUploadInput = {
  fileName: string;
  byteSize: string;
  mimeType: string;
  checksum?: string | null;
} & Partial<Record<(typeof RECORDS)[number], string | null>>;

type StartedUpload = {
  attachmentId: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  expiresAt: string;
};

/** The link to a file for the caller. expiresAt: seconds since 1970. */
export function linkFor(
  { linkKey, publicUrl = "" }: FilesOptions,
  identity: RequestIdentity,
  purpose: LinkPurpose,
  id: string,
  expiresAt: number,
): string {
  const { userId, organizationId, sessionId } = identity;
  if (userId === undefined || organizationId === undefined) throw new ApiError("UNAUTHENTICATED");
  return publicUrl + writeLink(linkKey, { purpose, id, organizationId, userId, sessionId, expiresAt });
}

function checkSize(byteSize: string): string {
  if (/^\d{1,15}$/.test(byteSize)) return byteSize;
  throw new ApiError("BAD_INPUT", "A file has no such size.", { byteSize: "Is a number of bytes." });
}

function makeStartUploadPlugin(options: FilesOptions): GraphileConfig.Plugin {
  return makeMutationPlugin<StartUploadInput, StartedUpload>({
    name: "startUpload",
    description:
      "Announces a file that is to be attached to exactly one record, and answers where its bytes are to be sent. " +
      "The attachment is there once they have come.",
    input: `
      "The name without a path."
      fileName: String!
      "Size in bytes; so many have to come."
      byteSize: BigInt!
      "What the file is, such as application/pdf; its first bytes have to agree."
      mimeType: String!
      "SHA-256 of the bytes in hexadecimal, compared with what comes."
      checksum: String
      ${RECORDS.map((name) => `${name}: UUID`).join("\n")}`,
    payload: `
      "The id that the attachment will have."
      attachmentId: UUID!
      "Where to send the bytes, once. Relative to the address of the API unless the server knows its own."
      url: String!
      method: String!
      "Headers to send beside Content-Length."
      headers: JSON!
      "When the bytes must have begun to come."
      expiresAt: Datetime!`,
    async run(input, { withPgClient, pgSettings, identity }) {
      const record = Object.fromEntries(
        RECORDS.flatMap((name) => (input[name] == null ? [] : [[snakeCase(name), input[name]]])),
      );
      const { sizeLimit, quota } = options;
      const started = await withPgClient(pgSettings, (client) =>
        client.withTransaction(async (transaction) => {
          const { rows } = await transaction.query<{ id: string; expires_at: Date | string }>({
            text: "select * from app_hidden.start_upload($1, $2, $3, $4, $5, $6, $7, $8)",
            values: [
              input.fileName, checkSize(input.byteSize), input.mimeType, input.checksum ?? null,
              JSON.stringify(record), sizeLimit, quota, UPLOAD_SECONDS,
            ],
          });
          return rows[0];
        }),
      );
      if (!started) throw new Error("No upload was started.");
      const expiresAt = Math.floor(new Date(started.expires_at).getTime() / 1000);
      return {
        attachmentId: started.id,
        url: linkFor(options, identity, "upload", started.id, expiresAt),
        method: "PUT",
        headers: { "Content-Type": input.mimeType },
        expiresAt: new Date(expiresAt * 1000).toISOString(),
      };
    },
  });
}

/** How long a link lasts, or why not so long. */
export function checkSeconds(seconds: number): number {
  if (seconds >= 1 && seconds <= LONGEST_LINK_SECONDS) return seconds;
  throw new ApiError("BAD_INPUT", "A link lasts from one second to a day.", {
    expiresInSeconds: `Is a number from 1 to ${LONGEST_LINK_SECONDS}.`,
  });
}

function makeLinksPlugin(options: FilesOptions): GraphileConfig.Plugin {
  const plan = (
    $attachment: PgSelectSingleStep,
    fieldArguments: FieldArgs,
    column: "scan_status" | "preview_status",
    purposeOf: (status: string | null, size: string | undefined) => LinkPurpose | null,
  ) => {
    const $size = column === "preview_status" ? fieldArguments.getRaw("size") : lambda(null, () => undefined);
    return lambda(
      [
        $attachment.get("id"), $attachment.get(column), context().get("identity"),
        fieldArguments.getRaw("expiresInSeconds"), $size,
      ] as const,
      ([id, status, identity, seconds, size]) => {
        const lasts = checkSeconds(seconds as number);
        const purpose = purposeOf(status as string | null, size as string | undefined);
        if (purpose === null || id == null) return null;
        return linkFor(options, identity as RequestIdentity, purpose, id as string, Math.floor(Date.now() / 1000) + lasts);
      },
    );
  };
  return extendSchema(
    () => ({
      typeDefs: gql`
        """
        How large a preview is: its longer side in pixels.
        """
        enum PreviewSize {
          PIXELS_256
          PIXELS_1024
        }

        extend type Attachment {
          """
          Where the file can be fetched for some time (5 minutes unless said otherwise, a day at most), as long as the
          caller's session lasts and they see the attachment. Null while it is being scanned for viruses and when it is
          infected. Relative to the address of the API unless the server knows its own.
          """
          downloadUrl(expiresInSeconds: Int! = 300): String
          """
          As downloadUrl, a picture in WebP. Null when there is none: previewStatus says why.
          """
          previewUrl(size: PreviewSize! = PIXELS_256, expiresInSeconds: Int! = 300): String
        }
      `,
      objects: {
        Attachment: {
          plans: {
            downloadUrl: ($attachment: PgSelectSingleStep, fieldArguments: FieldArgs) =>
              plan($attachment, fieldArguments, "scan_status", (status) =>
                status === "pending" || status === "infected" ? null : "download"),
            previewUrl: ($attachment: PgSelectSingleStep, fieldArguments: FieldArgs) =>
              plan($attachment, fieldArguments, "preview_status", (status, size) => {
                if (status !== "ready") return null;
                return size === "PIXELS_1024" ? "preview-1024" : "preview-256";
              }),
          },
        },
      },
    }),
    "FileLinksPlugin",
  );
}

/** What the API needs for files. */
export function makeFilePlugins(options: FilesOptions): readonly GraphileConfig.Plugin[] {
  return [makeStartUploadPlugin(options), makeLinksPlugin(options)];
}
