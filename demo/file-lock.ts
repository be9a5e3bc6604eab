import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * Locks a file for this process, and creates it if it is missing. Returns a function that unlocks
 * it, or null if another process has the lock.
 *
 * It is a file lock of the operating system, taken through SQLite, the only access to one that
 * Node.js has built in. It ends with the process, however that ends. So locks are never stale, and
 * no process id has to be compared.
 */
export function lockFile(path: string): (() => void) | null {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
  } catch (error) {
    file.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
  chmodSync(path, 0o600);
  return () => file.close();
}
