// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { waitUntilOnline } from './online.ts';

const set = (onLine: boolean | undefined) =>
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => onLine });

afterEach(() => void set(true));

/** Whether a promise has been settled by now. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  const settled = vi.fn();
  void promise.then(settled);
  await Promise.resolve();
  return settled.mock.calls.length > 0;
}

it.each([true, undefined])('is at once where the browser says %s', async onLine => {
  set(onLine);
  expect(await isSettled(waitUntilOnline())).toBe(true);
});

it('waits for the network to come back', async () => {
  set(false);
  const waiting = waitUntilOnline();
  expect(await isSettled(waiting)).toBe(false);
  window.dispatchEvent(new Event('online'));
  expect(await isSettled(waiting)).toBe(true);
});

it('does not listen any more once nobody waits', async () => {
  set(false);
  const abort = new AbortController();
  const waiting = waitUntilOnline(abort.signal);
  abort.abort();
  window.dispatchEvent(new Event('online'));
  expect(await isSettled(waiting)).toBe(false);
});
