import type { ClientBase } from "pg";
import { objectMappings } from "./objects/index.ts";
import type { ObjectName } from "./objects/types.ts";

interface Member {
  id: string;
  email: string;
  name: string;
}

/** How records are named where their id is not given: by an expression over the table. */
const nameExpressions: Partial<Record<ObjectName, string>> = {
  Account: "lower(btrim(name))",
  Contact: "email",
  Lead: "email",
  Product2: "lower(btrim(coalesce(code, name)))",
  Opportunity: "deal_number",
};

/** Which column of former_external_ids says into what a record was merged. */
const formerIdColumns: Partial<Record<ObjectName, string>> = {
  Account: "account_id",
  Contact: "contact_id",
  Lead: "lead_id",
};

const cacheLimit = 200_000;

/** Finds the records and members that cells refer to, by foreign id, name or e-mail address. */
export class References {
  readonly externalSystem: string;
  #members: Member[] | null = null;
  /** Foreign user id → how a member of ours may be known: e-mail address or name. */
  readonly #users = new Map<string, { email: string | null; name: string | null }>();
  readonly #records = new Map<ObjectName, Map<string, string>>();
  readonly #sources = new Map<string, string>();

  /** @param externalSystem - whose ids the files hold */
  constructor(externalSystem: string) {
    this.externalSystem = externalSystem;
  }

  /** Remembers a user of the other system. */
  addUser(id: string, email: string | null, name: string | null): void {
    this.#users.set(id, { email: email?.toLowerCase() ?? null, name });
  }

  /** True when the file of users had somebody with the id. */
  knowsUser(id: string): boolean {
    return this.#users.has(id);
  }

  /** How a user of the other system is named in warnings. */
  userLabel(id: string): string {
    const user = this.#users.get(id);
    return user?.email ?? user?.name ?? id;
  }

  /** The member whom a cell names by foreign id, e-mail address or name. */
  async findMember(client: ClientBase, cell: string): Promise<string | null> {
    this.#members ??= await loadMembers(client);
    const user = this.#users.get(cell);
    const names = [user?.email, user?.name, cell].flatMap((name) => (name ? [lower(name)] : []));
    for (const name of names) {
      const byEmail = this.#members.find((member) => member.email === name);
      if (byEmail) return byEmail.id;
      const byName = this.#members.filter((member) => lower(member.name) === name);
      if (byName.length === 1) return byName[0]?.id ?? null;
    }
    return null;
  }

  /**
   * The records of an object that cells name, by foreign id and, for what is left, by name.
   *
   * @returns cell → id, for those found
   */
  async findRecords(
    client: ClientBase,
    object: ObjectName,
    cells: Iterable<string>,
  ): Promise<Map<string, string>> {
    const cache = this.#cacheOf(object);
    const found = new Map<string, string>();
    const missing = new Set<string>();
    for (const cell of cells) {
      const id = cache.get(cell);
      if (id === undefined) missing.add(cell);
      else found.set(cell, id);
    }
    if (missing.size === 0) return found;
    const source = await this.#sourceOf(client, objectMappings[object].table);
    const byId = await client.query<{ key: string; id: string }>(
      `select external_id as key, id from ${source}
         where external_system = $1 and external_id = any ($2)`,
      [this.externalSystem, [...missing]],
    );
    for (const { key, id } of byId.rows) {
      found.set(key, id);
      cache.set(key, id);
      missing.delete(key);
    }
    const column = formerIdColumns[object];
    if (column !== undefined && missing.size > 0) {
      const byFormerId = await client.query<{ key: string; id: string }>(
        `select f.external_id as key, min(seen.id::text)::uuid as id
           from app_public.former_external_ids f join ${source} on seen.id = f.${column}
           where f.external_system = $1 and f.external_id = any ($2) group by 1 having count(*) = 1`,
        [this.externalSystem, [...missing]],
      );
      for (const { key, id } of byFormerId.rows) {
        found.set(key, id);
        cache.set(key, id);
        missing.delete(key);
      }
    }
    const expression = nameExpressions[object];
    if (expression === undefined || missing.size === 0) return found;
    const names = new Map([...missing].map((cell) => [lower(cell), cell]));
    const byName = await client.query<{ key: string; id: string }>(
      `select ${expression} as key, min(id::text)::uuid as id from ${source}
         where ${expression} = any ($1) group by 1 having count(*) = 1`,
      [object === "Opportunity" ? [...missing] : [...names.keys()]],
    );
    for (const { key, id } of byName.rows) {
      const cell = names.get(lower(key));
      if (cell !== undefined) found.set(cell, id);
    }
    return found;
  }

  /** The names of accounts by their foreign ids, for files that hold the id in their place. */
  async findAccountNames(client: ClientBase, cells: string[]): Promise<Map<string, string>> {
    const source = await this.#sourceOf(client, "accounts");
    const { rows } = await client.query<{ external_id: string; name: string }>(
      `select external_id, name from ${source}
         where external_system = $1 and external_id = any ($2)`,
      [this.externalSystem, cells],
    );
    return new Map(rows.map((row) => [row.external_id, row.name]));
  }

  /** The table as the importing user may see it: what they may not see finds nothing. */
  async #sourceOf(client: ClientBase, table: string): Promise<string> {
    let source = this.#sources.get(table);
    if (source === undefined) {
      const { rows } = await client.query<{ columns: string }>(
        "select app_hidden.my_column_expressions($1) as columns",
        [table],
      );
      source = `(select ${rows[0]?.columns} from app_public.${table}) seen`;
      this.#sources.set(table, source);
    }
    return source;
  }

  #cacheOf(object: ObjectName): Map<string, string> {
    let cache = this.#records.get(object);
    if (!cache || cache.size > cacheLimit) {
      cache = new Map();
      this.#records.set(object, cache);
    }
    return cache;
  }
}

async function loadMembers(client: ClientBase): Promise<Member[]> {
  const { rows } = await client.query<Member>(
    `select u.id, u.email, u.name
       from app_public.memberships m join app_public.users u on u.id = m.user_id
       order by m.is_active desc, m.created_at`,
  );
  return rows;
}

function lower(text: string): string {
  return text.trim().toLowerCase();
}
