import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { ServerAccount } from "./serverFiles.ts";

/** The superuser of a server that Rowhouse runs itself. */
export const SUPERUSER = "postgres";

const START_MS = 60_000;
const STOP_MS = 20_000;
const PORT_ATTEMPTS = 5;

/** Where a server of our own lives and how it is to run. */
export type ClusterOptions = {
  /** Holds `bin`, `lib` and `share`. */
  native: string;
  dataDirectory: string;
  logFile: string;
  account: ServerAccount;
  password: string;
  /** False trades safety against power loss for speed: for tests only. */
  durable: boolean;
  /** Further settings of Postgres, by name. */
  settings?: Record<string, string>;
};

/** A server of our own that accepts connections. */
export type Cluster = {
  port: number;
  pid: number;
  /** Connection string of a login and a database on this server. */
  url(user: string, password: string, database: string): string;
  /** Shuts down at once but cleanly; safe to call twice. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  ended: Promise<void>;
};

/** Makes a connection string for a server on this machine. */
export function localUrl(port: number, user: string, password: string, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

function localeArguments(major: number): string[] {
  // Code-point order with Unicode case rules, the same on every machine.
  if (major >= 17) {
    return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  }
  const listed = spawnSync("locale", ["-a"], { encoding: "utf8" }).stdout ?? "";
  return /^C\.utf-?8$/im.test(listed)
    ? ["--locale=C.UTF-8"]
    : ["--locale=C", "--locale-provider=icu", "--icu-locale=und"];
}

function majorVersion(options: ClusterOptions): number {
  const program = path.join(options.native, "bin", "postgres");
  const shown = spawnSync(program, ["--version"], {
    ...options.account,
    cwd: "/",
    encoding: "utf8",
  });
  return Number(/(\d+)/.exec(shown.stdout ?? "")?.[1] ?? 0);
}

/**
 * Makes the data directory of a new server, unless it is there.
 *
 * @throws Error with the output of initdb.
 */
export async function initialiseCluster(options: ClusterOptions): Promise<void> {
  const { dataDirectory, account } = options;
  if (fs.existsSync(path.join(dataDirectory, "PG_VERSION"))) return;
  // Made beside and renamed, so that an interrupted start leaves no half-made server.
  const draft = `${dataDirectory}.new`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.rmSync(dataDirectory, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true, mode: 0o700 });
  const name = `.password-${randomBytes(8).toString("hex")}`;
  const passwordFile = path.join(path.dirname(dataDirectory), name);
  fs.writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  if (account) {
    fs.chownSync(draft, account.uid, account.gid);
    fs.chownSync(passwordFile, account.uid, account.gid);
  }
  try {
    const child = spawn(
      path.join(options.native, "bin", "initdb"),
      ["-D", draft, "-U", SUPERUSER, `--pwfile=${passwordFile}`, "--auth=scram-sha-256",
        "--encoding=UTF8", "--data-checksums", ...localeArguments(majorVersion(options)),
        ...(options.durable ? [] : ["--no-sync"])],
      { ...account, cwd: "/", detached: true, env: serverEnvironment() },
    );
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`initdb failed: ${output.trim()}`);
    fs.renameSync(draft, dataDirectory);
  } finally {
    fs.rmSync(passwordFile, { force: true });
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function serverEnvironment(): NodeJS.ProcessEnv {
  // PG* variables of the user's own set-up would change what the server and initdb do.
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C", TZ: "UTC" };
}

/** Finds a TCP port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts the server on 127.0.0.1 in a process group of its own, so that Ctrl-C in the terminal
 * reaches us and not Postgres.
 *
 * @param fixedPort - Port to use; a free one when left out.
 * @throws Error in one line, with the end of the server's log, when it does not come up.
 */
export async function startCluster(
  options: ClusterOptions,
  fixedPort?: number,
): Promise<Cluster> {
  await stopOrphan(options);
  for (let attempt = 1; ; attempt++) {
    const port = fixedPort ?? (await freePort());
    const started = await tryStart(options, port);
    if (typeof started !== "string") return started;
    const retry = /Address already in use|could not bind|shared memory block/i.test(started);
    if (!retry || attempt === PORT_ATTEMPTS) {
      throw new Error(`Postgres did not start (log: ${options.logFile}): ${started}`);
    }
    await sleep(200 * attempt);
  }
}

function serverArguments(options: ClusterOptions, port: number): string[] {
  const settings: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    timezone: "UTC",
    log_timezone: "UTC",
    lc_messages: "C",
    jit: "off",
    ...options.settings,
  };
  if (!options.durable) {
    Object.assign(settings, { fsync: "off", synchronous_commit: "off", full_page_writes: "off" });
  }
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Starts once; the text is why it did not come up. */
async function tryStart(options: ClusterOptions, port: number): Promise<Cluster | string> {
  const log = fs.openSync(options.logFile, "a", 0o600);
  const logStart = fs.fstatSync(log).size;
  let child: ChildProcess;
  try {
    child = spawn(
      path.join(options.native, "bin", "postgres"),
      ["-D", options.dataDirectory, ...serverArguments(options, port)],
      {
        ...options.account,
        cwd: options.dataDirectory,
        detached: true,
        stdio: ["ignore", log, log],
        env: serverEnvironment(),
        windowsHide: true,
      },
    );
  } finally {
    fs.closeSync(log);
  }
  let running = true;
  let failure = "";
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      running = false;
      resolve();
    };
    child.once("exit", finish);
    child.once("error", (error) => {
      failure = error.message;
      finish();
    });
  });
  child.unref();
  const url = (user: string, password: string, database: string) =>
    localUrl(port, user, password, database);
  const deadline = Date.now() + START_MS;
  while (running && Date.now() < deadline) {
    if (await answers(url(SUPERUSER, options.password, "postgres"), options.dataDirectory)) {
      return { port, pid: child.pid as number, url, ended, stop: makeStop(options, child, ended) };
    }
    await Promise.race([sleep(20), ended]);
  }
  if (running) {
    child.kill("SIGQUIT");
    return `no answer within ${START_MS / 1000} s`;
  }
  const lines = fs.readFileSync(options.logFile).subarray(logStart).toString().trim().split("\n");
  return failure || lines.slice(-4).join(" ").slice(-600);
}

