/**
 * Signed links to files: who has one may send or fetch the bytes without further credentials, for
 * some time, as the member whom it was made for. What that member may do is asked again when it is
 * used.
 */
import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ApiError } from "../../plugins/errors.ts";
import { isUuid } from "../auth/tokens.ts";
import { PREVIEW_SIZES } from "./storage.ts";
import type { PreviewSize } from "./storage.ts";

/** Where links to files lead. */
export const FILES_PATH = "/files";

/** What a link is good for. */
export type LinkPurpose = "upload" | "download" | "export" | `preview-${PreviewSize}`;

const PURPOSES: readonly string[] = ["upload", "download", "export", ...PREVIEW_SIZES.map((size) => `preview-${size}`)];

/** What a link says. */
export type FileLink = {
  purpose: LinkPurpose;
  /** Of the upload, the attachment or the export. */
  id: string;
  organizationId: string;
  userId: string;
  /** The session that it was made in; the link ends with it. */
  sessionId: string | undefined;
  /** Seconds since 1970. */
  expiresAt: number;
};

/**
 * Makes the key that signs links.
 *
 * @param secret - JWT_SECRET; what is derived of it signs nothing else.
 */
export function createFileLinkKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", secret, "", "rowhouse file links", 32)));
}

function sign(key: KeyObject, link: FileLink): Buffer {
  const { purpose, id, organizationId, userId, sessionId = "", expiresAt } = link;
  const text = JSON.stringify([purpose, id, organizationId, userId, sessionId, expiresAt]);
  return createHmac("sha256", key).update(text).digest();
}

/** The path and query of a link. The path tells nothing that would let others use it. */
export function writeLink(key: KeyObject, link: FileLink): string {
  const query = new URLSearchParams({
    organization: link.organizationId,
    member: link.userId,
    ...(link.sessionId === undefined ? {} : { session: link.sessionId }),
    expires: String(link.expiresAt),
    signature: sign(key, link).toString("base64url"),
  });
  return `${FILES_PATH}/${link.purpose}/${link.id}?${query.toString()}`;
}

function parseLink(purpose: string, id: string, query: Readonly<Record<string, unknown>>): FileLink | undefined {
  const { organization, member, session, expires } = query;
  const isLink =
    PURPOSES.includes(purpose) && isUuid(id) &&
    typeof organization === "string" && isUuid(organization) &&
    typeof member === "string" && isUuid(member) &&
    (session === undefined || (typeof session === "string" && isUuid(session))) &&
    typeof expires === "string" && /^\d{1,12}$/.test(expires);
  if (!isLink) return undefined;
  return {
    purpose: purpose as LinkPurpose,
    id,
    organizationId: organization,
    userId: member,
    sessionId: session,
    expiresAt: Number(expires),
  };
}

/** A link that was good once; answered with 410. */
export class ExpiredLinkError extends ApiError {
  constructor() {
    super("NOT_FOUND", "This link has expired. Ask for a new one.");
  }
}

/**
 * Reads a link that somebody uses.
 *
 * @throws ApiError FORBIDDEN when it is not one of ours, as it was made; ExpiredLinkError past its time.
 */
export function readLink(
  key: KeyObject,
  purpose: string,
  id: string,
  query: Readonly<Record<string, unknown>>,
): FileLink {
  const link = parseLink(purpose, id, query);
  const given = Buffer.from(typeof query["signature"] === "string" ? query["signature"] : "", "base64url");
  const expected = link && sign(key, link);
  if (!link || given.length !== expected?.length || !timingSafeEqual(given, expected)) {
    throw new ApiError("FORBIDDEN", "This link is not valid.");
  }
  if (link.expiresAt * 1000 <= Date.now()) throw new ExpiredLinkError();
  return link;
}
