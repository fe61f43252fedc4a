/**
 * Every way by which an operation can mention something: walks the arguments of the API's fields
 * down to their last input field, so that a new argument, operator or relation is found by itself.
 * What the walk does not know how to fill makes it fail.
 */
import type {
  GraphQLArgument, GraphQLField, GraphQLInputObjectType, GraphQLInputType, GraphQLSchema,
} from "graphql";
import {
  getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isObjectType,
} from "graphql";

/** One input that mentions a record's field. */
export type Path = {
  /** Such as `contacts(filter).account.name.startsWith`. */
  label: string;
  /** The field that takes the argument, from the root. */
  place: Place;
  argument: string;
  /** What kind of argument it is. */
  kind: "filter" | "condition" | "order" | "group" | "having";
  /** Types of the records that are mentioned on the way. */
  records: readonly string[];
  leaf: Leaf;
  /** Makes the argument. */
  make(value: unknown): unknown;
};

/** What the value of a path is compared with. */
export type Leaf = {
  record: string;
  field: string;
  /** Empty where the field itself takes the value. */
  operator: string;
  /** Such as `sum`; for orders, the record whose aggregate it is. */
  aggregate?: string;
  /** Scalar or enum of the value. */
  type: string;
};

/** A field that answers a list of records. */
export type Place = {
  /** Such as `Query.contacts` or `Account.contacts`. */
  name: string;
  field: string;
  record: string;
  /** The record whose field it is; undefined for a field of the root. */
  parent: string | undefined;
  arguments: readonly GraphQLArgument[];
  /** Arguments of `groupedAggregates`, where there are groups. */
  groupArguments: readonly GraphQLArgument[];
};

/** Arguments of which page it is; the walk of pages is the oracle's own. */
const PAGING: ReadonlySet<string> = new Set(["first", "last", "offset", "before", "after"]);
/** Counts what the walk itself sees, a while later. */
export const COUNTS = "MaskingAuditLog";
const LOGIC: ReadonlySet<string> = new Set(["and", "or", "not", "AND", "OR"]);

const LOGICAL = "and, or, not";

/** The custom field by which records are looked for; a text. */
export const CUSTOM_KEY = "secret";
/** Operators of custom fields that a text does not know. */
const OF_LISTS: ReadonlySet<string> = new Set(["contains", "overlaps"]);

type Step = { argumentOf(inner: unknown): unknown; label: string };

/** What is known of the schema's types by their names. */
export class Shape {
  readonly schema: GraphQLSchema;
  readonly records: readonly string[];
  #places: readonly Place[] | undefined;

  constructor(schema: GraphQLSchema) {
    this.schema = schema;
    const longestFirst = (a: string, b: string) => b.length - a.length;
    this.records = Object.values(schema.getTypeMap())
      .flatMap((type) => (/(\w+)Connection$/.exec(type.name)?.[1] ?? []))
      .filter((name) => isObjectType(schema.getType(name)))
      .sort(longestFirst);
  }

  /** The record that an input type is about: `DealProductFilter` is about `DealProduct`. */
  recordOf(typeName: string): string | undefined {
    return this.records.find((record) => typeName.startsWith(record));
  }

  /** All fields that answer a connection of records. */
  places(): readonly Place[] {
    return (this.#places ??= this.#findPlaces());
  }

  #findPlaces(): Place[] {
    const places: Place[] = [];
    for (const type of Object.values(this.schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith("__") || type.name.endsWith("Payload")) continue;
      const isRoot = type === this.schema.getQueryType();
      if (!isRoot && !this.records.includes(type.name)) continue;
      for (const field of Object.values(type.getFields())) {
        const place = this.#place(type.name, field, isRoot);
        if (place && place.record !== COUNTS) places.push(place);
      }
    }
    return places;
  }

  #place(
    typeName: string,
    field: GraphQLField<unknown, unknown>,
    isRoot: boolean,
  ): Place | undefined {
    const connection = getNamedType(field.type);
    const record = /(\w+)Connection$/.exec(connection.name)?.[1];
    if (record === undefined || !isObjectType(connection)) return undefined;
    // It takes a record, not a filter (test/timeline/reading.test.ts); timelineEvents is walked.
    if (isRoot && field.name === "timeline") return undefined;
    return {
      name: `${typeName}.${field.name}`,
      field: field.name,
      record,
      parent: isRoot ? undefined : typeName,
      arguments: field.args,
      groupArguments: connection.getFields()["groupedAggregates"]?.args ?? [],
    };
  }
}

/** All paths of a place. Relations are followed once. */
export function pathsOf(shape: Shape, place: Place): Path[] {
  const walker = new Walker(shape, place);
  for (const argument of [...place.arguments, ...place.groupArguments]) {
    if (!PAGING.has(argument.name)) walker.walk(argument);
  }
  return walker.paths;
}

