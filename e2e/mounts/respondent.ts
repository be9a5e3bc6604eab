import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

export interface StartedInterview {
  id: string;
  ticket: string;
}

/**
 * Each call has a connection of its own. A kept connection may be closed by the server at the very
 * moment it is used again.
 */
const HEADERS = { 'Content-Type': 'application/json', Connection: 'close' };

/**
 * Calls `start` as a page of the server's own origin. The header `Cookie` says who is signed in.
 */
export async function postStart(base: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${base}/koji/start`, { method: 'POST', headers: { ...HEADERS, ...headers }, body: '{}' });
}

/** @throws Error if the interview does not start */
export async function startInterview(base: string, headers?: Record<string, string>): Promise<StartedInterview> {
  const response = await postStart(base, headers);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const { ticket, interview } = (await response.json()) as ProxyStartResponse;
  return { id: interview.interview_id, ticket };
}

/** Sends a message and returns a reader of the reply's stream. */
export async function sendMessage(base: string, { ticket }: StartedInterview, signal?: AbortSignal) {
  const response = await fetch(`${base}/koji/message`, {
    method: 'POST',
    headers: { ...HEADERS, 'X-Koji-Ticket': ticket },
    body: JSON.stringify({ content: 'It took my team two weeks to set it up.' }),
    signal,
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** Reads on until the text has come, and returns what was read. */
    async readUntil(expected: string): Promise<string> {
      let received = '';
      while (!received.includes(expected)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`The reply ended without ${expected}: ${received}`);
        received += value;
      }
      return received;
    },
  };
}

/** Calls `start` as a proxy that ends TLS does: by plain HTTP, with the page's host name. */
export function postStartBehindTls(base: string, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, Host: host, Origin: `https://${host}`, 'X-Forwarded-Proto': 'https' };
    const call = httpRequest(`${base}/koji/start`, { method: 'POST', headers }, response => {
      text(response).then(body => resolve({ status: response.statusCode, body }), reject);
    });
    call.once('error', reject);
    call.end('{}');
  });
}
