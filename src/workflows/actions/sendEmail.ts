import { z } from "zod";
import type { ActionRequest, ActionResult } from "./index.ts";
import { ActionError } from "./index.ts";
import { ask, readInput } from "./input.ts";

const Addresses = z.union([z.string(), z.array(z.string())]).transform((given) =>
  // A template may have come out empty, as for a contact without an address.
  (typeof given === "string" ? [given] : given).map((address) => address.trim()).filter((address) => address !== ""));

const Input = z.object({
  to: Addresses,
  cc: Addresses.default([]),
  subject: z.string(),
  body: z.string(),
  html: z.boolean().default(false),
  log: z.boolean().default(false),
});

type Mail = z.output<typeof Input>;

const LONGEST_SUBJECT = 500;

/** What communications can be on. */
const LOGGED_ON: ReadonlySet<string> = new Set(["account", "contact", "lead", "deal", "activity"]);

/** Puts a mail into the outbox, and on the record as a communication if that is asked for. */
export async function sendEmail(request: ActionRequest): Promise<ActionResult> {
  const mail = readInput(Input, request.input);
  const { client, context, key } = request;
  const { rows } = await client.query<{ id: string; is_new: boolean }>(
    "select id, is_new from app_hidden.send_email($1, $2, $3, $4, $5, $6, $7, $8)",
    [key, mail.to, mail.cc, mail.subject, mail.body, mail.html, context.objectType, context.objectId],
  );
  const sent = rows[0];
  if (!sent) throw new Error("No mail was queued.");
  const communication = mail.log ? await log(request, mail, sent.id) : undefined;
  return {
    output: { id: sent.id, recipient_count: mail.to.length + mail.cc.length, ...communication },
    changesRecord: mail.log,
  };
}

async function log({ client, context, key }: ActionRequest, mail: Mail, id: string): Promise<{ communication_id: string }> {
  const { objectType, objectId } = context;
  if (objectType === null || !LOGGED_ON.has(objectType)) throw new ActionError("log: There is no record to log the mail on.");
  const values = {
    type: "email",
    direction: "outbound",
    // As it is in the mail.
    subject: [...mail.subject.trim().replace(/[\s\p{Cc}]+/gu, " ")].slice(0, LONGEST_SUBJECT).join(""),
    body: mail.html ? textOf(mail.body) : mail.body,
    email_to: mail.to,
    email_cc: mail.cc,
    // An answer that names it joins its thread.
    message_id: `<${id}@rowhouse>`,
    [`${objectType}_id`]: objectId,
  };
  return {
    communication_id: await ask<string>(client,
      `select coalesce(app_hidden.action_output($1) ->> 'communication_id',
        (app_hidden.write_record('communication', null, $2)).id::text)`, [key, JSON.stringify(values)]),
  };
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&nbsp;": " ", "&amp;": "&",
};

/**
 * What a mail in HTML says, roughly. Each pattern is done with a character after a few steps, since
 * what was filled in may be long and of nothing but spaces.
 */
export function textOf(html: string): string {
  const lines = withoutPrograms(html)
    .replace(/<br\s*\/?>|<\/(p|div|li|tr|h[1-6])\s*>/gi, "\n")
    .replace(/<[^<>]*>/g, "")
    .replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .split("\n");
  return lines.map((line) => line.trimEnd())
    .filter((line, place, all) => line !== "" || all[place - 1] !== "")
    .join("\n")
    .trim();
}

function withoutPrograms(html: string): string {
  const [first = "", ...others] = html.split(/<(?:script|style)\b/i);
  return first + others.map((part) => {
    const end = /<\/(?:script|style)\s*>/i.exec(part);
    return end ? part.slice(end.index + end[0].length) : "";
  }).join("");
}
