import type { FailureCode } from '../../src/interview/failures.ts';
import type { Question } from '../../src/interview/questions.ts';
import type { Script } from '../../src/model/testing/scripted-proxy.ts';
import type { SampleTexts } from './sample-texts.ts';
import { expect, type Visitor } from './visitor.ts';

/** A state that a respondent can see, and how it comes about. */
export interface GalleryState {
  name: string;
  /** What is to be seen in it. */
  description: string;
  /** Options of the widget. */
  options?: Record<string, string>;
  /** When the interview ends by itself, in seconds from now. */
  secondsUntilEnd?: number;
  /** What the interviewer says, turn by turn. Default: the opening, and a long reply. */
  script?(said: SampleTexts): Script;
  /** Brings a visit there. The page is open, the launcher painted. */
  reach(visit: Visitor): Promise<void>;
}

const open = (text: string): Question => ({ id: `open-${text.length}`, text, type: 'open_ended', config: {} });
const turn = (content: string) => ({ content, question: open(content) });

export const DEFAULT_SCRIPT = (said: SampleTexts): Script => [
  turn(said.opening),
  turn(said.reply),
  { content: said.closing },
];
const THE_END = (said: SampleTexts): Script => [turn(said.opening), { content: said.closing }];

/** An interview that asks a structured question after its opening, and goes on. */
const asking =
  (type: keyof SampleTexts['questions']) =>
  (said: SampleTexts): Script => [
    turn(said.opening),
    { content: `${said.lead} ${said.questions[type].text}`, question: said.questions[type] },
    turn(said.reply),
    { content: said.closing },
  ];

const LONG_TALK = (said: SampleTexts): Script => [
  turn(said.opening),
  ...said.earlierTurns.filter((_, at) => at % 2 === 1).map(turn),
  turn(said.reply),
  { content: said.closing },
];

type Act = (visit: Visitor) => Promise<void>;

/** The same question in three worlds: as it is asked, with something chosen, and once it is answered. */
function control(name: string, type: keyof SampleTexts['questions'], description: string, choose: Act): GalleryState[] {
  const ask: Act = async visit => {
    await visit.begin();
    await visit.say(visit.texts.answer);
    await expect(visit.page.getByRole('group').or(visit.page.getByRole('radiogroup')).first()).toBeVisible();
  };
  const script = asking(type);
  return [
    { name, description: `${description}, as it is asked`, script, reach: ask },
    {
      name: `${name}-chosen`,
      description: `${description}, with an answer chosen`,
      script,
      async reach(visit) {
        await ask(visit);
        await choose(visit);
      },
    },
    {
      name: `${name}-answered`,
      description: `${description}, answered: a turn of the conversation`,
      script,
      async reach(visit) {
        await ask(visit);
        await choose(visit);
        await visit.send();
        await expect(visit.turns).toHaveCount(3);
      },
    },
  ];
}

/** A start that goes wrong, with what is said of it. */
const failing = (
  name: string,
  description: string,
  code: FailureCode,
  saying: 'busy' | 'refusedText' | 'serverError',
) => ({
  name,
  description,
  async reach(visit: Visitor) {
    visit.proxy.fail('start', code);
    await visit.open();
    await visit.expectText(visit.texts.texts[saying]);
  },
});

const talkToTheEnd: Act = async visit => {
  await visit.begin();
  await visit.send(visit.texts.answer);
  await visit.waitForThanks();
};

