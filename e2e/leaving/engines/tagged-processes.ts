import { readFileSync } from 'node:fs';
import { killAll, processIds } from './processes.ts';

const NAME = 'LEAVING_RUN';

/** Marks the processes of one run by their environment, so that they are found again whoever their parent has become. */
export const taggedEnvironment = (mark: string): Record<string, string | undefined> => ({
  ...process.env,
  [NAME]: mark,
});

/** Ends what is left of a run. */
export function killTagged(mark: string): void {
  killAll(
    processIds().filter(pid => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${NAME}=${mark}`);
      } catch {
        // It has ended meanwhile, or is somebody else's.
        return false;
      }
    }),
  );
}
