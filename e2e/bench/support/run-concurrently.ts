/**
 * Runs a task several times, up to `concurrency` at a time.
 *
 * @param task receives the number of the run, from 0
 */
export async function runConcurrently(
  times: number,
  concurrency: number,
  task: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const runTasks = async () => {
    for (let index = next++; index < times; index = next++) await task(index);
  };
  await Promise.all(Array.from({ length: concurrency }, runTasks));
}

/** Like `runConcurrently`; returns how many runs end per second. */
export async function measureRate(
  times: number,
  concurrency: number,
  task: (index: number) => Promise<unknown>,
): Promise<number> {
  const startedAt = performance.now();
  await runConcurrently(times, concurrency, task);
  return (times * 1000) / (performance.now() - startedAt);
}
