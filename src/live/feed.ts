import type pg from "pg";

/** A row of the feed: up to a thousand records of one statement. */
export type FeedRow = {
  position: string;
  organizationId: string | null;
  topic: string;
  action: "created" | "updated" | "deleted";
  recordIds: string[];
  watchedIds: string[] | null;
  moments: string[] | null;
  ownerIds: (string | null)[] | null;
  formerOwnerIds: (string | null)[] | null;
  changedAt: Date;
};

/** What of the feed is asked for. */
export type FeedQuery = {
  /** Snapshots, as Postgres writes them; `upto` is the current one when left out. */
  since: string;
  upto?: string | undefined;
  afterPosition?: string;
  most: number;
  organizationId?: string;
  topic?: string;
  watchedId?: string | undefined;
};

/** What the feed answers. */
export type FeedPage = {
  /** Until where it was read. */
  snapshot: string;
  /** False when something has been missed that nobody knows any more. */
  isComplete: boolean;
  rows: FeedRow[];
};

/** What can be watched. */
export type Topic = { isByRole: boolean; isOnRecords: boolean };

/** Where the feed begins for who begins now. */
export type FeedStart = { identity: string; snapshot: string; topics: ReadonlyMap<string, Topic> };

const READ = `
  select snapshot, is_complete as "isComplete", change_position as position, organization_id as "organizationId",
      topic, action, record_ids as "recordIds", watched_ids as "watchedIds", moments::text[] as moments,
      owner_ids as "ownerIds", former_owner_ids as "formerOwnerIds", changed_at as "changedAt"
    from app_private.read_changes($1::pg_snapshot, $2::pg_snapshot, $3::bigint, $4::int, $5::uuid, $6, $7::uuid)`;

/** Reads the feed of changes over a pool that is logged in as rowhouse_authenticator. */
export class Feed {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async start(): Promise<FeedStart> {
    type Row = { identity: string; snapshot: string; topics: Record<string, Topic> };
    const { rows } = await this.#pool.query<Row>(
      `select app_private.feed_identity() as identity, pg_current_snapshot()::text as snapshot,
              app_private.watchable_topics() as topics`,
    );
    if (!rows[0]) throw new Error("The feed of changes does not answer");
    return { ...rows[0], topics: new Map(Object.entries(rows[0].topics)) };
  }

  async read(query: FeedQuery): Promise<FeedPage> {
    const { since, upto, afterPosition, most, organizationId, topic, watchedId } = query;
    type Row = Pick<FeedPage, "snapshot" | "isComplete"> & (FeedRow | { position: null });
    const { rows } = await this.#pool.query<Row>({
      name: "rowhouse_read_changes",
      text: READ,
      values: [since, upto ?? null, afterPosition ?? "0", most, organizationId ?? null, topic ?? null, watchedId ?? null],
    });
    if (!rows[0]) throw new Error("The feed of changes does not answer");
    const { snapshot, isComplete } = rows[0];
    return { snapshot, isComplete, rows: rows.filter((row) => row.position !== null) };
  }
}
