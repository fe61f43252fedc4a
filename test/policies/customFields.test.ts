import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { setTimeout as sleep } from "node:timers/promises";
import { becomeActor } from "../../src/database/actor.ts";
import type { Actor } from "../../src/database/actor.ts";
import { withConnection } from "../../src/database/connections.ts";
import { asSuperuser } from "../support/database.ts";
import { addMember, commitAs, makeRole, runAs } from "../support/tenants.ts";
import { definitionInsert, EACH, fieldsOf, openFieldTrial, WRITE } from "./fieldTrial.ts";
import type { Definition, FieldTrial } from "./fieldTrial.ts";

let house: FieldTrial;

beforeAll(async () => {
  house = await openFieldTrial();
  for (const definition of EACH) await house.define(definition);
}, 60_000);

afterAll(async () => {
  await house?.end();
});

describe("a record", () => {
  let id: string;

  beforeAll(async () => {
    ({ id } = (await house.write({ t_number: 5, later: "x" })) as { id: string });
    await house.define({ key: "needed", type: "text", is_required: true });
    await house.define({ key: "preset", type: "select", choices: ["A", "B"], default_value: "b" });
    await house.define({ key: "shelved", type: "text", is_required: true, default_value: "x", is_active: false });
  });

  const change = (custom: unknown) => house.tryAs(
    house.owner, "update app_public.leads set custom_data = $2 where id = $1 returning custom_data", [id, JSON.stringify(custom)]);

  it("needs what is required when it is made, and gets what is preset", async () => {
    const refused = await house.tryToWrite({});
    expect(fieldsOf(refused)).toEqual({ "custom_data.needed": "A value is required." });
    const { rows } = await house.tryToWrite({ needed: "n" });
    expect(rows[0]?.["custom_data"]).toEqual({ needed: "n", preset: "B" });
    expect((await house.tryToWrite({ needed: "n", preset: null })).rows[0]?.["custom_data"]).toEqual({ needed: "n" });
  });

  it("that was there before can be changed without it, and keeps it once it has it", async () => {
    const { rows } = await change({ t_number: 6, later: "y" });
    expect(rows[0]?.["custom_data"]).toEqual({ t_number: 6, later: "y" });
    await runAs(house.database, house.owner, "update app_public.leads set custom_data = custom_data || '{\"needed\": \"n\"}' where id = $1", [id]);
    expect(fieldsOf(await change({ t_number: 6 }))).toEqual({ "custom_data.needed": "A value is required." });
  });

  it("keeps a value that a later rule would refuse until it is changed", async () => {
    await runAs(house.database, house.owner, "update app_public.custom_field_definitions set maximum = '4' where key = 't_number'");
    expect((await change({ t_number: 5, needed: "m" })).rows[0]?.["custom_data"]).toEqual({ t_number: 5, needed: "m" });
    expect(fieldsOf(await change({ t_number: 6, needed: "m" }))).toEqual({ "custom_data.t_number": "Is more than 4." });
    await runAs(house.database, house.owner, "update app_public.custom_field_definitions set maximum = '10' where key = 't_number'");
  });

  it("is not asked for what the caller may not edit, and gets what is preset all the same", async () => {
    await runAs(house.database, house.owner,
      `insert into app_public.role_field_permissions (role_id, object, field, mode)
         select id, 'lead', unnest(array['custom_data.needed', 'custom_data.preset']), 'hidden' from app_public.roles where slug = 'member'`);
    const id = await withConnection(house.database.authenticatorUrl, async (client) => {
      await client.query("begin");
      await becomeActor(client, house.acme.actor("member"));
      // As the API, which minds the role's fields.
      await client.query("set local role none");
      await client.query("select set_config('rowhouse.access_version', app_private.access_version(), true)");
      await client.query("set local role rowhouse_user");
      const { rows } = await client.query<{ id: string }>("insert into app_public.leads (last_name) values ('M') returning id");
      await client.query("commit");
      return rows[0]?.id;
    });
    const made = await runAs(house.database, house.owner, "select custom_data from app_public.leads where id = $1", [id]);
    expect(made["custom_data"]).toEqual({ preset: "B" });
    await runAs(house.database, house.owner, "delete from app_public.role_field_permissions where object = 'lead'");
  });
});