function makeStop(options: ClusterOptions, child: ChildProcess, ended: Promise<void>) {
  let stopping: Promise<void> | undefined;
  // The last resort when the process ends without coming here, such as after a crash.
  const onExit = () => signalServer(options, child.pid as number, "SIGINT");
  process.once("exit", onExit);
  void ended.then(() => process.removeListener("exit", onExit));
  return () => (stopping ??= stopServer(options, child.pid as number, ended));
}

function signalServer(options: ClusterOptions, pid: number, signal: "SIGINT" | "SIGQUIT"): void {
  if (process.platform === "win32") {
    const mode = signal === "SIGINT" ? "fast" : "immediate";
    const program = path.join(options.native, "bin", "pg_ctl");
    spawnSync(program, ["stop", "-D", options.dataDirectory, "-m", mode]);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

async function stopServer(
  options: ClusterOptions,
  pid: number,
  ended: Promise<void>,
): Promise<void> {
  signalServer(options, pid, "SIGINT");
  const timeout = new AbortController();
  const late = sleep(STOP_MS, "late", { signal: timeout.signal }).catch(() => "ended");
  if ((await Promise.race([ended, late])) === "late") signalServer(options, pid, "SIGQUIT");
  timeout.abort();
  await ended;
}

function realPath(directory: string): string {
  return fs.existsSync(directory) ? fs.realpathSync(directory) : directory;
}

/** Says whether the server of exactly this data directory answers. */
async function answers(connectionString: string, dataDirectory: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ directory: string }>(
      "select current_setting('data_directory') as directory",
    );
    return rows[0]?.directory === dataDirectory || rows[0]?.directory === realPath(dataDirectory);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function commandOf(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    const shown = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return shown.stdout ?? "";
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Ends a server that a killed process left behind on this data directory, and removes the pid
 * file when its number now belongs to some other program.
 */
export async function stopOrphan(options: ClusterOptions): Promise<void> {
  const pidFile = path.join(options.dataDirectory, "postmaster.pid");
  if (!fs.existsSync(pidFile)) return;
  const pid = Number(fs.readFileSync(pidFile, "utf8").split("\n")[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return;
  if (!commandOf(pid).includes(options.dataDirectory)) {
    fs.rmSync(pidFile, { force: true });
    return;
  }
  signalServer(options, pid, "SIGINT");
  const deadline = Date.now() + STOP_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      signalServer(options, pid, "SIGQUIT");
      await sleep(1_000);
      break;
    }
    await sleep(20);
  }
}
