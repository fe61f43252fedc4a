import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { examine } from "../../src/cli/doctor.ts";
import { withConnection, withDatabase } from "../../src/database/connections.ts";
import { migrateDatabase, migrationProblem } from "../../src/database/migrate.ts";
import { MIGRATIONS_DIRECTORY } from "../../src/database/migrate.ts";
import { describeSchemas } from "../../src/database/describe.ts";
import { prepareDatabase } from "../../src/database/prepare.ts";
import { sealMigrations } from "../../src/database/sealing.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { authenticatorUrlOf, testServer } from "../support/testServer.ts";

const logger = createLogger("silent");
const NAME = `prepare_test_${process.pid}`;

let database: TestDatabase;
let scratch: string;

beforeAll(async () => {
  database = await createTestDatabase();
  scratch = fs.mkdtempSync(path.join(os.tmpdir(), "rowhouse-migrations-"));
});

afterAll(async () => {
  await withConnection(database.ownerUrl, (client) =>
    client.query(`drop database if exists ${NAME} with (force)`),
  );
  await withConnection(database.ownerUrl, (client) =>
    client.query(`drop role if exists ${NAME}_weak; drop role if exists ${NAME}_creator`),
  );
  await database.drop();
  fs.rmSync(scratch, { recursive: true, force: true });
});

function loginAs(role: string, to: string): string {
  const url = new URL(to);
  url.username = role;
  url.password = "secret";
  return url.href;
}

describe("preparing and migrating", () => {
  it("works for several processes that start at once", async () => {
    const ownerUrl = withDatabase(database.ownerUrl, NAME);
    const authenticatorUrl = authenticatorUrlOf(ownerUrl, testServer().authenticatorPassword);
    const both = async () => {
      await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
      await migrateDatabase({ ownerUrl, logger });
    };
    await Promise.all([both(), both(), both()]);
    const problem = await withConnection(authenticatorUrl, (client) => migrationProblem(client));
    expect(problem).toBeUndefined();
  });

  it("finds all well in a fresh database", async () => {
    const findings = await withConnection(database.authenticatorUrl, examine);
    expect(findings.filter((finding) => finding.problem)).toEqual([]);
  });

  it("finds a table without forced row-level security", async () => {
    await withConnection(database.ownerUrl, (client) =>
      client.query("create table app_public.forgotten (id int)"),
    );
    const findings = await withConnection(database.authenticatorUrl, examine);
    await withConnection(database.ownerUrl, (client) =>
      client.query("drop table app_public.forgotten"),
    );
    expect(findings.filter((finding) => finding.problem)).toEqual([
      expect.objectContaining({ name: "policies", problem: expect.stringContaining("forgotten") }),
    ]);
  });

  it("finds that anyone may make temporary tables, and a job whose worker is gone", async () => {
    await withConnection(database.ownerUrl, async (client) => {
      await client.query(`grant temporary on database ${database.name} to public`);
      await client.query("select graphile_worker.add_job('send_email', '{}')");
      await client.query(
        `update graphile_worker._private_jobs
            set locked_at = now() - interval '11 minutes', locked_by = 'somebody'`,
      );
    });
    const findings = await withConnection(database.authenticatorUrl, examine);
    await withConnection(database.ownerUrl, async (client) => {
      await client.query(`revoke temporary on database ${database.name} from public`);
      await client.query("delete from graphile_worker._private_jobs");
    });
    expect(findings.filter((finding) => finding.problem)).toEqual([
      expect.objectContaining({
        name: "temporary tables",
        problem: expect.stringContaining(
          `revoke temporary on database ${database.name} from public`,
        ),
      }),
      expect.objectContaining({
        name: "worker",
        problem: "1 jobs are locked for more than 10 minutes",
      }),
    ]);
  });

  it("works for a login that may create roles but is no superuser", async () => {
    await withConnection(database.ownerUrl, (client) =>
      client.query(
        `create role ${NAME}_creator login createrole password 'secret';
         grant rowhouse_owner, rowhouse_user, rowhouse_anonymous, rowhouse_importer,
           rowhouse_authenticator to ${NAME}_creator with admin option;
         grant create on database ${database.name} to ${NAME}_creator with grant option;
         grant connect on database ${database.name} to ${NAME}_creator with grant option`,
      ),
    );
    const ownerUrl = loginAs(`${NAME}_creator`, database.ownerUrl);
    const { authenticatorUrl } = database;
    await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: false });
    await migrateDatabase({ ownerUrl, logger });
    await withConnection(database.ownerUrl, (client) =>
      client.query(`drop owned by ${NAME}_creator`),
    );
  });

  it("says what an administrator is to run when the login may not", async () => {
    await withConnection(database.ownerUrl, (client) =>
      client.query(`create role ${NAME}_weak login password 'secret'`),
    );
    const ownerUrl = loginAs(`${NAME}_weak`, database.ownerUrl);
    const prepared = prepareDatabase({
      ownerUrl, authenticatorUrl: database.authenticatorUrl, createDatabase: false,
    });
    await expect(prepared).rejects.toThrow(/create role rowhouse_owner nologin noinherit;/);
  });

  it("says without a password where the database cannot be reached", async () => {
    const ownerUrl = "postgres://me:hunter2@127.0.0.1:1/rowhouse";
    const prepared = prepareDatabase({
      ownerUrl, authenticatorUrl: ownerUrl, createDatabase: true,
    });
    await expect(prepared).rejects.toThrow(/^postgres:\/\/me@127\.0\.0\.1:1\/rowhouse cannot be/);
  });

  it("lets the login of API and worker neither become the owner nor see jobs", async () => {
    await withConnection(database.authenticatorUrl, async (client) => {
      const refused = { code: "42501" };
      await expect(client.query("set role rowhouse_owner")).rejects.toMatchObject(refused);
      await client.query("set role rowhouse_user");
      const jobs = client.query("select from graphile_worker.jobs");
      await expect(jobs).rejects.toMatchObject(refused);
    });
  });
});

