import type { FailureCode } from '../../src/interview/failures.ts';
import type { Question } from '../../src/interview/questions.ts';
import type { Script } from '../../src/model/testing/scripted-proxy.ts';
import type { SampleTexts } from './sample-texts.ts';
import { expect, type Visitor } from './visitor.ts';

/** A state of the widget, and the steps that lead to it. */
export interface GalleryState {
  /** In kebab-case. The name of its pictures. */
  name: string;
  /** What the picture shows. */
  description: string;
  /** Options of the widget, in kebab-case. */
  options?: Record<string, string>;
  /** Seconds until the time limit. Default: no limit. */
  secondsUntilEnd?: number;
  /** The interviewer's turns. Default: an opening, a long reply and a closing. */
  script?(sample: SampleTexts): Script;
  /** Leads the visitor to the state. At the beginning the launcher is visible. */
  reach(visitor: Visitor): Promise<void>;
}

const createOpenQuestion = (text: string): Question => ({
  id: `open-${text.length}`,
  text,
  type: 'open_ended',
  config: {},
});
const createOpenTurn = (content: string) => ({ content, question: createOpenQuestion(content) });

export const createDefaultScript = (sample: SampleTexts): Script => [
  createOpenTurn(sample.opening),
  createOpenTurn(sample.reply),
  { content: sample.closing },
];
const createShortScript = (sample: SampleTexts): Script => [
  createOpenTurn(sample.opening),
  { content: sample.closing },
];

/** An interview with a structured question after the opening. */
const createScriptWithQuestion =
  (type: keyof SampleTexts['questions']) =>
  (sample: SampleTexts): Script => [
    createOpenTurn(sample.opening),
    { content: `${sample.questionLead} ${sample.questions[type].text}`, question: sample.questions[type] },
    createOpenTurn(sample.reply),
    { content: sample.closing },
  ];

const createLongScript = (sample: SampleTexts): Script => [
  createOpenTurn(sample.opening),
  ...sample.earlierTurns.filter((_, index) => index % 2 === 1).map(createOpenTurn),
  createOpenTurn(sample.reply),
  { content: sample.closing },
];

type Step = (visitor: Visitor) => Promise<void>;

/** Creates three states of a structured question: asked, with a selected answer, and answered. */
function createQuestionStates(
  name: string,
  type: keyof SampleTexts['questions'],
  description: string,
  selectAnswer: Step,
): GalleryState[] {
  const ask: Step = async visitor => {
    await visitor.startInterview();
    await visitor.sendAndWait(visitor.sample.answer);
    await expect(visitor.page.getByRole('group').or(visitor.page.getByRole('radiogroup')).first()).toBeVisible();
  };
  const script = createScriptWithQuestion(type);
  return [
    { name, description: `${description}: the question`, script, reach: ask },
    {
      name: `${name}-chosen`,
      description: `${description}: an answer is selected`,
      script,
      async reach(visitor) {
        await ask(visitor);
        await selectAnswer(visitor);
      },
    },
    {
      name: `${name}-answered`,
      description: `${description}: the answer is a turn of the transcript`,
      script,
      async reach(visitor) {
        await ask(visitor);
        await selectAnswer(visitor);
        await visitor.send();
        await expect(visitor.interviewerTurns).toHaveCount(3);
      },
    },
  ];
}

/** Creates a state in which the start fails with a code and the widget shows a text. */
const createFailedStart = (
  name: string,
  description: string,
  code: FailureCode,
  text: 'busy' | 'refusedText' | 'serverError',
) => ({
  name,
  description,
  async reach(visitor: Visitor) {
    visitor.proxy.fail('start', code);
    await visitor.clickLauncher();
    await visitor.expectText(visitor.widgetTexts[text]);
  },
});

const finishInterview: Step = async visitor => {
  await visitor.startInterview();
  await visitor.send(visitor.sample.answer);
  await visitor.waitForThanks();
};

