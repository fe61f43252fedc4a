// A worker in a process of its own, which a test can kill: program.ts <tasks> <login>
import { createLogger } from "../../src/telemetry/logger.ts";
import { createMetrics } from "../../src/telemetry/metrics.ts";
import { startWorker } from "../../worker/runner.ts";
import { tryOut } from "./gates.ts";

const [tasks = "", authenticatorUrl = ""] = process.argv.slice(2);
await startWorker({ authenticatorUrl, logger: createLogger("warn"), metrics: createMetrics(), preset: tryOut(tasks) });
console.log("ready");
