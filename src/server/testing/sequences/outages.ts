import type { Clock } from '../../clock.ts';

/** Records when something was out of order, so that a completion may be late. */
export function createOutageLog(clock: Clock) {
  const outages: { kind: string; from: number; to: number }[] = [];
  return {
    begin: (kind: string) => outages.push({ kind, from: clock.now(), to: Number.POSITIVE_INFINITY }),
    /** @param aftermath How long the outage still has effects, in milliseconds. */
    end(kind: string, aftermath = 0) {
      for (const outage of outages) {
        if (outage.kind === kind && outage.to === Number.POSITIVE_INFINITY) outage.to = clock.now() + aftermath;
      }
    },
    hadOutage: (from: number, to: number) => outages.some(outage => outage.from <= to && from <= outage.to),
  };
}
