import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { GraphQLSchema } from "graphql";
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from "graphql";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { readTables } from "../policies/catalog.ts";
import { fillTenant } from "../policies/fill.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let ours: Tenant;
let theirs: Tenant;
let owner: Client;
let schema: GraphQLSchema;
/** Ids of rows of the other organization by table. */
const theirIds: Record<string, string> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  await asSuperuser(database, async (client) => {
    ours = await makeTenant(client, "Acme");
    theirs = await makeTenant(client, "Globex");
    const tables = await readTables(client);
    await client.query("begin");
    await fillTenant(client, tables, theirs.organizationId, theirs.users.owner);
    await client.query("commit");
    for (const { name, isTenant, columns } of tables) {
      if (!isTenant || !columns.some((column) => column.name === "id")) continue;
      const { rows } = await client.query<{ id: string }>(
        `select id from app_public.${name} where organization_id = $1 limit 1`,
        [theirs.organizationId],
      );
      theirIds[name] = rows[0]!.id;
    }
  });
  owner = await signIn(database, api, ours, "owner");
  schema = buildClientSchema(await owner.ask(getIntrospectionQuery()));
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

describe("the schema", () => {
  it("never speaks of the organization of a record", () => {
    const found: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (type.name.startsWith("__") || !(isObjectType(type) || isInputObjectType(type))) continue;
      for (const name of Object.keys(type.getFields())) {
        if (/organization_?id/i.test(name)) found.push(`${type.name}.${name}`);
      }
    }
    expect(found).toEqual(["SwitchOrganizationInput.organizationId"]);
  });

  it("has enumerated values in upper case", () => {
    const lower: string[] = [];
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isEnumType(type) || type.name.startsWith("__")) continue;
      for (const { name } of type.getValues())
        if (name !== name.toUpperCase()) lower.push(`${type.name}.${name}`);
    }
    expect(lower).toEqual([]);
  });

  it("offers no field to write that the database keeps", () => {
    const kept =
      /^(id|createdAt|updatedAt|createdBy|updatedBy|deletedAt|deletedBy|dealNumber|score|closedAt|completedAt|usageCount|isSystem|isEdited|editedAt|storageKey)$/;
    const found: string[] = [];
    const mutations = Object.values(schema.getMutationType()!.getFields());
    // What stands beside the id of the record that a mutation is about.
    const outer = new Set(
      mutations.flatMap(({ args }) => args.map(({ type }) => getNamedType(type).name)),
    );
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isInputObjectType(type) || !/(Input|Patch)$/.test(type.name) || outer.has(type.name))
        continue;
      if (/Having|Filter|Aggregate|OrderBy/.test(type.name)) continue;
      for (const name of Object.keys(type.getFields()))
        if (kept.test(name)) found.push(`${type.name}.${name}`);
    }
    expect(found).toEqual([]);
  });
});

/** Fields of a type that need no argument and are scalars: enough to see whether there is a record. */
function scalarsOf(typeName: string): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return "__typename";
  const names = Object.values(type.getFields())
    .filter(({ type: fieldType, args }) => {
      const named = getNamedType(fieldType);
      return args.length === 0 && (isScalarType(named) || isEnumType(named));
    })
    .map(({ name }) => name);
  return names.length > 0 ? names.join(" ") : "__typename";
}

/**
 * Ids to ask with: that of the type's own table and two that are of others, as good as any; where no
 * table is the type's, all.
 */
function idsToAsk(typeName: string): string[] {
  const plurals = [`${typeName}s`, `${typeName}es`, typeName.replace(/y$/, "ies")].map((plural) => plural.toLowerCase());
  const own = Object.keys(theirIds).find((table) => plurals.includes(table.replaceAll("_", "")));
  if (own === undefined) return Object.values(theirIds);
  const others = Object.keys(theirIds).filter((table) => table !== own).slice(0, 2);
  return [own, ...others].map((table) => theirIds[table]!);
}

