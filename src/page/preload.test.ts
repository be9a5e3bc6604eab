// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preloadWhenIdle } from './preload.ts';

const load = vi.fn();
const loader = { widgetAddress: 'https://shop.example/widget.js', loadWidget: load };
let idleCallbacks: (() => void)[] = [];

const setProperty = (target: object, name: string, value: unknown) =>
  Object.defineProperty(target, name, { configurable: true, value });

beforeEach(() => {
  vi.useFakeTimers();
  idleCallbacks = [];
  setProperty(document, 'readyState', 'complete');
  setProperty(window, 'requestIdleCallback', (callback: () => void) => idleCallbacks.push(callback));
});
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
  setProperty(navigator, 'connection', undefined);
  Reflect.deleteProperty(window, 'requestIdleCallback');
});

/** Lets the browser become idle, and fetch what it has been asked for. */
const becomeIdle = () => {
  for (const callback of idleCallbacks.splice(0)) callback();
  fetchLinks();
};

/** happy-dom fetches nothing. */
const fetchLinks = () => {
  for (const link of document.querySelectorAll('link')) {
    expect([link.rel, link.href, link.getAttribute('fetchpriority')]).toEqual([
      'modulepreload',
      loader.widgetAddress,
      'low',
    ]);
    link.onload?.(new Event('load'));
    expect(link.isConnected).toBe(false);
  }
};

describe('preload "idle"', () => {
  it('waits for the page’s load event, and then for an idle browser', () => {
    setProperty(document, 'readyState', 'interactive');
    preloadWhenIdle(loader);
    becomeIdle();
    dispatchEvent(new Event('load'));
    expect(load).not.toHaveBeenCalled();
    becomeIdle();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('on a page that has loaded waits for an idle browser only', () => {
    preloadWhenIdle(loader);
    becomeIdle();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('without requestIdleCallback, as in Safari, waits a second', () => {
    Reflect.deleteProperty(window, 'requestIdleCallback');
    preloadWhenIdle(loader);
    vi.advanceTimersByTime(900);
    fetchLinks();
    expect(load).not.toHaveBeenCalled();
    vi.advanceTimersByTime(100);
    fetchLinks();
    expect(load).toHaveBeenCalledTimes(1);
  });

  it.each([
    [{ saveData: true, effectiveType: '4g' }, 0],
    [{ effectiveType: '2g' }, 0],
    [{ effectiveType: 'slow-2g' }, 0],
    [{ saveData: false, effectiveType: '3g' }, 1],
    [{ effectiveType: '4g' }, 1],
  ])('with a connection of %j loads %i times', (connection, calls) => {
    setProperty(navigator, 'connection', connection);
    preloadWhenIdle(loader);
    becomeIdle();
    expect(load).toHaveBeenCalledTimes(calls);
  });
});
