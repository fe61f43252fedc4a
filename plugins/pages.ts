/**
 * No unbounded list: a list without `first` and `last` has a page of default size, whichever way
 * it is reached. The largest page is refused before execution (limits.ts) and once more here, for
 * callers that do not come through the server.
 */
import "postgraphile/graphile-build-pg";
import type { FieldArgs, Step } from "grafast";
import { constant, ConstantStep, lambda } from "grafast";
import type { PgResource } from "postgraphile/@dataplan/pg";
import { ApiError } from "./errors.ts";
import type { OperationLimits } from "./limits.ts";

type PageLimits = Pick<OperationLimits, "defaultPageSize" | "pageSize">;

interface Pageable {
  setFirst($first: Step): void;
}

function isPageable(step: unknown): step is Pageable {
  return typeof (step as Partial<Pageable> | null)?.setFirst === "function";
}

interface ListScope {
  readonly pgFieldResource?: PgResource | undefined;
  readonly isPgFieldConnection?: boolean;
  readonly isPgFieldSimpleCollection?: boolean;
}

function isList(scope: ListScope): boolean {
  return Boolean(scope.isPgFieldConnection || scope.isPgFieldSimpleCollection);
}

type FirstOf = (first: number | null | undefined, last: number | null | undefined) => number | null;

type PageStep = Step<number | null | undefined> | undefined;

function setPageOf($list: Pageable, fieldArguments: FieldArgs, firstOf: FirstOf): void {
  const $first = fieldArguments.getRaw("first") as PageStep;
  const $last = fieldArguments.getRaw("last") as PageStep;
  if (!$first) return;
  const isFixed = $first instanceof ConstantStep && (!$last || $last instanceof ConstantStep);
  if (isFixed) {
    const size = firstOf($first.data, $last instanceof ConstantStep ? $last.data : undefined);
    if (size !== null) $list.setFirst(constant(size));
  } else {
    const $none = constant(undefined);
    $list.setFirst(lambda([$first, $last ?? $none], ([first, last]) => firstOf(first, last), true));
  }
}

function makeFirst({ defaultPageSize, pageSize }: PageLimits): FirstOf {
  return (first, last) => {
    if (Math.max(first ?? 0, last ?? 0) > pageSize) {
      throw new ApiError("LIMIT_EXCEEDED", `A page has at most ${pageSize} rows.`);
    }
    return first ?? (last == null ? defaultPageSize : null);
  };
}

/**
 * Gives a list that is planned by hand a page: of `first` rows, or of default size.
 * @param $list - the list
 * @param fieldArguments - the arguments of its field, `first` among them
 * @param limits - default and largest page size, in rows
 */
export function setPage($list: Pageable, fieldArguments: FieldArgs, limits: PageLimits): void {
  setPageOf($list, fieldArguments, makeFirst(limits));
}

declare global {
  namespace GraphileBuild {
    interface PgResourceTags {
      /** Most rows of a page of this table, where that is fewer than of others. */
      pageSize?: string;
    }
  }
  namespace GraphileConfig {
    interface Plugins {
      PagesPlugin: true;
    }
  }
}

/**
 * Makes the plugin that gives every list a page size.
 * @param limits - default and largest page size, in rows
 */
export function makePagesPlugin(limits: PageLimits): GraphileConfig.Plugin {
  const firstOfConnection = makeFirst(limits);
  const firstOfList = makeFirst({ ...limits, defaultPageSize: limits.pageSize });
  const firstOf = (scope: ListScope): FirstOf => {
    const pageSize = scope.pgFieldResource?.extensions?.tags?.pageSize;
    if (pageSize === undefined) return scope.isPgFieldConnection ? firstOfConnection : firstOfList;
    return makeFirst({ ...limits, pageSize: Math.min(Number(pageSize), limits.pageSize) });
  };
  return {
    name: "PagesPlugin",
    version: "1.0.0",
    description: "Default and largest page size of every list",
    schema: {
      hooks: {
        GraphQLObjectType_fields_field(field, _build, { scope }) {
          const { plan } = field;
          if (!isList(scope) || !plan) return field;
          return {
            ...field,
            plan(...planArguments: Parameters<typeof plan>) {
              const $list = plan(...planArguments);
              // A plain list cannot tell that there is more, so it is not cut short by default.
              const choose = firstOf(scope);
              if (isPageable($list)) setPageOf($list, planArguments[1], choose);
              return $list;
            },
          };
        },
        GraphQLObjectType_fields_field_args: {
          after: ["PgFirstLastBeforeAfterArgsPlugin"],
          callback(args, _build, { scope }) {
            if (!isList(scope) || !args.first) return args;
            // The field's plan sets the page; to set it again would be an error.
            const { applyPlan: _replaced, ...first } = args.first;
            return { ...args, first };
          },
        },
      },
    },
  };
}
