import { describe, expect, it } from "@jest/globals";
import { ConfigurationError, loadConfig } from "../../src/config.ts";

const DATABASE = {
  DATABASE_URL: "postgres://owner:secret@db.example.com/rowhouse",
  AUTHENTICATOR_DATABASE_URL: "postgres://rowhouse_authenticator:secret@db.example.com/rowhouse",
  JWT_SECRET: "0123456789abcdef0123456789abcdef",
};

describe("configuration", () => {
  it("needs nothing for the embedded default", () => {
    expect(loadConfig({})).toMatchObject({
      host: "127.0.0.1", port: 5678, embedded: true, mode: "all", demo: true, logLevel: "warn",
      production: false, corsOrigins: [], trustedProxies: 0, jwtSecret: undefined,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(loadConfig({ PORT: "", DATABASE_URL: "", JWT_SECRET: "" }).port).toBe(5678);
  });

  it("takes a database of the user's own", () => {
    expect(loadConfig(DATABASE)).toMatchObject({
      embedded: false, databaseUrl: DATABASE.DATABASE_URL, logLevel: "info",
    });
  });

  it("lets API and worker run without the login that migrates", () => {
    const { DATABASE_URL: _, ...rest } = DATABASE;
    expect(loadConfig(rest)).toMatchObject({ embedded: false, databaseUrl: undefined });
  });

  it("reads ranges that webhooks may go to", () => {
    expect(loadConfig({}).webhookAllowedNetworks).toEqual([]);
    expect(loadConfig({ WEBHOOK_ALLOWED_NETWORKS: "10.1.0.0/16, fd00:1::/64" }).webhookAllowedNetworks)
      .toEqual(["10.1.0.0/16", "fd00:1::/64"]);
  });

  it("has demo data in production only when asked", () => {
    expect(loadConfig({ NODE_ENV: "production" }).demo).toBe(false);
    expect(loadConfig({ NODE_ENV: "production", ROWHOUSE_DEMO: "1" }).demo).toBe(true);
    expect(loadConfig({ ROWHOUSE_DEMO: "0" }).demo).toBe(false);
  });

  it.each([
    ["PORT", "http"], ["PORT", "70000"], ["DATABASE_URL", "mysql://x/y"],
    ["DATABASE_URL", "postgres://host"], ["JWT_SECRET", "short"], ["ROWHOUSE_MODE", "both"],
    ["ROWHOUSE_DEMO", "yes"], ["SMTP_URL", "mail.example.com"], ["STORAGE_URL", "ftp://x"],
    ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.1"], ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.0/8,all"], ["WEBHOOK_ALLOWED_NETWORKS", "10.0.0.0/33"],
    ["STORAGE_URL", "file://relative/folder"], ["STORAGE_URL", "file:///"], ["STORAGE_URL", "file:///a%2fb"], ["STORAGE_URL", "file:///a?b"],
    ["STORAGE_URL", "s3://"], ["STORAGE_URL", "s3://UPPER_case"], ["STORAGE_URL", "s3://bucket?regoin=x"],
    ["STORAGE_URL", "s3://bucket?endpoint=minio"], ["FILE_SIZE_LIMIT", "6GB"], ["FILE_SIZE_LIMIT", "0"], ["FILE_SIZE_LIMIT", "many"],
    ["FILE_QUOTA", "1PB"], ["PUBLIC_URL", "crm.example.com"],
    ["CORS_ORIGINS", "*"], ["CORS_ORIGINS", "https://a.example.com/path"], ["LOG_LEVEL", "loud"],
    ["NODE_ENV", "prod"], ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector"], ["TRUST_PROXY", "all"],
    ["READ_DATABASE_URL", "replica"],
    ["AUTHENTICATOR_DATABASE_URL", "postgres://postgres@db.example.com/rowhouse"],
  ])("names %s=%s in one line", (name, value) => {
    const load = () => loadConfig({ ...DATABASE, [name]: value });
    expect(load).toThrow(ConfigurationError);
    expect(load).toThrow(new RegExp(`^${name} [^\\n]+$`));
  });

  it.each(["AUTHENTICATOR_DATABASE_URL", "JWT_SECRET"])("requires %s beside a database", (name) => {
    const load = () => loadConfig({ ...DATABASE, [name]: undefined });
    expect(load).toThrow(new RegExp(`^${name} is required`));
  });

  it("knows where files are kept, and how large they may be", () => {
    expect(loadConfig({ ROWHOUSE_HOME: "/srv/rowhouse" })).toMatchObject({
      storage: { kind: "folder", directory: "/srv/rowhouse/files" }, fileSizeLimit: 100 * 2 ** 20, fileQuota: 10 * 2 ** 30,
    });
    const bucket = "s3://attic/some/prefix/?region=eu-central-1&endpoint=https://minio.example.com";
    expect(loadConfig({ STORAGE_URL: bucket, FILE_SIZE_LIMIT: "5 gb", FILE_QUOTA: "12345", PUBLIC_URL: "https://crm.example.com/" })).toMatchObject({
      storage: { kind: "bucket", bucket: "attic", prefix: "some/prefix/", region: "eu-central-1", endpoint: "https://minio.example.com" },
      fileSizeLimit: 5 * 2 ** 30, fileQuota: 12345, publicUrl: "https://crm.example.com",
    });
  });

  it("does not repeat a wrong value, which may be a secret", () => {
    expect(() => loadConfig({ DATABASE_URL: "hunter2" })).toThrow(/^((?!hunter2).)*$/);
  });
});
