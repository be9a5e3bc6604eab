import { beforeAll, describe, expect, it } from 'vitest';
import { type AccuracyReport, INTERVIEW_SETS, measureAccuracy, UTTERANCE_SETS } from './accuracy.ts';

const utteranceSets = Object.keys(UTTERANCE_SETS) as (keyof typeof UTTERANCE_SETS)[];
const interviewSets = Object.keys(INTERVIEW_SETS) as (keyof typeof INTERVIEW_SETS)[];

describe('accuracy of the built-in analyst on labelled material', () => {
  let report: AccuracyReport;
  beforeAll(async () => {
    report = await measureAccuracy();
  });

  it.each(utteranceSets)(
    'S50–S54: in the %s set, at least 95 % of the values are right and at most 2 % are wrong and not null',
    name => {
      expect(report.extraction[name].right).toBeGreaterThanOrEqual(0.95);
      expect(report.extraction[name].wrongNotNull).toBeLessThanOrEqual(0.02);
    },
  );

  it.each(interviewSets)(
    'S49: in the %s set, 80 % of the planted themes are found, 70 % of the found ones were planted, all quotes are verbatim',
    name => {
      expect(report.themes[name].recall).toBeGreaterThanOrEqual(0.8);
      expect(report.themes[name].precision).toBeGreaterThanOrEqual(0.7);
      expect(report.themes[name].verbatim).toBe(1);
    },
  );

  it('S46, S48: rich interviews always score above terse ones, and terse ones above gibberish', () => {
    expect(report.triples.mistakes).toEqual([]);
    expect(report.triples.count).toBeGreaterThanOrEqual(10);
  });

  it('80 % of the theme names with the same meaning are merged, and 95 % of the merged ones have the same meaning', () => {
    expect(report.merging.names).toBeGreaterThanOrEqual(40);
    expect(report.merging.recall).toBeGreaterThanOrEqual(0.8);
    expect(report.merging.precision).toBeGreaterThanOrEqual(0.95);
  });

  it('the material is large enough, and enough of it was held out', () => {
    const utterances = utteranceSets.map(name => ({
      ...UTTERANCE_SETS[name],
      count: report.extraction[name].utterances,
    }));
    const interviews = interviewSets.map(name => ({ ...INTERVIEW_SETS[name], count: report.themes[name].interviews }));
    const total = (sets: { count: number }[]) => sets.reduce((sum, { count }) => sum + count, 0);
    expect(total(utterances)).toBeGreaterThanOrEqual(240);
    expect(total(utterances.filter(({ isHeldOut }) => isHeldOut))).toBeGreaterThanOrEqual(130);
    expect(total(interviews)).toBeGreaterThanOrEqual(30);
    expect(total(interviews.filter(({ isHeldOut }) => isHeldOut))).toBeGreaterThanOrEqual(15);
  });
});
