import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PROJECT_DIRECTORY } from "../../src/config.ts";

/** A program of the project that runs in a process of its own. */
export type TestProcess = {
  child: ChildProcess;
  /** What it has written to both streams so far. */
  output(): string;
  /** Waits until the output matches. */
  until(pattern: RegExp): Promise<RegExpMatchArray>;
  /** Waits for its end; null when a signal ended it. */
  exitCode: Promise<number | null>;
};

/** Starts a program of the project, such as `src/main.ts`, with only these settings. */
export function startProgram(
  file: string,
  settings: Record<string, string>,
  programArguments: string[] = [],
): TestProcess {
  const { PATH, TMPDIR, HOME } = process.env;
  const child = spawn(process.execPath, [file, ...programArguments], {
    cwd: PROJECT_DIRECTORY,
    env: { PATH, ...(TMPDIR ? { TMPDIR } : {}), ...(HOME ? { HOME } : {}), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const exitCode = new Promise<number | null>((resolve) => {
    child.once("close", (code) => resolve(code));
  });
  let ended = false;
  void exitCode.then(() => (ended = true));
  const until = async (pattern: RegExp) => {
    for (;;) {
      const found = pattern.exec(output);
      if (found) return found;
      if (ended) throw new Error(`ended without ${pattern}:\n${output}`);
      await sleep(20);
    }
  };
  return { child, output: () => output, until, exitCode };
}

/** Makes a state directory of its own that the server's account can enter. */
export function makeStateDirectory(): string {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rowhouse-state-"));
  fs.chmodSync(directory, 0o755);
  return directory;
}

/** The process id of the Postgres in a state directory, if one is said to run. */
export function postmasterPid(stateDirectory: string): number | undefined {
  const file = path.join(stateDirectory, "postgres-18", "data", "postmaster.pid");
  if (!fs.existsSync(file)) return undefined;
  return Number(fs.readFileSync(file, "utf8").split("\n")[0]);
}

/** Says whether a process runs. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended but was not yet collected by its parent counts as ended.
    const status = `/proc/${pid}/status`;
    return !fs.existsSync(status) || !/^State:\s+Z/m.test(fs.readFileSync(status, "utf8"));
  } catch {
    return false;
  }
}

/** Waits until something holds; gives up after a minute, so that the run comes to its end. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const late = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > late) throw new Error(`Never came true: ${condition}`);
    await sleep(50);
  }
}
