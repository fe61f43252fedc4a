import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { makePreviews, UnreadablePictureError } from "../../src/files/previews.ts";
import { isInfected } from "../../src/files/scanning.ts";
import { findMissingFiles, findUnknownFiles } from "../../src/files/removal.ts";
import { withConnection } from "../../src/database/connections.ts";
import { commitAs, insertAs } from "../support/tenants.ts";
import { Readable } from "node:stream";
import { Office, refusal, useFolder } from "./office.ts";

const folder = useFolder();
const TEXT = Buffer.from("A text");
const LONG_AGO = new Date(Date.now() - 3 * 86_400_000);
// Infected is what says so.
process.env["FILE_SCAN_COMMAND"] = "! grep -q EICAR";

let office: Office;
let photo: Buffer;

beforeAll(async () => {
  office = await Office.open(folder);
  photo = await sharp({ create: { width: 1600, height: 800, channels: 3, background: "#336699" } })
    .withExif({ IFD0: { Copyright: "Ottilie Quandt" } }).jpeg().toBuffer();
}, 120_000);

afterAll(() => office?.end());

/** A PNG of few bytes that claims to have many pixels. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", header), chunk("IDAT", Buffer.alloc(20)), chunk("IEND", Buffer.alloc(0))]);
}

async function keyOf(id: string): Promise<string> {
  const [row] = await office.past("select storage_key from app_public.attachments where id = $1", [id]);
  return row!["storage_key"] as string;
}

async function purge(id: string): Promise<void> {
  for (const _ of ["into the bin", "out of it"]) await office.past("delete from app_public.attachments where id = $1", [id]);
}

describe("previews", () => {
  it("are made of pictures, small, in WebP, and say nothing of where the picture is from", async () => {
    const id = await office.upload(photo, { fileName: "photo.jpg", mimeType: "image/jpeg" });
    expect(await office.attachment(id, "previewUrl previewStatus")).toEqual({ previewUrl: null, previewStatus: "PENDING" });
    expect(await office.work()).toEqual([]);
    const found = await office.attachment(id, "previewStatus updatedAt createdAt small: previewUrl large: previewUrl(size: PIXELS_1024)");
    expect(found).toMatchObject({ previewStatus: "READY", updatedAt: found!["createdAt"] });
    for (const [field, width] of [["small", 256], ["large", 1024]] as const) {
      const response = await fetch(office.api.url + (found![field] as string));
      expect(response.headers.get("content-type")).toBe("image/webp");
      expect(response.headers.get("content-disposition")).toBe("inline");
      expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      const preview = Buffer.from(await response.arrayBuffer());
      expect(await sharp(preview).metadata()).toMatchObject({ format: "webp", width, height: width / 2 });
      expect(preview.includes("Quandt")).toBe(false);
    }
  });

  it.each([
    ["a picture that claims 50,000 × 50,000 pixels", bomb(50_000, 50_000)],
    ["a picture that is broken", bomb(50, 50)],
  ])("are not made of %s, which is said once and for all", async (_what, picture) => {
    const before = await office.files();
    const id = await office.upload(picture, { fileName: "a.png", mimeType: "image/png" });
    expect(await office.work()).toEqual([]);
    expect(await office.attachment(id, "previewStatus previewUrl")).toEqual({ previewStatus: "FAILED", previewUrl: null });
    expect(await office.past("select from graphile_worker.jobs")).toEqual([]);
    expect(await office.files()).toEqual([...before, await keyOf(id)].sort());
  });

  it("are not made of what their decoder is not for, though it were called a picture", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');
    await expect(makePreviews(Readable.from([svg]))).rejects.toThrow(UnreadablePictureError);
  });

  it("fail with the storage, not with the picture, when its bytes cannot be read", async () => {
    const broken = new Readable({ read() { this.destroy(new Error("no disk")); } });
    await expect(makePreviews(broken)).rejects.toThrow("no disk");
  });
});

describe("a scanner", () => {
  it("says clean, infected, or that it cannot tell", async () => {
    const scan = (command: string, bytes: Buffer = TEXT) => isInfected(command, Readable.from([bytes]));
    expect(await scan("cat > /dev/null")).toBe(false);
    expect(await scan("exit 0", Buffer.alloc(2 ** 20))).toBe(false);
    expect(await scan("exit 1")).toBe(true);
    await expect(scan("echo no database >&2; exit 2")).rejects.toThrow("ended with 2: no database");
    await expect(scan('test -z "$JWT_SECRET$DATABASE_URL$STORAGE_URL" || exit 9')).resolves.toBe(false);
  });

  it("looks at a file before anybody may have it", async () => {
    const api = await office.startApi({ isScanned: true });
    const { organizationId, users } = office.ours;
    const [{ id: sessionId }] = await office.past("select id from app_private.sessions limit 1") as [{ id: string }];
    const token = api.token({ userId: users.owner, organizationId, sessionId });
    const upload = async (bytes: Buffer, fileName: string, mimeType: string) => {
      const { data } = await api.graphql(
        "mutation ($input: StartUploadInput!) { startUpload(input: $input) { attachmentId url headers method expiresAt } }",
        { input: { fileName, mimeType, byteSize: String(bytes.length), leadId: office.lead } }, { token });
      expect((await office.put(data.startUpload, bytes, {}, api)).status).toBe(201);
      return data.startUpload.attachmentId as string;
    };
    const link = async (id: string) => {
      // As from before the scan was known of.
      await office.past("update app_public.attachments set scan_status = 'none' where id = $1", [id]);
      const url = await office.downloadUrl(id);
      await office.past("update app_public.attachments set scan_status = 'pending' where id = $1", [id]);
      return url;
    };
    const clean = await upload(TEXT, "clean.txt", "text/plain");
    const infected = await upload(Buffer.concat([photo, Buffer.from("EICAR")]), "a.jpg", "image/jpeg");
    expect(await office.attachment(clean, "scanStatus downloadUrl")).toEqual({ scanStatus: "PENDING", downloadUrl: null });
    const links = [await link(clean), await link(infected)];
    for (const url of links) expect((await refusal(await fetch(url)))[0]).toBe(409);
    expect(await office.work()).toEqual([]);
    expect(await office.attachment(clean, "scanStatus")).toEqual({ scanStatus: "CLEAN" });
    expect(await (await fetch(links[0]!)).text()).toBe("A text");
    expect(await office.attachment(infected, "scanStatus previewStatus downloadUrl")).toEqual({ scanStatus: "INFECTED", previewStatus: "NONE", downloadUrl: null });
    expect(await refusal(await fetch(links[1]!))).toEqual([403, expect.stringContaining("found something")]);
    expect((await office.files()).filter((name) => name.includes("/"))).not.toContain(await keyOf(infected));
    const { notifications } = await office.owner.ask("{ notifications { nodes { kind text } } }");
    expect(notifications.nodes).toEqual([
      { kind: "FILE_INFECTED", text: "A file that you uploaded was infected; its content has been removed." },
    ]);
  });
});

describe("the removal of files", () => {
  it("keeps the bytes of what is in the recycle bin, and removes them with previews when it is purged", async () => {
    const id = await office.upload(photo, { fileName: "photo.jpg", mimeType: "image/jpeg" });
    await office.work();
    const key = await keyOf(id);
    const own = async () => (await office.files()).filter((name) => name.startsWith(key));
    await commitAs(office.database, office.ours.actor("owner"), "select app_public.delete_attachment($1)", [id]);
    await office.work("remove_files");
    expect(await own()).toEqual([key, `${key}.1024.webp`, `${key}.256.webp`]);
    await purge(id);
    expect(await own()).toHaveLength(3);
    await office.work("remove_files", "remove_files");
    expect(await own()).toEqual([]);
    expect(await office.past("select from app_private.removed_files")).toEqual([]);
  });

  it("removes the bytes of who is erased", async () => {
    const contact = await insertAs(office.database, office.ours.actor("owner"), "contacts", { last_name: "Gone" });
    const key = await keyOf(await office.upload(TEXT, { contactId: contact }));
    await commitAs(office.database, office.ours.actor("owner"), "select app_public.erase_data_subject('contact', $1, 'asked')", [contact]);
    await office.work();
    await office.work("remove_files");
    expect(await office.files()).not.toContain(key);
  });

  it("goes on after bytes that cannot be removed, and tries those again", async () => {
    const keys = [await keyOf(await office.upload(TEXT)), await keyOf(await office.upload(TEXT))].sort();
    await office.past("delete from app_public.attachments where storage_key = any ($1)", [keys]);
    await office.past("delete from app_public.attachments where storage_key = any ($1)", [keys]);
    // A folder in place of the file is nothing that may be removed.
    const obstacle = path.join(folder, keys[0]!);
    await fs.rm(obstacle);
    await fs.mkdir(obstacle);
    expect(await office.work("remove_files")).toEqual([expect.stringContaining("1 files could not be removed")]);
    expect(await office.past("select storage_key from app_private.removed_files")).toEqual([{ storage_key: keys[0] }]);
    await fs.rmdir(obstacle);
    await office.past("select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), now())");
    expect(await office.work()).toEqual([]);
    expect(await office.past("select from app_private.removed_files")).toEqual([]);
  });

  it("leaves previews of nothing that was purged while they were made", async () => {
    const id = await office.upload(photo, { fileName: "photo.jpg", mimeType: "image/jpeg" });
    const key = await keyOf(id);
    await office.past("update app_public.attachments set preview_status = 'pending' where id = $1", [id]);
    const working = office.work();
    await purge(id);
    await working;
    await office.work("remove_files");
    expect((await office.files()).filter((name) => name.startsWith(key))).toEqual([]);
  });

  it("takes up files whose job was lost", async () => {
    const id = await office.upload(photo, { fileName: "photo.jpg", mimeType: "image/jpeg" });
    await office.past("select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))");
    await office.work("remove_files");
    expect(await office.attachment(id, "previewStatus")).toEqual({ previewStatus: "PENDING" });
    await office.past("update app_public.attachments set created_at = now() - interval '2 days' where id = $1", [id]);
    await office.work("remove_files");
    expect(await office.attachment(id, "previewStatus")).toEqual({ previewStatus: "READY" });
  });

  it("finds bytes that nothing refers to, and attachments without theirs", async () => {
    const kept = await keyOf(await office.upload(TEXT));
    const lost = await keyOf(await office.upload(TEXT));
    await fs.rm(path.join(folder, lost));
    const stray = `${office.ours.organizationId}/00000000-0000-4000-8000-000000000000`;
    const young = `${office.ours.organizationId}/00000000-0000-4000-8000-000000000001`;
    for (const key of [stray, `${stray}.256.webp`, young]) await fs.writeFile(path.join(folder, key), "x");
    for (const key of [stray, `${stray}.256.webp`, kept]) await fs.utimes(path.join(folder, key), LONG_AGO, LONG_AGO);
    await withConnection(office.database.authenticatorUrl, async (client) => {
      expect((await findUnknownFiles(office.storage, client)).sort()).toEqual([stray, `${stray}.256.webp`]);
      expect(await findMissingFiles(office.storage, client)).toEqual([lost]);
    });
  });
});

describe("what uploads leave behind", () => {
  it("is removed when they never came or their server was killed, and only then", async () => {
    const waiting = await office.start(TEXT);
    const killed = await office.start(TEXT);
    const [{ storage_key: key }] = await office.past("update app_private.uploads set claimed_at = now() where id = $1 returning storage_key", [killed.attachmentId]) as [{ storage_key: string }];
    await fs.writeFile(path.join(folder, key), "all of it");
    const half = path.join(folder, "incoming", "half");
    await fs.writeFile(half, "half of it");
    const before = await office.files();
    await office.work("remove_files");
    expect(await office.files()).toEqual(before);
    await fs.utimes(half, LONG_AGO, LONG_AGO);
    await office.past("update app_private.uploads set claimed_at = now() - interval '3 hours' where claimed_at is not null and finished_at is null");
    await office.past("update app_private.uploads set expires_at = now() - interval '2 hours' where id = $1", [waiting.attachmentId]);
    await office.work("remove_files");
    expect(before.filter((name) => name === key || name === "incoming/half")).toHaveLength(2);
    expect(await office.files()).toEqual(before.filter((name) => name !== key && name !== "incoming/half"));
    expect(await office.past("select from app_private.uploads where id = any ($1)", [[waiting.attachmentId, killed.attachmentId]])).toEqual([]);
  });
});
