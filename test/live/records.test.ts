import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { signIn, signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeRole, makeTenant, randomId, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { Watcher } from "./watcher.ts";

let database: TestDatabase;
let apis: [TestApi, TestApi];
let acme: Tenant;
let globex: Tenant;
let watchers: Watcher[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const jwtSecret = randomBytes(32).toString("hex");
  apis = [await startTestApi(database, { jwtSecret }), await startTestApi(database, { jwtSecret })];
  [acme, globex] = await asSuperuser(database, async (client) =>
    [await makeTenant(client, "Acme"), await makeTenant(client, "Globex")] as const,
  );
}, 60_000);

afterEach(async () => {
  for (const watcher of watchers) await watcher.stop();
  watchers = [];
});

afterAll(async () => {
  for (const api of apis ?? []) await api.stop();
  await database?.drop();
});

function follow(client: Client, process: 0 | 1 = 0): Watcher {
  const watcher = new Watcher(apis[process], client.token);
  watchers.push(watcher);
  return watcher;
}

const owner = () => signIn(database, apis[0], acme, "owner");
const lead = (columns: Record<string, unknown> = {}) =>
  insertAs(database, acme.actor("owner"), "leads", { company: "Harbour Tools", ...columns });
const change = (text: string, ...values: unknown[]) => runAs(database, acme.actor("owner"), text, values);
const rename = (id: string, company: string) => change("update app_public.leads set company = $2 where id = $1", id, company);

/** A member who sees their own leads only. */
async function salesperson() {
  const userId = await asSuperuser(database, async (client) => {
    const role = await makeRole(client, acme.organizationId, [["lead", "view", "own"], ["account", "view", "all"]]);
    return addMember(client, acme.organizationId, role.slug);
  });
  return { userId, client: await signInAs(database, apis[0], acme, userId) };
}

describe("a subscriber to the records of an object", () => {
  it("is told what was created, changed and deleted, by whichever process", async () => {
    const watching = await Promise.all(
      ([0, 1] as const).map(async (process) => follow(await owner(), process).watch('recordChanged(objectType: "lead")')),
    );
    const id = await lead();
    await watching[0]!.came(1);
    await rename(id, "Pier Tools");
    await watching[0]!.came(2);
    await change("delete from app_public.leads where id = $1", id);
    for (const { came } of watching) {
      expect(await came(3)).toEqual(["CREATED", "UPDATED", "DELETED"].map((action) => ({ id, action })));
    }
  });
});
void globex; void salesperson; void randomId;
