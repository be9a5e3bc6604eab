/** A Koji that does nothing but answer, in a process of its own: what is measured is the way to it. */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { StartResponse } from '../../../src/wire/koji-api.ts';

/** A message of this content is held after its first word, until the parent says "release". */
const HELD = 'hold';
const WORDS = 20;

const delta = formatReplyEvent({ type: 'delta', text: 'a few words more ' });
const held: ServerResponse[] = [];

const started = (): StartResponse => ({
  interview_id: randomUUID(),
  session_token: `st_live_${randomUUID()}`,
  status: 'active',
  started_at: new Date().toISOString(),
  initial_message: 'Why did you leave?',
  question: null,
});

const stats = { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 };

function finish(response: ServerResponse): void {
  for (let word = 1; word < WORDS; word++) response.write(delta);
  response.end(
    formatReplyEvent({
      type: 'done',
      message_id: randomUUID(),
      content: 'a few words more '.repeat(WORDS),
      question: null,
      interview_status: 'active',
      messages_count: 3,
    }),
  );
}

const server = createServer(async (request, response) => {
  const body = await text(request);
  const json = (status: number, answer: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  };
  if (request.url!.endsWith('/start')) return json(201, started());
  if (request.url!.endsWith('/complete')) {
    const { interview_id } = JSON.parse(body);
    const completed_at = new Date().toISOString();
    return json(200, { interview_id, status: 'completed', completed_at, analysis_status: 'pending', stats });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(delta);
  if (JSON.parse(body).content === HELD) held.push(response);
  else finish(response);
});

process.on('message', () => {
  for (const response of held.splice(0)) finish(response);
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
