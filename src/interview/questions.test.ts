import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

const FITTING: [string, Question, unknown][] = [
  ['null to an open question', OPEN, null],
  ['the low end of a scale', SCALE, 0],
  ['the high end of a scale', SCALE, 10],
  ['a step between', SCALE, 7],
  ['minus zero, which is zero', SCALE, -0],
  ['a scale below zero', BELOW_ZERO, -2],
  ['an option', ONE, 'Bugs'],
  ['an option where another text would do too', ONE_OR_OTHER, 'Price'],
  ['a text of one’s own', ONE_OR_OTHER, 'My boss'],
  ['the longest text of one’s own', ONE_OR_OTHER, LONGEST_OTHER],
  ['one of several options', SEVERAL, ['Phone']],
  ['all options in any order', SEVERAL, ['Desk', 'Web', 'Phone']],
  ['options with a text of one’s own', SEVERAL_OR_OTHER, ['Web', 'A watch']],
  ['several texts of one’s own', SEVERAL_OR_OTHER, ['A watch', 'A car']],
  ['the order as asked', RANKING, ['Speed', 'Price', 'Help']],
  ['another order', RANKING, ['Help', 'Speed', 'Price']],
  ['yes', YES_NO, true],
  ['no', YES_NO, false],
];

const MISFITS: [string, Question, unknown][] = [
  ['words to an open question', OPEN, 'because'],
  ['nothing at all to an open question', OPEN, undefined],
  ['less than the low end', SCALE, -1],
  ['more than the high end', SCALE, 11],
  ['half a step', SCALE, 7.5],
  ['a hair past the end', SCALE, 10.000_001],
  ['not a number', SCALE, Number.NaN],
  ['endless', SCALE, Number.POSITIVE_INFINITY],
  ['digits as text', SCALE, '7'],
  ['a number in a list', SCALE, [7]],
  ['null to a scale', SCALE, null],
  ['true to a scale', BELOW_ZERO, true],
  ['an unknown option', ONE, 'Weather'],
  ['an option in another case', ONE, 'price'],
  ['an option with a space behind', ONE, 'Price '],
  ['a list for a single choice', ONE, ['Price']],
  ['null for a single choice', ONE, null],
  ['an empty text of one’s own', ONE_OR_OTHER, ''],
  ['only spaces', ONE_OR_OTHER, ' \n '],
  ['a text of one’s own that is too long', ONE_OR_OTHER, `${LONGEST_OTHER}x`],
  ['the number of an option', ONE_OR_OTHER, 1],
  ['no option at all', SEVERAL, []],
  ['an option twice', SEVERAL, ['Web', 'Web']],
  ['a text of one’s own twice', SEVERAL_OR_OTHER, ['A watch', 'A watch']],
  ['an unknown option among others', SEVERAL, ['Web', 'Watch']],
  ['an empty text among options', SEVERAL_OR_OTHER, ['Web', '']],
  ['a text for a multiple choice', SEVERAL, 'Web'],
  ['a list with a number', SEVERAL_OR_OTHER, ['Web', 2]],
  ['null for a multiple choice', SEVERAL, null],
  ['a ranking that lacks one', RANKING, ['Speed', 'Price']],
  ['a ranking with one twice', RANKING, ['Speed', 'Speed', 'Help']],
  ['a ranking with one too many', RANKING, ['Speed', 'Price', 'Help', 'Speed']],
  ['a ranking with an unknown one', RANKING, ['Speed', 'Price', 'Looks']],
  ['an empty ranking', RANKING, []],
  ['an object like a list', RANKING, { 0: 'Speed', 1: 'Price', 2: 'Help', length: 3 }],
  ['yes as text', YES_NO, 'yes'],
  ['yes as a number', YES_NO, 1],
  ['null to yes or no', YES_NO, null],
];

describe('valueFault', () => {
  it.each(FITTING)('takes %s', (_, question, value) => {
    expect(validateAnswerValue(question, value)).toBeNull();
  });

  it.each(MISFITS)('refuses %s and says what is expected', (_, question, value) => {
    expect(validateAnswerValue(question, value)).toMatch(/expected|counts once|takes null/);
  });

  it('is tested for every type both ways', () => {
    for (const rows of [FITTING, MISFITS]) {
      expect(new Set(rows.map(([, { type }]) => type))).toEqual(new Set(QUESTION_TYPES));
    }
  });

  it('S53: takes exactly the permutations of the options as a ranking', () => {
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

  it('S51: takes no number outside a scale', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double()), value => {
        const isStep = Number.isInteger(value) && value >= 0 && value <= 10;
        expect(validateAnswerValue(SCALE, value) === null).toBe(isStep);
      }),
    );
  });

  it('never throws, whatever a client sends', () => {
    const anyAsked = fc.constantFrom(...FITTING.map(([, question]) => question));
    fc.assert(
      fc.property(anyAsked, fc.anything(), (question, value) => {
        const fault = validateAnswerValue(question, value);
        expect(fault === null || fault.length > 0).toBe(true);
      }),
    );
  });
});

it('all questions but open ones are structured', () => {
  const structured = QUESTION_TYPES.filter(type => isStructuredQuestion(ask(type)));
  expect(structured).toEqual(QUESTION_TYPES.filter(type => type !== 'open_ended'));
  expect(isStructuredQuestion(null)).toBe(false);
});
