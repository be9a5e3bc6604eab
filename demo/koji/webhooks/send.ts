import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import {
  AddressError,
  createCheckedLookup,
  parseTarget,
  type ResolveHost,
  resolveWithSystem,
} from './address-policy.ts';

/** What came of one request: the status that was answered, or a code for why nothing was (`timeout`, `ECONNREFUSED`, …). */
export type SendResult = { status: number; error?: never } | { status?: never; error: string };

/** Posts a body once, without following redirects. Never rejects. */
export type WebhookSender = (url: string, headers: Record<string, string>, body: string) => Promise<SendResult>;

export interface SendOptions {
  /** Milliseconds until an answer must be there; default 10,000. */
  timeout?: number;
  /** The system's own by default. */
  resolve?: ResolveHost;
}

/** How much of an answer is taken in before the line is cut, in bytes. Nothing of it is used. */
const ANSWER_LIMIT = 16_384;

export const createWebhookSender =
  ({ timeout = 10_000, resolve = resolveWithSystem }: SendOptions = {}): WebhookSender =>
  (address, headers, body) =>
    post(address, headers, body, resolve, AbortSignal.timeout(timeout)).catch(error => ({
      error: describeError(error),
    }));

function post(
  address: string,
  headers: Record<string, string>,
  body: string,
  resolve: ResolveHost,
  signal: AbortSignal,
): Promise<SendResult> {
  // Thrown in here, a refused address is an outcome like any other.
  return new Promise((settle, reject) => {
    const target = parseTarget(address);
    const request = target.url.protocol === 'https:' ? requestSecure : requestPlain;
    const call = request(target.url, {
      method: 'POST',
      headers: {
        'User-Agent': 'Koji-Webhooks/1',
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(body),
        ...headers,
      },
      // A connection of its own: one from a pool was checked at some other time.
      agent: false,
      lookup: createCheckedLookup(target, resolve),
      signal,
    });
    call.on('error', reject);
    call.on('response', response => {
      settle({ status: response.statusCode! });
      // What follows the status is let run out, for as long as it is short, and then cut.
      let taken = 0;
      response.on('error', () => {});
      response.on('data', (part: Buffer) => {
        taken += part.length;
        if (taken > ANSWER_LIMIT) response.destroy();
      });
    });
    call.end(body);
  });
}

function describeError(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout';
  if (error instanceof AddressError) return 'address_refused';
  return error.code ?? 'unknown';
}

/** Whether a receiver took what was sent. */
export const isAcknowledged = ({ status }: SendResult): boolean =>
  status !== undefined && status >= 200 && status < 300;
