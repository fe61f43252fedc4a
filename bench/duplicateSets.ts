/**
 * People of whom it is known which are the same: two public sets, read where they are (they are no
 * part of the project), and one that is made here.
 */
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "csv-parse/sync";
import { PROJECT_DIRECTORY } from "../src/config.ts";

/** A contact as it is inserted, and the person it is. */
export type LabelledContact = { person: string; columns: Record<string, string | null> };

/** Contacts with their truth. */
export type LabelledSet = { name: string; contacts: LabelledContact[] };

const DATA = path.join(PROJECT_DIRECTORY, "..", "shared", "data");

type Row = Record<string, string>;

async function readRows(...file: string[]): Promise<Row[] | null> {
  try {
    const text = await fs.readFile(path.join(DATA, ...file), "utf8");
    return parse(text, { columns: true, trim: true, bom: true }) as Row[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

const orNull = (text: string | undefined) => (text === undefined || text === "" ? null : text);

/** A date that there is, or null: some of the sets' errors make dates that no calendar has. */
function validDate(text: string | undefined): string | null {
  const digits = (text ?? "").replaceAll("-", "");
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)$/.exec(digits) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return null;
  return date.getUTCFullYear() < 1000 ? null : date.toISOString().slice(0, 10);
}

/** Names as a CRM holds them: whoever has one name only has it as last name. */
function names(first: string | null, last: string | null) {
  if (last !== null) return { first_name: first, last_name: last };
  return { first_name: null, last_name: first ?? "-" };
}

/** A set of Febrl (Freely Extensible Biomedical Record Linkage), or null where it is not at hand. */
export async function readFebrl(dataset: string): Promise<LabelledSet | null> {
  const rows = await readRows("febrl", `${dataset}.csv`);
  if (!rows) return null;
  const contacts = rows.map((row) => ({
    person: (row["rec_id"] ?? "").replace(/^(rec-\d+)-.*$/, "$1"),
    columns: {
      ...names(orNull(row["given_name"]), orNull(row["surname"])),
      mailing_street: orNull(`${row["street_number"] ?? ""} ${row["address_1"] ?? ""}`.trim()),
      mailing_city: orNull(row["suburb"]),
      mailing_postal_code: orNull(row["postcode"]),
      mailing_state: orNull(row["state"]),
      birthday: validDate(row["date_of_birth"]),
    },
  }));
  return { name: `febrl ${dataset}`, contacts };
}

/** fake_1000 of Splink, or null where it is not at hand. */
export async function readSplink(): Promise<LabelledSet | null> {
  const rows = await readRows("splink", "fake_1000.csv");
  if (!rows) return null;
  const seen = new Set<string>();
  const contacts = rows.map((row) => {
    // A live contact's e-mail address is its own; an equal one differs in a tag, as it would be typed.
    let email = orNull(row["email"]?.toLowerCase());
    if (email !== null && !/^[^@\s]+@[^@\s]+$/.test(email)) email = null;
    if (email !== null && seen.has(email)) email = email.replace("@", `+${row["unique_id"]}@`);
    if (email !== null) seen.add(email);
    return {
      person: row["cluster"] ?? "",
      columns: {
        ...names(orNull(row["first_name"]), orNull(row["surname"])),
        birthday: validDate(row["dob"]),
        mailing_city: orNull(row["city"]),
        email,
      },
    };
  });
  return { name: "splink fake_1000", contacts };
}

/** Numbers that are the same at every run (mulberry32). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ONSETS = "b c d f g h j k l m n p r s t v w br ch cl dr fr gr kr pr sh st th tr".split(" ");
const VOWELS = "a e i o u ai ea ie oo".split(" ");
const CODAS = "n r s l t m nd rt ck ll ss ng".split(" ");

/** A place that people share: an office or a home. */
type Place = { phone: string; street: string; city: string; postalCode: string; domain: string };

type Columns = LabelledContact["columns"];

/** Makes people as a CRM has them: colleagues, families, namesakes, and some of them twice. */
class Population {
  readonly #random = makeRandom(20_260);
  readonly #firstNames: string[];
  readonly #lastNames: string[];
  readonly #cities: string[];
  readonly #streets: string[];

  constructor() {
    this.#firstNames = this.#words(400, 2);
    this.#lastNames = this.#words(6000, 3);
    this.#cities = this.#words(300, 3);
    this.#streets = this.#words(2000, 3);
  }

  #words(count: number, syllables: number): string[] {
    const words = new Set<string>();
    const part = () => this.#pick(ONSETS) + this.#pick(VOWELS);
    while (words.size < count) {
      words.add(Array.from({ length: 1 + this.#below(syllables) }, part).join("") + this.#pick(CODAS));
    }
    return [...words].map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<Item>(list: readonly Item[]): Item {
    return list[this.#below(list.length)] as Item;
  }

  /** Of names, some are common and most are rare. */
  #pickCommon(list: readonly string[]): string {
    return list[Math.floor(list.length * this.#random() ** 1.7)] as string;
  }

  #digits(count: number): string {
    return Array.from({ length: count }, () => this.#below(10)).join("");
  }

  #place(): Place {
    const city = this.#below(this.#cities.length);
    return {
      phone: `+1 ${200 + this.#below(700)} ${200 + this.#below(700)} ${this.#digits(4)}`,
      street: `${1 + this.#below(400)} ${this.#pick(this.#streets)} ${this.#pick(["Street", "Road", "Avenue"])}`,
      city: this.#cities[city] as string,
      postalCode: String(10_000 + city * 30 + this.#below(30)),
      domain: `${this.#pick(this.#streets)}${this.#pick(this.#lastNames)}.test`.toLowerCase(),
    };
  }

  #birthday(): string {
    return new Date(Date.UTC(1940 + this.#below(65), this.#below(12), 1 + this.#below(28)))
      .toISOString().slice(0, 10);
  }

  #person(place: Place, lastName: string | null): Columns {
    const first = this.#pickCommon(this.#firstNames);
    const last = lastName ?? this.#pickCommon(this.#lastNames);
    const has = (share: number) => this.#random() < share;
    const mailbox = `${first}.${last}${has(0.3) ? this.#below(99) : ""}`.toLowerCase();
    const host = lastName === null ? place.domain : this.#pick(["gmail.com", "web.de", "yahoo.com"]);
    return {
      first_name: first,
      last_name: last,
      email: has(0.7) ? `${mailbox}@${host}` : null,
      work_phone: has(0.6) ? place.phone : null,
      mobile_phone: has(0.4) ? `+1 5${this.#digits(2)} ${this.#digits(3)} ${this.#digits(4)}` : null,
      birthday: has(0.3) ? this.#birthday() : null,
      mailing_street: has(0.7) ? place.street : null,
      mailing_city: has(0.8) ? place.city : null,
      mailing_postal_code: has(0.7) ? place.postalCode : null,
    };
  }

  #misspell(text: string): string {
    const at = 1 + this.#below(Math.max(1, text.length - 2));
    const letter = this.#pick([..."aeinorst"]);
    return this.#pick([
      text.slice(0, at) + text.slice(at + 1),
      text.slice(0, at) + letter + text.slice(at),
      text.slice(0, at) + letter + text.slice(at + 1),
      text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2),
    ]);
  }

  /** The same person as somebody else has typed it in. */
  #again(columns: Columns): Columns {
    const copy = { ...columns };
    // An e-mail address belongs to one live contact; typed again, it is of another kind or has a tag.
    if (copy["email"] != null) {
      copy["email"] = this.#random() < 0.5 ? null : copy["email"].replace("@", `+${this.#digits(4)}@`);
    }
    const changes = 1 + this.#below(3);
    for (let change = 0; change < changes; change += 1) {
      const name = this.#pick(Object.keys(copy).filter((key) => copy[key] != null && key !== "email"));
      const value = copy[name] as string;
      if (name === "last_name" || (name === "first_name" && this.#random() < 0.7)) {
        copy[name] = this.#misspell(value);
      } else if (name === "first_name") copy[name] = value.slice(0, 3);
      else if (name.endsWith("phone")) copy[name] = value.replaceAll(" ", "").replace("+1", "001-");
      else if (name === "birthday") copy[name] = `${value.slice(0, 8)}${10 + this.#below(18)}`;
      else if (this.#random() < 0.5) copy[name] = null;
      else copy[name] = this.#misspell(value);
    }
    return copy;
  }

  make(count: number, twice: number): LabelledContact[] {
    const contacts: LabelledContact[] = [];
    while (contacts.length < count - twice) {
      const place = this.#place();
      const isFamily = this.#random() < 0.3;
      const name = isFamily ? this.#pickCommon(this.#lastNames) : null;
      const size = 1 + this.#below(isFamily ? 4 : 25);
      for (let n = 0; n < size && contacts.length < count - twice; n += 1) {
        contacts.push({ person: String(contacts.length), columns: this.#person(place, name) });
      }
    }
    const step = Math.floor(contacts.length / twice);
    for (let n = 0; n < twice; n += 1) {
      const { person, columns } = contacts[n * step] as LabelledContact;
      contacts.push({ person, columns: this.#again(columns) });
    }
    const taken = new Set<string>();
    for (const { columns } of contacts) {
      const { email } = columns;
      if (email != null && taken.has(email)) columns["email"] = null;
      else if (email != null) taken.add(email);
    }
    return contacts;
  }
}

/**
 * People who work or live together, have common names, and of whom some are there twice.
 * @param count - contacts
 * @param twice - how many of them are somebody who is there already
 */
export function makePopulation(count: number, twice: number): LabelledSet {
  return { name: `${count} generated contacts`, contacts: new Population().make(count, twice) };
}
