import type { ClientBase } from "pg";
import { ActionError } from "./actions/index.ts";

const UNITS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000 } as const;
const LONGEST_MS = 366 * UNITS.days;
const DATE = /^\d{4}-\d\d-\d\d$/;

/**
 * Until when a run waits.
 * @param input - `{for: {days, hours, minutes}}` or `{until}`: a time, or a date, which begins where the organization is
 * @param from - what the time is counted from
 * @throws ActionError when it is no time, or more than a year away
 */
export async function readDelay(client: ClientBase, input: Readonly<Record<string, unknown>>, from: Date): Promise<Date> {
  const until = "for" in input ? after(from, input["for"]) : await momentOf(client, input["until"]);
  if (until.getTime() > from.getTime() + LONGEST_MS) throw new ActionError("A run waits for a year at most.");
  return until;
}

function after(from: Date, span: unknown): Date {
  const given = span as Readonly<Record<string, number | undefined>>;
  const length = Object.entries(UNITS).reduce((sum, [unit, ms]) => sum + (given[unit] ?? 0) * ms, 0);
  return new Date(from.getTime() + length);
}

async function momentOf(client: ClientBase, given: unknown): Promise<Date> {
  const text = typeof given === "string" ? given.trim() : "";
  if (text === "") throw new ActionError("There is no time to wait for: the field is empty.");
  const { rows } = DATE.test(text)
    ? await client.query<{ moment: Date | null }>(
        `select $1::timestamp at time zone o.timezone as moment from app_public.organizations o
           where o.id = (select app_hidden.current_organization_id())`, [text])
    // Without a zone it is UTC, wherever the worker is.
    : await client.query<{ moment: Date | null }>("select app_hidden.moment($1) as moment", [text]);
  const moment = rows[0]?.moment;
  if (!moment || Number.isNaN(moment.getTime())) throw new ActionError(`This is no time to wait for: ${text.slice(0, 50)}.`);
  return moment;
}
