import { addRow, dateOf, momentOf, nextId, pastDay, pickSeller } from "./world.ts";
import type { Account, Contact, World } from "./world.ts";
import {
  companyFirst,
  companySecond,
  firstNames,
  foreignPlaces,
  industries,
  lastNames,
  leadSources,
  places,
  streets,
  titles,
} from "./words.ts";

/** A company that does not exist, with a domain that never will. */
export interface Company {
  name: string;
  domain: string;
  industry: string;
  employees: number;
  place: Account["place"];
  currency: string;
}

/** Makes a company whose name nobody else in the organization has. */
export function makeCompany(world: World): Company {
  const { random, plan } = world;
  for (;;) {
    const first = random.pick(companyFirst);
    const second = random.pick(companySecond);
    const industry = random.weighted(industries, (item) => item.weight);
    const stem = random.chance(0.5) ? `${first}${second}` : `${first} ${capitalize(second)}`;
    const name = `${stem} ${random.pick(industry.endings)}`;
    const domain = `${name.toLowerCase().replace(/[^a-z]+/g, "")}.example`;
    if (world.names.has(domain)) continue;
    world.names.add(domain);
    const employees = Math.round(Math.exp(4.6 + random.normal() * 1.1)) + 4;
    const foreign = random.chance(plan.currency === "EUR" ? 1 : 0.06);
    const elsewhere = foreign ? random.pick(foreignPlaces) : null;
    const place = elsewhere ?? random.pick(places);
    const currency = elsewhere?.currency ?? plan.currency;
    return { name, domain, industry: industry.name, employees, place, currency };
  }
}

/** A person's name and an address at the domain that nobody else has. */
export function makePerson(world: World, domain: string) {
  const { random } = world;
  const firstName = random.pick(firstNames);
  const lastName = random.pick(lastNames);
  const stem = `${firstName}.${lastName}`.toLowerCase();
  let email = `${stem}@${domain}`;
  for (let number = 2; world.emails.has(email); number += 1) email = `${stem}${number}@${domain}`;
  world.emails.add(email);
  return { firstName, lastName, email, ...random.pick(titles) };
}

/** A phone number of the place, from the ranges kept for fiction. */
export function makePhone(world: World, place: Account["place"]): string {
  return place.dial + String(world.random.between(0, 99)).padStart(2, "0");
}

/** Adds an account; its file row is written by `writeAccounts`, when its deals are known. */
export function addAccount(world: World, company: Company, day: number): Account {
  const account: Account = {
    ...company,
    id: nextId(world, "001"),
    owner: pickSeller(world),
    day,
    contacts: [],
    hasWon: false,
  };
  world.accounts.push(account);
  return account;
}

/** Adds a contact of an account. */
export function addContact(
  world: World,
  account: Account,
  person: ReturnType<typeof makePerson>,
  source: string,
  day: number,
  phone = makePhone(world, account.place),
): Contact {
  const id = nextId(world, "003");
  const contact: Contact = { ...person, id, phone, account, source, day };
  account.contacts.push(contact);
  world.contacts.push(contact);
  return contact;
}

/** Adds the accounts that were customers before the story begins, or were found without a lead. */
export function addEarlyAccounts(world: World, count: number): void {
  for (let index = 0; index < count; index += 1) {
    const day = world.random.chance(0.6) ? -world.plan.days : pastDay(world);
    const account = addAccount(world, makeCompany(world), day);
    addContact(world, account, makePerson(world, account.domain), "Web", day);
  }
}

/** Adds contacts until the organization has as many as planned. */
export function fillContacts(world: World): void {
  const { random, plan } = world;
  while (world.contacts.length < plan.counts.contacts) {
    const account = random.pick(world.accounts);
    if (account.contacts.length > 7) continue;
    const day = Math.min(-1, account.day + random.between(0, 90));
    const source = random.weighted(leadSources, (item) => item.weight).name;
    addContact(world, account, makePerson(world, account.domain), source, day);
  }
}

/** Writes the rows of the accounts' file. */
export function writeAccounts(world: World): void {
  const { random } = world;
  for (const account of world.accounts) {
    const hasRevenue = random.chance(0.85);
    const perHead = 90_000 + random.between(0, 160_000);
    addRow(world, "Account", {
      Id: account.id,
      Name: account.name,
      Type: account.hasWon ? "Customer - Direct" : "Prospect",
      Industry: account.industry,
      AnnualRevenue: hasRevenue ? Math.round((account.employees * perHead) / 1000) * 1000 : "",
      CurrencyIsoCode: account.currency,
      NumberOfEmployees: account.employees,
      Phone: makePhone(world, account.place),
      Website: `https://www.${account.domain}`,
      BillingStreet: `${random.between(1, 980)} ${random.pick(streets)}`,
      BillingCity: account.place.city,
      BillingState: account.place.state,
      BillingCountry: account.place.country,
      OwnerId: account.owner.id,
      CreatedDate: momentOf(world, account.day),
      Customer_Tier__c: account.hasWon ? random.pick(["Gold", "Silver", "Silver", "Bronze"]) : "",
    });
  }
}

/** Writes the rows of the contacts' file. */
export function writeContacts(world: World): void {
  const { random } = world;
  for (const contact of world.contacts) {
    addRow(world, "Contact", {
      Id: contact.id,
      AccountId: contact.account.id,
      FirstName: contact.firstName,
      LastName: contact.lastName,
      Email: contact.email,
      Phone: contact.phone,
      MobilePhone: random.chance(0.4) ? makePhone(world, contact.account.place) : "",
      Title: contact.title,
      Department: contact.department,
      LeadSource: contact.source,
      MailingCity: contact.account.place.city,
      MailingCountry: contact.account.place.country,
      HasOptedOutOfEmail: random.chance(0.05),
      DoNotCall: random.chance(0.03),
      Birthdate: random.chance(0.2)
        ? `${random.between(1962, 1999)}-${dateOf(world, random.between(-365, -1)).slice(5)}`
        : "",
      OwnerId: contact.account.owner.id,
      CreatedDate: momentOf(world, contact.day),
    });
  }
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
