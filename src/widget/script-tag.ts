/** The widget as the script tag's loader imports it. */
import { attachWidget } from './attach-widget.tsx';
import type { WidgetHandle } from './interview-handle.ts';
import { loadDeferred } from './load-deferred.ts';
import { findWrongOption, readOptions, resolveOptions } from './options.ts';

/**
 * Draws the widget into the host element of the loader, with the options of the script's `data-*`
 * attributes. Returns undefined if the interview was destroyed while this module was loading.
 *
 * @param key identifies the interview among those of the page
 * @param earlyStart the response to the `start` that the loader has sent; undefined if it has sent
 *   none
 * @returns a promise if an option is wrong, which rejects with a TypeError that says what is
 */
export function start(
  host: HTMLElement,
  script: HTMLScriptElement,
  key: string,
  { instances }: { instances: Record<string, boolean> },
  earlyStart?: Promise<Response>,
): WidgetHandle | Promise<void> | undefined {
  if (!instances[key]) return;
  const options = readOptions(name => script.getAttribute(`data-${name}`));
  if (findWrongOption(options)) return loadDeferred().then(({ checkOptions }) => checkOptions(options));
  return attachWidget(host.shadowRoot!, resolveOptions(options), () => host.remove(), { earlyStart });
}
