import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { countRecords, csv, Importer, makeTenant, select } from "./support.ts";

let database: TestDatabase;
let importer: Importer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-import-"));
  database = await createTestDatabase();
  importer = new Importer(database);
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
  rmSync(folder, { recursive: true });
});

const contacts = (count: number) => [
  "LastName,Email,Phone",
  ...Array.from({ length: count }, (_, i) => `Person ${i},${i % 3 ? `p${i}@x.test` : ""},${i}`),
];

test("an import whose process is killed is completed by the next, without doubles", async () => {
  const tenant = await makeTenant(database, "Killed");
  const path = join(folder, "Contact.csv");
  writeFileSync(path, contacts(1000).join("\n"));
  const script = join(import.meta.dirname, "importProcess.ts");
  const { organizationId, userId } = tenant;
  const child = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      script,
      database.authenticatorUrl,
      organizationId,
      userId,
      path,
    ],
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_OPTIONS: "" } },
  );
  let told = "";
  child.stdout.on("data", (chunk: Buffer) => {
    told += String(chunk);
    if (told.split("\n").length > 3) child.kill("SIGKILL");
  });
  const [, signal] = (await once(child, "exit")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  const { contacts: kept = 0 } = await countRecords(database, organizationId);
  expect(kept).toBeGreaterThanOrEqual(200);
  expect(kept).toBeLessThan(1000);
  expect(kept % 100).toBe(0);
  const { Contact: result } = await importer.run(tenant, [csv("Contact.csv", ...contacts(1000))]);
  expect(result).toMatchObject({ rows: 1000, failed: 0 });
  expect(result?.created).toBe(1000 - kept);
  expect(result?.unchanged).toBe(kept);
  expect(await countRecords(database, organizationId)).toMatchObject({ contacts: 1000 });
});

test("an import that loses its connection says so, and goes on when run again", async () => {
  const tenant = await makeTenant(database, "Lost");
  const file = csv("Contact.csv", ...contacts(300));
  let batches = 0;
  const cut = importer.run(tenant, [file], {
    batchSize: 100,
    onBatch: async (client) => {
      batches += 1;
      if (batches < 2) return;
      const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
      await select(database, "select pg_terminate_backend($1)", [rows[0]?.pid]);
    },
  });
  await expect(cut).rejects.toThrow();
  expect(await countRecords(database, tenant.organizationId)).toMatchObject({ contacts: 100 });
  const { Contact: result } = await importer.run(tenant, [file]);
  expect(result).toMatchObject({ created: 200, unchanged: 100, failed: 0 });
});

test("two imports of the same file at once make each record once", async () => {
  const tenant = await makeTenant(database, "Twice");
  const file = csv("Contact.csv", ...contacts(400));
  const both = await Promise.all([1, 2].map(() => importer.run(tenant, [file], { batchSize: 50 })));
  const created = both.map(({ Contact: result }) => result?.created ?? 0);
  expect(created.reduce((sum, count) => sum + count, 0)).toBe(400);
  expect(both.map(({ Contact: result }) => result?.failed)).toEqual([0, 0]);
  expect(await countRecords(database, tenant.organizationId)).toMatchObject({ contacts: 400 });
});
