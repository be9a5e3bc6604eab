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

const tally = (value: number | string | string[] | boolean | null, count: number, questionId = 'q') => ({
  questionId,
  value,
  count,
});

it('a scale has every step, its mean and its median; unclear and foreign answers are not in them', () => {
  const scale = question('scale', { min: 0, max: 4 });
  const summary = summarizeQuestion(scale, [
    tally(4, 3),
    tally(1, 2),
    tally(3, 1),
    tally(null, 2),
    tally(0, 9, 'other'),
  ]);
  expect(summary).toMatchObject({ asked: 8, answered: 6 });
  expect(summary.distribution).toMatchObject({
    steps: [0, 2, 0, 1, 3].map((count, value) => ({ value, count })),
    mean: 17 / 6,
    median: 3.5,
  });
});

it('of a choice, the most chosen stands first, what nobody chose is there, own words come last', () => {
  const choice = question('single_choice', { options: OPTIONS, allow_other: true });
  const { distribution } = summarizeQuestion(choice, [tally('Support', 2), tally('My cat', 5), tally('Speed', 1)]);
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

it('of several choices each counts, for as many as made them', () => {
  const choices = question('multiple_choice', { options: OPTIONS });
  const { distribution, answered } = summarizeQuestion(choices, [tally(['Price', 'Speed'], 3), tally(['Speed'], 2)]);
  expect(answered).toBe(5);
  expect(distribution).toMatchObject({
    options: [
      { option: 'Speed', count: 5 },
      { option: 'Price', count: 3 },
      { option: 'Support', count: 0 },
    ],
  });
});

it('a ranking is the mean place of each option; rankings of other options are left out', () => {
  const ranking = question('ranking', { options: OPTIONS });
  const { distribution } = summarizeQuestion(ranking, [
    tally(['Speed', 'Price', 'Support'], 3),
    tally(['Price', 'Speed', 'Support'], 1),
    tally(['Speed', 'Colour', 'Support'], 50),
  ]);
  expect(distribution).toEqual({
    type: 'ranking',
    places: [
      { option: 'Speed', mean: 1.25 },
      { option: 'Price', mean: 1.75 },
      { option: 'Support', mean: 3 },
    ],
  });
});

it('yes and no are counted apart', () => {
  expect(summarizeQuestion(question('yes_no'), [tally(true, 2), tally(false, 5), tally(null, 1)])).toMatchObject({
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
])('no answers at all: nothing is divided by nothing ($type)', asked => {
  expect(JSON.stringify(summarizeQuestion(asked, []))).not.toContain('null');
});