export const GALLERY_STATES: GalleryState[] = [
  { name: 'launcher', description: 'The launcher, before anything is loaded', reach: async () => {} },
  {
    name: 'consent',
    description: 'The widget asks for consent',
    options: { consent: 'true' },
    async reach(visitor) {
      await visitor.clickLauncher();
      await expect(visitor.button('agree')).toBeVisible();
    },
  },
  {
    name: 'starting',
    description: 'The interview is starting',
    async reach(visitor) {
      visitor.proxy.holdResponses('start');
      await visitor.clickLauncher();
      await visitor.expectText(visitor.widgetTexts.starting);
    },
  },
  { name: 'first-question', description: 'The first question', reach: visitor => visitor.startInterview() },
  {
    name: 'typing',
    description: 'The box grows with a long answer',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.answerBox.fill(visitor.sample.longAnswer);
    },
  },
  {
    name: 'waiting',
    description: 'The answer is sent, and the reply has not begun',
    async reach(visitor) {
      visitor.proxy.fail('message', 'silent');
      await visitor.startInterview();
      await visitor.send(visitor.sample.longAnswer);
      await expect(visitor.answerBox).toHaveValue('');
      await expect.poll(() => visitor.proxy.sent('message').length).toBe(1);
    },
  },
  {
    name: 'half-a-reply',
    description: 'Half of the reply has arrived',
    async reach(visitor) {
      visitor.proxy.fail('message', 'half');
      await visitor.startInterview();
      await visitor.send(visitor.sample.answer);
      const words = visitor.sample.reply.split(/(?<= )/);
      await visitor.expectText(
        words
          .slice(0, words.length >> 1)
          .join('')
          .trim(),
      );
    },
  },
  ...createQuestionStates('scale', 'scale', 'A scale', visitor =>
    visitor.check('radio', (7).toLocaleString(visitor.sample.lang)),
  ),
  ...createQuestionStates('slider', 'slider', 'A long scale as a slider', visitor =>
    visitor.page.getByRole('slider').fill('64'),
  ),
  ...createQuestionStates('one-choice', 'single', 'A single choice', visitor =>
    visitor.check('radio', optionsOf(visitor.sample.questions.single)[1]!),
  ),
  ...createQuestionStates('own-choice', 'single', 'A single choice with "Something else"', async visitor => {
    await visitor.check('radio', visitor.widgetTexts.otherOption);
    await visitor.page.getByRole('textbox', { name: visitor.widgetTexts.otherOption }).fill(visitor.sample.otherAnswer);
  }).slice(1),
  ...createQuestionStates('choices', 'multiple', 'A multiple choice', async visitor => {
    for (const index of [0, 2]) await visitor.check('checkbox', optionsOf(visitor.sample.questions.multiple)[index]!);
  }),
  ...createQuestionStates('ranking', 'ranking', 'A ranking', async visitor => {
    await visitor.page.getByRole('listitem').first().press('ArrowDown');
  }),
  ...createQuestionStates('yes-no', 'yesNo', 'A yes/no question', visitor =>
    visitor.check('radio', visitor.widgetTexts.yes),
  ),
  {
    name: 'scale-with-words',
    description: 'A selected answer with a comment',
    script: createScriptWithQuestion('scale'),
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
      await visitor.check('radio', (7).toLocaleString(visitor.sample.lang));
      await visitor.sendAndWait(visitor.sample.longAnswer);
    },
  },
  {
    name: 'hard-words',
    description: 'A message that is difficult to lay out',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.difficultAnswer);
    },
  },
  {
    name: 'long-talk',
    description: 'A new message arrives while the reader has scrolled up',
    script: createLongScript,
    async reach(visitor) {
      await visitor.startInterview();
      const answers = visitor.sample.earlierTurns.filter((_, index) => index % 2 === 0);
      for (const answer of answers.slice(0, -1)) await visitor.sendAndWait(answer);
      const release = visitor.proxy.holdResponses('message');
      await visitor.send(answers.at(-1));
      await expect.poll(() => visitor.proxy.sent('message').length).toBe(answers.length);
      await visitor.interviewerTurns.first().hover();
      await visitor.log.evaluate(log => log.parentElement!.scrollTo(0, 120));
      await visitor.page.evaluate(() => new Promise(requestAnimationFrame));
      release();
      await visitor.expectText(visitor.widgetTexts.newMessage);
    },
  },
  {
    name: 'resumed',
    description: 'The interview and the draft after a reload',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
      await visitor.answerBox.fill(visitor.sample.otherAnswer);
      await visitor.page.reload();
      await visitor.expectText(visitor.widgetTexts.welcomeBack);
    },
  },
  {
    name: 'in-other-tab',
    description: 'The interview continues in another tab',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.takeOverInOtherTab();
      await visitor.expectText(visitor.widgetTexts.otherTabTitle);
    },
  },
  {
    name: 'offline',
    description: 'An answer waits for the network',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.page.context().setOffline(true);
      await visitor.send(visitor.sample.answer);
      await visitor.expectText(visitor.widgetTexts.offline);
    },
  },
  {
    name: 'retrying',
    description: 'The reply broke off, and the widget retries',
    async reach(visitor) {
      visitor.proxy.fail('message', 'cut', 'silent');
      await visitor.startInterview();
      await visitor.send(visitor.sample.answer);
      await visitor.expectText(visitor.widgetTexts.retrying);
    },
  },
  {
    name: 'not-sent',
    description: 'An answer could not be sent and is back in the box',
    async reach(visitor) {
      visitor.proxy.fail('message', 'internal_error');
      await visitor.startInterview();
      await visitor.send(visitor.sample.answer);
      await visitor.expectText(visitor.widgetTexts.notSent);
    },
  },
  {
    name: 'too-long',
    description: 'An answer is too long',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.answerBox.fill(`${visitor.sample.longAnswer}\n`.repeat(60));
      await expect(visitor.button('send')).toHaveAttribute('aria-disabled', 'true');
    },
  },
  {
    name: 'time-left',
    description: 'The countdown of a time limit',
    secondsUntilEnd: 754,
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
    },
  },
  {
    name: 'nearly-up',
    description: 'The time is nearly up',
    secondsUntilEnd: 41,
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.expectText(visitor.widgetTexts.timeNearlyUp);
    },
  },
  {
    name: 'timed-out',
    description: 'The time limit has ended the interview',
    secondsUntilEnd: 0,
    async reach(visitor) {
      await visitor.clickLauncher();
      await visitor.waitForThanks();
    },
  },
  {
    name: 'ending',
    description: 'The confirmation of "End interview"',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
      await visitor.button('endInterview').click();
      await expect(visitor.button('keepGoing')).toBeVisible();
    },
  },
  {
    name: 'ended-early',
    description: 'The respondent has ended the interview',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
      await visitor.endEarly();
    },
  },
  {
    name: 'completed-already',
    description: 'The interview was completed while the respondent was away',
    async reach(visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
      visitor.proxy.completeAs('respondent_left');
      await visitor.page.reload();
      await visitor.waitForThanks();
    },
  },
  {
    name: 'closing-words',
    description: 'The closing is shown before the thanks',
    script: createShortScript,
    async reach(visitor) {
      visitor.proxy.holdResponses('complete');
      await visitor.startInterview();
      await visitor.send(visitor.sample.answer);
      await visitor.expectText(visitor.sample.closing);
      await visitor.expectText(visitor.widgetTexts.completing);
      // The closing stays for a few seconds only. Clear its timer, which is one of the newest.
      await visitor.page.evaluate(() => {
        const last = window.setTimeout(() => {});
        for (let timer = last; timer > last - 100; timer--) clearTimeout(timer);
      });
    },
  },
  {
    name: 'saving',
    description: 'The completion is being sent',
    async reach(visitor) {
      visitor.proxy.holdResponses('complete');
      await visitor.startInterview();
      await visitor.button('endInterview').click();
      await visitor.button('endNow').click();
      await expect(visitor.answerBox).toBeHidden();
      await visitor.expectText(visitor.widgetTexts.completing);
    },
  },
  {
    name: 'unreachable',
    description: 'The proxy is unreachable',
    async reach(visitor) {
      await visitor.page.route('**/start', route => route.abort());
      await visitor.clickLauncher();
      await visitor.expectText(visitor.widgetTexts.unreachable);
    },
  },
  createFailedStart('busy', 'The proxy limits starts', 'rate_limited', 'busy'),
  createFailedStart('broken', 'The server has failed', 'internal_error', 'serverError'),
  createFailedStart('refused', 'The server refuses the start', 'forbidden', 'refusedText'),
  {
    name: 'over',
    description: 'The ticket has expired, and another interview can start',
    async reach(visitor) {
      await visitor.startInterview();
      visitor.proxy.fail('message', 'ticket_expired');
      await visitor.send(visitor.sample.answer);
      await visitor.expectText(visitor.widgetTexts.interviewOverText);
    },
  },
  { name: 'thanks', description: 'The thanks', script: createShortScript, reach: finishInterview },
  {
    name: 'thanks-rated',
    description: 'The thanks with a rating',
    script: createShortScript,
    async reach(visitor) {
      await finishInterview(visitor);
      await visitor.button('lovedIt').click();
    },
  },
  {
    name: 'thanks-message',
    description: 'The thanks with a comment and a link',
    options: { 'thanks-link': '/changes' },
    script: createShortScript,
    async reach(visitor) {
      await finishInterview(visitor);
      await visitor.button('notGreat').click();
      await visitor.page
        .getByRole('textbox', { name: visitor.widgetTexts.feedbackPrompt })
        .fill(visitor.sample.otherAnswer);
    },
  },
  {
    name: 'thanks-said',
    description: 'The thanks after the comment was sent',
    options: { 'thanks-link': '/changes' },
    script: createShortScript,
    async reach(visitor) {
      await finishInterview(visitor);
      await visitor.button('lovedIt').click();
      await visitor.page
        .getByRole('textbox', { name: visitor.widgetTexts.feedbackPrompt })
        .fill(visitor.sample.otherAnswer);
      await visitor.button('send').click();
      await expect(visitor.page.getByRole('textbox')).toBeHidden();
    },
  },
  {
    name: 'inline',
    description: 'Inline mode',
    options: { mode: 'inline' },
    script: createScriptWithQuestion('scale'),
    async reach(visitor) {
      await expect(visitor.interviewerTurns).toHaveCount(1);
      await visitor.waitForDeferredViews();
      await visitor.sendAndWait(visitor.sample.answer);
    },
  },
  ...['drawer', 'fullscreen'].map(mode => ({
    name: mode,
    description: `${mode} mode`,
    options: { mode },
    script: createScriptWithQuestion('scale'),
    async reach(visitor: Visitor) {
      await visitor.startInterview();
      await visitor.sendAndWait(visitor.sample.answer);
    },
  })),
];

/** Returns the state with a name; throws if there is none. */
export function galleryState(name: string): GalleryState {
  const state = GALLERY_STATES.find(candidate => candidate.name === name);
  if (!state)
    throw new Error(`Unknown state "${name}"; known states: ${GALLERY_STATES.map(({ name }) => name).join(', ')}.`);
  return state;
}

const optionsOf = (question: Question) => ('options' in question.config ? question.config.options : []);
