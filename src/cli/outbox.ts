import { Command, InvalidArgumentError } from "commander";
import { withConnection } from "../database/connections.ts";
import { withSession } from "./session.ts";

type Options = { to?: string; count: number };

type Email = {
  created_at: Date;
  recipient: string;
  subject: string;
  body: string;
  status: string;
  error: string | null;
};

/** The command `outbox`: shows the newest mails, sent or not. */
export function outboxCommand(): Command {
  return new Command("outbox")
    .description("show the newest mails, such as an invitation that could not be sent")
    .option("--to <email>", "only mails to this address")
    .option("--count <number>", "how many", parseCount, 5)
    .action(printOutbox);
}

async function printOutbox({ to, count }: Options): Promise<void> {
  const emails = await withSession((session) =>
    withConnection(session.authenticatorUrl, async (client) => {
      const { rows } = await client.query<Email>(
        `select created_at, recipient, subject, body, status, error
           from app_private.list_emails(lower(btrim($1)), $2)`,
        [to ?? null, count],
      );
      return rows;
    }),
  );
  if (emails.length === 0) {
    process.stdout.write(to === undefined ? "The outbox is empty.\n" : `No mail to ${to}.\n`);
  }
  process.stdout.write(emails.map(describe).join("\n"));
}

function describe({ created_at, recipient, status, error, subject, body }: Email): string {
  const state = error === null ? status : `${status}: ${error}`;
  const head = `${created_at.toISOString()}  ${recipient}  ${state}\n${subject}\n`;
  return `${head}\n${body.replaceAll(/^(?=.)/gm, "  ").trimEnd()}\n`;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError("It is no number from 1.");
  return Number(text);
}
