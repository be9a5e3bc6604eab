import type { CDPSession } from 'playwright';

/** Requests of a page, without the page's own document. */
export interface TrafficTotals {
  /** Compressed bodies and response headers, of finished responses only. */
  bytes: number;
  /** Including unfinished requests. */
  requests: number;
  /** URLs on other origins. Those requests fail. */
  otherOriginUrls: string[];
}

export interface TrafficRecorder {
  /** @param until epoch milliseconds; default: now */
  totals(until?: number): TrafficTotals;
  /** Waits until no request has been open or sent for some time. */
  waitForIdle(milliseconds: number): Promise<void>;
}

interface RecordedRequest {
  url: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** Epoch milliseconds; infinite while the request is open. */
  endedAt: number;
  bytes: number;
}

/** Records a page's requests from now on. */
export async function recordTraffic(cdp: CDPSession, origin: string): Promise<TrafficRecorder> {
  const requests = new Map<string, RecordedRequest>();
  /** Seconds between the browser's monotonic clock, which most events use, and epoch time. */
  let clockOffset = 0;
  let lastEventAt = performance.now();

  const endRequest = (id: string, timestamp: number, bytes: number) => {
    lastEventAt = performance.now();
    const request = requests.get(id);
    if (request) Object.assign(request, { endedAt: (timestamp + clockOffset) * 1000, bytes });
  };
  cdp.on('Network.requestWillBeSent', ({ requestId, request: { url }, type, timestamp, wallTime }) => {
    lastEventAt = performance.now();
    clockOffset = wallTime - timestamp;
    if (type === 'Document' || url.startsWith('data:')) return;
    requests.set(requestId, { url, startedAt: wallTime * 1000, endedAt: Number.POSITIVE_INFINITY, bytes: 0 });
  });
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) =>
    endRequest(requestId, timestamp, encodedDataLength),
  );
  cdp.on('Network.loadingFailed', ({ requestId, timestamp }) => endRequest(requestId, timestamp, 0));
  await cdp.send('Network.enable');

  return {
    totals(until = Number.MAX_VALUE) {
      const started = [...requests.values()].filter(({ startedAt }) => startedAt <= until);
      return {
        requests: started.length,
        bytes: started.filter(({ endedAt }) => endedAt <= until).reduce((sum, { bytes }) => sum + bytes, 0),
        otherOriginUrls: started.map(({ url }) => url).filter(url => !url.startsWith(origin)),
      };
    },
    async waitForIdle(milliseconds) {
      const hasOpenRequest = () => [...requests.values()].some(({ endedAt }) => endedAt === Number.POSITIVE_INFINITY);
      for (;;) {
        const timeLeft = hasOpenRequest() ? milliseconds : lastEventAt + milliseconds - performance.now();
        if (timeLeft <= 0) return;
        await new Promise(resolve => setTimeout(resolve, Math.min(timeLeft, 50)));
      }
    },
  };
}
