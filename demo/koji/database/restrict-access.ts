import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What this program creates in a data directory. */
const OWN_ENTRIES = /^(?:lock(?:-journal)?|postgres(?:\.new)?|control\.json(?:\.new)?)$/;

/**
 * Lets only the owner read and write a data directory, which holds keys and the respondents' words.
 * If other files are in it, such as those of a temporary directory that somebody chose for it, the
 * directory itself stays as it is. Does nothing on Windows, where modes mean nothing.
 */
export function restrictAccess(dataDir: string): void {
  if (process.platform === 'win32') return;
  const entries = readdirSync(dataDir);
  const own = entries.filter(name => OWN_ENTRIES.test(name));
  if (own.length === entries.length) chmodSync(dataDir, 0o700);
  for (const name of own) restrictTree(join(dataDir, name));
}

function restrictTree(path: string): void {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return;
  if (!stats.isDirectory()) {
    chmodSync(path, 0o600);
    return;
  }
  chmodSync(path, 0o700);
  for (const name of readdirSync(path)) restrictTree(join(path, name));
}
