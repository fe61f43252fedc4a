import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { text as textOf } from "node:stream/consumers";
import iconv from "iconv-lite";
import { badRowWriter } from "../../src/import/result.ts";
import { bufferSource } from "../../src/import/source.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { countRecords, csv, Importer, makeTenant, select } from "./support.ts";
import type { Tenant } from "./support.ts";

let database: TestDatabase;
let importer: Importer;
let tenant: Tenant;
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  importer = new Importer(database);
});
afterAll(async () => {
  await importer?.end();
  await database?.drop();
});
/** Each test has an organization of its own. */
async function freshTenant(): Promise<Tenant> {
  number += 1;
  tenant = await makeTenant(database, `Rows${number}`);
  return tenant;
}
const inTenant = <Row extends object>(sql: string) =>
  select<Row & Record<string, unknown>>(database, sql, [tenant.organizationId]);

describe("bad rows", () => {
  test("cost no other row, and are told with line, column and value", async () => {
    await freshTenant();
    const good = Array.from({ length: 40 }, (_, i) => `g${i},Ann,Good${i},ann${i}@good.test,,`);
    const { Contact: result } = await importer.run(tenant, [
      csv(
        "Contact.csv",
        "Id,FirstName,LastName,Email,Birthdate,Phone",
        ...good.slice(0, 20),
        "b1,Ann,Bad,no address,,",
        "b2,Ann,Bad,ann@bad.test,2024-02-30,",
        "b3,Ann,,nameless@bad.test,,",
        "b4,Ann,Bad,twice@bad.test",
        `b5,Ann,Bad,phone@bad.test,,${"1".repeat(60)}`,
        "b6,Ann,Bad,ann3@good.test,,",
        ...good.slice(20),
      ),
    ]);
    expect(result).toMatchObject({ rows: 46, created: 40, failed: 6 });
    expect(
      result?.badRows.map(({ line, column, value }) => [line, column, value?.slice(0, 20)]),
    ).toEqual([
      [22, "Email", "no address"],
      [23, "Birthdate", "2024-02-30"],
      [24, "last_name", undefined],
      [25, undefined, undefined],
      [26, "work_phone", "1".repeat(20)],
      [27, "email", "ann3@good.test"],
    ]);
    expect(result?.badRows[5]?.message).toBe("Another record has the same email.");
    expect(
      await inTenant("select 1 from app_public.contacts where organization_id = $1"),
    ).toHaveLength(40);
  });

  test("are found one by one when the database refuses several of a batch", async () => {
    await freshTenant();
    const lines = Array.from({ length: 300 }, (_, i) =>
      i % 50 === 7 ? `a${i},Account ${i},${"x".repeat(120)}` : `a${i},Account ${i},Retail`,
    );
    const { Account: result } = await importer.run(tenant, [
      csv("Account.csv", "Id,Name,Industry", ...lines),
    ]);
    expect(result).toMatchObject({ created: 294, failed: 6 });
    expect(result?.badRows.map(({ line }) => line)).toEqual([9, 59, 109, 159, 209, 259]);
    expect(result?.badRows[0]).toMatchObject({ column: "industry" });
  });

  test("are told by the rules of deals in words", async () => {
    await freshTenant();
    const { Opportunity: result } = await importer.run(tenant, [
      csv(
        "Opportunity.csv",
        "Id,Name,StageName,Amount,IsClosed,IsWon,CloseDate",
        "1,Free,Closed Won,,TRUE,TRUE,2026-01-02",
        "2,Paid,Closed Won,10,TRUE,TRUE,2026-01-02",
        "3,Gone,Closed Lost,,TRUE,FALSE,2026-01-03",
        "4,Odd,Prospecting,ten,FALSE,FALSE,2026-01-03",
        "5,None,,10,FALSE,FALSE,2026-01-03",
      ),
    ]);
    expect(result).toMatchObject({ created: 2, failed: 3 });
    expect(result?.badRows.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      "2: A won deal needs an amount above zero.",
      '5: "ten" is no number.',
      "6: It is needed.",
    ]);
    const deals = await inTenant(
      `select title, lost_reason, p.name as pipeline from app_public.deals d
         join app_public.pipelines p
           on p.organization_id = d.organization_id and p.id = d.pipeline_id
         where d.organization_id = $1 order by title`,
    );
    // All of the stages are in the default pipeline, so that no other is made.
    expect(deals).toEqual([
      { title: "Gone", lost_reason: "Not recorded", pipeline: "Sales" },
      { title: "Paid", lost_reason: null, pipeline: "Sales" },
    ]);
  });

  test("are written so that a spreadsheet runs none of them", async () => {
    const writer = badRowWriter();
    writer.write({ file: "a.csv", line: 2, column: "Name", value: "=1+1", message: "-no" });
    writer.end();
    expect(await textOf(writer)).toContain("a.csv,2,Name,'=1+1,'-no");
  });
});

