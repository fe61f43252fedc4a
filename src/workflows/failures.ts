/** What becomes of an action that failed: another attempt, or an explanation. */
import { errorCode } from "../database/connections.ts";
import { describeRowError } from "../import/databaseError.ts";
import { ActionError } from "./actions/index.ts";
import { TemplateError } from "./templates.ts";

/** Attempts at one action before it counts as failed. */
export const MOST_ATTEMPTS = 8;
const LONGEST_PAUSE_S = 60;
const LONGEST_MESSAGE = 1000;

/** Deadlock, serialization, a lock that was waited for too long, permissions that changed in between. */
const TRANSIENT = new Set(["40P01", "40001", "55P03", "RH412"]);
const LOST = /^(08|57P0|EPIPE|ECONN|ETIMEDOUT)/;

/** Whether trying again may help. */
export function isTransient(error: unknown): boolean {
  return TRANSIENT.has(errorCode(error) ?? "");
}

/** Whether the connection is gone, and the transaction with it. */
export function isLostConnection(error: unknown): boolean {
  const { message } = error as Error;
  return LOST.test(errorCode(error) ?? "") || /^Connection terminated|Client has encountered a connection error/.test(message);
}

/** How many seconds to wait before the attempt after this one. */
export function pauseAfter(attempt: number): number {
  return Math.min(2 ** (attempt - 1), LONGEST_PAUSE_S);
}

/** What went wrong, in words for who looks after the workflow. */
export function describeFailure(error: unknown): string {
  return inWords(error).slice(0, LONGEST_MESSAGE);
}

function inWords(error: unknown): string {
  if (error instanceof ActionError || error instanceof TemplateError) return error.message;
  const code = errorCode(error);
  const { message } = error as Error;
  if (code === "57014") return "It took too long.";
  if (isTransient(error)) return `Others were changing the same at the same time (${message}).`;
  const described = describeRowError(error);
  if (!described) return code ? `The database refused it: ${message} (${code}).` : "It failed for an internal reason.";
  const { column, message: text } = described;
  if (code?.startsWith("RH") && column !== undefined && text !== message) return `${message} ${column}: ${text}`;
  return column === undefined ? text : `${column}: ${text}`;
}