export const GALLERY_STATES: GalleryState[] = [
  { name: 'launcher', description: 'The launcher, before anything is loaded', reach: async () => {} },
  {
    name: 'consent',
    description: 'Consent is asked for',
    options: { consent: 'true' },
    async reach(visit) {
      await visit.open();
      await expect(visit.button('agree')).toBeVisible();
    },
  },
  {
    name: 'starting',
    description: 'The interview is being started',
    async reach(visit) {
      visit.proxy.holdResponses('start');
      await visit.open();
      await visit.expectText(visit.texts.texts.starting);
    },
  },
  { name: 'first-question', description: 'The first question', reach: visit => visit.begin() },
  {
    name: 'typing',
    description: 'A long answer is being typed; the box grows',
    async reach(visit) {
      await visit.begin();
      await visit.box.fill(visit.texts.longAnswer);
    },
  },
  {
    name: 'waiting',
    description: 'The answer is out, the reply has not begun',
    async reach(visit) {
      visit.proxy.fail('message', 'silent');
      await visit.begin();
      await visit.send(visit.texts.longAnswer);
      await expect(visit.box).toHaveValue('');
      await expect.poll(() => visit.proxy.sent('message').length).toBe(1);
    },
  },
  {
    name: 'half-a-reply',
    description: 'The reply is being written',
    async reach(visit) {
      visit.proxy.fail('message', 'half');
      await visit.begin();
      await visit.send(visit.texts.answer);
      const words = visit.texts.reply.split(/(?<= )/);
      await visit.expectText(
        words
          .slice(0, words.length >> 1)
          .join('')
          .trim(),
      );
    },
  },
  ...control('scale', 'scale', 'A scale', visit => visit.choose('radio', (7).toLocaleString(visit.texts.lang))),
  ...control('slider', 'slider', 'A long scale', visit => visit.page.getByRole('slider').fill('64')),
  ...control('one-choice', 'single', 'One of several', visit =>
    visit.choose('radio', optionsOf(visit.texts.questions.single)[1]!),
  ),
  ...control('own-choice', 'single', 'One of several, in own words', async visit => {
    await visit.choose('radio', visit.texts.texts.otherOption);
    await visit.page.getByRole('textbox', { name: visit.texts.texts.otherOption }).fill(visit.texts.own);
  }).slice(1),
  ...control('choices', 'multiple', 'Several of several', async visit => {
    for (const at of [0, 2]) await visit.choose('checkbox', optionsOf(visit.texts.questions.multiple)[at]!);
  }),
  ...control('ranking', 'ranking', 'A ranking', async visit => {
    await visit.page.getByRole('listitem').first().press('ArrowDown');
  }),
  ...control('yes-no', 'yesNo', 'Yes or no', visit => visit.choose('radio', visit.texts.texts.yes)),
  {
    name: 'scale-with-words',
    description: 'An answer chosen with words to it',
    script: asking('scale'),
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
      await visit.choose('radio', (7).toLocaleString(visit.texts.lang));
      await visit.say(visit.texts.longAnswer);
    },
  },
  {
    name: 'hard-words',
    description: 'Words that are hard to set',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.hardAnswer);
    },
  },
  {
    name: 'long-talk',
    description: 'A long talk, read further up while something new comes',
    script: LONG_TALK,
    async reach(visit) {
      await visit.begin();
      const answers = visit.texts.earlierTurns.filter((_, at) => at % 2 === 0);
      for (const words of answers.slice(0, -1)) await visit.say(words);
      const release = visit.proxy.holdResponses('message');
      await visit.send(answers.at(-1));
      await expect.poll(() => visit.proxy.sent('message').length).toBe(answers.length);
      await visit.turns.first().hover();
      await visit.log.evaluate(log => log.parentElement!.scrollTo(0, 120));
      await visit.page.evaluate(() => new Promise(requestAnimationFrame));
      release();
      await visit.expectText(visit.texts.texts.newMessage);
    },
  },
  {
    name: 'resumed',
    description: 'Back after a reload, with what was being typed',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
      await visit.box.fill(visit.texts.own);
      await visit.page.reload();
      await visit.expectText(visit.texts.texts.welcomeBack);
    },
  },
  {
    name: 'elsewhere',
    description: 'Another tab goes on with it',
    async reach(visit) {
      await visit.begin();
      await visit.takeOverInOtherTab();
      await visit.expectText(visit.texts.texts.otherTabTitle);
    },
  },
  {
    name: 'offline',
    description: 'An answer waits for the network',
    async reach(visit) {
      await visit.begin();
      await visit.page.context().setOffline(true);
      await visit.send(visit.texts.answer);
      await visit.expectText(visit.texts.texts.offline);
    },
  },
  {
    name: 'retrying',
    description: 'The reply broke off and is asked for again',
    async reach(visit) {
      visit.proxy.fail('message', 'cut', 'silent');
      await visit.begin();
      await visit.send(visit.texts.answer);
      await visit.expectText(visit.texts.texts.retrying);
    },
  },
  {
    name: 'not-sent',
    description: 'An answer could not be sent, and is given back',
    async reach(visit) {
      visit.proxy.fail('message', 'internal_error');
      await visit.begin();
      await visit.send(visit.texts.answer);
      await visit.expectText(visit.texts.texts.notSent);
    },
  },
  {
    name: 'too-long',
    description: 'An answer is too long',
    async reach(visit) {
      await visit.begin();
      await visit.box.fill(`${visit.texts.longAnswer}\n`.repeat(60));
      await expect(visit.button('send')).toHaveAttribute('aria-disabled', 'true');
    },
  },
  {
    name: 'time-left',
    description: 'A time limit, with time left',
    secondsUntilEnd: 754,
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
    },
  },
  {
    name: 'nearly-up',
    description: 'The time is nearly up',
    secondsUntilEnd: 41,
    async reach(visit) {
      await visit.begin();
      await visit.expectText(visit.texts.texts.timeNearlyUp);
    },
  },
  {
    name: 'timed-out',
    description: 'The time was up',
    secondsUntilEnd: 0,
    async reach(visit) {
      await visit.open();
      await visit.waitForThanks();
    },
  },
  {
    name: 'ending',
    description: 'Whether to end is asked',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
      await visit.button('endInterview').click();
      await expect(visit.button('keepGoing')).toBeVisible();
    },
  },
  {
    name: 'ended-early',
    description: 'The respondent has ended it',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
      await visit.endEarly();
    },
  },
  {
    name: 'completed-already',
    description: 'It was completed while the respondent was away',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.texts.answer);
      visit.proxy.completeAs('respondent_left');
      await visit.page.reload();
      await visit.waitForThanks();
    },
  },
  {
    name: 'closing-words',
    description: 'The interviewer’s last words are being read',
    script: THE_END,
    async reach(visit) {
      visit.proxy.holdResponses('complete');
      await visit.begin();
      await visit.send(visit.texts.answer);
      await visit.expectText(visit.texts.closing);
      await visit.expectText(visit.texts.texts.completing);
      // They would be gone in a moment: its timer, one of the last, never comes.
      await visit.page.evaluate(() => {
        const last = window.setTimeout(() => {});
        for (let timer = last; timer > last - 100; timer--) clearTimeout(timer);
      });
    },
  },
  {
    name: 'saving',
    description: 'The end is being saved',
    async reach(visit) {
      visit.proxy.holdResponses('complete');
      await visit.begin();
      await visit.button('endInterview').click();
      await visit.button('endNow').click();
      await expect(visit.box).toBeHidden();
      await visit.expectText(visit.texts.texts.completing);
    },
  },
  {
    name: 'unreachable',
    description: 'The interviewer can’t be reached',
    async reach(visit) {
      await visit.page.route('**/start', route => route.abort());
      await visit.open();
      await visit.expectText(visit.texts.texts.unreachable);
    },
  },
  failing('busy', 'Too many at once', 'rate_limited', 'busy'),
  failing('broken', 'Something is wrong on our side', 'internal_error', 'serverError'),
  failing('refused', 'No interview is on offer', 'forbidden', 'refusedText'),
  {
    name: 'over',
    description: 'The interview is lost, and another can be begun',
    async reach(visit) {
      await visit.begin();
      visit.proxy.fail('message', 'ticket_expired');
      await visit.send(visit.texts.answer);
      await visit.expectText(visit.texts.texts.interviewOverText);
    },
  },
  { name: 'thanks', description: 'The thanks', script: THE_END, reach: talkToTheEnd },
  {
    name: 'thanks-rated',
    description: 'The thanks, rated',
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('lovedIt').click();
    },
  },
  {
    name: 'thanks-message',
    description: 'The thanks, with a few words and a way on',
    options: { 'thanks-link': '/changes' },
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('notGreat').click();
      await visit.page.getByRole('textbox', { name: visit.texts.texts.feedbackPrompt }).fill(visit.texts.own);
    },
  },
  {
    name: 'thanks-said',
    description: 'The thanks, once all is said',
    options: { 'thanks-link': '/changes' },
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('lovedIt').click();
      await visit.page.getByRole('textbox', { name: visit.texts.texts.feedbackPrompt }).fill(visit.texts.own);
      await visit.button('send').click();
      await expect(visit.page.getByRole('textbox')).toBeHidden();
    },
  },
  {
    name: 'inline',
    description: 'Inline',
    options: { mode: 'inline' },
    script: asking('scale'),
    async reach(visit) {
      await expect(visit.turns).toHaveCount(1);
      await visit.waitForDeferredViews();
      await visit.say(visit.texts.answer);
    },
  },
  ...['drawer', 'fullscreen'].map(mode => ({
    name: mode,
    description: mode,
    options: { mode },
    script: asking('scale'),
    async reach(visit: Visitor) {
      await visit.begin();
      await visit.say(visit.texts.answer);
    },
  })),
];

export function galleryState(name: string): GalleryState {
  const world = GALLERY_STATES.find(each => each.name === name);
  if (!world)
    throw new Error(`There is no world "${name}". There are: ${GALLERY_STATES.map(each => each.name).join(', ')}.`);
  return world;
}

const optionsOf = (question: Question) => ('options' in question.config ? question.config.options : []);
