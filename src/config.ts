import * as path from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { parseStorageUrl, STORAGE_URL_RULE } from "./files/location.ts";
import type { StorageLocation } from "./files/location.ts";

/** The repository's root. */
export const PROJECT_DIRECTORY = path.resolve(import.meta.dirname, "..");

/** A setting in the environment that is missing or wrong; the message names it in one line. */
export class ConfigurationError extends Error {
  override name = "ConfigurationError";
}

/** What one process is to do: the API, the worker, or both. */
export type Mode = "all" | "api" | "worker";

/** The settings of one process, read once from the environment. */
export type Config = {
  host: string;
  /** TCP port; 0 lets the operating system choose. */
  port: number;
  /** Login for migrations; unset means the embedded server or a process that may not migrate. */
  databaseUrl: string | undefined;
  /** Login of API and worker; unset means that it is derived from the embedded server. */
  authenticatorDatabaseUrl: string | undefined;
  readDatabaseUrl: string | undefined;
  /** True when neither DATABASE_URL nor AUTHENTICATOR_DATABASE_URL is set. */
  embedded: boolean;
  /** Unset only with the embedded server, which keeps a generated one. */
  jwtSecret: string | undefined;
  mode: Mode;
  demo: boolean;
  smtpUrl: string | undefined;
  /** Ranges of addresses, as CIDR, that webhooks may go to though they are not public. */
  webhookAllowedNetworks: string[];
  /** Where attachments are kept. */
  storage: StorageLocation;
  /** Largest file, in bytes. */
  fileSizeLimit: number;
  /** What all files of an organization may have, in bytes. */
  fileQuota: number;
  /** A program that is given each new file before anybody may download it. */
  fileScanCommand: string | undefined;
  /** Where clients reach the API, without a slash at its end; links to files begin with it. */
  publicUrl: string | undefined;
  /** Origins whose pages may call the API from a browser. */
  corsOrigins: string[];
  /** How many proxies in front may be believed about the caller's address. */
  trustedProxies: number;
  logLevel: string;
  /** Where the embedded server and generated secrets are kept. */
  stateDirectory: string;
  production: boolean;
  otlpEndpoint: string | undefined;
};

const AUTHENTICATOR = "rowhouse_authenticator";
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

function urlWith(protocols: string[], example: string) {
  return z.string().refine(
    (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
    { error: `must be a URL such as ${example}` },
  );
}

const databaseUrl = urlWith(
  ["postgres:", "postgresql:"],
  "postgres://user:password@host:5432/database",
).refine((value) => !URL.canParse(value) || new URL(value).pathname.length > 1, {
  error: "must name a database, such as postgres://user:password@host:5432/database",
});

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: "must be a port number from 0 to 65535" })
  .transform(Number)
  .refine((value) => value <= 65535, { error: "must be a port number from 0 to 65535" });

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

const origins = z
  .string()
  .transform((value) => value.split(",").map((origin) => origin.trim()).filter(Boolean))
  .refine((list) => list.every(isOrigin), {
    error: "must be a comma-separated list of origins such as https://app.example.com",
  });

const networks = z
  .string()
  .transform((value) => value.split(",").map((network) => network.trim()).filter(Boolean))
  .refine((list) => list.every((network) => ipaddr.isValidCIDR(network)), {
    error: "must be a comma-separated list of ranges such as 10.1.0.0/16,fd00:1::/64",
  });

const BYTES: Readonly<Record<string, number>> = { "": 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 };

function bytesUpTo(most: number, rule: string) {
  return z
    .string()
    .transform((value) => {
      const [, number = "", unit = ""] = /^(\d{1,15}) ?([KMGT]B)?$/i.exec(value) ?? [];
      return number === "" ? Number.NaN : Number(number) * (BYTES[unit.toUpperCase()] ?? Number.NaN);
    })
    .refine((bytes) => bytes > 0 && bytes <= most, { error: rule });
}

