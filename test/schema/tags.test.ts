/** Tags on many records, and their counts while many people tag at once. */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { asSuperuser } from "../support/database.ts";
import { becomeActor } from "../../src/database/actor.ts";
import { inTransaction, withConnection } from "../../src/database/connections.ts";
import { insertAs, makeTenant, openTrialTenant, randomId, runAs } from "../support/tenants.ts";
import type { TrialTenant } from "../support/tenants.ts";

let house: TrialTenant;

beforeAll(async () => {
  house = await openTrialTenant();
});

afterAll(async () => {
  await house?.trial.end();
  await house?.database.drop();
});

const insert = (table: string, columns: Record<string, unknown>) =>
  insertAs(house.database, house.owner, table, columns);
const run = (text: string, values: unknown[] = []) => runAs(house.database, house.owner, text, values);
const past = (text: string, values: unknown[] = []) =>
  asSuperuser(house.database, async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
const leads = async (count: number) =>
  (await past("insert into app_public.leads (organization_id, last_name) select $1, 'L' || n from generate_series(1, $2::integer) n returning id",
    [house.tenant.organizationId, count])).map(({ id }) => id as string);

/** Tags whose count is not how often they are used. */
const wrong = () => past(`
  select t.name, t.usage_count, count(g.id)::integer as counted from app_public.tags t
    left join app_public.taggings g on g.organization_id = t.organization_id and g.tag_id = t.id
    group by t.organization_id, t.id having t.usage_count <> count(g.id)`);

describe("tags on many records", () => {
  it("are put on and taken off all at once, and what is there stays", async () => {
    const tags = [await insert("tags", { name: "one" }), await insert("tags", { name: "two" })];
    const records = await leads(30);
    const put = (which: string[], on: string[]) => run("select app_public.tag_records($1, 'lead', $2) as n", [which, on]);
    expect(await put([tags[0]!], records.slice(0, 10))).toEqual({ n: 10 });
    expect(await put([...tags, ...tags], [...records, ...records])).toEqual({ n: 50 });
    expect(await run("select app_public.untag_records($1, 'lead', $2) as n", [tags, records.slice(20)])).toEqual({ n: 20 });
    expect((await past("select usage_count from app_public.tags order by name")).map(({ usage_count }) => usage_count)).toEqual([20, 20]);
    const [tagging] = await past("select created_by from app_public.taggings limit 1");
    expect(tagging).toEqual({ created_by: house.owner.userId });
  });

  it("need sight of each tag and the permission to edit each record, or nothing is done", async () => {
    const tag = await insert("tags", { name: "guarded" });
    const mine = await insertAs(house.database, house.member, "leads", { last_name: "Mine" });
    const theirs = await insert("leads", { last_name: "Theirs" });
    const other = await asSuperuser(house.database, (client) => makeTenant(client, "Other"));
    const foreign = await insertAs(house.database, other.actor("owner"), "leads", { last_name: "Foreign" });
    const foreignTag = await insertAs(house.database, other.actor("owner"), "tags", { name: "foreign" });
    const call = async (actor = house.member, tags = [tag], object = "lead", records: (string | null)[] = [mine]) => {
      const codes = [];
      for (const name of ["tag_records", "untag_records"]) {
        codes.push((await house.trial.tryAs(actor, `select app_public.${name}($1, $2, $3)`, [tags, object, records])).code);
      }
      return codes;
    };
    expect(await call()).toEqual([undefined, undefined]);
    expect(await call(house.member, [tag], "lead", [mine, theirs])).toEqual(["RH404", "RH404"]);
    expect(await call(house.tenant.actor("viewer"), [tag], "lead", [theirs])).toEqual(["RH403", "RH403"]);
    expect(await call(house.owner, [tag], "lead", [mine, foreign])).toEqual(["RH404", "RH404"]);
    expect(await call(house.owner, [foreignTag])).toEqual(["RH404", "RH404"]);
    expect(await call(house.owner, [tag], "lead", [null])).toEqual(["RH404", "RH404"]);
    expect(await call(house.owner, [tag], "account", [mine])).toEqual(["RH404", "RH404"]);
    for (const object of ["tag", "note", "nothing", "x\"; drop table leads"]) {
      expect([object, ...(await call(house.owner, [tag], object))]).toEqual([object, "RH400", "RH400"]);
    }
    expect(await call(house.owner, [tag], "lead", Array.from({ length: 10001 }, randomId))).toEqual(["RH400", "RH400"]);
  });
});

it("usage counts are true after 10,000 changes by six people at once, who are never cut off", async () => {
  const names = Array.from({ length: 12 }, (_, n) => `crowd ${n}`);
  const tags = await Promise.all(names.map((name) => insert("tags", { name })));
  const records = await leads(120);
  const mortal = await leads(60);
  let changes = 0;
  const pick = <T>(from: readonly T[], seed: number, count: number) =>
    Array.from({ length: count }, (_, n) => from[(seed * 7 + n * 5) % from.length] as T);
  const person = (who: number) => withConnection(house.database.authenticatorUrl, async (client) => {
    const as = <T>(work: () => Promise<T>) => inTransaction(client, async () => {
      await becomeActor(client, house.owner);
      return work();
    }).catch((error: Error & { code?: string }) => {
      // One of the tags is just being removed.
      if (error.code !== "RH404") throw error;
      return undefined;
    });
    const call = async (text: string, values: unknown[]) => {
      const { rows } = await client.query<{ n: number }>(text, values);
      changes += rows[0]?.n ?? 0;
    };
    for (let round = 0; round < 54; round++) {
      const seed = who * 31 + round;
      // In whichever order, several statements to a transaction.
      await as(async () => {
        await call("select app_public.tag_records($1, 'lead', $2) as n", [pick(tags, seed, 3).reverse(), pick(records, seed, 20)]);
        await call("select app_public.untag_records($1, 'lead', $2) as n", [pick(tags, seed + 1, 3), pick(records, seed + 3, 15).reverse()]);
      });
      await as(async () => {
        const { rowCount } = await client.query(
          `delete from app_public.taggings where id in (select id from app_public.taggings where tag_id = $1 and lead_id = $2)`,
          [pick(tags, seed, 1)[0], pick(records, seed + 2, 1)[0]]);
        changes += rowCount ?? 0;
      });
      // A tag that goes, and comes back.
      if (who === 0 && round % 5 === 0) {
        const place = round % tags.length;
        await as(() => client.query("delete from app_public.tags where id = $1", [tags[place]]));
        await as(async () => {
          const { rows } = await client.query<{ id: string }>("insert into app_public.tags (name) values ($1) returning id", [names[place]]);
          tags[place] = rows[0]!.id;
        });
      }
      // Records that go to the bin, come back, become one and come apart, or go for good.
      const [one, two, three] = mortal.splice(0, who === 1 && round % 2 === 0 ? 3 : 0);
      if (one && two && three) {
        await as(() => call("select app_public.tag_records($1, 'lead', $2) as n", [pick(tags, seed, 4), [one, two, three]]));
        await as(() => client.query("select app_public.delete_lead($1)", [one]));
        await as(() => client.query("select app_public.restore_lead($1)", [one]));
        const merge = await as(async () => (await client.query<{ id: string }>(
          "select id from app_public.merge_records('lead', $1, array[$2::uuid])", [one, two])).rows[0]?.id);
        if (round % 4 === 0) await as(() => client.query("select app_public.undo_merge($1)", [merge]));
        await past("update app_public.leads set deleted_at = now() where id = $1", [three]);
        await past("delete from app_public.leads where id = $1", [three]);
        changes += 4;
      }
    }
  });
  await Promise.all([0, 1, 2, 3, 4, 5].map(person));
  console.log(`${changes} changes of tags`);
  expect(changes).toBeGreaterThan(10_000);
  expect(await wrong()).toEqual([]);
  expect(await past("select * from app_private.tag_usage_changes")).toEqual([]);
}, 60_000);
