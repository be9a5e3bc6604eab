import { stemWord } from '../language/stem.ts';
import { splitWords } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import type { ClassifiedTurn } from './classify-turns.ts';

/** Patterns of concrete details. */
const DETAIL_KINDS: readonly { name: string; pattern: RegExp }[] = [
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
/** A capitalised word inside a sentence. */
const NAME = /(?<=[\p{Ll}\p{N},;:]\s)(?!I\b)\p{Lu}[\p{L}\p{N}]+/gu;

/** Most details of one kind, and most names, that count in one turn. */
const MOST_DETAILS = 4;
const MOST_NAMES = 3;

/** The information in a word, in something like bits: near 0 for "the", some 10 for a rare word. */
function measureInformation(word: string): number {
  const rank = getFrequencyRank(word);
  return rank === undefined ? 9 : Math.max(0, Math.log2(rank + 2) - 5.5);
}

/** How much the respondent told. */
export interface Depth {
  /** 1 to 5. */
  score: number;
  /** Average number of words in an informative turn. */
  wordsEach: number;
  /** Number of concrete details. */
  details: number;
  /** The kinds of these details. */
  kinds: string[];
  /** Number of questions answered in words. */
  questions: number;
}

/**
 * The information in a couple of informative sentences. An answer with four times as much reaches
 * nearly the full score.
 */
const INFORMATIVE_ANSWER = 45;
/** The information that a concrete detail adds to that of its words. */
const INFORMATION_PER_DETAIL = 7;
/** The score of an interview answered with controls alone. */
const SCORE_WITHOUT_WORDS = 2;

/** What the respondent told about one question. */
interface Account {
  information: number;
  details: number;
}

/**
 * How much the respondent told, averaged over the questions answered in words: the information in
 * words not used before, and concrete details. Questions without an answer don't lower it; they
 * lower the coverage.
 */
export function measureDepth(turns: ClassifiedTurn[]): Depth {
  const seenStems = new Set<string>();
  const kinds = new Set<string>();
  const accounts = new Map<string, Account>();
  for (const [at, turn] of turns.entries()) {
    if (turn.kind === 'value') continue;
    const key = turn.question?.id ?? `turn ${at}`;
    const account = accounts.get(key) ?? { information: 0, details: 0 };
    accounts.set(key, account);
    if (turn.kind !== 'informative') continue;
    account.information += measureNewInformation(turn.message.content, seenStems);
    account.details += countDetails(turn.message.content, kinds);
  }
  const informative = turns.filter(({ kind }) => kind === 'informative');
  const words = informative.reduce((sum, { wordCount }) => sum + wordCount, 0);
  return {
    score: scoreAccounts([...accounts.values()], turns.length),
    wordsEach: informative.length > 0 ? words / informative.length : 0,
    details: [...accounts.values()].reduce((sum, { details }) => sum + details, 0),
    kinds: [...kinds],
    questions: accounts.size,
  };
}

/**
 * The information in the words of a text whose stems are not in `seenStems` yet. Adds their stems.
 */
function measureNewInformation(text: string, seenStems: Set<string>): number {
  let information = 0;
  for (const word of splitWords(text.toLowerCase())) {
    const stem = stemWord(word);
    if (seenStems.has(stem)) continue;
    seenStems.add(stem);
    information += measureInformation(word);
  }
  return information;
}

/** Counts the concrete details of a text and adds their kinds to `kinds`. */
function countDetails(text: string, kinds: Set<string>): number {
  let details = 0;
  for (const { name, pattern } of DETAIL_KINDS) {
    const count = Math.min(MOST_DETAILS, text.match(pattern)?.length ?? 0);
    if (count > 0) kinds.add(name);
    details += count;
  }
  const names = Math.min(MOST_NAMES, text.match(NAME)?.length ?? 0);
  if (names > 0) kinds.add('names');
  return details + names;
}

/**
 * Each account approaches the full score asymptotically, so that padding a complete answer adds
 * little.
 */
function scoreAccounts(accounts: Account[], turnCount: number): number {
  if (accounts.length === 0) return turnCount > 0 ? SCORE_WITHOUT_WORDS : 1;
  const shares = accounts.map(
    ({ information, details }) => 1 - Math.exp(-(information + INFORMATION_PER_DETAIL * details) / INFORMATIVE_ANSWER),
  );
  return 1 + (4 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
}
