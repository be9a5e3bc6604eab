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
 * A page with the built widget, and an interviewer who says what a test prompts, when it prompts it: for looking at one moment
 * of a reply, and for interviews as long as a test wants them. Everything else is tried with the real product.
 */
export interface ScriptedInterviewer {
  /** The address of a page whose interview begins with so many messages, interviewer and respondent in turn. */
  pageUrl(messages?: number, attributes?: Record<string, string>): string;
  /** What the respondents' messages were, oldest first. */
  readonly receivedMessages: string[];
  /** The values that came with them, where they came with one. */
  readonly receivedValues: AnswerValue[];
  /** What the next opening question is. */
  openingQuestion: Question;
  /** Says a piece of the reply to the last message. */
  sendDelta(text: string): void;
  /** Ends that reply with what was said. */
  endReply(question?: Question): void;
  close(): Promise<void>;
}

const OPEN_QUESTION: Question = { id: 'q1', text: 'What happened then?', type: 'open_ended', config: {} };

const WORDS = 'We wanted to see the rooms of the week on one picture and then the export lost two of the bookings';

/** Turns of different lengths, none like the other. */
const turns = (count: number, question: Question): Message[] =>
  Array.from({ length: count }, (_, at) => ({
    message_id: `m${at}`,
    role: (count - at) % 2 ? 'interviewer' : 'respondent',
    content:
      at === count - 1
        ? question.text
        : `${at + 1}. ${WORDS.repeat(1 + (at % 4)).slice(0, 40 + ((at * 37) % 300))}${at % 2 ? '.' : '?'}`,
    ...(at === count - 1 && { question }),
  }));

const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html; charset=utf-8' };

export async function startScriptedInterviewer(): Promise<ScriptedInterviewer> {
  let reply: ServerResponse | null = null;
  let said = '';
  let replies = 0;
  const interviewer: ScriptedInterviewer = {
    pageUrl(messages = 1, attributes = {}) {
      const given = Object.entries({ study: String(messages), ...attributes });
      return `${origin}/?${new URLSearchParams(given)}`;
    },
    receivedMessages: [],
    receivedValues: [],
    openingQuestion: OPEN_QUESTION,
    sendDelta(text) {
      said += text;
      reply!.write(formatReplyEvent({ type: 'delta', text }));
    },
    endReply(question = { ...OPEN_QUESTION, id: `follow-up-${replies}` }) {
      const id = `reply-${++replies}`;
      const status = { interview_status: 'active', messages_count: replies } as const;
      reply!.end(formatReplyEvent({ type: 'done', message_id: id, content: said, question, ...status }));
      reply = null;
      said = '';
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };

  const start = (messages: number): ProxyStartResponse => {
    const interview: InterviewView = {
      interview_id: 'prompted',
      status: 'active',
      messages: turns(messages, interviewer.openingQuestion),
      question: interviewer.openingQuestion,
      started_at: new Date().toISOString(),
      ends_at: null,
    };
    return { ticket: `ticket-${messages}`, interview };
  };

  const pageWith = (attributes: URLSearchParams) => {
    const data = [...attributes].map(([name, value]) => `data-${name}="${value}"`).join(' ');
    return `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Prompted</title>
      <body style="margin: 0; height: 3000px"><p>A page of the host.</p><input aria-label="Host">
      <script async src="/koji.js" ${data}></script>`;
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://interviewer');
    const answer = (body: string | Buffer, type = 'application/json', status = 200) =>
      response.writeHead(status, { 'content-type': type }).end(body);
    if (request.method === 'GET') {
      if (pathname === '/') return answer(pageWith(searchParams), TYPES.html);
      const file = await readFile(join(WIDGET_DIR, normalize(pathname))).catch(() => null);
      return answer(file ?? '', TYPES.js, file ? 200 : 404);
    }
    let body = '';
    for await (const chunk of request) body += chunk;
    const sent = JSON.parse(body);
    if (pathname === '/koji/start') return answer(JSON.stringify(start(Number(sent.study))), undefined, 201);
    if (pathname === '/koji/heartbeat') return response.writeHead(204).end();
    if (pathname !== '/koji/message') return answer(JSON.stringify({ status: 'leaving', completes_at: null }));
    reply = response;
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    if (sent.answer) interviewer.receivedValues.push(sent.answer.value);
    return interviewer.receivedMessages.push(sent.content);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return interviewer;
}

/** Says something to the interviewer, whose reply is the test's to prompt. */
export async function sendMessage(
  interviewer: ScriptedInterviewer,
  respondent: Respondent,
  words: string,
): Promise<void> {
  await respondent.box.fill(words);
  await respondent.press(respondent.send);
  await expect.poll(() => interviewer.receivedMessages.at(-1)).toBe(words);
}

/** Sends what has been chosen, and is asked the next question. */
export async function sendAnswer(
  interviewer: ScriptedInterviewer,
  respondent: Respondent,
  next?: Question,
): Promise<void> {
  const heard = interviewer.receivedMessages.length;
  const turns = await respondent.interviewerTurns.count();
  await respondent.press(respondent.send);
  await expect.poll(() => interviewer.receivedMessages.length).toBe(heard + 1);
  interviewer.sendDelta(next?.text ?? 'I see.');
  interviewer.endReply(next);
  await respondent.waitForReply(turns);
}
