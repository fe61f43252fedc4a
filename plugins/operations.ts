/**
 * The way of an operation through the server: parse, measure, validate, identify, limit, execute,
 * mask. It wraps what grafserv hands to both HTTP and websocket, so that no error and no operation
 * goes around it.
 */
import { randomUUID } from "node:crypto";
import type { ExecutionConfig, Result } from "grafserv";
import type { DocumentNode, ExecutionResult, GraphQLSchema, ValidationRule } from "graphql";
import {
  getOperationAST, GraphQLError, NoSchemaIntrospectionCustomRule, OperationTypeNode, parse, Source,
  validate,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { IdentifySocket, RequestIdentity } from "./context.ts";
import { identityOf, identityOnRequest, pgSettingsOf } from "./context.ts";
import { ApiError, type MaskError } from "./errors.ts";
import type { MeasuredDocument, OperationLimits } from "./limits.ts";
import { checkOperation, measureDocument } from "./limits.ts";
import { StreamControl, guardStream, makeCallerCheck, mapStream } from "./streams.ts";
import type { EventStream } from "./streams.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      OperationsPlugin: true;
    }
  }
}

interface OperationsOptions {
  readonly limits: OperationLimits;
  readonly maskError: MaskError;
  readonly identifySocket?: IdentifySocket | undefined;
  /** In production the schema does not describe itself. */
  readonly production: boolean;
  /** Told of each answer that goes out, with its data. */
  readonly onAnswer: (args: Parameters<Execute>[0], data: unknown) => void;
}

const TOO_DEEP = "The document is nested too deeply.";
const CACHED_DOCUMENTS = 500;
/** In characters; what is longer is parsed each time, so that the cache stays small. */
const LONGEST_CACHED_DOCUMENT = 20_000;

type ParseResult =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly document?: undefined; readonly errors: readonly GraphQLError[] };

interface ParsedDocument {
  readonly result: ParseResult;
  readonly measured?: MeasuredDocument;
}

/** What the identity of each operation turned out to be, by its grafserv request context. */
interface Identified {
  readonly identity: RequestIdentity;
  readonly error?: GraphQLError;
}

