/**
 * What a workflow is defined by. The database checks every definition (`app_hidden.check_workflow`);
 * these types describe what it has let through, and the JSON schema for editors is made of them.
 */
import { z } from "zod";

/** The comparisons of a condition. */
export const OPERATORS = [
  "eq", "ne", "gt", "gte", "lt", "lte", "in", "not_in", "contains", "startswith", "endswith",
  "is_null", "changed", "changed_to",
] as const;

/** The records that raise events. */
export const OBJECT_TYPES = [
  "account", "contact", "lead", "deal", "activity", "task", "project", "communication", "note",
] as const;

/** What a workflow can do. */
export const ACTION_TYPES = [
  "send_email", "add_note", "update_field", "create_task", "create_record", "assign",
  "send_notification", "call_webhook", "enqueue_export", "score_lead", "delay", "branch",
] as const;

/** What the values of a field are, as far as comparing goes. */
export type FieldType =
  | "text" | "number" | "boolean" | "date" | "datetime" | "time" | "choice" | "id" | "list";

const Scalar = z.union([z.string(), z.number(), z.boolean()]);

const Comparison = z.strictObject({
  field: z.string().min(1).max(300).describe("From the record: status, custom_data.size, account.owner.email, old.status"),
  op: z.enum(OPERATORS),
  value: z.union([Scalar, z.array(Scalar).min(1).max(1000)]).optional()
    .describe("A number may be a text, which keeps all its digits"),
  type: z.string().optional().describe("Set by the database"),
}).describe("Compares a field with a value");

const Condition = z.union([
  z.strictObject({ get and() { return z.array(Condition).min(1).max(100); } }),
  z.strictObject({ get or() { return z.array(Condition).min(1).max(100); } }),
  z.strictObject({ get not() { return Condition; } }),
  Comparison,
]).meta({ id: "condition" });

const Trigger = z.strictObject({
  event: z.string().describe("lead.updated, deal.won, schedule.cron, manual, …"),
  conditions: z.union([Condition, z.null()]).optional(),
  priority: z.int().min(-100).max(100).optional().describe("Runs of a higher one come first; 0 unless given"),
  schedule: z.string().max(100).nullish()
    .describe("Of schedule.cron: minute, hour, day, month and weekday, in the organization's time zone"),
}).meta({ id: "trigger" });

const Key = z.string().regex(/^[a-z][a-z0-9_]{0,49}$/);
const Template = (most: number) => z.string().regex(/\S/).max(most);
const Values = z.record(z.string(), z.unknown());
const Addresses = z.union([z.string(), z.array(z.string()).min(1).max(50)]);

const plain = {
  send_email: z.strictObject({
    to: Addresses, cc: Addresses.optional(), subject: Template(500), body: Template(50_000),
    html: z.boolean().optional(), log: z.boolean().optional(),
  }),
  add_note: z.strictObject({
    title: Template(255).optional(), content: Template(50_000), pinned: z.boolean().optional(),
  }),
  update_field: z.union([
    z.strictObject({ field: z.string(), value: z.unknown() }),
    z.strictObject({ values: Values }),
  ]),
  create_task: z.strictObject({
    title: Template(255), description: Template(32_000).optional(),
    due_in_days: z.int().min(0).max(3650).optional(),
    assignee: z.string().optional().describe("The id of a member, or owner"),
    priority: z.enum(["low", "normal", "high", "urgent"]).optional(),
  }),
  create_record: z.strictObject({ object_type: z.enum(OBJECT_TYPES), values: Values }),
  assign: z.strictObject({
    to: z.string().describe("The id of a member, team:<id>, or rules"),
    strategy: z.enum(["round_robin", "load_balanced"]).optional(),
  }),
  send_notification: z.strictObject({
    to: Addresses.describe("Ids of members, owner, role:<slug>"), message: Template(1000),
  }),
  call_webhook: z.strictObject({ endpoint_id: z.guid(), data: z.unknown().optional() }),
  enqueue_export: z.strictObject({
    object_type: z.enum(OBJECT_TYPES), format: z.enum(["csv", "ndjson"]),
    filter: Values.optional(), notify: z.boolean().optional(),
  }),
  score_lead: z.strictObject({}),
  delay: z.union([
    z.strictObject({
      for: z.strictObject({
        days: z.int().min(0).optional(), hours: z.int().min(0).optional(), minutes: z.int().min(0).optional(),
      }),
    }),
    z.strictObject({ until: z.string() }),
  ]),
} as const;

const common = { key: Key, allow_failure: z.boolean().optional() };
type PlainType = keyof typeof plain;
const plainActions = (Object.keys(plain) as PlainType[]).map((type) =>
  z.strictObject({
    ...common,
    type: z.literal(type),
    configuration: type === "score_lead" ? plain[type].optional() : plain[type],
  }));

const Branch = z.strictObject({
  ...common,
  type: z.literal("branch"),
  configuration: z.strictObject({
    if: Condition,
    get then() { return z.array(Action).max(100); },
    get else() { return z.array(Action).max(100).optional(); },
  }),
});

const Action: z.ZodType = z.union([...plainActions, Branch]).meta({ id: "action" });

/** The shape of a definition; that its fields, events and records exist only the database knows. */
export const WorkflowDefinition = z.strictObject({
  object_type: z.enum(OBJECT_TYPES).nullish().describe("Of which records the events tell"),
  triggers: z.array(Trigger).min(1).max(20),
  actions: z.array(Action).min(1).max(100),
});

/** The JSON schema of definitions (docs/workflow.schema.json). */
export function workflowSchema(): Record<string, unknown> {
  return {
    title: "Definition of a Rowhouse workflow",
    ...z.toJSONSchema(WorkflowDefinition),
  };
}

/** A comparison as the database keeps it. */
export type Comparison = {
  readonly field: string;
  readonly op: (typeof OPERATORS)[number];
  readonly value?: unknown;
  readonly type?: FieldType;
};

/** A condition as the database keeps it. */
export type Condition =
  | { readonly and: readonly Condition[] }
  | { readonly or: readonly Condition[] }
  | { readonly not: Condition }
  | Comparison;

/** What each path through other records leads to: "account.owner" → "user". */
export type Relations = Readonly<Record<string, string>>;

/** A trigger as the database keeps it. */
export type CompiledTrigger = {
  readonly event: string;
  readonly conditions: Condition | null;
  readonly relations: Relations;
  readonly priority: number;
  readonly schedule: string | null;
};

/** An action as the database keeps it. */
export type CompiledAction = {
  readonly key: string;
  readonly type: (typeof ACTION_TYPES)[number];
  readonly allow_failure: boolean;
  readonly configuration: Readonly<Record<string, unknown>>;
};

/** What a branch is configured with. */
export type BranchConfiguration = {
  readonly if: Condition;
  readonly then: readonly CompiledAction[];
  readonly else?: readonly CompiledAction[];
};

/** `workflow_versions.compiled`. */
export type CompiledWorkflow = {
  readonly object_type: string | null;
  readonly triggers: readonly CompiledTrigger[];
  readonly actions: readonly CompiledAction[];
  /** Of all conditions and templates. */
  readonly relations: Relations;
};
