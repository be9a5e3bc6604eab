import type { Clock } from '../../clock.ts';

/** When not all was well, so that a completion may be late. */
export function createTroubles(clock: Clock) {
  const times: { kind: string; from: number; to: number }[] = [];
  return {
    begin: (kind: string) => times.push({ kind, from: clock.now(), to: Number.POSITIVE_INFINITY }),
    end(kind: string, aftermath = 0) {
      for (const time of times) {
        if (time.kind === kind && time.to === Number.POSITIVE_INFINITY) time.to = clock.now() + aftermath;
      }
    },
    between: (from: number, to: number) => times.some(time => time.from <= to && from <= time.to),
  };
}
