import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDrawable } from './drawable.ts';
import { isStructuredQuestion, QUESTION_TYPES, type Question, validateAnswerValue } from './questions.ts';

const ask = (type: Question['type'], config: object = {}) => ({ id: 'q', text: 'Well?', type, config }) as Question;

const OPEN = ask('open_ended');
const SCALE = ask('scale', { min: 0, max: 10 });
const BELOW_ZERO = ask('scale', { min: -3, max: -1 });
const ONE = ask('single_choice', { options: ['Price', 'Bugs'], allow_other: false });
const ONE_OR_OTHER = ask('single_choice', { options: ['Price', 'Bugs'], allow_other: true });
const SEVERAL = ask('multiple_choice', { options: ['Web', 'Phone', 'Desk'], allow_other: false });
const SEVERAL_OR_OTHER = ask('multiple_choice', { options: ['Web', 'Phone'], allow_other: true });
const RANKING = ask('ranking', { options: ['Speed', 'Price', 'Help'] });
const YES_NO = ask('yes_no');
const LONGEST_OTHER = 'x'.repeat(500);

const LEGAL: [string, Question, unknown][] = [
  ['null for an open-ended question', OPEN, null],
  ['the low end of a scale', SCALE, 0],
  ['the high end of a scale', SCALE, 10],
  ['a step between', SCALE, 7],
  ['minus zero, which is zero', SCALE, -0],
  ['a scale below zero', BELOW_ZERO, -2],
  ['an option', ONE, 'Bugs'],
  ['an option of a question that allows other texts', ONE_OR_OTHER, 'Price'],
  ['another text', ONE_OR_OTHER, 'My boss'],
  ['the longest other text', ONE_OR_OTHER, LONGEST_OTHER],
  ['one of several options', SEVERAL, ['Phone']],
  ['all options in any order', SEVERAL, ['Desk', 'Web', 'Phone']],
  ['options with another text', SEVERAL_OR_OTHER, ['Web', 'A watch']],
  ['several other texts', SEVERAL_OR_OTHER, ['A watch', 'A car']],
  ['the options in their order', RANKING, ['Speed', 'Price', 'Help']],
  ['the options in another order', RANKING, ['Help', 'Speed', 'Price']],
  ['yes', YES_NO, true],
  ['no', YES_NO, false],
];

const ILLEGAL: [string, Question, unknown][] = [
  ['text for an open-ended question', OPEN, 'because'],
  ['undefined for an open-ended question', OPEN, undefined],
  ['a number below the low end', SCALE, -1],
  ['a number above the high end', SCALE, 11],
  ['half a step', SCALE, 7.5],
  ['a fraction above the high end', SCALE, 10.000_001],
  ['NaN', SCALE, Number.NaN],
  ['infinity', SCALE, Number.POSITIVE_INFINITY],
  ['digits as text', SCALE, '7'],
  ['a number in a list', SCALE, [7]],
  ['null for a scale', SCALE, null],
  ['true for a scale', BELOW_ZERO, true],
  ['an unknown option', ONE, 'Weather'],
  ['an option in lower case', ONE, 'price'],
  ['an option with a trailing space', ONE, 'Price '],
  ['a list for a single choice', ONE, ['Price']],
  ['null for a single choice', ONE, null],
  ['an empty other text', ONE_OR_OTHER, ''],
  ['another text of spaces only', ONE_OR_OTHER, ' \n '],
  ['another text that is too long', ONE_OR_OTHER, `${LONGEST_OTHER}x`],
  ['the index of an option', ONE_OR_OTHER, 1],
  ['no option at all', SEVERAL, []],
  ['an option twice', SEVERAL, ['Web', 'Web']],
  ['another text twice', SEVERAL_OR_OTHER, ['A watch', 'A watch']],
  ['an unknown option among others', SEVERAL, ['Web', 'Watch']],
  ['an empty text among options', SEVERAL_OR_OTHER, ['Web', '']],
  ['a text for a multiple choice', SEVERAL, 'Web'],
  ['a list with a number', SEVERAL_OR_OTHER, ['Web', 2]],
  ['null for a multiple choice', SEVERAL, null],
  ['a ranking without one option', RANKING, ['Speed', 'Price']],
  ['a ranking with one option twice', RANKING, ['Speed', 'Speed', 'Help']],
  ['a ranking with an extra item', RANKING, ['Speed', 'Price', 'Help', 'Speed']],
  ['a ranking with an unknown item', RANKING, ['Speed', 'Price', 'Looks']],
  ['an empty ranking', RANKING, []],
  ['an object that looks like a list', RANKING, { 0: 'Speed', 1: 'Price', 2: 'Help', length: 3 }],
  ['yes as text', YES_NO, 'yes'],
  ['yes as a number', YES_NO, 1],
  ['null for yes/no', YES_NO, null],
];

