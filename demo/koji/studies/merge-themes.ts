import type { Theme } from '../../../src/wire/analysis.ts';
import { stemWord } from '../analysis/language/stem.ts';
import { tokenize } from '../analysis/language/tokens.ts';
import { combineVectors, cosineSimilarity, getWordVector } from '../analysis/language/vectors.ts';
import { extractTerms } from '../analysis/themes/terms.ts';

/** A theme of one interview. */
export interface InterviewTheme extends Pick<Theme, 'name' | 'quotes'> {
  interviewId: string;
}

/** A theme that several interviews have in common. */
export interface MergedTheme {
  /** The most frequent name. */
  name: string;
  /** Other names that were merged, the most frequent first. */
  otherNames: string[];
  /** In how many interviews the theme occurs. */
  interviews: number;
  /** At most three, from different interviews. */
  quotes: { interviewId: string; messageId: string; text: string }[];
}

/** Cosine similarity from which two names count as the same theme. */
const MIN_SIMILARITY = 0.78;
const MAX_QUOTES = 3;

/** The stems and the vector of a theme's name. */
interface NameMeaning {
  stems: ReadonlySet<string>;
  vector: Float32Array;
}

interface Group extends NameMeaning {
  names: string[];
  themes: InterviewTheme[];
}

/**
 * Merges the themes of many interviews by the meaning of their names, the most frequent first. Two
 * names are merged if they consist of the same word stems, or if their vectors are similar. The
 * analyst of one interview does not know the names in others, so the result is an estimate, and
 * `otherNames` shows which names were merged.
 */
export function mergeThemes(themes: InterviewTheme[]): MergedTheme[] {
  const themesByName = Map.groupBy(themes, theme => theme.name.trim());
  // The most frequent names come first and found the groups that rarer ones join.
  const byFrequency = [...themesByName].sort((a, b) => b[1].length - a[1].length);
  const groups: Group[] = [];
  for (const [name, namedThemes] of byFrequency) {
    const meaning = interpretName(name);
    const group = findSimilarGroup(groups, meaning);
    if (group) {
      group.names.push(name);
      group.themes.push(...namedThemes);
    } else {
      groups.push({ ...meaning, names: [name], themes: [...namedThemes] });
    }
  }
  return groups
    .map(({ names: [name = '', ...otherNames], themes: groupThemes }) => ({
      name,
      otherNames,
      interviews: new Set(groupThemes.map(theme => theme.interviewId)).size,
      quotes: chooseQuotes(groupThemes),
    }))
    .sort((a, b) => b.interviews - a.interviews);
}

function interpretName(name: string): NameMeaning {
  const terms = extractTerms(tokenize(name.toLowerCase()));
  return {
    stems: new Set(terms.map(({ lemma }) => stemWord(lemma))),
    vector: combineVectors(
      terms.flatMap(({ lemma, weight }) => {
        const vector = getWordVector(lemma);
        return vector ? [{ vector, weight }] : [];
      }),
    ),
  };
}

/**
 * The most similar group, if it is similar enough; the first of several that are equally similar.
 */
function findSimilarGroup(groups: Group[], { stems, vector }: NameMeaning): Group | null {
  let mostSimilar: Group | null = null;
  let highest = 0;
  for (const group of groups) {
    const similarity = hasSameStems(stems, group.stems) ? 1 : cosineSimilarity(vector, group.vector);
    if (similarity > highest) {
      mostSimilar = group;
      highest = similarity;
    }
  }
  return highest >= MIN_SIMILARITY ? mostSimilar : null;
}

const hasSameStems = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && a.size === b.size && [...a].every(stem => b.has(stem));

/**
 * Takes the longest quote of each interview, because it says most; then the longest ones, without
 * duplicates.
 */
function chooseQuotes(themes: InterviewTheme[]): MergedTheme['quotes'] {
  const longestByInterview = new Map<string, MergedTheme['quotes'][number]>();
  for (const { interviewId, quotes } of themes) {
    for (const { message_id, text } of quotes) {
      if (text.length > (longestByInterview.get(interviewId)?.text.length ?? 0)) {
        longestByInterview.set(interviewId, { interviewId, messageId: message_id, text });
      }
    }
  }
  const quotesByText = new Map([...longestByInterview.values()].map(quote => [quote.text, quote]));
  return [...quotesByText.values()].sort((a, b) => b.text.length - a.text.length).slice(0, MAX_QUOTES);
}