describe("every field of the schema asked by our viewer with ids of the other organization", () => {
  it("gives nothing of theirs", async () => {
    const viewer = await signIn(database, api, ours, "viewer");
    const secrets = [
      ...Object.values(theirIds),
      theirs.organizationId,
      ...Object.values(theirs.users),
    ];
    const leaks: string[] = [];
    let asked = 0;
    const look = async (
      query: string,
      variables: Record<string, unknown>,
      given: string | null,
    ) => {
      const { data, errors } = await viewer.try(query, variables);
      const others = secrets.filter((id) => id !== given);
      const text = JSON.stringify([
        data,
        errors?.map(({ message, extensions }) => [message, extensions.fields]),
      ]);
      asked += 1;
      if (
        others.some((id) => text.includes(id)) ||
        (given !== null && JSON.stringify(data ?? null).includes(given))
      ) {
        leaks.push(`${query} → ${text.slice(0, 300)}`);
      }
      if (errors?.some(({ extensions }) => extensions.code === "INTERNAL"))
        leaks.push(`${query} → INTERNAL`);
    };
    for (const field of Object.values(schema.getQueryType()!.getFields())) {
      const type = getNamedType(field.type);
      if (!isObjectType(type)) continue;
      const isConnection = type.name.endsWith("Connection");
      const inner = isConnection
        ? `totalCount nodes { ${scalarsOf(type.name.replace(/Connection$/, ""))} }`
        : scalarsOf(type.name);
      const ids = field.args.filter(
        ({ type: argument }) => isNonNullType(argument) && getNamedType(argument).name === "UUID",
      );
      const others = field.args.filter(
        ({ type: argument }) => isNonNullType(argument) && getNamedType(argument).name !== "UUID",
      );
      if (others.length > 0) continue;
      if (ids.length === 0) {
        await look(`{ ${field.name} { ${inner} } }`, {}, null);
        continue;
      }
      for (const id of idsToAsk(type.name)) {
        await look(
          `query ($id: UUID!) { ${field.name}(${ids[0]!.name}: $id) { ${inner} } }`,
          { id },
          id,
        );
      }
    }
    for (const field of Object.values(schema.getMutationType()!.getFields())) {
      const input = getNamedType(field.args[0]?.type as never);
      if (!isInputObjectType(input)) continue;
      const takesId = Object.values(input.getFields()).filter(
        ({ type }) => getNamedType(type).name === "UUID",
      );
      if (takesId.length === 0) continue;
      const rest = Object.values(input.getFields()).filter(
        ({ type, name }) => isNonNullType(type) && !takesId.some((f) => f.name === name),
      );
      const extra = Object.fromEntries(
        rest.map(({ name, type }) => [name, isInputObjectType(getNamedType(type)) ? {} : "x"]),
      );
      const payload = getNamedType(field.type);
      const records = isObjectType(payload)
        ? Object.values(payload.getFields()).filter(
            ({ name, args, type }) =>
              args.length === 0 && name !== "query" && isObjectType(getNamedType(type)),
          )
        : [];
      // What is made, changed or deleted by its id; other mutations may take ids of anything.
      const isOfOneRecord = /^(create|update|delete|restore)/.test(field.name) && takesId.length === 1;
      const subject = field.name.replace(/^(create|update|delete|restore)/, "");
      for (const id of isOfOneRecord ? idsToAsk(subject) : Object.values(theirIds)) {
        const variables = {
          input: { ...extra, ...Object.fromEntries(takesId.map(({ name }) => [name, id])) },
        };
        const selection =
          records
            .map(({ name, type }) => `${name} { ${scalarsOf(getNamedType(type).name)} }`)
            .join(" ") || "__typename";
        await look(
          `mutation ($input: ${input.name}!) { ${field.name}(input: $input) { ${selection} } }`,
          variables,
          id,
        );
      }
    }
    console.log(
      `${asked} operations with ids of another organization, ${leaks.length} gave something away`,
    );
    expect(leaks).toEqual([]);
    expect(asked).toBeGreaterThan(1_000);
  }, 180_000);
});
