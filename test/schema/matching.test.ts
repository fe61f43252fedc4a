import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);

afterAll(() => database?.drop());

/** What a key function makes of each text. */
async function keys(name: string, texts: readonly string[]): Promise<(string | null)[]> {
  return asSuperuser(database, async (client) => {
    const { rows } = await client.query<{ key: string | null }>(
      `select app_hidden.${name}(t.text) as key from unnest($1::text[]) with ordinality t (text, n) order by n`,
      [texts],
    );
    return rows.map((row) => row.key);
  });
}

const CASES: Record<string, [text: string, key: string | null][]> = {
  words_key: [
    ["  Ünïcode   O'Brien-Smith ", "unicode obrien smith"],
    ["Straße № 5", "strasse no 5"],
    ["...", null],
    ["", null],
  ],
  company_key: [
    ["The Ünit-4 Co., Ltd.", "unit 4"],
    ["Acme Inc", "acme"],
    ["ACME, Incorporated", "acme"],
    ["Barilla S.p.A.", "barilla"],
    ["Telefónica S. A.", "telefonica"],
    ["Müller GmbH & Co. KG", "muller"],
    ["Orlen Sp. z o.o.", "orlen"],
    ["Johnson & Johnson", "johnson and johnson"],
    ["Limited", "limited"],
    ["The", "the"],
    ["Co-op Group Holdings plc", "co op"],
    ["AT&T", "at and t"],
    ["—", null],
  ],
  street_key: [
    ["12 Long Lane", "12 long"],
    ["12 LONG LN.", "12 long"],
    ["Hauptstraße 5", "hauptstrasse 5"],
    ["St. Street", "st"],
    ["Street", "street"],
    ["221b Baker Str", "221b baker"],
    ["Market Square 4", "market square 4"],
  ],
  phone_key: [
    ["+1 (555) 123-4567", "551234567"],
    ["555-123-4567 ext. 89", "551234567"],
    ["0044 20 7946 0958", "079460958"],
    ["020 7946 0958", "079460958"],
    ["+44 (0)20 7946 0958x12", "079460958"],
    ["1234567", "1234567"],
    ["12345", null],
    ["call me", null],
  ],
  email_key: [
    ["Ann.Lee+news@Example.COM", "ann.lee@example.com"],
    ["a.n.n.lee+x@googlemail.com", "annlee@gmail.com"],
    ["+tag@example.com", "+tag@example.com"],
    ["\"odd@mailbox\"@example.com", "\"odd@mailbox\"@example.com"],
    ["no address", null],
  ],
  domain_key: [
    ["https://www.Example.com/path?x#y", "example.com"],
    ["example.com", "example.com"],
    ["http://user:pw@shop.example.co.uk:8080", "shop.example.co.uk"],
    ["www2.example.org.", "example.org"],
    ["ann@example.com", "example.com"],
    ["localhost", null],
    ["n/a", null],
  ],
  company_domain: [
    ["ann@example.com", "example.com"],
    ["ann@gmail.com", null],
    ["ann@yahoo.co.uk", null],
  ],
  sound_key: [
    ["smith", "SM0"],
    ["smythe", "SM0"],
    ["catherine", "K0RN"],
    ["kathryn", "K0RN"],
    ["", null],
  ],
};

describe.each(Object.entries(CASES))("%s", (name, cases) => {
  it("keeps what is compared and nothing else", async () => {
    const made = await keys(name, cases.map(([text]) => text));
    expect(Object.fromEntries(cases.map(([text], at) => [text, made[at]]))).toEqual(
      Object.fromEntries(cases),
    );
  });
});
