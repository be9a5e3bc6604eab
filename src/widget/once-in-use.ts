import { effect } from '@preact/signals';
import type { WidgetState } from '../model/widget-model.ts';

/** The part of a widget that says whether it is in use. */
type Use = Pick<WidgetState, 'isOpen'> & { interview: Pick<WidgetState['interview'], 'state'> };

/**
 * Longest wait for an interview that is being started, in milliseconds. A screen that is replaced
 * sooner only flickers, and delays the first question by the time that drawing takes.
 */
const MAX_START_WAIT = 100;

/**
 * Calls back once the widget is open or its interview has begun. If the interview is just being
 * started, that is waited for, so that the first question is drawn at once.
 *
 * @param destroyed ends the waiting
 */
export function onceInUse({ isOpen, interview }: Use, callback: () => void, destroyed: AbortSignal): void {
  let stop = () => {};
  const inUse = new Promise<void>(resolve => {
    stop = effect(() => {
      const { phase } = interview.state.value;
      if (phase === 'starting') setTimeout(resolve, MAX_START_WAIT);
      else if (isOpen.value || phase !== 'idle') resolve();
    });
  });
  inUse.then(() => {
    stop();
    callback();
  });
  destroyed.addEventListener('abort', stop);
}
