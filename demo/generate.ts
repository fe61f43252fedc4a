import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { stringify } from "csv-stringify/sync";
import { addActivities } from "./generator/activities.ts";
import {
  addEarlyAccounts,
  fillContacts,
  writeAccounts,
  writeContacts,
} from "./generator/companies.ts";
import { fillDeals } from "./generator/deals.ts";
import { addLeads } from "./generator/leads.ts";
import { plans } from "./generator/plan.ts";
import type { DemoPlan } from "./generator/plan.ts";
import { Random } from "./generator/random.ts";
import { addRow, nextId } from "./generator/world.ts";
import type { World } from "./generator/world.ts";

/**
 * Makes the files of one demo organization. The same plan always gives the same files.
 *
 * @returns file name to content
 */
export function generateDemo(plan: DemoPlan): Map<string, string> {
  const world: World = {
    plan,
    random: new Random(plan.seed),
    users: [],
    sellers: [],
    accounts: [],
    contacts: [],
    leads: [],
    deals: [],
    files: new Map(),
    emails: new Set(),
    names: new Set(),
    lastId: 0,
  };
  addUsers(world);
  addProducts(world);
  addEarlyAccounts(world, Math.round(plan.counts.accounts * 0.35));
  addLeads(world);
  addEarlyAccounts(world, Math.max(0, plan.counts.accounts - world.accounts.length));
  fillContacts(world);
  fillDeals(world);
  writeAccounts(world);
  writeContacts(world);
  addActivities(world);
  const files = new Map<string, string>();
  for (const [name, rows] of world.files) files.set(`${name}.csv`, toCsv(rows));
  files.set("organization.json", `${JSON.stringify(organizationOf(plan), null, 2)}\n`);
  return files;
}

function addUsers(world: World): void {
  for (const member of world.plan.members) {
    const user = { id: nextId(world, "005"), member };
    world.users.push(user);
    if (member.load > 0) world.sellers.push(user);
    addRow(world, "User", {
      Id: user.id,
      Username: member.email,
      Email: member.email,
      Name: member.name,
      IsActive: true,
    });
  }
}

function addProducts(world: World): void {
  for (const product of world.plan.products) {
    addRow(world, "Product2", {
      Id: nextId(world, "01t"),
      Name: product.name,
      ProductCode: product.code,
      Family: product.family,
      UnitPrice: product.price,
      CurrencyIsoCode: world.plan.currency,
      IsActive: true,
    });
  }
}

function organizationOf(plan: DemoPlan) {
  const { name, slug, anchorDate, currency } = plan;
  const members = plan.members.map(({ email, name: person, role, team }) => ({
    email,
    name: person,
    role,
    team,
  }));
  return { name, slug, anchorDate, currency, members };
}

function toCsv(rows: Record<string, unknown>[]): string {
  return stringify(rows, {
    header: true,
    cast: { boolean: (value) => (value ? "TRUE" : "FALSE") },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const plan of plans) {
    const folder = new URL(`./${plan.slug}/`, import.meta.url);
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of generateDemo(plan)) {
      writeFileSync(new URL(name, folder), content);
    }
    console.log(`demo/${plan.slug} written.`);
  }
}
