/**
 * The names that clients see: `id` stays `id` and Relay's identifier is `nodeId`; enumerated values
 * are in upper case; a payload's field is named as its type; one way to do a thing is enough.
 */
import "postgraphile/graphile-build-pg";
import type { PgConstraint } from "postgraphile/graphile-build-pg/pg-introspection";
import { removeConstraint } from "./tenantKeys.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      NamesPlugin: true;
      ReplacedRelationsPlugin: true;
    }
  }
}

/** Schema of the tables that list fixed sets of values; its name is not part of type names. */
export const ENUM_SCHEMA = "app_enum";

/** What a record is to the person or record in a column: owner_id → owned deals. */
const OPPOSITES: Readonly<Record<string, string>> = {
  account_manager: "managed",
  assigned_to: "assigned",
  assignee: "assigned",
  converted_account: "converted",
  converted_contact: "converted",
  converted_deal: "converted",
  owner: "owned",
  source_lead: "sourced",
};

/** Names of types, fields and enum values. */
export const NamesPlugin: GraphileConfig.Plugin = {
  name: "NamesPlugin",
  version: "1.0.0",
  description: "nodeId, plain id, enum values in upper case, short names",
  after: ["PgSimplifyInflectionPlugin"],
  inflection: {
    add: {
      // Named by NodeAccessorPlugin, which is disabled, and replaced by PgSimplifyInflectionPlugin.
      nodeById(_preset, typeName) {
        return this.camelCase(`${typeName}-by-${this.nodeIdFieldName()}`);
      },
    },
    replace: {
      nodeIdFieldName() {
        return "nodeId";
      },
      _attributeName(_previous, _preset, { codec, attributeName }) {
        // The stock rule renames "id" to "rowId" to make room for a node id named "id".
        const name = codec.attributes[attributeName]?.extensions?.tags?.name;
        return this.coerceToGraphQLName(typeof name === "string" ? name : attributeName);
      },
      _schemaPrefix(previous, _preset, details) {
        return details.pgNamespace.nspname === ENUM_SCHEMA ? "" : (previous?.(details) ?? "");
      },
      _baseNameMatches(previous, _preset, baseName, otherName) {
        // "stage_id" is said of a "pipeline_stage": the other way round it is plainly "deals".
        // And a "primary_contact_id" is the contact that a deal is with.
        const base = baseName.replace(/^primary_/, "");
        const name = this.upperCamelCase(this.singularize(otherName));
        return previous?.(base, otherName) === true || name.endsWith(this.upperCamelCase(base));
      },
      _getOppositeBaseName(previous, _preset, baseName) {
        return OPPOSITES[baseName] ?? previous?.(baseName) ?? null;
      },
      enumValue(previous, _preset, value, codec) {
        return this.constantCase(previous?.(value, codec) ?? value);
      },
      functionMutationResultFieldName(previous, _preset, details) {
        const { resource } = details;
        // One record of a table is named as its type ("lead"), everything else as usual.
        const isRecord = resource.codec.attributes && !resource.codec.isAnonymous;
        if (isRecord && resource.isUnique && !resource.extensions?.tags?.resultFieldName) {
          return this.camelCase(this.tableType(resource.codec));
        }
        return previous?.(details) ?? "result";
      },
    },
  },
  schema: {
    entityBehavior: {
      // A record is changed by its id; Relay needs `node(nodeId)` and `nodeId` fields only.
      pgCodec: {
        inferred: {
          after: ["inferred"],
          provides: ["names"],
          callback(behavior) {
            return [behavior, "-nodeId:resource:update", "-nodeId:resource:delete"];
          },
        },
      },
      pgCodecRelation: ["-nodeId:insert", "-nodeId:update", "-nodeId:filterBy"],
      pgResource: ["-delete:resource:nodeId", "delete:resource:select"],
      pgResourceUnique: {
        inferred: {
          after: ["inferred"],
          provides: ["names"],
          callback(behavior, [, unique]) {
            if (unique.isPrimary) return behavior;
            // By name or email, yes; by several columns is what filters are for.
            return [
              behavior,
              "-constraint:resource:update",
              "-constraint:resource:delete",
              ...(unique.attributes.length === 1 ? [] : (["-single"] as const)),
            ];
          },
        },
      },
    },
  },
};

function sameColumns(left: PgConstraint, right: PgConstraint): boolean {
  const a = left.conkey ?? [];
  const b = right.conkey ?? [];
  return a.length === b.length && a.every((number) => b.includes(number));
}

/**
 * A relation declared by the smart tag `@foreignKey` replaces the real foreign key over the same
 * columns. Owners, for example, are memberships to the database and users to the API.
 */
export const ReplacedRelationsPlugin: GraphileConfig.Plugin = {
  name: "ReplacedRelationsPlugin",
  version: "1.0.0",
  description: "Lets @foreignKey smart tags take the place of the real foreign key",
  after: ["TenantKeysPlugin", "PgFakeConstraintsPlugin"],
  gather: {
    hooks: {
      pgIntrospection_introspection(_info, { introspection }) {
        const references = introspection.constraints.filter(({ contype }) => contype === "f");
        const declared = references.filter(({ _id }) => _id.startsWith("FAKE_"));
        for (const real of references) {
          if (declared.includes(real)) continue;
          const replaced = declared.some(
            (fake) => fake.conrelid === real.conrelid && sameColumns(fake, real),
          );
          if (replaced) removeConstraint(introspection, real);
        }
      },
    },
  },
};
