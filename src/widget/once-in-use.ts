import { effect } from '@preact/signals';
import type { WidgetState } from '../model/widget-model.ts';

/** The part of a widget that says whether it is in use. */
type Use = Pick<WidgetState, 'isOpen'> & { interview: Pick<WidgetState['interview'], 'state'> };

/**
 * Calls back once the widget is open or its interview has begun; in a later task, so that the
 * interview is requested first.
 *
 * @param destroyed ends the waiting
 */
export function onceInUse({ isOpen, interview }: Use, callback: () => void, destroyed: AbortSignal): void {
  let stop = () => {};
  const inUse = new Promise<void>(resolve => {
    stop = effect(() => {
      if (isOpen.value || interview.state.value.phase !== 'idle') resolve();
    });
  });
  inUse.then(() => {
    stop();
    setTimeout(callback);
  });
  destroyed.addEventListener('abort', stop);
}
