/**
 * People are memberships to the database (`owner_id` refers to a member of the same organization)
 * and users to the API: `deal.owner { name }`. Every foreign key to a membership's user is shown
 * as one to the user, and the audit columns lead to users too.
 */
import "postgraphile/graphile-build-pg";
import type { Introspection, PgClass } from "postgraphile/graphile-build-pg/pg-introspection";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      PeoplePlugin: true;
    }
  }
}

const SCHEMA = "app_public";

function tableNamed(introspection: Introspection, name: string): PgClass | undefined {
  return introspection.classes.find(
    (pgClass) => pgClass.relname === name && pgClass.getNamespace()?.nspname === SCHEMA,
  );
}

/**
 * Points foreign keys to `memberships (user_id)` at `users (id)`.
 * @param introspection - the introspection results, changed in place; tenant columns already gone
 */
export function pointPeopleAtUsers(introspection: Introspection): void {
  const memberships = tableNamed(introspection, "memberships");
  const users = tableNamed(introspection, "users");
  const userId = memberships?.getAttribute({ name: "user_id" })?.attnum;
  const id = users?.getAttribute({ name: "id" })?.attnum;
  if (!memberships || !users || userId === undefined || id === undefined) return;
  const referrers = memberships.getForeignConstraints();
  for (const constraint of [...referrers]) {
    const [key, ...more] = constraint.confkey ?? [];
    if (key !== userId || more.length > 0) continue;
    constraint.confrelid = users._id;
    constraint.confkey = [id];
    referrers.splice(referrers.indexOf(constraint), 1);
    users.getForeignConstraints().push(constraint);
  }
}

/** Relations of the audit columns, which have no foreign key: who left may still be named. */
const AUDIT_RELATIONS: Readonly<Record<string, string>> = {
  created_by: "creator",
  updated_by: "updater",
  deleted_by: "deleter",
  actor_id: "actor",
};

/**
 * Declares the relations from audit columns to users, in one direction only.
 * @param introspection - the introspection results, whose smart tags are changed in place
 */
export function nameAuditRelations(introspection: Introspection): void {
  for (const pgClass of introspection.classes) {
    const isTable = pgClass.relkind === "r" || pgClass.relkind === "p";
    if (!isTable || pgClass.getNamespace()?.nspname !== SCHEMA) continue;
    const tags = pgClass.getTags();
    const declared = [tags.foreignKey ?? []].flat().filter((key) => typeof key === "string");
    for (const [column, fieldName] of Object.entries(AUDIT_RELATIONS)) {
      if (!pgClass.getAttribute({ name: column })) continue;
      if (declared.some((key) => key.startsWith(`(${column})`))) continue;
      declared.push(
        `(${column}) references ${SCHEMA}.users (id)|@fieldName ${fieldName}` +
          `|@foreignFieldName ${fieldName}Of_${pgClass.relname}|@backwardBehavior -*`,
      );
    }
    if (declared.length > 0) tags.foreignKey = declared;
  }
}

/** Shows references to members as references to users. */
export const PeoplePlugin: GraphileConfig.Plugin = {
  name: "PeoplePlugin",
  version: "1.0.0",
  description: "References to members lead to users",
  after: ["TenantKeysPlugin"],
  before: ["smart-tags", "PgFakeConstraintsPlugin"],
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, { introspection }) {
        pointPeopleAtUsers(introspection);
        nameAuditRelations(introspection);
      },
    },
  },
};
