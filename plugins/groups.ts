/**
 * `groupedAggregates` returns all its groups or none: too many groups are an error, since a part
 * of them would look like the whole.
 */
import "@graphile/pg-aggregates";
import type { ExecutionDetails, GrafastResultsList } from "grafast";
import { constant, Step } from "grafast";
import { ApiError } from "./errors.ts";
import type { OperationLimits } from "./limits.ts";

declare global {
  namespace GraphileConfig {
    interface Plugins {
      GroupsPlugin: true;
    }
  }
}

interface GroupsStep extends Step {
  setFirst($first: Step<number>): void;
  items(): RowsStep;
}

interface RowsStep extends Step {
  listItem(itemPlan: Step): Step;
}

class AtMostStep extends Step<readonly unknown[] | null> {
  static override $$export = { moduleName: "rowhouse", exportName: "AtMostStep" };
  override isSyncAndSafe = false;
  readonly #$rows: RowsStep;
  readonly #limit: number;

  constructor($rows: RowsStep, limit: number) {
    super();
    this.addDependency($rows);
    this.#$rows = $rows;
    this.#limit = limit;
  }

  listItem(itemPlan: Step): Step {
    return this.#$rows.listItem(itemPlan);
  }

  override execute({
    indexMap,
    values: [rowsByIndex],
  }: ExecutionDetails<[readonly unknown[] | null]>): GrafastResultsList<readonly unknown[] | null> {
    return indexMap((index) => {
      const rows = rowsByIndex.at(index);
      if (rows && rows.length > this.#limit) {
        throw new ApiError(
          "LIMIT_EXCEEDED",
          `There are more than ${this.#limit} groups. Filter the list or group by less.`,
        );
      }
      return rows;
    });
  }
}

/**
 * Makes the plugin that bounds `groupedAggregates`.
 * @param limits - the largest number of groups
 */
export function makeGroupsPlugin({ groups }: Pick<OperationLimits, "groups">) {
  const plugin: GraphileConfig.Plugin = {
    name: "GroupsPlugin",
    version: "1.0.0",
    description: "An error instead of too many groups",
    schema: {
      hooks: {
        GraphQLObjectType_fields_field(field, _build, { scope }) {
          const { plan } = field;
          const { isConnectionType, fieldName } = scope;
          if (!isConnectionType || fieldName !== "groupedAggregates" || !plan) return field;
          return {
            ...field,
            plan(...planArguments: Parameters<typeof plan>) {
              const $groups = plan(...planArguments) as GroupsStep;
              $groups.setFirst(constant(groups + 1));
              planArguments[1].autoApply($groups);
              return new AtMostStep($groups.items(), groups);
            },
          };
        },
      },
    },
  };
  return plugin;
}
