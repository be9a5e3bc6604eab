/** What the script tag's loader brings when the interview is needed. */
import { attach as attachTo, type InterviewHandle } from './attach.tsx';
import { optionsFrom, settle } from './options.ts';

/** Takes over the host element that the loader has made, with the options of its `data-*` attributes. */
export function attach(host: HTMLElement, script: HTMLScriptElement): InterviewHandle {
  const settings = settle(optionsFrom(name => script.getAttribute(`data-${name}`)));
  return attachTo(host.shadowRoot!, settings, () => host.remove());
}
