import { effect } from '@preact/signals';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestInterview, getShownTurns, getStoredTurns } from './testing/test-interview.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a message', () => {
  it('whose reply breaks off is sent again with the same id and stored once', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    setup.proxy.fail('message', 'cut', 'timed_out');
    expect(await setup.interview.send('It became too expensive.')).toBeNull();
    const ids = setup.proxy.sent('message').map(({ client_message_id }) => client_message_id);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(1);
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('sets connectionTrouble only while it is being retried', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    const troubles: (string | null)[] = [];
    onTestFinished(effect(() => void troubles.push(interview.connectionTrouble.value)));
    proxy.fail('message', 'cut');
    await interview.send('It became too expensive.');
    expect(troubles).toEqual([null, 'retrying', null]);
  });

  it('shows a repeated reply from its beginning', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', 'cut');
    const seen: (string | null)[] = [];
    effect(() => void seen.push(interview.partialReply.value));
    await interview.send('It became too expensive.');
    expect(seen).toEqual([null, '', 'I ', '', 'I ', 'I see. ', 'I see. How ', 'I see. How satisfied?', null]);
  });

  it('whose reply always breaks off is loaded from the proxy, with its reply', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    setup.proxy.fail('message', 'cut', 'cut', 'cut');
    expect(await setup.interview.send('It became too expensive.')).toBeNull();
    expect(setup.interview.state.value.phase).toBe('active');
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('that breaks off while the proxy cannot be reached fails, and is stored once when it is sent again', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    setup.proxy.fail('message', 'cut', 'cut', 'cut');
    setup.proxy.fail('resume', 'unreachable');
    expect(await setup.interview.send('It became too expensive.')).toMatchObject({ code: 'bad_response' });
    expect(getShownTurns(setup)).toEqual([['interviewer', 'Hello! Why did you leave?']]);
    expect(setup.interview.state.value.phase).toBe('active');

    expect(await setup.interview.send('It became too expensive.')).toBeNull();
    expect(setup.proxy.view.messages).toHaveLength(3);
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
  });

  it('that has arrived gets a new id the next time, even with the same content', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    await setup.interview.send('Yes.');
    await setup.interview.send('Yes.');
    const ids = setup.proxy.sent('message').map(({ client_message_id }) => client_message_id);
    expect(new Set(ids).size).toBe(2);
    expect(getShownTurns(setup)).toHaveLength(5);
  });

  it('with the same content but another answer gets another id', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', 'unreachable');
    await interview.send('Well', { question_id: 'q1', value: null });
    await interview.send('Well');
    const [first, second] = proxy.sent('message');
    expect(first.client_message_id).not.toBe(second.client_message_id);
  });

  it.each(['unreachable', 'rate_limited', 'upstream_unavailable', 'invalid_request', 'forbidden'] as const)(
    'that fails with %s is removed, and its question stays open',
    async code => {
      const setup = createTestInterview();
      await setup.interview.start();
      const question = setup.interview.question.value;
      setup.proxy.fail('message', code);
      expect(await setup.interview.send('It became too expensive.')).toMatchObject({ code });
      expect(setup.interview.state.value).toEqual({ phase: 'active', question });
      expect(getShownTurns(setup)).toHaveLength(1);
      expect(setup.interview.partialReply.value).toBeNull();
    },
  );

  it('fails with bad_response when our own code throws', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', new RangeError('oops'));
    expect(await interview.send('Hm.')).toMatchObject({ code: 'bad_response', message: 'RangeError: oops' });
    expect(interview.state.value.phase).toBe('active');
  });

  it.each(['ticket_expired', 'ticket_invalid', 'not_found'] as const)(
    'that fails with %s ends the interview in this page',
    async code => {
      const { interview, proxy, storedInterview } = createTestInterview();
      await interview.start();
      proxy.fail('message', code);
      expect(await interview.send('It became too expensive.')).toMatchObject({ code, recoverable: false });
      expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable: false } });
      expect(storedInterview.record).toBeNull();
    },
  );

  it('S16, S44: to a completed interview leads to completed, without an error', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('timeout');
    expect(await interview.send('It became too expensive.')).toBeNull();
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'timeout' });
    expect(proxy.sent('complete')).toEqual([]);
  });

  it('fails with already_completed when the proxy cannot be asked for the completion', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('timeout');
    proxy.fail('resume', 'unreachable');
    expect(await interview.send('It became too expensive.')).toMatchObject({ code: 'already_completed' });
    expect(interview.state.value.phase).toBe('active');
    expect(await interview.send('It became too expensive.')).toBeNull();
    expect(interview.state.value.phase).toBe('completed');
  });

  /** A browser that says it is offline. */
  function goOffline() {
    const page = new EventTarget();
    const network = { onLine: false };
    vi.stubGlobal('navigator', network);
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    return {
      goOnline() {
        network.onLine = true;
        page.dispatchEvent(new Event('online'));
      },
    };
  }

  /** A message that could not be sent, and waits for the network. */
  async function sendOffline() {
    const { goOnline } = goOffline();
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', 'unreachable');
    const sent = interview.send('It became too expensive.');
    await vi.waitFor(() => expect(interview.connectionTrouble.value).toBe('offline'));
    return { interview, proxy, sent, goOnline };
  }

  it('is sent although the browser says that it is offline: that may be wrong', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    goOffline();
    expect(await interview.send('It became too expensive.')).toBeNull();
    expect(proxy.sent('message')).toHaveLength(1);
  });

  it('that cannot be sent offline is sent as soon as the browser is online, and sets connectionTrouble', async () => {
    const { interview, proxy, sent, goOnline } = await sendOffline();
    expect(proxy.view.messages).toHaveLength(1);
    goOnline();
    expect(await sent).toBeNull();
    expect(interview.connectionTrouble.value).toBeNull();
    expect(proxy.view.messages).toHaveLength(3);
  });

  it('is tried again at growing intervals, for as long as the browser says that it is offline', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    goOffline();
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', ...Array.from({ length: 7 }, () => 'unreachable' as const));
    const triedAt: number[] = [];
    const { message } = proxy;
    proxy.message = (...args) => {
      triedAt.push(Date.now());
      return message(...args);
    };
    const sent = interview.send('It became too expensive.');
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await sent).toBeNull();
    const intervals = triedAt.slice(1).map((at, i) => (at - triedAt[i]!) / 1000);
    expect(intervals).toEqual([2, 4, 8, 16, 30, 30, 30]);
    expect(new Set(proxy.sent('message').map(({ client_message_id }) => client_message_id)).size).toBe(1);
  });

  it('that is waiting offline settles when the interview ends, and is not sent any more', async () => {
    const { interview, proxy, sent, goOnline } = await sendOffline();
    await interview.complete('timeout');
    expect(await sent).toBeNull();
    goOnline();
    expect(proxy.sent('message')).toHaveLength(1);
    expect(interview.connectionTrouble.value).toBeNull();
  });
});
