import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/**
 * Makes an empty embedded Postgres in a directory, unless there is one. It is made aside and moved into place, so that a
 * process killed half-way leaves none rather than a broken one; and in a thread of its own, since the hundreds of megabytes
 * that this takes are only given back with the thread.
 */
export async function ensurePgliteDirectory(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  const aside = `${directory}.new`;
  rmSync(aside, { recursive: true, force: true });
  const [code] = await once(new Worker(new URL(import.meta.url), { workerData: { initialise: aside } }), 'exit');
  if (code !== 0) throw new Error(`The database could not be made in ${directory}.`);
  renameSync(aside, directory);
}

if (!isMainThread && typeof workerData?.initialise === 'string') {
  const client = await PGlite.create(workerData.initialise);
  await client.close();
}