describe("a definition", () => {
  it.each<[string, Partial<Definition>, Record<string, string>]>([
    ["choices of what has none", { type: "text", choices: ["a"] }, { choices: "A field of type text has no choices." }],
    ["nothing to choose from", { type: "select" }, { choices: "What is there to choose from?" }],
    ["a choice twice", { type: "select", choices: ["a", "A "] }, { choices: expect.any(String) as never }],
    ["a default that does not fit", { type: "number", default_value: "x" }, { default_value: "Is no number." }],
    ["bounds that cross", { type: "date", minimum: "2024-01-02", maximum: "2024-01-01" }, { maximum: "Is less than the minimum." }],
    ["bounds of another type", { type: "number", minimum: "a" }, { minimum: "Is no number." }],
    ["an index of long texts", { type: "textarea", is_indexed: true }, { is_indexed: "Long texts are not indexed." }],
    ["a pattern of numbers", { type: "number", pattern: "1+" }, { pattern: "A field of type number has no pattern." }],
  ])("has no %s", async (_, columns, fields) => {
    expect(fieldsOf(await house.tryToDefine({ key: "strange", type: "text", ...columns }))).toEqual(fields);
  });

  it.each([["key", "Key"], ["object", "note"], ["type", "color"]])("has no %s such as %s", async (column, value) => {
    expect((await house.tryToDefine({ key: "strange", type: "text", [column]: value })).code).toMatch(/^23/);
  });

  it("takes in values that were there, converted, or says how many do not convert", async () => {
    await house.write({ needed: "n", amount: "12.50" });
    await house.write({ needed: "n", amount: 7 });
    const { id } = (await house.write({ needed: "n", amount: "many" })) as { id: string };
    const refused = await house.tryToDefine({ key: "amount", type: "number" });
    expect(refused).toMatchObject({ code: "RH409" });
    expect(fieldsOf(refused)).toEqual({ type: "1 of 3 values do not convert." });
    await runAs(house.database, house.owner, "update app_public.leads set custom_data = custom_data - 'amount' where id = $1", [id]);
    const definition = await house.define({ key: "amount", type: "number" });
    const values = () => asSuperuser(house.database, async (client) => {
      const { rows } = await client.query<{ value: unknown }>(
        "select custom_data -> 'amount' as value from app_public.leads where custom_data ? 'amount' order by 1");
      return rows.map(({ value }) => value);
    });
    expect(await values()).toEqual([7, 12.5]);
    const retype = (type: string) => commitAs(
      house.database, house.owner, "update app_public.custom_field_definitions set type = $2 where id = $1", [definition["id"], type]);
    expect(await retype("date")).toMatchObject({ code: "RH409" });
    expect(await values()).toEqual([7, 12.5]);
    expect((await retype("text")).code).toBeUndefined();
    expect((await values()).sort()).toEqual(["12.5", "7"]);
    expect(await house.tryAs(house.owner, "update app_public.custom_field_definitions set key = 'other' where id = $1", [definition["id"]]))
      .toMatchObject({ code: "RH409", message: "The key cannot be changed while there are values: 2." });
    expect(await house.tryAs(house.owner, "delete from app_public.custom_field_definitions where id = $1", [definition["id"]]))
      .toMatchObject({ code: "RH409", message: "The field has values: 2. Archive it instead." });
  });

  it("is nobody's business in another organization", async () => {
    expect(await house.tryAs(house.outsider, "select from app_public.custom_field_definitions")).toMatchObject({ rowCount: 0 });
    expect(await house.tryToWrite({ t_number: "anything" }, house.outsider)).toMatchObject({ rowCount: 1 });
  });

  it("is made by who may, sees all fields of the object and, where there are values, all records", async () => {
    expect((await house.tryToDefine({ key: "mine", type: "text" }, house.acme.actor("manager"))).code).toBe("42501");
    await house.write({ needed: "n", counted: 5 });
    const { organizationId } = house.acme;
    const userId = await asSuperuser(house.database, async (client) => {
      const role = await makeRole(client, organizationId, [["custom_field", "view", "all"], ["custom_field", "create", "all"], ["lead", "view", "own"]]);
      return addMember(client, organizationId, role.slug);
    });
    const someone = { userId, organizationId };
    expect((await house.tryToDefine({ key: "mine", type: "text" }, someone)).code).toBeUndefined();
    // Whether it is refused, and for how many, would tell what the values are.
    expect((await house.tryToDefine({ key: "counted", type: "number", maximum: 4 }, someone)).code).toBe("RH403");
    expect((await house.tryToDefine({ key: "mine", type: "text" }, house.acme.actor("admin"))).code).toBeUndefined();
    await runAs(house.database, house.owner,
      `insert into app_public.role_field_permissions (role_id, object, field, mode)
         select id, 'lead', 'phone', 'hidden' from app_public.roles where slug = 'admin'`);
    expect((await house.tryToDefine({ key: "mine", type: "text" }, house.acme.actor("admin"))).code).toBe("RH403");
    await runAs(house.database, house.owner, "delete from app_public.role_field_permissions where object = 'lead'");
  });

  it("waits for who is writing values, and who writes afterwards waits for it", async () => {
    await withConnection(house.database.authenticatorUrl, async (writer) => {
      await writer.query("begin");
      await becomeActor(writer, house.owner);
      await writer.query(WRITE, [JSON.stringify({ needed: "n", raced: "word" })]);
      let isDone = false;
      const defining = commitAs(house.database, house.owner, ...definitionInsert({ key: "raced", type: "number" }))
        .finally(() => { isDone = true; });
      await sleep(200);
      expect(isDone).toBe(false);
      await writer.query("commit");
      expect(await defining).toMatchObject({ code: "RH409", message: expect.stringContaining("1 of 1") as never });
    });
  });
});

