/** Everything that can be read: each field of each record, of its relations and its aggregates. */
import type { GraphQLObjectType } from "graphql";
import { getNamedType, isEnumType, isLeafType, isObjectType } from "graphql";
import type { Question } from "./oracle.ts";
import { COUNTS } from "./walk.ts";
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
    else if (shape.records.includes(inner.name)) parts.push(`${field.name} { nodeId }`);
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

/** One question for each list of the root. */
export function outputsOf(shape: Shape): Question[] {
  return shape.places().filter(({ parent }) => !parent).map(({ field, record }) => {
    const type = shape.schema.getType(record);
    const connection = shape.schema.getType(`${record}Connection`);
    if (!isObjectType(type) || !isObjectType(connection)) throw new Error(`What is ${record}?`);
    const orderBy = shape.schema.getType(`${record}OrderBy`);
    const cursors = isEnumType(orderBy) ? "edges { cursor }" : "";
    const selection = `${field} { totalCount ${cursors} nodes { ${selectionOf(shape, type)} } ${aggregatesOf(connection)} }`;
    return { label: `all of ${field}`, selection, way: "alone" };
  });
}
