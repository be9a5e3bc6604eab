import { beforeAll, describe, expect, it } from 'vitest';
import { type AccuracyReport, measureAccuracy } from './accuracy.ts';

describe('accuracy of the built-in analyst on labelled material', () => {
  let report: AccuracyReport;
  beforeAll(async () => {
    report = await measureAccuracy();
  });

  it.each(['extraction', 'heldOutExtraction'] as const)(
    'S50–S54: %s is right in 95 of 100, and says something wrong in 2 at most',
    part => {
      expect(report[part].right).toBeGreaterThanOrEqual(0.95);
      expect(report[part].wrongNotNull).toBeLessThanOrEqual(0.02);
    },
  );

  it.each(['themes', 'heldOutThemes'] as const)(
    'S49: %s finds 80 of 100 planted themes, 70 of 100 found ones were planted, all quotes are verbatim',
    part => {
      expect(report[part].recall).toBeGreaterThanOrEqual(0.8);
      expect(report[part].precision).toBeGreaterThanOrEqual(0.7);
      expect(report[part].verbatim).toBe(1);
    },
  );

  it('S46, S48: ranks rich above terse above gibberish every time', () => {
    expect(report.triples.mistakes).toEqual([]);
    expect(report.triples.count).toBeGreaterThanOrEqual(10);
  });

  it('rests on enough material, of which enough was held out', () => {
    const { extraction, heldOutExtraction, themes, heldOutThemes } = report;
    expect(extraction.utterances + heldOutExtraction.utterances).toBeGreaterThanOrEqual(240);
    expect(heldOutExtraction.utterances).toBeGreaterThanOrEqual(80);
    expect(themes.interviews + heldOutThemes.interviews).toBeGreaterThanOrEqual(30);
    expect(heldOutThemes.interviews).toBeGreaterThanOrEqual(10);
  });
});
