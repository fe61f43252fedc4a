import type { Task } from "graphile-worker";
import { createTransport } from "nodemailer";
import { z } from "zod";
import { loadConfig } from "../../src/config.ts";

const SENDER = "Rowhouse <no-reply@rowhouse.invalid>";

const Payload = z.object({ email_id: z.uuid() });

type Email = {
  id: string | null;
  recipient: string;
  cc: string | null;
  subject: string;
  body: string;
  is_html: boolean;
};

const { smtpUrl } = loadConfig(process.env);
const transport = smtpUrl
  ? createTransport(smtpUrl, { from: new URL(smtpUrl).searchParams.get("from") ?? SENDER })
  : undefined;

/**
 * Sends a mail of the outbox. Without SMTP_URL it stays there, queued. The message id is made of
 * the mail's id, so that a mail sent twice (a worker killed between sending and noting it) is seen
 * as one by mail programs that look at it.
 */
const sendEmail: Task = async (payload, { withPgClient, job, logger }) => {
  const { email_id: id } = Payload.parse(payload);
  if (!transport) {
    logger.info(`mail ${id} stays in the outbox: SMTP_URL is not set`);
    return;
  }
  const { rows } = await withPgClient((client) =>
    client.query<Email>("select id, recipient, cc, subject, body, is_html from app_private.claim_email($1)", [id]),
  );
  const email = rows[0];
  if (!email?.id) return;
  let refused: readonly unknown[];
  try {
    ({ rejected: refused } = await transport.sendMail({
      to: email.recipient,
      ...(email.cc === null ? {} : { cc: email.cc }),
      subject: email.subject,
      [email.is_html ? "html" : "text"]: email.body,
      messageId: `<${id}@rowhouse>`,
    }));
  } catch (error) {
    const isOver = isRefusal(error) || job.attempts >= job.max_attempts;
    await finish(isOver ? "failed" : "queued", (error as Error).message);
    if (isOver) return;
    throw error;
  }
  await finish("sent", refused.length === 0 ? null : `Not accepted for ${refused.join(", ")}.`);

  async function finish(outcome: "sent" | "failed" | "queued", problem: string | null): Promise<void> {
    await withPgClient((client) =>
      client.query("select app_private.finish_email($1, $2, $3)", [id, outcome, problem]),
    );
  }
};

export default sendEmail;

/** Whether the server will not take this mail at another time either, such as for an address that there is not. */
function isRefusal(error: unknown): boolean {
  const { code, responseCode = 0 } = error as { code?: string; responseCode?: number };
  return (code === "EENVELOPE" || code === "EMESSAGE") && responseCode >= 500;
}
