import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generateDemo } from "../../demo/generate.ts";
import { plans } from "../../demo/generator/plan.ts";
import { loadDemo } from "../../demo/load.ts";
import { createLogger } from "../../src/telemetry/logger.ts";
import { createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { readRows, select } from "./support.ts";

const demoFolder = join(import.meta.dirname, "../../demo");

describe.each(plans)("the demo files of $name", (plan) => {
  test("are what the generator makes", () => {
    for (const [name, content] of generateDemo(plan)) {
      const committed = readFileSync(join(demoFolder, plan.slug, name), "utf8");
      // Compared as a whole: a difference of megabytes would not be readable.
      expect({ name, same: committed === content }).toEqual({ name, same: true });
    }
  });

  test("have deals whose history ends where they are, and lines that sum to their amount", () => {
    const rowsOf = (object: string) => readRows(join(demoFolder, plan.slug, `${object}.csv`));
    const last = new Map(rowsOf("OpportunityHistory").map((row) => [row["OpportunityId"], row]));
    const cents = new Map<string, number>();
    for (const { OpportunityId = "", TotalPrice } of rowsOf("OpportunityLineItem")) {
      const sum = (cents.get(OpportunityId) ?? 0) + Math.round(Number(TotalPrice) * 100);
      cents.set(OpportunityId, sum);
    }
    const deals = rowsOf("Opportunity");
    expect(deals).toHaveLength(plan.counts.deals);
    for (const { Id = "", StageName, Amount } of deals) {
      expect(last.get(Id)?.["StageName"]).toBe(StageName);
      expect(cents.get(Id)).toBe(Math.round(Number(Amount) * 100));
    }
    const closed = deals.filter(({ IsClosed }) => IsClosed === "TRUE");
    const won = closed.filter(({ IsWon }) => IsWon === "TRUE");
    expect(won.length / closed.length).toBeGreaterThan(0.22);
    expect(won.length / closed.length).toBeLessThan(0.32);
    expect(rowsOf("Lead")).toHaveLength(plan.counts.leads);
    expect(rowsOf("Contact")).toHaveLength(plan.counts.contacts);
    expect(rowsOf("Account")).toHaveLength(plan.counts.accounts);
  });
});

describe("loading the demo", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await database?.drop();
  });
  const load = (organizations: string[]) => {
    const { ownerUrl, authenticatorUrl } = database;
    return loadDemo({ ownerUrl, authenticatorUrl, logger: createLogger("silent"), organizations });
  };

  test("makes an organization whose story ends today, once", async () => {
    expect(await load(["globex"])).toEqual(["Globex"]);
    const [counts] = await select(
      database,
      `select (select count(*)::int from app_public.leads) as leads,
         (select count(*)::int from app_public.deals) as deals,
         (select count(*)::int from app_public.deals
            where status = 'won' and closed_at > now() - interval '18 months') as won,
         (select count(*)::int from app_public.deals where closed_at > now()) as early,
         (select count(*)::int from app_public.deals
            where status not in ('won', 'lost') and expected_close_date > current_date) as open,
         (select count(*)::int from app_public.leads l
            join app_public.deals d on d.id = l.converted_deal_id and d.source_lead_id = l.id
            where l.status = 'converted') as converted`,
    );
    const rowsOf = (object: string) => readRows(join(demoFolder, "globex", `${object}.csv`));
    const deals = rowsOf("Opportunity");
    expect(counts).toEqual({
      leads: 120,
      deals: 40,
      won: deals.filter(({ IsWon }) => IsWon === "TRUE").length,
      early: 0,
      open: deals.filter(({ IsClosed }) => IsClosed === "FALSE").length,
      converted: rowsOf("Lead").filter(({ IsConverted }) => IsConverted === "TRUE").length,
    });
    expect(await load(["globex"])).toEqual([]);
  });

  test("is completed when it was cut off, and moves no date in doing so", async () => {
    const state = () =>
      select(
        database,
        `select external_id, to_char(expected_close_date, 'YYYY-MM-DD') as date, null as type
             from app_public.deals
           union all
           select external_id, to_char(due_date, 'YYYY-MM-DD'), type from app_public.activities
           order by 1`,
      );
    const before = await state();
    // The first delete moves to the recycle bin, the second one purges.
    for (let time = 1; time <= 2; time += 1) {
      await select(database, "delete from app_public.activities where type = 'meeting'");
    }
    expect(await state()).not.toEqual(before);
    await select(
      database,
      "update app_public.feature_flags set is_enabled = false where name = 'demo_data_loaded'",
    );
    expect(await load(["globex"])).toEqual(["Globex"]);
    expect(await state()).toEqual(before);
  });

  test("leaves alone what somebody else made under the same name", async () => {
    await select(
      database,
      "insert into app_public.organizations (name, slug) values ('Acme of mine', 'acme')",
    );
    expect(await load(["acme"])).toEqual([]);
  });
});
