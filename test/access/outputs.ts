/** Everything that can be read: each field of each record, of its relations and its aggregates. */
import type { GraphQLObjectType } from "graphql";
import { getNamedType, isEnumType, isLeafType, isListType, isObjectType } from "graphql";
import { camelCase } from "./oracle.ts";
import type { Question, Values } from "./oracle.ts";
import type { SecretTable } from "./secrets.ts";
import { COUNTS, keyOf } from "./walk.ts";
import type { Shape } from "./walk.ts";

function leavesOf(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields())
    .filter(({ args, type: of }) => args.length === 0 && isLeafType(getNamedType(of)))
    .map(({ name }) => name);
}

function selectionOf(shape: Shape, type: GraphQLObjectType): string {
  const parts = leavesOf(type);
  for (const field of Object.values(type.getFields())) {
    const inner = getNamedType(field.type);
    if (!isObjectType(inner) || inner.name === `${COUNTS}Connection`) continue;
    if (inner.name.endsWith("Connection")) parts.push(`${field.name} { totalCount }`);
    else if (shape.records.includes(inner.name)) parts.push(`${field.name} { ${keyOf(shape, inner.name)} }`);
  }
  return parts.join(" ");
}

/** The aggregates of a connection, all of them. */
function aggregatesOf(connection: GraphQLObjectType): string {
  const aggregates = connection.getFields()["aggregates"];
  const type = aggregates && getNamedType(aggregates.type);
  if (!isObjectType(type)) return "";
  const parts = Object.values(type.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    return isObjectType(inner) ? [`${field.name} { ${leavesOf(inner).join(" ")} }`] : [];
  });
  return `aggregates { ${parts.join(" ")} }`;
}

/** One question for each list of the root that is of these records. */
export function outputsOf(shape: Shape, records: readonly string[]): Question[] {
  const roots = shape.places().filter(({ parent, record }) => !parent && records.includes(record));
  return roots.map(({ field, record }) => {
    const type = shape.schema.getType(record);
    const connection = shape.schema.getType(`${record}Connection`);
    if (!isObjectType(type) || !isObjectType(connection)) throw new Error(`What is ${record}?`);
    const selection = `${field} { totalCount nodes { ${selectionOf(shape, type)} } ${aggregatesOf(connection)} }`;
    return { label: `all of ${field}`, selection, way: "alone" };
  });
}

/** Questions for single records by what they are known by, such as `dealByDealNumber`. */
export function lookupsOf(shape: Shape, values: Values): Question[] {
  const root = shape.schema.getQueryType();
  const fields = Object.values(root?.getFields() ?? {});
  return fields.flatMap((field) => {
    const record = getNamedType(field.type).name;
    if (!shape.records.includes(record) || field.args.length === 0 || isListType(field.type)) return [];
    const given = field.args.map(({ name, type }) => {
      const value = values.of({ record, field: name, operator: "", type: getNamedType(type).name });
      return `${name}: ${isEnumType(getNamedType(type)) ? String(value) : JSON.stringify(value)}`;
    });
    const type = shape.schema.getType(record);
    if (!isObjectType(type)) return [];
    const selection = `${field.name}(${given.join(", ")}) { ${leavesOf(type).join(" ")} }`;
    return [{ label: `Query.${field.name}`, selection, way: "alone" as const }];
  });
}

const DUPLICATES =
  "{ objectType accountId contactId leadId score reasons { criterion fields similarity weight } }";

/**
 * Asks for the duplicates of each record of an object, and of records as one would make them to find
 * out what others hold: with the values of either world, all together and one by one.
 */
export function duplicatesOf({ isOwn, object, rows, columns }: SecretTable, compared: readonly string[]): Question[] {
  if (!isOwn || compared.length === 0) return [];
  const asked = (argument: string, value: unknown, type: string, what: string): Question => ({
    label: `findDuplicates of ${object} ${what}`,
    selection: `findDuplicates(objectType: "${object}", ${argument}: $v) ${DUPLICATES}`,
    type, value, way: "alone",
  });
  const names = columns.map(({ name }) => name).filter((name) => compared.includes(name));
  const live = rows.filter(({ isDeleted }) => !isDeleted);
  const guesses = live.flatMap((row) => [row.first, row.second]);
  const pick = (row: Record<string, unknown>, chosen: readonly string[]) =>
    Object.fromEntries(chosen.map((name) => [camelCase(name), row[name]]));
  return [
    ...live.map(({ id }) => asked("id", id, "UUID", id)),
    ...guesses.map((row, turn) => asked("values", pick(row, names), "JSON", `values ${turn}`)),
    ...names.map((name) => asked("values", pick(guesses[0] ?? {}, [name]), "JSON", `by ${name}`)),
  ];
}
