import { join } from 'node:path';
import { lockFile } from '../../file-lock.ts';

/** Thrown when another running process has locked the data directory. */
export class DirectoryInUseError extends Error {
  override name = 'DirectoryInUseError';
}

/**
 * Locks the data directory for this process. Returns a function that unlocks it.
 * @throws DirectoryInUseError if another process has the lock
 */
export function lockDirectory(dataDir: string): () => void {
  const unlock = lockFile(join(dataDir, 'lock'));
  if (unlock) return unlock;
  throw new DirectoryInUseError(
    `The data directory ${dataDir} is in use by another process. ` +
      'Stop that process, set KOJI_DATA_DIR to another directory, or set DATABASE_URL to share a Postgres server.',
  );
}
