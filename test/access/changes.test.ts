import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, makeTenant, runAs } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";

const ADDRESS = "ann@corp.test";
const CHANGES = 12;

let database: TestDatabase;
let api: TestApi;
let acme: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  acme = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  await insertAs(database, acme.actor("owner"), "contacts", {
    last_name: "Bo", email: ADDRESS, owner_id: acme.users.manager,
  });
}, 60_000);

afterAll(async () => {
  await api.stop();
  await database.drop();
}, 60_000);

/** Commits what managers may do with e-mail addresses of contacts. */
async function decide(mode: "edit" | "mask" | "hidden"): Promise<void> {
  await runAs(
    database, acme.actor("owner"),
    `insert into app_public.role_field_permissions (role_id, object, field, mode)
       select id, 'contact', 'email', $1 from app_public.roles where slug = 'manager'
       on conflict (organization_id, role_id, object, field) do update set mode = excluded.mode`,
    [mode],
  );
}

it("a rule holds for every request that begins after it was committed, and no request fails", async () => {
  let shownSince: string | null = ADDRESS;
  /** How often the rule has changed, and whether it is changing just now. */
  let version = 0;
  let isChanging = false;
  let isOver = false;
  let settled = 0;
  const wrong: string[] = [];
  const query = `query ($e: String!) {
    contacts { nodes { email } }
    found: contacts(filter: { email: { equalTo: $e } }) { totalCount }
    users { nodes { ownedContacts { nodes { email } } } } }`;
  const ask = async (client: Client) => {
    while (!isOver) {
      const [before, wasChanging, expected] = [version, isChanging, shownSince];
      const { data, errors } = await client.try(query, { e: ADDRESS });
      if (errors) wrong.push(JSON.stringify(errors));
      // Only a request during which nothing changed has one right answer.
      if (wasChanging || isChanging || version !== before || !data) continue;
      settled += 1;
      const seen = [
        ...data.contacts.nodes, ...data.users.nodes.flatMap((user: { ownedContacts: { nodes: unknown[] } }) => user.ownedContacts.nodes),
      ] as { email: string | null }[];
      if (seen.length !== 2 || seen.some(({ email }) => email !== expected)) wrong.push(JSON.stringify({ expected, seen }));
      const count = expected === ADDRESS ? 1 : 0;
      if (data.found.totalCount !== count) wrong.push(`found ${data.found.totalCount} when ${expected} is shown`);
    }
  };
  const clients = [await signIn(database, api, acme, "manager"), await signIn(database, api, acme, "manager")];
  const asking = clients.map(ask);
  const shown = { edit: ADDRESS, mask: "•••••", hidden: null };
  for (let change = 0; change < CHANGES; change++) {
    const mode = (["mask", "edit", "hidden"] as const)[change % 3]!;
    isChanging = true;
    await decide(mode);
    shownSince = shown[mode];
    version += 1;
    isChanging = false;
    const enough = settled + 2;
    while (settled < enough && wrong.length === 0) await sleep(5);
  }
  isOver = true;
  await Promise.all(asking);
  expect(wrong).toEqual([]);
  expect(settled).toBeGreaterThanOrEqual(2 * CHANGES);
}, 120_000);

it("rules that are committed while requests run let none of them fail", async () => {
  const client = await signIn(database, api, acme, "manager");
  // The parts of an answer read the same field by statements of their own, some before the change.
  const query = `{ one: contacts { nodes { email } } two: contacts { nodes { email } }
    three: users { nodes { ownedContacts { nodes { email } } } } }`;
  const answers: Promise<unknown>[] = [];
  for (const mode of ["hidden", "edit", "hidden", "mask", "hidden"] as const) {
    answers.push(...[1, 2, 3].map(() => client.try(query).then(({ errors }) => expect(errors).toBeUndefined())));
    await decide(mode);
  }
  await Promise.all(answers);
  const { data } = await client.try(query);
  expect(JSON.stringify(data)).not.toContain("ann@");
}, 60_000);
