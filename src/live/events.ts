/** What a change did; READY and RESYNC are no changes but tell where the subscriber is. */
export type LiveAction = "CREATED" | "UPDATED" | "DELETED" | "READY" | "RESYNC";

/** What a subscriber is told. */
export type LiveEvent = {
  topic: string;
  action: LiveAction;
  /** What changed; null for READY and RESYNC. */
  id: string | null;
  /** What its partition is found by, where it is in one. */
  moment: string | null;
  /** Where to go on after this event. */
  cursor: string;
};

/** A change that waits to be told. */
export type Change = {
  action: "CREATED" | "UPDATED" | "DELETED";
  moment: string | null;
  /** Whose it is, where that says who sees it; null where it does not. */
  ownerIds: readonly (string | null)[] | null;
  /** When it was written, in milliseconds since 1970. */
  changedAt: number;
};

/** One change of two to the same thing, for who knows of neither. */
export function combine(earlier: Change | undefined, later: Change): Change {
  const stillNew = earlier?.action === "CREATED" && later.action === "UPDATED";
  return stillNew ? { ...later, action: "CREATED" } : later;
}
