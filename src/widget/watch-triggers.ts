import { isAutoTrigger, type ResolvedOptions } from './options.ts';

/**
 * Opens the widget as the option `trigger` says, except for the launcher, which the widget draws
 * itself.
 *
 * @param key identifies the interview in the browser's storage
 * @param open `isUnasked` is true when the visitor has not asked for it
 */
export function watchTriggers(
  host: Element,
  key: string,
  options: ResolvedOptions,
  open: (isUnasked?: true) => void,
  destroyed: AbortSignal,
): void {
  const { trigger, mode, once } = options;
  const isAuto = isAutoTrigger(trigger);
  // This module also stores that a visitor has completed or closed the interview.
  if (once || isAuto) {
    import('../page/triggers.ts').then(
      ({ start }) => {
        if (!destroyed.aborted) destroyed.addEventListener('abort', start(host, { dataset: options }, key, { open }));
      },
      // Without it, nothing opens by itself.
      () => {},
    );
  }
  if (isAuto || mode === 'inline') return;
  // One listener for the page, so that the host's button may be added and removed. "launcher" and
  // "manual" match nothing.
  document.addEventListener(
    'click',
    ({ target }) => {
      if ((target as Element).closest?.(trigger)) open();
    },
    { signal: destroyed },
  );
}
