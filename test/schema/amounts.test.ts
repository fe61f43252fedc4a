import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import type { TestDatabase } from "../support/database.ts";
import { insertAs, openTrialTenant, runAs } from "../support/tenants.ts";
import type { Trial } from "../support/tenants.ts";

let database: TestDatabase;
let trial: Trial;
let owner: Actor;
let member: Actor;

beforeAll(async () => {
  ({ database, trial, owner, member } = await openTrialTenant());
}, 60_000);

afterAll(async () => {
  await trial?.end();
  await database?.drop();
});

type Row = Record<string, unknown>;

function run(actor: Actor, text: string, values: unknown[] = []): Promise<Row> {
  return runAs(database, actor, text, values);
}

/** Makes a deal of the member's with these columns. */
function makeDeal(columns: Row = {}, actor = member): Promise<string> {
  return insertAs(database, actor, "deals", { title: "A deal", ...columns });
}

async function read(deal: string): Promise<Row> {
  return run(
    owner,
    "select *, closed_at is not null as closed from app_public.deals where id = $1",
    [deal],
  );
}

describe("amounts", () => {
  it.each([
    ["USD", "1.005", "1.01"],
    ["JPY", "1.5", "2"],
    ["KWD", "1.0005", "1.001"],
  ])("in %s have the decimals of the currency", async (currency, given, kept) => {
    expect(await read(await makeDeal({ currency, amount: given }))).toMatchObject({
      amount: kept,
      total: kept,
    });
  });

  it("weighted by the probability have the decimals of the currency too", async () => {
    const weighted = async (currency: string) =>
      (await read(await makeDeal({ currency, amount: 5, probability: 25 })))["weighted_total"];
    expect(Number(await weighted("KWD"))).toBe(1.25);
    const precise = await read(
      await makeDeal({ currency: "KWD", amount: "0.005", probability: 100 }),
    );
    expect(Number(precise["weighted_total"])).toBe(0.005);
  });

  it("in a currency that does not exist are refused for the currency", async () => {
    const { code, constraint } = await trial.tryAs(
      member,
      "insert into app_public.deals (title, amount, currency) values ('x', 1, 'ZZZ')",
    );
    expect([code, constraint]).toEqual(["23503", "deals_currency_fkey"]);
  });

  it("less the discount are never negative", async () => {
    const { constraint } = await trial.tryAs(
      member,
      "insert into app_public.deals (title, amount, discount, tax) values ('x', 10, 20, 5)",
    );
    expect(constraint).toBe("deals_total_check");
  });

  it.each(["NaN", "Infinity", "-Infinity", "-0.01", "1e15", "1e400"])(
    "refuse %s everywhere",
    async (value) => {
      const targets: [string, string, string][] = [
        ["deals", "title, amount", "'x', $1"],
        ["deals", "title, discount", "'x', $1"],
        ["deals", "title, tax", "'x', $1"],
        ["deals", "title, amount, discount", "'x', $1::numeric, $1::numeric"],
        [
          "deal_products",
          "deal_id, description, unit_price",
          "(select id from app_public.deals limit 1), 'x', $1",
        ],
        [
          "deal_products",
          "deal_id, description, unit_price, quantity",
          "(select id from app_public.deals limit 1), 'x', 1, $1",
        ],
        [
          "deal_products",
          "deal_id, description, unit_price, discount",
          "(select id from app_public.deals limit 1), 'x', 1, $1",
        ],
        [
          "deal_products",
          "deal_id, description, unit_price, tax",
          "(select id from app_public.deals limit 1), 'x', 1, $1",
        ],
      ];
      for (const [table, columns, values] of targets) {
        const text = `insert into app_public.${table} (${columns}) values (${values})`;
        const { code } = await trial.tryAs(member, text, [value]);
        expect([table, columns, code]).toEqual([
          table,
          columns,
          expect.stringMatching(/^(22|23514)/),
        ]);
      }
    },
  );
});

describe("the lines of a deal", () => {
  async function addLine(deal: string, price: unknown, quantity: unknown = 1): Promise<string> {
    const row = await run(
      member,
      `insert into app_public.deal_products (deal_id, description, unit_price, quantity)
         values ($1, 'A line', $2, $3) returning id`,
      [deal, price, quantity],
    );
    return row["id"] as string;
  }

  it("are what the amount is the sum of", async () => {
    const deal = await makeDeal({ amount: 999 });
    const line = await addLine(deal, "10.50", 3);
    await addLine(deal, "0.10");
    expect((await read(deal))["amount"]).toBe("31.60");
    await run(
      member,
      "update app_public.deal_products set quantity = 1 where id = $1 returning id",
      [line],
    );
    expect((await read(deal))["amount"]).toBe("10.60");
    await run(member, "delete from app_public.deal_products where id = $1 returning id", [line]);
    expect((await read(deal))["amount"]).toBe("0.10");
    const typed = await trial.tryAs(
      member,
      "update app_public.deals set amount = 5 where id = $1",
      [deal],
    );
    expect(typed.code).toBe("RH409");
  });

  it("make a true sum when ten are added, changed and removed at the same time", async () => {
    const deal = await makeDeal();
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const line = await addLine(deal, index + 1);
        if (index % 3 === 0)
          await run(member, "delete from app_public.deal_products where id = $1 returning id", [
            line,
          ]);
        if (index % 3 === 1) {
          await run(
            member,
            "update app_public.deal_products set quantity = 2 where id = $1 returning id",
            [line],
          );
        }
      }),
    );
    const { sum } = await run(
      member,
      "select sum(total) as sum from app_public.deal_products where deal_id = $1",
      [deal],
    );
    expect(Number((await read(deal))["amount"])).toBe(Number(sum));
    expect(Number(sum)).toBe(3 + 6 + 9 + 2 * (2 + 5 + 8));
  });

  it("need a product or a description", async () => {
    const deal = await makeDeal();
    for (const description of [null, "", "  "]) {
      const { constraint } = await trial.tryAs(
        member,
        "insert into app_public.deal_products (deal_id, description, unit_price) values ($1, $2, 1)",
        [deal, description],
      );
      expect(constraint).toBe("deal_products_named_check");
    }
  });

  it("are no larger than their discount allows, and stay on their deal", async () => {
    const deal = await makeDeal();
    const negative = await trial.tryAs(
      member,
      "insert into app_public.deal_products (deal_id, description, unit_price, discount) values ($1, 'x', 1, 2)",
      [deal],
    );
    expect(negative.constraint).toBe("deal_products_total_check");
    await addLine(deal, 1);
    const other = await makeDeal();
    const moved = await trial.tryAs(
      member,
      "update app_public.deal_products set deal_id = $2 where deal_id = $1",
      [deal, other],
    );
    expect(moved.code).toBe("RH400");
  });

  it("keep no more decimals than money has", async () => {
    const deal = await makeDeal();
    const { rows } = await trial.tryAs(
      member,
      `insert into app_public.deal_products (deal_id, description, unit_price, discount, tax)
         values ($1, 'x', 1, 1e-300, 1e-300) returning length(total::text) as digits`,
      [deal],
    );
    expect(Number(rows[0]?.["digits"] ?? 0)).toBeLessThan(20);
  });

  it("fix the currency of their deal", async () => {
    const deal = await makeDeal();
    await addLine(deal, 1);
    const changed = await trial.tryAs(
      member,
      "update app_public.deals set currency = 'EUR' where id = $1",
      [deal],
    );
    expect(changed.code).toBe("RH409");
  });
});
