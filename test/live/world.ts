import { randomBytes } from "node:crypto";
import { signIn, signInAs } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { addMember, insertAs, makeRole, makeTenant, runAs } from "../support/tenants.ts";
import type { SystemRole, Tenant } from "../support/tenants.ts";
import { Watcher } from "./watcher.ts";

type Permission = readonly [object: string, action: string, scope: string];

/** Two organizations, two API processes' worth of servers on one database, and who watches. */
export type World = {
  database: TestDatabase;
  jwtSecret: string;
  apis: [TestApi, TestApi];
  acme: Tenant;
  globex: Tenant;
  /** A socket of somebody's. */
  follow(client: Client, api?: 0 | 1): Watcher;
  /** A socket of somebody of Acme in a system role. */
  followAs(role: SystemRole, api?: 0 | 1): Promise<Watcher>;
  /** A member of Acme in a role of their own. */
  member(permissions: readonly Permission[]): Promise<{ userId: string; roleId: string; client: Client }>;
  /** Makes a lead of Acme's owner, or of another. */
  lead(columns?: Record<string, unknown>, tenant?: Tenant): Promise<string>;
  /** Runs a statement as Acme's owner, or somebody else. */
  change(text: string, values?: unknown[], tenant?: Tenant): Promise<unknown>;
  /** Runs statements as the owner of everything. */
  force(text: string, values?: unknown[]): Promise<void>;
  /** Lets all sockets go. */
  leave(): Promise<void>;
  stop(): Promise<void>;
};

export async function makeWorld(): Promise<World> {
  const database = await createTestDatabase();
  const jwtSecret = randomBytes(32).toString("hex");
  const apis: World["apis"] = [
    await startTestApi(database, { jwtSecret }),
    await startTestApi(database, { jwtSecret }),
  ];
  const [acme, globex] = await asSuperuser(database, async (client) =>
    [await makeTenant(client, "Acme"), await makeTenant(client, "Globex")] as const,
  );
  let watchers: Watcher[] = [];
  const world: World = {
    database, jwtSecret, apis, acme, globex,
    follow(client, api = 0) {
      const watcher = new Watcher(apis[api], client.token);
      watchers.push(watcher);
      return watcher;
    },
    followAs: async (role, api) => world.follow(await signIn(database, apis[0], acme, role), api),
    async member(permissions) {
      const made = await asSuperuser(database, async (client) => {
        const role = await makeRole(client, acme.organizationId, permissions);
        return { roleId: role.id, userId: await addMember(client, acme.organizationId, role.slug) };
      });
      return { ...made, client: await signInAs(database, apis[0], acme, made.userId) };
    },
    lead: (columns = {}, tenant = acme) =>
      insertAs(database, tenant.actor("owner"), "leads", { company: "Harbour Tools", ...columns }),
    change: (text, values = [], tenant = acme) => runAs(database, tenant.actor("owner"), text, values),
    force: (text, values = []) =>
      asSuperuser(database, async (client) => {
        await client.query("set role rowhouse_owner");
        await client.query(text, values);
      }),
    async leave() {
      for (const watcher of watchers) await watcher.stop();
      watchers = [];
    },
    async stop() {
      for (const api of apis) await api.stop();
      await database.drop();
    },
  };
  return world;
}
