import type pg from "pg";
import type { WorldRecord } from "./world.ts";

/** Whose records a permission reaches; null stands for everybody's. */
type Reach = Set<string> | null;

type Member = { organizationId: string; userId: string; roleId: string; isActive: boolean };

/**
 * Who may do what, worked out anew from the tables: nothing here asks the database's own functions
 * or policies.
 */
export class Model {
  readonly #members = new Map<string, Member>();
  readonly #scopes = new Map<string, string>();
  readonly #groups: Record<"team" | "territory", Map<string, Set<string>>> = {
    team: new Map(),
    territory: new Map(),
  };

  /** Reads the permissions, members and groups as they are now; as superuser. */
  static async read(client: pg.ClientBase): Promise<Model> {
    const model = new Model();
    const members = await client.query<Member>(
      `select organization_id as "organizationId", user_id as "userId", role_id as "roleId",
          is_active as "isActive" from app_public.memberships`,
    );
    for (const member of members.rows) model.#members.set(member.userId, member);
    const permissions = await client.query<{ key: string; scope: string }>(
      "select concat_ws(' ', role_id, object, action) as key, scope from app_public.role_permissions",
    );
    for (const { key, scope } of permissions.rows) model.#scopes.set(key, scope);
    for (const kind of ["team", "territory"] as const) {
      const groups = await client.query<{ id: string; users: string[] }>(
        `select ${kind}_id as id, array_agg(user_id) as users from app_public.${kind}_members group by 1`,
      );
      for (const { id, users } of groups.rows) model.#groups[kind].set(id, new Set(users));
    }
    return model;
  }

  /** The scope of a permission of somebody's role, undefined when there is none. */
  scope(userId: string, object: string, action: string): string | undefined {
    const member = this.#members.get(userId);
    if (!member?.isActive) return undefined;
    return this.#scopes.get(`${member.roleId} ${object} ${action}`);
  }

  #reach(userId: string, scope: string): Reach {
    if (scope === "all") return null;
    const reach = new Set([userId]);
    if (scope === "own") return reach;
    for (const users of this.#groups[scope as "team" | "territory"].values()) {
      if (users.has(userId)) for (const user of users) reach.add(user);
    }
    return reach;
  }

  /** Whether a permission reaches what belongs to any of these people. */
  reaches(userId: string, object: string, action: string, owners: (string | null)[]): boolean {
    const scope = this.scope(userId, object, action);
    if (scope === undefined) return false;
    const reach = this.#reach(userId, scope);
    return reach === null || owners.some((owner) => owner !== null && reach.has(owner));
  }

  /** Whether the permission's scope takes in a record, seen or not. */
  covers(userId: string, action: string, { object, owners }: WorldRecord): boolean {
    const people = Object.values(owners);
    // What has no owners is reached by every scope.
    if (people.length === 0 || "user_id" in owners) {
      return this.scope(userId, object, action) !== undefined;
    }
    return this.reaches(userId, object, action, people);
  }

  /** Whether somebody sees a record: in scope, live, and with everything that it is on. */
  sees(userId: string, record: WorldRecord): boolean {
    const { object, owners, parents, readers } = record;
    if (record.isDeleted || this.#members.get(userId)?.organizationId !== record.organizationId) {
      return false;
    }
    const isMine =
      object === "organization" || ("user_id" in owners && owners["user_id"] === userId);
    if (!isMine && !this.covers(userId, "view", record)) return false;
    if (readers && !readers.includes(userId)) return false;
    if (object === "communication" && parents.length === 0) {
      return this.reaches(userId, "contact", "view", Object.values(owners));
    }
    return parents.every((parent) => this.sees(userId, parent));
  }

  /** Whether somebody may do something to a record. */
  allows(userId: string, action: string, record: WorldRecord): boolean {
    return this.sees(userId, record) && (action === "view" || this.covers(userId, action, record));
  }

  /** Whether somebody may put this person into an owner column of a record. */
  allowsAssignment(
    userId: string,
    record: WorldRecord,
    column: string,
    person: string | null,
  ): boolean {
    if (!this.allows(userId, "edit", record)) return false;
    if (record.owners[column] === person) return true;
    const isNobodys = Object.entries(record.owners).every(
      ([name, owner]) => name === "created_by" || owner === null,
    );
    const isTaken = isNobodys && person === userId;
    if (!isTaken && !this.covers(userId, "assign", record)) return false;
    const after = { ...record, owners: { ...record.owners, [column]: person } };
    return this.allows(userId, "edit", after);
  }

  /** Whether somebody may make a record that would be like this one. */
  allowsCreation(userId: string, record: WorldRecord): boolean {
    if (!this.covers(userId, "create", record)) return false;
    if (record.object === "communication" && record.parents.length === 0) {
      return this.reaches(userId, "contact", "view", Object.values(record.owners));
    }
    // A deal begins in a pipeline, which one has to see.
    if (record.object === "deal" && this.scope(userId, "pipeline", "view") === undefined)
      return false;
    return record.parents.every((parent) => this.sees(userId, parent));
  }
}