describe('validateAnswerValue', () => {
  it.each(LEGAL)('accepts %s', (_, question, value) => {
    expect(validateAnswerValue(question, value)).toBeNull();
  });

  it.each(ILLEGAL)('rejects %s and says what is expected', (_, question, value) => {
    expect(validateAnswerValue(question, value)).toMatch(/expected|counts once|takes null/);
  });

  it('is tested with legal and illegal values of every type', () => {
    for (const rows of [LEGAL, ILLEGAL]) {
      expect(new Set(rows.map(([, { type }]) => type))).toEqual(new Set(QUESTION_TYPES));
    }
  });

  it('S53: accepts exactly the permutations of the options as a ranking', () => {
    const options = ['a', 'b', 'c', 'd'];
    const question = ask('ranking', { options });
    fc.assert(
      fc.property(fc.shuffledSubarray(options, { minLength: 4 }), order => {
        expect(validateAnswerValue(question, order)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...options, 'e'), { maxLength: 6 }), order => {
        const isPermutation = [...order].sort().join() === options.join();
        expect(validateAnswerValue(question, order) === null).toBe(isPermutation);
      }),
    );
  });

  it('S51: accepts exactly the steps of a scale', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double()), value => {
        const isStep = Number.isInteger(value) && value >= 0 && value <= 10;
        expect(validateAnswerValue(SCALE, value) === null).toBe(isStep);
      }),
    );
  });

  it('never throws, whatever the value', () => {
    const anyQuestion = fc.constantFrom(...LEGAL.map(([, question]) => question));
    fc.assert(
      fc.property(anyQuestion, fc.anything(), (question, value) => {
        const problem = validateAnswerValue(question, value);
        expect(problem === null || problem.length > 0).toBe(true);
      }),
    );
  });
});

it('isStructuredQuestion is true for all questions but open-ended ones', () => {
  const structured = QUESTION_TYPES.filter(type => isStructuredQuestion(ask(type)));
  expect(structured).toEqual(QUESTION_TYPES.filter(type => type !== 'open_ended'));
  expect(isStructuredQuestion(null)).toBe(false);
});

describe('isDrawable', () => {
  it.each([SCALE, BELOW_ZERO, ONE, ONE_OR_OTHER, SEVERAL, RANKING, YES_NO])('is true for %j', question => {
    expect(isDrawable(question)).toBe(true);
  });

  it.each([
    OPEN,
    ask('matrix' as never),
    ask('constructor' as never),
    ask('scale'),
    ask('scale', { min: 'a', max: null }),
    ask('scale', { min: 9, max: 1 }),
    ask('scale', { min: 0, max: Number.POSITIVE_INFINITY }),
    ask('single_choice', { options: [] }),
    ask('ranking', { options: ['Price', 'Price'] }),
    ask('multiple_choice', { options: [null, {}] }),
    { type: 'ranking' },
    { type: 'single_choice', config: null },
    'How big?',
  ])('is false for %j', question => {
    expect(isDrawable(question as Question)).toBe(false);
  });
});
