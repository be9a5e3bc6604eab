import fc from 'fast-check';
import { it } from 'vitest';
import { playSequence } from './play.ts';
import { sequences } from './steps.ts';

/**
 * How many sequences are played, and from which seed: the same ones each time unless the
 * environment says otherwise.
 */
const RUNS = Number(process.env.KOJI_LEASE_SEQUENCES ?? 800);
const SEED = Number(process.env.KOJI_LEASE_SEED ?? 20_260_301);

it(
  `completes every interview once and for the right reason, in ${RUNS} sequences of losses, repeats, delays, crashes and bad responses`,
  async () => {
    const result = await fc.check(fc.asyncProperty(sequences, playSequence), { numRuns: RUNS, seed: SEED });
    if (!result.failed) return;
    const { errorInstance, counterexamplePath, numRuns, numShrinks } = result;
    // The error tells the story of the shortest sequence that fails.
    const story = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
    throw new Error(
      `${story}\nSeed ${SEED}, sequence ${numRuns}, shrunk ${numShrinks} times, path ${counterexamplePath}`,
      { cause: errorInstance },
    );
  },
  60_000 + RUNS * 300,
);
