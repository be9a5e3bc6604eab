import type { AnalysisStatus } from '../../../src/wire/analysis.ts';
import type { Interview } from '../../../src/wire/koji-api.ts';

/**
 * The status that the dashboard shows: the interview's until it is completed, then the analysis's.
 */
export const DISPLAY_STATUSES = ['active', 'concluded', 'processing', 'analysed', 'failed'] as const;
export type DisplayStatus = (typeof DISPLAY_STATUSES)[number];

const AFTER_COMPLETION: Record<AnalysisStatus, DisplayStatus> = {
  processing: 'processing',
  completed: 'analysed',
  failed: 'failed',
};

export const displayStatusOf = ({
  status,
  analysis_status,
}: Pick<Interview, 'status' | 'analysis_status'>): DisplayStatus =>
  status === 'completed' ? AFTER_COMPLETION[analysis_status ?? 'processing'] : status;

/** Whether the status can still change by itself, so that the dashboard's pages follow it. */
export const isInProgress = (status: DisplayStatus): boolean => status !== 'analysed' && status !== 'failed';
