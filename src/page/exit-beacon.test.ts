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

const throwError = () => {
  throw new TypeError('blocked');
};

describe('sendExitBeacon', () => {
  it('sends the same text by beacon and by fetch', () => {
    sendExitBeacon('/koji/complete', BODY);
    expect(sendBeacon.mock.calls).toEqual([['/koji/complete', JSON.stringify(BODY)]]);
    expect(fetch.mock.calls).toEqual([
      ['/koji/complete', { method: 'POST', body: JSON.stringify(BODY), keepalive: true, credentials: 'same-origin' }],
    ]);
  });

  it('sends plain text, which needs no preflight', () => {
    sendExitBeacon('https://other.example/koji/complete', BODY);
    const [url, init] = fetch.mock.calls[0]!;
    expect(new Request(url, init).headers.get('content-type')).toBe('text/plain;charset=UTF-8');
    expect(typeof sendBeacon.mock.calls[0]![1]).toBe('string');
  });

  it('uses fetch when a blocker makes sendBeacon throw', () => {
    sendBeacon.mockImplementationOnce(throwError);
    sendExitBeacon('/koji/complete', BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('uses fetch when there is no sendBeacon', () => {
    vi.stubGlobal('navigator', {});
    sendExitBeacon('/koji/complete', BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('uses a beacon when a blocker makes fetch throw', () => {
    fetch.mockImplementationOnce(throwError);
    sendExitBeacon('/koji/complete', BODY);
    expect(sendBeacon).toHaveBeenCalledOnce();
  });

  it('leaves no unhandled rejection on the host’s page', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    fetch.mockRejectedValueOnce(new TypeError('failed'));
    sendExitBeacon('/koji/complete', BODY);
    await new Promise(resolve => setImmediate(resolve));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});
