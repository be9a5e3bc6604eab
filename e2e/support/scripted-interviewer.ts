import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { expect } from 'playwright/test';
import { WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import type { AnswerValue, Question } from '../../src/interview/questions.ts';
import type { Message } from '../../src/interview/transcript.ts';
import { formatReplyEvent } from '../../src/wire/event-stream.ts';
import type { InterviewView, ProxyStartResponse } from '../../src/wire/proxy-contract.ts';
import type { Respondent } from './respondent.ts';

/**
 * A small site with the built widget, and a proxy without Koji behind it. The test writes each
 * reply piece by piece. Use it to look at one moment of a reply, or to begin with a long
 * transcript. For everything else use the product.
 */
export interface ScriptedInterviewer {
  /**
   * Returns the address of a page with the script tag.
   *
   * @param messages number of messages at the start, the last one the opening question; default: 1
   * @param attributes `data-*` attributes of the tag, without the prefix
   */
  pageUrl(messages?: number, attributes?: Record<string, string>): string;
  /** Texts of all messages from respondents, oldest first. */
  readonly receivedMessages: string[];
  /** Values of all structured answers, oldest first. */
  readonly receivedValues: AnswerValue[];
  /**
   * Last message of interviews that start from now on. A test may replace it. Default: an open
   * question.
   */
  openingQuestion: Question;
  /** Sends a piece of the reply to the last message. */
  sendDelta(text: string): void;
  /** Ends that reply. Its content is what was sent; the next question defaults to an open one. */
  endReply(question?: Question): void;
  close(): Promise<void>;
}

const OPEN_QUESTION: Question = { id: 'q1', text: 'What happened then?', type: 'open_ended', config: {} };

const FILLER = 'We wanted to see the rooms of the week on one picture and then the export lost two of the bookings';

/**
 * Creates messages of different lengths, interviewer and respondent in turn. The last one is the
 * question.
 */
const createTranscript = (count: number, question: Question): Message[] =>
  Array.from({ length: count }, (_, index) => ({
    message_id: `m${index}`,
    role: (count - index) % 2 ? 'interviewer' : 'respondent',
    content:
      index === count - 1
        ? question.text
        : `${index + 1}. ${FILLER.repeat(1 + (index % 4)).slice(0, 40 + ((index * 37) % 300))}${index % 2 ? '.' : '?'}`,
    ...(index === count - 1 && { question }),
  }));

const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html; charset=utf-8' };

/** Starts the interviewer's server. The caller closes it. */
export async function startScriptedInterviewer(): Promise<ScriptedInterviewer> {
  let openResponse: ServerResponse | null = null;
  let content = '';
  let replyCount = 0;
  const interviewer: ScriptedInterviewer = {
    pageUrl(messages = 1, attributes = {}) {
      const parameters = Object.entries({ study: String(messages), ...attributes });
      return `${origin}/?${new URLSearchParams(parameters)}`;
    },
    receivedMessages: [],
    receivedValues: [],
    openingQuestion: OPEN_QUESTION,
    sendDelta(text) {
      content += text;
      openResponse!.write(formatReplyEvent({ type: 'delta', text }));
    },
    endReply(question = { ...OPEN_QUESTION, id: `follow-up-${replyCount}` }) {
      const id = `reply-${++replyCount}`;
      const status = { interview_status: 'active', messages_count: replyCount } as const;
      openResponse!.end(formatReplyEvent({ type: 'done', message_id: id, content, question, ...status }));
      openResponse = null;
      content = '';
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };

  const createStartResponse = (messages: number): ProxyStartResponse => {
    const interview: InterviewView = {
      interview_id: 'scripted',
      status: 'active',
      messages: createTranscript(messages, interviewer.openingQuestion),
      question: interviewer.openingQuestion,
      started_at: new Date().toISOString(),
      now: new Date().toISOString(),
      ends_at: null,
    };
    return { ticket: `ticket-${messages}`, interview };
  };

  const renderPage = (attributes: URLSearchParams) => {
    const data = [...attributes].map(([name, value]) => `data-${name}="${value}"`).join(' ');
    return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Scripted</title>
      <body style="margin: 0; height: 3000px"><p>A page of the host.</p><input aria-label="Host">
      <script async src="/koji.js" ${data}></script>`;
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://interviewer');
    const send = (body: string | Buffer, type = 'application/json', status = 200) =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.method === 'GET') {
      if (pathname === '/') return send(renderPage(searchParams), TYPES.html);
      const file = await readFile(join(WIDGET_DIR, normalize(pathname))).catch(() => null);
      return send(file ?? '', TYPES.js, file ? 200 : 404);
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const fields = JSON.parse(body);
    if (pathname === '/koji/start')
      return send(JSON.stringify(createStartResponse(Number(fields.study))), undefined, 201);
    if (pathname === '/koji/heartbeat') return response.writeHead(204).end();
    if (pathname !== '/koji/message') return send(JSON.stringify({ status: 'leaving', completes_at: null }));
    openResponse = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (fields.answer) interviewer.receivedValues.push(fields.answer.value);
    return interviewer.receivedMessages.push(fields.content);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return interviewer;
}

/** Sends a text and waits until the interviewer has received it. The test then writes the reply. */
export async function sendMessageWithoutReply(
  interviewer: ScriptedInterviewer,
  respondent: Respondent,
  text: string,
): Promise<void> {
  await respondent.answerBox.fill(text);
  await respondent.press(respondent.sendButton);
  await expect.poll(() => interviewer.receivedMessages.at(-1)).toBe(text);
}

/**
 * Sends the entered answer, replies, and waits for the reply.
 *
 * @param next the question in the reply; default: an open one
 */
export async function sendAnswerAndReply(
  interviewer: ScriptedInterviewer,
  respondent: Respondent,
  next?: Question,
): Promise<void> {
  const received = interviewer.receivedMessages.length;
  const turns = await respondent.interviewerTurns.count();
  await respondent.press(respondent.sendButton);
  await expect.poll(() => interviewer.receivedMessages.length).toBe(received + 1);
  interviewer.sendDelta(next?.text ?? 'I see.');
  interviewer.endReply(next);
  await respondent.waitForReply(turns);
}
