import * as path from "node:path";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import { MIGRATIONS_DIRECTORY } from "../src/database/migrate.ts";
import { sealMigrations } from "../src/database/sealing.ts";

const changed = await sealMigrations(MIGRATIONS_DIRECTORY, !process.argv.includes("--check"));
for (const file of changed) console.log(path.relative(PROJECT_DIRECTORY, file));
console.log(changed.length === 0 ? "All migrations are sealed" : `${changed.length} migrations`);
if (process.argv.includes("--check") && changed.length > 0) process.exit(1);
