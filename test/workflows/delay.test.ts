import { expect, it } from "@jest/globals";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { readDelay } from "../../src/workflows/delay.ts";
import { openTrialTenant } from "../support/tenants.ts";

// With TZ set to another zone it shows what it is for.
it("a delay until a time without a zone is until then in UTC, wherever the worker is", async () => {
  const { database, owner, trial } = await openTrialTenant();
  const from = new Date("2031-01-01T00:00:00Z");
  await withConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    await becomeActor(client, owner);
    const read = async (until: string) => (await readDelay(client, { until }, from)).toISOString();
    expect(await read("2031-01-31T08:00:00")).toBe("2031-01-31T08:00:00.000Z");
    expect(await read("2031-01-31 08:00")).toBe("2031-01-31T08:00:00.000Z");
    expect(await read("2031-01-31T08:00:00.5+02:00")).toBe("2031-01-31T06:00:00.500Z");
    await expect(read("soon")).rejects.toThrow("This is no time to wait for: soon.");
    await client.query("rollback");
  });
  await trial.end();
  await database.drop();
});
