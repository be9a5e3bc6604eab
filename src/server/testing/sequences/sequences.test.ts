import fc from 'fast-check';
import { it } from 'vitest';
import { play } from './play.ts';
import { sequences } from './steps.ts';

/** How many sequences are played, and from which seed: the same ones every time unless told otherwise. */
const RUNS = Number(process.env.KOJI_LEASE_SEQUENCES ?? 800);
const SEED = Number(process.env.KOJI_LEASE_SEED ?? 20_260_301);

it(
  `in ${RUNS} sequences of losses, repeats, delays, crashes and bad answers every interview ends once, for the right reason`,
  async () => {
    const result = await fc.check(fc.asyncProperty(sequences, play), { numRuns: RUNS, seed: SEED });
    if (!result.failed) return;
    const { errorInstance, counterexamplePath, numRuns, numShrinks } = result;
    // The shortest sequence that fails tells its story itself.
    const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    throw new Error(
      `${story}\nSeed ${SEED}, sequence ${numRuns}, shrunk ${numShrinks} times, path ${counterexamplePath}`,
      {
        cause: errorInstance,
      },
    );
  },
  60_000 + RUNS * 300,
);
