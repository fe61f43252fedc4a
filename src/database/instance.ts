import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** What holds the embedded server: `npm start` or one command of the command line. */
export type Holder = "server" | "command";

/** The process that runs the embedded server, as kept in `.rowhouse/embedded.json`. */
export type Instance = {
  pid: number;
  /** Tells this process from a later one with the same number. */
  startedAt: string;
  holder: Holder;
  /** Set once the server accepts connections. */
  port?: number;
};

/** The right to run the embedded server, or the process that has it. */
export type Claim =
  | { busy: Instance }
  | { publish(port: number): void; release(): void };

const LOCK_STALE_MS = 10_000;

/** When a process started, in units of its system; unset when there is no such process. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name, in parentheses, may hold spaces; the start is the 20th field after it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    if (fs.existsSync("/proc/self/stat")) return undefined;
  }
  if (process.platform === "win32") {
    try {
      process.kill(pid, 0);
      return "alive";
    } catch {
      return undefined;
    }
  }
  const shown = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
  return shown.stdout?.trim() || undefined;
}

function instanceFile(stateDirectory: string): string {
  return path.join(stateDirectory, "embedded.json");
}

/** Reads which live process runs the embedded server, if one does. */
export function readInstance(stateDirectory: string): Instance | undefined {
  let instance: Instance;
  try {
    instance = JSON.parse(fs.readFileSync(instanceFile(stateDirectory), "utf8")) as Instance;
  } catch {
    return undefined;
  }
  return processStart(instance.pid) === instance.startedAt ? instance : undefined;
}

function writeInstance(stateDirectory: string, instance: Instance): void {
  const file = instanceFile(stateDirectory);
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(instance)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** Runs a short synchronous step that no other process runs at the same time. */
function exclusively<T>(stateDirectory: string, step: () => T): T | undefined {
  const lock = path.join(stateDirectory, "embedded.lock");
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs > LOCK_STALE_MS) fs.rmSync(lock, { force: true });
  } catch {
    // Nobody holds it.
  }
  const deadline = Date.now() + LOCK_STALE_MS;
  for (;;) {
    try {
      fs.closeSync(fs.openSync(lock, "wx"));
      break;
    } catch (error) {
      const held = (error as NodeJS.ErrnoException).code === "EEXIST";
      if (!held || Date.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
  try {
    return step();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

/**
 * Takes the right to run the embedded server of a state directory.
 *
 * @returns `busy` with the process that has it, else functions to publish the port and to give
 *   the right back.
 */
export function claimInstance(stateDirectory: string, holder: Holder): Claim {
  const startedAt = processStart(process.pid) ?? "";
  const own: Instance = { pid: process.pid, startedAt, holder };
  const busy = exclusively(stateDirectory, () => {
    const other = readInstance(stateDirectory);
    if (!other) writeInstance(stateDirectory, own);
    return other;
  });
  if (busy) return { busy };
  return {
    publish: (port) => writeInstance(stateDirectory, { ...own, port }),
    release: () => fs.rmSync(instanceFile(stateDirectory), { force: true }),
  };
}
