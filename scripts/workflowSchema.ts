/** Writes docs/workflow.schema.json; test/workflows/definitions compares it. */
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { PROJECT_DIRECTORY } from "../src/config.ts";
import { workflowSchema } from "../src/workflows/definition.ts";

const file = path.join(PROJECT_DIRECTORY, "docs/workflow.schema.json");
await fs.writeFile(file, `${JSON.stringify(workflowSchema(), null, 2)}\n`);
