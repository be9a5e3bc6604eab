import type { ResolvedOptions } from './options.ts';

/**
 * Opens the widget as the option `trigger` says, except for the launcher, which the widget draws
 * itself, and an inline one when it can be seen; and stores that a visitor has completed or closed
 * the interview (option `once`).
 *
 * @param key identifies the interview in the browser's storage
 * @param open `true` when the visitor has not asked for it
 */
export function watchTriggers(
  host: Element,
  key: string,
  options: ResolvedOptions,
  open: (argument: unknown) => void,
  destroyed: AbortSignal,
): void {
  const { mode, trigger, once } = options;
  if (!once && mode !== 'inline' && ['launcher', 'manual'].includes(trigger)) return;
  import('../page/triggers.ts').then(({ start }) => {
    if (!destroyed.aborted) destroyed.addEventListener('abort', start(host, options, key, { open }));
  }, console.error);
}
