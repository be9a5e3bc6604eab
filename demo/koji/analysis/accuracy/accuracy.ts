import { type LabelledInterview, readMaterial, type Triple } from './labelled-interviews.ts';
import { type ExtractionFigures, measureExtraction, type UtteranceFile } from './measure-extraction.ts';
import { type MergingFigures, measureMerging } from './measure-merging.ts';
import { measureThemes, type ThemeFigures } from './measure-themes.ts';
import { measureTriples, type TripleFigures } from './measure-triples.ts';

/** The sets of labelled utterances. The analyst was never tuned on the held-out ones. */
export const UTTERANCE_SETS = {
  first: { file: 'utterances', isHeldOut: false },
  second: { file: 'utterances-held-out', isHeldOut: true },
  third: { file: 'utterances-third', isHeldOut: false },
  fourth: { file: 'utterances-fourth', isHeldOut: false },
  fifth: { file: 'utterances-fifth', isHeldOut: false },
  sixth: { file: 'utterances-sixth', isHeldOut: false },
  seventh: { file: 'utterances-seventh', isHeldOut: false },
} as const;
/** The sets of labelled interviews. */
export const INTERVIEW_SETS = {
  first: { file: 'interviews', isHeldOut: false },
  second: { file: 'interviews-held-out', isHeldOut: true },
  third: { file: 'interviews-third', isHeldOut: false },
  fourth: { file: 'interviews-fourth', isHeldOut: true },
  fifth: { file: 'interviews-fifth', isHeldOut: true },
} as const;
const TRIPLE_FILES = ['triples', 'triples-third', 'triples-fourth'];

/** The accuracy of the built-in analyst on made-up material, per set. */
export interface AccuracyReport {
  extraction: Record<keyof typeof UTTERANCE_SETS, ExtractionFigures>;
  themes: Record<keyof typeof INTERVIEW_SETS, ThemeFigures>;
  triples: TripleFigures;
  merging: MergingFigures;
}

/**
 * Measures the built-in analyst on the labelled material of `analysis/material`. Takes a second or
 * two.
 */
export async function measureAccuracy(): Promise<AccuracyReport> {
  return {
    extraction: await measureSets(UTTERANCE_SETS, file => measureExtraction(readMaterial<UtteranceFile>(file))),
    merging: measureMerging(readMaterial<{ groups: string[][] }>('theme-names').groups),
    themes: await measureSets(INTERVIEW_SETS, file =>
      measureThemes(readMaterial<{ interviews: LabelledInterview[] }>(file).interviews),
    ),
    triples: await measureTriples(TRIPLE_FILES.flatMap(file => readMaterial<{ triples: Triple[] }>(file).triples)),
  };
}

async function measureSets<Name extends string, Figures>(
  sets: Record<Name, { file: string }>,
  measure: (file: string) => Figures | Promise<Figures>,
): Promise<Record<Name, Figures>> {
  const figures = {} as Record<Name, Figures>;
  for (const name in sets) figures[name] = await measure(sets[name].file);
  return figures;
}
