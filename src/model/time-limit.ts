import { effect, type Signal } from '@preact/signals';
import { isInterviewOpen } from '../interview/lifecycle.ts';
import type { Interview } from './interview.ts';

/**
 * Completes an open interview as `timeout` when its time is up, and writes the time left to
 * `millisecondsLeft` every second; `null` without a limit and after the end.
 *
 * Each tick reads `performance.now()`, which neither a throttled background tab nor a change of the
 * computer's clock disturbs. In most browsers it stands still while the computer sleeps
 * (https://github.com/w3c/hr-time/issues/115): after that the page asks the proxy again, which
 * changes `deadline`. Timers of a hidden tab can be a minute late; the proxy's own limit covers
 * that.
 *
 * @returns stops the clock
 */
export function enforceTimeLimit(interview: Interview, millisecondsLeft: Signal<number | null>): () => void {
  return effect(() => {
    const deadline = interview.deadline.value;
    if (deadline === null || !isInterviewOpen(interview.state.value)) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      clearTimeout(timer);
      const remaining = Math.max(0, deadline - performance.now());
      millisecondsLeft.value = remaining;
      if (remaining === 0) void interview.complete('timeout');
      // The next tick is at a full second, so that the display skips none.
      else timer = setTimeout(tick, Math.ceil(remaining % 1000) || 1000);
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
