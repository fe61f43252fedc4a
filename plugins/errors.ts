/**
 * Turns whatever goes wrong into an error of docs/errors.md. Only what is known to be safe reaches
 * a client; everything else is logged with the request id and answered as INTERNAL.
 */
import { isSafeError } from "grafast";
import { GraphQLError } from "graphql";
import { camelCase } from "./columnNames.ts";
import type { ConstraintMap, ConstraintMeaning } from "./constraints.ts";
import type { RequestIdentity } from "./context.ts";
import type { ErrorCode } from "./errorCodes.ts";
import { codeOfOwnSqlState, ERROR_CODES, meaningOfPostgresCode } from "./errorCodes.ts";

/** Messages for single fields of an input, by the name of the field in GraphQL. */
export type FieldMessages = Readonly<Record<string, string>>;

/** An error whose message is meant for the client; hand-written plans throw this. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldMessages | undefined;

  /**
   * @param code - what kind of error this is
   * @param message - what to tell the client; the code's own words when left out
   * @param fields - what is wrong with single fields
   */
  constructor(code: ErrorCode, message?: string, fields?: FieldMessages) {
    super(message ?? ERROR_CODES[code].message);
    this.name = "ApiError";
    this.code = code;
    this.fields = fields;
  }
}

/** What this package logs with; a pino logger is one. */
export interface ErrorLogger {
  error(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Turns an error into one that may be shown to who asks. */
export type MaskError = (error: unknown, identity?: RequestIdentity) => GraphQLError;

interface MaskErrorOptions {
  readonly logger: ErrorLogger;
  readonly constraints: ConstraintMap;
  /** In production messages do not suggest names of types and fields. */
  readonly production: boolean;
}

interface Verdict {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fields?: FieldMessages | undefined;
}

/** The parts of an error of `pg` that are read here. */
interface DatabaseError extends Error {
  readonly code: string;
  readonly severity: string;
  readonly detail?: string;
  readonly schema?: string;
  readonly column?: string;
  readonly constraint?: string;
}

const LONGEST_MESSAGE = 1000;

function isDatabaseError(error: unknown): error is DatabaseError {
  if (!(error instanceof Error)) return false;
  const { code, severity } = error as Partial<DatabaseError>;
  return typeof code === "string" && code.length === 5 && typeof severity === "string";
}

function inWords(name: string): string {
  return name.replace(/_id$/, "").replaceAll("_", " ");
}

function listInWords(columns: readonly string[]): string {
  const words = columns.map(inWords);
  const last = words.pop() ?? "";
  return words.length === 0 ? last : `${words.join(", ")} and ${last}`;
}

function fieldsOf(columns: readonly string[], message: string): FieldMessages | undefined {
  if (columns.length === 0) return undefined;
  return Object.fromEntries(columns.map((column) => [camelCase(column), message]));
}

/** Our functions may put `{"fields": {"<column>": "<message>"}}` into an error's detail. */
function fieldsInDetail(detail: string | undefined): FieldMessages | undefined {
  if (!detail?.startsWith("{")) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(detail);
  } catch {
    return undefined;
  }
  const { fields } = parsed as { fields?: unknown };
  if (typeof fields !== "object" || fields === null) return undefined;
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([column, message]) => [fieldName(column), message]));
}

/** What a column or a key of a document is called: keys are the organization's own words. */
function fieldName(column: string): string {
  const [name = "", ...keys] = column.split(".");
  return [camelCase(name), ...keys].join(".");
}

function verdictOnUniqueness(meaning: ConstraintMeaning | undefined, verdict: Verdict): Verdict {
  const columns = meaning?.columns ?? [];
  if (meaning?.description) {
    const message = meaning.description;
    return { ...verdict, message, fields: fieldsOf(columns, message) };
  }
  if (columns.length === 0) return verdict;
  return {
    ...verdict,
    message: `Another record has the same ${listInWords(columns)}.`,
    fields: fieldsOf(columns, "is taken"),
  };
}

function verdictOnReference(
  error: DatabaseError,
  meaning: ConstraintMeaning | undefined,
  verdict: Verdict,
): Verdict {
  if (error.message.startsWith("update or delete on table")) {
    return { code: "CONFLICT", message: "Other records still refer to this one." };
  }
  const columns = meaning?.columns ?? [];
  if (columns.length === 0) return verdict;
  return {
    ...verdict,
    message: `The ${listInWords(columns)} refers to a record that does not exist.`,
    fields: fieldsOf(columns, "refers to a record that does not exist"),
  };
}

