// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pageEvents } from './testing/page-events.ts';
import { type AutoTriggerOptions, start as begin } from './triggers.ts';

let host: EventTarget;
let opened = 0;
const undo: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  pageEvents.reset();
  host = new EventTarget();
  opened = 0;
  sessionStorage.clear();
  localStorage.clear();
  scrolled(0);
});
afterEach(() => {
  for (const stop of undo.splice(0)) stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const start = (options: AutoTriggerOptions) => {
  const open = () => {
    opened += 1;
    host.dispatchEvent(new Event('koji-open'));
  };
  const stop = begin(host, { dataset: options }, 'koji:/koji:churn', { open });
  undo.push(stop);
  return stop;
};

/** A page of 3,000 px in a window of 1,000. */
function scrolled(top: number, height = 3000) {
  const { documentElement } = document;
  Object.defineProperty(documentElement, 'scrollHeight', { configurable: true, value: height });
  Object.defineProperty(documentElement, 'clientHeight', { configurable: true, value: 1000 });
  documentElement.scrollTop = top;
  dispatchEvent(new Event('scroll'));
}

const pointerLeaves = (at: { clientY: number; relatedTarget?: Element }) =>
  document.dispatchEvent(new MouseEvent('mouseout', at));

describe('delay', () => {
  it('opens once the page was in sight for 30 s, or for as long as is said', () => {
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
  ])('%s', (trigger, milliseconds) => {
    start({ trigger });
    vi.advanceTimersByTime(milliseconds - 250);
    expect(opened).toBe(0);
    vi.advanceTimersByTime(250);
    expect(opened).toBe(1);
  });

  it('time in the background does not count', () => {
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
  it('opens half-way down, or as far as is said, once', () => {
    start({ trigger: 'scroll' });
    scrolled(990);
    expect(opened).toBe(0);
    scrolled(1000);
    scrolled(1500);
    expect(opened).toBe(1);
  });

  it('as far as is said', () => {
    start({ trigger: 'scroll:100%' });
    scrolled(1990);
    expect(opened).toBe(0);
    scrolled(1999.5);
    expect(opened).toBe(1);
  });

  it('a page with nothing to scroll never opens', () => {
    start({ trigger: 'scroll:0%' });
    scrolled(0, 1000);
    expect(opened).toBe(0);
  });
});

describe('exit', () => {
  it('opens where the pointer leaves by the top, and only there', () => {
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 400 });
    pointerLeaves({ clientY: 0, relatedTarget: document.body });
    expect(opened).toBe(0);
    pointerLeaves({ clientY: -3 });
    pointerLeaves({ clientY: -3 });
    expect(opened).toBe(1);
  });
});

describe('an opening that nobody asked for', () => {
  it.each<[AutoTriggerOptions, string, Storage | null, string?]>([
    [{}, 'koji-close', sessionStorage, 'tab:closed'],
    [{}, 'koji-complete', sessionStorage, 'tab:closed'],
    [{ persist: 'visitor' }, 'koji-close', localStorage, 'visitor:closed'],
    [{ once: 'visitor' }, 'koji-complete', localStorage, 'visitor'],
    [{ once: 'tab:closed', persist: 'visitor' }, 'koji-close', sessionStorage, 'tab:closed'],
    [{ once: 'visitor' }, 'koji-close', null],
    [{ persist: 'none' }, 'koji-close', null],
    [{ once: 'none' }, 'koji-complete', null],
  ])('%o: after %s it comes again only where nothing is kept of that', (options, event, storage, kept) => {
    const stop = start({ trigger: 'exit', ...options });
    expect(sessionStorage.length + localStorage.length).toBe(0);
    host.dispatchEvent(new Event(event));
    expect(sessionStorage.length + localStorage.length).toBe(storage ? 1 : 0);
    if (storage) expect(storage.getItem(`koji:/koji:churn:${kept}`)).toBe('true');
    stop();
    host = new EventTarget();
    start({ trigger: 'exit', ...options });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(storage ? 0 : 1);
  });

  it.each<AutoTriggerOptions>([{ trigger: 'launcher' }, { trigger: '#why' }, { trigger: 'delay', mode: 'inline' }])(
    'is none with %o, which is only taken note of',
    options => {
      const complained = vi.spyOn(console, 'error');
      start({ once: 'tab', ...options });
      vi.advanceTimersByTime(600_000);
      host.dispatchEvent(new Event('koji-complete'));
      expect([opened, complained.mock.calls, sessionStorage.length]).toEqual([0, [], 1]);
    },
  );

  it('comes for everybody where the host wants that', () => {
    sessionStorage.setItem('koji:/koji:churn:tab:closed', 'true');
    start({ trigger: 'exit', once: 'none' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });

  it('does not come where the visitor has opened it before', () => {
    start({ trigger: 'exit' });
    host.dispatchEvent(new Event('koji-open'));
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
  });

  it('comes once for a host, however often it is asked for, and not after its undo', () => {
    const stop = start({ trigger: 'exit' });
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
    stop();
    start({ trigger: 'exit' })();
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });

  it('does not come for a visitor who saves data', () => {
    vi.stubGlobal('navigator', Object.assign(Object.create(navigator), { connection: { saveData: true } }));
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
  });

  it('works where storage is denied', () => {
    vi.stubGlobal('sessionStorage', undefined);
    start({ trigger: 'exit' });
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(1);
  });
});

it.each(['delay:', 'delay:soon', 'delay:5h', 'scroll:half', 'scroll:50', 'exit:now'])(
  '%s is said to make no sense',
  trigger => {
    const complained = vi.spyOn(console, 'error').mockImplementation(() => {});
    start({ trigger });
    vi.advanceTimersByTime(600_000);
    scrolled(2000);
    pointerLeaves({ clientY: 0 });
    expect(opened).toBe(0);
    expect(String(complained.mock.calls[0])).toContain(`option "trigger" is "${trigger}"`);
  },
);
