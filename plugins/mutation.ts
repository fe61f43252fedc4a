/**
 * How hand-written mutations are made: one input object, one payload object, one function that
 * does the work. What SQL alone can do is better a SQL function in app_public.
 */
import type { PgResource, WithPgClient } from "postgraphile/@dataplan/pg";
import type { FieldArgs, Step } from "grafast";
import { access, constant, context, object, sideEffect } from "grafast";
import type { DocumentNode } from "graphql";
import { parse } from "graphql";
import { extendSchema } from "postgraphile/utils";
import type { RequestIdentity } from "./context.ts";
import { pgSettingsOf } from "./context.ts";

/** What the function behind a mutation works with. */
export interface MutationContext {
  readonly identity: RequestIdentity;
  /** Runs statements; give it `pgSettings` to act as the caller, null as the authenticator. */
  readonly withPgClient: WithPgClient;
  /** The settings of the caller. */
  readonly pgSettings: Record<string, string | undefined>;
  /**
   * Lets the rest of this operation, the payload included, act as somebody else, for example as
   * the user who has just signed in.
   */
  actAs(identity: RequestIdentity): void;
}

/** A hand-written mutation. */
export interface MutationDefinition<Input extends object, Result extends object> {
  /** Name of the field, such as `login`; types are named after it. */
  readonly name: string;
  readonly description: string;
  /** Fields of the input type in GraphQL's own language; empty when there is nothing to say. */
  readonly input: string;
  /** Fields of the payload type in GraphQL's own language. */
  readonly payload: string;
  /**
   * Payload fields that are records: the name of the table of each. For these `run` returns the
   * id (or null), and the record is read under the caller's policies.
   */
  readonly records?: Readonly<Record<string, string>>;
  /** Payload fields that are all the records of a table that the caller sees: its name. */
  readonly lists?: Readonly<Record<string, string>>;
  /** Does the work. Throws an `ApiError`; errors of the database may be left to themselves. */
  run(input: Input, mutation: MutationContext): Promise<Result> | Result;
}

type Settings = Record<string, string | undefined>;

interface OperationContext {
  readonly identity: RequestIdentity;
  readonly withPgClient: WithPgClient;
  readonly pgSettings: Settings;
}

function mutationContext(operation: OperationContext): MutationContext {
  const { pgSettings } = operation;
  return {
    ...operation,
    actAs(identity) {
      // Changed in place, since the steps that read the payload hold this very object.
      for (const name of Object.keys(pgSettings)) Reflect.deleteProperty(pgSettings, name);
      Object.assign(pgSettings, pgSettingsOf(identity));
    },
  };
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function typeDefinitions<Input extends object, Result extends object>(
  definition: MutationDefinition<Input, Result>,
): DocumentNode {
  const { name, description, input, payload } = definition;
  const typeName = upperFirst(name);
  const text = JSON.stringify(description);
  const inputType = input.trim() === "" ? "" : `input ${typeName}Input {\n${input}\n}`;
  const argument = inputType === "" ? "" : `(input: ${typeName}Input!)`;
  return parse(`
    ${inputType}
    type ${typeName}Payload {\n${payload}\n}
    extend type Mutation {
      ${text}
      ${name}${argument}: ${typeName}Payload
    }
  `);
}

/**
 * Makes the plugin that adds one mutation.
 * @param definition - its types and what it does
 */
export function makeMutationPlugin<Input extends object, Result extends object>(
  definition: MutationDefinition<Input, Result>,
): GraphileConfig.Plugin {
  const { name, records = {}, lists = {} } = definition;
  const hasInput = definition.input.trim() !== "";
  return extendSchema((build) => {
    const resources = build.input.pgRegistry.pgResources as Record<string, PgResource>;
    const resourceOf = (table: string): PgResource => {
      const resource = resources[table];
      if (!resource) throw new Error(`The mutation ${name} refers to no such table: ${table}`);
      return resource;
    };
    const recordPlans = Object.entries(records).map(([fieldName, table]) => {
      const resource = resourceOf(table);
      const plan = ($result: Step) => resource.get({ id: access($result, [fieldName]) });
      return [fieldName, plan] as const;
    });
    const listPlans = Object.entries(lists).map(([fieldName, table]) => {
      const resource = resourceOf(table);
      return [fieldName, () => resource.find()] as const;
    });
    return {
      typeDefs: typeDefinitions(definition),
      objects: {
        Mutation: {
          plans: {
            [name](_$root: Step, fieldArguments: FieldArgs) {
              const $operation = object({
                identity: context().get("identity"),
                withPgClient: context().get("withPgClient"),
                pgSettings: context().get("pgSettings"),
              });
              const $arguments = object({
                input: hasInput ? fieldArguments.getRaw("input") : constant({}),
                operation: $operation,
              });
              return sideEffect($arguments, ({ input, operation }) =>
                definition.run(input as Input, mutationContext(operation as OperationContext)),
              );
            },
          },
        },
        [`${upperFirst(name)}Payload`]: { plans: Object.fromEntries([...recordPlans, ...listPlans]) },
      },
    };
  }, `Mutation_${name}_Plugin`);
}
