import { createHash, randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PROJECT_DIRECTORY } from "../config.ts";
import { claimInstance, readInstance } from "./instance.ts";
import type { Holder, Instance } from "./instance.ts";
import { SUPERUSER, initialiseCluster, localUrl, startCluster } from "./cluster.ts";
import type { Cluster, ClusterOptions } from "./cluster.ts";
import {
  DEFAULT_MAJOR, canEnter, canRun, chooseServerAccount, copyServerPrograms, findServerPrograms,
} from "./serverFiles.ts";
import type { ServerAccount } from "./serverFiles.ts";

/** The name of the application's database on a server of our own. */
export const DATABASE_NAME = "rowhouse";

const JOIN_MS = 60_000;
const RESTART_MS = 500;

/** What the embedded default generates once and keeps. */
export type EmbeddedSecrets = {
  superuserPassword: string;
  authenticatorPassword: string;
  jwtSecret: string;
};

/** Connection strings of a server that Rowhouse runs itself. */
export type EmbeddedDatabase = {
  /** Superuser login to the application's database; migrations switch to rowhouse_owner. */
  ownerUrl: string;
  authenticatorUrl: string;
  jwtSecret: string;
  /** Stops the server if this process started it. */
  stop(): Promise<void>;
};

/** Another process runs the embedded server already. */
export class EmbeddedServerBusyError extends Error {
  override name = "EmbeddedServerBusyError";
}

