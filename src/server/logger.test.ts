import { describe, expect, it } from 'vitest';
import { createSafeLogger, type Logger } from './logger.ts';
import { createMemoryStore } from './memory-store.ts';
import { createProxyHarness } from './testing/proxy-harness.ts';
import { API_KEY } from './testing/scripted-koji.ts';

/** What a person would see of everything that was logged. */
function createRecorder() {
  const logged: unknown[][] = [];
  const record = (...args: unknown[]) => void logged.push(args);
  const show = () =>
    logged
      .flat()
      .map(each => (each instanceof Object ? showDeep(each) : String(each)))
      .join('\n');
  return { logger: createSafeLogger({ warn: record, error: record }), logged, show };
}

function showDeep(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const own = Object.getOwnPropertyNames(value).map(name => `${name}: ${showDeep((value as never)[name])}`);
  return own.join('; ');
}

describe('the log', () => {
  it('has no ticket if the store fails', async () => {
    const store = createMemoryStore();
    let isFailing = false;
    const harness = createProxyHarness({
      store: {
        ...store,
        change(id, rule) {
          if (!isFailing) return store.change(id, rule);
          // As a database driver's error: the statement's values are in it twice.
          const lease = JSON.stringify(rule(null));
          const cause = Object.assign(new Error(`null value in row (${lease})`), {
            code: '23502',
            parameters: [lease],
          });
          return Promise.reject(
            Object.assign(new Error(`Failed query, params: ${lease}`, { cause }), { query: lease }),
          );
        },
      },
    });
    const { ticket } = await harness.startInterview();
    isFailing = true;
    expect((await harness.call('heartbeat', { state: 'visible' }, { ticket })).status).toBe(500);
    expect((await harness.call('start', {})).status).toBe(500);
    const text = harness.logged.map(({ message, details }) => `${message} ${showDeep(details)}`).join('\n');
    expect(text).toContain('Failed query');
    expect(text).toContain('23502');
    expect(text).not.toContain(ticket);
    expect(text).not.toMatch(/[\w-]{40,}/);
  });

  it('has no key and no session token, and says whose message it is', () => {
    const { logger, show, logged } = createRecorder();
    const nested = {
      list: [`Bearer ${API_KEY}`],
      error: new Error('st_live_abc-def_123', { cause: `token ${API_KEY}` }),
    };
    logger.error(`A call failed.`, nested);
    logger.warn('Only a message.');
    expect(show()).toContain('koji-embed: A call failed.');
    expect(show()).not.toMatch(/[ps][kt]_live_/);
    expect(logged[1]).toEqual(['koji-embed: Only a message.']);
  });

  it('is searched for credentials in linear time', () => {
    const { logger } = createRecorder();
    const measure = (length: number) => {
      const text = 'a-'.repeat(length / 2);
      const start = performance.now();
      for (let n = 0; n < 20; n++) logger.warn('Long.', { text });
      return performance.now() - start;
    };
    measure(1000);
    // Ten times the length; quadratic time would be a hundred times as long.
    expect(measure(100_000) / Math.max(measure(10_000), 0.5)).toBeLessThan(40);
  });

  it('keeps what a person needs', () => {
    const { logger, logged } = createRecorder();
    const cause = Object.assign(new TypeError('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    const error = new Error('The store failed.', { cause });
    logger.error('It failed.', { interview_id: '6f0d1c58-2c0b-4c53-9a53-0c2f4a6d1e77', attempts: 3, error });
    const details = logged[0]![1] as { interview_id: string; attempts: number; error: Error };
    expect(details).toMatchObject({ interview_id: '6f0d1c58-2c0b-4c53-9a53-0c2f4a6d1e77', attempts: 3 });
    expect(details.error.stack).toBe(error.stack);
    expect(details.error.cause).toMatchObject({ name: 'TypeError', message: cause.message, code: 'ECONNREFUSED' });
  });

  it('survives details that contain themselves', () => {
    const { logger, logged } = createRecorder();
    const details: Record<string, unknown> = { a: 1 };
    details.self = details;
    logger.warn('A circle.', details);
    expect(logged).toHaveLength(1);
  });
});

describe('a logger that fails', () => {
  const failing: [string, Logger][] = [
    ['throws', { warn: fail, error: fail }],
    ['rejects', { warn: () => Promise.reject(new Error('disk full')), error: () => Promise.reject(new Error('full')) }],
  ];
  function fail(): never {
    throw new Error('disk full');
  }

  it.each(failing)('does no harm if it %s', async (_, logger) => {
    const harness = createProxyHarness({
      logger,
      respondent: () => {
        throw new Error('no session');
      },
    });
    expect((await harness.call('start', {})).status).toBe(500);
    const other = createProxyHarness({ logger });
    const { ticket, id } = await other.startInterview();
    other.koji.situation = 'down';
    expect((await other.call('message', { content: 'Hello' }, { ticket })).status).toBe(503);
    expect((await other.call('complete', { reason: 'manual' }, { ticket })).status).toBe(202);
    other.koji.situation = 'healthy';
    await other.clock.advance(60_000);
    expect(other.koji.interviews.get(id)!.reason).toBe('manual');
  });
});
