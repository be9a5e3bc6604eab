import type { Quality } from '../../../../src/wire/analysis.ts';
import type { FinishedInterview } from '../analyst.ts';
import type { ClassifiedTurn } from './classify-turns.ts';
import { measureCoverage } from './coverage.ts';
import { measureDepth } from './depth.ts';
import { measureEngagement } from './engagement.ts';
import { writeRationale } from './rationale.ts';

const WEIGHTS = { depth: 0.4, coverage: 0.3, engagement: 0.3 };

/** The quality score of three partial scores, as their weighted mean. */
export const combineScores = ({ depth, coverage, engagement }: Record<keyof typeof WEIGHTS, number>): number =>
  WEIGHTS.depth * depth + WEIGHTS.coverage * coverage + WEIGHTS.engagement * engagement;

/** The part of the score that is lost if all turns in words are worthless. */
const WORTHLESS_PENALTY = 0.6;

const toScore = (score: number) => Math.round(Math.min(5, Math.max(1, score)) * 10) / 10;

/** Whether a turn in words says nothing of its own. A short copy may be an honest answer. */
const isWorthless = ({ kind, wordCount }: ClassifiedTurn) =>
  kind === 'gibberish' || kind === 'pasted' || (kind === 'copy' && wordCount > 2);

/**
 * Scores an interview from 1 to 5 with one decimal, as a whole and by depth, coverage and
 * engagement. The more turns in words are worthless, the lower the score as a whole, because the
 * values of the controls are then not credible either.
 */
export function scoreQuality(
  interview: FinishedInterview,
  turns: ClassifiedTurn[],
  isEnglish: boolean,
): { quality_score: number; quality: Quality } {
  const depth = measureDepth(turns);
  const coverage = measureCoverage(interview, turns);
  const engagement = measureEngagement(turns);
  const inWords = turns.filter(({ kind }) => kind !== 'value');
  const worthlessShare = inWords.filter(isWorthless).length / Math.max(1, inWords.length);
  const mean = combineScores({ depth: depth.score, coverage: coverage.score, engagement: engagement.score });
  const quality_score = toScore(1 + (mean - 1) * (1 - WORTHLESS_PENALTY * worthlessShare));
  return {
    quality_score,
    quality: {
      depth: toScore(depth.score),
      coverage: toScore(coverage.score),
      engagement: toScore(engagement.score),
      rationale: writeRationale(quality_score, depth, coverage, engagement, isEnglish),
    },
  };
}
