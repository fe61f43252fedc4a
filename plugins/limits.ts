/**
 * How much one operation may ask for. Everything here is decided from the text of the document
 * and its variables, before anything is planned or any statement runs.
 */
import type {
  ArgumentNode, DocumentNode, FieldNode, FragmentDefinitionNode, GraphQLField, GraphQLNamedType,
  GraphQLSchema, OperationDefinitionNode, SelectionNode, SelectionSetNode, ValueNode,
} from "graphql";
import {
  getNamedType, getNullableType, isCompositeType, isInterfaceType, isListType, isObjectType, Kind,
} from "graphql";
import { isLongField } from "./columns.ts";
import { ApiError } from "./errors.ts";
import type { InputLimits, InputUse } from "./inputSize.ts";
import {
  addInput, checkInput, checkVariables, inputOf, noInput, tooMuch,
} from "./inputSize.ts";

/** Limits of one operation. */
export interface OperationLimits extends InputLimits {
  /** Lexical tokens of a document. */
  readonly tokens: number;
  /** Fields inside fields. */
  readonly depth: number;
  /** Fields with an alias, fragments counted where they are used. */
  readonly aliases: number;
  /** All fields, fragments counted where they are used. */
  readonly fields: number;
  /** Fields on the root types. */
  readonly rootFields: number;
  /** Estimated work; see `costOf`. */
  readonly cost: number;
  /** Rows of a connection when neither `first` nor `last` is given. */
  readonly defaultPageSize: number;
  /** Most rows that a page may have. */
  readonly pageSize: number;
  /** Most groups that `groupedAggregates` may return. */
  readonly groups: number;
}

/** Limits that the screens of a CRM stay well within. */
export const DEFAULT_OPERATION_LIMITS: OperationLimits = {
  tokens: 10_000,
  depth: 12,
  aliases: 100,
  fields: 1000,
  rootFields: 50,
  inputDepth: 20,
  inputObjects: 1000,
  inputItems: 10_000,
  sortKeys: 20,
  cost: 50_000,
  defaultPageSize: 50,
  pageSize: 500,
  groups: 1000,
};

type Variables = Readonly<Record<string, unknown>>;

/** What a field costs beside the fields inside it, in units of one scalar of one row. */
const COST = { leaf: 1, longLeaf: 20, record: 2, statement: 20 } as const;
/** Fields of a connection that cost a statement over all its rows. */
const WHOLE_LIST_FIELDS: ReadonlySet<string> = new Set([
  "totalCount",
  "aggregates",
  "groupedAggregates",
]);
/** Fields of a connection that hold its rows; all others are there once. */
const ROW_FIELDS: ReadonlySet<string> = new Set(["nodes", "edges"]);
const ESTIMATED_GROUPS = 50;

interface Size {
  readonly depth: number;
  readonly fields: number;
  readonly aliases: number;
  readonly input: InputUse;
}

/** A document that has been looked at once, so that each request only adds its variables. */
export interface MeasuredDocument {
  readonly document: DocumentNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operations: readonly OperationDefinitionNode[];
  /** What the arguments of each operation hold. */
  readonly inputs: ReadonlyMap<OperationDefinitionNode, InputUse>;
  /** Cost of operations that does not depend on variables. */
  readonly fixedCosts: Map<OperationDefinitionNode, number>;
}

function isIntrospection(field: FieldNode): boolean {
  return field.name.value.startsWith("__");
}

const NOTHING: Size = { depth: 0, fields: 0, aliases: 0, input: noInput() };

class SizeMeter {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #limits: OperationLimits;
  readonly #measured = new Map<string, Size>();
  readonly #open = new Set<string>();

  constructor(
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    limits: OperationLimits,
  ) {
    this.#fragments = fragments;
    this.#limits = limits;
  }

  measure(selectionSet: SelectionSetNode): Size {
    let depth = 0;
    let fields = 0;
    let aliases = 0;
    const input = noInput();
    for (const selection of selectionSet.selections) {
      const size = this.#measureSelection(selection);
      depth = Math.max(depth, size.depth);
      fields += size.fields;
      aliases += size.aliases;
      addInput(input, size.input);
    }
    return { depth, fields, aliases, input };
  }

