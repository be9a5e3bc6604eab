import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuiltInAnalyst } from './built-in-analyst.ts';
import {
  buildInterview,
  buyAgainQuestion,
  causeQuestion,
  channelsQuestion,
  RICH_ANSWERS,
  rankingQuestion,
  ratingQuestion,
  startQuestion,
  troubleQuestion,
} from './testing/interviews.ts';

const analyst = createBuiltInAnalyst();

describe('an interview in another language', () => {
  it('gets structured answers and a fair score, without themes, and the rationale says so', async () => {
    const message =
      'Wir haben im März angefangen, weil der alte Kalender zwei Buchungen verloren hat und es niemand gemerkt hat.';
    const { themes, quality, quality_score, structured_answers } = await analyst.analyse(
      buildInterview(
        [
          { question: startQuestion, message },
          { question: ratingQuestion, message: '8, weil die Erinnerungen gut sind' },
          { question: buyAgainQuestion, message: 'Ja, auf jeden Fall' },
        ],
        { locale: 'de' },
      ),
    );
    expect(themes).toEqual([]);
    expect(quality.rationale).toContain('not in English');
    expect(quality_score).toBeGreaterThan(3);
    expect(structured_answers!.map(({ structuredValue }) => structuredValue)).toEqual([8, true]);
  });
});

describe('the steps', () => {
  it('S59: are reported as quality, themes and answers, in this order, once each', async () => {
    const steps: string[] = [];
    await analyst.analyse(buildInterview([{ question: startQuestion, message: RICH_ANSWERS.start }]), step =>
      steps.push(step),
    );
    expect(steps).toEqual(['quality', 'themes', 'answers']);
  });
});

describe('careless writing', () => {
  it.each(['you dont, you grind', 'they wont and we cant', 'idk u tell me', 'it doesnt, it isnt, it wasnt'])(
    'as in %j is analysed',
    async text => {
      const { structured_answers } = await analyst.analyse(
        buildInterview([
          { question: troubleQuestion, message: `${text}. the export takes ages every single month` },
          { question: buyAgainQuestion, message: 'i dont think so' },
        ]),
      );
      expect(structured_answers).toMatchObject([{ structuredValue: false }]);
    },
  );

  it('of any kind never makes an analysis fail', async () => {
    const fragments =
      'i you dont wont cant im its the a of n to lol :) 7 8/10 no yes wait , . … asdf Price é 你好 \u{1F600}'.split(
        ' ',
      );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...fragments), { minLength: 1, maxLength: 25 }), async words => {
        const message = words.join(' ');
        await analyst.analyse(
          buildInterview(
            [startQuestion, ratingQuestion, buyAgainQuestion, causeQuestion, channelsQuestion, rankingQuestion].map(
              question => ({ question, message }),
            ),
          ),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('an analysis', () => {
  it('gives the same result twice', async () => {
    const interview = buildInterview([
      { question: startQuestion, message: RICH_ANSWERS.start },
      { question: troubleQuestion, message: RICH_ANSWERS.trouble },
    ]);
    expect(await analyst.analyse(interview)).toEqual(await analyst.analyse(interview));
  });

  it.each(['1 ', 'no ', 'price ', ', ', 'not that i ', 'a', '… ', '😀'])(
    'takes less than two seconds for %o repeated to 8000 characters',
    async unit => {
      const message = unit.repeat(8000).slice(0, 8000);
      const startedAt = performance.now();
      await analyst.analyse(
        buildInterview([startQuestion, ratingQuestion, buyAgainQuestion].map(question => ({ question, message }))),
      );
      expect(performance.now() - startedAt).toBeLessThan(2000);
    },
  );

  it('S60: of 400 messages takes a few seconds at most', async () => {
    const words = `${RICH_ANSWERS.start} ${RICH_ANSWERS.trouble} ${RICH_ANSWERS.rating}`.split(' ');
    const long = buildInterview(
      Array.from({ length: 200 }, (_, at) => ({
        question: [startQuestion, troubleQuestion][at % 2]!,
        message: Array.from({ length: 40 }, (_, i) => words[(at * 13 + i * 7) % words.length]).join(' '),
      })),
    );
    const startedAt = performance.now();
    await analyst.analyse(long);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});
