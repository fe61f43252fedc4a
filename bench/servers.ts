import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import type { HandWrittenOptions } from "./handWritten.ts";

/** A server in a process of its own. */
export type MeasuredServer = {
  /** Where it answers, without a path. */
  url: URL;
  /** Processor time that its process has used, in milliseconds. */
  processorTime(): Promise<number>;
  /** Memory that its process holds, in bytes; unset where the system has no /proc. */
  memory(): number | undefined;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

const READY = /ready: (http:\/\/[^/\s]+)/;

async function startServer(
  program: string,
  environment: Record<string, string>,
): Promise<MeasuredServer> {
  const preload = pathToFileURL(path.join(import.meta.dirname, "processorTime.ts")).href;
  const { PATH, HOME, TMPDIR } = process.env;
  const own = Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined);
  const child = spawn(process.execPath, ["--import", preload, program], {
    cwd: PROJECT_DIRECTORY,
    env: { ...(Object.fromEntries(own) as Record<string, string>), ...environment },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  const stop = () => end("SIGTERM");
  try {
    return {
      url: new URL(await urlOf(child)),
      processorTime: () => processorTimeOf(child),
      memory: () => memoryOf(child),
      kill: () => end("SIGKILL"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function urlOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const read = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-10_000);
      const found = READY.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", () => reject(new Error(`A server did not start:\n${output}`)));
  });
}

async function processorTimeOf(child: ChildProcess): Promise<number> {
  const answered = once(child, "message") as Promise<[NodeJS.CpuUsage]>;
  child.send("processor time");
  const [{ user, system }] = await answered;
  return (user + system) / 1000;
}

function memoryOf({ pid }: ChildProcess): number | undefined {
  const file = `/proc/${pid}/status`;
  if (!fs.existsSync(file)) return undefined;
  const found = /VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(file, "utf8"))?.[1];
  return found === undefined ? undefined : Number(found) * 1024;
}

/**
 * Starts Rowhouse's API as it runs in production, but for the request log.
 *
 * @param authenticatorUrl - Login to the database.
 * @param jwtSecret - Signs the tokens of the requests.
 * @throws Error with its output when it does not start.
 */
export function startRowhouse(
  authenticatorUrl: string,
  jwtSecret: string,
): Promise<MeasuredServer> {
  return startServer(path.join(PROJECT_DIRECTORY, "src", "main.ts"), {
    NODE_ENV: "production",
    ROWHOUSE_MODE: "api",
    PORT: "0",
    LOG_LEVEL: "warn",
    AUTHENTICATOR_DATABASE_URL: authenticatorUrl,
    JWT_SECRET: jwtSecret,
  });
}

/**
 * Starts the hand-written server.
 *
 * @throws Error with its output when it does not start.
 */
export function startHandWritten(options: HandWrittenOptions): Promise<MeasuredServer> {
  return startServer(path.join(import.meta.dirname, "handWritten.ts"), {
    NODE_ENV: "production",
    BENCH_SERVER: JSON.stringify(options),
  });
}

const TICKS_A_SECOND = 100;

/**
 * Processor time of a Postgres and its running backends, in milliseconds.
 *
 * @param postmaster - Process id of the server.
 * @returns Unset where the system has no /proc.
 */
export function postgresProcessorTime(postmaster: number): number | undefined {
  if (!fs.existsSync("/proc/self/stat")) return undefined;
  let ticks = 0;
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const process = readProcess(name);
    if (process?.parent === postmaster || Number(name) === postmaster) ticks += process?.ticks ?? 0;
  }
  return (ticks * 1000) / TICKS_A_SECOND;
}

/**
 * Processor time of one backend, in milliseconds.
 *
 * @returns Unset where the system has no /proc.
 */
export function backendProcessorTime(pid: number): number | undefined {
  const process = readProcess(String(pid));
  return process && (process.ticks * 1000) / TICKS_A_SECOND;
}

/** What the system tells of a process; undefined when it has ended. */
function readProcess(name: string): { parent: number; ticks: number } | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
    // After the command's name in parentheses: state, parent, …, user and system time.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return undefined;
  }
}
