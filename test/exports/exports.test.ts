import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import type { Client } from "../api/clients.ts";
import { signInAs } from "../api/clients.ts";
import { Office, refusal, useFolder } from "../files/office.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, insertAs, makeRole, runAs } from "../support/tenants.ts";
import type { FieldRule } from "../support/tenants.ts";

type Export = {
  id: string;
  status: string;
  rowCount: number;
  byteSize: string | null;
  fileName: string | null;
  error: string | null;
  downloadUrl: string | null;
};

const FIELDS = "id status rowCount byteSize fileName error downloadUrl";
const START = `mutation ($input: StartExportInput!) { startExport(input: $input) { export { ${FIELDS} } } }`;

const folder = useFolder();
let office: Office;

beforeAll(async () => {
  office = await Office.open(folder);
  await insertAs(office.database, office.ours.actor("owner"), "custom_field_definitions",
    { object: "lead", key: "team_size", label: "Team size", type: "number" });
  await insertAs(office.database, office.ours.actor("owner"), "custom_field_definitions",
    { object: "lead", key: "plans", label: "Plans", type: "multi_select", choices: ["=Pro", "Basic"] });
  await insertAs(office.database, office.ours.actor("owner"), "leads", {
    company: '=HYPERLINK("http://evil.test","x")', first_name: "Ada, the \"first\"\nof all", email: "ada@example.test",
    phone: "+49 30 1234", custom_data: { team_size: -12.5, plans: ["=Pro", "Basic"] },
  });
  await insertAs(office.database, office.ours.actor("member"), "leads",
    { company: "Member's", owner_id: office.ours.users.member, status: "contacted" });
  await office.past("insert into app_public.leads (organization_id, company) values ($1, 'Nobody''s')", [office.ours.organizationId]);
  await insertAs(office.database, office.theirs.actor("owner"), "leads", { company: "Somebody else's" });
});

afterAll(() => office?.end());
afterEach(() => office.past("delete from graphile_worker._private_jobs"));

async function start(input: Record<string, unknown>, client = office.owner): Promise<Export> {
  return (await client.ask<{ startExport: { export: Export } }>(START, { input })).startExport.export;
}

async function read(id: string, client = office.owner): Promise<Export | null> {
  return (await client.ask<{ export: Export | null }>(`query ($id: UUID!) { export(id: $id) { ${FIELDS} } }`, { id })).export;
}

/** Exports and waits; what came of it. */
async function finished(input: Record<string, unknown>, client = office.owner): Promise<Export> {
  const { id } = await start(input, client);
  await office.work();
  return (await read(id, client)) as Export;
}

async function contentOf({ downloadUrl }: Export): Promise<string> {
  const response = await fetch(office.api.url + downloadUrl);
  if (response.status !== 200) throw new Error(await response.text());
  return response.text();
}

async function rowsOf(input: Record<string, unknown>, client = office.owner): Promise<Record<string, string>[]> {
  return parse(await contentOf(await finished({ objectType: "lead", ...input }, client)), { columns: true, bom: true });
}

async function memberWith(
  permissions: readonly (readonly [string, string, string])[],
  fields: readonly FieldRule[] = [],
): Promise<Client> {
  const userId = await asSuperuser(office.database, async (client) => {
    const { slug } = await makeRole(client, office.ours.organizationId, permissions, fields);
    return addMember(client, office.ours.organizationId, slug);
  });
  return signInAs(office.database, office.api, office.ours, userId);
}

/** Takes the permission to export from somebody's role. */
async function takeAway({ userId }: Client): Promise<void> {
  await runAs(office.database, office.ours.actor("owner"),
    `delete from app_public.role_permissions p using app_public.memberships m
       where m.user_id = $1 and p.role_id = m.role_id and p.action = 'export'`, [userId]);
}

const EVERY_LEAD = [["lead", "view", "all"], ["lead", "export", "all"]] as const;

