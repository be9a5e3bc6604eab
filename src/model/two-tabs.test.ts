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

/** Each test uses its own lock names. */
let testNumber = 0;
const page = new EventTarget();
Object.assign(globalThis, {
  addEventListener: page.addEventListener.bind(page),
  removeEventListener: page.removeEventListener.bind(page),
});

beforeEach(() => {
  Object.defineProperty(navigator, 'locks', {
    configurable: true,
    value: { request: (name: string, ...rest: [never, never]) => NODE_LOCKS.request(`${name} ${testNumber}`, ...rest) },
  });
  onTestFinished(() => {
    testNumber += 1;
  });
});

/**
 * Opens a tab with an interview that has one question left, and a second tab with the same stored
 * interview.
 */
async function openTwoTabs() {
  const first = createTestInterview();
  await answerAllButLast(first);
  await vi.waitUntil(async () => (await NODE_LOCKS.query()).held?.some(({ name }) => name?.endsWith(` ${testNumber}`)));
  const second = createTestInterview(first.proxy, {}, createMemoryRecord(first.storedInterview.record));
  return { first, second, proxy: first.proxy };
}

describe('an interview in two tabs', () => {
  it('runs in the first; the second is in_other_tab, calls nothing and keeps what is stored', async () => {
    const { first, second, proxy } = await openTwoTabs();
    await second.interview.start();
    expect(second.interview.state.value).toEqual({ phase: 'in_other_tab' });
    expect(second.interview.running.value).toBeNull();
    expect(proxy.sent('resume')).toEqual([]);
    expect(second.storedInterview.record).not.toBeNull();
    expect(first.interview.state.value.phase).toBe('active');
  });

  it('runs only in the second after a takeover', async () => {
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

  it('returns a message that was being sent during a takeover', async () => {
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
    const resumeCount = proxy.sent('resume').length;
    fail(new Error('gone'));
    expect(await sent).toMatchObject({ code: 'bad_response' });
    // A resume would make the proxy believe this page instead of the second.
    expect(proxy.sent('resume')).toHaveLength(resumeCount);
  });

  it('is completed in both tabs when the second completes it and the first takes it over again', async () => {
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

  it('is resumed by the second tab when the page of the first goes away', async () => {
    const { second, proxy } = await openTwoTabs();
    page.dispatchEvent(new Event('pagehide'));
    await second.interview.start();
    expect(second.interview.state.value.phase).toBe('active');
    await waitForCalls(proxy, 'resume');
  });
});
