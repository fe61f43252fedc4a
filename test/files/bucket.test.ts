import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openStorage, previewKey } from "../../src/files/storage.ts";
import type { FileStorage } from "../../src/files/storage.ts";
import { parseStorageUrl } from "../../src/files/location.ts";
import { FakeBucket } from "./fakeBucket.ts";
import { Office, refusal, useFolder } from "./office.ts";

const bucket = new FakeBucket();
const folder = useFolder();
const LARGE = randomBytes(12 * 2 ** 20);

let office: Office;
let storage: FileStorage;

beforeAll(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "key", AWS_SECRET_ACCESS_KEY: "secret" });
  await bucket.listen();
  process.env["STORAGE_URL"] = bucket.url;
  storage = openStorage(parseStorageUrl(bucket.url)!);
  office = await Office.open(folder, { storage, sizeLimit: 2 ** 30, quota: 2 ** 30 });
}, 120_000);

afterAll(async () => {
  await office?.end();
  await bucket.close();
});

afterEach(() => {
  bucket.failure = undefined;
  bucket.asked.length = 0;
});

async function settled(check: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !check(); tries += 1) await sleep(20);
}

describe("files in a bucket", () => {
  it("come in and go out as they do in a folder, small ones in one piece", async () => {
    const id = await office.upload(Buffer.from("0123456789"));
    expect([...bucket.objects]).toEqual([
      [expect.stringMatching(new RegExp(`^files/${office.ours.organizationId}/[0-9a-f-]{36}$`)), expect.objectContaining({ type: "text/plain" })],
    ]);
    expect(bucket.asked).toEqual(["PUT ?x-id=PutObject"]);
    const url = await office.downloadUrl(id);
    const response = await fetch(url, { headers: { range: "bytes=2-4" } });
    expect([response.status, await response.text(), response.headers.get("content-range")]).toEqual([206, "234", "bytes 2-4/10"]);
    const head = await fetch(url, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
    bucket.objects.clear();
    expect((await refusal(await fetch(url)))[0]).toBe(404);
  });

  it("come in in parts when they are large, and in whole", async () => {
    const id = await office.upload(LARGE, { mimeType: "application/octet-stream" });
    expect(bucket.asked.map((asked) => asked.split("&")[0])).toEqual([
      "POST ?uploads=", "PUT ?partNumber=1", "PUT ?partNumber=2", "PUT ?partNumber=3", expect.stringMatching(/^POST \?uploadId/),
    ]);
    const response = await fetch(await office.downloadUrl(id));
    expect(Buffer.from(await response.arrayBuffer()).equals(LARGE)).toBe(true);
    bucket.objects.clear();
  });

  it("leave nothing when they are not what was announced, or break off", async () => {
    const started = await office.start(LARGE, { mimeType: "application/octet-stream", checksum: "0".repeat(64) });
    expect(await refusal(await office.put(started, LARGE))).toEqual([400, expect.stringContaining("another checksum")]);
    const broken = await office.start(LARGE, { mimeType: "application/octet-stream" });
    const cut = new AbortController();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(LARGE.subarray(0, 8 * 2 ** 20));
        await settled(() => bucket.asked.some((asked) => asked.includes("partNumber=1")));
        cut.abort();
      },
    });
    const headers = { ...broken.headers, "content-length": String(LARGE.length) };
    const cutOff = fetch(office.api.url + broken.url, { method: "PUT", headers, body, duplex: "half", signal: cut.signal } as RequestInit);
    await expect(cutOff).rejects.toThrow();
    await settled(() => bucket.uploads.size === 0);
    expect([bucket.objects.size, bucket.uploads.size]).toEqual([0, 0]);
  });

  it("are told to be in trouble when the bucket is, without its words", async () => {
    const started = await office.start(Buffer.from("text"));
    bucket.failure = 403;
    expect(await refusal(await office.put(started, Buffer.from("text")))).toEqual([500, expect.stringMatching(/^INTERNAL: Something went wrong/)]);
    await expect(storage.check()).rejects.toThrow(/^the bucket attic cannot be used/);
    bucket.failure = undefined;
    await storage.check();
    expect(await office.past("select from app_public.attachments where id = $1", [started.attachmentId])).toEqual([]);
  });

  it("are listed and removed, with what a server that was killed had begun", async () => {
    const keys = [1, 2, 3].map(() => `${office.ours.organizationId}/${randomUUID()}`);
    const now = new Date();
    for (const key of [...keys, previewKey(keys[0]!, 256)]) bucket.objects.set(`files/${key}`, { bytes: Buffer.alloc(1), type: "x", modifiedAt: now });
    bucket.objects.set("files/not/ours", { bytes: Buffer.alloc(1), type: "x", modifiedAt: now });
    const listed = [];
    for await (const file of storage.list()) listed.push(file);
    expect(listed.map(({ key }) => key).sort()).toEqual([...keys, previewKey(keys[0]!, 256)].sort());
    expect(listed[0]!.modifiedAt).toEqual(now);
    const old = new Date(Date.now() - 3 * 3600_000);
    bucket.uploads.set("old", { key: `files/${keys[0]}`, parts: new Map(), initiatedAt: old });
    bucket.uploads.set("new", { key: `files/${keys[1]}`, parts: new Map(), initiatedAt: now });
    bucket.uploads.set("foreign", { key: "files/not/ours", parts: new Map(), initiatedAt: old });
    await office.past("insert into app_private.removed_files (storage_key, organization_id) select k, $2 from unnest($1::text[]) k",
      [keys, office.ours.organizationId]);
    expect(await office.work("remove_files")).toEqual([]);
    expect([...bucket.objects.keys()]).toEqual(["files/not/ours"]);
    expect([...bucket.uploads.keys()]).toEqual(["new", "foreign"]);
  });
});
