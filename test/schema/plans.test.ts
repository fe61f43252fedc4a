import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import pg from "pg";
import { becomeActor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { startTestApi } from "../support/api.ts";
import type { TestApi } from "../support/api.ts";
import { makeTenant } from "../support/tenants.ts";
import type { Tenant } from "../support/tenants.ts";
import { signIn } from "../api/clients.ts";
import type { Client } from "../api/clients.ts";

const ROWS = 20_000;

let database: TestDatabase;
let api: TestApi;
let tenant: Tenant;
let clients: Record<"owner" | "member", Client>;
let account: string;
let deal: string;

/** Rows for the lists, past triggers and policies: a second or two. */
function fillSql(organization: string, users: string[], stage: string, pipeline: string): string {
  const owner = `(array['${users.join("','")}']::uuid[])[1 + i % ${users.length}]`;
  return `
    set local session_replication_role = replica;
    insert into app_public.accounts (organization_id, name, owner_id, created_at)
      select '${organization}', 'Account ' || i, ${owner}, now() - i * interval '1 minute'
        from generate_series(1, 2000) i;
    insert into app_public.contacts (organization_id, last_name, owner_id, account_id, created_at)
      select '${organization}', 'Contact ' || i, ${owner}, a.id, now() - i * interval '1 minute'
        from generate_series(1, ${ROWS}) i
        join (select id, row_number() over () as n from app_public.accounts) a on a.n = 1 + i % 2000;
    insert into app_public.leads (organization_id, company, owner_id, score, status, created_at, custom_data)
      select '${organization}', 'Lead ' || i, ${owner}, i % 101,
          (array['new','contacted','qualified'])[1 + i % 3], now() - i * interval '1 minute',
          jsonb_build_object('tier', (array['gold','silver'])[1 + i % 2], 'colors', jsonb_build_array('red'))
        from generate_series(1, ${ROWS}) i;
    insert into app_public.custom_field_definitions (organization_id, object, key, label, type, choices)
      values ('${organization}', 'lead', 'tier', 'Tier', 'select', '{gold,silver}'),
        ('${organization}', 'lead', 'colors', 'Colors', 'multi_select', '{red}');
    insert into app_public.deals (organization_id, deal_number, title, owner_id, account_id, pipeline_id,
        stage_id, status, probability, currency, expected_close_date, created_at)
      select '${organization}', 'D' || i, 'Deal ' || i, ${owner}, a.id, '${pipeline}', '${stage}', 'new', 10,
          'USD', current_date + i % 300, now() - i * interval '1 minute'
        from generate_series(1, ${ROWS}) i
        join (select id, row_number() over () as n from app_public.accounts) a on a.n = 1 + i % 2000;
    insert into app_public.activities (organization_id, subject, assigned_to_id, created_by, deal_id, due_date, created_at)
      select '${organization}', 'Activity ' || i, ${owner}, ${owner}, d.id, current_date + i % 60,
          now() - i * interval '1 minute'
        from generate_series(1, ${ROWS}) i
        join (select id, row_number() over () as n from app_public.deals limit 4000) d on d.n = 1 + i % 4000;
    insert into app_public.notes (organization_id, lead_id, content, created_by, created_at)
      select organization_id, id, 'x', owner_id, created_at from app_public.leads`;
}

beforeAll(async () => {
  database = await createTestDatabase();
  await asSuperuser(database, async (client) => {
    tenant = await makeTenant(client, "Acme");
    const { organizationId, users, stages, pipelineId } = tenant;
    await client.query("begin");
    const people = Object.values(users);
    await client.query(fillSql(organizationId, people, stages["Prospecting"]!, pipelineId));
    await client.query("commit");
    await client.query("analyze");
    const found = await client.query<{ account_id: string; id: string }>(
      "select account_id, id from app_public.deals order by created_at limit 1",
    );
    ({ account_id: account, id: deal } = found.rows[0]!);
  });
  api = await startTestApi(database);
  clients = {
    owner: await signIn(database, api, tenant, "owner"),
    member: await signIn(database, api, tenant, "member"),
  };
}, 60_000);

afterAll(async () => {
  await api?.stop();
  await database?.drop();
});

type PlanNode = {
  "Node Type": string;
  "Relation Name"?: string;
  "Index Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  Plans?: PlanNode[];
};

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

/** Explains a statement for somebody as the API runs it: under the policies. */
async function explain(
  role: "owner" | "member",
  text: string,
  values: unknown[] = [],
): Promise<PlanNode[]> {
  return withConnection(database.authenticatorUrl, async (client) => {
    await client.query("begin");
    await becomeActor(client, tenant.actor(role));
    const { rows } = await client.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(
      `explain (analyze, costs off, timing off, format json) ${text}`,
      values,
    );
    return nodesOf(rows[0]!["QUERY PLAN"][0].Plan);
  });
}

/** Rows of a table that a plan looked at, those that it threw away included. */
function rowsReadOf(plan: PlanNode[], table: string): number {
  return plan
    .filter((node) => node["Relation Name"] === table && node["Node Type"] !== "Bitmap Index Scan")
    .reduce((sum, node) => {
      const loops = node["Actual Loops"] ?? 1;
      return sum + loops * ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0));
    }, 0);
}

