import type pg from "pg";
import { addMember, makeRole, makeTenant, one } from "../../support/tenants.ts";
import type { Tenant } from "../../support/tenants.ts";

/** A row that the matrix is asked about. */
export type WorldRecord = {
  object: string;
  id: string;
  organizationId: string;
  /** Owner columns and who is in them; of members and API keys, whose they are, which is seen. */
  owners: Record<string, string | null>;
  /** The records that it is on. */
  parents: WorldRecord[];
  /** Who reads the message that it is attached to. */
  readers?: string[];
  isDeleted: boolean;
  /** Whether it stands in the way of its own deletion, such as a role that somebody has. */
  isKept: boolean;
};

/** An organization with people in groups that overlap, and records of every kind of theirs. */
export type World = {
  tenant: Tenant;
  /** Users by name: the system roles, the custom ones, and those who only own things. */
  people: Record<string, string>;
  /** Ids of the custom roles by name. */
  customRoles: Record<string, string>;
  records: WorldRecord[];
};

/** The custom roles whose permissions change from round to round. */
export const CUSTOM_ROLES = ["first", "second", "third"] as const;

const TEAMS = {
  North: ["manager", "member", "first", "colleague"],
  South: ["first", "second", "admin", "former"],
  Alone: ["third"],
};

const TERRITORIES = {
  West: ["second", "third", "neighbour", "manager"],
  East: ["third", "first", "member", "former"],
};

/** Objects with owners: the table, the columns, and what a row of it needs besides. */
export const OWNED: Record<
  string,
  { table: string; owners: string[]; needs: Record<string, unknown>; neutral: string }
> = {
  account: {
    table: "accounts",
    owners: ["owner_id", "account_manager_id"],
    needs: { name: "x" },
    neutral: "name",
  },
  contact: {
    table: "contacts",
    owners: ["owner_id"],
    needs: { last_name: "x" },
    neutral: "last_name",
  },
  lead: { table: "leads", owners: ["owner_id"], needs: { company: "x" }, neutral: "company" },
  deal: { table: "deals", owners: ["owner_id"], needs: { title: "x" }, neutral: "title" },
  activity: {
    table: "activities",
    owners: ["assigned_to_id", "created_by"],
    needs: { subject: "x" },
    neutral: "subject",
  },
  task: {
    table: "tasks",
    owners: ["assignee_id", "created_by"],
    needs: { title: "x" },
    neutral: "title",
  },
  project: { table: "projects", owners: ["owner_id"], needs: { name: "x" }, neutral: "name" },
  communication: {
    table: "communications",
    owners: ["created_by"],
    needs: { type: "email" },
    neutral: "subject",
  },
  note: { table: "notes", owners: ["created_by"], needs: { content: "x" }, neutral: "content" },
  comment: { table: "comments", owners: ["created_by"], needs: { body: "x" }, neutral: "body" },
  attachment: {
    table: "attachments",
    owners: ["created_by"],
    needs: { file_name: "x", byte_size: 1 },
    neutral: "file_name",
  },
};

/** What notes, comments, attachments and communications can be on. */
export const PARENTS: Record<string, string[]> = {
  communication: ["account", "contact", "lead", "deal", "activity"],
  note: ["account", "contact", "lead", "deal", "communication", "project", "task"],
  comment: ["account", "contact", "lead", "deal", "communication", "project", "task"],
  attachment: ["account", "contact", "lead", "deal", "communication", "project", "task"],
};

/** Objects that an organization sets up: the same for every row. */
export const SETTINGS: Record<
  string,
  { table: string; needs: Record<string, unknown> | null; neutral: string }
