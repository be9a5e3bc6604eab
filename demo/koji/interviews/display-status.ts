import type { AnalysisStatus } from '../../../src/wire/analysis.ts';
import type { Interview } from '../../../src/wire/koji-api.ts';

/** How far an interview has come, as the team sees it: the conversation first, its analysis afterwards. */
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

/** Whether the page has reason to look again by itself. */
export const isInProgress = (standing: DisplayStatus): boolean => standing !== 'analysed' && standing !== 'failed';
