import { addAccount, addContact, makeCompany, makePerson, makePhone } from "./companies.ts";
import type { Company } from "./companies.ts";
import { addDeal } from "./deals.ts";
import { leadSources } from "./words.ts";
import { addRow, dateOf, momentOf, nextId, pastDay, pickSeller } from "./world.ts";
import type { Account, Row, World } from "./world.ts";

const ratings = [
  { name: "Hot", weight: 2 },
  { name: "Warm", weight: 5 },
  { name: "Cold", weight: 3 },
];

/** Adds the leads; those that converted bring their account, contact and deal along. */
export function addLeads(world: World): void {
  const { plan, random } = world;
  const days = Array.from({ length: plan.counts.leads }, () => pastDay(world)).sort(
    (a, b) => a - b,
  );
  for (const day of days) {
    const source = random.weighted(leadSources, (item) => item.weight);
    const owner = pickSeller(world);
    const converts = random.chance(source.conversion * (0.6 + 0.4 * owner.member.skill));
    const convertedDay = day + Math.round(3 + Math.abs(random.normal()) * 16);
    const account =
      converts && convertedDay < 0 && world.deals.length < plan.counts.deals
        ? accountToConvertInto(world, convertedDay)
        : null;
    const company: Company = account ?? makeCompany(world);
    const person = makePerson(world, company.domain);
    const phone = makePhone(world, company.place);
    const id = nextId(world, "00Q");
    const row: Row = {
      Id: id,
      FirstName: person.firstName,
      LastName: person.lastName,
      Company: company.name,
      Title: person.title,
      Email: person.email,
      Phone: random.chance(0.8) || account ? phone : "",
      LeadSource: source.name,
      Status: "Closed - Converted",
      Rating: random.chance(0.7) ? random.weighted(ratings, (item) => item.weight).name : "",
      Industry: company.industry,
      NumberOfEmployees: random.chance(0.6) ? company.employees : "",
      City: company.place.city,
      Country: company.place.country,
      OwnerId: owner.id,
      CreatedDate: momentOf(world, day),
      LastActivityDate: "",
      IsConverted: account !== null,
      ConvertedDate: "",
      ConvertedAccountId: "",
      ConvertedContactId: "",
      ConvertedOpportunityId: "",
    };
    let lastActivity: number | null = null;
    if (account) {
      const contact = addContact(world, account, person, source.name, convertedDay, phone);
      const deal = addDeal(world, { account, contact, owner, source, day: convertedDay });
      lastActivity = convertedDay;
      row["ConvertedDate"] = dateOf(world, convertedDay);
      row["ConvertedAccountId"] = account.id;
      row["ConvertedContactId"] = contact.id;
      row["ConvertedOpportunityId"] = deal.id;
    } else {
      row["Status"] = openStatus(world, -day);
      if (row["Status"] !== "Open - Not Contacted") {
        lastActivity = Math.min(-1, day + random.between(0, 30));
      }
    }
    row["LastActivityDate"] = lastActivity === null ? "" : dateOf(world, lastActivity);
    addRow(world, "Lead", row);
    const isOpen = !String(row["Status"]).startsWith("Closed");
    world.leads.push({ id, day, isOpen, owner, lastActivity });
  }
}

/** A new account while the plan has room for one, else one that exists by then. */
function accountToConvertInto(world: World, day: number): Account {
  const { plan, random } = world;
  const isRoom = world.accounts.length < plan.counts.accounts;
  if (isRoom && random.chance(0.62)) return addAccount(world, makeCompany(world), day);
  const known = world.accounts.filter((account) => account.day <= day);
  return known.length > 0 ? random.pick(known) : addAccount(world, makeCompany(world), day);
}

function openStatus(world: World, age: number): string {
  const { random } = world;
  const closed = age > 90 ? 0.85 : age > 45 ? 0.5 : age > 14 ? 0.15 : 0.02;
  if (random.chance(closed)) return "Closed - Not Converted";
  const untouched = age > 45 ? 0.25 : age > 7 ? 0.35 : 0.7;
  if (random.chance(untouched)) return "Open - Not Contacted";
  return random.chance(0.3) ? "Qualified" : "Working - Contacted";
}
