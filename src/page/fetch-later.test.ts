import { afterEach, expect, it, vi } from 'vitest';
import { scheduleFetchLater } from './fetch-later.ts';

const BODY = { ticket: 't1', reason: 'respondent_left', page: 'p', seq: 1 } as const;
afterEach(() => void vi.unstubAllGlobals());

it('schedules the report, to another origin as plain text, until it is cancelled', () => {
  const fetchLater = vi.fn<(url: string, init: RequestInit) => void>();
  vi.stubGlobal('fetchLater', fetchLater);
  const cancel = scheduleFetchLater('https://other.example/koji/complete', BODY);
  const [url, init] = fetchLater.mock.calls[0]!;
  expect(new Request(url, init).headers.get('content-type')).toBe('text/plain;charset=UTF-8');
  expect([init.method, JSON.parse(init.body as string)]).toEqual(['POST', BODY]);
  expect(init.signal?.aborted).toBe(false);
  cancel();
  expect(init.signal?.aborted).toBe(true);
});

it('schedules it as JSON where page and proxy share an origin', () => {
  const fetchLater = vi.fn<(url: string, init: RequestInit) => void>();
  vi.stubGlobal('fetchLater', fetchLater);
  vi.stubGlobal('origin', 'https://other.example');
  scheduleFetchLater('https://other.example/koji/complete', BODY);
  const request = new Request(...fetchLater.mock.calls[0]!);
  expect(Object.fromEntries(request.headers)).toEqual({ 'content-type': 'application/json', 'x-koji-ticket': 't1' });
});

it('does nothing in a browser without fetchLater', () => {
  expect(() => scheduleFetchLater('https://other.example/koji/complete', BODY)()).not.toThrow();
});

it('does nothing when the browser refuses', () => {
  vi.stubGlobal('fetchLater', () => {
    throw new DOMException('too much', 'QuotaExceededError');
  });
  expect(() => scheduleFetchLater('https://other.example/koji/complete', BODY)()).not.toThrow();
});