describe("files", () => {
  test("in Latin-1 come in with their accents, and with a warning", async () => {
    await freshTenant();
    const bytes = iconv.encode("Id,Name,BillingCity\n1,Café Noël,Zürich\n", "windows-1252");
    const { Account: result } = await importer.run(tenant, [bufferSource("Account.csv", bytes)]);
    expect(result).toMatchObject({ created: 1, failed: 0 });
    expect(result?.warnings[0]).toMatch(/Latin-1/);
    expect(
      await inTenant(
        "select name, billing_city from app_public.accounts where organization_id = $1",
      ),
    ).toEqual([{ name: "Café Noël", billing_city: "Zürich" }]);
  });

  test("that were half written are refused whole, and the others come in", async () => {
    await freshTenant();
    const half = bufferSource("Contact.csv", Buffer.from('Id,LastName,Email\n1,A,\n2,"B'));
    const result = await importer.run(tenant, [csv("Account.csv", "Id,Name", "1,Edge"), half]);
    expect(result["Contact"]?.refused).toMatch(/row that begins on line 3/);
    expect(result["Account"]).toMatchObject({ created: 1 });
    expect(await countRecords(database, tenant.organizationId)).toMatchObject({
      accounts: 1,
      contacts: 0,
    });
  });

  test("of leads need no status, and may have columns and values of any name", async () => {
    await freshTenant();
    const result = await importer.run(
      tenant,
      [
        csv(
          "people.txt",
          "LastName,Company,Email,constructor,__proto__,Rating,Status",
          "Doe,Acme,doe@acme.test,a,b,constructor,constructor",
        ),
        csv("Lead.csv", "LastName,Company,Email", "Roe,Edge,roe@edge.test"),
      ],
      { objects: ["Lead"] },
    );
    expect(result["people.txt"]).toMatchObject({ created: 1, refused: null });
    expect(result["Lead"]).toMatchObject({ created: 1, refused: null, warnings: [] });
    const rows = await select(
      database,
      `select last_name, status, custom_data from app_public.leads
        where organization_id = $1 order by last_name`,
      [tenant.organizationId],
    );
    expect(rows).toEqual([
      { last_name: "Doe", status: "new", custom_data: { constructor: "a", proto: "b" } },
      { last_name: "Roe", status: "new", custom_data: {} },
    ]);
  });

  test("may send a column to any key of custom_data", async () => {
    await freshTenant();
    const result = await importer.run(tenant, [csv("Lead.csv", "LastName,Size", "Doe,9")], {
      mapping: { Size: "custom_data.__proto__" },
    });
    expect(result["Lead"]).toMatchObject({ created: 1 });
    const rows = await select<{ text: string }>(
      database,
      "select custom_data::text as text from app_public.leads where organization_id = $1",
      [tenant.organizationId],
    );
    expect(rows).toEqual([{ text: '{"__proto__": "9"}' }]);
  });

  test("of something else are passed over or refused, and nothing is written", async () => {
    await freshTenant();
    const result = await importer.run(tenant, [
      csv("weather.csv", "station,rain,wind", "x,1,2"),
      csv("Account.csv", "colour,weight", "red,2"),
      bufferSource("Lead.csv", Buffer.from("PK\u0003\u0004")),
    ]);
    expect(result["weather"]?.skipped).toMatch(/No object/);
    expect(result["Account"]?.refused).toMatch(/no column/);
    expect(result["Lead"]?.refused).toMatch(/Excel/);
    const counts = await countRecords(database, tenant.organizationId);
    expect(Object.values(counts).every((count) => count === 0)).toBe(true);
  });
});

