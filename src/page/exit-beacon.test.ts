import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sendExitBeacon } from './exit-beacon.ts';

const REPORT = { reason: 'respondent_left', page: 'p', seq: 1 } as const;
const BODY = { ticket: 't1', ...REPORT };
const SAME = 'https://shop.example/koji/complete';
const OTHER = 'https://other.example/koji/complete';
const sendBeacon = vi.fn<(url: string, body: unknown) => boolean>(() => true);
const fetch = vi.fn<(url: string, init: RequestInit) => Promise<Response>>(async () => new Response());

beforeEach(() => {
  vi.stubGlobal('navigator', { sendBeacon });
  vi.stubGlobal('fetch', fetch);
  vi.stubGlobal('origin', 'https://shop.example');
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

const throwError = () => {
  throw new TypeError('blocked');
};

describe('sendExitBeacon', () => {
  it('sends the same report by beacon, as text with the ticket in it, and by fetch, as JSON', () => {
    sendExitBeacon(SAME, BODY);
    expect(sendBeacon.mock.calls).toEqual([[SAME, JSON.stringify(BODY)]]);
    const [url, init] = fetch.mock.calls[0]!;
    expect(url).toBe(SAME);
    expect(init).toEqual({
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-koji-ticket': 't1' },
      body: JSON.stringify(REPORT),
      keepalive: true,
      credentials: 'same-origin',
    });
  });

  it.each([
    ['to another origin', 'https://shop.example'],
    ['from a page without an origin', 'null'],
  ])('sends only plain text %s, which needs no preflight', (_, origin) => {
    vi.stubGlobal('origin', origin);
    sendExitBeacon(OTHER, BODY);
    const [url, init] = fetch.mock.calls[0]!;
    const request = new Request(url, init);
    expect([...request.headers]).toEqual([['content-type', 'text/plain;charset=UTF-8']]);
    expect(init.body).toBe(JSON.stringify(BODY));
    expect(sendBeacon.mock.calls).toEqual([[OTHER, JSON.stringify(BODY)]]);
  });

  it('uses fetch when a blocker makes sendBeacon throw', () => {
    sendBeacon.mockImplementationOnce(throwError);
    sendExitBeacon(SAME, BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('uses fetch when there is no sendBeacon', () => {
    vi.stubGlobal('navigator', {});
    sendExitBeacon(SAME, BODY);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it('uses a beacon when a blocker makes fetch throw', () => {
    fetch.mockImplementationOnce(throwError);
    sendExitBeacon(SAME, BODY);
    expect(sendBeacon).toHaveBeenCalledOnce();
  });

  it('leaves no unhandled rejection on the host’s page', async () => {
    const rejected = vi.fn();
    process.on('unhandledRejection', rejected);
    fetch.mockRejectedValueOnce(new TypeError('failed'));
    sendExitBeacon(SAME, BODY);
    await new Promise(resolve => setImmediate(resolve));
    process.off('unhandledRejection', rejected);
    expect(rejected).not.toHaveBeenCalled();
  });
});