> = {
  product: { table: "products", needs: { name: "x" }, neutral: "name" },
  pipeline: { table: "pipelines", needs: { name: "x" }, neutral: "name" },
  custom_field: {
    table: "custom_field_definitions",
    needs: { object: "lead", key: "x", label: "x", type: "text" },
    neutral: "label",
  },
  tag: { table: "tags", needs: { name: "x" }, neutral: "name" },
  team: { table: "teams", needs: { name: "x" }, neutral: "name" },
  territory: { table: "territories", needs: { name: "x" }, neutral: "name" },
  assignment_rule: { table: "assignment_rules", needs: { name: "x" }, neutral: "name" },
  duplicate_rule: { table: "duplicate_rules", needs: null, neutral: "threshold" },
  lead_form: { table: "lead_forms", needs: { name: "x" }, neutral: "name" },
  api_key: { table: "api_keys", needs: null, neutral: "name" },
  scoring: { table: "lead_scoring_configs", needs: null, neutral: "warm_from" },
  webhook_endpoint: {
    table: "webhook_endpoints",
    needs: { name: "x", url: "https://x.example.test" },
    neutral: "name",
  },
  workflow: { table: "workflows", needs: { name: "x" }, neutral: "name" },
  role: { table: "roles", needs: { slug: "x", name: "x" }, neutral: "name" },
  member: { table: "memberships", needs: null, neutral: "is_active" },
  organization: { table: "organizations", needs: null, neutral: "name" },
  // Made as a setting of nobody's; who has a key is a member like others.
  audit_log: { table: "audit_log", needs: null, neutral: "action" },
};

type SettingRow = { id: string; user_id: string; actor_id: string | null };

/** The table of an object. */
export function tableOf(object: string): string {
  return (OWNED[object] ?? SETTINGS[object])!.table;
}

/** Makes an organization of the matrix, as superuser. */
export async function makeWorld(client: pg.Client, name: string): Promise<World> {
  const tenant = await makeTenant(client, name);
  const { organizationId } = tenant;
  const people: Record<string, string> = { ...tenant.users };
  const customRoles: Record<string, string> = {};
  for (const person of CUSTOM_ROLES) {
    const role = await makeRole(client, organizationId, []);
    customRoles[person] = role.id;
    people[person] = await addMember(client, organizationId, role.slug);
  }
  for (const person of ["colleague", "neighbour", "stranger", "former"]) {
    people[person] = await addMember(client, organizationId, "member");
  }
  await makeGroups(client, organizationId, "team", TEAMS, people);
  await makeGroups(client, organizationId, "territory", TERRITORIES, people);
  await client.query("begin");
  await client.query(
    `select set_config('rowhouse.organization_id', $1, true), set_config('rowhouse.user_id', $2, true)`,
    [organizationId, people["owner"]],
  );
  const records = await new Recorder(client, organizationId, people).record();
  await client.query("commit");
  await client.query(
    "update app_public.memberships set is_active = false where organization_id = $1 and user_id = $2",
    [organizationId, people["former"]],
  );
  return { tenant, people, customRoles, records };
}

async function makeGroups(
  client: pg.Client,
  organizationId: string,
  kind: "team" | "territory",
  groups: Record<string, string[]>,
  people: Record<string, string>,
): Promise<void> {
  const table = kind === "team" ? "teams" : "territories";
  for (const [name, names] of Object.entries(groups)) {
    await client.query(
      `with made as (
         insert into app_public.${table} (organization_id, name) values ($1, $2) returning id)
       insert into app_public.${kind}_members (organization_id, ${kind}_id, user_id)
         select $1, made.id, unnest($3::uuid[]) from made`,
      [organizationId, name, names.map((person) => people[person])],
    );
  }
}

class Recorder {
  readonly records: WorldRecord[] = [];
  readonly client: pg.Client;
  readonly organizationId: string;
  readonly people: Record<string, string>;

  constructor(client: pg.Client, organizationId: string, people: Record<string, string>) {
    this.client = client;
    this.organizationId = organizationId;
    this.people = people;
  }

