import type { Theme } from '../../../src/wire/analysis.ts';
import { stemWord } from '../analysis/language/stem.ts';
import { tokenize } from '../analysis/language/tokens.ts';
import { combineVectors, cosineSimilarity, getWordVector } from '../analysis/language/vectors.ts';
import { extractTerms } from '../analysis/themes/terms.ts';

/** A theme of one interview. */
export interface InterviewTheme extends Pick<Theme, 'name' | 'quotes'> {
  interviewId: string;
}

/** What several interviews have in common. */
export interface MergedTheme {
  /** The name most of them have for it. */
  name: string;
  /** Other names that were taken to mean the same. */
  otherNames: string[];
  /** In how many interviews. */
  interviews: number;
  /** At most three, of different interviews. */
  quotes: { interviewId: string; messageId: string; text: string }[];
}

/** How alike two names must be to stand for one matter. */
const SAME = 0.78;
const MOST_QUOTES = 3;

interface Group {
  names: Map<string, number>;
  stems: ReadonlySet<string>;
  direction: Float32Array;
  themes: InterviewTheme[];
}

/**
 * Joins the themes of many interviews by what their names mean, the most widespread first. Two names are one matter where
 * they come from the same words, or mean nearly the same. Names are given by whoever analysed one interview and did not
 * know the others, so that this is an estimate: which names were joined is told.
 */
export function mergeThemes(themes: InterviewTheme[]): MergedTheme[] {
  const byName = new Map<string, InterviewTheme[]>();
  for (const theme of themes) {
    const name = theme.name.trim();
    byName.set(name, [...(byName.get(name) ?? []), theme]);
  }
  const groups: Group[] = [];
  // The commonest names first: they draw the rarer ones.
  for (const [name, found] of [...byName].sort((a, b) => b[1].length - a[1].length)) {
    const terms = extractTerms(tokenize(name.toLowerCase()));
    const stems = new Set(terms.map(({ lemma }) => stemWord(lemma)));
    const direction = combineVectors(
      terms.flatMap(({ lemma, weight }) => {
        const known = getWordVector(lemma);
        return known ? [{ vector: known, weight }] : [];
      }),
    );
    const [nearest, nearness] = groups.reduce<[Group | null, number]>(
      ([best, most], group) => {
        const near = sameWords(stems, group.stems) ? 1 : cosineSimilarity(direction, group.direction);
        return near > most ? [group, near] : [best, most];
      },
      [null, 0],
    );
    if (nearest && nearness >= SAME) {
      nearest.names.set(name, found.length);
      nearest.themes.push(...found);
    } else {
      groups.push({ names: new Map([[name, found.length]]), stems, direction, themes: [...found] });
    }
  }
  return groups
    .map(({ names, themes: found }) => {
      const [name = '', ...otherNames] = names.keys();
      return {
        name,
        otherNames,
        interviews: new Set(found.map(theme => theme.interviewId)).size,
        quotes: chosen(found),
      };
    })
    .sort((a, b) => b.interviews - a.interviews);
}

const sameWords = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size > 0 && a.size === b.size && [...a].every(stem => b.has(stem));

/** One quote an interview, none twice, the longer ones first: they tell more. */
function chosen(themes: InterviewTheme[]): MergedTheme['quotes'] {
  const ofInterviews = new Map<string, MergedTheme['quotes'][number]>();
  for (const { interviewId, quotes } of themes) {
    for (const { message_id, text } of quotes) {
      if (text.length > (ofInterviews.get(interviewId)?.text.length ?? 0)) {
        ofInterviews.set(interviewId, { interviewId, messageId: message_id, text });
      }
    }
  }
  const different = new Map([...ofInterviews.values()].map(quote => [quote.text, quote]));
  return [...different.values()].sort((a, b) => b.text.length - a.text.length).slice(0, MOST_QUOTES);
}
