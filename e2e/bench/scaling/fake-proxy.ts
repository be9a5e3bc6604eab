import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { ProxyStartResponse } from '../../../src/wire/proxy-contract.ts';

const SENTENCE = 'The export takes me an hour each month, because every booking has to be copied by hand.';
const QUESTION = { id: 'more', text: 'What else?', type: 'open_ended', config: {} } as const;
const WORD = 'another ';
export const WORDS_PER_REPLY = 60;
/** Milliseconds between two words, so that each word is painted separately. */
const WORD_INTERVAL = 25;

/**
 * Serves the proxy's routes under `/<prefix>/<messages>/…`: `start` responds with an interview that
 * has that many messages already, and `message` with a reply word by word. The local Koji would
 * conclude long before.
 */
export async function serveFakeProxy(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const segments = request.url!.split('/');
  const messages = Number(segments[2]);
  const route = segments.at(-1);
  await text(request);
  if (route === 'start') {
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end(JSON.stringify(createStartResponse(messages)));
  } else if (route === 'message') {
    await streamReply(response, messages);
  } else {
    response.writeHead(204);
    response.end();
  }
}

async function streamReply(response: ServerResponse, messages: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let word = 0; word < WORDS_PER_REPLY; word++) {
    response.write(formatReplyEvent({ type: 'delta', text: WORD }));
    await wait(WORD_INTERVAL);
  }
  response.end(
    formatReplyEvent({
      type: 'done',
      message_id: randomUUID(),
      content: WORD.repeat(WORDS_PER_REPLY),
      question: QUESTION,
      interview_status: 'active',
      messages_count: messages + 2,
    }),
  );
}

const createStartResponse = (messages: number): ProxyStartResponse => ({
  ticket: randomUUID(),
  interview: {
    interview_id: randomUUID(),
    status: 'active',
    messages: Array.from({ length: messages }, (_, index) => ({
      message_id: `m${index}`,
      // The last message is the interviewer's.
      role: (messages - index) % 2 ? 'interviewer' : 'respondent',
      content: `${index}. ${SENTENCE}`,
    })),
    question: QUESTION,
    started_at: new Date().toISOString(),
    now: new Date().toISOString(),
    ends_at: null,
  },
});
