/**
 * Counts how often fields were masked or left out, and for whom, from the answers that went out.
 * What was counted is written a while later (`masking_audit_log`), so that no request waits for it.
 */
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionSetNode,
} from "graphql";
import { getNamedType, getOperationAST, isObjectType, Kind } from "graphql";
import type { WithPgClient } from "postgraphile/@dataplan/pg";
import type { ErrorLogger } from "../errors.ts";
import type { AccessProfile, CallerSettings } from "./profiles.ts";

declare global {
  namespace GraphileBuild {
    interface GraphQLFieldExtensions {
      /** The column that a field shows. */
      column?: { readonly table: string; readonly name: string };
    }
  }
}

/** An answer and what it answers. */
export interface Answered {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | null | undefined;
  readonly data: unknown;
}

/** Called for each value of a column that was answered. */
type SeeValue = (column: { readonly table: string; readonly name: string }) => void;

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

class AnswerWalk {
  readonly #schema: GraphQLSchema;
  readonly #fragments: Fragments;
  readonly #see: SeeValue;

  constructor(schema: GraphQLSchema, fragments: Fragments, see: SeeValue) {
    this.#schema = schema;
    this.#fragments = fragments;
    this.#see = see;
  }

  walk(type: GraphQLNamedType | undefined, selections: SelectionSetNode, data: unknown): void {
    if (Array.isArray(data)) {
      for (const item of data) this.walk(type, selections, item);
      return;
    }
    if (typeof data !== "object" || data === null || !type) return;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        if (!(key in data) || !isObjectType(type)) continue;
        const field = type.getFields()[selection.name.value];
        if (!field) continue;
        const { column } = field.extensions as { column?: Parameters<SeeValue>[0] };
        if (column) this.#see(column);
        if (!selection.selectionSet) continue;
        const value = (data as Record<string, unknown>)[key];
        this.walk(getNamedType(field.type), selection.selectionSet, value);
        continue;
      }
      const fragment =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? this.#fragments.get(selection.name.value)
          : selection;
      if (!fragment) continue;
      const condition = fragment.typeCondition?.name.value;
      const narrowed: GraphQLNamedType | undefined =
        condition === undefined ? type : this.#schema.getType(condition);
      // A fragment on another type than the one at hand has left nothing in the data.
      if (isObjectType(type) && isObjectType(narrowed) && narrowed !== type) continue;
      this.walk(isObjectType(type) ? type : narrowed, fragment.selectionSet, data);
    }
  }
}

function eachValue({ schema, document, operationName, data }: Answered, see: SeeValue): void {
  const operation = getOperationAST(document, operationName ?? undefined);
  if (!operation) return;
  const fragments = new Map(
    document.definitions
      .filter((node) => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node] as const),
  );
  const root = schema.getRootType(operation.operation) ?? undefined;
  new AnswerWalk(schema, fragments, see).walk(root, operation.selectionSet, data);
}

interface Count {
  readonly organization_id: string | undefined;
  readonly user_id: string | undefined;
  readonly object: string;
  readonly field: string;
  readonly mode: string;
  readonly counted_from: string;
  value_count: number;
}

const WRITE_AFTER_MS = 2_000;
const MOST_LINES = 1_000;

/** Counts values that callers saw masked or not at all. */
export class WithheldCounter {
  readonly #logger: ErrorLogger;
  #counts = new Map<string, Count>();
  #withPgClient: WithPgClient | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(logger: ErrorLogger) {
    this.#logger = logger;
  }

  /**
   * Counts what is withheld in an answer.
   * @param answered - the answer
   * @param settings - whose it is
   * @param profile - what they may see
   * @param withPgClient - to write with, later
   */
  count(
    answered: Answered,
    settings: CallerSettings,
    profile: AccessProfile,
    withPgClient: WithPgClient,
  ): void {
    this.#withPgClient = withPgClient;
    eachValue(answered, ({ table, name }) => {
      const access = profile.tables[table];
      const mode = access?.withheld[name];
      if (access && mode !== undefined) this.#add(settings, access.object, name, mode);
    });
    if (this.#counts.size === 0) return;
    if (this.#counts.size >= MOST_LINES) void this.write();
    else this.#timer ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
  }

  #add(settings: CallerSettings, object: string, field: string, mode: string): void {
    const organization = settings["rowhouse.organization_id"];
    const user = settings["rowhouse.user_id"];
    const key = [organization, user, object, field, mode].join(" ");
    const known = this.#counts.get(key);
    if (known) known.value_count++;
    else {
      this.#counts.set(key, {
        organization_id: organization,
        user_id: user,
        object,
        field,
        mode,
        counted_from: new Date().toISOString(),
        value_count: 1,
      });
    }
  }

  /** Writes what was counted; resolves when it and what was being written before is. */
  write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const counts = [...this.#counts.values()];
    this.#counts = new Map();
    const withPgClient = this.#withPgClient;
    if (counts.length > 0 && withPgClient) {
      this.#writing = this.#writing.then(async () => {
        try {
          await withPgClient(null, (client) =>
            client.query({
              text: "select app_private.count_masked($1)",
              values: [JSON.stringify(counts)],
            }),
          );
        } catch (error) {
          this.#logger.error({ err: error }, "What was masked could not be written down");
        }
      });
    }
    return this.#writing;
  }
}
