import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser } from "../support/database.ts";
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

function run(text: string, values: unknown[] = [], actor = owner): Promise<Row> {
  return runAs(database, actor, text, values);
}

function insert(table: string, columns: Row, actor = owner): Promise<string> {
  return insertAs(database, actor, table, columns);
}

describe("e-mail addresses", () => {
  it("are kept in lower case and without blanks, and empty ones as none", async () => {
    for (const [table, name, column] of [
      ["contacts", "last_name", "email"],
      ["leads", "company", "email"],
      ["accounts", "name", "primary_email"],
    ]) {
      const text = `insert into app_public.${table} (${name}, ${column}) values ('x', $1) returning ${column} as email`;
      expect((await trial.tryAs(owner, text, ["  ADA@Example.TEST "])).rows).toEqual([
        { email: "ada@example.test" },
      ]);
      expect((await trial.tryAs(owner, text, [" "])).rows).toEqual([{ email: null }]);
    }
  });
});

describe("leads", () => {
  it("need a name, a company or an address", async () => {
    expect(
      (await trial.tryAs(owner, "insert into app_public.leads (first_name) values ('x')"))
        .constraint,
    ).toBe("leads_identity_check");
    for (const column of ["last_name", "company"]) {
      const blank = await trial.tryAs(
        owner,
        `insert into app_public.leads (${column}) values ('  ')`,
      );
      expect([column, blank.constraint]).toEqual([column, "leads_identity_check"]);
    }
  });

  it.each([[null], [""], ["  "]])("are not disqualified for the reason %j", async (reason) => {
    const { constraint } = await trial.tryAs(
      member,
      "insert into app_public.leads (company, status, disqualified_reason) values ('x', 'disqualified', $1)",
      [reason],
    );
    expect(constraint).toBe("leads_disqualified_with_reason_check");
  });

  it("remember who disqualified them, and forget when they are taken back", async () => {
    const lead = await insert(
      "leads",
      { company: "x", status: "disqualified", disqualified_reason: "no money" },
      member,
    );
    expect(
      await run("select disqualified_by, disqualified_at from app_public.leads where id = $1", [
        lead,
      ]),
    ).toEqual({
      disqualified_by: member.userId,
      disqualified_at: expect.any(Date),
    });
    await run("update app_public.leads set status = 'contacted' where id = $1 returning id", [
      lead,
    ]);
    expect(
      await run(
        "select disqualified_by, disqualified_at, disqualified_reason from app_public.leads where id = $1",
        [lead],
      ),
    ).toEqual({ disqualified_by: null, disqualified_at: null, disqualified_reason: null });
  });

  it("are not converted by setting the status", async () => {
    const lead = await insert("leads", { company: "x" });
    const { code } = await trial.tryAs(
      owner,
      "update app_public.leads set status = 'converted' where id = $1",
      [lead],
    );
    expect(code).toBe("RH400");
    expect(
      (
        await trial.tryAs(
          owner,
          "insert into app_public.leads (company, status) values ('x', 'converted')",
        )
      ).code,
    ).toBe("RH400");
  });

  it.each(["score", "assigned_at", "converted_at", "converted_deal_id", "disqualified_at"])(
    "have a %s that is not typed in",
    async (column) => {
      expect(
        (await trial.tryAs(owner, `update app_public.leads set ${column} = ${column}`)).code,
      ).toBe("42501");
    },
  );
});

describe("tasks", () => {
  it("are not due in the past when made or put off, but may become overdue", async () => {
    const past = await trial.tryAs(
      owner,
      "insert into app_public.tasks (title, due_date) values ('x', current_date - 2)",
    );
    expect(past.code).toBe("RH400");
    const task = await insert("tasks", { title: "x" });
    const moved = await trial.tryAs(
      owner,
      "update app_public.tasks set due_date = current_date - 2 where id = $1",
      [task],
    );
    expect(moved.code).toBe("RH400");
    await asSuperuser(database, (client) =>
      client.query(
        `set session_replication_role = replica;
         update app_public.tasks set due_date = current_date - 2 where id = '${task}'`,
      ),
    );
    const overdue = await trial.tryAs(
      owner,
      "select app_public.tasks_is_overdue(t) as overdue from app_public.tasks t where id = $1",
      [task],
    );
    expect(overdue.rows).toEqual([{ overdue: true }]);
    const edited = await trial.tryAs(
      owner,
      "update app_public.tasks set title = 'y' where id = $1",
      [task],
    );
    expect(edited.rowCount).toBe(1);
  });

  it("know when they were done", async () => {
    const task = await insert("tasks", { title: "x", status: "done" });
    expect(
      await run("select is_done, completed_at from app_public.tasks where id = $1", [task]),
    ).toEqual({
      is_done: true,
      completed_at: expect.any(Date),
    });
    await run("update app_public.tasks set status = 'todo' where id = $1 returning id", [task]);
    expect(
      await run("select is_done, completed_at from app_public.tasks where id = $1", [task]),
    ).toEqual({
      is_done: false,
      completed_at: null,
    });
  });

  it("can be made whatever time zone the organization has, which is one that exists", async () => {
    const zone = await trial.tryAs(
      owner,
      "update app_public.organizations set timezone = 'Mars/Phobos'",
    );
    expect(zone.code).toMatch(/^(23514|RH400)$/);
    // Postgres would take these, as two hours west, five hours west, and without summer time.
    for (const odd of ["+02:00", "Mars5", "CEST", "europe/berlin"]) {
      expect((await trial.tryAs(owner, "update app_public.organizations set timezone = $1", [odd])).code).toBe("RH400");
    }
    const real = await trial.tryAs(
      owner,
      "update app_public.organizations set timezone = 'Asia/Tokyo'",
    );
    expect(real.rowCount).toBe(1);
  });
});

