import type { Quality } from '../../../../src/wire/analysis.ts';
import type { FinishedInterview } from '../analyst.ts';
import type { ClassifiedTurn } from './classify-turns.ts';
import { measureCoverage } from './coverage.ts';
import { measureDepth } from './depth.ts';
import { measureEngagement } from './engagement.ts';
import { writeRationale } from './rationale.ts';

const WEIGHTS = { depth: 0.4, coverage: 0.3, engagement: 0.3 };

const rounded = (score: number) => Math.round(Math.min(5, Math.max(1, score)) * 10) / 10;

/**
 * Scores an interview from 1 to 5, one decimal, as a whole and in its parts. Where most of what was said in words is noise or
 * copied, the values of the controls are not believed either and the score falls accordingly.
 */
export function scoreQuality(
  interview: FinishedInterview,
  replies: ClassifiedTurn[],
  isEnglish: boolean,
): { quality_score: number; quality: Quality } {
  const depth = measureDepth(replies);
  const coverage = measureCoverage(interview, replies);
  const engagement = measureEngagement(replies);
  const spoken = replies.filter(({ kind }) => kind !== 'value');
  const worthless =
    spoken.filter(({ kind, words }) => kind === 'noise' || kind === 'elsewhere' || (kind === 'copy' && words > 2))
      .length / Math.max(1, spoken.length);
  const whole = WEIGHTS.depth * depth.score + WEIGHTS.coverage * coverage.score + WEIGHTS.engagement * engagement.score;
  const quality_score = rounded(1 + (whole - 1) * (1 - 0.6 * worthless));
  return {
    quality_score,
    quality: {
      depth: rounded(depth.score),
      coverage: rounded(coverage.score),
      engagement: rounded(engagement.score),
      rationale: writeRationale(quality_score, depth, coverage, engagement, isEnglish),
    },
  };
}
