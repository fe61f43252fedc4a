// Compares schema.graphql, docs/schema.sql and docs/workflow.schema.json with what the migrations,
// plugins and types make, or writes them: node scripts/schema.ts check|write
import "../src/environment.ts";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { printSchema } from "graphql";
import { makeSchema } from "postgraphile";
import { makePreset } from "../graphile.config.ts";
import { makeAttempts } from "../src/auth/attempts.ts";
import { createAccessTokenKey } from "../src/auth/tokens.ts";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import { createPool, withConnection, withDatabase } from "../src/database/connections.ts";
import { describeSchemas } from "../src/database/describe.ts";
import { startTemporaryServer } from "../src/database/embedded.ts";
import { MIGRATIONS_DIRECTORY, migrateDatabase } from "../src/database/migrate.ts";
import { prepareDatabase } from "../src/database/prepare.ts";
import { sealMigrations } from "../src/database/sealing.ts";
import { DEFAULT_MAJOR } from "../src/database/serverFiles.ts";
import { createLogger } from "../src/telemetry/logger.ts";
import { workflowSchema } from "../src/workflows/definition.ts";
import { fail } from "./failure.ts";

const logger = createLogger("error");

async function generate(): Promise<Record<string, string>> {
  const server = await startTemporaryServer(DEFAULT_MAJOR, console.log);
  try {
    const ownerUrl = withDatabase(server.superuserUrl, "rowhouse");
    const login = new URL(ownerUrl);
    login.username = "rowhouse_authenticator";
    login.password = "schema";
    const authenticatorUrl = login.href;
    await prepareDatabase({ ownerUrl, authenticatorUrl, createDatabase: true });
    await migrateDatabase({ ownerUrl, logger });
    return {
      "docs/schema.sql": await withConnection(ownerUrl, describeSchemas),
      "docs/workflow.schema.json": `${JSON.stringify(workflowSchema(), null, 2)}\n`,
      "schema.graphql": await printApi(authenticatorUrl),
    };
  } finally {
    await server.stop();
  }
}

async function printApi(connectionString: string): Promise<string> {
  const pool = createPool({ connectionString, applicationName: "rowhouse schema", logger });
  const auth = {
    accessTokenKey: createAccessTokenKey("only to build the schema, signs nothing"),
    attempts: makeAttempts(pool),
  };
  const files = { linkKey: auth.accessTokenKey, sizeLimit: 0, quota: 0 };
  const preset = makePreset({ database: { pool }, auth, files, production: false, logger });
  try {
    const { schema } = await makeSchema(preset);
    return `${printSchema(schema)}\n`;
  } finally {
    for (const service of preset.pgServices ?? []) await service.release?.();
    await pool.end();
  }
}

function firstDifference(before: string, after: string): string {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const line = now.findIndex((text, index) => text !== old[index]);
  const at = line < 0 ? now.length : line;
  return `line ${at + 1}: "${old[at] ?? ""}" is now "${now[at] ?? ""}"`;
}

async function main(): Promise<void> {
  const write = process.argv[2] === "write";
  let stale = (await sealMigrations(MIGRATIONS_DIRECTORY, write)).length > 0 && !write;
  if (stale) {
    console.error("migrations/committed: the hash chain is broken; run npm run db:seal");
    process.exit(1);
  }
  for (const [name, text] of Object.entries(await generate())) {
    const file = path.join(PROJECT_DIRECTORY, name);
    const committed = await fs.readFile(file, "utf8").catch(() => "");
    if (committed === text) continue;
    if (write) {
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(file, text);
      console.log(`${name} written`);
    } else {
      stale = true;
      console.error(`${name} differs, ${firstDifference(committed, text)}; npm run schema:write`);
    }
  }
  if (stale) process.exit(1);
  console.log("schema.graphql and the schemas in docs are current");
}

await main().catch(fail);
