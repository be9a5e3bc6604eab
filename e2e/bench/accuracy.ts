import { INTERVIEW_SETS, measureAccuracy, UTTERANCE_SETS } from '../../demo/koji/testing/index.ts';
import type { Benchmark } from './support/benchmark.ts';

const formatPercent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** How often the built-in analyst is right, on this project's invented material. */
export const accuracy: Benchmark = {
  name: 'accuracy',
  description: `The built-in analyst on this project's labelled material, all of it invented. The analyst was
never tuned on the sets that are marked as held out.`,
  async run() {
    const { extraction, themes, triples, merging } = await measureAccuracy();
    const utteranceSets = Object.keys(UTTERANCE_SETS) as (keyof typeof UTTERANCE_SETS)[];
    const interviewSets = Object.keys(INTERVIEW_SETS) as (keyof typeof INTERVIEW_SETS)[];
    const describeSet = (count: string, name: string, { isHeldOut }: { isHeldOut: boolean }) =>
      `${count}, ${name} set${isHeldOut ? ', held out' : ''}`;
    return [
      ...utteranceSets.flatMap(name => {
        const { utterances, right, wrongNotNull } = extraction[name];
        const set = describeSet(`${utterances} utterances`, name, UTTERANCE_SETS[name]);
        return [
          { metric: `typed answers, right, ${set}`, value: formatPercent(right), goal: '≥ 95 %' },
          { metric: `typed answers, wrong and not null, ${set}`, value: formatPercent(wrongNotNull), goal: '≤ 2 %' },
        ];
      }),
      ...interviewSets.flatMap(name => {
        const { interviews, recall, precision, verbatim } = themes[name];
        const set = describeSet(`${interviews} interviews`, name, INTERVIEW_SETS[name]);
        return [
          { metric: `themes, recall, ${set}`, value: formatPercent(recall), goal: '≥ 80 %' },
          { metric: `themes, precision, ${set}`, value: formatPercent(precision), goal: '≥ 70 %' },
          { metric: `verbatim quotes, ${set}`, value: formatPercent(verbatim), goal: '100 %' },
        ];
      }),
      {
        metric: `theme names of the same meaning joined across interviews, recall, ${merging.names} names`,
        value: formatPercent(merging.recall),
        goal: '≥ 80 %',
      },
      {
        metric: 'theme names of the same meaning joined across interviews, precision',
        value: formatPercent(merging.precision),
        goal: '≥ 95 %',
      },
      {
        metric: 'quality score ranks rich above terse above gibberish',
        value: `${triples.rankedRight} of ${triples.count}`,
        goal: 'all',
      },
    ];
  },
};
