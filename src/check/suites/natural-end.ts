import type { Completion } from '../../interview/completion.ts';
import { expect, expectError, readReply } from '../assertions.ts';
import { type CheckedInterview, startInterview } from '../checked-interview.ts';
import { Inconclusive } from '../outcome.ts';
import { sampleAnswer } from '../sample-answers.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Fixture extends CheckContext {
  interview: CheckedInterview;
  hasConcluded: boolean;
  completed: Completion | null;
}

/** More messages than an interviewer should need. */
const MAX_MESSAGES = 40;
/** Milliseconds between two looks at an interview that is about to be completed. */
const POLL_INTERVAL = 1000;

/** An interview that concludes, and whose page then sends nothing more. */
export const naturalEndSuite: Suite<Fixture> = {
  name: 'Natural end',
  setUp: async context => ({
    ...context,
    interview: await startInterview(context),
    hasConcluded: false,
    completed: null,
  }),
  rules: [
    {
      id: 'natural.concluded',
      description: 'The last reply says "concluded"; resume then says so, too, and has no open question.',
      contract: 'done {interview_status: "active"|"concluded"}: "concluded" marks a natural end.',
      async check(fixture) {
        const { interview } = fixture;
        let { question } = interview.view;
        for (let count = 0; count < MAX_MESSAGES && !fixture.hasConcluded; count++) {
          const { content, value } = question ? sampleAnswer(question) : { content: 'That is all.', value: null };
          const answer = question && value !== null ? { answer: { question_id: question.id, value } } : {};
          const { done } = readReply(await interview.request('message', { content, ...answer }));
          fixture.hasConcluded = done.interview_status === 'concluded';
          question = done.question;
        }
        const view = await interview.resume();
        if (!fixture.hasConcluded && view.status === 'active') {
          throw new Inconclusive(`The interviewer had not concluded after ${MAX_MESSAGES} messages.`);
        }
        expect(fixture.hasConcluded, `resume says "${view.status}", but no reply said "concluded".`);
        // The proxy may have completed it already: it chooses the time.
        expect(view.status !== 'active', 'resume says that the interview is still active.');
        expect(view.question === null, 'There is an open question.');
      },
    },
    {
      id: 'natural.completed',
      description: 'The proxy itself completes a concluded interview as natural, in case the page never does.',
      contract: 'After "concluded", the proxy completes the interview as natural within a short grace.',
      async check(fixture) {
        const { interview, hasConcluded, now, wait, patience } = fixture;
        if (!hasConcluded) throw new Inconclusive('The interview has not concluded.');
        for (const deadline = now() + patience; ; ) {
          const view = await interview.resume();
          if (view.status === 'completed') {
            expect(view.completed !== undefined, 'The view does not have "completed".');
            fixture.completed = view.completed;
            break;
          }
          expect(now() < deadline, `It was not completed within ${Math.round(patience / 1000)} s.`);
          await wait(POLL_INTERVAL);
        }
        expect(fixture.completed.reason === 'natural', `It was completed as ${fixture.completed.reason}.`);
      },
    },
    {
      id: 'natural.repeat',
      description: 'A page that does call complete gets that completion, and cannot send another message.',
      contract: 'complete is safe to repeat. A message to a completed interview: 409 already_completed.',
      async check({ interview, completed, hasConcluded }) {
        if (!hasConcluded) throw new Inconclusive('The interview has not concluded.');
        const { reason, completed_at } = await interview.complete({ reason: 'natural' });
        expect(reason === 'natural', `The reason is ${reason}.`);
        expect(!completed || completed.completed_at === completed_at, 'completed_at has changed.');
        expectError(await interview.request('message', { content: 'One more thing.' }), 409, 'already_completed');
      },
    },
  ],
};