/** Reads, or makes and keeps, the secrets of the embedded default (mode 600). */
export function keepSecrets(stateDirectory: string): EmbeddedSecrets {
  const file = path.join(stateDirectory, "secrets.json");
  if (!fs.existsSync(file)) {
    const secret = () => randomBytes(32).toString("base64url");
    const made: EmbeddedSecrets = {
      superuserPassword: secret(),
      authenticatorPassword: secret(),
      jwtSecret: secret(),
    };
    // Linked into place, so that of two processes that start at once the first one's stay.
    const draft = `${file}.${process.pid}`;
    fs.writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    try {
      fs.linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }
  return JSON.parse(fs.readFileSync(file, "utf8")) as EmbeddedSecrets;
}

function connectionsTo(port: number, secrets: EmbeddedSecrets) {
  return {
    ownerUrl: localUrl(port, SUPERUSER, secrets.superuserPassword, DATABASE_NAME),
    authenticatorUrl: localUrl(
      port, "rowhouse_authenticator", secrets.authenticatorPassword, DATABASE_NAME,
    ),
    jwtSecret: secrets.jwtSecret,
  };
}

function prepareStateDirectory(stateDirectory: string): void {
  try {
    fs.mkdirSync(stateDirectory, { recursive: true });
    fs.accessSync(stateDirectory, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
    const secrets = path.join(stateDirectory, "secrets.json");
    if (fs.existsSync(secrets)) fs.accessSync(secrets, fs.constants.R_OK);
  } catch {
    throw new Error(
      `${stateDirectory} cannot be used by this account; start as the account that made it, ` +
        "or remove it",
    );
  }
}

/**
 * Chooses where the server's files lie: in the state directory, or, when root lends an account
 * that cannot enter it, in a directory of the system that this account can reach.
 */
function placeServer(stateDirectory: string, native: string, notice: (line: string) => void) {
  const pointer = path.join(stateDirectory, "location");
  const pointed = fs.existsSync(pointer) ? fs.readFileSync(pointer, "utf8").trim() : undefined;
  let base = pointed ?? path.join(stateDirectory, `postgres-${DEFAULT_MAJOR}`);
  let account = chooseServerAccount(path.join(base, "data"));
  fs.mkdirSync(base, { recursive: true });
  if (!pointed && !canEnter(base, account)) {
    if (fs.readdirSync(base).length === 0) fs.rmdirSync(base);
    const hash = createHash("sha256").update(stateDirectory).digest("hex").slice(0, 12);
    base = path.join("/var/lib", `rowhouse-${hash}`);
    fs.mkdirSync(base, { recursive: true, mode: 0o755 });
    account = chooseServerAccount(path.join(base, "data"));
    fs.writeFileSync(pointer, `${base}\n`);
    notice(`The account of Postgres cannot enter this directory; its files are in ${base}`);
  }
  const programs = canRun(native, account)
    ? native
    : copyServerPrograms(native, path.join(base, `server-${versionOf(native)}`));
  return { base, account, programs };
}

function versionOf(native: string): string {
  const manifest = path.join(native, "..", "package.json");
  return (JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string }).version;
}

/**
 * Starts the embedded server that is kept in the state directory.
 *
 * @param stateDirectory - `.rowhouse` unless a test uses another.
 * @param holder - What this process is, told to others that want the server.
 * @param notice - Called with a line for the user.
 * @throws EmbeddedServerBusyError when another process runs it.
 */
export async function startEmbeddedDatabase(
  stateDirectory: string,
  holder: Holder,
  notice: (line: string) => void,
): Promise<EmbeddedDatabase> {
  prepareStateDirectory(stateDirectory);
  const claim = claimInstance(stateDirectory, holder);
  if ("busy" in claim) throw new EmbeddedServerBusyError(busyMessage(claim.busy));
  try {
    const secrets = keepSecrets(stateDirectory);
    const native = findServerPrograms(PROJECT_DIRECTORY, stateDirectory, DEFAULT_MAJOR, notice);
    const { base, account, programs } = placeServer(stateDirectory, native, notice);
    const options = {
      native: programs,
      dataDirectory: path.join(base, "data"),
      logFile: path.join(base, "postgres.log"),
      account,
      password: secrets.superuserPassword,
      durable: true,
    };
    await initialiseCluster(options);
    const cluster = await startCluster(options);
    claim.publish(cluster.port);
    const stopServer = keepRunning(cluster, options, notice);
    const stop = async () => {
      await stopServer();
      claim.release();
    };
    return { ...connectionsTo(cluster.port, secrets), stop };
  } catch (error) {
    claim.release();
    throw error;
  }
}

/**
 * Starts the server again on its port when it ends although nobody asked for that.
 *
 * @returns Stops it for good.
 */
function keepRunning(
  first: Cluster,
  options: ClusterOptions,
  notice: (line: string) => void,
): () => Promise<void> {
  const stopping = new AbortController();
  let cluster = first;
  const watch = async () => {
    for (let pause = RESTART_MS; ; pause = Math.min(pause * 2, 30 * RESTART_MS)) {
      await cluster.ended;
      if (stopping.signal.aborted) return;
      notice("Postgres has ended unexpectedly and is started again");
      try {
        cluster = await startCluster(options, first.port);
        pause = RESTART_MS;
        if (stopping.signal.aborted) await cluster.stop();
      } catch (error) {
        notice((error as Error).message);
        await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const watched = watch();
  return async () => {
    stopping.abort();
    await cluster.stop();
    await watched;
  };
}

function busyMessage(other: Instance): string {
  const who = other.holder === "server" ? "Rowhouse runs already" : "A Rowhouse command is running";
  return `${who} from this directory (process ${other.pid})`;
}

/**
 * Joins the embedded server that a running `npm start` keeps, else starts it for this process.
 *
 * @throws Error in one line when the other process does not get ready in time.
 */
export async function openEmbeddedDatabase(
  stateDirectory: string,
  notice: (line: string) => void,
): Promise<EmbeddedDatabase> {
  const deadline = Date.now() + JOIN_MS;
  while (Date.now() < deadline) {
    const running = readInstance(stateDirectory);
    if (running?.port) {
      const secrets = keepSecrets(stateDirectory);
      return { ...connectionsTo(running.port, secrets), stop: async () => undefined };
    }
    if (!running) {
      try {
        return await startEmbeddedDatabase(stateDirectory, "command", notice);
      } catch (error) {
        if (!(error instanceof EmbeddedServerBusyError)) throw error;
      }
    }
    await sleep(100);
  }
  throw new Error("The embedded Postgres of the running Rowhouse does not get ready");
}

/** A server for tests, in a directory of its own that vanishes when it stops. */
export type TemporaryServer = {
  superuserUrl: string;
  directory: string;
  readonly pid: number;
  /** Ends it as a crash would, and starts it again where it was. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

function temporaryRoot(account: ServerAccount): string {
  const places = [os.tmpdir(), "/tmp", "/var/tmp"];
  return places.find((one) => fs.existsSync(one) && canEnter(one, account)) ?? os.tmpdir();
}

/**
 * Starts a server for tests and measuring: on a free port, nothing left after stop().
 *
 * @param major - "15" to "18"; others than the default are fetched on demand.
 * @param how - Not durable and as Postgres ships unless said otherwise.
 */
export async function startTemporaryServer(
  major: string,
  notice: (line: string) => void,
  how: Partial<Pick<ClusterOptions, "durable" | "settings">> = {},
): Promise<TemporaryServer> {
  const state = path.join(PROJECT_DIRECTORY, ".rowhouse");
  const native = findServerPrograms(PROJECT_DIRECTORY, state, major, notice);
  const account = chooseServerAccount("");
  const root = temporaryRoot(account);
  removeAbandoned(root);
  const directory = fs.mkdtempSync(path.join(root, `rowhouse-test-${process.pid}-`));
  fs.chmodSync(directory, 0o755);
  const password = randomBytes(18).toString("base64url");
  const remove = () =>
    fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  try {
    const options = {
      native: canRun(native, account)
        ? native
        : copyServerPrograms(native, path.join(directory, "server")),
      dataDirectory: path.join(directory, "data"),
      logFile: path.join(directory, "postgres.log"),
      account,
      password,
      durable: false,
      ...how,
    };
    await initialiseCluster(options);
    let cluster = await startCluster(options);
    return {
      superuserUrl: cluster.url(SUPERUSER, password, "postgres"),
      directory,
      get pid() {
        return cluster.pid;
      },
      async restart() {
        process.kill(cluster.pid, "SIGQUIT");
        await cluster.ended;
        cluster = await startCluster(options, cluster.port);
      },
      async stop() {
        await cluster.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Removes what test runs left behind whose process was killed. */
function removeAbandoned(root: string): void {
  for (const name of fs.readdirSync(root)) {
    const owner = Number(/^rowhouse-test-(\d+)-/.exec(name)?.[1]);
    if (!owner || fs.existsSync(`/proc/${owner}`)) continue;
    const directory = path.join(root, name);
    try {
      process.kill(owner, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") continue;
      killPostmaster(path.join(directory, "data", "postmaster.pid"));
      fs.rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    }
  }
}

function killPostmaster(pidFile: string): void {
  try {
    const [pid, dataDirectory] = fs.readFileSync(pidFile, "utf8").split("\n");
    if (dataDirectory === path.dirname(pidFile)) process.kill(Number(pid), "SIGQUIT");
  } catch {
    // No server of that run is left.
  }
}
