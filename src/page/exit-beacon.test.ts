import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendExitBeacon } from './exit-beacon.ts';

const BODY = { ticket: 't1', reason: 'respondent_left', page: 'p', seq: 1 };
const sendBeacon = vi.fn<(url: string, body: unknown) => boolean>(() => true);
const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => new Response());

beforeEach(() => {
  vi.stubGlobal('navigator', { sendBeacon });
  vi.stubGlobal('fetch', fetch);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const throwing = () => {
  throw new TypeError('blocked');
};

describe('last words', () => {
  it('go both ways, the same text', () => {
    sendExitBeacon('/koji/complete', BODY);
    expect(sendBeacon.mock.calls).toEqual([['/koji/complete', JSON.stringify(BODY)]]);
    expect(fetch.mock.calls).toEqual([
      ['/koji/complete', { method: 'POST', body: JSON.stringify(BODY), keepalive: true, credentials: 'same-origin' }],
    ]);
  });

  it('go as plain text, which needs no preflight', () => {
    sendExitBeacon('https://other.example/koji/complete', BODY);
    const [url, init] = fetch.mock.calls[0]!;
    expect(new Request(url, init).headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(typeof sendBeacon.mock.calls[0]![1]).toBe('string');
  });

  it('go by fetch where a blocker makes sendBeacon throw', () => {
    sendBeacon.mockImplementationOnce(throwing);
    sendExitBeacon('/koji/complete', BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('go by fetch where there is no sendBeacon', () => {
    vi.stubGlobal('navigator', {});
    sendExitBeacon('/koji/complete', BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('go by beacon where a blocker makes fetch throw', () => {
    fetch.mockImplementationOnce(throwing);
    sendExitBeacon('/koji/complete', BODY);
    expect(sendBeacon).toHaveBeenCalledOnce();
  });

  it('leave no rejection behind that the host would see', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    fetch.mockRejectedValueOnce(new TypeError('failed'));
    sendExitBeacon('/koji/complete', BODY);
    await new Promise(resolve => setImmediate(resolve));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});
