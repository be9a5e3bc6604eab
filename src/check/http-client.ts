import { Violation } from './outcome.ts';

/** What came back, read to its end. */
export interface ProxyResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; `undefined` where it is none. */
  json: unknown;
  /** Between the first piece of the body and its end, in milliseconds. */
  spread: number;
}

export interface CallOptions {
  ticket?: string;
  /** Sends ticket and body together as `text/plain`, as a beacon does. */
  isBeacon?: boolean;
  method?: string;
  headers?: Record<string, string>;
}

/** A page of one origin, as the proxy sees it. */
export interface ProxyClient {
  /** `body` is sent as JSON, and as it is where it is a string. */
  call(route: string, body: unknown, options?: CallOptions): Promise<ProxyResponse>;
  /** Headers and body of every answer so far. */
  readonly heard: readonly string[];
  /** Every ticket that was given out, so that a report can leave it out. */
  readonly tickets: Set<string>;
}

export interface ProxyClientOptions {
  /** Base address of the proxy, without a slash at its end. */
  url: string;
  /** The origin of the page that calls. */
  origin: string;
  fetch: typeof globalThis.fetch;
  /** How long a proxy that asks to be called again later is waited for, in milliseconds. */
  patience: number;
  wait(ms: number): Promise<void>;
}

/** An answer may take this long, in milliseconds: a proxy waits up to 50 s for Koji. */
const ANSWER_TIME = 60_000;

export function createProxyClient({ url, origin, fetch, patience, wait }: ProxyClientOptions): ProxyClient {
  const heard: string[] = [];
  const site = new URL(url).origin === origin ? 'same-origin' : 'cross-site';

  async function send(address: string, init: RequestInit): Promise<ProxyResponse> {
    try {
      const response = await fetch(address, { ...init, signal: AbortSignal.timeout(ANSWER_TIME) });
      const { text, spread } = await readPieces(response);
      return { status: response.status, headers: response.headers, text, json: parse(text), spread };
    } catch (error) {
      const { cause, message } = error as Error;
      throw new Violation(
        `${init.method} ${address} was not answered: ${cause instanceof Error ? cause.message : message}`,
      );
    }
  }

  return {
    heard,
    tickets: new Set(),
    async call(route, body, { ticket, isBeacon = false, method = 'POST', headers = {} } = {}) {
      const sent = isBeacon ? { ticket, ...(body as object) } : body;
      const init: RequestInit = {
        method,
        headers: {
          Origin: origin,
          'Sec-Fetch-Site': site,
          ...(method === 'POST' ? { 'Content-Type': isBeacon ? 'text/plain;charset=UTF-8' : 'application/json' } : {}),
          ...(ticket && !isBeacon ? { 'X-Koji-Ticket': ticket } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { body: typeof sent === 'string' ? sent : JSON.stringify(sent) } : {}),
        redirect: 'manual',
      };
      for (let waited = 0; ; ) {
        const answer = await send(`${url}/${route}`, init);
        heard.push(JSON.stringify([...answer.headers]), answer.text);
        const pause = pauseBefore(answer);
        if (pause === null || waited + pause > patience) return answer;
        await wait(pause);
        waited += pause;
      }
    },
  };
}

/** A key may be limited to 60 requests a minute, and a proxy in its starts: that is no fault. In milliseconds; null where there is nothing to wait for. */
function pauseBefore({ status, headers }: ProxyResponse): number | null {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return (status === 429 || status === 503) && seconds >= 0 ? Math.max(1, seconds) * 1000 : null;
}

async function readPieces({ body }: Response): Promise<{ text: string; spread: number }> {
  let text = '';
  let first: number | undefined;
  for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    first ??= performance.now();
    text += piece;
  }
  return { text, spread: first === undefined ? 0 : performance.now() - first };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
