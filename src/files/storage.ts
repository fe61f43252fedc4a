import type { Readable } from "node:stream";
import { makeBucketStorage } from "./bucket.ts";
import { makeFolderStorage } from "./folder.ts";
import type { StorageLocation } from "./location.ts";

/** A part of a file: first and last byte, counted from 0. */
export type ByteRange = { start: number; end: number };

/** A file as the storage lists it. */
export type StoredFile = { key: string; modifiedAt: Date };

/** Where the bytes of files are kept. Keys are made by the database: `<organization>/<uuid>`. */
export interface FileStorage {
  /** Tries whether files can be kept. Throws StorageError. */
  check(): Promise<void>;
  /** Keeps all of a file, or nothing of it when the content fails. Replaces what was there. */
  write(key: string, content: Readable, mimeType: string): Promise<void>;
  /** The size in bytes, undefined when there is no such file. */
  size(key: string): Promise<number | undefined>;
  /** The bytes of a file that is there. */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes files; those that are gone already count as removed. */
  remove(keys: readonly string[]): Promise<void>;
  /** All files there are, previews too. */
  list(): AsyncIterable<StoredFile>;
  /** Removes what was begun and left by a process that ended. Answers how many. */
  removeUnfinished(before: Date): Promise<number>;
}

/** The storage cannot be used; the message is one line for people. */
export class StorageError extends Error {
  override name = "StorageError";
}

/** Sizes of previews: the longer side in pixels. */
export const PREVIEW_SIZES = [256, 1024] as const;

/** A size that previews have. */
export type PreviewSize = (typeof PREVIEW_SIZES)[number];

/** Where the preview of a file is kept. */
export function previewKey(key: string, size: PreviewSize): string {
  return `${key}.${size}.webp`;
}

/** The file itself and whatever was made of it. */
export function keysOf(key: string): string[] {
  return [key, ...PREVIEW_SIZES.map((size) => previewKey(key, size))];
}

const KEY = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.\d+\.webp)?$/;

/** The key of the file that a stored one is or was made of; undefined for what is not ours. */
export function originalKey(key: string): string | undefined {
  return KEY.exec(key)?.[1];
}

/** Makes the storage; nothing is opened before it is used. */
export function openStorage(location: StorageLocation): FileStorage {
  return location.kind === "folder" ? makeFolderStorage(location.directory) : makeBucketStorage(location);
}
