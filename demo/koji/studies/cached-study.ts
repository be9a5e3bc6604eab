import type { Clock } from '../clock.ts';
import type { Period } from './period.ts';
import type { Study } from './study.ts';

/** A study with at least this many interviews is cached. */
export const LARGE_STUDY = 20_000;
/** How long a large study is cached, in milliseconds. */
const CACHE_DURATION = 60_000;

type ReadStudy = (name: string, period: Period) => Promise<Study | null>;

/** A read under way. */
interface Reading {
  result: Promise<Study | null>;
  /** The number of calls before it began. */
  begunAfter: number;
}

const isLarge = (study: Study | null): study is Study => study !== null && study.total >= LARGE_STUDY;

/**
 * Wraps a function that reads a study, so that it reads a large one at most once a minute, and once
 * for concurrent calls. A cached study says in `countedAt` when it was read. A small study is as it
 * is after the call: calls that come during a read share the next one.
 *
 * Counting 100,000 interviews keeps the embedded database, and with it the whole process, busy for
 * more than a second.
 */
export function cacheLargeStudies(read: ReadStudy, clock: Clock): ReadStudy {
  const cache = new Map<string, { study: Study; until: number }>();
  const readings = new Map<string, Reading>();
  let calls = 0;

  const readAndCache = async (key: string, name: string, period: Period) => {
    try {
      const study = await read(name, period);
      if (!isLarge(study)) {
        cache.delete(key);
        return study;
      }
      const countedAt = clock.now();
      const cachedStudy = { ...study, countedAt };
      cache.set(key, { study: cachedStudy, until: countedAt.getTime() + CACHE_DURATION });
      return cachedStudy;
    } finally {
      readings.delete(key);
    }
  };

  return async (name, period) => {
    const key = JSON.stringify([name, period]);
    const call = ++calls;
    for (;;) {
      const cached = cache.get(key);
      if (cached && clock.now().getTime() < cached.until) return cached.study;
      const reading = readings.get(key) ?? { result: readAndCache(key, name, period), begunAfter: calls };
      readings.set(key, reading);
      const study = await reading.result;
      if (isLarge(study) || reading.begunAfter >= call) return study;
    }
  };
}
