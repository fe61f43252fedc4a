import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { Logger, runOnce } from "graphile-worker";
import iconv from "iconv-lite";
import { join } from "node:path";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, countRecords, csv, Importer, makeTenant, select } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let api: TestApi;
let importer: Importer;
let tenant: Tenant;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
  tenant = await makeTenant(database, "Jobs");
  api = await startTestApi(database);
  token = await tokenOf(tenant.userId);
});
afterAll(async () => {
  await api?.stop();
  await importer?.end();
  await database?.drop();
});

async function tokenOf(userId: string): Promise<string> {
  const [session] = await select<{ id: string }>(
    database,
    `insert into app_private.sessions (user_id, organization_id) values ($1, $2) returning id`,
    [userId, tenant.organizationId],
  );
  const { organizationId } = tenant;
  return api.token({ userId, organizationId, sessionId: session?.id ?? "" });
}

type ImportFields = { id: string; status: string; createdCount: number; error: string | null };
type Started = { startImport: { import: ImportFields } | null };

const start = (input: Record<string, unknown>, as = token) =>
  api.graphql<Started>(
    `mutation ($input: StartImportInput!) {
       startImport(input: $input) { import { id status createdCount error } }
     }`,
    { input },
    { token: as },
  );

const read = (id: string | undefined) =>
  api.graphql(
    `query ($id: UUID!) {
       import(id: $id) {
         status rowCount processedCount createdCount updatedCount unchangedCount failedCount
         warnings badRows error finishedAt
       }
     }`,
    { id },
    { token },
  );

/** Runs the jobs that wait, as the worker does. */
async function work(): Promise<void> {
  const waiting = () =>
    select(
      database,
      "select from graphile_worker._private_jobs where run_at <= now() and attempts < max_attempts",
    );
  // A run may end before the last job of a queue has made way for the next.
  do await runJobs();
  while ((await waiting()).length > 0);
}

async function runJobs(): Promise<void> {
  await runOnce({
    pgPool: importer.pool,
    noHandleSignals: true,
    preset: {
      worker: {
        taskDirectory: join(import.meta.dirname, "../../worker/tasks"),
        fileExtensions: [".ts"],
        // Otherwise it would not wait until the end of a job is written.
        completeJobBatchDelay: 0,
        failJobBatchDelay: 0,
        logger: new Logger(() => () => undefined),
      },
    },
  });
}

const accounts = (count: number, prefix: string) =>
  ["Id,Name", ...Array.from({ length: count }, (_, i) => `${prefix}${i},${prefix} ${i}`)].join(
    "\n",
  );

test("startImport answers an import that waits; the job brings the rows in", async () => {
  const { data, errors } = await start({
    objectType: "ACCOUNT",
    fileName: "Account.csv",
    content: `${accounts(3, "a")}\nbad,${"x".repeat(300)}\n`,
  });
  expect(errors).toBeUndefined();
  expect(data.startImport?.import).toMatchObject({ status: "QUEUED", createdCount: 0 });
  await work();
  const answer = await read(data.startImport?.import.id);
  expect(answer.data.import).toMatchObject({
    status: "SUCCEEDED",
    rowCount: 4,
    processedCount: 4,
    createdCount: 3,
    failedCount: 1,
    error: null,
  });
  expect(answer.data.import.badRows).toMatchObject([{ line: 5, column: "name" }]);
  expect(await select(database, "select 1 from app_private.import_files")).toEqual([]);
});

test("a dry run keeps nothing but what it found", async () => {
  const before = await countRecords(database, tenant.organizationId);
  const { data } = await start({
    objectType: "ACCOUNT",
    fileName: "Account.csv",
    content: accounts(5, "dry"),
    dryRun: true,
  });
  await work();
  const answer = await read(data.startImport?.import.id);
  expect(answer.data.import).toMatchObject({ status: "SUCCEEDED", createdCount: 5 });
  expect(await countRecords(database, tenant.organizationId)).toEqual(before);
});

test("a file in Latin-1 comes in base64, its columns as the mapping says", async () => {
  const content = iconv.encode("Firma;Ort\nCafé Noël;Zürich\n", "latin1").toString("base64");
  const { data } = await start({
    objectType: "ACCOUNT",
    fileName: "firmen.csv",
    content,
    contentEncoding: "BASE64",
    mapping: { Firma: "name", Ort: "billing_city" },
  });
  await work();
  const answer = await read(data.startImport?.import.id);
  expect(answer.data.import).toMatchObject({ status: "SUCCEEDED", createdCount: 1 });
  expect(answer.data.import.warnings[0]).toMatch(/Latin-1/);
  const rows = await select(
    database,
    "select billing_city from app_public.accounts where name = 'Café Noël'",
  );
  expect(rows).toEqual([{ billing_city: "Zürich" }]);
});

