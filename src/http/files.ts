/** The bytes of attachments and exports: PUT to and GET from links that the API signs (src/files/links.ts). */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { KeyObject } from "node:crypto";
import cors from "cors";
import { Router } from "express";
import type { Request, Response } from "express";
import type pg from "pg";
import { identityOnRequest } from "../../plugins/context.ts";
import { ApiError } from "../../plugins/errors.ts";
import type { MaskError } from "../../plugins/errors.ts";
import { asActor } from "../database/actor.ts";
import type { Actor } from "../database/actor.ts";
import { errorCode } from "../database/connections.ts";
import { inspect } from "../files/content.ts";
import { ExpiredLinkError, readLink } from "../files/links.ts";
import type { FileLink } from "../files/links.ts";
import { isPreviewed } from "../files/previews.ts";
import { PREVIEW_SIZES, previewKey } from "../files/storage.ts";
import type { ByteRange, FileStorage } from "../files/storage.ts";
import type { Logger } from "../telemetry/logger.ts";
import { UploadPlaces } from "../files/uploadPlaces.ts";
import { sendError, sendMasked } from "./errors.ts";
import { setIdentity } from "./identity.ts";

/** How long a file may take to come in; app_private.expire_uploads() counts on it. */
export const UPLOAD_MS = 60 * 60_000;
/** How long nothing may come of it. */
const SILENCE_MS = 30_000;
/** Codes by which the database says that it has changed nothing. */
const REFUSED = /^(RH|2|4|P0)/;
/** What is still read of a file that was refused, so that its sender gets to read why. */
const IGNORED_BYTES = 1024 * 1024;
const IGNORED_MS = 2_000;

/** What files are served with. */
export type FileOptions = {
  /** Logged in as rowhouse_authenticator. */
  pool: pg.Pool;
  storage: FileStorage;
  linkKey: KeyObject;
  /** Whether a scanner has to look at files before they may be downloaded. */
  isScanned: boolean;
  maskError: MaskError;
  logger: Logger;
};

type Upload = {
  storage_key: string;
  byte_size: string;
  mime_type: string;
  checksum: string | null;
};

type Served = { storage_key: string; file_name: string | null; mime_type: string; checksum: string | null };

type LinkRequest = Request<{ purpose: string; id: string }>;

/** Makes the routes below FILES_PATH. */
export function fileRoutes(options: FileOptions, corsOrigins: string[]): Router {
  const { maskError } = options;
  const router = Router();
  const places = new UploadPlaces();

  /** Who made the link is who asks, here and in the log. */
  function open(request: LinkRequest): { link: FileLink; actor: Actor } {
    const { purpose, id } = request.params;
    const link = readLink(options.linkKey, purpose, id, request.query);
    const { userId, organizationId, sessionId } = link;
    const known = identityOnRequest(request) ?? { requestId: "" };
    setIdentity(request, { ...known, userId, organizationId, ...(sessionId ? { sessionId } : {}) });
    return { link, actor: { userId, organizationId, sessionId, requestId: known.requestId } };
  }

  function answerProblem(response: Response, error: unknown): void {
    if (response.headersSent || response.destroyed) return void response.destroy();
    describeNothing(response);
    sendMasked(response, maskError, error, error instanceof ExpiredLinkError ? 410 : undefined);
  }

  router.use(
    cors({
      origin: corsOrigins,
      methods: ["GET", "HEAD", "PUT"],
      allowedHeaders: ["content-type", "range", "if-none-match", "if-range", "x-request-id"],
      exposedHeaders: ["accept-ranges", "content-disposition", "content-range", "etag", "x-request-id"],
      maxAge: 600,
    }),
  );
  router.put("/:purpose/:id", async (request: LinkRequest, response) => {
    request.setTimeout(SILENCE_MS, () => request.destroy());
    try {
      const { link, actor } = open(request);
      // Only who has a link takes a place, and only for as long as the file is being taken in.
      const giveBack = places.take(link.organizationId);
      if (!giveBack) {
        response.setHeader("Retry-After", "5");
        throw new ApiError("RATE_LIMITED", "Too many files are coming in. Try again in a moment.");
      }
      const attachmentId = await receive(options, request, link, actor).finally(giveBack);
      response.status(201).json({ attachmentId });
    } catch (error) {
      if (request.destroyed && !request.complete) return void response.destroy();
      await ignoreRest(request);
      if (!request.complete) response.setHeader("Connection", "close");
      if (error instanceof LengthRequiredError) sendMasked(response, maskError, error, 411);
      else answerProblem(response, error);
    } finally {
      request.setTimeout(0);
    }
  });
  router.get("/:purpose/:id", async (request: LinkRequest, response) => {
    try {
      const { link, actor } = open(request);
      await send(options, request, response, link, actor);
    } catch (error) {
      answerProblem(response, error);
    }
  });
  return router;
}

