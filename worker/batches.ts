/** Long work in short transactions, and work for many organizations of which one may fail. */
import type { JobHelpers } from "graphile-worker";

/**
 * Goes on, a transaction at a time, until a step says that there is no more.
 *
 * @param step - SQL that does a batch and answers one value, true while there is more.
 */
export async function inBatches(
  { withPgClient, abortSignal }: JobHelpers,
  step: string,
  values: readonly unknown[],
): Promise<void> {
  let hasMore = true;
  while (hasMore) {
    abortSignal?.throwIfAborted();
    const { rows } = await withPgClient((client) =>
      client.query<[boolean | null]>({ text: step, values: [...values], rowMode: "array" }),
    );
    hasMore = rows[0]?.[0] ?? false;
  }
}

/**
 * Does something for each, also for those after one that fails.
 *
 * @param name - Whose trouble it is, for the log.
 * @throws AggregateError in the end when some have failed, so that the job is tried again.
 */
export async function forEach<Item>(
  { abortSignal, logger }: JobHelpers,
  items: readonly Item[],
  name: (item: Item) => string,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const problems: unknown[] = [];
  for (const item of items) {
    abortSignal?.throwIfAborted();
    try {
      await work(item);
    } catch (error) {
      if (abortSignal?.aborted) throw error;
      logger.error(`${name(item)} failed`, { error });
      problems.push(error);
    }
  }
  if (problems.length > 0) {
    throw new AggregateError(problems, `${problems.length} of ${items.length} failed`);
  }
}
