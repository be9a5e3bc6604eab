import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerValue,
  QUESTION_TYPES,
  type Question,
  validateAnswerValue,
} from '../../../src/interview/questions.ts';
import type { Guide } from '../guides/guide.ts';
import { loadChurnGuide } from '../guides/load-guides.ts';
import { playInterview, type ScriptedRespondent } from '../testing/play-interview.ts';
import { createBuiltInInterviewer } from './built-in-interviewer.ts';
import type { NextTurn } from './interviewer.ts';

const interviewer = createBuiltInInterviewer();
const guide = loadChurnGuide();
const RICH_ANSWERS = [
  'We moved our team of six to it in March, mainly because the old planner lost two bookings in one week.',
  'The reminders are what I value most: since we switched them on, about nine in ten people turn up.',
  'Every month I copy some forty rows by hand into the sheet of our accountant, which takes an hour.',
  'If it cost a third more I would have to think about it, because only two of us use it each day.',
];

/** A valid value for a question. It varies with the seed. */
function validValue(question: Question, seed: number): AnswerValue {
  switch (question.type) {
    case 'scale':
      return question.config.min + (seed % (question.config.max - question.config.min + 1));
    case 'yes_no':
      return seed % 2 === 0;
    case 'single_choice':
      return question.config.options[seed % question.config.options.length]!;
    case 'multiple_choice':
      return question.config.options.slice(0, 1 + (seed % question.config.options.length));
    case 'ranking':
      return seed % 2 ? [...question.config.options].reverse() : question.config.options;
    case 'open_ended':
      return null;
  }
}

const formatValue = (value: AnswerValue) => (typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value));

/**
 * A respondent who answers structured questions with their controls and open ones with
 * `answerOpen`.
 */
const withControls =
  (answerOpen: (turn: NextTurn, count: number) => string, seed = 0): ScriptedRespondent =>
  (turn, count) => {
    const { question } = turn;
    if (!question || question.type === 'open_ended') return answerOpen(turn, count);
    const value = validValue(question, seed);
    return { content: formatValue(value), answer: { question_id: question.id, value } };
  };

const richRespondent: ScriptedRespondent = withControls((_, count) => RICH_ANSWERS[count % RICH_ANSWERS.length]!);
/** Ids of the guide's questions in the order they were asked. */
const listAskedIds = (replies: NextTurn[]) => [
  ...new Set(replies.map(reply => reply.guideQuestion).filter(id => id !== null)),
];

describe('the demo guide', () => {
  it('has 6 to 8 questions of all six types and begins with an open one', () => {
    expect(guide.questions.length).toBeGreaterThanOrEqual(6);
    expect(guide.questions.length).toBeLessThanOrEqual(8);
    expect(new Set(guide.questions.map(question => question.type))).toEqual(new Set(QUESTION_TYPES));
    expect(guide.questions[0]?.type).toBe('open_ended');
    expect(guide.opening).toMatch(/AI interviewer/);
    expect(guide.opening).toMatch(/minutes/);
  });
});

