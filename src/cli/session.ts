import { loadConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { withConnection } from "../database/connections.ts";
import { migrateDatabase, migrationProblem } from "../database/migrate.ts";
import { prepareDatabase } from "../database/prepare.ts";
import { openDatabase } from "../database/target.ts";
import type { DatabaseTarget } from "../database/target.ts";
import { createLogger } from "../telemetry/logger.ts";
import type { Logger } from "../telemetry/logger.ts";

/** A command cannot do what was asked; the message is one line for people. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** What a command works with. */
export type CommandSession = DatabaseTarget & { config: Config; logger: Logger };

/** Writes a line about the progress where it does not mix with a command's output. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a command on the database that the environment names: the one of the running `npm start`
 * where there is one, else the embedded one, started for the time of the command.
 *
 * @param options.current - Whether the database must have the newest schema; it is brought to it
 *   when this process may do so.
 * @throws CommandError when it must be current and cannot be made so.
 */
export async function withSession<T>(
  callback: (session: CommandSession) => Promise<T>,
  options: { current: boolean } = { current: true },
): Promise<T> {
  const config = loadConfig(process.env);
  const logger = createLogger(process.env["LOG_LEVEL"] ? config.logLevel : "warn");
  const target = await openDatabase(config, "command", note);
  const interrupted = () => void target.stop().finally(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  try {
    if (options.current) await requireCurrent(target, logger);
    return await callback({ ...target, config, logger });
  } finally {
    process.removeListener("SIGINT", interrupted).removeListener("SIGTERM", interrupted);
    await target.stop();
  }
}

async function requireCurrent(target: DatabaseTarget, logger: Logger): Promise<void> {
  const { ownerUrl, authenticatorUrl } = target;
  if (ownerUrl) {
    await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
    await migrateDatabase({ ownerUrl, logger });
  }
  const problem = await withConnection(authenticatorUrl, (client) => migrationProblem(client));
  if (problem) throw new CommandError(problem);
}

/** The login that may manage users and see all organizations. */
export function ownerUrlOf(session: CommandSession): string {
  if (!session.ownerUrl) throw new CommandError("This command needs DATABASE_URL.");
  return session.ownerUrl;
}

/** Prints rows of texts as aligned columns. */
export function printTable(header: string[], rows: string[][]): void {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${cells.join("  ").trimEnd()}\n`);
  }
}