  #measureSelection(selection: SelectionNode): Size {
    switch (selection.kind) {
      case Kind.INLINE_FRAGMENT:
        return this.measure(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return this.#measureFragment(selection.name.value);
      case Kind.FIELD: {
        const aliases = selection.alias ? 1 : 0;
        if (isIntrospection(selection)) return { ...NOTHING, fields: 1, aliases };
        const input = inputOf(selection, this.#limits);
        if (!selection.selectionSet) return { depth: 1, fields: 1, aliases, input };
        const inner = this.measure(selection.selectionSet);
        addInput(input, inner.input);
        return {
          depth: inner.depth + 1,
          fields: inner.fields + 1,
          aliases: inner.aliases + aliases,
          input,
        };
      }
    }
  }

  #measureFragment(name: string): Size {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    // Unknown and circular fragments are for validation to refuse; nothing is counted twice here.
    if (!fragment || this.#open.has(name)) return NOTHING;
    this.#open.add(name);
    const size = this.measure(fragment.selectionSet);
    this.#open.delete(name);
    this.#measured.set(name, size);
    return size;
  }
}

/**
 * Measures a document and refuses one that is too deep or too wide. Comes before validation, whose
 * own time grows with the square of the fields.
 * @param document - a parsed document
 * @param limits - what is allowed
 * @returns what later checks need
 * @throws ApiError LIMIT_EXCEEDED
 */
export function measureDocument(document: DocumentNode, limits: OperationLimits): MeasuredDocument {
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    } else if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
  }
  const inputs = new Map<OperationDefinitionNode, InputUse>();
  const meter = new SizeMeter(fragments, limits);
  // Of the schema's description of itself production shows nothing, so it has no limits.
  const own = [...fragments.values()].filter(
    ({ typeCondition }) => !typeCondition.name.value.startsWith("__"),
  );
  for (const definition of [...operations, ...own]) {
    const { depth, fields, aliases, input } = meter.measure(definition.selectionSet);
    if (depth > limits.depth) throw tooMuch(`${depth} levels of fields`, limits.depth);
    if (aliases > limits.aliases) throw tooMuch(`${aliases} aliases`, limits.aliases);
    if (fields > limits.fields) throw tooMuch(`${fields} fields`, limits.fields);
    checkInput(input, limits);
    if (definition.kind === Kind.OPERATION_DEFINITION) inputs.set(definition, input);
  }
  return { document, fragments, operations, inputs, fixedCosts: new Map() };
}

interface CostMeter {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  readonly limits: OperationLimits;
  /** By name and rows. */
  readonly costOfFragment: Map<string, number>;
  usesVariables: boolean;
}

function valueOf(argument: ArgumentNode | undefined, meter: CostMeter): unknown {
  const value = argument?.value;
  if (!value) return undefined;
  if (value.kind === Kind.VARIABLE) {
    meter.usesVariables = true;
    return meter.variables[value.name.value];
  }
  return value.kind === Kind.INT ? Number(value.value) : undefined;
}

function pageSizeOf(node: FieldNode, defaultSize: number, meter: CostMeter): number {
  const { limits } = meter;
  let size: number | undefined;
  for (const name of ["first", "last"]) {
    const argument = node.arguments?.find((candidate) => candidate.name.value === name);
    const given = valueOf(argument, meter);
    if (typeof given !== "number") continue;
    if (given < 0) throw new ApiError("BAD_INPUT", `"${name}" must not be negative.`);
    if (given > limits.pageSize) {
      throw new ApiError("LIMIT_EXCEEDED", `"${name}" must be at most ${limits.pageSize}.`);
    }
    size = Math.max(size ?? 0, given);
  }
  return size ?? defaultSize;
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  return type.getFields()[name];
}

function defaultRowsOf(field: GraphQLField<unknown, unknown>, { limits }: CostMeter): number {
  return isListType(getNullableType(field.type)) ? limits.pageSize : limits.defaultPageSize;
}

function costOfField(node: FieldNode, parent: GraphQLNamedType, meter: CostMeter): number {
  if (isIntrospection(node)) return 0;
  const name = node.name.value;
  const field = fieldOf(parent, name);
  if (!field) return COST.leaf;
  const type = getNamedType(field.type);
  const isPaged = field.args.some((argument) => argument.name === "first");
  const rows = isPaged
    ? pageSizeOf(node, defaultRowsOf(field, meter), meter)
    : name === "groupedAggregates"
      ? ESTIMATED_GROUPS
      : 1;
  const isStatement = isPaged || WHOLE_LIST_FIELDS.has(name);
  const leaf = isLongField(name, type.name) ? COST.longLeaf : COST.leaf;
  const own = isStatement ? COST.statement : isCompositeType(type) ? COST.record : leaf;
  if (!node.selectionSet) return own;
  const isConnection = isPaged && !isListType(getNullableType(field.type));
  if (isConnection) return own + costOfSelection(node.selectionSet, type, meter, rows);
  return own + rows * costOfSelection(node.selectionSet, type, meter);
}

