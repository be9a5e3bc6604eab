import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuiltInAnalyst } from './built-in-analyst.ts';
import { again, buildInterview, cause, channels, order, RICH, rating, start, trouble } from './testing/interviews.ts';

const analyst = createBuiltInAnalyst();

describe('other languages', () => {
  it('keep the typed answers and a fair score, and say that themes were not drawn', async () => {
    const said =
      'Wir haben im März angefangen, weil der alte Kalender zwei Buchungen verloren hat und es niemand gemerkt hat.';
    const { themes, quality, quality_score, structured_answers } = await analyst.analyse(
      buildInterview(
        [
          { question: start, say: said },
          { question: rating, say: '8, weil die Erinnerungen gut sind' },
          { question: again, say: 'Ja, auf jeden Fall' },
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

describe('steps', () => {
  it('S59: tells of quality, themes and answers in this order, once each', async () => {
    const steps: string[] = [];
    await analyst.analyse(buildInterview([{ question: start, say: RICH.start }]), step => steps.push(step));
    expect(steps).toEqual(['quality', 'themes', 'answers']);
  });
});

describe('hasty writing', () => {
  it.each(['you dont, you grind', 'they wont and we cant', 'idk u tell me', 'it doesnt, it isnt, it wasnt'])(
    'as in %j is analysed',
    async say => {
      const { structured_answers } = await analyst.analyse(
        buildInterview([
          { question: trouble, say: `${say}. the export takes ages every single month` },
          { question: again, say: 'i dont think so' },
        ]),
      );
      expect(structured_answers).toMatchObject([{ structuredValue: false }]);
    },
  );

  it('of any kind never breaks an analysis off', async () => {
    const bits =
      'i you dont wont cant im its the a of n to lol :) 7 8/10 no yes wait , . … asdf Price é 你好 \u{1F600}'.split(
        ' ',
      );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...bits), { minLength: 1, maxLength: 25 }), async words => {
        const say = words.join(' ');
        await analyst.analyse(
          buildInterview([start, rating, again, cause, channels, order].map(question => ({ question, say }))),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('cost', () => {
  it('gives the same result twice', async () => {
    const given = buildInterview([
      { question: start, say: RICH.start },
      { question: trouble, say: RICH.trouble },
    ]);
    expect(await analyst.analyse(given)).toEqual(await analyst.analyse(given));
  });

  it.each(['1 ', 'no ', 'price ', ', ', 'not that i ', 'a', '… ', '😀'])(
    'is not held up by %o over and over',
    async unit => {
      const say = unit.repeat(8000).slice(0, 8000);
      const began = performance.now();
      await analyst.analyse(buildInterview([start, rating, again].map(question => ({ question, say }))));
      expect(performance.now() - began).toBeLessThan(2000);
    },
  );

  it('S60: 400 messages take at most a few seconds', async () => {
    const words = `${RICH.start} ${RICH.trouble} ${RICH.rating}`.split(' ');
    const long = buildInterview(
      Array.from({ length: 200 }, (_, at) => ({
        question: [start, trouble][at % 2]!,
        say: Array.from({ length: 40 }, (_, i) => words[(at * 13 + i * 7) % words.length]).join(' '),
      })),
    );
    const began = performance.now();
    await analyst.analyse(long);
    expect(performance.now() - began).toBeLessThan(5000);
  });
});
