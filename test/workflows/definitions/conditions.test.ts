import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { evaluate } from "../../../src/workflows/conditions.ts";
import { makeContext } from "../../../src/workflows/context.ts";
import type { CompiledWorkflow, Condition } from "../../../src/workflows/definition.ts";
import { asSuperuser } from "../../support/database.ts";
import { insertAs, openTrialTenant } from "../../support/tenants.ts";
import type { TrialTenant } from "../../support/tenants.ts";
import { evaluateInSql } from "./evaluateInSql.ts";
import { Generator } from "./generate.ts";
import type { Case, Catalog, Written } from "./generate.ts";

const SEED = 20261121;
const CASES = 5000;
const OBJECTS = ["account", "contact", "lead", "deal", "activity", "task", "project", "communication", "note"];
const CUSTOM_TYPES = ["text", "textarea", "number", "date", "datetime", "boolean", "select", "multi_select", "url", "email", "phone"];
const NOTE = { key: "note", type: "send_notification", configuration: { to: ["owner"], message: "x" } };

let world: TrialTenant;
let catalog: Catalog;
let cases: Case[];
let compiled: Condition[];

/** What the database makes of the triggers of one definition. */
async function check(object: string, conditions: readonly unknown[]) {
  const triggers = conditions.map((one) => ({ event: `${object}.updated`, conditions: one }));
  return world.trial.tryAs(world.owner, "select app_hidden.check_workflow($1) as compiled", [
    JSON.stringify({ object_type: object, triggers, actions: [NOTE] }),
  ]);
}

beforeAll(async () => {
  world = await openTrialTenant();
  for (const object of ["lead", "account", "deal", "contact"]) {
    for (const type of CUSTOM_TYPES) {
      const choices = type.endsWith("select") ? ["Red", "Green", "Dark blue"] : [];
      await insertAs(world.database, world.owner, "custom_field_definitions", { object, key: `a_${type}`, label: type, type, choices });
    }
  }
  const { rows } = await world.trial.tryAs(world.owner, "select app_hidden.field_catalog() as catalog");
  catalog = rows[0]!["catalog"] as Catalog;
  const generator = new Generator(catalog, SEED);
  cases = Array.from({ length: CASES }, (_, place) => generator.makeCase(OBJECTS[place % OBJECTS.length]!));
});

afterAll(async () => {
  await world?.trial.end();
  await world?.database.drop();
});

describe("5,000 generated conditions", () => {
  it("are accepted when they are saved", async () => {
    compiled = new Array(CASES);
    for (const object of OBJECTS) {
      const places = [...cases.keys()].filter((place) => cases[place]!.object === object);
      for (let start = 0; start < places.length; start += 120) {
        const slice = places.slice(start, start + 120);
        const lists = Array.from({ length: 20 }, (_, list) => slice.filter((_place, index) => index % 20 === list)).filter(({ length }) => length > 0);
        const outcome = await check(object, lists.map((list) => ({ and: list.map((place) => cases[place]!.condition) })));
        expect(outcome).toMatchObject({ rowCount: 1 });
        const { triggers } = outcome.rows[0]!["compiled"] as CompiledWorkflow;
        lists.forEach((list, trigger) => {
          const { and } = triggers[trigger]!.conditions as { and: Condition[] };
          list.forEach((place, index) => { compiled[place] = and[index]!; });
        });
      }
    }
    expect(compiled.filter(Boolean)).toHaveLength(CASES);
  });

  it("are answered as by an evaluator that Postgres is", async () => {
    const expected = await asSuperuser(world.database, async (client) => {
      await client.query("set timezone = 'Asia/Kolkata'");
      return evaluateInSql(client, catalog, cases);
    });
    const answers = cases.map(({ object, record, former, related }, place) => {
      const event = former === null ? `${object}.created` : `${object}.updated`;
      const seen = { event, occurredAt: "", objectType: object, objectId: null, oldValues: former, newValues: record };
      const names = { organization: { id: "", name: "" }, actor: null, workflow: { id: "", name: "" } };
      const context = makeContext(seen, names);
      for (const [path, document] of Object.entries(related)) context.related.set(path, document);
      return evaluate(compiled[place]!, context);
    });
    const different = [...cases.keys()].filter((place) => answers[place] !== expected[place]);
    expect(different.slice(0, 3).map((place) => ({ ...cases[place], answer: answers[place] }))).toEqual([]);
    const held = answers.filter(Boolean).length;
    process.stdout.write(`${answers.length} conditions agree, of which ${held} hold\n`);
    expect(held).toBeGreaterThan(CASES / 4);
    expect(held).toBeLessThan((CASES * 3) / 4);
  });
});

type Leaf = Written & { field: string; op: string };

