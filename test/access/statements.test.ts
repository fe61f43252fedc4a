import { describe, expect, it } from "@jest/globals";
import { Statements } from "../../plugins/access/statements.ts";
import type { AccessProfile, TableAccess } from "../../plugins/access/profiles.ts";

const CONTACTS: TableAccess = {
  columns: `"id" as "id", null::text as "email"`,
  condition: null,
  readOnly: ["email", "custom_data"],
  withheld: { email: "hidden" },
  object: "contact",
  functions: ["delete_contact", "restore_contact"],
};

function profileOf(tables: Record<string, TableAccess>): AccessProfile {
  return { version: "masked:1", tables, fingerprint: JSON.stringify(tables), withholds: true, indexed: new Set() };
}

const PROFILE = profileOf({
  contacts: CONTACTS,
  deals: { ...CONTACTS, columns: null, condition: `"owner_id" = 1`, object: "deal", functions: [], readOnly: [] },
});
const SEEN = `(select ${CONTACTS.columns} from "app_public"."contacts")`;

function rewrite(text: string, profile = PROFILE): string {
  return new Statements().for({ text }, profile).text;
}

describe("a statement of somebody who is restricted", () => {
  it.each([
    [`select __c__."email" from "app_public"."contacts" as __c__ where __c__."email" = $1`,
      `select __c__."email" from ${SEEN} as __c__ where __c__."email" = $1`],
    // pg-aggregates leaves "as" out.
    [`(select min(__c__."email") from "app_public"."contacts" __c__ where true)`,
      `(select min(__c__."email") from ${SEEN} __c__ where true)`],
    [`select 1 from "app_public"."contacts" where true`, `select 1 from ${SEEN} as "contacts" where true`],
    [`select from "app_public"."accounts" as a left outer join "app_public"."contacts" as c on (c."id" = a."id")`,
      `select from "app_public"."accounts" as a left outer join ${SEEN} as c on (c."id" = a."id")`],
    [`select exists(select 1 from "app_public"."contacts" as c) from "app_public"."contacts" as d`,
      `select exists(select 1 from ${SEEN} as c) from ${SEEN} as d`],
    [`select from lateral (select * from x) as x, "app_public"."contacts" as c`,
      `select from lateral (select * from x) as x, ${SEEN} as c`],
  ])("reads each table as they see it: %s", (text, expected) => {
    expect(rewrite(text)).toBe(expected);
  });

  it("reads a table with a condition only, with the condition", () => {
    expect(rewrite(`select from "app_public"."deals" as d`)).toBe(
      `select from (select * from "app_public"."deals" where "owner_id" = 1) as d`,
    );
  });

  it("leaves tables alone that are as they are", () => {
    const text = `select from "app_public"."accounts" as a`;
    expect(rewrite(text)).toBe(text);
  });

  it("reads what a function answers of a row beside it", () => {
    const call = `"app_public"."delete_contact"(n)`;
    expect(rewrite(`select c."email" from "app_public"."notes" as n left outer join ${call} as c on true`)).toBe(
      `select c."email" from "app_public"."notes" as n left outer join lateral (select ${CONTACTS.columns} from ${call} as answered) as c on true`,
    );
  });

  it("reads what a function answers, however its arguments are nested", () => {
    const call = `"app_public"."delete_contact"(coalesce($1::"uuid", (select f(1, (2)))))`;
    expect(rewrite(`select c."email" from ${call} as c`)).toBe(
      `select c."email" from lateral (select ${CONTACTS.columns} from ${call} as answered) as c`,
    );
  });

  it("reads what a function answers of the row beside it", () => {
    const before = `select c."email" from "app_public"."notes" as n left outer join `;
    const call = `"app_public"."delete_contact"(n."contact_id")`;
    const seen = `(select ${CONTACTS.columns} from ${call} as answered) as c on true`;
    expect(rewrite(`${before}${call} as c on true`)).toBe(`${before}lateral ${seen}`);
    expect(rewrite(`${before}lateral ${call} as c on true`)).toBe(`${before}lateral ${seen}`);
  });

  it("gives a computed column the row as they see it", () => {
    expect(rewrite(`select "app_public"."contacts_age"(c) from "app_public"."contacts" as c`)).toBe(
      `select "app_public"."contacts_age"(row(c.*)::"app_public"."contacts") from ${SEEN} as c`,
    );
  });

  it("reads what an insert answers", () => {
    expect(rewrite(
      `insert into "app_public"."contacts" as c ("name") values ($1::"text") returning c."email"::text as "0"`,
    )).toBe(
      `with changed as (insert into "app_public"."contacts" as c ("name") values ($1::"text") returning c.*) ` +
        `select c."email"::text as "0" from (select ${CONTACTS.columns} from changed) as c`,
    );
  });

  it("reads what an update and a delete answer", () => {
    const update = rewrite(
      `update "app_public"."contacts" as c set "name" = $1::"text" where (c."id" = $2::"uuid") returning c."email" as "0"`,
    );
    expect(update).toContain("returning c.*) select c.\"email\" as \"0\" from (select");
    const removal = rewrite(`delete from "app_public"."contacts" as c where (c."id" = $1) returning c."email" as "0"`);
    expect(removal).toContain("returning c.*) select c.\"email\" as \"0\" from (select");
  });

  it.each([
    `insert into "app_public"."contacts" as c ("name", "email") values ($1, $2) returning c."id"`,
    `update "app_public"."contacts" as c set "email" = $1::"text" where (c."id" = $2::"uuid") returning c."id"`,
    `update "app_public"."contacts" as c set "name" = $1, "email" = $2 where (c."id" = $3)`,
  ])("is refused when it writes what they may not: %s", (text) => {
    expect(() => rewrite(text)).toThrow(
      expect.objectContaining({ code: "FORBIDDEN", fields: { email: "Your role may not change this field." } }),
    );
  });

  it("names every field that it may not write, as the API does", () => {
    const text = `insert into "app_public"."contacts" ("email", "custom_data") values ($1, $2)`;
    expect(() => rewrite(text)).toThrow(
      expect.objectContaining({ fields: { email: expect.any(String), customData: expect.any(String) } }),
    );
  });

  it.each([
    `select * from app_public.contacts`,
    `select * from app_public . "contacts"`,
    `select ("app_public"."contacts").email`,
    `table "app_public"."contacts"`,
    `copy "app_public"."contacts" to stdout`,
    `insert into "app_public"."contacts" select * from x`,
    `update "app_public"."contacts" as c set ("email") = ($1)`,
    `select from "app_public"."delete_contact"((select 1)`,
  ])("is refused when it is not understood: %s", (text) => {
    expect(() => rewrite(text)).toThrow();
  });

  it("of another profile is another statement, remembered apart and under a name of its own", () => {
    const statements = new Statements();
    const text = `select from "app_public"."contacts" as c`;
    const other = profileOf({ contacts: { ...CONTACTS, columns: `"id" as "id", 'x'::text as "email"` } });
    const first = statements.for({ text, name: "n" }, PROFILE);
    const second = statements.for({ text, name: "n" }, other);
    expect(first.text).not.toBe(second.text);
    expect(first.name).not.toBe(second.name);
    expect([first.name, second.name]).not.toContain("n");
    expect(statements.for({ text, name: "n" }, PROFILE)).toEqual(first);
  });

  it("remembers nothing of its values", () => {
    const query = { text: `select from "app_public"."contacts" as c where c."id" = $1`, values: ["secret"] };
    const statements = new Statements();
    expect(Object.keys(statements.for(query, PROFILE)).sort()).toEqual(["name", "text"]);
    expect(Object.keys(statements.for(query, PROFILE)).sort()).toEqual(["name", "text"]);
  });

  it("may make a row of defaults", () => {
    expect(rewrite(`insert into "app_public"."contacts" as c default values`)).toContain("default values");
  });

  it("is what it was for somebody who is not restricted", () => {
    const plain: AccessProfile = { version: "full:1", tables: {}, fingerprint: "", withholds: false, indexed: new Set() };
    const text = `select * from app_public.contacts`;
    expect(rewrite(text, plain)).toBe(text);
  });
});
