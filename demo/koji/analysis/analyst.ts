import type { Reason } from '../../../src/interview/completion.ts';
import type { Analysis } from '../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { Guide } from '../guides/guide.ts';

/** A message of a finished transcript, with its place in the guide. */
export interface TranscriptTurn extends TranscriptMessage {
  /** The id of the guide's question that this turn asks or answers; null for small talk such as the closing words. */
  guideQuestion: string | null;
  /** 0 for the question itself and its answer, 1 and up for the follow-ups under it and theirs. */
  followUp: number;
}

/** All that an analysis may look at. */
export interface FinishedInterview {
  interview_id: string;
  guide: Guide;
  /** The language the respondent was addressed in, BCP 47. */
  locale: string;
  reason: Reason;
  turns: TranscriptTurn[];
}

/** What happens after a completion, in this order; the middle three are the analyst's. */
export const ANALYSIS_STEPS = ['finalised', 'quality', 'themes', 'answers', 'stored'] as const;
export type AnalysisStep = (typeof ANALYSIS_STEPS)[number];

/** Turns a finished interview into themes, insights, a quality score and typed answers. Rejects where it can't. */
export interface Analyst {
  /** `done` is told each step of the analyst's own as soon as it is finished, in their order. */
  analyse(interview: FinishedInterview, done?: (step: AnalysisStep) => void): Promise<Analysis>;
}