describe("sealing", () => {
  const folder = () => path.join(scratch, "committed");
  const file = (name: string) => path.join(folder(), name);

  it("gives rewritten migrations their headers, and is content with sealed ones", async () => {
    fs.mkdirSync(folder(), { recursive: true });
    fs.writeFileSync(file("000001-first.sql"), "select 1;\n");
    fs.writeFileSync(file("000002-second.sql"), "select 2;\n");
    expect(await sealMigrations(scratch, false)).toHaveLength(2);
    await sealMigrations(scratch, true);
    expect(await sealMigrations(scratch, true)).toEqual([]);
    const first = fs.readFileSync(file("000001-first.sql"), "utf8");
    expect(first).toMatch(/^--! Previous: -\n--! Hash: sha1:[0-9a-f]{40}\n\nselect 1;\n$/);

    fs.writeFileSync(file("000001-first.sql"), first.replace("select 1", "select 11"));
    expect(await sealMigrations(scratch, true)).toHaveLength(2);
  });

  it("tells a database with other migrations from one that lacks some", async () => {
    const ask = () =>
      withConnection(database.authenticatorUrl, (client) => migrationProblem(client, scratch));
    expect(await ask()).toMatch(/rewritten/);
    fs.rmSync(scratch, { recursive: true });
    fs.cpSync(MIGRATIONS_DIRECTORY, scratch, { recursive: true });
    expect(await ask()).toBeUndefined();
    fs.writeFileSync(file("999999-next.sql"), "select 1;\n");
    await sealMigrations(scratch, true);
    expect(await ask()).toMatch(/^1 migrations are not applied/);
  });

  it("describes the same schema in the same words", async () => {
    const describe = () => withConnection(database.ownerUrl, describeSchemas);
    const text = await describe();
    expect(text).toBe(await describe());
    expect(text).toContain("table app_public.leads (row security forced)");
  });
});
