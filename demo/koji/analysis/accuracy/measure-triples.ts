import { createBuiltInAnalyst } from '../built-in-analyst.ts';
import { type Triple, toTripleInterview } from './labelled-interviews.ts';

/**
 * How often the quality score ranks a rich interview above a terse one, and that above gibberish.
 */
export interface TripleFigures {
  count: number;
  rankedRight: number;
  /** The wrongly ranked triples: name and the three scores. */
  mistakes: string[];
}

export async function measureTriples(triples: Triple[]): Promise<TripleFigures> {
  const analyst = createBuiltInAnalyst();
  const mistakes: string[] = [];
  for (const triple of triples) {
    const score = async (messages: string[]) =>
      (await analyst.analyse(toTripleInterview(triple, messages))).quality_score;
    const rich = await score(triple.rich);
    const terse = await score(triple.terse);
    const gibberish = await score(triple.gibberish);
    if (rich <= terse || terse <= gibberish) mistakes.push(`${triple.name}: ${rich}, ${terse}, ${gibberish}`);
  }
  return { count: triples.length, rankedRight: triples.length - mistakes.length, mistakes };
}
