import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { ProxyStartResponse } from '../../../src/wire/proxy-contract.ts';

const SENTENCE = 'The export takes me an hour each month, because every booking has to be copied by hand.';
const QUESTION = { id: 'more', text: 'What else?', type: 'open_ended', config: {} } as const;
/** Pieces of a reply, and how long one comes after the other, in milliseconds: each is painted by itself. */
export const WORDS = 60;
const EVERY = 25;

/**
 * In the proxy's place: `/<n>/…/start` gives an interview that has so many messages already, as one taken up again has; a message
 * is answered word by word. The local Koji would conclude long before.
 */
export async function answerInItsPlace(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, , count] = request.url!.split('/');
  const route = request.url!.split('/').at(-1);
  await text(request);
  if (route === 'start') {
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify(started(Number(count))));
  } else if (route === 'message') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let word = 0; word < WORDS; word++) {
      response.write(formatReplyEvent({ type: 'delta', text: 'another ' }));
      await new Promise(resolve => setTimeout(resolve, EVERY));
    }
    response.end(
      formatReplyEvent({
        type: 'done',
        message_id: randomUUID(),
        content: 'another '.repeat(WORDS),
        question: QUESTION,
        interview_status: 'active',
        messages_count: Number(count) + 2,
      }),
    );
  } else {
    response.writeHead(204);
    response.end();
  }
}

const started = (count: number): ProxyStartResponse => ({
  ticket: randomUUID(),
  interview: {
    interview_id: randomUUID(),
    status: 'active',
    messages: Array.from({ length: count }, (_, n) => ({
      message_id: `m${n}`,
      // The last word is the interviewer's.
      role: (count - n) % 2 ? 'interviewer' : 'respondent',
      content: `${n}. ${SENTENCE}`,
    })),
    question: QUESTION,
    started_at: new Date().toISOString(),
    ends_at: null,
  },
});
