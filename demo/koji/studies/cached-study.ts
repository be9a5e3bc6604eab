import type { Clock } from '../clock.ts';
import type { Period } from './period.ts';
import type { Study } from './study.ts';

/** A study with at least this many interviews is cached. */
export const LARGE_STUDY = 20_000;
/** How long a large study is cached, in milliseconds. */
const CACHE_DURATION = 60_000;

type ReadStudy = (name: string, period: Period) => Promise<Study | null>;

/**
 * Wraps a function that reads a study, so that it reads a large one at most once a minute, and once
 * for concurrent calls. A cached study says in `countedAt` when it was read. Small studies are read
 * each time.
 *
 * Counting 100,000 interviews keeps the embedded database, and with it the whole process, busy for
 * more than a second.
 */
export function cacheLargeStudies(read: ReadStudy, clock: Clock): ReadStudy {
  const cache = new Map<string, { study: Study; until: number }>();
  const pending = new Map<string, Promise<Study | null>>();

  const readAndCache = async (key: string, name: string, period: Period) => {
    try {
      const study = await read(name, period);
      if (!study || study.total < LARGE_STUDY) {
        cache.delete(key);
        return study;
      }
      const countedAt = clock.now();
      const cachedStudy = { ...study, countedAt };
      cache.set(key, { study: cachedStudy, until: countedAt.getTime() + CACHE_DURATION });
      return cachedStudy;
    } finally {
      pending.delete(key);
    }
  };

  return (name, period) => {
    const key = JSON.stringify([name, period]);
    const cached = cache.get(key);
    if (cached && clock.now().getTime() < cached.until) return Promise.resolve(cached.study);
    const pendingRead = pending.get(key);
    // Only large studies share a read. A caller of a small one never gets a state from before its
    // call.
    if (pendingRead && cached) return pendingRead;
    const reading = readAndCache(key, name, period);
    pending.set(key, reading);
    return reading;
  };
}
