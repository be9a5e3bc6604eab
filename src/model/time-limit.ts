import { effect, type Signal } from '@preact/signals';
import { getTimeLeft } from '../interview/deadline.ts';
import { isInterviewOpen } from '../interview/lifecycle.ts';
import type { Interview } from './interview-model.ts';

/**
 * Ends an open interview as `timeout` when its time is over, and tells `left` the milliseconds left, second by second; null
 * without a limit, and when it is stopped by what it gives back.
 * It looks at the wall clock each time, so that neither sleep nor a throttled background tab stretches the limit;
 * timers of a hidden tab may come a minute late, for which the proxy is the backstop.
 */
export function enforceTimeLimit(interview: Interview, left: Signal<number | null>): () => void {
  return effect(() => {
    const endsAt = interview.endsAt.value;
    if (endsAt === null || !isInterviewOpen(interview.state.value)) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      const remaining = getTimeLeft(endsAt, Date.now())!;
      left.value = remaining;
      if (remaining === 0) void interview.complete('timeout');
      // Aims at the next full second, so that no second is skipped on the screen.
      else timer = setTimeout(look, remaining % 1000 || 1000);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      left.value = null;
      document.removeEventListener('visibilitychange', look);
    };
  });
}
