import { once } from 'node:events';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/**
 * Creates an empty embedded Postgres in a directory, unless the directory exists.
 *
 * It is created beside its final place and then renamed, so that a process killed half-way leaves
 * no broken database. A worker thread creates it, because the hundreds of megabytes that this needs
 * are only freed when the thread ends.
 */
export async function ensurePgliteDirectory(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  const temporary = `${directory}.new`;
  rmSync(temporary, { recursive: true, force: true });
  const [code] = await once(new Worker(new URL(import.meta.url), { workerData: { createIn: temporary } }), 'exit');
  if (code !== 0) throw new Error(`Could not create a database in ${directory}: the worker ended with ${code}.`);
  renameSync(temporary, directory);
}

// This file is also the worker's.
if (!isMainThread && typeof workerData?.createIn === 'string') {
  const client = await PGlite.create(workerData.createIn);
  await client.close();
}