test("a file that cannot be read makes a failed import that says why", async () => {
  const { data } = await start({
    objectType: "CONTACT",
    fileName: "Contact.csv",
    content: 'LastName,Email\n"A,',
  });
  await work();
  const answer = await read(data.startImport?.import.id);
  expect(answer.data.import).toMatchObject({ status: "FAILED", createdCount: 0 });
  expect(answer.data.import.error).toMatch(/ends within a quoted cell/);
});

test("a job that was cut off goes on after the rows that it kept", async () => {
  const content = accounts(1200, "cut");
  const { data } = await start({ objectType: "ACCOUNT", fileName: "Account.csv", content });
  const id = data.startImport?.import.id;
  // As a worker leaves it that dies after its first batch.
  await importer.run(tenant, [csv("Account.csv", ...content.split("\n").slice(0, 501))]);
  await select(
    database,
    `update app_public.imports set status = 'running', processed_count = 500, created_count = 500
       where id = $1`,
    [id],
  );
  await work();
  const answer = await read(id);
  expect(answer.data.import).toMatchObject({
    status: "SUCCEEDED",
    processedCount: 1200,
    createdCount: 1200,
    unchangedCount: 0,
  });
  const [{ count } = { count: 0 }] = await select<{ count: number }>(
    database,
    "select count(*)::int as count from app_public.accounts where name like 'cut %'",
  );
  expect(count).toBe(1200);
});

const cancel = (id: string | undefined, as = token) =>
  api.graphql<{ cancelImport: { import: ImportFields } | null }>(
    "mutation ($id: UUID!) { cancelImport(input: {id: $id}) { import { id status } } }",
    { id },
    { token: as },
  );

test("an import that was cancelled is not done, and cannot be cancelled twice", async () => {
  const { data } = await start({
    objectType: "ACCOUNT",
    fileName: "Account.csv",
    content: accounts(3, "never"),
  });
  const id = data.startImport?.import.id;
  expect((await cancel(id)).data.cancelImport?.import.status).toBe("CANCELLED");
  expect((await cancel(id)).errors?.[0]?.extensions.code).toBe("NOT_FOUND");
  await work();
  expect((await read(id)).data.import).toMatchObject({ status: "CANCELLED", createdCount: 0 });
  expect(await select(database, "select 1 from app_private.import_files")).toEqual([]);
});

test("nobody but its starter and who may edit the organization cancels an import", async () => {
  const member = await tokenOf(await addMember(database, tenant, "member@jobs.test", "member"));
  const input = { objectType: "ACCOUNT", fileName: "a.csv", content: "Id,Name\nz1,z" };
  const { data } = await start(input);
  const answer = await cancel(data.startImport?.import.id, member);
  expect(answer.errors?.[0]?.extensions.code).toBe("NOT_FOUND");
  const theirs = await start(input, member);
  expect((await cancel(theirs.data.startImport?.import.id)).errors).toBeUndefined();
  await work();
});

test("the import of somebody who is no member any more ends and says why", async () => {
  const userId = await addMember(database, tenant, "former@jobs.test", "member");
  const { data } = await start(
    { objectType: "ACCOUNT", fileName: "a.csv", content: "Id,Name\ny1,y" },
    await tokenOf(userId),
  );
  await select(
    database,
    "update app_public.memberships set is_active = false where user_id = $1",
    [userId],
  );
  await work();
  const answer = await read(data.startImport?.import.id);
  expect(answer.data.import).toMatchObject({ status: "FAILED", createdCount: 0 });
  expect(answer.data.import.error).toMatch(/not an active member/);
  expect(await select(database, "select 1 from app_private.import_files")).toEqual([]);
});

test("who may not import is told so, and sees nobody's imports", async () => {
  const viewer = await tokenOf(await addMember(database, tenant, "viewer@jobs.test", "viewer"));
  const input = { objectType: "ACCOUNT", fileName: "a.csv", content: "Name\nx" };
  const { errors } = await start(input, viewer);
  expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  const { data } = await api.graphql("{ imports { totalCount } }", {}, { token: viewer });
  expect(data.imports.totalCount).toBe(0);
});

test("bad input is told by its field", async () => {
  const input = {
    objectType: "ACCOUNT",
    fileName: "a.csv",
    content: "?",
    contentEncoding: "BASE64",
  };
  const { errors } = await start(input);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_INPUT" });
  const wrong = await start({ ...input, content: "TmFtZQ==", mapping: { Name: 1 } });
  expect(wrong.errors?.[0]?.extensions.fields).toHaveProperty("mapping");
});
