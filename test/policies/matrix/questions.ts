import type { Model } from "./model.ts";
import { NOTHING } from "./probe.ts";
import type { Question, Reply } from "./probe.ts";
import { OWNED, PARENTS, SETTINGS, tableOf } from "./world.ts";
import type { World, WorldRecord } from "./world.ts";

/** A question with what the model says of each record that it is about. */
export type Comparison = {
  what: string;
  question: Question;
  /** How many decisions are compared. */
  count: number;
  /** What the database would have to reply. */
  isRight(reply: Reply): boolean;
};

/** What the database answers to a statement that a rule does not let through. */
const REFUSALS = new Set(["42501", "RH400", "RH403"]);

/** What nobody may write in these tables, whatever their permissions. */
const CLOSED: Record<string, string[]> = {
  member: ["create", "delete"],
  organization: ["create", "delete"],
  api_key: ["create", "delete"],
  scoring: ["create", "delete"],
  duplicate_rule: ["create", "delete"],
  webhook_endpoint: ["create"],
  workflow: ["create"],
};

/** Objects that a file can be imported into. */
const IMPORTABLE = ["account", "contact", "lead", "deal", "activity", "product"];

function literal(value: unknown): string {
  return value === null ? "null" : `'${String(value)}'`;
}

/** Everything that is asked on behalf of one person of a world. */
export class Questions {
  readonly comparisons: Comparison[] = [];
  readonly #model: Model;
  readonly #userId: string;
  readonly #records: WorldRecord[];
  readonly #world: World;

  /** @param records - those of all organizations, the person's own among them */
  constructor(model: Model, userId: string, world: World, records: WorldRecord[]) {
    this.#model = model;
    this.#userId = userId;
    this.#world = world;
    this.#records = records;
  }

  /** Collects the questions about all objects and all actions. */
  collect(objects: readonly string[], actions: readonly string[], known: Set<string>): this {
    for (const object of objects) {
      const records = this.#records.filter((record) => record.object === object);
      this.#askForRows(object, records);
      for (const action of actions) {
        this.#askForPermission(object, action, records, known.has(`${object} ${action}`));
      }
      this.#askToCreate(object);
      this.#askToAssign(object, records);
      if (IMPORTABLE.includes(object)) this.#askToImport(object);
    }
    this.#askToMoveBack();
    return this;
  }

