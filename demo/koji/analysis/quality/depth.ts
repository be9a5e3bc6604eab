import { stemWord } from '../language/stem.ts';
import { splitWords } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import type { ClassifiedTurn } from './classify-turns.ts';

/** What makes an account concrete. Each pattern is counted once a sentence or so, not by length. */
const MARKERS: readonly { name: string; pattern: RegExp }[] = [
  {
    name: 'numbers',
    pattern:
      /\b\d+(?:[.,]\d+)*\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|dozen|half|twice|third|quarter)\b/gi,
  },
  {
    name: 'times',
    pattern:
      /\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|yesterday|(?:last|every|each|this) (?:week|month|year|day|morning|evening|night|summer|winter|spring|autumn|time)|(?:minutes?|hours?|days?|weeks?|months?|years?) (?:ago|later|after|before)|ago|since|until)\b/gi,
  },
  {
    name: 'reasons',
    pattern:
      /\b(?:because|since|therefore|so that|which (?:means|meant|is why)|that's why|due to|thanks to|in order to|the reason|as a result|otherwise|weil|denn|deshalb|damit|parce que|puisque|porque|perché|omdat)\b/gi,
  },
  {
    name: 'examples',
    pattern:
      /\b(?:for example|for instance|e\.g\.|such as|like when|one time|once|the other day|imagine|namely|in particular|specifically|zum beispiel|z\.b\.|par exemple|por ejemplo|per esempio|bijvoorbeeld)\b/gi,
  },
  {
    name: 'comparisons',
    pattern: /\b(?:than|compared|instead|rather|whereas|unlike|before that|used to|previously|switched)\b/gi,
  },
];
const NAME = /(?<=[\p{Ll}\p{N},;:]\s)(?!I\b)\p{Lu}[\p{L}\p{N}]+/gu;

/** How surprising a word is, in bits of a kind: near 0 for "the", some 10 for a rare one. */
const surprise = (word: string): number => {
  const rank = getFrequencyRank(word);
  return rank === undefined ? 9 : Math.max(0, Math.log2(rank + 2) - 5.5);
};

export interface Depth {
  /** 1 to 5. */
  score: number;
  /** Average words of a reply that tells something. */
  wordsEach: number;
  /** How many concrete details were found, and which kinds. */
  details: number;
  kinds: string[];
  /** How many questions were answered in words. */
  questions: number;
}

/** What a couple of telling sentences amount to; four times that is as deep as it gets. */
const TELLING_ACCOUNT = 45;
/** What a concrete detail adds to the information of its words. */
const PER_DETAIL = 7;
/** Depth of an interview that was answered by the controls alone. */
const WITHOUT_WORDS = 2;

/**
 * How much the respondent tells, question by question: the information in words not used before, and concrete details.
 * Questions left out do not count against it; that is coverage.
 */
export function measureDepth(replies: ClassifiedTurn[]): Depth {
  const seen = new Set<string>();
  const byQuestion = new Map<string, { told: number; details: number }>();
  const kinds = new Set<string>();
  let [words, telling] = [0, 0];
  for (const [at, reply] of replies.entries()) {
    if (reply.kind === 'value') continue;
    const key = reply.question?.id ?? `turn ${at}`;
    const account = byQuestion.get(key) ?? { told: 0, details: 0 };
    byQuestion.set(key, account);
    if (reply.kind === 'noise' || reply.kind === 'copy' || reply.kind === 'refusal' || reply.kind === 'elsewhere')
      continue;
    const text = reply.turn.content;
    telling++;
    words += reply.words;
    for (const word of splitWords(text.toLowerCase())) {
      const stem = stemWord(word);
      if (seen.has(stem)) continue;
      seen.add(stem);
      account.told += surprise(word);
    }
    for (const { name, pattern } of MARKERS) {
      const found = Math.min(4, text.match(pattern)?.length ?? 0);
      if (found > 0) kinds.add(name);
      account.details += found;
    }
    const names = Math.min(3, text.match(NAME)?.length ?? 0);
    if (names > 0) kinds.add('names');
    account.details += names;
  }
  const accounts = [...byQuestion.values()];
  const details = accounts.reduce((sum, account) => sum + account.details, 0);
  const common = {
    wordsEach: telling > 0 ? words / telling : 0,
    details,
    kinds: [...kinds],
    questions: accounts.length,
  };
  if (accounts.length === 0) return { ...common, score: replies.length > 0 ? WITHOUT_WORDS : 1 };
  // A word count alone would reward padding: after a full account more words add little.
  const parts = accounts.map(
    ({ told, details: count }) => 1 - Math.exp(-(told + PER_DETAIL * count) / TELLING_ACCOUNT),
  );
  return { ...common, score: 1 + (4 * parts.reduce((sum, part) => sum + part, 0)) / parts.length };
}
