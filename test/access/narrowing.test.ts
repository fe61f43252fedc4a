import { describe, expect, it } from "@jest/globals";
import type { PgClient, PgClientQuery } from "postgraphile/@dataplan/pg";
import { Narrowing } from "../../plugins/access/narrowing.ts";

const MINUTE_MS = 60_000;

function placeOf(key: string, parameter: number): string {
  return `"app_hidden"."narrowed_by_custom_field"(l."id", 'lead', '${key}', 'equalTo', $${parameter}::"jsonb")`;
}

/** A page, or a count, by the value that a custom field has. */
function statementOf(value: string, { key = "tier", limit = "limit 50" } = {}): PgClientQuery {
  return { text: `select from leads l where ${placeOf(key, 1)} ${limit}`, name: "as planned", values: [JSON.stringify(value)] };
}

function whom({ organization = "acme", version = "1", indexed = ["lead.tier", "lead.size"] } = {}) {
  return { organization, profile: { version, indexed: new Set(indexed) } };
}

/** A database in which some values are rare, and what it was asked. */
function makeDatabase(rare: Record<string, string>) {
  const statements: string[] = [];
  const asked: unknown[] = [];
  const client = {
    async query({ text, values = [] }: PgClientQuery) {
      const isQuestion = text.includes("custom_field_candidates");
      statements.push(isQuestion ? "candidates" : text);
      if (!isQuestion) return { rows: [] };
      const value = JSON.parse(values[3] as string) as string;
      asked.push(value);
      return { rows: [{ ids: rare[value] ?? null }] };
    },
  } as unknown as PgClient;
  return { client, statements, asked, rare };
}

describe("a condition on an indexed custom field", () => {
  it("gets the ids of candidates, which are asked each time", async () => {
    const { client, statements, asked, rare } = makeDatabase({ gold: "{a}" });
    const narrowing = new Narrowing();
    const first = await narrowing.narrowed(statementOf("gold"), whom(), client);
    expect(first.text).toBe(`select from leads l where (l."id" = any ($2::uuid[]) and $1::jsonb is not null) limit 50`);
    expect(first.values).toEqual(['"gold"', "{a}"]);
    expect(first.name).not.toBe("as planned");
    expect(statements).toEqual(["set local role none", "candidates", "set local role rowhouse_user"]);
    rare["gold"] = "{a,b}";
    expect((await narrowing.narrowed(statementOf("gold"), whom(), client)).values).toEqual(['"gold"', "{a,b}"]);
    expect(asked).toEqual(["gold", "gold"]);
  });

  it("is looked for in the order of the page where candidates are many, and not where all are counted", async () => {
    const many = `{${Array.from({ length: 300 }, (_, n) => `id${n}`).join(",")}}`;
    for (const [ids, limit, inOrder] of [[many, "limit 50", true], [many, "", false], ["{a}", "limit 50", false]] as const) {
      const { client, statements } = makeDatabase({ gold: ids });
      await new Narrowing().narrowed(statementOf("gold", { limit }), whom(), client);
      expect([limit, /enable_sort = off/.test(statements.at(-1) ?? "")]).toEqual([limit, inOrder]);
    }
  });

  it("stays as it is where the value is too common, which is asked once a minute", async () => {
    const { client, statements, rare } = makeDatabase({});
    let now = 1;
    const narrowing = new Narrowing(() => now);
    const common = statementOf("gold");
    for (const ask of [1, 2, 3]) {
      const { text, values, name } = await narrowing.narrowed(common, whom(), client);
      expect([ask, text, values, name !== undefined]).toEqual([ask, common.text, common.values, true]);
    }
    now += MINUTE_MS - 1_000;
    await narrowing.narrowed(common, whom(), client);
    expect(statements).toHaveLength(3);
    // Asking does not make the memory last.
    now += 2_000;
    rare["gold"] = "{a}";
    expect((await narrowing.narrowed(common, whom(), client)).values).toEqual(['"gold"', "{a}"]);
    expect(statements).toHaveLength(6);
  });

  it.each([
    ["another value", statementOf("silver"), whom()],
    ["another field", statementOf("gold", { key: "size" }), whom()],
    ["a count, for which more are looked up", statementOf("gold", { limit: "" }), whom()],
    ["another organization", statementOf("gold"), whom({ organization: "other" })],
    ["a field whose definition has changed", statementOf("gold"), whom({ version: "2" })],
  ])("is asked about for %s", async (_, statement, other) => {
    const { client, asked } = makeDatabase({});
    const narrowing = new Narrowing();
    await narrowing.narrowed(statementOf("gold"), whom(), client);
    await narrowing.narrowed(statement, other, client);
    expect(asked).toHaveLength(2);
  });

  it("is narrowed beside one that is known to be too common", async () => {
    const { client, asked } = makeDatabase({ small: "{a}" });
    const narrowing = new Narrowing();
    const both = { text: `${placeOf("tier", 1)} and ${placeOf("size", 2)} limit 50`, values: ['"gold"', '"small"'] };
    const first = await narrowing.narrowed(both, whom(), client);
    expect(await narrowing.narrowed(both, whom(), client)).toEqual(first);
    expect(first.text).toContain(`${placeOf("tier", 1)} and (l."id" = any ($3::uuid[])`);
    expect(asked).toEqual(["gold", "small", "small"]);
  });

  it("is not asked about when the caller does not see the field as it is", async () => {
    const { client, statements } = makeDatabase({ gold: "{a}" });
    const statement = statementOf("gold");
    expect(await new Narrowing().narrowed(statement, whom({ indexed: ["lead.size"] }), client)).toBe(statement);
    expect(statements).toEqual([]);
  });
});
