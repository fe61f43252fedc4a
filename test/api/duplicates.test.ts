import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant } from "../support/tenants.ts";
import { signIn } from "./clients.ts";
import type { Client } from "./clients.ts";

let database: TestDatabase;
let api: TestApi;
let owner: Client;
let member: Client;
let viewer: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  const tenant = await asSuperuser(database, (client) => makeTenant(client, "Acme"));
  api = await startTestApi(database);
  owner = await signIn(database, api, tenant, "owner");
  member = await signIn(database, api, tenant, "member");
  viewer = await signIn(database, api, tenant, "viewer");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

const CREATE = `mutation ($contact: ContactInput!) { createContact(input: { contact: $contact }) {
  contact { id } duplicates { score contactId contact { name email } account { id } reasons { criterion fields similarity weight } } } }`;
const FIND = `query ($id: UUID, $values: JSON) { findDuplicates(objectType: "contact", id: $id, values: $values) {
  objectType contactId score contact { name email } reasons { criterion } } }`;
const ANN = { firstName: "Ann", lastName: "Lee", birthday: "1980-01-02" };

async function create(client: Client, contact: object) {
  const { data, errors } = await client.try(CREATE, { contact });
  expect(errors).toBeUndefined();
  return data.createContact as { contact: { id: string }; duplicates: { contactId: string; contact: object | null; reasons: object[] }[] };
}

it("tells at create what the new record resembles, of what its maker sees", async () => {
  const first = await create(owner, { ...ANN, email: "ann@corp.test" });
  expect(first.duplicates).toEqual([]);
  const { contact, duplicates } = await create(owner, ANN);
  expect(duplicates).toEqual([{
    score: expect.any(Number), contactId: first.contact.id, account: null, contact: { name: "Ann Lee", email: "ann@corp.test" },
    reasons: [
      { criterion: "BIRTHDAY", fields: ["birthday"], similarity: 1, weight: 13 },
      { criterion: "LAST_NAME", fields: ["last_name"], similarity: 1, weight: 8 },
      { criterion: "FIRST_NAME", fields: ["first_name"], similarity: 1, weight: 6 },
    ],
  }]);
  expect((await create(member, ANN)).duplicates).toEqual([]);
  const { data } = await owner.try(FIND, { id: contact.id });
  expect(data.findDuplicates).toHaveLength(2);
});

it("compares for somebody what they see, and re-reads records as they see them", async () => {
  const [asOwner, asViewer] = await Promise.all([owner, viewer].map((client) => client.try(FIND, { values: ANN })));
  expect(asOwner?.data.findDuplicates.length).toBeGreaterThan(0);
  expect([asViewer?.errors, asViewer?.data.findDuplicates]).toEqual([undefined, []]);
});

it("answers errors as others: what is not there, what is not compared, what is not allowed", async () => {
  const code = async (client: Client, query: string, variables: object) =>
    (await client.try(query, variables as Record<string, unknown>)).errors?.[0]?.extensions;
  const nobody = "00000000-0000-4000-8000-000000000000";
  expect(await code(owner, FIND, { id: nobody })).toMatchObject({ code: "NOT_FOUND" });
  expect(await code(owner, FIND, { values: { shoeSize: 43 } })).toMatchObject({ code: "BAD_INPUT" });
  expect(await code(owner, FIND, {})).toMatchObject({ code: "BAD_INPUT" });
  const merge = `mutation ($ids: [UUID]!) { mergeRecords(input: { objectType: "contact", winnerId: "${nobody}", loserIds: $ids }) { recordMerge { id } } }`;
  expect(await code(member, merge, { ids: [nobody] })).toMatchObject({ code: "FORBIDDEN" });
  expect(await code(owner, merge, { ids: [null] })).toMatchObject({ code: "BAD_INPUT" });
});

it("merges with chosen values and takes it back", async () => {
  const [winner, loser] = [await create(owner, { ...ANN, department: "Sales" }), await create(owner, { ...ANN, department: "Law", jobTitle: "Judge" })];
  const merge = `mutation ($winner: UUID!, $losers: [UUID]!, $choices: JSON) {
    mergeRecords(input: { objectType: "contact", winnerId: $winner, loserIds: $losers, fieldChoices: $choices }) {
      recordMerge { id loserIds contact { id department jobTitle } creator { name } } } }`;
  const { data } = await owner.try(merge, {
    winner: winner.contact.id, losers: [loser.contact.id], choices: { department: loser.contact.id },
  });
  expect(data.mergeRecords.recordMerge).toMatchObject({
    loserIds: [loser.contact.id], contact: { id: winner.contact.id, department: "Law", jobTitle: "Judge" },
  });
  const { data: gone } = await owner.try(`{ contact(id: "${loser.contact.id}") { id } }`);
  expect(gone.contact).toBeNull();
  const { data: undone } = await owner.try(`mutation { undoMerge(input: { mergeId: "${data.mergeRecords.recordMerge.id}" }) {
    recordMerge { undoneAt contact { department jobTitle } } } }`);
  expect(undone.undoMerge.recordMerge).toMatchObject({ undoneAt: expect.any(String), contact: { department: "Sales", jobTitle: null } });
});

it("shows rules to who may see settings, to be changed but neither made nor removed", async () => {
  const rules = "{ duplicateRules { nodes { id objectType threshold duplicateComparisons { nodes { criterion agreement } } } } }";
  const { data, errors } = await owner.try(rules);
  expect(errors).toBeUndefined();
  expect(data.duplicateRules.nodes).toHaveLength(3);
  expect((await member.try(rules)).data.duplicateRules.nodes).toEqual([]);
  const { data: mutations } = await owner.try('{ __type(name: "Mutation") { fields { name } } }');
  const names = (mutations.__type.fields as { name: string }[]).map(({ name }) => name).filter((name) => /Duplicate(Rule|Comparison|Candidate)/.test(name));
  expect(names.sort()).toEqual(["updateDuplicateComparison", "updateDuplicateRule"]);
});