/** Answered with 411. */
class LengthRequiredError extends ApiError {
  constructor() {
    super("BAD_INPUT", "Send the file with its Content-Length, in one piece.");
  }
}

async function run<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  actor: Actor,
  text: string,
  values: unknown[],
  check: (row: Row) => void = () => undefined,
): Promise<Row> {
  const client = await pool.connect();
  try {
    return await asActor(client, actor, async () => {
      const { rows } = await client.query<Row>(text, values);
      if (!rows[0]) throw new Error("The database answered nothing.");
      check(rows[0]);
      return rows[0];
    });
  } finally {
    client.release();
  }
}

/**
 * Takes a file in. Until the attachment is made the upload is what knows of the bytes, so that they
 * are removed whatever happens to this process (app_private.expire_uploads).
 *
 * @returns The attachment's id.
 */
async function receive(
  { pool, storage, isScanned }: FileOptions,
  request: LinkRequest,
  link: FileLink,
  actor: Actor,
): Promise<string> {
  if (link.purpose !== "upload") throw new ApiError("FORBIDDEN", "This link is not for uploading.");
  const length = request.get("content-length");
  if (length === undefined || request.get("transfer-encoding") !== undefined) throw new LengthRequiredError();
  // What is wrong in the headers takes the claim back, so the link is still good for a better try.
  const upload = await run<Upload>(pool, actor, "select * from app_hidden.claim_upload($1)", [link.id], (claimed) => {
    checkHeaders(request, length, claimed);
  });
  const byteSize = Number(upload.byte_size);
  const { storage_key: key, mime_type: mimeType } = upload;
  let checksum = "";
  const announced = { byteSize, mimeType, checksum: upload.checksum };
  // A request that is left early is not to be cut off before it is answered.
  const bytes = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  const content = Readable.from(inspect(bytes, announced, (sum) => (checksum = sum)), { objectMode: false });
  // Whether the attachment may have been made all the same, as when the connection was lost. What is
  // not given up here goes when the upload expires.
  let mayBeMade = false;
  try {
    await storage.write(key, content, mimeType);
    mayBeMade = true;
    const { id } = await run<{ id: string }>(
      pool, actor, "select app_hidden.finish_upload($1, $2, $3, $4) as id",
      [link.id, checksum, isScanned ? "pending" : "none", isPreviewed(mimeType, byteSize) ? "pending" : "none"],
    );
    return id;
  } catch (error) {
    if (!mayBeMade || REFUSED.test(errorCode(error) ?? "")) {
      if (mayBeMade) await storage.remove([key]).catch(() => undefined);
      await pool.query("select app_private.give_up_upload($1, $2)", [actor.organizationId, link.id]).catch(() => undefined);
    }
    throw error;
  }
}

function checkHeaders(request: Request, length: string, { byte_size, mime_type }: Upload): void {
  if (length !== byte_size) {
    const message = `The file was announced with ${byte_size} bytes, not ${length}.`;
    throw new ApiError("BAD_INPUT", message, { byteSize: message });
  }
  const type = request.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== undefined && type !== mime_type.toLowerCase()) {
    const message = `The file was announced as ${mime_type}, not ${type}.`;
    throw new ApiError("BAD_INPUT", message, { mimeType: message });
  }
}

