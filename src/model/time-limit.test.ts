// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScriptedProxy, SCRIPT } from './testing/scripted-proxy.ts';
import { createTestInterview, runInModel, type TestInterview } from './testing/test-interview.ts';
import { enforceTimeLimit } from './time-limit.ts';

const START = Date.parse('2026-03-01T09:00:00Z');
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

/** An interview that has just started, with its clock. */
async function begin(maxDuration: number | null, proxyLimit: number | null = null) {
  const endsAt = proxyLimit === null ? null : new Date(START + proxyLimit).toISOString();
  const setup = createTestInterview(createScriptedProxy(SCRIPT, endsAt), { maxDuration });
  const left = signal<number | null>(null);
  runInModel(() => enforceTimeLimit(setup.interview, left));
  await setup.interview.start();
  return { ...setup, left };
}

const reasons = ({ proxy }: Pick<TestInterview, 'proxy'>) => proxy.sent('complete').map(({ reason }) => reason);

describe('a time limit', () => {
  it('S10: ends the interview as timeout, once, and not a moment before', async () => {
    const setup = await begin(15 * MINUTE);
    await vi.advanceTimersByTimeAsync(15 * MINUTE - 1);
    expect(reasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(reasons(setup)).toEqual(['timeout']);
    expect(setup.interview.state.value).toMatchObject({ phase: 'completed', reason: 'timeout' });
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(reasons(setup)).toEqual(['timeout']);
  });

  it('S10: of the proxy counts where it is the earlier', async () => {
    const setup = await begin(15 * MINUTE, 5 * MINUTE);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(reasons(setup)).toEqual(['timeout']);
  });

  it('S10: is not stretched by a laptop that sleeps', async () => {
    const setup = await begin(15 * MINUTE);
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(START + 120 * MINUTE);
    expect(reasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(reasons(setup)).toEqual(['timeout']);
  });

  it('S10: is looked at as soon as a sleeping page is in sight again', async () => {
    const setup = await begin(15 * MINUTE);
    vi.setSystemTime(START + 120 * MINUTE);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(setup.interview.state.value).toMatchObject({ phase: 'completing', reason: 'timeout' });
  });

  it('is longer again when the clock is set back', async () => {
    const setup = await begin(15 * MINUTE);
    vi.setSystemTime(START - 10 * MINUTE);
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    expect(reasons(setup)).toEqual([]);
    expect(setup.left.value).toBe(5 * MINUTE);
  });

  it('S11: that nobody has set never ends an interview, however long', async () => {
    const setup = await begin(null);
    expect(vi.getTimerCount()).toBe(0);
    vi.setSystemTime(START + 365 * 24 * 60 * MINUTE);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(365 * 24 * 60 * MINUTE);
    expect(reasons(setup)).toEqual([]);
    expect(setup.left.value).toBeNull();
    expect(setup.interview.state.value.phase).toBe('active');
  });

  it('tells what is left second by second, from the first full one', async () => {
    const { left } = await begin(3400);
    const seen = [left.value];
    for (let step = 0; step < 17; step++) {
      await vi.advanceTimersByTimeAsync(200);
      if (left.value !== seen.at(-1)) seen.push(left.value);
    }
    expect(seen).toEqual([3400, 3000, 2000, 1000, null]);
  });

  it('that passed while the page was away ends the interview when it is taken up again', async () => {
    const { proxy, storedInterview } = await begin(15 * MINUTE);
    vi.setSystemTime(START + 16 * MINUTE);
    const setup = createTestInterview(proxy, {}, storedInterview);
    runInModel(() => enforceTimeLimit(setup.interview, signal<number | null>(null)));
    await setup.interview.start();
    expect(setup.interview.state.value).toMatchObject({ reason: 'timeout' });
  });

  it('comes also while a message is on its way', async () => {
    const setup = await begin(15 * MINUTE);
    setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too exp');
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    expect(await sent).toBeNull();
    expect(reasons(setup)).toEqual(['timeout']);
  });

  it('leaves no timer behind once the interview has ended', async () => {
    const setup = await begin(15 * MINUTE);
    await setup.interview.complete('manual');
    expect([vi.getTimerCount(), setup.left.value]).toEqual([0, null]);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(reasons(setup)).toEqual(['manual']);
  });
});
