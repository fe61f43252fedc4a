import * as path from "node:path";
import { WorkerPreset } from "graphile-worker";

/** How many jobs one worker process runs at the same time. */
export const CONCURRENT_JOBS = 5;

/** How the job runner works: which tasks it knows, and how many run at once. */
export const workerPreset: GraphileConfig.Preset = {
  extends: [WorkerPreset],
  worker: {
    schema: "graphile_worker",
    taskDirectory: path.join(import.meta.dirname, "tasks"),
    crontabFile: path.join(import.meta.dirname, "crontab"),
    fileExtensions: [".ts"],
    concurrentJobs: CONCURRENT_JOBS,
    maxPoolSize: CONCURRENT_JOBS + 2,
    pollInterval: 2_000,
    // Below 0, the default, the end of a job is written without waiting for it: a stop loses it,
    // and a lost connection ends the process.
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    gracefulShutdownAbortTimeout: 10_000,
  },
};
