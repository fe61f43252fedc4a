import { describe, expect, test } from "@jest/globals";
import {
  convertAmount,
  convertBoolean,
  convertDate,
  convertEmail,
  convertPercent,
  convertTimestamp,
  currencyOfAmount,
} from "../../src/import/convert.ts";
import type { ColumnStyle } from "../../src/import/convert.ts";
import {
  dateOrderOf,
  decimalMarkOf,
  noEvidence,
  observeDate,
  observeNumber,
} from "../../src/import/evidence.ts";
import { customKey, mapColumns, recognizeObject } from "../../src/import/mapping.ts";
import { objectMappings } from "../../src/import/objects/index.ts";

const american: ColumnStyle = { dateOrder: "month-first", decimalMark: "." };
const european: ColumnStyle = { dateOrder: "day-first", decimalMark: "," };

describe("dates", () => {
  test.each([
    ["2024-01-19", american, "2024-01-19"],
    ["2024-01-19T09:42:24.000+0000", american, "2024-01-19T09:42:24.000+00:00"],
    ["2024-08-13T18:04:34.666+00:00", american, "2024-08-13T18:04:34.666+00:00"],
    ["02/23/26 08:55 PM", american, "2026-02-23T20:55:00Z"],
    ["02/24/26 12:05 AM", american, "2026-02-24T00:05:00Z"],
    ["2/3/2024", american, "2024-02-03"],
    ["2/3/2024", european, "2024-03-02"],
    ["23.02.2026", american, "2026-02-23"],
    ["2/3/71", american, "1971-02-03"],
    ["", american, null],
  ])("%s", (cell, style, expected) => {
    expect(convertTimestamp(cell, style)).toBe(expected);
  });

  test.each(["2024-02-30", "13/13/24", "02/23/26 13:00 PM", "tomorrow", "0000-01-01"])(
    "%s is refused",
    (cell) => {
      expect(() => convertDate(cell, american)).toThrow(/is no/);
    },
  );

  test("are read in the order that their column shows, else that of the file", () => {
    const column = noEvidence();
    for (const cell of ["02/03/24", "13/03/24"]) observeDate(column, cell);
    const either = noEvidence();
    observeDate(either, "02/03/24");
    expect(dateOrderOf(column, column)).toEqual({ order: "day-first", assumed: false });
    expect(dateOrderOf(either, column)).toEqual({ order: "day-first", assumed: false });
    expect(dateOrderOf(either, either)).toEqual({ order: "month-first", assumed: true });
  });
});

describe("amounts", () => {
  test.each([
    ["$1,234.50", american, "1234.50"],
    ["1.234,56 €", european, "1234.56"],
    ["EUR 1 234,5", european, "1234.5"],
    ["(1,200)", american, "-1200"],
    ["US$ 5", american, "5"],
    ["12,34,567.00", american, "1234567.00"],
    ["1'234.50", american, "1234.50"],
    ["0012", american, "12"],
    [".5", american, "0.5"],
    ["900719925474099312345.67", american, "900719925474099312345.67"],
  ])("%s", (cell, style, expected) => {
    expect(convertAmount(cell, style)).toBe(expected);
  });

  test.each(["1,2,3", "abc", "1.2.3", "12 apples"])("%s is refused", (cell) => {
    expect(() => convertAmount(cell, american)).toThrow(/is no number/);
  });

  test("are read with the decimal mark that their column shows", () => {
    const comma = noEvidence();
    observeNumber(comma, "1.234,50");
    const either = noEvidence();
    observeNumber(either, "1,234");
    expect(decimalMarkOf(comma, comma)).toBe(",");
    expect(decimalMarkOf(either, either)).toBe(".");
    expect(decimalMarkOf(either, comma)).toBe(",");
  });

  test("name their currency by a sign that has only one", () => {
    expect(currencyOfAmount("1.234,56 €")).toBe("EUR");
    expect(currencyOfAmount("GBP 12")).toBe("GBP");
    expect(currencyOfAmount("$12")).toBeNull();
  });
});

test("booleans, e-mail addresses and percentages", () => {
  expect(["TRUE", "1", "yes"].map(convertBoolean)).toEqual([true, true, true]);
  expect(["FALSE", "0", "No"].map(convertBoolean)).toEqual([false, false, false]);
  expect(convertBoolean("")).toBeNull();
  expect(() => convertBoolean("maybe")).toThrow(/neither/);
  expect(convertEmail(" Rose@Edge.COM ")).toBe("rose@edge.com");
  expect(() => convertEmail("rose at edge")).toThrow(/e-mail/);
  expect(convertPercent("75%", american)).toBe("75");
  expect(() => convertPercent("175", american)).toThrow(/between 0 and 100/);
});

