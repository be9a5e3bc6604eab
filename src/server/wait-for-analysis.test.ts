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
 * A Koji that gives these answers, the last one for ever; and when it was asked, in milliseconds
 * from the start.
 */
function createWorld(...answers: Response[]) {
  const clock = createManualClock();
  const began = clock.now();
  const asked: { at: number; headers: Headers }[] = [];
  const wait = (options: Partial<WaitOptions> = {}) =>
    waitForAnalysis({
      apiKey: 'pk_live_key',
      interviewId: interview(null).interview_id,
      kojiUrl: 'http://koji.test',
      clock,
      fetch: async (input, init) => {
        asked.push({ at: clock.now() - began, headers: new Request(input, init).headers });
        return (answers.length > 1 ? answers.shift() : answers[0])!.clone();
      },
      ...options,
    });
  return { clock, asked, wait };
}

const seconds = (asked: { at: number }[]) => asked.map(({ at }) => at / 1000);

describe('waiting for an analysis', () => {
  it('S75, S76, S79: gives the interview once its analysis is there, with the key alone', async () => {
    const processing = Response.json(interview('processing'));
    const { clock, asked, wait } = createWorld(processing, processing, Response.json(interview('completed')));
    const waiting = wait();
    await clock.advance(10_000);
    expect((await waiting).analysis_status).toBe('completed');
    expect(asked).toHaveLength(3);
    expect(asked[0]!.headers.get('Authorization')).toBe('Bearer pk_live_key');
    expect(asked.every(({ headers }) => !headers.has('X-Session-Token'))).toBe(true);
  });

  it('S80: rejects at once where the analysis failed', async () => {
    const { asked, wait } = createWorld(Response.json(interview('failed')));
    await expect(wait()).rejects.toMatchObject({ name: 'AnalysisError', code: 'failed' });
    expect(asked).toHaveLength(1);
  });

  it('S78, S81: gives up after 30 attempts', async () => {
    const { clock, asked, wait } = createWorld(Response.json(interview('processing')));
    const waiting = wait();
    const outcome = expect(waiting).rejects.toBeInstanceOf(AnalysisError);
    await clock.advance(600_000);
    await outcome;
    expect(asked).toHaveLength(30);
  });

  it('S82: begins with two seconds and takes longer each time, up to ten', async () => {
    const { clock, asked, wait } = createWorld(Response.json(interview('processing')));
    wait({ attempts: 12 }).catch(() => {});
    await clock.advance(600_000);
    const waits = seconds(asked)
      .slice(1)
      .map((at, i) => at - seconds(asked)[i]!);
    expect(waits[0]).toBe(2);
    expect(waits.every((wait, i) => i === 0 || wait >= waits[i - 1]! - 0.001)).toBe(true);
    expect(Math.max(...waits)).toBeCloseTo(10);
  });

  it('waits as long as a rate limit asks, and goes on after an outage', async () => {
    const limited = Response.json(
      { error: 'rate_limited', message: 'Slow down.' },
      { status: 429, headers: { 'Retry-After': '20' } },
    );
    const { clock, asked, wait } = createWorld(
      limited,
      new Response('', { status: 503 }),
      Response.json(interview('completed')),
    );
    const waiting = wait();
    await clock.advance(60_000);
    await waiting;
    expect(asked[1]!.at).toBe(20_000);
    expect(asked).toHaveLength(3);
  });

  it('rejects at once where the key or the interview is none', async () => {
    const { asked, wait } = createWorld(Response.json({ error: 'not_found', message: 'None.' }, { status: 404 }));
    await expect(wait()).rejects.toMatchObject({ name: 'KojiFailure', status: 404 });
    expect(asked).toHaveLength(1);
  });

  it('is given up by its signal', async () => {
    const { clock, wait } = createWorld(Response.json(interview('processing')));
    const giveUp = new AbortController();
    const waiting = wait({ signal: giveUp.signal });
    const outcome = expect(waiting).rejects.toThrow('enough');
    await clock.advance(1000);
    giveUp.abort(new Error('enough'));
    await outcome;
    expect(clock.countTimers()).toBe(0);
  });
});
