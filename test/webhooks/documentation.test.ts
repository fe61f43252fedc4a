import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_DIRECTORY } from "../../src/config.ts";
import { openOffice } from "../notifications/office.ts";
import type { Office } from "../notifications/office.ts";
import { eventually, startProgram } from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";
import { openPump, startReceiver } from "./receivers.ts";
import type { Received, TestPump } from "./receivers.ts";

const text = fs.readFileSync(path.join(PROJECT_DIRECTORY, "docs/webhooks.md"), "utf8");

/** The one example of a language that the page has. */
function example(language: string): string {
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))];
  expect(found).toHaveLength(1);
  return found[0]![1]!;
}

let office: Office;
let pump: TestPump;
let folder: string;
let endpointId: string;
let secret: string;
let receiver: TestProcess | undefined;
let port: number;

beforeAll(async () => {
  office = await openOffice();
  pump = openPump(office.database);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "rowhouse-webhooks-"));
  port = await freePort();
  const made = await office.run("select id, secret from app_hidden.create_webhook_endpoint('Example', $1, null, null, true)",
    [`http://127.0.0.1:${port}/hooks`]);
  ({ id: endpointId, secret } = made as { id: string; secret: string });
});

afterAll(async () => {
  await stop();
  fs.rmSync(folder, { recursive: true, force: true });
  await pump?.end();
  await office?.close();
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port: free } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return free;
}

/** Starts the page's receiver with a secret. */
async function start(with_: string): Promise<void> {
  await stop();
  const file = path.join(folder, "receiver.mjs");
  fs.writeFileSync(file, example("js"));
  receiver = startProgram(file, { WEBHOOK_SECRET: with_, PORT: String(port) });
  await eventually(() => fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false));
}

async function stop(): Promise<void> {
  receiver?.child.kill("SIGKILL");
  await receiver?.exitCode;
}

/** Sends a test and answers the status that it got. */
async function deliver(): Promise<number> {
  const { id } = await office.run("select id from app_public.send_test_webhook($1)", [endpointId]);
  await pump.run();
  const [delivery] = await office.past("select response_status from app_public.webhook_deliveries where id = $1", [id]);
  return delivery?.["response_status"] as number;
}

describe("the receiver of docs/webhooks.md", () => {
  it("takes what Rowhouse sends, and while a secret is rotated what is signed with either", async () => {
    await start(secret);
    expect(await deliver()).toBe(204);
    expect(receiver?.output()).toMatch(/^[0-9a-f-]{36} webhook\.test$/m);
    const { secret: next } = await office.run("select app_hidden.rotate_webhook_secret($1) as secret", [endpointId]);
    expect(await deliver()).toBe(204);
    await start(next as string);
    expect(await deliver()).toBe(204);
    await start(secret);
    await office.past("update app_private.webhook_secrets set expires_at = now() - interval '1 second' where expires_at is not null");
    expect(await deliver()).toBe(401);
    secret = next as string;
  });

  it("refuses what was changed, is old, or has no signature", async () => {
    await start(secret);
    const { headers, body } = await capture();
    const post = async (changed: Record<string, string>, text = body) =>
      (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers: { ...signed(headers), ...changed }, body: text })).status;
    expect(await post({})).toBe(204);
    expect(await post({}, body.replace("test", "tset"))).toBe(401);
    expect(await post({ "webhook-id": "other" })).toBe(401);
    expect(await post({ "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 1) })).toBe(401);
    expect(await post({ "webhook-timestamp": "" })).toBe(401);
    expect(await post({ "webhook-signature": "v1," })).toBe(401);
    expect(await post({ "webhook-signature": `v1,AAAA ${String(headers["webhook-signature"])}` })).toBe(204);
    const late = String(Math.floor(Date.now() / 1000) - 301);
    expect(await post({ "webhook-timestamp": late })).toBe(401);
  });
});

// The page's second example needs an interpreter that machines for Node may not have.
const hasPython = spawnSync("python3", ["--version"]).status === 0;

(hasPython ? describe : describe.skip)("the function in Python", () => {
  it("takes a delivery, and none that was changed", async () => {
    const { headers, body } = await capture();
    const file = path.join(folder, "verify.py");
    fs.writeFileSync(file, `${example("python")}
import json, sys
given = json.load(sys.stdin)
print([is_genuine(given["secret"], given["headers"], text.encode()) for text in given["bodies"]])
`);
    const input = JSON.stringify({ secret, headers: signed(headers), bodies: [body, `${body} `] });
    expect(execFileSync("python3", [file], { input, encoding: "utf8" }).trim()).toBe("[True, False]");
  });
});

const signed = (headers: Received["headers"]) =>
  Object.fromEntries(["id", "timestamp", "signature"].map((name) => [`webhook-${name}`, String(headers[`webhook-${name}`])]));

/** A delivery as it comes in. */
async function capture(): Promise<Received> {
  const catcher = await startReceiver();
  const url = "update app_public.webhook_endpoints set url = $2 where id = $1";
  await office.run(url, [endpointId, catcher.url]);
  await deliver();
  await office.run(url, [endpointId, `http://127.0.0.1:${port}/hooks`]);
  await catcher.close();
  return catcher.received[0]!;
}
