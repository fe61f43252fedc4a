/**
 * The warning at create: what a client that asks for it is told of records that may be the same as
 * the one just made. Nothing is looked for unless the field is asked for.
 */
import type { ObjectStep } from "grafast";
import { constant } from "grafast";
import { parse } from "graphql";
import type { PgInsertSingleStep, PgResource } from "postgraphile/@dataplan/pg";
import { TYPES } from "postgraphile/@dataplan/pg";
import { extendSchema } from "postgraphile/utils";

const OBJECTS = { Account: "account", Contact: "contact", Lead: "lead" } as const;

const FIND_DUPLICATES = "find_duplicates";

/** Adds `duplicates` to what createAccount, createContact and createLead answer. */
export const DuplicatesPlugin: GraphileConfig.Plugin = extendSchema((build) => {
  const resource = build.input.pgRegistry.pgResources[FIND_DUPLICATES] as PgResource | undefined;
  if (!resource) throw new Error(`There is no function ${FIND_DUPLICATES}`);
  const fields = Object.keys(OBJECTS).map(
    (name) => `
      extend type Create${name}Payload {
        "Records that may be the same, the likeliest first: of those that the caller sees, as findDuplicates says."
        duplicates: [Duplicate!]
      }`,
  );
  const plans = Object.entries(OBJECTS).map(([name, objectType]) => {
    const duplicates = ($payload: ObjectStep<{ result: PgInsertSingleStep }>) =>
      resource.execute([
        { step: constant(objectType), pgCodec: TYPES.text, name: "object_type" },
        { step: $payload.get("result").get("id"), name: "id" },
      ]);
    return [`Create${name}Payload`, { plans: { duplicates } }] as const;
  });
  return { typeDefs: parse(fields.join("\n")), objects: Object.fromEntries(plans) };
}, "DuplicatesPlugin");