describe("a file of records", () => {
  it("has a line of each in CSV, in which no spreadsheet finds a formula", async () => {
    const made = await finished({ objectType: "lead" });
    expect(made).toMatchObject({ status: "SUCCEEDED", rowCount: 4, error: null });
    expect(made.fileName).toMatch(/^leads-\d{4}-\d\d-\d\d\.csv$/);
    const text = await contentOf(made);
    expect(Buffer.byteLength(text) + 3).toBe(Number(made.byteSize));
    const rows = parse(text, { columns: true }) as Record<string, string>[];
    const ada = rows.find(({ email }) => email === "ada@example.test");
    expect(ada).toMatchObject({
      company: `'=HYPERLINK("http://evil.test","x")`, first_name: 'Ada, the "first"\nof all', phone: "'+49 30 1234",
      "custom_data.team_size": "-12.5", "custom_data.plans": "'=Pro; Basic", 
      owner_id: office.ours.users.owner, status: "new", disqualified_reason: "",
    });
    expect(ada?.["created_at"]).toMatch(/^\d{4}-\d\d-\d\dT/);
    for (const kept of ["organization_id", "deleted_at", "search"]) expect(Object.keys(rows[0] ?? {})).not.toContain(kept);
  });

  it("has them exactly in NDJSON", async () => {
    await insertAs(office.database, office.ours.actor("owner"), "deals", {
      title: "Exact", pipeline_id: office.ours.pipelineId, stage_id: office.ours.stages["Prospecting"], amount: "12345678901234.12",
    });
    const text = await contentOf(await finished({ objectType: "deal", format: "NDJSON" }));
    expect(text).toMatch(/^\{"id":"[^\n]*"amount":12345678901234\.12[^\n]*\}\n$/);
  });

  it("is told of, and comes page by page", async () => {
    await office.past(
      `insert into app_public.accounts (organization_id, name) select $1, 'Account ' || i from generate_series(1, 2300) i`,
      [office.ours.organizationId]);
    const made = await finished({ objectType: "account" });
    const rows = parse(await contentOf(made), { columns: true, bom: true }) as Record<string, string>[];
    expect(made.rowCount).toBe(2300);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(2300);
    expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort());
    const { notifications } = await office.owner.ask<{ notifications: { nodes: unknown[] } }>(
      `{ notifications(first: 1, orderBy: CREATED_AT_DESC) { nodes { kind export { id } } } }`);
    expect(notifications.nodes).toEqual([{ kind: "EXPORT_READY", export: { id: made.id } }]);
  });
});

describe("who exports", () => {
  it("gets the records that the role may export, of those that it sees", async () => {
    const member = await signInAs(office.database, office.api, office.ours, office.ours.users.member);
    const own = await memberWith([["lead", "view", "all"], ["lead", "export", "own"]]);
    const companies = async (client: Client) => (await rowsOf({}, client)).map(({ company }) => company);
    expect(await companies(own)).toEqual([]);
    expect(await companies(member).catch((error: Error) => error.message)).toEqual(["Member's"]);
  });

  it("needs the permission, and a place in the queue", async () => {
    const viewer = await memberWith([["lead", "view", "all"]]);
    expect(await viewer.fail(START, { input: { objectType: "lead" } })).toBe("FORBIDDEN: Your role may not export: lead.");
    const busy = await memberWith(EVERY_LEAD);
    for (let count = 0; count < 20; count += 1) await start({ objectType: "lead" }, busy);
    expect(await busy.fail(START, { input: { objectType: "lead" } })).toMatch(/^RATE_LIMITED: 20 of your exports wait/);
  });

  it("gets no hidden field, and masks of masked ones", async () => {
    const restricted = await memberWith(EVERY_LEAD,
      [["lead", "email", "hidden"], ["lead", "phone", "mask"], ["lead", "custom_data.team_size", "hidden"]]);
    const [row] = await rowsOf({ filter: { first_name: 'Ada, the "first"\nof all' } }, restricted);
    expect(row).toMatchObject({ phone: "•••••", "custom_data.plans": "'=Pro; Basic" });
    expect(Object.keys(row ?? {})).not.toEqual(expect.arrayContaining(["email"]));
    expect(Object.keys(row ?? {})).not.toEqual(expect.arrayContaining(["custom_data.team_size"]));
    const line = await contentOf(await finished({ objectType: "lead", format: "NDJSON" }, restricted));
    expect(line).not.toMatch(/ada@example|1234|team_size|-12\.5/);
    // Nor by what is chosen.
    for (const filter of [{ email: "ada@example.test" }, { "custom_data.team_size": -12.5 }]) {
      expect(await restricted.fail(START, { input: { objectType: "lead", filter } })).toMatch(/^BAD_INPUT: The filter names a field that there is not/);
    }
    expect(await rowsOf({ filter: { phone: "+49 30 1234" } }, restricted)).toEqual([]);
  });

  it("is the only one to have the file", async () => {
    const made = await finished({ objectType: "lead" });
    const admin = await office.member("admin");
    expect(await read(made.id, admin)).toMatchObject({ status: "SUCCEEDED", downloadUrl: null });
    const colleague = await office.member("manager");
    const stranger = await office.member("owner", office.theirs);
    const cancel = `mutation ($id: UUID!) { cancelExport(input: {id: $id}) { export { status } } }`;
    for (const other of [colleague, stranger]) {
      expect(await read(made.id, other)).toBeNull();
      expect(await other.fail(cancel, { id: made.id })).toBe("NOT_FOUND: No such export that waits or runs.");
    }
    // A link for one thing is none for another.
    const forged = (made.downloadUrl ?? "").replace("/export/", "/download/");
    expect(await refusal(await fetch(office.api.url + forged))).toEqual([403, "FORBIDDEN: This link is not valid."]);
  });

  it("has it for as long as the role is what it was", async () => {
    const client = await memberWith(EVERY_LEAD);
    const made = await finished({ objectType: "lead" }, client);
    await takeAway(client);
    expect(await refusal(await fetch(office.api.url + made.downloadUrl)))
      .toEqual([403, "FORBIDDEN: Your permissions have changed since this was exported. Export again."]);
  });
});

describe("a filter", () => {
  it.each([
    [{ status: "contacted" }, ["Member's"]],
    [{ owner_id: null, phone: null }, ["Nobody's"]],
    [{ "custom_data.team_size": -12.5 }, [`'=HYPERLINK("http://evil.test","x")`]],
    [{ "custom_data.team_size": null, status: "new" }, ["Files", "Nobody's"]],
    [{ company: "x' or true --" }, []],
  ])("%j chooses records", async (filter, companies) => {
    const rows = await rowsOf({ filter });
    expect(rows.map(({ company }) => company)).toEqual(companies);
  });

  it.each([
    ["lead", { nothing: 1 }, "BAD_INPUT: The filter names a field that there is not: nothing."],
    ["lead", { organization_id: "x" }, "BAD_INPUT: The filter names a field that there is not: organization_id."],
    ["lead", { owner_id: "x' or '1" }, "BAD_INPUT: The filter has no such value: owner_id."],
    ["lead", { score: { gt: 1 } }, "BAD_INPUT: The filter compares one value with one: score."],
    ["lead", [1], "BAD_INPUT: The filter is no object of fields and values."],
    ["users", {}, 'BAD_INPUT: Permissions know no object "users".'],
    ["audit_log", {}, "BAD_INPUT: There is no way to export: audit log."],
  ])("of %s, %j is refused", async (objectType, filter, problem) => {
    expect(await office.owner.fail(START, { input: { objectType, filter } })).toBe(problem);
  });
});

describe("what becomes of it", () => {
  const file = (id: string) =>
    office.past("select storage_key from app_private.export_files where export_id = $1", [id]).then(([row]) => row?.["storage_key"] as string);
  const begin = (id: string) =>
    office.past("select * from app_private.begin_record_export($1, $2)", [office.ours.organizationId, id]).then(([row]) => row);

  it("an attempt that was cut off leaves nothing, and the next one writes the file", async () => {
    const { id } = await start({ objectType: "lead" });
    const abandoned = (await begin(id))?.["storage_key"] as string;
    await office.work();
    const made = (await read(id)) as Export;
    expect(made.rowCount).toBe(4);
    expect(await file(id)).not.toBe(abandoned);
    // Should it have lived on, it is told that it does not count.
    const [late] = await office.past("select app_private.finish_record_export($1, $2, 9, 9, 'x') as is_kept", [office.ours.organizationId, abandoned]);
    expect(late).toEqual({ is_kept: false });
    expect((await contentOf(made)).length).toBeGreaterThan(100);
    await office.work("remove_files");
    expect((await office.files()).some((name) => name === abandoned)).toBe(false);
  });

  it("one that is cancelled stops where it is", async () => {
    const { id } = await start({ objectType: "lead" });
    const key = (await begin(id))?.["storage_key"];
    const version = (await office.past("select access_version from app_private.export_files where export_id = $1", [id]))[0]?.["access_version"];
    const note = () => office.past("select app_private.note_exported($1, $2, $3, 1) as goes_on", [office.ours.organizationId, key, version]);
    expect(await note()).toEqual([{ goes_on: true }]);
    await office.owner.ask(`mutation ($id: UUID!) { cancelExport(input: {id: $id}) { export { id } } }`, { id });
    expect(await note()).toEqual([{ goes_on: false }]);
    await office.work();
    expect(await read(id)).toMatchObject({ status: "CANCELLED", downloadUrl: null });
  });

  it("fails, and says why, for who may not any more", async () => {
    const client = await memberWith(EVERY_LEAD);
    const { id } = await start({ objectType: "lead" }, client);
    await takeAway(client);
    await office.work();
    expect(await read(id, client)).toMatchObject({ status: "FAILED", error: "Your role may not export: lead.", downloadUrl: null });
  });

  it("goes with its organization, and its bytes after it", async () => {
    const [{ id: organizationId } = {}] = await office.past("insert into app_public.organizations (name, slug) values ('Short-lived', 'short-lived') returning id");
    const [made] = await office.past(
      "insert into app_public.exports (organization_id, object_type, format, status) values ($1, 'lead', 'csv', 'succeeded') returning id", [organizationId]);
    await office.past("insert into app_private.export_files (organization_id, export_id, storage_key, access_version) values ($1, $2, $3, '')",
      [organizationId, made?.["id"], `${organizationId as string}/bytes`]);
    await office.past("delete from app_public.organizations where id = $1", [organizationId]);
    expect(await office.past("select storage_key from app_private.removed_files where organization_id = $1", [organizationId]))
      .toEqual([{ storage_key: `${organizationId as string}/bytes` }]);
    await office.work("remove_files");
    expect(await office.past("select from app_private.removed_files where organization_id = $1", [organizationId])).toEqual([]);
  });

  it("goes after a week, and when somebody is erased", async () => {
    const [old, other] = [await finished({ objectType: "lead" }), await finished({ objectType: "lead", format: "NDJSON" })];
    const keys = [await file(old.id), await file(other.id)];
    expect(await office.files()).toEqual(expect.arrayContaining(keys));
    await office.past("update app_public.exports set expires_at = now() - interval '1 minute' where id = $1", [old.id]);
    expect((await read(old.id))?.downloadUrl).toBeNull();
    expect(await refusal(await fetch(office.api.url + old.downloadUrl))).toEqual([404, "NOT_FOUND: There is no such file."]);
    await insertAs(office.database, office.ours.actor("owner"), "contacts", { last_name: "Gone", email: "gone@example.test" });
    await office.owner.ask(
      `mutation ($id: UUID!) { eraseDataSubject(input: {objectType: "contact", id: $id, reason: "asked"}) { privacyRequest { id } } }`,
      { id: (await office.past("select id from app_public.contacts where last_name = 'Gone'"))[0]?.["id"] });
    await office.work("remove_files");
    await office.work("remove_files");
    expect(await read(other.id)).toMatchObject({ status: "FAILED", downloadUrl: null, error: expect.stringMatching(/has been erased/) as unknown });
    const left = await office.files();
    for (const key of keys) expect(left).not.toContain(key);
  });
});
