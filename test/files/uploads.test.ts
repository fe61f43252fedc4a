import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import * as net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { commitAs, insertAs, makeRole } from "../support/tenants.ts";
import { asSuperuser } from "../support/database.ts";
import { Office, refusal, sha256, useFolder } from "./office.ts";
import type { Started } from "./office.ts";

const folder = useFolder();
const TEXT = Buffer.from("Dear customer,\n");
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const PROGRAM = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(5000)]);

let office: Office;
let before: string[];

beforeAll(async () => {
  office = await Office.open(folder);
}, 120_000);

afterAll(() => office?.end());

beforeEach(async () => {
  before = await office.files();
});

/** Nothing has come to be: no attachment, no bytes. */
async function expectNothing({ attachmentId }: Started): Promise<void> {
  expect(await office.past("select from app_public.attachments where id = $1", [attachmentId])).toEqual([]);
  expect(await office.files()).toEqual(before);
}

/** Speaks HTTP by hand, to say what no client would; answers the status, or nothing when it was cut off. */
async function speak({ url }: Started, headers: string[], body: Uint8Array, ends = false): Promise<string | undefined> {
  const { hostname, port } = new URL(office.api.url);
  const socket = net.connect(Number(port), hostname);
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => (answer += text)).on("error", () => undefined);
  socket.write(`PUT ${url} HTTP/1.1\r\nHost: x\r\n${headers.join("\r\n")}\r\n\r\n`);
  socket.write(body);
  if (ends) {
    await sleep(50);
    socket.destroy();
  }
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  while (!socket.closed && !answer.includes("\r\n\r\n")) await Promise.race([closed, sleep(10)]);
  socket.destroy();
  return /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1];
}

async function settled(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200 && !(await check()); tries += 1) await sleep(20);
}