  #compareIds(
    what: string,
    question: Question,
    records: WorldRecord[],
    expected: WorldRecord[],
  ): void {
    const wanted = expected
      .map(({ id }) => id)
      .sort()
      .join();
    this.comparisons.push({
      what,
      question,
      count: records.length,
      isRight({ ids, code }) {
        if (code !== undefined) return REFUSALS.has(code) && expected.length === 0;
        return [...ids].sort().join() === wanted;
      },
    });
  }

  #compareOutcome(what: string, question: Question, isAllowed: boolean): void {
    const isRight = ({ code }: Reply) =>
      isAllowed ? code === undefined : code !== undefined && REFUSALS.has(code);
    this.comparisons.push({ what, question, count: 1, isRight });
  }

  #allowed(action: string, records: WorldRecord[]): WorldRecord[] {
    return records.filter((record) => this.#model.allows(this.#userId, action, record));
  }

  /** What select, update and delete really do. */
  #askForRows(object: string, records: WorldRecord[]): void {
    const table = `app_public.${tableOf(object)}`;
    const ids = records.map(({ id }) => id);
    const seen = records.filter((record) => this.#model.sees(this.#userId, record));
    const read = `select array(select id from ${table} where id = any ($1))`;
    this.#compareIds(`view ${object}`, { read, ids }, records, seen);

    const column = (OWNED[object] ?? SETTINGS[object])!.neutral;
    const update = `with changed as (
      update ${table} set ${column} = ${column} where id = any ($1) returning id)
      select array(select id from changed)`;
    this.#compareIds(
      `edit ${object}`,
      { read: update, ids },
      records,
      this.#allowed("edit", records),
    );

    const removable = records.filter(({ isKept }) => !isKept || CLOSED[object]);
    const gone = CLOSED[object]?.includes("delete") ? [] : this.#allowed("delete", removable);
    const targets = removable.map(({ id }) => id);
    const condition = `id = any ('{${targets.join()}}')`;
    // From the bin's tables rows do not go, they are only seen no more.
    const remaining = `select array(select unnest($1) except select id from ${table} where ${condition})`;
    const question = { first: `delete from ${table} where ${condition}`, read: remaining };
    const before = removable
      .filter((record) => this.#model.sees(this.#userId, record))
      .map(({ id }) => id);
    this.#compareIds(`delete ${object}`, { ...question, ids: before }, removable, gone);
  }

  /** What the one function for mutations says, called as the caller and as owner. */
  #askForPermission(
    object: string,
    action: string,
    records: WorldRecord[],
    isKnown: boolean,
  ): void {
    const ids = records.map(({ id }) => id);
    const names = ["app_hidden.allowed_ids"];
    if (action === "edit") names.push("probe.allowed_past_policies");
    for (const name of names) {
      const question = { read: `select ${name}('${object}', '${action}', $1)`, ids };
      const what = `${name} ${action} ${object}`;
      if (isKnown) {
        this.#compareIds(what, question, records, this.#allowed(action, records));
      } else {
        const isRight = ({ code }: Reply) => code === "RH400";
        this.comparisons.push({ what, question, count: 1, isRight });
      }
    }
  }

  #askToCreate(object: string): void {
    for (const { owners, parents } of this.#drafts(object)) {
      const { table, needs } = (OWNED[object] ?? SETTINGS[object])!;
      const links = Object.fromEntries(parents.map((parent) => [`${parent.object}_id`, parent.id]));
      const { created_by: _mine, ...given } = owners;
      // What an organization sets up must not have the name of what is there.
      const names = ["name", "slug", "key"].filter((name) => name in (needs ?? {}));
      const other = Object.fromEntries(names.map((name) => [name, "y"]));
      const columns = Object.entries({ ...needs, ...other, ...given, ...links });
      const values = columns.map(([, value]) => literal(value)).join(", ");
      const first =
        columns.length === 0
          ? `insert into app_public.${table} default values`
          : `insert into app_public.${table} (${columns.map(([name]) => name).join(", ")}) values (${values})`;
      const organizationId = this.#world.tenant.organizationId;
      const draft = {
        object,
        id: "",
        organizationId,
        owners,
        parents,
        isDeleted: false,
        isKept: false,
      };
      const isAllowed =
        !(CLOSED[object]?.includes("create") || object === "audit_log") &&
        this.#model.allowsCreation(this.#userId, draft);
      this.#compareOutcome(`create ${object} ${values}`, { first, read: NOTHING }, isAllowed);
    }
  }

  /** Records to make: for various people, on various records of all organizations. */
  #drafts(object: string): { owners: WorldRecord["owners"]; parents: WorldRecord[] }[] {
    const columns = OWNED[object]?.owners ?? [];
    const kinds = PARENTS[object];
    const made: Record<string, string> = columns.includes("created_by")
      ? { created_by: this.#userId }
      : {};
    if (!kinds) {
      const [column, second] = columns;
      if (!column) return [{ owners: {}, parents: [] }];
      return this.#someone().flatMap((person) => [
        { owners: { [column]: person, ...made }, parents: [] },
        ...(second === "account_manager_id"
          ? [{ owners: { [column]: null, [second]: person }, parents: [] }]
          : []),
      ]);
    }
    const parents = kinds.flatMap((kind) =>
      this.#records
        .filter((record) => record.object === kind)
        .filter((_, index) => index % 11 === 0),
    );
    const drafts = parents.map((parent) => ({ owners: made, parents: [parent] }));
    return object === "communication" ? [...drafts, { owners: made, parents: [] }] : drafts;
  }

  #someone(): (string | null)[] {
    const { colleague, neighbour, stranger, second } = this.#world.people;
    return [this.#userId, colleague!, neighbour!, stranger!, second!, null];
  }

  #askToAssign(object: string, records: WorldRecord[]): void {
    const { table, owners } = OWNED[object] ?? { table: "", owners: [] };
    for (const column of owners.filter((name) => name !== "created_by")) {
      for (const [index, record] of this.#mostlyOurs(records).entries()) {
        const persons = [this.#userId, this.#world.people["colleague"]!, null];
        const isNobodys = Object.values(record.owners).every((owner) => owner === null);
        for (const person of isNobodys ? persons : [persons[index % persons.length]!]) {
          const read = `with changed as (
            update app_public.${table} set ${column} = ${literal(person)} where id = any ($1) returning id)
            select array(select id from changed)`;
          const isAllowed = this.#model.allowsAssignment(this.#userId, record, column, person);
          const what = `assign ${object}.${column} of ${JSON.stringify(record.owners)} to ${person}`;
          const expected = isAllowed ? [record] : [];
          this.#compareIds(what, { read, ids: [record.id] }, [record], expected);
        }
      }
    }
  }

  /** Our own records, and a few of the other organization for what is asked one by one. */
  #mostlyOurs(records: WorldRecord[]): WorldRecord[] {
    const { organizationId } = this.#world.tenant;
    return records.filter(
      (record, index) => record.organizationId === organizationId || index % 10 === 0,
    );
  }

  #askToImport(object: string): void {
    const first = `select app_hidden.start_import('${object}', 'x.csv', '\\x00', false, null)`;
    const isAllowed = this.#model.scope(this.#userId, object, "import") !== undefined;
    this.#compareOutcome(`import ${object}`, { first, read: NOTHING }, isAllowed);
  }

  /** Moving a deal back takes the permission to manage it. */
  #askToMoveBack(): void {
    const stage = this.#world.tenant.stages["Prospecting"]!;
    const deals = this.#records.filter(({ object }) => object === "deal");
    for (const deal of this.#mostlyOurs(deals)) {
      const read = `with moved as (
        update app_public.deals set stage_id = '${stage}' where id = any ($1) returning id)
        select array(select id from moved)`;
      const isAllowed =
        this.#model.allows(this.#userId, "edit", deal) &&
        this.#model.covers(this.#userId, "manage", deal);
      const what = `manage deal of ${JSON.stringify(deal.owners)}`;
      this.#compareIds(what, { read, ids: [deal.id] }, [deal], isAllowed ? [deal] : []);
    }
  }
}