/** Reads what is on its way already: a connection closed on it would lose the answer. */
async function ignoreRest(request: Request): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    let size = 0;
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, IGNORED_MS);
    request.once("end", end).once("close", end).on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > IGNORED_BYTES) end();
    });
    request.resume();
  });
}

/** Answers with a file, or the part of it that is asked for, if the member may still have it. */
async function send(
  { pool, storage, logger }: FileOptions,
  request: LinkRequest,
  response: Response,
  { purpose, id }: FileLink,
  actor: Actor,
): Promise<void> {
  const size = PREVIEW_SIZES.find((preview) => purpose === `preview-${preview}`);
  if (purpose === "upload") throw new ApiError("FORBIDDEN", "This link is not for downloading.");
  const file = purpose === "export"
    ? await run<Served>(pool, actor, "select * from app_hidden.export_to_serve($1)", [id])
    : await run<Served>(pool, actor, "select * from app_hidden.file_to_serve($1, $2)", [id, size !== undefined]);
  const key = size === undefined ? file.storage_key : previewKey(file.storage_key, size);
  const length = await storage.size(key);
  if (length === undefined) {
    logger.error({ key }, "the bytes of a file are missing");
    throw new ApiError("NOT_FOUND", "The bytes of this file are missing.");
  }
  const etag = file.checksum === null ? undefined : `"${file.checksum}${size === undefined ? "" : `-${size}`}"`;
  describeFile(response, file, id, size !== undefined, etag);
  if (request.fresh) return void response.status(304).end();
  const range = rangeOf(request, length, etag);
  if (range === "unsatisfiable") {
    describeNothing(response);
    response.setHeader("Content-Range", `bytes */${length}`);
    return sendError(response, "BAD_INPUT", "The file does not have these bytes.", 416);
  }
  if (range) {
    response.status(206).setHeader("Content-Range", `bytes ${range.start}-${range.end}/${length}`);
  }
  response.setHeader("Content-Length", range ? range.end - range.start + 1 : length);
  if (request.method === "HEAD") return void response.end();
  try {
    await pipeline(await storage.read(key, range), response);
  } catch (error) {
    if (!response.headersSent) throw error;
    // Who asked has gone, or sees by the length that it is not all.
    if (!request.destroyed) logger.error({ err: error, key }, "a file was cut off");
  }
}

/** Whatever a file claims to be, no browser is to run it in this server's name. */
function describeFile(
  response: Response,
  { file_name, mime_type }: Served,
  id: string,
  isPreview: boolean,
  etag: string | undefined,
): void {
  if (isPreview) response.setHeader("Content-Disposition", "inline");
  else response.attachment(file_name ?? `file-${id}`);
  response.setHeader("Content-Type", isPreview ? "image/webp" : mime_type);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
  // The link is what lets in, so pages of other origins may show what it leads to.
  response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
  // Kept by who asked alone, and asked for again each time: the right to it may have ended.
  response.setHeader("Cache-Control", "private, no-cache");
  response.setHeader("Accept-Ranges", "bytes");
  if (etag !== undefined) response.setHeader("ETag", etag);
}

/** Takes back what was said of a file, for an error in its place. */
function describeNothing(response: Response): void {
  for (const name of ["Content-Disposition", "Content-Length", "Content-Range", "Accept-Ranges", "ETag"]) {
    response.removeHeader(name);
  }
}

/** The one part of the file that is asked for; several at once are answered with all of it. */
function rangeOf(request: Request, length: number, etag: string | undefined): ByteRange | "unsatisfiable" | undefined {
  const condition = request.get("if-range");
  if (condition !== undefined && condition !== etag) return undefined;
  // The last bytes of a file that has fewer are all of it (RFC 9110, 14.1.2).
  const last = Number(/^bytes=\s*-(\d+)\s*$/.exec(request.get("range") ?? "")?.[1]);
  if (length > 0 && last >= length) return { start: 0, end: length - 1 };
  const ranges = request.range(length);
  if (ranges === -1) return "unsatisfiable";
  if (ranges === undefined || ranges === -2 || ranges.type !== "bytes" || ranges.length !== 1) return undefined;
  return ranges[0];
}
