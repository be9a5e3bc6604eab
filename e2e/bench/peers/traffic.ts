import type { CDPSession } from 'playwright';

/** What went over the wire, the page itself left out. */
export interface Sum {
  /** Compressed bodies and the headers of the answers, of what had come as a whole. */
  bytes: number;
  /** What had been asked for. */
  requests: number;
  /** Addresses on other origins, which nobody answered. */
  elsewhere: string[];
}

export interface Traffic {
  /** @param by epoch milliseconds; all that has come so far otherwise */
  sum(by?: number): Sum;
  /** Waits until nothing is under way and nothing was asked for during some time. */
  rest(milliseconds: number): Promise<void>;
}

interface Asked {
  url: string;
  /** Epoch milliseconds. */
  began: number;
  ended: number;
  bytes: number;
}

/** Watches what a page asks for, the page itself left out. */
export async function watchTraffic(cdp: CDPSession, origin: string): Promise<Traffic> {
  const asked = new Map<string, Asked>();
  /** Between the browser's own clock, which most events are told by, and everybody's. */
  let offset = 0;
  let quietSince = performance.now();

  const end = (id: string, timestamp: number, bytes: number) => {
    quietSince = performance.now();
    const request = asked.get(id);
    if (request) Object.assign(request, { ended: (timestamp + offset) * 1000, bytes });
  };
  cdp.on('Network.requestWillBeSent', ({ requestId, request: { url }, type, timestamp, wallTime }) => {
    quietSince = performance.now();
    offset = wallTime - timestamp;
    if (type === 'Document' || url.startsWith('data:')) return;
    asked.set(requestId, { url, began: wallTime * 1000, ended: Number.POSITIVE_INFINITY, bytes: 0 });
  });
  cdp.on('Network.loadingFinished', ({ requestId, timestamp, encodedDataLength }) =>
    end(requestId, timestamp, encodedDataLength),
  );
  cdp.on('Network.loadingFailed', ({ requestId, timestamp }) => end(requestId, timestamp, 0));
  await cdp.send('Network.enable');

  return {
    sum(by = Number.MAX_VALUE) {
      const begun = [...asked.values()].filter(({ began }) => began <= by);
      return {
        requests: begun.length,
        bytes: begun.filter(({ ended }) => ended <= by).reduce((sum, { bytes }) => sum + bytes, 0),
        elsewhere: begun.map(({ url }) => url).filter(url => !url.startsWith(origin)),
      };
    },
    async rest(milliseconds) {
      const isUnderWay = () => [...asked.values()].some(({ ended }) => ended === Number.POSITIVE_INFINITY);
      for (;;) {
        const left = isUnderWay() ? milliseconds : quietSince + milliseconds - performance.now();
        if (left <= 0) return;
        await new Promise(resolve => setTimeout(resolve, Math.min(left, 50)));
      }
    },
  };
}
