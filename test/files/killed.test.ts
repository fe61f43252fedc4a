/** The API is killed in the middle of an upload. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { createAccessTokenKey, signAccessToken } from "../../src/auth/tokens.ts";
import { eventually, startProgram } from "../support/process.ts";
import { Office, useFolder } from "./office.ts";

const folder = useFolder();
const jwtSecret = randomBytes(32).toString("hex");
const SIZE = 4 * 2 ** 20;

let office: Office;

beforeAll(async () => {
  office = await Office.open(folder);
}, 120_000);

afterAll(() => office?.end());

it("an upload whose server is killed leaves nothing after the next clean-up, of which the command knows", async () => {
  const [{ id: sessionId }] = await office.past("select id from app_private.sessions limit 1") as [{ id: string }];
  const token = signAccessToken(createAccessTokenKey(jwtSecret), { userId: office.ours.users.owner, organizationId: office.ours.organizationId, sessionId });
  const server = startProgram("src/main.ts", {
    ROWHOUSE_MODE: "api", PORT: "0", LOG_LEVEL: "fatal", NODE_ENV: "production", STORAGE_URL: `file://${folder}`,
    AUTHENTICATOR_DATABASE_URL: office.database.authenticatorUrl, JWT_SECRET: jwtSecret,
  });
  try {
    const [, url = ""] = await server.until(/ready: (http:\/\/\S+)\/graphql/);
    const answer = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({
        query: "mutation ($input: StartUploadInput!) { startUpload(input: $input) { attachmentId url } }",
        variables: { input: { fileName: "a.bin", mimeType: "application/octet-stream", byteSize: String(SIZE), leadId: office.lead } },
      }),
    });
    const { data } = (await answer.json()) as { data: { startUpload: { attachmentId: string; url: string } } };
    const body = new ReadableStream({ start: (controller) => controller.enqueue(Buffer.alloc(SIZE / 2)) });
    const upload = fetch(url + data.startUpload.url, {
      method: "PUT", headers: { "content-length": String(SIZE) }, body, duplex: "half",
    } as RequestInit).then(({ status }) => status, () => "cut off");
    const incoming = path.join(folder, "incoming");
    await eventually(async () => {
      const [name] = await fs.readdir(incoming).catch(() => []);
      return name !== undefined && (await fs.stat(path.join(incoming, name))).size > 0;
    });
    server.child.kill("SIGKILL");
    expect(await upload).toBe("cut off");
    expect(await office.files()).toEqual([expect.stringMatching(/^incoming\//)]);
    const long = new Date(Date.now() - 3 * 3600_000);
    await fs.utimes(path.join(folder, (await office.files())[0]!), long, long);
    await office.past("update app_private.uploads set claimed_at = $1", [long]);
    expect(await office.work("remove_files")).toEqual([]);
    expect(await office.files()).toEqual([]);
    expect(await office.past("select from app_private.uploads")).toEqual([]);
    expect(await office.past("select from app_private.removed_files")).toEqual([]);
    await office.upload(Buffer.from("again"));
    const [kept] = await office.files();
    const stray = `${office.ours.organizationId}/00000000-0000-4000-8000-000000000000`;
    await fs.writeFile(path.join(folder, stray), "x");
    for (const key of [stray, kept!]) await fs.utimes(path.join(folder, key), long, long);
    const settings = { STORAGE_URL: `file://${folder}`, AUTHENTICATOR_DATABASE_URL: office.database.authenticatorUrl, JWT_SECRET: jwtSecret };
    const command = startProgram("src/cli/main.ts", settings, ["files", "--remove"]);
    expect([await command.exitCode, command.output()]).toEqual([0, "0 missing, 0 that nothing refers to\n"]);
    await fs.utimes(path.join(folder, stray), new Date(0), new Date(0));
    const another = startProgram("src/cli/main.ts", settings, ["files", "--remove"]);
    expect([await another.exitCode, another.output()]).toEqual([0, `unknown  ${stray}\n0 missing, 1 that nothing refers to, now removed\n`]);
    expect(await office.files()).toEqual([kept]);
  } finally {
    server.child.kill("SIGKILL");
  }
}, 120_000);
