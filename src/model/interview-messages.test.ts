import { effect } from '@preact/signals';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createTestInterview, getShownTurns, getStoredTurns } from './testing/test-interview.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a message', () => {
  it('whose reply breaks off is asked for again under the same id, and nothing is doubled', async () => {
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

  it('says so while it is tried again, and no longer than that', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    const told: (string | null)[] = [];
    onTestFinished(effect(() => void told.push(interview.connectionTrouble.value)));
    proxy.fail('message', 'cut');
    await interview.send('It became too expensive.');
    expect(told).toEqual([null, 'retrying', null]);
  });

  it('shows a broken reply from its beginning when it comes again', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', 'cut');
    const seen: (string | null)[] = [];
    effect(() => void seen.push(interview.partialReply.value));
    await interview.send('It became too expensive.');
    expect(seen).toEqual([null, '', 'I ', '', 'I ', 'I see. ', 'I see. How ', 'I see. How satisfied?', null]);
  });

  it('whose reply breaks off each time is found where the server has it, with its reply', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    setup.proxy.fail('message', 'cut', 'cut', 'cut');
    expect(await setup.interview.send('It became too expensive.')).toBeNull();
    expect(setup.interview.state.value.phase).toBe('active');
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('that breaks off where the server can’t be asked comes back, and the same words again are stored once', async () => {
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

  it('that was sent well is another one the next time, also with the same words', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    await setup.interview.send('Yes.');
    await setup.interview.send('Yes.');
    const ids = setup.proxy.sent('message').map(({ client_message_id }) => client_message_id);
    expect(new Set(ids).size).toBe(2);
    expect(getShownTurns(setup)).toHaveLength(5);
  });

  it('with the same words but another answer is another one', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', 'unreachable');
    await interview.send('Well', { question_id: 'q1', value: null });
    await interview.send('Well');
    const [first, second] = proxy.sent('message');
    expect(first.client_message_id).not.toBe(second.client_message_id);
  });

  it.each(['unreachable', 'rate_limited', 'upstream_unavailable', 'invalid_request', 'forbidden'] as const)(
    'that fails with %s is returned, and its question is open still',
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

  it('that meets a fault in the code is returned too', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('message', new RangeError('oops'));
    expect(await interview.send('Hm.')).toMatchObject({ code: 'bad_response', message: 'RangeError: oops' });
    expect(interview.state.value.phase).toBe('active');
  });

  it.each(['ticket_expired', 'ticket_invalid', 'not_found'] as const)('refused with %s is the end', async code => {
    const { interview, proxy, storedInterview } = createTestInterview();
    await interview.start();
    proxy.fail('message', code);
    expect(await interview.send('It became too expensive.')).toMatchObject({ code, recoverable: false });
    expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable: false } });
    expect(storedInterview.record).toBeNull();
  });

  it('S16, S44: to an interview that is completed already leads to the thanks, without an error', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('timeout');
    expect(await interview.send('It became too expensive.')).toBeNull();
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'timeout' });
    expect(proxy.sent('complete')).toEqual([]);
  });

  it('is returned where it is refused as completed and the server can’t be asked', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('timeout');
    proxy.fail('resume', 'unreachable');
    expect(await interview.send('It became too expensive.')).toMatchObject({ code: 'already_completed' });
    expect(interview.state.value.phase).toBe('active');
    expect(await interview.send('It became too expensive.')).toBeNull();
    expect(interview.state.value.phase).toBe('completed');
  });

  it('waits while the browser is offline, and says so', async () => {
    const setup = new EventTarget();
    const network = { onLine: false };
    vi.stubGlobal('navigator', network);
    vi.stubGlobal('addEventListener', setup.addEventListener.bind(setup));
    const { interview, proxy } = createTestInterview();
    await interview.start();
    const sent = interview.send('It became too expensive.');
    await vi.waitFor(() => expect(interview.connectionTrouble.value).toBe('offline'));
    expect(proxy.sent('message')).toEqual([]);
    network.onLine = true;
    setup.dispatchEvent(new Event('online'));
    expect(await sent).toBeNull();
    expect(interview.connectionTrouble.value).toBeNull();
    expect(proxy.sent('message')).toHaveLength(1);
  });
});
