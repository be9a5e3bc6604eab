import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  AddressError,
  createCheckedLookup,
  parseTarget,
  type ResolveHost,
  resolveWithSystem,
} from './address-policy.ts';

/**
 * The result of a request: the response's status, or a code such as `timeout` or `ECONNREFUSED` if
 * there was none.
 */
export type SendResult = { status: number; error?: never } | { status?: never; error: string };

/** Posts a body once, without following redirects. Never rejects. */
export type WebhookSender = (url: string, headers: Record<string, string>, body: string) => Promise<SendResult>;

export interface SendOptions {
  /** Longest time until the response's status arrives, in milliseconds; default 10,000. */
  timeout?: number;
  /** The operating system's resolver by default. */
  resolve?: ResolveHost;
}

/** Bytes of a response that are read before the connection is cut. The content is not used. */
const RESPONSE_LIMIT = 16_384;

export const createWebhookSender =
  ({ timeout = 10_000, resolve = resolveWithSystem }: SendOptions = {}): WebhookSender =>
  (url, headers, body) =>
    post(url, headers, body, resolve, AbortSignal.timeout(timeout)).catch(error => ({ error: errorCodeOf(error) }));

/** Whether the receiver acknowledged a request, with a status of 2xx. */
export const isAcknowledged = ({ status }: SendResult): boolean =>
  status !== undefined && status >= 200 && status < 300;

function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  resolveHost: ResolveHost,
  signal: AbortSignal,
): Promise<SendResult> {
  return new Promise((resolve, reject) => {
    const target = parseTarget(url);
    const request = target.url.protocol === 'https:' ? httpsRequest : httpRequest;
    const call = request(target.url, {
      method: 'POST',
      headers: {
        'User-Agent': 'Koji-Webhooks/1',
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        ...headers,
      },
      // A new connection each time: the address of a pooled one was checked at some earlier time.
      agent: false,
      lookup: createCheckedLookup(target, resolveHost),
      signal,
    });
    call.on('error', reject);
    call.on('response', response => {
      resolve({ status: response.statusCode! });
      // Reads a short body to its end, so that the connection closes properly, and cuts a long one.
      let received = 0;
      response.on('error', () => {});
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received > RESPONSE_LIMIT) response.destroy();
      });
    });
    call.end(body);
  });
}

function errorCodeOf(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  if (error instanceof AddressError) return 'address_refused';
  return error.code ?? 'unknown';
}
