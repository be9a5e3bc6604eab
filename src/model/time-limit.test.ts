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

/** Starts an interview with a time limit. */
async function startTimedInterview(maxDuration: number | null, proxyLimit: number | null = null) {
  const endsAt = proxyLimit === null ? null : new Date(START + proxyLimit).toISOString();
  const setup = createTestInterview(createScriptedProxy(SCRIPT, endsAt), { maxDuration });
  const millisecondsLeft = signal<number | null>(null);
  runInModel(() => enforceTimeLimit(setup.interview, millisecondsLeft));
  await setup.interview.start();
  return { ...setup, millisecondsLeft };
}

const getReasons = ({ proxy }: Pick<TestInterview, 'proxy'>) => proxy.sent('complete').map(({ reason }) => reason);

describe('a time limit', () => {
  it('S10: completes the interview as timeout, once, and exactly on time', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    await vi.advanceTimersByTimeAsync(15 * MINUTE - 1);
    expect(getReasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(getReasons(setup)).toEqual(['timeout']);
    expect(setup.interview.state.value).toMatchObject({ phase: 'completed', reason: 'timeout' });
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('S10: is the proxy’s when that is earlier', async () => {
    const setup = await startTimedInterview(15 * MINUTE, 5 * MINUTE);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('S10: is not extended by a sleeping laptop', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    await vi.advanceTimersByTimeAsync(MINUTE);
    vi.setSystemTime(START + 120 * MINUTE);
    expect(getReasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('S10: is checked as soon as a sleeping page is visible again', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    vi.setSystemTime(START + 120 * MINUTE);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(setup.interview.state.value).toMatchObject({ phase: 'completing', reason: 'timeout' });
  });

  it('follows the clock when it is set back', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    vi.setSystemTime(START - 10 * MINUTE);
    await vi.advanceTimersByTimeAsync(20 * MINUTE);
    expect(getReasons(setup)).toEqual([]);
    expect(setup.millisecondsLeft.value).toBe(5 * MINUTE);
  });

  it('S11: that is not set never ends an interview', async () => {
    const setup = await startTimedInterview(null);
    expect(vi.getTimerCount()).toBe(0);
    vi.setSystemTime(START + 365 * 24 * 60 * MINUTE);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(365 * 24 * 60 * MINUTE);
    expect(getReasons(setup)).toEqual([]);
    expect(setup.millisecondsLeft.value).toBeNull();
    expect(setup.interview.state.value.phase).toBe('active');
  });

  it('updates millisecondsLeft at each full second', async () => {
    const { millisecondsLeft } = await startTimedInterview(3400);
    const seen = [millisecondsLeft.value];
    for (let step = 0; step < 17; step++) {
      await vi.advanceTimersByTimeAsync(200);
      if (millisecondsLeft.value !== seen.at(-1)) seen.push(millisecondsLeft.value);
    }
    expect(seen).toEqual([3400, 3000, 2000, 1000, null]);
  });

  it('that has passed since the last page ends the interview when it is resumed', async () => {
    const { proxy, storedInterview } = await startTimedInterview(15 * MINUTE);
    vi.setSystemTime(START + 16 * MINUTE);
    const setup = createTestInterview(proxy, {}, storedInterview);
    runInModel(() => enforceTimeLimit(setup.interview, signal<number | null>(null)));
    await setup.interview.start();
    expect(setup.interview.state.value).toMatchObject({ reason: 'timeout' });
  });

  it('ends the interview even while a message is being sent', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too exp');
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    expect(await sent).toBeNull();
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('leaves no timer behind after the interview', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    await setup.interview.complete('manual');
    expect([vi.getTimerCount(), setup.millisecondsLeft.value]).toEqual([0, null]);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(getReasons(setup)).toEqual(['manual']);
  });
});