/** Ways to spoil a comparison, and where the fault is told. */
const MUTILATIONS: Record<string, (leaf: Leaf, generator: Generator) => { spoilt: unknown; at: string } | undefined> = {
  "an unknown field": (leaf) => ({ spoilt: { ...leaf, field: `${leaf.field}x` }, at: ".field" }),
  "no field": ({ op, value }) => ({ spoilt: { op, ...(value === undefined ? {} : { value }) }, at: ".field" }),
  "a field that is an object": (leaf) => ({ spoilt: { ...leaf, field: { path: leaf.field } }, at: ".field" }),
  "an unknown operator": (leaf) => ({ spoilt: { ...leaf, op: "like" }, at: ".op" }),
  "no operator": ({ field, value }) => ({ spoilt: { field, ...(value === undefined ? {} : { value }) }, at: ".op" }),
  "an operator in capitals": (leaf) => ({ spoilt: { ...leaf, op: leaf.op.toUpperCase() }, at: ".op" }),
  "an unknown property": (leaf) => ({ spoilt: { ...leaf, sql: "true" }, at: ".sql" }),
  "no value": ({ field, op, value }) => (value === undefined || op === "is_null" ? undefined : { spoilt: { field, op }, at: ".value" }),
  "a value that is null": (leaf) => (leaf["value"] === undefined ? undefined : { spoilt: { ...leaf, value: null }, at: ".value" }),
  "a value that is an object": (leaf) => (leaf["value"] === undefined ? undefined : { spoilt: { ...leaf, value: { a: 1 } }, at: ".value" }),
  "a list where one value is": (leaf) => (leaf["value"] === undefined || leaf.op.endsWith("in") ? undefined : { spoilt: { ...leaf, value: [1] }, at: ".value" }),
  "an empty list": (leaf) => (Array.isArray(leaf["value"]) ? { spoilt: { ...leaf, value: [] }, at: ".value" } : undefined),
  "a list with null in it": (leaf) => (Array.isArray(leaf["value"]) ? { spoilt: { ...leaf, value: [...leaf["value"], null] }, at: `.value[${leaf["value"].length}]` } : undefined),
  "a value for what takes none": (leaf) => (leaf.op === "changed" ? { spoilt: { ...leaf, value: 1 }, at: ".value" } : undefined),
  "a change of another record's field": (leaf) => (leaf.field.includes(".") && !/^(old|custom_data)\./.test(leaf.field)
    ? { spoilt: { field: leaf.field, op: "changed" }, at: ".field" } : undefined),
  "a text where there is a condition": () => ({ spoilt: "status = 'new'", at: "" }),
  "a list where there is a condition": (leaf) => ({ spoilt: [leaf], at: "" }),
  "an empty list of conditions": () => ({ spoilt: { and: [] }, at: ".and" }),
  "two joints at once": (leaf) => ({ spoilt: { and: [leaf], or: [leaf] }, at: ".or" }),
  "eleven levels": (leaf) => ({ spoilt: Array.from({ length: 10 }).reduce((inner) => ({ not: inner }), leaf), at: ".not".repeat(10) }),
};

describe("a mutilated condition", () => {
  it.each(Object.keys(MUTILATIONS))("with %s is refused with the path of the fault and no other", async (kind) => {
    const place = Object.keys(MUTILATIONS).indexOf(kind);
    const generator = new Generator(catalog, SEED + place);
    for (const object of [OBJECTS[place % OBJECTS.length]!]) {
      const spoilt: unknown[] = [];
      const paths: string[] = [];
      while (spoilt.length < 20) {
        const found = MUTILATIONS[kind]!(generator.leaf(object), generator);
        if (!found) continue;
        const isInner = spoilt.length % 2 === 1 && kind !== "eleven levels";
        paths.push(`triggers[${spoilt.length}].conditions${isInner ? ".or[1]" : ""}${found.at}`);
        spoilt.push(isInner ? { or: [generator.leaf(object), found.spoilt] } : found.spoilt);
      }
      const { code, detail } = await check(object, spoilt);
      expect(code).toBe("RH400");
      const { fields } = JSON.parse(detail!) as { fields: Record<string, string> };
      expect(Object.keys(fields).sort()).toEqual(paths.sort());
    }
  });

  it("with a value of the wrong type is told what type it is", async () => {
    const wrong: Record<string, [unknown, string]> = {
      number: ["ten", "number"], boolean: ["true", "true or false"], date: ["2026-02-30", "date"], datetime: ["yesterday", "time"],
      time: ["25:00", "time of day"], id: ["1; drop table leads", "id"], choice: ["purple", "one of"], text: [7, "text"],
    };
    const fields = Object.entries(catalog["activity"]!).concat(Object.entries(catalog["lead"]!).filter(([name]) => name.startsWith("custom_data.")));
    const asked = fields.filter(([, { type }]) => wrong[type]);
    for (const object of ["activity", "lead"]) {
      const conditions = asked.filter(([name]) => (object === "lead") === name.startsWith("custom_data."))
        .map(([field, { type }]) => ({ field, op: "eq", value: wrong[type]![0] }));
      const { code, detail } = await check(object, [{ and: conditions }]);
      expect(code).toBe("RH400");
      const told = (JSON.parse(detail!) as { fields: Record<string, string> }).fields;
      conditions.forEach(({ field }, place) => {
        const [, words] = wrong[Object.fromEntries(asked)[field]!.type]!;
        expect([field, told[`triggers[0].conditions.and[${place}].value`]]).toEqual([field, expect.stringContaining(words)]);
      });
      expect(Object.keys(told)).toHaveLength(conditions.length);
    }
    expect(asked.length).toBeGreaterThan(30);
  });
});
