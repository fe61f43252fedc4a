import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { camelCase, isAboutExistence, Oracle, questionOf, recordOfTable, Values } from "./oracle.ts";
import type { Question } from "./oracle.ts";
import { duplicatesOf, lookupsOf, outputsOf } from "./outputs.ts";
import type { SecretColumn, SecretTable } from "./secrets.ts";
import { COUNTS, keyOf, pathsOf, Shape } from "./walk.ts";
import type { Path } from "./walk.ts";
import { makeWorlds } from "./worlds.ts";
import type { Rule, Worlds } from "./worlds.ts";

/** One in so many of what only differs in the way to what is mentioned. */
const SAMPLED = 8;
/** One in so many of all, unless the whole walk is asked for (npm run test:oracle). */
const WALKED = process.env["ROWHOUSE_ORACLE"] === "whole" ? 1 : 21;

let worlds: Worlds;
let shape: Shape;
let values: Values;
let oracle: Oracle;
/** What can be asked of each list of the root, and of each list of a record. */
let rootPaths: Path[];
let nestedPaths: Path[];
const objects = new Set<string>();
const leaks: string[] = [];

beforeAll(async () => {
  worlds = await makeWorlds();
  shape = new Shape(worlds.schema);
  values = new Values(shape, worlds.tables);
  oracle = new Oracle(worlds);
  const places = shape.places();
  rootPaths = places.filter(({ parent }) => !parent).flatMap((place) => pathsOf(shape, place));
  nestedPaths = places
    .filter(({ parent }) => parent)
    .flatMap((place) => pathsOf(shape, place))
    .filter(({ records, kind }) => records.length === 1 && ["filter", "order"].includes(kind));
  for (const { object } of worlds.tables) objects.add(object);
}, 600_000);

afterAll(async () => {
  console.log(`oracle: ${oracle.count} paths walked over ${objects.size} objects (${oracle.statements} ` +
    `statements in each of two worlds; 1 in ${SAMPLED} of those to lists of records, 1 in ${WALKED} of all), ${leaks.length} leaks`);
  await worlds.stop();
});

function tablesOf(object: string): SecretTable[] {
  return worlds.tables.filter((table) => table.object === object);
}

/** The columns that one of the object's own fields is shown by, and the fields to hide for it. */
function fieldsOf(object: string, isChosen: (column: SecretColumn) => boolean): Set<string> {
  const own = tablesOf(object).find(({ isOwn }) => isOwn);
  return new Set(own?.columns.filter((column) => isChosen(column)).map(({ name }) => name));
}

/** Tells whether a path mentions one of the fields. */
function mentionsOf(object: string, fields: ReadonlySet<string>): (path: Path) => boolean {
  const names = new Set([...fields].flatMap((name) => [camelCase(name), name.toUpperCase()]));
  const tables = tablesOf(object);
  const records = new Set(tables.map(recordOfTable));
  const parts = new Set(tables.filter(({ isOwn }) => !isOwn).map(recordOfTable));
  const hasKeys = [...fields].some((name) => tables.some((table) => isKey(table, name)));
  return (path) => {
    const { leaf, kind } = path;
    if (path.records.includes(COUNTS)) return false;
    if (kind === "order" && leaf.aggregate) return records.has(leaf.aggregate);
    if (records.has(leaf.record) && names.has(leaf.field)) return true;
    if (isAboutExistence(leaf)) {
      return hasKeys && path.records.length < 3 && path.records.some((record) => records.has(record));
    }
    // Of the parts of a record, all columns.
    return parts.has(leaf.record);
  };
}

function shows(table: SecretTable, column: string, fields: ReadonlySet<string>): boolean {
  return table.columns.some((one) => one.name === column && one.fields.some((field) => fields.has(field)));
}

function isKey(table: SecretTable, column: string): boolean {
  return table.columns.some(({ name, kind }) => name === column && kind === "key");
}

