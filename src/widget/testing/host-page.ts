import { configure, fireEvent, waitFor, within } from '@testing-library/preact';
import { expect, onTestFinished } from 'vitest';
import type { InterviewEvents } from '../../model/host-events.ts';
import '../../page/testing/visibility.ts';
import { createScriptedProxy, type ScriptedProxy } from '../../model/testing/scripted-proxy.ts';
import { type MountOptions, mount } from '../mount.ts';
import { createProxyFetch } from './proxy-fetch.ts';

configure({
  // Modules that are loaded later are transformed at the first import, which can take a while.
  asyncUtilTimeout: 10_000,
  // Components are drawn as in a browser, and not at once as with `act`.
  eventWrapper: act => act(),
  asyncWrapper: act => act(),
  // The default reads attributes of the container, and a shadow root has none.
  getElementError: (message, container) => new Error(`${message}\n${container.innerHTML}`),
});

const { get: readActiveElement } = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, 'activeElement')!;
Object.defineProperty(ShadowRoot.prototype, 'activeElement', {
  configurable: true,
  get(this: ShadowRoot) {
    try {
      return readActiveElement!.call(this);
    } catch {
      // happy-dom throws while the focus is in another shadow root, where browsers return null.
      return null;
    }
  },
});

const NAMES: (keyof InterviewEvents)[] = [
  'koji-ready',
  'koji-open',
  'koji-close',
  'koji-start',
  'koji-message',
  'koji-answer',
  'koji-complete',
  'koji-feedback',
  'koji-error',
];

/** Sends the page's requests to this proxy. */
export function connectPage(proxy: ScriptedProxy): void {
  globalThis.fetch = createProxyFetch(proxy);
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => true });
}

/** Testing Library's queries for a host element's shadow root. */
export const queriesIn = (host: Element) => within(host.shadowRoot as unknown as HTMLElement);

/** Types a text into the message box and presses Enter. */
export async function sendAnswer(ui: ReturnType<typeof queriesIn>, text: string): Promise<void> {
  const box = await ui.findByRole('textbox', { name: 'Your answer' });
  fireEvent.input(box, { target: { value: text } });
  await waitFor(() => expect(ui.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('false'));
  fireEvent.keyDown(box, { key: 'Enter' });
}

/** Records the widget's events that reach the document, until the end of the test. */
export function recordEvents(): { name: string; detail: unknown }[] {
  const events: { name: string; detail: unknown }[] = [];
  const record = (event: Event) => events.push({ name: event.type, detail: (event as CustomEvent).detail });
  for (const name of NAMES) document.addEventListener(name, record);
  onTestFinished(() => {
    for (const name of NAMES) document.removeEventListener(name, record);
  });
  return events;
}

let mountCount = 0;

/**
 * Mounts a widget on the page, and destroys it at the end of the test. Each call uses another
 * study, so that no interview is resumed unless a test sets `study`.
 */
export function mountOnPage(options: MountOptions = {}, proxy = createScriptedProxy()) {
  connectPage(proxy);
  const events = recordEvents();
  const study = options.study ?? `study-${++mountCount}`;
  const handle = mount({ ...options, study });
  const host = [...document.querySelectorAll('*')].findLast(element => element.shadowRoot)!;
  onTestFinished(() => {
    handle.destroy();
    sessionStorage.clear();
    localStorage.clear();
  });
  return { handle, host, proxy, study, ui: queriesIn(host), events, eventNames: () => events.map(({ name }) => name) };
}
