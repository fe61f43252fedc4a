/**
 * A lead that is made without an owner may have one before the statement that makes it is over
 * (assignment rules), which what the statement returns does not know: createLead answers the lead
 * as it is then, and none to a caller from whose sight it went.
 */
import "postgraphile/graphile-build-pg";
import type { ObjectStep } from "grafast";
import type { PgInsertSingleStep } from "postgraphile/@dataplan/pg";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      CreatedLeadsPlugin: true;
    }
  }
}

/** Lets createLead answer the lead as it is after the assignment rules. */
export const CreatedLeadsPlugin: GraphileConfig.Plugin = {
  name: "CreatedLeadsPlugin",
  version: "1.0.0",
  description: "createLead answers whose the lead has become",
  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, _build, { scope }) {
        const { isPgCreatePayloadType, pgTypeResource: resource, fieldName } = scope;
        if (!isPgCreatePayloadType || resource?.name !== "leads" || fieldName !== "lead") return field;
        return {
          ...field,
          plan: ($payload: ObjectStep<{ result: PgInsertSingleStep }>) =>
            resource.get({ id: $payload.get("result").get("id") }),
        };
      },
    },
  },
};