/** @param rows - in a connection, how many rows its row fields hold */
function costOfSelection(
  selectionSet: SelectionSetNode,
  parent: GraphQLNamedType,
  meter: CostMeter,
  rows = 1,
): number {
  let cost = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const times = ROW_FIELDS.has(selection.name.value) ? rows : 1;
      cost += times * costOfField(selection, parent, meter);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const condition = selection.typeCondition?.name.value;
      const type = condition === undefined ? parent : meter.schema.getType(condition);
      cost += costOfSelection(selection.selectionSet, type ?? parent, meter, rows);
    } else cost += costOfFragment(selection.name.value, meter, rows);
  }
  return cost;
}

function costOfFragment(name: string, meter: CostMeter, rows: number): number {
  const key = `${name} ${rows}`;
  const known = meter.costOfFragment.get(key);
  if (known !== undefined) return known;
  const fragment = meter.fragments.get(name);
  const type = fragment && meter.schema.getType(fragment.typeCondition.name.value);
  if (!fragment || !type) return 0;
  const cost = costOfSelection(fragment.selectionSet, type, meter, rows);
  meter.costOfFragment.set(key, cost);
  return cost;
}

/**
 * Estimates what an operation costs: 1 for a scalar, 20 for a document or long text, 2 for a
 * record, 20 for what takes a statement (a list, its total count, its aggregates), everything
 * inside a row of a list times its page size.
 * @param measured - a validated document
 * @param operation - one of its operations
 * @param schema - the schema that it was validated against
 * @param variables - the request's variables
 * @param limits - page sizes
 * @returns the cost
 * @throws ApiError LIMIT_EXCEEDED when a page is too large, BAD_INPUT when it is negative
 */
export function costOf(
  measured: MeasuredDocument,
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
  variables: Variables,
  limits: OperationLimits,
): number {
  const known = measured.fixedCosts.get(operation);
  if (known !== undefined) return known;
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
  }
  const meter: CostMeter = {
    schema,
    fragments: measured.fragments,
    variables: { ...defaults, ...variables },
    limits,
    costOfFragment: new Map(),
    usesVariables: false,
  };
  const root = schema.getRootType(operation.operation);
  const cost = root ? costOfSelection(operation.selectionSet, root, meter) : 0;
  if (!meter.usesVariables) measured.fixedCosts.set(operation, cost);
  return cost;
}

function countRootFields(measured: MeasuredDocument, selectionSet: SelectionSetNode): number {
  let count = 0;
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) count += 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT) {
      count += countRootFields(measured, selection.selectionSet);
    } else {
      const fragment = measured.fragments.get(selection.name.value);
      if (fragment) count += countRootFields(measured, fragment.selectionSet);
    }
  }
  return count;
}

/**
 * Refuses an operation that would cost too much with the variables that came with it.
 * @param measured - a validated document
 * @param operationName - which of its operations, when there are several
 * @param schema - the schema that it was validated against
 * @param variables - the request's variables
 * @param limits - what is allowed
 * @throws ApiError LIMIT_EXCEEDED, or BAD_INPUT for a negative page size
 */
export function checkOperation(
  measured: MeasuredDocument,
  operationName: string | null | undefined,
  schema: GraphQLSchema,
  variables: Variables,
  limits: OperationLimits,
): void {
  const operation = measured.operations.find(
    ({ name }) => operationName == null || name?.value === operationName,
  );
  // Without a match execution itself answers.
  if (!operation) return;
  const defaults = new Map<string, ValueNode>();
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue) defaults.set(variable.name.value, defaultValue);
  }
  checkVariables(measured.inputs.get(operation) ?? noInput(), variables, defaults, limits);
  const rootFields = countRootFields(measured, operation.selectionSet);
  if (rootFields > limits.rootFields) throw tooMuch(`${rootFields} root fields`, limits.rootFields);
  const cost = costOf(measured, operation, schema, variables, limits);
  if (cost > limits.cost) {
    throw new ApiError(
      "LIMIT_EXCEEDED",
      `The operation would cost about ${Math.ceil(cost)}; at most ${limits.cost} is allowed. ` +
        "Ask for fewer rows or fields.",
    );
  }
}
