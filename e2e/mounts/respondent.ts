import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProxyStartResponse } from '../../src/wire/proxy-contract.ts';

export interface Running {
  id: string;
  ticket: string;
}

/** A connection of its own for each call: one that is kept may be closed by the host at the very moment it is used again. */
const asJson = { 'Content-Type': 'application/json', Connection: 'close' };

/** A page of the host's own origin. `Cookie` says who is signed in. */
export async function start(base: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${base}/koji/start`, { method: 'POST', headers: { ...asJson, ...headers }, body: '{}' });
}

export async function begin(base: string, headers?: Record<string, string>): Promise<Running> {
  const response = await start(base, headers);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  const { ticket, interview } = (await response.json()) as ProxyStartResponse;
  return { id: interview.interview_id, ticket };
}

/** Says something; gives the reply's stream piece by piece. */
export async function say(base: string, { ticket }: Running, signal?: AbortSignal) {
  const response = await fetch(`${base}/koji/message`, {
    method: 'POST',
    headers: { ...asJson, 'X-Koji-Ticket': ticket },
    body: JSON.stringify({ content: 'It took my team two weeks to set it up.' }),
    signal,
  });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** Reads on until something has been said. */
    async until(what: string): Promise<string> {
      let heard = '';
      while (!heard.includes(what)) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`The reply ended without ${what}: ${heard}`);
        heard += value;
      }
      return heard;
    },
  };
}

/** A start as it comes in behind a proxy that ends TLS: by plain HTTP, for the host that the page knows. */
export function startBehindTls(base: string, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...asJson, Host: host, Origin: `https://${host}`, 'X-Forwarded-Proto': 'https' };
    const call = httpRequest(`${base}/koji/start`, { method: 'POST', headers }, response => {
      text(response).then(body => resolve({ status: response.statusCode, body }), reject);
    });
    call.once('error', reject);
    call.end('{}');
  });
}
