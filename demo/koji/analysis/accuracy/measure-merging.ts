import { mergeThemes } from '../../studies/merge-themes.ts';

/**
 * How well theme names from different interviews are merged, in pairs of names. Shares are 0 to 1.
 */
export interface MergingFigures {
  names: number;
  /** Share of pairs with the same meaning that were merged. */
  recall: number;
  /** Share of merged pairs that have the same meaning. */
  precision: number;
  /** Merged pairs with different meanings. */
  mistakes: string[];
}

/**
 * Merges theme names, each from an interview of its own. Each group lists names with the same
 * meaning.
 */
export function measureMerging(groups: string[][]): MergingFigures {
  const names = groups.flat();
  const themes = names.map((name, at) => ({ interviewId: String(at), name, quotes: [] }));
  const merged = mergeThemes(themes).map(({ name, otherNames }) => [name, ...otherNames]);
  const [expected, actual] = [listPairs(groups), listPairs(merged)];
  const mistakes = [...actual].filter(pair => !expected.has(pair));
  const right = actual.size - mistakes.length;
  return { names: names.length, recall: right / expected.size, precision: right / actual.size, mistakes };
}

const listPairs = (groups: string[][]) =>
  new Set(
    groups.flatMap(group =>
      group.flatMap((one, at) => group.slice(at + 1).map(other => [one, other].sort().join(' = '))),
    ),
  );