describe("the index of a field", () => {
  const indexed = async (key: string) => {
    const { rows } = await asSuperuser(house.database, (client) => client.query<{ value: string }>(
      `select coalesce(v.text_value, v.number_value::text) as value
         from app_private.custom_field_values v
         join app_public.custom_field_definitions d on d.id = v.definition_id
         where d.key = $1 order by 1`, [key]));
    return rows.map(({ value }) => value);
  };
  const stored = async (key: string) => {
    const { rows } = await asSuperuser(house.database, (client) => client.query<{ value: string }>(
      `select coalesce(i.text_value, i.number_value::text) as value from app_public.leads l
         cross join lateral app_hidden.indexed_values(l.custom_data -> $1) i
         where l.organization_id = $2 order by 1`, [key, house.acme.organizationId]));
    return rows.map(({ value }) => value);
  };

  it("follows what happens to records and to the definition", async () => {
    await house.define({ key: "rank", type: "number", is_indexed: true });
    await runAs(house.database, house.owner,
      `insert into app_public.leads (last_name, custom_data)
         select 'R' || n, jsonb_build_object('needed', 'n', 'rank', n) from generate_series(1, 50) n`);
    expect(await indexed("rank")).toHaveLength(50);
    const steps = [
      "update app_public.leads set custom_data = custom_data || jsonb_build_object('rank', 99) where last_name like 'R1%'",
      "update app_public.leads set custom_data = custom_data - 'rank' where last_name like 'R2%'",
      "update app_public.leads set company = 'Y' where last_name like 'R3%'",
      "delete from app_public.leads where last_name like 'R3%'",
      "update app_public.custom_field_definitions set is_indexed = false where key = 'rank'",
      "update app_public.custom_field_definitions set is_indexed = true where key = 'rank'",
      "update app_public.custom_field_definitions set type = 'text' where key = 'rank'",
      "update app_public.custom_field_definitions set is_active = false where key = 'rank'",
      "update app_public.custom_field_definitions set is_active = true where key = 'rank'",
    ];
    for (const step of steps) {
      await runAs(house.database, house.owner, step);
      const isOff = /is_(indexed|active) = false/.test(step);
      expect([step, await indexed("rank")]).toEqual([step, isOff ? [] : await stored("rank")]);
    }
    await asSuperuser(house.database, (client) => client.query("delete from app_public.leads where deleted_at is not null"));
    expect(await indexed("rank")).toEqual(await stored("rank"));
    expect(await stored("rank")).not.toHaveLength(0);
  });

  it.each(["rowhouse_user", "rowhouse_importer", "rowhouse_anonymous"])("is not for %s to read, nor what it finds", async (role) => {
    for (const text of ["select * from app_private.custom_field_values", `select app_private.custom_field_candidates('lead', 'rank', 'equalTo', '"1"', 10)`]) {
      expect(await house.tryAs({ ...house.owner, role } as Actor, text)).toMatchObject({ code: "42501" });
    }
  });

  it("holds nothing of who was erased", async () => {
    await house.define({ key: "nickname", type: "text", is_indexed: true, is_required: true, default_value: "none" });
    await house.define({ key: "private_email", type: "email" });
    const { id } = (await house.write({ needed: "n", nickname: "Bobby", private_email: "bob@erase.test" })) as { id: string };
    await runAs(house.database, house.owner, "update app_public.leads set email = 'bob@erase.test' where id = $1", [id]);
    const other = (await house.write({ needed: "n", private_email: "bob@erase.test" })) as { id: string };
    await runAs(house.database, house.owner, "select app_public.erase_data_subject('lead', $1, 'asked for')", [id]);
    expect(await indexed("nickname")).not.toContain("Bobby");
    await asSuperuser(house.database, async (client) => {
      await client.query("begin; set local role rowhouse_owner");
      await client.query(
        "update app_public.leads set custom_data = app_hidden.without(custom_data, 'bob@erase.test', false) where id = $1", [other.id]);
      await client.query("commit");
    });
    const kept = await runAs(house.database, house.owner, "select custom_data from app_public.leads where id = $1", [other.id]);
    expect(kept["custom_data"]).toEqual({ needed: "n", nickname: "none", preset: "B" });
  });
});

