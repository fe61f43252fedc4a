/** Stops the Postgres of the run and tells how long the whole of it took. */
export default async function teardown(): Promise<void> {
  const run = globalThis.rowhouseTestRun;
  if (!run) return;
  await run.stop();
  const seconds = (performance.now() - run.startedAt) / 1_000;
  console.log(`\nWhole suite, with its Postgres: ${seconds.toFixed(1)} s`);
}
