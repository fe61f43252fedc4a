/** Web forms on other sites: POST /capture/<key> makes a lead of what was filled in. */
import cors from "cors";
import express, { Router } from "express";
import type { Request, RequestHandler, Response } from "express";
import type pg from "pg";
import { snakeCase } from "../../plugins/columnNames.ts";
import { identityOnRequest } from "../../plugins/context.ts";
import { ApiError } from "../../plugins/errors.ts";
import type { MaskError } from "../../plugins/errors.ts";
import type { Attempts } from "../auth/attempts.ts";
import { TooManyAttemptsError } from "../auth/attempts.ts";
import { sendError, sendMasked } from "./errors.ts";

/** Where web forms are sent to. */
export const CAPTURE_PATH = "/capture";

/** How often one address may send a form, in a minute. */
export const FORMS_A_MINUTE = 10;

/** Largest form, in bytes. */
const FORM_LIMIT = 64 * 1024;
const LONGEST_NAME = 100;
const KEY = /^[0-9a-f]{64}$/;

/** What web forms are answered with. */
export type CaptureOptions = {
  /** Logged in as rowhouse_authenticator. */
  pool: pg.Pool;
  /** Counts what each address sends. */
  attempts: Attempts;
  /** Makes an error of the database one that may be shown. */
  maskError: MaskError;
};

type Form = { allowed_origins: string[]; redirect_url: string | null };

type Sent = Record<string, string | boolean | number | string[]>;

function isValue(value: unknown): value is Sent[string] {
  if (Array.isArray(value)) return value.every((item) => typeof item === "string");
  return ["string", "boolean", "number"].includes(typeof value);
}

/** What a form says by the names of columns: firstName and first_name are the same. */
function readForm(body: unknown): Sent {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new ApiError("BAD_INPUT", "A form is an object of fields and values.");
  }
  const sent: [string, Sent[string]][] = [];
  for (const [name, value] of Object.entries(body)) {
    // What a page's scripts add besides is not for us.
    if (!isValue(value) || name.length > LONGEST_NAME) continue;
    // PostgreSQL keeps no such character in a text.
    const texts = [name, ...(Array.isArray(value) ? value : [String(value)])];
    if (texts.some((text) => text.includes("\0") || !text.isWellFormed())) {
      throw new ApiError("BAD_INPUT", "A field has a character that cannot be stored.", {
        [name]: "Has a zero byte or half a character.",
      });
    }
    sent.push([name.startsWith("custom.") ? name : snakeCase(name), value]);
    sent.push([name, value]);
  }
  return Object.fromEntries(sent);
}

function isAllowed({ allowed_origins: allowed }: Form, origin: string | undefined): boolean {
  // Only browsers tell the origin; a program may say what it likes anyway.
  return origin === undefined || allowed.length === 0 || allowed.includes(origin);
}

/**
 * Makes the handler of web forms. It answers the same whether a lead was made, had been sent
 * before, or was taken for spam, and never tells of what is there.
 */
export function captureRoutes({ pool, attempts, maskError }: CaptureOptions): Router {
  const router = Router();

  async function findForm(key: string): Promise<Form | undefined> {
    if (!KEY.test(key)) return undefined;
    const { rows } = await pool.query<Form>("select * from app_private.find_lead_form($1)", [key]);
    return rows[0];
  }

  const count: RequestHandler = async (request, response, next) => {
    if (request.method === "OPTIONS") return next();
    try {
      await attempts.count([`capture ${identityOnRequest(request)?.ip ?? ""}`]);
      next();
    } catch (error) {
      if (!(error instanceof TooManyAttemptsError)) throw error;
      response.setHeader("Retry-After", String(error.seconds));
      sendError(response, "RATE_LIMITED", error.message);
    }
  };

  router.use(
    "/:key",
    count,
    async (request: Request<{ key: string }>, response: Response<unknown, { form: Form }>, next) => {
      const form = await findForm(request.params.key);
      const origin = request.get("origin");
      if (!form) sendError(response, "NOT_FOUND", "There is no such form.");
      else if (!isAllowed(form, origin)) {
        sendError(response, "FORBIDDEN", "This site may not send the form.");
      } else {
        response.locals.form = form;
        cors({ origin: origin ?? "*", methods: ["POST"], allowedHeaders: ["content-type"], maxAge: 600 })(
          request, response, next);
      }
    },
  );
  router.post(
    "/:key",
    express.json({ limit: FORM_LIMIT, type: "application/json" }),
    express.urlencoded({ limit: FORM_LIMIT, extended: false }),
    async (request: Request<{ key: string }>, response: Response<unknown, { form: Form }>) => {
      if (!request.is(["application/json", "application/x-www-form-urlencoded"])) {
        sendError(response, "BAD_INPUT", "Send a form as JSON or as browsers do.", 415);
        return;
      }
      try {
        const sent = readForm(request.body);
        await pool.query("select app_private.capture_lead($1, $2)", [request.params.key, sent]);
      } catch (error) {
        sendMasked(response, maskError, error);
        return;
      }
      const { redirect_url: redirect } = response.locals.form;
      if (redirect !== null && request.is("application/x-www-form-urlencoded")) {
        response.redirect(303, redirect);
      } else {
        response.json({ status: "received" });
      }
    },
  );
  return router;
}
