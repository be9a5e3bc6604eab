import type { ReplyDone } from '../../wire/shapes.ts';
import { expect, expectRefusal, expectStatus, readReply, readStarted } from '../assertions.ts';
import type { ProxyResponse } from '../http-client.ts';
import { Inconclusive } from '../outcome.ts';
import { answerTo, UNFIT } from '../sample-answers.ts';
import { runningFrom, type StartedInterview } from '../start-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Scene extends CheckContext {
  started: ProxyResponse;
  running: StartedInterview;
  sent: { content: string; client_message_id: string };
  reply: ReplyDone | null;
  /** How long the first reply took from its first piece to its last, in milliseconds. */
  spread: number;
}

/** Pieces that come within this time may have been one, in milliseconds. */
const AT_ONCE = 20;

/** Start, message, resume and heartbeat, as they go when nothing is wrong, and with bad input. */
export const messagesSuite: Suite<Scene> = {
  name: 'Start and talk',
  async open(stage) {
    const started = await stage.page.call('start', stage.startBody);
    return {
      ...stage,
      started,
      running: runningFrom(stage, started),
      sent: { content: 'It took my team two weeks to set it up.', client_message_id: crypto.randomUUID() },
      reply: null,
      spread: 0,
    };
  },
  rows: [
    {
      id: 'start.view',
      says: 'start answers 201 with a ticket and the view of an active interview that the interviewer has opened.',
      rule: 'start answers 201 {ticket, interview: InterviewView}; status: "active"; initial_message.',
      check({ started }) {
        const { interview } = readStarted(started);
        expect(interview.status === 'active', `status is "${interview.status}".`);
        expect(interview.messages.length === 1, `There are ${interview.messages.length} messages, not 1.`);
        expect(interview.messages[0]!.role === 'interviewer', 'The first message is not the interviewer’s.');
        expect(interview.completed === undefined, 'It says "completed".');
      },
    },
    {
      id: 'start.ticket-in-header',
      says: 'The ticket can be sent in a header, and with a report in one beacon (2 KB).',
      rule: 'The ticket goes in the header X-Koji-Ticket, or in a beacon’s body; a report has under 2 KiB.',
      check({ running: { ticket } }) {
        expect(/^[\x21-\x7e]+$/.test(ticket), 'The ticket has characters that a header can’t carry.');
        expect(ticket.length <= 1800, `The ticket has ${ticket.length} characters.`);
      },
    },
    {
      id: 'start.bad-input',
      says: 'A start that is no JSON, not said to be JSON, or has a wrong field is 415 or 400 and starts nothing.',
      rule: 'All bodies are JSON: 415 unsupported_media_type, 400 invalid_request. Nothing changes on any refused call.',
      async check({ page, startBody }) {
        const plain = await page.call('start', JSON.stringify(startBody), {
          headers: { 'Content-Type': 'text/plain' },
        });
        expectRefusal(plain, 415, 'unsupported_media_type');
        for (const body of ['{', '[]', '"start"', { ...startBody, locale: 7 }, { ...startBody, respondent: 'me' }]) {
          expectRefusal(await page.call('start', body), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'start.fields',
      says: 'A start with a locale and a respondent is taken.',
      rule: 'POST {base}/start takes {study?, locale?, respondent?}; respondent {external_id?, display_name?, metadata?}.',
      async check(scene) {
        const respondent = { external_id: 'koji-embed-check', display_name: 'Koji Check', metadata: { plan: 'pro' } };
        const heard = await scene.page.call('start', { ...scene.startBody, locale: 'en', respondent });
        await runningFrom(scene, heard).complete({ reason: 'manual' });
      },
    },
    {
      id: 'message.stream',
      says: 'message answers 200 with an event stream: deltas, then exactly one done.',
      rule: 'Stream events: delta {text} (zero or more), then exactly one of done {…} or error {…}.',
      async check(scene) {
        const heard = await scene.running.call('message', scene.sent);
        scene.reply = readReply(heard).done;
        scene.spread = heard.spread;
      },
    },
    {
      id: 'message.as-made',
      says: 'A reply is passed on while it is made, not when it is whole.',
      rule: 'message answers with the same event stream as Koji.',
      check: ({ spread }) => {
        if (spread >= AT_ONCE) return;
        throw new Inconclusive(
          'The whole reply came at once. Either Koji made it at once, or something on the way holds it back: buffering, compression.',
        );
      },
    },
    {
      id: 'message.count',
      says: 'done counts the messages: the opening, the respondent’s and the reply are 3.',
      rule: 'done {message_id, content, question, interview_status, messages_count}.',
      check: scene => {
        const { messages_count } = told(scene);
        expect(messages_count === 3, `messages_count is ${messages_count}.`);
      },
    },
    {
      id: 'message.repeat',
      says: 'The same client_message_id again is answered with the same reply, whose deltas are the reply’s words.',
      rule: 'A repeated client_message_id answers with the same reply again and stores nothing twice.',
      async check(scene) {
        const first = told(scene);
        const { text, done } = readReply(await scene.running.call('message', scene.sent));
        expect(done.message_id === first.message_id, 'The repeated message got a reply of another id.');
        expect(done.content === first.content, 'The repeated message got other words.');
        expect(done.messages_count === first.messages_count, `messages_count went up to ${done.messages_count}.`);
        expect(text === '' || text === done.content, 'The deltas do not add up to the content of done.');
      },
    },
    {
      id: 'resume.transcript',
      says: 'resume gives the same interview with every message once, in order, and the open question.',
      rule: 'resume answers 200 InterviewView {interview_id, status, messages, question, started_at, ends_at, completed?}.',
      async check(scene) {
        const { running, sent } = scene;
        const reply = told(scene);
        const view = await running.resume();
        expect(view.interview_id === running.view.interview_id, 'It is another interview.');
        const said = view.messages.map(message => message.content);
        const expected = [running.view.messages[0]!.content, sent.content, reply.content];
        const isSame = JSON.stringify(said) === JSON.stringify(expected);
        expect(isSame, `The messages are ${JSON.stringify(said)}, not ${JSON.stringify(expected)}.`);
        expect(view.question?.id === reply.question?.id, 'The open question is not the one that the reply has asked.');
      },
    },
    {
      id: 'message.bad-input',
      says: 'A message that is empty, too long, no JSON, or answers a question that is not open is 400 and changes nothing.',
      rule: 'content: 1..8000 characters; client_message_id: a UUID; an answer to a question that is not open is 400.',
      async check({ running }) {
        const before = await running.resume();
        const bodies = [
          '{',
          {},
          { content: '' },
          { content: 7 },
          { content: 'It is fine.', answer: { question_id: 'no-such-question', value: 1 } },
          { content: 'It is fine.', client_message_id: 'not a UUID' },
        ];
        for (const body of bodies) expectRefusal(await running.call('message', body), 400, 'invalid_request');
        const long = await running.call('message', { content: 'a'.repeat(8001) });
        expectRefusal(long, long.status === 413 ? 413 : 400, 'invalid_request', 'too_large');
        const after = await running.resume();
        const isSame = JSON.stringify(after.messages) === JSON.stringify(before.messages);
        expect(
          isSame,
          `There are ${after.messages.length} messages after the refused ones, before ${before.messages.length}.`,
        );
      },
    },
    {
      id: 'message.answer',
      says: 'An answer to the open question is taken with a value that fits it, and refused with one that does not.',
      rule: 'message {content, answer?: {question_id, value}}; an answer whose value does not fit its question is 400.',
      async check({ running }) {
        const { question } = await running.resume();
        if (!question) throw new Inconclusive('The interviewer has asked nothing that could be answered.');
        const { content, value } = answerTo(question);
        const question_id = question.id;
        const unfit = await running.call('message', { content, answer: { question_id, value: UNFIT[question.type] } });
        expectRefusal(unfit, 400, 'invalid_request');
        readReply(await running.call('message', { content, answer: { question_id, value } }));
        const { messages } = await running.resume();
        const kept = messages.findLast(({ role }) => role === 'respondent');
        expect(kept?.content === content, 'The message is not in the transcript.');
      },
    },
    {
      id: 'message.longest',
      says: 'A message of 8,000 characters is taken.',
      rule: 'content: 1..8000 characters.',
      async check({ running }) {
        readReply(await running.call('message', { content: 'Slow and long. '.repeat(534).slice(0, 8000) }));
      },
    },
    {
      id: 'heartbeat.header',
      says: 'heartbeat answers 204 to visible and hidden.',
      rule: 'heartbeat {state: "visible"|"hidden"} answers 204.',
      async check({ running }) {
        for (const state of ['hidden', 'visible']) expectStatus(await running.call('heartbeat', { state }), 204);
      },
    },
    {
      id: 'heartbeat.beacon',
      says: 'heartbeat takes the ticket in a text/plain body.',
      rule: 'heartbeat: the ticket in the header, or in a text/plain body as for complete.',
      async check({ running }) {
        expectStatus(await running.call('heartbeat', { state: 'visible' }, { isBeacon: true }), 204);
      },
    },
    {
      id: 'heartbeat.bad-input',
      says: 'A heartbeat of another state is 400.',
      rule: 'heartbeat {state: "visible"|"hidden"} and {page: string, seq: integer}; 400 invalid_request.',
      async check({ running }) {
        for (const body of [{ state: 'asleep' }, {}, { state: 'visible', page: 'one', seq: 'two' }]) {
          expectRefusal(await running.call('heartbeat', body), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'complete.bad-input',
      says: 'A completion without a reason, or with one that is none of the four, is 400 and changes nothing.',
      rule: 'reason is natural, respondent_left, timeout or manual; 400 invalid_request.',
      async check({ running }) {
        for (const body of [{}, { reason: 'bored' }, { reason: 7 }, '{']) {
          expectRefusal(await running.call('complete', body), 400, 'invalid_request');
        }
        const { status } = await running.resume();
        expect(status === 'active', `The interview is ${status}.`);
        await running.call('complete', { reason: 'manual' });
      },
    },
  ],
};

function told({ reply }: Scene): ReplyDone {
  expect(reply !== null, 'The first message got no reply to compare with.');
  return reply;
}
