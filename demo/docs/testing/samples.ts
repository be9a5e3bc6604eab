import { CHAPTERS } from '../contents.ts';
import { type CodeBlock, codeBlocks, readSource } from '../markdown.ts';

/** A block of code, and where it stands. */
export interface Sample extends CodeBlock {
  /** Such as "demo/docs/pages/proxy.md, block 2". */
  where: string;
}

/** What is held to the tests of samples: every page, and what a newcomer reads first. */
const SOURCES = [...new Set([...CHAPTERS.flatMap(({ pages }) => pages.map(({ source }) => source)), 'README.md'])];

export const SAMPLES: Sample[] = SOURCES.flatMap(source =>
  codeBlocks(readSource(source)).map((block, place) => ({ ...block, where: `${source}, block ${place + 1}` })),
);

/** The samples in these languages that are written into a page; files of the project have tests of their own. */
export const samplesIn = (...languages: string[]): Sample[] =>
  SAMPLES.filter(({ language, file }) => languages.includes(language) && !file);
