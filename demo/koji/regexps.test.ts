import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readMaterial } from './analysis/accuracy/labelled-interviews.ts';
import { analyse } from './analysis/built-in-analyst.ts';
import { tokenize } from './analysis/language/tokens.ts';
import {
  buildInterview,
  buyAgainQuestion,
  causeQuestion,
  channelsQuestion,
  rankingQuestion,
  ratingQuestion,
  startQuestion,
  troubleQuestion,
} from './analysis/testing/interviews.ts';
import { loadGuides } from './guides/load-guides.ts';
import { buildQuestion } from './interviewer/build-question.ts';
import { createBuiltInInterviewer } from './interviewer/built-in-interviewer.ts';
import { listHostileTexts, repeatUnit } from './testing/regexps/hostile-texts.ts';
import { listLiteralPatterns, listPatternsInUse } from './testing/regexps/list-patterns.ts';
import { measureGrowth } from './testing/regexps/measure-growth.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
/** Between 4, linear, and 16, quadratic. */
const MOST_GROWTH = 9;

const QUESTIONS = [
  startQuestion,
  troubleQuestion,
  ratingQuestion,
  buyAgainQuestion,
  causeQuestion,
  channelsQuestion,
  rankingQuestion,
];
/** One question of each type in each language, with its guide. */
const ASKED = [
  ...new Map(
    loadGuides().flatMap(guide =>
      guide.questions.map(question => [`${guide.locale} ${question.type}`, { guide, question }] as const),
    ),
  ).values(),
];

const interviewer = createBuiltInInterviewer();

/** The interviewer's replies to a message at each of these questions. */
function replyToAll(content: string): void {
  for (const { guide, question } of ASKED) {
    const turn = { content: question.text, question: buildQuestion(question), guideQuestion: question.id };
    const asked = { ...turn, role: 'interviewer' as const, answer: null, followUp: 0 };
    void interviewer.reply({ guide, turns: [asked], isConcluded: false }, { content, answer: null });
  }
}

const analyseAnswers = (message: string) => {
  analyse(buildInterview(QUESTIONS.map(question => ({ question, message }))));
};

/** What makes hostile messages: signs that end sentences, spaces, one long word, starts of phrases. */
const HOSTILE_UNITS = [
  '…',
  '!',
  '?"',
  '. ',
  ' ',
  '\n',
  "'",
  'a',
  'a-',
  'a@',
  '1',
  '1.',
  '/',
  'no, ',
  "n't ",
  'why do ',
  'if i ',
];
/** Milliseconds, for all questions together. */
const NOTICEABLE_IN_ALL = 1000;

/** What respondents of the labelled material type. */
function listUtterances(): string[] {
  const { questions } = readMaterial<{ questions: { utterances: [string, unknown][] }[] }>('utterances');
  return questions.flatMap(({ utterances }) => utterances.map(([text]) => text));
}

const UTTERANCES = listUtterances();
const IN_USE = listPatternsInUse(FOLDER, () => {
  for (const text of UTTERANCES.filter((_, index) => index % 40 === 0)) replyToAll(text);
  for (const text of UTTERANCES.filter((_, index) => index % 10 === 0)) analyseAnswers(text);
});
/** Each once, by its source. */
const PATTERNS = [
  ...new Map([...listLiteralPatterns(FOLDER), ...IN_USE].map(pattern => [String(pattern.regExp), pattern])).values(),
];

/** Tries a pattern as its users do: with `g` on the whole text, otherwise for the first match. */
const useOn = (regExp: RegExp, text: string) => (regExp.global ? text.replace(regExp, '') : regExp.test(text));

describe('the growth of time with the length of a text', () => {
  it('tells linear from quadratic patterns', () => {
    const isQuadratic = (regExp: RegExp) =>
      listHostileTexts(regExp).some(
        text => measureGrowth(length => useOn(regExp, repeatUnit(text, length))) > MOST_GROWTH,
      );
    expect(isQuadratic(/(?<!!)!+$/)).toBe(false);
    for (const regExp of [/[.!?…]+["')]*(?=\s)/g, /\bwhy do\b.*\byou\b/, /^\s*,?\s*or$/]) {
      expect(isQuadratic(regExp), String(regExp)).toBe(true);
    }
  });

  it('is linear for every pattern of the local Koji', () => {
    // So many that a mistake in finding them would show.
    expect(PATTERNS.length).toBeGreaterThan(400);
    expect(PATTERNS.filter(({ origin }) => origin === 'made by code').length).toBeGreaterThan(100);
    const slow = PATTERNS.flatMap(({ regExp, origin }) =>
      listHostileTexts(regExp)
        .filter(text => measureGrowth(length => useOn(regExp, repeatUnit(text, length))) > MOST_GROWTH)
        .map(text => `${regExp} (${origin}) on ${JSON.stringify(text)}`),
    );
    expect(slow).toEqual([]);
  });

  it.each(HOSTILE_UNITS)('is linear for interviewer and analyst on many of %j', unit => {
    const write = (length: number) => repeatUnit({ before: 'x', unit, after: 'é!' }, length);
    expect(measureGrowth(length => replyToAll(write(length)), NOTICEABLE_IN_ALL)).toBeLessThan(MOST_GROWTH);
    expect(measureGrowth(length => analyseAnswers(write(length)), NOTICEABLE_IN_ALL)).toBeLessThan(MOST_GROWTH);
  });
});

it('an address that wink-nlp needs minutes for is no word', () => {
  const address = `http://0.A${'PP.P'.repeat(12)}\u0000`;
  const texts = tokenize(`It says ${address} on the page, or //${address.slice(7)}.`).map(({ text }) => text);
  expect(texts).toEqual(['It', 'says', 'on', 'the', 'page', ',', 'or']);
});
