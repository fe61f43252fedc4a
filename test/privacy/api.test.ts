import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { randomId } from "../support/tenants.ts";
import { openHouse } from "./house.ts";
import type { House } from "./house.ts";

const ERASE = `mutation ($type: String!, $id: UUID!, $reason: String!) {
  eraseDataSubject(input: {objectType: $type, id: $id, reason: $reason}) {
    privacyRequest { id kind status counts contact { name erasedAt } lead { name } }
  }
}`;
const EXPORT = `mutation ($type: String!, $id: UUID!) {
  exportDataSubject(input: {objectType: $type, id: $id}) { privacyRequest { id status document } }
}`;
const READ = `query ($id: UUID!) {
  privacyRequest(id: $id) { status counts error finishedAt documentExpiresAt document creator { name } }
}`;

let house: House;
let api: TestApi;
let owner: Client;
let admin: Client;
let member: Client;
let viewer: Client;
let stranger: Client;

beforeAll(async () => {
  house = await openHouse();
  api = await startTestApi(house.database);
  [owner, admin, member, viewer] = (await Promise.all(
    (["owner", "admin", "member", "viewer"] as const).map((role) =>
      signIn(house.database, api, house.ours, role),
    ),
  )) as [Client, Client, Client, Client];
  stranger = await signIn(house.database, api, house.theirs, "owner");
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await house?.end();
});

async function makeContact(as: Client, fields: Record<string, unknown>): Promise<string> {
  const { createContact } = await as.ask(
    "mutation ($contact: ContactInput!) { createContact(input: {contact: $contact}) { contact { id } } }",
    { contact: { lastName: "Person", ...fields } },
  );
  return createContact.contact.id;
}

