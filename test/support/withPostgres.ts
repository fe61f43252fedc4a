// Runs the whole suite on another PostgreSQL: node test/support/withPostgres.ts 15 [jest options]
import { spawn } from "node:child_process";

const [major, ...rest] = process.argv.slice(2);
const npm = process.platform === "win32" ? "npm.cmd" : "npm";
const child = spawn(npm, ["test", "--", ...rest], {
  stdio: "inherit",
  env: { ...process.env, ROWHOUSE_TEST_POSTGRES: major },
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => process.exit(code ?? 1));