  async record(): Promise<WorldRecord[]> {
    const everybody = [...Object.values(this.people), null];
    for (const object of ["account", "contact", "lead", "deal", "activity", "task", "project"]) {
      const [column, second] = OWNED[object]!.owners;
      for (const [index, person] of everybody.entries()) {
        const other = everybody[(index + 5) % everybody.length]!;
        await this.#insert(object, { [column!]: person, ...(second ? { [second]: null } : {}) });
        if (!second) continue;
        await this.#insert(object, { [column!]: null, [second]: person });
        if (index % 2 === 0) await this.#insert(object, { [column!]: person, [second]: other });
      }
      await this.#bin(
        await this.#insert(object, Object.fromEntries([[column!, this.people["first"]!]])),
      );
    }
    for (const object of ["communication", "note", "comment", "attachment"]) {
      for (const [index, person] of everybody.entries()) {
        for (const [step, kind] of PARENTS[object]!.entries()) {
          const choice = this.records.filter((record) => record.object === kind);
          // Around all owners, those in the recycle bin included.
          const parent = choice[(index * 7 + step * 3) % choice.length]!;
          await this.#insert(object, { created_by: person }, [parent]);
        }
        if (object === "communication") {
          await this.#insert(object, { created_by: person });
          const deal = this.#some("deal", index);
          await this.#insert(object, { created_by: person }, [
            deal,
            this.#some("contact", index + 3),
          ]);
        }
      }
    }
    await this.#attachToMessage(everybody);
    await this.#makeSettings();
    return this.records;
  }

  #some(object: string, index: number): WorldRecord {
    const choice = this.records.filter((record) => record.object === object);
    return choice[index % choice.length]!;
  }

  async #insert(
    object: string,
    owners: Record<string, string | null>,
    parents: WorldRecord[] = [],
    more: Record<string, unknown> = {},
  ): Promise<WorldRecord> {
    const { table, needs } = (OWNED[object] ?? SETTINGS[object])!;
    const links = Object.fromEntries(parents.map((parent) => [`${parent.object}_id`, parent.id]));
    const columns = {
      organization_id: this.organizationId,
      ...needs,
      ...owners,
      ...links,
      ...more,
    };
    const places = Object.keys(columns).map((_, index) => `$${index + 1}`);
    const { id } = await one<{ id: string }>(
      this.client,
      `insert into app_public.${table} (${Object.keys(columns).join(", ")})
         values (${places.join(", ")}) returning id`,
      Object.values(columns),
    );
    const { organizationId } = this;
    const record = { object, id, organizationId, owners, parents, isDeleted: false, isKept: false };
    this.records.push(record);
    return record;
  }

  async #bin(record: WorldRecord): Promise<void> {
    record.isDeleted = true;
    await this.client.query(
      `update app_public.${tableOf(record.object)} set deleted_at = now() where id = $1`,
      [record.id],
    );
  }

  async #attachToMessage(everybody: (string | null)[]): Promise<void> {
    const readers = [this.people["first"]!, this.people["member"]!, this.people["stranger"]!];
    const { message } = await one<{ message: string }>(
      this.client,
      `with thread as (
         insert into app_public.message_threads (subject, created_by) values ('x', $1) returning id),
       participants as (
         insert into app_public.message_thread_participants (thread_id, user_id)
           select id, unnest($2::uuid[]) from thread)
       insert into app_public.messages (thread_id, body, created_by)
         select id, 'x', $1 from thread returning id as message`,
      [readers[0], readers.slice(1)],
    );
    for (const person of everybody) {
      const made = await this.#insert("attachment", { created_by: person }, [], {
        message_id: message,
      });
      made.readers = readers;
    }
  }

  async #makeSettings(): Promise<void> {
    for (const [object, { table, needs }] of Object.entries(SETTINGS)) {
      if (needs) await this.#insert(object, {});
      if (object === "api_key") {
        await this.client.query(
          `insert into app_public.api_keys (organization_id, user_id, name, prefix)
             select $1, u, u, 'rh_abcdef' from unnest($2::uuid[]) u`,
          [this.organizationId, [this.people["first"], this.people["stranger"]]],
        );
      }
      if (object === "audit_log") {
        await this.client.query(
          "select app_private.record_auth_event(u, 'login') from unnest($1::uuid[]) u",
          [Object.values(this.people)],
        );
      }
      const organization = object === "organization" ? "id" : "organization_id";
      // The log has an entry for each record made here: those of sign-ins are enough.
      const condition = object === "audit_log" ? "action = 'auth.login'" : "true";
      const { rows } = await this.client.query<SettingRow>(
        `select * from app_public.${table} where ${organization} = $1 and ${condition}`,
        [this.organizationId],
      );
      const known = new Set(this.records.map(({ id }) => id));
      for (const row of rows.filter(({ id }) => !known.has(id))) {
        const { id, user_id, actor_id } = row;
        const isSomebodys = object === "member" || object === "api_key";
        const owners: WorldRecord["owners"] = isSomebodys
          ? { user_id }
          : object === "audit_log"
            ? { actor_id }
            : {};
        const { organizationId } = this;
        this.records.push({
          object,
          id,
          organizationId,
          owners,
          parents: [],
          isDeleted: false,
          isKept: true,
        });
      }
    }
  }
}
