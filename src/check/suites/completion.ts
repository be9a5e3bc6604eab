import type { Completion } from '../../interview/completion.ts';
import { describeResponse, expect, expectError } from '../assertions.ts';
import { type CheckedInterview, startInterview } from '../checked-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  ended: CheckedInterview;
  raced: CheckedInterview;
  endedByBeacon: CheckedInterview;
  first: Completion | null;
}

/** How many completions race. */
const RACERS = 8;

/** Completions: requested, repeated, racing. */
export const completionSuite: Suite<Fixture> = {
  name: 'Completion',
  async setUp(context) {
    const [ended, raced, endedByBeacon] = await Promise.all([
      startInterview(context),
      startInterview(context),
      startInterview(context),
    ]);
    return { ...context, ended, raced, endedByBeacon, first: null };
  },
  rules: [
    {
      id: 'complete.final',
      description: 'respondent_left with final: true is completed at once: 200 with reason, time and stats.',
      contract:
        'final: true: the respondent pressed End. respondent_left is then completed at once, without the grace.',
      async check(fixture) {
        fixture.first = await fixture.ended.complete({ reason: 'respondent_left', final: true });
        const { reason, stats } = fixture.first;
        expect(reason === 'respondent_left', `The reason is ${reason}.`);
        const sum = stats.respondent_messages + stats.interviewer_messages;
        expect(stats.total_messages === sum, 'total_messages is not the sum of respondent and interviewer messages.');
      },
    },
    {
      id: 'complete.repeat',
      description: 'A repeat gets 200 with the same completion; the proxy never passes on Koji’s 409.',
      contract:
        'complete is safe to repeat; 409 from Koji is a success to the widget. completed_at, stats and the first reason never change.',
      async check({ ended, first }) {
        expect(first !== null, 'There was no first completion to compare with.');
        const again = await ended.complete({ reason: 'respondent_left', final: true });
        expect(
          again.completed_at === first.completed_at,
          `completed_at changed from ${first.completed_at} to ${again.completed_at}.`,
        );
        expect(JSON.stringify(again.stats) === JSON.stringify(first.stats), 'The stats have changed.');
      },
    },
    {
      id: 'complete.first-reason',
      description: 'The first reason wins: a later completion with another reason returns the first.',
      contract: 'The first closing reason wins.',
      async check({ ended }) {
        for (const reason of ['natural', 'timeout', 'manual']) {
          const completion = await ended.complete({ reason });
          expect(completion.reason === 'respondent_left', `The reason changed to ${completion.reason}.`);
        }
      },
    },
    {
      id: 'complete.message-after',
      description: 'A message to a completed interview gets 409 already_completed.',
      contract: 'A message to a completed interview: 409 already_completed.',
      async check({ ended }) {
        expectError(await ended.request('message', { content: 'One more thing.' }), 409, 'already_completed');
      },
    },
    {
      id: 'complete.resume-after',
      description: 'resume of a completed interview returns its status and completion, and no open question.',
      contract: 'InterviewView: completed?: {reason, completed_at, stats}; question: Question|null.',
      async check({ ended, first }) {
        const view = await ended.resume();
        expect(view.status === 'completed', `status is "${view.status}".`);
        expect(view.completed !== undefined, 'The view does not have "completed".');
        expect(view.completed.reason === 'respondent_left', `The reason is ${view.completed.reason}.`);
        expect(!first || view.completed.completed_at === first.completed_at, 'completed_at has changed.');
        expect(view.question === null, 'There is an open question.');
      },
    },
    {
      id: 'complete.heartbeat-after',
      description: 'A heartbeat to a completed interview neither fails nor reopens it.',
      contract: '200 or 409: the lease is closed.',
      async check({ ended }) {
        const response = await ended.request('heartbeat', { state: 'visible' });
        expect(response.status < 500, `heartbeat: ${describeResponse(response)}.`);
        const { status } = await ended.resume();
        expect(status === 'completed', `The interview is ${status} again.`);
      },
    },
    {
      id: 'complete.race',
      description: `${RACERS} simultaneous completions all succeed with the same completion.`,
      contract: 'complete is safe to race.',
      async check({ raced }) {
        const completions = await Promise.all(
          Array.from({ length: RACERS }, (_, n) => raced.complete({ reason: n % 2 ? 'natural' : 'timeout' })),
        );
        const distinct = new Set(completions.map(({ reason, completed_at }) => `${reason} at ${completed_at}`));
        expect(distinct.size === 1, `The completions differ: ${[...distinct].join(', ')}.`);
      },
    },
    {
      id: 'complete.beacon',
      description: 'A completion as timeout is accepted with the ticket in a text/plain body.',
      contract: 'complete: the ticket in the header, or in a text/plain JSON body {ticket, reason}.',
      async check({ endedByBeacon }) {
        const { reason } = await endedByBeacon.complete({ reason: 'timeout' }, { isBeacon: true });
        expect(reason === 'timeout', `The reason is ${reason}.`);
      },
    },
  ],
};
