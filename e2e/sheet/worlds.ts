import type { FailureCode } from '../../src/interview/failures.ts';
import type { Question } from '../../src/interview/questions.ts';
import type { Script } from '../../src/model/testing/scripted-proxy.ts';
import type { Said } from './said.ts';
import { expect, type Visit } from './visit.ts';

/** A state that a respondent can see, and how it comes about. */
export interface World {
  name: string;
  /** What is to be seen in it. */
  about: string;
  /** Options of the widget. */
  options?: Record<string, string>;
  /** When the interview ends by itself, in seconds from now. */
  endsIn?: number;
  /** What the interviewer says, turn by turn. Default: the opening, and a long reply. */
  script?(said: Said): Script;
  /** Brings a visit there. The page is open, the launcher painted. */
  reach(visit: Visit): Promise<void>;
}

const open = (text: string): Question => ({ id: `open-${text.length}`, text, type: 'open_ended', config: {} });
const turn = (content: string) => ({ content, question: open(content) });

export const USUAL_SCRIPT = (said: Said): Script => [turn(said.opening), turn(said.reply), { content: said.closing }];
const THE_END = (said: Said): Script => [turn(said.opening), { content: said.closing }];

/** An interview that asks a structured question after its opening, and goes on. */
const asking =
  (type: keyof Said['questions']) =>
  (said: Said): Script => [
    turn(said.opening),
    { content: `${said.lead} ${said.questions[type].text}`, question: said.questions[type] },
    turn(said.reply),
    { content: said.closing },
  ];

const LONG_TALK = (said: Said): Script => [
  turn(said.opening),
  ...said.talk.filter((_, at) => at % 2 === 1).map(turn),
  turn(said.reply),
  { content: said.closing },
];

type Act = (visit: Visit) => Promise<void>;