describe('the built-in interviewer', () => {
  it.each([0, 1, 2, 3, 4, 7, 10])(
    'S4: asks every question once, in order, and concludes within 6 to 14 turns (seed %i)',
    async seed => {
      const { replies, count, isConcluded } = await playInterview(
        interviewer,
        guide,
        withControls((_, n) => RICH_ANSWERS[n % RICH_ANSWERS.length]!, seed),
      );
      expect(isConcluded).toBe(true);
      expect(count).toBeGreaterThanOrEqual(6);
      expect(count).toBeLessThanOrEqual(14);
      expect(listAskedIds(replies)).toEqual(guide.questions.map(question => question.id));
      const last = replies.at(-1)!;
      expect(last.question).toBeNull();
      expect(last.content).toContain(guide.closing);
    },
  );

  it('ends its text with the question', async () => {
    const { replies } = await playInterview(interviewer, guide, richRespondent);
    for (const { content, question } of replies) if (question) expect(content.endsWith(question.text)).toBe(true);
  });

  it('gives the same turns for the same conversation', async () => {
    expect(await playInterview(interviewer, guide, richRespondent)).toEqual(
      await playInterview(interviewer, guide, richRespondent),
    );
  });

  it('asks questions in the form of the contract, without the fields only it uses', async () => {
    const { replies } = await playInterview(interviewer, guide, richRespondent);
    const questions = replies.flatMap(reply => (reply.question ? [reply.question] : []));
    for (const question of questions) expect(Object.keys(question).sort()).toEqual(['config', 'id', 'text', 'type']);
    expect(questions.find(question => question.id === 'satisfaction')?.config).toEqual({
      min: 0,
      max: 10,
      min_label: 'Not at all',
      max_label: 'Completely',
    });
  });

  it('asks follow-ups to thin answers, none twice and no more than the guide allows', async () => {
    const { replies } = await playInterview(
      interviewer,
      guide,
      withControls(() => 'the price'),
    );
    const followUps = replies.filter(reply => reply.followUp > 0);
    expect(followUps.map(reply => reply.question?.id)).toContain('reason_followup_2');
    expect(followUps.every(reply => reply.question?.type === 'open_ended')).toBe(true);
    const texts = replies.flatMap(reply => (reply.question ? [reply.question.text] : []));
    expect(new Set(texts).size).toBe(texts.length);
    for (const { id, probing } of guide.questions) {
      expect(followUps.filter(reply => reply.guideQuestion === id).length).toBeLessThanOrEqual(probing.maxFollowUps);
    }
  });

  it.each([
    [1, 'What kept that number from being higher?'],
    [10, 'What did Tidemark do well for you?'],
    [7, 'What would have moved that number up a little?'],
  ])('follows up on a %i on the scale with: %s', async (value, text) => {
    const { replies } = await playInterview(interviewer, guide, turn =>
      turn.question?.id === 'satisfaction'
        ? { content: String(value), answer: { question_id: 'satisfaction', value } }
        : richRespondent(turn, 0),
    );
    expect(replies.find(reply => reply.guideQuestion === 'satisfaction' && reply.followUp === 1)?.question).toEqual({
      id: 'satisfaction_followup_1',
      text,
      type: 'open_ended',
      config: {},
    });
  });

  it('asks no reason if the value came with one', async () => {
    const { replies } = await playInterview(interviewer, guide, turn =>
      turn.question?.id === 'satisfaction'
        ? { content: `8 – ${RICH_ANSWERS[1]}`, answer: { question_id: 'satisfaction', value: 8 } }
        : richRespondent(turn, 0),
    );
    expect(replies.some(reply => reply.question?.id === 'satisfaction_followup_1')).toBe(false);
  });
});

/**
 * Messages to the first question, each with the next turn: the question again, a follow-up, the
 * next question or the end.
 */
const REPLIES: [string, 'again' | 'follow-up' | 'next' | 'end'][] = [
  [RICH_ANSWERS[0]!, 'next'],
  ['ok', 'follow-up'],
  ['It was too expensive.', 'follow-up'],
  ['meh', 'follow-up'],
  [' ', 'again'],
  ['...', 'again'],
  ['\u{1F600}', 'again'],
  ["I don't know", 'next'],
  ['I don’t know.', 'next'],
  ['Not sure, sorry', 'next'],
  ["I'd rather not say", 'next'],
  ['None of your business!', 'next'],
  ['whatever', 'next'],
  ['why should I tell you', 'next'],
  ['nothing', 'next'],
  ['No.', 'next'],
  ['fuck off', 'next'],
  ['you are a stupid bot', 'next'],
  ['The support was shit', 'follow-up'],
  ['what is this for', 'again'],
  ['can i see what others said', 'again'],
  ['When it crashed', 'follow-up'],
  ['bye', 'end'],
  ['I have to go now', 'end'],
  ['skip', 'next'],
  ['Who are you?', 'again'],
  ['why do you want to know that', 'again'],
  ['What do you mean?', 'again'],
  ['How long will this take?', 'again'],
  ['stop', 'end'],
  ['I want to stop now.', 'end'],
  ['Please stop asking me for money each month, that was the reason why we left you in the end', 'next'],
];

