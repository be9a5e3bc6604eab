import { readFileSync } from 'node:fs';
import { killAll, listProcessIds } from './processes.ts';

const VARIABLE = 'LEAVING_RUN';

/**
 * This process's environment with a tag. All processes of a run inherit the tag, so they can be
 * found even if their parent has changed.
 */
export const taggedEnvironment = (tag: string): Record<string, string | undefined> => ({
  ...process.env,
  [VARIABLE]: tag,
});

/** Kills the remaining processes with a tag. */
export function killTagged(tag: string): void {
  killAll(
    listProcessIds().filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${VARIABLE}=${tag}`);
      } catch {
        // The process has ended since, or belongs to another user.
        return false;
      }
    }),
  );
}
