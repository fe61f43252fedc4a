import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { randomUUID } from "node:crypto";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { GraphQLProblem, TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

/** Words that only the database or a stack would say. */
const INNER_WORDS =
  /violates|constraint|relation|column|syntax|duplicate key|app_public|app_hidden|app_private|rowhouse_|pg_|\bat .*\.[jt]s|node_modules|select |organization_id|SQLSTATE|row-level/i;

let database: TestDatabase;
let api: TestApi;
let production: TestApi;
let owner: Client;
let viewer: Client;
let contact: string;

beforeAll(async () => {
  database = await createTestDatabase();
  api = await startTestApi(database);
  production = await startTestApi(database, { production: true });
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  owner = await signIn(database, api, tenant, "owner");
  viewer = await signIn(database, api, tenant, "viewer");
  contact = await createContact({ lastName: "Taken", email: "taken@example.test" });
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await production?.stop();
  await database?.drop();
});

const CREATE_CONTACT =
  "mutation ($c: ContactInput!) { createContact(input: { contact: $c }) { contact { id } } }";
const CREATE_DEAL = "mutation ($d: DealInput!) { createDeal(input: { deal: $d }) { deal { id } } }";

async function createContact(input: object): Promise<string> {
  return (await owner.ask(CREATE_CONTACT, { c: input })).createContact.contact.id as string;
}

type Case = [
  name: string,
  code: string,
  fields: string[],
  ask: () => Promise<{ errors: GraphQLProblem[] | undefined }>,
];

const CASES: Case[] = [
  ["a document that cannot be parsed", "BAD_INPUT", [], () => owner.try("{ leads")],
  [
    "a field that is not there",
    "BAD_INPUT",
    [],
    () => owner.try("{ leads { nodes { passwordHash } } }"),
  ],
  [
    "a variable of the wrong type",
    "BAD_INPUT",
    [],
    () => owner.try("query ($id: UUID!) { lead(id: $id) { id } }", { id: "x" }),
  ],
  [
    "a missing variable",
    "BAD_INPUT",
    [],
    () => owner.try("query ($id: UUID!) { lead(id: $id) { id } }"),
  ],
  [
    "a value that breaks a rule",
    "BAD_INPUT",
    ["lastName"],
    () => owner.try(CREATE_CONTACT, { c: { lastName: " " } }),
  ],
  [
    "a text that is too long",
    "BAD_INPUT",
    ["title"],
    () => owner.try(CREATE_DEAL, { d: { title: "x".repeat(300) } }),
  ],
  [
    "an amount that is none",
    "BAD_INPUT",
    [],
    () => owner.try(CREATE_DEAL, { d: { title: "x", amount: "ten" } }),
  ],
  [
    "an amount that is not a number",
    "BAD_INPUT",
    ["amount"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", amount: "NaN" } }),
  ],
  [
    "an amount out of range",
    "BAD_INPUT",
    ["amount"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", amount: "1e15" } }),
  ],
  [
    "a currency that is not there",
    "BAD_INPUT",
    ["currency"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", currency: "ZZZ" } }),
  ],
  [
    "a date that is none",
    "BAD_INPUT",
    [],
    () => owner.try(CREATE_DEAL, { d: { title: "x", expectedCloseDate: "2035-02-30" } }),
  ],
  ["a text with a NUL", "BAD_INPUT", [], () => owner.try(CREATE_DEAL, { d: { title: "a\0b" } })],
  [
    "a lone surrogate",
    "BAD_INPUT",
    [],
    () => owner.try(CREATE_DEAL, { d: { title: "\ud800", customData: { a: "\ud800" } } }),
  ],
  [
    "a NUL in custom data",
    "BAD_INPUT",
    [],
    () => owner.try(CREATE_DEAL, { d: { title: "x", customData: { a: "\0" } } }),
  ],
  [
    "custom data that is no object",
    "BAD_INPUT",
    ["customData"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", customData: [1] } }),
  ],
  [
    "a reference to nothing",
    "BAD_INPUT",
    ["accountId"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", accountId: randomUUID() } }),
  ],
  [
    "an owner who is no member",
    "BAD_INPUT",
    ["ownerId"],
    () => owner.try(CREATE_DEAL, { d: { title: "x", ownerId: randomUUID() } }),
  ],
  [
    "a filter of null",
    "BAD_INPUT",
    [],
    () => owner.try("{ leads(filter: { company: null }) { totalCount } }"),
  ],
  [
    "a cursor that is none",
    "BAD_INPUT",
    [],
    () => owner.try('{ leads(after: "nonsense") { nodes { id } } }'),
  ],
  [
    "a nodeId that is none",
    "BAD_INPUT",
    [],
    () => owner.try('{ node(nodeId: "nonsense") { nodeId } } { x'),
  ],
  [
    "a value that is taken",
    "CONFLICT",
    ["email"],
    () => owner.try(CREATE_CONTACT, { c: { lastName: "x", email: "TAKEN@example.test" } }),
  ],
  [
    "a record that is not there",
    "NOT_FOUND",
    [],
    () =>
      owner.try("mutation ($id: UUID!) { deleteLead(input: { id: $id }) { lead { id } } }", {
        id: randomUUID(),
      }),
  ],
  [
    "a change that the role does not allow",
    "FORBIDDEN",
    [],
    () =>
      viewer.try("mutation ($l: LeadInput!) { createLead(input: { lead: $l }) { lead { id } } }", {
        l: { company: "x" },
      }),
  ],
  [
    "a field that the role may not change",
    "FORBIDDEN",
    ["lastName"],
    () => viewer.try(CREATE_CONTACT, { c: { lastName: "x" } }),
  ],
  [
    "a deletion that the role does not allow",
    "FORBIDDEN",
    [],
    () =>
      viewer.try("mutation ($id: UUID!) { deleteContact(input: { id: $id }) { contact { id } } }", {
        id: contact,
      }),
  ],
  ["nobody signed in", "UNAUTHENTICATED", [], () => api.graphql("{ leads { totalCount } }")],
  [
    "nobody signed in who writes",
    "UNAUTHENTICATED",
    [],
    () => api.graphql(CREATE_CONTACT, { c: { lastName: "x" } }),
  ],
  [
    "too many rows",
    "LIMIT_EXCEEDED",
    [],
    () => owner.try("{ leads(first: 1000) { nodes { id } } }"),
  ],
];

describe("an error about", () => {
  it.each(CASES)("%s has the code %s and names the fields %j", async (_, code, fields, ask) => {
    const { errors } = await ask();
    expect(errors).toBeDefined();
    const { message, extensions } = errors![0]!;
    expect([extensions.code, message]).toEqual([code, expect.any(String)]);
    expect(extensions.requestId).toBeTruthy();
    expect(Object.keys(extensions.fields ?? {})).toEqual(fields);
    if (code !== "BAD_INPUT" || fields.length > 0) {
      expect(JSON.stringify([message, extensions.fields])).not.toMatch(INNER_WORDS);
    }
  });

  it("a fault of the server says nothing but where to ask", async () => {
    const broken = await createTestDatabase();
    const own = await startTestApi(broken);
    try {
      const tenant = await asSuperuser(broken, (client) => makeTenant(client, "Acme"));
      const client = await signIn(broken, own, tenant, "owner");
      await asSuperuser(broken, (superuser) =>
        superuser.query("alter table app_public.leads rename column company to firm"),
      );
      const { errors } = await client.try("{ leads { nodes { company } } }");
      expect(errors![0]).toMatchObject({
        message: "Something went wrong on the server. It has been logged with this request id.",
        extensions: { code: "INTERNAL", requestId: expect.any(String) },
      });
      expect(JSON.stringify([errors![0]!.message, errors![0]!.extensions])).not.toMatch(
        INNER_WORDS,
      );
    } finally {
      await own.stop();
      await broken.drop();
    }
  });
});

describe("in production", () => {
  it("the schema does not describe itself", async () => {
    for (const query of ["{ __schema { types { name } } }", '{ __type(name: "Lead") { name } }']) {
      const { errors, data } = await production.graphql(query, {}, { token: owner.token });
      expect(errors![0]!.extensions.code).toMatch(/^(BAD_INPUT|UNAUTHENTICATED)$/);
      expect(data ?? null).toBeNull();
    }
  });

  it("errors suggest nothing", async () => {
    for (const query of [
      "{ lead { nodes { id } } }",
      "{ leadz { nodes { id } } }",
      "{ leads(frst: 1) { nodes { id } } }",
      "mutation { creatLead { id } }",
      "{ leads(orderBy: CREATED) { totalCount } }",
      "query ($a: Led) { leads { totalCount } }",
    ]) {
      const { errors } = await production.graphql(query);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
  });
});
