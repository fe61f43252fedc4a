/**
 * The codes of errors that a client can meet, in one table, and how the database's own codes map
 * to them. `docs/errors.md` explains them to users.
 */

/** A value of `extensions.code`. */
export type ErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "BAD_INPUT"
  | "CONFLICT"
  | "RATE_LIMITED"
  | "LIMIT_EXCEEDED"
  | "INTERNAL";

interface ErrorCodeDetails {
  /** What our own SQL functions raise, null when only the server itself says so. */
  readonly sqlState: string | null;
  /** Status for answers outside of GraphQL. */
  readonly httpStatus: number;
  /** What is said when there is nothing better to say. */
  readonly message: string;
}

/** Every error code with the SQLSTATE that our functions raise for it. */
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeDetails>> = {
  BAD_INPUT: { sqlState: "RH400", httpStatus: 400, message: "The input is not valid." },
  UNAUTHENTICATED: { sqlState: "RH401", httpStatus: 401, message: "Sign in first." },
  FORBIDDEN: { sqlState: "RH403", httpStatus: 403, message: "You may not do this." },
  NOT_FOUND: { sqlState: "RH404", httpStatus: 404, message: "There is no such record." },
  CONFLICT: {
    sqlState: "RH409",
    httpStatus: 409,
    message: "This conflicts with another change or record.",
  },
  LIMIT_EXCEEDED: { sqlState: "RH413", httpStatus: 413, message: "This request is too large." },
  RATE_LIMITED: {
    sqlState: "RH429",
    httpStatus: 429,
    message: "Too many requests. Try again later.",
  },
  INTERNAL: {
    sqlState: null,
    httpStatus: 500,
    message: "Something went wrong on the server. It has been logged with this request id.",
  },
};

/** What a code of the database means to a client: fixed words, never the database's own. */
export interface DatabaseErrorMeaning {
  readonly code: ErrorCode;
  readonly message: string;
}

const bad = (message: string): DatabaseErrorMeaning => ({ code: "BAD_INPUT", message });

/** Codes of Postgres that are the caller's doing; a two-letter key covers a whole class. */
const POSTGRES_CODES: Readonly<Record<string, DatabaseErrorMeaning>> = {
  "22": bad("A value is not valid."),
  "22001": bad("A text is too long."),
  "22003": bad("A number is out of range."),
  "22007": bad("A date or time is not valid."),
  "22008": bad("A date or time is out of range."),
  "22021": bad("A text holds a character that cannot be stored."),
  "22P02": bad("A value has the wrong format."),
  "22P05": bad("A text holds a character that cannot be stored."),
  "23001": { code: "CONFLICT", message: "Other records still refer to this one." },
  "23502": bad("A required value is missing."),
  "23503": bad("A value refers to a record that does not exist."),
  "23505": { code: "CONFLICT", message: "Another record has the same values." },
  "23514": bad("A value breaks a rule."),
  "23P01": { code: "CONFLICT", message: "This overlaps with another record." },
  // Ours: the permissions changed twice while the statement was made again; see plugins/access.
  RH412: { code: "CONFLICT", message: "Your permissions have just changed. Try again." },
  "40001": { code: "CONFLICT", message: "Someone changed this at the same time. Try again." },
  "40P01": { code: "CONFLICT", message: "Someone changed this at the same time. Try again." },
  "42501": { code: "FORBIDDEN", message: ERROR_CODES.FORBIDDEN.message },
  "54001": { code: "LIMIT_EXCEEDED", message: "This request is too complex." },
  "55P03": { code: "CONFLICT", message: "Someone is changing this right now. Try again." },
  "57014": { code: "LIMIT_EXCEEDED", message: "This took too long and was stopped." },
};

const CODE_BY_OWN_SQL_STATE: ReadonlyMap<string, ErrorCode> = new Map(
  (Object.entries(ERROR_CODES) as [ErrorCode, ErrorCodeDetails][]).flatMap(
    ([code, { sqlState }]) => (sqlState === null ? [] : [[sqlState, code] as const]),
  ),
);

/**
 * The error code for a SQLSTATE that our own functions raise.
 * @param sqlState - five characters
 * @returns the code, or undefined when the state is not one of ours
 */
export function codeOfOwnSqlState(sqlState: string): ErrorCode | undefined {
  return CODE_BY_OWN_SQL_STATE.get(sqlState);
}

/**
 * What a SQLSTATE of Postgres itself means to a client.
 * @param sqlState - five characters
 * @returns code and message, or undefined when it is the server's fault
 */
export function meaningOfPostgresCode(sqlState: string): DatabaseErrorMeaning | undefined {
  return POSTGRES_CODES[sqlState] ?? POSTGRES_CODES[sqlState.slice(0, 2)];
}
