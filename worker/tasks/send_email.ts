import { createTransport } from "nodemailer";
import type { Task } from "graphile-worker";
import { z } from "zod";
import { loadConfig } from "../../src/config.ts";

const SENDER = "Rowhouse <no-reply@rowhouse.invalid>";

const Payload = z.object({ email_id: z.uuid() });

const { smtpUrl } = loadConfig(process.env);
const transport = smtpUrl
  ? createTransport(smtpUrl, { from: new URL(smtpUrl).searchParams.get("from") ?? SENDER })
  : undefined;

/**
 * Sends a mail of the outbox. Without SMTP_URL it stays there, queued. The message id is made of
 * the mail's id, so that a mail sent twice (a worker killed between sending and noting it) is seen
 * as one by mail programs that look at it.
 */
const sendEmail: Task = async (payload, { withPgClient, logger }) => {
  const { email_id: id } = Payload.parse(payload);
  if (!transport) {
    logger.info(`mail ${id} stays in the outbox: SMTP_URL is not set`);
    return;
  }
  const { rows } = await withPgClient((client) =>
    client.query<{ id: string | null; recipient: string; subject: string; body: string }>(
      "select id, recipient, subject, body from app_private.claim_email($1)",
      [id],
    ),
  );
  const email = rows[0];
  if (!email?.id) return;
  try {
    await transport.sendMail({
      to: email.recipient,
      subject: email.subject,
      text: email.body,
      messageId: `<${id}@rowhouse>`,
    });
  } catch (error) {
    await finish((error as Error).message);
    throw error;
  }
  await finish(null);

  async function finish(problem: string | null): Promise<void> {
    await withPgClient((client) =>
      client.query("select app_private.finish_email($1, $2)", [id, problem]),
    );
  }
};

export default sendEmail;