function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function parseTokens(text: string, limits: OperationLimits): DocumentNode {
  try {
    return parse(new Source(text, "GraphQL request"), { maxTokens: limits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError && error.message.endsWith("Parsing aborted.")) {
      throw new ApiError("LIMIT_EXCEEDED", `The document has more than ${limits.tokens} tokens.`);
    }
    throw error;
  }
}

class DocumentCache {
  readonly #documents = new LRUCache<string, ParsedDocument>({ max: CACHED_DOCUMENTS });
  readonly #schema: GraphQLSchema;
  readonly #rules: readonly ValidationRule[];
  readonly #limits: OperationLimits;

  constructor(schema: GraphQLSchema, rules: readonly ValidationRule[], limits: OperationLimits) {
    this.#schema = schema;
    this.#rules = rules;
    this.#limits = limits;
  }

  read(text: string): ParsedDocument {
    const known = this.#documents.get(text);
    if (known) return known;
    const parsed = this.#parse(text);
    if (!parsed.measured || text.length > LONGEST_CACHED_DOCUMENT) return parsed;
    this.#documents.set(text, parsed);
    return parsed;
  }

  #parse(text: string): ParsedDocument {
    try {
      const document = parseTokens(text, this.#limits);
      const measured = measureDocument(document, this.#limits);
      const errors = validate(this.#schema, document, this.#rules, { maxErrors: 20 });
      return errors.length > 0 ? { result: { errors } } : { result: { document }, measured };
    } catch (error) {
      // The parser calls itself for each level; a document may be too deep even for that.
      const isTooDeep = error instanceof RangeError;
      const cause = isTooDeep ? new ApiError("LIMIT_EXCEEDED", TOO_DEEP) : error;
      return { result: { errors: [toGraphQLError(cause)] } };
    }
  }
}

type Execute = ExecutionConfig["execute"];
type ExecuteResult = Awaited<ReturnType<Execute>>;

function isStream(result: unknown): result is EventStream<ExecutionResult> {
  return typeof result === "object" && result !== null && Symbol.asyncIterator in result;
}

function maskResult<T extends { errors?: readonly GraphQLError[] }>(
  result: T,
  mask: (error: unknown) => GraphQLError,
): T {
  if (result.errors) result.errors = result.errors.map(mask);
  return result;
}

class Operation {
  readonly #options: OperationsOptions;
  readonly #config: ExecutionConfig;
  readonly #documents: DocumentCache;
  readonly #identified: Identified;
  #measured: MeasuredDocument | undefined;

  constructor(
    options: OperationsOptions,
    config: ExecutionConfig,
    documents: DocumentCache,
    identified: Identified,
  ) {
    this.#options = options;
    this.#config = config;
    this.#documents = documents;
    this.#identified = identified;
  }

  readonly #mask = (error: unknown): GraphQLError =>
    this.#options.maskError(error, this.#identified.identity);

  readonly parseAndValidate = (text: string): ParseResult => {
    const { result, measured } = this.#documents.read(text);
    this.#measured = measured;
    return result.errors ? { errors: result.errors.map(this.#mask) } : result;
  };

  /** Limits, runs and masks, execution and subscription alike. */
  async run(execute: Execute, args: Parameters<Execute>[0]): Promise<ExecuteResult> {
    try {
      if (this.#identified.error) throw this.#identified.error;
      if (this.#measured) {
        const variables = args.variableValues ?? {};
        const { limits } = this.#options;
        checkOperation(this.#measured, args.operationName, this.#config.schema, variables, limits);
      }
      const result = await execute(args);
      const finish = (answer: ExecutionResult) => {
        this.#options.onAnswer(args, answer.data);
        return maskResult(answer, this.#mask);
      };
      if (isStream(result)) return mapStream(result, finish) as ExecuteResult;
      return finish(result as ExecutionResult) as ExecuteResult;
    } catch (error) {
      return { errors: [this.#mask(toGraphQLError(error))] } as ExecuteResult;
    }
  }

  /** Executes what ends by itself: a subscription over plain HTTP would have nobody to end it. */
  async execute(execute: Execute, args: Parameters<Execute>[0]): Promise<ExecuteResult> {
    return this.run((checked) => {
      const operation = getOperationAST(checked.document, checked.operationName);
      if (operation?.operation === OperationTypeNode.SUBSCRIPTION) {
        throw new ApiError("BAD_INPUT", "Subscriptions need a websocket.");
      }
      return execute(checked);
    }, args);
  }

  /** Subscribes as long as the caller is there. */
  async subscribe(subscribe: Execute, args: Parameters<Execute>[0]): Promise<ExecuteResult> {
    const context = args.contextValue as Grafast.Context;
    const check = makeCallerCheck(context);
    const { expiresAt } = context.identity;
    const { streamControl } = context;
    const isTrusted = () => streamControl.endsWithCaller;
    return this.run(async (checked) => {
      await check();
      const result = await subscribe(checked);
      if (!isStream(result)) return result;
      const waits = { expiresAt, isTrusted };
      return guardStream(streamControl.control(result), check, waits) as ExecuteResult;
    }, args);
  }

  /** What grafserv is to use for this one operation. */
  executionConfig(): ExecutionConfig {
    const { execute, subscribe } = this.#config;
    return {
      ...this.#config,
      parseAndValidate: this.parseAndValidate as ExecutionConfig["parseAndValidate"],
      execute: ((args: Parameters<Execute>[0]) => this.execute(execute, args)) as Execute,
      subscribe: ((args: Parameters<Execute>[0]) =>
        this.subscribe(subscribe as Execute, args)) as ExecutionConfig["subscribe"],
    };
  }
}

interface ErrorBody {
  errors?: { message: string; extensions?: Record<string, unknown> }[];
}

/** Answers that grafserv makes before an operation exists, such as for a body that is no JSON. */
function maskEarlyAnswer(
  result: Result,
  identity: RequestIdentity | undefined,
  maskError: MaskError,
): Result {
  if (result.type !== "buffer" || result.statusCode < 400) return result;
  if (!result.headers["content-type"]?.includes("json")) return result;
  const body = JSON.parse(result.buffer.toString("utf8")) as ErrorBody;
  const isMasked = body.errors?.every(({ extensions }) => typeof extensions?.code === "string");
  if (!body.errors || isMasked) return result;
  const { statusCode } = result;
  body.errors = body.errors.map((error) => {
    if (error.extensions?.code) return error;
    if (statusCode >= 500) return maskError(new Error(error.message), identity).toJSON();
    const code = statusCode === 413 ? "LIMIT_EXCEEDED" : "BAD_INPUT";
    return maskError(new ApiError(code, error.message), identity).toJSON();
  });
  const buffer = Buffer.from(JSON.stringify(body), "utf8");
  const headers = { ...result.headers, "content-length": String(buffer.length) };
  return { ...result, buffer, headers };
}

/**
 * Makes the plugin that leads every operation through limits, identity and error masking.
 * @param options - limits, error mask and how websockets are identified
 */
export function makeOperationsPlugin(options: OperationsOptions): GraphileConfig.Plugin {
  const { limits, maskError, identifySocket, production } = options;
  const identifiedBy = new WeakMap<object, Identified>();
  const cachesBySchema = new WeakMap<GraphQLSchema, DocumentCache>();
  return {
    name: "OperationsPlugin",
    version: "1.0.0",
    description: "Limits, identity and error codes of every operation",
    grafserv: {
      middleware: {
        setPreset(next, event) {
          if (production) event.validationRules.push(NoSchemaIntrospectionCustomRule);
          const { getExecutionConfig, validationRules } = event;
          event.getExecutionConfig = async function (requestContext) {
            const config = await getExecutionConfig.call(this, requestContext);
            const identified = await identityOf(requestContext, identifySocket).then(
              (identity): Identified => ({ identity }),
              (error: unknown): Identified => ({
                error: toGraphQLError(error),
                identity: { requestId: randomUUID() },
              }),
            );
            identifiedBy.set(requestContext, identified);
            let documents = cachesBySchema.get(config.schema);
            if (!documents) {
              documents = new DocumentCache(config.schema, validationRules, limits);
              cachesBySchema.set(config.schema, documents);
            }
            return new Operation(options, config, documents, identified).executionConfig();
          };
          return next();
        },
        async processRequest(next, event) {
          const result = await next();
          if (!result) return result;
          const request = event.requestDigest.requestContext.node?.req;
          return maskEarlyAnswer(result, identityOnRequest(request), maskError);
        },
      },
    },
    grafast: {
      middleware: {
        async prepareArgs(next, { args }) {
          const contextValue = args.contextValue as Partial<Grafast.Context>;
          // Callers without a server in front may have set these themselves.
          if (contextValue.pgSettings) return next();
          const requestContext = args.requestContext ?? {};
          const identified = identifiedBy.get(requestContext);
          const identity =
            identified?.identity ?? (await identityOf(requestContext, identifySocket));
          const streamControl = new StreamControl();
          Object.assign(contextValue, { identity, streamControl, pgSettings: pgSettingsOf(identity) });
          return next();
        },
      },
    },
  };
}
