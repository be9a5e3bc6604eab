import { Violation } from './outcome.ts';

/** A response whose body has been read to its end. */
export interface ReceivedResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; `undefined` if it is not JSON. */
  json: unknown;
  /** Milliseconds between the first chunk of the body and its end. */
  streamedFor: number;
}

export interface PageRequestOptions {
  ticket?: string;
  /** Sends ticket and body together as `text/plain`, as a beacon does. */
  isBeacon?: boolean;
  method?: string;
  headers?: Record<string, string>;
  /** Default: `'manual'`. */
  redirect?: RequestRedirect;
}

/** A page of one origin, as far as the proxy can tell. */
export interface SimulatedPage {
  /** Sends `body` as JSON, or unchanged if it is a string. */
  request(route: string, body: unknown, options?: PageRequestOptions): Promise<ReceivedResponse>;
  /** Headers and body of every response so far. */
  readonly receivedTexts: readonly string[];
  /** Every ticket that the proxy issued, so that a report can leave them out. */
  readonly tickets: Set<string>;
}

export interface SimulatedPageOptions {
  /** Base address of the proxy, without a trailing slash. */
  url: string;
  /** The page's origin. */
  origin: string;
  fetch: typeof globalThis.fetch;
  /** Longest total wait for `Retry-After`, in milliseconds. */
  patience: number;
  wait(ms: number): Promise<void>;
}

/** Longest wait for a response, in milliseconds: a proxy waits up to 50 s for Koji. */
const RESPONSE_TIMEOUT = 60_000;

export function createSimulatedPage({ url, origin, fetch, patience, wait }: SimulatedPageOptions): SimulatedPage {
  const receivedTexts: string[] = [];
  const site = new URL(url).origin === origin ? 'same-origin' : 'cross-site';

  async function send(address: string, init: RequestInit): Promise<ReceivedResponse> {
    try {
      const response = await fetch(address, { ...init, signal: AbortSignal.timeout(RESPONSE_TIMEOUT) });
      const { text, streamedFor } = await readChunks(response);
      return { status: response.status, headers: response.headers, text, json: parseJson(text), streamedFor };
    } catch (error) {
      const { cause, message } = error as Error;
      throw new Violation(
        `${init.method} ${address} got no response: ${cause instanceof Error ? cause.message : message}`,
      );
    }
  }

  return {
    receivedTexts,
    tickets: new Set(),
    async request(route, body, { ticket, isBeacon = false, method = 'POST', headers = {}, redirect = 'manual' } = {}) {
      const content = isBeacon ? { ticket, ...(body as object) } : body;
      const init: RequestInit = {
        method,
        headers: {
          Origin: origin,
          'Sec-Fetch-Site': site,
          ...(method === 'POST' ? { 'Content-Type': isBeacon ? 'text/plain;charset=UTF-8' : 'application/json' } : {}),
          ...(ticket && !isBeacon ? { 'X-Koji-Ticket': ticket } : {}),
          ...headers,
        },
        ...(method === 'POST' ? { body: typeof content === 'string' ? content : JSON.stringify(content) } : {}),
        redirect,
      };
      for (let waited = 0; ; ) {
        const response = await send(`${url}/${route}`, init);
        receivedTexts.push(JSON.stringify([...response.headers]), response.text);
        const delay = retryDelay(response);
        if (delay === null || waited + delay > patience) return response;
        await wait(delay);
        waited += delay;
      }
    },
  };
}

/**
 * Milliseconds until a rate limited request may be repeated; `null` for every other response. Rate
 * limits are legal: Koji allows a key 60 requests a minute, and a proxy may limit starts.
 */
function retryDelay({ status, headers }: ReceivedResponse): number | null {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return (status === 429 || status === 503) && seconds >= 0 ? Math.max(1, seconds) * 1000 : null;
}

async function readChunks({ body }: Response): Promise<{ text: string; streamedFor: number }> {
  let text = '';
  let firstChunkAt: number | undefined;
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    firstChunkAt ??= performance.now();
    text += chunk;
  }
  return { text, streamedFor: firstChunkAt === undefined ? 0 : performance.now() - firstChunkAt };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
