import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  answerAllButLast,
  createMemoryRecord,
  createTestInterview,
  getShownTurns,
  NODE_LOCKS,
  RANKING_ANSWER,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

/** Each test has an interview, so a lock, of its own. */
let ticket = 0;
const page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});

beforeEach(() => {
  Object.defineProperty(navigator, 'locks', {
    configurable: true,
    value: { request: (name: string, ...rest: [never, never]) => NODE_LOCKS.request(`${name} ${ticket}`, ...rest) },
  });
  onTestFinished(() => {
    ticket += 1;
  });
});

/** A tab with an interview that has one question left, and a tab that remembers the same interview. */
async function openTwoTabs() {
  const first = createTestInterview();
  await answerAllButLast(first);
  await vi.waitUntil(async () => (await NODE_LOCKS.query()).held?.some(({ name }) => name?.endsWith(` ${ticket}`)));
  const second = createTestInterview(first.proxy, {}, createMemoryRecord(first.storedInterview.record));
  return { first, second, proxy: first.proxy };
}

describe('an interview in two tabs', () => {
  it('runs in the first; the second says so, asks nothing of the server and forgets nothing', async () => {
    const { first, second, proxy } = await openTwoTabs();
    await second.interview.start();
    expect(second.interview.state.value).toEqual({ phase: 'in_other_tab' });
    expect(second.interview.running.value).toBeNull();
    expect(proxy.sent('resume')).toEqual([]);
    expect(second.storedInterview.record).not.toBeNull();
    expect(first.interview.state.value.phase).toBe('active');
  });

  it('runs in the second once that has taken it over, and only there', async () => {
    const { first, second } = await openTwoTabs();
    await second.interview.start();
    second.interview.takeOver();
    await waitForPhase(second.interview, 'active');
    await waitForPhase(first.interview, 'in_other_tab');
    expect(first.interview.running.value).toBeNull();
    expect(getShownTurns(second)).toEqual(getShownTurns(first));
    await first.interview.complete('manual');
    expect(first.interview.state.value.phase).toBe('in_other_tab');
  });

  it('loses no word that was on its way when it was taken over', async () => {
    const { first, second, proxy } = await openTwoTabs();
    await second.interview.start();
    let fail = (_: Error) => {};
    proxy.message = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    const sent = first.interview.send('1. Help', RANKING_ANSWER);
    second.interview.takeOver();
    await waitForPhase(first.interview, 'in_other_tab');
    const asked = proxy.sent('resume').length;
    fail(new Error('gone'));
    expect(await sent).toMatchObject({ code: 'bad_response' });
    // To ask how it stands would make this page the one that the proxy believes.
    expect(proxy.sent('resume')).toHaveLength(asked);
  });

  it('ends in both where the second has ended it and the first takes it back', async () => {
    const { first, second, proxy } = await openTwoTabs();
    await second.interview.start();
    second.interview.takeOver();
    await waitForPhase(first.interview, 'in_other_tab');
    await waitForPhase(second.interview, 'active');
    await second.interview.complete('respondent_left');
    first.storedInterview.clear();
    first.interview.takeOver();
    await waitForPhase(first.interview, 'completed');
    expect(proxy.sent('start')).toHaveLength(1);
    expect(proxy.sent('complete')).toHaveLength(1);
  });

  it('goes on in the second where the page of the first goes away', async () => {
    const { second, proxy } = await openTwoTabs();
    page.dispatchEvent(new Event('pagehide'));
    await second.interview.start();
    expect(second.interview.state.value.phase).toBe('active');
    await waitForCalls(proxy, 'resume');
  });
});
