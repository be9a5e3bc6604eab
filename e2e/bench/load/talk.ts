import { randomUUID } from 'node:crypto';
import type { Product } from '../../support/product.ts';

const WORDS = [
  'The export takes me an hour each month, because every booking has to be copied by hand.',
  'The price went up by a third in October, which is more than a workshop of nine can pay.',
  'Two sessions vanished from the calendar last week, and nobody was told about it.',
  'Support answered after four days, with a link to a page that I had read already.',
];

export interface Started {
  interview_id: string;
  session_token: string;
}

/** Speaks Koji's API as a customer's server does, over HTTP. */
export interface Talk {
  start(): Promise<Started>;
  /** To the end of the reply. */
  message(started: Started): Promise<void>;
  complete(started: Started): Promise<void>;
}

export async function talkTo(product: Product): Promise<Talk> {
  const key = await product.createKey();
  let said = 0;
  const post = async (path: string, token: string | null, body: object) => {
    const response = await fetch(product.origin + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`,
        ...(token && { 'x-session-token': token }),
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
    return text;
  };
  return {
    start: async () => JSON.parse(await post('/api/v1/interviews/start', null, {})),
    async message({ interview_id, session_token }) {
      const content = WORDS[said++ % WORDS.length]!;
      const body = { content, client_message_id: randomUUID() };
      await post(`/api/v1/interviews/${interview_id}/message`, session_token, body);
    },
    async complete({ interview_id, session_token }) {
      await post('/api/interview/complete', session_token, { interview_id });
    },
  };
}

/** Runs a task so many times, so many at a time; gives the milliseconds of each. */
export async function inParallel(
  times: number,
  atOnce: number,
  task: (at: number) => Promise<unknown>,
): Promise<number[]> {
  const took: number[] = [];
  let next = 0;
  const work = async () => {
    for (let at = next++; at < times; at = next++) {
      const began = performance.now();
      await task(at);
      took.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return took;
}
