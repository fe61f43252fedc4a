import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { once } from "node:events";
import { freePort } from "../../src/database/cluster.ts";
import {
  eventually, isRunning, makeStateDirectory, postmasterPid, startProgram,
} from "../support/process.ts";
import type { TestProcess } from "../support/process.ts";

const LEADS = "{ leads { totalCount } }";
const READY = /ready: (http:\/\/127\.0\.0\.1:\d+)\/graphql/;

let state: string;
let programs: TestProcess[] = [];

beforeAll(() => {
  state = makeStateDirectory();
});

afterEach(async () => {
  for (const { child, exitCode } of programs) {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    await exitCode;
  }
  programs = [];
});

afterAll(() => {
  fs.rmSync(state, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

function start(settings: Record<string, string> = {}): TestProcess {
  const program = startProgram("src/main.ts", {
    PORT: "0", ROWHOUSE_HOME: state, ROWHOUSE_DEMO: "0", ...settings,
  });
  programs.push(program);
  return program;
}

function command(...words: string[]): TestProcess {
  const program = startProgram("src/cli/main.ts", { ROWHOUSE_HOME: state }, words);
  programs.push(program);
  return program;
}

async function ask(url: string, query = LEADS, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as {
    data?: Record<string, unknown>;
    errors?: { extensions: { code: string } }[];
  };
}

describe("npm start", () => {
  it("comes up with demo data, is found by the command line, ends cleanly on SIGTERM", async () => {
    const program = start({ ROWHOUSE_DEMO: "1" });
    const url = (await program.until(READY))[1] as string;
    await program.until(/Demo logins .*owner@acme\.test.*\nGraphiQL: http/);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const login = await ask(
      url,
      `mutation { login(input: { email: "owner@acme.test", password: "rowhouse-demo" }) {
        accessToken } }`,
    );
    const { accessToken } = login.data?.["login"] as { accessToken: string };
    const answer = await ask(url, LEADS, { authorization: `Bearer ${accessToken}` });
    expect(answer.errors).toBeUndefined();
    expect((answer.data?.["leads"] as { totalCount: number }).totalCount).toBeGreaterThan(1_000);

    const doctor = command("doctor");
    expect([await doctor.exitCode, doctor.output()]).toEqual([
      0, expect.not.stringContaining("FAIL"),
    ]);

    const second = start();
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toMatch(/^Rowhouse cannot start: Rowhouse runs already .*\n$/);

    const secrets = fs.statSync(path.join(state, "secrets.json"));
    expect(secrets.mode & 0o777).toBe(0o600);
    const postgres = postmasterPid(state) as number;
    expect(isRunning(postgres)).toBe(true);
    program.child.kill("SIGTERM");
    expect(await program.exitCode).toBe(0);
    expect(isRunning(postgres)).toBe(false);
    expect(fs.existsSync(path.join(state, "embedded.json"))).toBe(false);
  }, 120_000);

  it("is ready when it says so, and finishes a request in hand when told to end", async () => {
    const port = await freePort();
    const program = start({ PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    const early = new Set<number>();
    await eventually(async () => {
      // Asked in this order: once it is ready, the question after must be answered.
      const answer = await fetch(`${url}/readyz`).catch(() => undefined);
      if (!answer) return false;
      const ready = answer.status === 200;
      const { status } = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: "{ __typename }" }),
      });
      if (ready) expect(status).toBe(200);
      else early.add(status);
      return ready;
    });
    expect([...early].filter((status) => status !== 503 && status !== 200)).toEqual([]);
    await program.until(READY);
    const socket = net.connect(Number(new URL(url).port), "127.0.0.1");
    const body = JSON.stringify({ query: "{ __typename }" });
    socket.write(
      "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        `Content-Length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    await new Promise((resolve) => setTimeout(resolve, 100));
    program.child.kill("SIGINT");
    await program.until(/Stopping/);
    socket.write(body.slice(5));
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"__typename":"Query"');
    expect(await program.exitCode).toBe(0);
  });

  it("takes over from a killed process, and says in one line that a port is in use", async () => {
    const killed = start();
    await killed.until(READY);
    const orphan = postmasterPid(state) as number;
    killed.child.kill("SIGKILL");
    await killed.exitCode;
    expect(isRunning(orphan)).toBe(true);

    const program = start();
    const url = (await program.until(READY))[1] as string;
    expect(isRunning(orphan)).toBe(false);
    const port = new URL(url).port;

    const other = startProgram("src/main.ts", { PORT: port, ROWHOUSE_HOME: `${state}/other` });
    programs.push(other);
    expect(await other.exitCode).toBe(1);
    expect(other.output()).toMatch(/^Rowhouse cannot start: port \d+ is in use .*\n$/);
    expect(fs.existsSync(`${state}/other/embedded.json`)).toBe(false);
  });

  it("stays alive while the database is away, and recovers", async () => {
    const program = start();
    const url = (await program.until(READY))[1] as string;
    const before = postmasterPid(state) as number;
    process.kill(before, "SIGKILL");
    await eventually(() => !isRunning(before));
    const away = await ask(url);
    expect(away.errors?.[0]?.extensions.code).toBe("INTERNAL");
    await eventually(async () => (await fetch(`${url}/readyz`)).status === 200);
    expect((await ask(url)).errors?.[0]?.extensions.code).not.toBe("INTERNAL");
    expect(program.child.exitCode).toBeNull();
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain("worker_restarts_total");
  });

  it("runs a command without a server, on the same data", async () => {
    const created = command("user", "create", "--email", "Ann@Example.com", "--name", "Ann");
    expect([await created.exitCode, created.output()]).toEqual([
      0, expect.stringContaining("created"),
    ]);
    const listed = command("user", "list");
    await listed.exitCode;
    expect(listed.output()).toContain("ann@example.com");
    expect(postmasterPid(state)).toBeUndefined();
  });

  it("needs a place where files can be kept", async () => {
    const program = start({ STORAGE_URL: "file:///dev/null/files" });
    expect(await program.exitCode).toBe(1);
    expect(program.output()).toMatch(/^Rowhouse cannot start: files cannot be kept in \/dev\/null\/files: .*; set STORAGE_URL\n$/);
  });

  it("names a wrong setting in one line", async () => {
    const program = start({ JWT_SECRET: "short" });
    expect(await program.exitCode).toBe(1);
    expect(program.output()).toBe(
      "Rowhouse cannot start: JWT_SECRET must be at least 32 bytes long\n",
    );
  });
});
