import type { Completion } from '../../interview/completion.ts';
import { expect, expectRefusal, say } from '../assertions.ts';
import { type StartedInterview, startInterview } from '../start-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Scene extends CheckContext {
  ended: StartedInterview;
  raced: StartedInterview;
  beaconed: StartedInterview;
  first: Completion | null;
}

/** How many calls race. */
const RACERS = 8;

/** Ends: chosen, repeated, racing. */
export const completionSuite: Suite<Scene> = {
  name: 'Ends',
  async open(stage) {
    const [ended, raced, beaconed] = await Promise.all([
      startInterview(stage),
      startInterview(stage),
      startInterview(stage),
    ]);
    return { ...stage, ended, raced, beaconed, first: null };
  },
  rows: [
    {
      id: 'complete.final',
      says: 'respondent_left with final: true is completed at once: 200 with reason, time and stats.',
      rule: 'final: true says that the respondent pressed End: respondent_left is then completed at once, without the grace.',
      async check(scene) {
        scene.first = await scene.ended.complete({ reason: 'respondent_left', final: true });
        const { reason, stats } = scene.first;
        expect(reason === 'respondent_left', `The reason is ${reason}.`);
        const sum = stats.respondent_messages + stats.interviewer_messages;
        expect(stats.total_messages === sum, 'total_messages is not the sum of both sides.');
      },
    },
    {
      id: 'complete.repeat',
      says: 'A repeat answers 200 with the same completion; 409 is Koji’s business and never the page’s.',
      rule: 'complete is safe to repeat; 409 from Koji is a success to the widget. completed_at, stats and the first reason never change.',
      async check({ ended, first }) {
        expect(first !== null, 'There was no first completion to compare with.');
        const again = await ended.complete({ reason: 'respondent_left', final: true });
        expect(
          again.completed_at === first.completed_at,
          `completed_at went from ${first.completed_at} to ${again.completed_at}.`,
        );
        expect(JSON.stringify(again.stats) === JSON.stringify(first.stats), 'The stats have changed.');
      },
    },
    {
      id: 'complete.first-reason',
      says: 'The first reason wins: a later completion with another is answered with the first.',
      rule: 'The first closing reason wins.',
      async check({ ended }) {
        for (const reason of ['natural', 'timeout', 'manual']) {
          const completion = await ended.complete({ reason });
          expect(completion.reason === 'respondent_left', `The reason became ${completion.reason}.`);
        }
      },
    },
    {
      id: 'complete.message-after',
      says: 'A message to a completed interview is 409 already_completed.',
      rule: 'A message to a completed interview: 409 already_completed.',
      async check({ ended }) {
        expectRefusal(await ended.call('message', { content: 'One more thing.' }), 409, 'already_completed');
      },
    },
    {
      id: 'complete.resume-after',
      says: 'resume of a completed interview says so: status, the completion, no open question.',
      rule: 'InterviewView: completed?: {reason, completed_at, stats}; question: Question|null.',
      async check({ ended, first }) {
        const view = await ended.resume();
        expect(view.status === 'completed', `status is "${view.status}".`);
        expect(view.completed !== undefined, 'It does not say how it was completed.');
        expect(view.completed.reason === 'respondent_left', `The reason is ${view.completed.reason}.`);
        expect(!first || view.completed.completed_at === first.completed_at, 'completed_at is another.');
        expect(view.question === null, 'It has an open question.');
      },
    },
    {
      id: 'complete.heartbeat-after',
      says: 'A heartbeat to a completed interview neither fails nor opens it again.',
      rule: '200 or 409: the lease is closed.',
      async check({ ended }) {
        const heard = await ended.call('heartbeat', { state: 'visible' });
        expect(heard.status < 500, `heartbeat: ${say(heard)}.`);
        const { status } = await ended.resume();
        expect(status === 'completed', `The interview is ${status} again.`);
      },
    },
    {
      id: 'complete.race',
      says: `${RACERS} completions at once all succeed, and tell the same completion.`,
      rule: 'complete is safe to race.',
      async check({ raced }) {
        const racers = Array.from({ length: RACERS }, (_, place) =>
          raced.complete({ reason: place % 2 ? 'natural' : 'timeout' }),
        );
        const completions = await Promise.all(racers);
        const different = new Set(completions.map(({ reason, completed_at }) => `${reason} at ${completed_at}`));
        expect(different.size === 1, `They tell different ones: ${[...different].join(', ')}.`);
      },
    },
    {
      id: 'complete.beacon',
      says: 'A completion as timeout is taken with its ticket in a text/plain body.',
      rule: 'complete: the ticket in the header, or in a text/plain JSON body {ticket, reason}.',
      async check({ beaconed }) {
        const { reason } = await beaconed.complete({ reason: 'timeout' }, { isBeacon: true });
        expect(reason === 'timeout', `The reason is ${reason}.`);
      },
    },
  ],
};
