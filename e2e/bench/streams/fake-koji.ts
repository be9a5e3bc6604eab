/** A process that serves Koji's API with fixed responses, so that only the way to it takes time. */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { formatReplyEvent } from '../../../src/wire/event-stream.ts';
import type { StartResponse } from '../../../src/wire/koji-api.ts';

/** After its first delta, the reply to a message with this content waits for the parent process. */
const PAUSE_CONTENT = 'pause';
const DELTAS_PER_REPLY = 20;
const DELTA_TEXT = 'a few words more ';

const deltaEvent = formatReplyEvent({ type: 'delta', text: DELTA_TEXT });
const pausedReplies: ServerResponse[] = [];

const createStartResponse = (): StartResponse => ({
  interview_id: randomUUID(),
  session_token: `st_live_${randomUUID()}`,
  status: 'active',
  started_at: new Date().toISOString(),
  initial_message: 'Why did you leave?',
  question: null,
});

const stats = { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 };

function finishReply(response: ServerResponse): void {
  for (let delta = 1; delta < DELTAS_PER_REPLY; delta++) response.write(deltaEvent);
  response.end(
    formatReplyEvent({
      type: 'done',
      message_id: randomUUID(),
      content: DELTA_TEXT.repeat(DELTAS_PER_REPLY),
      question: null,
      interview_status: 'active',
      messages_count: 3,
    }),
  );
}

const server = createServer(async (request, response) => {
  const body = await text(request);
  const respondWithJson = (status: number, responseBody: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(responseBody));
  };
  if (request.url!.endsWith('/start')) return respondWithJson(201, createStartResponse());
  if (request.url!.endsWith('/complete')) {
    const { interview_id } = JSON.parse(body);
    const completed_at = new Date().toISOString();
    return respondWithJson(200, { interview_id, status: 'completed', completed_at, analysis_status: 'pending', stats });
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(deltaEvent);
  if (JSON.parse(body).content === PAUSE_CONTENT) pausedReplies.push(response);
  else finishReply(response);
});

// The only message from the parent process: `finish-paused-replies`.
process.on('message', () => {
  for (const response of pausedReplies.splice(0)) finishReply(response);
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
