/**
 * How a caller's role reads tables, as the database says it (`app_private.access_profile`). It is
 * remembered for each member; the policies refuse a statement that was made by what has changed
 * since, so remembering is safe and `forget` is all it takes to catch up.
 */
import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { WithPgClient } from "postgraphile/@dataplan/pg";

/** How a table is read and written; see the function in the database. */
export interface TableAccess {
  /** The select list that shows its columns as the role may see them; null for as they are. */
  readonly columns: string | null;
  /** Follows from the policy, in a form that can use an index. */
  readonly condition: string | null;
  /** Columns that may not be written. */
  readonly readOnly: readonly string[];
  /** Columns that are masked or hidden. */
  readonly withheld: Readonly<Record<string, "mask" | "hidden">>;
  /** The object whose fields these are. */
  readonly object: string;
  /** SQL functions that answer rows of this table. */
  readonly functions: readonly string[];
}

/** How tables are read and written, by their names; those that are not listed are as they are. */
export type Tables = Readonly<Record<string, TableAccess>>;

/** How a member reads and writes tables. */
export interface AccessProfile {
  /** What the policies compare with the state of the role. */
  readonly version: string;
  readonly tables: Tables;
  /** A hash of the tables: what statements are made by. Empty when there are none. */
  readonly fingerprint: string;
  /** Whether any column is masked or hidden. */
  readonly withholds: boolean;
  /** Custom fields by which statements may be narrowed, such as `lead.tier`. */
  readonly indexed: ReadonlySet<string>;
}

/** As the database answers it. */
interface ReadProfile {
  readonly version: string;
  readonly tables: Tables;
  readonly indexed: readonly string[];
}

/** The settings that tell the database who asks. */
export type CallerSettings = Readonly<Record<string, string | undefined>>;

const REMEMBERED_MEMBERS = 10_000;
/** Members of one role mostly read alike, so that these are far fewer. */
const REMEMBERED_TABLES = 1_000;
/** How many records are in reach changes with time, and with it which index is best. */
const REMEMBERED_MS = 5 * 60_000;

/** Refusals that the statement itself is going to meet and tell in its own place. */
const REFUSALS: ReadonlySet<unknown> = new Set(["RH401", "RH403"]);

function memberOf(settings: CallerSettings): string {
  return `${settings["rowhouse.organization_id"]} ${settings["rowhouse.user_id"]}`;
}

/** Reads profiles and remembers them. */
export class AccessProfiles {
  readonly #profiles = new LRUCache<string, AccessProfile>({
    max: REMEMBERED_MEMBERS,
    ttl: REMEMBERED_MS,
  });
  readonly #tables = new LRUCache<string, Tables>({ max: REMEMBERED_TABLES });
  readonly #reading = new Map<string, Promise<AccessProfile | undefined>>();

  /**
   * The profile of a caller, if it is known.
   * @param settings - who asks
   */
  known(settings: CallerSettings): AccessProfile | undefined {
    return this.#profiles.get(memberOf(settings));
  }

  /**
   * The profile of a caller.
   * @param settings - who asks
   * @param withPgClient - reads it, as the API's login
   * @returns undefined when the database refuses the caller
   */
  async read(
    settings: CallerSettings,
    withPgClient: WithPgClient,
  ): Promise<AccessProfile | undefined> {
    const member = memberOf(settings);
    const reading = this.#reading.get(member);
    if (reading) return reading;
    const profile = this.#read(settings, withPgClient);
    this.#reading.set(member, profile);
    try {
      const found = await profile;
      // Else it was let go of meanwhile, and a newer one may be known.
      if (found && this.#reading.get(member) === profile) this.#profiles.set(member, found);
      return found;
    } finally {
      if (this.#reading.get(member) === profile) this.#reading.delete(member);
    }
  }

  /** Lets go of what is known of a caller. */
  forget(settings: CallerSettings): void {
    const member = memberOf(settings);
    this.#profiles.delete(member);
    // What is being read may have begun before the change.
    this.#reading.delete(member);
  }

  async #read(
    settings: CallerSettings,
    withPgClient: WithPgClient,
  ): Promise<AccessProfile | undefined> {
    const { role: _, ...who } = settings;
    try {
      const { rows } = await withPgClient(who, (client) =>
        client.query<{ profile: ReadProfile }>({
          text: "select app_private.access_profile() as profile",
        }),
      );
      const profile = rows[0]?.profile;
      if (!profile) return undefined;
      const { version, tables, indexed } = profile;
      return { version, ...this.#shared(tables), indexed: new Set(indexed) };
    } catch (error) {
      if (REFUSALS.has((error as { code?: unknown }).code)) return undefined;
      throw error;
    }
  }

  /** Tables that are equal to others are kept once. */
  #shared(read: Tables): Omit<AccessProfile, "version" | "indexed"> {
    const all = Object.values(read);
    if (all.length === 0) return { tables: read, fingerprint: "", withholds: false };
    const fingerprint = createHash("sha1").update(JSON.stringify(read)).digest("base64");
    const tables = this.#tables.get(fingerprint) ?? read;
    this.#tables.set(fingerprint, tables);
    const withholds = all.some(({ withheld }) => Object.keys(withheld).length > 0);
    return { tables, fingerprint, withholds };
  }
}
