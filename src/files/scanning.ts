/** The hook for a virus scanner: a command that is given a file and says what it thinks of it. */
import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const TIME_MS = 10 * 60_000;
const LONGEST_COMPLAINT = 500;

/** What a scanner is told of the environment: nothing that is secret. */
const PASSED_ON = ["PATH", "HOME", "LANG", "TMPDIR"] as const;

/**
 * Has a file scanned.
 *
 * @param command - For the shell. It gets the file on its input and ends with 0 for a clean file and
 *   with 1 for an infected one.
 * @returns Whether it is infected.
 * @throws Error when the command ends otherwise or takes longer than ten minutes.
 */
export async function isInfected(command: string, file: Readable): Promise<boolean> {
  const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  // A group of its own, so that what the shell has started ends with it.
  const child = spawn(command, { shell: true, detached: true, env, stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint = (complaint + text).slice(0, LONGEST_COMPLAINT);
  });
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal ?? ""));
  });
  const end = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, "SIGKILL");
  };
  const timer = setTimeout(end, TIME_MS);
  try {
    let problem: Error | undefined;
    file.once("error", (error: Error) => (problem = error));
    // A scanner that has seen enough stops reading.
    await pipeline(file, child.stdin).catch(() => undefined);
    if (problem !== undefined) throw problem;
    const code = await ended;
    if (code === 0 || code === 1) return code === 1;
    throw new Error(`FILE_SCAN_COMMAND ended with ${code}: ${complaint.trim()}`);
  } finally {
    clearTimeout(timer);
    end();
    ended.catch(() => undefined);
  }
}
