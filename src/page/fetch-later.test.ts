import { afterEach, expect, it, vi } from 'vitest';
import { scheduleFetchLater } from './fetch-later.ts';

const BODY = { ticket: 't1', reason: 'respondent_left', page: 'p', seq: 1 };
afterEach(() => void vi.unstubAllGlobals());

it('leaves the report with the browser, as plain text, until it is taken back', () => {
  const fetchLater = vi.fn<(url: string, init: RequestInit) => void>();
  vi.stubGlobal('fetchLater', fetchLater);
  const takeBack = scheduleFetchLater('https://other.example/koji/complete', BODY);
  const [url, init] = fetchLater.mock.calls[0]!;
  expect(new Request(url, init).headers.get('content-type')).toBe('text/plain;charset=UTF-8');
  expect([init.method, JSON.parse(init.body as string)]).toEqual(['POST', BODY]);
  expect(init.signal?.aborted).toBe(false);
  takeBack();
  expect(init.signal?.aborted).toBe(true);
});

it('does nothing where the browser has no such thing', () => {
  expect(() => scheduleFetchLater('/koji/complete', BODY)()).not.toThrow();
});

it('does nothing where the browser refuses', () => {
  vi.stubGlobal('fetchLater', () => {
    throw new DOMException('too much', 'QuotaExceededError');
  });
  expect(() => scheduleFetchLater('/koji/complete', BODY)()).not.toThrow();
});
