import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import {
  buildInterview,
  buyAgainQuestion,
  causeQuestion,
  channelsQuestion,
  type Exchange,
  RICH_ANSWERS,
  rankingQuestion,
  ratingQuestion,
  startQuestion,
  troubleQuestion,
} from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

const extractAnswers = async (exchanges: Exchange[]) =>
  (await analyst.analyse(buildInterview(exchanges))).structured_answers!;
const answerTo = async (question: GuideQuestion, message: string, value?: AnswerValue) => {
  const [answer] = await extractAnswers([{ question, message, ...(value !== undefined && { value }) }]);
  return answer!;
};

describe('structured answers', () => {
  it('S50, S70: are one per structured question that was asked, with the guide’s text and in its order', async () => {
    const answers = await extractAnswers([
      { question: buyAgainQuestion, message: 'yes' },
      { question: startQuestion, message: 'With a free trial.' },
      { question: ratingQuestion, message: 'seven' },
      { question: causeQuestion, message: null },
    ]);
    expect(
      answers.map(({ questionId, questionText, questionType }) => [questionId, questionText, questionType]),
    ).toEqual([buyAgainQuestion, ratingQuestion, causeQuestion].map(({ id, text, type }) => [id, text, type]));
    expect(answers[2]).toMatchObject({
      structuredValue: null,
      confidence: 'low',
      qualitativeAnswer: '',
      followUpInsights: [],
    });
  });

  it('S68: are missing for a guide with open questions only', async () => {
    const analysis = await analyst.analyse(buildInterview([{ question: startQuestion, message: RICH_ANSWERS.start }]));
    expect('structured_answers' in analysis).toBe(false);
  });

  it.each([
    ['S51', ratingQuestion, 'probably an eight', 8],
    ['S52', causeQuestion, 'It was too slow', 'Speed'],
    ['S52', channelsQuestion, 'email and chat', ['Email', 'Chat']],
    ['S53', rankingQuestion, 'speed first, then price', ['Speed', 'Price', 'Support']],
    ['S54', buyAgainQuestion, 'nah, not really', false],
  ] as const)('%s: get a value from free text: %o', async (_row, question, message, expected) => {
    expect((await answerTo(question as GuideQuestion, message)).structuredValue).toEqual(expected);
  });

  it.each([
    [ratingQuestion, 'de', 'acht von zehn', 8],
    [ratingQuestion, 'fr', '7 sur 10', 7],
    [buyAgainQuestion, 'es', 'Sí, claro', true],
    [buyAgainQuestion, 'de', 'Eher nicht', false],
    [causeQuestion, 'de', 'Der Price', 'Price'],
  ] as const)(
    'S51–S54: get numbers, names of options, yes and no in other languages: %o %s %s',
    async (question, locale, message, expected) => {
      const { structured_answers } = await analyst.analyse(
        buildInterview([{ question: question as GuideQuestion, message }], { locale }),
      );
      expect(structured_answers![0]!.structuredValue).toBe(expected);
    },
  );

  it('S69: have the documented keys', async () => {
    expect(Object.keys(await answerTo(ratingQuestion, '8')).sort()).toEqual(
      [
        'confidence',
        'followUpInsights',
        'qualitativeAnswer',
        'questionId',
        'questionText',
        'questionType',
        'structuredValue',
      ].sort(),
    );
  });

  it('S71: have high confidence after a control or a plain answer, medium after a hedged one, low without a value', async () => {
    expect((await answerTo(ratingQuestion, '8', 8)).confidence).toBe('high');
    expect((await answerTo(buyAgainQuestion, 'Yes')).confidence).toBe('high');
    expect((await answerTo(ratingQuestion, 'probably an eight')).confidence).toBe('medium');
    expect(await answerTo(ratingQuestion, 'six or seven')).toMatchObject({ structuredValue: null, confidence: 'low' });
  });

  it('have lower confidence if the interviewer took the value from hedged words', async () => {
    const message = 'probably an eight, I guess';
    const { structured_answers } = await analyst.analyse(
      buildInterview([{ question: ratingQuestion, message, value: 8 }]),
    );
    expect(structured_answers).toMatchObject([{ structuredValue: 8, confidence: 'low' }]);
    const commented = await analyst.analyse(
      buildInterview([{ question: ratingQuestion, message: 'maybe too slow at times', value: 8 }]),
    );
    expect(commented.structured_answers).toMatchObject([{ structuredValue: 8, confidence: 'high' }]);
  });

  it('include a skipped question whose value was given earlier', async () => {
    const first = 'I started in May. I would never buy it again, the export lost two bookings.';
    const exchanges = [
      { question: startQuestion, message: first },
      { question: troubleQuestion, message: RICH_ANSWERS.trouble },
    ];
    const { structured_answers } = await analyst.analyse(
      buildInterview(exchanges, { questions: [startQuestion, buyAgainQuestion, troubleQuestion] }),
    );
    expect(structured_answers).toMatchObject([
      {
        questionId: 'again',
        structuredValue: false,
        confidence: 'medium',
        qualitativeAnswer: 'I would never buy it again, the export lost two bookings.',
      },
    ]);
  });

  it('S55, S72: have the words besides the value, and the answers to follow-ups', async () => {
    const [answer] = await extractAnswers([
      { question: ratingQuestion, message: '4', value: 4 },
      {
        question: ratingQuestion,
        message: 'The hotline never answers. I waited twice.',
        followUp: 1,
        askedText: 'Why not higher?',
      },
    ]);
    expect(answer).toMatchObject({
      structuredValue: 4,
      qualitativeAnswer: 'The hotline never answers. I waited twice.',
      followUpInsights: ['The hotline never answers. I waited twice.'],
    });
  });

  it('follow a later correction, and ignore a yes to a follow-up', async () => {
    const [corrected] = await extractAnswers([
      { question: ratingQuestion, message: '4', value: 4 },
      { question: ratingQuestion, message: 'Sorry, I meant 6.', followUp: 1 },
    ]);
    expect(corrected).toMatchObject({ structuredValue: 6, confidence: 'medium' });
    const [open] = await extractAnswers([
      { question: buyAgainQuestion, message: 'That depends.' },
      {
        question: buyAgainQuestion,
        message: 'Yes, the price.',
        followUp: 1,
        askedText: 'Is there something it depends on?',
      },
    ]);
    expect(open).toMatchObject({ structuredValue: null });
  });

  it('S74: have values that a program can average', async () => {
    const messages = ['7', 'an eight', '9/10', 'six or seven'];
    const values = await Promise.all(
      messages.map(async message => (await answerTo(ratingQuestion, message)).structuredValue),
    );
    const numbers = values.filter(value => typeof value === 'number');
    expect(numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toBe(8);
  });
});
