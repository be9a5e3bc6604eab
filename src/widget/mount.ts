import type { InterviewEvents } from '../model/host-events.ts';
import { attachWidget } from './attach-widget.tsx';
import { checkOptions } from './check-options.ts';
import { createHostElement } from './host-element.ts';
import type { InterviewHandle } from './interview-handle.ts';
import { type InterviewOptions, resolveOptions } from './options.ts';
import { getShadowRoot } from './shadow-root.ts';

/** What `mount` takes: every option of the interview, its place, and listeners. */
export interface MountOptions extends InterviewOptions {
  /** Where the widget is added: an element, or a CSS selector. Default: the end of the body. */
  target?: Element | string;
  /**
   * Listeners by event name, which also hear the events that come before `mount` returns. Default:
   * none.
   */
  on?: { [Name in keyof InterviewEvents]?: (event: CustomEvent<InterviewEvents[Name]>) => void };
}

/**
 * Puts an interview on the page and returns its handle. Without a DOM, on a server, the handle does
 * nothing.
 *
 * @throws TypeError if an option has a wrong value, or if `target` matches no element. Later
 *   failures are shown in the widget and reported as `koji-error`; none is thrown into the page.
 */
export function mount(options: MountOptions = {}): InterviewHandle {
  if (typeof document === 'undefined') return SERVER_HANDLE;
  const { target, on: listeners = {}, ...interviewOptions } = options;
  checkOptions(interviewOptions);
  const resolved = resolveOptions(interviewOptions);
  const parent = typeof target === 'string' ? document.querySelector(target) : (target ?? getBody());
  if (!parent) throw new TypeError(`koji-embed: target ${JSON.stringify(target)} finds no element on the page.`);

  const isInline = resolved.mode === 'inline';
  const host = createHostElement(isInline);
  parent.append(host);
  const on: InterviewHandle['on'] = (event, listener) => {
    host.addEventListener(event, listener as EventListener);
    return () => host.removeEventListener(event, listener as EventListener);
  };
  for (const [event, listener] of Object.entries(listeners)) on(event as keyof InterviewEvents, listener as () => void);

  // Adds the widget again when the page's router has replaced or emptied the body. A `target` is
  // the host's to keep.
  const removal = new ResizeObserver(() => {
    if (!host.isConnected) getBody()?.append(host);
  });
  if (!isInline && !target) removal.observe(host);

  const handle = attachWidget(getShadowRoot(host), resolved, () => {
    removal.disconnect();
    host.remove();
  });
  return Object.assign(handle, { on });
}

/** A form or an image with the name "body" hides `document.body`. */
const getBody = () => document.querySelector('body');

const SERVER_HANDLE: InterviewHandle = {
  open() {},
  close() {},
  complete() {},
  destroy() {},
  status: 'idle',
  on: () => () => {},
};
