import { measureAccuracy } from '../../demo/koji/analysis/accuracy.ts';
import type { Benchmark } from './benchmark.ts';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** What the built-in analyst gets right, on material of our own that is made up. */
export const accuracy: Benchmark = {
  name: 'accuracy',
  about:
    'The built-in analyst on our own labelled material, all of it made up; held out is what it was never tuned on.',
  async run() {
    const { extraction, heldOutExtraction, themes, heldOutThemes, triples } = await measureAccuracy();
    return [
      ...[extraction, heldOutExtraction].flatMap(({ utterances, right, wrongNotNull }, held) => {
        const which = `${utterances} utterances${held ? ', held out' : ''}`;
        return [
          { what: `typed answers, right of ${which}`, figure: percent(right), goal: '≥ 95 %' },
          { what: `typed answers, wrong and not null of ${which}`, figure: percent(wrongNotNull), goal: '≤ 2 %' },
        ];
      }),
      ...[themes, heldOutThemes].flatMap(({ interviews, recall, precision, verbatim }, held) => {
        const which = `${interviews} interviews${held ? ', held out' : ''}`;
        return [
          { what: `planted themes that were found, ${which}`, figure: percent(recall), goal: '≥ 80 %' },
          { what: `found themes that were planted, ${which}`, figure: percent(precision), goal: '≥ 70 %' },
          { what: `quotes that are word for word, ${which}`, figure: percent(verbatim), goal: '100 %' },
        ];
      }),
      {
        what: 'rich above terse above gibberish',
        figure: `${triples.rankedRight} of ${triples.count}`,
        goal: 'all',
      },
    ];
  },
};
