import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Thrown where another living process holds the data directory. */
export class DirectoryInUseError extends Error {
  override name = 'DirectoryInUseError';
}

/**
 * Takes the data directory for this process alone, or throws a `DirectoryInUseError`.
 * Gives back the function that lets go of it.
 *
 * The lock is the operating system's own, held through SQLite (the only way to it that comes with Node): it goes
 * with the process, however that ends, so there are no stale locks and no guessing whether a process id was reused.
 */
export function lockDirectory(dataDir: string): () => void {
  const path = join(dataDir, 'lock');
  const holder = new DatabaseSync(path, { timeout: 0 });
  try {
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    holder.close();
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DirectoryInUseError(
      `The data directory ${dataDir} is in use by another process. ` +
        'Stop that one, choose another directory with KOJI_DATA_DIR, or share a Postgres through DATABASE_URL.',
      { cause: error },
    );
  }
  chmodSync(path, 0o600);
  return () => holder.close();
}