function verdictOnCheck(
  error: DatabaseError,
  meaning: ConstraintMeaning | undefined,
  verdict: Verdict,
): Verdict {
  if (!error.constraint) return verdict;
  const rule = inWords(error.constraint.replace(/_check\d*$/, ""));
  const message = meaning?.description ?? `The value breaks the rule "${rule}".`;
  return { ...verdict, message, fields: fieldsOf(meaning?.columns ?? [], message) };
}

function verdictOnDatabaseError(
  error: DatabaseError,
  constraints: ConstraintMap,
): Verdict | undefined {
  const ownCode = codeOfOwnSqlState(error.code);
  if (ownCode) {
    return { code: ownCode, message: error.message, fields: fieldsInDetail(error.detail) };
  }
  const verdict = meaningOfPostgresCode(error.code);
  if (!verdict) return undefined;
  const meaning = constraints.get(`${error.schema}.${error.constraint}`);
  switch (error.code) {
    case "23502":
      if (!error.column) return verdict;
      return {
        ...verdict,
        message: `The ${inWords(error.column)} is required.`,
        fields: fieldsOf([error.column], "is required"),
      };
    case "23503":
      return verdictOnReference(error, meaning, verdict);
    case "23505":
      return verdictOnUniqueness(meaning, verdict);
    case "23514":
      return verdictOnCheck(error, meaning, verdict);
    default:
      return verdict;
  }
}

/** Plain errors of plugins about what a client sent. */
const INPUT_MESSAGES: ReadonlySet<string> = new Set([
  "Empty objects are forbidden in filter argument input.",
  "Null literals are forbidden in filter argument input.",
]);

/** Errors that libraries mark as fit for clients, such as a body that is not JSON. */
function verdictOnSafeError(error: Error): Verdict | undefined {
  const { extensions } = error as { extensions?: { statusCode?: unknown } };
  if (INPUT_MESSAGES.has(error.message)) return { code: "BAD_INPUT", message: error.message };
  if (!isSafeError(error)) return undefined;
  const status = extensions?.statusCode;
  if (status === 413) return { code: "LIMIT_EXCEEDED", message: error.message };
  if (typeof status === "number" && status >= 500) return undefined;
  return { code: "BAD_INPUT", message: error.message };
}

function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function verdictOn(error: unknown, options: MaskErrorOptions): Verdict | undefined {
  const cause = rootCause(error);
  if (cause instanceof ApiError) {
    return { code: cause.code, message: cause.message, fields: cause.fields };
  }
  if (isDatabaseError(cause)) return verdictOnDatabaseError(cause, options.constraints);
  if (cause instanceof GraphQLError) {
    const { code } = cause.extensions;
    if (typeof code === "string" && code in ERROR_CODES) {
      return { code: code as ErrorCode, message: cause.message };
    }
    // With a path it arose while executing: "Cannot return null for non-nullable field".
    const path = error instanceof GraphQLError ? error.path : undefined;
    return path ? undefined : { code: "BAD_INPUT", message: cause.message };
  }
  return cause instanceof Error ? verdictOnSafeError(cause) : undefined;
}

function plain(code: ErrorCode): Verdict {
  return { code, message: ERROR_CODES[code].message };
}

/**
 * Makes the function through which every error of the API goes. Masking twice does no harm.
 * @param options - where to log, what is known of constraints, whether to give no hints
 * @returns a function from any error to one that may be shown
 */
export function makeMaskError(options: MaskErrorOptions): MaskError {
  const { logger, production } = options;
  const masked = new WeakSet<GraphQLError>();
  return (error, identity) => {
    if (error instanceof GraphQLError && masked.has(error)) return error;
    const requestId = identity?.requestId;
    const cause = rootCause(error);
    let verdict: Verdict = verdictOn(error, options) ?? plain("INTERNAL");
    // Who has not signed in is not refused for good.
    const isRefused = verdict.code === "FORBIDDEN" && isDatabaseError(cause);
    if (isRefused && identity && identity.userId === undefined) verdict = plain("UNAUTHENTICATED");
    const where = error instanceof GraphQLError ? error : undefined;
    const details = { err: cause, requestId, path: where?.path };
    if (verdict.code === "INTERNAL") logger.error(details, "An operation failed");
    else if (isDatabaseError(cause) && cause.code === "42501") {
      logger.warn(details, "The database refused an operation");
    }
    const message = production
      ? verdict.message.replace(/ Did you mean .*$/s, "")
      : verdict.message;
    const result = new GraphQLError(message.slice(0, LONGEST_MESSAGE), {
      nodes: where?.nodes,
      source: where?.source,
      positions: where?.positions,
      path: where?.path,
      extensions: {
        code: verdict.code,
        ...(requestId === undefined ? {} : { requestId }),
        ...(verdict.fields ? { fields: verdict.fields } : {}),
      },
    });
    masked.add(result);
    return result;
  };
}
