import type { AnalysisStatus } from '../../../src/wire/analysis.ts';
import type { Interview } from '../../../src/wire/koji-api.ts';

/** How far an interview has come, as the team sees it: the conversation first, its analysis afterwards. */
export const STANDINGS = ['active', 'concluded', 'processing', 'analysed', 'failed'] as const;
export type Standing = (typeof STANDINGS)[number];

const AFTER_COMPLETION: Record<AnalysisStatus, Standing> = {
  processing: 'processing',
  completed: 'analysed',
  failed: 'failed',
};

export const standingOf = ({ status, analysis_status }: Pick<Interview, 'status' | 'analysis_status'>): Standing =>
  status === 'completed' ? AFTER_COMPLETION[analysis_status ?? 'processing'] : status;

/** Whether the page has reason to look again by itself. */
export const isMoving = (standing: Standing): boolean => standing !== 'analysed' && standing !== 'failed';
