import * as v from 'valibot';
import { expect, it } from 'vitest';
import { guideSchema, type StructuredGuideQuestion } from '../guides/guide.ts';
import { summarizeQuestion } from './distributions.ts';

const OPTIONS = ['Price', 'Speed', 'Support'];

const question = (type: string, config?: object) =>
  v.parse(guideSchema, {
    id: 'g',
    title: 'T',
    locale: 'en',
    opening: 'O',
    closing: 'C',
    questions: [{ id: 'q', text: 'How?', topic: 'how', type, ...(config && { config }) }],
  }).questions[0] as StructuredGuideQuestion;

const countOf = (value: number | string | string[] | boolean | null, count: number, questionId = 'q') => ({
  questionId,
  value,
  count,
});

it('a scale has every step, mean and median; unclear answers and those to other questions do not count', () => {
  const scale = question('scale', { min: 0, max: 4 });
  const summary = summarizeQuestion(scale, [
    countOf(4, 3),
    countOf(1, 2),
    countOf(3, 1),
    countOf(null, 2),
    countOf(0, 9, 'other'),
  ]);
  expect(summary).toMatchObject({ asked: 8, answered: 6 });
  expect(summary.distribution).toMatchObject({
    steps: [0, 2, 0, 1, 3].map((count, value) => ({ value, count })),
    mean: 17 / 6,
    median: 3.5,
  });
});

it('a choice lists the most frequent option first, unchosen options too, and own words last', () => {
  const choice = question('single_choice', { options: OPTIONS, allow_other: true });
  const { distribution } = summarizeQuestion(choice, [
    countOf('Support', 2),
    countOf('My cat', 5),
    countOf('Speed', 1),
  ]);
  expect(distribution).toEqual({
    type: 'single_choice',
    options: [
      { option: 'Support', count: 2, isOwn: false },
      { option: 'Speed', count: 1, isOwn: false },
      { option: 'Price', count: 0, isOwn: false },
      { option: 'My cat', count: 5, isOwn: true },
    ],
  });
});

it('a multiple choice counts each chosen option', () => {
  const choices = question('multiple_choice', { options: OPTIONS });
  const { distribution, answered } = summarizeQuestion(choices, [
    countOf(['Price', 'Speed'], 3),
    countOf(['Speed'], 2),
  ]);
  expect(answered).toBe(5);
  expect(distribution).toMatchObject({
    options: [
      { option: 'Speed', count: 5 },
      { option: 'Price', count: 3 },
      { option: 'Support', count: 0 },
    ],
  });
});

it('a ranking has the mean rank of each option; rankings of other options do not count', () => {
  const ranking = question('ranking', { options: OPTIONS });
  const { distribution } = summarizeQuestion(ranking, [
    countOf(['Speed', 'Price', 'Support'], 3),
    countOf(['Price', 'Speed', 'Support'], 1),
    countOf(['Speed', 'Colour', 'Support'], 50),
  ]);
  expect(distribution).toEqual({
    type: 'ranking',
    meanRanks: [
      { option: 'Speed', mean: 1.25 },
      { option: 'Price', mean: 1.75 },
      { option: 'Support', mean: 3 },
    ],
  });
});

it('yes and no are counted', () => {
  expect(summarizeQuestion(question('yes_no'), [countOf(true, 2), countOf(false, 5), countOf(null, 1)])).toMatchObject({
    asked: 8,
    answered: 7,
    distribution: { type: 'yes_no', yes: 2, no: 5 },
  });
});

it.each([
  question('scale', { min: 1, max: 5 }),
  question('single_choice', { options: OPTIONS }),
  question('ranking', { options: OPTIONS }),
  question('yes_no'),
])('without answers, nothing is divided by zero ($type)', question => {
  expect(JSON.stringify(summarizeQuestion(question, []))).not.toContain('null');
});
