import { effect, type Signal } from '@preact/signals';
import { getTimeLeft } from '../interview/deadline.ts';
import { isInterviewOpen } from '../interview/lifecycle.ts';
import type { Interview } from './interview.ts';

/**
 * Completes an open interview as `timeout` when its time is up, and writes the time left to
 * `millisecondsLeft` every second; `null` without a limit and after the end.
 *
 * Each tick reads the wall clock, so that neither a sleeping laptop nor a throttled background tab
 * extends the limit. Timers of a hidden tab can be a minute late; the proxy's own limit covers
 * that.
 *
 * @returns stops the clock
 */
export function enforceTimeLimit(interview: Interview, millisecondsLeft: Signal<number | null>): () => void {
  return effect(() => {
    const endsAt = interview.endsAt.value;
    if (endsAt === null || !isInterviewOpen(interview.state.value)) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      clearTimeout(timer);
      const remaining = getTimeLeft(endsAt, Date.now())!;
      millisecondsLeft.value = remaining;
      if (remaining === 0) void interview.complete('timeout');
      // The next tick is at a full second, so that the display skips none.
      else timer = setTimeout(tick, remaining % 1000 || 1000);
    };
    tick();
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearTimeout(timer);
      millisecondsLeft.value = null;
      document.removeEventListener('visibilitychange', tick);
    };
  });
}
