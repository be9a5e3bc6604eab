import type { ReplyDone } from '../../wire/messages.ts';
import { expect, expectError, expectStatus, readReply, readStarted } from '../assertions.ts';
import { type CheckedInterview, checkedInterviewOf } from '../checked-interview.ts';
import { Inconclusive } from '../outcome.ts';
import { sampleAnswer, UNFIT_VALUES } from '../sample-answers.ts';
import type { ReceivedResponse } from '../simulated-page.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  startResponse: ReceivedResponse;
  interview: CheckedInterview;
  message: { content: string; client_message_id: string };
  reply: ReplyDone | null;
  /** Milliseconds between the first and the last chunk of the first reply. */
  replyStreamedFor: number;
}

/** Chunks that arrive within this time may have been sent as one, in milliseconds. */
const SINGLE_CHUNK = 20;

/** start, message, resume and heartbeat with good and bad input. */
export const messagesSuite: Suite<Fixture> = {
  name: 'Start and messages',
  async setUp(context) {
    const startResponse = await context.page.request('start', context.startBody);
    return {
      ...context,
      startResponse,
      interview: checkedInterviewOf(context, startResponse),
      message: { content: 'It took my team two weeks to set it up.', client_message_id: crypto.randomUUID() },
      reply: null,
      replyStreamedFor: 0,
    };
  },
  rules: [
    {
      id: 'start.view',
      description: 'start returns 201 with a ticket and the view of an active interview with one opening message.',
      contract: 'start returns 201 {ticket, interview: InterviewView}; status: "active"; initial_message.',
      check({ startResponse }) {
        const { interview } = readStarted(startResponse);
        expect(interview.status === 'active', `status is "${interview.status}".`);
        expect(interview.messages.length === 1, `There are ${interview.messages.length} messages, not 1.`);
        expect(interview.messages[0]!.role === 'interviewer', 'The first message is not the interviewer’s.');
        expect(interview.completed === undefined, 'The view has "completed".');
      },
    },
    {
      id: 'start.ticket-in-header',
      description: 'The ticket fits in a header, and with a report in one beacon (2 KB).',
      contract: 'The ticket goes in the header X-Koji-Ticket, or in a beacon’s body; a report has under 2 KiB.',
      check({ interview: { ticket } }) {
        expect(/^[\x21-\x7e]+$/.test(ticket), 'The ticket has characters that a header cannot carry.');
        expect(ticket.length <= 1800, `The ticket has ${ticket.length} characters.`);
      },
    },
    {
      id: 'start.bad-input',
      description: 'A start with another media type gets 415; one that is not JSON or has a wrong field gets 400.',
      contract:
        'All bodies are JSON: 415 unsupported_media_type, 400 invalid_request. Nothing changes on any refused call.',
      async check({ page, startBody }) {
        const plain = await page.request('start', JSON.stringify(startBody), {
          headers: { 'Content-Type': 'text/plain' },
        });
        expectError(plain, 415, 'unsupported_media_type');
        for (const body of ['{', '[]', '"start"', { ...startBody, locale: 7 }, { ...startBody, respondent: 'me' }]) {
          expectError(await page.request('start', body), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'start.fields',
      description: 'A start with a locale and a respondent is accepted.',
      contract:
        'POST {base}/start takes {study?, locale?, respondent?}; respondent {external_id?, display_name?, metadata?}.',
      async check(fixture) {
        const respondent = { external_id: 'koji-embed-check', display_name: 'Koji Check', metadata: { plan: 'pro' } };
        const response = await fixture.page.request('start', { ...fixture.startBody, locale: 'en', respondent });
        await checkedInterviewOf(fixture, response).complete({ reason: 'manual' });
      },
    },
    {
      id: 'message.stream',
      description: 'message returns 200 with an event stream: deltas, then exactly one done.',
      contract: 'Stream events: delta {text} (zero or more), then exactly one of done {…} or error {…}.',
      async check(fixture) {
        const response = await fixture.interview.request('message', fixture.message);
        fixture.reply = readReply(response).done;
        fixture.replyStreamedFor = response.streamedFor;
      },
    },
    {
      id: 'message.streamed',
      description: 'The proxy passes a reply on while Koji writes it.',
      contract: 'message returns the same event stream as Koji.',
      check: ({ replyStreamedFor }) => {
        if (replyStreamedFor >= SINGLE_CHUNK) return;
        throw new Inconclusive(
          'The whole reply came at once. Either Koji sent it at once, or something in between buffers or compresses it.',
        );
      },
    },
    {
      id: 'message.count',
      description: 'done counts the messages: opening, respondent’s message and reply are 3.',
      contract: 'done {message_id, content, question, interview_status, messages_count}.',
      check: fixture => {
        const { messages_count } = firstReply(fixture);
        expect(messages_count === 3, `messages_count is ${messages_count}.`);
      },
    },
    {
      id: 'message.repeat',
      description: 'A repeated client_message_id gets the same reply, whose deltas add up to its content.',
      contract: 'A repeated client_message_id gets the same reply again and stores nothing twice.',
      async check(fixture) {
        const first = firstReply(fixture);
        const { text, done } = readReply(await fixture.interview.request('message', fixture.message));
        expect(done.message_id === first.message_id, 'The repeated message got a reply with another message_id.');
        expect(done.content === first.content, 'The repeated message got a reply with other content.');
        expect(done.messages_count === first.messages_count, `messages_count rose to ${done.messages_count}.`);
        expect(text === '' || text === done.content, 'The deltas do not add up to the content of done.');
      },
    },
    {
      id: 'resume.transcript',
      description: 'resume returns the interview with every message once, in order, and the open question.',
      contract:
        'resume returns 200 InterviewView {interview_id, status, messages, question, started_at, now, ends_at, completed?}.',
      async check(fixture) {
        const { interview, message } = fixture;
        const reply = firstReply(fixture);
        const view = await interview.resume();
        expect(view.interview_id === interview.view.interview_id, 'interview_id is that of another interview.');
        const actual = view.messages.map(({ content }) => content);
        const expected = [interview.view.messages[0]!.content, message.content, reply.content];
        expect(
          JSON.stringify(actual) === JSON.stringify(expected),
          `The messages are ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}.`,
        );
        expect(view.question?.id === reply.question?.id, 'The open question is not the one that the reply asked.');
      },
    },
    {
      id: 'message.bad-input',
      description: 'An invalid message (empty, too long, not JSON, an answer to no open question) gets 400.',
      contract:
        'content: 1..8000 characters; client_message_id: a UUID; an answer to a question that is not open is 400.',
      async check({ interview }) {
        const before = await interview.resume();
        const bodies = [
          '{',
          {},
          { content: '' },
          { content: 7 },
          { content: 'It is fine.', answer: { question_id: 'no-such-question', value: 1 } },
          { content: 'It is fine.', client_message_id: 'not a UUID' },
        ];
        for (const body of bodies) expectError(await interview.request('message', body), 400, 'invalid_request');
        const tooLong = await interview.request('message', { content: 'a'.repeat(8001) });
        expectError(tooLong, tooLong.status === 413 ? 413 : 400, 'invalid_request', 'too_large');
        const after = await interview.resume();
        expect(
          JSON.stringify(after.messages) === JSON.stringify(before.messages),
          `The refused messages changed the transcript: ${before.messages.length} messages became ${after.messages.length}.`,
        );
      },
    },
    {
      id: 'message.answer',
      description: 'An answer to the open question is accepted if its value fits, else refused.',
      contract:
        'message {content, answer?: {question_id, value}}; an answer whose value does not fit its question is 400.',
      async check({ interview }) {
        const { question } = await interview.resume();
        if (!question) throw new Inconclusive('The interviewer has asked no question.');
        const { content, value } = sampleAnswer(question);
        const question_id = question.id;
        const unfit = { content, answer: { question_id, value: UNFIT_VALUES[question.type] } };
        expectError(await interview.request('message', unfit), 400, 'invalid_request');
        readReply(await interview.request('message', { content, answer: { question_id, value } }));
        const { messages } = await interview.resume();
        const stored = messages.findLast(({ role }) => role === 'respondent');
        expect(stored?.content === content, 'The message is not in the transcript.');
      },
    },
    {
      id: 'message.longest',
      description: 'A message of 8,000 characters is accepted.',
      contract: 'content: 1..8000 characters.',
      async check({ interview }) {
        readReply(await interview.request('message', { content: 'Slow and long. '.repeat(534).slice(0, 8000) }));
      },
    },
    {
      id: 'heartbeat.header',
      description: 'heartbeat returns 204 for visible and hidden.',
      contract: 'heartbeat {state: "visible"|"hidden"} returns 204.',
      async check({ interview }) {
        for (const state of ['hidden', 'visible']) expectStatus(await interview.request('heartbeat', { state }), 204);
      },
    },
    {
      id: 'heartbeat.beacon',
      description: 'heartbeat accepts the ticket in a text/plain body.',
      contract: 'heartbeat: the ticket in the header, or in a text/plain body as for complete.',
      async check({ interview }) {
        expectStatus(await interview.request('heartbeat', { state: 'visible' }, { isBeacon: true }), 204);
      },
    },
    {
      id: 'heartbeat.bad-input',
      description: 'A heartbeat with an unknown state or a malformed report gets 400.',
      contract: 'heartbeat {state: "visible"|"hidden"} and {page: string, seq: integer}; 400 invalid_request.',
      async check({ interview }) {
        for (const body of [{ state: 'asleep' }, {}, { state: 'visible', page: 'one', seq: 'two' }]) {
          expectError(await interview.request('heartbeat', body), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'complete.bad-input',
      description: 'A completion without a reason, or with an unknown one, gets 400 and changes nothing.',
      contract: 'reason is natural, respondent_left, timeout or manual; 400 invalid_request.',
      async check({ interview }) {
        for (const body of [{}, { reason: 'bored' }, { reason: 7 }, '{']) {
          expectError(await interview.request('complete', body), 400, 'invalid_request');
        }
        const { status } = await interview.resume();
        expect(status === 'active', `The interview is ${status}.`);
        await interview.request('complete', { reason: 'manual' });
      },
    },
  ],
};

function firstReply({ reply }: Fixture): ReplyDone {
  expect(reply !== null, 'The first message got no reply to compare with.');
  return reply;
}
