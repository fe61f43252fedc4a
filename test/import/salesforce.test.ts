import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { join } from "node:path";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import {
  countRecords,
  dataFolder,
  describeWithData,
  filesIn,
  Importer,
  makeTenant,
  readRows,
  select,
} from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let importer: Importer;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
});

/** Count and sum by stage, straight from the file. */
function sumsOf(path: string): Record<string, string> {
  const cents = new Map<string, [number, number]>();
  for (const { StageName = "", Amount = "" } of readRows(path)) {
    const [count, sum] = cents.get(StageName) ?? [0, 0];
    cents.set(StageName, [count + 1, sum + Math.round(Number(Amount || 0) * 100)]);
  }
  return Object.fromEntries([...cents].map(([stage, [n, sum]]) => [stage, `${n} ${sum}`]));
}

async function sumsIn(tenant: Tenant): Promise<Record<string, string>> {
  const rows = await select<{ name: string; sums: string }>(
    database,
    `select s.name, count(*) || ' ' || round(sum(d.amount) * 100)::bigint as sums
       from app_public.deals d
       join app_public.pipeline_stages s
         on s.organization_id = d.organization_id and s.id = d.stage_id
       where d.organization_id = $1 group by 1`,
    [tenant.organizationId],
  );
  return Object.fromEntries(rows.map(({ name, sums }) => [name, sums]));
}

describeWithData("salesforce-workshop")("the export of a workshop's organization", () => {
  const folder = join(dataFolder, "salesforce-workshop");
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await makeTenant(database, "Workshop");
  });

  test("leaves nothing when it is only tried", async () => {
    const before = await countRecords(database, tenant.organizationId);
    const tried = await importer.run(tenant, filesIn(folder), { isDryRun: true });
    expect(tried["Opportunity"]).toMatchObject({ created: 50, failed: 0 });
    expect(tried["Task"]).toMatchObject({ created: 75, failed: 0 });
    expect(await countRecords(database, tenant.organizationId)).toEqual(before);
    const pipelines = await select(
      database,
      "select name from app_public.pipelines where organization_id = $1",
      [tenant.organizationId],
    );
    expect(pipelines).toEqual([{ name: "Sales" }]);
  });

  test("is imported whole", async () => {
    const result = await importer.run(tenant, filesIn(folder));
    for (const object of ["Account", "Contact", "Lead", "Opportunity", "Task"]) {
      const { length } = readRows(join(folder, `${object}.csv`));
      expect(result[object]).toMatchObject({ rows: length, created: length, failed: 0 });
    }
    for (const other of ["Campaign", "CampaignMember", "Case"]) {
      expect(result[other]).toMatchObject({ object: null, created: 0, refused: null });
      expect(result[other]?.skipped).toMatch(/No object/);
    }
    expect(result["Account"]?.warnings).toHaveLength(2);
  });

  test("has the counts and sums by stage of the file, and the won and lost ones", async () => {
    const path = join(folder, "Opportunity.csv");
    expect(await sumsIn(tenant)).toEqual(sumsOf(path));
    const rows = readRows(path);
    const won = rows.filter(({ IsWon }) => IsWon === "1").length;
    const lost = rows.filter(({ IsClosed, IsWon }) => IsClosed === "1" && IsWon !== "1").length;
    const statuses = await select<{ status: string; count: number }>(
      database,
      `select status, count(*)::int as count from app_public.deals
         where organization_id = $1 and status in ('won', 'lost') group by 1 order by 1`,
      [tenant.organizationId],
    );
    expect(statuses).toEqual([
      { status: "lost", count: lost },
      { status: "won", count: won },
    ]);
  });

  test("keeps what the cells say", async () => {
    const [contact] = await select(
      database,
      `select first_name, mobile_phone, mailing_city, to_char(birthday, 'YYYY-MM-DD') as birthday,
           custom_data ->> 'annual_income' as income, custom_data ? 'photo_url' as photo,
           created_at = '2024-01-23T02:21:49Z' as created
         from app_public.contacts where email = 'patricia.ryan@example.com'`,
    );
    expect(contact).toEqual({
      first_name: "Patricia",
      mobile_phone: null,
      mailing_city: "Anthonyton",
      birthday: "2000-12-08",
      income: "93505",
      photo: false,
      created: true,
    });
    // The file holds the account's id where the company should be.
    const companies = await select(
      database,
      "select distinct company from app_public.leads where organization_id = $1",
      [tenant.organizationId],
    );
    const [account] = readRows(join(folder, "Account.csv")).filter(
      ({ Id }) => Id === readRows(join(folder, "Lead.csv"))[0]?.["Company"],
    );
    expect(companies).toEqual([{ company: account?.["Name"] }]);
    const types = await select<{ type: string; count: number }>(
      database,
      `select type, count(*)::int as count from app_public.activities
         where organization_id = $1 and (contact_id is not null or lead_id is not null)
         group by 1 order by 1`,
      [tenant.organizationId],
    );
    expect(types.map(({ type }) => type)).toEqual(["call", "email", "meeting", "task"]);
    expect(types.reduce((sum, { count }) => sum + count, 0)).toBe(75);
  });

  test("changes nothing when it is imported again", async () => {
    const before = await countRecords(database, tenant.organizationId);
    const again = await importer.run(tenant, filesIn(folder));
    for (const object of ["Account", "Contact", "Lead", "Opportunity", "Task"]) {
      expect(again[object]).toMatchObject({ created: 0, updated: 0, failed: 0 });
      expect(again[object]?.unchanged).toBe(again[object]?.rows);
    }
    expect(await countRecords(database, tenant.organizationId)).toEqual(before);
  });
});

