// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { waitUntilOnline } from './online.ts';

const setOnLine = (onLine: boolean | undefined) =>
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => onLine });

afterEach(() => void setOnLine(true));

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  const settled = vi.fn();
  void promise.then(settled);
  await Promise.resolve();
  return settled.mock.calls.length > 0;
}

it.each([true, undefined])('resolves at once when onLine is %s', async onLine => {
  setOnLine(onLine);
  expect(await isSettled(waitUntilOnline())).toBe(true);
});

it('waits until the browser is online again', async () => {
  setOnLine(false);
  const waiting = waitUntilOnline();
  expect(await isSettled(waiting)).toBe(false);
  window.dispatchEvent(new Event('online'));
  expect(await isSettled(waiting)).toBe(true);
});

it('stops listening when the signal is aborted', async () => {
  setOnLine(false);
  const controller = new AbortController();
  const waiting = waitUntilOnline(controller.signal);
  controller.abort();
  window.dispatchEvent(new Event('online'));
  expect(await isSettled(waiting)).toBe(false);
});
