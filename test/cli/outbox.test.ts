import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { outboxCommand } from "../../src/cli/outbox.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;
const environment = { ...process.env };

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.ownerUrl,
    AUTHENTICATOR_DATABASE_URL: database.authenticatorUrl,
    JWT_SECRET: "x".repeat(32),
  });
});

afterAll(async () => {
  process.env = environment;
  await database?.drop();
});

/** Runs the command in this process; answers what it prints. */
async function run(...words: string[]): Promise<string> {
  let printed = "";
  const out = jest.spyOn(process.stdout, "write");
  out.mockImplementation((chunk) => ((printed += String(chunk)), true));
  try {
    const command = outboxCommand().exitOverride().configureOutput({ writeErr: () => undefined });
    await command.parseAsync(words, { from: "user" });
  } finally {
    out.mockRestore();
  }
  return printed;
}

it("says that there is nothing", async () => {
  expect(await run()).toBe("The outbox is empty.\n");
  expect(await run("--to", "ann@example.test")).toBe("No mail to ann@example.test.\n");
});

it("prints the newest mails with their links, those of one address on demand", async () => {
  await asSuperuser(database, (client) =>
    client.query(
      `insert into app_private.emails (recipient, subject, body, status, error, created_at)
         select 'ann@example.test', 'Invitation ' || i, E'Hello,\n\ntoken: secret' || i,
                case i when 7 then 'failed' else 'queued' end, case i when 7 then 'no route' end,
                timestamptz '2026-01-01 10:00Z' + i * interval '1 minute'
           from generate_series(1, 7) i
         union all
         select 'bob@example.test', 'Reset', 'token: other', 'sent', null, '2026-01-02 10:00Z'`,
    ),
  );
  expect(await run("--to", " Ann@Example.test", "--count", "2")).toBe(
    "2026-01-01T10:07:00.000Z  ann@example.test  failed: no route\n" +
      "Invitation 7\n\n  Hello,\n\n  token: secret7\n\n" +
      "2026-01-01T10:06:00.000Z  ann@example.test  queued\n" +
      "Invitation 6\n\n  Hello,\n\n  token: secret6\n",
  );
  const newest = await run();
  expect(newest.match(/^\d{4}-/gm)).toHaveLength(5);
  expect(newest).toMatch(/^2026-01-02T10:00:00.000Z {2}bob@example.test {2}sent\nReset\n/);
});

it.each(["0", "-1", "many"])("refuses a count of %s", async (count) => {
  await expect(run("--count", count)).rejects.toThrow(/no number from 1/);
});
