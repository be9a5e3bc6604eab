/** What the script tag's loader brings when the interview is needed. */
import { attach, type WidgetHandle } from './attach.tsx';
import { optionsFrom, resolveOptions } from './options.ts';

/**
 * Takes over the host element that the loader has made, with the options of its `data-*` attributes; not where it was destroyed while
 * this was on its way.
 */
export function start(
  host: HTMLElement,
  script: HTMLScriptElement,
  name: string,
  { all }: { all: Record<string, unknown> },
): WidgetHandle | undefined {
  if (!all[name]) return;
  const settings = resolveOptions(optionsFrom(name => script.getAttribute(`data-${name}`)));
  return attach(host.shadowRoot!, settings, () => host.remove(), true);
}
