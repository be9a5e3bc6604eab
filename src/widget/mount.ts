import { attach, type InterviewHandle } from './attach.tsx';
import { HOST_TAG } from './host-tag.ts';
import { launcherRoot } from './launcher-root.ts';
import { type InterviewOptions, settle } from './options.ts';

export interface MountOptions extends InterviewOptions {
  /** Where an `inline` interview goes: an element, or a selector of one. Default: the end of the body. */
  target?: Element | string;
}

/**
 * Puts an interview on the page and gives its handle. On a server without a DOM it gives the same handle, which does nothing.
 *
 * @throws TypeError where an option is not what it should be, or `target` finds no element. After that, trouble shows in the
 * widget and as `koji:error`, never as an exception in the page.
 */
export function mount(options: MountOptions = {}): InterviewHandle {
  if (typeof document === 'undefined') return NOTHING;
  const { target, ...rest } = options;
  const settings = settle(rest);
  const parent = typeof target === 'string' ? document.querySelector(target) : (target ?? document.body);
  if (!parent) throw new TypeError(`koji-embed: target ${JSON.stringify(target)} finds no element on the page.`);
  const host = document.createElement(HOST_TAG);
  parent.append(host);
  return attach(launcherRoot(host), settings, () => host.remove());
}

const NOTHING: InterviewHandle = {
  open() {},
  close() {},
  complete() {},
  destroy() {},
  status: 'idle',
  on: () => () => {},
};