describe('a message to the first question', () => {
  it.each(REPLIES)('%j leads to: %s', async (content, expected) => {
    const { replies } = await playInterview(interviewer, guide, (_, count) => (count === 0 ? content : null));
    const reply = replies[1]!;
    const outcome = reply.isConcluded
      ? 'end'
      : reply.followUp > 0
        ? 'follow-up'
        : reply.guideQuestion === 'reason'
          ? 'again'
          : 'next';
    expect(outcome).toBe(expected);
  });

  it('that is empty twice leads to the next question', async () => {
    const { replies } = await playInterview(interviewer, guide, (_, count) => (count < 2 ? ' ' : null));
    expect(replies.map(reply => reply.guideQuestion)).toEqual(['reason', 'reason', 'used_for']);
    expect(replies[1]!.content).not.toBe(replies[0]!.content);
  });

  it('that is abusive gets no thanks, and the second time the interview ends', async () => {
    const { replies } = await playInterview(
      interviewer,
      guide,
      (_, count) => ['fuck off', "you're a stupid bot"][count] ?? null,
    );
    expect(replies[1]!.content).toMatch(/^I am sorry .* You can stop whenever you like/);
    expect(replies[2]).toMatchObject({ isConcluded: true, question: null });
  });

  it('that is a counter-question gets a reply', async () => {
    const answerTo = async (content: string) =>
      (await playInterview(interviewer, guide, (_, n) => (n === 0 ? content : null))).replies[1]!.content;
    expect(await answerTo('Are you a real person?')).toMatch(/AI interviewer, not a person/);
    expect(await answerTo('How long does this take?')).toMatch(/few minutes/);
    expect(await answerTo('Can I get a refund?')).toMatch(/one for the team/);
  });
});