describe("absurd input", () => {
  it("a NUL is refused, a megabyte too, and an emoji kept", async () => {
    const text =
      "insert into app_public.leads (company, description) values ($1, $2) returning company";
    expect((await trial.tryAs(owner, text, ["a\0b", null])).code).toMatch(/^22/);
    expect((await trial.tryAs(owner, text, ["x".repeat(1_000_000), null])).code).toBe("23514");
    expect((await trial.tryAs(owner, text, ["x", "x".repeat(1_000_000)])).code).toBe("23514");
    expect((await trial.tryAs(owner, text, ["🏳️‍🌈 Zażółć 株式会社", null])).rows).toEqual([
      { company: "🏳️‍🌈 Zażółć 株式会社" },
    ]);
  });

  it("an empty or blank name is refused", async () => {
    for (const [table, column] of [
      ["accounts", "name"],
      ["contacts", "last_name"],
      ["deals", "title"],
      ["activities", "subject"],
      ["tasks", "title"],
      ["projects", "name"],
      ["products", "name"],
      ["tags", "name"],
      ["pipelines", "name"],
      ["teams", "name"],
    ]) {
      for (const value of ["", " ", "\t\n"]) {
        const { code } = await trial.tryAs(
          owner,
          `insert into app_public.${table} (${column}) values ($1)`,
          [value],
        );
        expect([table, value, code]).toEqual([table, value, "23514"]);
      }
    }
  });

  it.each(["NaN", "Infinity", "-Infinity", "-1"])("%s is no number of anything", async (value) => {
    for (const [table, name, column] of [
      ["accounts", "name", "annual_revenue"],
      ["leads", "company", "annual_revenue"],
      ["tasks", "title", "estimated_hours"],
      ["tasks", "title", "actual_hours"],
      ["products", "name", "unit_price"],
    ]) {
      const { code } = await trial.tryAs(
        owner,
        `insert into app_public.${table} (${name}, ${column}) values ('x', $1)`,
        [value],
      );
      expect([table, column, code]).toEqual([table, column, "23514"]);
    }
  });

  it.each(["294276-12-31", "infinity", "-infinity", "0044-03-15 BC"])(
    "%s is no date to plan with",
    async (value) => {
      for (const [table, name, column] of [
        ["activities", "subject", "due_date"],
        ["deals", "title", "expected_close_date"],
        ["tasks", "title", "due_date"],
        ["contacts", "last_name", "birthday"],
        ["projects", "name", "end_date"],
      ]) {
        const { code } = await trial.tryAs(
          owner,
          `insert into app_public.${table} (${name}, ${column}) values ('x', $1)`,
          [value],
        );
        expect([table, column, code]).toEqual([
          table,
          column,
          expect.stringMatching(/^(22|23514|RH400)/),
        ]);
      }
    },
  );

  it("custom data and lists have a size that a record can carry", async () => {
    const big = "x".repeat(3_000_000);
    for (const [table, name] of [
      ["accounts", "name"],
      ["contacts", "last_name"],
      ["leads", "company"],
      ["deals", "title"],
      ["activities", "subject"],
    ]) {
      const { code } = await trial.tryAs(
        owner,
        `insert into app_public.${table} (${name}, custom_data) values ('x', $1)`,
        [{ big }],
      );
      expect([table, code]).toEqual([table, "23514"]);
    }
    const list = await trial.tryAs(
      owner,
      "insert into app_public.deals (title, competitors) values ('x', $1)",
      [[big]],
    );
    expect(list.code).toBe("23514");
  });

  it("custom data is an object", async () => {
    for (const value of ["[]", "1", "null", '"x"']) {
      const { code } = await trial.tryAs(
        owner,
        "insert into app_public.leads (company, custom_data) values ('x', $1)",
        [value],
      );
      expect([value, code]).toEqual([value, "23514"]);
    }
  });
});
