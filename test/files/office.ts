/** What the tests of files work with: an organization, an API with a folder of its own, and uploads. */
import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { Logger, runOnce } from "graphile-worker";
import { openStorage } from "../../src/files/storage.ts";
import type { FileStorage } from "../../src/files/storage.ts";
import type { ApiFiles } from "../../src/http/server.ts";
import { signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeTenant } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";

/** What startUpload answers. */
export type Started = {
  attachmentId: string;
  url: string;
  method: string;
  headers: Record<string, string>;
  expiresAt: string;
};

/** A file to upload; what is left out is made to fit. */
export type Given = { fileName?: string; mimeType?: string; byteSize?: number; checksum?: string } & Record<string, unknown>;

/** An answer outside of GraphQL: status and `code: message`. */
export type Refusal = [status: number, problem: string];

const START = `mutation ($input: StartUploadInput!) {
  startUpload(input: $input) { attachmentId url method headers expiresAt }
}`;

/** The worker's tasks read the environment when they are loaded, which is once a test file. */
export function useFolder(): string {
  const folder = path.join(os.tmpdir(), `rowhouse-test-${randomBytes(8).toString("hex")}`);
  process.env["STORAGE_URL"] = `file://${folder}`;
  return folder;
}

/** The SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

type Parts = Pick<Office, "folder" | "database" | "api" | "ours" | "theirs" | "owner" | "lead">;

/** An organization that has files, and another one. */
export class Office {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly api: TestApi;
  readonly ours: Tenant;
  readonly theirs: Tenant;
  readonly owner: Client;
  /** A lead of the owner's. */
  readonly lead: string;
  readonly #apis: TestApi[];

  private constructor(parts: Parts) {
    this.folder = parts.folder;
    this.database = parts.database;
    this.api = parts.api;
    this.ours = parts.ours;
    this.theirs = parts.theirs;
    this.owner = parts.owner;
    this.lead = parts.lead;
    this.#apis = [parts.api];
  }

  static async open(folder: string, files: Partial<ApiFiles> = {}): Promise<Office> {
    const database = await createTestDatabase();
    const [ours, theirs] = await asSuperuser(database, async (client) =>
      [await makeTenant(client, "Acme"), await makeTenant(client, "Globex")] as const);
    const api = await startTestApi(database, { files: Office.#files(folder, files) });
    const owner = await signInAs(database, api, ours, ours.users.owner);
    const lead = await insertAs(database, ours.actor("owner"), "leads", { company: "Files" });
    return new Office({ folder, database, api, ours, theirs, owner, lead });
  }

  static #files(folder: string, files: Partial<ApiFiles>): ApiFiles {
    const storage = openStorage({ kind: "folder", directory: folder });
    return { storage, sizeLimit: 2 ** 20, quota: 4 * 2 ** 20, isScanned: false, ...files };
  }

  /** Another process on the same database; its links are not the first one's. */
  async startApi(files: Partial<ApiFiles> = {}): Promise<TestApi> {
    const api = await startTestApi(this.database, { files: Office.#files(this.folder, files) });
    this.#apis.push(api);
    return api;
  }

  get storage(): FileStorage {
    return openStorage({ kind: "folder", directory: this.folder });
  }

  async end(): Promise<void> {
    await Promise.all(this.#apis.map((api) => api.stop()));
    await this.database.drop();
    await fs.rm(this.folder, { recursive: true, force: true });
  }

  /** A new member, signed in. */
  async member(role: SystemRole | string = "member", tenant = this.ours): Promise<Client> {
    const userId = await asSuperuser(this.database, (client) => addMember(client, tenant.organizationId, role));
    return signInAs(this.database, this.api, tenant, userId);
  }

  past(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    return asSuperuser(this.database, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
  }

  #input(bytes: Uint8Array, { mimeType = "text/plain", fileName = "file.txt", byteSize = bytes.length, ...more }: Given) {
    const record = Object.keys(more).some((name) => name.endsWith("Id")) ? {} : { leadId: this.lead };
    return { input: { fileName, mimeType, byteSize: String(byteSize), ...record, ...more } };
  }

  async start(bytes: Uint8Array, given: Given = {}, client = this.owner): Promise<Started> {
    return (await client.ask<{ startUpload: Started }>(START, this.#input(bytes, given))).startUpload;
  }

  /** Why an upload may not be started. */
  refusedStart(bytes: Uint8Array, given: Given = {}, client = this.owner): Promise<string> {
    return client.fail(START, this.#input(bytes, given));
  }

  put({ url, headers }: Started, bytes: Uint8Array, more: Record<string, string> = {}, from = this.api): Promise<Response> {
    return fetch(from.url + url, { method: "PUT", headers: { ...headers, ...more }, body: new Uint8Array(bytes) });
  }

  /** Uploads a file; answers the attachment's id. */
  async upload(bytes: Uint8Array, given: Given = {}, client = this.owner): Promise<string> {
    const started = await this.start(bytes, given, client);
    const response = await this.put(started, bytes);
    if (response.status !== 201) throw new Error(await response.text());
    return ((await response.json()) as { attachmentId: string }).attachmentId;
  }

  async attachment(id: string, fields: string, client = this.owner): Promise<Record<string, unknown> | null> {
    const text = `query ($id: UUID!) { attachment(id: $id) { ${fields} } }`;
    return (await client.ask<{ attachment: Record<string, unknown> | null }>(text, { id })).attachment;
  }

  async downloadUrl(id: string, client = this.owner, seconds = 300): Promise<string> {
    const found = await this.attachment(id, `downloadUrl(expiresInSeconds: ${seconds})`, client);
    return this.api.url + (found?.["downloadUrl"] as string);
  }

  /** All files of the folder, those that are coming in too. */
  async files(): Promise<string[]> {
    const entries = await fs.readdir(this.folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => !entry.isDirectory())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath, entry.name))).sort();
  }

  /** Runs the jobs that wait, as the worker does; answers the errors of those that failed. */
  async work(...added: string[]): Promise<string[]> {
    for (const task of added) await this.past("select graphile_worker.add_job($1)", [task]);
    await runOnce({
      connectionString: this.database.authenticatorUrl,
      noHandleSignals: true,
      preset: {
        worker: {
          taskDirectory: path.join(import.meta.dirname, "../../worker/tasks"),
          fileExtensions: [".ts"],
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
          logger: new Logger(() => () => undefined),
        },
      },
    });
    const rows = await this.past("select last_error from graphile_worker.jobs where last_error is not null");
    return rows.map((row) => row["last_error"] as string);
  }
}

/** What an answer refuses with, in the house's shape. */
export async function refusal(response: Response): Promise<Refusal> {
  const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string; requestId?: string } }[] };
  const [error] = errors;
  if (!error?.extensions.requestId) throw new Error("An error without request id");
  return [response.status, `${error.extensions.code}: ${error.message}`];
}