describe("through the API", () => {
  it("somebody is erased, and the request followed until all is done", async () => {
    const id = await makeContact(owner, { firstName: "Ada", email: "ada@example.test" });
    const { eraseDataSubject } = await owner.ask(ERASE, { type: "CONTACT", id, reason: "Asked" });
    expect(eraseDataSubject.privacyRequest).toMatchObject({
      kind: "ERASE", status: "QUEUED", counts: { contacts: 1 }, contact: { name: "Erased" }, lead: null,
    });
    await house.work();
    const { privacyRequest } = await admin.ask(READ, { id: eraseDataSubject.privacyRequest.id });
    expect(privacyRequest).toMatchObject({ status: "SUCCEEDED", document: null, creator: { name: "owner" } });
    const edit = `mutation ($id: UUID!) { updateContact(input: {id: $id, patch: {firstName: "Ada"}}) { contact { id } } }`;
    expect(await owner.fail(edit, { id })).toBe("CONFLICT: This contact was erased and stays as it is.");
    expect(await owner.fail(ERASE, { type: "contact", id, reason: "Again" })).toBe("CONFLICT: This contact is already erased.");
  });

  it("bad input is told from what is not there and from what is not allowed", async () => {
    const id = await makeContact(owner, { email: "kept@example.test" });
    const reason = "Asked";
    expect(await owner.fail(ERASE, { type: "deal", id, reason })).toMatch(/^BAD_INPUT/);
    expect(await owner.fail(ERASE, { type: "contact", id, reason: " " })).toMatch(/^BAD_INPUT/);
    expect(await owner.fail(ERASE, { type: "contact", id: "1", reason })).toMatch(/^BAD_INPUT/);
    expect(await owner.fail(ERASE, { type: "contact", id: randomId(), reason })).toBe("NOT_FOUND: No such contact.");
    expect(await stranger.fail(ERASE, { type: "contact", id, reason })).toBe("NOT_FOUND: No such contact.");
    for (const client of [member, viewer]) {
      expect(await client.fail(ERASE, { type: "contact", id, reason })).toMatch(/^FORBIDDEN/);
    }
    expect(await stranger.fail(EXPORT, { type: "contact", id })).toBe("NOT_FOUND: No such contact.");
    expect(await viewer.fail(EXPORT, { type: "contact", id })).toMatch(/^FORBIDDEN/);
    const { contact } = await owner.ask("query ($id: UUID!) { contact(id: $id) { email erasedAt } }", { id });
    expect(contact).toEqual({ email: "kept@example.test", erasedAt: null });
  });

  it("a member exports a contact of theirs, without the custom fields that members do not see", async () => {
    const id = await makeContact(member, { email: "mine@example.test" });
    const patch = `mutation ($id: UUID!) { updateContact(input: {id: $id, patch: {customData: {vat: 7}}}) { contact { customData } } }`;
    await owner.ask(patch, { id });
    const { exportDataSubject } = await member.ask(EXPORT, { type: "CONTACT", id });
    expect(exportDataSubject.privacyRequest).toMatchObject({ status: "QUEUED", document: null });
    await house.work();
    const request = exportDataSubject.privacyRequest.id;
    const { privacyRequest } = await member.ask(READ, { id: request });
    expect(privacyRequest).toMatchObject({
      status: "SUCCEEDED",
      error: null,
      document: { contacts: [{ id, email: "mine@example.test", custom_data: null }] },
    });
    expect((await owner.ask(READ, { id: request })).privacyRequest.document).toBeNull();
    expect((await viewer.ask(READ, { id: request })).privacyRequest).toBeNull();
    expect((await stranger.ask(READ, { id: request })).privacyRequest).toBeNull();
    const whole = await owner.ask(EXPORT, { type: "contact", id });
    await house.work();
    const { privacyRequest: owners } = await owner.ask(READ, { id: whole.exportDataSubject.privacyRequest.id });
    expect(owners.document.contacts).toMatchObject([{ custom_data: { vat: 7 } }]);
  });

  it("users export what is kept about themselves", async () => {
    const { exportMyData } = await viewer.ask("{ exportMyData }");
    expect(exportMyData).toMatchObject({ user: { id: viewer.userId }, memberships: [{ role: "Viewer" }] });
    const { errors } = await api.graphql("{ exportMyData }");
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("a retention policy is made, tried dry, enabled and followed", async () => {
    const create = `mutation ($policy: RetentionPolicyInput!) {
      createRetentionPolicy(input: {retentionPolicy: $policy}) { retentionPolicy { id isEnabled countedFrom } } }`;
    const policy = { object: "lead", action: "DELETE", afterDays: 365 };
    const { createRetentionPolicy } = await admin.ask(create, { policy });
    const { id } = createRetentionPolicy.retentionPolicy;
    expect(createRetentionPolicy.retentionPolicy).toMatchObject({ isEnabled: false, countedFrom: "created_at" });
    const { previewRetention } = await admin.ask(
      "query ($id: UUID!) { previewRetention(policyId: $id) { dueCount refusedCount sample } }",
      { id },
    );
    expect(previewRetention).toEqual({ dueCount: 0, refusedCount: 0, sample: [] });
    expect(await admin.fail(create, { policy })).toBe(
      "CONFLICT: There is a policy for this object and action already.",
    );
    expect(await admin.fail(create, { policy: { ...policy, action: "ANONYMISE", afterDays: -5 } })).toBe(
      "BAD_INPUT: After 1 to 36,500 days.",
    );
    expect(await admin.fail(create, { policy: { ...policy, object: "role" } })).toMatch(/^BAD_INPUT/);
    expect(await member.fail(create, { policy: { ...policy, object: "deal" } })).toMatch(/^FORBIDDEN/);
    const enable = `mutation ($id: UUID!) {
      updateRetentionPolicy(input: {id: $id, patch: {isEnabled: true}}) { retentionPolicy { isEnabled } } }`;
    expect(await stranger.fail(enable, { id })).toMatch(/^NOT_FOUND/);
    await admin.ask(enable, { id });
    await house.pool.query("select app_private.start_retention()");
    const runs = "query ($id: UUID!) { retentionPolicy(id: $id) { runs { nodes { doneCount refusals finishedAt } } } }";
    expect((await admin.ask(runs, { id })).retentionPolicy.runs.nodes).toEqual([
      { doneCount: 0, refusals: [], finishedAt: null },
    ]);
    expect((await viewer.ask(runs, { id })).retentionPolicy).toBeNull();
    const remove = "mutation ($id: UUID!) { deleteRetentionPolicy(input: {id: $id}) { retentionPolicy { id } } }";
    await admin.ask(remove, { id });
  });

  it("an organization says how long its recycle bin keeps what was deleted", async () => {
    const set = `mutation ($id: UUID!, $days: Int) {
      updateOrganization(input: {id: $id, patch: {recycleBinDays: $days}}) { organization { recycleBinDays } } }`;
    const id = house.ours.organizationId;
    expect((await admin.ask(set, { id, days: 90 })).updateOrganization.organization).toEqual({ recycleBinDays: 90 });
    expect(await admin.fail(set, { id, days: -1 })).toMatch(/^BAD_INPUT/);
  });
});
