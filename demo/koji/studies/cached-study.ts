import type { Clock } from '../clock.ts';
import type { Period, Study } from './study.ts';

/** From so many interviews on, a study is kept for a while. */
export const LARGE_STUDY = 20_000;
const CACHE_DURATION = 60_000;

type Read = (name: string, period: Period) => Promise<Study | null>;

/**
 * Counting a hundred thousand interviews takes the embedded database, and with it the whole process, over a second: a large
 * study is counted once a minute, and once for all who ask meanwhile. It then tells when that was. Small ones are always new.
 */
export function cacheLargeStudies(read: Read, clock: Clock): Read {
  const kept = new Map<string, { study: Study; until: number }>();
  const running = new Map<string, Promise<Study | null>>();

  const count = async (key: string, name: string, period: Period) => {
    try {
      const study = await read(name, period);
      if (!study || study.total < LARGE_STUDY) {
        kept.delete(key);
        return study;
      }
      const countedAt = clock.now();
      const told = { ...study, countedAt };
      kept.set(key, { study: told, until: countedAt.getTime() + CACHE_DURATION });
      return told;
    } finally {
      running.delete(key);
    }
  };

  return (name, period) => {
    const key = JSON.stringify([name, period]);
    const known = kept.get(key);
    if (known && clock.now().getTime() < known.until) return Promise.resolve(known.study);
    const under = running.get(key);
    // Of a small study each asks for themselves, so that nobody gets what was so before they asked.
    if (under && known) return under;
    const counting = count(key, name, period);
    running.set(key, counting);
    return counting;
  };
}
