import type { Reason } from '../../../src/interview/completion.ts';
import type { Analysis } from '../../../src/wire/analysis.ts';
import type { TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { Guide } from '../guides/guide.ts';

/** A message of the transcript, with its place in the guide. */
export interface TranscriptTurn extends TranscriptMessage {
  /**
   * Id of the guide's question that the turn asks or answers; null if it belongs to none, as the
   * closing words.
   */
  guideQuestion: string | null;
  /**
   * 0 for the guide's question and its answer, 1 and up for the follow-ups to it and their answers.
   */
  followUp: number;
}

/** A completed interview, the input of an analysis. */
export interface FinishedInterview {
  interview_id: string;
  guide: Guide;
  /** The language the interviewer spoke, BCP 47. */
  locale: string;
  reason: Reason;
  /** All turns in order. */
  turns: TranscriptTurn[];
}

/** The steps after a completion, in order. An analyst reports `quality`, `themes` and `answers`. */
export const ANALYSIS_STEPS = ['finalised', 'quality', 'themes', 'answers', 'stored'] as const;
export type AnalysisStep = (typeof ANALYSIS_STEPS)[number];

/** Analyses completed interviews. Keeps no state between interviews. */
export interface Analyst {
  /**
   * Resolves to the `analysis` of the Koji API: themes and insights with word-for-word quotes,
   * quality scores from 1 to 5, and one structured answer per structured question. Rejects on
   * failure; the job is then retried. Calls `onStep` after each of the analyst's own steps, in
   * their order.
   */
  analyse(interview: FinishedInterview, onStep?: (step: AnalysisStep) => void): Promise<Analysis>;
}
