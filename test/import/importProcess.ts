/** Imports a file in a process of its own, telling of each batch, to be killed in the middle. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { importFiles } from "../../src/import/importFiles.ts";
import { poolConnections } from "../../src/import/session.ts";
import { fileSource } from "../../src/import/source.ts";

const [connectionString, organizationId = "", userId = "", path = ""] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 1 });
await importFiles({
  connections: poolConnections(pool),
  identity: { organizationId, userId },
  sources: [fileSource(path)],
  batchSize: 100,
  onBatch: async (_client, _result, processed) => {
    process.stdout.write(`${processed}\n`);
    await sleep(50);
  },
});
await pool.end();