describeWithData("salesforce-devorg")("the export of a developer's organization", () => {
  const folder = join(dataFolder, "salesforce-devorg");
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await makeTenant(database, "Developers");
  });

  test("is imported whole, with the sums by stage of the file", async () => {
    const result = await importer.run(tenant, filesIn(folder));
    for (const object of ["Account", "Contact", "Lead", "Opportunity", "OpportunityHistory"]) {
      const { length } = readRows(join(folder, `${object}.csv`));
      expect(result[object]).toMatchObject({ rows: length, created: length, failed: 0 });
    }
    expect(await sumsIn(tenant)).toEqual(sumsOf(join(folder, "Opportunity.csv")));
  });

  test("reads its short dates month first", async () => {
    const [dates] = await select(
      database,
      `select to_char(expected_close_date, 'YYYY-MM-DD') as close_date,
           to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as created
         from app_public.deals where title = 'Dickenson Mobile Generators'`,
    );
    expect(dates).toEqual({ close_date: "2024-02-03", created: "2026-02-23" });
  });

  test("orders the pipeline's stages by their probability", async () => {
    const stages = await select<{ name: string }>(
      database,
      `select s.name from app_public.pipeline_stages s
         join app_public.pipelines p
           on p.organization_id = s.organization_id and p.id = s.pipeline_id
         where p.organization_id = $1 and p.name = 'Salesforce' order by s.position`,
      [tenant.organizationId],
    );
    expect(stages.map(({ name }) => name)).toEqual([
      "Qualification",
      "Prospecting",
      "Needs Analysis",
      "Value Proposition",
      "Id. Decision Makers",
      "Perception Analysis",
      "Proposal/Price Quote",
      "Negotiation/Review",
      "Closed Won",
      "Closed Lost",
    ]);
  });

  test("links converted leads to what they became", async () => {
    const [linked] = await select(
      database,
      `select count(*)::int as leads, count(a.id)::int as accounts, count(c.id)::int as contacts,
           count(d.id)::int as deals
         from app_public.leads l
         left join app_public.accounts a on a.id = l.converted_account_id
         left join app_public.contacts c on c.id = l.converted_contact_id
         left join app_public.deals d on d.id = l.converted_deal_id and d.source_lead_id = l.id
         where l.organization_id = $1 and l.converted_deal_id is not null`,
      [tenant.organizationId],
    );
    expect(linked).toEqual({ leads: 5, accounts: 5, contacts: 5, deals: 5 });
  });

  test("has the history of the file and no other, each step after the one before", async () => {
    const [history] = await select(
      database,
      `select count(*)::int as steps, count(*) filter (where from_stage_id is null)::int as first,
           count(distinct deal_id)::int as deals
         from app_public.deal_stage_history where organization_id = $1`,
      [tenant.organizationId],
    );
    const rows = readRows(join(folder, "OpportunityHistory.csv"));
    const deals = new Set(rows.map(({ OpportunityId }) => OpportunityId)).size;
    expect(history).toEqual({ steps: rows.length, first: deals, deals });
  });

  test("changes nothing when it is imported again", async () => {
    const before = await countRecords(database, tenant.organizationId);
    const again = await importer.run(tenant, filesIn(folder));
    for (const file of Object.values(again)) {
      expect(file).toMatchObject({ created: 0, updated: 0, failed: 0, unchanged: file.rows });
    }
    expect(await countRecords(database, tenant.organizationId)).toEqual(before);
  });
});

describeWithData("atomic-crm")("contacts of another system", () => {
  test("are matched by e-mail address and find their account by its name", async () => {
    const tenant = await makeTenant(database, "Atomic");
    const folder = join(dataFolder, "atomic-crm");
    const [first] = readRows(join(folder, "contacts_export.csv"));
    await select(
      database,
      "insert into app_public.accounts (organization_id, name, owner_id) values ($1, $2, $3)",
      [tenant.organizationId, first?.["company"], tenant.userId],
    );
    const files = filesIn(folder).filter(({ name }) => name === "contacts_export.csv");
    const once = await importer.run(tenant, files);
    expect(once["contacts_export"]).toMatchObject({ object: "Contact", created: 2, failed: 0 });
    const twice = await importer.run(tenant, files);
    expect(twice["contacts_export"]).toMatchObject({ created: 0, unchanged: 2 });
    const contacts = await select(
      database,
      `select c.email, c.work_phone, a.name as account from app_public.contacts c
         join app_public.accounts a on a.organization_id = c.organization_id and a.id = c.account_id
         where c.organization_id = $1 and c.email is not null`,
      [tenant.organizationId],
    );
    expect(contacts).toEqual([
      { email: "john@doe.example", work_phone: "659-980-2015", account: first?.["company"] },
    ]);
  });
});
