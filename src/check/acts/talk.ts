import type { ReplyDone } from '../../wire/shapes.ts';
import type { Act, Stage } from '../act.ts';
import { type Running, runningFrom } from '../begin.ts';
import type { Heard } from '../caller.ts';
import { expect, expectRefusal, expectStatus, readReply, readStarted } from '../expect.ts';

interface Scene extends Stage {
  started: Heard;
  running: Running;
  sent: { content: string; client_message_id: string };
  reply: ReplyDone | null;
}

/** Start, message, resume and heartbeat, as they go when nothing is wrong, and with bad input. */
export const talkAct: Act<Scene> = {
  name: 'Start and talk',
  async open(stage) {
    const started = await stage.page.call('start', stage.startBody);
    return {
      ...stage,
      started,
      running: runningFrom(stage, started),
      sent: { content: 'It took my team two weeks to set it up.', client_message_id: crypto.randomUUID() },
      reply: null,
    };
  },
  rows: [
    {
      id: 'start.view',
      says: 'start answers 201 with a ticket and the view of an active interview that the interviewer has opened.',
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
      check({ running: { ticket } }) {
        expect(/^[\x21-\x7e]+$/.test(ticket), 'The ticket has characters that a header can’t carry.');
        expect(ticket.length <= 1800, `The ticket has ${ticket.length} characters.`);
      },
    },
    {
      id: 'start.bad-input',
      says: 'A start that is no JSON, not said to be JSON, or has a wrong field is 415 or 400 and starts nothing.',
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
      id: 'message.stream',
      says: 'message answers 200 with an event stream: deltas, then exactly one done.',
      async check(scene) {
        const { done } = readReply(await scene.running.call('message', scene.sent));
        scene.reply = done;
      },
    },
    {
      id: 'message.count',
      says: 'done counts the messages: the opening, the respondent’s and the reply are 3.',
      check: scene => {
        const { messages_count } = told(scene);
        expect(messages_count === 3, `messages_count is ${messages_count}.`);
      },
    },
    {
      id: 'message.repeat',
      says: 'The same client_message_id again is answered with the same reply, whose deltas are the reply’s words.',
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
      id: 'message.longest',
      says: 'A message of 8,000 characters is taken.',
      async check({ running }) {
        readReply(await running.call('message', { content: 'Slow and long. '.repeat(534).slice(0, 8000) }));
      },
    },
    {
      id: 'heartbeat.header',
      says: 'heartbeat answers 204 to visible and hidden.',
      async check({ running }) {
        for (const state of ['hidden', 'visible']) expectStatus(await running.call('heartbeat', { state }), 204);
      },
    },
    {
      id: 'heartbeat.beacon',
      says: 'heartbeat takes the ticket in a text/plain body.',
      async check({ running }) {
        expectStatus(await running.call('heartbeat', { state: 'visible' }, { isBeacon: true }), 204);
      },
    },
    {
      id: 'heartbeat.bad-input',
      says: 'A heartbeat of another state is 400.',
      async check({ running }) {
        for (const body of [{ state: 'asleep' }, {}, { state: 'visible', page: 'one', seq: 'two' }]) {
          expectRefusal(await running.call('heartbeat', body), 400, 'invalid_request');
        }
      },
    },
    {
      id: 'complete.bad-input',
      says: 'A completion without a reason, or with one that is none of the four, is 400 and changes nothing.',
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
