import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Thrown when another running process has locked the data directory. */
export class DirectoryInUseError extends Error {
  override name = 'DirectoryInUseError';
}

/**
 * Locks the data directory for this process. Returns a function that unlocks it.
 *
 * It is a file lock of the operating system, taken through SQLite, the only access to one that
 * Node.js has built in. It ends with the process, however that ends. So locks are never stale, and
 * no process id has to be compared.
 * @throws DirectoryInUseError if another process has the lock
 */
export function lockDirectory(dataDir: string): () => void {
  const path = join(dataDir, 'lock');
  const lockFile = new DatabaseSync(path, { timeout: 0 });
  try {
    lockFile.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    lockFile.close();
    const SQLITE_BUSY = 5;
    if ((error as { errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    throw new DirectoryInUseError(
      `The data directory ${dataDir} is in use by another process. ` +
        'Stop that process, set KOJI_DATA_DIR to another directory, or set DATABASE_URL to share a Postgres server.',
      { cause: error },
    );
  }
  chmodSync(path, 0o600);
  return () => lockFile.close();
}