class Walker {
  readonly paths: Path[] = [];
  readonly #shape: Shape;
  readonly #place: Place;
  /** Takes another operator each time, where not all of them are tried. */
  #turn = 0;

  constructor(shape: Shape, place: Place) {
    this.#shape = shape;
    this.#place = place;
  }

  walk(argument: GraphQLArgument): void {
    const type = getNamedType(argument.type);
    if (argument.name === "orderByCustomField") {
      for (const direction of ["ASC", "DESC"]) {
        this.#addCustomField(argument.name, "order", direction, [{ key: CUSTOM_KEY, direction }]);
      }
      return;
    }
    if (argument.name === "groupByCustomField") {
      this.#addCustomField(argument.name, "group", CUSTOM_KEY, [CUSTOM_KEY]);
      return;
    }
    const isList = isListType(getNullableType(argument.type));
    if (isEnumType(type)) {
      if (!isList) throw new Error(`What is ${this.#place.name}(${argument.name})?`);
      const kind = argument.name === "orderBy" ? "order" : "group";
      for (const { name } of type.getValues()) this.#addEnumValue(argument.name, kind, name);
    } else if (isInputObjectType(type)) {
      const kind = argument.name as Path["kind"];
      if (!["filter", "condition", "having"].includes(kind)) {
        throw new Error(`What is ${this.#place.name}(${argument.name})?`);
      }
      this.#walkInput(argument.name, kind, type, [], [this.#place.record], false);
    } else if (argument.name !== "objectType") {
      throw new Error(`What is ${this.#place.name}(${argument.name})?`);
    }
  }

  #addCustomField(argument: string, kind: "order" | "group", label: string, value: unknown): void {
    const { name, record } = this.#place;
    this.paths.push({
      label: `${name}(${argument}: ${label})`,
      place: this.#place, argument, kind,
      records: [record],
      leaf: { record, field: "customData", operator: "", type: "" },
      make: () => value,
    });
  }

  #addEnumValue(argument: string, kind: "order" | "group", value: string): void {
    const relation = this.#relationNamedBy(value);
    this.paths.push({
      label: `${this.#place.name}(${argument}: ${value})`,
      place: this.#place,
      argument,
      kind,
      records: [this.#place.record, ...(relation ? [relation] : [])],
      leaf: {
        record: this.#place.record,
        field: value.replace(/_(ASC|DESC|TRUNCATED_TO_\w+)$/, ""),
        operator: "",
        type: "",
        ...(relation ? { aggregate: relation } : {}),
      },
      make: () => [value],
    });
  }

  /** `CONTACTS_MIN_BIRTHDAY_ASC` orders by records of a relation. */
  #relationNamedBy(value: string): string | undefined {
    const type = this.#shape.schema.getType(this.#place.record);
    if (!isObjectType(type)) return undefined;
    let longest = "";
    let record: string | undefined;
    for (const field of Object.values(type.getFields())) {
      const target = /(\w+)Connection$/.exec(getNamedType(field.type).name)?.[1];
      const prefix = `${constantCase(field.name)}_`;
      if (target !== undefined && value.startsWith(prefix) && prefix.length > longest.length) {
        longest = prefix;
        record = target;
      }
    }
    return record;
  }

  #walkInput(
    argument: string,
    kind: Path["kind"],
    type: GraphQLInputObjectType,
    steps: readonly Step[],
    records: readonly string[],
    isShort: boolean,
    aggregate?: string,
  ): void {
    const owner = this.#shape.recordOf(type.name) ?? this.#place.record;
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type);
      const isFilterOfAggregates = field.name === "filter" && "distinctCount" in type.getFields();
      const step = isFilterOfAggregates ? COUNTED : stepInto(field.name, field.type);
      const next = [...steps, step];
      if (!isInputObjectType(inner)) {
        const leaf = { record: owner, field: field.name, operator: "", type: inner.name };
        this.#add(argument, kind, next, [...records, ...this.#existing(type, field.name)], leaf);
        continue;
      }
      if (inner.name === "CustomFieldFilter") {
        this.#addOperators(argument, kind, inner, steps, records, owner, "customData", isShort);
        continue;
      }
      if (LOGIC.has(field.name)) {
        // The record's own fields once more, each with one operator.
        const isOuter = steps.length === 0;
        if (isOuter) this.#walkInput(argument, kind, inner, next, records, true, LOGICAL);
        continue;
      }
      const shape = shapeOf(inner, this.#shape);
      if (shape === "operators") {
        const of = aggregate === LOGICAL ? undefined : aggregate;
        this.#addOperators(argument, kind, inner, next, records, owner, field.name, isShort, of);
      } else if (shape === "aggregates") {
        const short = isShort || kind === "filter";
        this.#walkInput(argument, kind, inner, next, records, short, field.name);
      } else if (shapeOf(type, this.#shape) !== "record") {
        // some, every, none, or what is aggregated: the relation was followed a step before.
        this.#walkInput(argument, kind, inner, next, records, true, aggregate);
      } else if (records.length < 2 && aggregate !== LOGICAL) {
        this.#walkInput(argument, kind, inner, next, [...records, targetOf(inner, this.#shape)], true);
      }
    }
  }

  /** `contactsExist` mentions contacts. */
  #existing(type: GraphQLInputObjectType, name: string): string[] {
    const relation = type.getFields()[name.replace(/Exists?$/, "")];
    const target = relation && getNamedType(relation.type);
    if (!/Exists?$/.test(name) || !isInputObjectType(target)) return [];
    return [targetOf(target, this.#shape)];
  }

  #addOperators(
    argument: string,
    kind: Path["kind"],
    type: GraphQLInputObjectType,
    steps: readonly Step[],
    records: readonly string[],
    record: string,
    field: string,
    isShort: boolean,
    aggregate?: string,
  ): void {
    const isCustom = type.name === "CustomFieldFilter";
    const operators = Object.values(type.getFields()).filter(
      ({ name }) => !isCustom || (name !== "key" && !OF_LISTS.has(name)),
    );
    this.#turn += 1;
    // What null passes is tried on each field of a list itself.
    const telling = operators.filter(({ name }) => !/isNull|distinctFrom/i.test(name));
    const chosen = isShort ? [telling[this.#turn % telling.length]] : operators;
    for (const operator of chosen) {
      if (!operator) continue;
      const leaf: Leaf = {
        record, field, operator: operator.name, type: getNamedType(operator.type).name,
        ...(aggregate ? { aggregate } : {}),
      };
      const step = stepInto(operator.name, operator.type);
      this.#add(argument, kind, [...steps, isCustom ? ofCustomField(step) : step], records, leaf);
    }
  }

  #add(
    argument: string,
    kind: Path["kind"],
    steps: readonly Step[],
    records: readonly string[],
    leaf: Leaf,
  ): void {
    this.paths.push({
      label: `${this.#place.name}(${argument}).${steps.map(({ label }) => label).join(".")}`,
      place: this.#place,
      argument,
      kind,
      records,
      leaf,
      make: (value) => steps.reduceRight((inner, step) => step.argumentOf(inner), value),
    });
  }
}

