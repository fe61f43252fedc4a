/**
 * What the API is made of: presets, plugins, limits.
 */
import { PgAggregatesPreset } from "@graphile/pg-aggregates";
import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import type { Pool, PoolConfig } from "pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";
import { makeAccess } from "./plugins/access/access.ts";
import { FieldsPlugin } from "./plugins/access/fields.ts";
import { AggregatesPlugin } from "./plugins/aggregates.ts";
import { apiKeyPlugins } from "./plugins/auth/apiKeys.ts";
import type { AuthOptions } from "./plugins/auth/authenticator.ts";
import { makeMembershipPlugins } from "./plugins/auth/memberships.ts";
import { makePasswordPlugins } from "./plugins/auth/passwords.ts";
import { makeSessionPlugins } from "./plugins/auth/sessions.ts";
import { ColumnsPlugin } from "./plugins/columns.ts";
import { CreatedLeadsPlugin } from "./plugins/createdLeads.ts";
import { customFieldPlugins } from "./plugins/customFields.ts";
import type { ConstraintMap } from "./plugins/constraints.ts";
import { makeConstraintsPlugin } from "./plugins/constraints.ts";
import type { IdentifySocket } from "./plugins/context.ts";
import { DuplicatesPlugin } from "./plugins/duplicates.ts";
import type { ErrorLogger } from "./plugins/errors.ts";
import { makeMaskError } from "./plugins/errors.ts";
import type { FilesOptions } from "./plugins/files.ts";
import { makeFilePlugins } from "./plugins/files.ts";
import { makeGroupsPlugin } from "./plugins/groups.ts";
import type { OperationLimits } from "./plugins/limits.ts";
import { DEFAULT_OPERATION_LIMITS } from "./plugins/limits.ts";
import { makeExportPlugins } from "./plugins/exports.ts";
import { importPlugins } from "./plugins/imports.ts";
import { makeLiveUpdatesPlugin } from "./plugins/liveUpdates.ts";
import { leadConversionPlugins } from "./plugins/leadConversion.ts";
import { MissingRecordsPlugin } from "./plugins/missingRecords.ts";
import { NamesPlugin, ReplacedRelationsPlugin } from "./plugins/names.ts";
import { makeOperationsPlugin } from "./plugins/operations.ts";
import { makePagesPlugin } from "./plugins/pages.ts";
import { PeoplePlugin } from "./plugins/people.ts";
import { TenantKeysPlugin } from "./plugins/tenantKeys.ts";
import { makeTimelinePlugin } from "./plugins/timeline.ts";
import { workflowPlugins } from "./plugins/workflows.ts";
import { QuickBuildPlugin } from "./plugins/quickBuild.ts";
import { webhookPlugins } from "./plugins/webhooks.ts";
import type { LiveUpdates } from "./src/live/liveUpdates.ts";

/** Where the data is, as `rowhouse_authenticator`: a pool to share or how to make one. */
export type DatabaseOptions =
  | { readonly pool: Pool }
  | {
      readonly connectionString: string;
      readonly poolConfig?: Omit<PoolConfig, "connectionString">;
    };

/** What differs from one server to another. */
export interface PresetOptions {
  readonly database: DatabaseOptions;
  /** Signs tokens and counts attempts. */
  readonly auth: AuthOptions;
  /** Limits of files, and what signs the links to them. */
  readonly files: FilesOptions;
  /** No GraphiQL, no introspection, no hints in errors. */
  readonly production: boolean;
  readonly logger: ErrorLogger;
  /** Filled with what constraints mean, for who explains errors of the database elsewhere. */
  readonly constraints?: ConstraintMap;
  readonly limits?: Partial<OperationLimits>;
  /** Largest request body, in bytes. */
  readonly maxRequestLength?: number;
  /** Reads the identity from a websocket; without it sockets use that of their HTTP request. */
  readonly identifySocket?: IdentifySocket;
  /** Puts plans and SQL into every answer, for GraphiQL's "explain"; never in production. */
  readonly explain?: boolean;
  /** Tells subscribers of changes; without it there is the schema only. */
  readonly live?: LiveUpdates;
  readonly extraPlugins?: readonly GraphileConfig.Plugin[];
}

const SCHEMAS = ["app_public"];
const DEFAULT_MAX_REQUEST_LENGTH = 1_000_000;

/**
 * Makes the preset that the schema and the server are built from. Each call makes its own database
 * service: release `preset.pgServices` when done.
 * @param options - the database, the mode and what the server adds
 */
export function makePreset(options: PresetOptions): GraphileConfig.Preset {
  const { database, production, logger, identifySocket } = options;
  const limits: OperationLimits = { ...DEFAULT_OPERATION_LIMITS, ...options.limits };
  const constraints: ConstraintMap = options.constraints ?? new Map();
  const maskError = makeMaskError({ logger, constraints, production });
  const access = makeAccess(logger);
  const service = makePgService({
    ...database,
    schemas: SCHEMAS,
    // The schema shows what this role may do; see the grants in the migrations.
    pgSettingsForIntrospection: { role: "rowhouse_user" },
  });
  return {
    extends: [
      PostGraphileAmberPreset,
      PgSimplifyInflectionPreset,
      PgAggregatesPreset,
      PostGraphileConnectionFilterPreset,
    ],
    plugins: [
      QuickBuildPlugin,
      makeConstraintsPlugin(constraints),
      TenantKeysPlugin,
      PeoplePlugin,
      ReplacedRelationsPlugin,
      NamesPlugin,
      ColumnsPlugin,
      FieldsPlugin,
      AggregatesPlugin,
      makeGroupsPlugin(limits),
      makePagesPlugin(limits),
      MissingRecordsPlugin,
      makeOperationsPlugin({
        limits,
        maskError,
        identifySocket,
        production,
        onAnswer: access.onAnswer,
      }),
      ...makeSessionPlugins(options.auth),
      ...makePasswordPlugins(options.auth),
      ...makeMembershipPlugins(options.auth),
      ...apiKeyPlugins,
      ...webhookPlugins,
      ...importPlugins,
      ...makeExportPlugins(options.files),
      ...makeFilePlugins(options.files),
      ...leadConversionPlugins,
      ...customFieldPlugins,
      CreatedLeadsPlugin,
      DuplicatesPlugin,
      makeTimelinePlugin(limits),
      ...workflowPlugins,
      makeLiveUpdatesPlugin(options.live),
      ...(options.extraPlugins ?? []),
    ],
    // Relay Classic's Query.query, and lookups by nodeId beside node(nodeId).
    disablePlugins: ["QueryQueryPlugin", "NodeAccessorPlugin"],
    pgServices: [
      {
        ...service,
        adaptor: access.adaptor,
        release: async () => {
          await access.stop();
          await service.release?.();
        },
      },
    ],
    schema: {
      // `filter: {}` is no filter. A null in a filter stays an error: it would mean "all".
      connectionFilterAllowEmptyObjectInput: true,
    },
    // Arguments of SQL functions that have no default are required in GraphQL.
    gather: { pgStrictFunctions: true },
    grafserv: {
      graphqlPath: "/graphql",
      graphiql: !production,
      graphiqlPath: "/",
      graphiqlOnGraphQLGET: false,
      websockets: true,
      maxRequestLength: options.maxRequestLength ?? DEFAULT_MAX_REQUEST_LENGTH,
      maskError: (error) => maskError(error),
      // OperationsPlugin has its own cache, which also knows what a document costs.
      parseAndValidateCacheSize: 0,
    },
    grafast: {
      explain: !production && (options.explain ?? false),
    },
  };
}
