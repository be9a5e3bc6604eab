import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { createTabLock } from './tab-lock.ts';

/** Node implements the Web Locks API, but has no page events. */
const page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});
afterEach(() => void vi.unstubAllGlobals());

function openTab(name: string) {
  const onStolen = vi.fn();
  const lock = createTabLock(name, onStolen);
  onTestFinished(() => lock.release());
  return { lock, onStolen };
}

const twoTabs = (name: string = crypto.randomUUID()) => [openTab(name), openTab(name)] as const;

it('only one of two tabs acquires a name', async () => {
  const [first, second] = twoTabs();
  expect(await first.lock.acquire()).toBe(true);
  expect(await second.lock.acquire()).toBe(false);
  expect(first.onStolen).not.toHaveBeenCalled();
  expect(second.onStolen).not.toHaveBeenCalled();
});

it('a tab that holds the name can acquire it again', async () => {
  const [first] = twoTabs();
  expect(await Promise.all([first.lock.acquire(), first.lock.acquire()])).toEqual([true, true]);
  expect(await first.lock.acquire()).toBe(true);
});

it('a tab that steals the name holds it, and the other tab is notified once', async () => {
  const [first, second] = twoTabs();
  await first.lock.acquire();
  expect(await second.lock.acquire(true)).toBe(true);
  await vi.waitUntil(() => first.onStolen.mock.calls.length > 0);
  expect(await first.lock.acquire()).toBe(false);
  expect(await first.lock.acquire(true)).toBe(true);
  await vi.waitUntil(() => second.onStolen.mock.calls.length > 0);
  expect(first.onStolen).toHaveBeenCalledOnce();
});

it('a tab that waits acquires the name as soon as it is released', async () => {
  const [first, second] = twoTabs();
  await first.lock.acquire();
  const waiting = second.lock.acquire();
  first.lock.release();
  expect(await waiting).toBe(true);
  expect(first.onStolen).not.toHaveBeenCalled();
});

it('a slow browser is not mistaken for another tab', async () => {
  const { locks } = navigator;
  const request = async (name: string, options: LockOptions, callback: LockGrantedCallback<unknown>) => {
    await new Promise((resolve, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal!.reason));
      setTimeout(resolve, 1200);
    });
    return locks.request(name, options, callback);
  };
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await openTab(crypto.randomUUID()).lock.acquire()).toBe(true);
});

it('a page that goes away releases the name, and can acquire it again when it is back', async () => {
  const [first, second] = twoTabs();
  await first.lock.acquire();
  page.dispatchEvent(new Event('pagehide'));
  expect(await second.lock.acquire()).toBe(true);
  expect(first.onStolen).not.toHaveBeenCalled();
  second.lock.release();
  expect(await first.lock.acquire()).toBe(true);
});

it.each<[string, unknown]>([
  ['there is no Web Locks API', undefined],
  ['locks are denied', { request: () => Promise.reject(new DOMException('no origin', 'SecurityError')) }],
])('when %s, every page acquires every name', async (_, locks) => {
  vi.stubGlobal('navigator', { locks });
  const [first, second] = twoTabs();
  expect([await first.lock.acquire(), await second.lock.acquire()]).toEqual([true, true]);
  expect(first.onStolen).not.toHaveBeenCalled();
});
