/** Files in a bucket of Amazon S3 or of a service that speaks as it does. */
import type { Readable } from "node:stream";
import type * as S3 from "@aws-sdk/client-s3";
import type { StorageLocation } from "./location.ts";
import { originalKey, StorageError } from "./storage.ts";
import type { FileStorage, StoredFile } from "./storage.ts";

type Bucket = Extract<StorageLocation, { kind: "bucket" }>;

/** A file goes out in parts of this size, one at a time: that much of it is held in memory, twice. */
const PART_BYTES = 5 * 1024 * 1024;
const DELETES_AT_ONCE = 10;
const CONNECT_MS = 5_000;
const REQUEST_MS = 60_000;

/** Makes the storage in a bucket. Credentials are those that the SDK finds in the environment. */
export function makeBucketStorage({ bucket, prefix, region, endpoint }: Bucket): FileStorage {
  // Loaded when it is used, since it is large and most installations have a folder.
  let loaded: Promise<{ sdk: typeof S3; client: S3.S3Client }> | undefined;
  const load = async () => {
    const sdk = await import("@aws-sdk/client-s3");
    const client = new sdk.S3Client({
      ...(region ? { region } : endpoint ? { region: "us-east-1" } : {}),
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      // Not every service knows the checksums that the SDK adds by itself.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: REQUEST_MS },
    });
    return { sdk, client };
  };
  const open = () => (loaded ??= load());
  const at = (key: string) => {
    if (originalKey(key) === undefined) throw new Error(`No key of a file: ${JSON.stringify(key)}`);
    return { Bucket: bucket, Key: prefix + key };
  };

  async function* list(): AsyncIterable<StoredFile> {
    const { sdk, client } = await open();
    for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = "", LastModified: modifiedAt } of page.Contents ?? []) {
        const key = Key.slice(prefix.length);
        if (modifiedAt && originalKey(key) !== undefined) yield { key, modifiedAt };
      }
    }
  }

  return {
    list,
    async check() {
      const { sdk, client } = await open();
      try {
        await client.send(new sdk.HeadBucketCommand({ Bucket: bucket }));
      } catch (error) {
        const { name, message } = error as Error;
        throw new StorageError(`the bucket ${bucket} cannot be used: ${message === name ? name : `${name}: ${message}`}`);
      }
    },
    async write(key: string, content: Readable, mimeType: string) {
      const { Upload } = await import("@aws-sdk/lib-storage");
      const { client } = await open();
      // A content that fails ends the upload before there is an object.
      const upload = new Upload({
        client,
        params: { ...at(key), Body: content, ContentType: mimeType },
        partSize: PART_BYTES,
        queueSize: 1,
        leavePartsOnError: false,
      });
      try {
        await upload.done();
      } catch (error) {
        content.destroy();
        throw error;
      }
    },
    async size(key) {
      const { sdk, client } = await open();
      try {
        return (await client.send(new sdk.HeadObjectCommand(at(key)))).ContentLength;
      } catch (error) {
        if (error instanceof sdk.NotFound || error instanceof sdk.NoSuchKey) return undefined;
        throw error;
      }
    },
    async read(key, range) {
      const { sdk, client } = await open();
      const Range = range && `bytes=${range.start}-${range.end}`;
      const { Body } = await client.send(new sdk.GetObjectCommand({ ...at(key), ...(Range ? { Range } : {}) }));
      if (!Body) throw new Error(`No content: ${key}`);
      return Body as Readable;
    },
    async remove(keys) {
      const { sdk, client } = await open();
      for (let index = 0; index < keys.length; index += DELETES_AT_ONCE) {
        const some = keys.slice(index, index + DELETES_AT_ONCE);
        await Promise.all(some.map((key) => client.send(new sdk.DeleteObjectCommand(at(key)))));
      }
    },
    async removeUnfinished(before) {
      const { sdk, client } = await open();
      let count = 0;
      let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
      while (marker) {
        const page: S3.ListMultipartUploadsCommandOutput = await client.send(
          new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
        );
        for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
          if (!Key || !UploadId || !Initiated || Initiated >= before) continue;
          if (originalKey(Key.slice(prefix.length)) === undefined) continue;
          await client.send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
          count += 1;
        }
        const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
        marker = page.IsTruncated && KeyMarker && UploadIdMarker ? { KeyMarker, UploadIdMarker } : undefined;
      }
      return count;
    },
  };
}
