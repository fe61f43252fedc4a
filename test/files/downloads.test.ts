import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { commitAs, insertAs, makeRole } from "../support/tenants.ts";
import { asSuperuser } from "../support/database.ts";
import { Office, refusal, sha256, useFolder } from "./office.ts";

const folder = useFolder();
const TEXT = Buffer.from("0123456789");

let office: Office;
let id: string;
let url: string;

beforeAll(async () => {
  office = await Office.open(folder);
  id = await office.upload(TEXT, { fileName: 'Größe "1".txt' });
  url = await office.downloadUrl(id);
}, 120_000);

afterAll(() => office?.end());

const get = (address: string, headers: Record<string, string> = {}, method = "GET") => fetch(address, { headers, method });

function changed(address: string, change: (link: URL) => void): string {
  const link = new URL(address);
  change(link);
  return link.href;
}

async function roleThatHides(field: string): Promise<string> {
  return asSuperuser(office.database, async (client) => {
    const role = await makeRole(client, office.ours.organizationId, [["lead", "view", "all"], ["attachment", "view", "all"]],
      [["attachment", field, "hidden"]]);
    return role.slug;
  });
}

describe("a download", () => {
  it("is the bytes, as a file to keep that no browser runs or shares", async () => {
    const response = await get(url);
    expect([response.status, Buffer.from(await response.arrayBuffer())]).toEqual([200, TEXT]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain",
      "content-length": "10",
      "content-disposition": "attachment; filename=\"Gr??e \\\"1\\\".txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.txt",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-cache",
      "accept-ranges": "bytes",
      etag: `"${sha256(TEXT)}"`,
    });
    expect(response.headers.get("set-cookie")).toBeNull();
  });

  it.each([
    ["bytes=2-4", 206, "234", "bytes 2-4/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=0-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=0-1,5-6", 200, "0123456789", null],
    ["lines=1-2", 200, "0123456789", null],
    ["bytes=x", 200, "0123456789", null],
  ])("in part: %s", async (range, status, text, contentRange) => {
    const response = await get(url, { range });
    expect([response.status, await response.text(), response.headers.get("content-range")]).toEqual([status, text, contentRange]);
  });

  it("has no part beyond its end, and none of another version", async () => {
    const beyond = await get(url, { range: "bytes=10-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */10"]);
    const other = await get(url, { range: "bytes=2-4", "if-range": '"other"' });
    expect([other.status, await other.text()]).toEqual([200, "0123456789"]);
    const same = await get(url, { range: "bytes=2-4", "if-range": `"${sha256(TEXT)}"` });
    expect([same.status, await same.text()]).toEqual([206, "234"]);
  });

  it("answers HEAD without the bytes, and who has them with 304", async () => {
    const head = await get(url, {}, "HEAD");
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "10", ""]);
    // Else fetch would not let its cache be asked about.
    const known = await get(url, { "if-none-match": `"${sha256(TEXT)}"`, "cache-control": "max-age=0" });
    expect([known.status, await known.text()]).toEqual([304, ""]);
  });

  it.each<[string, (link: URL) => void]>([
    ["without its signature", (link) => link.searchParams.delete("signature")],
    ["with another signature", (link) => link.searchParams.set("signature", "A".repeat(43))],
    ["that lasts longer", (link) => link.searchParams.set("expires", String(Number(link.searchParams.get("expires")) + 1))],
    ["for another member", (link) => link.searchParams.set("member", office.ours.users.viewer)],
    ["of another organization", (link) => link.searchParams.set("organization", office.theirs.organizationId)],
    ["of no session", (link) => link.searchParams.delete("session")],
    ["of two members", (link) => link.searchParams.append("member", office.ours.users.viewer)],
    ["to the preview", (link) => (link.pathname = link.pathname.replace("download", "preview-256"))],
    ["to anything else", (link) => (link.pathname = link.pathname.replace("download", "toString"))],
    ["to another file", (link) => (link.pathname = link.pathname.replace(id, office.lead))],
    ["to no file", (link) => (link.pathname = link.pathname.replace(id, "..%2f..%2fetc%2fpasswd"))],
  ])("by a link %s is refused", async (_how, change) => {
    expect(await refusal(await get(changed(url, change)))).toEqual([403, "FORBIDDEN: This link is not valid."]);
  });

  it("is refused past its time, by a link of another server, and by one for uploading", async () => {
    const short = await office.downloadUrl(id, office.owner, 1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await refusal(await get(short))).toEqual([410, "NOT_FOUND: This link has expired. Ask for a new one."]);
    const other = await office.startApi();
    expect((await refusal(await get(url.replace(office.api.url, other.url))))[0]).toBe(403);
    const started = await office.start(TEXT);
    expect(await refusal(await get(office.api.url + started.url))).toEqual([403, "FORBIDDEN: This link is not for downloading."]);
    const upload = await fetch(url, { method: "PUT", body: "x" });
    expect(await refusal(upload)).toEqual([403, "FORBIDDEN: This link is not for uploading."]);
    for (const seconds of [0, -5, 86_401]) {
      const problem = await office.owner.fail(`{ attachment(id: "${id}") { downloadUrl(expiresInSeconds: ${seconds}) } }`);
      expect(problem).toMatch(/^BAD_INPUT: A link lasts/);
    }
  });

  it("ends with the membership and with the session of who asked for the link", async () => {
    const manager = await office.member("admin");
    const links = [await office.downloadUrl(id, manager), await office.downloadUrl(id, await office.member("admin"))];
    expect((await get(links[0]!)).status).toBe(200);
    await office.past("update app_public.memberships set is_active = false where user_id = $1", [manager.userId]);
    expect(await refusal(await get(links[0]!))).toEqual([403, "FORBIDDEN: You are not an active member of this organization."]);
    await office.past("update app_private.sessions set revoked_at = now() where id = $1", [new URL(links[1]!).searchParams.get("session")]);
    expect((await refusal(await get(links[1]!)))[0]).toBe(401);
  });

  it("is refused when the attachment is in the recycle bin, and there again when it is restored", async () => {
    const binned = await office.upload(TEXT);
    const link = await office.downloadUrl(binned);
    await commitAs(office.database, office.ours.actor("owner"), "select app_public.delete_attachment($1)", [binned]);
    expect(await refusal(await get(link))).toEqual([404, "NOT_FOUND: There is no such file."]);
    await commitAs(office.database, office.ours.actor("owner"), "select app_public.restore_attachment($1)", [binned]);
    expect((await get(link)).status).toBe(200);
  });

  it("is refused when the attachment, or the record that it is on, has moved out of reach", async () => {
    const member = await office.member();
    const actor = { userId: member.userId, organizationId: office.ours.organizationId };
    const own = await insertAs(office.database, actor, "leads", { company: "own" });
    const file = await office.upload(TEXT, { leadId: own }, member);
    const link = await office.downloadUrl(file, member);
    expect((await get(link)).status).toBe(200);
    const give = (lead: string, owner: string) =>
      commitAs(office.database, office.ours.actor("owner"), "update app_public.leads set owner_id = $2 where id = $1", [lead, owner]);
    await give(own, office.ours.users.owner);
    expect((await refusal(await get(link)))[0]).toBe(404);
    await give(own, member.userId);
    expect((await get(link)).status).toBe(200);
    await commitAs(office.database, office.ours.actor("owner"), "update app_public.attachments set lead_id = $2 where id = $1", [file, office.lead]);
    expect((await refusal(await get(link)))[0]).toBe(404);
  });

  it("gives no more than the role sees of files: neither name nor what the bytes tell", async () => {
    const nameless = await office.downloadUrl(id, await office.member(await roleThatHides("file_name")));
    const response = await get(nameless);
    expect([response.status, response.headers.get("content-disposition")]).toEqual([200, `attachment; filename=file-${id}`]);
    for (const field of ["byte_size", "mime_type", "checksum"]) {
      const blind = await office.downloadUrl(id, await office.member(await roleThatHides(field)));
      expect(await refusal(await get(blind))).toEqual([403, "FORBIDDEN: Your role does not see what is in files."]);
    }
  });

  it("begins with the address that the server knows, when it does", async () => {
    const other = await office.startApi({ publicUrl: "https://crm.example.com" });
    const { data } = await other.graphql(`{ attachment(id: "${id}") { downloadUrl previewUrl } }`, {}, {
      token: other.token({ userId: office.ours.users.owner, organizationId: office.ours.organizationId, sessionId: await session() }),
    });
    expect(data.attachment.downloadUrl).toMatch(/^https:\/\/crm\.example\.com\/files\/download\//);
    expect(data.attachment.previewUrl).toBeNull();
  });

  it("follows no link of the file system, and tells when the bytes are missing", async () => {
    const file = await office.upload(TEXT);
    const link = await office.downloadUrl(file);
    const [{ storage_key }] = await office.past("select storage_key from app_public.attachments where id = $1", [file]) as [{ storage_key: string }];
    const name = path.join(folder, storage_key);
    expect(((await fs.stat(name)).mode & 0o777).toString(8)).toBe("600");
    expect(((await fs.stat(path.dirname(name))).mode & 0o777).toString(8)).toBe("700");
    await fs.rm(name);
    expect((await refusal(await get(link)))[0]).toBe(404);
    await fs.symlink("/etc/hostname", name);
    expect((await refusal(await get(link)))[0]).toBe(404);
    await expect(office.storage.read(storage_key)).rejects.toThrow();
    await expect(office.storage.read("../../etc/passwd")).rejects.toThrow("No key of a file");
    await fs.rm(name);
  });
});

async function session(): Promise<string> {
  return new URL(await office.downloadUrl(id)).searchParams.get("session")!;
}
