import type { Actor } from "../../src/database/actor.ts";
import { asSuperuser, createTestDatabase } from "../support/database.ts";
import type { TestDatabase } from "../support/database.ts";
import { makeTenant, openTrial, runAs } from "../support/tenants.ts";
import type { Outcome, Tenant } from "../support/tenants.ts";

/** Columns of a definition; those that are left out are of leads. */
export type Definition = Record<string, unknown> & { key: string; type: string };

/** The statement that makes a definition, with its values. */
export function definitionInsert(definition: Definition): [string, unknown[]] {
  const columns = { object: "lead", label: definition.key.toUpperCase(), ...definition };
  const names = Object.keys(columns);
  const json = new Set(["default_value", "minimum", "maximum"]);
  return [
    `insert into app_public.custom_field_definitions (${names.join(", ")})
       values (${names.map((_, place) => `$${place + 1}`).join(", ")}) returning *`,
    Object.entries(columns).map(([name, value]) => (json.has(name) ? JSON.stringify(value) : value)),
  ];
}

/** Makes a lead with custom data. */
export const WRITE = "insert into app_public.leads (last_name, custom_data) values ('X', $1) returning id, custom_data";

/** What an error says of single fields. */
export function fieldsOf({ detail }: Outcome): Record<string, string> {
  return (JSON.parse(detail ?? "{}") as { fields?: Record<string, string> | null }).fields ?? {};
}

/** A definition of each type, with rules. */
export const EACH: readonly Definition[] = [
  { key: "t_text", type: "text", minimum: 2, maximum: 5 },
  { key: "t_textarea", type: "textarea", maximum: 20 },
  { key: "t_number", type: "number", minimum: -10, maximum: 10.5 },
  { key: "t_date", type: "date", minimum: "2020-01-01" },
  { key: "t_datetime", type: "datetime", maximum: "2030-01-01T00:00:00Z" },
  { key: "t_boolean", type: "boolean" },
  { key: "t_select", type: "select", choices: ["Low", "High"] },
  { key: "t_multi_select", type: "multi_select", choices: ["Red", "Green", "Blue"] },
  { key: "t_url", type: "url" },
  { key: "t_email", type: "email" },
  { key: "t_phone", type: "phone" },
  { key: "t_code", type: "text", pattern: "[A-Z]{2}-\\d{3}" },
];

/** An organization in which fields are defined and leads written, tried or kept. */
export type FieldTrial = {
  database: TestDatabase;
  acme: Tenant;
  owner: Actor;
  /** The owner of another organization. */
  outsider: Actor;
  tryAs(actor: Actor, text: string, values?: unknown[]): Promise<Outcome>;
  define(definition: Definition): Promise<Record<string, unknown>>;
  tryToDefine(definition: Definition, actor?: Actor): Promise<Outcome>;
  write(custom: unknown): Promise<Record<string, unknown>>;
  tryToWrite(custom: unknown, actor?: Actor): Promise<Outcome>;
  end(): Promise<void>;
};

/** Makes a database with two organizations. */
export async function openFieldTrial(): Promise<FieldTrial> {
  const database = await createTestDatabase();
  const trial = await openTrial(database);
  const [acme, other] = await asSuperuser(database, async (client) => {
    const made = await makeTenant(client, "Acme");
    return [made, await makeTenant(client, "Other")] as const;
  });
  const owner = acme.actor("owner");
  return {
    database, acme, owner, outsider: other.actor("owner"),
    tryAs: (...given) => trial.tryAs(...given),
    define: (definition) => runAs(database, owner, ...definitionInsert(definition)),
    tryToDefine: (definition, actor = owner) => trial.tryAs(actor, ...definitionInsert(definition)),
    write: (custom) => runAs(database, owner, WRITE, [JSON.stringify(custom)]),
    tryToWrite: (custom, actor = owner) => trial.tryAs(actor, WRITE, [JSON.stringify(custom)]),
    async end() {
      await trial.end();
      await database.drop();
    },
  };
}