describe("records", () => {
  test("are recognised by the other system's id, and updated where they differ", async () => {
    await freshTenant();
    await importer.run(tenant, [csv("Account.csv", "Id,Name,Industry,Tier__c", "1,Edge,Retail,A")]);
    const { Account: result } = await importer.run(tenant, [
      csv("Account.csv", "Id,Name,Industry,Tier__c,Size__c", "1,Edge,,B,9", "2,New,,,"),
    ]);
    expect(result).toMatchObject({ created: 1, updated: 1, unchanged: 0 });
    // A blank cell leaves what is there.
    expect(
      await inTenant(
        `select industry, custom_data from app_public.accounts
           where organization_id = $1 and name = 'Edge'`,
      ),
    ).toEqual([{ industry: "Retail", custom_data: { tier: "B", size: "9" } }]);
  });

  test("made by hand are recognised by name or e-mail address", async () => {
    await freshTenant();
    await inTenant(
      "insert into app_public.accounts (organization_id, name) values ($1, ' Edge Ltd ')",
    );
    await inTenant(
      `insert into app_public.contacts (organization_id, last_name, email)
         values ($1, 'Gonzalez', 'rose@edge.test')`,
    );
    const result = await importer.run(tenant, [
      csv("Account.csv", "Id,Name", "001,edge ltd"),
      csv("Contact.csv", "Id,LastName,Email,AccountId", "003,Gonzalez,ROSE@edge.test,001"),
    ]);
    expect(result["Account"]).toMatchObject({ created: 0, updated: 1 });
    expect(result["Contact"]).toMatchObject({ created: 0, updated: 1 });
    const [linked] = await inTenant(
      `select c.external_id, a.external_id as account from app_public.contacts c
         join app_public.accounts a on a.organization_id = c.organization_id and a.id = c.account_id
         where c.organization_id = $1`,
    );
    expect(linked).toEqual({ external_id: "003", account: "001" });
  });

  test("without ids are no doubles when they come again, though two rows be the same", async () => {
    await freshTenant();
    const file = csv("Task.csv", "Subject,Status", "Call,Completed", "Call,Completed", "Write,");
    const first = await importer.run(tenant, [file]);
    expect(first["Task"]).toMatchObject({ created: 3 });
    const second = await importer.run(tenant, [file]);
    expect(second["Task"]).toMatchObject({ created: 0, unchanged: 3 });
  });

  test("may refer to later rows of their own file", async () => {
    await freshTenant();
    const { Account: result } = await importer.run(tenant, [
      csv("Account.csv", "Id,Name,ParentId", "1,Child,2", "2,Parent,", "3,Orphan,99", "4,Self,4"),
    ]);
    expect(result).toMatchObject({ created: 4, failed: 0 });
    expect(result?.warnings).toEqual([
      '"ParentId" refers in 2 rows to records that are not there (or cannot be used); ' +
        "it was left empty.",
    ]);
    expect(
      await inTenant(
        `select c.name, p.name as parent from app_public.accounts c
           join app_public.accounts p
             on p.organization_id = c.organization_id and p.id = c.parent_id
           where c.organization_id = $1`,
      ),
    ).toEqual([{ name: "Child", parent: "Parent" }]);
  });

  test("in the recycle bin stay there and come in anew", async () => {
    await freshTenant();
    const file = csv("Account.csv", "Id,Name", "1,Edge");
    await importer.run(tenant, [file]);
    await inTenant("update app_public.accounts set deleted_at = now() where organization_id = $1");
    const { Account: result } = await importer.run(tenant, [file]);
    expect(result).toMatchObject({ created: 1, failed: 0 });
    const again = await importer.run(tenant, [file]);
    expect(again["Account"]).toMatchObject({ created: 0, unchanged: 1 });
    expect(
      await inTenant(
        `select deleted_at is null as live from app_public.accounts
           where organization_id = $1 order by 1`,
      ),
    ).toEqual([{ live: false }, { live: true }]);
  });

  test("marked as deleted are left out", async () => {
    await freshTenant();
    const { Account: result } = await importer.run(tenant, [
      csv("Account.csv", "Id,Name,IsDeleted", "1,Edge,TRUE", "2,Stays,FALSE"),
    ]);
    expect(result).toMatchObject({ created: 1, unchanged: 1 });
    expect(result?.warnings).toEqual(["1 rows are marked as deleted and were left out."]);
  });

  test("take dates in the order that the column shows, and warn where it shows none", async () => {
    await freshTenant();
    const result = await importer.run(tenant, [
      csv("Account.csv", "Id,Name,LastActivityDate", "1,A,13/02/2024", "2,B,03/02/2024"),
      csv("Contact.csv", "Id,LastName,Email,Birthdate", "1,A,,01/02/1990"),
    ]);
    const dates = await inTenant(
      `select to_char(last_contact_date, 'MM-DD') as date from app_public.accounts
         where organization_id = $1 order by name`,
    );
    expect(dates).toEqual([{ date: "02-13" }, { date: "02-03" }]);
    expect(result["Account"]?.warnings).toEqual([]);
    expect(result["Contact"]?.warnings[0]).toMatch(/"Birthdate" can be read month first or day/);
    const said = await importer.run(
      tenant,
      [csv("Contact.csv", "Id,LastName,Email,Birthdate", "1,A,,01/02/1990")],
      { dateOrder: "day-first" },
    );
    expect(said["Contact"]).toMatchObject({ updated: 1, warnings: [] });
  });

  test("that a file of history tells of later replace the step made up before", async () => {
    await freshTenant();
    const deals = csv(
      "Opportunity.csv",
      "Id,Name,StageName,CreatedDate",
      "1,A,Proposal,2026-01-01",
    );
    await importer.run(tenant, [deals]);
    const steps = () =>
      inTenant<{ to: string; from: string | null }>(
        `select t.name as to, f.name as from from app_public.deal_stage_history h
           join app_public.pipeline_stages t
             on t.organization_id = h.organization_id and t.id = h.to_stage_id
           left join app_public.pipeline_stages f
             on f.organization_id = h.organization_id and f.id = h.from_stage_id
           where h.organization_id = $1 order by h.changed_at`,
      );
    expect(await steps()).toEqual([{ to: "Proposal", from: null }]);
    const history = csv(
      "OpportunityHistory.csv",
      "Id,OpportunityId,StageName,CreatedDate",
      "1,1,Prospecting,2026-01-01",
      "2,1,Proposal,2026-01-09",
    );
    for (const run of [1, 2]) {
      await importer.run(tenant, run === 1 ? [history] : [deals, history]);
      expect(await steps()).toEqual([
        { to: "Prospecting", from: null },
        { to: "Proposal", from: "Prospecting" },
      ]);
    }
    const [deal] = await inTenant(
      `select to_char(stage_entered_at at time zone 'UTC', 'YYYY-MM-DD') as since
         from app_public.deals where organization_id = $1`,
    );
    expect(deal).toEqual({ since: "2026-01-09" });
  });

  test("bring a deal's products along: their sum is its amount", async () => {
    await freshTenant();
    const files = [
      csv("Product2.csv", "Id,Name,ProductCode", "p1,Kit,KIT"),
      csv("Opportunity.csv", "Id,Name,StageName,Amount", "1,A,Proposal,180"),
      csv(
        "OpportunityLineItem.csv",
        "Id,OpportunityId,Product2Id,Quantity,UnitPrice,Discount,TotalPrice",
        "1,1,p1,2,100,10,180",
        "2,9,p1,1,1,,1",
      ),
    ];
    const result = await importer.run(tenant, files);
    expect(result["OpportunityLineItem"]).toMatchObject({ created: 1, failed: 1 });
    expect(result["OpportunityLineItem"]?.badRows[0]).toMatchObject({
      line: 3,
      column: "OpportunityId",
      value: "9",
    });
    const [line] = await inTenant(
      `select d.amount::float, l.discount::float, p.code from app_public.deals d
         join app_public.deal_products l on l.deal_id = d.id
         join app_public.products p on p.id = l.product_id where d.organization_id = $1`,
    );
    expect(line).toEqual({ amount: 180, discount: 20, code: "KIT" });
    const again = await importer.run(tenant, files);
    expect(again["Opportunity"]).toMatchObject({ updated: 0, unchanged: 1 });
    expect(again["OpportunityLineItem"]).toMatchObject({ updated: 0, unchanged: 1 });
  });
});
