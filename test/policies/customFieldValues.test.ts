import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
import { EACH, fieldsOf, openFieldTrial } from "./fieldTrial.ts";
import type { FieldTrial } from "./fieldTrial.ts";

let house: FieldTrial;

beforeAll(async () => {
  house = await openFieldTrial();
  for (const definition of EACH) await house.define(definition);
}, 60_000);

afterAll(async () => {
  await house?.end();
});

describe("values", () => {
  it.each<[string, unknown, unknown]>([
    ["t_text", "  abc ", "abc"],
    ["t_textarea", "a\nb  \n", "a\nb"],
    ["t_number", " 3.1400 ", 3.14],
    ["t_number", -1e1, -10],
    ["t_date", "2024-02-29", "2024-02-29"],
    ["t_datetime", "2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00.000Z"],
    ["t_datetime", "2024-02-29 10:00", "2024-02-29T10:00:00.000Z"],
    ["t_datetime", "2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["t_boolean", "YES", true],
    ["t_boolean", 0, false],
    ["t_select", " high", "High"],
    ["t_multi_select", ["blue", "Red", "Blue"], ["Red", "Blue"]],
    ["t_multi_select", "green; red", ["Red", "Green"]],
    ["t_url", "https://example.test/a?b#c", "https://example.test/a?b#c"],
    ["t_email", " Ann@Corp.Test ", "ann@corp.test"],
    ["t_phone", " +49 (30) 123-45 ", "+49 (30) 123-45"],
    ["t_code", "AB-123", "AB-123"],
  ])("of %s are kept in one form: %j as %j", async (key, given, kept) => {
    const { rows } = await house.tryToWrite({ [key]: given });
    expect(rows[0]?.["custom_data"]).toEqual({ [key]: kept });
    const again = await house.tryToWrite({ [key]: kept });
    expect(again.rows[0]?.["custom_data"]).toEqual({ [key]: kept });
  });

  it.each([null, "", "   ", []])("that are blank (%j) take their key away", async (blank) => {
    const custom = Object.fromEntries(EACH.map(({ key }) => [key, blank]));
    expect((await house.tryToWrite({ ...custom, free: blank })).rows[0]?.["custom_data"]).toEqual({ free: blank });
  });

  it("of keys that nobody has defined are anything", async () => {
    const custom = { free: { a: [1, null] }, "odd key": "x" };
    expect((await house.tryToWrite(custom)).rows[0]?.["custom_data"]).toEqual(custom);
  });

  it.each(["rowhouse_user", "rowhouse_importer"])("are checked as %s, of all rows of a statement", async (role) => {
    const outcome = await house.tryAs({ ...house.owner, role } as Actor,
      `insert into app_public.leads (last_name, custom_data)
         select 'X', jsonb_build_object('t_number', n) from generate_series(1, 11) n`);
    expect(outcome).toMatchObject({ code: "RH400", message: "T_NUMBER: Is more than 10.5." });
    expect(fieldsOf(outcome)).toEqual({ "custom_data.t_number": "Is more than 10.5." });
  });

  it("are checked past the policies too", async () => {
    await asSuperuser(house.database, async (client) => {
      await expect(client.query(
        `insert into app_public.leads (organization_id, last_name, custom_data) values ($1, 'X', '{"t_date": "soon"}')`,
        [house.acme.organizationId],
      )).rejects.toMatchObject({ code: "RH400" });
    });
  });

  it("each name their field when they are bad: ten thousand random ones", async () => {
    const bad = randomBadValues(10_000);
    const refusals = await asSuperuser(house.database, async (client) => {
      await client.query(`
        create function pg_temp.refusal(organization uuid, custom jsonb) returns jsonb language plpgsql as $$
        declare
          told text;
        begin
          insert into app_public.leads (organization_id, last_name, custom_data) values (organization, 'X', custom);
          return null;
        exception when sqlstate 'RH400' then
          get stacked diagnostics told = pg_exception_detail;
          return told::jsonb -> 'fields';
        end $$`);
      const { rows } = await client.query<{ fields: Record<string, string> | null }>(
        `select pg_temp.refusal($1, v.value) as fields from jsonb_array_elements($2::jsonb) with ordinality v (value, n) order by n`,
        [house.acme.organizationId, JSON.stringify(bad)],
      );
      return rows.map(({ fields }) => Object.keys(fields ?? {}));
    });
    const missed = bad.flatMap((custom, place) => {
      const named = refusals[place]?.map((name) => name.replace("custom_data.", "")) ?? [];
      return Object.keys(custom).sort().join() === named.sort().join() ? [] : [[custom, named]];
    });
    expect(refusals).toHaveLength(10_000);
    expect(missed.slice(0, 5)).toEqual([]);
  }, 60_000);
});

/** Values that no definition of EACH admits, one to three fields at a time, always the same. */
function randomBadValues(count: number): Record<string, unknown>[] {
  let state = 20_260_101;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const word = (length: number) => Array.from({ length }, () => pick([..."abcxyzß😀é'\"\\%_$;-"])).join("");
  const digits = (length: number) => Array.from({ length }, () => String(random(10))).join("");
  const noText = () => pick([{ a: 1 }, {}, [[1]], ["a", { b: 2 }], [null]]);
  const makers: Record<string, () => unknown> = {
    t_text: () => pick([() => pick(["a", "ß"]), () => word(6 + random(30)), () => `ab\u0007${random(99)}`, noText, () => random(99), () => true])(),
    t_textarea: () => pick([() => "x".repeat(21 + random(9)), noText, () => random(9)])(),
    t_number: () => pick([() => 11 + random(1e6), () => -11 - random(1e6), () => `${digits(3)}x`, () => `1e${random(9)}`, () => "NaN",
      () => "Infinity", () => `9.${digits(12)}1`, () => `${digits(30)}`, () => "0x1f", () => word(4), noText, () => "--1", () => true])(),
    t_date: () => pick([() => `2023-02-${29 + random(3)}`, () => `2024-1${3 + random(7)}-01`, () => `19${digits(2)}-01-01`, () => digits(8),
      () => "01/02/2024", () => "today", () => "infinity", () => 20240101, () => word(5), noText, () => "2024-01-01T00:00:00Z", () => "0000-00-00"])(),
    t_datetime: () => pick([() => `2024-01-01T${24 + random(70)}:00:00Z`, () => `2024-01-01T00:6${random(10)}Z`, () => `20${31 + random(60)}-01-01T00:00:00Z`,
      () => "now", () => "2024-02-30T00:00:00Z", () => "-infinity", () => random(1e9), () => word(6), noText, () => "2024-01-01T00:00:00+99:00"])(),
    t_boolean: () => pick([() => 2 + random(9), () => word(2), () => "maybe", noText, () => "truefalse"])(),
    t_select: () => pick([() => word(3), () => random(99), () => "Low;High", noText, () => false, () => ["Low"]])(),
    t_multi_select: () => pick([() => ["Red", word(3)], () => "Red; Pink", () => [["Red"]], () => [random(9)], () => ({ 0: "Red" }), () => true, () => [null]])(),
    t_url: () => pick([() => `javascript:${word(4)}`, () => `ftp://${digits(3)}`, () => `https://`, () => "https:// x", () => word(6), () => random(9), noText,
      () => `https://x.test/${"a".repeat(2000)}`])(),
    t_email: () => pick([() => word(4), () => `a@@${digits(2)}`, () => `${digits(2)} @b.test`, () => "@", () => `a@${"b".repeat(260)}`, () => random(9), noText])(),
    t_phone: () => pick([() => `call ${digits(5)}`, () => "++1234", () => "12", () => "()-", () => digits(51), () => random(1e9), noText])(),
    t_code: () => pick([() => `ab-${digits(3)}`, () => `AB-${digits(2)}`, () => ` xAB-${digits(3)}`, () => `AB-${digits(3)}\nAB-123`, () => word(6), noText])(),
  };
  return Array.from({ length: count }, () => {
    const keys = Array.from({ length: 1 + random(3) }, () => pick(Object.keys(makers)));
    return Object.fromEntries(keys.map((key) => [key, makers[key]?.()]));
  });
}