type Screen = [name: string, table: string, conditions: string, order: string, most: number];

const screens = (): Screen[] => [
  ["leads, newest first", "leads", "true", "created_at desc, id desc", 60],
  ["leads by score", "leads", "true", "score desc, id desc", 60],
  ["new leads, newest first", "leads", "status = 'new'", "created_at desc, id desc", 60],
  ["new leads by score", "leads", "status = 'new'", "score desc, id desc", 60],
  ["leads, oldest first", "leads", "true", "created_at asc, id asc", 60],
  ["deals, newest first", "deals", "true", "created_at desc, id desc", 60],
  ["deals by expected close date", "deals", "true", "expected_close_date asc, id asc", 60],
  [
    "contacts of an account",
    "contacts",
    `account_id = '${account}'`,
    "created_at desc, id desc",
    60,
  ],
  ["deals of an account", "deals", `account_id = '${account}'`, "created_at desc, id desc", 60],
  ["activities of a deal", "activities", `deal_id = '${deal}'`, "created_at desc, id desc", 60],
  ["activities by due date", "activities", "true", "due_date asc, id asc", 60],
  [
    "my activities by due date",
    "activities",
    `assigned_to_id = '${tenant.users.owner}'`,
    "due_date asc, id asc",
    60,
  ],
];

describe("an owner's list", () => {
  const names = [
    "leads, newest first",
    "leads by score",
    "new leads, newest first",
    "new leads by score",
    "leads, oldest first",
    "deals, newest first",
    "deals by expected close date",
    "contacts of an account",
    "deals of an account",
    "activities of a deal",
    "activities by due date",
    "my activities by due date",
  ];

  it.each(names)("%s reads no more rows than it shows, in the order of an index", async (name) => {
    const [, table, conditions, order, most] = screens().find(([screen]) => screen === name)!;
    const plan = await explain(
      "owner",
      `select * from app_public.${table} where ${conditions} order by ${order} limit 51`,
    );
    const types = plan.map((node) => node["Node Type"]);
    expect(types).not.toContain("Seq Scan");
    expect(types.filter((type) => /Sort/.test(type))).toEqual([]);
    expect(rowsReadOf(plan, table)).toBeLessThanOrEqual(most);
  });
});

describe("a page of notes", () => {
  it.each(["owner", "member"] as const)(
    "looks at the records of the notes that it shows to the %s, not at all records",
    async (role) => {
      const plan = await explain(
        role,
        "select * from app_public.notes order by created_at desc, id desc limit 51",
      );
      expect(plan.map((node) => node["Node Type"])).not.toContain("Sort");
      expect(rowsReadOf(plan, "leads")).toBeLessThan(1_000);
    },
  );
});