describe("headers", () => {
  test.each([
    ["Account.csv", ["x"], "Account"],
    ["contacts_2026-01.csv", ["x"], "Contact"],
    ["export.csv", ["Id", "Name", "StageName", "Amount", "CloseDate"], "Opportunity"],
    ["export.csv", ["First Name", "Last Name", "Email", "Lead Status"], "Lead"],
    ["export.csv", ["Subject", "StartDateTime", "WhoId"], "Event"],
    ["Lead.csv", ["LastName", "Company", "Email"], "Lead"],
    ["export.csv", ["LastName", "Company", "Email"], "Contact"],
    ["export.csv", ["constructor", "toString", "__proto__"], null],
    ["Campaign.csv", ["Id", "Name", "Type", "Status"], null],
    ["export.csv", ["colour", "weight"], null],
  ])("%s with %j holds %s", (name, header, object) => {
    expect(recognizeObject(name, header)).toBe(object);
  });

  test("are mapped in any spelling; own columns go to custom_data", () => {
    const header = ["first_name", "Last Name", "EMAIL", "Home_Phone__c", "PhotoUrl", "ShoeSize"];
    const columns = mapColumns(objectMappings.Contact, header);
    expect(columns.map(({ field }) => field)).toEqual([
      "first_name",
      "last_name",
      "email",
      "custom_data.home_phone",
      "custom_data.shoe_size",
    ]);
    expect(customKey("Opportunity Lifecycle (Days)")).toBe("opportunity_lifecycle_days");
  });

  test("may be called like what every object of the language has", () => {
    const odd = ["constructor", "toString", "__proto__", "hasOwnProperty"];
    const fieldsOf = (...[object, ...rest]: Parameters<typeof mapColumns>) =>
      mapColumns(object, ...rest).map(({ field }) => field);
    expect(fieldsOf(objectMappings.Contact, ["Last Name", ...odd])).toEqual([
      "last_name",
      "custom_data.constructor",
      "custom_data.to_string",
      "custom_data.proto",
      "custom_data.has_own_property",
    ]);
    expect(fieldsOf(objectMappings.Product2, ["Name", ...odd])).toEqual(["name"]);
    expect(fieldsOf(objectMappings.Product2, ["constructor"], { constructor: "name" })).toEqual([
      "name",
    ]);
    for (const field of odd) {
      expect(() => fieldsOf(objectMappings.Product2, ["Name", "x"], { x: field })).toThrow(
        /which Product2 does not have/,
      );
    }
  });

  test("need to hold what the object cannot do without, and no more", () => {
    const lead = mapColumns(objectMappings.Lead, ["LastName", "Company", "Email"]);
    expect(lead.map(({ field }) => field)).toEqual(["last_name", "company", "email"]);
    expect(mapColumns(objectMappings.Contact, ["Full Name"])).toHaveLength(1);
    expect(mapColumns(objectMappings.Product2, ["Name"])).toHaveLength(1);
    expect(mapColumns(objectMappings.Task, ["Subject"])).toHaveLength(1);
    expect(() => mapColumns(objectMappings.Lead, ["Status"])).toThrow(
      "The file has no column LastName or Name or Company or Email, which Lead needs.",
    );
    expect(() => mapColumns(objectMappings.Contact, ["Email"], { Email: "shoe" })).toThrow(
      /It has: [^$]+$/,
    );
  });

  test("follow the caller's choice", () => {
    const choice = { Contact: "last_name", Mail: "email", Notes: null, Size: "custom_data.size" };
    const columns = mapColumns(objectMappings.Contact, Object.keys(choice), choice);
    expect(columns.map(({ header, field }) => `${header} ${field}`)).toEqual([
      "Contact last_name",
      "Mail email",
      "Size custom_data.size",
    ]);
    const choose = (wish: Record<string, string>) =>
      mapColumns(objectMappings.Contact, ["Last Name", "Email", "Mail"], wish);
    expect(() => choose({ Mail: "shoe" })).toThrow(/which Contact does not have/);
    expect(() => choose({ Phone: "work_phone" })).toThrow(/no column "Phone"/);
    expect(() => choose({ Mail: "email", Email: "email" })).toThrow(/both/);
  });

  test("take the better of two columns for one field, wherever it stands", () => {
    const columns = mapColumns(objectMappings.User, ["Id", "Username", "Email"]);
    expect(columns.find(({ field }) => field === "email")?.header).toBe("Email");
  });
});
