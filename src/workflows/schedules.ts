import { Cron } from "croner";
import type { ClientBase } from "pg";
import { inTransaction } from "../database/connections.ts";

const RETRY_MS = 300_000;

/** A trigger with a schedule, as it waits. */
export type Schedule = {
  /** Minute, hour, day, month and weekday. */
  readonly schedule: string;
  /** By name, such as Europe/Berlin. */
  readonly timezone: string;
  /** Occurrences after it count. */
  readonly since: Date;
  /** When it was to be due; null when that is yet to be found out. */
  readonly next_run_at: Date | null;
};

/**
 * Whether a schedule is due, and when it is next. Occurrences that nobody was there for are one. A time
 * that the clock skips in spring comes when the clock goes on; one that it repeats in autumn, once.
 *
 * @param schedule - the schedule
 * @param now - the time of the database
 * @returns next: null when there is no time after
 */
export function nextOccurrence({ schedule, timezone, since, next_run_at }: Schedule, now: Date): { isDue: boolean; next: Date | null } {
  const cron = new Cron(schedule, { timezone, paused: true });
  const awaited = next_run_at ?? cron.nextRun(since);
  const isDue = awaited !== null && awaited <= now;
  return { isDue, next: isDue ? cron.nextRun(now) : awaited };
}

type DueSchedule = Schedule & { readonly organization_id: string; readonly trigger_id: string };

/** What a batch came to. */
export type RaisedSchedules = {
  /** Whether there may be more. */
  readonly hasMore: boolean;
  /** Of schedules that are tried again in five minutes. */
  readonly problems: readonly unknown[];
};

/**
 * Raises the events of schedules that are due, those of a batch in one transaction with when they are due
 * next, so that an occurrence has its events once, however many workers there are and whenever one dies.
 *
 * @param client - logged in as rowhouse_authenticator
 */
export async function raiseSchedules(client: ClientBase, batch = 20): Promise<RaisedSchedules> {
  return inTransaction(client, async () => {
    const clock = await client.query<{ now: Date }>("select now()");
    const now = clock.rows[0]?.now ?? new Date();
    const { rows } = await client.query<DueSchedule>("select * from app_private.due_schedules($1)", [batch]);
    const problems: unknown[] = [];
    const move = (due: DueSchedule, isDue: boolean, next: Date | null) =>
      client.query("select app_private.move_schedule($1, $2, $3, $4)", [due.organization_id, due.trigger_id, isDue, next]);
    for (const due of rows) {
      await client.query("savepoint schedule");
      try {
        const { isDue, next } = nextOccurrence(due, now);
        await move(due, isDue, next);
      } catch (error) {
        problems.push(error);
        await client.query("rollback to savepoint schedule");
        await move(due, false, new Date(now.getTime() + RETRY_MS));
      }
    }
    return { hasMore: rows.length === batch, problems };
  });
}
