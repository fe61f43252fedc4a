import "../environment.ts";
import { Command } from "commander";
import { ConfigurationError } from "../config.ts";
import { EmbeddedServerBusyError } from "../database/embedded.ts";
import { PreparationError } from "../database/prepare.ts";
import { doctorCommand } from "./doctor.ts";
import { filesCommand } from "./files.ts";
import { importCommand } from "./import.ts";
import { outboxCommand } from "./outbox.ts";
import { CommandError } from "./session.ts";
import { userCommand } from "./user.ts";

const EXPECTED = [ConfigurationError, PreparationError, EmbeddedServerBusyError, CommandError];

const program = new Command("rowhouse")
  .description("Rowhouse from the command line")
  .showHelpAfterError()
  .addCommand(importCommand())
  .addCommand(doctorCommand())
  .addCommand(userCommand())
  .addCommand(outboxCommand())
  .addCommand(filesCommand());

try {
  await program.parseAsync();
} catch (error) {
  const known = EXPECTED.some((kind) => error instanceof kind) || hasOwnSqlState(error);
  const text = known ? (error as Error).message : ((error as Error).stack ?? String(error));
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** What the database says with a code of ours, or about a value, is meant for people. */
function hasOwnSqlState(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" && /^(RH\d{3}|2[23]\w{3}|E[A-Z]+)$/.test(code);
}