describe("patterns that go back over a text for ever", () => {
  const REFUSED = [
    "(a+)+$", "(.*)*\\1", "((a{1,100}){1,100}){1,100}", "(a*)*b", "([a-z]+)*\\d", "(a|b+)+c", "(?=.*a).*", "(?<!a)b", "(a)\\1{50}",
    "(x+x+)+y", "((((((a))))))", "a{255}b{255}", "(ab){50}", "(a?){200}", "***:(a+)+", "(?i)a", "[[:alpha:]]+", "a++", "\\m\\w+", "a{1,100}{1,100}", "a".repeat(201),
  ];
  it.each(REFUSED)("%s is no pattern of a field", async (pattern) => {
    expect(Object.keys(fieldsOf(await house.tryToDefine({ key: "strange", type: "text", pattern })))).toEqual(["pattern"]);
  });

  const ADMITTED = [
    "(a|aa)+", "[ab]*a[ab]{200}b", ".*.*.*.*.*.*.*.*.*.*.*.*x", "\\w*\\w*\\w*\\w*\\w*\\w*\\w*!", "(.|a|\\w|[ab])*(.|a|\\w|[ab])*x", "a?".repeat(60) + "a{60}",
    "(" + "a|".repeat(90) + "b)*c", ".{0,250}" + "a*".repeat(80),
  ];
  it("and no other keeps the database busy: of the worst that are admitted each is answered at once", async () => {
    const texts = ["a".repeat(1000), "ab".repeat(500), `${"a".repeat(999)}!`];
    await withConnection(house.database.ownerUrl, async (client) => {
      // A statement that took this long would be cut off.
      await client.query("set statement_timeout = '2s'");
      for (const pattern of ADMITTED) {
        const { rows } = await client.query<{ problem: string | null; matches: boolean[] }>(
          "select app_hidden.pattern_problem($1) as problem, array(select t ~ app_hidden.whole_pattern($1) from unnest($2::text[]) t) as matches",
          [pattern, texts]);
        expect([pattern, rows[0]?.problem, rows[0]?.matches.length]).toEqual([pattern, null, 3]);
      }
    });
  });
});