const Environment = z.object({
  PORT: port.default(5678),
  HOST: z.string().default("127.0.0.1"),
  DATABASE_URL: databaseUrl.optional(),
  AUTHENTICATOR_DATABASE_URL: databaseUrl
    .refine((value) => !URL.canParse(value) || new URL(value).username === AUTHENTICATOR, {
      error: `must log in as ${AUTHENTICATOR}`,
    })
    .optional(),
  READ_DATABASE_URL: databaseUrl.optional(),
  JWT_SECRET: z
    .string()
    .refine((value) => Buffer.byteLength(value) >= 32, { error: "must be at least 32 bytes long" })
    .optional(),
  ROWHOUSE_MODE: z
    .enum(["all", "api", "worker"], { error: "must be one of all, api, worker" })
    .default("all"),
  ROWHOUSE_DEMO: z.enum(["0", "1"], { error: "must be 0 or 1" }).optional(),
  SMTP_URL: urlWith(["smtp:", "smtps:"], "smtps://user:password@mail.example.com").optional(),
  WEBHOOK_ALLOWED_NETWORKS: networks.default([]),
  STORAGE_URL: z
    .string()
    .transform((value) => parseStorageUrl(value))
    .refine((location) => location !== undefined, { error: STORAGE_URL_RULE })
    .optional(),
  // The most that the table of attachments knows.
  FILE_SIZE_LIMIT: bytesUpTo(5 * 2 ** 30, "must be a size from 1 byte to 5 GB, such as 100MB").default(100 * 2 ** 20),
  FILE_QUOTA: bytesUpTo(2 ** 50, "must be a size from 1 byte to 1024 TB, such as 10GB").default(10 * 2 ** 30),
  FILE_SCAN_COMMAND: z.string().optional(),
  PUBLIC_URL: urlWith(["http:", "https:"], "https://crm.example.com")
    .transform((value) => value.replace(/\/+$/, ""))
    .optional(),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY: z
    .string()
    .regex(/^\d$/, { error: "must be the number of proxies in front, 0 to 9" })
    .transform(Number)
    .default(0),
  ROWHOUSE_HOME: z.string().optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` }).optional(),
  NODE_ENV: z
    .enum(["production", "development", "test"], {
      error: "must be one of production, development, test",
    })
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlWith(["http:", "https:"], "http://collector:4318").optional(),
});

/**
 * Reads the settings of this process.
 *
 * @param environment - Variables as in `process.env`; an empty string counts as unset.
 * @throws ConfigurationError with one line that names every wrong variable.
 */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const { issues } = parsed.error;
    const lines = new Map(issues.map((issue) => [issue.path.join("."), issue.message]));
    throw new ConfigurationError([...lines].map(([name, text]) => `${name} ${text}`).join("; "));
  }
  const values = parsed.data;
  const embedded = !values.DATABASE_URL && !values.AUTHENTICATOR_DATABASE_URL;
  if (!embedded && !values.AUTHENTICATOR_DATABASE_URL) {
    throw new ConfigurationError(
      "AUTHENTICATOR_DATABASE_URL is required when DATABASE_URL is set: " +
        `the login of API and worker, as postgres://${AUTHENTICATOR}:<password>@host/database`,
    );
  }
  if (!embedded && !values.JWT_SECRET) {
    throw new ConfigurationError(
      "JWT_SECRET is required when DATABASE_URL is set: at least 32 random bytes, " +
        "for example from: openssl rand -base64 48",
    );
  }
  const production = values.NODE_ENV === "production";
  const stateDirectory = path.resolve(values.ROWHOUSE_HOME ?? path.join(PROJECT_DIRECTORY, ".rowhouse"));
  return {
    host: values.HOST,
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    authenticatorDatabaseUrl: values.AUTHENTICATOR_DATABASE_URL,
    readDatabaseUrl: values.READ_DATABASE_URL,
    embedded,
    jwtSecret: values.JWT_SECRET,
    mode: values.ROWHOUSE_MODE,
    // The demo logins have a public password, so production has them only when asked for.
    demo: values.ROWHOUSE_DEMO ? values.ROWHOUSE_DEMO === "1" : !production,
    smtpUrl: values.SMTP_URL,
    webhookAllowedNetworks: values.WEBHOOK_ALLOWED_NETWORKS,
    storage: values.STORAGE_URL ?? { kind: "folder", directory: path.join(stateDirectory, "files") },
    fileSizeLimit: values.FILE_SIZE_LIMIT,
    fileQuota: values.FILE_QUOTA,
    fileScanCommand: values.FILE_SCAN_COMMAND,
    publicUrl: values.PUBLIC_URL,
    corsOrigins: values.CORS_ORIGINS,
    trustedProxies: values.TRUST_PROXY,
    stateDirectory,
    logLevel: values.LOG_LEVEL ?? (embedded ? "warn" : "info"),
    production,
    otlpEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}