/** The filter of aggregates says nothing without an aggregate. */
const COUNTED: Step = {
  label: "filter",
  argumentOf: (filter) => ({ filter, distinctCount: { id: { greaterThan: "0" } } }),
};

function ofCustomField({ label, argumentOf }: Step): Step {
  return {
    label: `customFields.${CUSTOM_KEY}.${label}`,
    argumentOf: (inner) => ({ customFields: [{ key: CUSTOM_KEY, ...(argumentOf(inner) as object) }] }),
  };
}

function stepInto(name: string, type: GraphQLInputType): Step {
  const isList = isListType(getNullableType(type));
  return { label: name, argumentOf: (inner) => ({ [name]: isList ? [inner] : inner }) };
}

/** What an input type is, by its name. */
function shapeOf(
  type: GraphQLInputObjectType,
  { records }: Shape,
): "record" | "relation" | "aggregates" | "operators" {
  const record = records.find((name) => type.name.startsWith(name)) ?? "";
  const rest = type.name.slice(record.length);
  if (record !== "" && ["Filter", "Condition"].includes(rest)) return "record";
  if (record !== "" && /^ToMany\w+Filter$/.test(rest)) return "relation";
  if (record !== "" && /^(\w*Aggregates?Filter|Having\w*Input)$/.test(rest)) return "aggregates";
  const inner = Object.values(type.getFields()).find(({ type: of }) => isInputObjectType(getNamedType(of)));
  if (inner) throw new Error(`What is ${type.name}?`);
  return "operators";
}

/** The record at the other end: `AccountToManyContactFilter` leads to `Contact`. */
function targetOf(type: GraphQLInputObjectType, shape: Shape): string {
  const some = type.getFields()["some"];
  const target = shape.recordOf(some ? getNamedType(some.type).name : type.name);
  if (target === undefined) throw new Error(`Where does ${type.name} lead?`);
  return target;
}

/** The field by which records of a type are told apart. */
export function keyOf({ schema }: Shape, record: string): string {
  const type = schema.getType(record);
  return isObjectType(type) && "nodeId" in type.getFields() ? "nodeId" : "id";
}

/** `firstName` → `FIRST_NAME`. */
export function constantCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
