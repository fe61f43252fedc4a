import { asSuperuser, createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import type { Actor } from "../../../src/database/actor.ts";
import { openTrial } from "../../support/tenants.ts";
import type { Trial } from "../../support/tenants.ts";
import { makeWorld } from "./world.ts";
import type { World, WorldRecord } from "./world.ts";

/** What explain_access answers. */
export type Explanation = {
  is_visible: boolean;
  is_deleted: boolean;
  is_active_member: boolean;
  label: string;
  reason: string;
  role: { name: string };
  user: { id: string };
  owners: { name: string }[];
  on_records: { object_type: string; id: string; label: string; is_visible: boolean }[];
  actions: { action: string; is_allowed: boolean; scope: string | null; reason: string }[];
};

/** Asks with the object, the id of the record and the user. */
export const EXPLAIN = "select to_jsonb(app_public.explain_access($1, $2, $3)) as answer";

/** The matrix's world with a few permissions, and questions about it. */
export class Explanations {
  readonly database: TestDatabase;
  readonly trial: Trial;
  readonly world: World;
  readonly other: World;
  readonly owner: Actor;

  private constructor(database: TestDatabase, trial: Trial, world: World, other: World) {
    this.database = database;
    this.trial = trial;
    this.world = world;
    this.other = other;
    this.owner = world.tenant.actor("owner");
  }

  /** Makes a database with two organizations, where the people of the first have names. */
  static async open(): Promise<Explanations> {
    const database = await createTestDatabase();
    const trial = await openTrial(database);
    const [world, other] = await asSuperuser(database, async (client) => {
      const world = await makeWorld(client, "Acme");
      const other = await makeWorld(client, "Globex");
      for (const [name, id] of Object.entries(world.people)) {
        const person = name.charAt(0).toUpperCase() + name.slice(1);
        await client.query("update app_public.users set name = $2 where id = $1", [id, person]);
      }
      await client.query("begin; set local role rowhouse_owner");
      const permissions: [string, string, string, string][] = [
        ["first", "account", "view", "team"],
        ["first", "account", "edit", "own"],
        ["first", "note", "view", "all"],
        ["first", "attachment", "view", "all"],
        ["first", "communication", "view", "all"],
        ["first", "contact", "view", "own"],
        ["first", "deal", "edit", "all"],
        ["second", "account", "view", "territory"],
        ["second", "task", "view", "own"],
      ];
      for (const [person, object, action, scope] of permissions) {
        await client.query(
          `insert into app_public.role_permissions (organization_id, role_id, object, action, scope)
           values ($1, $2, $3, $4, $5)`,
          [world.tenant.organizationId, world.customRoles[person], object, action, scope],
        );
      }
      await client.query("update app_public.roles set name = 'Desk' where id = $1", [
        world.customRoles["first"],
      ]);
      await client.query("commit");
      return [world, other] as const;
    });
    return new Explanations(database, trial, world, other);
  }

  async close(): Promise<void> {
    await this.trial.end();
    await this.database.drop();
  }

  /** Why somebody sees a record or not, told to the owner unless to another; fails when refused. */
  async explain(record: WorldRecord, person: string, asker = this.owner): Promise<Explanation> {
    const values = [record.object, record.id, this.world.people[person]];
    const { rows, code, message } = await this.trial.tryAs(asker, EXPLAIN, values);
    if (code) throw new Error(`${code} ${message}`);
    return rows[0]!["answer"] as Explanation;
  }

  /** The first live record of an object whose owners are these people, by column. */
  find(object: string, owners: Record<string, string | null> = {}): WorldRecord {
    const found = this.world.records.find(
      (record) =>
        record.object === object &&
        !record.isDeleted &&
        Object.entries(owners).every(
          ([column, person]) => record.owners[column] === (person && this.world.people[person]),
        ),
    );
    if (!found) throw new Error(`No ${object} of ${JSON.stringify(owners)}`);
    return found;
  }
}
