import { describe, expect, it } from 'vitest';
import type { AnswerValue, Question } from '../../../src/interview/questions.ts';
import { getLanguagePack } from './language-packs.ts';
import { readExactValue } from './read-exact-value.ts';

const scale: Question = { id: 's', text: 'How much?', type: 'scale', config: { min: 0, max: 10 } };
const yesNo: Question = { id: 'y', text: 'Really?', type: 'yes_no', config: {} };
const options = ['Price', 'Ease of use', 'Nuts and bolts', 'Rest, if any'];
const single: Question = { id: 'c', text: 'Which?', type: 'single_choice', config: { options, allow_other: true } };
const multiple: Question = {
  id: 'm',
  text: 'Which?',
  type: 'multiple_choice',
  config: { options, allow_other: false },
};
const ranking: Question = { id: 'r', text: 'Order?', type: 'ranking', config: { options: ['A', 'B', 'C'] } };
const open: Question = { id: 'o', text: 'Why?', type: 'open_ended', config: {} };

const CASES: [Question, string, AnswerValue][] = [
  [scale, '7', 7],
  [scale, ' 10. ', 10],
  [scale, 'Eight!', 8],
  [scale, '8/10', 8],
  [scale, '8 out of 10', 8],
  [scale, '8/20', null],
  [scale, '11', null],
  [scale, '-1', null],
  [scale, '7.5', null],
  [scale, 'seven or eight', null],
  [scale, 'about 7', null],
  [yesNo, 'Yes.', true],
  [yesNo, 'NOPE', false],
  [yesNo, 'No, never!', false],
  [yesNo, 'Yes, of course.', true],
  [yesNo, 'yes, no', null],
  [yesNo, 'yes and no', null],
  [yesNo, 'maybe', null],
  [single, 'price', 'Price'],
  [single, 'Rest, if any', 'Rest, if any'],
  [single, 'prices', null],
  [single, 'the bolts', 'Nuts and bolts'],
  [single, 'any price', null],
  [single, 'price and ease of use', null],
  [multiple, 'Price', ['Price']],
  [multiple, 'All of them', options],
  [multiple, 'price, ease of use', ['Price', 'Ease of use']],
  [multiple, 'Price and nuts and bolts', null],
  [multiple, 'Price, and Nuts and bolts', ['Price', 'Nuts and bolts']],
  [multiple, 'Price; Rest, if any', ['Price', 'Rest, if any']],
  [multiple, 'Price, price', null],
  [multiple, 'Price and something else', null],
  [ranking, 'b, a, c', ['B', 'A', 'C']],
  [ranking, 'C > B > A', ['C', 'B', 'A']],
  [ranking, '1. B\n2. C\n3. A', ['B', 'C', 'A']],
  [ranking, 'b, a', null],
  [ranking, 'b', null],
  [ranking, 'b, a, c, a', null],
  [open, '7', null],
];

describe('the exact value of a message', () => {
  it.each(CASES)('%o: %j', (question, text, value) => {
    expect(readExactValue(question, text, getLanguagePack('en').patterns)).toEqual(value);
  });
});
