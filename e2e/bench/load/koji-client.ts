import { randomUUID } from 'node:crypto';
import type { StartResponse } from '../../../src/wire/koji-api.ts';
import type { Product } from '../../support/product.ts';

const ANSWERS = [
  'The export takes me an hour each month, because every booking has to be copied by hand.',
  'The price went up by a third in October, which is more than a workshop of nine can pay.',
  'Two sessions vanished from the calendar last week, and nobody was told about it.',
  'Support answered after four days, with a link to a page that I had read already.',
];

export type StartedInterview = Pick<StartResponse, 'interview_id' | 'session_token'>;

/** Calls Koji's API over HTTP, as a customer's server does. */
export interface KojiClient {
  startInterview(): Promise<StartedInterview>;
  /** Sends an answer and reads the reply to its end. */
  sendMessage(interview: StartedInterview): Promise<void>;
  completeInterview(interview: StartedInterview): Promise<void>;
}

export async function createKojiClient(product: Product): Promise<KojiClient> {
  const key = await product.createKey();
  let messagesSent = 0;
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
    if (!response.ok) throw new Error(`${path} responded with ${response.status}: ${text}`);
    return text;
  };
  return {
    startInterview: async () => JSON.parse(await post('/api/v1/interviews/start', null, {})),
    async sendMessage({ interview_id, session_token }) {
      const content = ANSWERS[messagesSent++ % ANSWERS.length]!;
      const body = { content, client_message_id: randomUUID() };
      await post(`/api/v1/interviews/${interview_id}/message`, session_token, body);
    },
    async completeInterview({ interview_id, session_token }) {
      await post('/api/interview/complete', session_token, { interview_id });
    },
  };
}
