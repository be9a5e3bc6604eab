/** The widget as the script tag's loader imports it. */
import { attachWidget, type LoaderProgress } from './attach-widget.tsx';
import type { WidgetHandle } from './interview-handle.ts';
import { loadDeferred } from './load-deferred.ts';
import { findWrongOption, OPTION_NAMES, resolveOptions, toAttributeName } from './options.ts';

/**
 * Draws the widget into the host element of the loader. Returns undefined if the interview was
 * destroyed while this module was loading, or if an option is wrong: then the console says which.
 *
 * @param given the options as text, by their names in camel case or, from the script's address, in
 *   kebab case
 * @param key identifies the interview among those of the page
 */
export function start(
  host: HTMLElement,
  given: Record<string, string | undefined>,
  key: string,
  { instances }: { instances: Record<string, boolean> },
  loader: LoaderProgress,
): WidgetHandle | Promise<undefined> | undefined {
  if (!instances[key]) return;
  const options = Object.fromEntries(OPTION_NAMES.map(name => [name, given[name] ?? given[toAttributeName(name)]]));
  if (findWrongOption(options)) {
    return loadDeferred()
      .then(({ checkOptions }) => checkOptions(options))
      .catch(error => console.error(error)) as Promise<undefined>;
  }
  loader.isLoaded = true;
  return attachWidget(host.shadowRoot!, resolveOptions(options), () => host.remove(), loader);
}