describe('a structured question answered in words', () => {
  /** Plays up to the scale question and gives these messages there. */
  const answerScaleWith = async (...contents: string[]) => {
    let count = 0;
    const { turns, replies } = await playInterview(interviewer, guide, turn => {
      if (turn.guideQuestion === 'satisfaction' && turn.followUp === 0) return contents[count++] ?? null;
      return turn.guideQuestion === 'satisfaction' || count > 0 ? null : richRespondent(turn, 0);
    });
    return { turn: turns.findLast(turn => turn.role === 'respondent')!, next: replies.at(-1)! };
  };

  it('gets an exact value', async () => {
    const { turn, next } = await answerScaleWith('8');
    expect(turn.answer).toEqual({ question_id: 'satisfaction', value: 8 });
    expect(next.question?.id).toBe('satisfaction_followup_1');
  });

  it.each([
    ['probably an eight', 8],
    ["I'd say 7, it was slow on my phone", 7],
    ['3. no wait, make it 4', 4],
  ])('gets a value from free wording: %s', async (content, value) => {
    const { turn, next } = await answerScaleWith(content);
    expect(turn.answer).toEqual({ question_id: 'satisfaction', value });
    expect(next.content).not.toMatch(/number from 0 to 10/);
  });

  it('takes an option of the respondent’s own and lists in plain words', async () => {
    const { turns } = await playInterview(interviewer, guide, turn => {
      if (turn.question?.id === 'next_tool') return 'We bought Deputy.';
      if (turn.question?.id === 'used_for') return 'shifts and the calendar, sometimes reports';
      if (turn.question?.id === 'priorities') return 'price, then ease of use, support, integrations, mobile app';
      return richRespondent(turn, 0);
    });
    const answers = turns.flatMap(({ answer }) => (answer ? [answer] : []));
    const answerTo = (id: string) => answers.find(({ question_id }) => question_id === id)?.value;
    expect(answerTo('next_tool')).toBe('Deputy');
    expect(answerTo('used_for')).toEqual(['Shift planning', 'Shared calendar', 'Reports']);
    expect(answerTo('priorities')).toEqual(['Price', 'Ease of use', 'Support', 'Integrations', 'Mobile app']);
  });

  it('is skipped if its value was given earlier, but not if its topic was only mentioned', async () => {
    const idsAfter = async (first: string) =>
      listAskedIds(
        (await playInterview(interviewer, guide, (turn, n) => (n === 0 ? first : richRespondent(turn, 1)))).replies,
      );
    const answered = 'It was a 2 out of 10 for us: two bookings vanished. I would never come back to Tidemark.';
    const mentioned = 'We rated our room 2 out of 10, and my bookings did not come back after the crash in Tidemark.';
    expect(await idsAfter(answered)).not.toEqual(expect.arrayContaining(['come_back']));
    expect(await idsAfter(mentioned)).toEqual(guide.questions.map(({ id }) => id));
  });

  it('is asked once more if its value is unclear, and then stays without a value', async () => {
    const once = await answerScaleWith('it was fairly good I suppose');
    expect(once.turn.answer).toBeNull();
    expect(once.next).toMatchObject({
      guideQuestion: 'satisfaction',
      followUp: 0,
      question: { id: 'satisfaction', type: 'scale' },
    });
    expect(once.next.content).toMatch(/a number from 0 to 10/);
    const twice = await answerScaleWith('it was fairly good I suppose', 'just good');
    expect(twice.turn.answer).toBeNull();
    expect(twice.next.guideQuestion).toBe('everyday');
  });

  it('is not asked again after "I don\'t know" or a refusal', async () => {
    expect((await answerScaleWith('no idea')).next.guideQuestion).toBe('everyday');
    expect((await answerScaleWith("I'd rather not say")).next.guideQuestion).toBe('everyday');
  });
});

describe('with any messages', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.constantFrom(
      ' ',
      '?',
      'no',
      'yes',
      '7',
      'ok',
      'why?',
      'skip',
      'I do not know',
      'the price',
      ...RICH_ANSWERS,
      ...REPLIES.map(([content]) => content),
    ),
  );

  it('the interview concludes within 40 messages and every value fits its question', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 12 }), async contents => {
        const { turns, count, isConcluded } = await playInterview(
          interviewer,
          guide,
          (_, n) => contents[n % contents.length]!,
        );
        expect(isConcluded).toBe(true);
        expect(count).toBeLessThanOrEqual(40);
        turns.forEach((turn, place) => {
          if (turn.answer) expect(validateAnswerValue(turns[place - 1]!.question!, turn.answer.value)).toBeNull();
        });
        // A question may be asked twice in other words, but no sentence comes twice in a row.
        for (let place = 2; place < turns.length; place += 2)
          expect(turns[place]!.content).not.toBe(turns[place - 2]!.content);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('the interview concludes within 40 messages even if the guide has more questions', async () => {
    const long: Guide = {
      ...guide,
      questions: Array.from({ length: 60 }, (_, i) => ({
        ...guide.questions[0]!,
        id: `q${i}`,
        text: `Question ${i}?`,
      })),
    };
    for (const content of ['ok', ' ', 'why?', RICH_ANSWERS[0]!]) {
      const { count, isConcluded } = await playInterview(interviewer, long, () => content);
      expect([isConcluded, count]).toEqual([true, 40]);
    }
  });

  it('a message after the end gets thanks and no question', async () => {
    const { turns } = await playInterview(interviewer, guide, richRespondent);
    const reply = await interviewer.reply(
      { guide, turns, isConcluded: true },
      { content: 'One more thing', answer: null },
    );
    expect(reply).toMatchObject({ isConcluded: true, question: null, answer: null });
    expect(reply.content).toMatch(/thank/i);
  });
});