describe("a member's list", () => {
  it.each([
    ["my leads by score", "leads", "score desc, id desc"],
    ["my leads, newest first", "leads", "created_at desc, id desc"],
    ["my deals, newest first", "deals", "created_at desc, id desc"],
  ])("%s does not read the tenant", async (_, table, order) => {
    const plan = await explain(
      "member",
      `select * from app_public.${table} where owner_id = '${tenant.users.member}' order by ${order} limit 51`,
    );
    expect(plan.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    expect(rowsReadOf(plan, table)).toBeLessThanOrEqual(60);
  });

  it("without a filter shows what the policy leaves, through an index", async () => {
    const plan = await explain(
      "member",
      "select * from app_public.leads order by created_at desc, id desc limit 51",
    );
    expect(plan.map((node) => node["Node Type"])).not.toContain("Seq Scan");
    // Somebody who owns every fifth lead looks at five to show one.
    expect(rowsReadOf(plan, "leads")).toBeLessThan(1_000);
  });
});

describe("the functions of the policies", () => {
  it("are asked once per statement, not once per row", async () => {
    const plan = await explain("member", "select count(*) from app_public.leads");
    const conditions = JSON.stringify(plan);
    expect(conditions).not.toMatch(/"(Filter|Index Cond)":"[^"]*current_organization_id\(\)/);
  });
});

describe("the statement that the API makes", () => {
  const QUERIES: [string, string, string][] = [
    [
      "leads, newest first",
      "leads",
      "{ leads(orderBy: CREATED_AT_DESC, first: 50) { nodes { id name score } } }",
    ],
    [
      "leads by score",
      "leads",
      "{ leads(orderBy: SCORE_DESC, first: 50) { nodes { id name score } } }",
    ],
    [
      "new leads, newest first",
      "leads",
      "{ leads(filter: { status: { equalTo: NEW } }, orderBy: CREATED_AT_DESC, first: 50) { nodes { id } } }",
    ],
    [
      "leads whose status is one of several",
      "leads",
      "{ leads(filter: { status: { in: [NEW, CONTACTED] } }, orderBy: CREATED_AT_DESC, first: 50) { nodes { id } } }",
    ],
    ...[`equalTo: "gold"`, `in: ["gold"]`].map((condition): [string, string, string] => [
      `leads by score, of a tier that half of them have, ${condition}`,
      "leads",
      `{ leads(filter: { customFields: [{ key: "tier", ${condition} }] }, orderBy: SCORE_DESC, first: 50) { nodes { id } } }`,
    ]),
    [
      "leads, newest first, of a color that all of them have",
      "leads",
      `{ leads(filter: { customFields: [{ key: "colors", contains: ["red"] }] }, orderBy: CREATED_AT_DESC, first: 50) { nodes { id } } }`,
    ],
    [
      "deals with account, owner and stage",
      "deals",
      "{ deals(orderBy: CREATED_AT_DESC, first: 50) { nodes { id title account { name } owner { name } stage { name } } } }",
    ],
    [
      "deals by expected close date",
      "deals",
      "{ deals(orderBy: EXPECTED_CLOSE_DATE_ASC, first: 50) { nodes { id } } }",
    ],
  ];

  /** Runs a query through the API and catches the statements that it makes of it. */
  async function statementsOf(
    client: Client,
    query: string,
  ): Promise<{ text: string; values: unknown[] }[]> {
    const spy = jest.spyOn(pg.Client.prototype, "query");
    try {
      await client.ask(query);
      return spy.mock.calls
        .map(([config]) => config as unknown as { text?: string; values?: unknown[] })
        .filter(({ text }) => text?.includes("app_public"))
        .map(({ text, values }) => ({ text: text!, values: values ?? [] }));
    } finally {
      spy.mockRestore();
    }
  }

  it.each(QUERIES)("for %s reads little more than it shows", async (_, table, query) => {
    const statements = await statementsOf(clients.owner, query);
    expect(statements).toHaveLength(1);
    const plan = await explain("owner", statements[0]!.text, statements[0]!.values);
    const reads = plan.filter((node) => node["Relation Name"] === table);
    expect(reads.map((node) => node["Node Type"])).toEqual([
      expect.stringMatching(/^Index (Only )?Scan$/),
    ]);
    expect(rowsReadOf(plan, table)).toBeLessThanOrEqual(200);
  });
});
