import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { workerPreset } from "../../worker/preset.ts";

/** Says that its attempt has begun, and waits until a file lets it end, or the folder is gone. */
const TASK = `
  import * as fs from "node:fs";
  import { setTimeout as sleep } from "node:timers/promises";
  export default async ({ name, gated }, { job, withPgClient }) => {
    const gate = import.meta.dirname + "/" + name + "." + job.attempts;
    fs.writeFileSync(gate + ".begun", "");
    while (gated && fs.existsSync(gate + ".begun") && !fs.existsSync(gate + ".open")) await sleep(20);
    await withPgClient((client) => client.query("select"));
    fs.writeFileSync(gate + ".done", "");
  };`;

/** A folder with one task, `pass`, whose attempts begin and end in sight of a test. */
export type Gates = {
  directory: string;
  /** Whether an attempt of the job has come so far. */
  has(name: string, attempt: number, state: "begun" | "done"): boolean;
  /** Lets an attempt end. */
  open(name: string, attempt: number): void;
  remove(): void;
};

/** Makes the folder. */
export function makeGates(): Gates {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), "rowhouse-gates-"));
  fs.writeFileSync(path.join(directory, "pass.mjs"), TASK);
  const file = (name: string, attempt: number, state: string) => path.join(directory, `${name}.${attempt}.${state}`);
  return {
    directory,
    has: (name, attempt, state) => fs.existsSync(file(name, attempt, state)),
    open: (name, attempt) => fs.writeFileSync(file(name, attempt, "open"), ""),
    remove: () => fs.rmSync(directory, { recursive: true, force: true }),
  };
}

/** The worker's preset with the tasks of a folder in place of the project's. */
export function tryOut(tasks: string): GraphileConfig.Preset {
  return {
    extends: [workerPreset],
    worker: {
      taskDirectory: tasks, crontabFile: path.join(tasks, "crontab"), fileExtensions: [".mjs"],
      concurrentJobs: 2, pollInterval: 100,
    },
  };
}
