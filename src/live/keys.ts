import type { Change } from "./events.ts";
import { combine } from "./events.ts";
import type { FeedRow } from "./feed.ts";

/** What one key's watchers have to be asked about. */
export type KeyedChanges = {
  topic: string;
  ids: Map<string, Change>;
  /** Records that were deleted or given away, by whose they were. */
  gone: { topic: string; ids: readonly string[]; formerOwnerIds: readonly (string | null)[] }[];
};

/** The key of who watches everything of a topic, or one thing. */
export function keyOf(organizationId: string, topic: string, watchedId?: string): string {
  return watchedId === undefined ? `${organizationId} ${topic}` : `${organizationId} ${topic} ${watchedId}`;
}

/**
 * Sorts rows of the feed by the keys that somebody watches.
 *
 * @param isWatched - Whether anybody watches a key.
 */
export function sortByKey(
  rows: readonly FeedRow[],
  isWatched: (key: string) => boolean,
): Map<string, KeyedChanges> {
  const sorted = new Map<string, KeyedChanges>();
  for (const row of rows) {
    const { organizationId, topic, recordIds, watchedIds, moments, formerOwnerIds } = row;
    if (organizationId === null) continue;
    const all = keyOf(organizationId, topic);
    const gone = new Map<string, string[]>();
    recordIds.forEach((id, index) => {
      const change: Change = {
        action: row.action.toUpperCase() as Change["action"],
        moment: moments?.[index] ?? null,
        ownerIds: row.ownerIds,
        changedAt: row.changedAt.getTime(),
      };
      for (const key of [all, keyOf(organizationId, topic, watchedIds?.[index] ?? id)]) {
        if (!isWatched(key)) continue;
        let changes = sorted.get(key);
        if (!changes) sorted.set(key, (changes = { topic, ids: new Map(), gone: [] }));
        changes.ids.set(id, combine(changes.ids.get(id), change));
        if (!formerOwnerIds) continue;
        const known = gone.get(key);
        if (known) known.push(id);
        else gone.set(key, [id]);
      }
    });
    for (const [key, ids] of gone) sorted.get(key)?.gone.push({ topic, ids, formerOwnerIds: formerOwnerIds ?? [] });
  }
  return sorted;
}
