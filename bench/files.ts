/**
 * A large file goes through the API, in and out: what memory its process takes for it, and how fast.
 *
 *     npm run bench:files -- 200
 *
 * The argument is the size in megabytes. It fails when the process grows by more than a fixed amount,
 * however large the file is.
 */
import { createHash, randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import { createAccessTokenKey, signAccessToken } from "../src/auth/tokens.ts";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import { withConnection } from "../src/database/connections.ts";
import { startBenchDatabase } from "./database.ts";
import { say, timed } from "./output.ts";

const MEGABYTE = 2 ** 20;
/** Buffers of sockets and of the file, and what the collector leaves lying about. */
const MOST_GROWTH_MB = 64;
const WARM_UP_MB = 50;
const megabytes = Number(process.argv[2] ?? 200);

async function residentMegabytes(pid: number): Promise<number> {
  const status = await fs.readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
}

/** Runs something and answers how long it took and how far the process grew meanwhile. */
async function watched(pid: number, run: () => Promise<unknown>): Promise<{ ms: number; growth: number }> {
  const before = await residentMegabytes(pid);
  let most = before;
  const timer = setInterval(() => void residentMegabytes(pid).then((now) => (most = Math.max(most, now))), 20);
  try {
    return { ms: await timed(run), growth: most - before };
  } finally {
    clearInterval(timer);
  }
}

/** So many megabytes, the same each time, made as they are read. */
function* content(count: number): Generator<Buffer> {
  const block = Buffer.alloc(MEGABYTE, "Rowhouse ");
  for (let number = 0; number < count; number += 1) {
    block.writeUInt32BE(number);
    yield Buffer.from(block);
  }
}

async function ask<Data>(url: string, token: string, query: string): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
  if (errors?.[0]) throw new Error(errors[0].message);
  return data;
}

async function makeOwner(ownerUrl: string) {
  return withConnection(ownerUrl, async (client) => {
    const { rows } = await client.query<{ user: string; organization: string; session: string; lead: string }>(
      `with made as materialized (select app_private.create_user('bench@example.test', $1, 'Bench') as "user"),
            founded as materialized (select "user", app_private.create_organization('Bench', "user") as organization from made)
         select "user", organization, app_private.begin_session("user", organization, sha256('bench')) as session from founded`,
      [`$2b$12$${"x".repeat(53)}`],
    );
    const [owner] = rows;
    if (!owner) throw new Error("No organization was made.");
    const lead = await client.query<{ id: string }>(
      "insert into app_public.leads (organization_id, company) values ($1, 'Bench') returning id", [owner.organization]);
    return { ...owner, lead: lead.rows[0]?.id ?? "" };
  });
}

async function startServer(authenticatorUrl: string, jwtSecret: string, folder: string) {
  const child = spawn(process.execPath, ["src/main.ts"], {
    cwd: PROJECT_DIRECTORY,
    env: {
      PATH: process.env["PATH"], NODE_ENV: "production", ROWHOUSE_MODE: "api", PORT: "0", LOG_LEVEL: "error",
      AUTHENTICATOR_DATABASE_URL: authenticatorUrl, JWT_SECRET: jwtSecret, STORAGE_URL: `file://${folder}`, FILE_SIZE_LIMIT: "5GB",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new Error("The server did not start.")));
    child.stdout.on("data", (chunk: Buffer) => {
      const found = /ready: (http:\/\/[^/\s]+)/.exec(chunk.toString())?.[1];
      if (found) resolve(found);
    });
  });
  return { child, url, pid: child.pid ?? 0 };
}

const folder = await fs.mkdtemp(path.join(os.tmpdir(), "rowhouse-bench-"));
const database = await startBenchDatabase(say);
try {
  const jwtSecret = randomBytes(32).toString("hex");
  const { user, organization, session, lead } = await makeOwner(database.ownerUrl);
  const token = signAccessToken(createAccessTokenKey(jwtSecret), { userId: user, organizationId: organization, sessionId: session });
  const { child, url, pid } = await startServer(database.authenticatorUrl, jwtSecret, folder);
  try {
    const send = async (count: number): Promise<string> => {
      const bytes = count * MEGABYTE;
      const { startUpload } = await ask<{ startUpload: { url: string; attachmentId: string } }>(url, token,
        `mutation { startUpload(input: {fileName: "bench.bin", byteSize: "${bytes}", mimeType: "application/octet-stream", leadId: "${lead}"}) { url attachmentId } }`);
      const body = Readable.toWeb(Readable.from(content(count)));
      const response = await fetch(url + startUpload.url, {
        method: "PUT", headers: { "content-length": String(bytes) }, body, duplex: "half",
      } as RequestInit);
      if (response.status !== 201) throw new Error(await response.text());
      return startUpload.attachmentId;
    };
    // What the process needs for any file it has after this one.
    await send(WARM_UP_MB);
    let id = "";
    const upload = await watched(pid, async () => (id = await send(megabytes)));
    say(`${megabytes} MB in: ${(megabytes / upload.ms * 1000).toFixed(0)} MB/s, the process grew by ${upload.growth.toFixed(0)} MB`);
    const { attachment } = await ask<{ attachment: { downloadUrl: string; checksum: string } }>(url, token,
      `{ attachment(id: "${id}") { downloadUrl checksum } }`);
    const hash = createHash("sha256");
    const download = await watched(pid, async () => {
      const response = await fetch(url + attachment.downloadUrl);
      for await (const chunk of response.body ?? []) hash.update(chunk as Uint8Array);
    });
    say(`${megabytes} MB out: ${(megabytes / download.ms * 1000).toFixed(0)} MB/s, the process grew by ${download.growth.toFixed(0)} MB`);
    if (hash.digest("hex") !== attachment.checksum) throw new Error("Something else came out than went in.");
    if (Math.max(upload.growth, download.growth) > MOST_GROWTH_MB) {
      say(`The process grew by more than ${MOST_GROWTH_MB} MB.`);
      process.exitCode = 1;
    }
  } finally {
    child.kill("SIGTERM");
  }
} finally {
  await database.stop();
  await fs.rm(folder, { recursive: true, force: true });
}