async function expectNoLeak(questions: readonly Question[]): Promise<void> {
  // Of duplicates there are few, and whoever guesses has all of them.
  const walked = questions.filter(({ label }, place) => place % WALKED === 0 || label.startsWith("findDuplicates"));
  const found = await oracle.differences("restricted", walked);
  leaks.push(...found.keys());
  expect([...found].slice(0, 5).map(([label, answers]) => `${label}\n${answers.slice(0, 500)}`)).toEqual([]);
  expect([...oracle.broken]).toEqual([]);
}

/** What is read of an object's records, of what lies in the bin and of what was done. */
function readingsOf(object: string): Question[] {
  const records = [...tablesOf(object).map(recordOfTable), "AuditLog", "DeletedRecord"];
  const duplicates = tablesOf(object).flatMap((table) => duplicatesOf(table, worlds.compared[table.name] ?? []));
  return [...outputsOf(shape, records), ...lookupsOf(shape, values), ...duplicates];
}

async function walk(object: string, rules: readonly Rule[], fields: ReadonlySet<string>): Promise<void> {
  await worlds.restrict(rules);
  const isMentioned = mentionsOf(object, fields);
  const paths = [
    ...rootPaths.filter(isMentioned),
    ...nestedPaths.filter(isMentioned).filter((_, place) => place % SAMPLED === 0),
  ];
  expect(paths.length).toBeGreaterThan(0);
  await expectNoLeak(paths.map((path) => questionOf(path, shape, values)));
  await expectNoLeak(readingsOf(object));
}

const OBJECTS = [
  "account", "contact", "lead", "deal", "product", "activity", "task", "project", "communication",
  "note", "comment", "attachment",
];

describe("nothing tells two worlds apart that differ in", () => {
  it("walks every object that has fields", () => {
    expect([...objects].sort()).toEqual([...OBJECTS].sort());
  });

  it.each(OBJECTS)("values of %s that are hidden", async (object) => {
    const hidden = fieldsOf(object, ({ kind }) => kind !== "key");
    await worlds.differIn((table, column) => table.object === object && shows(table, column, hidden));
    await walk(object, [...hidden].map((field) => [object, field, "hidden"]), hidden);
  }, 600_000);

  it.each(OBJECTS)("relations and choices of %s that are hidden", async (object) => {
    const hidden = fieldsOf(object, ({ kind }) => kind === "key");
    await worlds.differIn((table, column) => table.object === object && shows(table, column, hidden));
    await walk(object, [...hidden].map((field) => [object, field, "hidden"]), hidden);
  }, 600_000);

  it("any field of an object that is hidden altogether", async () => {
    for (const object of OBJECTS) {
      // A table that tells of several objects differs in what it tells of this one.
      const fields = fieldsOf(object, () => true);
      await worlds.differIn((table, column) => table.object === object && shows(table, column, fields));
      await worlds.restrict([[object, "*", "hidden"]]);
      await expectNoLeak([...outputsOf(shape, shape.records.filter((record) => record !== COUNTS)), ...readingsOf(object)]);
    }
  }, 600_000);

  it("pages that begin after a cursor of somebody who sees more", async () => {
    for (const object of OBJECTS) {
      await worlds.differIn((table) => table.object === object);
      await worlds.restrict([[object, "*", "hidden"]]);
      const own = rootPaths.filter(({ kind, leaf, records }) =>
        kind === "order" && leaf.aggregate === undefined && records.every((record) => tablesOf(object).map(recordOfTable).includes(record)));
      const questions: Question[] = [];
      const isCustom = ({ argument }: Path) => argument === "orderByCustomField";
      const sampled = own.filter((path, turn) => turn % SAMPLED === 0 || isCustom(path));
      for (const { label, place, argument, make } of sampled) {
        // As a literal, in which neither names nor enumerated values are quoted.
        const order = `${argument}: ${JSON.stringify(make(undefined)).replace(/"(\w+)":|"([A-Z_]+)"/g, (_, name, value) => (name ? `${name}:` : value) as string)}`;
        const [first] = await worlds.ask("owner", `{ all: ${place.field}(${order}, first: 2) { pageInfo { endCursor } } }`);
        const { endCursor } = (first.data?.["all"] as { pageInfo: { endCursor: string } }).pageInfo;
        for (const side of ["after", "before"]) {
          const selection = `${place.field}(${order}, ${side}: "${endCursor}") { nodes { ${keyOf(shape, place.record)} } }`;
          questions.push({ label: `${label} ${side}`, selection, way: "alone" });
        }
      }
      await expectNoLeak(questions);
    }
  }, 600_000);

  it.each(["redact", "partial"])("texts that are masked by %s", async (method) => {
    for (const object of OBJECTS) {
      const masked = fieldsOf(object, ({ kind, isGenerated }) => kind === "text" && !isGenerated);
      await worlds.differIn(
        (table, column) => table.object === object && masked.has(column) && table.isOwn,
        { sameNulls: true },
      );
      await worlds.restrict([...masked].map((field): Rule => [object, field, "mask", method]));
      const record = recordOfTable(tablesOf(object).find(({ isOwn }) => isOwn)!);
      const names = new Set([...masked].flatMap((name) => [camelCase(name), name.toUpperCase()]));
      const paths = rootPaths
        .filter(({ leaf, kind }) => leaf.record === record && names.has(leaf.field) && kind !== "condition")
        .filter((_, place) => place % SAMPLED === 0);
      // By either, masks are put where the columns stood; walking them once is enough.
      if (method === "partial") await expectNoLeak(paths.map((path) => questionOf(path, shape, values)));
      await expectNoLeak(readingsOf(object));
    }
  }, 600_000);

  it.each(["hidden", "mask"])("a key of custom_data (%s)", async (mode) => {
    const having = OBJECTS.filter((object) => fieldsOf(object, ({ name }) => name === "custom_data").size > 0);
    await worlds.differIn((_, column) => column === "custom_data", { sameNulls: true, onlySecretKey: true });
    await worlds.restrict(having.map((object) => [object, "custom_data.secret", mode]));
    for (const object of having) {
      const records = tablesOf(object).map(recordOfTable);
      const paths = rootPaths.filter(({ leaf }) => leaf.field === "customData" && records.includes(leaf.record));
      expect(paths.length).toBeGreaterThan(15);
      await expectNoLeak([...paths.map((path) => questionOf(path, shape, values)), ...readingsOf(object)]);
    }
  }, 600_000);
});

