import { configure, fireEvent, waitFor, within } from '@testing-library/preact';
import { expect, onTestFinished } from 'vitest';
import type { InterviewEvents } from '../../model/host-events.ts';
import { createScriptedProxy, type ScriptedProxy } from '../../model/testing/scripted-proxy.ts';
import { type MountOptions, mount } from '../mount.ts';
import { fetchOf } from './proxy-fetch.ts';

configure({
  // What comes later is read and translated when a test first needs it, which takes a busy machine
  // a while.
  asyncUtilTimeout: 10_000,
  // Things are drawn when a browser would draw them, not as `act` of Preact’s tests has it.
  eventWrapper: act => act(),
  asyncWrapper: act => act(),
  // The one it has can only tell of elements, and a shadow root is none.
  getElementError: (message, container) => new Error(`${message}\n${container.innerHTML}`),
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

/** Makes this proxy the network of the page. */
export function connect(proxy: ScriptedProxy): void {
  globalThis.fetch = fetchOf(proxy);
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => true });
}

/** What a visitor finds in a host element's shadow root, by role and name. */
export const look = (host: Element) => within(host.shadowRoot as unknown as HTMLElement);

/** Types a text into the message box and presses Enter. */
export async function say(ui: ReturnType<typeof look>, words: string): Promise<void> {
  const box = await ui.findByRole('textbox', { name: 'Your answer' });
  fireEvent.input(box, { target: { value: words } });
  await waitFor(() => expect(ui.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('false'));
  fireEvent.keyDown(box, { key: 'Enter' });
}

/** Keeps the events that reach the document, as a host hears them. */
export function listen(): { name: string; detail: unknown }[] {
  const heard: { name: string; detail: unknown }[] = [];
  const keep = (event: Event) => heard.push({ name: event.type, detail: (event as CustomEvent).detail });
  for (const name of NAMES) document.addEventListener(name, keep);
  onTestFinished(() => {
    for (const name of NAMES) document.removeEventListener(name, keep);
  });
  return heard;
}

let visits = 0;

/**
 * A host page with the widget mounted on it; taken down at the end of the test. Each visit has a
 * study of its own, so that no interview is taken up again unless a test wants it.
 */
export function visit(options: MountOptions = {}, proxy = createScriptedProxy()) {
  connect(proxy);
  const heard = listen();
  const study = options.study ?? `study-${++visits}`;
  const handle = mount({ ...options, study });
  const host = [...document.querySelectorAll('*')].findLast(element => element.shadowRoot)!;
  onTestFinished(() => {
    handle.destroy();
    sessionStorage.clear();
    localStorage.clear();
  });
  return { handle, host, heard, proxy, study, ui: look(host), names: () => heard.map(({ name }) => name) };
}
