// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageEvents } from './testing/page-events.ts';
import { start as startTrigger, type TriggerOptions } from './triggers.ts';

let host: Element;
let opened = 0;
const stopFunctions: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  pageEvents.reset();
  host = document.body.appendChild(document.createElement('koji-test'));
  opened = 0;
  sessionStorage.clear();
  localStorage.clear();
  scrollPage(0);
});
afterEach(() => {
  host.remove();
  for (const stop of stopFunctions.splice(0)) stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const start = (options: TriggerOptions) => {
  const open = () => {
    opened += 1;
    host.dispatchEvent(new Event('koji-open'));
  };
  const stop = startTrigger(host, options, 'koji:/koji:churn', { open });
  stopFunctions.push(stop);
  return stop;
};

/** Scrolls a page of 3,000 px, or another height, in a window of 1,000 px. */
function scrollPage(top: number, height = 3000) {
  const { documentElement } = document;
  Object.defineProperty(documentElement, 'scrollHeight', { configurable: true, value: height });
  Object.defineProperty(documentElement, 'clientHeight', { configurable: true, value: 1000 });
  documentElement.scrollTop = top;
  dispatchEvent(new Event('scroll'));
}

const pointerLeaves = (at: { clientY: number; relatedTarget?: Element }) =>
  document.dispatchEvent(new MouseEvent('mouseout', at));

describe('delay', () => {
  it('opens once when the page has been visible for 30 s', () => {
    start({ trigger: 'delay' });
    vi.advanceTimersByTime(29_000);
    expect(opened).toBe(0);
    vi.advanceTimersByTime(60_000);
    expect(opened).toBe(1);
  });

  it.each([
    ['delay:500ms', 500],
    ['delay:45s', 45_000],
    ['delay:2m', 120_000],
  ])('%s opens after its time', (trigger, milliseconds) => {
    start({ trigger });
    vi.advanceTimersByTime(milliseconds - 250);
    expect(opened).toBe(0);
    vi.advanceTimersByTime(250);
    expect(opened).toBe(1);
  });

  it('does not count time in the background', () => {
    start({ trigger: 'delay:10s' });
    vi.advanceTimersByTime(5000);
    pageEvents.switchAway();
    vi.advanceTimersByTime(60_000);
    expect(opened).toBe(0);
    pageEvents.switchBack();
    vi.advanceTimersByTime(5000);
    expect(opened).toBe(1);
  });
});

describe('scroll', () => {
  it('opens once, half-way down', () => {
    start({ trigger: 'scroll' });
    scrollPage(990);
    expect(opened).toBe(0);
    scrollPage(1000);
    scrollPage(1500);
    expect(opened).toBe(1);
  });

  it('opens at the given percentage', () => {
    start({ trigger: 'scroll:100%' });
    scrollPage(1990);
    expect(opened).toBe(0);
    scrollPage(1999.5);
    expect(opened).toBe(1);
  });

  /** Scrolls an element of this size, which holds 3,000 px, in a window of 1,000 × 1,000 px. */
  function scrollBox(top: number, width: number, height: number) {
    vi.stubGlobal('innerWidth', 1000);
    vi.stubGlobal('innerHeight', 1000);
    const box = document.body.appendChild(document.createElement('main'));
    for (const [name, value] of Object.entries({ scrollHeight: 3000, clientHeight: height, clientWidth: width })) {
      Object.defineProperty(box, name, { value });
    }
    box.scrollTop = top;
    box.dispatchEvent(new Event('scroll'));
    box.remove();
  }

  it('opens where an element that fills the window is scrolled instead of the page', () => {
    start({ trigger: 'scroll' });
    scrollPage(0, 1000);
    scrollBox(900, 800, 1000);
    expect(opened).toBe(0);
    scrollBox(1000, 800, 1000);
    expect(opened).toBe(1);
  });

  it('ignores the scrolling of a small part of the page', () => {
    start({ trigger: 'scroll' });
    scrollBox(2800, 600, 200);
    expect(opened).toBe(0);
  });

  it('never opens on a page that cannot be scrolled', () => {
    start({ trigger: 'scroll:0%' });
    scrollPage(0, 1000);
    expect(opened).toBe(0);
  });
});

describe('exit', () => {
  it('opens only when the pointer leaves at the top', () => {
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 400 });
    pointerLeaves({ clientY: 0, relatedTarget: document.body });
    expect(opened).toBe(0);
    pointerLeaves({ clientY: -3 });
    pointerLeaves({ clientY: -3 });
    expect(opened).toBe(1);
  });
});

describe('a trigger', () => {
  it.each<[TriggerOptions, string, Storage | null, string?]>([
    [{}, 'koji-close', sessionStorage, 'tab:closed'],
    [{}, 'koji-complete', sessionStorage, 'tab:closed'],
    [{ persist: 'visitor' }, 'koji-close', localStorage, 'visitor:closed'],
    [{ once: 'visitor' }, 'koji-complete', localStorage, 'visitor'],
    [{ once: 'tab:closed', persist: 'visitor' }, 'koji-close', sessionStorage, 'tab:closed'],
    [{ once: 'visitor' }, 'koji-close', null],
    [{ persist: 'none' }, 'koji-close', null],
    [{ once: 'none' }, 'koji-complete', null],
  ])('with %o: opens again after %s only if that is not stored', (options, event, storage, key) => {
    const stop = start({ trigger: 'exit', ...options });
    expect(sessionStorage.length + localStorage.length).toBe(0);
    host.dispatchEvent(new Event(event));
    expect(sessionStorage.length + localStorage.length).toBe(storage ? 1 : 0);
    if (storage) expect(storage.getItem(`koji:/koji:churn:${key}`)).toBe('true');
    stop();
    host = document.body.appendChild(document.createElement('koji-test'));
    start({ trigger: 'exit', ...options });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(storage ? 0 : 1);
  });

  it.each<TriggerOptions>([{ trigger: 'launcher' }, { trigger: '#why' }, { trigger: 'delay', mode: 'inline' }])(
    'never opens with %o, but stores the completion',
    options => {
      const consoleError = vi.spyOn(console, 'error');
      start({ once: 'tab', ...options });
      vi.advanceTimersByTime(600_000);
      host.dispatchEvent(new Event('koji-complete'));
      expect([opened, consoleError.mock.calls, sessionStorage.length]).toEqual([0, [], 1]);
    },
  );

  it('opens for every visitor with once: none', () => {
    sessionStorage.setItem('koji:/koji:churn:tab:closed', 'true');
    start({ trigger: 'exit', once: 'none' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });

  it('does not open when the visitor has already opened it', () => {
    start({ trigger: 'exit' });
    host.dispatchEvent(new Event('koji-open'));
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
  });

  it('opens once for each host element, and not after it is stopped', () => {
    const stop = start({ trigger: 'exit' });
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
    stop();
    start({ trigger: 'exit' })();
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });

  it('does not open for a visitor who saves data', () => {
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { connection: { saveData: true } }));
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
  });

  it('works when storage is denied', () => {
    vi.stubGlobal('sessionStorage', undefined);
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });
});

it.each(['delay:', 'delay:soon', 'delay:5h', 'scroll:half', 'scroll:50', 'exit:now'])(
  'logs an error for %s',
  trigger => {
    const consoleError = vi.spyOn(console, 'error').mockImplementation(() => {});
    start({ trigger });
    vi.advanceTimersByTime(600_000);
    scrollPage(2000);
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
    expect(String(consoleError.mock.calls[0])).toContain(`option "trigger" is "${trigger}"`);
  },
);
