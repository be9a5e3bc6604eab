/** Runs some work, or joins the work that is already running under the same id. */
export function shareRunning<T>(running: Map<string, Promise<T>>, id: string, work: () => Promise<T>): Promise<T> {
  const current = running.get(id);
  if (current) return current;
  const started = work().finally(() => running.delete(id));
  running.set(id, started);
  return started;
}
