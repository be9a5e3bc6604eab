import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lockFile } from '../file-lock.ts';
import { ROOT } from './builds/settings.ts';

/**
 * Names of files and folders that go into no build: tests, installed packages, and hidden folders
 * with caches.
 */
const IGNORED = /^\.|^node_modules$|^testing$|\.test\.tsx?$/;

/**
 * Runs a build script if its output is missing or older than its sources.
 *
 * The script runs in a process of its own, because a build takes some 200 MB that a server would
 * keep. One process builds at a time: another one that wants the same build waits for it.
 *
 * @param script URL of the script, as in `import.meta.url`
 * @param output a file that the script writes
 * @param sources files and folders that the output is made from
 * @returns whether the script ran
 * @throws Error if the script fails
 */
export async function buildIfStale(script: string, output: string, sources: string[]): Promise<boolean> {
  if (isFresh(output, sources)) return false;
  const unlock = await waitForLock(script);
  try {
    // Another process may have built it meanwhile.
    if (isFresh(output, sources)) return false;
    await runBuild(script, output);
    return true;
  } finally {
    unlock();
  }
}

const RETRY_INTERVAL = 100;

/** Waits until no other process runs this build script. Returns a function that ends the lock. */
async function waitForLock(script: string): Promise<() => void> {
  const folder = join(ROOT, '.cache');
  mkdirSync(folder, { recursive: true });
  for (;;) {
    const unlock = lockFile(join(folder, `${basename(script, '.ts')}.lock`));
    if (unlock) return unlock;
    await wait(RETRY_INTERVAL);
  }
}

async function runBuild(script: string, output: string): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    // With a test runner's NODE_ENV a build would be one for development.
    env: { ...process.env, NODE_ENV: undefined },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`The build of ${output} failed with exit code ${code}.`);
}

/** Whether a file exists and none of its sources has changed since it was written. */
export function isFresh(output: string, sources: string[]): boolean {
  return existsSync(output) && newestChange(sources) <= statSync(output).mtimeMs;
}

/**
 * Time of the latest change to any of these files, in epoch milliseconds. Folders count with all
 * that is in them.
 */
function newestChange(paths: string[]): number {
  return Math.max(
    ...paths.map(path => {
      const stats = statSync(path);
      if (!stats.isDirectory()) return stats.mtimeMs;
      const sources = readdirSync(path).filter(name => !IGNORED.test(name));
      return newestChange(sources.map(name => join(path, name)));
    }),
  );
}
