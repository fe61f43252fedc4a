import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type pg from "pg";
import type { Actor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, one, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";

let database: TestDatabase;
let trial: Trial;
let owner: Actor;

beforeAll(async () => {
  ({ database, trial, owner } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

/** Runs statements in one transaction as the functions of a mutation run: as the schema's owner, for somebody. */
async function asOperation<T>(
  statements: (client: pg.ClientBase) => Promise<T>,
  timezone = "UTC",
): Promise<T> {
  return withConnection(database.ownerUrl, async (client) => {
    await client.query("begin");
    await client.query(
      `select set_config('rowhouse.user_id', $1, true), set_config('rowhouse.organization_id', $2, true),
        set_config('timezone', $3, true)`,
      [owner.userId, owner.organizationId, timezone],
    );
    await client.query("set local role rowhouse_owner");
    const result = await statements(client);
    await client.query("commit");
    return result;
  });
}

const change = (operation: string, table: string, ids: string[], changes: object, kind = "changed") =>
  asOperation((client) =>
    client.query("select app_hidden.change_undoably($1, $2, $3, $4, $5)", [
      operation, table, ids, changes, kind,
    ]), "Asia/Kathmandu");

const created = (operation: string, table: string, ids: string[]) =>
  asOperation((client) => client.query("select app_hidden.note_created($1, $2, $3)", [operation, table, ids]));

const undo = (operation: string) =>
  asOperation((client) => client.query("select app_hidden.undo_operation($1)", [operation]));

/** All rows of these tables, to the byte. */
function everything(...tables: string[]): Promise<unknown> {
  return asOperation(async (client) => {
    const answers: Record<string, unknown> = {};
    for (const table of tables) {
      const { rows } = await one<{ rows: string }>(
        client, `select coalesce(json_agg(t order by t.id), '[]')::text as rows from app_public.${table} t`);
      answers[table] = rows;
    }
    return answers;
  });
}

const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(database, owner, table, columns);

describe("undoing an operation", () => {
  it("restores what it changed to the byte, twice changed records and triggers' doings too", async () => {
    const account = await insert("accounts", { name: "Old", annual_revenue: "12.30", custom_data: { a: [1, null] } });
    const other = await insert("accounts", { name: "Other" });
    const contact = await insert("contacts", { last_name: "Child", account_id: account });
    const before = await everything("accounts", "contacts");
    const operation = randomUUID();
    await change(operation, "accounts", [account], { name: "New", annual_revenue: 5, custom_data: {} });
    await change(operation, "accounts", [account], { name: "Newer" });
    await change(operation, "contacts", [contact], { account_id: other }, "moved");
    await change(operation, "accounts", [account], { deleted_at: "2026-01-01T00:00:00Z" });
    expect(await everything("accounts", "contacts")).not.toEqual(before);
    await undo(operation);
    expect(await everything("accounts", "contacts")).toEqual(before);
    await expect(undo(operation)).rejects.toThrow("This can no longer be undone.");
  });

  it("removes what it made for good, the referring records first", async () => {
    const before = await everything("accounts", "contacts", "deals");
    const account = await insert("accounts", { name: "Made" });
    const contact = await insert("contacts", { last_name: "Made", account_id: account });
    const deal = await insert("deals", { title: "Made", account_id: account, primary_contact_id: contact });
    const operation = randomUUID();
    await created(operation, "accounts", [account]);
    await created(operation, "contacts", [contact]);
    await created(operation, "deals", [deal]);
    await undo(operation);
    expect(await everything("accounts", "contacts", "deals")).toEqual(before);
  });

  it("keeps later edits of other columns, and who made them", async () => {
    const account = await insert("accounts", { name: "Kept" });
    const operation = randomUUID();
    await change(operation, "accounts", [account], { name: "Changed" });
    const edited = await runAs(
      database, owner, "update app_public.accounts set description = 'x' where id = $1 returning updated_at", [account]);
    await undo(operation);
    const after = await runAs(
      database, owner, "select name, description, updated_at from app_public.accounts where id = $1", [account]);
    expect(after).toMatchObject({ name: "Kept", description: "x" });
    expect(Number(after["updated_at"])).toBeGreaterThanOrEqual(Number(edited["updated_at"]));
  });

  it("leaves a moved record where somebody has moved it since", async () => {
    const [from, to, elsewhere] = await Promise.all(
      ["From", "To", "Elsewhere"].map((name) => insert("accounts", { name })));
    const stays = await insert("contacts", { last_name: "Stays", account_id: from });
    const moves = await insert("contacts", { last_name: "Moves", account_id: from });
    const operation = randomUUID();
    await change(operation, "contacts", [stays, moves], { account_id: to }, "moved");
    await runAs(database, owner, "update app_public.contacts set account_id = $2 where id = $1 returning id", [moves, elsewhere]);
    await undo(operation);
    const { rows } = await trial.tryAs(
      owner, "select last_name, account_id from app_public.contacts where id = any ($1) order by 1", [[stays, moves]]);
    expect(rows).toEqual([
      { last_name: "Moves", account_id: elsewhere },
      { last_name: "Stays", account_id: from },
    ]);
  });

  it.each<[string, (account: string) => Promise<unknown>, string]>([
    ["edited", (account) => runAs(
      database, owner, "update app_public.accounts set name = 'Edited' where id = $1 returning id", [account]),
    "the account has been changed since"],
    ["deleted", (account) => runAs(database, owner, "select app_public.delete_account($1)", [account]),
      "the account has been deleted since"],
    ["given a contact", (account) => insert("contacts", { last_name: "Later", account_id: account }),
      "the account has got contacts since"],
    ["given a note", (account) => insert("notes", { content: "Later", account_id: account }),
      "the account has got notes since"],
  ])("refuses when what it made was %s, and then changes nothing", async (_what, edit, message) => {
    const account = await insert("accounts", { name: "Made" });
    const old = await insert("accounts", { name: "Old" });
    const operation = randomUUID();
    await change(operation, "accounts", [old], { name: "New" });
    await created(operation, "accounts", [account]);
    await edit(account);
    const before = await everything("accounts", "contacts");
    await expect(undo(operation)).rejects.toThrow(message);
    expect(await everything("accounts", "contacts")).toEqual(before);
  });

  it("refuses when a column that it changed was changed again, whatever else was not", async () => {
    const account = await insert("accounts", { name: "Old" });
    const operation = randomUUID();
    await change(operation, "accounts", [account], { name: "New", industry: "Steel" });
    await runAs(database, owner, "update app_public.accounts set industry = 'Wood' where id = $1 returning id", [account]);
    await expect(undo(operation)).rejects.toThrow("the account has been changed since");
  });

  it("is over with the days of the recycle bin, and with the erasure of somebody whom it knew", async () => {
    const contact = await insert("contacts", { last_name: "Known", email: "known@example.test" });
    const account = await insert("accounts", { name: "Expires" });
    const [known, expires] = [randomUUID(), randomUUID()];
    await change(known, "contacts", [contact], { first_name: "Secret" });
    await change(known, "accounts", [account], { industry: "Steel" });
    await change(expires, "accounts", [account], { name: "Expired" });
    await runAs(database, owner, "select app_public.erase_data_subject('contact', $1, 'asked')", [contact]);
    await expect(undo(known)).rejects.toThrow("This can no longer be undone.");
    await asOperation((client) =>
      client.query("update app_hidden.undo_entries set created_at = now() - interval '366 days'"));
    await asOperation((client) => client.query("select app_private.remove_expired_undo_entries()"));
    await expect(undo(expires)).rejects.toThrow("This can no longer be undone.");
  });
});
