import { INTERVIEW_SETS, measureAccuracy, UTTERANCE_SETS } from '../../demo/koji/testing/index.ts';
import type { Benchmark } from './benchmark.ts';

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** What the built-in analyst gets right, on material of our own that is made up. */
export const accuracy: Benchmark = {
  name: 'accuracy',
  about:
    'The built-in analyst on our own labelled material, all of it made up; held out is what it was never tuned on.',
  async run() {
    const { extraction, themes, triples, merging } = await measureAccuracy();
    const utteranceSets = Object.keys(UTTERANCE_SETS) as (keyof typeof UTTERANCE_SETS)[];
    const interviewSets = Object.keys(INTERVIEW_SETS) as (keyof typeof INTERVIEW_SETS)[];
    const which = (count: string, name: string, { isHeldOut }: { isHeldOut: boolean }) =>
      `${count}, ${name} set${isHeldOut ? ', held out' : ''}`;
    return [
      ...utteranceSets.flatMap(name => {
        const { utterances, right, wrongNotNull } = extraction[name];
        const set = which(`${utterances} utterances`, name, UTTERANCE_SETS[name]);
        return [
          { what: `typed answers, right of ${set}`, figure: percent(right), goal: '≥ 95 %' },
          { what: `typed answers, wrong and not null of ${set}`, figure: percent(wrongNotNull), goal: '≤ 2 %' },
        ];
      }),
      ...interviewSets.flatMap(name => {
        const { interviews, recall, precision, verbatim } = themes[name];
        const set = which(`${interviews} interviews`, name, INTERVIEW_SETS[name]);
        return [
          { what: `planted themes that were found, ${set}`, figure: percent(recall), goal: '≥ 80 %' },
          { what: `found themes that were planted, ${set}`, figure: percent(precision), goal: '≥ 70 %' },
          { what: `quotes that are word for word, ${set}`, figure: percent(verbatim), goal: '100 %' },
        ];
      }),
      {
        what: `pairs of theme names that mean the same, of ${merging.names} names, and were joined over interviews`,
        figure: percent(merging.recall),
        goal: '≥ 80 %',
      },
      { what: 'joined pairs of theme names that mean the same', figure: percent(merging.precision), goal: '≥ 95 %' },
      {
        what: 'rich above terse above gibberish',
        figure: `${triples.rankedRight} of ${triples.count}`,
        goal: 'all',
      },
    ];
  },
};
