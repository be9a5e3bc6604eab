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
    'S50–S54: typed answers of the %s set are right in 95 of 100, and wrong in 2 at most',
    name => {
      expect(report.extraction[name].right).toBeGreaterThanOrEqual(0.95);
      expect(report.extraction[name].wrongNotNull).toBeLessThanOrEqual(0.02);
    },
  );

  it.each(interviewSets)(
    'S49: 80 of 100 themes planted in the %s set are found, 70 of 100 found ones were planted, all quotes are verbatim',
    name => {
      expect(report.themes[name].recall).toBeGreaterThanOrEqual(0.8);
      expect(report.themes[name].precision).toBeGreaterThanOrEqual(0.7);
      expect(report.themes[name].verbatim).toBe(1);
    },
  );

  it('S46, S48: ranks rich above terse above gibberish every time', () => {
    expect(report.triples.mistakes).toEqual([]);
    expect(report.triples.count).toBeGreaterThanOrEqual(10);
  });

  it('names of themes from different interviews are joined where they mean the same: 8 of 10 pairs, 95 of 100 joined rightly', () => {
    expect(report.joined.names).toBeGreaterThanOrEqual(40);
    expect(report.joined.recall).toBeGreaterThanOrEqual(0.8);
    expect(report.joined.precision).toBeGreaterThanOrEqual(0.95);
  });

  it('rests on enough material, of which enough was held out', () => {
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
