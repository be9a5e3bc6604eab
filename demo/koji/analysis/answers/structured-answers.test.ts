import { describe, expect, it } from 'vitest';
import type { AnswerValue } from '../../../../src/interview/questions.ts';
import type { GuideQuestion } from '../../guides/guide.ts';
import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import {
  again,
  buildInterview,
  cause,
  channels,
  type Exchange,
  order,
  RICH,
  rating,
  start,
  trouble,
} from '../testing/interviews.ts';

const analyst = createBuiltInAnalyst();

const answersOf = async (exchanges: Exchange[]) =>
  (await analyst.analyse(buildInterview(exchanges))).structured_answers!;
const typed = async (question: GuideQuestion, say: string, value?: AnswerValue) => {
  const [answer] = await answersOf([{ question, say, ...(value !== undefined && { value }) }]);
  return answer!;
};

describe('typed answers', () => {
  it('S50, S70: gives one answer for each structured question that was asked, as the guide has it and in its order', async () => {
    const answers = await answersOf([
      { question: again, say: 'yes' },
      { question: start, say: 'With a free trial.' },
      { question: rating, say: 'seven' },
      { question: cause, say: null },
    ]);
    expect(
      answers.map(({ questionId, questionText, questionType }) => [questionId, questionText, questionType]),
    ).toEqual([again, rating, cause].map(({ id, text, type }) => [id, text, type]));
    expect(answers[2]).toMatchObject({
      structuredValue: null,
      confidence: 'low',
      qualitativeAnswer: '',
      followUpInsights: [],
    });
  });

  it('S68: an open guide has no such key', async () => {
    const analysis = await analyst.analyse(buildInterview([{ question: start, say: RICH.start }]));
    expect('structured_answers' in analysis).toBe(false);
  });

  it.each([
    ['S51', rating, 'probably an eight', 8],
    ['S52', cause, 'It was too slow', 'Speed'],
    ['S52', channels, 'email and chat', ['Email', 'Chat']],
    ['S53', order, 'speed first, then price', ['Speed', 'Price', 'Support']],
    ['S54', again, 'nah, not really', false],
  ] as const)('%s: types free text: %o', async (_row, question, say, expected) => {
    expect((await typed(question as GuideQuestion, say)).structuredValue).toEqual(expected);
  });

  it.each([
    [rating, 'de', 'acht von zehn', 8],
    [rating, 'fr', '7 sur 10', 7],
    [again, 'es', 'Sí, claro', true],
    [again, 'de', 'Eher nicht', false],
    [cause, 'de', 'Der Price', 'Price'],
  ] as const)(
    'S51–S54: keeps reading numbers, names of options, yes and no elsewhere: %o %s %s',
    async (question, locale, say, expected) => {
      const { structured_answers } = await analyst.analyse(
        buildInterview([{ question: question as GuideQuestion, say }], { locale }),
      );
      expect(structured_answers![0]!.structuredValue).toBe(expected);
    },
  );

  it('S69: has the documented keys', async () => {
    expect(Object.keys(await typed(rating, '8')).sort()).toEqual(
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

  it('S71: is sure of a control and of a plain answer, less so of a doubtful one, and not of none', async () => {
    expect((await typed(rating, '8', 8)).confidence).toBe('high');
    expect((await typed(again, 'Yes')).confidence).toBe('high');
    expect((await typed(rating, 'probably an eight')).confidence).toBe('medium');
    expect(await typed(rating, 'six or seven')).toMatchObject({ structuredValue: null, confidence: 'low' });
  });

  it('is less sure of a value that the interviewer took from doubtful words', async () => {
    const say = 'probably an eight, I guess';
    const { structured_answers } = await analyst.analyse(buildInterview([{ question: rating, say, value: 8 }]));
    expect(structured_answers).toMatchObject([{ structuredValue: 8, confidence: 'low' }]);
    const commented = await analyst.analyse(
      buildInterview([{ question: rating, say: 'maybe too slow at times', value: 8 }]),
    );
    expect(commented.structured_answers).toMatchObject([{ structuredValue: 8, confidence: 'high' }]);
  });

  it('has the value of a question that was skipped, because it had been said', async () => {
    const first = 'I started in May. I would never buy it again, the export lost two bookings.';
    const said = [
      { question: start, say: first },
      { question: trouble, say: RICH.trouble },
    ];
    const { structured_answers } = await analyst.analyse(buildInterview(said, { questions: [start, again, trouble] }));
    expect(structured_answers).toMatchObject([
      {
        questionId: 'again',
        structuredValue: false,
        confidence: 'medium',
        qualitativeAnswer: 'I would never buy it again, the export lost two bookings.',
      },
    ]);
  });

  it('S55, S72: keeps the words and what the follow-ups brought', async () => {
    const [answer] = await answersOf([
      { question: rating, say: '4', value: 4 },
      { question: rating, say: 'The hotline never answers. I waited twice.', followUp: 1, ask: 'Why not higher?' },
    ]);
    expect(answer).toMatchObject({
      structuredValue: 4,
      qualitativeAnswer: 'The hotline never answers. I waited twice.',
      followUpInsights: ['The hotline never answers. I waited twice.'],
    });
  });

  it('lets a later correction win, and takes no yes to a follow-up for an answer', async () => {
    const [corrected] = await answersOf([
      { question: rating, say: '4', value: 4 },
      { question: rating, say: 'Sorry, I meant 6.', followUp: 1 },
    ]);
    expect(corrected).toMatchObject({ structuredValue: 6, confidence: 'medium' });
    const [open] = await answersOf([
      { question: again, say: 'That depends.' },
      { question: again, say: 'Yes, the price.', followUp: 1, ask: 'Is there something it depends on?' },
    ]);
    expect(open).toMatchObject({ structuredValue: null });
  });

  it('S74: values can be averaged by a program', async () => {
    const said = ['7', 'an eight', '9/10', 'six or seven'];
    const values = await Promise.all(said.map(async say => (await typed(rating, say)).structuredValue));
    const numbers = values.filter(value => typeof value === 'number');
    expect(numbers.reduce((sum, value) => sum + value, 0) / numbers.length).toBe(8);
  });
});