/** The same question in three worlds: as it is asked, with something chosen, and once it is answered. */
function control(name: string, type: keyof Said['questions'], about: string, choose: Act): World[] {
  const ask: Act = async visit => {
    await visit.begin();
    await visit.say(visit.said.answer);
    await expect(visit.page.getByRole('group').or(visit.page.getByRole('radiogroup')).first()).toBeVisible();
  };
  const script = asking(type);
  return [
    { name, about: `${about}, as it is asked`, script, reach: ask },
    {
      name: `${name}-chosen`,
      about: `${about}, with an answer chosen`,
      script,
      async reach(visit) {
        await ask(visit);
        await choose(visit);
      },
    },
    {
      name: `${name}-answered`,
      about: `${about}, answered: a turn of the conversation`,
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
const failing = (name: string, about: string, code: FailureCode, saying: 'busy' | 'refusedText' | 'serverError') => ({
  name,
  about,
  async reach(visit: Visit) {
    visit.proxy.fail('start', code);
    await visit.open();
    await visit.sees(visit.said.texts[saying]);
  },
});

const talkToTheEnd: Act = async visit => {
  await visit.begin();
  await visit.send(visit.said.answer);
  await visit.thanked();
};

export const WORLDS: World[] = [
  { name: 'launcher', about: 'The launcher, before anything is loaded', reach: async () => {} },
  {
    name: 'consent',
    about: 'Consent is asked for',
    options: { consent: 'true' },
    async reach(visit) {
      await visit.open();
      await expect(visit.button('agree')).toBeVisible();
    },
  },
  {
    name: 'starting',
    about: 'The interview is being started',
    async reach(visit) {
      visit.proxy.hold('start');
      await visit.open();
      await visit.sees(visit.said.texts.starting);
    },
  },
  { name: 'first-question', about: 'The first question', reach: visit => visit.begin() },
  {
    name: 'typing',
    about: 'A long answer is being typed; the box grows',
    async reach(visit) {
      await visit.begin();
      await visit.box.fill(visit.said.longAnswer);
    },
  },
  {
    name: 'waiting',
    about: 'The answer is out, the reply has not begun',
    async reach(visit) {
      visit.proxy.fail('message', 'silent');
      await visit.begin();
      await visit.send(visit.said.longAnswer);
      await expect(visit.box).toHaveValue('');
      await expect.poll(() => visit.proxy.sent('message').length).toBe(1);
    },
  },
  {
    name: 'half-a-reply',
    about: 'The reply is being written',
    async reach(visit) {
      visit.proxy.fail('message', 'half');
      await visit.begin();
      await visit.send(visit.said.answer);
      const words = visit.said.reply.split(/(?<= )/);
      await visit.sees(
        words
          .slice(0, words.length >> 1)
          .join('')
          .trim(),
      );
    },
  },
  ...control('scale', 'scale', 'A scale', visit => visit.choose('radio', (7).toLocaleString(visit.said.lang))),
  ...control('slider', 'slider', 'A long scale', visit => visit.page.getByRole('slider').fill('64')),
  ...control('one-choice', 'single', 'One of several', visit =>
    visit.choose('radio', optionsOf(visit.said.questions.single)[1]!),
  ),
  ...control('own-choice', 'single', 'One of several, in own words', async visit => {
    await visit.choose('radio', visit.said.texts.otherOption);
    await visit.page.getByRole('textbox', { name: visit.said.texts.otherOption }).fill(visit.said.own);
  }).slice(1),
  ...control('choices', 'multiple', 'Several of several', async visit => {
    for (const at of [0, 2]) await visit.choose('checkbox', optionsOf(visit.said.questions.multiple)[at]!);
  }),
  ...control('ranking', 'ranking', 'A ranking', async visit => {
    await visit.page.getByRole('listitem').first().press('ArrowDown');
  }),
  ...control('yes-no', 'yesNo', 'Yes or no', visit => visit.choose('radio', visit.said.texts.yes)),
  {
    name: 'scale-with-words',
    about: 'An answer chosen with words to it',
    script: asking('scale'),
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
      await visit.choose('radio', (7).toLocaleString(visit.said.lang));
      await visit.say(visit.said.longAnswer);
    },
  },
  {
    name: 'hard-words',
    about: 'Words that are hard to set',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.hardAnswer);
    },
  },
  {
    name: 'long-talk',
    about: 'A long talk, read further up while something new comes',
    script: LONG_TALK,
    async reach(visit) {
      await visit.begin();
      const answers = visit.said.talk.filter((_, at) => at % 2 === 0);
      for (const words of answers.slice(0, -1)) await visit.say(words);
      const release = visit.proxy.hold('message');
      await visit.send(answers.at(-1));
      await expect.poll(() => visit.proxy.sent('message').length).toBe(answers.length);
      await visit.turns.first().hover();
      await visit.log.evaluate(log => log.parentElement!.scrollTo(0, 120));
      await visit.page.evaluate(() => new Promise(requestAnimationFrame));
      release();
      await visit.sees(visit.said.texts.newMessage);
    },
  },
  {
    name: 'resumed',
    about: 'Back after a reload, with what was being typed',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
      await visit.box.fill(visit.said.own);
      await visit.page.reload();
      await visit.sees(visit.said.texts.welcomeBack);
    },
  },
  {
    name: 'elsewhere',
    about: 'Another tab goes on with it',
    async reach(visit) {
      await visit.begin();
      await visit.takeElsewhere();
      await visit.sees(visit.said.texts.otherTabTitle);
    },
  },
  {
    name: 'offline',
    about: 'An answer waits for the network',
    async reach(visit) {
      await visit.begin();
      await visit.page.context().setOffline(true);
      await visit.send(visit.said.answer);
      await visit.sees(visit.said.texts.offline);
    },
  },
  {
    name: 'retrying',
    about: 'The reply broke off and is asked for again',
    async reach(visit) {
      visit.proxy.fail('message', 'cut', 'silent');
      await visit.begin();
      await visit.send(visit.said.answer);
      await visit.sees(visit.said.texts.retrying);
    },
  },
  {
    name: 'not-sent',
    about: 'An answer could not be sent, and is given back',
    async reach(visit) {
      visit.proxy.fail('message', 'internal_error');
      await visit.begin();
      await visit.send(visit.said.answer);
      await visit.sees(visit.said.texts.notSent);
    },
  },
  {
    name: 'too-long',
    about: 'An answer is too long',
    async reach(visit) {
      await visit.begin();
      await visit.box.fill(`${visit.said.longAnswer}\n`.repeat(60));
      await expect(visit.button('send')).toHaveAttribute('aria-disabled', 'true');
    },
  },
  {
    name: 'time-left',
    about: 'A time limit, with time left',
    endsIn: 754,
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
    },
  },
  {
    name: 'nearly-up',
    about: 'The time is nearly up',
    endsIn: 41,
    async reach(visit) {
      await visit.begin();
      await visit.sees(visit.said.texts.timeNearlyUp);
    },
  },
  {
    name: 'timed-out',
    about: 'The time was up',
    endsIn: 0,
    async reach(visit) {
      await visit.open();
      await visit.thanked();
    },
  },
  {
    name: 'ending',
    about: 'Whether to end is asked',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
      await visit.button('endInterview').click();
      await expect(visit.button('keepGoing')).toBeVisible();
    },
  },
  {
    name: 'ended-early',
    about: 'The respondent has ended it',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
      await visit.endEarly();
    },
  },
  {
    name: 'completed-already',
    about: 'It was completed while the respondent was away',
    async reach(visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
      visit.proxy.completeAs('respondent_left');
      await visit.page.reload();
      await visit.thanked();
    },
  },
  {
    name: 'closing-words',
    about: 'The interviewer’s last words are being read',
    script: THE_END,
    async reach(visit) {
      visit.proxy.hold('complete');
      await visit.begin();
      await visit.send(visit.said.answer);
      await visit.sees(visit.said.closing);
      await visit.sees(visit.said.texts.completing);
      // They would be gone in a moment: its timer, one of the last, never comes.
      await visit.page.evaluate(() => {
        const last = window.setTimeout(() => {});
        for (let timer = last; timer > last - 100; timer--) clearTimeout(timer);
      });
    },
  },
  {
    name: 'saving',
    about: 'The end is being saved',
    async reach(visit) {
      visit.proxy.hold('complete');
      await visit.begin();
      await visit.button('endInterview').click();
      await visit.button('endNow').click();
      await expect(visit.box).toBeHidden();
      await visit.sees(visit.said.texts.completing);
    },
  },
  {
    name: 'unreachable',
    about: 'The interviewer can’t be reached',
    async reach(visit) {
      await visit.page.route('**/start', route => route.abort());
      await visit.open();
      await visit.sees(visit.said.texts.unreachable);
    },
  },
  failing('busy', 'Too many at once', 'rate_limited', 'busy'),
  failing('broken', 'Something is wrong on our side', 'internal_error', 'serverError'),
  failing('refused', 'No interview is on offer', 'forbidden', 'refusedText'),
  {
    name: 'over',
    about: 'The interview is lost, and another can be begun',
    async reach(visit) {
      await visit.begin();
      visit.proxy.fail('message', 'ticket_expired');
      await visit.send(visit.said.answer);
      await visit.sees(visit.said.texts.interviewOverText);
    },
  },
  { name: 'thanks', about: 'The thanks', script: THE_END, reach: talkToTheEnd },
  {
    name: 'thanks-rated',
    about: 'The thanks, rated',
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('lovedIt').click();
    },
  },
  {
    name: 'thanks-message',
    about: 'The thanks, with a few words and a way on',
    options: { 'thanks-link': '/changes' },
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('notGreat').click();
      await visit.page.getByRole('textbox', { name: visit.said.texts.feedbackPrompt }).fill(visit.said.own);
    },
  },
  {
    name: 'thanks-said',
    about: 'The thanks, once all is said',
    options: { 'thanks-link': '/changes' },
    script: THE_END,
    async reach(visit) {
      await talkToTheEnd(visit);
      await visit.button('lovedIt').click();
      await visit.page.getByRole('textbox', { name: visit.said.texts.feedbackPrompt }).fill(visit.said.own);
      await visit.button('send').click();
      await expect(visit.page.getByRole('textbox')).toBeHidden();
    },
  },
  {
    name: 'inline',
    about: 'Inline',
    options: { mode: 'inline' },
    script: asking('scale'),
    async reach(visit) {
      await expect(visit.turns).toHaveCount(1);
      await visit.settled();
      await visit.say(visit.said.answer);
    },
  },
  ...['drawer', 'fullscreen'].map(mode => ({
    name: mode,
    about: mode,
    options: { mode },
    script: asking('scale'),
    async reach(visit: Visit) {
      await visit.begin();
      await visit.say(visit.said.answer);
    },
  })),
];

export function worldNamed(name: string): World {
  const world = WORLDS.find(each => each.name === name);
  if (!world) throw new Error(`There is no world "${name}". There are: ${WORLDS.map(each => each.name).join(', ')}.`);
  return world;
}

const optionsOf = (question: Question) => ('options' in question.config ? question.config.options : []);
