/**
 * Changing or deleting a record that does not exist, or that the caller may not see, is an error
 * rather than an empty payload; both cases answer with the same words.
 */
import "postgraphile/graphile-build-pg";
import type { ObjectStep, Step } from "grafast";
import { sideEffect, trap, TRAP_ERROR } from "grafast";
import { ApiError } from "./errors.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      MissingRecordsPlugin: true;
    }
  }
}

function isNothingDeleted(outcome: unknown): boolean {
  return outcome instanceof Error && outcome.message.startsWith("No values were deleted");
}

/** Answers NOT_FOUND when an update or a delete finds no row. */
export const MissingRecordsPlugin: GraphileConfig.Plugin = {
  name: "MissingRecordsPlugin",
  version: "1.0.0",
  description: "NOT_FOUND when an update or a delete finds no row",
  schema: {
    hooks: {
      GraphQLObjectType_fields_field(field, build, { scope }) {
        const { isPgUpdateMutation, isPgDeleteMutation, pgFieldResource: resource } = scope;
        const { plan } = field;
        if (!resource || !plan || !(isPgUpdateMutation || isPgDeleteMutation)) return field;
        const thing = build.inflection.tableType(resource.codec);
        const words = thing.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
        return {
          ...field,
          plan(...planArguments: Parameters<typeof plan>) {
            const $payload = plan(...planArguments) as ObjectStep<{ result: Step }>;
            const $row = $payload.getStepForKey("result");
            // An update of no row yields null, a delete of no row an error.
            const $outcome = trap($row, TRAP_ERROR, { valueForError: "PASS_THROUGH" });
            sideEffect($outcome, (outcome: unknown) => {
              if (outcome === null || isNothingDeleted(outcome)) {
                throw new ApiError("NOT_FOUND", `No such ${words}.`);
              }
            });
            return $payload;
          },
        };
      },
    },
  },
};
