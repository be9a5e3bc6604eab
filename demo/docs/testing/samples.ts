import { CHAPTERS } from '../contents.ts';
import { type CodeBlock, expandSource, findCodeBlocks } from '../markdown.ts';

/** A block of code and its location. */
export interface Sample extends CodeBlock {
  /** For example "demo/docs/pages/proxy.md, block 2". */
  place: string;
}

/** Files whose samples are tested: every page of the documentation, and the README. */
const SOURCES = [...new Set([...CHAPTERS.flatMap(({ pages }) => pages.map(({ source }) => source)), 'README.md'])];

export const SAMPLES: Sample[] = SOURCES.flatMap(source =>
  findCodeBlocks(expandSource(source)).map((block, index) => ({ ...block, place: `${source}, block ${index + 1}` })),
);

/**
 * Finds the samples in these languages that are written in a page. Project files that a page shows
 * have their own tests.
 */
export const findSamples = (...languages: string[]): Sample[] =>
  SAMPLES.filter(({ language, file }) => languages.includes(language) && !file);
