import { expect, it } from 'vitest';
import type { Answer, Question } from '../../interview/questions.ts';
import type { Message } from '../../interview/transcript.ts';
import { FIRST_TEXTS } from '../texts.ts';
import { formatTurn } from './format-turn.ts';
import { DEFERRED_TEXTS } from './texts.ts';

const TEXTS = { ...FIRST_TEXTS, ...DEFERRED_TEXTS };
const ask = (type: Question['type'], config: object) => ({ id: 'q', text: 'Well?', type, config }) as Question;
const SCALE = ask('scale', { min: 1, max: 5, min_label: 'Not at all', max_label: 'Very' });
const PLAIN = ask('scale', { min: 0, max: 1000 });
const BELOW = ask('scale', { min: -3, max: 3 });
const SEVERAL = ask('multiple_choice', { options: ['Price, above all', 'Bugs'], allow_other: true });

const read = (question: Question | undefined, content: string, value?: Answer['value'], locale = 'en') => {
  const answer = value !== undefined && { answer: { question_id: 'q', value } };
  const messages: Message[] = [
    { message_id: 'i', role: 'interviewer', content: 'So: well?', ...(question && { question }) },
    { message_id: 'r', role: 'respondent', content, ...answer },
  ];
  return formatTurn(messages, 1, TEXTS, locale);
};

it.each([
  ['a number has its maximum', SCALE, '4', 4, '4 of 5'],
  ['the highest number has its label', SCALE, '5', 5, '5 of 5 (Very)'],
  ['the lowest number has its label', SCALE, '1', 1, '1 of 5 (Not at all)'],
  ['the highest number has no label if there is none', PLAIN, '1000', 1000, '1,000 of 1,000'],
  ['added words stay', SCALE, '4\n\nIt helped.', 4, '4 of 5\n\nIt helped.'],
  ['a scale that begins below zero has no maximum', BELOW, '2', 2, '2'],
  [
    'several options are a list, even if one has a comma',
    SEVERAL,
    'Price, above all, Bugs',
    ['Price, above all', 'Bugs'],
    '• Price, above all\n• Bugs',
  ],
  ['one option is no list', SEVERAL, 'Bugs', ['Bugs'], 'Bugs'],
  ['words added to a list stay', SEVERAL, 'Bugs, Looks\n\nDaily.', ['Bugs', 'Looks'], '• Bugs\n• Looks\n\nDaily.'],
])('%s', (_, question, content, value, turn) => {
  expect(read(question, content, value)).toBe(turn);
});

it('numbers are written as in the language', () => {
  expect(read(PLAIN, '7', 7, 'de')).toBe('7 of 1.000');
});

it.each([
  ['in other words than the control’s', SCALE, 'A four, I think', 4],
  ['that only begins like its value', SCALE, '45 minutes', 4],
  ['without a value', SCALE, '4', undefined],
  ['to another question than the one before', undefined, '4', 4],
])('a turn %s stays as it is', (_, question, content, value) => {
  expect(read(question, content, value)).toBe(content);
});
