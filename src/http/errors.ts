import type { Response } from "express";
import { ERROR_CODES } from "../../plugins/errorCodes.ts";
import type { ErrorCode } from "../../plugins/errorCodes.ts";
import { identityOnRequest } from "../../plugins/context.ts";
import { ApiError } from "../../plugins/errors.ts";
import type { FieldMessages, MaskError } from "../../plugins/errors.ts";
import { requestIdOf } from "./identity.ts";

/** The body of an answer that is one error, in the shape of GraphQL. */
export function errorBody(
  code: ErrorCode,
  message: string,
  requestId: string | undefined,
  fields?: FieldMessages,
): string {
  return JSON.stringify({ errors: [{ message, extensions: { code, requestId, fields } }] });
}

/**
 * Answers a request with one error.
 *
 * @param status - HTTP status; the code's own when left out.
 * @param fields - What is wrong with single fields of the input.
 */
export function sendError(
  response: Response,
  code: ErrorCode,
  message?: string,
  status?: number,
  fields?: FieldMessages,
): void {
  const known = ERROR_CODES[code];
  const body = errorBody(code, message ?? known.message, requestIdOf(response.req), fields);
  response
    .status(status ?? known.httpStatus)
    .type("application/json")
    .send(body);
}

/**
 * Answers with what an error of a handler, the database's too, means to the caller.
 *
 * @param status - HTTP status; the code's own when left out.
 */
export function sendMasked(response: Response, maskError: MaskError, error: unknown, status?: number): void {
  const { message, extensions } = maskError(error, identityOnRequest(response.req));
  const { code, fields } = extensions as { code: ErrorCode; fields?: FieldMessages };
  sendError(response, code, message, status, fields);
}

/** Answers with what an error of the HTTP layer or of a middleware means to the caller. */
export function sendProblem(response: Response, error: unknown): boolean {
  if (error instanceof ApiError) {
    sendError(response, error.code, error.message, undefined, error.fields);
    return true;
  }
  const { type, status } = error as { type?: string; status?: number };
  if (type === "entity.too.large") {
    sendError(response, "LIMIT_EXCEEDED", "The request body is too large.");
  } else if (type === "entity.parse.failed" || type === "entity.verify.failed") {
    sendError(response, "BAD_INPUT", "The request body is not valid JSON.");
  } else if (typeof status === "number" && status >= 400 && status < 500) {
    sendError(response, "BAD_INPUT", "The request cannot be read.", status);
  } else {
    return false;
  }
  return true;
}
