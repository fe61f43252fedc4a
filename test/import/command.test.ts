import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importCommand } from "../../src/cli/import.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, countRecords, makeTenant } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let tenant: Tenant;
let folder: string;
const environment = { ...process.env };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rowhouse-command-"));
  database = await createTestDatabase();
  tenant = await makeTenant(database, "Command");
  Object.assign(process.env, {
    DATABASE_URL: database.ownerUrl,
    AUTHENTICATOR_DATABASE_URL: database.authenticatorUrl,
    JWT_SECRET: "x".repeat(32),
  });
});
afterAll(async () => {
  process.env = environment;
  await database?.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  write("Account.csv", "Id,Name,Industry\n1,Edge,Retail\n2,,Retail\n3,=cmd(),Retail\n");
});

const write = (name: string, content: string) => writeFileSync(join(folder, name), content);

/** Runs the command in this process. */
async function run(...args: string[]) {
  const output = { out: "", err: "", code: 0 };
  const out = jest.spyOn(process.stdout, "write");
  const err = jest.spyOn(process.stderr, "write");
  out.mockImplementation((chunk) => ((output.out += String(chunk)), true));
  err.mockImplementation((chunk) => ((output.err += String(chunk)), true));
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    await importCommand().exitOverride().parseAsync(args, { from: "user" });
    output.code = Number(process.exitCode);
  } finally {
    process.exitCode = before;
    out.mockRestore();
    err.mockRestore();
  }
  return output;
}

test("tries a folder and keeps nothing", async () => {
  const { out, err, code } = await run(folder, "--organization", tenant.slug, "--dry-run");
  expect(out).toMatch(/^FILE +OBJECT +ROWS +CREATED +UPDATED +UNCHANGED +FAILED\n/);
  expect(out).toMatch(/^Account.csv +Account +3 +2 +0 +0 +1$/m);
  expect(err).toMatch(/Account.csv, line 3, name: A value is needed here/);
  expect(err).toMatch(/dry run: nothing was kept/);
  expect(code).toBe(0);
  expect(await countRecords(database, tenant.organizationId)).toMatchObject({ accounts: 0 });
});

test("imports a file and writes its bad rows", async () => {
  const report = join(folder, "bad.txt");
  const path = join(folder, "Account.csv");
  const { out, code } = await run(path, "--organization", tenant.slug, "--bad-rows", report);
  expect(out).toMatch(/^Account.csv +Account +3 +2 +0 +0 +1$/m);
  expect(code).toBe(0);
  expect(readFileSync(report, "utf8").replace("\ufeff", "")).toBe(
    "file,line,column,value,message\nAccount.csv,3,name,,A value is needed here.\n",
  );
  expect(await countRecords(database, tenant.organizationId)).toMatchObject({ accounts: 2 });
});

test("takes another mapping, object and member", async () => {
  await addMember(database, tenant, "admin@command.test", "admin");
  write("firms.txt", "Firm\tSector\nGenePoint\tBiotechnology\n");
  const path = join(folder, "firms.txt");
  const options = ["--organization", tenant.slug, "--as", "admin@command.test"];
  const choice = ["--object", "Account", "--map", "Firm=name", "--map", "Sector=industry"];
  const { out, code } = await run(path, ...options, ...choice);
  expect(out).toMatch(/^firms.txt +Account +1 +1 /m);
  expect(code).toBe(0);
});

test("ends with 1 when a file is refused or nothing comes in", async () => {
  write("Lead.csv", 'LastName,Company,Status\n"Half');
  const some = await run(folder, "--organization", tenant.slug);
  expect(some.err).toMatch(/Lead.csv was refused: The file ends within a quoted cell/);
  expect(some.code).toBe(1);
  write("other.csv", "colour,weight\nred,2\n");
  const none = await run(join(folder, "other.csv"), "--organization", tenant.slug);
  expect(none.out).toMatch(/skipped$/m);
  expect(none.code).toBe(1);
});

test.each([
  [["nowhere.csv", "--organization", "command"], /no file or folder/],
  [[".", "--organization", "command"], /no CSV file/],
  [["Account.csv", "--organization", "unknown"], /no organization unknown/],
  [["Account.csv", "--organization", "command", "--as", "x@y.test"], /x@y.test is no active/],
])("%j is refused in one line", async ([name = "", ...options], reason) => {
  const path = name === "." ? mkdtempSync(join(folder, "empty-")) : join(folder, name);
  await expect(run(path, ...options)).rejects.toThrow(reason);
});
