import type { ClassifiedTurn, TurnKind } from './classify-turns.ts';

/** How much effort the respondent made. */
export interface Engagement {
  /** 1 to 5. */
  score: number;
  /** Number of the respondent's turns. */
  turns: number;
  /** Number of informative turns of one or two words. */
  curt: number;
  refusals: number;
  copies: number;
  gibberish: number;
  pasted: number;
  /** Whether the turns got much shorter towards the end. */
  isFading: boolean;
}

/**
 * The effort in an informative turn by its number of words, 0 to 1. A sentence is most of the way.
 */
function estimateEffort(wordCount: number): number {
  if (wordCount <= 1) return 0.12;
  return wordCount <= 3 ? 0.25 : Math.min(1, 0.3 + 0.7 * (1 - Math.exp(-(wordCount - 3) / 12)));
}

/** The effort in the other kinds of turns. */
const EFFORTS: Record<Exclude<TurnKind, 'informative'>, number> = {
  value: 0.7,
  refusal: 0.08,
  gibberish: 0,
  copy: 0.04,
  pasted: 0.04,
};
/** How much a turn counts. A value counts less, because a click is easy. */
const WEIGHTS: Record<TurnKind, number> = {
  informative: 1,
  value: 0.25,
  refusal: 1,
  gibberish: 1,
  copy: 1,
  pasted: 1,
};
/** The turns fade if the last third is shorter than this share of the first third. */
const FADING_SHARE = 0.4;
const FADING_PENALTY = 0.3;

const average = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length);

function isFadingAway(wordCounts: number[]): boolean {
  const third = Math.floor(wordCounts.length / 3);
  return third >= 2 && average(wordCounts.slice(-third)) < FADING_SHARE * average(wordCounts.slice(0, third));
}

/** How much effort the respondent made, weighted over all turns. */
export function measureEngagement(turns: ClassifiedTurn[]): Engagement {
  const count = (kind: TurnKind) => turns.filter(turn => turn.kind === kind).length;
  const wordCounts = turns.filter(({ kind }) => kind === 'informative').map(({ wordCount }) => wordCount);
  const isFading = isFadingAway(wordCounts);
  const weight = turns.reduce((sum, { kind }) => sum + WEIGHTS[kind], 0);
  const effort = turns.reduce(
    (sum, { kind, wordCount }) =>
      sum + WEIGHTS[kind] * (kind === 'informative' ? estimateEffort(wordCount) : EFFORTS[kind]),
    0,
  );
  const share = weight > 0 ? effort / weight : 0;
  return {
    score: Math.max(1, 1 + 4 * share - (isFading ? FADING_PENALTY : 0)),
    turns: turns.length,
    curt: wordCounts.filter(words => words <= 2).length,
    refusals: count('refusal'),
    copies: count('copy'),
    gibberish: count('gibberish'),
    pasted: count('pasted'),
    isFading,
  };
}
