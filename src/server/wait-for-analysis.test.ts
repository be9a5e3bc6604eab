import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createManualClock } from './testing/manual-clock.ts';
import { AnalysisError, type WaitOptions, waitForAnalysis } from './wait-for-analysis.ts';

const interview = (analysis_status: string | null) => ({
  interview_id: '5e0b3f5e-6c1e-4a7e-9f3a-0b6f4f6f8a11',
  status: 'completed',
  started_at: '2026-03-01T09:00:00.000Z',
  completed_at: '2026-03-01T09:05:00.000Z',
  reason: 'natural',
  analysis_status,
  transcript: [],
  stats: { duration_seconds: 300, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
});

/**
 * Creates a Koji that gives these responses, and then the last one again and again. Records when it
 * was called, in milliseconds from the start.
 */
function createKoji(...responses: Response[]) {
  const clock = createManualClock();
  const startedAt = clock.now();
  const calls: { at: number; headers: Headers }[] = [];
  const wait = (options: Partial<WaitOptions> = {}) =>
    waitForAnalysis({
      apiKey: 'pk_live_key',
      interviewId: interview(null).interview_id,
      kojiUrl: 'http://koji.test',
      clock,
      fetch: async (input, init) => {
        calls.push({ at: clock.now() - startedAt, headers: new Request(input, init).headers });
        return (responses.length > 1 ? responses.shift() : responses[0])!.clone();
      },
      ...options,
    });
  return { clock, calls, wait };
}

const toSeconds = (calls: { at: number }[]) => calls.map(({ at }) => at / 1000);

describe('waitForAnalysis', () => {
  it('S75, S76, S79: resolves with the interview once its analysis is ready, with the key alone', async () => {
    const processing = Response.json(interview('processing'));
    const { clock, calls, wait } = createKoji(processing, processing, Response.json(interview('completed')));
    const waiting = wait();
    await clock.advance(10_000);
    expect((await waiting).analysis_status).toBe('completed');
    expect(calls).toHaveLength(3);
    expect(calls[0]!.headers.get('Authorization')).toBe('Bearer pk_live_key');
    expect(calls.every(({ headers }) => !headers.has('X-Session-Token'))).toBe(true);
  });

  it('S80: rejects at once if the analysis failed', async () => {
    const { calls, wait } = createKoji(Response.json(interview('failed')));
    await expect(wait()).rejects.toMatchObject({ name: 'AnalysisError', code: 'failed' });
    expect(calls).toHaveLength(1);
  });

  it('S78, S81: gives up after 30 attempts', async () => {
    const { clock, calls, wait } = createKoji(Response.json(interview('processing')));
    const waiting = wait();
    const outcome = expect(waiting).rejects.toBeInstanceOf(AnalysisError);
    await clock.advance(600_000);
    await outcome;
    expect(calls).toHaveLength(30);
  });

  it('S82: waits two seconds first, then longer each time, up to ten', async () => {
    const { clock, calls, wait } = createKoji(Response.json(interview('processing')));
    wait({ attempts: 12 }).catch(() => {});
    await clock.advance(600_000);
    const waits = toSeconds(calls)
      .slice(1)
      .map((at, i) => at - toSeconds(calls)[i]!);
    expect(waits[0]).toBe(2);
    expect(waits.every((wait, i) => i === 0 || wait >= waits[i - 1]! - 0.001)).toBe(true);
    expect(Math.max(...waits)).toBeCloseTo(10);
  });

  it('waits as long as a rate limit asks, and continues after an outage', async () => {
    const limited = Response.json(
      { error: 'rate_limited', message: 'Slow down.' },
      { status: 429, headers: { 'Retry-After': '20' } },
    );
    const { clock, calls, wait } = createKoji(
      limited,
      new Response('', { status: 503 }),
      Response.json(interview('completed')),
    );
    const waiting = wait();
    await clock.advance(60_000);
    await waiting;
    expect(calls[1]!.at).toBe(20_000);
    expect(calls).toHaveLength(3);
  });

  it('rejects at once if the key or the interview is unknown', async () => {
    const { calls, wait } = createKoji(Response.json({ error: 'not_found', message: 'None.' }, { status: 404 }));
    await expect(wait()).rejects.toMatchObject({ name: 'KojiFailure', status: 404 });
    expect(calls).toHaveLength(1);
  });

  it('stops when its signal is aborted in the middle of a request, which is aborted too', async () => {
    const { clock, wait } = createKoji();
    const controller = new AbortController();
    let sent: AbortSignal | undefined;
    const outcome = expect(
      wait({
        signal: controller.signal,
        fetch: (input, init) => {
          ({ signal: sent } = new Request(input, init));
          return new Promise((_, reject) => sent!.addEventListener('abort', () => reject(sent!.reason)));
        },
      }),
    ).rejects.toThrow('enough');
    await clock.advance(1000);
    controller.abort(new Error('enough'));
    await outcome;
    expect([sent!.aborted, clock.countTimers()]).toEqual([true, 0]);
  });

  it('rejects at once if its signal was aborted before, without a request', async () => {
    const { calls, wait } = createKoji(Response.json(interview('completed')));
    await expect(wait({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(calls).toEqual([]);
  });

  it('leaves no listener on its signal', async () => {
    const { clock, wait } = createKoji(Response.json(interview('processing')));
    const { signal } = new AbortController();
    const waiting = wait({ signal, attempts: 12 }).catch(() => {});
    await clock.advance(60_000);
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
    await clock.advance(600_000);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('believes at most an hour of Retry-After', async () => {
    const limited = new Response('', { status: 503, headers: { 'Retry-After': '9999999' } });
    const { clock, calls, wait } = createKoji(limited, Response.json(interview('completed')));
    const waiting = wait();
    await clock.advance(3_600_000);
    await waiting;
    expect(calls).toHaveLength(2);
  });

  it('stops when its signal is aborted', async () => {
    const { clock, wait } = createKoji(Response.json(interview('processing')));
    const controller = new AbortController();
    const waiting = wait({ signal: controller.signal });
    const outcome = expect(waiting).rejects.toThrow('enough');
    await clock.advance(1000);
    controller.abort(new Error('enough'));
    await outcome;
    expect(clock.countTimers()).toBe(0);
  });
});
