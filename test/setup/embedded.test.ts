import { afterAll, describe, expect, it } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { withConnection, withDatabase } from "../../src/database/connections.ts";
import { startEmbeddedDatabase, startTemporaryServer } from "../../src/database/embedded.ts";
import { claimInstance, readInstance } from "../../src/database/instance.ts";
import { eventually, isRunning, makeStateDirectory, postmasterPid } from "../support/process.ts";

const state = makeStateDirectory();
const quiet = () => undefined;

afterAll(() => {
  fs.rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

async function settingsOf(ownerUrl: string) {
  return withConnection(withDatabase(ownerUrl, "postgres"), async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings
        where name in ('data_checksums', 'server_encoding', 'listen_addresses', 'fsync',
                       'password_encryption', 'unix_socket_directories')`,
    );
    return Object.fromEntries(rows.map((row) => [row.name, row.setting]));
  });
}

describe("the embedded server", () => {
  it("is safe, local, and keeps its data", async () => {
    const first = await startEmbeddedDatabase(state, "command", quiet);
    expect(await settingsOf(first.ownerUrl)).toEqual({
      data_checksums: "on", server_encoding: "UTF8", listen_addresses: "127.0.0.1", fsync: "on",
      password_encryption: "scram-sha-256", unix_socket_directories: "",
    });
    await withConnection(withDatabase(first.ownerUrl, "postgres"), (client) =>
      client.query("create table kept as select lower('ÉCLAIR') as word"),
    );
    await first.stop();
    await first.stop();
    const second = await startEmbeddedDatabase(state, "command", quiet);
    try {
      const { rows } = await withConnection(withDatabase(second.ownerUrl, "postgres"), (client) =>
        client.query<{ word: string }>("select word from kept"),
      );
      expect(rows).toEqual([{ word: "éclair" }]);
    } finally {
      await second.stop();
    }
  });

  it("refuses a wrong password", async () => {
    const database = await startEmbeddedDatabase(state, "command", quiet);
    try {
      const url = new URL(withDatabase(database.ownerUrl, "postgres"));
      url.password = "guess";
      await expect(withConnection(url.href, async () => undefined)).rejects.toMatchObject({
        code: "28P01",
      });
    } finally {
      await database.stop();
    }
  });

  it("is started again when it ends by itself", async () => {
    const notices: string[] = [];
    const database = await startEmbeddedDatabase(state, "command", (line) => notices.push(line));
    try {
      const before = postmasterPid(state) as number;
      process.kill(before, "SIGQUIT");
      const url = withDatabase(database.ownerUrl, "postgres");
      await eventually(() => !isRunning(before));
      await eventually(() =>
        withConnection(url, async () => true).catch(() => false),
      );
      expect(notices).toContain("Postgres has ended unexpectedly and is started again");
    } finally {
      await database.stop();
    }
    expect(postmasterPid(state)).toBeUndefined();
  });

  it("does not take a pid file for a server when its number is another program's", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    try {
      const pidFile = path.join(state, "postgres-18", "data", "postmaster.pid");
      fs.writeFileSync(pidFile, `${other.pid}\n${path.dirname(pidFile)}\n1\n1\n\n127.0.0.1\n`);
      const database = await startEmbeddedDatabase(state, "command", quiet);
      expect(isRunning(other.pid as number)).toBe(true);
      await database.stop();
    } finally {
      other.kill();
      await once(other, "exit");
    }
  });

  it("tells who has it, and forgets a process that has gone", async () => {
    const directory = path.join(state, "claims");
    fs.mkdirSync(directory);
    const claim = claimInstance(directory, "server");
    expect(claimInstance(directory, "command")).toMatchObject({
      busy: { pid: process.pid, holder: "server" },
    });
    if ("release" in claim) claim.release();
    const gone = { pid: process.pid, startedAt: "at another time", holder: "server" };
    fs.writeFileSync(path.join(directory, "embedded.json"), JSON.stringify(gone));
    expect(readInstance(directory)).toBeUndefined();
    expect(claimInstance(directory, "command")).not.toHaveProperty("busy");
  });

  it("leaves nothing behind after tests", async () => {
    const server = await startTemporaryServer("18", quiet);
    expect(isRunning(server.pid)).toBe(true);
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(fs.existsSync(server.directory)).toBe(false);
  });
});
