import type { InterviewEvents } from '../model/host-events.ts';
import { attach, type InterviewHandle } from './attach.tsx';
import { HOST_TAG } from './host-tag.ts';
import { launcherRoot } from './launcher-root.ts';
import { type InterviewOptions, resolveOptions } from './options.ts';

export interface MountOptions extends InterviewOptions {
  /** Where it goes: an element, or a selector of one. Default: the end of the body. */
  target?: Element | string;
  /** Listeners from the beginning, by the names and with the events of the handle's `on`. */
  on?: { [Name in keyof InterviewEvents]?: (event: CustomEvent<InterviewEvents[Name]>) => void };
}

/**
 * Puts an interview on the page and gives its handle. On a server without a DOM it gives the same handle, which does nothing.
 *
 * @throws TypeError where an option is not what it should be, or `target` finds no element. After that, trouble shows in the
 * widget and as `koji-error`, never as an exception in the page.
 */
export function mount(options: MountOptions = {}): InterviewHandle {
  if (typeof document === 'undefined') return NOTHING;
  const { target, on = {}, ...rest } = options;
  const settings = resolveOptions(rest);
  const parent = typeof target === 'string' ? document.querySelector(target) : (target ?? document.body);
  if (!parent) throw new TypeError(`koji-embed: target ${JSON.stringify(target)} finds no element on the page.`);
  const isInline = settings.mode === 'inline';
  const host = document.createElement(isInline ? 'koji-inline' : HOST_TAG);
  parent.append(host);
  const listen: InterviewHandle['on'] = (event, listener) => {
    host.addEventListener(event, listener as EventListener);
    return () => host.removeEventListener(event, listener as EventListener);
  };
  for (const [event, listener] of Object.entries(on)) listen(event as keyof InterviewEvents, listener as () => void);
  // A router may replace the body, or empty it: what stands nowhere in particular comes back.
  const watch = new ResizeObserver(() => {
    if (!host.isConnected) document.body.append(host);
  });
  if (!isInline && !target) watch.observe(host);
  const handle = attach(launcherRoot(host), settings, () => {
    watch.disconnect();
    host.remove();
  });
  return Object.assign(handle, { on: listen });
}

const NOTHING: InterviewHandle = {
  open() {},
  close() {},
  complete() {},
  destroy() {},
  status: 'idle',
  on: () => () => {},
};