describe("an upload", () => {
  it("becomes an attachment with what was announced and what came", async () => {
    const started = await office.start(PNG, { mimeType: "image/png", fileName: "Größe 日本.png", checksum: sha256(PNG) });
    expect(started).toMatchObject({ method: "PUT", headers: { "Content-Type": "image/png" } });
    expect(await office.attachment(started.attachmentId, "id")).toBeNull();
    const response = await office.put(started, PNG);
    expect([response.status, await response.json()]).toEqual([201, { attachmentId: started.attachmentId }]);
    expect(await office.attachment(started.attachmentId, "fileName byteSize mimeType checksum leadId scanStatus previewStatus createdBy")).toEqual({
      fileName: "Größe 日本.png", byteSize: String(PNG.length), mimeType: "image/png", checksum: sha256(PNG),
      leadId: office.lead, scanStatus: "NONE", previewStatus: "PENDING", createdBy: office.owner.userId,
    });
    const [{ storage_key }] = await office.past("select storage_key from app_public.attachments where id = $1", [started.attachmentId]) as [{ storage_key: string }];
    expect(storage_key).toMatch(new RegExp(`^${office.ours.organizationId}/[0-9a-f-]{36}$`));
    expect(await office.files()).toEqual([...before, storage_key].sort());
  });

  it("may be empty", async () => {
    const id = await office.upload(Buffer.alloc(0));
    expect(await office.attachment(id, "byteSize checksum")).toEqual({ byteSize: "0", checksum: sha256(Buffer.alloc(0)) });
  });

  it("is in the audit log once, as made by its uploader", async () => {
    const id = await office.upload(TEXT);
    expect(await office.past("select action, actor_id from app_public.audit_log where record_id = $1", [id])).toEqual([
      { action: "create", actor_id: office.owner.userId },
    ]);
  });

  it.each([
    ["too short", [`Content-Length: ${TEXT.length - 1}`], TEXT.subarray(1), "400"],
    ["too long", [`Content-Length: ${TEXT.length + 1}`], Buffer.concat([TEXT, TEXT.subarray(0, 1)]), "400"],
    ["of no length", ["Connection: close"], Buffer.alloc(0), "411"],
    ["in chunks", ["Transfer-Encoding: chunked"], Buffer.from("f\r\nDear customer,\n\r\n0\r\n\r\n"), "411"],
    ["of two lengths", ["Transfer-Encoding: chunked", `Content-Length: ${TEXT.length}`], TEXT, "400"],
  ] as const)("that is %s is refused, and can still be sent as it was announced", async (_how, headers, body, status) => {
    const started = await office.start(TEXT);
    expect(await speak(started, [...headers], body)).toBe(status);
    await expectNothing(started);
    expect((await office.put(started, TEXT)).status).toBe(201);
  });

  it("that says its length and sends less or breaks off leaves nothing", async () => {
    const large = Buffer.alloc(500_000, "x");
    const started = await office.start(large);
    await speak(started, [`Content-Length: ${large.length}`], large.subarray(0, 300_000), true);
    await settled(async () => (await office.files()).length === before.length);
    await expectNothing(started);
    // The try is over: whoever could listen in cannot send something else.
    expect(await refusal(await office.put(started, large))).toEqual([409, expect.stringMatching(/^CONFLICT: .*begun before/)]);
  });

  it.each([
    ["a program called a text", PROGRAM, { mimeType: "text/plain" }, /Programs cannot/],
    ["a program called anything", PROGRAM, { mimeType: "application/octet-stream" }, /Programs cannot/],
    ["a text called a picture", TEXT, { mimeType: "image/png" }, /no image\/png/],
    ["a picture called a document", PNG, { mimeType: "application/pdf" }, /no application\/pdf but image\/png/],
    ["an SVG called a picture", Buffer.from("<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"), { mimeType: "image/png" }, /no image\/png/],
    ["bytes of another checksum", TEXT, { checksum: sha256(PNG) }, /another checksum/],
  ] as const)("of %s is refused when it comes", async (_what, bytes, given, message) => {
    const started = await office.start(bytes, given);
    const [status, problem] = await refusal(await office.put(started, bytes));
    expect(status).toBe(400);
    expect(problem).toMatch(message);
    await expectNothing(started);
  });

  it("whose type is another in its headers is refused", async () => {
    const started = await office.start(TEXT);
    const problem = await refusal(await office.put({ ...started, headers: { "Content-Type": "text/html" } }, TEXT));
    expect(problem).toEqual([400, expect.stringContaining("announced as text/plain, not text/html")]);
    await expectNothing(started);
  });

  it("is good for once, also for two at the same time", async () => {
    const started = await office.start(TEXT);
    const answers = await Promise.all([1, 2, 3].map(() => office.put(started, TEXT)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await refusal(await office.put(started, TEXT))).toEqual([409, expect.stringMatching(/^CONFLICT: /)]);
    expect(await office.files()).toHaveLength(before.length + 1);
  });

  it("is over when its time is: the link's own, and the database's", async () => {
    const started = await office.start(TEXT);
    await office.past("update app_private.uploads set expires_at = now() where id = $1", [started.attachmentId]);
    expect(await refusal(await office.put(started, TEXT))).toEqual([404, expect.stringContaining("its time is over")]);
    await expectNothing(started);
  });

  it("needs the right to it when the bytes come, too", async () => {
    const client = await office.member();
    const lead = await insertAs(office.database, { userId: client.userId, organizationId: office.ours.organizationId }, "leads", { company: "x" });
    const start = () => office.start(TEXT, { leadId: lead }, client);
    const [lost, revoked] = [await start(), await start()];
    await commitAs(office.database, office.ours.actor("owner"), "update app_public.leads set owner_id = $2 where id = $1", [lead, office.ours.users.owner]);
    expect(await refusal(await office.put(lost, TEXT))).toEqual([400, expect.stringMatching(/^BAD_INPUT: The record refers/)]);
    await expectNothing(lost);
    await office.past("update app_public.memberships set is_active = false where user_id = $1", [client.userId]);
    expect(await refusal(await office.put(revoked, TEXT))).toEqual([403, expect.stringMatching(/^FORBIDDEN: You are not an active member/)]);
    await expectNothing(revoked);
  });

  it("ends with the record that it is for", async () => {
    const contact = await insertAs(office.database, office.ours.actor("owner"), "contacts", { last_name: "Gone" });
    const started = await office.start(TEXT, { contactId: contact });
    await commitAs(office.database, office.ours.actor("owner"), "select app_public.erase_data_subject('contact', $1, 'asked')", [contact]);
    expect((await refusal(await office.put(started, TEXT)))[0]).toBe(404);
    await expectNothing(started);
  });
});

it("those who have no link keep nobody from uploading", async () => {
  const { hostname, port } = new URL(office.api.url);
  const sockets = Array.from({ length: 40 }, () => net.connect(Number(port), hostname));
  try {
    for (const socket of sockets) {
      socket.on("error", () => undefined);
      socket.write("PUT /files/upload/00000000-0000-4000-8000-000000000000?signature=x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");
    }
    const started = await office.start(TEXT);
    expect((await office.put(started, TEXT)).status).toBe(201);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});

describe("starting an upload", () => {
  it.each([
    "../../etc/passwd", "..\\..\\boot.ini", "C:\\x", "/etc/passwd", "a\nb", "a\u007fb", ".", "..", "...", " ", "",
    "NUL", "con.txt", "evil.txt.", "evil.txt ", " evil.txt", "in\u202Excod.pdf", "a\u2066b", `${"x".repeat(256)}`,
  ])("is refused of the name %j", async (fileName) => {
    expect(await office.refusedStart(TEXT, { fileName })).toMatch(/^BAD_INPUT: A file name has/);
  });

  it("is refused of a name with a zero byte", async () => {
    expect(await office.refusedStart(TEXT, { fileName: "a\0.txt" })).toMatch(/^BAD_INPUT: /);
  });

  it.each([
    [{ fileName: "setup.EXE" }], [{ fileName: "invoice.pdf.js" }], [{ fileName: "page.html" }], [{ fileName: "logo.svg" }],
    [{ mimeType: "text/html" }], [{ mimeType: "image/svg+xml" }], [{ mimeType: "APPLICATION/X-MSDOWNLOAD" }],
  ])("is refused of what runs or is a page: %j", async (given) => {
    expect(await office.refusedStart(TEXT, given)).toBe("BAD_INPUT: Programs, scripts and pages (HTML, SVG) cannot be attached.");
  });

  it("is refused of what is no size or type or checksum", async () => {
    expect(await office.refusedStart(TEXT, { byteSize: -1 })).toMatch(/^BAD_INPUT/);
    expect(await office.refusedStart(TEXT, { mimeType: "text" })).toMatch(/^BAD_INPUT/);
    expect(await office.refusedStart(TEXT, { mimeType: "text/plain\r\nX: y" })).toMatch(/^BAD_INPUT/);
    // No header can say it, so nobody could download it.
    expect(await office.refusedStart(TEXT, { mimeType: "text/日本" })).toMatch(/^BAD_INPUT/);
    expect(await office.refusedStart(TEXT, { checksum: "abc" })).toMatch(/^BAD_INPUT/);
  });

  it("is refused above the limit of a file, and above what the organization has", async () => {
    expect(await office.refusedStart(TEXT, { byteSize: 2 ** 20 + 1 })).toMatch(/^LIMIT_EXCEEDED: A file may have 1024 kB/);
    const other = await office.member("owner", office.theirs);
    const lead = await insertAs(office.database, office.theirs.actor("owner"), "leads", { company: "x" });
    const start = () => other.try(
      `mutation { startUpload(input: {fileName: "a", byteSize: "1000000", mimeType: "text/plain", leadId: "${lead}"}) { url } }`);
    // What is announced counts, also of those who ask at the same time.
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(start));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? "ok").sort();
    expect(codes).toEqual(["LIMIT_EXCEEDED", "LIMIT_EXCEEDED", "ok", "ok", "ok", "ok"]);
    await office.past("delete from app_private.uploads where organization_id = $1", [office.theirs.organizationId]);
    await office.past(`insert into app_private.uploads (organization_id, user_id, file_name, byte_size, mime_type, record, storage_key, expires_at)
      select $1, $2, 'x', 0, 'text/plain', '{}', gen_random_uuid(), now() from generate_series(1, 1000)`, [office.theirs.organizationId, other.userId]);
    expect((await start()).errors?.[0]?.extensions.code).toBe("RATE_LIMITED");
  });

  it("finds the room again that one which failed was to take", async () => {
    const other = await office.member("owner", office.theirs);
    const leadId = await insertAs(office.database, office.theirs.actor("owner"), "leads", { company: "x" });
    await office.past("delete from app_private.uploads where organization_id = $1", [office.theirs.organizationId]);
    const large = Buffer.alloc(2 ** 20, "x");
    const start = (given = {}) => office.start(large, { leadId, ...given }, other);
    const started = [await start({ checksum: sha256(TEXT) }), await start(), await start(), await start()];
    await expect(start()).rejects.toThrow("LIMIT_EXCEEDED");
    expect((await office.put(started[0]!, large)).status).toBe(400);
    await speak(started[1]!, [`Content-Length: ${large.length}`], large.subarray(0, 300_000), true);
    await office.past("update app_public.leads set deleted_at = now() where id = $1", [leadId]);
    expect((await office.put(started[2]!, large)).status).toBe(400);
    await office.past("update app_public.leads set deleted_at = null where id = $1", [leadId]);
    const waiting = async () => Number((await office.past(
      "select count(*) from app_private.uploads where organization_id = $1 and finished_at is null", [office.theirs.organizationId]))[0]!["count"]);
    await settled(async () => (await waiting()) === 1);
    expect(await waiting()).toBe(1);
    for (let times = 0; times < 3; times += 1) await start();
    await expect(start()).rejects.toThrow("LIMIT_EXCEEDED");
    expect(await office.files()).toEqual(before);
    // Still good for one try.
    expect(await refusal(await office.put(started[0]!, large))).toEqual([409, expect.stringContaining("begun before")]);
  });

  it("is for exactly one record that the caller sees", async () => {
    const deal = await insertAs(office.database, office.ours.actor("owner"), "deals", { title: "x" });
    const member = await office.member();
    const hidden = await office.refusedStart(TEXT, { dealId: deal }, member);
    expect(hidden).toBe(await office.refusedStart(TEXT, { dealId: "00000000-0000-4000-8000-000000000000" }, member));
    expect(hidden).toMatch(/^BAD_INPUT: The record refers to another that does not exist/);
    expect(await office.refusedStart(TEXT, { dealId: deal, leadId: office.lead })).toMatch(/exactly one record/);
    expect(await office.refusedStart(TEXT, { dealId: null })).toMatch(/exactly one record/);
    expect(await office.refusedStart(TEXT, { dealId: deal }, await office.member("manager", office.theirs))).toMatch(/^BAD_INPUT/);
  });

  it("needs the permission to make attachments, and to edit what it sets", async () => {
    expect(await office.refusedStart(TEXT, {}, await office.member("viewer"))).toMatch(/^FORBIDDEN/);
    const role = await asSuperuser(office.database, (client) => makeRole(client, office.ours.organizationId,
      [["lead", "view", "all"], ["attachment", "view", "all"], ["attachment", "create", "all"]], [["attachment", "file_name", "view"]]));
    expect(await office.refusedStart(TEXT, {}, await office.member(role.slug))).toMatch(/^FORBIDDEN: Your role may not change file name/);
  });

  it("is the only way to an attachment: none without bytes is committed, and what the bytes are does not change", async () => {
    await expect(insertWithoutBytes()).rejects.toThrow("An attachment is made by uploading its file");
    const id = await office.upload(TEXT);
    for (const set of ["byte_size = 5", "mime_type = 'text/csv'", "checksum = repeat('a', 64)", "storage_key = 'x'", "scan_status = 'clean'"]) {
      expect((await commitAs(office.database, office.ours.actor("owner"), `update app_public.attachments set ${set} where id = $1`, [id])).code).toBe("42501");
    }
    const renamed = await office.owner.fail(`mutation { updateAttachment(input: {id: "${id}", patch: {fileName: "x.exe"}}) { attachment { id } } }`);
    expect(renamed).toMatch(/^BAD_INPUT: Programs/);
  });
});

function insertWithoutBytes() {
  return commitAs(office.database, office.ours.actor("owner"),
    "insert into app_public.attachments (file_name, byte_size, lead_id) values ('a', 1, $1)", [office.lead]);
}
