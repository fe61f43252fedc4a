import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** Where files are kept, as STORAGE_URL says. */
export type StorageLocation =
  | { kind: "folder"; directory: string }
  | {
      kind: "bucket";
      bucket: string;
      /** What all keys begin with, empty or with a slash at its end. */
      prefix: string;
      region: string | undefined;
      /** Of another service than Amazon's. */
      endpoint: string | undefined;
    };

/** What STORAGE_URL has to be; follows the name of the variable. */
export const STORAGE_URL_RULE =
  "must be a folder such as file:///var/lib/rowhouse/files, or a bucket such as " +
  "s3://bucket/prefix?region=eu-central-1&endpoint=https://minio.example.com";

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^[\w./-]*$/;

function folderOf(url: URL): StorageLocation | undefined {
  if (url.host !== "" || url.search !== "" || url.hash !== "") return undefined;
  const directory = path.resolve(fileURLToPath(url));
  return path.dirname(directory) === directory ? undefined : { kind: "folder", directory };
}

function bucketOf(url: URL): StorageLocation | undefined {
  const { region, endpoint, ...others } = Object.fromEntries(url.searchParams);
  const prefix = url.pathname.replace(/^\/+|\/+$/g, "");
  const isHttp = endpoint === undefined || (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol));
  if (!BUCKET.test(url.hostname) || !PREFIX.test(prefix) || url.username !== "" || !isHttp) return undefined;
  if (Object.keys(others).length > 0) return undefined;
  return { kind: "bucket", bucket: url.hostname, prefix: prefix === "" ? "" : `${prefix}/`, region, endpoint };
}

/**
 * Reads STORAGE_URL.
 *
 * @returns Undefined when it is none.
 */
export function parseStorageUrl(text: string): StorageLocation | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  try {
    if (url.protocol === "file:") return folderOf(url);
    return url.protocol === "s3:" ? bucketOf(url) : undefined;
  } catch {
    // A path with an encoded slash or zero byte in it.
    return undefined;
  }
}