describe("the walk reaches what it is about:", () => {
  it("an owner finds a difference by filter, order and group or aggregate of each field", async () => {
    await worlds.differIn(() => true);
    const missed: string[] = [];
    let reached = 0;
    for (const table of worlds.tables) {
      const record = recordOfTable(table);
      const own = rootPaths.filter(({ leaf, records }) => leaf.record === record && records.length === 1);
      for (const { name } of table.columns) {
        const names = [camelCase(name), name.toUpperCase()];
        const paths = own.filter(({ leaf }) => names.includes(leaf.field));
        for (const kind of ["filter", "order", "group"] as const) {
          const chosen = paths.filter((path) => path.kind === kind).slice(0, kind === "filter" ? 4 : 2);
          if (chosen.length === 0) continue;
          const found = await oracle.differences("owner", chosen.map((path) => questionOf(path, shape, values)));
          if (found.size > 0) reached += 1;
          else missed.push(`${record}.${name} ${kind}`);
        }
      }
    }
    const duplicates = worlds.tables.flatMap((table) => duplicatesOf(table, worlds.compared[table.name] ?? []));
    const told = [...(await oracle.differences("owner", duplicates)).keys()];
    for (const object of ["account", "contact", "lead"]) {
      expect([object, told.some((label) => label.startsWith(`findDuplicates of ${object}`))]).toEqual([object, true]);
    }
    console.log(`oracle: an owner tells the worlds apart by ${reached} of ${reached + missed.length} ` +
      `ways to a field; not by ${missed.join(", ") || "none"}`);
    expect(reached).toBeGreaterThan(20 * missed.length);
    expect((await oracle.differences("owner", outputsOf(shape, shape.records.filter((record) => record !== COUNTS)))).size).toBeGreaterThan(worlds.tables.length);
  }, 600_000);
});
