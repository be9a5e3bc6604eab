import type { Completion } from '../../interview/completion.ts';
import { expect, expectRefusal, readReply } from '../assertions.ts';
import { Inconclusive } from '../outcome.ts';
import { answerTo } from '../sample-answers.ts';
import { type StartedInterview, startInterview } from '../start-interview.ts';
import type { CheckContext, Suite } from '../suite.ts';

interface Scene extends CheckContext {
  running: StartedInterview;
  hasConcluded: boolean;
  completed: Completion | null;
}

/** More messages than any interviewer should need. */
const MOST = 40;
/** How often an end is asked for, in milliseconds. */
const PAUSE = 1000;

/** A talk that comes to its end by itself, whose page then says nothing more. */
export const naturalEndSuite: Suite<Scene> = {
  name: 'A natural end',
  open: async stage => ({ ...stage, running: await startInterview(stage), hasConcluded: false, completed: null }),
  rows: [
    {
      id: 'natural.concluded',
      says: 'The reply that ends a talk says concluded, and so does resume then: no question is open.',
      rule: 'done {interview_status: "active"|"concluded"}: concluded is how a natural end is told.',
      async check(scene) {
        let { question } = scene.running.view;
        for (let sent = 0; sent < MOST && !scene.hasConcluded; sent++) {
          const { content, value } = question ? answerTo(question) : { content: 'That is all.', value: null };
          const answer = question && value !== null ? { answer: { question_id: question.id, value } } : {};
          const { done } = readReply(await scene.running.call('message', { content, ...answer }));
          scene.hasConcluded = done.interview_status === 'concluded';
          question = done.question;
        }
        const view = await scene.running.resume();
        if (!scene.hasConcluded && view.status === 'active') {
          throw new Inconclusive(`The interviewer had not ended the talk after ${MOST} messages.`);
        }
        expect(scene.hasConcluded, `resume says that the talk is ${view.status}, and no reply has said so.`);
        // It may have been completed by now: the time for that is the proxy's to choose.
        expect(view.status !== 'active', 'resume says that the interview is still active.');
        expect(view.question === null, 'There is an open question.');
      },
    },
    {
      id: 'natural.completed',
      says: 'A concluded talk is completed as natural by the proxy itself, in case the page never calls.',
      rule: 'concluded came back: natural is due a short while later, in case the widget never calls.',
      async check(scene) {
        const { running, hasConcluded, now, wait, patience } = scene;
        if (!hasConcluded) throw new Inconclusive('The talk has not come to its end.');
        for (const end = now() + patience; ; ) {
          const view = await running.resume();
          if (view.status === 'completed') {
            expect(view.completed !== undefined, 'It does not say how it was completed.');
            scene.completed = view.completed;
            break;
          }
          expect(now() < end, `It was not, within ${Math.round(patience / 1000)} s.`);
          await wait(PAUSE);
        }
        expect(scene.completed.reason === 'natural', `It was completed as ${scene.completed.reason}.`);
      },
    },
    {
      id: 'natural.asked',
      says: 'A page that does call hears of that completion, and can say nothing more.',
      rule: 'complete is safe to repeat. A message to a completed interview: 409 already_completed.',
      async check({ running, completed, hasConcluded }) {
        if (!hasConcluded) throw new Inconclusive('The talk has not come to its end.');
        const { reason, completed_at } = await running.complete({ reason: 'natural' });
        expect(reason === 'natural', `The reason is ${reason}.`);
        expect(!completed || completed.completed_at === completed_at, 'completed_at is another.');
        expectRefusal(await running.call('message', { content: 'One more thing.' }), 409, 'already_completed');
      },
    },
  ],
};
