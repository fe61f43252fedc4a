/**
 * What the API needs so that each caller sees of each record what their role may see: the way to
 * the database that minds it, and the count of what was withheld.
 */
import type { ExecutionArgs } from "graphql";
import type { ErrorLogger } from "../errors.ts";
import { makeAccessAdaptor } from "./client.ts";
import { AccessProfiles } from "./profiles.ts";
import { Statements } from "./statements.ts";
import { WithheldCounter } from "./withheld.ts";

/**
 * Makes the parts that work together on one schema.
 * @param logger - told when counts cannot be written
 */
export function makeAccess(logger: ErrorLogger) {
  const profiles = new AccessProfiles();
  const counter = new WithheldCounter(logger);
  return {
    /** For the database service. */
    adaptor: makeAccessAdaptor(profiles, new Statements()),
    /** To be told of each answer; counts after it has gone out. */
    onAnswer(args: ExecutionArgs, data: unknown): void {
      const { schema, document, operationName, contextValue } = args;
      const { pgSettings, withPgClient } = contextValue as Partial<Grafast.Context>;
      if (!pgSettings || !withPgClient || data == null) return;
      const profile = profiles.known(pgSettings);
      if (!profile?.withholds) return;
      setImmediate(() => {
        const answered = { schema, document, operationName, data };
        counter.count(answered, pgSettings, profile, withPgClient);
      });
    },
    /** Writes what was counted. */
    stop: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await counter.write();
    },
  };
}
