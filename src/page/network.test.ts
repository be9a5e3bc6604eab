// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { seemsOffline, waitForNetwork } from './network.ts';

const setOnLine = (onLine: boolean | undefined) =>
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => onLine });

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  setOnLine(true);
  vi.useRealTimers();
});

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  const settled = vi.fn();
  void promise.then(settled);
  await Promise.resolve();
  return settled.mock.calls.length > 0;
}

it.each([
  [true, false],
  [undefined, false],
  [false, true],
])('a browser whose onLine is %s seems offline: %s', (onLine, expected) => {
  setOnLine(onLine);
  expect(seemsOffline()).toBe(expected);
});

it('waits until the browser says that it is online again', async () => {
  const waiting = waitForNetwork(5000, new AbortController().signal);
  expect(await isSettled(waiting)).toBe(false);
  window.dispatchEvent(new Event('online'));
  expect(await isSettled(waiting)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

it('waits no longer than it is told', async () => {
  const waiting = waitForNetwork(5000, new AbortController().signal);
  vi.advanceTimersByTime(4999);
  expect(await isSettled(waiting)).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await isSettled(waiting)).toBe(true);
});

it.each(['before', 'while'])('ends at once when the signal is aborted %s it waits', async when => {
  const controller = new AbortController();
  if (when === 'before') controller.abort();
  const waiting = waitForNetwork(5000, controller.signal);
  controller.abort();
  expect(await isSettled(waiting)).toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});
